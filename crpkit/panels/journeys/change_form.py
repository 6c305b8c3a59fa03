"""The form in which a change is thought up: where, what, why, what it answers, who agreed."""

from __future__ import annotations

from collections import Counter
from typing import Any

from crpkit.framework.models import HowKnown
from crpkit.journeys import Change, Journey, Step
from crpkit.journeys.fields import in_words
from crpkit.panels import controls as ui
from crpkit.panels.journeys.change_words import findings_to_answer, notes_to_answer
from crpkit.panels.journeys.desk import JourneysDesk
from crpkit.panels.journeys.fields import FIELDS, field_of, how_known_of, value_of, with_how
from crpkit.panels.journeys.signs import step_letters
from crpkit.panels.journeys.value_box import ValueBox

_NONE = ""
_NOT_EVERYWHERE = ("title", "after")  # what belongs to one step only
_HOW = (
    ("assumed", "We assume it"),
    ("confirmed", "We have checked that it can be so"),
    ("unknown", "Nobody knows: leave it open"),
)


class ChangeForm(ui.Column):
    """A change; it is made in a copy and tested at once.

    Parameters
    ----------
    desk
        What the steps of the page share.
    """

    def __init__(self, desk: JourneysDesk) -> None:
        self._desk = desk
        self._filled: object = None
        self._build(desk)
        where = ui.Row([self.where, self.field])
        what = ui.Row([ui.Column([self.now, self.value]), self.how])
        answers = ui.Row([self.finding, self.note])
        agreed = ui.Row([self.groups, self.others])
        for row in (where, what, answers, agreed):
            row.add_class("crp-columns")
            row.add_class("crp-jf-wide")
        section = ui.Section(
            "A change to try",
            "It is made in a copy and tested at once. Nothing is lost: every change can be undone.",
            where,
            what,
            self.why,
            answers,
            agreed,
            self.make,
            self.status,
            level=3,
        )
        section.add_class("crp-card")
        super().__init__([section])
        self.refresh()

    def _build(self, desk: JourneysDesk) -> None:
        self.where = ui.Choice("Where", (), hint="One step, or every step that uses a part of the support.")
        self.field = ui.Choice("What to change", ())
        self.now = ui.Html()
        self.value = ValueBox(self._guard)
        self.how = ui.Choice("How do you know?", _HOW, "assumed", style="radios")
        self.why = ui.TextBox("Why", lines=2, hint="In a sentence.", max_length=1_000)
        self.finding = ui.Choice("Which finding does it answer?", [(_NONE, "None of them")], _NONE)
        self.note = ui.Choice("Or what somebody said in the room", [(_NONE, "Nothing said there")], _NONE)
        groups = [(group.title, group.title) for group in desk.framework.groups]
        self.groups = ui.Choice("Who agreed", groups, (), style="ticks")
        self.others = ui.TextBox("Others who agreed", hint="Roles with commas between, not names.")
        self.make = ui.Button("Try it", self._try)
        self.status = ui.Status()
        self.where.on_change(lambda _: self._choose())
        self.field.on_change(lambda _: self._choose())
        self.how.on_change(lambda _: self._guard())

    # -- what there is to choose

    def refresh(self) -> None:
        """Offer the steps and findings that there now are; what was typed stays."""
        journey = self._desk.journey
        if journey is not None:
            _offer(self.where, _places(journey, self._desk))
        self._choose()

    def _choose(self) -> None:
        """Show the fields and the value of what is chosen; a value is filled in anew only for another place."""
        everywhere = str(self.where.value or "").startswith("component:")
        fields = [(one.name, one.label) for one in FIELDS if not (everywhere and one.name in _NOT_EVERYWHERE)]
        _offer(self.field, fields)
        steps, field, journey = self._steps(), self.field.value, self._desk.journey
        chosen = bool(steps) and field is not None and journey is not None
        for part in (self.now, self.value):
            part.layout.display = None if chosen else "none"
        if chosen and journey is not None:
            self._show(journey, steps, str(field))
        self._offer_answers(steps)
        self._guard()

    def _show(self, journey: Journey, steps: list[Step], field: str) -> None:
        titles = {step.id: step.title for step in journey.steps}
        said = dict.fromkeys(
            with_how(
                in_words(field, value_of(step, field), self._desk.framework, titles),
                how_known_of(step, field),
            )
            for step in steps
        )
        self.now.value = f'<p class="crp-jf-now"><strong>Now:</strong> {ui.escape("; ".join(said))}</p>'
        place = journey.id, self.where.value, field
        if self._filled != place:
            self._filled = place
            self.value.show(field_of(field), steps, self._desk.framework, journey)
            self.how.value = "assumed"
            self.status.clear()

    def _offer_answers(self, steps: list[Step]) -> None:
        desk, ids = self._desk, [step.id for step in steps]
        findings = findings_to_answer(desk.test, ids) if desk.test is not None else []
        _offer(self.finding, [(_NONE, "None of them"), *findings], _NONE)
        notes = notes_to_answer(desk.workshop, desk.journey, ids) if desk.journey is not None else []
        _offer(self.note, [(_NONE, "Nothing said there"), *notes], _NONE)
        self.note.layout.display = None if notes else "none"

    def _steps(self) -> list[Step]:
        """Return the steps that are changed."""
        journey = self._desk.journey
        kind, _, id = str(self.where.value or "").partition(":")
        if journey is None:
            return []
        return [step for step in journey.steps if (step.id if kind == "step" else step.component) == id]

    # -- trying it

    def _guard(self) -> None:
        detail = self.field.value is not None and field_of(str(self.field.value)).is_detail
        self.how.layout.display = None if detail else "none"
        open_ = detail and self.how.value == "unknown"
        self.value.layout.display = "none" if open_ or not self._filled else None
        self.make.blocker = self._missing(bool(open_))

    def _missing(self, open_: bool) -> str:
        if self._desk.test is None:
            return "First choose a persona and a journey."
        if not self._steps():
            return "First choose where."
        if self.field.value is None:
            return "First choose what to change."
        return "" if open_ else self.value.trouble

    def change(self) -> Change:
        """Return the change as it stands in the form."""
        steps, field = self._steps(), str(self.field.value)
        kind, _, id = str(self.where.value).partition(":")
        was = [value_of(step, field) for step in steps]
        alike = {"was": was[0]} if all(one == was[0] for one in was) else {}
        others = [one.strip() for one in self.others.value.split(",")]
        return Change(
            field=field,
            to=self._to(field),
            step=id if kind == "step" else None,
            component=id if kind == "component" else None,
            why=self.why.value,
            answers=tuple(str(one.value) for one in (self.finding, self.note) if one.value),
            agreed_by=tuple(dict.fromkeys(filter(None, (*self.groups.value, *others)))),
            **alike,
        )

    def _to(self, field: str) -> Any:
        if not field_of(field).is_detail:
            return self.value.value or None if field == "component" else self.value.value
        how = HowKnown(str(self.how.value or "assumed"))
        return None if how is HowKnown.UNKNOWN else {"value": self.value.value, "how_known": how.value}

    def _try(self) -> None:
        self.status.clear()
        change = self.change()
        self._desk.apply(change)
        self.status.say("Tried. See below what it does, for this person and for everyone.", "done")


def _places(journey: Journey, desk: JourneysDesk) -> list[tuple[str, str]]:
    letters = step_letters(journey)
    steps = [(f"step:{step.id}", f"{letters[step.id]}: {step.title}") for step in journey.steps]
    used = Counter(step.component for step in journey.steps if step.component)
    titles = {one.id: one.title for one in desk.framework.components}
    parts = [
        (f"component:{id}", f"Wherever “{titles.get(id, id)}” is used ({count})")
        for id, count in used.items()
    ]
    return [*steps, *parts]


def _offer(choice: ui.Choice, options: list[tuple[str, str]], otherwise: str | None = None) -> None:
    """Offer these, unless that is what is offered already; what was chosen stays if it is still there."""
    if [(value, text) for value, text, _ in choice.options] != options:
        choice.set_options(options)
        if choice.value is None and otherwise is not None:
            choice.value = otherwise
