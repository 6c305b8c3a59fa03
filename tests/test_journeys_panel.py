"""What the journeys page keeps, changes and shows, without a browser."""

from __future__ import annotations

import csv
import shutil
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest

from crpkit.errors import CrpkitError
from crpkit.journeys import FEELING_COLUMNS, Change, adapt, check_journeys, load_journeys, road_test
from crpkit.journeys.disagreeing import disagreements
from crpkit.journeys.roadtest import FINDING_COLUMNS
from crpkit.panels.controls import Ordering, Place
from crpkit.panels.journeys import JourneysPage
from crpkit.panels.journeys.asking import walks
from crpkit.panels.journeys.builder import BuilderStep
from crpkit.panels.journeys.desk import JourneysDesk
from crpkit.panels.journeys.told import place_of
from crpkit.workshop import Workshop
from crpkit.workspace import Workspace, new_workspace, open_workspace

HERE = {"persona": "community-new", "journey": "community-new"}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    new_workspace(tmp_path / "place")
    return open_workspace(tmp_path / "place")


@pytest.fixture
def page(workspace: Workspace) -> JourneysPage:
    page = JourneysPage(workspace)
    page.open({**HERE, "step": "2"})
    return page


def say(control: object, kind: str, **data: object) -> None:
    """Send what a browser would send."""
    say.count += 1  # type: ignore[attr-defined]
    control._handle_custom_msg({"kind": kind, "id": f"t-{say.count}", **data}, [])  # type: ignore[attr-defined]


say.count = 0  # type: ignore[attr-defined]


def chosen(builder: BuilderStep) -> str:
    return builder.order.chosen


# -- the list that is put in order


def test_what_comes_from_a_page_counts_only_if_it_can_be_meant() -> None:
    moved: list[tuple[str, int]] = []
    order = Ordering("Order", lambda key, to: moved.append((key, to)), lambda key: None)
    order.show([Place("a", "A"), Place("b", "B")])
    for data in (
        {"key": "a", "to": 2},
        {"key": "a", "to": -1},
        {"key": "a", "to": True},
        {"key": "a", "to": "1"},
        {"key": "c", "to": 0},
        {"key": ["a"], "to": 0},
        {"to": 0},
    ):
        say(order, "move", **data)
    assert moved == []
    say(order, "move", key="b", to=0)
    assert (
        moved == [("b", 0)] and order._state["news"] == "“B” moved to 2 of 2."
    )  # the page decides; here it did nothing


def test_a_move_that_cannot_be_made_leaves_the_order_and_says_why() -> None:
    def refuse(key: str, to: int) -> None:
        raise CrpkitError("That cannot be", "Leave it")

    order = Ordering("Order", refuse, lambda key: None)
    order.show([Place("a", "A"), Place("b", "B")])
    say(order, "move", key="b", to=0)
    assert order.order == ("a", "b") and "That cannot be" in order.problem and order._state["news"] == ""


# -- the desk


def test_the_address_opens_and_what_it_names_wrongly_is_said(workspace: Workspace) -> None:
    desk = JourneysDesk(workspace)
    desk.open({"persona": "community-new", "journey": "nowhere", "workshop": "AAAAAA"})
    assert desk.persona is not None and desk.journey is None and desk.test is None
    assert "There is no journey “nowhere”" in desk.trouble and "AAAAAA" in desk.trouble


def test_a_broken_file_keeps_none_of_the_others_away(workspace: Workspace) -> None:
    folder = workspace.folder / "workshop_data" / "journeys"
    folder.mkdir(parents=True)
    (folder / "torn.yaml").write_text("type: crpkit/journey\nversion: 1\nid: torn\n", encoding="utf-8")
    (folder / "rules.yaml").write_text("nothing: here\n", encoding="utf-8")
    desk = JourneysDesk(workspace)
    desk.open(HERE)
    assert desk.test is not None and "torn.yaml" in desk.trouble and "rules.yaml" in desk.trouble


