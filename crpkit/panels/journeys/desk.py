"""What the steps of the journeys page share: persona and journey, the road-test of them, and who wants to hear of changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from crpkit.errors import CrpkitError
from crpkit.framework import Framework, load_framework
from crpkit.journeys import (
    Change,
    Journey,
    RoadTest,
    Rule,
    adapt,
    apply_change,
    load_rules,
    read_journeys,
    road_test,
    rules,
    save_journey,
)
from crpkit.overview import workshop_lines
from crpkit.personas import Persona, make_id, read_personas
from crpkit.workshop import Workshop
from crpkit.workspace import Workspace, open_workspace

NO_PERSONA = "First choose a persona, in the step “Who”."
NO_JOURNEY = "First choose a journey, in the step “The way”."
NOT_OPEN = "The page has not been opened yet"
_MOST_DEEDS = 200  # how many deeds can be undone


@dataclass
class _Draft:
    """A journey that is being worked on: as it is now, before its changes, and as it was deed by deed."""

    journey: Journey
    before: Journey | None = None
    past: list[tuple[Journey, Journey | None]] = field(default_factory=list)

    def remember(self) -> None:
        """Keep how it is now, so that the next deed can be undone."""
        self.past.append((self.journey, self.before))
        del self.past[:-_MOST_DEEDS]


class JourneysDesk:
    """The model of the page; it knows no widgets.

    A journey that was changed and not saved stays as it is when another is chosen, and is there when one comes back.

    Attributes
    ----------
    workspace
        ``None`` until the page has been opened.
    trouble
        Why something cannot be read, as sentences; empty if all can.
    personas, journeys
        By id: the workspace's personas; the starters and the team's own journeys, as saved.
    persona
        Who walks; ``None`` until one is chosen.
    test
        The road-test of the persona on the journey; made anew whenever one of them changes, ``None`` without either.
    rules, off
        All rules by name, the team's own too; and the names of those that are switched off.
    workshop
        In which the room tries the journey; ``None`` until one is chosen.
    """

    def __init__(self, workspace: Workspace | None = None) -> None:
        self._given = workspace
        self.workspace: Workspace | None = None
        self.trouble = ""
        self.personas: Mapping[str, Persona] = MappingProxyType({})
        self.journeys: Mapping[str, Journey] = MappingProxyType({})
        self.persona: Persona | None = None
        self.test: RoadTest | None = None
        self.rules: Mapping[str, Rule] = rules()
        self.off: frozenset[str] = frozenset()
        self.workshop: Workshop | None = None
        self._framework = load_framework()  # the kit's own, until the page is open
        self._drafts: dict[str, _Draft] = {}
        self._draft: _Draft | None = None
        self._listeners: list[Callable[[], object]] = []

    @property
    def framework(self) -> Framework:
        """With the team's overlay, once the page is open."""
        return self._framework

    @property
    def journey(self) -> Journey | None:
        """The journey that is chosen, with changes that are not saved yet."""
        return self._draft.journey if self._draft else None

    @property
    def before(self) -> Journey | None:
        """The journey before the changes that were applied to it; ``None`` if none were."""
        return self._draft.before if self._draft else None

    @property
    def unsaved(self) -> bool:
        """Whether the journey that is chosen has changes that are not saved."""
        return self.journey is not None and self.journey != self.journeys.get(self.journey.id)

    @property
    def outputs(self) -> Path:
        """Where files go."""
        return self._open().outputs

    def on_change(self, listener: Callable[[], object]) -> None:
        """Call a function after each change."""
        self._listeners.append(listener)

    def tell(self) -> None:
        """Let every step show what is now so."""
        for listener in tuple(self._listeners):
            listener()

    # -- opening

    def open(self, query: Mapping[str, str] | None = None) -> None:
        """Read the workspace; the address may name a ``persona``, a ``journey`` and a ``workshop``.

        Raises nothing: what cannot be read stands in :attr:`trouble`, and the rest is there all the same.
        """
        query, self.trouble = query or {}, ""
        self._try(self._read)
        for name, choose in (
            ("persona", self.choose_persona),
            ("journey", self.choose_journey),
            ("workshop", self.choose_workshop),
        ):
            if query.get(name) and self.workspace is not None:
                self._try(choose, query[name])
        self.tell()

    def _read(self) -> None:
        self.workspace = self._given or open_workspace()
        self._try(self._read_framework)
        self._try(self._read_people)
        self._try(self._read_journeys)
        self._try(self._read_rules)

    def _try(self, deed: Callable[..., object], *values: object) -> None:
        """Do one part of opening; if it fails, its sentence stands beside the others."""
        try:
            deed(*values)
        except (CrpkitError, OSError) as error:
            self._trouble(error)

    def _trouble(self, *found: object) -> None:
        self.trouble = "\n".join([*([self.trouble] if self.trouble else []), *map(str, found)])

    def _read_framework(self) -> None:
        self._framework = self._open().framework

    def _read_people(self) -> None:
        read = read_personas(self._open().folder / "personas", self.framework.groups.ids)
        self.personas = read.personas
        self._trouble(*read.problems)

    def _read_journeys(self) -> None:
        read = read_journeys(self._open().folder, self.framework)
        self.journeys = MappingProxyType(dict(read.journeys))
        self._trouble(*read.problems)

    def _read_rules(self) -> None:
        self.rules = rules()
        own = load_rules(self._open().folder, self.framework)
        self.rules = MappingProxyType({**self.rules, **{rule.name: rule for rule in own}})

    def _open(self) -> Workspace:
        if self.workspace is None:
            raise CrpkitError(NOT_OPEN, "Reload it.")
        return self.workspace

    # -- choosing

    def choose_persona(self, id: str) -> None:
        """Choose who walks.

        Raises
        ------
        CrpkitError
            If there is no such persona.
        """
        if id not in self.personas:
            raise CrpkitError(f"There is no persona “{id}”", "Choose one from the list.")
        self.persona = self.personas[id]
        self._changed()

    def choose_journey(self, id: str) -> None:
        """Choose the way; one that was changed before comes back with its changes.

        Raises
        ------
        CrpkitError
            If there is no such journey.
        """
        if id not in self._drafts:
            if id not in self.journeys:
                raise CrpkitError(f"There is no journey “{id}”", "Choose one from the list.")
            self._drafts[id] = _Draft(self.journeys[id])
        self._draft = self._drafts[id]
        self._changed()

    def begin(self, journey: Journey) -> None:
        """Work on a new journey that is not saved yet, beside those there are.

        Raises
        ------
        CrpkitError
            If there is a journey of this name.
        """
        if journey.id in self.journeys or journey.id in self._drafts:
            raise CrpkitError(f"There is a journey “{journey.title}” already", "Give yours another title.")
        self._drafts[journey.id] = self._draft = _Draft(journey)
        self._changed()

    @property
    def choices(self) -> Mapping[str, Journey]:
        """All journeys one can choose, as they are now: those saved, with their changes, and those not saved yet."""
        return {**self.journeys, **{id: draft.journey for id, draft in self._drafts.items()}}

    # -- changing

    def set_journey(self, journey: Journey) -> None:
        """Take a changed version of the journey that is chosen; it is not saved by that."""
        draft = self._chosen()
        if journey == draft.journey:
            return
        draft.remember()
        draft.journey = journey
        self._changed()

    def apply(self, change: Change) -> None:
        """Make a change, and keep the journey as it was before the first one.

        Raises
        ------
        InputProblems
            If the change cannot be made; nothing is then changed.
        """
        draft = self._chosen()
        changed = apply_change(draft.journey, change, self.framework)
        draft.remember()
        draft.before = draft.before or draft.journey
        draft.journey = changed
        self._changed()

    def undo_changes(self) -> None:
        """Go back to the journey before the changes that were applied."""
        draft = self._chosen()
        if draft.before is not None:
            draft.remember()
            draft.journey, draft.before = draft.before, None
            self._changed()

    @property
    def can_undo(self) -> bool:
        """Whether there is a deed to undo."""
        return self._draft is not None and bool(self._draft.past)

    def undo(self) -> None:
        """Undo the last deed, whichever it was."""
        if self.can_undo:
            draft = self._chosen()
            draft.journey, draft.before = draft.past.pop()
            self._changed()

    def switch_rule(self, id: str, on: bool) -> None:
        """Ask a rule from now on, or do not ask it."""
        self.off = self.off - {id} if on else self.off | {id}
        self._changed()

    def save(self, title: str, id: str | None = None, replace: bool = False) -> Path:
        """Save the journey in the workspace under a title; the id is made from it if none is given.

        Raises
        ------
        InputProblems
            If the title or id cannot be used, or a file of this name is there and is not to be replaced.
        """
        draft = self._chosen()
        journey = adapt(draft.journey, framework=self.framework, title=title, id=id or make_id(title))
        path = save_journey(journey, self._open().folder, replace)
        self.journeys = MappingProxyType({**self.journeys, journey.id: journey})
        self._drafts.pop(draft.journey.id, None)
        if journey.id != draft.journey.id:
            draft.past.clear()  # what was before belongs to the other journey, which stays as it was saved
        draft.journey = journey
        self._drafts[journey.id] = draft
        self._changed()
        return path

    def _chosen(self) -> _Draft:
        if self._draft is None:
            raise CrpkitError("No journey is chosen yet", NO_JOURNEY)
        return self._draft

    def _changed(self) -> None:
        """Make the road-test anew, of what is now chosen, and tell everyone."""
        self.test = None
        if self.persona is not None and self.journey is not None:
            asked = [rule for name, rule in self.rules.items() if name not in self.off]
            self.test = road_test(self.journey, self.persona, framework=self.framework, rules=asked)
        self.tell()

    # -- the workshop

    def workshops(self) -> list[tuple[str, str]]:
        """Return code and title of each workshop in the folder, the newest first."""
        if self.workspace is None:
            return []
        return [(line.code, line.title or "A workshop") for line in workshop_lines(self.workspace.log)]

    def choose_workshop(self, code: str) -> None:
        """Choose in which workshop the room tries the journey; blank for none.

        Raises
        ------
        CrpkitError
            If there is none with this code.
        """
        self.workshop = Workshop.open(self._open(), code) if code else None
        self.tell()
