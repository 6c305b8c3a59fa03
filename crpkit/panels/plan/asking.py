"""What a team asks for now, beside what it asked for when its plan was made."""

from __future__ import annotations

from collections.abc import Mapping

from crpkit.planning import Settings

DAYS = ("start", "blocked")


def but_for_days(settings: Settings) -> Settings:
    """Return what is asked but for days: these do not change which plans there are."""
    return settings.model_copy(update={"start": None, "blocked": ()})


_ASKED: Mapping[str, str] = {
    "budget": "The money",
    "staff_days": "The staff days",
    "months": "How long the plan runs",
    "pay": "Whether people are paid",
    "floors": "What each group should get at least",
    "require": "What must be in it",
    "exclude": "What must be left out",
    "allowed": "Which ways are allowed or ruled out",
    "links": "What you said of links",
    "survey": "The survey",
}


def said_otherwise(then: Settings, now: Settings) -> tuple[str, ...]:
    """Return what a team asks for now and did not ask for when its plan was made, in sentences.

    When it starts, and blocked dates, are not among them: the timetable always shows those of now.
    """
    found = []
    for name, title in _ASKED.items():
        before, after = getattr(then, name), getattr(now, name)
        if before == after:
            continue
        if name in ("budget", "staff_days", "months"):
            found.append(f"{title}: {_figure(name, before)} then, {_figure(name, after)} now.")
        else:
            found.append(f"{title}: changed since.")
    return tuple(found)


def _figure(name: str, value: float | None) -> str:
    if value is None:
        return "no limit"
    return f"£{value:,.0f}" if name == "budget" else f"{value:g} {'months' if name == 'months' else 'days'}"
