"""The page: its steps, what each waits for, and its opening."""

from __future__ import annotations

from collections.abc import Mapping

from crpkit.framework import load_framework
from crpkit.panels import controls as ui
from crpkit.panels.first_choice.desk import NOT_BEGUN, NOT_GIVEN, Desk
from crpkit.panels.first_choice.enter import EnterDots
from crpkit.panels.first_choice.pick import PickList
from crpkit.panels.first_choice.result import Result
from crpkit.panels.first_choice.set_up import SetUp
from crpkit.panels.first_choice.wall import ListWall
from crpkit.workspace import Workspace

TITLES = ("Set up", "Pick a list", "Show the list", "Enter dots", "Result")
SET_UP, PICK, WALL, ENTER, RESULT = range(len(TITLES))


class FirstChoice:
    """All steps of a first choice by dots.

    Parameters
    ----------
    workspace
        Found from ``CRPKIT_WORKSPACE`` or the folder when the page opens, if not given.

    Attributes
    ----------
    desk
        The model: what the steps share.
    set_up, pick, wall, enter, result
        The steps; each can be shown on its own.
    steps
        All of them in order, with Back and Next.
    page
        Reports that the page is open; put it last.
    """

    def __init__(self, workspace: Workspace | None = None) -> None:
        load_framework()  # the kit's own, not a team's: read while the page is made ready, not when it is opened
        self.desk = Desk(workspace)
        self.set_up = SetUp(self.desk)
        self.pick = PickList(self.desk)
        self.wall = ListWall(self.desk)
        self.enter = EnterDots(self.desk)
        self.result = Result(self.desk)
        self.page = ui.Page(on_open=self.open, on_beat=self.desk.look)
        self.steps = ui.Steps(TITLES, [self.set_up, self.pick, self.wall, self.enter, self.result])
        self._stood: tuple[bool, bool] = (False, False)
        self.desk.on_change(self.refresh)
        self.refresh()

    def open(self, query: Mapping[str, str] | None = None) -> None:
        """Read the workspace and go to the step that comes next; called when the page is open."""
        self.desk.open(query)

    def refresh(self) -> None:
        """Open the steps that can be done, and go on when one was finished."""
        if self.desk.workspace is not None:
            self.page.address({"code": self.desk.workshop.code} if self.desk.workshop else {})
        vote = self.desk.vote
        stands = (self.desk.workshop is not None, vote is not None)
        self.steps.block(PICK, "" if stands[0] else NOT_BEGUN)
        for step in (WALL, ENTER, RESULT):
            self.steps.block(step, "" if stands[1] else NOT_GIVEN if stands[0] else NOT_BEGUN)
        for step, done in (
            (SET_UP, stands[0]),
            (PICK, stands[1]),
            (WALL, bool(vote and vote.placed)),
            (ENTER, bool(vote and vote.placed)),
            (RESULT, bool(vote and vote.shown)),
        ):
            self.steps.done(step, done)
        if stands != self._stood:
            self._stood = stands
            self.steps.go(self._next(stands, bool(vote and vote.shown), bool(vote and vote.placed)))

    def _next(self, stands: tuple[bool, bool], shown: bool, placed: bool) -> int:
        if not stands[0]:
            return SET_UP
        if not stands[1]:
            return PICK
        return RESULT if shown else ENTER if placed else WALL
