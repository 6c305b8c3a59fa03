"""Step 2: the way: choose a journey, put its steps in order, say what happens at each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crpkit.errors import CrpkitError, InputProblems
from crpkit.journeys import Journey, Step, adapt
from crpkit.journeys.arranging import Steps, moved, new_id, put_in, taken_out, twin
from crpkit.panels import controls as ui
from crpkit.panels.journeys.about_form import AboutForm
from crpkit.panels.journeys.begin_box import BeginBox
from crpkit.panels.journeys.desk import NO_JOURNEY, JourneysDesk
from crpkit.panels.journeys.save_box import SaveBox
from crpkit.panels.journeys.step_form import OTHER, StepForm, offered
from crpkit.panels.journeys.told import farewell, in_page_words, place_of, summary
from crpkit.panels.needs.lead import step_of

_HINT = "Drag a step by its dots, or move it with the arrows. Press a step to say what happens there."


class BuilderStep(ui.Column):
    """The list of steps on one side, the step that is chosen on the other."""

    def __init__(self, desk: JourneysDesk) -> None:
        self._desk = desk
        self._chosen = ""
        self._pending: dict[str, Any] = {}
        self._shown: object = None
        self.which = ui.Choice("Journey to work on", ())
        self.which.on_change(lambda id: self._desk.choose_journey(str(id)) if id else None)
        self.begin = BeginBox(desk)
        self.found = ui.Html()
        self.order = ui.Ordering(
            "Steps of the way", self._move, self._choose, _HINT, opens="crp-journey-step"
        )
        self.undo = ui.Button("Undo the last deed", self._undo, "secondary")
        self.news = ui.Status()
        self.component = ui.Choice("What to add", offered(desk.framework), OTHER)
        self.add = ui.Button("Add it after the chosen step", self._add)
        self.heading = ui.Html()
        self.copy = ui.Button("Copy this step", self._copy, "secondary")
        self.take = ui.Button("Take this step away", self._take, "danger")
        self.form = StepForm(desk.framework, self._change)
        self.problem = ui.Status()
        self.about = AboutForm(desk.framework, self._change_journey)
        self.save = SaveBox(desk)
        self.work = self._laid_out()
        another = ui.Section(
            "Begin another", "From a copy, to vary it, or from nothing.", self.begin, level=3
        )
        another.add_class("crp-card")
        super().__init__(
            [
                step_of(
                    "Build the way step by step, or change one that is there.", self.which, self.work, another
                )
            ]
        )
        desk.on_change(self.refresh)
        self.refresh()

    def _laid_out(self) -> ui.Column:
        adding = ui.Row([self.component, self.add])
        adding.add_class("crp-journey-adding")
        undo = ui.Row([self.undo])
        undo.add_class("crp-row")
        left = ui.Column([self.order, undo, self.news, ui.Section("Add a step", "", adding, level=3)])
        buttons = ui.Row([self.copy, self.take])
        buttons.add_class("crp-row")
        self.one = ui.Column([self.heading, self.form, self.problem, buttons])
        self.one.add_class("crp-card")
        self.one.add_class("crp-journey-step")
        two = ui.Row([left, self.one])
        two.add_class("crp-journey-two")
        for column in (left, self.one):
            column.add_class("crp-stack")
        whole = ui.Section("About the whole journey", "", self.about, level=3)
        saving = ui.Section(
            "Save it", "It becomes a file that you can read, change and pass on.", self.save, level=3
        )
        for section in (whole, saving):
            section.add_class("crp-card")
        work = ui.Column([self.found, two, whole, saving])
        work.add_class("crp-stack")
        return work

    # -- showing

    def refresh(self) -> None:
        """Show the journey as it is now."""
        desk, journey = self._desk, self._desk.journey
        self.which.set_options([(one.id, _named(one, desk)) for one in desk.choices.values()])
        self.which.value = journey.id if journey is not None else None
        self.work.layout.display = None if journey is not None else "none"
        self.undo.blocker = "" if desk.can_undo else "There is nothing to undo."
        if (journey, desk.test) == self._shown or journey is None:
            return
        self._shown = journey, desk.test
        steps = journey.steps
        if self._chosen not in [step.id for step in steps]:
            self._chosen = steps[0].id
        places = [place_of(step, steps, desk.framework, desk.test) for step in steps]
        self.order.show(places, self._chosen)
        self.found.value = summary(desk.test, journey)
        self.about.show(journey, desk.framework)
        self._show_step(journey)

    def _show_step(self, journey: Journey) -> None:
        place = [step.id for step in journey.steps].index(self._chosen)
        step = journey.steps[place]
        self.heading.value = (
            f'<h3 class="crp-journey-one"><span class="crp-aside">Step {place + 1} of {len(journey.steps)}</span> '
            f"<bdi>{ui.escape(step.title)}</bdi></h3>"
        )
        self.take.blocker = "" if len(journey.steps) > 1 else "A journey needs one step at least."
        self.form.show(journey, step, self._desk.framework)

    # -- what people do

    @property
    def _journey(self) -> Journey:
        if self._desk.journey is None:
            raise CrpkitError("No journey is chosen yet", NO_JOURNEY)
        return self._desk.journey

    def _choose(self, id: str) -> None:
        self._chosen = id
        self._pending.clear()
        self.problem.clear()
        self._anew()

    def _anew(self) -> None:
        self._shown = None
        self.refresh()

    def _set(self, steps: Steps, chosen: str = "") -> None:
        """Take steps in another order or number; if they cannot be used, all stays as it was."""
        journey = adapt(self._journey, framework=self._desk.framework, steps=steps)
        before, self._chosen = self._chosen, chosen or self._chosen
        if before != self._chosen:
            self._pending.clear()
            self.problem.clear()
        self._desk.set_journey(journey)

    def _move(self, id: str, place: int) -> None:
        self._set(moved(self._journey.steps, id, place))

    def _add(self) -> None:
        steps, id = self._journey.steps, str(self.component.value or OTHER)
        known = next((one for one in self._desk.framework.components if one.id == id), None)
        title = known.title if known is not None else "A new step"
        step = Step(id=new_id(title, steps), title=title, component=id or None)
        place = [one.id for one in steps].index(self._chosen) + 1
        self._set(put_in(steps, step, place), step.id)
        self.news.say(f"“{title}” is step {place + 1} of {len(steps) + 1} now.", "done")

    def _copy(self) -> None:
        steps, copy = twin(self._journey.steps, self._chosen)
        self._set(steps, copy)
        self.news.say("The copy stands right behind it.", "done")

    def _take(self) -> None:
        steps, gone = self._journey.steps, self._chosen
        place = [step.id for step in steps].index(gone)
        rest = taken_out(steps, gone)
        words = farewell(steps, gone)
        self._set(rest, rest[min(place, len(rest) - 1)].id)
        self.news.say(words, "done")

    def _undo(self) -> None:
        self._pending.clear()
        self.problem.clear()
        self._desk.undo()
        self.news.say("The last deed is undone.", "done")

    def _change(self, fields: Mapping[str, Any]) -> None:
        """Take what was said of the chosen step; what cannot be used stays in the form, with its sentence beside it."""
        self._pending.update(fields)
        problems: dict[str, str] = {}
        journey = self._journey
        for name, value in tuple(self._pending.items()):
            try:
                journey = self._changed(journey, {name: value, **_together(name, self._pending)})
                del self._pending[name]
            except InputProblems as error:
                said = in_page_words(error.problems, journey.steps)
                problems.update(dict.fromkeys(said, name))
        self._desk.set_journey(journey)
        if problems:
            self.problem.say("\n".join(problems), "problem")
        else:
            self.problem.clear()

    def _changed(self, journey: Journey, fields: Mapping[str, Any]) -> Journey:
        steps: list[object] = list(journey.steps)
        place = [step.id for step in journey.steps].index(self._chosen)
        written = journey.steps[place].model_dump(mode="json", exclude_defaults=True)
        steps[place] = {name: value for name, value in {**written, **fields}.items() if value is not None}
        return adapt(journey, framework=self._desk.framework, steps=steps)

    def _change_journey(self, fields: Mapping[str, Any]) -> None:
        self._desk.set_journey(adapt(self._journey, framework=self._desk.framework, **fields))


def _together(name: str, pending: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what must change at once: where a step leads, and whether the way ends there."""
    pair = {"leads_to": "ends", "ends": "leads_to"}.get(name, "")
    return {pair: pending[pair]} if pair in pending else {}


def _named(journey: Journey, desk: JourneysDesk) -> str:
    own = desk.journeys.get(journey.id)
    if own is None:
        return f"{journey.title} (not saved yet)"
    mark = "" if own == journey else " (changes not saved yet)"
    return f"{journey.title}{' – the team’s own' if own.status == 'team' else ''}{mark}"
