"""What is handed on of the picture: nothing in it can be worked out, and it reads as people talk."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import docx
import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crpkit.cli import main
from crpkit.framework import load_framework
from crpkit.needs import Diagnosis, diagnose, read_audit, read_excerpts, read_place, read_survey
from crpkit.reports import write_diagnosis
from crpkit.reports.diagnosis import Published, publish, summary_document
from crpkit.reports.diagnosis.fields import FIELDS
from crpkit.reports.diagnosis.writing import resources
from crpkit.reports.html import html_page
from crpkit.tables import averages
from tests.attack import bounds, few_averaged, interval
from tests.needs_helpers import ASKED, ETHICS, EXAMPLE, PARTNER, ask, write_xlsx

FRAMEWORK = load_framework()
COUNTS = {
    "people": ["people"],
    "needs": ["answered", "not_heard", "pairs", "told", "wanted"],
    "barriers": ["count", "answered"],
    "wishes": ["count", "answered"],
    "offers": ["offered", "wanted"],
    "gaps": ["wanted"],
}


@pytest.fixture(scope="module")
def example() -> Diagnosis:
    return diagnose(
        read_survey(EXAMPLE / "survey-autumn.xlsx"),
        read_audit(EXAMPLE / "what-is-here.xlsx"),
        read_place(EXAMPLE / "place.yaml"),
        read_excerpts(EXAMPLE / "excerpts.csv"),
        draws=300,
    )


@pytest.fixture(scope="module")
def published(example: Diagnosis) -> Published:
    return publish(example)


# -- the attack: every table together


def everything(
    published: Published,
) -> tuple[dict[Any, object], list[tuple[Any, list[Any]]], list[tuple[Any, Any]]]:
    """Return every count in every table, what adds up, and what is within what."""
    families = {f.id: [g.id for g in FRAMEWORK.groups if g.family == f.id] for f in FRAMEWORK.families}
    families = {name: groups for name, groups in families.items() if groups}

    def tree(name: Any, rest: Any) -> list[tuple[Any, list[Any]]]:
        equal = [((*name, "all"), [*((*name, one) for one in families), rest])]
        return equal + [
            ((*name, one), [(*name, group) for group in groups]) for one, groups in families.items()
        ]

    cells: dict[Any, object] = {
        ("people", row["scope"]): row["people"] for row in published.people.to_dict("records")
    }
    equal, within = tree(("people",), ("people", "")), []
    for need, rows in published.needs.groupby("need", sort=False):
        base = "pairs" if rows["pairs"].notna().any() else "told"
        for column in ("answered", "not_heard", base, "wanted"):
            cells |= {(need, column, row["scope"]): row[column] for row in rows.to_dict("records")}
            equal += tree((need, column), (need, column, "rest"))
        for scope in rows["scope"]:
            parts = [(need, "not_heard", scope), (need, base, scope)]
            equal.append(
                ((need, "answered", scope), [*parts, *([(need, "other", scope)] if base == "pairs" else [])])
            )
            within += [
                ((need, "wanted", scope), (need, base, scope)),
                ((need, "answered", scope), ("people", scope)),
            ]
        for table in (published.offers, published.gaps):  # the same count again: it must say the same
            again = table[table["need"] == need]["wanted"].tolist()
            assert all(one == cells[need, "wanted", "all"] for one in again if one is not None), need
    cells |= {("offered", row["need"]): row["offered"] for row in published.offers.to_dict("records")}
    within += [(("offered", need), ("people", "all")) for need in published.offers["need"]]
    questions = [("barriers", published.barriers, "barrier", False)]
    questions += [
        (str(name), rows, "answer", ASKED[str(name)].what == "choice")
        for name, rows in published.wishes.groupby("question", sort=False)
    ]
    for question, table, name, single in questions:
        for answer, rows in table.groupby(name, sort=False):
            cells |= {(question, answer, row["scope"]): row["count"] for row in rows.to_dict("records")}
            equal += tree((question, answer), (question, answer, "rest"))
            within += [((question, answer, scope), (question, "*", scope)) for scope in rows["scope"]]
        scopes = list(dict.fromkeys(table["scope"]))
        for row in table.to_dict("records"):  # where it is shown in one row, it is known in all
            if cells.get((question, "*", row["scope"])) in (None, "not shown"):
                cells[question, "*", row["scope"]] = row["answered"]
        equal += tree((question, "*"), (question, "*", "rest"))
        within += [((question, "*", scope), ("people", scope)) for scope in scopes]
        if single:
            answers = list(dict.fromkeys(table[name]))
            equal += [
                ((question, "*", scope), [(question, answer, scope) for answer in answers])
                for scope in scopes
            ]
    return cells, equal, within


def attack(published: Published) -> list[tuple[object, float]]:
    """Return cells, shown or hidden, that can be worked out although they are no plain 0."""
    cells, equal, within = everything(published)
    found = bounds(cells, equal, within)
    return [
        (cell, high)
        for cell, (low, high) in found.items()
        if cell in cells and low == high and cells[cell] != "0"
    ]


def test_no_table_gives_a_count_away_nor_do_all_together(published: Published) -> None:
    assert attack(published) == []


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 10_000), st.integers(3, 30))
def test_nor_for_other_small_surveys(
    tmp_path_factory: pytest.TempPathFactory, seed: int, people: int
) -> None:
    chance = np.random.default_rng(seed)
    names = [
        "group",
        f"importance:{ETHICS}",
        f"confidence:{ETHICS}",
        f"have:{PARTNER}",
        "accreditation",
        "barriers",
    ]
    rows = []
    for _ in range(people):
        row = []
        for name in names:
            answers = [answer.words for answer in ASKED[name].answers]
            picked = chance.choice(answers[:4] if name == "barriers" else answers, size=2)
            row.append(
                ";".join(picked) if name == "barriers" else str(picked[0]) if chance.random() > 0.1 else ""
            )
        rows.append(row)
    file = write_xlsx(tmp_path_factory.mktemp("s") / "s.xlsx", [ask(name) for name in names], *rows)
    picture = diagnose(read_survey(file), draws=0)
    safe = publish(picture)
    assert attack(safe) == [] and averages_of_few(picture, safe) == []


def test_the_attack_would_succeed_on_rounded_numbers_alone(
    example: Diagnosis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crpkit.reports.diagnosis.published.to_hide", lambda *_, **__: set())
    assert attack(publish(example))


def averages_of_few(diagnosis: Diagnosis, published: Published) -> list[object]:
    """Return scopes of a few people whose average follows from those that are shown, by somebody who knows how many."""
    families = {f.id: [g.id for g in FRAMEWORK.groups if g.family == f.id] for f in FRAMEWORK.families}
    equal = [(family, groups) for family, groups in families.items() if groups]
    equal.append(("all", [*(family for family, _ in equal), "the rest"]))
    found: list[object] = []
    for need, rows in published.needs.groupby("need", sort=False):
        exact = diagnosis.needs[diagnosis.needs["need"] == need].set_index("scope")["pairs"]
        if exact.isna().all():
            continue
        people = {str(scope): int(count) for scope, count in exact.items()}
        people["the rest"] = people["all"] - sum(people[family] for family, _ in equal[:-1])
        for column in ("importance", "performance", "mwds", "mwds_low"):
            shown = set(rows["scope"][rows[column].notna()])
            found += [(need, column, few) for few in few_averaged(people, shown, equal, 7)]
    return found


def test_no_average_of_a_few_people_follows_from_the_others(
    example: Diagnosis, published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert averages_of_few(example, published) == []
    monkeypatch.setattr("crpkit.tables.averages._leak", lambda *_: set())
    monkeypatch.setattr(averages, "_to_leave_out", averages._to_leave_out.__wrapped__)  # nothing remembered
    assert averages_of_few(example, publish(example))


# -- what may stand in a table


def test_every_count_has_a_form_that_may_be_published(published: Published) -> None:
    for name, columns in COUNTS.items():
        frame = getattr(published, name)
        for column in columns:
            for cell in frame[column]:
                if cell is not None and cell == cell:
                    interval(cell)


def test_averages_and_shares_stand_only_on_enough_people(example: Diagnosis, published: Published) -> None:
    exact = example.needs.set_index(["scope", "need"])
    for row in published.needs.to_dict("records"):
        truth = exact.loc[(row["scope"], row["need"])]
        base = truth["pairs"] if truth["pairs"] == truth["pairs"] else truth["told"]
        if row["mwds"] is not None:
            assert truth["pairs"] >= 8 and round(row["mwds"], 1) == row["mwds"]
        if row["rds"] is not None and row["rds"] == row["rds"]:
            assert base >= 23 and row["rds"] % 5 == 0
        if row["wanted_percent"] == row["wanted_percent"] and row["wanted_percent"] is not None:
            assert base >= 23
        assert not re.search(r"\d", row["words"])


def test_words_stand_in_the_shared_tables_only_where_they_may_be_quoted(
    example: Diagnosis, published: Published
) -> None:
    assert example.excerpts is not None
    may = set(example.excerpts.frame.loc[example.excerpts.frame["quotable"], "excerpt"])
    assert set(published.excerpts["excerpt"]) == may and len(may) < len(example.excerpts)
    assert list(published.excerpts.columns) == ["about", "code", "excerpt"]  # not who, not where


# -- the files


@pytest.fixture(scope="module")
def folder(example: Diagnosis, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("out")
    paths = write_diagnosis(example, place)
    assert all(path.is_file() for path in paths)
    return place


def test_the_tables_are_described_and_can_be_read_by_a_program(folder: Path, published: Published) -> None:
    package = json.loads((folder / "shareable" / "datapackage.json").read_text(encoding="utf-8"))
    assert {one["name"] for one in package["resources"]} == {one.name for one in resources(published)}
    for one in package["resources"]:
        frame = pd.read_csv(folder / "shareable" / one["path"], encoding="utf-8-sig", dtype=str)
        assert [field["name"] for field in one["schema"]["fields"]] == list(frame.columns)
        assert all(field["description"] for field in one["schema"]["fields"])
        assert len(frame)
    assert set(FIELDS) >= {name for one in resources(published) for name in one.frame.columns}


def test_the_workbook_says_for_whom_it_is(folder: Path, example: Diagnosis) -> None:
    book = openpyxl.load_workbook(folder / "needs-private.xlsx")
    assert book.sheetnames[:3] == ["Read me", "Who answered", "What people would like"]
    readme = " ".join(str(cell.value) for row in book["Read me"].iter_rows() for cell in row)
    assert "do not send it round" in readme and all(words in readme for words in example.limits)
    assert book["What people would like"].max_row == len(example.needs) + 1
    formulas = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert not formulas


def test_the_summary_is_in_plain_words_and_short(
    folder: Path, example: Diagnosis, published: Published
) -> None:
    page = (folder / "summary.html").read_text(encoding="utf-8")
    words = " ".join(re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL).split())
    made = docx.Document(str(folder / "summary.docx"))
    in_word = " ".join(paragraph.text for paragraph in made.paragraphs)
    for said in (
        "What people would like",
        "What people could offer",
        "What this cannot say",
        *published.limits,
    ):
        assert said in words or said.replace("’", "'") in words, said
        assert said in in_word, said
    assert not re.search(
        r"deficit|diagnos|weakness|lack of skill|gap\b|score of \d|professional development",
        words,
        re.IGNORECASE,
    )
    first = example.frame().iloc[0]["title"]
    assert f"“{first}”" in words
    assert "Learning does not change these" in words and "Recognition" in words
    assert 'class="short"' in page and "In this record" not in words
    assert not re.search(r"https?://(?!www\.w3\.org)", page)


def test_the_summary_of_almost_nothing_says_so(tmp_path: Path) -> None:
    file = write_xlsx(tmp_path / "s.xlsx", [ask(f"importance:{ETHICS}"), ask(f"confidence:{ETHICS}")], [5, 1])
    found = diagnose(read_survey(file))
    page = html_page(summary_document(found))
    assert "About fewer than 5 people answered" not in page
    assert "too few answers" in page and "was not looked at yet" in page
    assert found.needs["mwds"].isna().all()


def test_the_command_writes_all_of_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    answers, here = str(EXAMPLE / "survey-autumn.xlsx"), str(EXAMPLE / "what-is-here.xlsx")
    assert main(["diagnose", answers, "--audit", here, "--out", str(out)]) == 0
    said = capsys.readouterr().out
    assert "45 people answered" in said and "“Email”, “Name”" in said and "row 9" in said
    assert (out / "summary.docx").is_file() and (out / "shareable" / "needs.csv").is_file()
    bad = tmp_path / "bad.csv"
    bad.write_text("<html>sign in</html>", encoding="utf-8")
    assert main(["diagnose", str(bad), "--out", str(out)]) == 2
    assert "web page" in capsys.readouterr().err
    assert (out / "summary.docx").is_file()  # nothing that was there is lost
