"""Reading and writing the files that people edit: positioned YAML, CSV and Excel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crpkit.tables.csvs import excel_safe, read_rows, write_csv
from crpkit.tables.excel import write_workbook
from crpkit.tables.records import validate
from crpkit.tables.sayings import short
from crpkit.tables.words import Tidy, tidy
from crpkit.tables.yamls import Document, read_yaml, write_yaml

if TYPE_CHECKING:
    from crpkit.tables.protecting import protect

__all__ = [
    "Document",
    "Tidy",
    "excel_safe",
    "protect",
    "read_rows",
    "read_yaml",
    "short",
    "tidy",
    "validate",
    "write_csv",
    "write_workbook",
    "write_yaml",
]


def __getattr__(name: str) -> Any:
    """Load what needs pandas only when it is asked for: the command line starts without it."""
    if name == "protect":
        from crpkit.tables.protecting import protect

        return protect
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
