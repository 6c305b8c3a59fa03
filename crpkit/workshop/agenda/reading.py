"""Reading an agenda from a YAML file, with every mistake in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from crpkit.errors import InputProblems, Problem, did_you_mean
from crpkit.framework import Framework, load_framework
from crpkit.tables import Document, read_yaml, validate
from crpkit.workshop.agenda.model import Agenda, Step
from crpkit.workshop.agenda.options import options_from
from crpkit.workshop.agenda.records import AgendaRecord, OptionRecord, StepRecord
from crpkit.workshop.kinds import Kind, kinds
from crpkit.workshop.lists import Option

KIND = "crpkit/agenda"
_STEP_FIELD = re.compile(r"steps\.(\d+)")


def read_agenda(path: Path | str, folder: Path | None = None, framework: Framework | None = None) -> Agenda:
    """Read an agenda.

    Parameters
    ----------
    path
        A YAML file, see ``docs/files.md``.
    folder
        The workspace whose own kinds and lists count.
    framework
        The learning framework; the one that comes with the kit if not given.

    Returns
    -------
    Agenda
        With everything looked up that it names.

    Raises
    ------
    InputProblems
        With file, line and field of everything that could not be understood.
    """
    file = Path(path)
    document = read_yaml(file, KIND)
    try:
        record = validate(document, AgendaRecord)
    except InputProblems as error:
        raise InputProblems(map(_counted_from_one, error.problems)) from error
    known = kinds(folder)
    reader = _Reader(file, document, known, framework or load_framework(), folder)
    steps = tuple(reader.step(number, step) for number, step in enumerate(record.steps))
    reader.problems += _doubled(steps, file)
    if reader.problems:
        raise InputProblems(sorted(reader.problems, key=lambda problem: problem.line or 0))
    used = tuple(known[name] for name in dict.fromkeys(step.kind for step in steps))
    return Agenda(record.title, steps, used, record.about, tuple(dict.fromkeys(record.tables)), file)


def _counted_from_one(problem: Problem) -> Problem:
    """Return a problem whose step is counted as people count: the first is 1, as in the other problems."""
    found = _STEP_FIELD.match(problem.field or "")
    if found is None:
        return problem
    return replace(problem, field=f"steps.{int(found[1]) + 1}{(problem.field or '')[found.end() :]}")


def agenda_files(folder: Path) -> list[Path]:
    """Return the agenda files in ``workshop_data/agendas`` below a workspace folder, in alphabetical order."""
    place = folder / "workshop_data" / "agendas"
    return sorted(file for file in place.glob("*.y*ml")) if place.is_dir() else []


@dataclass
class _Reader:
    """Turns what is written into steps, and collects what is wrong."""

    file: Path
    document: Document
    known: Mapping[str, Kind]
    framework: Framework
    folder: Path | None
    problems: list[Problem] = field(default_factory=list)
    before: dict[str, Step] = field(default_factory=dict)

    def step(self, number: int, record: StepRecord) -> Step:
        kind = self.known.get(record.kind)
        if kind is None:
            self._say(
                number, "kind", f"There is no activity “{record.kind}”", did_you_mean(record.kind, self.known)
            )
        title = record.title or (kind.title if kind is not None else record.kind)
        options, source = self._options(number, record, kind)
        step = Step(
            id=record.id or self._free(title),
            kind=record.kind,
            title=title,
            prompt=record.prompt or title,
            minutes=record.minutes or (kind.minutes if kind is not None else 1),
            materials=record.materials,
            note=record.note,
            method=record.method,
            most=record.most,
            options=options,
            source=source,
            picked=record.pick,
            top=record.top,
            from_step=record.from_step or "",
            subject_from=record.subject_from or "",
            of=record.of,
            line=self.document.line(["steps", number]),
        )
        if kind is not None:
            for name, found, remedy in _wrong(step, self.known, self.before, options is not None):
                self._say(number, name, found, remedy)
        self.before.setdefault(step.id, step)
        return step

    def _options(
        self, number: int, record: StepRecord, kind: Kind | None
    ) -> tuple[tuple[Option, ...] | None, str]:
        given = record.options
        if given is None and record.from_step is None and kind is not None and kind.choosing is not None:
            given = kind.choosing.items
        if given is None:
            return None, ""
        if not isinstance(given, str):
            return tuple(_option(one) for one in given), ""
        try:
            return options_from(given, record.pick, self.framework, self.folder), given
        except InputProblems as error:
            for problem in error.problems:
                if problem.file is not None:  # the list's own mistakes, in its own lines
                    self.problems.append(problem)
                else:
                    self._say(number, problem.field or "options", problem.found, problem.remedy)
            return (), given

    def _free(self, title: str) -> str:
        stem = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:16].strip("-") or "step"
        names = [stem, *(f"{stem}-{n}" for n in range(2, len(self.before) + 3))]
        return next(name for name in names if name not in self.before)

    def _say(self, number: int, name: str, found: str, remedy: str) -> None:
        key = {"from_step": "from"}.get(name, name)
        line = self.document.line(["steps", number, key])
        self.problems.append(Problem(found, remedy, self.file, line, f"steps.{number + 1}.{key}"))


def _option(given: OptionRecord | str) -> Option:
    if isinstance(given, str):
        return Option(title=given)
    return Option(title=given.title, detail=given.detail)


def _wrong(
    step: Step, known: Mapping[str, Kind], before: Mapping[str, Step], has_options: bool
) -> Iterator[tuple[str, str, str]]:
    """Yield field, what was found and remedy of what does not go together."""
    kind = known[step.kind]
    scale = kind.choosing is not None and kind.choosing.method == "scale"
    if step.method and (kind.choosing is None or scale):
        yield "method", f"“{kind.title}” has no method to set", "Leave “method” out."
    if step.most is not None and (kind.choosing is None or scale):
        yield "most", f"“{kind.title}” has no number to set", "Leave “most” out."
    yield from _wrong_options(step, kind, has_options)
    yield from _wrong_earlier(step, before)
    if step.of and kind.engine != "themes":
        yield "of", f"“{kind.title}” does not sort notes", "Leave “of” out, or use the kind “themes”."
    for name in step.of:
        source = known.get(before[name].kind) if name in before else None
        if source is not None and source.engine != "notes" and source.writing is None:
            yield "of", f"In the step “{name}” nothing is written", "Name one in which people write notes."


def _wrong_options(step: Step, kind: Kind, has_options: bool) -> Iterator[tuple[str, str, str]]:
    takes = kind.choosing is not None or (kind.writing is not None and kind.writing.about_items)
    offers = kind.writing is not None and kind.writing.offers
    fewest = 2 if kind.choosing is not None else 1
    if has_options and step.from_step:
        yield "options", "Options are written here and taken from another step", "Keep one of the two."
    if has_options and not takes:
        yield "options", f"“{kind.title}” has nothing to choose from", "Leave “options” out."
    if not has_options and not step.from_step and takes and not offers:
        yield "kind", "There is nothing to choose from", "Add “options”, or “from” and “top”."
    options = step.options or ()
    if has_options and options and len(options) < fewest:
        yield "options", "There is only one option", "Write two or more."
    if len(options) > 60:
        yield (
            "options",
            f"There are {len(options)} options",
            "A room cannot choose from more than 60; use “pick”.",
        )
    titles = [option.title.casefold() for option in options]
    twice = [option.title for option in options if titles.count(option.title.casefold()) > 1]
    if twice:
        yield "options", f"“{twice[0]}” stands there twice", "Keep one of them."


def _wrong_earlier(step: Step, before: Mapping[str, Step]) -> Iterator[tuple[str, str, str]]:
    if (step.top is None) != (not step.from_step):
        missing = "from" if not step.from_step else "top"
        yield (
            "top" if missing == "from" else "from_step",
            f"“{missing}” is missing",
            ("Write both: “from” names an earlier step, “top” says how many of its first options."),
        )
    names = [
        ("from_step", step.from_step),
        ("subject_from", step.subject_from),
        *(("of", name) for name in step.of),
    ]
    for field_name, name in names:
        if name and name not in before:
            near = did_you_mean(name, before) or "Name a step that comes before this one."
            yield field_name, f"There is no earlier step “{name}”", near
    for field_name, name in names[:2]:
        if name in before and not (before[name].options or before[name].from_step):
            yield field_name, f"In the step “{name}” nothing is chosen", "Name one in which people choose."
    source = before.get(step.from_step)
    if source is not None and source.options and step.top is not None and step.top > len(source.options):
        found = f"“{step.from_step}” has {len(source.options)} options, not {step.top}"
        yield "top", found, f"Write {len(source.options)} or fewer."


def _doubled(steps: tuple[Step, ...], file: Path) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for step in steps:
        line = first.setdefault(step.id, step.line)
        if line != step.line:
            found = f"A step “{step.id}” stands in line {line} already"
            yield Problem(found, "Give it another id.", file, step.line, "id")
