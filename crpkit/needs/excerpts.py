"""What people said in interviews and groups: coded excerpts, evidence beside the numbers and never melted into them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from crpkit.framework import Framework, load_framework
from crpkit.needs.columns import without_mail
from crpkit.needs.tabled import Names, named_in, needed_tables
from crpkit.needs.wordings import plain
from crpkit.tables.grids import read_grids

COLUMNS: Mapping[str, Sequence[str]] = {
    "excerpt": ("Excerpt", "Quote", "Words", "Text", "What was said"),
    "code": ("Code", "Codes", "About", "Need", "Theme"),
    "group": ("Group", "Who", "Said by"),
    "quotable": ("Quotable", "May be quoted", "Quote allowed"),
    "traced": ("Traced", "May be traced", "May be traced into the plan", "Trace allowed"),
    "where": ("Where", "Interview", "Focus group", "Source"),
    "evidence": ("Evidence",),
}
_ID = re.compile(r"[a-z]+:[\w/.:-]+")
_YES = ("yes", "y", "1", "true", "quotable", "traced", "x")


@dataclass(frozen=True)
class Excerpts:
    """Coded excerpts.

    Attributes
    ----------
    frame
        One row an excerpt and code: ``excerpt`` (words), ``code`` (id of a need or barrier, else as written),
        ``about`` (``need``, ``barrier`` or ``other``), ``group`` (id of a group or family; empty if not said),
        ``quotable`` and ``traced`` (bool: whether whoever said it agreed to be quoted, and to have it traced into the
        plan; only where the file says so), ``where``, ``evidence``.
    unused
        What was left out: ``row``, ``column``, ``found``, ``reason``.
    remarks
        What was read as something that it is only close to, in sentences.
    """

    frame: pd.DataFrame
    unused: pd.DataFrame
    remarks: tuple[str, ...] = ()

    def __len__(self) -> int:
        """Return how many excerpts there are."""
        return int(self.frame["evidence"].nunique())


def read_excerpts(path: Path | str, framework: Framework | None = None) -> Excerpts:
    """Read coded excerpts.

    Parameters
    ----------
    path
        CSV or Excel with the columns excerpt and code; group, quotable and traced (yes or no; blank is no) and where if
        wanted. One excerpt may have several codes, parted by semicolons.
    framework
        With a team's overlay, if there is one.

    Raises
    ------
    InputProblems
        If the file is no spreadsheet or has no such columns.
    """
    framework = framework or load_framework()
    needs = Names({one.id: one.title for one in framework.needs})
    barriers = Names({one.id: one.title for one in framework.barriers})
    groups = Names(
        {one.id: one.title for one in framework.groups} | {one.id: one.title for one in framework.families}
    )
    file = Path(path)
    rows, left = [], []
    for sheet in needed_tables(file, read_grids(file), COLUMNS, ("excerpt", "code")):
        for row, cells in sheet.rows:
            words, _ = without_mail(cells["excerpt"])
            if not words or not cells["code"]:
                missing = "excerpt" if not words else "code"
                left.append((row, COLUMNS[missing][0], "", "nothing stands there"))
                continue
            group = groups.find(cells.get("group", "")) or ""
            if cells.get("group") and not group:
                left.append(
                    (row, "Group", cells["group"], "none of the groups; the excerpt counts without one")
                )
            own = cells.get("evidence", "")
            evidence = (
                own if _ID.fullmatch(own) else f"excerpt:{'-'.join(plain(file.stem).split())}/row/{row}"
            )
            agreed = [plain(cells.get(name, "")) in _YES for name in ("quotable", "traced")]
            said = (group, *agreed, cells.get("where", ""), evidence)
            for code, about in _codes(cells["code"], needs, barriers):
                rows.append((words, code, about, *said))
    columns = ["excerpt", "code", "about", "group", "quotable", "traced", "where", "evidence"]
    return Excerpts(
        pd.DataFrame(rows, columns=columns),
        pd.DataFrame(left, columns=["row", "column", "found", "reason"]),
        tuple(remark for names in (needs, barriers, groups) for remark in names.remarks()),
    )


def _codes(words: str, needs: Names, barriers: Names) -> list[tuple[str, str]]:
    return [(code, ("need", "barrier", "other")[kind]) for code, kind in named_in(words, needs, barriers)]
