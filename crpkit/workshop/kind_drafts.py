"""The event that adds an activity of any kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crpkit.errors import did_you_mean
from crpkit.workshop.activities.ask import ask_draft
from crpkit.workshop.activities.ask.drafts import Asked
from crpkit.workshop.checks import refused, whole
from crpkit.workshop.kinds import Kind, kinds
from crpkit.workshop.lists import Option, OptionList, given_options

METHODS = ("dots", "approval", "points", "ranking")
MOST_POINTS = 100


@dataclass(frozen=True)
class Given:
    """What is particular to one activity.

    Attributes
    ----------
    prompt, subject
        The question, and what it is about.
    options
        What can be chosen or written about, or ``None`` for none.
    method, most
        How one chooses, where the kind leaves it open, and how many points or ticks a person has.
    of
        For themes: the activities whose notes are sorted; empty for all.
    """

    prompt: str
    options: OptionList | Sequence[str | Option | Mapping[str, str]] | None = None
    method: str = ""
    most: int | None = None
    subject: str = ""
    of: tuple[str, ...] = ()


def known_kind(kind: str | Kind, folder: Path | None = None) -> Kind:
    """Return a kind by its name, the kit's or of a workspace.

    Raises
    ------
    InputProblems
        If there is none of that name, or a team's own cannot be read.
    """
    if isinstance(kind, Kind):
        return kind
    known = kinds(folder)
    if kind not in known:
        raise refused(f"There is no activity “{kind}”", did_you_mean(kind, [*known, "dots"]), field="kind")
    return known[kind]


def kind_draft(kind: Kind, given: Given) -> tuple[str, dict[str, Any], dict[str, str]]:
    """Return what its events begin with, body (without the activity's name) and words of the event that adds it.

    Raises
    ------
    InputProblems
        If the question is empty, or options, method or number cannot be used.
    """
    if not given.prompt:
        raise refused("The question is empty", "Write a question to the room.", "prompt")
    if kind.engine == "notes":
        if given.options:
            raise refused("Notes have no list of options", "Write a question, and nothing else.", "prompt")
        return "notes", {}, {"prompt": given.prompt}
    if kind.engine == "themes":
        return "themes", {"of": list(given.of)}, {"prompt": given.prompt}
    _check_choosing(kind, given)
    fewest = 1 if kind.choosing is None else 2
    options = given_options(given.options, fewest) if given.options else ()
    if kind.choosing is not None and not options and not _offers(kind):
        raise refused("There is nothing to choose from", "Give two options or more.", "options")
    return "ask", *ask_draft(kind, Asked(given.prompt, given.subject, options, given.method, given.most))


def _offers(kind: Kind) -> bool:
    """Say whether people in the room can bring what is chosen from."""
    return kind.writing is not None and kind.writing.offers


def _check_choosing(kind: Kind, given: Given) -> None:
    if given.method and (kind.choosing is None or kind.choosing.method == "scale"):
        raise refused(f"“{kind.title}” has a way of its own to choose", "Leave the method out.", "method")
    if given.method and given.method not in METHODS:
        raise refused(f"There is no method “{given.method}”", did_you_mean(given.method, METHODS), "method")
    if given.most is not None and not whole(given.most, 1, MOST_POINTS):
        raise refused(f"{given.most} cannot be used", f"Write 1 to {MOST_POINTS}.", "most")
