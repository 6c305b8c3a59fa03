"""Write catalogues for translators: the template, or the one of a language, begun or renewed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Message
from babel.messages.pofile import normalize, read_po

from crpkit.errors import InputProblems
from crpkit.texts.catalogues import PLURALS, read_catalogue

_WIDTH = 100
_HEADER = """\
Project-Id-Version: crpkit
MIME-Version: 1.0
Content-Type: text/plain; charset=UTF-8
Content-Transfer-Encoding: 8bit
"""


@dataclass(frozen=True)
class _Work:
    """What a translator has written so far, by key."""

    done: Mapping[str, Message] = field(default_factory=dict)

    def of(self, key: str, english: str) -> tuple[list[str], str]:
        """Return the lines above a text and its translation; one whose English has changed is marked."""
        message = self.done.get(key)
        if message is None or not isinstance(message.string, str) or not message.string:
            return [], ""
        remarks = [f"# {words}" for words in message.user_comments if not words.startswith("|")]
        earlier = [f"#{words}" for words in message.user_comments if words.startswith("|")]
        if message.id != english:
            earlier = [f"#| msgid {normalize(str(message.id), width=0)}"]
        elif not message.fuzzy:
            return remarks, message.string
        return [*remarks, "#, fuzzy", *earlier], message.string


def catalogue_text(
    rooms: Mapping[str, Mapping[str, str]], language: str = "", kept: Path | None = None
) -> str:
    """Return a catalogue as text.

    Parameters
    ----------
    rooms
        Name of a page → its words: key → English.
    language
        A tag such as ``cy``, whose plural forms are then asked for; empty: a template.
    kept
        A catalogue whose translations are carried over. Those whose English has changed are marked ``fuzzy`` and do
        not count until a person has looked at them; those of texts that are gone are left out.

    Raises
    ------
    InputProblems
        If the catalogue to be carried over cannot be read.
    """
    work = _work(kept)
    header = _HEADER + (f"Language: {language}\n" if language else "")
    parts = [f"# The words of crpkit’s light pages. See docs/translating.md.\n{_entry('', header)}"]
    seen = set()
    for room, words in rooms.items():
        for key, english in _asked_for(words, plural_forms(language)):
            if (key, english) not in seen:
                seen.add((key, english))
                above, translated = work.of(key, english)
                lines = [*above, f"#. {room}", f"msgctxt {normalize(key, width=0)}"]
                parts.append("\n".join([*lines, _entry(english, translated)]))
    return "\n\n".join(parts) + "\n"


def plural_forms(language: str) -> tuple[str, ...]:
    """Return the plural forms of a language, for example ``("one", "other")`` for English; () if it is not known."""
    try:
        tags = Locale.parse(language.replace("-", "_")).plural_form.tags
    except (UnknownLocaleError, ValueError, TypeError):
        return ()
    return tuple(form for form in PLURALS if form in tags or form == "other")


def _work(kept: Path | None) -> _Work:
    if kept is None or not kept.exists():
        return _Work()
    slips = [problem for problem in read_catalogue(kept).problems if problem.field is None]
    if slips:
        raise InputProblems(slips)
    messages = read_po(StringIO(kept.read_text(encoding="utf-8-sig")), ignore_obsolete=True)
    return _Work({message.context: message for message in messages if message.context})


def _asked_for(words: Mapping[str, str], forms: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield key and English; after ``x.other`` also the plural forms that English does not have."""
    for key, english in words.items():
        yield key, english
        stem, _, form = key.rpartition(".")
        if form == "other" and f"{stem}.one" in words:
            yield from ((f"{stem}.{more}", english) for more in forms if f"{stem}.{more}" not in words)


def _entry(english: str, translated: str) -> str:
    return f"msgid {normalize(english, width=_WIDTH)}\nmsgstr {normalize(translated, width=_WIDTH)}"
