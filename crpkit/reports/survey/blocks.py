"""How questions stand together: what is rated in one block, and everything else by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from crpkit.needs import Questionnaire
from crpkit.needs.questions import NOT_HEARD, Question


@dataclass(frozen=True)
class Block:
    """Questions about one need, or one question.

    Attributes
    ----------
    questions
        One, or importance and confidence of the same need.
    heading, about
        Where a part begins: its heading and a line of help.
    """

    questions: tuple[Question, ...]
    heading: str = ""
    about: str = ""

    @property
    def what(self) -> str:
        """``rated`` (two scales), ``have``, ``choice``, ``choices`` or ``words``."""
        first = self.questions[0].what
        return "rated" if first in ("importance", "confidence") else first


def blocks(sheet: Questionnaire) -> Iterator[Block]:
    """Yield the questions in the order of the paper."""
    seen: set[str] = set()
    for question in sheet.questions:
        if question.what not in ("importance", "confidence"):
            yield Block((question,), question.heading, question.about)
        elif question.need not in seen:
            seen.add(question.need)
            both = tuple(
                one
                for one in sheet.questions
                if one.need == question.need and one.what in ("importance", "confidence")
            )
            yield Block(both, question.heading, question.about)


def as_paper(sheet: Questionnaire) -> dict[str, Any]:
    """Return the survey as the print-out takes it."""
    titles = {need.id: need.title for need in sheet.needs}
    found = []
    for block in blocks(sheet):
        first = block.questions[0]
        scales = [
            {"answers": [answer.words for answer in question.answers if answer.value != NOT_HEARD]}
            for question in block.questions
        ]
        unheard = next((answer.words for answer in first.answers if answer.value == NOT_HEARD), "")
        found.append(
            {
                "what": block.what,
                "heading": block.heading,
                "about": block.about,
                "title": titles.get(first.need, first.ask),
                "summary": first.summary,
                "asks": [_short(question, titles) for question in block.questions],
                "scales": scales,
                "unheard": unheard,
                "answers": scales[0]["answers"],
            }
        )
    return {"title": sheet.title, "about": sheet.about, "blocks": found, "language": "en", "region": "gb"}


def _short(question: Question, titles: dict[str, str]) -> str:
    """Return a question without the need that stands above it: “How much does this matter to you?”."""
    rest = question.ask.removeprefix(f"{titles.get(question.need, '')}: ")
    return rest[:1].upper() + rest[1:]
