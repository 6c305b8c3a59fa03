"""Step 6: when: the timetable as a picture, hours asked of each group beside what they have, and a calendar file."""

from __future__ import annotations

import pandas as pd

from crpkit.charts import timetable as timetable_figure
from crpkit.errors import CrpkitError
from crpkit.panels import controls as ui
from crpkit.panels.needs.lead import step_of
from crpkit.panels.plan.desk import NO_PLAN, PlanDesk
from crpkit.panels.plan.words import bullets, folded, note, read_day, say_day
from crpkit.planning import Timetable

NO_START = "First write its first day, above."


class WhenStep(ui.Column):
    """The plan in the calendar."""

    def __init__(self, desk: PlanDesk) -> None:
        self._desk = desk
        self._shown: tuple[object, ...] = ()
        self.start = ui.TextBox(
            "Its first day", hint="Write it like 11 January 2027, or 2027-01-11.", max_length=40
        )
        self.start.on_change(lambda _: self._check())
        self.keep = ui.Button("Put it into the calendar", self._keep)
        self.status = ui.Status()
        self.know = ui.Html()
        self.figure = ui.FigureView()
        self.hours = ui.Html()
        self.write = ui.Button("Write the calendar file (.ics)", self._write, "secondary")
        self.written = ui.Status()
        begin = ui.Row([self.start, self.keep])
        begin.add_class("crp-row")
        self.found = ui.Column([self.figure, self.know, self.hours, self.write, self.written])
        self.found.add_class("crp-stack")
        super().__init__(
            [
                step_of(
                    "What begins when, around holidays and days you keep free, and how much time it asks of people.",
                    begin,
                    self.status,
                    self.found,
                )
            ]
        )
        self.add_class("crp-stack")
        desk.on_change(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the timetable of the plan that is kept."""
        desk = self._desk
        settings, kept = desk.settings, desk.kept
        self.keep.blocker = "" if kept else NO_PLAN
        start = settings.start if settings else None
        self.write.blocker = "" if kept and start else NO_PLAN if kept is None else NO_START
        now = (
            kept.plan if kept else None,
            kept.lines if kept else None,
            start,
            settings.blocked if settings else (),
        )
        if now == self._shown:
            return
        if not self._shown or self._shown[2] != start:
            words = say_day(start)
            if self.start.value != words:
                self.start.reset(words)
        self._shown = now
        self.written.clear()
        table = self._table()
        self.found.layout.display = None if table else "none"
        if table is not None:
            self._draw(table)

    def _table(self) -> Timetable | None:
        try:
            return self._desk.timetable()
        except CrpkitError as error:
            self.status.say(str(error), "problem")
            return None

    def _draw(self, table: Timetable) -> None:
        self.figure.show(timetable_figure(table))
        count = f"{len(table.notes)} thing{'s' if len(table.notes) != 1 else ''}"
        know = folded("What to know about it", bullets(table.notes), count) if table.notes else ""
        self.know.value = know
        self.hours.value = _hours(table)

    def _check(self) -> None:
        try:
            read_day(self.start.value)
        except CrpkitError as error:
            self.start.problem = str(error)

    def _keep(self) -> None:
        self.status.clear()
        self._desk.ask(start=read_day(self.start.value))
        if self._desk.settings and self._desk.settings.start:
            self.status.say("The timetable begins on this day.", "done")
        else:
            self.status.say("Without a first day there is no timetable.")

    def _write(self) -> None:
        table = self._desk.timetable()
        if table is not None:
            file = table.ics(self._desk.outputs / "plan.ics")
            self.written.say(f"Written: outputs/{file.name}. Any calendar program opens it.", "done")


def _hours(table: Timetable) -> str:
    """Return for each group the hours it is asked for, month by month, beside those it said it has."""
    frame = table.hours()
    if not len(frame):
        return "<h3>Hours asked of people</h3><p>Nobody is asked for time that is known.</p>"
    parts, over = [], []
    for title, mine in frame.groupby("group_title", sort=False):
        rows = mine.to_dict("records")
        more = mine[mine["beside"] == "more than they have"]
        if len(more):
            months = ", ".join(str(one) for one in more["month"])
            over.append(f"{title}: more than they have in month {months}.")
        shown = pd.DataFrame(
            {
                "Month": [f"{row['month']}: {row['begins']:%B %Y}" for row in rows],
                "Hours asked of each person": [_span(row["asked_low"], row["asked_high"]) for row in rows],
                "Hours they said they have": [_span(row["had_low"], row["had_high"]) for row in rows],
                "So": mine["beside"],
            }
        )
        had = _span(mine["had_low"].iloc[0], mine["had_high"].iloc[0])
        parts.append(
            folded(str(title), ui.table_html(shown, f"Hours by month: {title}"), f"they have: {had}")
        )
    warned = "".join(note(one, "warn") for one in over)
    return (
        "<h3>Hours asked of people</h3><p>Of a person who takes part in everything for the group; beside it the hours "
        f"a month that its personas have.</p>{warned}{''.join(parts)}"
    )


def _span(low: float | None, high: float | None) -> str:
    if low is None or high is None or low != low or high != high:
        return "not known"
    return (
        f"{low:.1f}".removesuffix(".0")
        if abs(low - high) < 0.05
        else f"{low:.1f} to {high:.1f}".replace(".0", "")
    )
