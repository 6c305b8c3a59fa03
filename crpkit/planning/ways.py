"""Which ways are open for a component: from what is here, where the framework has it run, and whether it can be had."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crpkit.framework import Framework
from crpkit.framework.models import Component
from crpkit.needs.audit import STATUSES, Audit

_HERE = ("good", "partly", "planned")
_NEAR = frozenset({"regional", "local"})


@dataclass(frozen=True)
class Open:
    """Whether one way is open.

    Attributes
    ----------
    possible, why, if_confirmed
        As in :class:`crpkit.planning.models.Option`.
    full
        Whether it answers needs in full.
    groups
        Ids of the groups it reaches; empty where that is everyone, or not known.
    """

    possible: bool
    why: str
    if_confirmed: bool = False
    full: bool = True
    groups: tuple[str, ...] = ()


@dataclass(frozen=True)
class Here:
    """What the audit says of one component.

    Attributes
    ----------
    status
        The best status of its offers.
    groups
        Ids of the groups that the offers are for; empty where that is not known.
    by
        Who runs it.
    left_out
        Ids of groups that it is known not to be for.
    sources
        Evidence ids.
    capacity
        Places a year, where a number was written.
    """

    status: str = "unknown"
    groups: tuple[str, ...] = ()
    by: str = ""
    left_out: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    capacity: float | None = None


def whats_here(audit: Audit | None, framework: Framework) -> dict[str, Here]:
    """Return what the audit says of each component."""
    rows: dict[str, list[dict[Hashable, Any]]] = {one.id: [] for one in framework.components}
    for row in [] if audit is None else audit.components.to_dict("records"):
        rows.setdefault(row["component"], []).append(row)
    return {name: _here(offers, framework.groups.ids) for name, offers in rows.items()}


def _here(offers: Sequence[Mapping[Hashable, Any]], everyone: Sequence[str]) -> Here:
    there = [row for row in offers if row["status"] in _HERE]
    # An offer of which nobody wrote for whom it is may be for anyone: then nobody is known to be left out.
    told = bool(there) and all(len(row["groups"]) > 0 for row in there)
    groups = tuple(dict.fromkeys(one for row in there for one in row["groups"])) if told else ()
    left = tuple(one for one in everyone if groups and one not in groups)
    statuses = {row["status"] for row in offers}
    return Here(
        next((name for name in STATUSES if name in statuses), "unknown"),
        groups if left else (),
        "; ".join(dict.fromkeys(row["by"] for row in there if row["by"])),
        left,
        tuple(row["source"] for row in offers),
        _capacity([row["capacity"] for row in there]),
    )


def _capacity(written: list[str]) -> float | None:
    numbers = [float(one) for one in written if str(one).strip().isdigit()]
    return sum(numbers) if numbers and len(numbers) == len(written) else None


def open_ways(component: Component, found: Here) -> dict[str, Open]:
    """Return for each way whether it is open here.

    Parameters
    ----------
    component
        As the framework, with a team's overlay, has it.
    found
        What the audit says.
    """
    return {
        "keep": _keep(found),
        "strengthen": _strengthen(found),
        "national": _national(component, found),
        "adapt": _adapt(component, found),
        "build": _build(component, found),
        "not-now": Open(True, "It can always wait."),
    }


def _keep(found: Here) -> Open:
    if found.status == "good":
        return Open(True, "It is here and works well.", groups=found.groups)
    if found.status == "partly":
        why = "It is here in part, so it answers to some extent."
        return Open(True, why, full=False, groups=found.groups)
    if found.status == "planned":
        return Open(True, "Others plan it here.", if_confirmed=True, groups=found.groups)
    if found.status == "none":
        return Open(False, "It is not here.")
    return Open(False, "Nobody has written down whether it is here. Find out.")


def _strengthen(found: Here) -> Open:
    if found.status == "partly":
        return Open(True, "It is here in part; more of it would answer in full, for everyone.")
    if found.status == "good" and found.left_out:
        return Open(True, "It works well, but not for everyone; it could be opened to those left out.")
    if found.status == "good":
        return Open(False, "It works well as it is.")
    if found.status == "planned":
        return Open(False, "It is only planned yet. Talk with those who plan it.")
    if found.status == "none":
        return Open(False, "There is nothing here to strengthen.")
    return Open(False, "Nobody has written down whether it is here. Find out.")


def _national(component: Component, found: Here) -> Open:
    closed = _no_offer(component, found)
    if closed is not None:
        return closed
    where = component.delivered_by.value
    if where is not None and "national" not in where:
        return Open(False, f"The framework has it run nearer by: {_named(where)}.")
    return _offered(component, "It can be had from a national offer.")


def _adapt(component: Component, found: Here) -> Open:
    closed = _no_offer(component, found)
    if closed is not None:
        return closed
    where, support = component.delivered_by.value, component.supported_by.value
    if where is not None and not where & _NEAR:
        return Open(False, f"The framework has it run for the whole country: {_named(where)}.")
    if support is not None and "national" not in support and (where is None or "national" not in where):
        return Open(False, f"The framework has no national part in it: {_named(support)}.")
    return _offered(component, "There is a national offer to start from.")


def _no_offer(component: Component, found: Here) -> Open | None:
    if component.availability == "not available":
        return Open(False, "Somebody found out that there is no national offer.")
    if found.status == "good" and not found.left_out:
        return Open(False, "It is here already and works well.")
    return None


def _offered(component: Component, otherwise: str) -> Open:
    if component.availability == "available":
        return Open(True, otherwise)
    why = (
        "Nobody knows yet whether there is a national offer; it can be planned only if somebody confirms it."
    )
    return Open(True, why, if_confirmed=True)


def _build(component: Component, found: Here) -> Open:
    where = component.delivered_by.value
    if where is not None and not where & _NEAR:
        return Open(False, f"The framework has it run for the whole country: {_named(where)}.")
    if found.status == "good":
        return Open(False, "It is here already.")
    if found.status == "partly":
        return Open(False, "It is here in part. Strengthen it instead of making it twice.")
    if found.status == "planned":
        return Open(False, "Others plan it here. Talk with them before you make it twice.")
    if found.status == "none":
        return Open(True, "It is not here.")
    return Open(True, "Nobody has written down whether it is here. Find out before you begin.")


def _named(levels: frozenset[str]) -> str:
    return ", ".join(one for one in ("national", "regional", "local") if one in levels)
