"""What is checked before anything is written, in words for the person who entered it."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime

from crpkit.errors import InputProblems, Problem, did_you_mean
from crpkit.store.clean import clean_text
from crpkit.workshop.activities.dots import DotOption, DotsState
from crpkit.workshop.letters import letter
from crpkit.workshop.lists import LONGEST_PROMPT, OptionList

LONGEST_TITLE = 120
LONGEST_NOTE = 2_000
MOST_DOTS_EACH = 20
MOST_AT_ONCE = 10_000
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,19}")


class Refused(InputProblems):
    """Something that cannot be done, in words, and with a short reason for programs.

    Parameters
    ----------
    why
        One of the reasons in ``docs/protocol.md``.
    problem
        What a person is told.

    Attributes
    ----------
    why
        The reason.
    """

    def __init__(self, why: str, problem: Problem) -> None:
        super().__init__([problem])
        self.why = why


def refused(found: str, remedy: str = "", field: str | None = None, why: str = "bad-input") -> Refused:
    """Return the error for a single problem."""
    return Refused(why, Problem(found, remedy, field=field))


def visible(text: str) -> str:
    """Return the text without characters that cannot be kept; nothing if it has nothing that can be seen."""
    kept = text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    return kept if any(unicodedata.category(character)[0] in "LNPS" for character in kept) else ""


def clean_title(title: str) -> str:
    """Return a title on one line, or raise :class:`InputProblems` if it cannot be used."""
    text = " ".join(visible(title).split())
    if not text or len(text) > LONGEST_TITLE:
        found = "The title is empty" if not text else f"The title has {len(text)} characters"
        raise refused(found, f"Write 1 to {LONGEST_TITLE} characters.", field="title")
    return text


def clean_note(text: str, field: str = "text") -> str:
    """Return the text of a note as it is kept, or raise :class:`Refused` if it is empty or too long."""
    if not isinstance(text, str):
        raise refused("The note is not text", "Write a few words.", field, "malformed")
    clean = clean_text(text)
    if not visible(clean):
        raise refused("The note is empty", "Write a few words.", field, "empty")
    if len(clean) > LONGEST_NOTE:
        found = f"The note has {len(clean):,} characters; at most {LONGEST_NOTE:,} are kept"
        raise refused(found, "Make it shorter, or send it as two notes.", field, "too-long")
    return clean


def clean_prompt(prompt: str) -> str:
    """Return the question put to the room, or raise :class:`Refused` if it is too long; it may be empty."""
    text = visible(clean_text(prompt)).strip()
    if len(text) > LONGEST_PROMPT:
        found = f"The question has {len(text)} characters"
        raise refused(found, f"Use {LONGEST_PROMPT} or fewer.", field="prompt")
    return text


def dots_draft(options: OptionList, prompt: str, dots_each: int) -> tuple[dict[str, object], dict[str, str]]:
    """Return the body and the words of the event that adds a dot vote; each option gets its letter."""
    if not whole(dots_each, 1, MOST_DOTS_EACH):
        raise refused(f"{dots_each} dots each cannot be used", f"Write 1 to {MOST_DOTS_EACH}.", "dots_each")
    body, words = [], {"prompt": clean_prompt(prompt) or options.prompt, "list": options.title}
    for number, option in enumerate(options.options):
        name = f"o{number + 1}"
        body.append({"id": name, "letter": letter(number), "source": option.source})
        words[f"{name}.title"] = option.title
        if option.detail:
            words[f"{name}.detail"] = option.detail
    return {"dots_each": dots_each, "options": body}, words


def find_option(vote: DotsState, name: str) -> DotOption:
    """Return the option with this id or letter, or raise :class:`InputProblems`."""
    for option in vote.options:
        if name in (option.id, option.letter):
            return option
    known = [option.letter for option in vote.options]
    raise refused(f"There is no option “{name}”", did_you_mean(name, known), "option", "unknown-option")


def moment(at: datetime | date | str | None) -> datetime | None:
    """Return a moment in UTC from a time, a day or ISO 8601 text, or raise :class:`InputProblems`."""
    remedy = "Write it like 2026-11-23T19:30."
    try:
        if isinstance(at, str):
            at = datetime.fromisoformat(at)
        if isinstance(at, date) and not isinstance(at, datetime):
            at = datetime(at.year, at.month, at.day, 23, 59, 59, 999999)
        if at is None:
            return None
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError, AttributeError, TypeError) as error:
        raise refused(f"“{at}” is not a time", remedy, field="at") from error


def whole(number: object, least: int, most: int) -> bool:
    """Say whether something is a whole number within limits; true and false are none."""
    return isinstance(number, int) and not isinstance(number, bool) and least <= number <= most


def count(dots: int) -> int:
    """Return a number of dots that can be placed at once, or raise :class:`InputProblems`."""
    if not whole(dots, 1, MOST_AT_ONCE):
        raise refused(f"{dots} dots cannot be placed", f"Write 1 to {MOST_AT_ONCE}.", field="dots")
    return dots


def many(number: int, one: str, more: str) -> str:
    """Return a number with its word: one dot, three dots."""
    return f"{number} {one if number == 1 else more}"
