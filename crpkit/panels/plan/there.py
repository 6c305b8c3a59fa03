"""Step 1: what there is: which answers the plan rests on, money, staff days, time, and whether people are paid."""

from __future__ import annotations

from datetime import date

from crpkit.errors import CrpkitError
from crpkit.panels import controls as ui
from crpkit.panels.needs.lead import step_of
from crpkit.panels.plan.desk import PlanDesk
from crpkit.panels.plan.words import HOW_DAY, note, read_day, say_day
from crpkit.planning.settings import MONTHS, MOST_MONTHS, Settings

_PAY = (
    (True, "Yes, people are paid", "Time, travel, access and childcare are in every plan"),
    (False, "No, leave it out", "Every plan then says so, and which principles that departs from"),
)
_LINE = "One on each line: first day; last day; why. " + HOW_DAY


class ThereStep(ui.Column):
    """The figures that a plan has to keep to; all are kept with one press."""

    def __init__(self, desk: PlanDesk) -> None:
        self._desk = desk
        self._shown: Settings | None = None
        self.trouble = ui.Status()
        self.rests = ui.Html()
        self.which = ui.Choice("Which survey", ())
        self.budget = ui.NumberBox("Money for the whole plan", None, maximum=1_000_000_000, unit="£")
        self.days = ui.NumberBox(
            "Staff days for the whole plan", None, unit="days", hint="Leave it empty if there is no limit."
        )
        self.months = ui.NumberBox("How long it runs", MONTHS, 1, MOST_MONTHS, unit="months")
        self.start = ui.TextBox("Its first day", hint=f"{HOW_DAY} May stay empty.", max_length=40)
        self.pay = ui.Choice("Are people paid for taking part?", _PAY, True, style="cards")
        self.unpaid = ui.Html()
        self.blocked = ui.TextBox(
            "Days on which nothing can take place", lines=3, hint=_LINE, max_length=5_000
        )
        self.save = ui.Button("Keep this", self._save)
        self.status = ui.Status()
        self.budget.on_change(lambda _: self._guard())
        self.start.on_change(lambda _: self._check_start())
        self.blocked.on_change(lambda _: self._check_blocked())
        self.pay.on_change(lambda _: self._about_pay())
        super().__init__([self.trouble, self._laid_out()])
        self.add_class("crp-stack")
        desk.on_change(self.refresh)
        self._guard()

    def _laid_out(self) -> ui.Column:
        figures = ui.Row([self.budget, self.days, self.months, self.start])
        figures.add_class("crp-columns")
        figures.add_class("crp-plan-wide")
        rests = ui.Section("What it rests on", "", self.rests, self.which, level=3)
        have = ui.Section(
            "What you have",
            "A plan fits if it fits at the high end of its costs.",
            figures,
            level=3,
        )
        pay = ui.Section(
            "Paying people",
            "The rates stand in a dated table that you can change.",
            self.pay,
            self.unpaid,
            level=3,
        )
        shut = ui.Section(
            "Days to keep free",
            "Bank holidays that the kit knows are kept free already.",
            self.blocked,
            level=3,
        )
        for one in (rests, have, pay, shut):
            one.add_class("crp-card")
        return step_of(
            "Everything that follows keeps to this. You can change it later and work the plan out again.",
            rests,
            have,
            pay,
            shut,
            self.save,
            self.status,
        )

    def refresh(self) -> None:
        """Show what is kept."""
        desk = self._desk
        if desk.trouble != self.trouble.text:
            self.trouble.say(desk.trouble, "problem")
        if desk.workspace is not None:
            self._about_survey()
            self._about_pay()
        settings = desk.settings
        if settings is None or settings == self._shown:
            return
        self._shown = settings
        for box, value in ((self.budget, settings.budget), (self.days, settings.staff_days)):
            number = None if value is None else int(value) if value == int(value) else round(value)
            if box.value != number:
                box.value = number
        if self.months.value != settings.months:
            self.months.value = settings.months
        _show(self.start, say_day(settings.start))
        _show(self.blocked, "\n".join(map(_line, settings.blocked)))
        if self.pay.value != settings.pay:
            self.pay.value = settings.pay
        self._about_pay()
        self._guard()

    def _about_survey(self) -> None:
        desk = self._desk
        survey, names = desk.survey, desk.surveys
        self.which.layout.display = None if len(names) > 1 else "none"
        if [one for one, *_ in self.which.options] != names:
            self.which.set_options([(name, name) for name in names])
        if survey is None:
            self.rests.value = (
                note("There are no answers to a survey yet, so nobody knows what would help here.", "warn")
                + '<p><a class="crp-link-button" href="/needs">Bring answers, on the page “Needs”</a></p>'
            )
            return
        if self.which.value is None and survey.name in names:
            self.which.value = survey.name
        count = f"{len(survey)} {'person' if len(survey) == 1 else 'people'}"
        made_up = " They are made up, for the worked example." if desk.from_example else ""
        self.rests.value = (
            f"<p>The answers of <strong>{ui.escape(count)}</strong> to the survey “{ui.escape(survey.name)}”."
            f'{made_up} <a href="/needs">See the picture of needs</a></p>'
        )

    def _about_pay(self) -> None:
        if self.pay.value is not False or self._desk.workspace is None:
            self.unpaid.value = ""
            return
        rates = self._desk.inputs.rates
        titles = [self._desk.framework.principles[one].title for one in rates.principles]
        names = ", ".join(f"“{title}”" for title in titles)
        self.unpaid.value = note(f"That departs from these principles: {names}.", "warn") + note(
            rates.caution
        )

    # -- what was typed

    def _guard(self) -> None:
        self.save.blocker = (
            "Write how much money there is. 0 is an answer, too." if self.budget.value is None else ""
        )

    def _check_start(self) -> None:
        try:
            read_day(self.start.value)
        except CrpkitError as error:
            self.start.problem = str(error)

    def _check_blocked(self) -> None:
        try:
            read_blocked(self.blocked.value)
        except CrpkitError as error:
            self.blocked.problem = str(error)

    def _save(self) -> None:
        asked = {
            "budget": self.budget.value,
            "staff_days": self.days.value,
            "months": self.months.value or MONTHS,
            "start": read_day(self.start.value),
            "pay": self.pay.value is not False,
            "blocked": read_blocked(self.blocked.value),
            "survey": self.which.value or "",
        }
        self._desk.ask(**asked)
        self.status.say("Kept.", "done")


def read_blocked(words: str) -> tuple[tuple[date, date, str], ...]:
    """Return blocked days as they were typed: one on each line.

    Raises
    ------
    CrpkitError
        For the first line that is no day.
    """
    found = []
    for line in filter(str.strip, words.splitlines()):
        first, *rest = (part.strip() for part in line.split(";"))
        begins = read_day(first)
        if begins is None:
            raise CrpkitError(f"“{line.strip()}” does not begin with a day", _LINE)
        last, why = begins, " ".join(rest[1:])
        if rest:
            try:
                last = read_day(rest[0]) or begins
            except CrpkitError:
                if len(rest) > 1:
                    raise
                why = rest[0]  # one day, and why
        if last < begins:
            raise CrpkitError(f"“{line.strip()}” ends before it begins", "Change the two days.")
        found.append((begins, last, why[:300]))
    return tuple(found)


def _line(period: tuple[date, date, str]) -> str:
    first, last, why = period
    return "; ".join(filter(None, (say_day(first), say_day(last) if last != first else "", why)))


def _show(box: ui.TextBox, words: str) -> None:
    """Put words into a box, unless they are there: a reset would wipe what is being typed at this moment."""
    if box.value != words or box.problem:
        box.reset(words)
