"""What all records of the framework share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field, PrivateAttr

from crpkit.framework.facts import Frozen, HowKnown, Id, PartId, Summary, Title


@dataclass(frozen=True)
class TeamEdit:
    """What a team's overlay did to a record: the fields it gave, and its evidence (``team-2026-11-23``)."""

    fields: tuple[str, ...]
    source: str


class Named(Frozen):
    """Anything in a collection.

    Attributes
    ----------
    id
        Short name in lower case with hyphens; never changes.
    title
        What a person reads first; one line, at most 200 characters.
    """

    id: Id
    title: Title
    _team: TeamEdit | None = PrivateAttr(default=None)

    @property
    def team_fields(self) -> tuple[str, ...]:
        """Names of the fields that a team's overlay gave; empty for a record as the kit ships it."""
        return self._team.fields if self._team else ()


class Record(Named):
    """What all records of the framework share.

    Attributes
    ----------
    summary
        One to three sentences in our own plain words; at most 600 characters.
    source
        Parts of the report, by the ids in ``report_parts.yaml``; ``team`` for what a team wrote.
    how_known
        Whether the study reported the record or we infer it; ``confirmed`` where a team gave its title or
        summary, unless the team says otherwise.
    """

    summary: Summary
    source: Annotated[tuple[PartId, ...], Field(min_length=1)]
    how_known: HowKnown = HowKnown.REPORTED

    @property
    def evidence(self) -> tuple[str, ...]:
        """Evidence ids of this record, for example ``report:appendix-4`` or ``team:2026-11-23``."""
        sources = dict.fromkeys(self.source)
        if self._team:
            sources.pop("team", None)  # the same, without its day
            sources[self._team.source] = None
        return tuple(_evidence(part) for part in sources)


def _evidence(part: str) -> str:
    if part == "team":
        return "team:undated"
    return f"team:{part[5:]}" if part.startswith("team-") else f"report:{part}"
