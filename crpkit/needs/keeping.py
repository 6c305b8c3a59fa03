"""What a team has gathered, kept in its workspace as files that it can open: ``workshop_data/needs/``.

Of answers only the columns that answer a question are kept, without e-mail addresses; their file has ``private`` in its
name all the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import BaseModel, ValidationError

from crpkit.errors import InputProblems, Problem
from crpkit.framework import Framework
from crpkit.needs.audit import COLUMNS, STATES, STATUSES, Audit, no_audit, read_audit, read_conditions
from crpkit.needs.columns import without_mail
from crpkit.needs.excerpts import Excerpts, read_excerpts
from crpkit.needs.place import FILE as PLACE
from crpkit.needs.place import Place, read_place, write_place
from crpkit.needs.survey import Opened, Survey, Told, open_survey, read_survey, survey_name
from crpkit.tables import read_yaml, write_csv, write_workbook, write_yaml
from crpkit.tables.grids import words_of
from crpkit.tables.yamls import make_folder

FOLDER = Path("workshop_data") / "needs"
_ANSWERS = "-private.csv"
_EXCERPTS = "excerpts-private.csv"
_MAPPING = "columns.yaml"
_READINGS, _READINGS_KIND = "readings.yaml", "crpkit/survey-readings"
_MAPPING_KIND = "crpkit/survey-columns"
_HERE, _CONDITIONS = "what-is-here.csv", "conditions.csv"


class _Reading(BaseModel):
    """What was said of a file when it was given: its columns that are not kept cannot be told again."""

    remarks: tuple[str, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, survey: Survey) -> _Reading:
        columns = survey.unused[survey.unused["row"] == 0]
        named = zip(columns["column"].astype(str), columns["reason"].astype(str), strict=True)
        return cls(remarks=survey.remarks, columns=tuple(named))


class _Readings(BaseModel):
    surveys: dict[str, _Reading] = {}
    picture: str = ""


@dataclass(frozen=True)
class Kept:
    """The folder of a team's survey, its list of what is here, and so on.

    Attributes
    ----------
    folder
        ``workshop_data/needs`` of the workspace; made when something is kept.
    framework
        With the team's overlay.
    """

    folder: Path
    framework: Framework

    @classmethod
    def of(cls, workspace_folder: Path, framework: Framework) -> Kept:
        """Return that of a workspace."""
        return cls(workspace_folder / FOLDER, framework)

    # -- answers

    @property
    def surveys(self) -> list[str]:
        """Names of the surveys that are kept, in alphabetical order."""
        if not self.folder.is_dir():
            return []
        names = (file.name.removesuffix(_ANSWERS) for file in self.folder.glob(f"*{_ANSWERS}"))
        return sorted(name for name in names if f"{name}{_ANSWERS}" != _EXCERPTS)

    def survey(self, name: str) -> Survey:
        """Return a survey that is kept, its columns matched as the team said.

        Raises
        ------
        InputProblems
            If it is not there or cannot be read any more.
        """
        if name not in self.surveys:
            raise InputProblems(
                [Problem(f"There is no survey “{name}”", f"Kept are: {', '.join(self.surveys)}.")]
            )
        found = read_survey(self.folder / f"{name}{_ANSWERS}", self.framework, self.mapping)
        return replace(_as_told(found, self._readings.surveys.get(name, _Reading())), name=name)

    def keep_survey(self, source: Path, name: str | None = None) -> Survey:
        """Read answers and keep them, without what may say who somebody is; remember how columns were matched.

        Parameters
        ----------
        source
            The file as downloaded; it is not changed.
        name
            What it is called; from the file's name if not given.

        Raises
        ------
        InputProblems
            If it is no survey. Nothing that was kept before is lost.
        """
        opened = open_survey(source, self.framework, self.mapping)
        survey = replace(opened.survey(), name=survey_name(Path(name or source.name)))
        make_folder(self.folder)
        columns, rows = _without_names(opened)
        write_csv(self.folder / f"{survey.name}{_ANSWERS}", columns, rows)
        noted = self._readings
        surveys = {**noted.surveys, survey.name: _Reading.of(survey)}
        self._note(noted.model_copy(update={"surveys": surveys}))
        return survey

    @property
    def _readings(self) -> _Readings:
        """What was noted; nothing if it cannot be read: with the next file it is noted anew."""
        file = self.folder / _READINGS
        if not file.is_file():
            return _Readings()
        try:
            return _Readings.model_validate(dict(read_yaml(file, _READINGS_KIND).data))
        except (InputProblems, ValidationError):
            return _Readings()

    def _note(self, readings: _Readings) -> None:
        make_folder(self.folder)
        data = readings.model_dump(mode="json")
        write_yaml(self.folder / _READINGS, {"type": _READINGS_KIND, "version": 1, **data})

    @property
    def pictured(self) -> str:
        """Name of the survey of which a picture was made, if nothing has changed since."""
        return self._readings.picture

    def note_picture(self, name: str) -> None:
        """Note that the picture of a survey was made, or with an empty name that it is no longer true."""
        if name != self.pictured:
            self._note(self._readings.model_copy(update={"picture": name}))

    @property
    def mapping(self) -> Told:
        """Heading → question, as the team said it."""
        file = self.folder / _MAPPING
        if not file.is_file():
            return {}
        found = read_yaml(file, _MAPPING_KIND).data.get("columns") or {}
        return {
            str(heading): told if isinstance(told, str) else dict(told) for heading, told in found.items()
        }

    def remember(self, mapping: Told) -> None:
        """Remember how columns are matched; what was remembered of other columns stays."""
        make_folder(self.folder)
        columns: dict[str, Any] = {**self.mapping, **mapping}
        write_yaml(self.folder / _MAPPING, {"type": _MAPPING_KIND, "version": 1, "columns": columns})

    # -- what is here

    @property
    def audit(self) -> Audit:
        """What the team wrote down; everything is unknown where nothing was.

        Raises
        ------
        InputProblems
            If a file can no longer be read.
        """
        here, conditions = self.folder / _HERE, self.folder / _CONDITIONS
        found = read_audit(here, self.framework) if here.is_file() else no_audit()
        if not conditions.is_file():
            return found
        noted = read_conditions(conditions, self.framework)
        return Audit(found.components, noted.conditions, pd.concat([found.unused, noted.unused]))

    def keep_audit(self, audit: Audit) -> None:
        """Keep what is here: all of it, as two lists that Excel opens."""
        make_folder(self.folder)
        titles = {one.id: one.title for one in self.framework.components}
        groups = {one.id: one.title for one in self.framework.groups}
        rows = [
            [
                titles[row["component"]],
                STATUSES[row["status"]],
                "; ".join(groups[name] for name in row["groups"]),
                *(row[name] for name in ("by", "capacity", "cost", "access", "evidence")),
            ]
            for row in audit.components.to_dict("records")
        ]
        write_csv(self.folder / _HERE, [names[0] for names in COLUMNS.values()], rows)
        names = ["intervention", "condition", "state", "note"]
        write_csv(self.folder / _CONDITIONS, names, audit.conditions[names].to_numpy().tolist())

    def note_offer(self, offer: Mapping[str, Any]) -> Audit:
        """Write down what is here of one component; what was written of it before is replaced.

        Parameters
        ----------
        offer
            ``component`` and ``status``, and of ``groups, by, capacity, cost, access, evidence`` what is known.
        """
        audit = self.audit
        blank: dict[str, Any] = {"groups": (), **dict.fromkeys(COLUMNS, "")}
        row = {**blank, "groups": (), **offer, "source": f"team:{offer['component']}"}
        others = audit.components[audit.components["component"] != offer["component"]]
        components = pd.DataFrame([*others.to_dict("records"), row], columns=audit.components.columns)
        self.keep_audit(Audit(components, audit.conditions, audit.unused))
        return self.audit

    def note_condition(self, intervention: str, condition: str, state: str, note: str = "") -> Audit:
        """Write down whether a condition is met.

        Raises
        ------
        ValueError
            If the state is none of :data:`crpkit.needs.STATES`.
        """
        if state not in STATES:
            raise ValueError(f"“{state}” is none of {', '.join(STATES)}")
        audit = self.audit
        same = (audit.conditions["intervention"] == intervention) & (
            audit.conditions["condition"] == condition
        )
        row = {
            "intervention": intervention,
            "condition": condition,
            "state": state,
            "note": note,
            "source": "team",
        }
        conditions = pd.DataFrame(
            [*audit.conditions[~same].to_dict("records"), row], columns=audit.conditions.columns
        )
        self.keep_audit(Audit(audit.components, conditions, audit.unused))
        return self.audit

    # -- what was said, and the place

    @property
    def excerpts(self) -> Excerpts | None:
        """Coded excerpts, if there are any."""
        file = self.folder / _EXCERPTS
        return read_excerpts(file, self.framework) if file.is_file() else None

    def keep_excerpts(self, excerpts: Excerpts) -> None:
        """Keep coded excerpts; those kept before are replaced."""
        make_folder(self.folder)
        groups = {one.id: one.title for one in self.framework.groups}
        groups |= {one.id: one.title for one in self.framework.families}
        rows = []
        for _, mine in excerpts.frame.groupby("evidence", sort=False):
            first = mine.iloc[0]
            codes, group = "; ".join(mine["code"]), groups.get(first["group"], "")
            agreed = ["yes" if first[name] else "no" for name in ("quotable", "traced")]
            rows.append([first["excerpt"], codes, group, *agreed, first["where"], first["evidence"]])
        columns = ["Excerpt", "Code", "Group", "Quotable", "Traced", "Where", "Evidence"]
        write_csv(self.folder / _EXCERPTS, columns, rows)

    def add_excerpts(self, more: Excerpts) -> None:
        """Keep more excerpts beside those that are there; what has the same evidence id is not kept twice."""
        before = self.excerpts
        if before is not None:
            others = before.frame[~before.frame["evidence"].isin(more.frame["evidence"])]
            more = Excerpts(pd.concat([others, more.frame], ignore_index=True), more.unused)
        self.keep_excerpts(more)

    @property
    def place(self) -> Place | None:
        """The place, if it was entered."""
        file = self.folder / PLACE
        return read_place(file) if file.is_file() else None

    def keep_place(self, place: Place) -> None:
        """Keep what is known of the place."""
        make_folder(self.folder)
        write_place(place, self.folder / PLACE)


def write_audit_sheet(path: Path, framework: Framework) -> Path:
    """Write the sheet on which a team notes what is here: Excel, with conditions and a list of what to ask about.

    What the study knew of provision and schemes in the UK stands on a sheet of its own, dated 2022. It fills in
    nothing.

    Raises
    ------
    InputProblems
        If it cannot be written.
    """
    components = pd.DataFrame(
        [[one.title, "", *[""] * (len(COLUMNS) - 2)] for one in framework.components],
        columns=[names[0] for names in COLUMNS.values()],
    )
    parts = {one.id: one.title for one in framework.interventions}
    seen = dict.fromkeys(
        (parts[one.intervention], condition.text)
        for one in framework.components
        for condition in one.setup_conditions
    )
    conditions = pd.DataFrame(
        [[part, text, "", ""] for part, text in seen],
        columns=["Part of the support", "What must stand first", "Is it met?", "Note"],
    )
    how = pd.DataFrame(
        [
            ["Is it here?", f"Write one of: {', '.join(STATUSES.values())}. An empty cell means not known."],
            ["For whom", "Everyone, or names of groups or families with a semicolon between them."],
            ["How we know", "Who said so or where it stands, and when. Without it, it counts as assumed."],
            ["Is it met?", f"Write one of: {', '.join(STATES.values())}."],
            [
                "To ask about",
                "What the study found in the UK in 2022. Whether any of it reaches your place is not known.",
            ],
        ],
        columns=["Column", "What to write"],
    )
    sheets = {
        "How to": how,
        "What is here": components,
        "Conditions": conditions,
        "To ask about": to_ask(framework),
    }
    write_workbook(path, sheets)
    return path


def to_ask(framework: Framework) -> pd.DataFrame:
    """Return what existed in the UK in 2022, to ask about: ``Name, For whom, By whom, As of, Local coverage``."""
    rows = []
    for group in framework.groups:
        for fact in group.provision:
            rows.append([str(fact.value), group.title, "", "2022 (Appendix 4)", "not known"])
    for scheme in framework.schemes:
        audience = "; ".join(str(fact.value) for fact in scheme.audience if fact.value)
        organiser = "; ".join(str(fact.value) for fact in scheme.organiser if fact.value)
        rows.append([scheme.title, audience, organiser, "2022 (Appendix 2)", "not known"])
    frame = pd.DataFrame(rows, columns=["Name", "For whom", "By whom", "As of", "Local coverage"])
    whom = frame.groupby("Name", sort=False)["For whom"].transform(
        lambda names: "; ".join(dict.fromkeys(names))
    )
    return frame.assign(**{"For whom": whom}).drop_duplicates("Name").reset_index(drop=True)


def _without_names(opened: Opened) -> tuple[list[str], list[list[str]]]:
    """Return headings and rows of what answers a question: nobody knows what stands in other columns.

    Rows keep their numbers: what stood above the headings becomes empty lines.
    """
    kept = [column for column in opened.columns if column.question]
    below = opened.grid.rows[opened.head.row + 1 :]
    rows = [[without_mail(words_of(row[column.place]))[0] for column in kept] for row in below]
    return [column.heading for column in kept], rows


def _as_told(survey: Survey, told: _Reading) -> Survey:
    """Return a survey with what was said when its file was given."""
    here = {*survey.unused["column"], *survey.mapping}
    before = pd.DataFrame(
        [(0, column, "", reason) for column, reason in told.columns if column not in here],
        columns=survey.unused.columns,
    )
    unused = pd.concat([before, survey.unused], ignore_index=True) if len(before) else survey.unused
    return replace(survey, unused=unused, remarks=tuple(dict.fromkeys([*told.remarks, *survey.remarks])))
