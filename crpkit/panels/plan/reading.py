"""What the desk of the plan page reads: what is in the folder, and what follows from the plan that is kept."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from crpkit.errors import CrpkitError
from crpkit.framework import Framework, load_framework
from crpkit.needs import Diagnosis, Survey, diagnose
from crpkit.planning import (
    Option,
    PilotCard,
    Plan,
    Settings,
    Timetable,
    decide,
    hours_had,
    links_of,
    options,
    pilot_cards,
    timetable,
)
from crpkit.planning.inputs import Inputs
from crpkit.planning.kept import KeptPlan
from crpkit.planning.linking import Links
from crpkit.planning.option_rows import records_of
from crpkit.workspace import Workspace

if TYPE_CHECKING:
    from crpkit.reports.plan.sentences import Sentences


class Reading:
    """The part of the desk that reads and changes nothing; see :class:`crpkit.panels.plan.desk.PlanDesk`."""

    def __init__(self) -> None:
        self.workspace: Workspace | None = None
        self.settings: Settings | None = None
        self.kept: KeptPlan | None = None
        self.diagnosis: Diagnosis | None = None
        self._options: tuple[Option, ...] | None = None
        self._inputs: Inputs | None = None

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
                table,
                {name: one[0] for name, one in known.items()},
                {name: one[1] for name, one in known.items()},
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
            if component in framework.components.ids and need in framework.needs.ids
        }
        return links_of(framework, known)

    # -- of the plan that is kept

    @property
    def plan(self) -> Plan | None:
        """The plan that is kept, with what the team wrote to its lines."""
        return self.kept.edited if self.kept else None

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
            times=here.times,
            holidays=here.holidays,
            place_code=place.code if place else "",
            had=hours_had(self._open_workspace().personas.values()),
        )

    def sentences(self) -> Sentences:
        """Return the sentences of the document of the plan that is kept."""
        from crpkit.reports.plan.given import Given  # they are slow to load
        from crpkit.reports.plan.sentences import Sentences

        if self.kept is None:
            raise CrpkitError("No plan is kept yet", "Take one first.")
        return Sentences(Given(self._open_workspace(), self.kept, datetime.now(UTC)))

    def pilots(self) -> tuple[PilotCard, ...]:
        """Return a card for each part of the plan that is new here."""
        plan = self.plan
        if plan is None:
            return ()
        return pilot_cards(plan, framework=self.framework, diagnosis=self.picture)

    @property
    def picture(self) -> Diagnosis | None:
        """The picture of needs, made when it is asked for; ``None`` if there are no answers."""
        if self.diagnosis is None and self.survey is not None:
            here = self.inputs
            self.diagnosis = diagnose(
                here.survey, here.audit, here.place, here.excerpts, draws=0, framework=self.framework
            )
        return self.diagnosis
