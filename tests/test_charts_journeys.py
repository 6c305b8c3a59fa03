"""Journeys as pictures: what stands where, that no text runs into another, and that unknown is never nothing."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pandas as pd
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crpkit.charts import Figure, journey_load, journey_map, journey_maps_side_by_side, needs_heat
from crpkit.charts.journeys.board import spots, strips
from crpkit.charts.journeys.feelings import DRAWN
from crpkit.charts.journeys.hours import LOAD_COLUMNS
from crpkit.charts.journeys.saying import TABLE_COLUMNS
from crpkit.charts.journeys.signs import NEEDS, PARTS, mark
from crpkit.charts.journeys.stops import letters
from crpkit.charts.svg import measure
from crpkit.errors import InputProblems
from crpkit.journeys import (
    JSON_FIELDS,
    SEVERITIES,
    VOICES,
    Change,
    Journey,
    RoadTest,
    apply_change,
    compare,
    load_journeys,
    read_feelings,
    road_test,
    to_json,
    to_mermaid,
)
from crpkit.journeys.telling import NOT_ASKED
from crpkit.journeys.ways import ways
from crpkit.personas import load_personas
from crpkit.workshop.letters import letter
from tests.journeys_helpers import a_journey, confirmed, someone

STARTERS, PERSONAS = load_journeys(), load_personas()
DOTTED = NEEDS["unknown"].fill
HOSTILE = '<script>alert(1)</script> & "quotes" ]]> \x07 \'#%%{init}: ;'


def walk(id: str) -> RoadTest:
    return road_test(STARTERS[id], PERSONAS[id])


def feelings(journey: Journey, **people: int) -> pd.DataFrame:
    """Every step gets the same feelings from so many people of each voice."""
    rows = [
        (step.id, voice, feeling, count)
        for step in journey.steps
        for voice, all_of_them in people.items()
        for feeling, count in ((-1, all_of_them // 2), (2, all_of_them - all_of_them // 2))
    ]
    return pd.DataFrame(rows, columns=["step", "voice", "feeling", "people"])


def texts(svg: str) -> list[str]:
    return [
        element.text or "" for element in ElementTree.fromstring(svg).iter() if element.tag.endswith("text")
    ]


def boxes(svg: str) -> tuple[float, list[tuple[str, float, float, float, float]]]:
    """Width of a picture, and each text: words, left, right, top, bottom, by the house's own measure."""
    root = ElementTree.fromstring(svg)
    found = []

    def look(element: ElementTree.Element, right: float) -> None:
        moved = re.match(r"translate\(([-\d.]+)", element.get("transform", ""))
        right += float(moved[1]) if moved else 0.0
        if element.tag.endswith("text") and element.text:
            size, x, y = (float(element.get(name, "0")) for name in ("font-size", "x", "y"))
            wide = measure(element.text, size)
            x += right - {"start": 0.0, "middle": 0.5, "end": 1.0}[element.get("text-anchor", "start")] * wide
            found.append((element.text, x, x + wide, y - size * 0.72, y + size * 0.16))
        for inner in element:
            look(inner, right)

    look(root, 0.0)
    return float(root.get("viewBox", "").split()[2]), found


def check_texts(figure: Figure) -> None:
    """All text lies inside the picture, and no text meets another."""
    for svg, smallest in ((figure.svg, 26), (figure.svg_narrow or "", 16)):
        width, found = boxes(svg)
        height = float(ElementTree.fromstring(svg).get("viewBox", "").split()[3])
        sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)"', svg)]
        assert min(sizes) >= smallest
        for words, left, right, top, bottom in found:
            assert left >= -1 and right <= width + 1, (words, left, right)
            assert top >= -1 and bottom <= height + 1, words
        for one, other in itertools.combinations(found, 2):
            apart = (
                one[2] <= other[1] + 1 or other[2] <= one[1] + 1 or one[4] <= other[3] or other[4] <= one[3]
            )
            assert apart, (one, other)


# ------------------------------------------------------------------ the map


@pytest.mark.parametrize("id", STARTERS)
def test_each_starter_is_a_map_in_which_no_text_meets_another(id: str) -> None:
    test = walk(id)
    figure = journey_map(test, feelings(test.journey, lived=6, alongside=8, imagining=20))
    check_texts(figure)
    assert figure.words and "http" not in figure.svg.replace("http://www.w3.org", "")
    assert 'aria-label="' in figure.svg
    said = texts(figure.svg)
    for number, _ in enumerate(test.journey.steps):
        assert letters(number) in said
    for element in ElementTree.fromstring(figure.svg).iter():
        assert element.tag.rpartition("}")[2] in {"svg", "g", "rect", "path", "text", "circle"}


