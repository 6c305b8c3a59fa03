"""Pictures of plans: everything in the timetable is drawn, what is unknown is dotted, words are escaped and fit."""

from __future__ import annotations

import re
from datetime import date
from types import SimpleNamespace
from typing import Any
from xml.etree.ElementTree import fromstring

import pandas as pd
import pytest

from crpkit.charts import front, timetable
from crpkit.charts.planning.front import COLUMNS as FRONT
from crpkit.charts.planning.when import COLUMNS as WHEN
from crpkit.planning import Holidays, Range
from crpkit.planning import timetable as make
from tests.planning_made import line, option, plan

START = date(2027, 1, 11)
SVG = "{http://www.w3.org/2000/svg}"


def drawn(svg: str, name: str) -> list[dict[str, str]]:
    return [one.attrib for one in fromstring(svg).iter(f"{SVG}{name}")]


def words_in(svg: str) -> str:
    return " ".join(one.text or "" for one in fromstring(svg).iter(f"{SVG}text"))


def made(**given: Any) -> Any:
    lines = [
        line(option("programme-online-sessions", **given)),
        line(option("match-events", "national"), start_month=4),
    ]
    summer = (date(2027, 7, 26), date(2027, 8, 31), "Summer")
    return make(plan(*lines), START, [summer, date(2027, 5, 3)], holidays=Holidays())


def test_every_meeting_is_a_disc_and_every_event_a_row() -> None:
    table = made()
    figure = timetable(table)
    met = sum(one.kind == "meeting" for one in table.events)
    for svg in (figure.svg, figure.svg_narrow):
        assert svg and len(drawn(svg, "circle")) == met + 1, "and one in the key"
    assert list(figure.table.columns) == list(WHEN) and len(figure.table) == len(table.events)
    assert "6 meetings with a date" in figure.words


def test_a_date_that_is_only_kept_free_is_drawn_open() -> None:
    lines = line(option("programme-online-sessions", "national"))
    figure = timetable(make(plan(lines), START, holidays=Holidays()))
    assert "meeting, to be confirmed" in words_in(figure.svg)
    assert all("--crp-card" in one["style"] for one in drawn(figure.svg, "circle"))


def test_what_nobody_knows_is_drawn_and_said() -> None:
    figure = timetable(made(lead_months=Range()))
    assert "nobody knows how long" in words_in(figure.svg)
    assert "nobody knows from when it runs" in figure.words
    assert "nobody knows how long" not in words_in(timetable(made()).svg)


def test_long_closed_times_are_drawn_and_single_days_are_not() -> None:
    assert "nothing planned" in words_in(timetable(made()).svg)
    quiet = make(plan(line(option())), START, [date(2027, 5, 3)], holidays=Holidays())
    assert "nothing planned" not in words_in(timetable(quiet).svg)


@pytest.mark.parametrize("months", [1, 6, 18, 48])
def test_nothing_stands_outside_whatever_the_length(months: int) -> None:
    long = "A title that goes on and on, as titles sometimes do, until nobody reads it any more " * 2
    lines = [line(option(title=long, lead_months=Range(0.0, 0.5)), months=months)]
    figure = timetable(make(plan(*lines, months=months), START, holidays=Holidays()))
    for svg, least in ((figure.svg, 25.8), (figure.svg_narrow, 15.4)):
        assert svg
        width, height = map(float, re.findall(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)[0])
        for one in drawn(svg, "text"):
            assert 0 <= float(one["x"]) <= width and 0 < float(one["y"]) <= height
            assert float(one["font-size"]) >= least
        for one in drawn(svg, "circle"):
            assert float(one["r"]) <= float(one["cx"]) <= width - float(one["r"])


def test_words_of_people_stay_words() -> None:
    figure = timetable(make(plan(line(option(title="<script>x</script> & co")), title="<b>"), START))
    assert "<script" not in figure.svg and "<b>" not in figure.svg
    assert "<script>x</script> & co" in words_in(figure.svg)


# -- money against needs


def found(missing: int = 0) -> Any:
    one = plan(line(option()), name="most-needs", title="Most of it")
    two = plan(
        line(option(yearly=Range()) if missing else option("hub-webinars")),
        name="other",
        title="The <other>",
        worth=0.7,
    )
    frame = pd.DataFrame(
        {
            "plan": ["", "most-needs"],
            "cost_low": [100.0, one.cost.low],
            "cost_high": [300.0, one.cost.high],
            "worth": [0.2, 0.5],
            "least": [0.1, 0.4],
            "to_confirm": [1, 0],
        }
    )
    named = {"most-needs": one, "other": two}
    return SimpleNamespace(front=frame, named=named, without_figure=frozenset())


def test_each_plan_is_a_dot_and_the_named_ones_have_letters() -> None:
    figure = front(found())
    assert len(drawn(figure.svg, "circle")) == 3
    assert list(figure.table.columns) == list(FRONT)
    assert figure.table["Plan"].tolist() == ["one between, without a name", "A: Most of it", "B: The <other>"]
    assert figure.table["Answers, percent"].tolist() == [20, 50, 70]
    assert "A, “Most of it”, answers 50 % of what people would like for up to £3,600." in figure.words
    assert "<other>" in words_in(figure.svg) and "<other>" not in figure.svg


def test_a_cost_that_nobody_knows_makes_an_open_dot_that_costs_at_least_so_much() -> None:
    figure = front(found(missing=1))
    assert "at least £600" in figure.words
    assert sum("fill: var(--crp-card" in one["style"] for one in drawn(figure.svg, "circle")) == 1
    assert "An open dot" in words_in(figure.svg)
    assert "An open dot" not in words_in(front(found()).svg)


def test_no_plan_at_all_is_said() -> None:
    empty = found()
    nothing = SimpleNamespace(front=empty.front.iloc[:0], named={}, without_figure=frozenset())
    assert front(nothing).words == "No plan was found."  # type: ignore[arg-type]


def test_the_text_is_large_enough_for_the_back_row() -> None:
    for svg, least in ((front(found()).svg, 26.0), (front(found()).svg_narrow, 15.4)):
        assert svg and min(float(one["font-size"]) for one in drawn(svg, "text")) >= least
