"""What the steps of the needs page share: what is kept, the picture made of it, and who wants to hear of changes."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from crpkit.errors import CrpkitError, InputProblems
from crpkit.framework import Framework, load_framework
from crpkit.needs import Audit, Diagnosis, Excerpts, Kept, Place, Survey, no_audit, read_audit, read_excerpts
from crpkit.overview import workshop_lines
from crpkit.workshop import Workshop
from crpkit.workspace import Workspace, open_workspace

Read = TypeVar("Read")
NO_ANSWERS = "First give the answers to the survey, in the step “What people said”."
NO_PICTURE = "First make the picture, in the step “The picture”."
EXAMPLE = Path("workshop_data") / "example" / "needs"


class NeedsDesk:
    """The model of the page; it knows no widgets.

    Attributes
    ----------
    workspace, kept
        ``None`` until the page has been opened.
    trouble
        Why something cannot be read, as a sentence; empty if all can.
    name, survey
        The survey that is looked at.
    audit, excerpts, place
        What else is kept.
    picture
        The picture, once it was made of what is kept now.
    was_made
        Whether it had been made when the page was opened, of what is still kept.
    """

    def __init__(self, workspace: Workspace | None = None) -> None:
        self._given = workspace
        self.workspace: Workspace | None = None
        self.kept: Kept | None = None
        self.trouble = ""
        self.name = ""
        self.survey: Survey | None = None
        self.audit: Audit = no_audit()
        self.excerpts: Excerpts | None = None
        self.place: Place | None = None
        self.picture: Diagnosis | None = None
        self.was_made = False
        self._given_file: tuple[str, bytes] | None = None
        self._listeners: list[Callable[[], object]] = []

    @property
    def framework(self) -> Framework:
        """With the team's overlay, once the page is open."""
        return self.kept.framework if self.kept else load_framework()

    def on_change(self, listener: Callable[[], object]) -> None:
        """Call a function after each change."""
        self._listeners.append(listener)

    def tell(self) -> None:
        """Let every step show what is now so."""
        for listener in tuple(self._listeners):
            listener()

    def open(self, survey: str = "") -> None:
        """Read what is kept; ``survey`` is the one that the address names, if it does."""
        self.trouble = ""
        try:
            workspace = self._given or open_workspace()
            self.kept = Kept.of(workspace.folder, workspace.framework)
            self.workspace = workspace
        except CrpkitError as error:
            self.trouble = str(error)
            self.tell()
            return
        self._read(survey)
        self.tell()

    def _read(self, survey: str) -> None:
        """Read each thing by itself, so that a file that is broken keeps none of the others away."""
        kept = self._open_kept()
        for name, read in (
            ("place", lambda: kept.place),
            ("audit", lambda: kept.audit),
            ("excerpts", lambda: kept.excerpts),
        ):
            try:
                setattr(self, name, read())
            except CrpkitError as error:
                self.trouble = f"{self.trouble} {error}".strip()
        names = kept.surveys
        wanted = (
            survey if survey in names else self.name if self.name in names else names[-1] if names else ""
        )
        if wanted:
            try:
                self.survey, self.name = kept.survey(wanted), wanted
                self.was_made = kept.pictured == wanted
            except CrpkitError as error:
                self.trouble = f"{self.trouble} {error}".strip()

    def _open_kept(self) -> Kept:
        if self.kept is None:
            raise CrpkitError("The page has not been opened yet", "Reload it.")
        return self.kept

    def _changed(self) -> None:
        """What is kept is another now: a picture made before is no longer of it."""
        self.picture, self.was_made = None, False
        if self.kept is not None:
            self.kept.note_picture("")
        self.tell()

    def take_picture(self, picture: Diagnosis) -> None:
        """Show a picture, and note that it was made: after a reload it is made again by itself."""
        self.picture = picture
        self._open_kept().note_picture(self.name)

    # -- what people do

    def keep_place(self, place: Place) -> None:
        """Keep what is known of the place."""
        self._open_kept().keep_place(place)
        self.place = place
        self._changed()

    def take_survey(self, name: str, content: bytes) -> None:
        """Read answers as they come from the browser, and keep them."""
        self.survey = self._from_file(name, content, self._open_kept().keep_survey)
        self.name = self.survey.name
        self._given_file = (name, content)
        self._changed()

    def look_at(self, name: str) -> None:
        """Look at another survey that is kept."""
        if name != self.name:
            self.survey, self.name = self._open_kept().survey(name), name
            self._given_file = None
            self._changed()

    def tell_columns(self, mapping: dict[str, Any]) -> None:
        """Keep what the team said of columns, and read the answers again."""
        kept = self._open_kept()
        kept.remember(mapping)
        # A column that answered nothing before was not kept: it is only in the file that was given, and while the page
        # is open.
        given = self._given_file
        self.survey = self._from_file(*given, kept.keep_survey) if given else kept.survey(self.name)
        self._changed()

    def take_excerpts(self, name: str, content: bytes) -> Excerpts:
        """Read coded excerpts and keep them."""
        found = self._from_file(name, content, lambda file: read_excerpts(file, self.framework))
        self._open_kept().keep_excerpts(found)
        self.excerpts = self._open_kept().excerpts
        self._changed()
        return found

    def workshops(self) -> list[tuple[str, str]]:
        """Return code and title of each workshop in the folder."""
        if self.workspace is None:
            return []
        return [(line.code, line.title or "A workshop") for line in workshop_lines(self.workspace.log)]

    def take_workshops(self, codes: Iterable[str]) -> int:
        """Keep what workshops say of needs beside the other excerpts, and return how many lines that were."""
        from crpkit.reports import from_workshop  # it is slow to load

        if self.workspace is None:
            raise CrpkitError("The page has not been opened yet", "Reload it.")
        kept, found = self._open_kept(), 0
        for code in codes:
            more = from_workshop(Workshop.open(self.workspace, code), self.framework)
            found += len(more)
            if len(more):
                kept.add_excerpts(more)
        self.excerpts = kept.excerpts
        self._changed()
        return found

    def take_audit(self, name: str, content: bytes) -> Audit:
        """Read the sheet of what is here and keep it."""
        found = self._from_file(name, content, lambda file: read_audit(file, self.framework))
        self._open_kept().keep_audit(found)
        self.audit = self._open_kept().audit
        self._changed()
        return found

    def note_offer(self, offer: dict[str, Any]) -> None:
        """Write down what is here of one kind of support."""
        self.audit = self._open_kept().note_offer(offer)
        self._changed()

    def note_condition(self, intervention: str, condition: str, state: str, note: str) -> None:
        """Write down whether a condition is met."""
        self.audit = self._open_kept().note_condition(intervention, condition, state, note)
        self._changed()

    def use_example(self) -> None:
        """Take the made-up answers of the worked example."""
        kept, folder = self._open_kept(), self.example
        if folder is None:
            raise CrpkitError("The worked example is not in this folder")
        self.survey = kept.keep_survey(folder / "survey-autumn.xlsx")
        self.name = self.survey.name
        kept.keep_audit(read_audit(folder / "what-is-here.xlsx", self.framework))
        kept.keep_excerpts(read_excerpts(folder / "excerpts.csv", self.framework))
        (kept.folder / "place.yaml").write_bytes((folder / "place.yaml").read_bytes())
        self._read(self.name)
        self._changed()

    @property
    def example(self) -> Path | None:
        """The folder of the worked example, if it is here."""
        if self.workspace is None:
            return None
        folder = self.workspace.folder / EXAMPLE
        return folder if folder.is_dir() else None

    @property
    def outputs(self) -> Path:
        """Where files go."""
        if self.workspace is None:
            raise CrpkitError("The page has not been opened yet", "Reload it.")
        return self.workspace.outputs

    def _from_file(self, name: str, content: bytes, read: Callable[[Path], Read]) -> Read:
        """Read bytes through a file of that name; it is gone again afterwards."""
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            safe = "".join(letter if letter.isalnum() or letter in " -_." else "-" for letter in name).strip(
                ". "
            )
            file = Path(folder) / (safe or "answers.csv")
            file.write_bytes(content)
            try:
                return read(file)
            except InputProblems as error:  # of the file as the team knows it, not of ours
                named = (replace(one, file=Path(name)) if one.file == file else one for one in error.problems)
                raise InputProblems(named) from error
