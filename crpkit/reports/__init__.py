"""Documents and print-outs: one document tree, several renderers."""

from crpkit.reports.budget import write_budget
from crpkit.reports.diagnosis import write_diagnosis
from crpkit.reports.document import Document
from crpkit.reports.evidence import from_workshop
from crpkit.reports.pack import print_pack
from crpkit.reports.plan import plan_sentences, thread, write_plan
from crpkit.reports.record import record_document, write_record
from crpkit.reports.share import write_shareable
from crpkit.reports.sources import Sources
from crpkit.reports.survey import write_survey

__all__ = [
    "Document",
    "Sources",
    "from_workshop",
    "plan_sentences",
    "print_pack",
    "record_document",
    "thread",
    "write_budget",
    "write_diagnosis",
    "write_plan",
    "write_record",
    "write_shareable",
    "write_survey",
]
