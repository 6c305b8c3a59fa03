"""Beside the plans and never mixed in: what workshops chose, and what road-tests agreed to change."""

from __future__ import annotations

import pandas as pd

from crpkit.panels import controls as ui
from crpkit.panels.plan.desk import PlanDesk
from crpkit.panels.plan.words import folded, note
from crpkit.planning.lenses import agreed_changes, workshop_choices
from crpkit.planning.models import WAYS

_LEAD = "<p>These stand beside the plans. They are in no figure above: weigh them yourselves.</p>"
_FIRST = 10  # places that are shown


def lenses_html(desk: PlanDesk) -> str:
    """Return what was chosen elsewhere, each beside what the plans do with it."""
    if desk.workspace is None or desk.plans is None:
        return ""
    choices, changes = workshop_choices(desk.workspace), agreed_changes(desk.workspace)
    return (
        f"{_LEAD}<h3>What workshops chose</h3>{_chosen(choices, desk)}"
        f"<h3>What road-tests agreed to change</h3>{_changed(changes, desk)}"
    )


def _chosen(choices: pd.DataFrame, desk: PlanDesk) -> str:
    if not len(choices):
        return note("No workshop in this folder has closed a vote on kinds of support.")
    parts = []
    for (code, asked), mine in choices.groupby(["workshop", "asked"], sort=False):
        first = mine[mine["place"] <= _FIRST]
        titles = [_title(one, desk) for one in first["component"]]
        shown = pd.DataFrame({"Kind of support": titles, "Place": first["place"]})
        assert desk.plans is not None
        for plan in desk.plans.named.values():
            ways = {line.component: line.option.way for line in plan.lines}
            shown[plan.title] = [WAYS[ways.get(one, "not-now")] for one in first["component"]]
        title = str(mine["title"].iloc[0]) or "A workshop"
        table = ui.table_html(shown, f"{title}: {asked}")
        parts.append(
            folded(f"{title}: {asked}", table, f"{code}, first {len(shown)} of {mine['of'].iloc[0]}")
        )
    return "".join(parts)


def _changed(changes: pd.DataFrame, desk: PlanDesk) -> str:
    if not len(changes):
        return note("No road-test in this folder has agreed on a change.")
    shown = pd.DataFrame(
        {
            "What": changes["words"],
            "Why": changes["why"],
            "Who agreed": [", ".join(one or ()) for one in changes["agreed_by"]],
            "Workshop": [
                title or code for title, code in zip(changes["title"], changes["workshop"], strict=True)
            ],
        }
    )
    return ui.table_html(shown.fillna(""), "Changes that were agreed")


def _title(component: str, desk: PlanDesk) -> str:
    components = desk.framework.components
    return components[component].title if component in components.ids else component
