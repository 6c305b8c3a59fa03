"""What a workshop's record says about needs: evidence beside the answers to a survey, never added to them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from crpkit.framework import Framework
from crpkit.needs import Excerpts
from crpkit.needs.excerpts import COLUMNS
from crpkit.needs.tabled import Names
from crpkit.workshop import Workshop
from crpkit.workshop.activities.ask import AskState

_FROM = ("framework:needs/", "framework:barriers/")


def from_workshop(workshop: Workshop, framework: Framework) -> Excerpts:
    """Return what was said and chosen in a workshop about needs and barriers, as coded excerpts.

    Parameters
    ----------
    workshop
        Its record.
    framework
        With a team's overlay, if there is one.

    Returns
    -------
    crpkit.needs.Excerpts
        Notes in themes that are called like a need or barrier, of people who agreed that their words are followed into
        the plan; quotable only where they agreed to that, too. And, for closed votes on needs or barriers of the
        framework, how many people chose each. Every line keeps its evidence id in the workshop.
    """
    rows = [*_notes(workshop, framework), *_choices(workshop)]
    columns = [*(name for name in COLUMNS if name != "evidence"), "about", "evidence"]
    frame = pd.DataFrame(rows, columns=columns)
    return Excerpts(
        frame[["excerpt", "code", "about", "group", "quotable", "traced", "where", "evidence"]],
        pd.DataFrame(columns=["row", "column", "found", "reason"]),
    )


def _notes(workshop: Workshop, framework: Framework) -> Iterator[dict[str, Any]]:
    needs = Names({one.id: one.title for one in framework.needs})
    barriers = Names({one.id: one.title for one in framework.barriers})
    families = {family.id for family in framework.families}
    for row in workshop.themes().to_dict("records"):
        title = str(row["title"] or "")
        need, barrier = needs.find(title), barriers.find(title)
        if not row["text"] or not (need or barrier) or "trace" not in str(row["consent"]):
            continue
        yield {
            "excerpt": row["text"],
            "code": need or barrier,
            "about": "need" if need else "barrier",
            "group": row["families"] if row["families"] in families else "",
            "quotable": "quote" in str(row["consent"]),
            "traced": True,  # others were left out above
            "where": f"Workshop {workshop.code}",
            "evidence": row["evidence"],
        }


def _choices(workshop: Workshop) -> Iterator[dict[str, Any]]:
    for activity in workshop.state.activities.values():
        if not isinstance(activity, AskState) or not activity.method or activity.open:
            continue
        people = {row["item"]: row["people"] for row in activity.result().to_dict("records")}
        for item in activity.items:
            about = next((begins for begins in _FROM if item.source.startswith(begins)), None)
            if about is None or not people.get(item.id):
                continue
            yield {
                "excerpt": f"{int(people[item.id])} people chose it when asked “{activity.prompt}”.",
                "code": item.source.removeprefix(about),
                "about": "need" if "needs" in about else "barrier",
                "group": "",
                "quotable": False,
                "traced": False,  # so many people: a figure, and nobody's words
                "where": f"Workshop {workshop.code}",
                "evidence": f"workshop:{workshop.code}/{activity.id}/{item.id}",
            }
