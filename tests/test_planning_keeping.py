"""A plan that a team keeps: the file, what a plan is made from, and what has changed since."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from crpkit.errors import InputProblems
from crpkit.needs import Kept
from crpkit.overview import check_workspace
from crpkit.planning import (
    KeptPlan,
    LineNotes,
    NothingFits,
    Settings,
    calendar_tables_of,
    keep_plan,
    kept_plan,
    make_plan,
    out_of_date,
    plan_to_keep,
    tables_of,
)
from crpkit.planning.inputs import TITLES, Inputs, moved
from crpkit.planning.keeping import plan_file
from crpkit.workshop import Workshop
from crpkit.workspace import Workspace, new_workspace, open_workspace
from tests.needs_helpers import EXAMPLE

BUDGET = 20_000


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, KeptPlan]:
    """The example with a plan; tests that change something copy it."""
    folder = new_workspace(tmp_path_factory.mktemp("plan") / "quay", example=True)
    workspace = open_workspace(folder)
    asked = Settings(budget=BUDGET, start=date(2027, 1, 11))
    found, _, _ = make_plan(workspace, asked)
    kept = plan_to_keep(workspace, asked, found, "most-needs")
    keep_plan(folder, kept)
    workspace.close()
    return folder, kept


@pytest.fixture
def copy(made: tuple[Path, KeptPlan], tmp_path: Path) -> Workspace:
    folder = tmp_path / "quay"
    shutil.copytree(made[0], folder)
    return open_workspace(folder)


# -- the file


def test_what_is_kept_comes_back_as_it_was(copy: Workspace, made: tuple[Path, KeptPlan]) -> None:
    component = made[1].plan.chosen[0].component
    kept = replace(
        made[1],
        settings=Settings(
            budget=1234.5,
            staff_days=20,
            months=12,
            start=date(2027, 1, 11),
            pay=False,
            floors={"community-new": 0.25},
            require=("mentoring-pairs",),
            exclude=("hub-webinars/build",),
            allowed={"match-events/build": (False, "No hall: “the roof leaks”")},
            links={"match-events/finding-a-partner": "strong"},
            blocked=((date(2027, 4, 1), date(2027, 4, 9), "Easter"),),
        ),
        lines={
            component: LineNotes(
                lead="The Net Loft", partners=("A", "B"), principles={"power-1": "Yes: talked"}
            )
        },
        sentences={"summary": "One.\n\nTwo: with a colon, “quotes” and # a hash.", "asks": "-"},
    )
    keep_plan(copy.folder, kept)
    assert kept_plan(copy.folder) == kept


def test_what_people_change_stands_above_what_was_reckoned(made: tuple[Path, KeptPlan]) -> None:
    text = plan_file(made[0]).read_text(encoding="utf-8")
    places = [text.index(f"\n{name}:") for name in ("settings", "lines", "sentences", "inputs", "plan")]
    assert places == sorted(places) and "budget: 20000" in text


def test_without_a_plan_there_is_none(tmp_path: Path) -> None:
    assert kept_plan(new_workspace(tmp_path / "new")) is None


@pytest.mark.parametrize(
    ("before", "after", "field", "words"),
    [
        ("  budget: 20000.0", "  budget: a lot", "settings.budget", "number"),
        ("  budget: 20000.0", "  budget: 20000.0\n  budgt: 1", "settings.budgt", "budget"),
        ("  budget: 20000.0", "  budget: 20000.0\n  months: 0", "settings.months", "1"),
        ("lines: {}", "lines:\n  hub-webinar: {note: x}", "lines.hub-webinar", "no line"),
        ("lines: {}", "lines:\n  hub-webinars: {leed: x}", "lines.hub-webinars.leed", "lead"),
        (
            "  budget: 20000.0",
            "  budget: 20000.0\n  allowed:\n    match-events/build: {allowed: false}",
            "settings.allowed",
            "without a reason",
        ),
        (
            "  budget: 20000.0",
            "  budget: 20000.0\n  blocked:\n    - {from: 2027-04-09, to: 2027-04-01}",
            "settings.blocked",
            "before",
        ),
    ],
)
def test_a_mistake_in_the_file_is_named_with_its_line(
    copy: Workspace, before: str, after: str, field: str, words: str
) -> None:
    file = plan_file(copy.folder)
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(InputProblems) as raised:
        kept_plan(copy.folder)
    (problem,) = raised.value.problems
    assert problem.file == file and problem.field == field and words in problem.sentence
    said = file.read_text(encoding="utf-8").splitlines()[(problem.line or 0) - 1]
    assert field.rpartition(".")[2] in said


@given(
    st.dictionaries(st.from_regex(r"[a-z-]{1,20}", fullmatch=True), st.text(max_size=200), max_size=5),
    st.text(max_size=100),
)
@settings(max_examples=25, deadline=None)
def test_whatever_people_write_is_read_again(
    made: tuple[Path, KeptPlan],
    tmp_path_factory: pytest.TempPathFactory,
    sentences: dict[str, str],
    lead: str,
) -> None:
    folder = tmp_path_factory.mktemp("any")
    component = made[1].plan.chosen[0].component
    kept = replace(made[1], sentences=sentences, lines={component: LineNotes(lead=lead)})
    keep_plan(folder, kept)
    again = kept_plan(folder)
    assert again is not None and set(again.sentences) == set(sentences)
    assert again.lines.get(component, LineNotes()).lead == LineNotes(lead=lead).lead


def test_settings_refuse_what_is_no_link() -> None:
    with pytest.raises(ValidationError, match="component/need"):
        Settings(budget=1, links={"match-events": "strong"})
    assert Settings(budget=1, links={"a/b": "none"}).team_links == {("a", "b"): "none"}


# -- making, and making again


def test_what_a_team_wrote_stays_when_the_plan_is_made_again(
    copy: Workspace, made: tuple[Path, KeptPlan]
) -> None:
    before = replace(
        made[1],
        lines={"mentoring-pairs": LineNotes(lead="The Net Loft", principles={"power-1": "Yes"})},
        sentences={"summary": "Our own words."},
    )
    small = Settings(budget=2000, start=date(2027, 1, 11))
    found, _, _ = make_plan(copy, small)
    kept = plan_to_keep(copy, small, found, "most-needs", before)
    assert kept.plan.cost.most <= 2000 < made[1].plan.cost.most
    assert kept.sentences == before.sentences and kept.lines == before.lines
    line = kept.line("mentoring-pairs")
    assert line.lead == "The Net Loft" and line.principles["power-1"] == "Yes"
    assert kept.edited.cost == kept.plan.cost


def test_a_plan_that_is_the_same_as_another_can_be_kept_by_either_name(copy: Workspace) -> None:
    asked = Settings(budget=BUDGET)
    found, _, _ = make_plan(copy, asked)
    for name, twin in found.same.items():
        assert plan_to_keep(copy, asked, found, name).plan == found.named[twin]
    with pytest.raises(InputProblems, match="no plan"):
        plan_to_keep(copy, asked, found, "most-neds")


def test_what_the_team_says_counts(copy: Workspace, made: tuple[Path, KeptPlan]) -> None:
    asked = Settings(
        budget=BUDGET,
        exclude=("mentoring-pairs",),
        allowed={"hub-webinars/national": (False, "Nobody has the time")},
        links={"hub-peer-space/learning-from-peers": "strong"},
    )
    found, _, table = make_plan(copy, asked)
    plan = found.named["most-needs"]
    assert "mentoring-pairs" not in {line.component for line in plan.chosen}
    assert "hub-webinars/national" not in plan.options and plan.links["team"] >= 1
    row = table.set_index("id").loc["hub-webinars/national"]
    assert row["allowed"] is False and row["reason"] == "Nobody has the time"


def test_without_answers_there_is_no_plan_and_it_says_what_to_do(tmp_path: Path) -> None:
    workspace = open_workspace(new_workspace(tmp_path / "new"))
    with pytest.raises(InputProblems, match=r"no answers to a survey yet.*crpkit survey"):
        make_plan(workspace, Settings(budget=1000))


def test_a_survey_that_is_not_there_is_named(copy: Workspace) -> None:
    with pytest.raises(InputProblems, match="no survey “spring”"):
        make_plan(copy, Settings(budget=1000, survey="spring"))


def test_what_cannot_all_be_kept_is_said_with_the_smallest_change(copy: Workspace) -> None:
    with pytest.raises(NothingFits) as raised:
        make_plan(copy, Settings(budget=10, require=("mentoring-training",)))
    assert {one.limit.split(":")[0] for one in raised.value.blamed} >= {"budget", "require"}
    assert "a budget of £" in str(raised.value)


# -- what has changed since


def test_nothing_has_changed_at_first(copy: Workspace, made: tuple[Path, KeptPlan]) -> None:
    assert out_of_date(copy, made[1]) == ()


def test_it_says_how_many_answered_then_and_now(copy: Workspace, made: tuple[Path, KeptPlan]) -> None:
    source = copy.folder / "workshop_data" / "example" / "needs" / "survey-autumn.xlsx"
    kept = Kept.of(copy.folder, copy.framework)
    kept.keep_survey(source)
    assert not [
        one for one in out_of_date(copy, made[1]) if "survey" in one
    ]  # the same answers, now the team's
    file = kept.folder / "survey-autumn-private.csv"
    lines = file.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    file.write_text("".join(lines[:-10]), encoding="utf-8-sig")
    now = len(kept.survey("survey-autumn"))
    assert now < 45 and f"The answers to the survey: 45 people then, {now} people now." in out_of_date(
        copy, made[1]
    )


def test_a_table_of_the_teams_own_makes_a_plan_out_of_date(
    copy: Workspace, made: tuple[Path, KeptPlan]
) -> None:
    own = copy.folder / "workshop_data" / "planning"
    own.mkdir(parents=True)
    text = (copy.folder / "workshop_data" / "example" / "planning" / "costs.yaml").read_text(encoding="utf-8")
    (own / "costs.yaml").write_text(text.replace("capacity: 200", "capacity: 201", 1), encoding="utf-8")
    assert out_of_date(copy, made[1]) == ("The table of costs: changed since.",)


def test_whatever_happens_in_a_workshop_makes_a_plan_out_of_date(
    copy: Workspace, made: tuple[Path, KeptPlan]
) -> None:
    workshop = Workshop.create(copy, "Another")
    assert out_of_date(copy, made[1]) == ("The workshops: 1 workshop then, 2 workshops now.",)
    kept = replace(made[1], inputs=Inputs(copy).fingerprints())
    workshop.open_activity("notes", "What would help?", activity="notes")
    assert out_of_date(copy, kept) == ("The workshops: changed since.",)
    copy.close()


def test_a_file_that_is_broken_is_said_and_hides_nothing(
    copy: Workspace, made: tuple[Path, KeptPlan]
) -> None:
    own = copy.folder / "workshop_data" / "planning"
    own.mkdir(parents=True)
    (own / "costs.yaml").write_text(
        "type: crpkit/costs\nversion: 1\ncosts: [{component: nothing}]\n", "utf-8"
    )
    (said,) = out_of_date(copy, made[1])
    assert "can no longer be read" in said and "costs.yaml" in said


def test_a_check_of_the_folder_reads_the_plan_and_the_tables(copy: Workspace) -> None:
    assert check_workspace(copy.folder) == []
    file = plan_file(copy.folder)
    file.write_text(
        file.read_text(encoding="utf-8").replace("budget: 20000.0", "budget: -1"), encoding="utf-8"
    )
    own = copy.folder / "workshop_data" / "planning"
    own.mkdir(parents=True)
    (own / "costs.yaml").write_text(
        "type: crpkit/costs\nversion: 1\ncosts: [{component: x, way: keep}]\n", "utf-8"
    )
    (own / "times.yaml").write_text(
        "type: crpkit/times\nversion: 1\nrecords: [{component: nowhere, each: 2}]\n", "utf-8"
    )
    (own / "holidays.yaml").write_text("type: crpkit/holidays\nversion: 1\nrecords: [{title: x}]\n", "utf-8")
    named = [one.file.name for one in check_workspace(copy.folder) if one.file]
    assert set(named) == {"plan.yaml", "costs.yaml", "times.yaml", "holidays.yaml"}


def test_made_up_costs_never_meet_a_teams_own_answers(tmp_path: Path) -> None:
    """Whatever the file with a team's answers is called."""
    source = EXAMPLE / "survey-autumn.xlsx"
    for name, made_up in (("survey-autumn", True), ("ours", False)):
        workspace = open_workspace(new_workspace(tmp_path / name, example=True))
        Inputs(workspace).kept.keep_survey(source, name)
        assert Inputs(workspace).costs.made_up is made_up
        assert tables_of(workspace)[0].made_up is made_up
        holidays = calendar_tables_of(workspace)[1]
        assert ({one.source for one in holidays.records} == {"made up"}) is made_up
    workspace = open_workspace(tmp_path / "survey-autumn")
    (file,) = Inputs(workspace).kept.folder.glob("survey-autumn*.csv")
    lines = file.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    del lines[1]  # somebody's answers are gone: others stand under the same name
    file.write_text("".join(lines), encoding="utf-8-sig")
    assert not Inputs(workspace).costs.made_up and not tables_of(workspace)[0].made_up


@given(st.lists(st.sampled_from(sorted(TITLES)), unique=True))
def test_a_sentence_for_each_thing_that_moved(names: list[str]) -> None:
    then = dict.fromkeys(TITLES, "3 things #aaaa")
    now = then | dict.fromkeys(names, "4 things #bbbb")
    assert len(moved(then, now)) == len(names) and not moved(then, then)
    assert all("3 things then, 4 things now" in one for one in moved(then, now))
