"""Journeys as files: the starters, a team’s own, every problem at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crpkit.errors import InputProblems
from crpkit.framework import load_framework
from crpkit.framework.models import HowKnown
from crpkit.journeys import (
    check_journeys,
    load_journeys,
    read_journeys,
    road_test,
    save_journey,
)
from crpkit.journeys.roadtest import FINDING_COLUMNS, HOUR_COLUMNS
from crpkit.personas import load_personas
from crpkit.workspace import new_workspace
from tests.journeys_helpers import a_journey, needs

HEAD = "type: crpkit/journey\nversion: 1\n"
STARTERS = load_journeys()
PERSONAS = load_personas()


def write(folder: Path, text: str, name: str = "ours") -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(f"{HEAD}id: {name}\ntitle: Ours\n{text}", encoding="utf-8")
    return path


def problems(folder: Path) -> list[str]:
    return [str(problem) for problem in check_journeys(folder)]


def test_there_is_a_starter_for_each_group_and_drafts_are_marked() -> None:
    assert list(STARTERS) == list(load_framework().groups.ids) == list(PERSONAS)
    reported = {id for id, journey in STARTERS.items() if journey.status == "reported"}
    assert reported == {"broker-new", "researcher-early-career"}
    assert {journey.status for journey in STARTERS.values()} == {"reported", "draft"}


def test_reported_starters_are_those_of_the_framework() -> None:
    """The steps stand in two files, so that a team can copy one: they must not part."""
    for told in load_framework().journeys:
        journey = STARTERS[told.id]
        assert (journey.status == "reported") == bool(told.steps)
        if told.steps:
            assert [step.id for step in journey.steps] == [step.id for step in told.steps]
            for step, of_report in zip(journey.steps, told.steps, strict=True):
                assert (step.title, step.component) == (of_report.text, of_report.component)
                assert step.intervention == of_report.intervention
                assert step.how_known is HowKnown.REPORTED and step.source == "part-2-journeys"
                assert not any((step.month.known, step.hours.known, step.cost.known, step.payment.known))


def test_drafts_claim_nothing_reported_without_its_source() -> None:
    for journey in STARTERS.values():
        for step in journey.steps:
            if journey.status == "draft":
                assert step.how_known is HowKnown.ASSUMED
            for name in type(step).model_fields:
                detail = getattr(step, name)
                if getattr(detail, "how_known", None) in (HowKnown.REPORTED, HowKnown.INFERRED):
                    assert detail.source, (journey.id, step.id, name)


@pytest.mark.parametrize("id", STARTERS)
def test_starters_run_against_their_own_personas(id: str) -> None:
    test = road_test(STARTERS[id], PERSONAS[id])
    assert test == road_test(STARTERS[id], PERSONAS[id])
    assert test.findings and test.needs and set(test.rules) >= {"hours", "needs-met", "eligibility"}
    assert not [one for one in test.findings if one.severity in ("blocker", "notice")]
    for one in test.findings:
        assert one.message and one.source
        assert (one.how_known is HowKnown.ASSUMED) == ("if the assumption holds" in one.message)
        assert (one.severity == "not-known") == (one.how_known is HowKnown.UNKNOWN)
    parts = set(load_framework().report_parts.ids)
    for one in test.findings:
        for source in one.source.split():
            kind, _, rest = source.partition(":")
            assert kind in ("report", "persona", "journey", "framework", "kit")
            assert kind != "report" or rest in parts
    assert list(test.frame().columns) == list(FINDING_COLUMNS)
    assert list(test.hours.columns) == list(HOUR_COLUMNS)
    assert test.hours["had"].isna().all()
    record = json.loads(json.dumps(test.as_record(), allow_nan=False))
    assert len(record["findings"]) == len(test.findings) and len(record["hours"]) == len(test.hours)
    assert record["hours"][0]["had"] is None and record["journey"]["id"] == id
    said = test.explain()
    assert "inferred by us" in said and "not known" in said and test.persona.title in said


def test_what_the_report_says_of_these_two_stands() -> None:
    researcher = road_test(STARTERS["researcher-early-career"], PERSONAS["researcher-early-career"])
    met = needs(researcher)
    assert (met["finding-a-partner"], met["building-a-partnership"], met["support-along-the-way"]) == (
        "yes",
        "yes",
        "yes",
    )
    broker = needs(road_test(STARTERS["broker-new"], PERSONAS["broker-new"]))
    assert broker["finding-a-partner"] == "yes" and broker["supporting-others-partnerships"] == "unknown"
    assert road_test(STARTERS["broker-new"], PERSONAS["broker-new"]).asked is None


def test_all_problems_at_once_with_file_line_field_and_remedy(tmp_path: Path) -> None:
    write(
        tmp_path,
        "steps:\n"
        "  - id: one\n    title: One\n    component: match-event\n    hours: -3\n"
        "  - id: two\n    titel: Two\n    month: soon\n"
        "  - id: three\n    title: Three\n    cost: {value: 5, how_known: unknown}\n"
        "    answers: [{need: finding-a-partnr}]\n",
    )
    found = problems(tmp_path)
    text = "\n".join(found)
    assert all(line.startswith(str(tmp_path / "ours.yaml") + ", line ") for line in found)
    assert (
        "line 8: steps.0.component: There is no component “match-event”. Did you mean “match-events”?" in text
    )
    assert "line 9: steps.0.hours" in text and "“-3” cannot be right; write 0 to 10,000 (hours)" in text
    assert "line 11: steps.1.titel: There is no field “titel”. Did you mean “title”?" in text
    assert "Nothing is written for “title”" in text
    assert "“soon” is not a number" in text
    assert "steps.2.cost" in text and "“unknown” without one" in text
    assert "There is no need “finding-a-partnr”. Did you mean “finding-a-partner”?" in text


def test_circles_lost_steps_and_wrong_names(tmp_path: Path) -> None:
    write(
        tmp_path,
        "steps:\n"
        "  - {id: one, title: One}\n"
        "  - {id: two, title: Two, leads_to: [{to: one}, {to: thre}], after: [on]}\n"
        "  - {id: three, title: Three}\n",
    )
    text = "\n".join(problems(tmp_path))
    assert "line 7: steps.1.leads_to: The way goes round in a circle: one → two → one" in text
    assert "repeats:" in text
    assert "There is no step “thre”. Did you mean “three”?" in text
    assert "steps.1.after: There is no step “on”. Did you mean “one”?" in text
    assert "line 8: steps.2.id: No step leads to “three”" in text


def test_a_step_that_leads_to_itself_is_a_circle(tmp_path: Path) -> None:
    write(tmp_path, "steps:\n  - {id: one, title: One, leads_to: [{to: one}]}\n")
    assert "one → one" in problems(tmp_path)[0]


def test_principles_are_looked_up_however_they_are_written(tmp_path: Path) -> None:
    write(
        tmp_path,
        "steps:\n  - {id: one, title: One, principles: [powr]}\n"
        "  - {id: two, title: Two, principles: {value: [powr], how_known: assumed}}\n",
    )
    found = problems(tmp_path)
    assert len(found) == 2 and all("Did you mean “power”?" in one for one in found)


def test_a_journey_has_an_end_in_time(tmp_path: Path) -> None:
    write(tmp_path, "steps:\n  - {id: one, title: One, month: 1, repeats: {times: 520, every: 600}}\n")
    assert "steps.0.repeats: “One” goes on until month 311,401" in problems(tmp_path)[0]


def test_ids_twice_names_of_files_and_sound_ones_beside_broken_ones(tmp_path: Path) -> None:
    write(tmp_path, "steps:\n  - {id: one, title: One}\n  - {id: one, title: Again}\n")
    (tmp_path / "other.yaml").write_text(
        f"{HEAD}id: another\ntitle: A\nsteps: [{{id: one, title: One}}]\n", encoding="utf-8"
    )
    write(tmp_path, "steps:\n  - {id: one, title: One}\n", "sound")
    read = read_journeys(tmp_path)
    text = "\n".join(map(str, read.problems))
    assert "The id “one” is there twice" in text and "is not the name of the file" in text
    assert set(read.journeys) == {*STARTERS, "sound"}
    with pytest.raises(InputProblems):
        load_journeys(tmp_path)
    (problem,) = check_journeys(tmp_path / "nowhere")
    assert "cannot be opened" in problem.sentence


def test_the_workspace_s_own_lie_beside_and_above_the_starters(tmp_path: Path) -> None:
    folder = new_workspace(tmp_path / "place")
    assert load_journeys(folder) == STARTERS
    (folder / "framework.yaml").write_text(
        "type: crpkit/framework-overlay\nversion: 1\nadd:\n  components:\n    - id: kitchen-table\n"
        "      title: Kitchen table\n      summary: Two hours.\n      intervention: matchmaking\n",
        encoding="utf-8",
    )
    own = folder / "workshop_data" / "journeys"
    own.mkdir()
    write(own, "steps:\n  - {id: one, title: One, component: kitchen-table}\n", "broker-new")
    (own / "rules.yaml").write_text("type: crpkit/journey-rules\nversion: 1\nrules: []\n", encoding="utf-8")
    for place in (folder, own):
        loaded = load_journeys(place)
        assert len(loaded) == 6 and loaded["broker-new"].steps[0].component == "kitchen-table"
        assert loaded["broker-new"].status == "team"


def test_saving_and_reading_again_gives_the_same(tmp_path: Path) -> None:
    folder = new_workspace(tmp_path / "place")
    for journey in STARTERS.values():
        save_journey(journey, folder)
        with pytest.raises(InputProblems, match="already"):
            save_journey(journey, folder)
        save_journey(journey, folder, replace=True)
    asked = {"id": "a", "text": "A", "when": {"persona.money": {"above": 5}}}
    ours = a_journey({"requires": [asked], "mode": ["online"]})
    save_journey(ours, folder)
    assert load_journeys(folder) == {**STARTERS, "ours": ours}


def test_a_detail_says_how_it_is_known() -> None:
    (step,) = a_journey({"hours": 2, "cost": None, "payment": {"value": 0, "how_known": "confirmed"}}).steps
    assert (step.hours.value, step.hours.how_known) == (2, HowKnown.ASSUMED)
    assert (step.cost.value, step.cost.how_known, str(step.cost)) == (None, HowKnown.UNKNOWN, "not known")
    assert (step.payment.value, step.payment.how_known) == (0, HowKnown.CONFIRMED)
    with pytest.raises(InputProblems):
        a_journey({"hours": True})
    with pytest.raises(InputProblems):
        a_journey({"hours": float("nan")})


def test_a_step_is_found_by_its_id() -> None:
    assert STARTERS["broker-new"]["learns"].title.startswith("Takes part")
    with pytest.raises(KeyError, match="Did you mean “learns”"):
        STARTERS["broker-new"]["learn"]


def test_check_reads_journeys_and_rules(tmp_path: Path) -> None:
    from crpkit.overview import check_workspace

    folder = new_workspace(tmp_path / "place")
    own = folder / "workshop_data" / "journeys"
    own.mkdir()
    assert check_workspace(folder) == []
    write(own, "steps:\n  - {id: one, title: One, component: hub}\n")
    (own / "rules.yaml").write_text("type: crpkit/journey-rules\nversion: 1\nrules: 3\n", encoding="utf-8")
    text = "\n".join(map(str, check_workspace(folder)))
    assert "There is no component “hub”" in text and "There is no list of rules" in text
