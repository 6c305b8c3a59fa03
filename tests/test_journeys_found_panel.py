"""What the journeys page shows of a road-test, of everyone, and of changes, without a browser."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import ipywidgets
import pytest

from crpkit.journeys import MET, SEVERITIES, Change, before_and_after, compare
from crpkit.journeys.fields import change_in_words
from crpkit.panels import controls as ui
from crpkit.panels.journeys.before_after import effects_of, everyone_html, in_words
from crpkit.panels.journeys.change_form import ChangeForm
from crpkit.panels.journeys.change_words import answer_id
from crpkit.panels.journeys.changes import ChangesStep
from crpkit.panels.journeys.desk import JourneysDesk
from crpkit.panels.journeys.everyone import EveryoneStep, worst_html
from crpkit.panels.journeys.fields import FIELDS, value_of
from crpkit.panels.journeys.finding_list import WHOLE, findings_html
from crpkit.panels.journeys.found import FoundStep
from crpkit.panels.journeys.needs_met import links_in_words, needs_html
from crpkit.panels.journeys.recording import ALL_RECORDED, NO_CHANGE, NO_WORKSHOP
from crpkit.panels.journeys.sources import sources_in_words
from crpkit.workshop import Workshop, journey_lists
from crpkit.workspace import Workspace, new_workspace, open_workspace
from tests.asyncs import run_async
from tests.journeys_helpers import a_journey

PERSON, WAY, OTHER = "community-new", "community-new", "community-experienced"
STEP = "meets-researchers"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    new_workspace(tmp_path / "place")
    return open_workspace(tmp_path / "place")


@pytest.fixture
def desk(workspace: Workspace) -> JourneysDesk:
    desk = JourneysDesk(workspace)
    desk.open({"persona": PERSON, "journey": WAY})
    assert desk.test is not None and not desk.trouble
    return desk


def shown(widget: ipywidgets.Widget) -> bool:
    return widget.layout.display != "none"


def words_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


# -- what the rules find


def test_before_anybody_is_chosen_the_step_says_what_to_do(workspace: Workspace) -> None:
    desk = JourneysDesk(workspace)
    step = FoundStep(desk)
    desk.open()
    assert not shown(step.tabs) and "choose a persona" in step.status.text
    desk.choose_persona(PERSON)
    assert not shown(step.tabs) and "choose a journey" in step.status.text
    desk.choose_journey(WAY)
    assert shown(step.tabs) and step.status.text == ""
    assert step.map.figure is not None and desk.personas[PERSON].title in step.map.figure.title


def test_each_finding_stands_under_its_seriousness_with_its_step_and_where_it_comes_from(
    desk: JourneysDesk,
) -> None:
    assert desk.test is not None
    html = findings_html(desk.test)
    for one in desk.test.findings:
        assert (ui.escape(one.message) in html) == (one.rule != "needs-met")
    order = [html.index(f" {SEVERITIES[name]} ") for name in ("blocker", "hold-up", "question", "not-known")]
    assert order == sorted(order)
    assert "That is not to say that nothing does" in html  # nothing stops them, which is not “fine”
    assert "does not mean that all is well" in html
    assert not re.search(r"\b(report|persona|journey|framework|kit):\w", html), "an id is no words"


def test_findings_of_one_step_only(desk: JourneysDesk) -> None:
    assert desk.test is not None
    step = FoundStep(desk)
    step.findings.at.value = f"step:{STEP}"
    here = findings_html(desk.test, f"step:{STEP}")
    for one in desk.test.findings:
        if one.rule != "needs-met":
            assert (ui.escape(one.message) in here) == (one.step == STEP)
    whole = findings_html(desk.test, WHOLE)
    assert "The journey as a whole" in whole and desk.journey is not None
    assert desk.journey[STEP].title not in words_of(whole).split("The journey as a whole")[0]
    assert (f"step:{STEP}") in [value for value, _, _ in step.findings.at.options]


def test_a_step_that_is_gone_is_looked_at_no_more(desk: JourneysDesk) -> None:
    step = FoundStep(desk)
    step.findings.at.value = f"step:{STEP}"
    desk.choose_journey("broker-new")
    assert step.findings.at.value == "everywhere"


def test_sources_say_how_a_field_of_persona_and_step_is_known(desk: JourneysDesk) -> None:
    test = desk.test
    assert test is not None
    said = sources_in_words(
        f"report:part-2-hub report:appendix-4 persona:{PERSON}/hours_a_month journey:{WAY}/{STEP}/hours "
        f"journey:{WAY}/cost framework:components/match-events kit:long-silences",
        test,
    )
    assert said == [
        "the report: Part 2: the Hub; Appendix 4: who might take part, and what they need",
        f"part of the support: “{test.framework.components['match-events'].title}”",
        "the persona: Time (not known)",
        f"the step “{test.journey[STEP].title}”: hours asked of them (as assumed)",
        "this journey: what it costs them",
        "a measure of the kit’s own (long silences)",
    ]


def test_needs_say_by_which_step_and_how_many_links_are_our_own_reading(desk: JourneysDesk) -> None:
    test = desk.test
    assert test is not None
    html = needs_html(test)
    links, inferred = sum(one.links for one in test.needs), sum(one.inferred for one in test.needs)
    assert 0 < inferred < links
    assert f"rests on {links} links" in words_of(html) and f"{inferred} of them are inferred" in html
    for met, words in MET.items():
        if test.met(met):
            assert f"{words} {len(test.met(met))}" in words_of(html)
    for one in test.needs:
        assert ui.escape(one.title) in html
        assert one.step is None or test.journey[one.step].title in html
    assert links_in_words(test) in test.explain()


def test_a_group_without_needs_is_not_known_rather_than_met(desk: JourneysDesk) -> None:
    test = desk.test
    assert test is not None
    assert "nobody can say" in needs_html(replace(test, needs=()))


def test_what_people_wrote_is_shown_and_never_run(workspace: Workspace) -> None:
    desk = JourneysDesk(workspace)
    desk.open({"persona": PERSON})
    bad = "<img src=x onerror=alert(1)>"
    desk.begin(
        a_journey({"title": bad, "hours": 900, "told": bad}, {"title": bad, "after": ["step-1"]}, title=bad)
    )
    found, changes = FoundStep(desk), ChangesStep(desk)
    desk.apply(Change("hours", 3, step="step-1", why=bad))
    everyone = EveryoneStep(desk)
    everyone.walk.click()
    htmls = [found.findings.words, found.needs, found.sentences, everyone.worst, changes.effects.mine]
    htmls += [changes.effects.all, changes.recording.tried, changes.form.now]
    assert not any("<img" in html.value for html in htmls)
    assert any(ui.escape(bad) in html.value for html in htmls)


def test_a_rule_that_is_switched_off_finds_nothing_and_that_is_said(desk: JourneysDesk) -> None:
    step = FoundStep(desk)
    assert desk.test is not None and desk.test.frame()["rule"].eq("principles").any()
    step.rules.on._take([name for name in desk.rules if name != "principles"])
    assert desk.off == {"principles"}
    assert not desk.test.frame()["rule"].eq("principles").any()
    assert "not known" in step.rules.status.text and shown(step.rules.all)
    step.rules.all.click()
    assert desk.off == frozenset() and desk.test.frame()["rule"].eq("principles").any()


def test_two_journeys_side_by_side_follow_the_persona(desk: JourneysDesk) -> None:
    step = FoundStep(desk)
    assert step.beside.view.figure is None
    assert WAY not in [value for value, _, _ in step.beside.other.options]
    step.beside.other._take([OTHER])
    figure = step.beside.view.figure
    assert figure is not None and desk.journeys[OTHER].title in figure.words
    desk.choose_persona("broker-new")
    again = step.beside.view.figure
    assert again is not None and desk.personas["broker-new"].title in again.words
    desk.choose_journey(OTHER)  # one journey beside itself says nothing
    assert step.beside.view.figure is None


# -- everyone


async def pressed(step: EveryoneStep) -> None:
    """Press the button, and wait until everybody was walked."""
    step.walk.click()
    task = step.progress._task
    if task is not None:
        await task


def test_everyone_is_walked_along_every_journey_and_the_worst_is_named(desk: JourneysDesk) -> None:
    step = EveryoneStep(desk)
    assert not shown(step.shown)
    run_async(pressed(step))
    assert step.frame is not None and shown(step.shown)
    assert step.frame.equals(compare(desk.journeys, desk.personas, desk.framework))
    html = step.worst.value
    for id, rows in step.frame.groupby("journey"):
        line = html.split(ui.escape(desk.journeys[str(id)].title))[1].split("</li>")[0]
        for persona in rows[rows["fewest_met"] | rows["most_blockers"]]["persona"]:
            assert ui.escape(desk.personas[persona].title) in line
    assert "not made into one number" in html


def test_walking_everyone_can_be_stopped_and_nothing_is_shown(desk: JourneysDesk) -> None:
    step = EveryoneStep(desk)

    async def stop_at_once() -> None:
        step.walk.click()
        step.progress._handle_custom_msg({"kind": "stop", "id": "one"}, [])
        task = step.progress._task
        assert task is not None
        await task

    run_async(stop_at_once())
    assert step.frame is None and "Stopped" in step.status.text


def test_a_picture_of_everyone_says_when_it_is_of_before(desk: JourneysDesk) -> None:
    step = EveryoneStep(desk)
    run_async(pressed(step))
    assert "36 pairs" in step.status.text
    desk.choose_journey(OTHER)  # looking elsewhere changes nothing
    assert "36 pairs" in step.status.text
    desk.apply(Change("hours", 300, step=desk.journeys[OTHER].steps[0].id))
    assert "has changed since" in step.status.text
    run_async(pressed(step))
    assert step.frame is not None
    row = step.frame[(step.frame["journey"] == OTHER) & (step.frame["persona"] == PERSON)].iloc[0]
    assert row["asked"] >= 300 and "36 pairs" in step.status.text


def test_from_a_pair_to_what_is_found_there(desk: JourneysDesk) -> None:
    step, gone = EveryoneStep(desk), list[str]()
    step.on_go(lambda: gone.append("went"))
    step.walk.click()
    assert step.go.blocker
    step.person._take(["broker-new"])
    step.journey._take([OTHER])
    step.go.click()
    assert gone == ["went"] and desk.persona is not None and desk.journey is not None
    assert (desk.persona.id, desk.journey.id) == ("broker-new", OTHER)


def test_nobody_stopped_is_not_the_same_as_fine(desk: JourneysDesk) -> None:
    frame = compare([desk.journeys[WAY]], [desk.personas[PERSON]])
    frame["blockers"], frame["most_blockers"] = 0, False
    assert "not to say that nothing does" in worst_html(frame, desk.journeys, desk.personas)


# -- changing


def fill(form: ChangeForm, where: str, field: str) -> None:
    form.where._take([where])
    form.field._take([field])


def test_a_change_is_tried_in_a_copy_and_seen_before_and_after(desk: JourneysDesk) -> None:
    step = ChangesStep(desk)
    assert step.form.make.blocker and not shown(step.effects)
    before = desk.journey
    assert before is not None
    fill(step.form, f"step:{STEP}", "cost")
    assert "not known" in words_of(step.form.now.value)
    assert "Say what it should be" in step.form.make.blocker
    step.form.value.box._take(0)  # type: ignore[union-attr]
    step.form.why._take("So that nobody stays away.")
    answered = next(
        value for value, text, _ in step.form.finding.options if value.startswith("out-of-pocket")
    )
    step.form.finding._take([answered])
    step.form.groups._take([desk.framework.groups[PERSON].title])
    step.form.others._take("the council, the university")
    step.form.make.click()
    assert desk.before is before and desk.journeys[WAY] is before
    assert desk.journey is not None and desk.journey[STEP].cost.value == 0
    assert desk.journey[STEP].cost.how_known.value == "assumed"
    (change,) = desk.changes
    assert change.answers == (answered,) and change.was is None
    assert change.agreed_by == (desk.framework.groups[PERSON].title, "the council", "the university")
    assert shown(step.effects) and step.effects.maps.figure is not None
    frame = before_and_after(before, desk.journey, [desk.personas[PERSON]], desk.framework)
    mine = step.effects.mine.value
    for row in frame.to_dict("records"):
        if row["what"] != "need":
            assert ui.escape(row["before"] or row["after"]) in mine
    assert len(frame)
    step.effects.all_back.click()
    assert desk.journey == before and not desk.changes and not shown(step.effects)


def test_a_change_of_a_part_of_the_support_changes_every_step_that_uses_it(desk: JourneysDesk) -> None:
    step = ChangesStep(desk)
    fill(step.form, "component:match-events", "hours")
    assert "title" not in [value for value, _, _ in step.form.field.options]
    step.form.value.box._take(2)  # type: ignore[union-attr]
    step.form.how._take(["confirmed"])
    step.form.make.click()
    assert desk.journey is not None
    changed = [one for one in desk.journey.steps if one.component == "match-events"]
    assert changed and all(
        one.hours.value == 2 and one.hours.how_known.value == "confirmed" for one in changed
    )


def test_nobody_knows_is_a_value(desk: JourneysDesk) -> None:
    step = ChangesStep(desk)
    fill(step.form, f"step:{STEP}", "hours")
    step.form.how._take(["unknown"])
    assert not shown(step.form.value) and not step.form.make.blocker
    step.form.make.click()
    assert desk.journey is not None and not desk.journey[STEP].hours.known


@pytest.mark.parametrize("field", [one.name for one in FIELDS])
def test_every_field_can_be_shown_and_tried_with_the_value_it_has(desk: JourneysDesk, field: str) -> None:
    step, journey = ChangesStep(desk), desk.journey
    assert journey is not None
    for one in journey.steps:
        fill(step.form, f"step:{one.id}", field)
        value = value_of(one, field)
        if not step.form.make.blocker:
            step.form.make.click()
            assert not step.form.make.problem, (one.id, step.form.make.problem)
            assert desk.journey is not None and value_of(desk.journey[one.id], field) == value


def test_what_is_typed_stays_when_something_else_changes(desk: JourneysDesk) -> None:
    step = ChangesStep(desk)
    fill(step.form, f"step:{STEP}", "hours")
    box = step.form.value.box
    assert box is not None
    box._take(7)
    step.form.why._take("Because.")
    desk.switch_rule("principles", False)
    assert step.form.value.box is box and box.value == 7 and step.form.why.value == "Because."
    desk.choose_journey(OTHER)
    assert step.form.where.value is None and step.form.make.blocker


def test_a_change_that_cannot_be_made_says_why_and_changes_nothing(desk: JourneysDesk) -> None:
    step = ChangesStep(desk)
    before = desk.journey
    fill(step.form, f"step:{STEP}", "hours")
    step.form.value.box._take(-1)  # type: ignore[union-attr]
    assert "too small" in step.form.make.blocker
    step.form.make.click()
    assert desk.journey is before
    fill(step.form, f"step:{STEP}", "after")
    box = step.form.value.box
    assert isinstance(box, ui.Choice) and STEP not in [value for value, *_ in box.options]


def test_what_a_change_does_to_everyone_is_said_apart(desk: JourneysDesk) -> None:
    before = desk.journeys[WAY]
    desk.apply(Change("component", None, step=STEP))
    assert desk.journey is not None
    frame = before_and_after(before, desk.journey, desk.personas, desk.framework)
    effects = effects_of(frame)
    said = " ".join(in_words(effects, desk.personas))
    lost = frame[(frame["what"] == "need") & (frame["after"] == "no")]["persona"].unique()
    assert len(lost) and "Needs are less well met for" in said
    same = [one for id, one in desk.personas.items() if id not in set(frame["persona"])]
    assert all(f"“{one.title}”" in said.split("the same as before for")[1] for one in same)
    needs = {need.id: need.title for need in desk.framework.needs}
    html = everyone_html(effects, desk.personas, needs)
    for row in frame.to_dict("records"):
        told = needs[row["about"]] if row["what"] == "need" else row["before"] or row["after"]
        assert ui.escape(told) in html


def test_becoming_known_is_neither_better_nor_worse(desk: JourneysDesk) -> None:
    frame = before_and_after(desk.journeys[WAY], desk.journeys[WAY], desk.personas)
    frame.loc[0] = [PERSON, "need", "finding-a-partner", None, "unknown", "no", None]
    effect = effects_of(frame)[PERSON]
    assert effect.needs and not effect.better and not effect.worse
    said = " ".join(in_words({PERSON: effect}, desk.personas))
    assert "better met" not in said and "less well" not in said


def test_the_same_words_of_another_step_name_the_step(desk: JourneysDesk) -> None:
    before = desk.journeys[WAY]
    frame = before_and_after(before, before, desk.personas)
    frame.loc[0] = [PERSON, "gone", "barriers", STEP, "Nobody pays.", "", "hold-up"]
    frame.loc[1] = [PERSON, "new", "barriers", "elsewhere", "", "Nobody pays.", "hold-up"]
    ((was, now),) = effects_of(frame, {STEP: "Tea"})[PERSON].otherwise
    assert (was, now) == ("Nobody pays. (at “Tea”)", "Nobody pays. (at “elsewhere”)")


def test_what_is_only_said_otherwise_is_neither_gone_nor_new(desk: JourneysDesk) -> None:
    before = desk.journeys[WAY]
    desk.apply(Change("cost", 0, step=STEP))  # one step less of which the cost is not known
    assert desk.journey is not None
    effect = effects_of(before_and_after(before, desk.journey, [desk.personas[PERSON]]))[PERSON]
    ((was, now),) = effect.otherwise
    title = before[STEP].title
    assert title in was and title not in now and not effect.gone and not effect.new
    frame = before_and_after(before, before, desk.personas)
    frame.loc[0] = [PERSON, "gone", "hours", STEP, "a lot", "", "hold-up"]
    frame.loc[1] = [PERSON, "new", "hours", STEP, "", "too much", "blocker"]
    effect = effects_of(frame)[PERSON]  # more serious than before is new
    assert effect.gone == ("Holds them up: a lot",) and effect.new == ("Stops them here: too much",)


def test_rules_that_are_switched_off_are_not_asked_before_and_after(desk: JourneysDesk) -> None:
    step = ChangesStep(desk)
    desk.apply(Change("principles", ["power"], step=STEP))
    assert desk.framework.principles["power"].title in step.effects.mine.value
    desk.switch_rule("principles", False)
    assert "the same as before" in step.effects.mine.value


# -- recording


def test_recording_waits_for_a_workshop_and_one_can_be_made_for_today(desk: JourneysDesk) -> None:
    step = ChangesStep(desk)
    recording = step.recording
    assert recording.record.blocker == NO_CHANGE
    desk.apply(Change("cost", 0, step=STEP, why="So that nobody stays away.", agreed_by=("residents",)))
    assert recording.record.blocker == NO_WORKSHOP and shown(recording.today)
    recording.today.click()
    assert desk.workshop is not None and desk.workshop.state.title is not None
    assert desk.workshop.state.title.startswith("Around the table, ")
    assert not recording.record.blocker and not shown(recording.today)
    recording.record.click()
    (row,) = desk.workshop.changes().to_dict("records")
    assert (row["journey"], row["step"], row["field"], row["to"]) == (WAY, STEP, "cost", 0)
    assert row["why"] == "So that nobody stays away." and row["agreed_by"] == ["residents"]
    assert recording.record.blocker == ALL_RECORDED and "recorded" in recording.tried.value
    recording.record.click()
    assert len(desk.workshop.changes()) == 1


def test_what_is_recorded_can_be_taken_back_and_recorded_again(
    desk: JourneysDesk, workspace: Workspace
) -> None:
    recording = ChangesStep(desk).recording
    made = Workshop.create(workspace, "Tuesday")
    desk.choose_workshop(made.code)
    desk.apply(Change("cost", 0, step=STEP))
    desk.apply(Change("payment", 20, step=STEP, why="Their time is worth it."))
    assert recording.record.label == "Record these 2 changes"
    recording.record.click()
    assert len(recording.list.children) == 2
    words, back = recording.list.children[1].children
    assert "Their time is worth it." in words.value and "£20" in words.value
    back.click()
    assert list(made.changes()["field"]) == ["cost"] and len(recording.list.children) == 1
    assert recording.record.label == "Record it" and not recording.record.blocker
    recording.record.click()
    assert list(made.changes()["field"]) == ["cost", "payment"]


def test_undoing_takes_the_change_off_the_list_of_what_was_tried(desk: JourneysDesk) -> None:
    recording = ChangesStep(desk).recording
    desk.apply(Change("cost", 0, step=STEP))
    desk.apply(Change("payment", 20, step=STEP))
    desk.undo()
    assert [one.field for one in desk.changes] == ["cost"] and "£20" not in recording.tried.value
    desk.undo()
    assert not desk.changes and recording.record.blocker == NO_CHANGE


def test_a_change_reads_as_a_sentence(desk: JourneysDesk) -> None:
    journey = desk.journeys[WAY]
    title = journey[STEP].title
    change = Change("hours", {"value": 2, "how_known": "assumed"}, step=STEP, was=4)
    said = change_in_words(change.as_record(), journey, desk.framework)
    assert said == f"Hours asked of them, at “{title}”: from 4 hours to 2 hours."
    everywhere = Change("mode", ["online", "in-person"], component="match-events")
    part = desk.framework.components["match-events"].title
    assert change_in_words(everywhere.as_record(), None, desk.framework) == (
        f"Online or in person, wherever “{part}” is used: to online or in person."
    )


def test_what_a_change_answers_is_named_by_rule_and_step(desk: JourneysDesk) -> None:
    assert desk.test is not None
    named = {answer_id(one) for one in desk.test.findings}
    assert f"eligibility/{STEP}" in named and "hours" in named
    assert {f"needs-met/{one.need}" for one in desk.test.needs} <= named


def test_no_private_name_of_a_widget_is_taken(desk: JourneysDesk) -> None:
    theirs = {*dir(ui.Column), *vars(ui.Column([]))}
    for step in (FoundStep(desk), EveryoneStep(desk), ChangesStep(desk)):
        for part in (step, *vars(step).values()):
            if type(part).__module__.startswith("crpkit.panels.journeys") and isinstance(part, ui.Column):
                own = {*vars(type(part)), *(vars(part).keys() - vars(ui.Column([])).keys())}
                taken = {
                    name for name in own & theirs if not name.startswith(("__", "_trait", "_static", "_all_"))
                }
                assert not taken - {"_descriptors", "_instance_inits"}, (type(part).__name__, taken)


@pytest.mark.parametrize("field", ["serves", "principles"])
def test_that_there_is_none_is_said_and_never_taken_from_an_empty_box(desk: JourneysDesk, field: str) -> None:
    step = ChangesStep(desk)
    desk.apply(Change(field, None, step=STEP))
    fill(step.form, f"step:{STEP}", field)
    assert "Say what it should be" in step.form.make.blocker
    step.form.value.box._take("Nothing" if field == "serves" else [""])  # type: ignore[union-attr]
    step.form.make.click()
    assert desk.journey is not None and getattr(desk.journey[STEP], field).known
    assert value_of(desk.journey[STEP], field) == ()


def test_a_change_can_answer_what_somebody_said_in_the_room(desk: JourneysDesk, workspace: Workspace) -> None:
    step = ChangesStep(desk)
    assert not shown(step.form.note)
    made = Workshop.create(workspace, "Walking through it")
    made.open_activity(
        "road-test", "How would it feel?", journey_lists(None)[f"journey:{WAY}"], activity="walk"
    )
    bad = "<b>A lift there</b>"
    for about, words in (("o1", "Pictures"), ("o4", bad)):
        made.write_notes("walk", [words], "paper", box="help", about=about, voice="lived")
    desk.choose_workshop(made.code)
    fill(step.form, f"step:{STEP}", "cost")
    assert shown(step.form.note)
    first, other = step.form.note.options[1:]
    assert (
        bad in first[1] and "Would help" in first[1] and "Pictures" in other[1]
    )  # the step that is changed first
    step.form.note._take([first[0]])
    step.form.value.box._take(0)  # type: ignore[union-attr]
    step.form.make.click()
    step.recording.record.click()
    (row,) = made.changes().to_dict("records")
    assert row["answers"] == [made.road_test_notes("walk")["evidence"].iloc[1]]
