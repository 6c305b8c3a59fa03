"""From an evidence id to a source that a person can read: “Note in the workshop of 23 November 2026”."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import cached_property

from crpkit.errors import CrpkitError
from crpkit.framework import Framework
from crpkit.framework.models import Link, Record
from crpkit.planning.costs import Costs
from crpkit.planning.inputs import Inputs
from crpkit.planning.settings import Settings
from crpkit.workshop.workshop import Workshop, codes
from crpkit.workspace import Workspace

_SAID: Mapping[str, str] = {
    "notes": "Note",
    "dots": "Votes",
    "ask": "Answer",
    "themes": "Theme",
    "change-agreed": "Change that was agreed",
}
_COLLECTIONS: Mapping[str, str] = {
    "needs": "",
    "components": "",
    "barriers": "",
    "principles": "principle ",
    "interventions": "",
}


class Sources:
    """Says in words where something is from.

    Nothing it says names a person, a pseudonym, a row or a time of day.

    Parameters
    ----------
    workspace
        With its workshops and tables.
    settings
        Of the plan: which survey it rests on, and what the team said of links.
    """

    def __init__(self, workspace: Workspace, settings: Settings | None = None) -> None:
        self._workspace = workspace
        self._inputs = Inputs(workspace, settings.survey if settings else "")
        self._settings = settings
        self._kinds: Mapping[str, Callable[[str], str]] = {
            "workshop": self._workshop,
            "framework": self._framework,
            "report": self._report,
            "survey": self._survey,
            "audit": self._audit,
            "costs": self._costs,
            "team": self._team,
            "excerpt": lambda rest: "Said in an interview or a group",
            "persona": lambda rest: "Persona",
            "journey": lambda rest: "Journey",
        }

    def of(self, evidence: str) -> str:
        """Return a source in words; an id of an unknown kind stands as it is."""
        kind, _, rest = evidence.partition(":")
        said = self._kinds.get(kind)
        return said(rest) if said is not None and rest else evidence

    def all(self, evidence: Iterable[str]) -> tuple[str, ...]:
        """Return several sources, each once."""
        return tuple(dict.fromkeys(self.of(one) for one in evidence))

    # -- workshops

    @cached_property
    def days(self) -> Mapping[str, date | None]:
        """Code → day of each workshop that can be read."""
        found: dict[str, date | None] = {}
        for code in codes(self._workspace.log):
            try:
                started = Workshop.open(self._workspace, code).state.started
            except CrpkitError:
                continue
            found[code] = started.date() if isinstance(started, datetime) else None
        return found

    def workshop(self, code: str) -> str:
        """Return a workshop in words: “the workshop of 23 November 2026”."""
        day = self.days.get(code)
        same = sum(other == day for other in self.days.values())
        if day is None:
            return f"the workshop {code}"
        return f"the workshop of {in_words(day)}" + (f" ({code})" if same > 1 else "")

    def _workshop(self, rest: str) -> str:
        code, _, inside = rest.partition("/")
        what = _SAID.get(inside.split("/")[0], "Said or chosen")
        return f"{what} in {self.workshop(code)}"

    # -- what comes with the kit, and what the team changed of it

    @property
    def _known(self) -> Framework:
        return self._inputs.framework

    def _framework(self, rest: str) -> str:
        collection, _, name = rest.partition("/")
        if collection == "links":
            return self._link(name)
        if collection not in _COLLECTIONS or name not in self._known.collection(collection).ids:
            return "The framework"
        record = self._known.collection(collection)[name]
        whose = self._parts(record) if isinstance(record, Record) else "The framework"
        return f"{whose} ({_COLLECTIONS[collection]}“{record.title}”)"

    def _parts(self, record: Record) -> str:
        return "; ".join(self.all(record.evidence)) or "The framework"

    def _part(self, name: str) -> str:
        parts = self._known.report_parts
        title = parts[name].title if name in parts.ids else name.replace("-", " ")
        return title[:1].lower() + title[1:]

    def _link(self, name: str) -> str:
        if name not in self._known.links.ids:
            return "The framework"
        link: Link = self._known.links[name]
        needs, components = self._known.needs, self._known.components
        about = f"that “{components[link.component].title}” helps with “{needs[link.need].title}”"
        if (link.component, link.need) in self._team_links:
            return f"Confirmed by the team: {about}"
        if link.team_fields or link.how_known == "confirmed":
            return f"Said by the team: {about}"
        if link.how_known == "reported":
            return f"{self._parts(link)}: {about}"
        return f"The kit’s own reading, not yet confirmed: {about}"

    @property
    def _team_links(self) -> Mapping[tuple[str, str], str]:
        return self._settings.team_links if self._settings is not None else {}

    def _report(self, rest: str) -> str:
        return f"Report, {self._part(rest.split('/')[0])}"

    # -- what the team gathered

    def _survey(self, rest: str) -> str:
        name = rest.split("/")[0]
        return f"The answers to the survey “{name}”"

    def _audit(self, rest: str) -> str:
        return "The team’s list of what is here"

    def _costs(self, rest: str) -> str:
        costs = self._costs_table
        if costs is None:
            return "The table of costs"
        dated = f", {in_words(costs.on)}" if costs.on else ""
        return f"Table of costs “{costs.title or 'of the kit'}”{dated}"

    @cached_property
    def _costs_table(self) -> Costs | None:
        try:
            return self._inputs.costs
        except CrpkitError:
            return None

    def _team(self, rest: str) -> str:
        try:
            return f"The team, {in_words(date.fromisoformat(rest[:10]))}"
        except ValueError:
            pass
        part, _, pair = rest.partition("/")
        component, _, need = pair.partition("/")
        known = self._known
        if part == "links" and component in known.components.ids and need in known.needs.ids:
            titles = known.components[component].title, known.needs[need].title
            return f"Confirmed by the team: how far “{titles[0]}” helps with “{titles[1]}”"
        if rest in known.components.ids:
            return f"The team, of “{known.components[rest].title}”"
        return "The team"


def in_words(day: date) -> str:
    """Return a day as people write it: ``23 November 2026``."""
    return f"{day.day} {day:%B %Y}"
