"""The dot wall: as many circles as dots, words that say ties as ties, nothing a person wrote can run."""

from __future__ import annotations

from datetime import UTC, datetime
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crpkit.charts import dot_wall
from crpkit.charts.svg import measure, wrap
from crpkit.workshop.activities.dots import DotEntry, DotOption, DotsState
from crpkit.workshop.letters import letter

SVG = "{http://www.w3.org/2000/svg}"


def vote(*dots: int, titles: list[str | None] | None = None) -> DotsState:
    names = titles or [f"Option number {number + 1}" for number in range(len(dots))]
    options = tuple(DotOption(f"o{n}", letter(n), name, "", "") for n, name in enumerate(names))
    now = datetime(2026, 1, 1, tzinfo=UTC)
    entries = tuple(
        DotEntry(f"e{n}", f"workshop:TESTAA/dots/e{n}", now, "facilitator", f"o{n}", count, "spoken")
        for n, count in enumerate(dots)
        if count
    )
    return DotsState("first-choice", "Which?", 3, options, entries)


def circles(svg: str) -> int:
    return len(fromstring(svg).findall(f"{SVG}circle"))


def test_a_circle_a_dot() -> None:
    figure = dot_wall(vote(5, 0, 2))
    assert circles(figure.svg) == 7
    assert figure.svg_narrow is not None and circles(figure.svg_narrow) == 7
    assert figure.table[["Letter", "Dots", "Place"]].values.tolist() == [
        ["A", 5, 1],
        ["C", 2, 2],
        ["B", 0, 3],
    ]
    assert "No dots: B" in figure.svg


def test_many_dots_share_a_circle_and_the_picture_says_so() -> None:
    figure = dot_wall(vote(500, 10))
    assert "One circle stands for" in figure.svg
    assert 1 < circles(figure.svg) < 100


def test_a_long_tail_follows_as_letters_and_equals_stay_together() -> None:
    dots = (9, 8, 7, 6, 5, 5, 4, 4, 3, 3, 2, 2, 2, 1, 1)
    figure = dot_wall(vote(*dots))
    assert circles(figure.svg) == sum(dots[:10])
    assert "Then: L 2, M 2, N 2, P 1, Q 1" in figure.svg
    assert figure.svg_narrow is not None and circles(figure.svg_narrow) == sum(dots)
    assert circles(dot_wall(vote(*[2] * 20)).svg) == 40


@pytest.mark.parametrize(
    ("dots", "words"),
    [
        ((0, 0), "No dots have been placed yet."),
        (
            (3, 1, 0),
            "“Option number 1” has the most dots: 3 of 4. Next: “Option number 2” with 1 dot. 1 option has no dots.",
        ),
        ((2, 2), "“Option number 1” and “Option number 2” share first place with 2 dots each, of 4 in all."),
        (
            (4, 1, 1, 0, 0),
            "“Option number 1” has the most dots: 4 of 6. Next: “Option number 2” and “Option number 3” with 1 dot each. 2 options have no dots.",
        ),
        ((1,) * 6, "6 options share first place with 1 dot each, of 6 in all."),
    ],
)
def test_in_words(dots: tuple[int, ...], words: str) -> None:
    assert dot_wall(vote(*dots)).words == words


@given(st.lists(st.text(min_size=1, max_size=300), min_size=2, max_size=6))
def test_any_title_is_text_in_a_sound_picture(titles: list[str]) -> None:
    figure = dot_wall(vote(*range(1, len(titles) + 1), titles=list(titles)))
    for svg in (figure.svg, figure.svg_narrow or ""):
        names = {element.tag.removeprefix(SVG) for element in fromstring(svg).iter()}
        assert names <= {"svg", "rect", "circle", "text"}


def test_taken_back_titles_are_named_so() -> None:
    assert dot_wall(vote(2, 1, titles=[None, "B"])).table["Option"].tolist() == ["(taken back)", "B"]


@given(st.text(max_size=400), st.floats(60, 800), st.integers(1, 4))
def test_wrapped_lines_fit(words: str, width: float, most: int) -> None:
    lines = wrap(words, width, 20, most)
    assert 1 <= len(lines) <= most
    assert all(measure(line, 20) <= width for line in lines)