def test_the_table_has_a_row_for_each_step_finding_and_need() -> None:
    test = walk("community-new")
    table = journey_map(test).table
    assert list(table.columns) == list(TABLE_COLUMNS)
    counts = table["Row"].value_counts()
    assert counts["step"] == len(test.journey.steps)
    assert counts["finding"] == len(test.findings) and counts["need"] == len(test.needs)
    numbered = table[table["Number"].notna()]
    assert numbered["Number"].tolist() == list(range(1, 9))
    order = [list(SEVERITIES.values()).index(words) for words in numbered["How serious, or how met"]]
    assert order == sorted(order)
    assert table.loc[table["Row"] == "step", "Leads to"].tolist()[3] == "E or H"


def test_numbered_marks_stand_on_their_steps_and_in_the_list() -> None:
    said = texts(journey_map(walk("community-new")).svg)
    for number in range(1, 9):
        assert said.count(str(number)) >= 2
    assert any(words.startswith("10 more findings") for words in said)


def test_shapes_and_fills_differ_and_not_colours_alone() -> None:
    shapes = set()
    for severity in SEVERITIES:
        svg = ElementTree.Element("svg")
        mark(svg, severity, "1", 0, 0, 40, 26)
        shapes.add((svg[0].tag, svg[0].get("d"), svg[0].get("stroke-dasharray")))
    assert (
        len(shapes) >= len(SEVERITIES) - 1
    )  # a question and what helps are both round: only the first is numbered
    assert len({path for _, _, path in PARTS.values()}) == len(PARTS)
    assert len({(look.fill, look.hatch) for look in NEEDS.values()}) == 4
    assert len({(voice.dashes, voice.point) for voice in DRAWN.values()}) == len(VOICES)


def test_what_nobody_knows_is_dotted_and_never_nothing() -> None:
    figure = journey_map(walk("broker-new"))
    said = texts(figure.svg)
    assert said.count("hours not known") == 3 and said.count("cost not known") == 3
    assert "Month not known" in said and "?" in said and "0" not in said and "0 hours" not in said
    assert "no cost" not in said and "£0" not in said
    assert "How many hours it asks for, and when, is not known." in figure.words
    assert figure.svg.count(DOTTED) > 6
    load = journey_load(walk("broker-new"))
    assert "0" not in texts(load.svg) and "?" in texts(load.svg)
    assert load.table["Hours asked"].isna().all() and list(load.table.columns) == list(LOAD_COLUMNS)


def test_known_zero_hours_assumed_and_repeated_are_told_apart() -> None:
    journey = a_journey(
        {"hours": confirmed(0), "cost": confirmed(0), "month": 0, "months": 0},
        {"hours": 2, "cost": 7.5, "month": 1, "months": 0, "repeats": {"times": 3, "every": 2}},
        {"hours": 0.25, "cost": None, "month": 7, "repeats": {}},
    )
    figure = journey_map(road_test(journey, someone(hours_a_month=2)))
    said = " ".join(texts(figure.svg))
    assert "0 hours" in said and "no cost" in said
    assert (
        "2 hours each" in said
        and "£7.50 each" in said
        and "3 times, every 2" in said
        and "Months 2–6" in said
    )
    assert "0.25 hours each" in said and "times not known" in said and "From month 8" in said
    assert "they have 2 a month" in said
    assert figure.table.loc[1, "Hours"] == "2 hours each, 3 times, every 2 months"
    check_texts(figure)


def test_hostile_words_are_escaped_and_very_long_ones_stay_in_their_box() -> None:
    long = "Pneumonoultramicroscopicsilicovolcanoconiosis" * 3
    journey = a_journey(
        {"title": HOSTILE.replace("\x07", "")},
        {"title": long, "leads_to": [{"to": "step-3", "when": long}, {"to": "step-4", "when": "<b>no</b>"}]},
        {"title": "社区合作伙伴关系的第一步是什么", "leads_to": [{"to": "step-5"}]},
        {"ends": True},
        {},
        title=f"<i>{long}</i>",
    )
    for figure in (
        journey_map(road_test(journey, someone()), feelings(journey, imagining=9)),
        journey_maps_side_by_side(road_test(journey, someone()), road_test(journey, someone())),
    ):
        for svg in (figure.svg, figure.svg_narrow or ""):
            assert "<script" not in svg and "<b>" not in svg and "<i>" not in svg
        check_texts(figure)


