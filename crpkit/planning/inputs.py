"""What a plan is made from in a workspace, and what has changed of it since."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from crpkit.errors import InputProblems, Problem, did_you_mean
from crpkit.framework import Framework
from crpkit.journeys.reading import journeys_folder
from crpkit.needs import (
    Audit,
    Excerpts,
    Kept,
    Place,
    Survey,
    read_audit,
    read_excerpts,
    read_place,
    read_survey,
)
from crpkit.planning.costs import DATA, Costs, read_costs
from crpkit.planning.costs import FILE as COSTS_FILE
from crpkit.planning.holidays import FILE as HOLIDAYS_FILE
from crpkit.planning.holidays import Holidays, read_holidays
from crpkit.planning.rates import FILE as RATES_FILE
from crpkit.planning.rates import Rates, read_rates
from crpkit.planning.times import FILE as TIMES_FILE
from crpkit.planning.times import Times, read_times
from crpkit.workshop.record import STREAM
from crpkit.workspace import DATABASE, Workspace

TABLES = Path("workshop_data") / "planning"
EXAMPLE = Path("workshop_data") / "example"
_SURVEY, _AUDIT, _EXCERPTS, _PLACE = "survey-autumn.xlsx", "what-is-here.xlsx", "excerpts.csv", "place.yaml"
TITLES: Mapping[str, str] = {
    "survey": "The answers to the survey",
    "audit": "The list of what is here",
    "excerpts": "What was said in interviews and groups",
    "place": "What is known of the place",
    "costs": "The table of costs",
    "rates": "The table of what people are paid",
    "framework": "The framework",
    "personas": "The personas",
    "journeys": "The journeys",
    "workshops": "The workshops",
}
"""What a plan is made from, and what people read."""


@dataclass(frozen=True)
class Inputs:
    """What a plan is made from.

    Attributes
    ----------
    workspace
        The workspace.
    name
        Of the survey that is wanted; the one of which a picture was made, or the newest by name, if empty.
    """

    workspace: Workspace
    name: str = ""

    @property
    def framework(self) -> Framework:
        """With the team's overlay."""
        return self.workspace.framework

    @cached_property
    def kept(self) -> Kept:
        """What the team gathered."""
        return Kept.of(self.workspace.folder, self.framework)

    @cached_property
    def example(self) -> Path | None:
        """The folder of the worked example, if the plan is made from it: its answers, nobody else's."""
        folder = self.workspace.folder / EXAMPLE
        if not self.workspace.marker.example or not (folder / "needs" / _SURVEY).is_file():
            return None
        return folder if not self.survey_name or self._same_answers(folder / "needs" / _SURVEY) else None

    def _same_answers(self, file: Path) -> bool:
        """Return whether the kept survey is this one; its name alone proves nothing, a team's own may have the same."""
        if self.survey_name != file.stem:
            return False
        try:
            return self.survey.answers.equals(read_survey(file, self.framework).answers)
        except InputProblems:  # it is said where the answers are needed
            return False

    @cached_property
    def survey_name(self) -> str:
        """Name of the kept survey that it rests on; empty if none is kept."""
        names = self.kept.surveys
        wanted = self.name or self.kept.pictured
        if wanted in names or not self.name:
            return wanted if wanted in names else names[-1] if names else ""
        if not names and self.name == Path(_SURVEY).stem and self.workspace.marker.example:
            return ""
        raise InputProblems(
            [Problem(f"There is no survey “{self.name}”", did_you_mean(self.name, names), field="survey")]
        )

    @cached_property
    def survey(self) -> Survey:
        """The answers.

        Raises
        ------
        InputProblems
            If there are none.
        """
        if self.survey_name:
            return self.kept.survey(self.survey_name)
        if self.example is None:
            found = "There are no answers to a survey yet, so nobody knows what would help here"
            remedy = (
                "Give them on the page “needs”, or send out the survey first: crpkit survey survey.pdf. In a folder "
                "made with “crpkit new --example” you can plan with made-up answers."
            )
            raise InputProblems([Problem(found, remedy, self.workspace.folder)])
        return read_survey(self.example / "needs" / _SURVEY, self.framework)

    @property
    def _bare_example(self) -> Path | None:
        """The example's folder of needs, while nothing of it was taken over."""
        return self.example / "needs" if self.example is not None and not self.survey_name else None

    @cached_property
    def audit(self) -> Audit:
        """What is here."""
        bare = self._bare_example
        return self.kept.audit if bare is None else read_audit(bare / _AUDIT, self.framework)

    @cached_property
    def excerpts(self) -> Excerpts | None:
        """What was said."""
        bare = self._bare_example
        return self.kept.excerpts if bare is None else read_excerpts(bare / _EXCERPTS, self.framework)

    @cached_property
    def place(self) -> Place | None:
        """What is known of the place."""
        bare = self._bare_example
        return self.kept.place if bare is None else read_place(bare / _PLACE)

    def table(self, name: str) -> Path:
        """Return where a table of this name is: the team's own, the example's, or the kit's.

        Parameters
        ----------
        name
            For example ``costs.yaml``.
        """
        places = [self.workspace.folder / TABLES]
        if self.example is not None:
            places.append(self.example / "planning")
        return next((place / name for place in places if (place / name).is_file()), DATA / name)

    @cached_property
    def costs(self) -> Costs:
        """The table of costs."""
        return read_costs(self.table(COSTS_FILE), self.framework)

    @cached_property
    def rates(self) -> Rates:
        """The table of what people are paid."""
        return read_rates(self.table(RATES_FILE), self.framework)

    @cached_property
    def times(self) -> Times:
        """The table of what things ask of people's time."""
        return read_times(self.table(TIMES_FILE), self.framework)

    @cached_property
    def holidays(self) -> Holidays:
        """The table of holidays."""
        return read_holidays(self.table(HOLIDAYS_FILE))

    # -- fingerprints

    def fingerprints(self) -> Mapping[str, str]:
        """Return name → what there is in a few words, then ``#`` and a fingerprint of it.

        The names are those of :data:`TITLES`.
        """
        excerpts, place = self.excerpts, self.place
        workspace = self.workspace.folder
        return {
            "survey": _print(f"{_people(len(self.survey))}", [self.survey.answers.to_csv()]),
            "audit": _print(
                _count(len(self.audit.components), "entry", "entries"),
                [self.audit.components.to_csv(), self.audit.conditions.to_csv()],
            ),
            "excerpts": _print(
                _count(len(excerpts) if excerpts else 0, "excerpt", "excerpts"),
                [excerpts.frame.to_csv() if excerpts else ""],
            ),
            "place": _print(place.name if place else "nothing", [place.model_dump_json() if place else ""]),
            "costs": _print(self.costs.title or "the kit’s own", [_text(self.table(COSTS_FILE))]),
            "rates": _print(self.rates.title or "the kit’s own", [_text(self.table(RATES_FILE))]),
            "framework": _print(
                "with your changes" if self.workspace.overlay else "as it comes with the kit",
                [_text(self.workspace.overlay) if self.workspace.overlay else ""],
            ),
            "personas": _files(workspace / "personas", "persona"),
            "journeys": _files(journeys_folder(workspace), "of your own", "of your own", "those of the kit"),
            "workshops": self._workshops(),
        }

    def _workshops(self) -> str:
        """Return how many workshops there are, and a fingerprint of all that happened in them.

        What was taken back is an event, too: a plan made before it is out of date.
        """
        if not (self.workspace.folder / DATABASE).is_file() and not self.workspace.marker.example:
            return _print("no workshop", [])
        log = self.workspace.log
        streams = sorted(log.streams(STREAM))
        newest = [f"{stream} {events[-1].id}" for stream in streams if (events := log.events(stream))]
        return _print(_count(len(streams), "workshop", "workshops"), newest)


def moved(then: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    """Return a sentence for each input that is another now than it was then."""
    said = []
    for name, title in TITLES.items():
        before, after = then.get(name), now.get(name)
        if before is None or after is None:
            continue
        (was, old), (is_now, new) = (one.rpartition(" #")[::2] for one in (before, after))
        if old == new:
            continue
        said.append(f"{title}: {was} then, {is_now} now." if was != is_now else f"{title}: changed since.")
    return tuple(said)


def _print(words: str, parts: Iterable[str]) -> str:
    made = hashlib.sha256("\x00".join(parts).encode("utf-8", "replace"))
    return f"{words} #{made.hexdigest()[:16]}"


def _files(folder: Path, one: str, more: str = "", none: str = "") -> str:
    files = sorted(folder.glob("*.yaml")) if folder.is_dir() else []
    words = _count(len(files), one, more or f"{one}s")
    return _print(words if files or not none else none, [f"{file.name} {_text(file)}" for file in files])


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return ""


def _people(number: int) -> str:
    return _count(number, "person", "people")


def _count(number: int, one: str, more: str) -> str:
    return f"no {more}" if number == 0 else f"{number} {one if number == 1 else more}"
