"""Which pages there are: a page is there when its notebook is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from crpkit import resources


@dataclass(frozen=True)
class Page:
    """A notebook as a page.

    Attributes
    ----------
    name
        Its address without the slash, and its notebook's name.
    title
        What it is called in the header and the browser's tab.
    step
        The step of the double diamond it serves.
    promise
        In one sentence: what one can do there.
    action
        What the home page's button says.
    notebook
        The file that is shown.
    """

    name: str
    title: str
    step: str
    promise: str
    action: str
    notebook: Path

    @property
    def stamp(self) -> tuple[Path, int]:
        """File and time of its last change; a page made ready from an older one is thrown away."""
        return self.notebook, self.notebook.stat().st_mtime_ns


# In the order of the story; a page appears as soon as its notebook is there.
_STORY = (
    (
        "needs",
        "Needs",
        "Discover",
        "See what would help here, what people could offer, and what is here already.",
        "See what would help",
    ),
    (
        "personas",
        "Personas",
        "Define",
        "Meet the people the support is for. Change them, or make your own.",
        "Meet the personas",
    ),
    (
        "agenda",
        "Agenda",
        "Develop",
        "Lay out a session step by step, see when it ends, and print what it needs.",
        "Lay out an agenda",
    ),
    (
        "workshop",
        "Workshop",
        "Develop",
        "Choose together what matters most. Everyone in the room counts the same.",
        "Set up a workshop",
    ),
    (
        "journeys",
        "Journeys",
        "Develop",
        "Walk through the support as one person would meet it.",
        "Try a journey",
    ),
    ("plan", "Plan", "Deliver", "Settle what to run here, when, and at what cost.", "Make the plan"),
)
NAMES = tuple(row[0] for row in _STORY)


def find_pages(workspace: Path) -> tuple[Page, ...]:
    """Return the pages that are there, in the order of the story.

    Parameters
    ----------
    workspace
        The team's folder; a notebook in its ``notebooks`` goes before the kit's own of the same name.
    """
    pages = []
    for name, title, step, promise, action in _STORY:
        for folder in (workspace / "notebooks", resources.folder("notebooks")):
            notebook = folder / f"{name}.ipynb"
            if notebook.is_file():
                pages.append(Page(name, title, step, promise, action, notebook))
                break
    return tuple(pages)


def find_page(workspace: Path, name: str) -> Page | None:
    """Return one page, or ``None`` if it is not there."""
    return next((page for page in find_pages(workspace) if page.name == name), None)
