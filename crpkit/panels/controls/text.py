"""Text on its way between people and the page: cleaned when it comes in, escaped when it goes out."""

from __future__ import annotations

import html
import re

# Control characters that no one types on purpose; tab and line breaks are dealt with apart.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")
# Halves of characters, which can neither be saved nor sent.
_LONE_SURROGATES = re.compile(r"[\ud800-\udfff]")


def clean(text: object) -> str:
    r"""Return text that can be saved, sent and shown: no control characters, no halves of characters.

    Parameters
    ----------
    text
        Anything; what is not text is turned into it.

    Returns
    -------
    str
        The text with ``\n`` as its only line break.
    """
    words = str(text).replace("\r\n", "\n").replace("\r", "\n")
    return _LONE_SURROGATES.sub("\ufffd", _CONTROLS.sub("", words))


def one_line(text: object) -> str:
    """Return cleaned text on one line, without spaces at its ends."""
    return " ".join(clean(text).split())


def escape(text: object) -> str:
    """Return text for HTML: tags and quotes are shown, never run.

    Parameters
    ----------
    text
        Anything a person may have written.

    Returns
    -------
    str
        Safe between tags and inside a quoted attribute.

    Examples
    --------
    >>> escape("<b>")
    '&lt;b&gt;'
    """
    return html.escape(clean(text), quote=True)
