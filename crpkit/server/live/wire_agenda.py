"""Messages about a running agenda."""

from __future__ import annotations

from crpkit.server.live.wire_parts import Name, Said


class Go(Said):
    """Go to a step; ``seen``: the one that ran when it was pressed, null for none, absent if it does not matter."""

    step: Name
    seen: str | None = ""


class SetAgenda(Said):
    """Lay out an agenda of the workspace, by the name of its file."""

    name: Name


class Extend(Said):
    """Give a step more minutes, or fewer."""

    step: Name | None = None
    minutes: int


class Skip(Said):
    """Leave a step out, or take it in again."""

    step: Name
    skipped: bool = True
