"""Running an agenda: now and next, time, two consoles, and what each step's activity is made of."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crpkit import resources
from crpkit.errors import InputProblems
from crpkit.store import Draft
from crpkit.workshop import Refused, Workshop, fold, read_agenda
from crpkit.workshop.activities.ask import AskState
from crpkit.workshop.activities.themes import ThemesState
from crpkit.workshop.agenda.running import AgendaState, Run, RunStep
from tests.workshop_helpers import Desk, joined

STARTERS = resources.folder("workshop_data") / "agendas"
NOW = datetime(2026, 11, 26, 10, tzinfo=UTC)


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop.create(Desk(tmp_path / "log.db"), "Ours", agenda=STARTERS / "co-design-two-hours.yaml")


def agenda_of(workshop: Workshop) -> AgendaState:
    assert workshop.state.agenda is not None
    return workshop.state.agenda


def minutes(number: float) -> datetime:
    return NOW + timedelta(minutes=number)


def run(*runs: tuple[str, float, float | None], steps: str = "abc", skipped: str = "") -> AgendaState:
    """An agenda of steps of ten minutes each that ran from minute to minute."""
    return AgendaState(
        "Ours",
        tuple(RunStep(name, "notes", 10, name, skipped=name in skipped) for name in steps),
        tuple(Run(name, minutes(began), None if end is None else minutes(end)) for name, began, end in runs),
    )


def test_the_agenda_is_laid_out_with_words_and_tables(workshop: Workshop) -> None:
    agenda = agenda_of(workshop)
    assert [one.id for one in agenda.steps][:4] == ["welcome", "access", "respect", "choose"]
    assert sum(one.minutes for one in agenda.steps) == 120
    assert agenda.now is None and agenda.next is not None and agenda.next.id == "welcome"
    assert workshop.state.tables == ("Oak", "Ash", "Elm", "Yew")
    assert agenda.steps[0].materials and agenda.steps[0].note
    assert workshop.state.activities == {}


def test_every_step_of_every_starter_can_be_run_to_the_end(tmp_path: Path) -> None:
    for number, file in enumerate(sorted(STARTERS.glob("*.yaml"))):
        workshop = Workshop.create(Desk(tmp_path / str(number) / "log.db"), "Ours", agenda=file)
        while (step := workshop.next_step()) is not None:
            state = workshop.state
            assert state.now == step == agenda_of(workshop).now and state.activities[step].open
            assert (state.stage.what, state.stage.activity) == ("activity", step)
            activity = state.activities[step]
            if isinstance(activity, AskState) and activity.method and activity.items:
                workshop.place(step, {"A": 1}, people=1)
        assert agenda_of(workshop).finished
        assert not any(one.open for one in workshop.state.activities.values())


def test_the_first_three_of_the_choice_are_worked_out_and_the_first_is_checked(workshop: Workshop) -> None:
    with pytest.raises(Refused, match="Nobody has chosen"):
        workshop.go("work-out")
    assert agenda_of(workshop).now is None, "a step that cannot be begun changes nothing"
    workshop.go("choose")
    menu = workshop.ask("choose").items
    workshop.place("choose", {"C": 2, "E": 1}, people=4)
    workshop.place("choose", {"A": 1, "C": 1}, people=1)
    workshop.go("work-out")
    assert [item.title for item in workshop.ask("work-out").items] == [menu[n].title for n in (2, 4, 0)]
    assert workshop.ask("work-out").items[0].scale == menu[2].scale != ""
    assert not workshop.ask("choose").open
    workshop.go("principles")
    assert workshop.ask("principles").subject == menu[2].title
    assert len(workshop.ask("principles").items) == 8


def test_themes_are_for_the_notes_they_name(tmp_path: Path) -> None:
    workshop = Workshop.create(
        Desk(tmp_path / "log.db"), "Ours", agenda=STARTERS / "sensemaking-90-minutes.yaml"
    )
    workshop.go("sort")
    board = workshop.state.activities["sort"]
    assert isinstance(board, ThemesState) and board.of == ("notes",)


def test_going_back_opens_the_same_activity_again(workshop: Workshop) -> None:
    (phone,) = joined(workshop, 1)
    workshop.go("welcome")
    phone.cast({"o1": 1}, "welcome")
    workshop.next_step()
    assert workshop.previous_step() == "welcome"
    assert workshop.ask("welcome").voters == 1 and workshop.ask("welcome").open
    assert not workshop.state.activities["access"].open
    with pytest.raises(Refused):
        workshop.previous_step()


def test_two_consoles_that_press_next_at_once_move_on_once(workshop: Workshop) -> None:
    workshop.go("welcome")
    workshop.go("access", seen="welcome", event_id="first")
    workshop.go("access", seen="welcome", event_id="second")  # the other console wanted the same
    assert agenda_of(workshop).now == "access"
    with pytest.raises(Refused) as refusal:
        workshop.go("respect", seen="welcome")
    assert refusal.value.why == "moved-on" and "What would help you take part" in str(refusal.value)
    assert agenda_of(workshop).now == "access"
    workshop.go("access", seen="welcome", event_id="first")
    assert [one.step for one in agenda_of(workshop).runs] == ["welcome", "access"]


def test_it_is_decided_in_the_transaction(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    workshop.go("welcome")
    other = Workshop.open(Holder(workshop), workshop.code)
    submit = workshop._log.submit

    def late(drafts, check=None, after=0):  # type: ignore[no-untyped-def]
        monkeypatch.setattr(workshop._log, "submit", submit)
        other.go("respect", seen="welcome")
        return submit(drafts, check, after)

    monkeypatch.setattr(workshop._log, "submit", late)
    with pytest.raises(Refused):
        workshop.go("access", seen="welcome")
    assert agenda_of(workshop).now == "respect" and "access" not in workshop.state.activities


class Holder:
    def __init__(self, workshop: Workshop) -> None:
        self.log = workshop._log


def test_skipped_steps_are_passed_over_and_can_be_taken_in_again(workshop: Workshop) -> None:
    workshop.skip("access")
    workshop.go("welcome")
    assert workshop.next_step() == "respect"
    with pytest.raises(Refused):
        workshop.skip("respect")
    workshop.go("access")
    assert agenda_of(workshop).current is not None and not agenda_of(workshop).current.skipped


def test_a_changed_agenda_keeps_what_was_spent_and_a_broken_one_changes_nothing(
    workshop: Workshop, tmp_path: Path
) -> None:
    workshop.go("welcome")
    workshop.extend(5)
    before = agenda_of(workshop)
    broken = tmp_path / "broken.yaml"
    text = (STARTERS / "co-design-two-hours.yaml").read_text(encoding="utf-8")
    broken.write_text(text.replace("kind: agreement", "kind: agreemint"), encoding="utf-8")
    with pytest.raises(InputProblems) as caught:
        workshop.set_agenda(broken)
    assert caught.value.problems[0].line and "agreemint" in str(caught.value)
    assert agenda_of(workshop) == before
    agenda = read_agenda(STARTERS / "co-design-two-hours.yaml")
    shorter = replace(agenda, steps=(agenda.steps[0], *agenda.steps[2:5]))
    workshop.set_agenda(shorter)
    after = agenda_of(workshop)
    assert after.now == "welcome" and after.runs == before.runs
    assert after.steps[0].extra == 5 and [one.id for one in after.steps] == [
        "welcome",
        "respect",
        "choose",
        "work-out",
    ]
    with pytest.raises(Refused, match="runs now"):
        workshop.set_agenda(replace(agenda, steps=agenda.steps[1:]))


def test_time_worked_by_hand() -> None:
    # a ran 0–12 of its 10 minutes, b has run for 4: 16 minutes, planned 10 + 4. Two behind; six left of b.
    agenda = run(("a", 0, 12), ("b", 12, None))
    assert agenda.left_s(minutes(16)) == 6 * 60
    assert agenda.behind_s(minutes(16)) == 2 * 60
    assert agenda.ends_at(minutes(16)) == minutes(16 + 6 + 10)
    # a took 6 only: four ahead, until b is over its time: at 18 two minutes over, still two ahead.
    agenda = run(("a", 0, 6), ("b", 6, None))
    assert agenda.behind_s(minutes(16)) == -4 * 60
    assert agenda.behind_s(minutes(18)) == -2 * 60 and agenda.left_s(minutes(18)) == -2 * 60
    # b was left out: nothing of it was planned any more.
    assert run(("a", 0, 10), ("c", 10, None), skipped="b").behind_s(minutes(15)) == 0
    # Back from b to a: what was spent in b is behind, as b is still to come.
    assert run(("a", 0, 10), ("b", 10, 13), ("a", 13, None)).behind_s(minutes(14)) == 14 * 60 - 10 * 60
    assert run().behind_s(minutes(5)) is None and run().left_s(minutes(5)) is None


def test_minutes_that_are_added_are_behind_the_plan() -> None:
    agenda = run(("a", 0, None))
    agenda = replace(agenda, steps=(replace(agenda.steps[0], extra=5), *agenda.steps[1:]))
    assert agenda.left_s(minutes(12)) == 3 * 60
    assert agenda.behind_s(minutes(12)) == 2 * 60


def erase(workshop: Workshop, number: int) -> None:
    events = [event for event in workshop._log.events(workshop.stream) if event.words]
    workshop._log.erase(events[number % len(events)].id, "facilitator")


_ACTS = st.lists(
    st.tuples(
        st.sampled_from(["next", "back", "go", "skip", "extend", "finish", "set", "erase"]), st.integers(0, 9)
    ),
    max_size=15,
)


@settings(max_examples=25, deadline=None)
@given(_ACTS)
def test_folding_on_is_folding_anew(
    tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[str, int]]
) -> None:
    file = STARTERS / "taster-20-minutes.yaml"
    workshop = Workshop.create(Desk(tmp_path_factory.mktemp("agenda") / "log.db"), "Ours", agenda=file)
    for what, number in acts:
        steps = agenda_of(workshop).steps
        name = steps[number % len(steps)].id
        try:
            {
                "next": workshop.next_step,
                "back": workshop.previous_step,
                "go": lambda name=name: workshop.go(name),
                "skip": lambda name=name, number=number: workshop.skip(name, number % 2 == 0),
                "extend": lambda number=number: workshop.extend(number - 4),
                "finish": workshop.finish_agenda,
                "set": lambda: workshop.set_agenda(file),
                "erase": lambda number=number: erase(workshop, number),
            }[what]()
        except InputProblems:
            continue
        assert fold(workshop.code, workshop._log.events(workshop.stream)) == workshop.state
        agenda = agenda_of(workshop)
        assert sum(one.ended is None for one in agenda.runs) <= 1
        opened = [one.id for one in workshop.state.activities.values() if one.open]
        assert opened == ([agenda.now] if agenda.now is not None else [])
    assert isinstance(Draft("workshop:ABCDEF", "agenda/finished"), Draft)
