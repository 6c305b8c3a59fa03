"""The form of one step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from crpkit.framework import Framework
from crpkit.panels import controls as ui
from crpkit.panels.agendas.words import plainer
from crpkit.workshop.agenda import Agenda, Step
from crpkit.workshop.agenda.options import FRAMEWORK, options_from
from crpkit.workshop.kinds import Kind
from crpkit.workshop.lists import LONGEST_PROMPT, Option, OptionList

OWN, NONE, FROM_STEP = "own", "none", "step:"
_SOURCES = (
    ("components", "The menu of support components"),
    ("interventions", "The five kinds of support"),
    ("needs", "What people say they need"),
    ("principles", "The eight principles"),
    ("tensions", "Tensions, each as two statements"),
    ("families", "The four families of participants"),
    ("groups", "The participant groups"),
)
_METHODS = (
    ("", "As this kind usually does"),
    ("dots", "Dots"),
    ("approval", "Ticks"),
    ("points", "Points"),
    ("ranking", "Putting in order"),
)
Change = Callable[[dict[str, Any]], object]


class StepForm(ui.Column):
    """What can be said about one step; each change is handed over at once.

    Parameters
    ----------
    on_change
        Called with the fields of :class:`crpkit.workshop.agenda.Step` that changed.
    """

    def __init__(self, on_change: Change) -> None:
        self._on_change = on_change
        self._step: Step | None = None
        self._framework: Framework | None = None
        self._lists: Mapping[str, OptionList] = {}
        self.title = ui.TextBox("Title of the step", max_length=120)
        self.prompt = ui.TextBox("What is put to the room", lines=2, max_length=LONGEST_PROMPT)
        self.plainer = ui.Html()
        self.minutes = ui.NumberBox("Minutes", minimum=1, maximum=480, unit="min")
        self.source = ui.Choice("What there is to choose from", ())
        self.own = ui.TextBox("Your own options", lines=5, hint="One on each line.", max_length=12_000)
        self.pick = ui.Choice("Untick what you do not want", (), style="ticks")
        self.pick.add_class("crp-agenda-pick")
        self.top = ui.NumberBox("How many of the first ones", minimum=1, maximum=60)
        self.subject = ui.Choice("What it is about", ())
        self.method = ui.Choice("How people choose", _METHODS, "")
        self.most = ui.NumberBox("How many each person has", minimum=1, maximum=100)
        self.materials = ui.TextBox("What should lie ready", lines=3, hint="One thing on each line.")
        self.note = ui.TextBox("A note for whoever runs it", lines=3, max_length=1_000)
        self._listen()
        parts = [
            self.title,
            self.prompt,
            self.plainer,
            self.minutes,
            self.source,
            self.own,
            self.pick,
            self.top,
        ]
        super().__init__([*parts, self.subject, self.method, self.most, self.materials, self.note])
        self.add_class("crp-agenda-form")

    def _listen(self) -> None:
        self.title.on_change(lambda value: self._said(title=value))
        self.prompt.on_change(lambda value: self._said(prompt=value))
        self.minutes.on_change(lambda value: self._said(minutes=int(value)) if value else None)
        self.note.on_change(lambda value: self._said(note=value))
        self.materials.on_change(lambda value: self._said(materials=_lines(value)))
        self.method.on_change(lambda value: self._said(method=value))
        self.most.on_change(lambda value: self._said(most=int(value) if value else None))
        self.subject.on_change(lambda value: self._said(subject_from=value))
        self.top.on_change(lambda value: self._said(top=int(value)) if value else None)
        self.source.on_change(self._choose_source)
        self.own.on_change(lambda value: self._said(options=_own(value) or None))
        self.pick.on_change(self._pick)

    def show(
        self,
        agenda: Agenda,
        step: Step,
        framework: Framework,
        lists: Mapping[str, OptionList],
        anew: bool,
    ) -> None:
        """Show a step; what somebody is typing is left alone unless it is another step (``anew``)."""
        self._step, self._framework, self._lists = step, framework, lists
        if anew:
            for box, text in (
                (self.title, step.title),
                (self.prompt, step.prompt),
                (self.note, step.note),
                (self.materials, "\n".join(step.materials)),
                (self.own, "" if step.source else "\n".join(one.title or "" for one in step.options or ())),
            ):
                box.reset(text)
        self.minutes.value = step.minutes
        self.plainer.value = plainer(step)
        self._show_choosing(agenda, step, agenda.kind(step.kind))

    def _show_choosing(self, agenda: Agenda, step: Step, kind: Kind) -> None:
        choosing = kind.choosing
        items = choosing is not None or bool(kind.writing and kind.writing.about_items)
        free = choosing is not None and choosing.method not in ("scale", "one")
        before = [one for one in agenda.steps[: agenda.steps.index(step)] if one.options or one.from_step]
        self.source.set_options(self._sources(before, kind))
        self.source.value = self._source_of(step)
        source = str(self.source.value)
        framework = source.startswith(FRAMEWORK)
        if framework:
            self._show_picks(step)
        if step.top is not None:
            self.top.value = step.top
        self.method.value, self.most.value = step.method, step.most
        first = [(one.id, f"What came first in “{one.title}”") for one in before]
        self.subject.set_options([("", "Nothing in particular"), *first])
        self.subject.value = step.subject_from if any(one.id == step.subject_from for one in before) else ""
        subjects = bool(before) and (bool(step.subject_from) or kind.id == "principles")
        for control, shown in (
            (self.source, items),
            (self.own, items and source == OWN),
            (self.pick, items and framework),
            (self.top, items and source.startswith(FROM_STEP)),
            (self.subject, subjects),
            (self.method, free),
            (self.most, free and step.method != "ranking"),
        ):
            control.layout.display = None if shown else "none"

    def _sources(self, before: list[Step], kind: Kind) -> list[tuple[str, str]]:
        offers = bool(kind.writing and kind.writing.offers)
        return [
            *([(NONE, "Nothing yet: people bring it")] if offers else []),
            (OWN, "Typed here"),
            *((FRAMEWORK + name, words) for name, words in _SOURCES),
            *((name, options.title) for name, options in self._lists.items()),
            *((FROM_STEP + one.id, f"The first ones of “{one.title}”") for one in before),
        ]

    def _source_of(self, step: Step) -> str:
        wanted = FROM_STEP + step.from_step if step.from_step else step.source
        known = [value for value, *_ in self.source.options]
        if not wanted:
            return NONE if NONE in known and step.options is None else OWN
        stems = {value.rpartition(".")[0]: value for value in known}
        return wanted if wanted in known else stems.get(wanted, OWN)

    def _show_picks(self, step: Step) -> None:
        tensions = step.source.endswith("tensions")  # each is two statements, which belong together
        names = {
            _record(one): (one.detail if tensions else one.title) or ""
            for one in self._all(str(self.source.value))
        }
        self.pick.set_options(list(names.items()))
        self.pick.value = step.picked or tuple(names)

    def _all(self, source: str) -> tuple[Option, ...]:
        assert self._framework is not None
        return options_from(source, (), self._framework, None)

    # -- what a person did

    def _said(self, **values: Any) -> None:
        self._on_change(values)

    def _choose_source(self, value: object) -> None:
        source = str(value)
        clear: dict[str, Any] = {"options": None, "source": "", "picked": (), "from_step": "", "top": None}
        if source.startswith(FROM_STEP):
            clear |= {"from_step": source.removeprefix(FROM_STEP), "top": 3}
        elif source.startswith(FRAMEWORK):
            clear |= {"source": source, "options": self._all(source)}
        elif source in self._lists:
            clear |= {"source": source, "options": self._lists[source].options}
        elif source == OWN:
            clear |= {"options": _own(self.own.value) or None}
        self._on_change(clear)

    def _pick(self, names: tuple[str, ...]) -> None:
        assert self._step is not None
        everything = self._all(self._step.source)
        wanted = tuple(one for one in everything if _record(one) in names)
        picked = () if len(wanted) == len(everything) else tuple(dict.fromkeys(map(_record, wanted)))
        self._on_change({"picked": picked, "options": wanted or None})


def _record(option: Option) -> str:
    """Return the id of the framework's record that an option stands for."""
    return option.source.rpartition("/")[2]


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in (" ".join(line.split()) for line in text.splitlines()) if line)


def _own(text: str) -> tuple[Option, ...]:
    return tuple(Option(title=line[:200]) for line in _lines(text))
