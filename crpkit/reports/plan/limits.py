"""What the plan rests on, what it cannot achieve and at which level, and what pulls against what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from crpkit.planning.kept import Rest
from crpkit.planning.saying import listed
from crpkit.reports.document import Bullets, DataTable, Heading, Paragraph, Part, Run, Words
from crpkit.reports.plan.given import Given, listed_all, lower
from crpkit.reports.plan.opening import paragraphs
from crpkit.reports.plan.sentences import Sentences

_LEVELS: Mapping[str, str] = {
    "knowledge-or-skill": "individual",
    "connection": "partnership",
    "resource": "organisation",
    "system-condition": "system",
}
"""At which level a need of each kind is answered; our reading, as the report names the levels and says no more."""


def resting(given: Given) -> Iterator[Part]:
    """Yield what would change the plan if it were otherwise."""
    kept = given.kept
    if not kept.rests and not kept.questions:
        return
    yield Heading(2, "What this plan rests on")
    if kept.rests:
        yield Paragraph(
            "Each of these was tried: if it were otherwise, the best plan would be another one.", "lead"
        )
        rows = tuple((one.what, _otherwise(given, one), one.find_out) for one in kept.rests)
        header = ("What the plan takes for granted", "If it is otherwise", "How to find out")
        yield DataTable("What matters most comes first", header, rows)
    if kept.questions:
        yield Heading(3, "What nobody knows yet")
        yield Bullets(kept.questions)


def _otherwise(given: Given, rest: Rest) -> str:
    """Return what would change, by the titles of components: the ways are in the tables beside the document."""
    titles = {line.component: line.option.title for line in given.plan.lines}
    out, new = (dict.fromkeys(one.split("/")[0] for one in ids) for ids in (rest.leaves, rest.enters))
    parts = [
        (f"without {_titles(titles, out, new)}", set(out) - set(new)),
        (f"with {_titles(titles, new, out)}", set(new) - set(out)),
        (f"with another way for {_titles(titles, out, (), new)}", set(out) & set(new)),
    ]
    said = ", ".join(words for words, there in parts if there)
    now = given.plan.worth
    share = f"{100 * (now + rest.worth_change):.0f} % instead of {100 * now:.0f} %"
    return f"The plan would go on {said}, and answer {share}." if said else f"The plan would answer {share}."


def _titles(
    titles: Mapping[str, str], names: Iterable[str], without: Iterable[str], only: Iterable[str] | None = None
) -> str:
    left = [name for name in names if name not in without and (only is None or name in only)]
    return listed([titles.get(name, name) for name in left], 3)


def cannot(given: Given, sentences: Sentences) -> Iterator[Part]:
    """Yield what stays unanswered, by level, and the tensions."""
    yield Heading(2, "What this plan cannot achieve")
    for words in paragraphs(sentences.of("cannot")):
        yield Paragraph(words, "lead")
    rows = tuple(_levels(given))
    if rows:
        header = ("Level", "Not answered", "Answered to some extent")
        yield DataTable("At which of the four levels something stays unanswered", header, rows)
        yield Paragraph(
            "Which level a wish belongs to is the kit’s own reading: what people learn stands with each person, whom "
            "they meet with partnerships, money and means with organisations, rules and careers with the wider system.",
            "small",
        )
    changes = tuple(_changes(given))
    if changes:
        yield Heading(3, "What others would have to change")
        yield Bullets(changes)
    yield from _tensions(given, sentences)


def _levels(given: Given) -> Iterator[tuple[str, ...]]:
    kinds = {need.id: _LEVELS[need.kind] for need in given.framework.needs}
    for level in sorted(given.framework.system_levels, key=lambda one: one.order):
        here = [need for need in given.wanted if kinds.get(need) == level.id]
        none = [given.need(need) for need in here if not given.level(need)]
        some = [given.need(need) for need in here if given.level(need) == 0.5]
        if here:
            yield level.title, "; ".join(none) or "nothing", "; ".join(some) or "nothing"


def _changes(given: Given) -> Iterator[Words]:
    gaps = given.picture.gaps
    for row in gaps[gaps["route"] == "organisations"].to_dict("records"):
        if row["need"] not in given.wanted:
            continue
        titles = [lower(given.framework.challenges[name].title) for name in row["challenges"]]
        known = f" Known from the study: {listed_all(titles)}." if titles else ""
        yield (Run(f"{row['title']}: ", True), Run(f"{row['change']}{known}"))


def _tensions(given: Given, sentences: Sentences) -> Iterator[Part]:
    said = [(one, paragraphs(sentences.of(f"tension/{one.id}"))) for one in given.framework.tensions]
    shown = [(one, words) for one, words in said if words]
    if not shown:
        return
    yield Heading(3, "What pulls against what")
    yield Paragraph("The study found that these pull in different ways. This is where the plan stands.")
    yield Bullets(tuple((Run(f"{one.title}. ", True), Run(" ".join(words))) for one, words in shown))
