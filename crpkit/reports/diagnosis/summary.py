"""Two pages for a meeting: what people would like and could offer, what is here, what remains, what is unknown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pandas as pd

from crpkit.charts import Figure
from crpkit.charts.looks import quoted
from crpkit.charts.needs.cells import number_of
from crpkit.needs import Diagnosis
from crpkit.needs.audit import STATUSES
from crpkit.reports.diagnosis.pictures import published_figures
from crpkit.reports.diagnosis.published import ALL, Published, publish
from crpkit.reports.document import (
    Bullets,
    Callout,
    Document,
    FigureBlock,
    Heading,
    Paragraph,
    Part,
    Run,
    Words,
)

_FIRST = 5
_ROWS = 5
_MADE_UP = "made up"


def summary_document(
    diagnosis: Diagnosis, published: Published | None = None, at: datetime | None = None
) -> Document:
    """Return the summary as a document.

    Parameters
    ----------
    diagnosis
        The picture.
    published
        The same as it may be published; made if not given.
    at
        When it is written.
    """
    published = published or publish(diagnosis)
    place = diagnosis.place.name if diagnosis.place else ""
    title = f"What would help at {place}" if place else "What would help here"
    written = at or datetime.now(UTC)
    return Document(
        title=title,
        subtitle=f"What people would like, what they could offer, and what is here already · {written:%B %Y}",
        parts=tuple(_parts(diagnosis, published)),
        subject=title,
        written=written,
        foot=f"{title} · summary",
        short=True,
    )


def _parts(diagnosis: Diagnosis, published: Published) -> Iterator[Part]:
    figures = published_figures(diagnosis, published, most=_ROWS)
    yield Callout("In short", tuple(_in_short(diagnosis, published)))
    yield Heading(2, "What people would like")
    yield _trimmed(figures["what-people-would-like"], ["Place", "What", "Score", "From", "To"])
    yield from _without(published)
    yield Heading(2, "What people could offer")
    yield _trimmed(figures["who-could-help-whom"], ["What", "Could help", "Would like it"])
    yield Heading(2, "What is here, and what remains")
    yield Paragraph(figures["what-is-here"].words)
    yield Bullets(tuple(_remaining(diagnosis, published)))
    organisations = tuple(_organisations(diagnosis))
    if organisations:
        yield Heading(2, "What organisations would have to change")
        yield Paragraph(
            "Learning does not change these. They are for employers, universities and funders.", "lead"
        )
        yield Bullets(organisations)
    yield from _taking_part(published)
    yield from _quotes(diagnosis, published)
    yield Heading(2, "What this cannot say")
    yield Bullets(published.limits)
    yield Paragraph(_HOW, "small")


def _trimmed(figure: Figure, columns: list[str]) -> FigureBlock:
    """Return a figure with no more numbers below it than it shows; the others are in the tables beside the summary."""
    table = figure.table[[name for name in columns if name in figure.table.columns]][:_ROWS].copy()
    if "Place" in table:  # as text it stands at the left, close to what it is the place of
        table["Place"] = [f"{place:.0f}" for place in table["Place"]]
    return FigureBlock(replace(figure, table=table), titled=False)


_HOW = (
    "How this was reckoned: Borich’s mean weighted discrepancy score, with 95 % intervals by bootstrap; beside it, in "
    "the tables, the ranked discrepancy model and importance–performance analysis. Numbers of people are rounded to "
    "the nearest 5, 1 to 4 stand as “fewer than 5”; shares are made of these, and may be some points off. Groups of "
    "fewer than 10 answers have no scores."
)


def _in_short(diagnosis: Diagnosis, published: Published) -> Iterator[Words]:
    rounded = published.answered.isdecimal()
    yield f"{'About ' + published.answered if rounded else published.answered.capitalize()} people answered."
    yield from _who(published)
    scored = published.needs[(published.needs["scope"] == ALL) & published.needs["mwds"].notna()]
    first = list(scored.sort_values("mwds_place", kind="stable")["title"][:3])
    if first:
        yield (Run("People would most like: ", True), Run(f"{quoted(first, what='things')}."))
    without = _most_without(published)
    if len(without):
        yield (
            Run("Most often without: ", True),
            Run(f"{quoted(list(without['title'][:3]), what='things')}."),
        )
    meet = published.offers[[number_of(one) >= 5 for one in published.offers["offered"]]]
    if len(meet):
        yield (
            Run("People here could help each other with: ", True),
            Run(f"{quoted(list(meet['title'][:3]))}."),
        )
    known = int((diagnosis.coverage["status"] != "unknown").sum())
    yield f"Of {len(diagnosis.coverage)} kinds of support, {known} were looked at. The rest is not known."


def _who(published: Published) -> Iterator[Words]:
    """Yield which families answered, beside their share of those who live and work here."""
    rows = published.people[published.people["scope_kind"] == "family"].to_dict("records")
    said = []
    for row in rows:
        share = row["place_percent"]
        beside = (
            f" (of those who live and work here: {share:g} %)" if share is not None and share == share else ""
        )
        said.append(f"{str(row['scope_title']).lower()} {row['people']}{beside}")
    if said:
        yield (Run("Who: ", True), Run(f"{'; '.join(said)}."))


def _most_without(published: Published) -> pd.DataFrame:
    everyone = published.needs[(published.needs["scope"] == ALL) & published.needs["told"].notna()]
    counted = everyone[everyone["wanted_percent"].notna()]
    return counted.sort_values("wanted_percent", ascending=False, kind="stable")


def _without(published: Published) -> Iterator[Part]:
    rows = _most_without(published)[:_FIRST]
    if len(rows):
        said = "; ".join(f"{row['title']} {row['wanted_percent']:.0f} %" for row in rows.to_dict("records"))
        lead = "Without it, or with only part of it, and would like it (of those who told): "
        yield Paragraph((Run(lead, True), Run(f"{said}.")))


def _remaining(diagnosis: Diagnosis, published: Published) -> Iterator[Words]:
    """Yield the most wanted that learning, meeting or means could answer, and what is here for each."""
    gaps = published.gaps[published.gaps["route"] != "organisations"].copy()
    gaps["many"] = [number_of(one) for one in gaps["wanted"]]
    titles = dict(zip(diagnosis.coverage["component"], diagnosis.coverage["title"], strict=True))
    status = dict(zip(diagnosis.coverage["component"], diagnosis.coverage["status"], strict=True))
    for row in gaps.sort_values("many", ascending=False, kind="stable")[:_FIRST].to_dict("records"):
        names = [name for name in str(row["components"]).split("; ") if name]
        yield (Run(f"{row['title']}: ", True), Run(_here(names, titles, status)))


def _here(names: list[str], titles: dict[str, str], status: dict[str, str]) -> str:
    if not names:
        return "the framework has nothing for it yet."
    parts = []
    for state in ("good", "partly", "planned"):
        mine = [titles[name] for name in names if status[name] == state]
        if mine:
            parts.append(f"{STATUSES[state].lower()}: {', '.join(mine)}")
    none = [titles[name] for name in names if status[name] == "none"]
    unknown = sum(status[name] == "unknown" for name in names)
    if not parts and not none:
        return "it is not known whether anything is here."
    if not parts:
        parts.append(f"not here: {', '.join(none)}")
    if unknown:
        parts.append(f"of {unknown} more it is not known")
    return "; ".join(parts) + "."


def _organisations(diagnosis: Diagnosis) -> Iterator[Words]:
    rows = diagnosis.gaps[diagnosis.gaps["route"] == "organisations"]
    for row in rows.to_dict("records"):
        titles = [diagnosis.framework.challenges[name].title for name in row["challenges"]]
        known = f" (Known from the study: {'; '.join(titles)}.)" if titles else ""
        yield (Run(f"{row['title']}: ", True), Run(f"{row['change']}{known}"))


def _taking_part(published: Published) -> Iterator[Part]:
    barriers = published.barriers[published.barriers["scope"] == ALL]
    rows = [row for row in barriers.to_dict("records") if number_of(row["count"]) >= 5][:_FIRST]
    if rows:
        yield Heading(2, "What makes it hard to take part")
        said = ", ".join(
            f"{str(row['title'])[:1].lower()}{str(row['title'])[1:]} ({row['count']})" for row in rows
        )
        yield Paragraph(f"Said most often (people, rounded): {said}.")


def _quotes(diagnosis: Diagnosis, published: Published) -> Iterator[Part]:
    rows = published.excerpts[published.excerpts["about"] == "need"]
    rows = rows.drop_duplicates("excerpt")[:3]
    if len(rows):
        yield Heading(2, "In people’s own words")
        titles = {need.id: need.title for need in diagnosis.framework.needs}
        yield Bullets(
            tuple(
                (Run(f"“{row['excerpt']}” "), Run(f"({titles.get(row['code'], row['code'])})"))
                for row in rows.to_dict("records")
            )
        )
