"""Saving the journey: under its own title, or under another to keep both."""

from __future__ import annotations

from crpkit.errors import CrpkitError
from crpkit.panels import controls as ui
from crpkit.panels.journeys.desk import NO_JOURNEY, JourneysDesk
from crpkit.personas import make_id

_LONGEST = 120


class SaveBox(ui.Column):
    """The title and a button; says what is not saved yet."""

    def __init__(self, desk: JourneysDesk) -> None:
        self._desk = desk
        self._shown: tuple[object, ...] = ()
        self.state = ui.Html()
        self.title = ui.TextBox("Title to save it under", max_length=_LONGEST)
        self.save = ui.Button("Save the journey", self._save)
        self.another = ui.Button("Save as another", self._save_another, "secondary")
        self.status = ui.Status()
        buttons = ui.Row([self.save, self.another])
        buttons.add_class("crp-row")
        super().__init__([self.state, self.title, buttons, self.status])
        self.add_class("crp-stack")
        desk.on_change(self.refresh)
        self.refresh()

    @property
    def _own(self) -> bool:
        """Whether the journey is a team's own that was saved: saving replaces its file."""
        journey = self._desk.journey
        saved = self._desk.journeys.get(journey.id) if journey else None
        return saved is not None and saved.status == "team"

    def refresh(self) -> None:
        """Show whether there is something to save."""
        desk, journey = self._desk, self._desk.journey
        self.save.blocker = NO_JOURNEY if journey is None else ""
        self.another.layout.display = None if self._own else "none"
        shown = (journey.id, journey.title, self._own) if journey else ()
        if journey is not None and shown != self._shown:
            kit = journey.id in desk.journeys and not self._own
            words = f"{journey.title[: _LONGEST - 14]} – our version" if kit else journey.title
            if self.title.value != words:
                self.title.reset(words)
        self._shown = shown
        if journey is None:
            self.state.value = ""
        elif desk.unsaved:
            self.state.value = '<p class="crp-journey-unsaved">There are changes that are not saved yet.</p>'
        else:
            where = f"workshop_data/journeys/{journey.id}.yaml" if self._own else "the kit’s own, unchanged"
            self.state.value = f"<p>Nothing has changed since it was saved ({ui.escape(where)}).</p>"

    def _save(self) -> None:
        journey = self._desk.journey
        assert journey is not None
        if self._own:
            self._say(self._desk.save(self.title.value or journey.title, journey.id, replace=True).name)
        else:
            self._save_another()

    def _save_another(self) -> None:
        title = self.title.value
        if not title:
            raise CrpkitError("The journey has no title yet", "Write one.")
        journey = self._desk.journey
        taken = set(self._desk.journeys) if journey is None or journey.id in self._desk.journeys else set()
        id = make_id(title)
        if id in taken or id in self._desk.journeys:
            raise CrpkitError("There is a journey of this title already", "Give yours another title.")
        self._say(self._desk.save(title, id).name)

    def _say(self, name: str) -> None:
        self.status.say(f"Saved: workshop_data/journeys/{name}", "done")
