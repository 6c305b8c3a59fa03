"""The survey: what people are asked, made from the framework's needs and a file of questions around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Literal

from crpkit.errors import InputProblems, Problem, did_you_mean
from crpkit.framework import Framework, load_framework
from crpkit.framework.models import HowKnown, Need
from crpkit.tables import read_yaml

FILE = Path(__file__).parent / "data" / "questions.yaml"
KIND = "crpkit/survey-questions"
SHORT = 12
"""Most rated items in the short form."""
RATED = ("importance", "confidence", "have")
NOT_HEARD = "not-heard"
LEARNED = "knowledge-or-skill"
_LEAST_OF_EACH = ("connection", "resource", "system-condition")
What = Literal["importance", "confidence", "have", "choice", "choices", "words"]


@dataclass(frozen=True)
class Answer:
    """One answer that can be ticked: what is kept, and what people read."""

    value: str | int
    words: str


@dataclass(frozen=True)
class Question:
    """One question.

    Attributes
    ----------
    id
        ``importance:NEED``, ``confidence:NEED``, ``have:NEED``, or a word such as ``group``, ``offer`` or ``barriers``.
    what
        ``importance`` or ``confidence`` (1 to 5), ``have``, one ``choice``, several ``choices``, or free ``words``.
    ask
        As people read it.
    answers
        What can be ticked, in order; empty for free words.
    need
        Id of the need it is about, if it is about one.
    part, heading, about
        Where it stands in the survey, the heading that begins there (or nothing), and a line of help.
    summary
        What the need means, in a sentence or two.
    """

    id: str
    what: What
    ask: str
    answers: tuple[Answer, ...] = ()
    need: str = ""
    part: str = ""
    heading: str = ""
    about: str = ""
    summary: str = ""


@dataclass(frozen=True)
class Questionnaire:
    """A survey ready to send.

    Attributes
    ----------
    title, about
        What stands at its top.
    questions
        In order.
    needs
        The needs that are asked about, in order.
    short
        Whether it is the short form.
    group
        Id of the group it was made for; empty for all.
    """

    title: str
    about: str
    questions: tuple[Question, ...]
    needs: tuple[Need, ...]
    short: bool = False
    group: str = ""

    def __getitem__(self, name: str) -> Question:
        """Return the question with this id."""
        return self._by_id[name]

    def __contains__(self, name: object) -> bool:
        """Say whether there is a question with this id."""
        return name in self._by_id

    @cached_property
    def _by_id(self) -> Mapping[str, Question]:
        return {question.id: question for question in self.questions}


def questionnaire(
    framework: Framework | None = None, *, short: bool = False, group: str | None = None
) -> Questionnaire:
    """Return the survey.

    Parameters
    ----------
    framework
        With a team's overlay if there is one; as it comes with the kit if not given.
    short
        At most :data:`SHORT` rated items: those that the group voiced most in the study (or, for all, that most
        groups voiced), with at least one connection, one resource and one condition where the group voiced one.
    group
        Id of a group; the full form for a group asks about all needs that the study heard from it.

    Raises
    ------
    InputProblems
        If there is no such group.
    """
    framework = framework or load_framework()
    if group is not None and group not in framework.groups.ids:
        near = did_you_mean(group, framework.groups.ids)
        raise InputProblems([Problem(f"There is no group “{group}”", near, field="group")])
    data = _data()
    needs = tuple(_chosen(framework, short, group))
    questions = tuple(_questions(data, framework, needs))
    return Questionnaire(data["title"], data["about"], questions, needs, short, group or "")


@lru_cache(maxsize=1)
def _data() -> Mapping[str, Any]:
    return read_yaml(FILE, KIND).data


# -- which needs


def _chosen(framework: Framework, short: bool, group: str | None) -> Iterable[Need]:
    needs = [need for need in framework.needs if group is None or weight(need, group)]
    if not short:
        return needs
    order = {need.id: place for place, need in enumerate(needs)}
    ranked = sorted(needs, key=lambda need: (-weight(need, group), _breadth(need, group), order[need.id]))
    first = [
        next(need for need in ranked if need.kind == kind)
        for kind in _LEAST_OF_EACH
        if any(need.kind == kind for need in ranked)
    ]
    rest = [need for need in ranked if need not in first]
    return sorted([*first, *rest][:SHORT], key=lambda need: order[need.id])


def weight(need: Need, group: str | None) -> int:
    """Return how strongly a group (or anyone) voiced a need: a place in the report counts 2, one that we infer 1."""
    return sum(
        2 if voice.how_known is HowKnown.REPORTED else 1
        for voice in need.voiced_by
        if group is None or voice.group == group
    )


def _breadth(need: Need, group: str | None) -> int:
    """Return in how many groups a need was heard: fewer come first for one group, more for all."""
    heard = len({voice.group for voice in need.voiced_by})
    return heard if group is not None else -heard


# -- in which order, in which words


def _questions(data: Mapping[str, Any], framework: Framework, needs: tuple[Need, ...]) -> Iterator[Question]:
    around = [_around(one, framework, needs) for one in data["questions"]]
    yield from (question for question in around if question.part == "first")
    yield from _rated(data, needs)
    yield from (question for question in around if question.part != "first")


def _rated(data: Mapping[str, Any], needs: tuple[Need, ...]) -> Iterator[Question]:
    rated, unheard = data["rated"], _answer(data["not_heard"])
    whats: tuple[tuple[bool, tuple[What, ...]], ...] = (
        (True, ("importance", "confidence")),
        (False, ("have",)),
    )
    for learned, kinds in whats:
        first = True
        for need in (need for need in needs if (need.kind == LEARNED) == learned):
            for what in kinds:
                form = rated[what]
                yield Question(
                    id=f"{what}:{need.id}",
                    what=what,
                    ask=form["ask"].format(title=need.title),
                    answers=(*map(_answer, form["answers"]), unheard),
                    need=need.id,
                    part=kinds[0],
                    heading=form["heading"] if first else "",
                    about=form["about"] if first else "",
                    summary=need.summary,
                )
                first = False


def _around(one: Mapping[str, Any], framework: Framework, needs: tuple[Need, ...]) -> Question:
    answers = [_answer(answer) for answer in one.get("answers", ())]
    if one.get("groups"):
        answers += [Answer(group.id, group.title) for group in framework.groups]
    if one.get("needs"):
        answers += [Answer(need.id, need.title) for need in needs]
    if one.get("barriers"):
        answers += [Answer(barrier.id, barrier.title) for barrier in framework.barriers]
    answers += [_answer(answer) for answer in one.get("more", ())]
    what: What = "words" if not answers else "choices" if one.get("many") else "choice"
    return Question(
        id=one["id"],
        what=what,
        ask=one["ask"],
        answers=tuple(answers),
        part=one["part"],
        heading=one.get("heading", ""),
        about=one.get("about", ""),
    )


def _answer(one: Mapping[str, Any]) -> Answer:
    value = one["value"]
    return Answer(value if isinstance(value, int) else str(value), str(one["words"]))