def test_a_sound_rule_is_asked_beside_a_broken_one(workspace: Workspace) -> None:
    folder = workspace.folder / "workshop_data" / "journeys"
    folder.mkdir(parents=True)
    rules = (
        "type: crpkit/journey-rules\nversion: 1\nrules:\n"
        "  - {id: long-day, when: {step.hours: {above: 3}}, says: A long day}\n"
        "  - {id: torn, when: {step.hous: {above: 3}}, says: B}\n"
    )
    (folder / "rules.yaml").write_text(rules, encoding="utf-8")
    desk = JourneysDesk(workspace)
    desk.open(HERE)
    assert desk.test is not None and "long-day" in desk.test.rules and "torn" not in desk.test.rules
    assert any(one.rule == "long-day" and one.severity == "question" for one in desk.test.findings)
    assert "rules.yaml, line 5" in desk.trouble and "step.hours" in desk.trouble
    page = JourneysPage(workspace)
    page.open(HERE)
    assert "left out" in page.found.status.text and "Who" in page.found.status.text


def test_the_builder_counts_as_the_map_does(page: JourneysPage) -> None:
    assert page.desk.test is not None
    others = [one for one in page.desk.test.findings if one.rule != "needs-met"]
    held = sum(one.severity == "hold-up" for one in others)
    needs = page.desk.test.needs
    met = sum(one.met == "yes" for one in needs)
    assert f"<strong>{held}</strong> hold" in page.builder.found.value
    assert f"<strong>{met}</strong> of {len(needs)} needs met" in page.builder.found.value
    assert page.desk.journey is not None
    first = place_of(page.desk.journey.steps[0], page.desk.journey.steps, page.desk.framework, None)
    assert "month 1" in str(first) and "month 0" not in str(first)


def test_everyone_is_shown_the_journey_that_is_worked_on_first(page: JourneysPage) -> None:
    page.desk.set_journey(adapt(page.desk.journey, title="Tea first"))  # type: ignore[arg-type]
    page.desk.save("Tea first")
    page.everyone.walk.click()
    assert page.everyone.frame is not None
    assert page.everyone.frame["journey"].iloc[0] == page.desk.journey.id  # type: ignore[union-attr]


def test_a_broken_rule_of_the_team_keeps_none_of_its_others_away(workspace: Workspace) -> None:
    folder = workspace.folder / "workshop_data" / "journeys"
    folder.mkdir(parents=True)
    (folder / "rules.yaml").write_text(
        "type: crpkit/journey-rules\nversion: 1\nrules:\n"
        "  - {id: sound, when: {step.hours: {known: true}}, says: Heard}\n"
        "  - {id: broken, when: {step.hors: {above: 1}}, says: Never}\n",
        encoding="utf-8",
    )
    desk = JourneysDesk(workspace)
    desk.open(HERE)
    assert desk.test is not None and any(one.rule == "sound" for one in desk.test.findings)
    assert "rules.yaml, line 5" in desk.trouble and "step.hours" in desk.trouble


def test_a_changed_journey_stays_when_another_is_chosen(page: JourneysPage) -> None:
    desk = page.desk
    page.builder.take.click()
    changed = desk.journey
    desk.choose_journey("broker-new")
    assert not desk.unsaved and not desk.can_undo
    desk.choose_journey("community-new")
    assert desk.journey == changed and desk.unsaved and desk.can_undo


def test_a_change_is_applied_to_a_copy_and_taken_back(page: JourneysPage) -> None:
    desk = page.desk
    first = desk.journey
    desk.apply(Change("hours", 1, step="meets-researchers"))
    desk.apply(Change("cost", 0, step="meets-researchers"))
    assert desk.before == first and desk.journey is not None
    assert desk.journey["meets-researchers"].hours.value == 1
    desk.undo_changes()
    assert desk.journey == first and desk.before is None
    desk.undo()
    assert desk.journey["meets-researchers"].cost.value == 0


def test_a_rule_that_is_switched_off_is_not_asked(page: JourneysPage) -> None:
    desk = page.desk
    assert desk.test is not None
    name = desk.test.findings[0].rule
    desk.switch_rule(name, False)
    assert name not in desk.test.rules and not any(one.rule == name for one in desk.test.findings)
    desk.switch_rule(name, True)
    assert name in desk.test.rules


