"""Line by line: what is done, when, at what cost, for whom, on what grounds; and what is not done now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from crpkit.planning.kept import Other
from crpkit.planning.models import Line
from crpkit.planning.saying import listed
from crpkit.reports.document import Bullets, DataTable, Heading, Paragraph, Part, Run, Words
from crpkit.reports.plan.given import Given, day_words, inside, listed_all, lower, money_words
from crpkit.reports.plan.opening import paragraphs
from crpkit.reports.plan.sentences import Sentences

_MOST_SOURCES = 6


def doing(given: Given, sentences: Sentences) -> Iterator[Part]:
    """Yield what is done, line by line."""
    yield Heading(2, "What we will do")
    if not given.chosen:
        yield Paragraph("Within its limits, this plan does nothing.")
    if given.changing:
        known = _alike(given)
        yield Paragraph(
            f"What begins or changes, in the order of the support.{known and f' {known}'}", "lead"
        )
    for line in given.changing:
        yield Heading(3, f"{line.option.title}: {lower(line.option.way_title)}")
        yield from _about(given, sentences, line)
        yield Bullets(tuple(_facts(given, line)))
        yield from _principles(given, line)
    if given.staying:
        yield Heading(3, "What goes on as it is")
        yield Paragraph("The plan counts on these.")
        yield Bullets(tuple(_stays(given, sentences, line) for line in given.staying))


def _about(given: Given, sentences: Sentences, line: Line) -> Iterator[Part]:
    for words in paragraphs(sentences.of(f"line/{line.component}")):
        yield Paragraph(words)
    components = given.framework.components
    if line.component in components.ids:
        yield Paragraph(f"What it is: {components[line.component].summary}", "small")


def _facts(given: Given, line: Line) -> Iterator[Words]:
    notes = given.kept.lines.get(line.component)
    agreed = bool(notes and notes.lead)
    lead = line.lead.removesuffix("; to be agreed") or "nobody yet"
    yield _fact("Lead", lead if agreed else f"{lead} (proposed, not agreed)")
    if line.partners:
        yield _fact("Partners", listed_all([line.partners[0], *map(inside, line.partners[1:])]))
    yield _fact("For whom", given.for_whom(line) + _places(line))
    known = "" if _alike(given) else f" {_known(line.option.how_known)}"
    yield _fact("Cost", f"{money_words(line.cost)}. Staff: {day_words(line.days)}.{known}")
    helps = _helps(given, line)
    if helps:
        yield _fact("Helps with", helps)
    needed = [one.option.title for one in given.changing if _needs(given, one, line.component)]
    if needed:
        yield _fact("Needed for", f"{listed_all(needed)}.")
    gains = [group for group in line.gains if group != "all"]
    if given.groups(gains) == given.for_whom(line):
        gains = []  # “For whom” has said it
    own = f" {notes.gains}" if notes and notes.gains else ""
    if gains or own:
        who = given.groups(gains) if gains else ""
        yield _fact("Who gains", (f"{who}." if who else "") + own)
    lost = notes.loses if notes and notes.loses else line.loses.partition("Ask:")[0].strip()
    if lost:
        yield _fact("Who might lose", lost)
    decided = (notes.note if notes else "") or line.option.reason
    if decided:
        yield _fact("Decided", decided)
    yield _fact("Rests on", _rests(given, line))


def _needs(given: Given, line: Line, component: str) -> bool:
    """Say whether a line could not stand without a component of the plan."""
    others = {one.component for one in given.chosen} - {component}
    option = line.option
    return component in option.after or any(
        component in among and not others & set(among) for among in option.after_any
    )


def _fact(name: str, words: str) -> Words:
    return (Run(f"{name}: ", True), Run(words))


def _places(line: Line) -> str:
    capacity = line.option.capacity
    return f"; room for {capacity} people a year" if capacity.known and capacity.most else ""


def _known(how: str, all_of_it: str = "These figures") -> str:
    return {
        "reported": f"{all_of_it} are the report’s.",
        "confirmed": f"{all_of_it} were confirmed by the team.",
        "inferred": f"{all_of_it} are worked out from others.",
        "assumed": f"{all_of_it} are a guess; nobody has been asked for a price.",
    }.get(how, "Not all of it is known.")


def _alike(given: Given) -> str:
    """Return how the costs of all that changes are known, if that is the same of each: it is said once then."""
    hows = {line.option.how_known for line in given.changing}
    if len(given.changing) < 2 or len(hows) > 1 or "unknown" in hows:
        return ""
    return _known(hows.pop(), "All figures of money and days below")


def _helps(given: Given, line: Line) -> str:
    links = given.helps(line)
    weights = [min(link.weight, 1.0 if line.option.full else 0.5) for link in links]
    named = [(lower(given.need(link.need)), weight) for link, weight in zip(links, weights, strict=True)]
    full, part = (
        [title for title, weight in named if weight == 1],
        [title for title, weight in named if weight < 1],
    )
    words = listed_all(full)
    if part:
        words += (
            ("; to some extent with " if full else "")
            + listed_all(part)
            + ("" if full else ", to some extent")
        )
    ours = sum(link.whose == "ours" for link in links)
    if ours:
        whole = (
            "All of this is"
            if ours == len(links)
            else f"{ours} of these {len(links)} links {'is' if ours == 1 else 'are'}"
        )
        words += f". {whole} the kit’s own reading, not confirmed yet"
    return f"{words}." if links else ""


def _rests(given: Given, line: Line) -> str:
    sources = [
        given.sources.of(one)
        for one in line.evidence
        if not one.startswith(("framework:links/", "framework:needs/", "workshop:", "survey:", "team:links/"))
    ]
    said = list(dict.fromkeys(sources))[:_MOST_SOURCES]
    heard = [voice.source for voice in _heard(given, line)]
    survey = ["the answers to the survey"] if given.helps(line) else []
    sources = list(dict.fromkeys([*said, *survey, *heard]))
    return (
        "; ".join(
            [*sources[:1], *(lower(one) if not one.startswith("Report") else one for one in sources[1:])]
        )
        + "."
    )


def _heard(given: Given, line: Line) -> list:  # type: ignore[type-arg]
    needs = {link.need for link in given.helps(line)}
    return [
        voice
        for voice in given.voices
        if (voice.about == "need" and voice.id in needs)
        or (voice.about, voice.id) == ("component", line.component)
    ]


def _principles(given: Given, line: Line) -> Iterator[Part]:
    prompts = {one.id: one.text for principle in given.framework.principles for one in principle.prompts}
    found = [(prompts[name], said) for name, said in line.principles.items() if said and name in prompts]
    if found:
        left = len(prompts) - len(found)
        rest = f"; {left} of {len(prompts)} prompts are still to be talked through" if left else ""
        caption = f"“{line.option.title}” against the eight principles{rest}"
        yield DataTable(caption, ("Prompt", "What we found"), tuple(found))


def _stays(given: Given, sentences: Sentences, line: Line) -> Words:
    helps = _helps(given, line)
    words = " ".join(paragraphs(sentences.of(f"line/{line.component}")))
    helped = f" It helps with {helps}" if helps else ""
    cost = f" It costs {money_words(line.cost)}." if line.cost.most or not line.cost.known else ""
    return (Run(f"{line.option.title}. ", True), Run(f"{words} For {given.for_whom(line)}.{cost}{helped}"))


def leaving(given: Given, sentences: Sentences) -> Iterator[Part]:
    """Yield what is not done now, and why."""
    if not given.left:
        return
    yield Heading(2, "What we will not do now, and why")
    together: dict[str, list[str]] = {}
    for line in given.left:
        reason = " ".join(paragraphs(sentences.of(f"left/{line.component}")))
        together.setdefault(reason, []).append(line.option.title)
    rows = tuple((listed_all(titles), _of_each(reason, titles)) for reason, titles in together.items())
    yield DataTable("Left for now", ("What", "Why not now"), rows)
    yield from _others(given)


def _others(given: Given) -> Iterator[Part]:
    if not given.kept.others:
        return
    yield Heading(3, "What else was on the table")
    yield Paragraph(f"This plan is called “{given.plan.title}”. These were the other good ones:")
    titles = {line.component: line.option.title for line in given.plan.lines}
    rows = tuple(
        (one.title, money_words(one.cost), f"{100 * one.worth:.0f} %", _difference(titles, one))
        for one in given.kept.others
    )
    header = ("Plan", "Cost", "Answers", "What would differ")
    yield DataTable(f"Beside this plan, which answers {100 * given.plan.worth:.0f} %", header, rows)


def _of_each(reason: str, titles: list[str]) -> str:
    return f"Each {reason[3:]}" if len(titles) > 1 and reason.startswith("It ") else reason


def _difference(titles: Mapping[str, str], other: Other) -> str:
    here, there = (
        {one.split("/")[0]: one for one in options} for options in (other.only_here, other.only_there)
    )
    more = [titles[name] for name in there if name not in here and name in titles]
    less = [titles[name] for name in here if name not in there and name in titles]
    parts = [f"with {listed(more)}"] if more else []
    parts += [f"without {listed(less)}"] if less else []
    ways = [titles[name] for name in here if name in there and name in titles]
    parts += [f"in another way: {listed(ways)}"] if ways else []
    return "; ".join(parts)
