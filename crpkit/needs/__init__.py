"""What would help here, and what is here already: a survey, what people said, what exists, and the picture of both."""

from crpkit.errors import Stopped
from crpkit.needs.audit import STATES, STATUSES, Audit, no_audit, read_audit
from crpkit.needs.comparing import compare
from crpkit.needs.diagnosis import Diagnosis, diagnose, diagnosing
from crpkit.needs.excerpts import Excerpts, read_excerpts
from crpkit.needs.keeping import Kept, to_ask, write_audit_sheet
from crpkit.needs.place import Known, Place, read_place, write_place
from crpkit.needs.questions import Answer, Question, Questionnaire, questionnaire
from crpkit.needs.scores import borich, borich_from_means, importance_performance, ranked_discrepancy
from crpkit.needs.survey import Survey, read_survey

__all__ = [
    "STATES",
    "STATUSES",
    "Answer",
    "Audit",
    "Diagnosis",
    "Excerpts",
    "Kept",
    "Known",
    "Place",
    "Question",
    "Questionnaire",
    "Stopped",
    "Survey",
    "borich",
    "borich_from_means",
    "compare",
    "diagnose",
    "diagnosing",
    "importance_performance",
    "no_audit",
    "questionnaire",
    "ranked_discrepancy",
    "read_audit",
    "read_excerpts",
    "read_place",
    "read_survey",
    "to_ask",
    "write_audit_sheet",
    "write_place",
]
