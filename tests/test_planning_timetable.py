"""The timetable: nothing before what it depends on, nothing on a closed day, hours that add up."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crpkit.errors import InputProblems
from crpkit.framework import load_framework
from crpkit.personas.models import Persona
from crpkit.planning.calendars import calendar_bytes
from crpkit.planning.days import after_months, month_of
from crpkit.planning.events import COLUMNS
from crpkit.planning.holidays import Holidays, read_holidays
from crpkit.planning.hours import HOUR_COLUMNS
from crpkit.planning.ranges import Range
from crpkit.planning.tables import calendar_tables_of
from crpkit.planning.times import Asked, read_times
from crpkit.planning.timetabling import Timetable, hours_had, timetable
from crpkit.workspace import new_workspace, open_workspace
from tests.planning_made import line, option, plan

START = date(2027, 1, 11)  # a Monday
SESSIONS, GROUPS = "programme-online-sessions", "programme-local-learning-groups"
NO_HOLIDAYS = Holidays()


def days(made: Timetable, kind: str = "meeting", component: str | None = None) -> list[date]:
    return [one.start for one in made.events if one.kind == kind and component in (None, one.component)]


def test_months_keep_their_day_and_parts_of_months_round_up() -> None:
    assert after_months(date(2027, 1, 31), 1) == date(2027, 2, 28)
    assert after_months(date(2027, 1, 31), 2) == date(2027, 3, 31)
    assert after_months(date(2027, 1, 11), 0.5) == date(2027, 1, 27)
    assert month_of(date(2027, 1, 31), date(2027, 2, 27)) == 0
    assert month_of(date(2027, 1, 31), date(2027, 2, 28)) == 1
    assert month_of(START, date(2028, 7, 10)) == 17


def test_quarterly_sessions_by_hand() -> None:
    made = timetable(plan(line(option(SESSIONS))), START, holidays=NO_HOLIDAYS)
    # Ready on 11 April 2027, a Sunday, so from Monday the 12th, every 13 weeks until 10 July 2028.
    assert days(made) == [date(2027, 4, 12) + timedelta(weeks=13 * number) for number in range(6)]
    assert days(made, "set-up") == [START]
    assert days(made, "runs") == [date(2027, 4, 12)]
    assert made.end == date(2028, 7, 10)


def test_learning_groups_keep_to_the_weeks_of_the_report() -> None:
    made = timetable(plan(line(option(GROUPS))), START, place_code="E06000001")
    apart = [later - earlier for earlier, later in zip(days(made), days(made)[1:], strict=False)]
    assert apart and min(apart) >= timedelta(weeks=6)
    assert max(apart) <= timedelta(weeks=8)
    assert any("Bi-monthly" in note for note in made.notes)


def test_what_the_team_says_of_the_cadence_counts() -> None:
    times = {GROUPS: Asked(component=GROUPS, every_weeks=4, each=2)}
    made = timetable(plan(line(option(GROUPS))), START, times=times, holidays=NO_HOLIDAYS)
    assert days(made)[1] - days(made)[0] == timedelta(weeks=4)
    assert made.frame().query("kind == 'meeting'")["hours_high"].eq(2).all()


def test_a_holiday_moves_a_meeting_and_says_why() -> None:
    quiet = timetable(plan(line(option(SESSIONS))), START, holidays=NO_HOLIDAYS)
    second = days(quiet)[1]
    made = timetable(
        plan(line(option(SESSIONS))),
        START,
        [(second, second + timedelta(days=2), "Harvest fair")],
        holidays=NO_HOLIDAYS,
    )
    moved = next(one for one in made.events if "Harvest fair" in one.note)
    assert moved.start == second + timedelta(days=3)
    assert days(made)[2] == days(quiet)[2], "the next one is not moved with it"


def test_what_cannot_be_placed_is_said() -> None:
    blocked = [(date(2027, 3, 1), date(2027, 8, 31), "The hall is rebuilt")]
    made = timetable(plan(line(option(SESSIONS), start_month=0)), START, blocked, holidays=NO_HOLIDAYS)
    assert min(days(made)) == date(2027, 9, 1)
    closed = [(date(2027, 6, 1), date(2027, 8, 31), "Closed")]
    made = timetable(plan(line(option(SESSIONS))), START, closed, holidays=NO_HOLIDAYS)
    assert any("no free day was found" in note for note in made.notes)


def test_it_waits_for_the_slower_thing_and_for_the_first_of_those_that_will_do() -> None:
    slow = line(option("match-pre-work", lead_months=Range(1.0, 6.0)), start_month=1)
    fast = line(option("match-learning-groups", lead_months=Range.exactly(2)))
    events = line(option("match-events", after=("match-pre-work",)))
    either = line(option("coaching-group-sessions", after_any=(("match-pre-work", "match-learning-groups"),)))
    made = timetable(plan(events, either, slow, fast), START, holidays=NO_HOLIDAYS)
    runs = {one.component: one.start for one in made.events if one.kind == "runs"}
    assert runs["match-events"] == runs["match-pre-work"] == date(2027, 8, 11)
    assert runs["coaching-group-sessions"] == date(2027, 4, 12), "it did not wait for the slower one"


def test_an_unknown_lead_time_stays_unknown_and_holds_up_what_builds_on_it() -> None:
    first = line(option("match-pre-work", lead_months=Range()))
    made = timetable(plan(first, line(option("match-events", after=("match-pre-work",)))), START)
    assert not days(made, "runs") and not days(made)
    assert [one.end for one in made.events if one.component == "match-pre-work"] == [None]
    assert any("How long the set-up takes is not known for “Match pre work”" in note for note in made.notes)
    assert any("no day yet" in note for note in made.notes)


def test_a_circle_is_named() -> None:
    one = line(option("match-pre-work", after=("match-events",)))
    with pytest.raises(InputProblems, match=r"wait for one another.*Match events"):
        timetable(plan(one, line(option("match-events", after=("match-pre-work",)))), START)


def test_a_circle_with_another_way_out_is_none() -> None:
    one = line(option("match-pre-work", after_any=(("match-events", "hub-webinars"),)))
    other = line(option("match-events", after=("match-pre-work",)))
    made = timetable(plan(one, other, line(option("hub-webinars"))), START, holidays=NO_HOLIDAYS)
    assert len(days(made, "runs")) == 3


def test_looking_back_the_last_time_before_it_ends() -> None:
    made = timetable(plan(line(option(SESSIONS))), START, holidays=NO_HOLIDAYS)
    assert days(made, "review") == [date(2027, 7, 12), date(2028, 1, 11), date(2028, 7, 10)]
    assert not made.frame().query("kind == 'review'")["hours_known"].any()


def test_a_national_date_is_only_kept_free() -> None:
    made = timetable(plan(line(option(SESSIONS, "national", if_confirmed=True))), START)
    assert made.frame()["tentative"].loc[made.frame()["kind"] == "meeting"].all()
    assert b"STATUS:TENTATIVE" in calendar_bytes(made)


def test_not_now_has_no_dates() -> None:
    made = timetable(plan(line(option(SESSIONS, "not-now"))), START)
    assert {one.kind for one in made.events} == {"review"}


def test_holidays_that_nobody_gave_are_said_not_to_be_avoided() -> None:
    shown = timetable(plan(line(option(SESSIONS))), START)
    assert any("bank holidays of this place are not known" in note for note in shown.notes)
    placed = timetable(plan(line(option(SESSIONS))), START, place_code="W06000001")
    assert not any("bank holidays" in note for note in placed.notes)
    assert any("school holidays of this place are not known" in note for note in placed.notes)
    assert any(one.title == "Easter Monday" for one in placed.closed)


# -- hours


def test_hours_beside_what_people_have() -> None:
    times = {SESSIONS: Asked(component=SESSIONS, each=[3, 4], groups=("community-new",))}
    had = {"community-new": Range(2.0, 6.0), "broker-new": Range()}
    made = timetable(
        plan(line(option(SESSIONS))), START, times=times, holidays=NO_HOLIDAYS, had=had, review_months=()
    )
    hours = made.hours()
    assert list(hours.columns) == list(HOUR_COLUMNS)
    mine = hours[hours["group"] == "community-new"].set_index("month")
    assert mine.loc[4, ["asked_low", "asked_high", "beside"]].tolist() == [3.0, 4.0, "perhaps more"]
    assert mine.loc[5, ["asked_low", "asked_high", "beside"]].tolist() == [0.0, 0.0, "within what they have"]
    brokers = hours[hours["group"] == "broker-new"]
    assert brokers["had_low"].isna().all() and (brokers["beside"] == "not known").all()
    short = timetable(
        plan(line(option(SESSIONS))),
        START,
        times=times,
        had={"community-new": Range.exactly(2)},
        review_months=(),
    )
    assert (short.hours().query("asked_high > 0")["beside"] == "more than they have").all()


def test_unknown_hours_are_counted_and_never_nothing() -> None:
    made = timetable(
        plan(line(option(GROUPS))), START, holidays=NO_HOLIDAYS, had={"community-new": Range.exactly(8)}
    )
    mine = made.hours().query("group == 'community-new'").set_index("month")
    assert mine.loc[4, "not_known"] == 1
    assert mine["asked_high"].isna().loc[4]
    assert mine.loc[4, "beside"] == "not known"
    assert mine.loc[1, "beside"] == "within what they have"


def test_the_hours_of_personas() -> None:
    card = dict(title="Someone", group="community-new", i_am=["here"], id_like=["to"], how_do_i=["do it"])
    people = [
        Persona(id="one", hours_a_month=4, **card),
        Persona(id="two", **card),
        Persona(id="three", hours_a_month=9, **card),
    ]
    assert hours_had(people) == {"community-new": Range(4.0, 9.0)}
    assert hours_had(people[1:2]) == {"community-new": Range()}


# -- properties

COMPONENTS = [one.id for one in load_framework().components][:14]
leads = st.one_of(
    st.just(Range()), st.integers(0, 9).map(lambda n: Range(0.0, float(n))), st.just(Range(0.5, 1.5))
)


@st.composite
def plans(draw: st.DrawFn) -> object:
    chosen = draw(st.lists(st.sampled_from(COMPONENTS), min_size=1, max_size=7, unique=True))
    made = []
    for place, id in enumerate(chosen):
        before = st.lists(st.sampled_from(chosen[:place]), unique=True, max_size=2) if place else st.just([])
        sets = st.lists(before.map(tuple), max_size=1).map(lambda each: tuple(one for one in each if one))
        one = option(id, lead_months=draw(leads), after=tuple(draw(before)), after_any=draw(sets))
        made.append(line(one, start_month=draw(st.integers(0, 6))))
    return plan(*made)


gaps = st.lists(
    st.tuples(st.integers(0, 560), st.integers(0, 60)).map(
        lambda two: (START + timedelta(days=two[0]), START + timedelta(days=sum(two)))
    ),
    max_size=6,
)
asked = st.fixed_dictionaries(
    {SESSIONS: st.builds(Asked, component=st.just(SESSIONS), each=st.sampled_from([None, 3, [1, 2]]))}
)


@settings(max_examples=60, deadline=None)
@given(plans(), gaps, asked, st.sampled_from(["", "E06000001", "N09000001"]))
def test_whatever_the_plan(made_plan, blocked, times, code) -> None:  # type: ignore[no-untyped-def]
    every = {one: Asked(component=one, every_weeks=5, each=2) for one in COMPONENTS[::3]}
    made = timetable(made_plan, START, blocked, times={**every, **times}, place_code=code)
    runs = {one.component: one.start for one in made.events if one.kind == "runs"}
    first = {one.component: one.start for one in reversed(made.events) if one.kind == "meeting"}
    for one in made_plan.lines:
        if one.component not in runs:
            assert one.component not in first
            continue
        assert runs[one.component] >= after_months(START, one.runs_from)
        assert all(runs[id] <= runs[one.component] for id in one.option.after)
        assert all(
            min(runs.get(id, date.max) for id in ids) <= runs[one.component] for ids in one.option.after_any
        )
        assert first.get(one.component, date.max) >= runs[one.component]
    shut = {day for one in made.closed for day in one.days}
    for event in made.events:
        assert event.start not in shut and event.start.weekday() < 5
        assert START <= event.start <= (event.end or made.end) <= made.end
    for id in runs:
        apart = days(made, "meeting", id)
        assert apart == sorted(set(apart))
    hours = made.hours()
    for group in hours["group"].unique():
        mine = hours[hours["group"] == group]
        known = [one.hours for one in made.events if group in one.groups and one.hours.low is not None]
        assert mine["asked_low"].sum() == pytest.approx(sum(one.least for one in known))
        assert mine["asked_high"].sum() == pytest.approx(sum(one.most for one in known))
    check_strictly(calendar_bytes(made))


# -- the tables that a team edits


def test_each_mistake_in_the_holidays_is_named(tmp_path: Path) -> None:
    file = tmp_path / "holidays.yaml"
    file.write_text(
        "type: crpkit/holidays\nversion: 1\nrecords:\n"
        "  - {title: Summer, kind: school, first: 2027-08-30, last: 2027-07-20}\n"
        "  - {title: Fair, kind: fun, first: 2027-06-30}\n",
        encoding="utf-8",
    )
    with pytest.raises(InputProblems) as told:
        read_holidays(tmp_path)
    said = str(told.value)
    assert "before the first" in said and "line 4" in said
    assert "kind" in said and "line 5" in said


def test_each_mistake_in_the_times_is_named(tmp_path: Path) -> None:
    file = tmp_path / "times.yaml"
    file.write_text(
        "type: crpkit/times\nversion: 1\nrecords:\n"
        "  - {component: hub-webinar, each: 2}\n  - {component: reviews, each: 2, groups: [broker]}\n"
        "  - {component: reviews, each: 1}\n",
        encoding="utf-8",
    )
    with pytest.raises(InputProblems) as told:
        read_times(tmp_path)
    said = str(told.value)
    assert "line 4" in said and "hub-webinars" in said
    assert "no group “broker”" in said and "second time" in said
    file.write_text(
        "type: crpkit/times\nversion: 1\nrecords:\n  - {component: reviews, each: [4, 2]}\n",
        encoding="utf-8",
    )
    with pytest.raises(InputProblems, match="4 is more than 2"):
        read_times(tmp_path)


def test_the_times_of_a_workspace_count(tmp_path: Path) -> None:
    assert read_times(tmp_path)[SESSIONS].each == Range(3.0, 4.0)
    file = tmp_path / "times.yaml"
    file.write_text(
        "type: crpkit/times\nversion: 1\nrecords:\n  - {component: reviews, each: 2.5}\n", encoding="utf-8"
    )
    assert read_times(tmp_path)["reviews"].each == Range.exactly(2.5)
    assert SESSIONS not in read_times(tmp_path)


def test_the_tables_of_a_workspace_the_example_and_the_kit(tmp_path: Path) -> None:
    example = calendar_tables_of(open_workspace(new_workspace(tmp_path / "example", example=True)))
    assert example[0]["reviews"].each == Range.exactly(2)
    assert {one.source for one in example[1].records} == {"made up"}
    bare = new_workspace(tmp_path / "bare")
    assert calendar_tables_of(open_workspace(bare)) == (read_times(), read_holidays())
    own = bare / "workshop_data" / "planning"
    own.mkdir(parents=True, exist_ok=True)
    template = bare / "workshop_data" / "templates" / "school-holidays.yaml"
    (own / "holidays.yaml").write_text(template.read_text(encoding="utf-8"), encoding="utf-8")
    assert calendar_tables_of(open_workspace(bare))[1].records == ()


def test_the_bank_holidays_that_come_with_the_kit_fall_on_working_days() -> None:
    for one in read_holidays().records:
        assert one.first == one.last and one.first.weekday() < 5, one
    easter = {2027: date(2027, 3, 28), 2028: date(2028, 4, 16)}
    by_title = {(one.title, one.first.year): one.first for one in read_holidays().records}
    for year, sunday in easter.items():
        assert by_title["Good Friday", year] == sunday - timedelta(days=2)
        assert by_title["Easter Monday", year] == sunday + timedelta(days=1)


@pytest.mark.parametrize("wrong", ["tomorrow", (date(2027, 2, 2), date(2027, 2, 1)), (date(2027, 1, 1),)])
def test_a_blocked_day_that_is_none_is_named(wrong: object) -> None:
    with pytest.raises(InputProblems, match="blocked, number 2"):
        timetable(plan(line(option())), START, [date(2027, 2, 1), wrong])  # type: ignore[list-item]


def test_a_start_that_is_no_day_is_named() -> None:
    with pytest.raises(InputProblems, match="start"):
        timetable(plan(line(option())), "January")  # type: ignore[arg-type]


# -- the calendar file

STAMP = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
_LINE = re.compile(
    r"(?P<name>[A-Z][A-Z0-9-]*)(?P<parameters>(?:;[A-Z-]+=[^;:\"]+)*):(?P<value>[^\x00-\x08\x0a-\x1f\x7f]*)"
)
_ONCE = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "STATUS", "TRANSP"}


def check_strictly(content: bytes) -> list[dict[str, str]]:
    """Read a calendar by the letter of RFC 5545, and return its events."""
    assert content.endswith(b"\r\n") and b"\n" not in content.replace(b"\r\n", b"")
    assert all(len(one) <= 75 for one in content.split(b"\r\n"))
    lines = content.decode("utf-8").replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-1] == "END:VCALENDAR"
    head = [one for one in lines[1:-1]][: lines.index("BEGIN:VEVENT") - 1]
    assert "VERSION:2.0" in head and any(one.startswith("PRODID:") for one in head)
    events: list[dict[str, str]] = []
    inside = False
    for one in lines[len(head) + 1 : -1]:
        if one == "BEGIN:VEVENT":
            assert not inside
            inside = True
            events.append({})
            continue
        if one == "END:VEVENT":
            inside = False
            continue
        found = _LINE.fullmatch(one)
        assert inside and found, one
        name, value = found["name"], found["value"]
        assert name not in events[-1] or name not in _ONCE, f"{name} twice"
        if name in ("SUMMARY", "DESCRIPTION"):
            assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value), value
            assert not re.search(r"(?<!\\)(?:\\\\)*\\(?![\\;,nN])", value), value
        if name in ("DTSTART", "DTEND"):
            assert found["parameters"] == ";VALUE=DATE"
            date.fromisoformat(value)
        if name == "DTSTAMP":
            assert re.fullmatch(r"\d{8}T\d{6}Z", value)
        events[-1][name] = value
    assert not inside
    for event in events:
        assert {"UID", "DTSTAMP", "DTSTART"} <= set(event)
        assert date.fromisoformat(event["DTSTART"]) < date.fromisoformat(event["DTEND"])
    assert len({event["UID"] for event in events}) == len(events)
    return events


def test_the_calendar_opens_in_a_strict_reader_and_says_the_same(tmp_path: Path) -> None:
    made = timetable(plan(line(option(SESSIONS)), line(option(GROUPS), start_month=2)), START)
    file = made.ics(tmp_path / "plan.ics", STAMP)
    events = check_strictly(file.read_bytes())
    assert len(events) == len(made.events)
    told = sorted((one["DTSTART"], one["DTEND"]) for one in events)
    expected = [(one.start, (one.end or one.start) + timedelta(days=1)) for one in made.events]
    assert told == sorted((f"{a:%Y%m%d}", f"{b:%Y%m%d}") for a, b in expected)


def test_another_program_reads_the_calendar_without_a_fault(tmp_path: Path) -> None:
    import icalendar

    made = timetable(plan(line(option(SESSIONS))), START)
    calendar = icalendar.Calendar.from_ical(calendar_bytes(made, STAMP))
    assert not calendar.errors and not [one for one in calendar.walk() if one.errors]
    first = next(one for one in calendar.walk("VEVENT") if str(one["summary"]).startswith("Setting up"))
    assert first.decoded("dtstart") == START


def test_words_of_people_stay_words_in_the_calendar() -> None:
    nasty = "Tea; cake, and\r\nEND:VCALENDAR\r\nATTACH:http://x \\n “quoted” \x07 ☕"
    made = timetable(plan(line(option(SESSIONS, title=nasty)), title=nasty), START)
    content = calendar_bytes(made, STAMP)
    events = check_strictly(content)
    assert not any("ATTACH" in event for event in events)
    assert content.count(b"END:VCALENDAR\r\n") == 1


def test_the_same_thing_keeps_its_id_when_the_plan_moves() -> None:
    first = check_strictly(calendar_bytes(timetable(plan(line(option(SESSIONS))), START), STAMP))
    later = check_strictly(calendar_bytes(timetable(plan(line(option(SESSIONS))), date(2027, 2, 1)), STAMP))
    assert {one["UID"] for one in first} & {one["UID"] for one in later} == {one["UID"] for one in later}


def test_a_calendar_with_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputProblems, match="ics"):
        timetable(plan(line(option())), START).ics(tmp_path / "plan.txt")


def test_the_frame_has_the_columns_that_are_documented() -> None:
    made = timetable(plan(line(option(SESSIONS, title="<b>Sessions</b>"))), START)
    assert list(made.frame().columns) == list(COLUMNS)
    assert "<b>Sessions" not in made._repr_html_()
    assert made.words.startswith("From 11 January 2027 to 10 July 2028")
