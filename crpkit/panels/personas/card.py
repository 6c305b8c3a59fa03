"""What a card shows: a persona in words, ready for the page.

Everything is plain text; the page puts it in as text, so that nothing a person wrote can run there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crpkit.framework import Framework, HowKnown
from crpkit.panels.personas.emblem import emblem
from crpkit.personas import CONFIDENCE, DIGITAL_ACCESS, FACTS, FactField, Persona, TeamFact

NOT_KNOWN = "Not known yet"
HOW_KNOWN: Mapping[HowKnown, str] = {
    HowKnown.REPORTED: "From the report",
    HowKnown.CONFIRMED: "The team checked",
    HowKnown.ASSUMED: "The team assumes",
    HowKnown.UNKNOWN: NOT_KNOWN,
}
COLUMNS = (("i_am", "Who I am"), ("id_like", "What I’d like"), ("how_do_i", "How do I …?"))


@dataclass(frozen=True)
class GroupWords:
    """A participant group as a card names it.

    Attributes
    ----------
    id, title, summary
        Of the group.
    family, family_title
        Id and title of its family.
    experience
        ``new`` or ``experienced``.
    """

    id: str
    title: str
    family: str
    family_title: str
    experience: str
    summary: str


def group_words(framework: Framework) -> dict[str, GroupWords]:
    """Return the groups of a framework, in its order, with the words that cards and forms need."""
    families = {family.id: family.title for family in framework.families}
    return {
        group.id: GroupWords(
            id=group.id,
            title=group.title,
            family=group.family,
            family_title=families.get(group.family, group.family),
            experience=group.experience,
            summary=group.summary,
        )
        for group in framework.groups
    }


def sheet(persona: Persona, group: GroupWords, personas: Mapping[str, Persona]) -> dict[str, Any]:
    """Return a persona as the page shows it.

    Parameters
    ----------
    persona
        The persona.
    group
        Its group.
    personas
        All personas, to name the one it was made from.

    Returns
    -------
    dict
        Plain text throughout, apart from ``emblem``, which is our own SVG.
    """
    facts = [_fact(field, persona.facts[field.name]) for field in FACTS]
    return {
        "id": persona.id,
        "title": persona.title,
        "family": group.family,
        "group": group.title,
        "stands_for": group.summary,
        "emblem": emblem(persona.id, group.family, group.experience),
        "asks": _question(persona.how_do_i[0]),
        "columns": [[heading, list(getattr(persona, name))] for name, heading in COLUMNS],
        "facts": facts,
        "known": _how_many_filled_in(facts),
        "advice": _advice(facts),
        "origin": _origin(persona, personas),
    }


def _question(line: str) -> str:
    """Make a line fit to follow “How do I”: a small letter first, and a question mark last."""
    begins_like_a_name = line[1:2].isupper()
    small = line if begins_like_a_name else line[:1].lower() + line[1:]
    return small if small.endswith("?") else small.rstrip(".") + "?"


def _fact(field: FactField, fact: TeamFact[Any]) -> dict[str, str]:
    return {
        "label": field.label,
        "value": fact_in_words(field.name, fact.value) if fact.known else NOT_KNOWN,
        "state": str(fact.how_known),
        "how": HOW_KNOWN[fact.how_known] if fact.known else "",
        "note": " · ".join(part for part in (fact.note, fact.by and f"says {fact.by}") if part),
    }


def fact_in_words(name: str, value: Any) -> str:
    """Return the value of a field as a person would say it.

    Parameters
    ----------
    name
        Name of the field.
    value
        Its value, not ``None``.
    """
    if name == "money":
        return f"£{value:,.0f} a year" if float(value).is_integer() else f"£{value:,.2f} a year"
    if name == "hours_a_month":
        return _count(value, "hour", "hours") + " a month"
    if name == "years_of_experience":
        return _count(value, "year", "years")
    if name == "confidence":
        return CONFIDENCE[value]
    if name == "digital_access":
        return DIGITAL_ACCESS[value]
    if name == "access_needs":
        return "; ".join(value) or "Nothing special"
    return str(value)


def _count(number: float, one: str, many: str) -> str:
    return f"{number:g} {one if number == 1 else many}"


def _how_many_filled_in(facts: list[dict[str, str]]) -> str:
    known = sum(fact["state"] != HowKnown.UNKNOWN for fact in facts)
    return f"{known or 'None'} of {len(facts)} facts filled in"


def _advice(facts: list[dict[str, str]]) -> str:
    states = {fact["state"] for fact in facts}
    if HowKnown.UNKNOWN in states:
        return "Ask people who live this life, or say what you assume."
    return "Check with people who live this life." if HowKnown.ASSUMED in states else ""


def _origin(persona: Persona, personas: Mapping[str, Persona]) -> str:
    if persona.source:
        return f"After the report ({persona.source.replace('-', ' ')}), in our own words."
    if persona.based_on == persona.id:
        return "From the report; the team has changed the wording."
    first = personas.get(persona.based_on or "")
    return f"Made by the team, starting from “{first.title}”." if first else "Made by the team."