def test_what_was_not_saved_is_there_after_a_reload_until_it_is_saved(workspace: Workspace) -> None:
    first = JourneysDesk(workspace)
    first.open(HERE)
    assert first.journey is not None
    first.set_journey(adapt(first.journey, summary="Ours now"))
    first.choose_journey("broker-new")
    again = JourneysDesk(workspace)
    again.open(HERE)
    assert again.unsaved and again.journey is not None and again.journey.summary == "Ours now"
    assert again.choices["broker-new"] == again.journeys["broker-new"]
    again.save("Ours")
    last = JourneysDesk(workspace)
    last.open(HERE)
    assert not last.unsaved and last.journey == load_journeys()["community-new"]
    assert not check_journeys(workspace.folder)


def test_a_draft_that_is_torn_or_cannot_be_written_stops_nothing(workspace: Workspace) -> None:
    place = workspace.folder / "workshop_data" / "journeys" / ".drafts"
    place.mkdir(parents=True)
    (place / "torn.yaml").write_text("{", encoding="utf-8")
    desk = JourneysDesk(workspace)
    desk.open(HERE)
    assert desk.test is not None and "torn" not in desk.choices
    shutil.rmtree(place)
    place.write_text("in the way", encoding="utf-8")
    desk.set_journey(adapt(desk.journey, summary="Ours now"))  # type: ignore[arg-type]
    assert desk.unsaved and "cannot be kept" in desk.trouble


# -- the builder


def test_order_form_copy_and_undo(page: JourneysPage) -> None:
    builder, desk = page.builder, page.desk
    say(builder.order, "move", key="gets-ready", to=0)
    assert builder.order.order[0] == "gets-ready"
    say(builder.order, "choose", key="reads-the-guide")
    say(builder.form.title, "set", value="Listens")
    say(builder.form.details["hours"].box, "set", value=1.5)
    assert desk.journey is not None
    step = desk.journey["reads-the-guide"]
    assert (step.title, step.hours.value, str(step.hours.how_known)) == ("Listens", 1.5, "assumed")
    builder.copy.click()
    copy = chosen(builder)
    assert copy != "reads-the-guide" and desk.journey[copy].hours == step.hours
    builder.undo.click()
    assert copy not in builder.order.order
    for _ in range(3):
        builder.undo.click()
    assert not desk.unsaved and builder.undo.blocker


def test_what_cannot_be_used_is_said_and_kept_and_the_rest_counts(page: JourneysPage) -> None:
    builder, desk = page.builder, page.desk
    say(builder.form.title, "set", value="")
    assert "empty" in builder.problem.text and builder.form.title.value == ""
    say(builder.form.details["where"].box, "set", value="At the library")
    assert desk.journey is not None and desk.journey[chosen(builder)].where.value == "At the library"
    assert "empty" in builder.problem.text and builder.form.title.value != ""  # the old title is there again
    say(builder.form.title, "set", value="Tea")
    assert builder.problem.text == "" and desk.journey[chosen(builder)].title == "Tea"


def test_not_known_stays_not_known_and_the_reports_word_stays_the_reports(page: JourneysPage) -> None:
    builder, desk = page.builder, page.desk
    say(builder.order, "choose", key="gets-ready")
    row = builder.form.details["payment"]
    say(row.how, "set", value=["confirmed"])
    assert row.how.value == "" and row.how.problem  # nothing is confirmed that nobody said
    say(builder.order, "choose", key="learns-with-others")
    every = builder.form.again["every"]
    assert every.how.value == "inferred"
    say(builder.form.again["times"].box, "set", value=6)
    assert desk.journey is not None
    repeats = desk.journey["learns-with-others"].repeats
    assert repeats is not None and repeats.every.source == "part-2-matchmaking" and repeats.times.value == 6
    say(every.box, "set", value=3)
    assert desk.journey["learns-with-others"].repeats.every.source is None  # type: ignore[union-attr]


