"""Running an agenda: setting it, going to a step, extending, skipping, ending."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from crpkit.errors import InputProblems, Problem, did_you_mean
from crpkit.store import Draft, Event
from crpkit.workshop.activities import is_vote
from crpkit.workshop.activities.ask import AskState
from crpkit.workshop.agenda.model import LONGEST_MINUTES, Agenda, Step
from crpkit.workshop.agenda.reading import read_agenda
from crpkit.workshop.agenda.running import AgendaState, RunStep
from crpkit.workshop.checks import Refused, clean_title, refused, whole
from crpkit.workshop.kind_drafts import Given, kind_draft
from crpkit.workshop.kinds import Kind
from crpkit.workshop.lists import Option
from crpkit.workshop.record import Record, ids_from
from crpkit.workshop.state import WorkshopState


class Running(Record):
    """What can be done with an agenda; a part of :class:`crpkit.workshop.Workshop`."""

    def set_agenda(self, agenda: Agenda | Path | str, event_id: str | None = None) -> AgendaState:
        """Lay out an agenda, or another one while it runs: steps with the same id keep what they have been through.

        Parameters
        ----------
        agenda
            An agenda, or its file. One with a mistake is refused; the session goes on with what it had.
        event_id
            Made by the page; sending it again changes nothing.

        Raises
        ------
        InputProblems
            With file, line and field of everything that is wrong with the file, or if the step that runs is not in it.
        """
        found = agenda if isinstance(agenda, Agenda) else read_agenda(agenda, self._folder)
        running = self.state.agenda
        names = [step.id for step in found.steps]
        if running is not None and running.now is not None and running.now not in names:
            what = running.step(running.now)
            words = f"The step that runs now, “{what.title if what else running.now}”, is not in this agenda"
            raise refused(words, "Go to another step first, or keep it in.", "steps")
        drafts = [
            Draft(self.stream, "agenda/set", {"order": names}, {"title": clean_title(found.title)}),
            *(
                Draft(self.stream, "agenda/step", *_described(step, found.kind(step.kind)))
                for step in found.steps
            ),
        ]
        if found.tables and found.tables != self.state.tables:
            drafts.append(Draft(self.stream, "room/tables", {"tables": list(found.tables)}))
        ids = ids_from(event_id, len(drafts))
        self._append(*(_with_id(draft, name) for draft, name in zip(drafts, ids, strict=True)))
        return self._agenda()

    def go(self, step: str, seen: str | None = "", event_id: str | None = None) -> None:
        """Go to a step: the one before is closed, the step's activity is opened and put on the projector.

        All of it is written in one go. What the step's activity is made of is looked up now: the first options of an
        earlier step, for example.

        Parameters
        ----------
        step
            Its id; any step, also one that was before or was skipped.
        seen
            The step that ran when this was decided (``None``: none did); empty if that does not matter. If somebody
            moved on meanwhile, from another console, it is refused.
        event_id
            Made by the page; sending it again changes nothing.

        Raises
        ------
        InputProblems
            If there is no such step, or it needs the outcome of a step in which nobody has chosen yet.
        """
        if event_id is not None and self._log.find(event_id) is not None:
            return
        state, after = self.state, self.seen
        drafts = step_drafts(state, step)
        ids = ids_from(event_id, len(drafts))
        ready = [_with_id(draft, name) for draft, name in zip(drafts, ids, strict=True)]

        def check(news: tuple[Event, ...]) -> None:
            """Refuse if the agenda moved; decided inside the transaction that writes."""
            moved = [one for one in news if one.kind in ("agenda/went", "agenda/finished")]
            now = moved[-1].body.get("step") if moved else self._agenda_of(state).now
            if seen != "" and now != seen and now != step:
                raise _moved_on(state, str(now or ""))

        self._log.submit(ready, check, after).result()

    def next_step(self, event_id: str | None = None) -> str | None:
        """Go to the step that comes next, and return its id; after the last one end the agenda."""
        agenda = self._agenda()
        if agenda.next is None:
            self.finish_agenda(event_id)
            return None
        self.go(agenda.next.id, agenda.now, event_id)
        return agenda.next.id

    def previous_step(self, event_id: str | None = None) -> str:
        """Go back to the step before, and return its id.

        Raises
        ------
        InputProblems
            If this is the first.
        """
        agenda = self._agenda()
        if agenda.previous is None:
            raise refused("There is no step before this one", "Go on from here.", "step")
        self.go(agenda.previous.id, agenda.now, event_id)
        return agenda.previous.id

    def extend(self, minutes: int, step: str | None = None, event_id: str | None = None) -> None:
        """Give a step more minutes, or (below 0) fewer.

        Parameters
        ----------
        minutes
            −480 to 480, not 0; a step never has less than one minute.
        step
            Its id; the one that runs if not given.
        event_id
            Made by the page; sending it again changes nothing.

        Raises
        ------
        InputProblems
            If there is no such step, or the number cannot be used.
        """
        name = step or self._agenda().now
        if name is None:
            raise refused("No step runs now", "Begin the agenda first.", "step")
        if not whole(minutes, -LONGEST_MINUTES, LONGEST_MINUTES) or minutes == 0:
            raise refused(f"{minutes} minutes cannot be added", f"Write 1 to {LONGEST_MINUTES}.", "minutes")
        self._step(name)
        self._write("agenda/extended", {"step": name, "minutes": minutes}, event_id=event_id)

    def skip(self, step: str, skipped: bool = True, event_id: str | None = None) -> None:
        """Leave a step out that is still to come, or take it in again.

        Raises
        ------
        InputProblems
            If there is no such step, or it runs now.
        """
        found = self._step(step)
        if self._agenda().now == step:
            raise refused("This step runs now", "Go to the next one instead.", "step")
        if found.skipped != skipped:
            self._write("agenda/skipped", {"step": step, "skipped": skipped}, event_id=event_id)

    def finish_agenda(self, event_id: str | None = None) -> None:
        """End the agenda; what is open is closed. Going to a step takes it up again."""
        agenda = self._agenda()
        drafts = [*_closing(self.state, None), Draft(self.stream, "agenda/finished")]
        if not agenda.finished:
            ids = ids_from(event_id, len(drafts))
            self._append(*(_with_id(draft, name) for draft, name in zip(reversed(drafts), ids, strict=True)))

    def _agenda(self) -> AgendaState:
        return self._agenda_of(self.state)

    def _agenda_of(self, state: WorkshopState) -> AgendaState:
        if state.agenda is None:
            raise refused("This workshop has no agenda", "Choose one first.", "agenda", "bad-input")
        return state.agenda

    def _step(self, step: str) -> RunStep:
        return known_step(self._agenda(), step)


def known_step(agenda: AgendaState, step: str) -> RunStep:
    """Return a step, or raise :class:`Refused` if the agenda has none of that name."""
    found = agenda.step(step)
    if found is None:
        near = did_you_mean(step, [one.id for one in agenda.steps])
        raise refused(f"There is no step “{step}”", near, "step", "unknown-activity")
    return found


def _moved_on(state: WorkshopState, now: str) -> Refused:
    step = None if state.agenda is None else state.agenda.step(now)
    where = f"“{step.title}”" if step is not None and step.title else "the end"
    found = f"The agenda was moved to {where} just before, from another console"
    return refused(found, "Look where it is, then press again if you want.", "step", "moved-on")


def _described(step: Step, kind: Kind) -> tuple[dict[str, Any], dict[str, str]]:
    """Return body and words of the event that says what a step is; its kind goes with it: no folder is needed then."""
    options = step.options
    settings: dict[str, Any] = {
        "spec": kind.model_dump(mode="json", exclude_defaults=True),
        "method": step.method,
        "most": step.most,
        "options": None if options is None else [option.source for option in options],
        "top": step.top,
        "from": step.from_step,
        "subject_from": step.subject_from,
        "of": list(step.of),
    }
    words = {
        "title": step.title,
        "prompt": step.prompt,
        "note": step.note,
        "materials": "\n".join(step.materials),
    }
    for number, option in enumerate(options or (), 1):
        said = {"title": option.title, "detail": option.detail, "scale": option.scale}
        words |= {f"o{number}.{name}": text for name, text in said.items()}
    body = {"step": step.id, "kind": step.kind, "minutes": step.minutes, "settings": settings}
    return body, {name: text for name, text in words.items() if text}


def step_drafts(state: WorkshopState, name: str) -> list[Draft]:
    """Return the events that going to a step is written as, the first of them ``agenda/went``.

    Raises
    ------
    InputProblems
        If there is no such step, or it cannot be begun yet.
    """
    if state.agenda is None:
        raise refused("This workshop has no agenda", "Choose one first.", "agenda")
    step = known_step(state.agenda, name)
    stream = f"workshop:{state.code}"
    drafts = [Draft(stream, "agenda/went", {"step": name}), *_closing(state, name)]
    there = state.activities.get(name)
    if there is None:
        engine, body, words = _activity_draft(state, step)
        drafts.append(Draft(stream, f"{engine}/added", {"activity": name, **body}, words))
    else:
        engine = there.engine
    drafts.append(Draft(stream, f"{engine}/opened", {"activity": name}))
    drafts.append(Draft(stream, "screen/staged", {"what": "activity", "activity": name}))
    return drafts


def _closing(state: WorkshopState, name: str | None) -> list[Draft]:
    """Return what closes the step that runs; activities that were added by hand stay as they are."""
    now = None if state.agenda is None else state.agenda.now
    before = state.activities.get(now) if now is not None and now != name else None
    if before is None or not before.open:
        return []
    return [Draft(f"workshop:{state.code}", f"{before.engine}/closed", {"activity": before.id})]


def _activity_draft(state: WorkshopState, step: RunStep) -> tuple[str, dict[str, Any], dict[str, str]]:
    settings = step.settings
    try:
        kind = Kind.model_validate(settings.get("spec"))
    except ValueError as error:
        found = f"What the step “{step.title}” is made of cannot be read"
        raise InputProblems([Problem(found, "Set the agenda again.", field="step")]) from error
    given = Given(
        prompt=step.prompt or step.title or kind.title,
        options=_options(state, step) or None,
        method=str(settings.get("method") or ""),
        most=settings.get("most"),
        subject=_subject(state, step),
        of=tuple(settings.get("of") or ()),
    )
    return kind_draft(kind, given)


def _options(state: WorkshopState, step: RunStep) -> list[Option]:
    top, source = step.settings.get("top"), str(step.settings.get("from") or "")
    if source and isinstance(top, int):
        return _first(state, source, top)
    sources = step.settings.get("options") or ()
    return [
        Option(
            title=step.options.get(f"o{number}.title") or "(taken back)",
            detail=step.options.get(f"o{number}.detail") or "",
            scale=step.options.get(f"o{number}.scale") or "",
            source=str(evidence),
        )
        for number, evidence in enumerate(sources, 1)
    ]


def _subject(state: WorkshopState, step: RunStep) -> str:
    source = str(step.settings.get("subject_from") or "")
    return _first(state, source, 1)[0].title if source else ""


def _first(state: WorkshopState, name: str, top: int) -> list[Option]:
    """Return what came out first in an earlier step, no more than asked; of equals the one whose letter comes first."""
    vote = state.activities.get(name)
    agenda_step = None if state.agenda is None else state.agenda.step(name)
    title = agenda_step.title if agenda_step is not None and agenda_step.title else name
    if not is_vote(vote) or not _was_chosen(vote):
        found = f"Nobody has chosen anything in “{title}” yet"
        raise refused(found, "Go there first, or enter what was chosen.", "step", "bad-input")
    if isinstance(vote, AskState):
        items = [item for item in vote.first if item.title is not None][:top]
        return [
            Option(
                title=item.title or "", detail=item.detail or "", scale=item.scale or "", source=item.source
            )
            for item in items
        ]
    ranked = [row.option for row in vote.ranked() if row.option.title is not None][:top]
    return [_option(one.title, one.detail, one.source) for one in ranked]


def _option(title: str | None, detail: str | None, source: str, scale: str | None = "") -> Option:
    return Option(title=title or "", detail=detail or "", source=source, scale=scale or "")


def _was_chosen(vote: Any) -> bool:
    return bool(vote.counted) if isinstance(vote, AskState) else vote.placed > 0


def _with_id(draft: Draft, event_id: str | None) -> Draft:
    return Draft(
        draft.stream, draft.kind, draft.body, draft.words, actor=draft.actor, at=draft.at, id=event_id
    )
