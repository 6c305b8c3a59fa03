"""What each role may see of a running agenda. Times are milliseconds since 1970, as clocks of browsers have them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from crpkit.server.live.telling import View
from crpkit.workshop.agenda.running import AgendaState, RunStep
from crpkit.workshop.state import WorkshopState


def agenda_for_phone(state: WorkshopState) -> View:
    """Return which step runs and which comes next; nothing if there is no agenda."""
    agenda = state.agenda
    if agenda is None:
        return {}
    return {"agenda": {"title": agenda.title, "now": _title(agenda.current), "next": _title(agenda.next)}}


def agenda_for_screen(state: WorkshopState) -> View:
    """Return what the timer needs, and what comes next."""
    agenda = state.agenda
    if agenda is None:
        return {}
    return {
        "agenda": {
            "title": agenda.title,
            "finished": agenda.finished,
            "now": _now(agenda),
            "next": _next(agenda),
        }
    }


def agenda_for_console(state: WorkshopState) -> View:
    """Return every step with what was spent in it, and the facilitator's notes."""
    agenda = state.agenda
    if agenda is None:
        return {}
    return {
        "agenda": {
            "title": agenda.title,
            "finished": agenda.finished,
            "now": _now(agenda),
            "next": _next(agenda),
            "started": _ms(agenda.started),
            "stopped": _ms(agenda.runs[-1].ended) if agenda.runs else None,
            "steps": [_step(agenda, step) for step in agenda.steps],
        }
    }


def _now(agenda: AgendaState) -> dict[str, Any] | None:
    """Return the step that runs: its minutes, since when it runs, and the seconds spent in it before."""
    step, began = agenda.current, agenda.began
    if step is None or began is None:
        return None
    return {
        "id": step.id,
        "kind": step.kind,
        "title": step.title,
        "minutes": step.planned,
        "began": _ms(began),
        "before_s": round(agenda.spent_s(step.id, began), 3),
    }


def _next(agenda: AgendaState) -> dict[str, Any] | None:
    step = agenda.next
    return None if step is None else {"id": step.id, "title": step.title, "minutes": step.planned}


def _step(agenda: AgendaState, step: RunStep) -> dict[str, Any]:
    began = agenda.began if step.id == agenda.now else None
    return {
        "id": step.id,
        "kind": step.kind,
        "title": step.title,
        "minutes": step.minutes,
        "extra": step.extra,
        "skipped": step.skipped,
        "note": step.note,
        "materials": list(step.materials),
        "before_s": round(_spent_before(agenda, step.id, began), 3),
    }


def _spent_before(agenda: AgendaState, name: str, began: datetime | None) -> float:
    """Return the seconds spent in a step, without the stretch that goes on."""
    done = [run for run in agenda.runs if run.step == name and run.ended is not None]
    return sum(run.seconds(run.began) for run in done)


def _title(step: RunStep | None) -> str | None:
    return None if step is None else step.title


def _ms(at: datetime | None) -> int | None:
    return None if at is None else round(at.timestamp() * 1000)
