"""The page of personas: gallery, form and workspace brought together."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from crpkit.errors import CrpkitError, InputProblems, Problem
from crpkit.framework import Framework, load_framework
from crpkit.panels.personas.card import group_words
from crpkit.panels.personas.form import PersonaForm
from crpkit.panels.personas.gallery import Gallery
from crpkit.personas import Persona, read_personas, save_persona
from crpkit.workspace import Workspace

FOLDER = "personas"
_THE_KITS_OWN = Problem(
    "The team’s own framework cannot be read, so the groups here are those that come with the kit"
)


class PersonaDesk:
    """A gallery and a form that work on the personas of one workspace.

    It is built without data; :meth:`use` gives it a workspace, when the page has been opened.

    Attributes
    ----------
    gallery
        All personas, and the full card of one.
    form
        To make, change or copy one.
    """

    def __init__(self) -> None:
        load_framework()  # the kit's own, not a team's: read while the page is made ready, not when it is opened
        self._workspace: Workspace | None = None
        self.gallery = Gallery(on_change=self._change)
        self.form = PersonaForm(on_save=self._save)

    def use(self, workspace: Workspace, chosen: str = "") -> None:
        """Show the personas of a workspace.

        Parameters
        ----------
        workspace
            The workspace.
        chosen
            Id of a persona whose card is to be open; one that is not there is ignored.
        """
        self._workspace = workspace
        self.refresh()
        self.gallery.show_card(chosen)

    def refresh(self) -> None:
        """Read the personas again; what has been typed in the form stays."""
        if self._workspace is None:
            return
        framework, broken = _framework(self._workspace)
        groups = group_words(framework)
        read = read_personas(self._workspace.folder / FOLDER, groups)
        problems = [_in_words(problem) for problem in (*broken, *read.problems)]
        self.gallery.show(read.personas, groups, problems)
        unread = [problem.file.stem.casefold() for problem in read.problems if problem.file]
        self.form.use(read.personas, groups, unread)

    def _change(self, persona_id: str) -> None:
        self.refresh()
        self.form.begin(persona_id)

    def _save(self, persona: Persona, instead_of: Persona | None) -> str:
        if self._workspace is None:
            raise CrpkitError("No workspace is open", "Reload the page.")
        groups = _framework(self._workspace)[0].groups.ids
        path = save_persona(persona, self._workspace.folder / FOLDER, instead_of=instead_of, groups=groups)
        self.refresh()
        self.gallery.show_card(persona.id)
        return f"{path.parent.name}/{path.name}"


def _framework(workspace: Workspace) -> tuple[Framework, tuple[Problem, ...]]:
    """Return the team's framework, or the kit's own and why the team's cannot be read."""
    try:
        return workspace.framework, ()
    except InputProblems as error:
        return load_framework(), (_THE_KITS_OWN, *error.problems)
    except CrpkitError as error:
        return load_framework(), (_THE_KITS_OWN, error.problem)


def _in_words(problem: Problem) -> str:
    """Return a problem with the name of its file alone: the page's reader knows which folder it lies in."""
    return str(replace(problem, file=Path(problem.file.name)) if problem.file else problem)
