"""Step 6: change it, see at once what that does for this person and for everyone, and keep what was agreed."""

from __future__ import annotations

from crpkit.panels import controls as ui
from crpkit.panels.journeys.change_form import ChangeForm
from crpkit.panels.journeys.desk import NO_JOURNEY, NO_PERSONA, JourneysDesk
from crpkit.panels.journeys.effects import Effects
from crpkit.panels.journeys.recording import Recording
from crpkit.panels.needs.lead import step_of

_LEAD = "Change one thing, and see who gains by it and who does not."


class ChangesStep(ui.Column):
    """A change, its effects, its record.

    Parameters
    ----------
    desk
        What the steps of the page share.
    """

    def __init__(self, desk: JourneysDesk) -> None:
        self._desk = desk
        self.missing = ui.Status()
        self.form, self.effects, self.recording = ChangeForm(desk), Effects(desk), Recording(desk)
        super().__init__([step_of(_LEAD, self.missing, self.form, self.effects, self.recording)])
        self.add_class("crp-jf-changes")
        desk.on_change(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show what is now so."""
        desk = self._desk
        words = NO_PERSONA if desk.persona is None else NO_JOURNEY if desk.journey is None else ""
        if words != self.missing.text:
            self.missing.say(words)
        self.form.layout.display = "none" if words else None
        self.form.refresh()
        self.effects.refresh()
        self.recording.refresh()
