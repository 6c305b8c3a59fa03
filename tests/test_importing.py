"""Notes and tallies from a spreadsheet: read what can be read, say what cannot, lose nothing silently."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crpkit.errors import InputProblems
from crpkit.tables import write_csv
from crpkit.workshop import Workshop
from crpkit.workshop.importing import FromPaper, notes_from_csv, read_sheet, tallies_from_csv
from tests.workshop_helpers import Desk


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    found = Workshop.create(Desk(tmp_path / "log.db"), "On paper")
    found.name_tables(["Oak", "Elm"])
    found.open_activity("notes", "What helps?", activity="notes")
    found.open_activity("develop", "How?", ["A lift home", "Childcare"], activity="develop")
    found.open_activity("commitments", "What next?", activity="promises")
    found.open_activity("dots", "Which?", ["A lift home", "Childcare", "Pay"], dots_each=3, activity="dots")
    found.open_activity(
        "choose", "Order?", ["A lift home", "Childcare", "Pay"], method="ranking", activity="order"
    )
    found.open_activity("choose", "Ticks?", ["A lift home", "Childcare"], method="approval", activity="ticks")
    found.open_activity(
        "choose", "Points?", ["A lift home", "Childcare"], method="points", most=5, activity="points"
    )
    found.open_activity("statements", "Agree?", ["Start small", "Pay first"], activity="stands")
    return found


def notes(workshop: Workshop, activity: str, text: str | bytes) -> FromPaper:
    data = text if isinstance(text, bytes) else text.encode()
    return notes_from_csv(workshop.state.activities[activity], data, workshop.state.tables)


def tally(workshop: Workshop, activity: str, text: str) -> FromPaper:
    return tallies_from_csv(workshop.state.activities[activity], text.encode(), workshop.state.tables)


def said(found: FromPaper) -> list[str]:
    return [one.words for one in found.taken]


def left(found: FromPaper) -> list[tuple[int, str]]:
    return [(one.line, one.words) for one in found.left]


@pytest.mark.parametrize(
    "data",
    [
        "A lift home\nCafé at £5".encode(),
        "A lift home\r\nCafé at £5\r\n".encode("utf-8-sig"),
        "A lift home\nCafé at £5".encode("utf-16"),
        "A lift home\nCafé at £5".encode("cp1252"),
        "text\nA lift home\nCafé at £5".encode(),
        "Text;table\nA lift home;\nCafé at £5;Oak".encode(),
        "note\ttable\nA lift home\t\nCafé at £5\tOak".encode(),
        b'"A lift\nhome"\n"Caf\xc3\xa9 at \xc2\xa35"',
    ],
)
def test_any_encoding_and_any_mark_between_cells(workshop: Workshop, data: bytes) -> None:
    found = notes(workshop, "notes", data)
    assert [one.words for one in found.taken] == ["A lift home", "Café at £5"]
    assert [words for _, words in left(found)] == (
        [
            "The file is not UTF-8. It was read as Windows text: check letters such as é, ö and £ in the preview."
        ]
        if b"\xe9" in data and not data.startswith(b"\xff")
        else []
    )


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\n\n , ,\n", "empty"),
        (b"PK\x03\x04rest", "workbook"),
        (b"GIF89a\0\0", "not a text file"),
        (b"x" * 2_000_001, "more than 2 MB"),
        (b"x\n" * 2_001, "2001 rows"),
    ],
)
def test_files_that_cannot_be_read(data: bytes, words: str) -> None:
    with pytest.raises(InputProblems, match=words):
        read_sheet(data)


def test_an_open_quotation_mark_costs_its_own_row_only(workshop: Workshop) -> None:
    found = notes(workshop, "notes", 'One\n"Two\nThree\nFour "four" is fine\n"Five" x\nSix\n')
    assert said(found) == ["One", "Three", 'Four "four" is fine', "Six"]
    assert [line for line, _ in left(found)] == [2, 5]


def test_formulas_and_what_was_made_harmless(workshop: Workshop) -> None:
    found = notes(workshop, "notes", "=SUM(A1:A3)\n'=2+2 is four\n- a bullet\n#REF!\n#ourplace\n'tis good\n")
    assert said(found) == ["- a bullet", "#ourplace", "'tis good"]
    assert [line for line, _ in left(found)] == [1, 2, 4]


def test_what_was_exported_comes_back(workshop: Workshop, tmp_path: Path) -> None:
    write_csv(tmp_path / "out.csv", ["text"], [["- more time"], ["+1 to that"], ["@home"], ["Plain"]])
    assert b"'- more time" in (tmp_path / "out.csv").read_bytes()
    found = notes(workshop, "notes", (tmp_path / "out.csv").read_bytes())
    assert said(found) == ["- more time", "+1 to that", "@home", "Plain"]


def test_notes_under_headings_with_merged_cells(workshop: Workshop) -> None:
    text = "about,heading,text,table\nA,What is it for?,Getting home,Oak\n,,Feeling safe,\nB,nowhere,Play,Oak\nB,aim,Play,Ash\nchildcare,AIM,Play,Elm\n"
    found = notes(workshop, "develop", text)
    assert said(found) == ["Getting home", "Play"]
    assert left(found) == [
        (3, "The heading is empty. If cells are merged, write the heading in each row."),
        (
            4,
            "There is no heading “nowhere”. Use one of: "
            + ", ".join(box.title for box in workshop.ask("develop").boxes)
            + ".",
        ),
        (5, "There is no table “Ash”. Did you mean “Oak”?")
        if "Did you mean" in left(found)[2][1]
        else left(found)[2],
    ]
    for entry in found.entries:
        workshop.write_notes(
            "develop",
            entry["texts"],
            "paper",
            box=entry["box"],
            about=entry["about"],
            mores=entry["mores"],
            table=entry["table"],
        )
    canvas = workshop.canvases()
    assert set(canvas["text"]) == {"Getting home", "Play"}


def test_other_fields_by_their_titles(workshop: Workshop) -> None:
    found = notes(
        workshop,
        "promises",
        "Who will do it?,What will you do?,By when?\nThe library,Lends a room,May\n,Nobody,\n",
    )
    assert said(found) == ["Lends a room · The library · May"]
    assert left(found) == [(3, "“Who will do it?” is empty. Write a few words.")]
    assert found.entries[0]["mores"] == [{"who": "The library", "when": "May"}]


def test_a_second_column_without_a_first_row_is_told(workshop: Workshop) -> None:
    found = notes(workshop, "notes", "One,Oak\nTwo,Elm\n")
    assert said(found) == [] and [line for line, _ in left(found)] == [1, 2]  # nothing is cut silently
    assert "no first row says what they hold" in left(found)[0][1]
    assert any(
        words.startswith("No column is called “text”")
        for _, words in left(notes(workshop, "notes", "table,row\nOak,1\n"))
    )


def test_commas_in_a_sheet_of_one_column_belong_to_the_words(workshop: Workshop) -> None:
    found = notes(workshop, "notes", "text\nWe need money, time and trust\n")
    assert said(found) == ["We need money, time and trust"] and left(found) == []
    assert said(notes(workshop, "notes", "sep=;\ntext;table\nA bus, at last;Oak\n")) == ["A bus, at last"]
    assert said(notes(workshop, "notes", "text\n#why not?\n")) == ["#why not?"]


def test_two_columns_of_words_and_unknown_ones_are_told(workshop: Workshop) -> None:
    found = notes(workshop, "notes", "note,comment,colour\nfirst,second,red\n")
    assert said(found) == ["first"]
    assert [words.split("”")[0] for _, words in left(found)] == ["The column “comment", "The column “colour"]


def test_more_notes_than_fit_into_one_go_are_entered_in_parts(workshop: Workshop) -> None:
    found = notes(workshop, "notes", "text\n" + "".join(f"Note {number}\n" for number in range(1_200)))
    assert [len(one["texts"]) for one in found.entries] == [500, 500, 200]
    for one in found.entries:
        workshop.write_notes("notes", **one, channel="paper")
    assert len(workshop.notes()) == 1_200


def test_decimal_commas_are_not_taken_for_thousands(workshop: Workshop) -> None:
    found = tally(workshop, "dots", 'option;dots\nA;"4,0"\nB;"1,5"\nC;"1,200"\n')
    assert said(found) == ["A A lift home: 4", "C Pay: 1200"]
    assert [line for line, _ in left(found)] == [3]


def test_a_table_without_a_number_of_people_is_where_somebody_sat(workshop: Workshop) -> None:
    alone = tally(workshop, "ticks", "A,B,table\nx,,Oak\n,x,Oak\n").entries
    assert [one["channel"] for one in alone] == ["paper"] and len(alone[0]["ballots"]) == 2
    together = tally(workshop, "ticks", "A,B,table,people\nx,,Oak,4\n").entries
    assert [one["channel"] for one in together] == ["table"]
    workshop.place_all("ticks", **alone[0])


def test_dots_by_letter_or_title(workshop: Workshop) -> None:
    found = tally(workshop, "dots", "option,dots\nA,12\nchildcare,3.0\nC,\nX,1\nPay,three\n,4\nC,=1+1\nB,0\n")
    assert said(found) == ["A A lift home: 12", "B Childcare: 3"]
    assert [line for line, _ in left(found)] == [4, 5, 6, 7, 8]
    (entry,) = found.entries
    workshop.place_many(entry["entries"], "paper", "dots")
    assert workshop.dots("dots").totals() == {"o1": 12, "o2": 3, "o3": 0}


def test_dots_by_ballot_sheet(workshop: Workshop) -> None:
    found = tally(workshop, "dots", "A;B;C\n1;2;\n3;1;\n;;1\n")
    assert left(found) == [(3, "There are more than 3 dots on this sheet. Count it again.")]
    assert sorted(found.entries[0]["entries"]) == [("o1", 1), ("o2", 2), ("o3", 1)]


def test_ballot_sheets_in_order_with_tables(workshop: Workshop) -> None:
    text = "A,B,C,people,table,remark\n1,2,,4,Oak,yes\n2,2,,1,,\n,1,2,,,\n1,,,2,,\n"
    found = tally(workshop, "order", text)
    assert said(found) == ["A:1 B:2 · 4 people · Oak", "A:1 · 2 people"]
    assert [line for line, _ in left(found)] == [1, 3, 4]
    for entry in found.entries:
        workshop.place_all("order", entry["ballots"], entry["channel"])
    assert [(one.channel, one.table, one.people) for one in workshop.ask("order").placed] == [
        ("paper", None, 2),
        ("table", "Oak", 4),
    ]
    assert "row for each ballot sheet" in left(tally(workshop, "order", "A,3\nB,2\n"))[0][1]


def test_answers_by_title_or_number(workshop: Workshop) -> None:
    found = tally(workshop, "stands", "Start small,Pay first\nAgree,2\nperhaps,Pass\n")
    assert said(found) == ["A:1 B:2"]
    assert left(found)[0][0] == 3 and "is no answer" in left(found)[0][1]


def test_ticks_and_points(workshop: Workshop) -> None:
    found = tally(workshop, "ticks", "letter,people\nA,7\nB,2\n")
    assert found.entries == (
        {
            "channel": "paper",
            "ballots": [{"ballot": {"i1": 1}, "people": 7}, {"ballot": {"i2": 1}, "people": 2}],
        },
    ) or [one["people"] for one in found.entries[0]["ballots"]] == [7, 2]
    assert said(tally(workshop, "ticks", "A,B\nx,\n✓,X\n,\n")) == ["A:1", "A:1 B:1"]
    (entry,) = tally(workshop, "points", "A,40\nB,1 200\n").entries
    assert entry["ballots"][0]["each"] is False and sorted(entry["ballots"][0]["ballot"].values()) == [
        40,
        1200,
    ]


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_no_file_is_too_strange(data: bytes) -> None:
    try:
        sheet = read_sheet(data)
    except InputProblems as error:
        assert all(problem.found and problem.remedy for problem in error.problems)
        return
    assert sheet.rows or sheet.left
    assert all(any(cells) for _, cells in sheet.rows)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.text("abcé=+-@#',;\"!?12 ", min_size=1, max_size=20).filter(lambda text: text.strip()),
        min_size=2,
        max_size=8,
    )
)
def test_every_row_is_either_taken_or_left(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    file = tmp_path_factory.mktemp("csv") / "notes.csv"
    write_csv(file, ["text"], [[text] for text in texts])
    workshop = Workshop.create(Desk(file.parent / "log.db"), "On paper")
    workshop.open_activity("notes", "What helps?", activity="notes")
    found = notes(workshop, "notes", file.read_bytes())
    assert len(found.taken) + len(found.left) == len(texts)
    plain = [" ".join(text.split()) for text in texts if not text.strip().startswith(("=", "#", "'"))]
    assert set(plain) <= {one.words for one in found.taken}
