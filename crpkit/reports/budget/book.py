"""The workbook."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import xlsxwriter

from crpkit.errors import InputProblems, Problem
from crpkit.planning.models import Plan
from crpkit.reports.budget.lines import DAYS, MONEY, write_lines
from crpkit.reports.budget.looks import Looks
from crpkit.reports.budget.rows import day_rows, money_rows
from crpkit.reports.budget.summary import SHEET, write_summary
from crpkit.reports.budget.sums import write_by_component, write_by_funder
from crpkit.tables.yamls import write_bytes


def write_budget(plan: Plan, path: Path | str, *, funders: Mapping[str, str] | None = None) -> Path:
    """Write what a plan costs as an Excel workbook with live formulas.

    Parameters
    ----------
    plan
        The plan.
    path
        The ``.xlsx`` file to write; a file of this name is replaced.
    funders
        Id of a component → who pays for it, as far as that is agreed.

    Returns
    -------
    pathlib.Path
        The file. Its sheets: by year (“Summary”), each line, days of staff, by component, by funder.

    Raises
    ------
    InputProblems
        If the name ends otherwise, a component is not in the plan, or the file cannot be written.
    """
    file = Path(path)
    if file.suffix.lower() != ".xlsx":
        found = f"“{file.name}” is not the name of a workbook"
        raise InputProblems([Problem(found, "Let it end in “.xlsx”.", file)])
    here = {line.component for line in plan.chosen}
    unknown = [id for id in funders or {} if id not in here]
    if unknown:
        remedy = "Use the id of a component that the plan has."
        raise InputProblems(Problem(f"“{id}” is not in this plan", remedy, field="funders") for id in unknown)
    write_bytes(file, budget_bytes(plan, funders or {}))
    return file


def budget_bytes(plan: Plan, funders: Mapping[str, str]) -> bytes:
    """Return the workbook as it is written by :func:`write_budget`."""
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": f"{plan.title}: what it costs", "author": ""})
        looks = Looks(book)
        summary = book.add_worksheet(SHEET)
        paid = "Everything that is paid in pounds."
        money = write_lines(book, looks, plan, MONEY, money_rows(plan, funders), paid)
        staff = "Days of people whose wage is paid already, unless “cash” stands there."
        days = write_lines(book, looks, plan, DAYS, day_rows(plan, funders), staff)
        write_by_component(book, looks, money, days)
        write_by_funder(book, looks, money, days)
        write_summary(summary, looks, plan, money, days)
    return buffer.getvalue()
