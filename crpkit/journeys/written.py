"""Rules that a team writes in YAML, for simple cases: *when* these fields stand so, it *says* this."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from crpkit.errors import InputProblems, Problem, did_you_mean
from crpkit.framework import Framework
from crpkit.framework.facts import Frozen, HowKnown, Id, Title, Words
from crpkit.journeys.clauses import Clause, misspelt
from crpkit.journeys.findings import Finding
from crpkit.journeys.models import When
from crpkit.journeys.reading import RULES, framework_of, journeys_folder
from crpkit.journeys.registry import Judge, Rule, rules
from crpkit.journeys.walk import Walk
from crpkit.tables import Document, read_yaml, validate

KIND = "crpkit/journey-rules"


class WrittenRule(Frozen):
    """One rule of a team's file.

    Attributes
    ----------
    id, title
        Short name, and what the rule looks at.
    when
        When it finds something; see :mod:`crpkit.journeys.clauses`.
    says
        What it then says; ``{step}`` and ``{persona}`` stand for their titles.
    severity
        How serious that is.
    source
        What it rests on, for example ``report:part-2-hub``; the rule itself if not given.
    need
        Id of the need it is about, if any.
    """

    id: Id
    title: Title | None = None
    when: Annotated[When, Field(min_length=1)]
    says: Words
    severity: Literal["blocker", "hold-up", "question", "helps"] = "question"
    source: Words | None = None
    need: Id | None = None


@dataclass(frozen=True)
class RuleFile:
    """A team's rules as read.

    Attributes
    ----------
    rules
        The sound ones.
    problems
        Everything that is wrong with the others.
    """

    rules: tuple[Rule, ...]
    problems: tuple[Problem, ...]


def load_rules(file: Path | str, framework: Framework | None = None) -> tuple[Rule, ...]:
    """Load a team's rules.

    Parameters
    ----------
    file
        The file; or a workspace, or its folder of journeys, which may have a ``rules.yaml`` and may have none.
    framework
        By which needs are checked; the workspace's own if the file lies in one.

    Returns
    -------
    tuple of Rule
        To add to the kit's own: ``road_test(…, rules=[*rules().values(), *load_rules(folder)])``.

    Raises
    ------
    InputProblems
        Everything that is wrong: file, line, field, what was found, what to write instead. Use :func:`read_rules` to
        keep the sound ones.
    """
    read = read_rules(file, framework)
    if read.problems:
        raise InputProblems(read.problems)
    return read.rules


def read_rules(file: Path | str, framework: Framework | None = None) -> RuleFile:
    """Do what :func:`load_rules` does; a broken rule does not keep the others from being asked."""
    path = Path(file)
    if path.is_dir():
        path = journeys_folder(path) / RULES
        if not path.exists():
            return RuleFile((), ())
    try:
        document = read_yaml(path, KIND)
    except InputProblems as error:
        return RuleFile((), tuple(error.problems))
    known = framework or framework_of(path.parent)
    problems = list(_header(document))
    found: list[Rule] = []
    listed = document.data.get("rules")
    for number in range(len(listed) if isinstance(listed, list) else 0):
        try:
            one = validate(document, WrittenRule, ("rules", number))
        except InputProblems as error:
            problems += error.problems
            continue
        line = document.line(("rules", number, "id"))
        wrong = [*_faults(one, found, known, path, line), *_unknown(one, known, document, number)]
        problems += wrong
        if wrong:
            continue
        judge = _by_step(one) if _of_steps(one.when) else _once(one)
        found.append(
            Rule(one.id, one.title or _filled(one.says, "a step", "a persona"), judge, str(path), line)
        )
    return RuleFile(tuple(found), tuple(sorted(problems, key=lambda problem: problem.line or 0)))


def _header(document: Document) -> Iterator[Problem]:
    for key in document.data:
        if key not in ("type", "version", "rules"):
            line = document.line([key])
            yield Problem(f"There is no field “{key}”", "Remove the line.", document.path, line, key)
    if not isinstance(document.data.get("rules"), list):
        remedy = "Begin each rule with “- id: …” under “rules:”."
        line = document.line(["rules"])
        yield Problem("There is no list of rules", remedy, document.path, line, "rules")


def _faults(
    one: WrittenRule, before: list[Rule], framework: Framework, path: Path, line: int
) -> Iterator[Problem]:
    if one.id in rules() or one.id in {rule.name for rule in before}:
        yield Problem(f"There is already a rule “{one.id}”", "Give it another id.", path, line, "id")
    if one.need is not None and one.need not in framework.needs.ids:
        remedy = did_you_mean(one.need, framework.needs.ids) or "Use the id of a need of the framework."
        yield Problem(f"There is no need “{one.need}”", remedy, path, line, "need")


def _unknown(one: WrittenRule, framework: Framework, document: Document, number: int) -> Iterator[Problem]:
    for clause in one.when:
        words = misspelt(clause, framework)
        if words is not None:
            line = document.line(("rules", number, "when", clause.field))
            yield Problem(*words, document.path, line, "when")


def _of_steps(when: tuple[Clause, ...]) -> bool:
    return any(clause.field.startswith("step.") for clause in when)


def _by_step(one: WrittenRule) -> Judge:
    def judge(walk: Walk) -> Iterator[Finding]:
        for step in walk.steps:
            found = walk.judge(one.when, step)
            if found.verdict == "no":
                continue
            yield _says(
                one, walk, found.verdict == "yes", found.how_known, found.sources, found.missing, step.id
            )

    return judge


def _once(one: WrittenRule) -> Callable[[Walk], Iterator[Finding]]:
    def judge(walk: Walk) -> Iterator[Finding]:
        found = walk.judge(one.when)
        if found.verdict != "no":
            yield _says(
                one, walk, found.verdict == "yes", found.how_known, found.sources, found.missing, None
            )

    return judge


def _says(
    one: WrittenRule,
    walk: Walk,
    holds: bool,
    how: HowKnown,
    sources: tuple[str, ...],
    missing: tuple[str, ...],
    step: str | None,
) -> Finding:
    title = walk.route.steps[step].title if step is not None else walk.journey.title
    said = _filled(one.says, title, walk.persona.title)
    source = (one.source or f"team:rules/{one.id}", *sources)
    if holds:
        return walk.finding(said, step, one.severity, source, one.need, how)
    where = f"“{title}”: " if step is not None else ""
    words = f"{where}whether “{said.rstrip('.')}” is not known: nobody has filled in {' and '.join(missing)}."
    words = words[0].upper() + words[1:]
    return walk.finding(words, step, "not-known", source, one.need, HowKnown.UNKNOWN)


def _filled(says: str, step: str, persona: str) -> str:
    """Put titles in their places at once, so that a title that holds such a word itself stays as it is."""
    titles = {"{step}": step, "{persona}": persona}
    return re.sub(r"\{step\}|\{persona\}", lambda found: titles[found[0]], says)
