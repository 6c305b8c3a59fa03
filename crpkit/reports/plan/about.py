"""How the plan was made, and from what."""

from __future__ import annotations

from collections.abc import Iterator

from crpkit.planning.inputs import TITLES
from crpkit.reports.document import DataTable, Heading, Paragraph, Part
from crpkit.reports.plan.given import Given, rounded
from crpkit.reports.sources import in_words


def about(given: Given) -> Iterator[Part]:
    """Yield how it was made."""
    kept, plan = given.kept, given.plan
    yield Heading(2, "How this plan was made")
    limits = [f"£{plan.budget:,.0f}", f"{plan.months} months"]
    if plan.staff_days is not None:
        limits.append(f"{plan.staff_days:g} days of staff")
    proof = {
        "enumerated": "Every combination was tried.",
        "solved": "An exact method proved that no other plan within the limits does better by its measure.",
    }.get(plan.proof, "")
    yield Paragraph(
        f"It was reckoned on {in_words(kept.made.date())} with the limits {', '.join(limits)}. A plan is worth as much "
        "as it answers of what people in each group would like; every group counts the same. A strong link between "
        f"support and a wish counts in full, one “to some extent” by half. {proof}"
    )
    links = plan.links
    yield Paragraph(
        f"It relies on {sum(links.values())} links between support and wishes: {links.get('report', 0)} from the "
        f"report, {links.get('team', 0)} confirmed by the team, {links.get('ours', 0)} the kit’s own reading. Without "
        f"the kit’s own it would answer {_without(given)}."
    )
    rows = tuple(
        (title, rounded(kept.inputs[name].rpartition(" #")[0]))
        for name, title in TITLES.items()
        if name in kept.inputs
    )
    if rows:
        yield DataTable("What it was made from", ("What", "As it was then"), rows)


def _without(given: Given) -> str:
    shares = list(given.plan.without_inferred.values())
    if not shares:
        return "less"
    return f"about {100 * sum(shares) / len(shares):.0f} % of what people would like"