def test_the_narrow_map_is_a_list_of_steps_in_order() -> None:
    figure = journey_map(walk("community-new"))
    assert figure.svg_narrow is not None and 'viewBox="0 0 420 ' in figure.svg_narrow
    said = texts(figure.svg_narrow)
    spots = [said.index(letter) for letter in "ABCDEFGH"]
    assert spots == sorted(spots) and "then E or H" in said and "The way ends here" in said


# ------------------------------------------------------------------ feelings


def test_few_people_are_words_and_never_drawn() -> None:
    test = walk("community-new")
    figure = journey_map(test, feelings(test.journey, lived=4, alongside=5))
    said = texts(figure.svg)
    assert "I work alongside" in said and "I have lived this" not in said
    assert "Not drawn, because fewer than 5 people spoke: “I have lived this” at 8 steps." in figure.words
    assert set(figure.table[VOICES["lived"]].dropna()) == {"fewer than 5 people"}
    assert set(figure.table[VOICES["imagining"]].dropna()) == {"nobody was asked, or answered"}
    nobody = journey_map(test, feelings(test.journey, lived=4))
    assert any(words.startswith("Not drawn: at no step") for words in texts(nobody.svg))


def test_voices_differ_in_their_lines_and_are_not_averaged() -> None:
    test = walk("broker-experienced")
    rows = [
        (step.id, voice, at, 6)
        for step in test.journey.steps
        for voice, at in (("lived", -2), ("imagining", 2))
    ]
    figure = journey_map(test, pd.DataFrame(rows, columns=["step", "voice", "feeling", "people"]))
    assert 'stroke-dasharray="3 8"' in figure.svg
    assert figure.table.loc[0, VOICES["lived"]].startswith("-2")
    assert figure.table.loc[0, VOICES["imagining"]].startswith("+2")


def test_wrong_feelings_are_refused_with_a_remedy() -> None:
    test = walk("broker-new")
    with pytest.raises(InputProblems, match="no column “people”"):
        journey_map(test, pd.DataFrame({"step": [], "voice": [], "feeling": []}))
    rows = [("learnz", "lived", 1, 5), ("learns", "shouting", 3, 5), ("learns", "lived", 0, 1.5)]
    with pytest.raises(InputProblems) as caught:
        journey_map(test, pd.DataFrame(rows, columns=["step", "voice", "feeling", "people"]))
    said = str(caught.value)
    assert all(words in said for words in ("learnz", "shouting", "“3”", "“1.5” people"))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([-2, -1, 0, 1, 2]), st.integers(0, 9)), min_size=1, max_size=8))
def test_feelings_are_summed_up_as_pandas_does(said: list[tuple[int, int]]) -> None:
    rows = [("a", "lived", feeling, people) for feeling, people in said]
    found = read_feelings(pd.DataFrame(rows, columns=["step", "voice", "feeling", "people"]), ["a"])[
        "a", "lived"
    ]
    each = pd.Series([float(feeling) for feeling, people in said for _ in range(people)])
    assert found.people == len(each)
    if len(each) < 5:
        assert (found.low, found.middle, found.high) == (None, None, None)
    else:
        expected = each.quantile([0.25, 0.5, 0.75]).tolist()
        assert [found.low, found.middle, found.high] == pytest.approx(expected)


# ------------------------------------------------------------------ branches


def branching(leads: list[list[int]]) -> Journey:
    """A journey in which each step leads to later ones by number."""
    steps: list[dict[str, Any]] = []
    for number, later in enumerate(leads):
        to = sorted({min(len(leads) - 1, number + step) for step in later} - {number})
        steps.append({"leads_to": [{"to": f"step-{one + 1}"} for one in to]} if to else {})
    return a_journey(*steps)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.integers(1, 3), min_size=1, max_size=3), min_size=1, max_size=9))
