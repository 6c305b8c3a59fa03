"""Recording changes on which people agreed: in which workshop, which they are, and taking them back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from crpkit.errors import CrpkitError
from crpkit.journeys import Change
from crpkit.journeys.fields import change_in_words
from crpkit.panels import controls as ui
from crpkit.panels.journeys.change_words import record_of
from crpkit.panels.journeys.desk import JourneysDesk
from crpkit.workshop import Workshop

NO_WORKSHOP = "Choose a workshop first, or make one for today’s meeting."
NO_CHANGE = "First try a change, above."
ALL_RECORDED = "What was tried is recorded already."
_NONE = ""
_RECORDED = ' <span class="crp-jf-tag">recorded</span>'


class Recording(ui.Column):
    """What was tried, with a button that records it; below it what is recorded.

    Parameters
    ----------
    desk
        What the steps of the page share.
    """

    def __init__(self, desk: JourneysDesk) -> None:
        self._desk = desk
        self._kept: list[tuple[Change, str, str]] = []  # what was recorded from here: change, workshop, event
        self._rows: object = None
        self.tried = ui.Html()
        self.workshop = ui.Choice("In which workshop", [(_NONE, "None yet")], _NONE)
        self.workshop.on_change(lambda code: desk.choose_workshop(str(code or "")))
        self.today = ui.Button("Make one for today’s meeting", self._make_one, "secondary")
        self.record = ui.Button("Record it", self._record)
        self.status = ui.Status()
        self.list, self.nothing = ui.Column([]), ui.Html()
        where = ui.Row([self.workshop, self.today])
        where.add_class("crp-row")
        section = ui.Section(
            "Keep what was agreed",
            "It goes into the workshop’s record, with the reason and who agreed, and can be taken back.",
            self.tried,
            where,
            self.record,
            self.status,
            self.nothing,
            self.list,
            level=3,
        )
        section.add_class("crp-card")
        super().__init__([section])
        self.refresh()

    # -- showing

    def refresh(self) -> None:
        """Show what was tried and what is recorded."""
        desk = self._desk
        options = [
            (_NONE, "None yet"),
            *((code, f"{title} ({code})") for code, title in desk.workshops()),
        ]
        if [(code, words) for code, words, _ in self.workshop.options] != options:
            self.workshop.set_options(options)
        code = desk.workshop.code if desk.workshop is not None else _NONE
        if self.workshop.value != code:
            self.workshop.value = code
        self.today.layout.display = None if desk.workshop is None else "none"
        self.today.blocker = "" if desk.workspace is not None else "The page is not open yet."
        self._show_tried()
        self._list()

    def _show_tried(self) -> None:
        desk, waiting = self._desk, self._waiting()
        items = "".join(
            f'<li class="crp-jf-item">{ui.escape(self._say(change))}'
            f"{'' if change in waiting else _RECORDED}</li>"
            for change in desk.changes
        )
        self.tried.value = f'<div class="crp-jf"><ul class="crp-jf-list">{items}</ul></div>' if items else ""
        self.record.label = f"Record these {len(waiting)} changes" if len(waiting) > 1 else "Record it"
        self.record.blocker = (
            NO_CHANGE
            if not desk.changes
            else ALL_RECORDED
            if not waiting
            else NO_WORKSHOP
            if desk.workshop is None
            else ""
        )

    def _say(self, change: Change) -> str:
        words = change_in_words(change.as_record(), self._desk.journey, self._desk.framework)
        return f"{words} {change.why}".strip()

    def _waiting(self) -> list[Change]:
        """Return the changes that were tried and are not recorded."""
        kept = [change for change, _, _ in self._kept]
        return [change for change in self._desk.changes if not any(change is one for one in kept)]

    def _list(self) -> None:
        """List what is recorded, each with a button that takes it back."""
        desk = self._desk
        rows = desk.workshop.changes().to_dict("records") if desk.workshop is not None else []
        titles = {id: one.title for id, one in desk.choices.items()}
        if (ids := [(row["id"], titles.get(row["journey"])) for row in rows]) == self._rows:
            return
        self._rows = ids
        self.list.children = tuple(self._row(number, row) for number, row in enumerate(rows, 1))
        words = "" if rows or desk.workshop is None else "Nothing is recorded there yet."
        head = "<h4>Recorded there</h4>" if rows else ""
        self.nothing.value = f'<div class="crp-jf">{head}<p>{words}</p></div>' if head or words else ""

    def _row(self, number: int, row: Mapping[Any, Any]) -> ui.Row:
        desk = self._desk
        journey = desk.choices.get(str(row["journey"]))
        # a workshop keeps “not known” and “not said” alike: then it is not told what it was
        told = {str(name): value for name, value in row.items() if name != "from" or value is not None}
        said = change_in_words(told, journey, desk.framework)
        agreed = row["agreed_by"]
        by = f" Agreed by: {', '.join(map(str, agreed))}." if isinstance(agreed, list) and agreed else ""
        where = f"<strong>{number}. {ui.escape(journey.title if journey else row['journey'])}</strong>"
        why = f" {row['why']}" if row["why"] else ""
        words = ui.Html(f'<p class="crp-jf-words">{where}<br>{ui.escape(f"{said}{why}{by}")}</p>')
        back = ui.Button(f"Take back change {number}", lambda: self._take_back(str(row["id"])), "secondary")
        line = ui.Row([words, back])
        line.add_class("crp-jf-recorded")
        return line

    # -- doing

    def _make_one(self) -> None:
        desk, today = self._desk, date.today()
        if desk.workspace is None:
            raise CrpkitError("The page has not been opened yet", "Reload it.")
        made = Workshop.create(desk.workspace, f"Around the table, {today.day} {today:%B %Y}")
        desk.choose_workshop(made.code)

    def _record(self) -> None:
        desk = self._desk
        if desk.workshop is None or desk.journey is None:
            raise CrpkitError("No workshop is chosen", NO_WORKSHOP)
        waiting = self._waiting()
        for change in waiting:
            event = desk.workshop.record_change(record_of(change, desk.journey))
            self._kept.append((change, desk.workshop.code, event))
        self.status.say("Recorded." if len(waiting) == 1 else f"{len(waiting)} changes recorded.", "done")
        desk.tell()

    def _take_back(self, event: str) -> None:
        desk = self._desk
        if desk.workshop is None:
            raise CrpkitError("No workshop is chosen", NO_WORKSHOP)
        desk.workshop.take_back_change(event)
        self._kept = [one for one in self._kept if one[2] != event]
        self.status.say("Taken back. What was said of it is gone from the record.", "done")
        desk.tell()
