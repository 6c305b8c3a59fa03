"""What the steps of a first choice share: the workspace, the workshop, and who wants to hear of changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from crpkit.errors import CrpkitError
from crpkit.overview import WorkshopLine, workshop_lines
from crpkit.store import Watcher
from crpkit.workshop import DotsState, OptionList, Workshop
from crpkit.workspace import Workspace, open_workspace

NOT_BEGUN = "First give the workshop a title, in the step “Set up”."
NOT_GIVEN = "First press “Give out the letters”, in the step “Pick a list”."
ACTIVITY = "first-choice"


class Desk:
    """The model of the page; it knows no widgets.

    Attributes
    ----------
    workspace
        ``None`` until the page has been opened.
    workshop
        ``None`` until one was begun or opened.
    earlier
        The workshops in the workspace, the newest first, as they were when the page was opened or one was begun.
    trouble
        Why the workspace cannot be worked in, as a sentence; empty if it can.
    notice
        What else has to be said at the top, for example that the address names no workshop.
    """

    def __init__(self, workspace: Workspace | None = None) -> None:
        self._given = workspace
        self._watcher: Watcher | None = None
        self.workspace: Workspace | None = None
        self.workshop: Workshop | None = None
        self.earlier: tuple[WorkshopLine, ...] = ()
        self.trouble = ""
        self.notice = ""
        self._listeners: list[Callable[[], object]] = []

    def on_change(self, listener: Callable[[], object]) -> None:
        """Call a function after each change."""
        self._listeners.append(listener)

    def tell(self) -> None:
        """Let every step show what is now so."""
        for listener in tuple(self._listeners):
            listener()

    def open(self, query: Mapping[str, str] | None = None) -> None:
        """Read the workspace, and the workshop whose code stands in the address (``?code=QUAYS2``).

        What is wrong with the workspace is kept as :attr:`trouble`, and an unknown code as :attr:`notice`, so that the
        page can say it where it is seen.
        """
        self.trouble = self.notice = ""
        try:
            workspace = self._given or open_workspace()
            workspace.framework  # noqa: B018 (a broken overlay is to be said now, not at the second step)
            self._watcher = workspace.log.watch()
            self.workspace = workspace
            self._list_earlier()
        except CrpkitError as error:
            self.trouble = str(error)
        if query and query.get("code") and not self.trouble:
            self._open_named(query["code"])
        self.tell()

    def _open_named(self, code: str) -> None:
        try:
            self.workshop = Workshop.open(self._workspace(), code)
        except CrpkitError as error:
            self.notice = str(error)

    def look(self) -> None:
        """Show what other pages wrote meanwhile; called now and then while the page is open."""
        if self._watcher is not None and self._watcher.changed():
            self.tell()

    def begin(self, title: str, total: int | None, families: Mapping[str, int]) -> None:
        """Begin a workshop."""
        self.workshop = Workshop.create(self._workspace(), title)
        if total is not None or families:
            self.workshop.count_room(total, families)
        self._list_earlier()
        self.notice = ""
        self.tell()

    def correct(self, title: str | None, room: tuple[int | None, Mapping[str, int]] | None) -> None:
        """Correct title or head-count of the open workshop; ``None`` leaves what another page may have changed."""
        workshop = self._open_workshop()
        if title is not None:
            workshop.retitle(title)
        if room is not None:
            workshop.count_room(*room, paper=workshop.state.room.paper)
        self.tell()

    def go_on_with(self, code: str) -> None:
        """Open a workshop that was begun before."""
        self.workshop = Workshop.open(self._workspace(), code)
        self.notice = ""
        self.tell()

    def put_away(self) -> None:
        """Leave the open workshop, to begin another; nothing of it is lost."""
        self.workshop = None
        self._list_earlier()
        self.tell()

    def _list_earlier(self) -> None:
        self.earlier = workshop_lines(self._workspace().log)

    def give_letters(self, options: OptionList, prompt: str, dots_each: int) -> None:
        """Put a list up for the dot vote."""
        self._open_workshop().add_dots(options, prompt, dots_each)
        self.tell()

    @property
    def vote(self) -> DotsState | None:
        """The dot vote as it is now; ``None`` while there is none."""
        if self.workshop is None or ACTIVITY not in self.workshop.state.activities:
            return None
        return self.workshop.dots(ACTIVITY)

    def place(self, entries: Sequence[tuple[str, int]], channel: str) -> None:
        """Enter dots: all entries or none."""
        try:
            self._open_workshop().place_many(entries, channel)
        finally:
            self.tell()

    def undo(self, entry: str | None) -> None:
        """Undo the entry that the page names."""
        try:
            self._open_workshop().undo_dots(entry=entry)
        finally:
            self.tell()

    def show(self, shown: bool) -> None:
        """Show the result to the room, or hide it."""
        self._open_workshop().show(shown)
        self.tell()

    def export(self) -> list[Path]:
        """Save the workshop as files and return them."""
        workshop = self._open_workshop()
        return workshop.export(self._workspace().outputs / workshop.code)

    def _workspace(self) -> Workspace:
        if self.workspace is None:
            raise CrpkitError("The page has not been opened yet", "Reload it.")
        return self.workspace

    def _open_workshop(self) -> Workshop:
        if self.workshop is None:
            raise CrpkitError(NOT_BEGUN)
        return self.workshop
