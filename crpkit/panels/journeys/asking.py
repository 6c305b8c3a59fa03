"""The first half of step 4: choose a workshop, and put the journey to the room."""

from __future__ import annotations

import os
from datetime import date

from crpkit.journeys import Journey
from crpkit.panels import controls as ui
from crpkit.panels.journeys.desk import NO_JOURNEY, JourneysDesk
from crpkit.panels.journeys.signs import step_letters
from crpkit.panels.live_room.words import links
from crpkit.workshop import Option, Workshop
from crpkit.workshop.activities.ask import AskState
from crpkit.workshop.agenda.model import Agenda
from crpkit.workshop.agenda.model import Step as AgendaStep
from crpkit.workshop.kinds import kinds

_NO_WORKSHOP = "First choose a workshop, or make one for today’s meeting."
_TOO_SHORT = "First tick two steps or more."
_OPEN = "It is open now. Close it before you ask again."
_NONE = ""
_KIND = "road-test"


def reference(journey: str, step: str) -> str:
    """Return by which reference the steps of a journey are put to the room."""
    return f"journey:{journey}/{step}"


def walks(workshop: Workshop | None, journey: Journey | None) -> list[AskState]:
    """Return the road-tests of a journey in a workshop, the newest first."""
    if workshop is None or journey is None:
        return []
    begins = reference(journey.id, "")
    return [
        one
        for one in reversed(list(workshop.state.activities.values()))
        if isinstance(one, AskState)
        and one.voices is not None
        and any(item.source.startswith(begins) for item in one.items)
    ]


class Asking(ui.Column):
    """Chooses the workshop, the question and the steps, and opens the activity."""

    def __init__(self, desk: JourneysDesk) -> None:
        self._desk = desk
        self._asked_of: tuple[str, ...] = ()
        self.workshop = ui.Choice("Workshop", [(_NONE, "None yet")], _NONE)
        self.workshop.on_change(lambda code: self._desk.choose_workshop(str(code or _NONE)))
        self.make = ui.Button("Make one for today’s meeting", self._make, "secondary")
        self.ways = ui.Html()
        self.prompt = ui.TextBox("What is put to the room", lines=3, max_length=400)
        self.steps = ui.Choice("Steps to walk through", (), (), style="ticks")
        self.ask = ui.Button("Put it to the room", self._ask)
        self.close = ui.Button("Close it and show what people said", self._close, "secondary")
        self.paper = ui.Button("Write the sheets for paper (PDF)", self._print, "secondary")
        self.status = ui.Status()
        choose = ui.Row([self.workshop, self.make])
        choose.add_class("crp-journey-adding")
        buttons = ui.Row([self.ask, self.paper, self.close])
        buttons.add_class("crp-row")
        super().__init__([choose, self.ways, self.prompt, self.steps, buttons, self.status])
        self.add_class("crp-stack")

    def refresh(self) -> None:
        """Show which workshop is chosen, and what is asked there."""
        desk = self._desk
        named = [(code, f"{title} ({code})") for code, title in desk.workshops()]
        self.workshop.set_options([(_NONE, "None yet"), *named])
        self.workshop.value = desk.workshop.code if desk.workshop is not None else _NONE
        self.ways.value = self._links()
        journey = desk.journey
        self.ask.blocker = self._hindrance()
        self.paper.blocker = "" if journey is not None and len(journey.steps) > 1 else self._hindrance()
        self.close.layout.display = None if any(one.open for one in self._walks) else "none"
        shown = self._what_is_asked()
        if journey is not None and shown != self._asked_of:
            self._fill(journey)
        self._asked_of = shown

    def _what_is_asked(self) -> tuple[str, ...]:
        journey, persona = self._desk.journey, self._desk.persona
        if journey is None:
            return ()
        return (
            journey.id,
            persona.id if persona else "",
            *(f"{step.id} {step.title}" for step in journey.steps),
        )

    def _fill(self, journey: Journey) -> None:
        persona = self._desk.persona
        who = f"as “{persona.title}”" if persona is not None else "as the person it is for"
        words = f"Walk this way {who}. How would each step feel?"[:400]
        if self.prompt.value != words:
            self.prompt.reset(words)
        letters = step_letters(journey)
        self.steps.set_options([(one.id, f"{letters[one.id]}. {one.title}") for one in journey.steps])
        self.steps.value = tuple(step.id for step in journey.steps)

    def _hindrance(self) -> str:
        """Return why nothing can be put to the room now; empty if it can."""
        journey = self._desk.journey
        if journey is None:
            return NO_JOURNEY
        if self._desk.workshop is None:
            return _NO_WORKSHOP
        if len(journey.steps) < 2:
            return "A journey of one step cannot be walked through."
        return _OPEN if any(one.open for one in self._walks) else ""

    @property
    def _walks(self) -> list[AskState]:
        return walks(self._desk.workshop, self._desk.journey)

    def _links(self) -> str:
        workshop = self._desk.workshop
        if workshop is None:
            return ""
        served = bool(
            os.environ.get("VOILA_APP_PORT")
        )  # the server sets it; in JupyterLab there is no console
        starter, phones = os.environ.get("CRPKIT_STARTER") or "crpkit", os.environ.get("CRPKIT_PHONES", "")
        return links(workshop.code, served, starter, phones)

    def _make(self) -> None:
        workspace = self._desk.workspace
        if workspace is not None:
            today = date.today()
            made = Workshop.create(workspace, f"Around the table, {today.day} {today:%B %Y}")
            self._desk.choose_workshop(made.code)
            self.status.say(f"Made: the workshop {made.code}.", "done")

    def _ask(self) -> None:
        workshop, journey = self._desk.workshop, self._desk.journey
        assert workshop is not None and journey is not None
        options = self._picked(journey)
        if options is None:
            return
        workshop.open_activity(_KIND, self.prompt.value, options)
        self._desk.tell()
        self.status.say("It is open on the phones now. The console says where the room is.", "done")

    def _picked(self, journey: Journey) -> list[Option] | None:
        """Return the steps that are ticked; with fewer than two it is said beside them, and there is nothing."""
        picked = [step for step in journey.steps if step.id in (self.steps.value or ())]
        if len(picked) < 2:
            self.steps.problem = _TOO_SHORT
            return None
        return [
            Option(
                title=step.title, detail=(step.told.value or "")[:600], source=reference(journey.id, step.id)
            )
            for step in picked
        ]

    def _print(self) -> None:
        from crpkit.reports import print_pack  # it is slow to load

        journey, workspace = self._desk.journey, self._desk.workspace
        assert journey is not None and workspace is not None
        options = self._picked(journey)
        if options is None:
            return
        kind = kinds(workspace.folder)[_KIND]
        walk = AgendaStep(_KIND, _KIND, kind.title, self.prompt.value, kind.minutes, options=tuple(options))
        self._desk.outputs.mkdir(exist_ok=True)
        file = self._desk.outputs / f"paper-{journey.id}.pdf"
        print_pack(Agenda(journey.title, (walk,), (kind,)), file, workspace.folder)
        self.status.say(f"Written: outputs/{file.name}. Its first page says what to print how often.", "done")

    def _close(self) -> None:
        workshop = self._desk.workshop
        assert workshop is not None
        for one in self._walks:
            if one.open:
                workshop.close_activity(one.id)
        self._desk.tell()
        self.status.say("It is closed. What people said stands below.", "done")
