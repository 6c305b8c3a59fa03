"""The agenda as it was planned and as it ran."""

from __future__ import annotations

from collections.abc import Iterator

from crpkit.charts import agenda_as_run
from crpkit.reports.document import FigureBlock, Heading, Paragraph, Part
from crpkit.reports.gathered import Gathered


def agenda_section(given: Gathered) -> Iterator[Part]:
    """Yield the agenda; nothing if the workshop had none."""
    agenda = given.state.agenda
    if agenda is None or not agenda.steps:
        return
    yield Heading(2, "The agenda, as it ran")
    if not agenda.runs:
        yield Paragraph("The agenda was laid out, and no step of it was begun.")
    elif agenda.now is not None:
        yield Paragraph("It still ran when this was written.")
    yield FigureBlock(agenda_as_run(agenda, given.at), titled=False)