def test_a_fork_is_made_and_a_circle_is_refused(page: JourneysPage) -> None:
    builder, desk = page.builder, page.desk
    say(builder.order, "choose", key="reads-the-guide")
    say(builder.form.ways.rows[0].to, "set", value=["gets-ready"])
    say(builder.form.ways.rows[1].to, "set", value=["goes-on-talking"])
    assert desk.journey is not None
    assert [way.to for way in desk.journey["reads-the-guide"].leads_to] == ["gets-ready", "goes-on-talking"]
    say(builder.order, "choose", key="gets-ready")
    say(builder.form.ways.rows[0].to, "set", value=["reads-the-guide"])
    assert "circle" in builder.problem.text
    assert "leads_to" not in builder.problem.text and "repeats" not in builder.problem.text
    assert (
        "→ “Gets ready: what could each side gain?”" in builder.problem.text
        and "\n" not in builder.problem.text
    )
    assert desk.journey["gets-ready"].leads_to == ()


def test_conditions_before_a_step_are_kept_changed_and_taken_away(page: JourneysPage) -> None:
    form, desk = page.builder.form.requires, page.desk
    step = chosen(page.builder)
    form.keep.click()
    assert form.text.problem
    form.text.value = "Somebody has invited them"
    form.force.value = "guidance"
    form.keep.click()
    assert desk.journey is not None
    (kept,) = desk.journey[step].requires
    assert (kept.text, kept.force, kept.state) == ("Somebody has invited them", "guidance", None)
    say(form.which, "set", value=[kept.id])
    assert form.text.value == kept.text
    form.state.value = "took-part-before"
    form.keep.click()
    assert [one.state for one in desk.journey[step].requires] == ["took-part-before"]
    say(form.which, "set", value=[kept.id])
    form.drop.click()
    assert desk.journey[step].requires == ()


def test_taking_a_step_away_says_what_led_to_it(page: JourneysPage) -> None:
    builder = page.builder
    say(builder.order, "choose", key="meets-researchers")
    builder.take.click()
    words = builder.news.text
    assert "“Gets ready: what could each side gain?” led to it, and now leads to" in words
    assert "had to come after it" in words


def test_saving_makes_a_file_that_is_there_again(page: JourneysPage, workspace: Workspace) -> None:
    builder, desk = page.builder, page.desk
    builder.copy.click()
    assert "our version" in builder.save.title.value
    builder.save.title.value = "Ours"
    builder.save.save.click()
    assert builder.save.status.text == "Saved: workshop_data/journeys/ours.yaml"
    assert load_journeys(workspace.folder)["ours"] == desk.journey and not desk.unsaved
    builder.copy.click()
    builder.save.save.click()  # a second time replaces the team's own file
    assert load_journeys(workspace.folder)["ours"] == desk.journey
    again = JourneysPage(workspace)
    again.open({"journey": "ours"})
    assert again.desk.journey == desk.journey
    assert again.desk.choices["community-new"] == load_journeys()["community-new"]


def test_a_title_that_is_taken_is_refused_and_nothing_is_lost(
    page: JourneysPage, workspace: Workspace
) -> None:
    box = page.builder.save
    box.title.value = "Ours"
    box.save.click()
    page.desk.choose_journey("broker-new")
    box.title.value = "Ours"
    box.save.click()
    assert "already" in box.save.problem
    assert load_journeys(workspace.folder)["ours"].based_on == "community-new"


# -- the room


def test_what_people_said_stands_beside_what_the_rules_found(page: JourneysPage) -> None:
    asking, desk = page.room.asking, page.desk
    assert asking.ask.blocker
    asking.make.click()
    assert desk.workshop is not None and not asking.ask.blocker
    asking.ask.click()
    (walk,) = walks(desk.workshop, desk.journey)
    assert walk.open and asking.ask.blocker and "still answer" in page.room.state.text
    asking.paper.click()  # who has no phone walks along on paper
    printed = (desk.outputs / f"paper-{walk.items[0].source.split(':')[1].split('/')[0]}.pdf").read_bytes()
    assert printed.startswith(b"%PDF") and "Written: outputs/paper-" in asking.status.text
    desk.workshop.place(walk.id, {"A": 5, "F": 1}, people=6, voice="lived")
    desk.workshop.place(walk.id, {"A": 1}, people=4, voice="imagining")
    desk.workshop.write_notes(walk.id, ["<b>A lift</b>"], "paper", box="help", about="o1", voice="lived")
    asking.close.click()
    assert desk.felt is not None and int(desk.felt["people"].sum()) == 16
    assert page.room.map.figure is not None
    before = page.found.map.figure
    assert before is not None and "How it would feel" not in before.svg
    page.steps.visit(2)  # the map of the rules has them, too
    after = page.found.map.figure
    assert after is not None and "How it would feel" in after.svg
    assert (
        "Hears of it" in page.room.apart.value
        and "The rules find something in the way" in page.room.apart.value
    )
    assert "No rule says why" in page.room.apart.value  # at F, where no rule speaks
    assert "fewer than 5 people" in page.room.beside.value  # those who imagine are too few to be told of
    assert "<b>A lift" not in page.room.notes.value and "&lt;b&gt;A lift" in page.room.notes.value


