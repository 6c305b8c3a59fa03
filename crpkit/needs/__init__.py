"""What would help here, and what is here already: a survey, what people said, what exists, and the picture of both."""

from crpkit.needs.audit import STATES, STATUSES, Audit, no_audit, read_audit
from crpkit.needs.diagnosis import Diagnosis, diagnose
from crpkit.needs.excerpts import Excerpts, read_excerpts
from crpkit.needs.place import Known, Place, read_place, write_place
from crpkit.needs.questions import Answer, Question, Questionnaire, questionnaire
from crpkit.needs.resampling import Stopped
from crpkit.needs.scores import borich, borich_from_means, importance_performance, ranked_discrepancy
from crpkit.needs.survey import Survey, read_survey

__all__ = [
    "STATES",
    "STATUSES",
    "Answer",
    "Audit",
    "Diagnosis",
    "Excerpts",
    "Known",
    "Place",
    "Question",
    "Questionnaire",
    "Stopped",
    "Survey",
    "borich",
    "borich_from_means",
    "diagnose",
    "importance_performance",
    "no_audit",
    "questionnaire",
    "ranked_discrepancy",
    "read_audit",
    "read_excerpts",
    "read_place",
    "read_survey",
    "write_place",
]
