"""Where a plan stands between two things that pull against each other: as far as figures can tell."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from crpkit.planning.saying import pounds
from crpkit.reports.plan.given import Given, day_words, listed_all


def pull(given: Given, tension: str) -> str:
    """Return where the plan stands in one of the tensions, in a sentence; empty where no figure tells."""
    said = _SAID.get(tension)
    return said(given) if said is not None else ""


def _newcomers(given: Given) -> str:
    new = [group.id for group in given.framework.groups if group.experience == "new"]
    reach = [name for name in new if any(_reaches(line.option.groups, name) for line in given.changing)]
    if not new or not given.changing:
        return ""
    return (
        f"Of what begins or changes, something is open to {len(reach)} of the {len(new)} groups of people who are new "
        "to this."
    )


def _reaches(groups: tuple[str, ...], name: str) -> bool:
    return not groups or name in groups


def _led(given: Given) -> str:
    titles = [f"“{line.option.title}”" for line in given.changing if "community" in line.lead.lower()]
    if not titles:
        return "It is not said yet that a community organisation leads any of it." if given.changing else ""
    return f"A community organisation is meant to lead {listed_all(titles)}; the rest is led by others."


def _funds(given: Given) -> str:
    cost = given.plan.cost
    if not cost.most:
        return ""
    return (
        f"Who pays the {pounds(round(cost.most))} is not agreed. The plan can be put to those who fund research and to "
        "those who fund what communities do."
    )


def _system(given: Given) -> str:
    gaps = given.picture.gaps
    needs = [name for name in gaps.loc[gaps["route"] == "organisations", "need"] if name in given.wanted]
    if not needs:
        return ""
    titles = listed_all(f"“{given.need(name)}”" for name in needs)
    return f"People here also asked for what no learning brings about: {titles}. This plan leaves that where it is."


def _time(given: Given) -> str:
    paid = given.plan.payments.included
    pays = "it pays people for their time" if paid else "it does not pay people for their time"
    return f"This plan takes {day_words(given.plan.days)} of staff, and {pays}." if given.changing else ""


_SAID: Mapping[str, Callable[[Given], str]] = {
    "need-and-offer": _newcomers,
    "community-led-and-research": _led,
    "who-funds": _funds,
    "systemic-change": _system,
    "time-is-precious": _time,
}
