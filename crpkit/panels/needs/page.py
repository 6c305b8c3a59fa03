"""The page: its five steps, what each waits for, and its opening."""

from __future__ import annotations

from collections.abc import Mapping

from crpkit.panels import controls as ui
from crpkit.panels.needs.desk import NO_ANSWERS, NO_PICTURE, NeedsDesk
from crpkit.panels.needs.here import HereStep
from crpkit.panels.needs.lead import step_of
from crpkit.panels.needs.meaning import MeaningStep
from crpkit.panels.needs.picture import PictureStep
from crpkit.panels.needs.place import PlaceStep
from crpkit.panels.needs.said import ReadAnswers, ReadExcerpts, SendSurvey
from crpkit.workspace import Workspace

TITLES = ("The place", "What people said", "What is here", "The picture", "What it means")
PLACE, SAID, HERE, PICTURE, MEANING = range(len(TITLES))


class NeedsPage:
    """All steps of the page.

    Parameters
    ----------
    workspace
        Found from ``CRPKIT_WORKSPACE`` or the folder when the page opens, if not given.

    Attributes
    ----------
    desk
        The model: what the steps share.
    place, send, answers, excerpts, here, picture, meaning
        Its parts; each can be shown on its own.
    steps
        All of them in order, with Back and Next.
    page
        Reports that the page is open; put it last.
    """

    def __init__(self, workspace: Workspace | None = None) -> None:
        self.desk = NeedsDesk(workspace)
        self.place = PlaceStep(self.desk)
        self.send = SendSurvey(self.desk)
        self.answers = ReadAnswers(self.desk)
        self.excerpts = ReadExcerpts(self.desk)
        self.here = HereStep(self.desk)
        self.picture = PictureStep(self.desk)
        self.meaning = MeaningStep(self.desk)
        said = step_of(
            "Answers to a survey, and what was said in interviews and groups.",
            self.answers,
            self.excerpts,
            self.send,
        )
        self.page = ui.Page(on_open=self.open)
        self.steps = ui.Steps(TITLES, [self.place, said, self.here, self.picture, self.meaning])
        self.steps.add_class("crp-needs")
        self.steps.on_visit(lambda _: self._address())
        self.desk.on_change(self.refresh)
        self.refresh()

    def open(self, query: Mapping[str, str] | None = None) -> None:
        """Read what is kept and go to the step that the address names; called when the page is open."""
        query = query or {}
        self.desk.open(query.get("survey", ""))
        if self.desk.was_made:
            self.picture.make_again()
        step = query.get("step", "")
        wanted = int(step) - 1 if step.isdecimal() and 1 <= int(step) <= len(TITLES) else None
        if wanted == MEANING and self.desk.survey is not None:
            wanted = PICTURE  # the picture is made anew from what is kept
        if wanted is not None and wanted not in self.steps.blocks:
            self.steps.go(wanted)

    def refresh(self) -> None:
        """Open the steps that can be done."""
        desk = self.desk
        self.steps.block(PICTURE, "" if desk.survey is not None else NO_ANSWERS)
        self.steps.block(
            MEANING, "" if desk.picture is not None else NO_PICTURE if desk.survey else NO_ANSWERS
        )
        for step, done in (
            (PLACE, desk.place is not None),
            (SAID, desk.survey is not None),
            (HERE, len(desk.audit.components) > 0),
            (PICTURE, desk.picture is not None),
        ):
            self.steps.done(step, done)
        if desk.workspace is not None:
            self._address()

    def _address(self) -> None:
        step = {"step": str(self.steps.current + 1)} if self.steps.current else {}
        self.page.address({**({"survey": self.desk.name} if self.desk.name else {}), **step})
