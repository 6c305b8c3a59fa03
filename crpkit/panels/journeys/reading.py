"""What the journeys page reads from a workspace; a file that is broken keeps none of the others away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeVar

from crpkit.errors import CrpkitError, Problem
from crpkit.framework import Framework, load_framework
from crpkit.journeys import Journey, Rule, read_journeys, read_rules, rules
from crpkit.personas import Persona, read_personas
from crpkit.workspace import Workspace

T = TypeVar("T")


@dataclass
class Found:
    """What a workspace holds.

    Attributes
    ----------
    framework
        With the team's overlay; the kit's own if that cannot be read.
    personas, journeys, rules
        By id, or name: the sound ones.
    troubles
        What cannot be read, sentence by sentence.
    """

    framework: Framework = field(default_factory=load_framework)
    personas: Mapping[str, Persona] = field(default_factory=dict)
    journeys: Mapping[str, Journey] = field(default_factory=dict)
    rules: Mapping[str, Rule] = field(default_factory=rules)
    troubles: list[str] = field(default_factory=list)

    def attempt(self, deed: Callable[[], T], otherwise: T) -> T:
        """Return what a deed returns; if it fails, say why and go on without."""
        try:
            return deed()
        except (CrpkitError, OSError) as error:
            self.troubles.append(str(error))
            return otherwise

    def note(self, problems: tuple[Problem, ...]) -> None:
        """Say what is wrong with some of the files."""
        self.troubles += map(str, problems)


def read_all(workspace: Workspace) -> Found:
    """Read framework, personas, journeys and rules of a workspace. Raises nothing: see :attr:`Found.troubles`."""
    found = Found()
    found.framework = found.attempt(lambda: workspace.framework, found.framework)
    people = found.attempt(
        lambda: read_personas(workspace.folder / "personas", found.framework.groups.ids), None
    )
    if people is not None:
        found.personas = people.personas
        found.note(people.problems)
    read = found.attempt(lambda: read_journeys(workspace.folder, found.framework), None)
    if read is not None:
        found.journeys = MappingProxyType(dict(read.journeys))
        found.note(read.problems)
    own = found.attempt(lambda: read_rules(workspace.folder, found.framework), None)
    if own is not None:
        found.rules = MappingProxyType({**found.rules, **{rule.name: rule for rule in own.rules}})
        found.note(own.problems)
    return found
