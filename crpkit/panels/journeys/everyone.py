"""Step 5: everyone at once: all personas on all journeys, who is served worst, and from a pair to its findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import pandas as pd

from crpkit.charts.journeys import needs_heat
from crpkit.journeys import Journey, comparing
from crpkit.journeys.rulebook.phrasing import counted, joined
from crpkit.panels import controls as ui
from crpkit.panels.journeys.desk import JourneysDesk
from crpkit.panels.needs.lead import step_of
from crpkit.personas import Persona

_PIECE = 10  # pairs between two breaths, as comparing() counts them
_LEAD = "Every persona on every journey: whose needs each one meets, and whom it stops."
_NOBODY = "There is no persona in this folder yet. Make one on the page “Personas”."
_NO_WAY = "There is no journey in this folder yet."
_OLD = "Something has changed since: walk them again to see it."


class EveryoneStep(ui.Column):
    """All personas on all journeys, with the changes that are not saved yet.

    Parameters
    ----------
    desk
        What the steps of the page share.
    """

    def __init__(self, desk: JourneysDesk) -> None:
        self._desk = desk
        self._made_of: object = None
        self._going: Callable[[], object] | None = None
        self.frame: pd.DataFrame | None = None
        self.walk = ui.Button("Walk everyone along every journey", self._walk)
        self.progress = ui.Progress("Walking everyone along every journey")
        self.status = ui.Status()
        self.view, self.worst = ui.FigureView(), ui.Html()
        self.person = ui.Choice("Persona", ())
        self.journey = ui.Choice("Journey", ())
        self.go = ui.Button("Look at these two", self._go, "secondary")
        for choice in (self.person, self.journey):
            choice.on_change(lambda _: self._guard())
        pick = ui.Row([self.person, self.journey, self.go])
        pick.add_class("crp-row")
        near = ui.Section(
            "Look closer", "Choose who and which way, and see what the rules find there.", pick, level=3
        )
        near.add_class("crp-card")
        self.shown = ui.Column([self.view, self.worst, near])
        self.shown.add_class("crp-stack")
        super().__init__([step_of(_LEAD, self.walk, self.progress, self.status, self.shown)])
        self.add_class("crp-jf-everyone")
        desk.on_change(self.refresh)
        self.refresh()

    def on_go(self, callback: Callable[[], object]) -> None:
        """Call a function once a pair was chosen: the page then shows the step with the findings."""
        self._going = callback

    def refresh(self) -> None:
        """Offer the walk; say so where what is shown was made before the last change."""
        desk = self._desk
        self.walk.blocker = _NOBODY if not desk.personas else _NO_WAY if not desk.choices else ""
        self.shown.layout.display = None if self.frame is not None else "none"
        self.walk.label = "Walk them again" if self.frame is not None else "Walk everyone along every journey"
        _offer(self.person, desk.personas)
        _offer(self.journey, desk.choices)
        self._guard()
        if self.frame is not None and self._made_of != self._now() and self.status.text != _OLD:
            self.status.say(_OLD)

    def _now(self) -> object:
        """Return what the picture depends on."""
        desk = self._desk
        return dict(desk.choices), dict(desk.personas), desk.off

    def _walk(self) -> None:
        self.status.clear()
        pairs = len(self._desk.choices) * len(self._desk.personas)
        self.progress.run(self._pieces(), -(-pairs // _PIECE), self._done)

    def _pieces(self) -> Iterator[None]:
        desk, of = self._desk, self._now()
        work = comparing(_own_first(desk), dict(desk.personas), desk.framework, rules=desk.asked)
        while True:
            try:
                next(work)
            except StopIteration as end:
                self.frame, self._made_of = end.value, of
                return
            yield

    def _done(self, whole: bool) -> None:
        if self.progress.stopped:
            self.status.say("Stopped. Nothing has changed.")
        elif whole and self.frame is not None:
            self._draw(self.frame)

    def _draw(self, frame: pd.DataFrame) -> None:
        desk = self._desk
        self.view.show(needs_heat(frame, desk.choices, desk.personas))
        self.worst.value = worst_html(frame, desk.choices, desk.personas)
        self.status.say(f"{counted(len(frame), 'pair')} walked.", "done")
        self.refresh()

    def _guard(self) -> None:
        chosen = self.person.value is not None and self.journey.value is not None
        self.go.blocker = "" if chosen else "First choose a persona and a journey here."

    def _go(self) -> None:
        self._desk.choose_persona(str(self.person.value))
        self._desk.choose_journey(str(self.journey.value))
        if self._going is not None:
            self._going()


def _own_first(desk: JourneysDesk) -> dict[str, Journey]:
    """Return the journeys, first the one that is worked on, then the team's own: the picture has room for a few."""
    chosen = desk.journey.id if desk.journey is not None else ""
    ranked = sorted(desk.choices.items(), key=lambda one: (one[0] != chosen, one[1].status != "team"))
    return dict(ranked)


