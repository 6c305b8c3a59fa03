"""Documents and print-outs: one document tree, several renderers."""

from crpkit.reports.document import Document
from crpkit.reports.record import record_document, write_record
from crpkit.reports.share import write_shareable

__all__ = ["Document", "record_document", "write_record", "write_shareable"]
