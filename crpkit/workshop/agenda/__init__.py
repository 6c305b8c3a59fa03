"""Agendas: timed steps, read from files, run by the facilitator."""

from crpkit.tables.plain import HardWord, hard_words
from crpkit.workshop.agenda.model import Agenda, Step
from crpkit.workshop.agenda.reading import agenda_files, read_agenda
from crpkit.workshop.agenda.writing import agenda_text

__all__ = ["Agenda", "HardWord", "Step", "agenda_files", "agenda_text", "hard_words", "read_agenda"]
