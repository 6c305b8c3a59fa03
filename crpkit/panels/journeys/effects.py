"""What the changes do: before and after, for this person and for everyone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from crpkit.charts.journeys import journey_maps_side_by_side
from crpkit.journeys import MET, RoadTest, before_and_after, road_test
from crpkit.journeys.rulebook.phrasing import counted, joined
from crpkit.panels import controls as ui
from crpkit.panels.journeys.desk import JourneysDesk
from crpkit.personas import Persona

_RANK = {"no": 0, "partly": 1, "yes": 2}  # “not known” is neither better nor worse than any of them


class Effects(ui.Column):
    """Before and after; shown once something has been tried.

    Parameters
    ----------
    desk
        What the steps of the page share.
    """

    def __init__(self, desk: JourneysDesk) -> None:
        self._desk = desk
        self._shown: object = None
        self.mine, self.all = ui.Html(), ui.Html()
        self.maps = ui.FigureView()
        self.maps.add_class("crp-jf-beside")
        self.one_back = ui.Button("Undo the last deed", desk.undo, "secondary")
        self.all_back = ui.Button("Take all changes out again", desk.undo_changes, "secondary")
        buttons = ui.Row([self.one_back, self.all_back])
        buttons.add_class("crp-row")
        mine = ui.Section("What it does for this person", "", self.mine, self.maps, buttons, level=3)
        everyone = ui.Section(
            "What it does for everyone else",
            "A change that helps one person can hold up another. The rules see only part of that: ask people.",
            self.all,
            level=3,
        )
        super().__init__([mine, everyone])
        self.add_class("crp-stack")
        self.refresh()

    def refresh(self) -> None:
        """Show before and after, if there is a before."""
        desk = self._desk
        before, after, test = desk.before, desk.journey, desk.test
        there = before is not None and after is not None and test is not None and desk.persona is not None
        self.layout.display = None if there else "none"
        now = (before, test) if there else None
        if now == self._shown or before is None or after is None or test is None or desk.persona is None:
            self._shown = now
            return
        self._shown = now
        was = road_test(before, desk.persona, framework=desk.framework, rules=desk.asked)
        self.maps.show(journey_maps_side_by_side(was, test))
        self.mine.value = this_person_html(was, test)
        frame = before_and_after(before, after, desk.personas, desk.framework, rules=desk.asked)
        needs = {need.id: need.title for need in desk.framework.needs}
        self.all.value = everyone_html(frame, desk.personas, needs)
        self.one_back.layout.display = None if desk.can_undo else "none"


def this_person_html(before: RoadTest, after: RoadTest) -> str:
    """Return which findings went, which came, and which needs are met otherwise now, as HTML."""
    gone, new = _apart(before, after), _apart(after, before)
    then = {one.need: one for one in before.needs}
    needs = [
        f"{one.title}: {_from_to(then[one.need].met, one.met)}"
        for one in after.needs
        if one.need in then and one.met != then[one.need].met
    ]
    if not (gone or new or needs):
        words = "The rules find the same as before. That does not say that nothing changes for this person."
        return f'<div class="crp-jf"><p>{words}</p></div>'
    lists = (
        _listed("No longer found", gone, "Nothing"),
        _listed("Found only now", new, "Nothing"),
        _listed("Needs met otherwise", needs, "None"),
    )
    return f'<div class="crp-jf crp-jf-three">{"".join(lists)}</div>'


def _apart(one: RoadTest, other: RoadTest) -> list[str]:
    known = {(found.rule, found.step, found.message) for found in other.findings}
    return [
        str(found)
        for found in one.findings
        if (found.rule, found.step, found.message) not in known and found.rule != "needs-met"
    ]


def _listed(title: str, lines: Sequence[str], nothing: str) -> str:
    items = "".join(f'<li class="crp-jf-item">{ui.escape(line)}</li>' for line in lines)
    inside = f'<ul class="crp-jf-list">{items}</ul>' if items else f"<p>{nothing}.</p>"
    return f'<section><h4>{title} <span class="crp-jf-count">{len(lines)}</span></h4>{inside}</section>'


def _from_to(before: str, after: str) -> str:
    return f"{MET[before].lower()} → {MET[after].lower()}"  # type: ignore[index]


def everyone_html(frame: pd.DataFrame, personas: Mapping[str, Persona], needs: Mapping[str, str]) -> str:
    """Return what a change does to each persona: in sentences, then as a table.

    Parameters
    ----------
    frame
        As of :func:`crpkit.journeys.before_and_after`.
    personas
        All that were looked at, by id.
    needs
        Their titles, by id.
    """
    said = "".join(f"<p>{ui.escape(line)}</p>" for line in in_words(frame, personas))
    rows = [_row(persona, frame[frame["persona"] == id], needs) for id, persona in personas.items()]
    table = pd.DataFrame(rows, columns=["Persona", "Needs", "No longer found", "Found only now"])
    return f'<div class="crp-jf">{said}{ui.table_html(table, "Before and after, for everyone")}</div>'


def in_words(frame: pd.DataFrame, personas: Mapping[str, Persona]) -> list[str]:
    """Say for whom needs are met better or less well, for whom something new is found, for whom nothing changes."""
    better, worse = set[str](), set[str]()
    for row in frame[frame["what"] == "need"].to_dict("records"):
        was, now = _RANK.get(str(row["before"])), _RANK.get(str(row["after"]))
        if was is not None and now is not None:
            (better if now > was else worse).add(str(row["persona"]))
    new = set(frame[frame["what"] == "new"]["persona"])
    gone = set(frame[frame["what"] == "gone"]["persona"])
    same = set(personas) - set(frame["persona"])
    said = [
        _whom("Needs are better met for", better, personas),
        _whom("Needs are less well met for", worse, personas),
        _whom("Something is no longer found for", gone, personas),
        _whom("Something is found only now for", new, personas),
        _whom("The rules find the same as before for", same, personas),
    ]
    return [one for one in said if one]


def _whom(words: str, ids: set[str], personas: Mapping[str, Persona]) -> str:
    if not ids:
        return ""
    if len(ids) == len(personas) > 1:
        return f"{words} everyone."
    named = [f"“{persona.title}”" for id, persona in personas.items() if id in ids]
    return f"{words} {counted(len(ids), 'persona')}: {joined(named)}."


def _row(persona: Persona, rows: pd.DataFrame, needs: Mapping[str, str]) -> tuple[str, str, str, str]:
    met = [
        f"{needs.get(str(row['about']), str(row['about']))}: {_from_to(row['before'], row['after'])}"
        for row in rows[rows["what"] == "need"].to_dict("records")
    ]
    gone = list(rows[rows["what"] == "gone"]["before"])
    new = list(rows[rows["what"] == "new"]["after"])
    return persona.title, _many(met), _many(gone), _many(new)


def _many(lines: Sequence[str]) -> str:
    return " ".join(f"{line.rstrip('.')}." for line in lines) if lines else "–"
