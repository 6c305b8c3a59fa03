"""What the steps of the plan page share: what is asked, what was found, what is kept, and who wants to hear of changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from crpkit.errors import CrpkitError
from crpkit.framework import Framework, load_framework
from crpkit.needs import Diagnosis, Survey
from crpkit.planning import (
    NothingFits,
    Option,
    PilotCard,
    Plan,
    Plans,
    Timetable,
    decide,
    hours_had,
    links_of,
    make_plan,
    options,
    out_of_date,
    pilot_cards,
    read_holidays,
    read_times,
    timetable,
)
from crpkit.planning.drafts import keep_settings, kept_settings
from crpkit.planning.holidays import FILE as HOLIDAYS_FILE
from crpkit.planning.inputs import Inputs
from crpkit.planning.keeping import keep_plan, kept_plan, plan_to_keep
from crpkit.planning.kept import KeptPlan
from crpkit.planning.linking import Links
from crpkit.planning.option_rows import records_of
from crpkit.planning.settings import LineNotes, Settings
from crpkit.planning.times import FILE as TIMES_FILE
from crpkit.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from crpkit.reports.plan.sentences import Sentences

NO_BUDGET = "First say what there is, in the step “What there is”."
NO_SURVEY = "First bring the answers to a survey, on the page “Needs”."
NO_PLAN = "First choose a plan, in the step “Choose”."


class PlanDesk:
    """The model of the page; it knows no widgets.

    Attributes
    ----------
    workspace
        ``None`` until the page has been opened.
    trouble
        Why something cannot be read, as a sentence; empty if all can.
    settings
        What the team asks for now; ``None`` until it has said so.
    kept
        The plan that is kept, if one is.
    moved
        What moved since it was made, in sentences.
    plans, diagnosis
        What was found for the settings as they are now; ``None`` until somebody has it worked out.
    clash
        Why nothing fits, if nothing does.
    resting
        Name of a plan → what it rests on.
    """

    def __init__(self, workspace: Workspace | None = None) -> None:
        self._given = workspace
        self.workspace: Workspace | None = None
        self.trouble = ""
        self.settings: Settings | None = None
        self.kept: KeptPlan | None = None
        self.moved: tuple[str, ...] = ()
        self.plans: Plans | None = None
        self.diagnosis: Diagnosis | None = None
        self.clash: NothingFits | None = None
        self.resting: dict[str, pd.DataFrame] = {}
        self._options: tuple[Option, ...] | None = None
        self._inputs: Inputs | None = None
        self._listeners: list[Callable[[], object]] = []

    def on_change(self, listener: Callable[[], object]) -> None:
        """Call a function after each change."""
        self._listeners.append(listener)

    def tell(self) -> None:
        """Let every step show what is now so."""
        for listener in tuple(self._listeners):
            listener()

    # -- what there is

    @property
    def framework(self) -> Framework:
        """With the team's overlay, once the page is open."""
        return self.workspace.framework if self.workspace else load_framework()

    @property
    def folder(self) -> Path:
        """The workspace's folder."""
        return self._open_workspace().folder

    @property
    def outputs(self) -> Path:
        """Where files go; made if it is not there."""
        folder = self._open_workspace().outputs
        folder.mkdir(exist_ok=True)
        return folder

    def _open_workspace(self) -> Workspace:
        if self.workspace is None:
            raise CrpkitError("The page has not been opened yet", "Reload it.")
        return self.workspace

    @property
    def inputs(self) -> Inputs:
        """What a plan is made from, read when it is asked for and then kept until something changes."""
        if self._inputs is None:
            self._inputs = Inputs(self._open_workspace(), self.settings.survey if self.settings else "")
        return self._inputs

    @property
    def surveys(self) -> list[str]:
        """Names of the surveys that are kept."""
        return self.inputs.kept.surveys if self.workspace else []

    @property
    def survey(self) -> Survey | None:
        """The answers that the plan rests on; ``None`` if there are none, or they cannot be read."""
        if self.workspace is None:
            return None
        try:
            return self.inputs.survey
        except CrpkitError:
            return None

    @property
    def from_example(self) -> bool:
        """Whether the answers are the worked example's, made up."""
        return self.workspace is not None and self.inputs.example is not None

    @property
    def options(self) -> tuple[Option, ...]:
        """All ways of all components, with what the team said of them."""
        if self._options is None:
            here = self.inputs
            table = options(self.framework, here.audit, here.costs, rates=here.rates)
            said = self.settings.allowed if self.settings else {}
            known = {name: one for name, one in said.items() if name in set(table["id"])}
            table = decide(
                table, {name: one[0] for name, one in known.items()}, {name: one[1] for name, one in known.items()}
            )
            self._options = records_of(table)
        return self._options

    @property
    def links(self) -> Links:
        """The links, with what the team said of them."""
        framework, said = self.framework, self.settings.team_links if self.settings else {}
        known = {
            (component, need): strength
            for (component, need), strength in said.items()
            if component in framework.components and need in framework.needs
        }
        return links_of(framework, known)

    # -- opening

    def open(self) -> None:
        """Read what is kept."""
        self.trouble = ""
        try:
            self.workspace = self._given or open_workspace()
            _ = self.framework
        except CrpkitError as error:
            self.trouble, self.workspace = str(error), None
            self.tell()
            return
        self.kept = self._read(lambda: kept_plan(self.folder))
        self.settings = self._read(lambda: kept_settings(self.folder))
        if self.settings is None and self.kept is not None:
            self.settings = self.kept.settings
        self._read(lambda: self.options)
        self.look_for_moves()
        self.tell()

    def _read(self, read: Callable[[], Any]) -> Any:
        """Read one thing, so that a file that is broken keeps none of the others away."""
        try:
            return read()
        except CrpkitError as error:
            self.trouble = f"{self.trouble} {error}".strip()
            return None

    def look_for_moves(self) -> None:
        """Note what moved since the plan was made: the inputs, and what the team asks for."""
        kept = self.kept
        if kept is None or self.workspace is None:
            self.moved = ()
            return
        inputs = self._read(lambda: out_of_date(self._open_workspace(), kept)) or ()
        asked = said_otherwise(kept.settings, self.settings, self.framework) if self.settings else ()
        self.moved = (*inputs, *asked)

    # -- what people do

    def ask(self, **changes: Any) -> None:
        """Ask for something else; what was found before is no longer of it.

        Raises
        ------
        CrpkitError
            If nothing has been said of what there is.
        """
        if self.settings is None and "budget" not in changes:
            raise CrpkitError("Nobody has said yet what there is", NO_BUDGET)
        before = dict(self.settings) if self.settings else {}
        settings = Settings.model_validate({**before, **changes})
        if settings == self.settings:
            return
        earlier, self.settings = self.settings, settings
        keep_settings(self.folder, settings)
        if earlier is not None and _but_for_days(earlier) == _but_for_days(settings):
            self._move_days(settings)
        else:
            self._forget()

    def _move_days(self, settings: Settings) -> None:
        """Let the plan that is kept begin on another day, around other blocked days: it stays the same plan."""
        if self.kept is not None:
            days = {name: getattr(settings, name) for name in _DAYS}
            self._keep(replace(self.kept, settings=self.kept.settings.model_copy(update=days)))
        else:
            self.tell()

    def _forget(self) -> None:
        self.plans, self.clash, self._options, self._inputs = None, None, None, None
        self.resting = {}
        self.look_for_moves()
        self.tell()

    def decide(self, option: str, allowed: bool | None, reason: str) -> None:
        """Allow an option, rule it out, or take back what was said."""
        said = dict(self.settings.allowed) if self.settings else {}
        said.pop(option, None)
        if allowed is not None:
            said[option] = (allowed, reason)
        self.ask(allowed=said)

    def link(self, component: str, need: str, strength: str) -> None:
        """Say how far a component helps with a need; empty takes back what was said."""
        said = dict(self.settings.links) if self.settings else {}
        said.pop(f"{component}/{need}", None)
        if strength:
            said[f"{component}/{need}"] = strength  # type: ignore[assignment]
        self.ask(links=said)

    def working_out(self) -> Iterator[None]:
        """Look for plans, piece by piece."""
        workspace, settings = self._open_workspace(), self.settings
        if settings is None:
            raise CrpkitError("Nobody has said yet what there is", NO_BUDGET)
        yield
        try:
            found, diagnosis, _ = make_plan(workspace, settings)
        except NothingFits as clash:
            self.plans, self.clash = None, clash
            return
        yield
        _ = found.front  # reckoned once, and then kept
        resting = {}
        for name in found.named:
            yield
            resting[name] = found.rests_on(name)
        self.plans, self.diagnosis, self.clash, self.resting = found, diagnosis, None, resting

    def take(self, name: str) -> None:
        """Keep one of the plans that were found; what the team wrote to lines and sentences stays."""
        plans, settings = self.plans, self.settings
        if plans is None or settings is None or name not in plans.named:
            raise CrpkitError("This plan is not there any more", "Work the plans out again.")
        self._keep(plan_to_keep(self._open_workspace(), settings, plans, name, self.kept))

    def note_line(self, component: str, notes: LineNotes) -> None:
        """Keep what the team wrote to a line."""
        kept = self._kept_plan()
        self._keep(replace(kept, lines={**kept.lines, component: notes}))

    def note_sentence(self, key: str, words: str) -> None:
        """Keep a sentence that the team wrote in place of another; empty brings the kit's own back."""
        kept = self._kept_plan()
        sentences = {name: said for name, said in kept.sentences.items() if name != key}
        self._keep(replace(kept, sentences={**sentences, key: words} if words.strip() else sentences))

    # -- of the plan that is kept

    def timetable(self) -> Timetable | None:
        """Put the plan that is kept into the calendar; ``None`` without a plan or a first day."""
        plan, settings = self.plan, self.settings
        if plan is None or settings is None or settings.start is None:
            return None
        here = self.inputs
        place = here.place
        return timetable(
            plan,
            settings.start,
            settings.blocked,
            framework=self.framework,
            times=read_times(here.table(TIMES_FILE), self.framework),
            holidays=read_holidays(here.table(HOLIDAYS_FILE)),
            place_code=place.code if place else "",
            had=hours_had(self._open_workspace().personas.values()),
        )

    def sentences(self) -> Sentences:
        """Return the sentences of the document of the plan that is kept."""
        from crpkit.reports.plan.given import Given  # they are slow to load
        from crpkit.reports.plan.sentences import Sentences

        return Sentences(Given(self._open_workspace(), self._kept_plan(), datetime.now(UTC)))

    def pilots(self) -> tuple[PilotCard, ...]:
        """Return a card for each part of the plan that is new here."""
        plan = self.plan
        if plan is None:
            return ()
        return pilot_cards(plan, framework=self.framework, diagnosis=self.diagnosis)

    def _kept_plan(self) -> KeptPlan:
        if self.kept is None:
            raise CrpkitError("No plan is kept yet", NO_PLAN)
        return self.kept

    def _keep(self, kept: KeptPlan) -> None:
        keep_plan(self.folder, kept)
        self.kept = kept
        self.look_for_moves()
        self.tell()

    @property
    def plan(self) -> Plan | None:
        """The plan that is kept, with what the team wrote to its lines."""
        return self.kept.edited if self.kept else None


