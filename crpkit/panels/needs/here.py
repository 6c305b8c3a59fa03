"""Step 3: what is here already, kind of support by kind of support, and which conditions are met."""

from __future__ import annotations

from typing import Any

import pandas as pd

from crpkit.needs import STATES, STATUSES, to_ask, write_audit_sheet
from crpkit.panels import controls as ui
from crpkit.panels.needs.desk import NeedsDesk
from crpkit.panels.needs.lead import step_of

_TEXTS = (
    ("by", "Who runs it"),
    ("capacity", "Places a year"),
    ("cost", "What it costs to take part"),
    ("access", "How to get in"),
    ("evidence", "How you know, and when"),
)


class HereStep(ui.Column):
    """A sheet or a form, whichever suits; both write the same list."""

    def __init__(self, desk: NeedsDesk) -> None:
        self._desk = desk
        self._shown: object = None
        framework = desk.framework
        self.file = ui.FilePicker(
            "Choose the filled-in sheet",
            (".xlsx", ".csv"),
            10_000_000,
            self._take,
            hint="It replaces what was noted before.",
        )
        self.sheet = ui.Button("Write an empty sheet (Excel)", self._write_sheet, "secondary")
        self.status = ui.Status()
        parts = {one.id: one.title for one in framework.interventions}
        self.component = ui.Choice(
            "Kind of support",
            [(one.id, f"{parts[one.intervention]}: {one.title}") for one in framework.components],
            framework.components.ids[0],
        )
        self.component.on_change(lambda _: self._fill())
        self.about = ui.Html()
        self.here = ui.Choice("Is it here?", list(STATUSES.items()), "unknown", style="radios")
        self.groups = ui.Choice(
            "For whom?", [(one.id, one.title) for one in framework.groups], (), style="ticks"
        )
        self.texts = {name: ui.TextBox(title, max_length=600) for name, title in _TEXTS}
        self.note = ui.Button("Note it", self._note)
        self.noted = ui.Status()
        self.condition = ui.Choice("Condition", _conditions(desk), style="list")
        self.state = ui.Choice("Is it met?", list(STATES.items()), "unknown", style="radios")
        self.condition.on_change(lambda _: self._fill_condition())
        self.why = ui.TextBox("A note", max_length=600)
        self.keep = ui.Button("Note it for the condition", self._note_condition, "secondary")
        self.kept = ui.Status()
        self.list = ui.Html()
        self.ask = ui.Html(
            '<details class="crp-details"><summary>What to ask about: what existed in the UK in 2022</summary>'
            "<p>The study found these in 2022. They are national; whether any reaches your place is not known. "
            f"They fill in nothing.</p>{ui.table_html(to_ask(framework), 'To ask about')}</details>"
        )
        super().__init__([self._laid_out()])
        self.add_class("crp-stack")
        desk.on_change(self.refresh)
        self.refresh()

    def _laid_out(self) -> ui.Column:
        texts = ui.Row(list(self.texts.values()))
        texts.add_class("crp-columns")
        by_sheet = ui.Section(
            "With a sheet",
            "Fill it in together, then bring it back.",
            self.sheet,
            self.file,
            self.status,
            level=3,
        )
        by_form = ui.Section(
            "Or one by one",
            "“Not known” is an answer like the others.",
            self.component,
            self.about,
            self.here,
            self.groups,
            texts,
            self.note,
            self.noted,
            level=3,
        )
        conditions = ui.Section(
            "What must stand first",
            "Before a kind of support can run well, some things must be there.",
            self.condition,
            self.state,
            self.why,
            self.keep,
            self.kept,
            level=3,
        )
        for one in (by_sheet, by_form, conditions):
            one.add_class("crp-card")
        return step_of(
            "Each kind of support against your place: here, partly, planned, not here, or not known.",
            by_sheet,
            by_form,
            conditions,
            self.list,
            self.ask,
        )

    def refresh(self) -> None:
        """Show what was noted."""
        if self._shown is self._desk.audit:
            return
        self._shown = self._desk.audit
        self._fill()
        self._fill_condition()
        noted = self._desk.audit.components
        titles = {one.id: one.title for one in self._desk.framework.components}
        if not len(noted):
            self.list.value = "<p>Nothing is noted yet: everything counts as not known.</p>"
            return
        groups = {one.id: one.title for one in self._desk.framework.groups}
        table = pd.DataFrame(
            {
                "Kind of support": [titles[one] for one in noted["component"]],
                "Is it here?": [STATUSES[one] for one in noted["status"]],
                "For whom": [_whom(one, groups) for one in noted["groups"]],
                "Who runs it": noted["by"],
                "How we know": noted["evidence"],
            }
        )
        self.list.value = ui.table_html(table, "What is noted so far")

    def _fill(self) -> None:
        """Show what was noted of the kind of support that is chosen."""
        name = str(self.component.value)
        self.about.value = f"<p>{ui.escape(self._desk.framework.components[name].summary)}</p>"
        noted = self._desk.audit.components
        mine = noted[noted["component"] == name].to_dict("records")
        row: dict[Any, Any] = mine[0] if mine else {}
        self.here.value = row.get("status", "unknown")
        self.groups.value = tuple(row.get("groups", ()))
        for text, box in self.texts.items():
            _show(box, str(row.get(text, "")))

    def _fill_condition(self) -> None:
        told = self._desk.audit.conditions
        part, _, name = str(self.condition.value or "/").partition("/")
        mine = told[(told["intervention"] == part) & (told["condition"] == name)].to_dict("records")
        self.state.value = mine[0]["state"] if mine else "unknown"
        _show(self.why, str(mine[0]["note"]) if mine else "")

    def _note(self) -> None:
        name = str(self.component.value)
        offer = {"component": name, "status": self.here.value, "groups": tuple(self.groups.value or ())}
        self._desk.note_offer({**offer, **{text: box.value for text, box in self.texts.items()}})
        title = self._desk.framework.components[name].title
        self.noted.say(f"Noted: “{title}” – {STATUSES[str(self.here.value)].lower()}.", "done")

    def _note_condition(self) -> None:
        part, _, name = str(self.condition.value or "/").partition("/")
        self._desk.note_condition(part, name, str(self.state.value), self.why.value)
        self.kept.say(f"Noted: {STATES[str(self.state.value)].lower()}.", "done")

    def _take(self, name: str, content: bytes) -> None:
        found = self._desk.take_audit(name, content)
        left = "; ".join(
            f"row {row['row']}, “{row['found']}”: {row['reason']}"
            for row in found.unused.to_dict("records")[:8]
        )
        not_used = f"Not used: {left}." if left else ""
        said = [f"{len(found.components)} lines were read.", *found.remarks, not_used]
        self.status.say(" ".join(one for one in said if one), "done")

    def _write_sheet(self) -> None:
        outputs = self._desk.outputs
        outputs.mkdir(exist_ok=True)
        file = write_audit_sheet(outputs / "what-is-here.xlsx", self._desk.framework)
        self.status.say(f"Written: outputs/{file.name}", "done")


def _show(box: ui.TextBox, words: str) -> None:
    """Put words into a box, unless they are there: a reset would wipe what is being typed at this moment."""
    if box.value != words or box.problem:
        box.reset(words)


def _whom(groups: tuple[str, ...], titles: dict[str, str]) -> str:
    if not groups:
        return "not known"
    return "everyone" if len(groups) == len(titles) else "; ".join(titles[name] for name in groups)


def _conditions(desk: NeedsDesk) -> list[tuple[str, str]]:
    parts = {one.id: one.title for one in desk.framework.interventions}
    found: dict[str, str] = {}
    for component in desk.framework.components:
        for condition in component.setup_conditions:
            key = f"{component.intervention}/{condition.id}"
            found.setdefault(key, f"{parts[component.intervention]}: {condition.text}")
    return list(found.items())
