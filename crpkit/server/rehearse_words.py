"""What the test with one phone says: while it waits, and at its end."""

from __future__ import annotations

import ipaddress
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from crpkit import resources
from crpkit.server.addresses import Candidate
from crpkit.server.reach import Reach
from crpkit.server.welcome import other_ways, starter, terminal_code

if TYPE_CHECKING:
    from crpkit.server.watch import Seen

SHEET = Path("texts") / "phones-and-wifi.md"
_QUICK_MS, _FINE_MS = 100, 400
_DEVICES = (
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Android", "an Android device"),
    ("Windows", "a Windows computer"),
    ("Macintosh", "a Mac or iPad"),
    ("Linux", "a Linux computer"),
)
ITSELF = "This computer reaches its own address: good so far. Now a phone must."
NOT_ITSELF = (
    "This computer does not reach its own address. A VPN or a firewall on it is likely in the way. "
    "A phone may try all the same."
)
OWN = "Somebody opened the page on this computer itself. That does not count: it must be a phone."
NO_LINE = (
    "The page has reached the phone, but the line for messages does not open. Leave the page open a moment: "
    "it tries again."
)


def beginning(reach: Reach, others: Sequence[Candidate], minutes: float) -> str:
    """Return what to do, with link and code.

    Parameters
    ----------
    reach
        The address that the phone uses.
    others
        Other addresses of this computer.
    minutes
        How long the test waits.
    """
    link = reach.join_url()
    return "\n".join(
        [
            "A test with one phone. It ends by itself as soon as the phone has reached this computer.",
            "",
            "1. Put the phone into the Wi-Fi that the room will use. Switch its mobile data off for the test.",
            "2. Point its camera at the code, or type the address into its browser:",
            "",
            f"    {link}",
            "",
            terminal_code(link),
            *other_ways(reach, others),
            f"Waiting, {_minutes(minutes)} at the most. To stop: Enter or Ctrl+C.",
        ]
    )


def _minutes(minutes: float) -> str:
    return "1 minute" if minutes == 1 else f"{minutes:g} minutes"


def device(agent: str) -> str:
    """Return in words what a browser says it runs on.

    Parameters
    ----------
    agent
        Its ``User-Agent``; nothing of it is repeated.
    """
    return next((words for sign, words in _DEVICES if sign in agent), "a device")


def page(remote: str, agent: str) -> str:
    """Return the words for a page that was loaded.

    Parameters
    ----------
    remote
        From which address.
    agent
        By which browser.
    """
    return f"The page was loaded by {device(agent)} ({remote}). Now its line for messages …"