_DAYS = ("start", "blocked")


def _but_for_days(settings: Settings) -> Settings:
    """Return what is asked but for days: these do not change which plans there are."""
    return settings.model_copy(update={"start": None, "blocked": ()})


_ASKED: Mapping[str, str] = {
    "budget": "The money",
    "staff_days": "The staff days",
    "months": "How long the plan runs",
    "pay": "Whether people are paid",
    "floors": "What each group should get at least",
    "require": "What must be in it",
    "exclude": "What must be left out",
    "allowed": "Which ways are allowed or ruled out",
    "links": "What you said of links",
    "survey": "The survey",
}


def said_otherwise(then: Settings, now: Settings, framework: Framework) -> tuple[str, ...]:
    """Return what a team asks for now and did not ask for when its plan was made, in sentences.

    When it starts, and blocked dates, are not among them: the timetable always shows those of now.
    """
    found = []
    for name, title in _ASKED.items():
        before, after = getattr(then, name), getattr(now, name)
        if before == after:
            continue
        figures = name in ("budget", "staff_days", "months")
        found.append(f"{title}: {_figure(name, before)} then, {_figure(name, after)} now." if figures else f"{title} changed.")
    return tuple(found)


def _figure(name: str, value: float | None) -> str:
    if value is None:
        return "no limit"
    return f"£{value:,.0f}" if name == "budget" else f"{value:g} {'months' if name == 'months' else 'days'}"
