"""What a road-test finds: small records, each with its rule, its step, its words and its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from crpkit.framework.models import HowKnown

Severity = Literal["blocker", "hold-up", "question", "not-known", "notice", "helps"]
SEVERITIES: Mapping[Severity, str] = {
    "blocker": "Stops them here",
    "hold-up": "Holds them up",
    "question": "To be talked about",
    "not-known": "Not known",
    "notice": "About a rule",
    "helps": "Helps them",
}
"""How serious a finding is, the most serious first, and how it reads. ``notice`` is about a rule, not the person."""
Met = Literal["yes", "partly", "no", "unknown"]
MET: Mapping[Met, str] = {"yes": "Met", "partly": "Partly met", "no": "Not met", "unknown": "Not known"}
IF_ASSUMED = "if the assumption holds"
"""Whose assumption it is stays open: a starter's bare values are the kit's, a persona's are the team's."""


@dataclass(frozen=True)
class Finding:
    """One thing that a rule found.

    Attributes
    ----------
    rule
        Name of the rule.
    step
        Id of the step; ``None`` for the journey as a whole.
    severity
        One of :data:`SEVERITIES`.
    message
        One or two plain sentences.
    source
        What it rests on: ``report:part-2-mentoring``, ``persona:asha/hours_a_month``, ``journey:ours/step/hours``,
        ``kit:long-silences`` for a measure of ours, ``team:rules/…``. Several are separated by a space.
    need
        Id of the need it is about, if it is about one.
    how_known
        As well as the least sure of what it rests on.
    """

    rule: str
    step: str | None
    severity: Severity
    message: str
    source: str
    need: str | None = None
    how_known: HowKnown = HowKnown.REPORTED

    def __str__(self) -> str:
        """Return the words, and how serious it is."""
        return f"{SEVERITIES[self.severity]}: {self.message}"


@dataclass(frozen=True)
class MetNeed:
    """Whether a journey answers a need.

    Attributes
    ----------
    need, title
        Id of the need, and its name.
    met
        ``yes``, ``partly``, ``no`` or ``unknown``.
    step
        Id of the step that answers it best: the first of these at which no condition is open.
    steps
        All that answer it.
    how_known
        Of the link and the step together; that no step answers it is inferred by us.
    links, inferred
        On how many links it rests, and how many of these are inferred by us.
    source
        Where the need was voiced, and the components whose links answer it.
    why
        A sentence.
    """

    need: str
    title: str
    met: Met
    step: str | None
    steps: tuple[str, ...]
    how_known: HowKnown
    links: int
    inferred: int
    source: str
    why: str


def conditional(message: str, how: HowKnown) -> str:
    """Return the words of a finding; those that rest on an assumption say so."""
    if how is not HowKnown.ASSUMED or IF_ASSUMED in message:
        return message
    end = message[-1:] if message[-1:] in ".?!" else "."
    return f"{message.removesuffix(end)}, {IF_ASSUMED}{end}"
