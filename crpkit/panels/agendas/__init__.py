"""The page of agendas: lay out a session step by step, and see when it ends."""

from crpkit.panels.agendas.desk import AgendaDesk

__all__ = ["AgendaDesk"]
