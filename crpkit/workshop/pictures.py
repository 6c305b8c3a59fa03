"""Photos made small: turned upright, scaled down, and without what the camera wrote into them (place, time, owner)."""

from __future__ import annotations

import base64
import io
import warnings
from collections.abc import Mapping
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from crpkit.workshop.checks import refused

LONGEST_SIDE = 1600  # pixels: a flip chart stays readable on a printed page
LARGEST_FILE = 30 * 1024 * 1024  # bytes, as it comes from a camera
MOST_PIXELS = 120_000_000
_LARGEST_KEPT = 600_000  # bytes
_QUALITIES = (82, 70, 55, 40)
_PART = 19_000  # characters of one field of words
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")


@dataclass(frozen=True)
class SmallPicture:
    """A photo as it is kept: a JPEG, and its size in pixels."""

    jpeg: bytes
    width: int
    height: int


def small_picture(data: bytes) -> SmallPicture:
    """Make a photo small.

    Parameters
    ----------
    data
        A file as it came: JPEG, PNG, WebP, GIF or BMP.

    Returns
    -------
    SmallPicture
        At most 1600 pixels on its longer side and about 600 kB. Everything but the picture is gone: the place where it
        was taken, the camera, thumbnails.

    Raises
    ------
    Refused
        If it is no picture that can be read, or far too large.
    """
    remedy = "Take the photo again, or save it as JPEG."
    if len(data) > LARGEST_FILE:
        found = f"The photo has {len(data) // 2**20} MB"
        raise refused(found, f"Use one of {LARGEST_FILE // 2**20} MB or less.", "photo", "too-large")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise refused("The photo has too many pixels", remedy, "photo", "too-large")
                opened.draft("RGB", (2 * LONGEST_SIDE, 2 * LONGEST_SIDE))  # a JPEG is read smaller at once
                picture = _flat(ImageOps.exif_transpose(opened))
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise refused("This is not a picture that can be read", remedy, "photo") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise refused("The photo has too many pixels", remedy, "photo", "too-large") from error
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    return SmallPicture(_packed(picture), picture.width, picture.height)


def _flat(picture: Image.Image) -> Image.Image:
    """Return a new picture in plain colours, on white where it was see-through; nothing else is carried over."""
    seen = picture.convert("RGBA")
    flat = Image.new("RGB", seen.size, "white")
    flat.paste(seen, mask=seen.getchannel("A"))
    return flat


def _packed(picture: Image.Image) -> bytes:
    packed = b""
    for quality in _QUALITIES:
        kept = io.BytesIO()
        picture.save(kept, "JPEG", quality=quality, optimize=True, progressive=True)
        packed = kept.getvalue()
        if len(packed) <= _LARGEST_KEPT:
            break
    return packed


def as_words(jpeg: bytes) -> dict[str, str]:
    """Return a picture as fields of words: kept beside the event, so that it can be taken back like words."""
    text = base64.b64encode(jpeg).decode("ascii")
    parts = [text[start : start + _PART] for start in range(0, len(text), _PART)]
    return {f"image-{number:03}": part for number, part in enumerate(parts)}


def from_words(words: Mapping[str, str | None]) -> bytes | None:
    """Return the picture, or ``None`` if it was taken back or is not whole."""
    parts = [words[name] for name in sorted(words) if name.startswith("image-")]
    if not parts or any(part is None for part in parts):
        return None
    try:
        return base64.b64decode("".join(part or "" for part in parts), validate=True)
    except ValueError:
        return None
