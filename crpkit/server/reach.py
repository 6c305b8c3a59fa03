"""Where phones find this computer: the address they type, and the picture of it that their cameras read."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from html import escape

import segno

from crpkit.server.wifi import Wifi

__all__ = ["HERE", "Reach", "Wifi", "qr_svg", "qr_terminal"]

HERE = "127.0.0.1"
_QUIET = 4  # light squares around a code, as cameras need them


@dataclass(frozen=True)
class Reach:
    """How phones reach the kit, if they do.

    Attributes
    ----------
    address
        An address of this computer, or a name that leads to it; ``None`` if the kit serves this computer only.
    port
        The port.
    wifi
        The network to join first, if it is to be shown.
    """

    address: str | None
    port: int
    wifi: Wifi | None = None

    @property
    def public(self) -> bool:
        """Whether other machines are let in."""
        return self.address is not None

    @property
    def names(self) -> tuple[str, ...]:
        """The host names that phones may use."""
        return () if self.address is None else (self.address,)

    @property
    def base(self) -> str:
        """The beginning of every address, without a slash at its end."""
        port = "" if self.port == 80 else f":{self.port}"
        return f"http://{self.address or HERE}{port}"

    def join_url(self, code: str | None = None) -> str:
        """Return the address at which people join.

        Parameters
        ----------
        code
            The workshop's code; without it the page asks for one.
        """
        return f"{self.base}/join/{code}" if code else f"{self.base}/join"


@lru_cache(maxsize=64)
def qr_svg(text: str, label: str = "") -> str:
    """Return a QR code as a picture of its own: black on white in any mode, with its quiet zone.

    Parameters
    ----------
    text
        What a camera reads.
    label
        What is said to people who do not see it; ``text`` itself if not given.
    """
    code = segno.make(text, error="m", micro=False, encoding="utf-8")
    drawn = code.svg_inline(
        dark="#000000", light="#ffffff", border=_QUIET, omitsize=True, svgclass=None, lineclass=None
    )
    opening = (
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" '
        f'aria-label="{escape(label or text)}" shape-rendering="crispEdges" '
    )
    return opening + drawn.removeprefix("<svg ")


def qr_terminal(text: str, colours: bool = False) -> str:
    """Return a QR code in letters, two rows of squares to a line; for a terminal.

    Parameters
    ----------
    text
        What a camera reads.
    colours
        Say by escape codes that the letters are white on black. Without them the code is right on a dark
        terminal and inverted on a light one, which most phones read as well.
    """
    rows = [
        list(row) for row in segno.make(text, error="l", micro=False, encoding="utf-8").matrix_iter(border=2)
    ]
    if len(rows) % 2:
        rows.append([0] * len(rows[0]))
    out = io.StringIO()
    for upper, lower in zip(rows[::2], rows[1::2], strict=True):
        line = _half_blocks(zip(upper, lower, strict=True))
        out.write(f"\x1b[40;97m{line}\x1b[0m\n" if colours else f"{line}\n")
    return out.getvalue()


def _half_blocks(pairs: Iterable[tuple[int, int]]) -> str:
    # Light squares are drawn, dark ones left out.
    return "".join({(0, 0): "█", (0, 1): "▀", (1, 0): "▄", (1, 1): " "}[bool(a), bool(b)] for a, b in pairs)
