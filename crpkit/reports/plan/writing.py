"""Writing the plan: for Word, or as a page that needs nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from crpkit.errors import InputProblems, Problem
from crpkit.planning.keeping import kept_plan
from crpkit.planning.kept import KeptPlan
from crpkit.reports.document import Document, Part
from crpkit.reports.docx import docx_bytes
from crpkit.reports.html import html_page
from crpkit.reports.plan.about import about
from crpkit.reports.plan.answering import answering
from crpkit.reports.plan.beside import beside
from crpkit.reports.plan.doing import doing, leaving
from crpkit.reports.plan.given import Given
from crpkit.reports.plan.limits import cannot, resting
from crpkit.reports.plan.money import money
from crpkit.reports.plan.opening import opening
from crpkit.reports.plan.pilots import pilots
from crpkit.reports.plan.sentences import Sentence, Sentences
from crpkit.reports.plan.times import times
from crpkit.reports.sources import in_words
from crpkit.tables.yamls import write_bytes
from crpkit.workspace import Workspace

_FORMS: Mapping[str, Callable[[Document], bytes]] = {
    ".docx": docx_bytes,
    ".html": lambda document: html_page(document).encode(),
}


def write_plan(workspace: Workspace, path: Path | str, *, kept: KeptPlan | None = None) -> Path:
    """Write the plan that a workspace keeps.

    Parameters
    ----------
    workspace
        With a plan, see :func:`crpkit.planning.keep_plan`.
    path
        Where to; it ends in ``.docx`` (for Word) or ``.html`` (one page that needs no other file).
    kept
        The plan, if not the one that is kept.

    Returns
    -------
    pathlib.Path
        The file; one that was there is replaced as a whole or not at all.

    Raises
    ------
    InputProblems
        If the name ends otherwise, no plan is kept, or a file cannot be read or written.
    """
    file = Path(path)
    form = _FORMS.get(file.suffix.lower())
    if form is None:
        found = f"“{file.name}” is not the name of a document"
        raise InputProblems([Problem(found, "Let it end in .docx or .html.", file)])
    write_bytes(file, form(plan_document(workspace, kept)))
    return file


def plan_document(workspace: Workspace, kept: KeptPlan | None = None, at: datetime | None = None) -> Document:
    """Return the plan as a document; see :func:`write_plan`."""
    given = Given(workspace, kept or _kept(workspace), at or datetime.now(UTC))
    title = f"What we will do at {given.place}" if given.place else "What we will do here"
    return Document(
        title=title,
        subtitle=f"A plan for {given.plan.months} months · {in_words(given.kept.made.date())}",
        parts=tuple(_parts(given)),
        subject=title,
        written=given.at,
        foot=f"{title} · plan of {in_words(given.kept.made.date())}",
        called="plan",
    )


def plan_sentences(workspace: Workspace, kept: KeptPlan | None = None) -> tuple[Sentence, ...]:
    """Return the sentences of the document that a team can edit, in its order, as the kit proposes them."""
    return Sentences(Given(workspace, kept or _kept(workspace), datetime.now(UTC))).all


def _kept(workspace: Workspace) -> KeptPlan:
    kept = kept_plan(workspace.folder)
    if kept is None:
        remedy = "Make one on the page “plan”, or with: crpkit plan --budget 20000"
        raise InputProblems([Problem("No plan is kept in this folder yet", remedy, workspace.folder)])
    return kept


def _parts(given: Given) -> Iterator[Part]:
    sentences = Sentences(given)
    yield from opening(given, sentences)
    yield from doing(given, sentences)
    yield from leaving(given, sentences)
    yield from times(given)
    yield from money(given, sentences)
    yield from resting(given)
    yield from cannot(given, sentences)
    yield from answering(given, sentences)
    yield from beside(given)
    yield from about(given)
    yield from pilots(given)
