"""What is checked before anything is written, in words for the person who entered it."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime

from crpkit.errors import InputProblems, Problem, did_you_mean
from crpkit.workshop.activities.dots import DotOption, DotsState
from crpkit.workshop.letters import letter
from crpkit.workshop.lists import OptionList

LONGEST_TITLE = 120
MOST_AT_ONCE = 10_000


def refused(found: str, remedy: str = "", field: str | None = None) -> InputProblems:
    """Return the error for a single problem."""
    return InputProblems([Problem(found, remedy, field=field)])


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


def dots_content(options: OptionList, prompt: str) -> tuple[list[dict[str, str]], dict[str, str]]:
    """Return the body and the words of the event that adds a dot vote; each option gets its letter."""
    body, words = [], {"prompt": prompt.strip() or options.prompt, "list": options.title}
    for number, option in enumerate(options.options):
        name = f"o{number + 1}"
        body.append({"id": name, "letter": letter(number), "source": option.source})
        words[f"{name}.title"] = option.title
        if option.detail:
            words[f"{name}.detail"] = option.detail
    return body, words


def find_option(vote: DotsState, name: str) -> DotOption:
    """Return the option with this id or letter, or raise :class:`InputProblems`."""
    for option in vote.options:
        if name in (option.id, option.letter):
            return option
    known = [option.letter for option in vote.options]
    raise refused(f"There is no option “{name}”", did_you_mean(name, known), field="option")


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