def test_people_and_rules_are_compared_voice_by_voice() -> None:
    from crpkit.personas import load_personas

    test = road_test(load_journeys()["community-new"], load_personas()["community-new"])
    step = next(one.step for one in test.findings if one.severity == "hold-up" and one.step)
    rows = [(step, "lived", 2, 5), (step, "imagining", -2, 5), (step, "alongside", 2, 4)]
    found = disagreements(test, pd.DataFrame(rows, columns=list(FEELING_COLUMNS)))
    assert [(one.voice, one.kind) for one in found] == [("lived", "people-fine")]
    assert all(one.severity in ("blocker", "hold-up") for one in found[0].findings) and found[0].findings


# -- the page


def test_steps_wait_for_what_they_need(workspace: Workspace) -> None:
    page = JourneysPage(workspace)
    page.open({"step": "3"})
    assert page.steps.current == 0 and set(page.steps.blocks) == {2, 3, 5, 6}
    page.desk.choose_persona("community-new")
    page.desk.choose_journey("community-new")
    assert page.steps.blocks == {}
    assert page.page._state["search"] == "?persona=community-new&journey=community-new"


def test_what_nobody_knows_of_a_persona_is_said(page: JourneysPage) -> None:
    card = page.who.card.value
    assert "Not known yet" in card and "neither passes nor stops them" in card


def test_files_of_the_road_test_are_written(page: JourneysPage, workspace: Workspace) -> None:
    for _ in page.take._writing():
        pass
    folder = workspace.outputs / "journey-community-new-community-new"
    names = {"map.svg", "map.png", "map.pdf", "hours.svg", "findings.csv", "journey.mmd", "road-test.json"}
    assert {file.name for file in folder.iterdir()} == names
    assert (folder / "journey.mmd").read_text(encoding="utf-8").startswith("journey")


def test_the_table_of_findings_runs_no_formula(page: JourneysPage, workspace: Workspace) -> None:
    folder = workspace.folder / "workshop_data" / "journeys"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "rules.yaml").write_text(
        "type: crpkit/journey-rules\nversion: 1\nrules:\n"
        "  - {id: formula, when: {journey.id: {known: true}}, says: '=HYPERLINK(A1) here'}\n",
        encoding="utf-8",
    )
    page.desk.open(HERE)
    for _ in page.take._writing():
        pass
    file = workspace.outputs / "journey-community-new-community-new" / "findings.csv"
    rows = list(csv.reader(StringIO(file.read_text(encoding="utf-8-sig"))))
    assert rows[0] == list(FINDING_COLUMNS) and len(rows) == len(page.desk.test.findings) + 1
    (own,) = [row for row in rows if row[0] == "formula"]
    assert "HYPERLINK" in own[3] and not own[3].startswith("=") and own[1] == own[5] == ""
    assert not any("nan" in row or "None" in row for row in rows)


def test_the_room_s_small_voices_are_not_counted_out(page: JourneysPage, workspace: Workspace) -> None:
    desk = page.desk
    workshop = Workshop.create(workspace, "Tuesday")
    desk.choose_workshop(workshop.code)
    page.room.asking._ask()
    (walk,) = [name for name in workshop.state.activities]
    workshop.place(walk, {"A": 1}, people=5, voice="lived")
    workshop.place(walk, {"A": 5}, people=2, voice="imagining")
    page.room.asking._close()
    page.room.refresh()
    assert "“I have lived this”: 5; “I am imagining”: fewer than 5" in page.room.state.text
    assert "half say -2 or more" in page.room.beside.value and "+2" not in page.room.beside.value
