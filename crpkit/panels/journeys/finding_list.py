"""What the rules found, the most serious first, for the whole journey or one step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from crpkit.charts.journeys.stops import NEEDS_RULE, Stops
from crpkit.journeys import SEVERITIES, Finding, RoadTest
from crpkit.journeys.findings import Severity
from crpkit.journeys.rulebook.phrasing import counted
from crpkit.panels import controls as ui
from crpkit.panels.journeys.desk import JourneysDesk
from crpkit.panels.journeys.signs import letter_chip, severity_sign, step_letters
from crpkit.panels.journeys.sources import RESTS, sources_in_words

EVERYWHERE, WHOLE = "everywhere", "whole"
_SHOWN: tuple[Severity, ...] = ("blocker", "hold-up", "question", "not-known", "notice")
_NONE: Mapping[Severity, str] = {
    "blocker": "No rule finds that anything stops them. That is not to say that nothing does.",
    "hold-up": "No rule finds that anything holds them up. That is not to say that nothing does.",
}
_ABOUT: Mapping[Severity, str] = {
    "not-known": "Something here is not known. That does not mean that all is well.",
    "notice": "A rule could not be asked. The others were.",
}


class FindingList(ui.Column):
    """The findings of the desk’s road-test, grouped by how serious they are."""

    def __init__(self, desk: JourneysDesk) -> None:
        self._desk = desk
        self.at = ui.Choice("At which step", [(EVERYWHERE, "The whole way")], EVERYWHERE)
        self.at.on_change(lambda _: self._draw())
        self.words = ui.Html()
        super().__init__([self.at, self.words])
        self.add_class("crp-jf-part")

    def show(self, test: RoadTest) -> None:
        """Show what was found; the step that was looked at stays, if it is still there."""
        self.at.set_options(_places(test))
        if self.at.value is None:
            self.at.value = EVERYWHERE
        self._draw()

    def _draw(self) -> None:
        test = self._desk.test
        if test is not None:
            self.words.value = findings_html(test, str(self.at.value or EVERYWHERE))


def _places(test: RoadTest) -> list[tuple[str, str]]:
    """Return the steps at which something was found, with how much that is."""
    listed = [one for one in test.findings if one.severity != "helps" and one.rule != NEEDS_RULE]
    letters = step_letters(test.journey)
    found = [(EVERYWHERE, f"The whole way ({len(listed)})")]
    whole = sum(one.step is None for one in listed)
    if whole:
        found.append((WHOLE, f"No single step: the journey as a whole ({whole})"))
    for step in test.journey.steps:
        here = sum(one.step == step.id for one in listed)
        if here:
            # the id begins with a letter of ours, so that a step may be called “whole”
            found.append((f"step:{step.id}", f"{letters[step.id]}: {step.title} ({here})"))
    return found


def findings_html(test: RoadTest, at: str = EVERYWHERE) -> str:
    """Return the findings at a place as HTML: a list for each seriousness. Those about needs are listed with the needs.

    Parameters
    ----------
    test
        As of :func:`crpkit.journeys.road_test`.
    at
        ``everywhere``, ``whole`` for what concerns no single step, or ``step:`` and the id of one.
    """
    here = [one for one in test.findings if one.rule != NEEDS_RULE and _is_at(one, at)]
    numbers = {id(one): number for number, one in Stops(test).listed}
    parts = [_unmet(test)] if at == EVERYWHERE else []
    parts += [_group(test, severity, here, numbers) for severity in _SHOWN]
    helps = [one for one in here if one.severity == "helps"]
    if helps:
        lines = _items(test, helps, numbers)
        parts.append(
            f'<details class="crp-details"><summary>What helps them: {len(helps)}</summary>{lines}</details>'
        )
    return f'<div class="crp-jf">{"".join(parts)}</div>'


def _unmet(test: RoadTest) -> str:
    """Say where the findings about needs are."""
    unmet = len(test.met("no"))
    if not unmet:
        return ""
    verb = "is" if unmet == 1 else "are"
    return f"<p>{unmet} of their {counted(len(test.needs), 'need')} {verb} not met: see “Needs”.</p>"


def _is_at(one: Finding, at: str) -> bool:
    return at == EVERYWHERE or (one.step is None if at == WHOLE else f"step:{one.step}" == at)


def _group(test: RoadTest, severity: Severity, here: Sequence[Finding], numbers: Mapping[int, int]) -> str:
    found = [one for one in here if one.severity == severity]
    said = _NONE.get(severity, "") if not found else _ABOUT.get(severity, "")
    if not found and not said:
        return ""
    count = counted(len(found), "finding")
    head = (
        f"<h3>{severity_sign(severity)} {SEVERITIES[severity]} "
        f'<span class="crp-jf-count">{count if found else "nothing found"}</span></h3>'
    )
    sentence = f'<p class="crp-jf-note">{ui.escape(said)}</p>' if said else ""
    return f"<section>{head}{sentence}{_items(test, found, numbers) if found else ''}</section>"


def _items(test: RoadTest, found: Iterable[Finding], numbers: Mapping[int, int]) -> str:
    letters = step_letters(test.journey)
    items = "".join(_item(test, one, numbers.get(id(one)), letters) for one in found)
    return f'<ul class="crp-jf-list">{items}</ul>'


def _item(test: RoadTest, one: Finding, number: int | None, letters: Mapping[str, str]) -> str:
    at = (
        letter_chip(letters[one.step], test.journey[one.step].title) if one.step else "The journey as a whole"
    )
    mark = f" {severity_sign(one.severity, number)}" if number is not None else ""
    on_map = f'<span class="crp-jf-map">{mark} number {number} on the map</span>' if mark else ""
    sources = " · ".join(map(ui.escape, sources_in_words(one.source, test)))
    return (
        f'<li class="crp-jf-item crp-jf-{one.severity}"><p class="crp-jf-at">{at}{on_map}</p>'
        f'<p class="crp-jf-words">{ui.escape(one.message)}</p>'
        f'<p class="crp-jf-from">From {sources}. How sure: {RESTS[one.how_known]}.</p></li>'
    )
