"""The survey, ready to send: on paper, as a workbook to set it up from and type answers into, or as a list."""

from crpkit.reports.survey.writing import write_survey

__all__ = ["write_survey"]
