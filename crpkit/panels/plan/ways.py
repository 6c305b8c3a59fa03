"""Step 2: for each component the ways in which it can come about here; the team allows or rules out, and says why."""

from __future__ import annotations

from collections.abc import Sequence

from crpkit.panels import controls as ui
from crpkit.panels.needs.lead import step_of
from crpkit.panels.plan.desk import NO_BUDGET, PlanDesk
from crpkit.panels.plan.words import KNOWN, chip, folded, takes
from crpkit.planning import Option

_AS_IT_IS = "as-it-is"
_SAY = (
    (_AS_IT_IS, "Leave it as the kit has it"),
    ("allow", "Allow it"),
    ("rule-out", "Rule it out"),
)


class WaysStep(ui.Column):
    """All ways, folded by part of the support, and a form to allow one or rule one out."""

    def __init__(self, desk: PlanDesk) -> None:
        self._desk = desk
        self._shown: object = None
        self.summary = ui.Html()
        self.all = ui.Html()
        self.component = ui.Choice("Kind of support", ())
        self.component.on_change(lambda _: self._fill())
        self.way = ui.Choice("Which way", (), style="radios")
        self.way.on_change(lambda _: self._fill_said())
        self.say = ui.Choice("What you say", _SAY, _AS_IT_IS, style="radios")
        self.say.on_change(lambda _: self._guard())
        self.reason = ui.TextBox("Why", hint="It is kept, and stands in the plan.", max_length=600)
        self.reason.on_change(lambda _: self._guard())
        self.keep = ui.Button("Keep what you say", self._keep)
        self.status = ui.Status()
        form = ui.Section(
            "Allow a way, or rule it out",
            "You know your place. A reason goes with it, so that others can follow you.",
            self.component,
            self.way,
            self.say,
            self.reason,
            self.keep,
            self.status,
            level=3,
        )
        form.add_class("crp-card")
        super().__init__(
            [
                step_of(
                    "Each kind of support can come about in several ways, or wait. What nobody knows stays not known.",
                    self.summary,
                    self.all,
                    form,
                )
            ]
        )
        self.add_class("crp-stack")
        desk.on_change(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the ways as they are now."""
        desk = self._desk
        if desk.workspace is None or desk.trouble:
            self._guard()
            return
        options = desk.options
        if options is self._shown:
            self._guard()
            return
        self._shown = options
        self.summary.value = _summary(options)
        self.all.value = "".join(
            _part(part.title, [one for one in options if one.intervention == part.id])
            for part in desk.framework.interventions
        )
        parts = {one.id: one.title for one in desk.framework.interventions}
        titles = {one.component: f"{parts[one.intervention]}: {one.title}" for one in options}
        if [name for name, *_ in self.component.options] != list(titles):
            self.component.set_options(list(titles.items()))
        if self.component.value is None:
            self.component.value = next(iter(titles), None)
        self._fill()

    def _mine(self) -> list[Option]:
        if self._desk.workspace is None or self._shown is None:
            return []
        chosen = self.component.value
        return [one for one in self._desk.options if one.component == chosen and one.way != "not-now"]

    def _fill(self) -> None:
        """Offer the ways of the kind of support that is chosen."""
        mine = self._mine()
        offered = [(one.id, one.way_title, f"{_state(one)[0]}. {one.why}") for one in mine]
        if list(self.way.options) != offered:
            self.way.set_options(offered)
        if self.way.value is None and mine:
            self.way.value = mine[0].id
        self._fill_said()

    def _fill_said(self) -> None:
        option = next((one for one in self._mine() if one.id == self.way.value), None)
        said = None if option is None else option.allowed
        value = _AS_IT_IS if said is None else "allow" if said else "rule-out"
        if self.say.value != value:
            self.say.value = value
        reason = option.reason if option else ""
        if self.reason.value != reason or self.reason.problem:
            self.reason.reset(reason)
        self._guard()

    def _guard(self) -> None:
        if self._desk.settings is None:
            self.keep.blocker = NO_BUDGET
        elif self.say.value in ("allow", "rule-out") and not self.reason.value.strip():
            self.keep.blocker = "Write why. It is kept."
        else:
            self.keep.blocker = ""

    def _keep(self) -> None:
        option = next(one for one in self._mine() if one.id == self.way.value)
        answers = {"allow": True, "rule-out": False}
        allowed = answers.get(str(self.say.value))
        self._desk.decide(option.id, allowed, self.reason.value)
        done = "left as the kit has it" if allowed is None else "allowed" if allowed else "ruled out"
        self.status.say(f"Kept: “{option.words}” is {done}.", "done")


def _summary(options: Sequence[Option]) -> str:
    ways = [one for one in options if one.way != "not-now"]
    usable = [one for one in ways if one.usable]
    unsure = sum(one.if_confirmed for one in usable)
    unknown = sum(not (one.setup.known and one.yearly.known and one.lead_months.known) for one in usable)
    said = sum(one.allowed is not None for one in ways)
    figures = (
        (len(usable), "ways are open"),
        (unsure, "of them hold only if somebody confirms them"),
        (unknown, "have a cost or a time that nobody knows"),
        (said, "you allowed or ruled out"),
    )
    inside = "".join(f"<li><strong>{number}</strong> <span>{words}</span></li>" for number, words in figures)
    return f'<ul class="crp-plan-figures">{inside}</ul>'


def _part(title: str, options: Sequence[Option]) -> str:
    components = dict.fromkeys(one.component for one in options)
    open_ones = sum(one.usable for one in options if one.way != "not-now")
    inside = "".join(_component([one for one in options if one.component == name]) for name in components)
    kinds = f"{len(components)} kind{'s' if len(components) != 1 else ''} of support"
    return folded(title, inside, f"{kinds}, {open_ones} ways open")


def _component(options: Sequence[Option]) -> str:
    ways = [one for one in options if one.way != "not-now"]
    shown = [one for one in ways if one.usable or one.allowed is False]
    closed = [one for one in ways if not one.usable and one.allowed is None]
    cards = "".join(map(_way, shown)) or "<li>No way is open here. It waits.</li>"
    rest = ""
    if closed:
        reasons = "".join(
            f"<li><strong>{ui.escape(one.way_title)}:</strong> {ui.escape(one.why)}</li>" for one in closed
        )
        rest = f'<div class="crp-plan-closed"><p>Not open here:</p><ul>{reasons}</ul></div>'
    return (
        f'<section class="crp-plan-component"><h3>{ui.escape(options[0].title)}</h3>'
        f'<ul class="crp-plan-ways">{cards}</ul>{rest}</section>'
    )


def _way(option: Option) -> str:
    words, kind = _state(option)
    said = f"<p>You: {ui.escape(option.reason)}</p>" if option.reason else ""
    known = KNOWN.get(option.how_known, option.how_known)
    return (
        f"<li><p><strong>{ui.escape(option.way_title)}</strong> {chip(words, kind)}</p>"
        f"<p>{ui.escape(option.why)}</p><p>{ui.escape(takes(option))}</p>"
        f'<p class="crp-plan-soft">Figures: {ui.escape(known)}.</p>{said}</li>'
    )


def _state(option: Option) -> tuple[str, str]:
    """Return whether a way is open, in words, and how it is marked."""
    if option.allowed is not None:
        return ("You allowed it", "done") if option.allowed else ("You ruled it out", "warn")
    if not option.possible:
        return "Not open here", "warn"
    return ("Only if confirmed", "unsure") if option.if_confirmed else ("Open", "done")
