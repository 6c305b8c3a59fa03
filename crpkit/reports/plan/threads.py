"""From a line of the plan back to what it rests on: single notes and answers, links, costs, what is here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import pandas as pd

from crpkit.needs import Survey
from crpkit.needs.tallies import WANTED_FROM
from crpkit.planning.inputs import Inputs
from crpkit.planning.kept import KeptPlan
from crpkit.planning.linking import Links, links_of
from crpkit.planning.models import Line
from crpkit.reports.plan.voices import Voice, voices
from crpkit.reports.sources import Sources
from crpkit.workspace import Workspace

THREAD_COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "line": "Id of the component.",
        "kind": "``note``, ``excerpt``, ``answer``, ``link``, ``cost``, ``here`` or ``framework``.",
        "about": "Id of the need that it is about, where it is about one.",
        "evidence": "Evidence id.",
        "source": "The same in words.",
        "words": "What was said, if whoever said it agreed to be quoted; else nothing.",
    }
)
"""The columns of :func:`thread`."""
_KINDS: Mapping[str, str] = MappingProxyType(
    {"audit": "here", "costs": "cost", "framework": "framework", "team": "link"}
)


def thread(workspace: Workspace, kept: KeptPlan, *, private: bool = False) -> pd.DataFrame:
    """Follow each line of a plan back to what it rests on.

    Parameters
    ----------
    workspace
        With its answers and workshops as they are now.
    kept
        The plan.
    private
        Also give single answers to the survey, one row each, for the team alone: nobody was asked whether an answer may
        be traced.

    Returns
    -------
    pandas.DataFrame
        The columns of :data:`THREAD_COLUMNS`. Notes and excerpts of people who agreed to have them traced, and did not
        take them back; words only where they agreed to be quoted, too.
    """
    inputs = Inputs(workspace, kept.settings.survey)
    sources = Sources(workspace, kept.settings)
    said = voices(inputs, sources)
    links = links_of(inputs.framework, kept.settings.team_links or None)
    answers = _answers(inputs.survey) if private else {}
    rows = [
        {"line": line.component, **row}
        for line in kept.plan.chosen
        for row in _rows(line, links, said, sources, answers)
    ]
    return pd.DataFrame(rows, columns=list(THREAD_COLUMNS), dtype=object)


def _rows(
    line: Line, links: Links, said: tuple[Voice, ...], sources: Sources, answers: Mapping[str, list[str]]
) -> Iterator[dict[str, Any]]:
    needs = [link.need for link in links.of(line.component)]
    for voice in said:
        if (voice.about, voice.id) == ("component", line.component) or (
            voice.about == "need" and voice.id in needs
        ):
            about = voice.id if voice.about == "need" else ""
            yield _row(voice.kind, about, voice.evidence, voice.source, voice.words)
    for need in needs:
        for evidence in answers.get(need, []):
            yield _row("answer", need, evidence, sources.of(evidence))
    for link in links.of(line.component):
        yield _row("link", link.need, link.evidence, sources.of(link.evidence))
    own = {link.evidence for link in links.all}
    for evidence in line.evidence:
        if evidence not in own and not evidence.startswith("workshop:"):
            kind = _KINDS.get(evidence.partition(":")[0], "framework")
            yield _row(kind, "", evidence, sources.of(evidence))


def _row(kind: str, about: str, evidence: str, source: str, words: str | None = None) -> dict[str, Any]:
    return {"kind": kind, "about": about, "evidence": evidence, "source": source, "words": words}


def _answers(survey: Survey) -> Mapping[str, list[str]]:
    """Return need → evidence ids of the answers of those who would like it, by the rule of the picture of needs."""
    found: dict[str, list[str]] = {}
    importance, confidence = survey.table("importance"), survey.table("confidence")
    for need in importance.columns.intersection(confidence.columns):
        wanted = (importance[need] >= WANTED_FROM) & (confidence[need] < importance[need])
        found[need] = [survey.evidence(row, f"importance/{need}") for row in importance.index[wanted]]
    have = survey.table("have")
    for need in have.columns:
        without = have[need].isin(["no", "partly"])
        found.setdefault(need, []).extend(survey.evidence(row, f"have/{need}") for row in have.index[without])
    return found
