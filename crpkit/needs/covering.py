"""What is here against what people would like: coverage, what remains, and which conditions are met."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from crpkit.framework import Framework
from crpkit.needs.audit import STATUSES, Audit
from crpkit.needs.excerpts import Excerpts
from crpkit.needs.sharing import spoken
from crpkit.needs.tallies import ALL
from crpkit.tables import read_yaml

ROUTES = Path(__file__).parent / "data" / "routes.yaml"
_HERE = ("good", "partly", "planned")
ORGANISATIONS = "organisations"
_ROUTE = {
    "knowledge-or-skill": "learning",
    "connection": "meeting",
    "resource": "means",
    "system-condition": ORGANISATIONS,
}
"""What a kind of need is answered by: learning, people meeting, money and means, or organisations that change."""


def coverage_frame(audit: Audit, framework: Framework) -> pd.DataFrame:
    """Return each component of support and what is here of it.

    Returns
    -------
    pandas.DataFrame
        ``component, title, intervention, intervention_title``, ``status`` (the best of its offers, ``unknown`` where
        nobody wrote one down), ``groups`` (ids of those whom the offers that are here or planned are for; empty where
        that is not known), ``by, capacity, cost, access, evidence`` (of its offers, as written), ``how_known``
        (``confirmed`` with evidence, ``assumed`` without, ``unknown``), ``sources`` (evidence ids).
    """
    return pd.DataFrame([_covered(one, audit, framework) for one in framework.components])


def _covered(component: Any, audit: Audit, framework: Framework) -> dict[str, Any]:
    offers = audit.components[audit.components["component"] == component.id]
    told = offers[offers["status"] != "unknown"]
    here = offers[offers["status"].isin(_HERE)]
    texts = {
        name: "; ".join(dict.fromkeys(text for text in offers[name] if text))
        for name in ("by", "capacity", "cost", "access", "evidence")
    }
    known = "unknown" if not len(told) else "confirmed" if texts["evidence"] else "assumed"
    return {
        "component": component.id,
        "title": component.title,
        "intervention": component.intervention,
        "intervention_title": framework.interventions[component.intervention].title,
        "status": audit.status(component.id),
        "groups": tuple(dict.fromkeys(group for groups in here["groups"] for group in groups)),
        **texts,
        "how_known": known,
        "sources": "; ".join(offers["source"]),
    }


def gaps_frame(
    needs: pd.DataFrame, coverage: pd.DataFrame, framework: Framework, excerpts: Excerpts | None
) -> pd.DataFrame:
    """Return what people would like beside what is here for it.

    Returns
    -------
    pandas.DataFrame
        A row a need that was asked about or spoken of: ``need, title, kind``, ``route`` (``learning``, ``meeting``,
        ``means``, or ``organisations`` for conditions of the system, which learning does not change), ``wanted``
        (people), ``answered``, ``place`` (by Borich's score, where there is one), ``excerpts`` (said in interviews; not
        part of ``wanted``), ``components`` (ids of what could answer it), ``remains`` (the best status among those, or
        ``no-component``), ``inferred`` (how many of these links are ours, not the study's), ``left_out`` (ids of
        groups in which people would like it, and for which nothing that is here is known to be), ``change`` and
        ``challenges`` (for organisations).
    """
    everyone = needs[needs["scope"] == ALL].set_index("need")
    said = spoken(excerpts, "need")
    status = coverage.set_index("component")
    names = [need.id for need in framework.needs if need.id in everyone.index or need.id in said]
    rows = [_gap(framework, name, everyone, needs, status, said) for name in names]
    return pd.DataFrame(rows, columns=_GAP_COLUMNS)


_GAP_COLUMNS = [
    "need",
    "title",
    "kind",
    "route",
    "wanted",
    "answered",
    "place",
    "excerpts",
    "components",
    "remains",
    "inferred",
    "left_out",
    "change",
    "challenges",
]


def _gap(
    framework: Framework,
    name: str,
    everyone: pd.DataFrame,
    needs: pd.DataFrame,
    coverage: pd.DataFrame,
    said: Mapping[str, int],
) -> dict[str, Any]:
    need = framework.needs[name]
    links = [link for link in framework.links if link.need == name and link.component in coverage.index]
    components = tuple(link.component for link in links)
    statuses = [str(coverage.loc[one, "status"]) for one in components]
    asked = name in everyone.index
    return {
        "need": name,
        "title": need.title,
        "kind": need.kind,
        "route": _ROUTE[need.kind],
        "wanted": everyone.loc[name, "wanted"] if asked else float("nan"),
        "answered": everyone.loc[name, "answered"] if asked else 0.0,
        "place": everyone.loc[name, "mwds_place"] if asked else float("nan"),
        "excerpts": said.get(name, 0),
        "components": components,
        "remains": remaining(statuses),
        "inferred": sum(link.how_known != "reported" for link in links),
        "left_out": _left_out(name, needs, components, coverage),
        **_route(name, need.kind),
    }


def remaining(statuses: Sequence[str]) -> str:
    """Return how far a need is answered: the best that is here; what is not known counts before “not here”.

    Where one thing is known not to be here and another is unknown, nobody can say that nothing is.
    """
    return next((name for name in (*_HERE, "unknown", "none") if name in statuses), "no-component")


def _left_out(
    need: str, needs: pd.DataFrame, components: Sequence[str], coverage: pd.DataFrame
) -> tuple[str, ...]:
    if not components:
        return ()
    mine = needs[(needs["scope_kind"] == "group") & (needs["need"] == need) & (needs["wanted"] > 0)]
    statuses, groups = coverage["status"].to_dict(), coverage["groups"].to_dict()
    served = {group for one in components if statuses[one] in _HERE for group in groups[one]}
    return tuple(group for group in mine["scope"] if group not in served)


@lru_cache(maxsize=1)
def _routes() -> tuple[dict[str, Mapping[str, Any]], str]:
    data = read_yaml(ROUTES, "crpkit/routes").data
    return {one["need"]: one for one in data["routes"]}, str(data["otherwise"])


def _route(name: str, kind: str) -> dict[str, Any]:
    if kind != "system-condition":
        return {"change": "", "challenges": ()}
    routes, otherwise = _routes()
    one = routes.get(name)
    if one is None:
        return {"change": otherwise, "challenges": ()}
    return {"change": str(one["change"]), "challenges": tuple(one["challenges"])}


_UNSAID = {"state": "unknown", "note": "", "source": ""}


def readiness_frame(audit: Audit, framework: Framework) -> pd.DataFrame:
    """Return the conditions that must stand before each intervention can run well, and whether the place meets them.

    Returns
    -------
    pandas.DataFrame
        ``intervention, intervention_title, condition, text, force`` (``firm``, ``guidance``, ``disputed``),
        ``components`` (ids it is said of), ``state`` (``met``, ``lacking``, or ``unknown`` where nobody wrote it down),
        ``note``, ``source``.
    """
    told = {(row["intervention"], row["condition"]): row for row in audit.conditions.to_dict("records")}
    rows = []
    for intervention in framework.interventions:
        found: dict[str, dict[str, Any]] = {}
        for component in framework.components:
            if component.intervention != intervention.id:
                continue
            for condition in component.setup_conditions:
                row = found.setdefault(
                    condition.id,
                    {
                        "intervention": intervention.id,
                        "intervention_title": intervention.title,
                        "condition": condition.id,
                        "text": condition.text,
                        "force": condition.force,
                        "components": (),
                    },
                )
                row["components"] = (*row["components"], component.id)
        for name, row in found.items():
            said = told.get((intervention.id, name), {})
            row |= {key: said.get(key, otherwise) for key, otherwise in _UNSAID.items()}
        rows += list(found.values())
    first = ["intervention", "intervention_title", "condition", "text", "force", "components"]
    return pd.DataFrame(rows, columns=[*first, *_UNSAID])


def status_words(status: str) -> str:
    """Return what people read for a status."""
    return STATUSES.get(status, "Nothing in the framework answers it yet")
