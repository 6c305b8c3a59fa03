"""Answers as they come: from three kinds of forms, from paper, and from files that are no survey at all."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from crpkit.errors import InputProblems
from crpkit.framework import load_framework
from crpkit.needs import Kept, diagnose, read_survey
from crpkit.needs.wordings import Wordings, split_known
from tests.needs_helpers import ASKED, ETHICS, EXAMPLE, PARTNER, POWER, ask, words, write_text, write_xlsx

IMPORTANCE, CONFIDENCE = f"importance:{ETHICS}", f"confidence:{ETHICS}"
HAVE = f"have:{PARTNER}"


def left(survey: object) -> list[tuple[int, str, str]]:
    frame = survey.unused  # type: ignore[attr-defined]
    return list(zip(frame["row"], frame["found"], frame["reason"], strict=True))


# -- three kinds of forms


def test_microsoft_forms_with_names_that_are_dropped_at_the_door(tmp_path: Path) -> None:
    file = write_xlsx(
        tmp_path / "Autumn 2026.xlsx",
        ["ID", "Start time", "Completion time", "Email", "Name", ask("group"), ask(IMPORTANCE), ask(HAVE), ask("barriers")],
        [1, "9:00", "9:10", "a.b@example.org", "Ann Bee", words("group", "broker-new"), words(IMPORTANCE, 4),
         words(HAVE, "no"), "Too little time;What it costs to take part;"],
        [2, "9:00", "9:11", "c@example.org", "Cee", words("group", "other"), words(IMPORTANCE, "not-heard"), "Yes", ""],
    )  # fmt: skip
    survey = read_survey(file)
    assert survey.name == "autumn-2026"
    assert survey.answers["group"].tolist() == ["broker-new", "other"]
    assert survey.answers[IMPORTANCE].tolist()[0] == 4
    assert survey.answers[IMPORTANCE].isna().tolist() == [False, True]
    assert survey.answers[f"unheard:{ETHICS}"].tolist() == [False, True]
    assert survey.answers[HAVE].tolist() == ["no", "yes"]
    assert survey.answers.loc[2, ["barriers:no-time", "barriers:costs", "barriers:language"]].tolist() == [
        True,
        True,
        False,
    ]
    assert survey.answers["answered:barriers"].tolist() == [True, False]
    everything = survey.answers.to_csv() + survey.unused.to_csv() + survey.columns.to_csv() + str(survey)
    assert "Bee" not in everything and "@example.org" not in everything
    assert "“Email”, “Name”" in " ".join(survey.remarks)
    assert survey.evidence(2, IMPORTANCE) == "survey:autumn-2026/row/2/importance/working-ethically"


def test_google_forms_with_grids_and_commas_inside_answers(tmp_path: Path) -> None:
    own_time = words("formats", "own-time")  # “Things to read, hear or watch in my own time”
    assert "," in own_time
    file = write_text(
        tmp_path / "google.csv",
        ["Timestamp", f"How much? [{ask(IMPORTANCE)}]", ask("formats")],
        ["2026/09/01 9:00", "Quite a lot", f"{own_time}, Meeting online"],
        ["2026/09/02 9:00", "not at all", own_time],
    )
    survey = read_survey(file)
    assert survey.answers[IMPORTANCE].tolist() == [4, 1]
    ticks = survey.answers[["formats:own-time", "formats:online-live", "formats:doing"]]
    assert ticks.to_numpy().tolist() == [[True, True, False], [True, False, False]]
    assert not len(survey.unused)


def test_kobotoolbox_with_groups_and_a_column_for_each_answer(tmp_path: Path) -> None:
    file = write_text(
        tmp_path / "kobo.csv",
        ["_id", f"page1/{CONFIDENCE}", "page2/barriers/costs", "page2/barriers/no-time", "page2/times"],
        [11, 2, 1, 0, "weekend weekday-evening"],
        [12, 5, 0, 0, ""],
        between=";",
    )
    survey = read_survey(file)
    assert survey.answers[CONFIDENCE].tolist() == [2, 5]
    assert survey.answers[["barriers:costs", "barriers:no-time"]].to_numpy().tolist() == [
        [True, False],
        [False, False],
    ]
    assert survey.answers["answered:barriers"].all()
    assert (
        "barriers:language" not in survey.answers
    )  # it has no column: whether it stands in the way is not known
    assert survey.answers[["times:weekend", "times:weekday-evening"]].to_numpy().tolist() == [
        [True, True],
        [False, False],
    ]


def test_a_tick_that_is_not_understood_is_no_answer(tmp_path: Path) -> None:
    heads = ["page2/barriers/costs", "page2/barriers/no-time", f"page1/{CONFIDENCE}"]
    file = write_text(tmp_path / "kobo.csv", heads, [1, "perhaps", 3], [0, 1, 4], ["", "", 2], between=";")
    survey = read_survey(file)
    assert survey.answers["answered:barriers"].tolist() == [False, True, False]
    (left,) = survey.unused.to_dict("records")
    assert (left["row"], left["found"]) == (2, "perhaps") and "counts as not answered" in left["reason"]


def test_a_title_with_a_semicolon_is_one_answer() -> None:
    known = Wordings(
        {"Evenings; not Fridays": "evening", "At the weekend": "weekend", "Not Fridays": "other"}
    )
    found = split_known("At the weekend;Evenings; not Fridays\nNever", known, ())
    assert found == (["weekend", "evening"], ["never"])


# -- columns


def test_a_close_wording_is_taken_and_marked_and_the_team_may_say_otherwise(tmp_path: Path) -> None:
    near = "Handling power: how much does it matter to you?"
    file = write_xlsx(tmp_path / "s.xlsx", [near, ask(IMPORTANCE), "Favourite colour"], [5, 4, "red"])
    survey = read_survey(file)
    found = survey.columns.set_index("heading")
    assert found.loc[near, ["question", "how"]].tolist() == [f"importance:{POWER}", "close"]
    assert survey.unused["column"].tolist() == ["Favourite colour"]
    told = {**survey.mapping, near: "leave-out", "Favourite colour": f"importance:{POWER}"}
    again = read_survey(file, mapping=told)
    assert f"importance:{POWER}" in again.answers
    assert (0, "red") not in [(row, found) for row, found, _ in left(again)]
    assert any(found == "red" for _, found, _ in left(again))  # now it answers a question, and is no rating
    assert dict(read_survey(file, mapping=again.mapping).mapping) == dict(again.mapping)


def test_an_item_that_was_never_asked_is_not_taken_for_one_that_sounds_alike(tmp_path: Path) -> None:
    strange = "Managing dogs: how much does this matter to you?"
    survey = read_survey(write_xlsx(tmp_path / "s.xlsx", [strange, ask(IMPORTANCE)], [5, 4]))
    assert survey.columns["how"].tolist() == ["none", "same"]


def test_of_two_columns_for_one_question_the_closer_is_taken(tmp_path: Path) -> None:
    close = ask(IMPORTANCE).replace("does this matter", "does that matter")
    survey = read_survey(write_xlsx(tmp_path / "s.xlsx", [close, ask(IMPORTANCE)], [1, 5]))
    assert survey.answers[IMPORTANCE].tolist() == [5]
    assert survey.columns["how"].tolist() == ["none", "same"]


def test_two_heading_rows_with_merged_cells_are_read_together(tmp_path: Path) -> None:
    file = write_xlsx(
        tmp_path / "s.xlsx",
        ["Our survey of 2026", "", ""],
        ["How sure of this do you feel today?", "", "About you"],
        [ask(CONFIDENCE), ask(f"confidence:{POWER}"), ask("group")],
        [3, 4, words("group", "community-new")],
    )
    survey = read_survey(file)
    assert survey.answers[[CONFIDENCE, f"confidence:{POWER}"]].to_numpy().tolist() == [[3, 4]]
    assert "row 3" in " ".join(survey.remarks)
    # headings that only make sense together: the question above, what it is about below
    file = write_xlsx(
        tmp_path / "t.xlsx",
        [ask("barriers"), "", ask("group")],
        ["Too little time", "What it costs to take part", ""],
        [1, 0, words("group", "community-new")],
    )
    survey = read_survey(file)
    assert survey.answers[["barriers:no-time", "barriers:costs"]].to_numpy().tolist() == [[True, False]]
    assert "two rows" in " ".join(survey.remarks)


def test_the_sheet_with_the_answers_is_found_among_others(tmp_path: Path) -> None:
    file = write_xlsx(
        tmp_path / "s.xlsx",
        ["Notes"],
        ["hello"],
        more={"Answers": [[ask(IMPORTANCE)], [3]], "Old": [["x"], [1]]},
    )
    assert read_survey(file).answers[IMPORTANCE].tolist() == [3]


# -- ratings


@pytest.mark.parametrize(
    ("cell", "rating"),
    [(4, 4), ("4", 4), ("3,5", 3.5), ("3.5", 3.5), ("4 – Quite a lot", 4), ("QUITE A LOT", 4), ("quite alot", 4),
     ("5 out of 5", 5)],
)  # fmt: skip
def test_a_rating_in_any_dress(tmp_path: Path, cell: object, rating: float) -> None:
    survey = read_survey(
        write_xlsx(tmp_path / "s.xlsx", [ask(IMPORTANCE), ask("group")], [cell, "None of these"])
    )
    assert survey.answers[IMPORTANCE].tolist() == [rating]
    assert not len(survey.unused)


@pytest.mark.parametrize(
    ("cell", "why"),
    [(dt.datetime(2026, 5, 4), "a date"), ("depends", "neither a number"), (9, "from 1 to 5"), (0, "from 1 to 5"),
     ("4 – Not at all sure what you mean", "neither a number")],
)  # fmt: skip
def test_a_cell_that_is_no_rating_is_named_and_the_rest_of_the_row_counts(
    tmp_path: Path, cell: object, why: str
) -> None:
    survey = read_survey(write_xlsx(tmp_path / "s.xlsx", [ask(IMPORTANCE), ask(HAVE)], [cell, "Yes"]))
    assert survey.answers[IMPORTANCE].isna().all()
    assert survey.answers[HAVE].tolist() == ["yes"]
    ((row, _, reason),) = left(survey)
    assert row == 2 and why in reason


@pytest.mark.parametrize("cell", ["", "n/a", "N/A", "Prefer not to say", "don’t know", "-"])
def test_no_answer_is_no_answer_and_no_fault(tmp_path: Path, cell: str) -> None:
    survey = read_survey(write_xlsx(tmp_path / "s.xlsx", [ask(IMPORTANCE), ask(HAVE)], [cell, "Yes"]))
    assert survey.answers[IMPORTANCE].isna().all()
    assert not len(survey.unused)


def test_a_column_that_goes_to_seven_is_brought_to_five_and_said(tmp_path: Path) -> None:
    rows = [[7, 5], [4, 3], [1, 1], [6, 2]]
    file = write_xlsx(tmp_path / "s.xlsx", [ask(IMPORTANCE), ask(CONFIDENCE)], *rows)
    survey = read_survey(file)
    assert survey.answers[IMPORTANCE].tolist() == pytest.approx([5, 3, 1, 1 + 5 * 4 / 6])
    assert survey.answers[CONFIDENCE].tolist() == [5, 3, 1, 2]
    (asked,) = survey.asks
    assert asked.what == "scales" and "7 became 5" in asked.words and "Is that right?" in asked.words
    told = {ask(CONFIDENCE): {"question": CONFIDENCE, "scale": 7}}
    assert read_survey(file, mapping=told).answers[CONFIDENCE].tolist() == pytest.approx(
        [1 + 4 * 4 / 6, 7 / 3, 1, 5 / 3]
    )


def test_one_seven_among_words_is_a_slip_and_changes_nobody_elses_answer(tmp_path: Path) -> None:
    rows = [["Very much"], ["Quite a lot"], [7], ["Not at all"]]
    survey = read_survey(write_xlsx(tmp_path / "s.xlsx", [ask(IMPORTANCE)], *rows))
    assert survey.answers[IMPORTANCE].dropna().tolist() == [5, 4, 1]
    assert not survey.asks


def test_a_reversed_column_is_asked_about_and_turned_round_only_when_told(tmp_path: Path) -> None:
    names = [f"importance:{need}" for need in (ETHICS, POWER, "evaluation-skills", "making-the-case")]
    rows = [[high, high, max(1, high - 1), 6 - high] for high in (1, 2, 3, 4, 5) * 4]
    file = write_xlsx(tmp_path / "s.xlsx", [ask(name) for name in names], *rows)
    survey = read_survey(file)
    assert [one.heading for one in survey.asks if one.what == "reversed"] == [ask(names[3])]
    assert survey.answers[names[3]].tolist() == [row[3] for row in rows]  # nothing was flipped silently
    told = read_survey(file, mapping={ask(names[3]): {"question": names[3], "reversed": True}})
    assert told.answers[names[3]].tolist() == [6 - row[3] for row in rows]
    assert not [one for one in told.asks if one.what == "reversed"]
    assert "turned round, as you said" in " ".join(told.remarks)


# -- rows


def test_rows_that_count_twice_or_hold_nothing_are_listed(tmp_path: Path) -> None:
    file = write_xlsx(tmp_path / "s.xlsx", ["ID", ask(IMPORTANCE)], [1, 5], [2, 3], [1, 5], [3, ""], [4, 1])
    survey = read_survey(file)
    assert survey.answers[IMPORTANCE].tolist() == [3, 5, 1]  # response 1 was written twice
    assert [(row, reason[:24]) for row, _, reason in left(survey)] == [
        (5, "nothing was answered in "),
        (2, "the same response number"),
    ]


def test_numbers_that_come_again_with_other_answers_are_asked_about(tmp_path: Path) -> None:
    rows = [[1, 2], [2, 3], [1, 5], [2, 1]]  # two forms, one below the other
    survey = read_survey(write_xlsx(tmp_path / "s.xlsx", ["ID", ask(IMPORTANCE)], *rows))
    assert len(survey) == 4 and [one.what for one in survey.asks] == ["same-numbers"]


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
def test_numbers_are_numbers_in_a_csv_as_well(tmp_path: Path, ending: str) -> None:
    rows = [[7, 10], [4, 1], [1, 5], [6, 9], [5, 8]]
    heads = [ask(IMPORTANCE), ask(CONFIDENCE)]
    write = write_xlsx if ending == ".xlsx" else write_text
    survey = read_survey(write(tmp_path / f"s{ending}", heads, *rows))
    assert survey.answers[IMPORTANCE].tolist() == pytest.approx([1 + (row[0] - 1) * 4 / 6 for row in rows])
    assert survey.answers[CONFIDENCE].tolist() == pytest.approx([1 + (row[1] - 1) * 4 / 9 for row in rows])
    assert not len(survey.unused) and len(survey.asks) == 2
    told = {heads[0]: {"question": IMPORTANCE, "scale": 7}}
    assert (
        read_survey(tmp_path / f"s{ending}", mapping=told).answers[IMPORTANCE].tolist()
        == survey.answers[IMPORTANCE].tolist()
    )
    # kept in the workspace it is still the same
    kept = Kept.of(tmp_path, load_framework())
    pd.testing.assert_frame_equal(kept.keep_survey(tmp_path / f"s{ending}").answers, survey.answers)
    assert len(kept.survey("s").asks) == 2


@pytest.mark.parametrize(
    "heading",
    ["Name (optional)", "Your full name", "Participant name", "Your phone", "Contact details", "WhatsApp", "Home address",
     "_submitted_by", "first_name", "respondent_name", "phone_number", "DOB", "Signature", "E-mail", "Something odd"],
)  # fmt: skip
def test_nothing_that_may_name_a_person_is_kept(tmp_path: Path, heading: str) -> None:
    file = write_xlsx(
        tmp_path / "s.xlsx", [heading, ask(IMPORTANCE), ask("group")], ["Jane Doe", 4, "ask jane@doe.org"]
    )
    survey = read_survey(file)
    assert "Jane" not in survey.answers.to_csv() and "jane@" not in survey.unused.to_csv()
    kept = Kept.of(tmp_path, load_framework())
    kept.keep_survey(file)
    assert "Jane" not in (kept.folder / "s-private.csv").read_text(encoding="utf-8-sig")
    if heading != "Something odd":
        assert survey.columns["how"].tolist()[0] == "dropped"


def test_a_need_of_the_teams_own_may_speak_of_phones(tmp_path: Path) -> None:
    overlay = tmp_path / "framework.yaml"
    overlay.write_text(
        "type: crpkit/framework-overlay\nversion: 1\nadd:\n  needs:\n    - id: phone-line\n      title: Phone line for advice\n"
        "      summary: Somebody to ring.\n      kind: resource\n      voiced_by: [{group: community-new, where: findings, source: team}]\n",
        encoding="utf-8",
    )
    framework = load_framework(overlay)
    heading = "Phone line for advice: do you have this?"
    survey = read_survey(write_xlsx(tmp_path / "s.xlsx", [heading], *[["Yes"]] * 12), framework)
    assert survey.answers["have:phone-line"].tolist() == ["yes"] * 12
    assert diagnose(survey, draws=5).frame()["need"].tolist() == ["phone-line"]  # it knows its framework


def test_same_ratings_are_asked_about_and_kept(tmp_path: Path) -> None:
    names = [question.id for question in ASKED.questions if question.what == "importance"][:12]
    row = [1 + at % 4 for at in range(12)]
    straight = [5] * 12
    file = write_xlsx(tmp_path / "s.xlsx", [ask(name) for name in names], row, straight, row, straight)
    survey = read_survey(file)
    assert len(survey) == 4
    (asked,) = [one for one in survey.asks if one.what == "same-ratings"]
    assert "Rows 2, 4" in asked.words and "3" not in asked.words.split("hold")[0]


# -- files that are no survey


def test_wrong_encodings_are_read_and_said(tmp_path: Path) -> None:
    rows = [[ask("find-out"), ask(IMPORTANCE)], ["Café prices – why £4?", 4]]
    for encoding, says in (("cp1252", True), ("utf-16", False), ("utf-8", False)):
        survey = read_survey(write_text(tmp_path / f"{encoding}.csv", *rows, encoding=encoding))
        assert survey.answers["find-out"].tolist() == ["Café prices – why £4?"]
        assert ("Windows" in " ".join(survey.remarks)) == says


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"   \r\n ", "empty"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "web page"),
        (b"\xef\xbb\xbf<table><tr><td>1</td></tr></table>", "web page"),
        (b"<!-- Copyright --><!DOCTYPE html><html>Sign in</html>", "web page"),
        (b"%PDF-1.7 ...", "PDF"),
        (b'{"answers": []}', "JSON"),
        (b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"PK\x03\x04 not a workbook", "cannot be read"),
        (b"name,colour\r\nAnn,red\r\n", "No column answers a question"),
        (b"\x00\x01\x02\x03binary", "neither a workbook nor a text"),
        (b'a,b\r\n"open quote, 1\r\n' + b"x" * 200_000, "cannot be read"),
    ],
)
def test_what_is_no_survey_gets_a_sentence_that_says_what_to_do(
    tmp_path: Path, content: bytes, says: str
) -> None:
    file = tmp_path / "s.csv"
    file.write_bytes(content)
    with pytest.raises(InputProblems, match=says) as caught:
        read_survey(file)
    (problem,) = caught.value.problems
    assert problem.file == file and problem.remedy


def test_a_file_that_is_not_there_and_a_mapping_to_nowhere(tmp_path: Path) -> None:
    with pytest.raises(InputProblems, match="cannot be opened"):
        read_survey(tmp_path / "none.xlsx")
    file = write_xlsx(tmp_path / "s.xlsx", [ask(IMPORTANCE)], [3])
    with pytest.raises(InputProblems) as caught:
        read_survey(
            file, mapping={"A": "importance:workng-ethically", "B": {"question": IMPORTANCE, "scale": 6}}
        )
    assert [problem.field for problem in caught.value.problems] == ["A", "B"]
    assert "working-ethically" in caught.value.problems[0].remedy


# -- the worked example


def test_the_worked_example_reads_as_its_readme_says() -> None:
    survey = read_survey(EXAMPLE / "survey-autumn.xlsx")
    assert len(survey) == 45
    assert set(survey.unused["reason"].str.split(",").str[0]) >= {
        "a date",
        "nothing was answered in this row",
        "it may say who somebody is",
        "the same response number as row 28",
    }
    assert survey.columns["how"].value_counts()["close"] == 2
    free = survey.answers[["find-out", "with-whom", "partner-for", "anything-else"]]
    assert not free.apply(lambda column: column.str.contains("@")).any(axis=None)
    assert isinstance(survey.answers.index, pd.Index) and survey.answers.index.name == "row"
