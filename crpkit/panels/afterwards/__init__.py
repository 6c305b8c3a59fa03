"""What comes after a session: who was in the room, the record, several sessions together."""

from crpkit.panels.afterwards.section import Afterwards

__all__ = ["Afterwards"]
