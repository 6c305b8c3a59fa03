"""The print pack: what an agenda needs on paper, large enough to read, with nothing left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from crpkit.cli import main
from crpkit.errors import InputProblems
from crpkit.reports import print_pack
from crpkit.reports.pack import sheets
from crpkit.reports.pack.sheets import how_to
from crpkit.workshop import read_agenda
from crpkit.workshop.agenda import Agenda
from crpkit.workspace import new_workspace

STARTERS = Path(__file__).parents[1] / "workshop_data" / "agendas"
TWO_HOURS = STARTERS / "co-design-two-hours.yaml"
A4, A3 = (595, 842), (1191, 842)


@pytest.fixture(scope="module", params=sorted(path.stem for path in STARTERS.glob("*.yaml")))
def printed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Agenda, Path]:
    file = STARTERS / f"{request.param}.yaml"
    return read_agenda(file), print_pack(file, tmp_path_factory.mktemp("pack") / "pack.pdf")


def pages(file: Path) -> Iterator[pypdfium2.PdfPage]:
    with closing(pypdfium2.PdfDocument(file)) as document:
        for number in range(len(document)):
            with closing(document[number]) as page:
                yield page


def texts(file: Path) -> list[str]:
    """Return the words of each page, on one line."""
    found = []
    for page in pages(file):
        with closing(page.get_textpage()) as words:
            found.append(" ".join(words.get_text_bounded().split()))
    return found


def test_every_letter_has_14_points(printed: tuple[Agenda, Path]) -> None:
    _, file = printed
    for number, page in enumerate(pages(file), start=1):
        with closing(page.get_textpage()) as words:
            for place in range(words.count_chars()):
                letter = chr(pdfium.FPDFText_GetUnicode(words, place))
                size = pdfium.FPDFText_GetFontSize(words, place)
                assert letter.isspace() or size >= 13.99, f"page {number}: {letter!r} has {size} points"


def test_nothing_lies_outside_its_page(printed: tuple[Agenda, Path]) -> None:
    """Every letter stands inside the margins, so a printer cuts nothing and no card runs into the next."""
    _, file = printed
    for number, page in enumerate(pages(file), start=1):
        width, height = page.get_size()
        with closing(page.get_textpage()) as words:
            for place in range(words.count_chars()):
                left, bottom, right, top = words.get_charbox(place)
                if right - left > 0:
                    assert left > 40 and right < width - 40 and bottom > 20 and top < height - 20, number


def test_all_that_the_agenda_says_is_on_paper(printed: tuple[Agenda, Path]) -> None:
    agenda, file = printed
    there = " ".join(texts(file))
    for step in agenda.steps:
        assert step.title in there
        for words in (step.note, *step.materials):
            assert " ".join(words.split()) in there, words
        if agenda.kind(step.kind).paper != "none":
            assert step.prompt in there
        for option in step.options or ():
            if agenda.kind(step.kind).paper in ("ballot", "sheet"):
                assert " ".join((option.title or "").split()) in there, option.title
                assert " ".join((option.detail or "").split()) in there, option.detail


def test_the_list_of_what_to_print_is_right(printed: tuple[Agenda, Path]) -> None:
    agenda, file = printed
    there = texts(file)
    # What stands in the header of each page tells which sheet it is.
    for sheet in sheets(agenda):
        mine = [
            number
            for number, words in enumerate(there, start=1)
            if f"{agenda.title} {sheet.name}" in words[:200]
        ]
        said = f"{mine[0]} to {mine[-1]}" if len(mine) > 1 else str(mine[0])
        listed = next(words for words in there if "What to print" in words)
        assert f"{sheet.name} {said} {sheet.paper}, {sheet.copies}" in listed
        assert mine == list(range(mine[0], mine[-1] + 1))


def test_what_is_a3_and_what_is_a4(tmp_path: Path) -> None:
    file = print_pack(TWO_HOURS, tmp_path / "pack.pdf")
    for words, page in zip(texts(file), pages(file), strict=True):
        size = tuple(round(side) for side in page.get_size())
        assert size == (A3 if "Canvas: Work out the first three" in words[:120] else A4), words[:60]


def test_each_step_gets_what_its_kind_prints() -> None:
    found = [(one.kind, one.name) for one in sheets(read_agenda(TWO_HOURS))]
    assert found == [
        ("plan", "Plan for whoever runs it"),
        ("wall", "Agenda for the wall"),
        ("join", "Join sheet"),
        ("ballot", "Ballot sheet: Who is here"),
        ("cards", "Cards: What would help you take part"),
        ("cards", "Cards: How we treat each other"),
        ("menu", "Menu: Choose from the menu"),
        ("ballot", "Ballot sheet: Choose from the menu"),
        ("canvas", "Canvas: Work out the first three"),
        ("ballot", "Ballot sheet: Where do you stand?"),
        ("checks", "Check sheet: Check it against the principles"),
        ("cards", "Cards: What we will do"),
        ("cards", "Cards: Looking back"),
    ]


def test_letters_on_paper_are_those_on_the_screen() -> None:
    ballot = next(
        one for one in sheets(read_agenda(TWO_HOURS)) if one.name == "Ballot sheet: Choose from the menu"
    )
    assert [item["letter"] for item in ballot.data["items"]] == list("ABCDEFGHJKLM")
    assert ballot.data["circles"] == 3


@pytest.mark.parametrize(
    ("method", "most", "unit", "words"),
    [
        ("one", None, "point", "Put a cross beside one."),
        ("approval", None, "point", "Tick as many as you like."),
        ("approval", 1, "point", "Tick one."),
        ("approval", 2, "point", "Tick up to 2."),
        ("points", 3, "dot", "You have 3 dots. Stick or draw them"),
        ("points", 1, "dot", "You have one dot."),
        ("points", 10, "point", "You have 10 points. Share them out"),
        ("ranking", None, "point", "Write 1 beside what matters most"),
        ("scale", None, "point", "For each line put a cross beside one answer."),
    ],
)
def test_how_to_fill_in_a_ballot(method: str, most: int | None, unit: str, words: str) -> None:
    assert how_to(method, most, unit).startswith(words)


def test_a_kind_of_ones_own_and_words_that_look_like_markup(tmp_path: Path) -> None:
    folder = new_workspace(tmp_path / "ours")
    (folder / "workshop_data" / "kinds").mkdir(exist_ok=True)
    (folder / "workshop_data" / "kinds" / "weather.yaml").write_text(
        "type: crpkit/activity-kind\nversion: 1\nid: weather\ntitle: Weather\nabout: How it feels.\npaper: ballot\n"
        "choosing: {method: scale, answers: [{id: sun, title: Sun}, {id: rain, title: Rain}]}\n",
        encoding="utf-8",
    )
    file = folder / "workshop_data" / "agendas" / "own.yaml"
    file.write_text(
        "type: crpkit/agenda\nversion: 1\ntitle: '#heading[x] *and* $y$ <b>'\nsteps:\n"
        "  - {kind: weather, prompt: 'How is it? Żółć, привіт, 你好', minutes: 3,"
        " options: [{title: '#import \"x\": y \\'}, {title: '= Not a heading _here_'}]}\n",
        encoding="utf-8",
    )
    out = tmp_path / "own.pdf"
    assert main(["print-pack", str(file), str(out)]) == 0
    there = " ".join(texts(out))
    for words in ("#heading[x] *and* $y$ <b>", '#import "x": y \\', "= Not a heading _here_", "Żółć, привіт"):
        assert words in there
    assert "Sun" in there and "Rain" in there


def test_a_mistake_is_told_and_nothing_that_was_there_is_lost(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong, out = tmp_path / "wrong.yaml", tmp_path / "pack.pdf"
    out.write_bytes(b"before")
    wrong.write_text(
        TWO_HOURS.read_text(encoding="utf-8").replace("kind: break", "kind: brake"), encoding="utf-8"
    )
    assert main(["print-pack", str(wrong), str(out)]) == 2
    said = capsys.readouterr().err
    assert re.search(r"line \d+.*brake.*break", said), said
    assert out.read_bytes() == b"before"
    with pytest.raises(InputProblems, match=r"\.pdf"):
        print_pack(TWO_HOURS, tmp_path / "pack.docx")


def test_the_pack_says_what_it_is_to_a_screen_reader(tmp_path: Path) -> None:
    file = print_pack(TWO_HOURS, tmp_path / "pack.pdf")
    raw = file.read_bytes()
    assert b"/MarkInfo" in raw and b"/StructTreeRoot" in raw
    assert b"/Lang" in raw
    with closing(pypdfium2.PdfDocument(file)) as document:
        assert document.get_metadata_dict()["Title"] == "What support would help here? – print pack"
