"""The record of a workshop: one press, a Word file or a web page that needs nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from crpkit.errors import InputProblems, Problem
from crpkit.framework import load_framework
from crpkit.reports.document import Document, Part
from crpkit.reports.docx import docx_bytes
from crpkit.reports.gathered import Gathered
from crpkit.reports.html import html_page
from crpkit.reports.quoting import Quoting, Spoken
from crpkit.reports.sections import (
    about_section,
    activity_section,
    agenda_section,
    changes_section,
    in_short,
    opening,
    people_section,
    photos_section,
)
from crpkit.tables.yamls import write_bytes
from crpkit.workshop import Workshop
from crpkit.workshop.attendance import attendance

_FORMS: Mapping[str, Callable[[Document], bytes]] = {
    ".docx": docx_bytes,
    ".html": lambda document: html_page(document).encode(),
}


def write_record(
    workshop: Workshop,
    path: Path | str,
    *,
    target: Mapping[str, float] | None = None,
    families: Mapping[str, str] | None = None,
    spoken: Spoken = "joint",
) -> Path:
    """Write the record of a workshop: what was done, chosen, written and promised, and who was there.

    Parameters
    ----------
    workshop
        The workshop, running or ended.
    path
        Where to; it ends in ``.docx`` (for Word) or ``.html`` (one page that needs no other file).
    target
        Family id → share in percent at which the facilitator aims.
    families
        Family id → title, in order; those of the framework if not given.
    spoken
        Whether words that the facilitator wrote down for people without a phone are quoted: ``joint`` only from sheets
        that all wrote together (the default), ``all`` because they were asked and agreed, or ``none``.

    Returns
    -------
    Path
        The file; one that was there is replaced as a whole or not at all.

    Raises
    ------
    InputProblems
        If the name ends otherwise, the target cannot be used, or the file cannot be written.
    """
    file = Path(path)
    form = _FORMS.get(file.suffix.lower())
    if form is None:
        found = f"“{file.name}” is not the name of a record"
        raise InputProblems([Problem(found, "Let it end in .docx or .html.", file)])
    write_bytes(file, form(record_document(workshop, target=target, families=families, spoken=spoken)))
    return file


def record_document(
    workshop: Workshop,
    *,
    target: Mapping[str, float] | None = None,
    families: Mapping[str, str] | None = None,
    spoken: Spoken = "joint",
    at: datetime | None = None,
) -> Document:
    """Return the record as a document; see :func:`write_record`."""
    given = gather(workshop, target=target, families=families, spoken=spoken, at=at)
    title = given.state.title or "A workshop"
    return Document(
        title=title,
        subtitle="Record of a workshop",
        parts=tuple(_parts(given)),
        subject=f"Record of the workshop “{title}”",
        written=given.at,
        foot=f"{title} · record · {given.state.code}",
    )


def gather(
    workshop: Workshop,
    *,
    target: Mapping[str, float] | None = None,
    families: Mapping[str, str] | None = None,
    spoken: Spoken = "joint",
    at: datetime | None = None,
) -> Gathered:
    """Return what sections look at; the state is read once, so that all of them tell of the same moment."""
    state = workshop.state
    titles = families or {family.id: family.title for family in load_framework().families}
    quoting = Quoting(state, spoken)
    here = attendance(state, titles, target)
    return Gathered(workshop, quoting.shown(), quoting, here, titles, at or datetime.now(UTC))


def _parts(given: Gathered) -> Iterator[Part]:
    sections = [(heading, tuple(activity_section(given, heading, one))) for heading, one in given.headings()]
    yield from opening(given)
    yield from in_short(sections)
    yield from people_section(given)
    yield from agenda_section(given)
    for _, section in sections:
        yield from section
    yield from changes_section(given)
    yield from photos_section(given)
    yield from about_section(given)
