"""Personas: made-up people who stand for the participant groups. Read, check, make, save."""

from crpkit.personas.fields import CONFIDENCE, DIGITAL_ACCESS, FACTS, FactField
from crpkit.personas.groups import GROUPS
from crpkit.personas.making import adapt, new_persona
from crpkit.personas.models import Persona, TeamFact
from crpkit.personas.reading import PersonaFiles, check_personas, load_personas, read_personas
from crpkit.personas.saving import save_persona
from crpkit.personas.words import LONGEST_LINE, LONGEST_TITLE, MOST_LINES, make_id

__all__ = [
    "CONFIDENCE",
    "DIGITAL_ACCESS",
    "FACTS",
    "GROUPS",
    "LONGEST_LINE",
    "LONGEST_TITLE",
    "MOST_LINES",
    "FactField",
    "Persona",
    "PersonaFiles",
    "TeamFact",
    "adapt",
    "check_personas",
    "load_personas",
    "make_id",
    "new_persona",
    "read_personas",
    "save_persona",
]
