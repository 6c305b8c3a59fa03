"""The plan as a document, and the thread from each of its lines back to what people said."""

from crpkit.reports.plan.sentences import Sentence
from crpkit.reports.plan.threads import thread
from crpkit.reports.plan.writing import plan_document, plan_sentences, write_plan

__all__ = ["Sentence", "plan_document", "plan_sentences", "thread", "write_plan"]