def reached(remote: str, agent: str, times: Sequence[float], found: Sequence[Candidate]) -> str:
    """Return the words for success.

    Parameters
    ----------
    remote, agent
        As of :func:`page`.
    times
        Seconds that each answer took.
    found
        The addresses of this computer.
    """
    middle = round(sorted(times)[len(times) // 2] * 1000)
    slowest = round(max(times) * 1000)
    if middle < _QUICK_MS:
        speed = "that is quick"
    elif middle < _FINE_MS:
        speed = "that is fast enough"
    else:
        speed = "that is slow: go nearer to the router, or use a network of your own"
    return (
        f"{device(agent).replace('a', 'A', 1)} has reached this computer. "
        f"An answer took {middle} ms, the slowest {slowest} ms: {speed}.\n{_where(remote, found)}"
    )


def _where(remote: str, found: Sequence[Candidate]) -> str:
    if any(candidate.holds(remote) for candidate in found):
        return f"Its address, {remote}, is in the same network as this computer's."
    if _is_from_outside(remote):
        return (
            f"Its address, {remote}, is one of the internet: it may have come by mobile data. Then anybody can reach "
            "this computer. Switch mobile data off and test again."
        )
    return (
        f"Its address, {remote}, is in another part of the network. It works from there; "
        "in the room, use the same Wi-Fi as in this test."
    )


def _is_from_outside(remote: str) -> bool:
    try:
        return ipaddress.ip_address(remote).is_global
    except ValueError:
        return False


def ending(seen: Seen, found: Sequence[Candidate], folder: Path | None, port: int) -> str:
    """Return what the test found: all well, or the likely causes in order and what to do.

    Parameters
    ----------
    seen
        What happened.
    found
        The addresses of this computer.
    folder
        The workspace, if there is one.
    port
        The port.
    """
    if seen.reached:
        place = f' "{folder}"' if folder else ""
        return f"\nAll well. On the day, start with: {starter()} serve{place} --lan"
    if seen.pages:
        head = "The page reached a phone, but the line for messages did not open. Likely causes, in order:"
        causes = _line_causes()
    else:
        own = " (The page was opened on this computer only.)" if seen.own else ""
        head = f"No phone has reached this computer.{own} Likely causes, in order:"
        causes = _causes(seen, found, port)
    return "\n".join(["", head, *_numbered(causes), "", "What you can do:", *_numbered(_ways(folder))])


def _numbered(paragraphs: Sequence[str]) -> list[str]:
    return [f"  {number}. {words}" for number, words in enumerate(paragraphs, 1)]


def _line_causes() -> list[str]:
    return [
        "The phone has a VPN, a data saver or a content blocker switched on: switch it off.",
        "Its browser is very old or has scripts switched off: try another browser.",
        "The network lets web pages through, but no other lines: use a network of your own.",
    ]


def _causes(seen: Seen, found: Sequence[Candidate], port: int) -> list[str]:
    wifi = (
        "The Wi-Fi keeps devices apart. Guest networks do, and those of universities, hotels and libraries. "
        "The phone then waits a long time and gives up. Nothing on this computer changes that."
    )
    firewall = f"A firewall on this computer keeps phones out. {_firewall(sys.platform, port)}"
    tunnels = [candidate.network for candidate in found if candidate.kind == "tunnel"]
    vpn = (
        f"A VPN is on, on this computer ({', '.join(tunnels)}): switch it off for the workshop."
        if tunnels
        else "A VPN is on, on this computer or the phone: switch it off."
    )
    phone = (
        "The phone was in another Wi-Fi or on mobile data, or the address was mistyped: it begins with http://, "
        "not https://."
    )
    ordered = [wifi, firewall, vpn, phone]
    if tunnels:
        ordered = [vpn, wifi, firewall, phone]
    elif seen.itself is False:
        ordered = [firewall, vpn, wifi, phone]
    return ordered


def _firewall(system: str, port: int) -> str:
    if system == "win32":
        return (
            "Open Start, type “Allow an app through Windows Firewall”, choose Change settings, and tick Private and "
            f"Public at Python. If it is not listed: Allow another app, Browse, {sys.executable}"
        )
    if system == "darwin":
        return (
            "Open System Settings, Network, Firewall. Switch “Block all incoming connections” off, and under Options "
            f"let Python ({sys.executable}) accept incoming connections."
        )
    return f"Let port {port} in, for example with: sudo ufw allow {port}/tcp"


def _ways(folder: Path | None) -> list[str]:
    ways = [
        "Make a network of your own; it needs no internet. Best is a small travel router. This computer's own hotspot "
        "does too (Windows: Settings, Network, Mobile hotspot; macOS: System Settings, Sharing, Internet Sharing); "
        "a phone's hotspot takes only 5 to 10 others. Let computer and phones join it, then test again.",
        "Go on with paper. Nothing is lost: people write notes and place dots on paper or call them out, and "
        "you type them in at the console, marked as paper or spoken.",
    ]
    sheet = _sheet(folder)
    if sheet is not None:
        ways.insert(1, f"Take the one-page sheet with you, also for the people of the house: {sheet}")
    return ways


def _sheet(folder: Path | None) -> Path | None:
    places = [resources.folder("workshop_data")]
    if folder is not None:
        places.insert(0, folder / "workshop_data")
    return next((place / SHEET for place in places if (place / SHEET).is_file()), None)
