"""Printing: sheets become one PDF, drawn by Typst with the letters that come with the kit."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import typst

from crpkit.charts.drawing import fonts_for
from crpkit.errors import CrpkitError, InputProblems, Problem
from crpkit.framework import load_framework
from crpkit.personas import load_personas
from crpkit.reports.pack.sheets import Sheet, sheets
from crpkit.tables.yamls import write_bytes
from crpkit.workshop.agenda import Agenda, read_agenda
from crpkit.workspace import Workspace, open_workspace

TEMPLATE = Path(__file__).parent / "pack.typ"


def print_pack(
    agenda: Agenda | Path | str, path: Path | str, workspace: Workspace | Path | str | None = None
) -> Path:
    """Write everything that an agenda needs on paper as one PDF.

    It has the plan, an agenda for the wall, join sheets, and for each step what its kind prints: ballot sheets, note
    cards, canvases (A3), check sheets. With a workspace, also cards of its personas. No letter is smaller than 14
    points; the first page says which pages to print how often.

    Parameters
    ----------
    agenda
        An agenda, or its file.
    path
        Where to; it ends in ``.pdf``.
    workspace
        The workspace, or its folder, whose own kinds, lists and personas count; the personas that come with the kit
        if not given.

    Returns
    -------
    Path
        The file; one that was there is replaced as a whole or not at all.

    Raises
    ------
    InputProblems
        If the agenda has a mistake, a persona cannot be read, the name ends otherwise, or the file cannot be written.
    CrpkitError
        If the sheets could not be drawn.
    """
    file = Path(path)
    if file.suffix.lower() != ".pdf":
        found = f"“{file.name}” is not the name of a print pack"
        raise InputProblems([Problem(found, "Let it end in .pdf.", file)])
    place = workspace if isinstance(workspace, Workspace) or workspace is None else open_workspace(workspace)
    framework = load_framework() if place is None else place.framework
    personas = load_personas() if place is None else place.personas
    if not isinstance(agenda, Agenda):
        agenda = read_agenda(agenda, None if place is None else place.folder, framework)
    groups = {group.id: group.title for group in framework.groups}
    write_bytes(file, drawn(agenda.title, sheets(agenda, list(personas.values()), groups)))
    return file


def drawn(title: str, found: Sequence[Sheet]) -> bytes:
    """Return sheets as the bytes of a PDF, tagged for screen readers.

    Raises
    ------
    CrpkitError
        If Typst refuses them.
    """
    pack = {"title": title, "language": "en", "region": "gb", "sheets": [sheet.as_json() for sheet in found]}
    words = json.dumps(pack, ensure_ascii=False)
    try:
        result = typst.compile(
            TEMPLATE.read_bytes(), sys_inputs={"pack": words}, format="pdf", font_paths=fonts_for(words)
        )
    except RuntimeError as error:
        raise CrpkitError(f"The sheets could not be drawn ({error})", "Please report this.") from error
    return bytes(result)
