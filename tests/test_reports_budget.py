"""The budget as a workbook: what is stored equals what the formulas come to, unknown stays unknown, words stay words."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crpkit.errors import InputProblems
from crpkit.planning import Payments, Plan, Range
from crpkit.planning.ranges import NOTHING
from crpkit.reports.budget import budget_bytes, write_budget
from tests.planning_made import line, option, plan
from tests.reckoning import Book

PAID = {
    "time": (Range.exactly(55), Range(330.0, 660.0)),
    "expenses": (NOTHING, Range.exactly(40)),
    "access": (Range(), Range()),
}
PAY = dict(
    pay_parts=PAID,
    pay_setup=Range.total(one for one, _ in PAID.values()),
    pay_yearly=Range.total(other for _, other in PAID.values()),
)


def written(made: Plan, folder: Path, **more: str) -> Book:
    return Book(write_budget(made, folder / "budget.xlsx", funders=more or None))


def row_of(book: Book, sheet: str, words: str) -> list[object]:
    row, _ = book.find(sheet, words)
    return [book.value(sheet, row, column) for column in range(1, book.sheets[sheet].max_column + 1)]


def unknown_components(book: Book) -> int:
    """How many components have a cost in pounds that nobody knows."""
    names = {book.value("Lines", row, 1) for row in range(7, book.sheets["Lines"].max_row + 1)}
    rows = range(3, book.sheets["By component"].max_row + 1)
    return sum(
        book.value("By component", row, 1) in names and book.value("By component", row, 4) > 0 for row in rows
    )


def check_stored(book: Book) -> int:
    """Every stored value is what its formula comes to."""
    number = 0
    for name, row, column in book.formulas():
        stored, reckoned = book.stored[name].cell(row, column).value, book.value(name, row, column)
        place = f"{name} {row},{column}: {book.sheets[name].cell(row, column).value}"
        assert stored == (pytest.approx(reckoned) if isinstance(reckoned, float | int) else reckoned), place
        number += 1
    return number


def test_by_hand(tmp_path: Path) -> None:
    # 600 to begin with; 1,200 to 2,400 a year for the 15 months after a set-up of 3: 9 in year 1, 6 in year 2.
    book = written(plan(line(option())), tmp_path)
    cash = row_of(book, "Summary", "Cash, pounds")
    assert cash[1:8] == pytest.approx([600 + 900, 600 + 1800, 600, 1200, 2100, 3600, 0])
    assert cash[8] == "in all"
    assert row_of(book, "Summary", "Staff days in kind")[5:7] == pytest.approx([5 + 15, 5 + 30])
    assert row_of(book, "Summary", "Left, if everything costs its most")[1] == 16_400
    assert check_stored(book) > 40


def test_it_comes_to_what_the_plan_says(tmp_path: Path) -> None:
    lead = line(option("match-events", lead_months=Range(2.0, 4.5), **PAY), start_month=3)
    made = plan(line(option(**PAY)), lead, line(option("hub-webinars", "not-now")))
    book = written(made, tmp_path)
    cash = row_of(book, "Summary", "Cash, pounds")
    assert cash[5:7] == pytest.approx([made.cost.low, made.cost.high])
    assert cash[7] == 4, "lines; the plan counts components"
    assert unknown_components(book) == made.cost.missing == 2
    days = row_of(book, "Summary", "Staff days in kind")
    assert days[5:7] == pytest.approx([made.days.low, made.days.high])
    assert "Hub webinars" not in str([row_of(book, "By component", "Component")])
    check_stored(book)


def test_unknown_costs_are_never_nothing(tmp_path: Path) -> None:
    made = plan(line(option(setup=Range(), yearly=Range())), line(option("match-events", yearly=Range())))
    book = written(made, tmp_path)
    cash = row_of(book, "Summary", "Cash, pounds")
    assert cash[5:9] == [600, 600, 3, "at least"]
    assert row_of(book, "Summary", "Left, if everything costs its most")[1] == "not known"
    name = "Programme online sessions: build it with partners"
    assert row_of(book, "By component", name)[1:5] == ["not known", "not known", 2, "at least"]
    nothing = written(plan(line(option(setup=Range(), yearly=Range()))), tmp_path)
    assert row_of(nothing, "Summary", "Cash, pounds")[5:7] == ["not known", "not known"]
    check_stored(nothing)


def test_pay_that_nobody_knows_is_one_line_each_and_not_one_for_each_part(tmp_path: Path) -> None:
    unknown = dict.fromkeys(PAID, (Range(), Range()))
    nobody = option(pay_parts=unknown, pay_setup=Range(), pay_yearly=Range())
    book = written(plan(line(nobody)), tmp_path)
    assert row_of(book, "Summary", "Cash, pounds")[7] == 2
    assert row_of(book, "Lines", "Paying people for time and costs, while it runs")[5] == "not known"


def test_a_figure_that_is_filled_in_changes_every_sum(tmp_path: Path) -> None:
    book = written(plan(line(option(setup=Range())), budget=5000.0), tmp_path)
    row, _ = book.find("Lines", "Setting it up")
    for column in (6, 7):
        book.set("Lines", row, column, 1000)
    cash = row_of(book, "Summary", "Cash, pounds")
    assert cash[5:9] == [2500, 4000, 0, "in all"]
    assert row_of(book, "Summary", "Left, if everything costs its most")[1] == 1000
    book.set("Lines", row, 8, 13)  # it begins in the second year
    assert row_of(book, "Summary", "Cash, pounds")[1:5] == [900, 1800, 1600, 2200]
    book.set("Lines", 2, 2, 12)  # a plan of a year
    assert row_of(book, "Summary", "Cash, pounds")[5:7] == [900, 1800]


def test_a_line_given_in_kind_leaves_the_cash(tmp_path: Path) -> None:
    book = written(plan(line(option())), tmp_path, **{"programme-online-sessions": "The harbour trust"})
    row, _ = book.find("Lines", "Setting it up")
    book.set("Lines", row, 4, "in kind")
    assert row_of(book, "Summary", "Cash, pounds")[5:7] == [1500, 3000]
    assert row_of(book, "Summary", "In kind, pounds")[5:7] == [600, 600]
    by = row_of(book, "By funder", "The harbour trust")
    assert by[1:3] == [1500, 3000] and by[5:7] == [600, 600]


def test_what_a_day_costs_turns_days_into_pounds(tmp_path: Path) -> None:
    book = written(plan(line(option())), tmp_path)
    row, _ = book.find("Summary", "What a day of staff costs, pounds")
    assert book.value("Summary", row + 1, 2) == "not known"
    book.set("Summary", row, 2, 200)
    assert [book.value("Summary", row + 1, column) for column in (2, 3)] == [4000, 7000]


def test_leaving_people_unpaid_is_named(tmp_path: Path) -> None:
    payments = Payments(
        False, Range.exactly(500), NOTHING, NOTHING, NOTHING, caution="Ask about benefits first."
    )
    unpaid = [line(option(**PAY), cost=option(**PAY).money(18, pay=False))]
    book = written(plan(*unpaid, payments=payments), tmp_path)
    said = " ".join(str(c.value) for row in book.sheets["Summary"].iter_rows() for c in row if c.value)
    assert (
        "departs from the principles" in said and "500 pounds" in said and "Ask about benefits first." in said
    )
    assert row_of(book, "Summary", "Cash, pounds")[6] == 3600


def test_words_of_people_stay_words(tmp_path: Path) -> None:
    nasty = ['=HYPERLINK("http://x","y")', "@SUM(A1)", "+1", "*", ">0", "a\x07b"]
    lines = [
        line(option(id, title=words))
        for id, words in zip(("hub-webinars", "hub-templates", "match-events"), nasty, strict=False)
    ]
    funders = dict(zip(("hub-webinars", "hub-templates", "match-events"), nasty[2:5], strict=True))
    book = written(plan(*lines, title=nasty[0]), tmp_path, **funders)
    allowed = ("=IF(", "=COUNTIF(", "=SUMPRODUCT(", "=MIN(")
    formulas = [book.sheets[name].cell(row, column).value for name, row, column in book.formulas()]
    assert all(one.startswith(allowed) for one in formulas)
    for funder in funders.values():
        assert row_of(book, "By funder", funder)[1:3] == pytest.approx([2100, 3600]), (
            "“*” and “>0” are names here"
        )
    check_stored(book)
    with zipfile.ZipFile(tmp_path / "budget.xlsx") as parts:
        assert not [name for name in parts.namelist() if "external" in name or "hyperlink" in name]


def test_an_empty_plan_and_a_long_one(tmp_path: Path) -> None:
    empty = written(plan(), tmp_path)
    assert row_of(empty, "Summary", "Cash, pounds")[5:8] == [0, 0, 0]
    check_stored(empty)
    long = written(plan(line(option(), months=30), months=30), tmp_path)
    assert row_of(long, "Summary", "Cash, pounds")[7:9] == pytest.approx([600 + 2700, 600 + 5400])
    check_stored(long)


def test_a_wrong_ending_or_component_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputProblems, match="xlsx"):
        write_budget(plan(line(option())), tmp_path / "budget.xls")
    with pytest.raises(InputProblems, match="match-events"):
        write_budget(plan(line(option())), tmp_path / "budget.xlsx", funders={"match-events": "Someone"})


amounts = st.one_of(
    st.just(Range()),
    st.tuples(st.integers(0, 5000), st.integers(0, 5000)).map(
        lambda two: Range(float(min(two)), float(max(two)))
    ),
)
leads = st.one_of(
    st.just(Range()),
    st.tuples(st.integers(0, 12), st.integers(0, 12)).map(lambda t: Range(min(t) / 2, max(t) / 2)),
)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(
            amounts, amounts, amounts, leads, st.integers(0, 17), st.sampled_from(["", "Fund A", "fund a"])
        ),
        max_size=4,
    ),
    st.sampled_from([6, 12, 18, 25]),
)
def test_whatever_it_costs(tmp_path_factory: pytest.TempPathFactory, given_lines: list, months: int) -> None:  # type: ignore[type-arg]
    ids = ("hub-webinars", "hub-templates", "match-events", "coaching-coach-pool")
    lines, funders = [], {}
    for id, (setup, yearly, paid, lead, begins, funder) in zip(ids, given_lines, strict=False):
        once = NOTHING if paid.low is None else paid
        one = option(
            id,
            setup=setup,
            yearly=yearly,
            lead_months=lead,
            pay_parts={"time": (once, paid)},
            pay_setup=once,
            pay_yearly=paid,
        )
        lines.append(line(one, start_month=min(begins, months - 1), months=months))
        funders[id] = funder
    made = plan(*lines, months=months)
    file = tmp_path_factory.mktemp("budget") / "budget.xlsx"
    file.write_bytes(budget_bytes(made, funders))
    book = Book(file)
    check_stored(book)
    _, place = book.find("Summary", "Lines not known")
    low, high, missing = row_of(book, "Summary", "Cash, pounds")[place - 3 : place]
    assert bool(missing) == bool(made.cost.missing)
    assert unknown_components(book) == made.cost.missing
    if isinstance(low, str):
        assert made.cost.missing and not made.cost.most
    else:
        assert [low, high] == pytest.approx([made.cost.low, made.cost.high])


def test_a_wrong_stored_value_is_put_right_by_another_program(tmp_path: Path) -> None:
    program = shutil.which("soffice")
    file = write_budget(plan(line(option())), tmp_path / "budget.xlsx")
    _spoil(file, "<v>3600</v>", "<v>1</v>")
    spoiled = Book(file)
    row, column = spoiled.find("Summary", "Cash, pounds")
    assert spoiled.stored["Summary"].cell(row, column + 6).value == 1
    if program is None:  # then our own small spreadsheet does it
        assert spoiled.value("Summary", row, column + 6) == 3600
        return
    _always_reckon(tmp_path / "profile")
    out = tmp_path / "out"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    words = [program, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(out), str(file)]
    subprocess.run(words, check=True, capture_output=True, timeout=180)
    put_right = openpyxl.load_workbook(out / "budget.xlsx", data_only=True)["Summary"]
    assert put_right.cell(row, column + 6).value == 3600


def _always_reckon(profile: Path) -> None:
    """Set LibreOffice to reckon anew on opening; by itself it believes what is stored in an Excel file."""
    settings = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        '<item oor:path="/org.openoffice.Office.Calc/Formula/Load">'
        '<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>'
    )
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(settings, encoding="utf-8")


def _spoil(file: Path, old: str, new: str) -> None:
    with zipfile.ZipFile(file) as parts:
        content = {name: parts.read(name) for name in parts.namelist()}
    changed = {name: data.replace(old.encode(), new.encode()) for name, data in content.items()}
    assert changed != content
    with zipfile.ZipFile(file, "w") as parts:
        for name, data in changed.items():
            parts.writestr(name, data)
