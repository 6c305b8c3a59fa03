"""The first page: the plan in short, what is asked for, what is still open."""

from __future__ import annotations

from collections.abc import Iterator

from crpkit.planning.keeping import out_of_date
from crpkit.reports.document import Bullets, Callout, DataTable, Heading, Paragraph, Part, Run, Words
from crpkit.reports.plan.given import Given, listed_all, money_words, rounded
from crpkit.reports.plan.sentences import Sentences


def opening(given: Given, sentences: Sentences) -> Iterator[Part]:
    """Yield what somebody reads who reads one page."""
    moved = tuple(rounded(one) for one in out_of_date(given.workspace, given.kept))
    if moved:
        yield Callout("This plan is out of date. Since it was made, these have changed:", moved)
    yield from _made_up(given)
    yield Heading(2, "In short")
    for words in paragraphs(sentences.of("summary")):
        yield Paragraph(words, "lead")
    yield Callout("What we ask for", (sentences.of("asks"),))
    yield _overview(given)
    yield from _who_gains(given)
    yield from _open(given)


def paragraphs(words: str) -> list[str]:
    """Return what somebody wrote as paragraphs."""
    return [" ".join(part.split()) for part in words.split("\n\n") if part.strip()]


def _made_up(given: Given) -> Iterator[Part]:
    if given.inputs.example is not None or given.inputs.costs.made_up:
        what = "answers, costs and names" if given.inputs.example is not None else "costs"
        yield Callout(
            "This is an example.",
            (f"Its {what} are made up. Nothing in it says anything about a real place.",),
        )


def _overview(given: Given) -> DataTable:
    rows = [
        (
            line.option.title,
            line.option.way_title + (" (if confirmed)" if line.option.if_confirmed else ""),
            given.begins(line),
            money_words(line.cost),
            given.for_whom(line),
        )
        for line in given.chosen
    ]
    total = ("Together", "", "", money_words(given.plan.cost), "")
    header = ("What", "How it comes about", "Runs from", f"Cost over {given.plan.months} months", "For whom")
    return DataTable("The plan line by line", header, (*rows, total))


def _who_gains(given: Given) -> Iterator[Part]:
    known = given.numbers()
    if not known:
        return
    families = {one.id: one.title for one in given.framework.families}
    rows = tuple((families[name], share) for name, share in known.items())
    yield DataTable(
        "How much of what people would like the plan answers", ("Who", "Answered by this plan"), rows
    )
    words = (
        "Rounded to the nearest 10 %. It counts what people would like, not how many people will be content."
    )
    few = [one.title for one in given.framework.families if one.learner and one.id not in known]
    if few:
        words += f" Too few answered to say for: {listed_all(few)}."
    yield Paragraph(words, "small")


def _open(given: Given) -> Iterator[Part]:
    items = list(_still_open(given))
    if items:
        yield Heading(3, "What is still open")
        yield Paragraph("Before anybody agrees to this plan, these have to be settled:")
        yield Bullets(tuple(items))


def _still_open(given: Given) -> Iterator[Words]:
    kept, lines = given.kept, given.changing
    confirm = given.plan.to_confirm
    if confirm:
        yield _item("To be confirmed: ", f"{_things(len(confirm))} that somebody else has to say yes to.")
    leads = [one for one in lines if not (one.component in kept.lines and kept.lines[one.component].lead)]
    if leads:
        yield _item("Who leads: ", f"for {_things(len(leads))} a lead is proposed, and not agreed.")
    prompts = sum(len(one.prompts) for one in given.framework.principles)
    unchecked = [one for one in lines if sum(bool(said) for said in one.principles.values()) < prompts]
    if unchecked:
        yield _item(
            "The eight principles: ",
            f"for {_things(len(unchecked))} not every prompt has been talked through yet.",
        )
    lose = [one for one in lines if not (one.component in kept.lines and kept.lines[one.component].loses)]
    if lose:
        yield _item(
            "Who might lose: ",
            f"for {_things(len(lose))} nobody has asked yet whether it leaves anyone worse off, or keeps anyone away "
            "because of age, disability, sex, race, religion, language, money, caring for others, or where they live.",
        )
    ours = given.plan.links.get("ours", 0)
    if ours:
        total = sum(given.plan.links.values())
        yield _item(
            "What helps with what: ",
            f"{ours} of {total} links are the kit’s own reading, and not confirmed yet.",
        )
    if not given.plan.cost.known:
        yield _item("Cost: ", f"{_things(given.plan.cost.missing)} in it have a cost that nobody knows.")


def _item(name: str, words: str) -> Words:
    return (Run(name, True), Run(words))


def _things(number: int) -> str:
    return "1 thing" if number == 1 else f"{number} things"
