"""Documents and print-outs: one document tree, several renderers."""

from crpkit.reports.diagnosis import write_diagnosis
from crpkit.reports.document import Document
from crpkit.reports.evidence import from_workshop
from crpkit.reports.pack import print_pack
from crpkit.reports.record import record_document, write_record
from crpkit.reports.share import write_shareable
from crpkit.reports.survey import write_survey

__all__ = [
    "Document",
    "from_workshop",
    "print_pack",
    "record_document",
    "write_diagnosis",
    "write_record",
    "write_shareable",
    "write_survey",
]
