"""Step 1: who walks: a persona, and what is known of them."""

from __future__ import annotations

from crpkit.framework import HowKnown
from crpkit.panels import controls as ui
from crpkit.panels.journeys.desk import JourneysDesk
from crpkit.panels.needs.lead import step_of
from crpkit.panels.personas.card import COLUMNS, HOW_KNOWN, NOT_KNOWN, fact_in_words, group_words
from crpkit.panels.personas.emblem import emblem
from crpkit.personas import FACTS, Persona

_NOBODY = "There are no personas in this folder yet. Make one on the page “Personas”."
_STATES = {HowKnown.REPORTED: "known", HowKnown.CONFIRMED: "known", HowKnown.ASSUMED: "assumed"}


class WhoStep(ui.Column):
    """Cards to choose from, and below them the one that is chosen, with what is assumed and what nobody knows."""

    def __init__(self, desk: JourneysDesk) -> None:
        self._desk = desk
        self._shown: object = None
        self.trouble = ui.Status()
        self.who = ui.Choice("Who walks this way?", (), style="cards", empty=_NOBODY)
        self.who.on_change(lambda id: self._desk.choose_persona(str(id)))
        self.card = ui.Html()
        lead = "Take one persona along. What helps and what holds them up depends on who they are."
        super().__init__([step_of(lead, self.trouble, self.who, self.card)])
        desk.on_change(self.refresh)

    def refresh(self) -> None:
        """Show who there is, and who is chosen."""
        desk = self._desk
        if desk.trouble != self.trouble.text:
            self.trouble.say(desk.trouble, "problem")
        titles = {one.id: one.title for one in desk.framework.groups}
        self.who.set_options(
            [
                (one.id, one.title, f"{titles.get(one.group, one.group)}. {_first_line(one)}")
                for one in desk.personas.values()
            ]
        )
        persona = desk.persona
        self.who.value = persona.id if persona is not None and persona.id in desk.personas else None
        if persona is not self._shown:
            self._shown = persona
            self.card.value = "" if persona is None else self._card(persona)

    def _card(self, persona: Persona) -> str:
        group = group_words(self._desk.framework).get(persona.group)
        sign = emblem(persona.id, group.family, group.experience) if group is not None else ""
        lines = "".join(
            f"<section><h4>{heading}</h4><ul>{_listed(getattr(persona, name))}</ul></section>"
            for name, heading in COLUMNS
        )
        return (
            f'<article class="crp-journey-who"><header><span class="crp-journey-emblem">{sign}</span>'
            f"<div><h3><bdi>{ui.escape(persona.title)}</bdi></h3><p>{ui.escape(group.title if group else '')}</p></div>"
            f'</header><div class="crp-journey-lines">{lines}</div>{_facts(persona)}</article>'
        )


def _first_line(persona: Persona) -> str:
    return persona.i_am[0].rstrip(".") + "." if persona.i_am else ""


def _listed(lines: tuple[str, ...]) -> str:
    return "".join(f"<li><bdi>{ui.escape(line)}</bdi></li>" for line in lines)


def _facts(persona: Persona) -> str:
    """Return what the rules ask of a persona: each fact with how it is known, and what that means for the road-test."""
    rows = []
    blank = assumed = 0
    for field in FACTS:
        fact = persona.facts[field.name]
        state = _STATES.get(fact.how_known, "unknown")
        blank += state == "unknown"
        assumed += state == "assumed"
        value = fact_in_words(field.name, fact.value) if fact.known else NOT_KNOWN
        how = f" <small>{ui.escape(HOW_KNOWN[fact.how_known])}</small>" if fact.known else ""
        rows.append(
            f'<div class="is-{state}"><dt>{ui.escape(field.label)}</dt>'
            f"<dd><bdi>{ui.escape(value)}</bdi>{how}</dd></div>"
        )
    return f"<h4>What the rules ask of them</h4><p>{_means(blank, assumed)}</p><dl>{''.join(rows)}</dl>"


def _means(blank: int, assumed: int) -> str:
    said = []
    if blank:
        fact = "1 fact is" if blank == 1 else f"{blank} facts are"
        said.append(
            f"{fact} not known: where a rule asks for one, it says so, and neither passes nor stops them."
        )
    if assumed:
        fact = "1 is" if assumed == 1 else f"{assumed} are"
        said.append(f"{fact} assumed by the team: what rests on it holds only if that is right.")
    said.append("You can fill them in on the page <a href='/personas'>Personas</a>." if blank else "")
    return " ".join(one for one in said if one)
