"""What a team asks for, checked: budget, staff days, months, floors, what must and must not be in the plan."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from crpkit.errors import InputProblems, Problem, did_you_mean
from crpkit.planning.instance import Limits
from crpkit.planning.models import Option
from crpkit.planning.worth import Wishes

LONGEST = 120


def limits_of(
    every: Sequence[Option],
    wishes: Wishes,
    budget: float,
    staff_days: float | None,
    months: int,
    floors: Mapping[str, float] | float | None,
    require: Iterable[str],
    exclude: Iterable[str],
) -> Limits:
    """Return the limits.

    Raises
    ------
    InputProblems
        All that is wrong with them.
    """
    require, exclude = tuple(require), tuple(exclude)
    problems = [
        *_number("budget", budget, "Write pounds, 0 or more."),
        *([] if staff_days is None else _number("staff_days", staff_days, "Write days, 0 or more.")),
        *_months(months),
        *_floors(floors, wishes),
        *_names("require", require, every),
        *_names("exclude", exclude, every),
        *(
            Problem(f"“{name}” is required and excluded", "Keep one of the two.", field="require")
            for name in require
            if name in exclude
        ),
    ]
    if problems:
        raise InputProblems(problems)
    least = {} if floors is None else floors if isinstance(floors, Mapping) else _for_all(floors, wishes)
    return Limits(
        float(budget),
        staff_days,
        months,
        {group: float(one) for group, one in least.items()},
        require,
        exclude,
    )


def _for_all(floor: float, wishes: Wishes) -> dict[str, float]:
    return dict.fromkeys(wishes.groups, floor)


def _number(field: str, value: object, remedy: str) -> list[Problem]:
    right = isinstance(value, int | float) and not isinstance(value, bool)
    if right and math.isfinite(float(value)) and float(value) >= 0:  # type: ignore[arg-type]
        return []
    return [Problem(f"“{value}” cannot be used here", remedy, field=field)]


def _months(months: object) -> list[Problem]:
    if isinstance(months, int) and not isinstance(months, bool) and 1 <= months <= LONGEST:
        return []
    return [
        Problem(
            f"“{months}” is no number of months", f"Write a whole number from 1 to {LONGEST}.", field="months"
        )
    ]


def _floors(floors: Mapping[str, float] | float | None, wishes: Wishes) -> list[Problem]:
    if floors is None:
        return []
    if not isinstance(floors, Mapping):
        return _share("floors", floors)
    problems = []
    for group, floor in floors.items():
        if group in wishes.silent:
            found = f"Nobody of “{group}” has answered, so nobody knows what would answer them"
            problems.append(Problem(found, "Ask them first, or leave the floor out.", field="floors"))
        elif group not in wishes.groups:
            near = did_you_mean(group, wishes.groups)
            problems.append(Problem(f"There is no group “{group}” in the picture", near, field="floors"))
        problems += _share(f"floors: {group}", floor)
    return problems


def _share(field: str, value: object) -> list[Problem]:
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1:
        return []
    return [
        Problem(
            f"“{value}” is no share", "Write a number from 0 to 1, for example 0.3 for 30 %.", field=field
        )
    ]


def _names(field: str, names: Iterable[str], every: Sequence[Option]) -> list[Problem]:
    known = dict.fromkeys([*(one.component for one in every), *(one.id for one in every)])
    problems = [
        Problem(f"There is no component or option “{name}”", did_you_mean(name, known), field=field)
        for name in names
        if name not in known
    ]
    waits = [name for name in names if name in known and name.endswith("/not-now")]
    return problems + [
        Problem(f"“{name}” cannot stand here", "Name the component, under exclude or require.", field=field)
        for name in waits
    ]
