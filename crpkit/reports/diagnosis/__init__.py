"""What is handed on of the picture of a place: a summary, figures, tables that may be shared, and one for the team."""

from crpkit.reports.diagnosis.published import Published, publish
from crpkit.reports.diagnosis.summary import summary_document
from crpkit.reports.diagnosis.writing import write_diagnosis

__all__ = ["Published", "publish", "summary_document", "write_diagnosis"]
