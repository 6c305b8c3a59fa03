"""The page: its eight steps, what each waits for, and its opening."""

from __future__ import annotations

from collections.abc import Mapping

from crpkit.panels import controls as ui
from crpkit.panels.plan.choose import ChooseStep
from crpkit.panels.plan.desk import NO_BUDGET, NO_PLAN, NO_SURVEY, PlanDesk
from crpkit.panels.plan.document import DocumentStep
from crpkit.panels.plan.lines import LinesStep
from crpkit.panels.plan.links import LinksStep
from crpkit.panels.plan.pilots import PilotsStep
from crpkit.panels.plan.there import ThereStep
from crpkit.panels.plan.ways import WaysStep
from crpkit.panels.plan.when import WhenStep
from crpkit.workspace import Workspace

TITLES = (
    "What there is",
    "Ways",
    "Links",
    "Choose",
    "Line by line",
    "When",
    "Pilots and money",
    "The document",
)
THERE, WAYS, LINKS, CHOOSE, LINES, WHEN, PILOTS, DOCUMENT = range(len(TITLES))


class PlanPage:
    """All steps of the page.

    Parameters
    ----------
    workspace
        Found from ``CRPKIT_WORKSPACE`` or the folder when the page opens, if not given.

    Attributes
    ----------
    desk
        The model: what the steps share.
    there, ways, links, choose, lines, when, pilots, document
        The steps; each can be shown on its own.
    steps
        All of them in order, with Back and Next.
    page
        Reports that the page is open; put it last.
    """

    def __init__(self, workspace: Workspace | None = None) -> None:
        self.desk = PlanDesk(workspace)
        self.there = ThereStep(self.desk)
        self.ways = WaysStep(self.desk)
        self.links = LinksStep(self.desk)
        self.choose = ChooseStep(self.desk)
        self.lines = LinesStep(self.desk)
        self.when = WhenStep(self.desk)
        self.pilots = PilotsStep(self.desk, self._at_pilots)
        self.document = DocumentStep(self.desk, self._choose_again)
        self.page = ui.Page(on_open=self.open)
        self.steps = ui.Steps(
            TITLES,
            [
                self.there,
                self.ways,
                self.links,
                self.choose,
                self.lines,
                self.when,
                self.pilots,
                self.document,
            ],
        )
        self.steps.add_class("crp-plan")
        self.steps.on_visit(lambda _: self._visited())
        self.desk.on_change(self.refresh)
        self.refresh()

    def open(self, query: Mapping[str, str] | None = None) -> None:
        """Read what is kept and go to the step that the address names; called when the page is open."""
        self.desk.open()
        if self.desk.kept is not None and not self.desk.moved:
            self.choose.work()  # the same as before comes out, so that it can be looked at beside the others
        step = (query or {}).get("step", "")
        wanted = int(step) - 1 if step.isdecimal() and 1 <= int(step) <= len(TITLES) else None
        if wanted is not None and wanted not in self.steps.blocks:
            self.steps.go(wanted)
        self._visited()

    def refresh(self) -> None:
        """Open the steps that can be done."""
        desk = self.desk
        asked, survey, kept = desk.settings is not None, desk.survey is not None, desk.kept is not None
        for step in (WAYS, LINKS):
            self.steps.block(step, "" if asked else NO_BUDGET)
        self.steps.block(CHOOSE, "" if asked and survey else NO_BUDGET if survey else NO_SURVEY)
        for step in (LINES, WHEN, PILOTS, DOCUMENT):
            self.steps.block(step, "" if kept else NO_PLAN)
        settings = desk.settings
        for step, done in (
            (THERE, asked),
            (WAYS, bool(settings and settings.allowed)),
            (LINKS, bool(settings and settings.links)),
            (CHOOSE, kept and not desk.moved),
            (LINES, bool(desk.kept and desk.kept.lines)),
            (WHEN, bool(kept and settings and settings.start)),
        ):
            self.steps.done(step, done)

    def _at_pilots(self) -> bool:
        return hasattr(self, "steps") and self.steps.current == PILOTS

    def _visited(self) -> None:
        self.desk.look_for_moves()
        for step in (self.choose, self.pilots, self.document):
            step.refresh()
        self._address()

    def _choose_again(self) -> None:
        """Go back to the plans and work them out, of what is there now."""
        if CHOOSE not in self.steps.blocks:
            self.steps.visit(CHOOSE)
            self.choose.work()

    def _address(self) -> None:
        self.page.address({"step": str(self.steps.current + 1)} if self.steps.current else {})
