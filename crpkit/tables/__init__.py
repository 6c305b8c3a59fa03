"""Reading and writing the files that people edit: positioned YAML, CSV and Excel."""

from crpkit.tables.csvs import excel_safe, read_rows, write_csv
from crpkit.tables.excel import write_workbook
from crpkit.tables.records import validate
from crpkit.tables.sayings import short
from crpkit.tables.words import Tidy, tidy
from crpkit.tables.yamls import Document, read_yaml, write_yaml

__all__ = [
    "Document",
    "Tidy",
    "excel_safe",
    "read_rows",
    "read_yaml",
    "short",
    "tidy",
    "validate",
    "write_csv",
    "write_workbook",
    "write_yaml",
]
