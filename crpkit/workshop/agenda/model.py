"""An agenda: timed steps, each of one kind."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from crpkit.workshop.kinds import Kind
from crpkit.workshop.lists import Option

LONGEST_MINUTES = 480
MOST_STEPS = 40


@dataclass(frozen=True)
class Step:
    """One step of an agenda.

    Attributes
    ----------
    id
        Its name; the activity it opens has the same.
    kind
        Name of its kind, see :func:`crpkit.workshop.kinds.kinds`.
    title, prompt
        What it is called, and what is put to the room.
    minutes
        How long it should take.
    materials
        What should lie ready.
    note
        For the facilitator.
    method, most
        How one chooses, where the kind leaves it open; how many points or ticks.
    options
        What can be chosen or written about; ``None`` if it has none or they come from an earlier step.
    source
        What ``options`` said in the file, if they come from the framework or a list; else empty.
    picked
        Ids of the framework's records that were picked out; empty for all.
    top, from_step
        So many of the first options of an earlier step.
    subject_from
        The step whose first option this one is about, or empty.
    of
        For themes: the steps whose notes are sorted; empty for all.
    line
        Where it stands in the file; 0 if it was not read from one.
    """

    id: str
    kind: str
    title: str
    prompt: str
    minutes: int
    materials: tuple[str, ...] = ()
    note: str = ""
    method: str = ""
    most: int | None = None
    options: tuple[Option, ...] | None = None
    source: str = ""
    picked: tuple[str, ...] = ()
    top: int | None = None
    from_step: str = ""
    subject_from: str = ""
    of: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True)
class Agenda:
    """Timed steps with a title.

    Attributes
    ----------
    title, about
        What it is called, and a sentence about what it is for.
    tables
        Names of the tables; empty if people do not sit at tables.
    steps
        In order.
    kinds
        Name → kind of every kind that a step has, so that an agenda can be run without the folder it came from.
    path
        The file it was read from, or ``None``.
    """

    title: str
    steps: tuple[Step, ...]
    kinds: tuple[Kind, ...]
    about: str = ""
    tables: tuple[str, ...] = ()
    path: Path | None = None

    @property
    def minutes(self) -> int:
        """How long all steps take together."""
        return sum(step.minutes for step in self.steps)

    def kind(self, name: str) -> Kind:
        """Return a kind by its name.

        Raises
        ------
        KeyError
            If no step has it.
        """
        return next(kind for kind in self.kinds if kind.id == name)
