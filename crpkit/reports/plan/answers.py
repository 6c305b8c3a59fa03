"""You said → we will, or we will not, because."""

from __future__ import annotations

import re

from crpkit.planning.models import Line
from crpkit.reports.plan.given import Given, listed_all, lower

_MOST = 4
_TOO_DEAR = re.compile(r"It would bring .* more and cost (.*): more than is left\.")
_WAYS = {
    "keep": "keep {named}",
    "strengthen": "make {named} stronger",
    "national": "use the national {offer} of {named}",
    "adapt": "adapt the national {offer} of {named} {fits} here",
    "build": "build {named} here",
}


def lines_for(given: Given, need: str) -> tuple[Line, ...]:
    """Return the lines that answer a need, those that do so best first."""
    found = [
        (min(link.weight, 1.0 if line.option.full else 0.5), line)
        for line in given.chosen
        for link in given.links.of(line.component)
        if link.need == need
    ]
    return tuple(line for _, line in sorted(found, key=lambda pair: -pair[0]))


def answer_to(given: Given, need: str) -> str:
    """Return what the plan says to a need, in a sentence or two."""
    lines = lines_for(given, need)
    if lines:
        return _we_will(given, need, lines)
    return f"We will not do this now, because {_because(given, need)}"


def _we_will(given: Given, need: str, lines: tuple[Line, ...]) -> str:
    alike: dict[tuple[str, str, bool], list[str]] = {}
    for line in lines[:_MOST]:
        alike.setdefault((_way(line), _from(given, line), line.option.if_confirmed), []).append(
            line.option.title
        )
    words = listed_all(_will(*how, titles) for how, titles in alike.items())
    return f"We will {words}." if given.level(need) == 1 else f"In part: we will {words}."


def _will(way: str, begins: str, if_confirmed: bool, titles: list[str]) -> str:
    """Say of what comes about in the same way, from the same month, what we will do: once for all of it."""
    many = len(titles) > 1
    offer, it = ("offers", "they") if many else ("offer", "it")
    sure = f", if {it} can be had" if if_confirmed else ""
    when = f" (from {begins}{sure})" if begins else ""
    named = listed_all(f"“{title}”" for title in titles)
    fits = "so that they fit" if many else "so that it fits"
    return way.format(named=named, offer=offer, fits=fits) + when


def _way(line: Line) -> str:
    planned = line.option.way == "keep" and line.option.if_confirmed
    return "count on {named}, which others plan" if planned else _WAYS[line.option.way]


def _from(given: Given, line: Line) -> str:
    return "" if given.begins(line) in ("now", "not known") else given.month(line.runs_from)


def _because(given: Given, need: str) -> str:
    gaps = given.picture.gaps.set_index("need")
    row = gaps.loc[need] if need in gaps.index else None
    if row is not None and row["route"] == "organisations":
        change = str(row["change"]).rstrip(".")
        return f"this is not ours to change. It would take this: {lower(change)}. We will say so to them."
    left = [line for line in given.left if any(link.need == need for link in given.links.of(line.component))]
    if not left:
        return "nothing in the support that we know of answers it. We will keep asking."
    reasons = [f"“{line.option.title}”: {_reason(given, line)}" for line in left[:2]]
    return f"what could help is not in this plan. {' '.join(reasons)}"


def _reason(given: Given, line: Line) -> str:
    own = given.kept.sentences.get(f"left/{line.component}", "").strip()
    return lower(own or plain_reason(given, line))


def plain_reason(given: Given, line: Line) -> str:
    """Return why something is not in the plan, as people say it."""
    note = line.note
    if note.startswith("Nobody knows what it costs or takes"):
        return "Nobody knows yet what it costs or takes."
    found = _TOO_DEAR.fullmatch(note)
    if found is not None:
        return f"There is not enough money left for it: it costs {found[1]}."
    return note or "It is not part of this plan."
