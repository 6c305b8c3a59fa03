"""What the steps of the journeys page share: who walks which way, the road-test of it, and who hears of changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from crpkit.errors import CrpkitError
from crpkit.framework import Framework
from crpkit.journeys import (
    Change,
    Journey,
    RoadTest,
    Rule,
    adapt,
    apply_change,
    road_test,
    save_journey,
)
from crpkit.overview import workshop_lines
from crpkit.panels.journeys.drafts import Draft, drop_draft, keep_draft, kept_drafts
from crpkit.panels.journeys.reading import Found, read_all
from crpkit.personas import Persona, make_id
from crpkit.workshop import Workshop
from crpkit.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    import pandas as pd

NO_PERSONA = "First choose a persona, in the step “Who”."
NO_JOURNEY = "First choose a journey, in the step “The way”."


class JourneysDesk:
    """The model of the page; it knows no widgets.

    A journey that was changed and not saved stays as it is when another is chosen, and is there when one comes back.

    Attributes
    ----------
    workspace
        ``None`` until the page has been opened.
    trouble
        Why something cannot be read, as sentences; empty if all can.
    persona
        Who walks; ``None`` until one is chosen.
    test
        The road-test of the persona on the journey; made anew whenever one of them changes, ``None`` without either.
    off
        Names of the rules that are switched off.
    workshop
        In which the room tries the journey; ``None`` until one is chosen.
    felt
        How the room said the journey feels: see :data:`crpkit.journeys.FEELING_COLUMNS`; ``None`` if not asked.
    """

    def __init__(self, workspace: Workspace | None = None) -> None:
        self._given = workspace
        self.workspace: Workspace | None = None
        self.trouble = ""
        self.persona: Persona | None = None
        self.test: RoadTest | None = None
        self.off: frozenset[str] = frozenset()
        self.workshop: Workshop | None = None
        self.felt: pd.DataFrame | None = None
        self._found = Found()
        self._saved: Mapping[str, Journey] = MappingProxyType({})
        self._drafts: dict[str, Draft] = {}
        self._draft: Draft | None = None
        self._listeners: list[Callable[[], object]] = []

    @property
    def framework(self) -> Framework:
        """With the team's overlay, once the page is open."""
        return self._found.framework

    @property
    def personas(self) -> Mapping[str, Persona]:
        """The workspace's personas, by id."""
        return self._found.personas

    @property
    def journeys(self) -> Mapping[str, Journey]:
        """The starters and the team's own journeys by id, as saved."""
        return self._saved

    @property
    def choices(self) -> Mapping[str, Journey]:
        """All journeys there are to choose, as they are now: with changes, and also those never saved."""
        return {**self._saved, **{id: draft.journey for id, draft in self._drafts.items()}}

    @property
    def rules(self) -> Mapping[str, Rule]:
        """All rules by name, the team's own too."""
        return self._found.rules

    @property
    def journey(self) -> Journey | None:
        """The journey that is chosen, with changes that are not saved yet."""
        return self._draft.journey if self._draft else None

    @property
    def before(self) -> Journey | None:
        """The journey before the changes that were applied to it; ``None`` if none were."""
        return self._draft.before if self._draft else None

    @property
    def changes(self) -> tuple[Change, ...]:
        """The changes that were applied to it since, the first one first."""
        return self._draft.changes if self._draft else ()

    @property
    def asked(self) -> tuple[Rule, ...]:
        """The rules that are asked: all that are not switched off."""
        return tuple(rule for name, rule in self.rules.items() if name not in self.off)

    @property
    def unsaved(self) -> bool:
        """Whether the journey that is chosen has changes that are not saved."""
        return self.journey is not None and self.journey != self._saved.get(self.journey.id)

    @property
    def can_undo(self) -> bool:
        """Whether there is a deed to undo."""
        return self._draft is not None and self._draft.has_past

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

    def open(self, query: Mapping[str, str] | None = None) -> None:
        """Read the workspace; the address may name a ``persona``, a ``journey`` and a ``workshop``.

        Raises nothing: what cannot be read stands in :attr:`trouble`, and the rest is there all the same.
        """
        self.trouble = ""
        workspace = self._found.attempt(lambda: self._given or open_workspace(), None)
        if workspace is not None:
            self.workspace, self._found = workspace, read_all(workspace)
            self._saved = self._found.journeys
            kept = kept_drafts(workspace.folder, self.framework)
            self._drafts = {id: Draft(journey) for id, journey in kept.items()}
            self._choose_named(query or {})
        self.trouble = "\n".join(self._found.troubles)
        self._changed()

    def _choose_named(self, query: Mapping[str, str]) -> None:
        """Choose what the address names, each by itself."""
        choosers = {
            "persona": self.choose_persona,
            "journey": self.choose_journey,
            "workshop": self.choose_workshop,
        }
        for name, choose in choosers.items():
            wanted = query.get(name, "")
            if wanted:
                self._found.attempt(lambda choose=choose, wanted=wanted: choose(wanted), None)  # type: ignore[misc]

    def _open(self) -> Workspace:
        if self.workspace is None:
            raise CrpkitError("The page has not been opened yet", "Reload it.")
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
            if id not in self._saved:
                raise CrpkitError(f"There is no journey “{id}”", "Choose one from the list.")
            self._drafts[id] = Draft(self._saved[id])
        self._draft = self._drafts[id]
        self._changed()

    def begin(self, journey: Journey) -> None:
        """Work on a new journey that is not saved yet, beside those there are.

        Raises
        ------
        CrpkitError
            If there is a journey of this name.
        """
        if journey.id in self.choices:
            raise CrpkitError(f"There is a journey “{journey.title}” already", "Give yours another title.")
        self._drafts[journey.id] = self._draft = Draft(journey)
        self._keep()
        self._changed()

    def choose_workshop(self, code: str) -> None:
        """Choose in which workshop the room tries the journey; blank for none.

        Raises
        ------
        CrpkitError
            If there is none with this code.
        """
        self.workshop = Workshop.open(self._open(), code) if code else None
        self.tell()

    def workshops(self) -> list[tuple[str, str]]:
        """Return code and title of each workshop in the folder, the newest first."""
        if self.workspace is None:
            return []
        return [(line.code, line.title or "A workshop") for line in workshop_lines(self.workspace.log)]

    # -- changing

    def set_journey(self, journey: Journey) -> None:
        """Take a changed version of the journey that is chosen; it is not saved by that."""
        draft = self._chosen()
        if journey != draft.journey:
            draft.become(journey, draft.before, draft.changes)
            self._keep()
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
        draft.become(changed, draft.before or draft.journey, (*draft.changes, change))
        self._keep()
        self._changed()

    def undo_changes(self) -> None:
        """Go back to the journey before the changes that were applied."""
        draft = self._chosen()
        if draft.before is not None:
            draft.become(draft.before, None)
            self._keep()
            self._changed()

    def undo(self) -> None:
        """Undo the last deed, whichever it was."""
        self._chosen().undo()
        self._keep()
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
        first = draft.journey.id
        journey = adapt(draft.journey, framework=self.framework, title=title, id=id or make_id(title))
        path = save_journey(journey, self._open().folder, replace)
        self._saved = MappingProxyType({**self._saved, journey.id: journey})
        draft.saved_as(journey)
        drop_draft(self._open().folder, first)
        self._drafts = {name: one for name, one in self._drafts.items() if name != first} | {
            journey.id: draft
        }
        self._changed()
        return path

    def _keep(self) -> None:
        """Keep the journey that is chosen for when the page is opened again, as long as it is not saved."""
        workspace, journey = self.workspace, self.journey
        if workspace is None or journey is None:
            return
        if self.unsaved:
            self.trouble = keep_draft(workspace.folder, journey) or self.trouble
        else:
            drop_draft(workspace.folder, journey.id)

    def _chosen(self) -> Draft:
        if self._draft is None:
            raise CrpkitError("No journey is chosen yet", NO_JOURNEY)
        return self._draft

    def _changed(self) -> None:
        """Make the road-test anew, of what is now chosen, and tell everyone."""
        self.test = None
        if self.persona is not None and self.journey is not None:
            self.test = road_test(self.journey, self.persona, framework=self.framework, rules=self.asked)
        self.tell()
