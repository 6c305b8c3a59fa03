"""The page: its seven steps, what each waits for, and its opening."""

from __future__ import annotations

from collections.abc import Mapping

from crpkit.panels import controls as ui
from crpkit.panels.journeys.builder import BuilderStep
from crpkit.panels.journeys.changes import ChangesStep
from crpkit.panels.journeys.desk import NO_JOURNEY, NO_PERSONA, JourneysDesk
from crpkit.panels.journeys.everyone import EveryoneStep
from crpkit.panels.journeys.found import FoundStep
from crpkit.panels.journeys.room import RoomStep
from crpkit.panels.journeys.take import TakeStep
from crpkit.panels.journeys.who import WhoStep
from crpkit.workspace import Workspace

TITLES = (
    "Who",
    "The way",
    "What the rules find",
    "In the room",
    "Everyone",
    "Change it",
    "Take it with you",
)
WHO, WAY, FOUND, ROOM, EVERYONE, CHANGE, TAKE = range(len(TITLES))


class JourneysPage:
    """All steps of the page.

    Parameters
    ----------
    workspace
        Found from ``CRPKIT_WORKSPACE`` or the folder when the page opens, if not given.

    Attributes
    ----------
    desk
        The model: what the steps share.
    who, builder, found, room, everyone, changes, take
        Its parts; each can be shown on its own.
    steps
        All of them in order, with Back and Next.
    page
        Reports that the page is open; put it last.
    """

    def __init__(self, workspace: Workspace | None = None) -> None:
        self.desk = JourneysDesk(workspace)
        self.who = WhoStep(self.desk)
        self.builder = BuilderStep(self.desk)
        self.found = FoundStep(self.desk)
        self.room = RoomStep(self.desk)
        self.everyone = EveryoneStep(self.desk)
        self.changes = ChangesStep(self.desk)
        self.take = TakeStep(self.desk)
        self.page = ui.Page(on_open=self.open, on_beat=self.room.look)
        self.steps = ui.Steps(
            TITLES,
            [self.who, self.builder, self.found, self.room, self.everyone, self.changes, self.take],
        )
        self.steps.add_class("crp-journeys")
        self.steps.on_visit(lambda _: self._visited())
        self.everyone.on_go(lambda: self.steps.visit(FOUND))
        self.desk.on_change(self.refresh)
        self.refresh()

    def open(self, query: Mapping[str, str] | None = None) -> None:
        """Read the workspace and go to the step that the address names; called when the page is open."""
        query = query or {}
        self.desk.open(query)
        step = query.get("step", "")
        wanted = int(step) - 1 if step.isdecimal() and 1 <= int(step) <= len(TITLES) else None
        if wanted is not None and wanted not in self.steps.blocks:
            self.steps.go(wanted)
        self._address()

    def refresh(self) -> None:
        """Open the steps that can be done."""
        desk = self.desk
        missing = NO_PERSONA if desk.persona is None else NO_JOURNEY if desk.journey is None else ""
        self.steps.block(FOUND, missing)
        self.steps.block(CHANGE, missing)
        self.steps.block(ROOM, "" if desk.journey is not None else NO_JOURNEY)
        self.steps.block(TAKE, "" if desk.journey is not None else NO_JOURNEY)
        for step, done in (
            (WHO, desk.persona is not None),
            (WAY, desk.journey is not None),
            (ROOM, desk.felt is not None),
            (CHANGE, desk.before is not None),
            (TAKE, desk.journey is not None and not desk.unsaved and desk.journey.status == "team"),
        ):
            self.steps.done(step, done)
        if desk.workspace is not None:
            self._address()

    def _visited(self) -> None:
        self.found.refresh()  # what the room said meanwhile stands on the map
        self._address()

    def _address(self) -> None:
        """Let the address say where one is, so that a reload comes back."""
        desk = self.desk
        parts = {
            "persona": desk.persona.id if desk.persona else "",
            "journey": desk.journey.id if desk.journey else "",
            "workshop": desk.workshop.code if desk.workshop else "",
            "step": str(self.steps.current + 1) if self.steps.current else "",
        }
        self.page.address({name: value for name, value in parts.items() if value})
