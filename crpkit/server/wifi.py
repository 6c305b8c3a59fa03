"""The Wi-Fi that the room is let into: its code for cameras, and asking for its password."""

from __future__ import annotations

import getpass
import os
import sys
from dataclasses import dataclass, field

from crpkit.errors import CrpkitError, InputProblems, Problem

PASSWORD = "CRPKIT_WIFI_PASSWORD"
_SSID_BYTES = 32
_KEY_LENGTHS = range(8, 64)


@dataclass(frozen=True)
class Wifi:
    """A Wi-Fi network that the room is let into.

    Attributes
    ----------
    name
        Its name, as phones list it.
    password
        Its password; empty for an open network. Kept in memory only: shown in the code, never printed or stored.

    Raises
    ------
    InputProblems
        If no network can have such a name or password.
    """

    name: str
    password: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        problems = []
        if not self.name.strip() or len(self.name.encode("utf-8", "replace")) > _SSID_BYTES:
            problems.append(
                Problem(
                    "A Wi-Fi name has 1 to 32 letters", "Write it as the phones list it.", field="Wi-Fi name"
                )
            )
        if self.password and not _is_key(self.password):
            problems.append(
                Problem(
                    "A Wi-Fi password has 8 to 63 letters",
                    "Type it again; press Enter alone if the network has none.",
                    field="Wi-Fi password",
                )
            )
        if problems:
            raise InputProblems(problems)

    @property
    def text(self) -> str:
        """What the Wi-Fi code says; a phone's camera offers to join when it reads it."""
        if not self.password:
            return f"WIFI:T:nopass;S:{_escaped(self.name)};;"
        return f"WIFI:T:WPA;S:{_escaped(self.name)};P:{_escaped(self.password)};;"


def _is_key(password: str) -> bool:
    # 64 are allowed too: a key written out in hexadecimal digits.
    return len(password) in _KEY_LENGTHS or (
        len(password) == 64 and all(letter in "0123456789abcdefABCDEF" for letter in password)
    )


def _escaped(text: str) -> str:
    return "".join(f"\\{letter}" if letter in '\\;,:"' else letter for letter in text)


def ask_wifi(name: str) -> Wifi:
    """Return the network of this name, with the password that the person types.

    Where nobody can be asked, or ``CRPKIT_WIFI_PASSWORD`` is set, that is the password; it is then taken out of
    the environment, so that no other program started from here gets it.

    Parameters
    ----------
    name
        The network's name.

    Raises
    ------
    InputProblems
        If no network can have such a name or password.
    CrpkitError
        If there is nobody to ask.
    """
    Wifi(name)  # a wrong name is said before the password is asked for
    given = os.environ.pop(PASSWORD, None)
    return Wifi(name, _asked(name) if given is None else given)


def _asked(name: str) -> str:
    if sys.stdin is None or not sys.stdin.isatty():
        remedy = f"Put it into {PASSWORD} before you start; leave that empty if the network has none."
        raise CrpkitError(f"Nobody can be asked here for the password of the Wi-Fi “{name}”", remedy)
    try:
        return getpass.getpass(
            f"Password of the Wi-Fi “{name}” (not shown as you type; Enter alone if it has none): "
        )
    except (EOFError, KeyboardInterrupt):
        raise CrpkitError("No password was given, so the kit was not started", "Start it again.") from None
