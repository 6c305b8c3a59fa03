"""The part of the workshop page about phones: it opens the console and the screen, and shows what came in."""

from __future__ import annotations

import os

from crpkit.panels import controls as ui
from crpkit.panels.first_choice.desk import Desk
from crpkit.panels.first_choice.result import saved
from crpkit.panels.live_room.words import came_in, head_count, links

NOTHING_YET = "Nothing has been put to the room yet."
WAY_IN = (
    "People can write notes and place dots from their phones, all at once and in silence. "
    "You run that from the console; the projector has a page of its own."
)


class LiveRoom(ui.Column):
    """The ways into the live workshop, the head-count, and what came in; hidden until a workshop is open.

    Parameters
    ----------
    desk
        The model of the page.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.ways = ui.Html()
        self.people = ui.Html()
        self.came_in = ui.Html()
        self.save = ui.Button("Save all of the workshop as files", self._save, kind="secondary")
        self.status = ui.Status()
        parts = (self.ways, self.people, self.came_in, self.save, self.status)
        section = ui.Section("With phones, if you like", WAY_IN, *parts)
        super().__init__([section])
        self.add_class("crp-live-room")
        desk.on_change(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show what is now so."""
        workshop = self._desk.workshop
        self.layout.display = None if workshop else "none"
        if workshop is None:
            return
        state = workshop.state
        # The server sets it; in JupyterLab there is no console to open.
        served = bool(os.environ.get("VOILA_APP_PORT"))
        starter, phones = os.environ.get("CRPKIT_STARTER") or "crpkit", os.environ.get("CRPKIT_PHONES", "")
        self.ways.value = links(workshop.code, served, starter, phones)
        self.people.value = head_count(state)
        self.came_in.value = came_in(state)
        self.save.blocker = "" if state.activities else NOTHING_YET

    def _save(self) -> None:
        self.status.say(saved(self._desk.export()), "done")
