"""What workshops chose, and what road-tests found: beside the plan, and not part of how it was reckoned."""

from __future__ import annotations

import json
from collections.abc import Iterator

from crpkit.errors import CrpkitError
from crpkit.reports.document import Bullets, DataTable, Heading, Paragraph, Part, Run, Words
from crpkit.reports.plan.given import Given, listed_all
from crpkit.tables.small import published_count
from crpkit.workshop import DotsState
from crpkit.workshop.activities.ask import AskState
from crpkit.workshop.workshop import Workshop, codes

_FROM = "framework:components/"
_MOST = 8


def beside(given: Given) -> Iterator[Part]:
    """Yield what people chose in workshops and agreed to change, beside the plan."""
    choices, changes = [], []
    for code in codes(given.workspace.log):
        try:
            workshop = Workshop.open(given.workspace, code)
            choices += list(_choices(given, workshop))
            changes += list(_changes(given, workshop))
        except CrpkitError:
            continue
    if not choices and not changes:
        return
    yield Heading(2, "What people chose in workshops")
    yield Paragraph(
        "This stands beside the plan. It did not go into the reckoning: a room is not everyone, and a vote says what "
        "people like, not what helps.",
        "lead",
    )
    yield from choices
    if changes:
        yield Heading(3, "Changes that road-tests led to")
        yield Bullets(tuple(changes))


def _choices(given: Given, workshop: Workshop) -> Iterator[Part]:
    for activity in workshop.state.activities.values():
        chosen = _result(activity)
        if not chosen:
            continue
        inside = {line.component for line in given.chosen}
        rows = tuple(
            (title, published_count(round(count)), "yes" if component in inside else "not now")
            for component, title, count in chosen[:_MOST]
        )
        where = given.sources.workshop(workshop.code)
        what = "Dots" if isinstance(activity, DotsState) else "Chosen by"
        caption = f"{activity.prompt or 'A choice'} In {where}, rounded to the nearest 5"
        yield DataTable(caption, ("Support", what, "In this plan?"), rows)


def _result(activity: object) -> list[tuple[str, str, float]]:
    """Return component, title and count of what was chosen, the most first; nothing while a vote is open."""
    if isinstance(activity, DotsState) and not activity.open:
        sources = {one.id: one.source for one in activity.options}
        rows = activity.result().rename(columns={"option": "id", "dots": "count"})
    elif isinstance(activity, AskState) and activity.method in ("one", "approval") and not activity.open:
        sources = {one.id: one.source for one in activity.items}
        rows = activity.result().rename(columns={"item": "id", "people": "count"})
    else:
        return []
    found = [
        (str(sources.get(row["id"], "")).removeprefix(_FROM), str(row["title"]), float(row["count"]))
        for row in rows.to_dict("records")
        if str(sources.get(row["id"], "")).startswith(_FROM) and row["count"] and row["title"]
    ]
    return sorted(found, key=lambda one: -one[2])


def _changes(given: Given, workshop: Workshop) -> Iterator[Words]:
    components = given.framework.components
    for row in workshop.changes().to_dict("records"):
        name = str(row["component"] or "")
        about = components[name].title if name in components.ids else str(row["journey"] or "A journey")
        words = f"{row['field']} becomes {_value(row['to'])}"
        why = f", because {row['why']}" if row["why"] else ""
        agreed = f" Agreed by: {listed_all(row['agreed_by'])}." if len(row["agreed_by"] or ()) else ""
        yield (
            Run(f"{about}: ", True),
            Run(f"{words}{why}.{agreed} ({given.sources.workshop(workshop.code)})"),
        )


def _value(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
