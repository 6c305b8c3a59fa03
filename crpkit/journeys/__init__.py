"""A learner's way through the support: journeys as data, and road-tests of a persona on a journey."""

from crpkit.errors import Stopped
from crpkit.journeys.changing import Change, adapt, apply_change
from crpkit.journeys.comparing import before_and_after, compare, comparing
from crpkit.journeys.facts import Detail
from crpkit.journeys.felt import FEELING_COLUMNS, VOICES, read_feelings
from crpkit.journeys.findings import MET, SEVERITIES, Finding, MetNeed
from crpkit.journeys.models import STATES, Answers, Branch, Journey, Repeat, Requirement, Step
from crpkit.journeys.reading import JourneyFiles, check_journeys, load_journeys, read_journeys
from crpkit.journeys.registry import Rule, drop_rule, rule, rules
from crpkit.journeys.roadtest import RoadTest, road_test
from crpkit.journeys.saving import save_journey
from crpkit.journeys.telling import JSON_FIELDS, to_json, to_mermaid
from crpkit.journeys.walk import Walk
from crpkit.journeys.written import RuleFile, load_rules, read_rules

__all__ = [
    "FEELING_COLUMNS",
    "JSON_FIELDS",
    "MET",
    "SEVERITIES",
    "STATES",
    "VOICES",
    "Answers",
    "Branch",
    "Change",
    "Detail",
    "Finding",
    "Journey",
    "JourneyFiles",
    "MetNeed",
    "Repeat",
    "Requirement",
    "RoadTest",
    "Rule",
    "RuleFile",
    "Step",
    "Stopped",
    "Walk",
    "adapt",
    "apply_change",
    "before_and_after",
    "check_journeys",
    "compare",
    "comparing",
    "drop_rule",
    "load_journeys",
    "load_rules",
    "read_feelings",
    "read_journeys",
    "read_rules",
    "road_test",
    "rule",
    "rules",
    "save_journey",
    "to_json",
    "to_mermaid",
]
