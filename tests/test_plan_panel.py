"""What the page of the plan keeps, tells and refuses, without a browser."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from crpkit.errors import CrpkitError
from crpkit.framework import load_framework
from crpkit.panels.plan import PlanPage
from crpkit.panels.plan.clashing import make_change
from crpkit.panels.plan.desk import NO_BUDGET, NO_PLAN, NO_SURVEY, PlanDesk
from crpkit.panels.plan.links import LinksStep
from crpkit.panels.plan.page import CHOOSE, LINES, WAYS
from crpkit.panels.plan.there import ThereStep, read_blocked
from crpkit.panels.plan.words import read_day
from crpkit.planning import Blamed, LineNotes, Settings
from crpkit.planning.drafts import kept_settings, settings_file
from crpkit.planning.keeping import kept_plan, plan_file
from crpkit.workspace import Workspace, new_workspace, open_workspace

GROUPS = [group.id for group in load_framework().groups]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """The worked example, without a plan."""
    return open_workspace(new_workspace(tmp_path / "place", example=True))


def opened(workspace: Workspace, **asked: object) -> PlanDesk:
    desk = PlanDesk(workspace)
    desk.open()
    if asked:
        desk.ask(**asked)
    return desk


def worked_out(desk: PlanDesk) -> PlanDesk:
    for _ in desk.working_out():
        pass
    return desk


def take(desk: PlanDesk, name: str = "start-small") -> None:
    for _ in desk.taking(name):
        pass


# -- what there is


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("11 January 2027", date(2027, 1, 11)),
        (" 11  jan 2027", date(2027, 1, 11)),
        ("2027-01-11", date(2027, 1, 11)),
        ("11/01/2027", date(2027, 1, 11)),
        ("", None),
    ],
)
def test_days_are_read_as_people_write_them(typed: str, day: date | None) -> None:
    assert read_day(typed) == day


@pytest.mark.parametrize("typed", ["soon", "31 February 2027", "11 January", "2027"])
def test_what_is_no_day_is_said_with_how_to_write_one(typed: str) -> None:
    with pytest.raises(CrpkitError, match="is not a day") as caught:
        read_day(typed)
    assert "11 January 2027" in caught.value.problem.remedy


def test_blocked_days_are_one_on_each_line() -> None:
    typed = "15 February 2027; 19 February 2027; half term\n\n3 May 2027; the fair\n4 June 2027"
    assert read_blocked(typed) == (
        (date(2027, 2, 15), date(2027, 2, 19), "half term"),
        (date(2027, 5, 3), date(2027, 5, 3), "the fair"),
        (date(2027, 6, 4), date(2027, 6, 4), ""),
    )


@pytest.mark.parametrize("typed", ["; 3 May 2027", "4 May 2027; 3 May 2027; odd", "4 May 2027; soon; odd"])
def test_blocked_days_that_cannot_be_are_refused(typed: str) -> None:
    with pytest.raises(CrpkitError):
        read_blocked(typed)


def test_what_was_kept_stands_in_the_boxes_again_and_is_written_back_the_same(workspace: Workspace) -> None:
    asked = Settings(
        budget=12_000,
        staff_days=60,
        months=12,
        start=date(2027, 1, 11),
        pay=False,
        blocked=(
            (date(2027, 2, 15), date(2027, 2, 19), "half term"),
            (date(2027, 5, 3), date(2027, 5, 3), ""),
        ),
    )
    opened(workspace, **dict(asked))
    desk = PlanDesk(workspace)
    step = ThereStep(desk)
    desk.open()
    assert step.budget.value == 12_000 and step.start.value == "11 January 2027"
    step.save.click()
    assert step.save.problem == "" and kept_settings(workspace.folder) == asked


def test_without_money_nothing_is_kept_and_it_says_why(workspace: Workspace) -> None:
    desk = PlanDesk(workspace)
    step = ThereStep(desk)
    desk.open()
    step.save.click()
    assert "how much money" in step.save.blocker and not settings_file(workspace.folder).exists()
    with pytest.raises(CrpkitError):
        desk.ask(months=12)


def test_leaving_payment_out_names_the_principles(workspace: Workspace) -> None:
    desk = PlanDesk(workspace)
    step = ThereStep(desk)
    desk.open()
    assert step.unpaid.value == ""
    step.pay.value = False
    step.refresh()
    principle = workspace.framework.principles["power"].title
    assert principle in step.unpaid.value and "benefits" in step.unpaid.value


# -- ways and links


def test_ruling_out_takes_a_way_out_of_every_plan_and_is_taken_back(workspace: Workspace) -> None:
    desk = opened(workspace, budget=12_000, staff_days=60)
    before = worked_out(desk).plans
    assert before is not None
    chosen = before.named["most-needs"].chosen[0].option
    desk.decide(chosen.id, False, "We tried.")
    assert desk.plans is None, "what was found before is no longer of it"
    after = worked_out(desk).plans
    assert after is not None and all(chosen.id not in plan.options for plan in after.named.values())
    desk.decide(chosen.id, None, "")
    assert kept_settings(workspace.folder) == Settings(budget=12_000, staff_days=60)


def test_a_link_that_the_team_says_is_the_teams_until_it_is_taken_back(workspace: Workspace) -> None:
    desk = opened(workspace, budget=5_000)
    step = LinksStep(desk)
    step.refresh()
    first, second = list(step._links)[:2]
    component, need = first.split("/")
    step.say.value = "none"
    step.keep.click()
    said = {(one.component, one.need): one for one in desk.links.all}[component, need]
    assert (said.strength, said.whose) == ("none", "team")
    assert step.which.value == second, "it goes on to the next"
    desk.link(component, need, "")
    assert {(one.component, one.need): one.whose for one in desk.links.all}[component, need] == "ours"


def test_links_that_are_ours_come_first_and_the_weightiest_of_them(workspace: Workspace) -> None:
    desk = worked_out(opened(workspace, budget=12_000, staff_days=60))
    step = LinksStep(desk)
    step.refresh()
    whose = [one.whose for one in step._links.values()]
    assert whose == sorted(whose, key=lambda one: one != "ours")
    weights = [desk.weighty.get(one.component, 0.0) for one in step._links.values() if one.whose == "ours"]
    assert max(weights) > 0 and weights == sorted(weights, reverse=True)


def test_names_in_the_file_that_are_not_there_any_more_break_nothing(workspace: Workspace) -> None:
    opened(workspace, budget=5_000, links={"gone/away": "some"}, allowed={"gone/keep": (True, "It was.")})
    page = PlanPage(workspace)
    page.open({})
    assert page.desk.trouble == "" and page.ways.all.value and page.links.all.value
    page.choose.work()
    assert "gone" in page.choose.progress.problem


# -- choosing, and what is kept


def test_what_was_written_survives_another_plan_and_another_budget(workspace: Workspace) -> None:
    desk = worked_out(opened(workspace, budget=12_000, staff_days=60))
    take(desk)
    assert desk.kept is not None and not desk.moved
    line = desk.kept.plan.chosen[0].component
    desk.note_line(line, LineNotes(lead="The lunch club"))
    desk.note_sentence("summary", "Ours.")
    desk.ask(budget=9_000)
    assert desk.moved == ("The money: £12,000 then, £9,000 now.",)
    again = opened(workspace)
    assert again.moved == desk.moved and again.kept is not None and again.kept.settings.budget == 12_000
    take(worked_out(again), "most-needs")
    kept = kept_plan(workspace.folder)
    assert kept is not None and kept.settings.budget == 9_000 and again.moved == ()
    assert kept.lines[line].lead == "The lunch club" and kept.sentences == {"summary": "Ours."}
    again.note_sentence("summary", "  ")
    assert again.kept is not None and again.kept.sentences == {}


def test_another_first_day_is_the_same_plan(workspace: Workspace) -> None:
    desk = worked_out(opened(workspace, budget=12_000, staff_days=60))
    take(desk)
    assert desk.timetable() is None
    desk.ask(start=date(2027, 1, 11))
    assert desk.plans is not None and desk.moved == ()
    kept, table = kept_plan(workspace.folder), desk.timetable()
    assert kept is not None and kept.settings.start == date(2027, 1, 11)
    assert table is not None and table.start == date(2027, 1, 11)


def test_inputs_that_moved_are_named(workspace: Workspace) -> None:
    desk = worked_out(opened(workspace, budget=12_000, staff_days=60))
    take(desk)
    own = workspace.folder / "workshop_data" / "planning"
    own.mkdir()
    source = workspace.folder / "workshop_data" / "example" / "planning" / "costs.yaml"
    changed = source.read_text(encoding="utf-8").replace("made-up figures", "figures of ours")
    (own / "costs.yaml").write_text(changed, encoding="utf-8")
    assert any(one.startswith("The table of costs") for one in opened(workspace).moved)


def test_when_the_plan_is_still_of_now_the_page_opens_with_the_plans_side_by_side(
    workspace: Workspace,
) -> None:
    desk = worked_out(opened(workspace, budget=12_000, staff_days=60))
    take(desk)
    page = PlanPage(workspace)
    page.open({"step": "5"})
    assert page.steps.current == LINES and page.desk.plans is not None
    assert page.choose.which.value == "start-small" and "The plan you took" in page.choose.cards.value
    page.desk.ask(budget=9_000)
    moved = PlanPage(workspace)
    moved.open({"step": "5"})
    assert moved.desk.plans is None and "£9,000 now" in moved.document.moved.value


def test_plans_are_worked_out_again_without_a_change_and_the_taken_one_stays_marked(
    workspace: Workspace,
) -> None:
    desk = worked_out(opened(workspace, budget=12_000, staff_days=60))
    take(desk)
    page = PlanPage(workspace)
    page.open({"step": "4"})
    first = page.desk.plans
    assert first is not None
    worked_out(page.desk)
    page.desk.tell()
    assert page.desk.plans is not first and "The plan you took" in page.choose.cards.value
    take(page.desk)
    page.desk.tell()
    for step in range(8):
        page.steps.go(step)
        page.desk.tell()
    assert page.choose.which.value == "start-small"


def test_steps_wait_for_what_they_need(tmp_path: Path) -> None:
    workspace = open_workspace(new_workspace(tmp_path / "empty"))
    page = PlanPage(workspace)
    page.open({"step": "4"})
    assert page.steps.current == 0 and page.steps.blocks[CHOOSE] == NO_SURVEY
    assert page.steps.blocks[WAYS] == NO_BUDGET and page.steps.blocks[LINES] == NO_PLAN
    assert "/needs" in page.there.rests.value
    page.desk.ask(budget=500)
    assert WAYS not in page.steps.blocks and page.steps.blocks[CHOOSE] == NO_SURVEY


# -- when nothing fits


@pytest.mark.parametrize("groups", [["community-new"], GROUPS], ids=["one group", "every group alike"])
def test_each_change_that_is_offered_makes_a_plan_fit(workspace: Workspace, groups: list[str]) -> None:
    asked = {"budget": 100, "staff_days": 60, "floors": dict.fromkeys(groups, 0.4)}
    blamed = _clash(opened(workspace, **asked))
    assert {one.limit.partition(":")[0] for one in blamed} >= {"budget", "floors"}
    for one in blamed:
        if one.change and not one.limit.startswith("unknown"):
            desk = opened(workspace, **asked)
            make_change(desk, one)
            assert worked_out(desk).plans is not None and desk.clash is None, one.limit


def test_a_must_that_clashes_is_let_go_and_the_others_stay(workspace: Workspace) -> None:
    desk = opened(workspace, budget=0, require=("match-events", "mentoring-pairs"), exclude=("hub-webinars",))
    make_change(desk, Blamed("require: mentoring-pairs", "", "do without it"))
    make_change(desk, Blamed("exclude: hub-webinars", "", "allow it"))
    assert desk.settings is not None
    assert desk.settings.require == ("match-events",) and desk.settings.exclude == ()


def _clash(desk: PlanDesk) -> tuple[Blamed, ...]:
    worked_out(desk)
    assert desk.clash is not None and desk.plans is None
    return desk.clash.blamed


# -- what cannot be read, and what people typed


@pytest.mark.parametrize("words", ["", "[]", "type: crpkit/plan\nversion: 1\nplan: 3\n", "\x00"])
def test_a_plan_that_is_broken_is_named_and_keeps_nothing_else_away(workspace: Workspace, words: str) -> None:
    opened(workspace, budget=5_000)
    plan_file(workspace.folder).write_text(words, encoding="utf-8")
    page = PlanPage(workspace)
    page.open({})
    assert "plan.yaml" in page.there.trouble.text and page.there.budget.value == 5_000
    page.choose.work()
    assert page.desk.plans is not None


def test_what_people_typed_is_shown_and_never_run(workspace: Workspace) -> None:
    evil = "<img src=x onerror=alert(1)>"
    desk = opened(workspace, budget=12_000, staff_days=60)
    desk.decide("mentoring-pairs/adapt", False, evil)
    take(worked_out(desk), "most-needs")
    assert desk.kept is not None
    desk.note_line(
        desk.kept.plan.chosen[0].component, LineNotes(lead=evil, note=evil, loses=evil, partners=(evil,))
    )
    desk.note_sentence("summary", evil)
    page = PlanPage(workspace)
    page.open({"step": "7"})
    shown = [
        page.ways.all.value,
        page.choose.cards.value,
        page.lines.all.value,
        page.pilots.cards.value,
        page.document.preview.value,
    ]
    assert all("<img" not in one for one in shown)
    assert any("&lt;img" in one for one in shown)


def test_what_was_typed_under_one_principle_is_kept_with_that_under_another(workspace: Workspace) -> None:
    desk = worked_out(opened(workspace, budget=12_000, staff_days=60))
    take(desk)
    page = PlanPage(workspace)
    page.open({"step": "5"})
    lines = page.lines
    prompts = {one.id: [prompt.id for prompt in one.prompts] for one in workspace.framework.principles}
    first, second = list(prompts)[:2]
    lines._boxes[prompts[first][0]].value = "Yes."
    lines.principle.value = second
    lines._ask()
    lines._boxes[prompts[second][0]].value = "Not yet."
    lines.keep.click()
    kept = kept_plan(workspace.folder)
    assert kept is not None and lines.keep.problem == ""
    notes = kept.lines[str(lines.which.value)]
    assert notes.principles == {prompts[first][0]: "Yes.", prompts[second][0]: "Not yet."}
    assert notes.lead == "" and notes.loses == "", "what was only proposed is not the team’s"
    other = next(one for one, _, _ in lines.which.options if one != lines.which.value)
    lines.which.value = other
    lines._fill()
    assert lines._said == {} and all(box.value == "" for box in lines._boxes.values())


def test_the_kits_words_move_on_with_the_plan_and_what_is_being_written_stays(workspace: Workspace) -> None:
    take(worked_out(opened(workspace, budget=12_000, staff_days=60)), "most-needs")
    page = PlanPage(workspace)
    page.open({"step": "8"})
    box = page.document.words
    before = box.value
    page.desk.ask(budget=900)
    take(worked_out(page.desk), "most-needs")
    assert box.value != before and "£900" in box.value
    box.value = "Half a sente"
    page.desk.ask(budget=800)
    take(worked_out(page.desk), "most-needs")
    assert box.value == "Half a sente"
