"""A plan's money as a workbook that goes on reckoning: by year, component and funder, cash and in kind."""

from crpkit.reports.budget.book import budget_bytes, write_budget

__all__ = ["budget_bytes", "write_budget"]
