"""Phones in the room, as the workshop page shows them: the ways in, who is here, and what came in."""

from crpkit.panels.live_room.section import LiveRoom

__all__ = ["LiveRoom"]
