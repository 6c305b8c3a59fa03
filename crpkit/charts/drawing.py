"""Pictures for programs that take no SVG, and for paper: drawn as PNG or PDF, without any network.

Word and older readers cannot be trusted with SVG, and none of them knows the colours of our pages. So colours become
what stands in the picture itself, the letters are those that come with the kit, and Typst, which the kit needs for
print-outs anyway, draws it.
"""

from __future__ import annotations

import re
import struct
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

import typst

from crpkit.errors import CrpkitError

FONTS = Path(__file__).parent / "fonts"
FAMILY = "Atkinson Hyperlegible"
WIDTH_MM = 160
_PAGE = "#set page(width: auto, height: auto, margin: 0pt, fill: white)"
_MAIN = f'{_PAGE}\n#image(bytes(sys.inputs.svg), format: "svg", width: {WIDTH_MM}mm)'
_ON_PAPER = """#set document(title: sys.inputs.title)
#set page(paper: "a3", flipped: sys.inputs.across == "yes", margin: 10mm, fill: white)
#set align(center + horizon)
#image(bytes(sys.inputs.svg), format: "svg", width: 100%, height: 100%, fit: "contain", alt: sys.inputs.words)
"""
_VARIABLE = re.compile(r"var\(\s*--[\w-]+\s*(?:,((?:[^()]|\([^()]*\))*))?\)")
_FONT_FAMILY = re.compile(r"font-family:\s*[^;\"]*")
_SIZED = re.compile(r"\s*(?:width|height):\s*(?:100%|auto);?")
_VIEW_BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_ROOT = re.compile(r"<svg\b[^>]*>")


def plain_svg(svg: str) -> str:
    """Return an SVG that any program can draw: no CSS variables, and letters that come with the kit."""
    before = None
    while before != svg:  # a fallback can hold another variable
        before, svg = svg, _VARIABLE.sub(lambda found: (found[1] or "").strip(), svg)
    svg = _FONT_FAMILY.sub(f"font-family: {FAMILY}", svg)
    return _ROOT.sub(lambda found: _SIZED.sub("", found[0]), svg, count=1)


@lru_cache(maxsize=256)
def png(svg: str, ppi: int = 200) -> bytes:
    """Return an SVG as PNG, 160 mm wide on white.

    Parameters
    ----------
    svg
        The picture.
    ppi
        Pixels to the inch.

    Raises
    ------
    CrpkitError
        If it is no picture that can be drawn.
    """
    return _drawn(_MAIN, {"svg": plain_svg(svg)}, "png", float(ppi))


def pdf(svg: str, title: str, words: str) -> bytes:
    """Return an SVG as a PDF of one A3 page, upright or across, whichever leaves more room; letters stay letters.

    Parameters
    ----------
    svg
        The picture.
    title
        What it is a picture of.
    words
        The same in words, for whoever cannot see it.

    Raises
    ------
    CrpkitError
        If it is no picture that can be drawn.
    """
    found = _VIEW_BOX.search(svg)
    across = found is None or float(found[1]) >= float(found[2])
    inputs = {"svg": plain_svg(svg), "title": title, "words": words, "across": "yes" if across else "no"}
    return _drawn(_ON_PAPER, inputs, "pdf")


def _drawn(page: str, inputs: dict[str, str], form: Literal["png", "pdf"], ppi: float | None = None) -> bytes:
    fonts = fonts_for(inputs["svg"])
    try:
        made = typst.compile(page.encode(), sys_inputs=inputs, format=form, ppi=ppi, font_paths=fonts)
    except RuntimeError as error:
        raise CrpkitError(f"A picture could not be drawn ({error})", "Please report this.") from error
    return bytes(made)


def fonts_for(text: str) -> typst.Fonts:
    """Return the letters to draw a text with; those of this computer too where ours do not have all of it."""
    return _fonts(_other_letters(text))


@cache
def _fonts(with_others: bool) -> typst.Fonts:
    """Return the letters that come with the kit, and if needed those of this computer; looked for once."""
    return typst.Fonts(include_system_fonts=with_others, font_paths=[str(FONTS)])


def png_size(data: bytes) -> tuple[int, int]:
    """Return width and height of a PNG in pixels."""
    width, height = struct.unpack(">II", data[16:24])
    return int(width), int(height)


def _other_letters(svg: str) -> bool:
    """Say whether letters are used that ours do not have: then the computer's own are looked for, which takes time."""
    return any(ord(letter) > 0x24F and not 0x2000 <= ord(letter) < 0x2300 for letter in svg)
