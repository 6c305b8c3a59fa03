"""What the kit says in the terminal when it opens."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from crpkit.server.addresses import Candidate
from crpkit.server.door import Door
from crpkit.server.port import STARTER
from crpkit.server.reach import Reach, qr_terminal


def welcome(folder: Path, door: Door, reach: Reach | None = None, others: Sequence[Candidate] = ()) -> str:
    """Return the words: the facilitator's link first, then where phones join.

    Parameters
    ----------
    folder
        The workspace.
    door
        The server's door, with the link.
    reach
        How phones reach the kit.
    others
        Addresses that phones might reach instead.
    """
    parts = [
        f"The kit is open. Folder: {folder}\n\n    {door.link}\n",
        "If no page opens, copy this link into a browser on this computer.",
    ]
    if reach is not None and reach.public:
        parts += ["It is yours alone: it opens everything.\n", _for_phones(folder, reach, others)]
    parts.append("Keep this window open while you work. To stop: Ctrl+C.")
    return "\n".join(parts)


def _for_phones(folder: Path, reach: Reach, others: Sequence[Candidate]) -> str:
    lines = ["PHONES JOIN HERE", "", f"    {reach.join_url()}", "", terminal_code(reach.join_url())]
    if reach.wifi is not None:
        lines.append(f"The projector also shows a code for the Wi-Fi “{reach.wifi.name}”.")
    else:
        lines.append("Phones must be in the same Wi-Fi as this computer.")
    lines += ["The projector shows each workshop's own link and code.", *other_ways(reach, others)]
    lines += ["", f'To try it with one phone, before the event: {starter()} rehearse "{folder}"', ""]
    return "\n".join(lines)


def other_ways(reach: Reach, others: Sequence[Candidate]) -> list[str]:
    """Return lines that list other addresses of this computer and how to choose one.

    Parameters
    ----------
    reach
        The address that was chosen.
    others
        The others.
    """
    if not others:
        return []
    return [
        "",
        f"{reach.address} was chosen. This computer has other addresses too:"
        if not _is_name(reach.address)
        else "This computer's own addresses are:",
        *(f"    {candidate}" for candidate in others),
        f"If phones reach one of these instead, start again with: --host {others[0].address}",
    ]


def _is_name(address: str | None) -> bool:
    return not (address or "").replace(".", "").isdigit()


def starter() -> str:
    """Return what the person types before a command."""
    return os.environ.get(STARTER) or "crpkit"


def terminal_code(text: str) -> str:
    """Return a QR code for this terminal; a sentence if it has no letters for one.

    Parameters
    ----------
    text
        What a camera reads.
    """
    # The older Windows console shows escape codes as rubbish; it is dark, so the code is right without them.
    colours = sys.stdout.isatty() and sys.platform != "win32" and os.environ.get("TERM") != "dumb"
    code = qr_terminal(text, colours)
    try:
        code.encode(sys.stdout.encoding or "ascii")
    except (UnicodeError, LookupError):
        return "(This window cannot show a QR code; the projector's page does.)\n"
    return code
