"""Pictures of needs: what they say in words, and that labels never run into one another."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crpkit.charts import (
    Figure,
    existing_by_group,
    need_intervals,
    need_quadrants,
    needs_by_group,
    offers_and_needs,
)
from crpkit.charts.needs.heads import head_lines, parted
from crpkit.charts.needs.placing import Box, Wanted, place_labels
from crpkit.framework import load_framework
from crpkit.needs import Diagnosis, diagnose, no_audit, read_audit, read_survey
from tests.needs_helpers import EXAMPLE

FRAMEWORK = load_framework()
GROUPS = [(group.id, group.title) for group in FRAMEWORK.groups]


@pytest.fixture(scope="module")
def example() -> Diagnosis:
    survey, audit = read_survey(EXAMPLE / "survey-autumn.xlsx"), read_audit(EXAMPLE / "what-is-here.xlsx")
    return diagnose(survey, audit, draws=300)


def figures(example: Diagnosis) -> dict[str, Figure]:
    return {
        "intervals": need_intervals(example.needs),
        "quadrants": need_quadrants(example.needs),
        "groups": needs_by_group(example.needs, GROUPS),
        "existing": existing_by_group(example.coverage, GROUPS),
        "offers": offers_and_needs(example.offers),
    }


def sizes(svg: str) -> list[float]:
    return [float(size) for size in re.findall(r'font-size="([\d.]+)"', svg)]


def test_every_picture_can_be_read_from_the_back_and_on_a_phone(example: Diagnosis) -> None:
    for name, figure in figures(example).items():
        ElementTree.fromstring(figure.svg)
        assert min(sizes(figure.svg)) >= 26, name
        assert figure.svg_narrow is not None and min(sizes(figure.svg_narrow)) >= 16, name
        assert figure.words and len(figure.table), name
        assert 'aria-label="' in figure.svg and "http" not in figure.svg.replace("http://www.w3.org", "")


def test_words_name_what_the_numbers_say(example: Diagnosis) -> None:
    frame = example.frame()
    first = frame.loc[frame["mwds_place"] == 1, "title"].item()
    assert f"“{first}”" in need_intervals(example.needs).words
    assert "their order is not certain" in need_intervals(example.needs).words
    corner = frame[frame["quadrant"] == "concentrate"]["title"]
    assert all(f"“{title}”" in need_quadrants(example.needs).words for title in corner)
    offers = example.offers.sort_values("meet", ascending=False)
    assert f"“{offers['title'].iloc[0]}”" in offers_and_needs(example.offers).words
    assert "nobody has offered it" in offers_and_needs(example.offers).words
    unknown = int((example.coverage["status"] == "unknown").sum())
    assert f"Of {unknown} it is not known" in existing_by_group(example.coverage, GROUPS).words


def test_few_answers_are_words_and_never_a_number(example: Diagnosis) -> None:
    few = example.needs[example.needs["few"]]
    assert set(few["scope"]) >= {"broker-new", "researcher-established"}
    table = needs_by_group(example.needs, GROUPS).table
    assert set(table["Broker: new to the role"]) == {"few answers"}
    figure = need_intervals(example.needs, scope="broker-new")
    assert "too few answers" in figure.words and not len(figure.table)
    assert not re.search(r"\d\.\d", figure.words)
    assert "too few" in need_quadrants(example.needs, scope="broker-new").words


def test_unknown_is_drawn_as_unknown_and_not_as_nothing(example: Diagnosis) -> None:
    nothing = diagnose(example.survey, no_audit(), draws=0)
    figure = existing_by_group(nothing.coverage, GROUPS)
    assert "Not known does not mean that nothing is" in figure.words
    hub = figure.table.iloc[0]
    assert hub["Not here, or not known"] == "9 not known" and hub[GROUPS[0][1]] == "–"


def test_what_is_here_for_nobody_knows_whom_has_a_column_of_its_own(example: Diagnosis) -> None:
    coverage = example.coverage.copy()
    coverage.at[0, "status"] = "good"
    coverage.at[0, "groups"] = ()
    figure = existing_by_group(coverage, GROUPS)
    assert figure.table.iloc[0]["Here, for whom not known"] == "1 good"


def test_titles_are_escaped_and_ties_are_said(example: Diagnosis) -> None:
    needs = example.needs.copy()
    needs["title"] = needs["title"].replace("Handling power", "<b>Power & more</b>")
    assert "&lt;b&gt;Power &amp; more" in need_intervals(needs).svg
    rated = needs["mwds"].notna()
    needs.loc[rated, ["mwds", "mwds_place"]] = [2.0, 1.0]
    words = need_intervals(needs).words
    assert words.startswith("People feel furthest from where they would like to be with 12 things")


def test_published_counts_that_are_text_are_drawn_as_stubs() -> None:
    offers = pd.DataFrame(
        {
            "title": ["A", "B", "C"],
            "offered": ["fewer than 5", "10", None],
            "wanted": ["15", "not shown", "5"],
        }
    )
    figure = offers_and_needs(offers)
    assert "fewer than 5" in figure.svg and "not shown" in figure.svg
    assert figure.table["What"].tolist() == ["A", "B", "C"]
    assert ">C<" not in figure.svg  # nobody was asked: there is no bar of length nothing


def test_nothing_to_draw_is_said() -> None:
    empty = pd.DataFrame(columns=["title", "offered", "wanted"])
    assert offers_and_needs(empty).words == "Nobody was asked what they could help others with."


# -- labels

FRAME = Box(0, 0, 1000, 600)
DOTS = st.lists(
    st.tuples(st.floats(10, 990), st.floats(10, 590), st.floats(30, 400)), min_size=1, max_size=30
)


@settings(max_examples=80, deadline=None)
@given(DOTS)
def test_no_label_meets_another_a_dot_or_the_frame(dots: list[tuple[float, float, float]]) -> None:
    wanted = [Wanted(x, y, width, 30, 36) for x, y, width in dots]
    corner = Box(0, 0, 200, 40)
    placed = place_labels(wanted, FRAME, 9, [corner])
    boxes = [one.box for one in placed if one.box is not None]
    points = [Box(one.x - 9, one.y - 9, 18, 18) for one in wanted]
    for number, box in enumerate(boxes):
        assert FRAME.holds(box)
        assert not any(box.meets(other) for other in [*boxes[:number], *points, corner])
    assert all(one.box is not None for one in placed)  # 30 find room, if only as a number
    for one, want in zip(placed, wanted, strict=True):
        assert one.box is not None
        assert (one.box.width, one.box.height) == ((want.width, 30) if one.full else (36, 36))


def test_a_heading_is_never_cut_inside_a_word() -> None:
    assert head_lines("new to partnerships", 100, 26) == ["new to", "partnerships"]
    assert parted("Community: new to partnerships") == ("Community", "new to partnerships")
    assert parted("Everyone") == ("", "Everyone")