def _offer(choice: ui.Choice, known: Mapping[str, Persona] | Mapping[str, Journey]) -> None:
    options = [(id, one.title) for id, one in known.items()]
    if [(id, title) for id, title, _ in choice.options] != options:
        choice.set_options(options)


def worst_html(frame: pd.DataFrame, journeys: Mapping[str, Journey], personas: Mapping[str, Persona]) -> str:
    """Say for each journey whom it serves worst: by needs and by what stops them, which are never made into one number.

    Parameters
    ----------
    frame
        As of :func:`crpkit.journeys.compare`.
    journeys, personas
        By id, for their titles.
    """
    anybody = bool(frame["blockers"].any())
    lines = "".join(
        f"<li><strong>{ui.escape(_title(str(id), journeys))}</strong>{_worst_on(rows, personas, anybody)}</li>"
        for id, rows in frame.groupby("journey", sort=False)
    )
    note = "Needs and what stops people are two things: they are not made into one number."
    if not anybody:
        note += " No rule finds that anything stops anybody; that is not to say that nothing does."
    return (
        f'<div class="crp-jf"><h3>Who is served worst on each journey</h3><p class="crp-jf-note">{note}</p>'
        f'<ul class="crp-jf-worst">{lines}</ul></div>'
    )


def _worst_on(rows: pd.DataFrame, personas: Mapping[str, Persona], anybody: bool) -> str:
    own = rows[rows["meant_for"]]
    said = [_own(own, personas)] if 0 < len(own) < len(rows) else []
    said.append(_fewest(rows, personas))
    if anybody:
        said.append(_stopped(rows, personas))
    unknown = rows[rows["needs"] == 0]["persona"]
    if len(unknown):
        said.append(f"Which needs are met is not known of {_named(unknown, personas)}.")
    return "".join(f"<span>{ui.escape(words)}</span>" for words in said)


def _own(own: pd.DataFrame, personas: Mapping[str, Persona]) -> str:
    """Say how the people do for whom the journey is meant."""
    served = _served(own)
    if not served.notna().any():
        return f"Meant for {_named(own['persona'], personas)}: which needs it meets is not known."
    least = own[served == served.min()]
    of = "Meant for" if len(least) == len(own) else "Of those it is meant for, fewest needs met:"
    return f"{of} {_named(least['persona'], personas)} ({_share(least)})."


def _fewest(rows: pd.DataFrame, personas: Mapping[str, Persona]) -> str:
    fewest = rows[rows["fewest_met"]]
    if not len(fewest):
        return "Which needs it meets is not known of anybody."
    share = _share(fewest)
    if len(fewest) == len(rows) and len(rows) > 1:
        return f"It does as much for everyone: {share} of their needs."
    return f"Of everyone, fewest needs met: {_named(fewest['persona'], personas)} ({share})."


def _served(rows: pd.DataFrame) -> pd.Series:
    """Return the share of needs met or partly met; missing where that is not known."""
    return (rows["met"] + rows["partly"].astype(float)).round(9)


def _share(rows: pd.DataFrame) -> str:
    """Say how many of their needs are met, and of how many that is not known: these are not counted as unmet."""
    unknown = rows["unknown"].astype(float)
    said = f"{_percent(float(_served(rows).iloc[0]))} met or partly met"
    if not unknown.any():
        return said
    least, most = _percent(unknown.min()), _percent(unknown.max())
    return f"{said}, {least if least == most else f'{least} to {most}'} not known"


def _percent(share: float) -> str:
    return f"{100 * share:.0f}\u00a0%"


def _stopped(rows: pd.DataFrame, personas: Mapping[str, Persona]) -> str:
    most = rows[rows["most_blockers"]]
    if not len(most):
        return "No rule finds that this one stops anybody."
    times = counted(int(most["blockers"].iloc[0]), "finding")
    return f"Stopped most: {_named(most['persona'], personas)} ({times})."


def _named(ids: pd.Series, personas: Mapping[str, Persona]) -> str:
    return joined([f"“{_title(str(id), personas)}”" for id in ids])


def _title(id: str, known: Mapping[str, Persona] | Mapping[str, Journey]) -> str:
    return known[id].title if id in known else id
