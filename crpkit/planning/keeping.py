"""A team's plan, kept in its workspace as a file that it can open: ``workshop_data/plan/plan.yaml``.

What people can change stands at the top of the file; the plan as it was reckoned comes last. It is kept as it was, so
that the document does not change behind anybody's back when the answers or the costs do.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter

from crpkit.errors import CrpkitError, InputProblems, Problem
from crpkit.needs.diagnosis import Diagnosis, diagnose
from crpkit.planning.deciding import decide
from crpkit.planning.inputs import Inputs, moved
from crpkit.planning.kept import KeptPlan, Other, Rest
from crpkit.planning.models import Plan
from crpkit.planning.offering import options
from crpkit.planning.settings import LineNotes, Long, Name, Settings
from crpkit.tables import read_yaml, validate, write_yaml
from crpkit.tables.yamls import make_folder
from crpkit.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd

    from crpkit.planning.choosing import Plans

FOLDER = Path("workshop_data") / "plan"
FILE = "plan.yaml"
KIND = "crpkit/plan"


class _File(BaseModel):
    """The file; see :class:`KeptPlan`."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    made: AwareDatetime
    chosen: Name
    settings: Settings
    lines: Mapping[Name, LineNotes] = {}
    sentences: Mapping[Name, Annotated[str, Field(max_length=20_000)]] = {}
    inputs: Mapping[Name, Long] = {}
    rests: tuple[Rest, ...] = ()
    questions: tuple[str, ...] = ()
    others: tuple[Other, ...] = ()
    plan: Plan


_PLAN: TypeAdapter[Plan] = TypeAdapter(Plan)
_RESTS: TypeAdapter[tuple[Rest, ...]] = TypeAdapter(tuple[Rest, ...])
_OTHERS: TypeAdapter[tuple[Other, ...]] = TypeAdapter(tuple[Other, ...])


def plan_file(folder: Path | str) -> Path:
    """Return where a workspace keeps its plan."""
    return Path(folder) / FOLDER / FILE


def keep_plan(folder: Path | str, kept: KeptPlan) -> Path:
    """Keep a plan; the one kept before is replaced as a whole or not at all.

    Parameters
    ----------
    folder
        Of the workspace.
    kept
        The plan, with what the team wrote.

    Raises
    ------
    InputProblems
        If the file cannot be written.
    """
    file = plan_file(folder)
    make_folder(file.parent)
    plain = {
        "settings": kept.settings.model_dump(mode="json", exclude_defaults=True),
        "lines": {
            name: said
            for name, notes in kept.lines.items()
            if (said := notes.model_dump(mode="json", exclude_defaults=True))
        },
    }
    data: dict[str, Any] = {
        "type": KIND,
        "version": 1,
        "made": kept.made.isoformat(timespec="seconds"),
        "chosen": kept.chosen,
        **plain,
        "sentences": dict(kept.sentences),
        "inputs": dict(kept.inputs),
        "rests": _RESTS.dump_python(kept.rests, mode="json"),
        "questions": list(kept.questions),
        "others": _OTHERS.dump_python(kept.others, mode="json", exclude_defaults=True),
        "plan": _PLAN.dump_python(kept.plan, mode="json", exclude_defaults=True),
    }
    write_yaml(file, data)
    return file


def kept_plan(folder: Path | str) -> KeptPlan | None:
    """Return the plan that a workspace keeps; nothing if it keeps none.

    Raises
    ------
    InputProblems
        All that is wrong with the file, with line and field.
    """
    file = plan_file(folder)
    if not file.is_file():
        return None
    document = read_yaml(file, KIND)
    found = validate(document, _File)
    known = [line.component for line in found.plan.lines]
    problems = [
        Problem(
            f"The plan has no line “{name}”",
            "Correct the name, or remove what stands under it.",
            file,
            document.line(("lines", name)),
            f"lines.{name}",
        )
        for name in found.lines
        if name not in known
    ]
    if problems:
        raise InputProblems(problems)
    return KeptPlan(**{name: getattr(found, name) for name in _File.model_fields})


