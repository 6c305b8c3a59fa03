"""The form of one step: everything that can be said about it, each detail with how it is known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from crpkit.charts.journeys.stops import letters
from crpkit.framework import Framework
from crpkit.journeys import STATES, Detail, Journey, Step
from crpkit.panels import controls as ui
from crpkit.panels.journeys.details import DetailField, DetailRow
from crpkit.panels.journeys.requires_form import RequiresForm
from crpkit.panels.journeys.ways_form import WaysForm

OTHER = ""
SOMETHING_ELSE = "Something else that happens"
Change = Callable[[dict[str, Any]], object]
_TOLD = (DetailField("told", "What they are told or sent", "text", "The very words."),)
_TIME = (
    DetailField(
        "month", "Begins after how many months", "number", "0 is the very start, month 1 on the map.", "", 600
    ),
    DetailField(
        "months", "Goes on for", "number", "0 for something that takes place on a day.", "months", 600
    ),
    DetailField("hours", "Hours it asks of them", "number", "Each time, everything counted.", "hours"),
)
_AGAIN = (
    DetailField("times", "How often it comes in all", "whole", "Empty if it comes once.", "times", 520),
    DetailField("every", "From one time to the next", "number", "", "months", 600),
)
_MONEY = (
    DetailField(
        "cost", "What it costs them", "number", "Out of their own pocket, each time.", "£", 1_000_000
    ),
    DetailField("payment", "What they are paid", "number", "Each time; 0 for unpaid.", "£", 1_000_000),
)
_WHERE = (
    DetailField(
        "mode", "Online or in person", "mode", "If not known, what the part of the support says counts."
    ),
    DetailField("where", "Where it is", "words"),
    DetailField("delivered_by", "Who runs it", "words", "An organisation or a role, not a person’s name."),
    DetailField(
        "serves",
        "What is done so that all can take part",
        "lines",
        "One on each line, such as an interpreter.",
    ),
    DetailField("safeguarding", "Somebody keeps people safe and helps with hard feelings", "yesno"),
    DetailField("accreditation", "It leads to a certificate or the like", "yesno"),
)
_PRINCIPLES = DetailField("principles", "Principles that it puts into practice", "several")
_NOTHING: Detail[Any] = Detail()
TABS = ("What happens", "Time and money", "Where, who", "Before, after")


def offered(framework: Framework) -> list[tuple[str, str]]:
    """Return every kind of support a step can use, by part, and something else that happens."""
    parts = {one.id: one.title for one in framework.interventions}
    order = list(parts)
    ordered = sorted(framework.components, key=lambda one: order.index(one.intervention))
    listed = [(one.id, f"{parts[one.intervention]}: {one.title}") for one in ordered]
    return [(OTHER, SOMETHING_ELSE), *listed]


class StepForm(ui.Column):
    """What can be said about one step; each change is handed over at once.

    Parameters
    ----------
    framework
        For what there is to choose from, until :meth:`show` brings the team's.
    on_change
        Called with the fields of :class:`crpkit.journeys.Step` that changed, as they stand in a file.
    """

    def __init__(self, framework: Framework, on_change: Change) -> None:
        self._on_change = on_change
        self._shown = ""
        self._step: Step | None = None
        self._framework: Framework | None = None
        self.title = ui.TextBox("Title of the step", max_length=200)
        self.component = ui.Choice("What it uses", offered(framework), OTHER)
        self.note = ui.TextBox("A note", lines=2, max_length=1_000)
        principles = tuple((one.id, one.title) for one in framework.principles)
        self.details = {
            one.name: DetailRow(one, self._teller(one.name)) for one in (*_TOLD, *_TIME, *_MONEY, *_WHERE)
        }
        self.details["principles"] = DetailRow(_PRINCIPLES, self._teller("principles"), principles)
        self.again = {one.name: DetailRow(one, lambda _: self._repeats()) for one in _AGAIN}
        self.after = ui.Choice("These steps must come before", (), (), style="ticks")
        self.gives = ui.Choice("Once it is over, the person …", list(STATES.items()), (), style="ticks")
        needs = [(one.id, one.title) for one in framework.needs]
        self.answers = ui.Choice("Needs it answers by itself", needs, (), style="ticks")
        self.answers.add_class("crp-journey-long")
        self.requires = RequiresForm(on_change)
        self.ways = WaysForm(on_change)
        self._listen()
        self.tabs = ui.Tabs(TABS, self._panels(), "About the step")
        super().__init__([self.tabs])
        self.add_class("crp-journey-form")

    def _panels(self) -> list[ui.Column]:
        pick = self.details
        panels = (
            [self.title, self.component, pick["told"], self.note],
            [*(pick[one.name] for one in _TIME), *self.again.values(), *(pick[one.name] for one in _MONEY)],
            [*(pick[one.name] for one in _WHERE), pick["principles"]],
            [
                ui.Section("Where it leads", "", self.ways, level=3),
                ui.Section("What must hold before", "", self.after, self.requires, level=3),
                ui.Section(
                    "What it gives",
                    "Beside what its part of the support is known to answer.",
                    self.gives,
                    self.answers,
                    level=3,
                ),
            ],
        )
        columns = [ui.Column(list(children)) for children in panels]
        for column in columns:
            column.add_class("crp-stack")
        return columns

    def _listen(self) -> None:
        self.title.on_change(lambda words: self._on_change({"title": words}))
        self.note.on_change(lambda words: self._on_change({"note": words or None}))
        self.component.on_change(lambda id: self._on_change({"component": id or None, "intervention": None}))
        self.after.on_change(lambda ids: self._on_change({"after": list(ids)}))
        self.gives.on_change(lambda ids: self._on_change({"gives": list(ids)}))
        self.answers.on_change(lambda ids: self._on_change({"answers": self._answered(ids)}))

    def _teller(self, name: str) -> Callable[[dict[str, Any] | None], object]:
        return lambda given: self._on_change({name: given})

    def _repeats(self) -> None:
        said = {name: row.given for name, row in self.again.items() if row.given is not None}
        self._on_change({"repeats": said or None})

    def _answered(self, ids: tuple[str, ...]) -> list[dict[str, Any]]:
        """Return the needs that are ticked; of those that were, how strongly stays as it was said."""
        said = self._step.answers if self._step is not None else ()
        before = {one.need: one.model_dump(mode="json", exclude_defaults=True) for one in said}
        return [before.get(id, {"need": id}) for id in ids]

    def show(self, journey: Journey, step: Step, framework: Framework) -> None:
        """Show a step; what somebody is typing is left alone where it says the same."""
        self._step = step
        if framework is not self._framework:
            self._framework = framework
            self.component.set_options(offered(framework))
        if step.id != self._shown:
            self._shown = step.id
            for field in (self.title, self.component, self.after, self.gives, self.answers):
                field.problem = ""
        _put(self.title, step.title)
        _put(self.note, step.note or "")
        self.component.value = step.component or OTHER
        for name, row in self.details.items():
            row.show(getattr(step, name))
        for name, row in self.again.items():
            row.show(getattr(step.repeats, name) if step.repeats else _NOTHING)
        others = [
            (one.id, f"{letters(n)}. {one.title}") for n, one in enumerate(journey.steps) if one.id != step.id
        ]
        self.after.set_options(others)
        self.after.value = step.after
        self.gives.value = step.gives
        known = {one for one, *_ in self.answers.options}
        self.answers.value = tuple(one.need for one in step.answers if one.need in known)
        self.requires.show(step)
        self.ways.show(step, journey.steps)


def _put(box: ui.TextBox, words: str) -> None:
    """Put words into a box, unless they are there: a reset would wipe what is being typed at this moment."""
    if box.value != words or box.problem:
        box.reset(words)
