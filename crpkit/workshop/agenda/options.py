"""Where the options of a step come from: written there, the framework, a journey, or a list file."""

from __future__ import annotations

from pathlib import Path

from crpkit.errors import InputProblems, Problem, did_you_mean
from crpkit.framework import Framework
from crpkit.workshop.journey_lists import JOURNEY, journey_list
from crpkit.workshop.lists import LONGEST_DETAIL, LONGEST_TITLE, Option, list_files, read_list

FRAMEWORK = "framework:"
OFFERED = ("components", "interventions", "needs", "principles", "tensions", "families", "groups")
_COLLECTIONS = dict.fromkeys(OFFERED)


def options_from(
    source: str, pick: tuple[str, ...], framework: Framework, folder: Path | None
) -> tuple[Option, ...]:
    """Return the options of a collection of the framework, the steps of a journey, or the options of a list file.

    Parameters
    ----------
    source
        ``framework:components`` and the like, ``journey:ID``, or the name of a file in ``workshop_data/lists``.
    pick
        Ids of the records or steps that are wanted, in this order; all if empty.
    framework
        The learning framework.
    folder
        The workspace whose lists count.

    Raises
    ------
    InputProblems
        If there is no such collection, record, journey, step or file.
    """
    if source.startswith(FRAMEWORK):
        return _from_framework(source.removeprefix(FRAMEWORK), pick, framework)
    if source.startswith(JOURNEY):
        return _from_journey(source.removeprefix(JOURNEY), pick, folder)
    files = {file.name: file for file in list_files(folder)} if folder is not None else {}
    file = files.get(source) or files.get(f"{source}.yaml") or files.get(f"{source}.csv")
    if file is None:
        near = did_you_mean(source, [*files, *(FRAMEWORK + name for name in OFFERED)])
        raise InputProblems([Problem(f"There is no list “{source}”", near, field="options")])
    if pick:
        found = "Only records of the framework and steps of a journey can be picked out"
        raise InputProblems([Problem(found, "Leave “pick” out.", field="pick")])
    return read_list(file).options


def _from_journey(name: str, pick: tuple[str, ...], folder: Path | None) -> tuple[Option, ...]:
    steps = {one.source.rpartition("/")[2]: one for one in journey_list(name, folder).options}
    unknown = [one for one in pick if one not in steps]
    if unknown:
        near = did_you_mean(unknown[0], steps)
        raise InputProblems([Problem(f"The journey has no step “{unknown[0]}”", near, field="pick")])
    return tuple(steps[one] for one in pick) if pick else tuple(steps.values())


def _from_framework(name: str, pick: tuple[str, ...], framework: Framework) -> tuple[Option, ...]:
    if name not in _COLLECTIONS:
        near = did_you_mean(name, OFFERED)
        raise InputProblems([Problem(f"The framework has no “{name}” to choose from", near, field="options")])
    records = {record.id: record for record in getattr(framework, name)}
    unknown = [one for one in pick if one not in records]
    if unknown:
        near = did_you_mean(unknown[0], records)
        raise InputProblems([Problem(f"There is no “{unknown[0]}” in {name}", near, field="pick")])
    chosen = [records[one] for one in pick] if pick else list(records.values())
    if name == "tensions":
        return tuple(option for record in chosen for option in _sides(record))
    return tuple(_option(name, record, framework) for record in chosen)


def _sides(tension: object) -> list[Option]:
    """Return the first two sides of a tension, each as a statement of its own.

    Its title names two things at once; nobody could agree or disagree with both. Further sides explain, and do not take
    one.
    """
    source = f"framework:tensions/{getattr(tension, 'id', '')}"
    sides = [str(side) for side in getattr(tension, "sides", ())][:2]
    if not sides:
        sides = [str(getattr(tension, "title", ""))]
    return [
        Option(
            title=_cut(side, LONGEST_TITLE),
            detail=_cut(str(getattr(tension, "title", "")), 120),
            source=source,
        )
        for side in sides
    ]


def _option(collection: str, record: object, framework: Framework) -> Option:
    return Option(
        title=_cut(str(getattr(record, "title", "")), LONGEST_TITLE),
        detail=_cut(" ".join(str(getattr(record, "summary", "")).split()), LONGEST_DETAIL),
        source=f"framework:{collection}/{getattr(record, 'id', '')}",
        scale=scale_in_words(collection, record, framework),
    )


def scale_in_words(collection: str, record: object, framework: Framework) -> str:
    """Return what the report says of the scale of investment, in its own few words; empty for what has none.

    Of a component the report says nothing; what it says of the intervention that the component belongs to stands for
    it, and the words say so.
    """
    if collection == "interventions":
        scales, of = getattr(record, "scale_of_investment", ()), "Scale of investment, says the report"
    elif collection == "components":
        parent = {one.id: one for one in framework.interventions}[str(getattr(record, "intervention", ""))]
        scales, of = (
            parent.scale_of_investment,
            f"Scale of investment of “{parent.title}” as a whole, says the report",
        )
    else:
        return ""
    if not scales:
        return "The report does not say how large an investment it is."
    said = "; ".join(f"{one.stated} ({one.applies_to})" for one in scales)
    return _cut(f"{of}: {said}.", LONGEST_DETAIL)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