def test_no_two_cards_stand_in_one_place_and_ways_lead_to_the_right(leads: list[list[int]]) -> None:
    leads = [[1, *later] for later in leads]  # so that every step is reached
    journey = branching(leads)
    found = ways(journey)
    placed = spots(found)
    assert len(set(placed.values())) == len(placed) == len(journey.steps)
    for id, nexts in found.leads_to.items():
        assert all(placed[to].column > placed[id].column for to in nexts)
    check_texts(journey_map(road_test(journey, someone(), rules=[])))


def test_long_journeys_go_on_below() -> None:
    assert [(strip.first, strip.count) for strip in strips(9)] == [(0, 5), (5, 4)]
    assert len(strips(7)) == 1
    journey = a_journey(*[{"month": number, "hours": 1} for number in range(30)])
    figure = journey_map(road_test(journey, someone(hours_a_month=5)))
    check_texts(figure)
    assert "AF" in texts(figure.svg) and "then G" in texts(figure.svg)


def test_a_step_has_the_letter_that_phones_and_console_show_for_it() -> None:
    assert [letters(number) for number in range(60)] == [letter(number) for number in range(60)]
    assert (letters(7), letters(8), letters(23), letters(24)) == ("H", "J", "Z", "AA")


# ------------------------------------------------------------------ the others


def test_side_by_side_says_what_differs() -> None:
    one = STARTERS["community-new"]
    other = apply_change(one, Change("hours", 3, step="reads-the-guide"))
    persona = PERSONAS["community-new"]
    figure = journey_maps_side_by_side(
        road_test(one, persona), road_test(other, persona), feelings(one, lived=7)
    )
    check_texts(figure)
    assert {"Before", "After", "Changed: was 2 hours"} <= set(texts(figure.svg))
    assert figure.words.startswith("Before: ") and "39.5 hours and 40.5 hours" in figure.words
    steps = figure.table[(figure.table["Row"] == "step") & figure.table["Differs"]]
    assert steps["Words"].tolist() == ["Reads or listens to the first steps"]
    same = journey_maps_side_by_side(
        road_test(one, persona), road_test(one, persona), (None, feelings(one, lived=3))
    )
    assert not same.table["Differs"].any() and not any("Changed" in words for words in texts(same.svg))


def test_side_by_side_of_two_journeys_shows_what_is_in_one_only() -> None:
    tests = [walk(id) for id in ("researcher-early-career", "researcher-established")]
    figure = journey_maps_side_by_side(*tests)
    check_texts(figure)
    assert "The one" in texts(figure.svg) and "No such step here" in texts(figure.svg)
    assert "not there" in set(figure.table["Second"])


def test_hours_by_month_are_beside_those_had() -> None:
    journey = a_journey({"month": 0, "months": 2, "hours": 10}, {"month": 1, "hours": None}, {"hours": 4})
    figure = journey_load(road_test(journey, someone(hours_a_month=confirmed(3))))
    check_texts(figure)
    assert (
        "They have 3 hours a month; more is asked in 2 of 2 months, as far as hours are known."
        in figure.words
    )
    assert figure.table["Hours asked"].tolist()[:2] == [5, 5] and "no month" in texts(figure.svg)
    assert figure.table["Hours not known"].tolist() == [0, 1, 0]


def test_everyone_at_once_puts_whoever_is_served_worst_first() -> None:
    compared = compare(STARTERS, PERSONAS)
    figure = needs_heat(compared, STARTERS, PERSONAS)
    check_texts(figure)
    served = (
        compared.assign(served=compared["met"] + compared["partly"])
        .groupby("persona")["served"]
        .max()
        .round(9)
    )
    order = figure.table["Persona"].drop_duplicates().tolist()
    titles = {persona.title: id for id, persona in PERSONAS.items()}
    best = [served[titles[title]] for title in order]
    assert best == sorted(best) and f"“{order[0]}”" in figure.words
    compared.loc[compared["persona"] == "community-new", "blockers"] = 2
    stopped = needs_heat(compared)
    assert "“community-new”" in stopped.words and texts(stopped.svg).count("2") == 6


def test_everyone_at_once_knows_what_it_does_not_know() -> None:
    compared = compare(STARTERS, PERSONAS).head(6).copy()
    compared.loc[0, ["met", "partly", "not_met", "unknown"]] = None
    figure = needs_heat(compared)
    assert "not known" in texts(figure.svg) and pd.isna(
        figure.table.set_index("Persona").loc["community-new", "Met"]
    )
    with pytest.raises(InputProblems, match="no column “met”"):
        needs_heat(compared.drop(columns="met"))
    assert "no persona" in needs_heat(compared.head(0)).words


