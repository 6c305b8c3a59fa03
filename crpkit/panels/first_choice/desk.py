"""What the steps of a first choice share: the workspace, the workshop, and who wants to hear of changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from crpkit.errors import CrpkitError
from crpkit.overview import WorkshopLine, workshop_lines
from crpkit.workshop import DotsState, OptionList, Workshop
from crpkit.workspace import Workspace, open_workspace

NOT_BEGUN = "First give the workshop a title, in the step “Set up”."
NO_LIST = "First pick a list, in the step “Pick a list”."


class Desk:
    """The model of the page; it knows no widgets.

    Attributes
    ----------
    workspace
        ``None`` until the page has been opened.
    workshop
        ``None`` until one was begun or opened.
    trouble
        Why the workspace cannot be worked in, as a sentence; empty if it can.
    """

    def __init__(self, workspace: Workspace | None = None) -> None:
        self._given = workspace
        self.workspace: Workspace | None = None
        self.workshop: Workshop | None = None
        self.trouble = ""
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

        What is wrong with the workspace is kept as :attr:`trouble`, so that the page can say it where it is seen.

        Raises
        ------
        InputProblems
            If there is no workshop with this code. The page is shown all the same.
        """
        try:
            self.workspace = self._given or open_workspace()
            self.workspace.log.streams()
        except CrpkitError as error:
            self.trouble = str(error)
            self.tell()
            return
        try:
            if query and query.get("code"):
                self.workshop = Workshop.open(self.workspace, query["code"])
        finally:
            self.tell()

    def begin(self, title: str, total: int | None, families: Mapping[str, int]) -> None:
        """Begin a workshop, or correct title and head-count of the one that is open."""
        if self.workshop is None:
            self.workshop = Workshop.create(self._workspace(), title)
        elif title != self.workshop.state.title:
            self.workshop.retitle(title)
        room = self.workshop.state.room
        if (total, dict(families)) != (room.total, dict(room.families)):
            self.workshop.count_room(total, families)
        self.tell()

    def go_on_with(self, code: str) -> None:
        """Open a workshop that was begun before."""
        self.workshop = Workshop.open(self._workspace(), code)
        self.tell()

    def put_away(self) -> None:
        """Leave the open workshop, to begin another; nothing of it is lost."""
        self.workshop = None
        self.tell()

    def earlier(self) -> tuple[WorkshopLine, ...]:
        """Return the workshops in the workspace, the newest first."""
        if self.workspace is None or self.trouble:
            return ()
        return workshop_lines(self.workspace.log)

    def give_letters(self, options: OptionList, prompt: str, dots_each: int) -> None:
        """Put a list up for the dot vote."""
        self._open_workshop().add_dots(options, prompt, dots_each)
        self.tell()

    @property
    def vote(self) -> DotsState | None:
        """The dot vote as it is now; ``None`` while there is none."""
        if self.workshop is None:
            return None
        try:
            return self.workshop.dots()
        except CrpkitError:
            return None

    def place(self, option: str, dots: int, channel: str) -> None:
        """Enter dots."""
        try:
            self._open_workshop().place_dots(option, dots, channel)
        finally:
            self.tell()

    def undo(self) -> None:
        """Undo the latest entry."""
        self._open_workshop().undo_dots()
        self.tell()

    def show(self, shown: bool) -> None:
        """Show the result to the room, or hide it."""
        self._open_workshop().show(shown)
        self.tell()

    def export(self) -> list[str]:
        """Save the workshop as files and return their places below the workspace."""
        workspace, workshop = self._workspace(), self._open_workshop()
        files = workshop.export(workspace.outputs / f"{workshop.code}-private")
        return [file.relative_to(workspace.folder).as_posix() for file in files]

    def _workspace(self) -> Workspace:
        if self.workspace is None:
            raise CrpkitError("The page has not been opened yet", "Reload it.")
        return self.workspace

    def _open_workshop(self) -> Workshop:
        if self.workshop is None:
            raise CrpkitError(NOT_BEGUN)
        return self.workshop
