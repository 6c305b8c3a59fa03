"""The page of personas: a gallery, the full card, and a form to make, change or copy one."""

from crpkit.panels.personas.card import GroupWords, group_words, sheet
from crpkit.panels.personas.desk import PersonaDesk
from crpkit.panels.personas.emblem import emblem
from crpkit.panels.personas.form import PersonaForm
from crpkit.panels.personas.gallery import Gallery

__all__ = ["Gallery", "GroupWords", "PersonaDesk", "PersonaForm", "emblem", "group_words", "sheet"]