# ------------------------------------------------------------------ files


def test_a_map_is_saved_as_svg_png_and_pdf(tmp_path: Path) -> None:
    figure = journey_map(walk("researcher-early-career"))
    assert figure.save(tmp_path / "map.svg").read_text(encoding="utf-8") == figure.svg
    png = figure.save(tmp_path / "map.PNG").read_bytes()
    assert png[:8] == b"\x89PNG\r\n\x1a\n" and 2390 < int.from_bytes(png[16:20], "big") < 2410
    page = pypdfium2.PdfDocument(figure.save(tmp_path / "map.pdf"))[0]
    assert sorted(map(round, page.get_size())) == [842, 1191]
    assert "Matchmaking" in page.get_textpage().get_text_range()
    with pytest.raises(InputProblems, match=r"Let it end in “\.svg”"):
        figure.save(tmp_path / "map.docx")


def unescaped(words: str) -> str:
    return re.sub(r"#(\d+);", lambda found: chr(int(found[1])), words)


def read_mermaid(words: str) -> tuple[str, list[tuple[str, str, float, str]]]:
    """Read as Mermaid's own grammar does: sections, and tasks with a number and a name."""
    lines = words.splitlines()
    assert lines[0] == "journey" and lines[1].startswith("    title ")
    section, tasks = "", []
    for line in lines[2:]:
        bare = re.sub(r"#\d+;", "x", line.strip())
        assert not re.search(r"[#;]|%%", bare)
        if line.startswith("    section "):
            section = unescaped(line.removeprefix("    section "))
        else:
            assert not re.match(r"(title|section|journey|acc)", line.strip(), re.IGNORECASE)
            title, score, actor = line.strip().split(": ")
            tasks.append((section, unescaped(title), float(score), unescaped(actor)))
    return unescaped(lines[1].removeprefix("    title ")), tasks


def test_mermaid_reads_back() -> None:
    test = walk("community-new")
    title, tasks = read_mermaid(to_mermaid(test))
    assert title == f"{test.journey.title} ({test.persona.title})"
    assert [task[1] for task in tasks] == [step.title for step in test.journey.steps]
    assert {task[3] for task in tasks} == {NOT_ASKED} and tasks[4][0] == "Months 4–6"
    _, told = read_mermaid(to_mermaid(test, feelings(test.journey, lived=4, alongside=9)))
    assert {task[2:] for task in told} == {(5.0, VOICES["alongside"])}


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=60))
def test_mermaid_holds_any_words(words: str) -> None:
    test = walk("broker-new")
    step = test.journey.steps[0].model_copy(update={"title": words})
    journey = test.journey.model_copy(update={"steps": (step,)})
    _, tasks = read_mermaid(to_mermaid(road_test(journey, test.persona, rules=[])))
    assert len(tasks) == 1 and tasks[0][1] == (" ".join(words.split()) or "…")


@pytest.mark.parametrize("title", [HOSTILE, "Section one", "title: x", "journey's end", "a\nb"])
def test_mermaid_is_not_misled(title: str) -> None:
    test = walk("broker-new")
    step = test.journey.steps[0].model_copy(update={"title": title})
    journey = test.journey.model_copy(update={"steps": (step,)})
    assert len(read_mermaid(to_mermaid(road_test(journey, test.persona, rules=[])))[1]) == 1


def test_json_reads_back_and_unknown_is_null() -> None:
    test = walk("broker-new")
    told = json.loads(to_json(test, feelings(test.journey, lived=4, alongside=6)))
    documented = {name for names in JSON_FIELDS for name in names.split(", ")} - {"steps[].feelings"}
    assert set(told) == documented
    assert [step["id"] for step in told["steps"]] == [step.id for step in test.journey.steps]
    first = told["steps"][0]
    assert first["hours"]["value"] is None and first["hours"]["how_known"] == "unknown"
    assert first["leads_to"] == [{"to": "returns-to-hub", "when": None}] and first["part"] == "programme"
    assert first["feelings"]["lived"] is None and first["feelings"]["alongside"]["people"] == 6
    assert len(told["findings"]) == len(test.findings) and len(told["needs"]) == len(test.needs)
    assert told["hours"][0]["month"] is None and told["hours"][0]["asked"] is None
    assert told["persona"]["hours_a_month"] == {"value": None, "how_known": "unknown"}