def make_plan(workspace: Workspace, settings: Settings) -> tuple[Plans, Diagnosis, pd.DataFrame]:
    """Make plans from what a workspace holds; nothing is kept.

    Parameters
    ----------
    workspace
        With a survey; a folder with the worked example begins with its made-up answers.
    settings
        What the team asks for.

    Returns
    -------
    Plans, Diagnosis, pandas.DataFrame
        The plans, the picture of needs they rest on, and all options (see :func:`crpkit.planning.options`) with what
        the team allowed or ruled out.

    Raises
    ------
    InputProblems
        If there is no survey, a file cannot be read, or the settings cannot be used; all in words.
    NothingFits
        If no plan keeps to all limits.
    """
    return plans_from(Inputs(workspace, settings.survey), settings)


def plans_from(inputs: Inputs, settings: Settings) -> tuple[Plans, Diagnosis, pd.DataFrame]:
    """Make plans as :func:`make_plan` does, from inputs that were gathered already."""
    from crpkit.planning.choosing import plans  # the solver is slow to load

    picture = diagnose(
        inputs.survey, inputs.audit, inputs.place, inputs.excerpts, draws=0, framework=inputs.framework
    )
    table = options(inputs.framework, inputs.audit, inputs.costs, rates=inputs.rates)
    allowed = {name: said[0] for name, said in settings.allowed.items()}
    table = decide(table, allowed, {name: said[1] for name, said in settings.allowed.items()})
    found = plans(
        table,
        picture,
        settings.budget,
        settings.staff_days,
        settings.months,
        settings.floors or None,
        settings.require,
        settings.exclude,
        settings.team_links or None,
        pay=settings.pay,
        rates=inputs.rates,
    )
    return found, picture, table


def plan_to_keep(
    workspace: Workspace, settings: Settings, found: Plans, chosen: str, before: KeptPlan | None = None
) -> KeptPlan:
    """Return one of the plans that were made as what a workspace keeps; :func:`keep_plan` writes it.

    Parameters
    ----------
    workspace, settings
        Of which the plans were made.
    found
        The plans, as of :func:`make_plan`.
    chosen
        Short name of the one that is wanted; of two that are the same, either.
    before
        What was kept until now: what the team wrote to lines and sentences stays.

    Raises
    ------
    InputProblems
        If there is no plan of this name.
    """
    from crpkit.planning.explaining import plan_named

    plan = plan_named(found, chosen)
    rests = found.rests_on(plan).to_dict("records")
    known = {line.component for line in plan.lines}
    return KeptPlan(
        made=datetime.now(UTC).replace(microsecond=0),
        settings=settings,
        chosen=plan.name,
        plan=plan,
        lines={name: notes for name, notes in before.lines.items() if name in known} if before else {},
        sentences=before.sentences if before else {},
        inputs=Inputs(workspace, settings.survey).fingerprints(),
        rests=tuple(Rest(**{name: row[name] for name in Rest.__dataclass_fields__}) for row in rests),
        questions=found.questions,
        others=tuple(_other(plan, other) for other in found.named.values() if other.name != plan.name),
    )


def _other(plan: Plan, other: Plan) -> Other:
    here, there = set(plan.options), set(other.options)
    return Other(
        other.name,
        other.title,
        other.cost,
        other.worth,
        tuple(one for one in plan.options if one not in there),
        tuple(one for one in other.options if one not in here),
    )


def out_of_date(workspace: Workspace, kept: KeptPlan) -> tuple[str, ...]:
    """Return what has changed since a plan was made, in sentences; nothing if it is still of what is here."""
    try:
        now = Inputs(workspace, kept.settings.survey).fingerprints()
    except CrpkitError as error:
        return (f"What the plan was made from can no longer be read: {error}",)
    return moved(kept.inputs, now)
