"""The form in which a persona is made, changed or copied."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from crpkit.errors import InputProblems
from crpkit.panels import controls as ui
from crpkit.panels.personas.card import COLUMNS, GroupWords
from crpkit.panels.personas.facts import LONGEST_LIST, FactRow
from crpkit.personas import FACTS, LONGEST_TITLE, Persona, adapt, make_id, new_persona

_LABELS = {"title": "Title", "group": "Group", **dict(COLUMNS), **{fact.name: fact.label for fact in FACTS}}
_HINTS = {
    "i_am": "What their days are like.",
    "id_like": "What they hope for.",
    "how_do_i": "What they would ask.",
}
_ROAD_TEST = (
    "A road-test walks this persona through the support, step by step, to see what works for them. "
    "Leave out what nobody knows: it can work with “not known yet”."
)
_CHANGE, _COPY = "change", "copy"


class PersonaForm(ui.Column):
    """A form for one persona. It reads and writes no files: it hands over records.

    Parameters
    ----------
    on_save
        Called with the persona and the one it stands in for (``None`` for a new one); returns where it was
        saved, in words. When it raises, the page says why and nothing that was typed is lost.
    """

    def __init__(self, on_save: Callable[[Persona, Persona | None], str]) -> None:
        self._on_save = on_save
        self._groups: Mapping[str, GroupWords] = {}
        self._personas: Mapping[str, Persona] = {}
        self._taken: Sequence[str] = ()
        self._start: Persona | None = None
        self._waiting: str | None = None
        self._build_controls()
        super().__init__(self._laid_out())
        self.add_class("crp-persona-form")
        self._fill(None)

    # -- building

    def _build_controls(self) -> None:
        self.start = ui.Choice("Start from", [("", "An empty form")], "")
        self.aim = ui.Choice("When you save", (), style="radios")
        self.title = ui.TextBox("Title", hint="A few words that say who this is.", max_length=LONGEST_TITLE)
        self.group = ui.Choice("Group", (), hint="Which people does this persona stand for?")
        self.card = {
            name: ui.TextBox(label, lines=7, hint=_HINTS[name], max_length=LONGEST_LIST)
            for name, label in COLUMNS
        }
        self.facts = {field.name: FactRow(field, self._check) for field in FACTS}
        self.save_button = ui.Button("Save the persona", self._save)
        self.replace_button = ui.Button("Throw away what I typed", self._replace, "danger")
        self.replace_button.layout.display = "none"
        self.status = ui.Status()
        self.start.on_change(self.begin)
        self.start.add_class("crp-persona-start")
        self._boxes = (self.aim, self.title, self.group, *self.card.values())
        for control in self._boxes:
            control.on_change(lambda _: self._check())
            control.on_problem(lambda _: self._check())

    def _laid_out(self) -> list[Any]:
        columns = ui.Column(list(self.card.values()))
        columns.add_class("crp-persona-fields")
        who = ui.Column([self.start, self.aim, self.title, self.group])
        card = ui.Column(
            [_sentence("Write it as that person would say it, one thing on each line."), columns]
        )
        needs = ui.Column([_sentence(_ROAD_TEST), *self.facts.values()])
        self.steps = ui.Steps(
            ["Who it is", "The card", "What a road-test needs"], [who, card, needs], "The form"
        )
        return [self.steps, self.status, self.replace_button, self.save_button]

    # -- what the page gives it

    def use(
        self, personas: Mapping[str, Persona], groups: Mapping[str, GroupWords], taken: Sequence[str] = ()
    ) -> None:
        """Give the form the personas and groups there are; what has been typed stays.

        Parameters
        ----------
        personas
            Id → persona.
        groups
            Id → group.
        taken
            Further ids that are in use, for example by files that cannot be read.
        """
        self._personas, self._groups, self._taken = personas, groups, [*personas, *taken]
        self.start.set_options([("", "An empty form"), *((one.id, one.title) for one in personas.values())])
        options = [(group.id, group.title, group.family_title) for group in groups.values()]
        self.group.set_options(options)
        self._check()

    def begin(self, persona_id: str) -> None:
        """Start from a persona, or afresh with an empty id; asks first if something typed would be lost."""
        if self.changed:
            self._ask(persona_id)
        else:
            self._fill(self._personas.get(persona_id))
        self.steps.go(0)

    # -- what has been typed

    @property
    def changed(self) -> bool:
        """Whether something has been typed or chosen that is not saved."""
        return self._typed() != self._untouched or any(box.problem for box in self._boxes)

    def _typed(self) -> dict[str, Any]:
        card = {name: box.value for name, box in self.card.items()}
        facts = {name: row.given for name, row in self.facts.items()}
        return {"title": self.title.value, "group": self.group.value, **card, **facts}

    def _fill(self, persona: Persona | None) -> None:
        self._start, self._waiting = persona, None
        self.start.value = persona.id if persona else ""
        self.aim.set_options(_aims(persona))
        self.aim.value = _CHANGE if persona else None
        self.aim.layout.display = None if persona else "none"
        self.title.reset(persona.title if persona else "")
        self.group.value = persona.group if persona and persona.group in self._groups else None
        for name, box in self.card.items():
            box.reset("\n".join(getattr(persona, name)) if persona else "")
        for name, row in self.facts.items():
            row.fill(persona.facts[name] if persona else None)
        self._untouched = self._typed()
        self._ask(None)
        self.status.clear()
        self._check()

    def _ask(self, persona_id: str | None) -> None:
        """Hold back a new start until a person has said what is to become of the things typed."""
        self._waiting = persona_id
        self.replace_button.layout.display = "none" if persona_id is None else None
        if persona_id is None:
            return
        self.start.value = self._start.id if self._start else ""
        wanted = self._personas.get(persona_id)
        name = f"“{wanted.title}”" if wanted else "an empty form"
        self.status.say(
            f"What you typed is not saved. Save it first, or throw it away and start from {name}.", "problem"
        )

    def _replace(self) -> None:
        self._fill(self._personas.get(self._waiting or ""))
        self.steps.go(0)

    # -- checking and saving

    def blockers(self) -> list[str]:
        """Return why the persona cannot be saved yet, as plain sentences."""
        missing = []
        if not self.title.value:
            missing.append("Write a title.")
        elif self._same_title():
            missing.append("Another persona has this title: choose another one.")
        if self.group.value is None:
            missing.append("Choose a group.")
        empty = [f"“{label}”" for name, label in COLUMNS if not self.card[name].value]
        if empty:
            missing.append(f"Write at least one line under {_listed(empty)}.")
        missing += [row.blocker for row in self.facts.values() if row.blocker]
        if any(box.problem for box in self._boxes):
            missing.append("Mend what is marked above.")
        return missing or self._refused()

    def _refused(self) -> list[str]:
        """Return what the record itself would refuse, in the words of the form."""
        try:
            self._record()
        except InputProblems as error:
            return [_in_words(problem.field, problem.sentence) for problem in error.problems]
        return []

    def _same_title(self) -> bool:
        own = self._start.id if self._start and self.aim.value == _CHANGE else None
        title = self.title.value.casefold()
        return any(one.title.casefold() == title for one in self._personas.values() if one.id != own)

    def _record(self) -> Persona:
        fields = self._typed()
        for name in self.card:
            fields[name] = [line for line in fields[name].splitlines() if line.strip()]
        if self._start is None:
            return new_persona(**fields, taken=self._taken, groups=self._groups)
        if self.aim.value != _CHANGE:
            fields["id"] = make_id(fields["title"], self._taken)
        return adapt(self._start, groups=self._groups, **fields)

    def _check(self) -> None:
        self.save_button.blocker = " ".join(self.blockers())

    def _save(self) -> None:
        persona = self._record()
        place = self._on_save(persona, self._start if self.aim.value == _CHANGE else None)
        self._personas = {**self._personas, persona.id: persona}
        self._fill(persona)
        self.status.say(f"“{persona.title}” is saved: {place}", "done")


def _sentence(words: str) -> ui.Html:
    lead = ui.Html(f'<p class="crp-lead">{ui.escape(words)}</p>')
    lead.add_class("crp-heading")  # the look of words between controls
    return lead


def _aims(persona: Persona | None) -> list[tuple[str, str]]:
    if persona is None:
        return []
    return [(_CHANGE, f"Change “{persona.title}”"), (_COPY, "Make a new persona beside it")]


def _listed(words: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def _in_words(field: str | None, sentence: str) -> str:
    label = _LABELS.get((field or "").split(".")[0])
    return f"“{label}”: {sentence}" if label else sentence
