"""The record of a whole session: what is in it, what must not be, and who can read it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import docx
import pytest

from crpkit.errors import InputProblems
from crpkit.reports import write_record, write_shareable
from crpkit.workshop import Workshop
from tests.played_session import NEVER, OFFERED, PROMISE, SAID, Session, play
from tests.workshop_helpers import Desk

TWO_HOURS = Path(__file__).parents[1] / "workshop_data" / "agendas" / "co-design-two-hours.yaml"


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    return play(tmp_path_factory.mktemp("played"))


def docx_text(path: Path) -> str:
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def text_of(session: Session, folder: Path, suffix: str) -> str:
    path = folder / f"record{suffix}"
    write_record(session.workshop, path)
    return docx_text(path) if suffix == ".docx" else path.read_text(encoding="utf-8")


@pytest.mark.parametrize("steps", [0, 1, 3], ids=["not begun", "begun", "a step skipped"])
@pytest.mark.parametrize("ended", [False, True])
def test_the_record_can_be_written_of_any_session(tmp_path: Path, steps: int, ended: bool) -> None:
    workshop = Workshop.create(Desk(tmp_path / "log.db"), "Cut short", agenda=TWO_HOURS)
    if steps:
        workshop.next_step()
    if steps > 1:
        assert workshop.state.agenda is not None
        workshop.go(workshop.state.agenda.steps[3].id)
    if ended:
        workshop.end()
    for suffix in (".html", ".docx"):
        write_record(workshop, tmp_path / f"r{suffix}")
    assert "–" in (tmp_path / "r.html").read_text(encoding="utf-8")
    write_shareable(workshop, tmp_path / "shared")


@pytest.mark.parametrize("suffix", [".html", ".docx"])
def test_the_record_has_what_may_be_quoted_and_nothing_else(
    session: Session, tmp_path: Path, suffix: str
) -> None:
    text = text_of(session, tmp_path, suffix)
    for said in (*SAID, OFFERED, *PROMISE):
        assert said in text, said
    for why, never in NEVER.items():
        assert never not in text, why


def test_the_page_stands_alone_and_has_one_title_and_a_language(session: Session, tmp_path: Path) -> None:
    text = text_of(session, tmp_path, ".html")
    assert re.search(r'<html[^>]*\blang="en', text)
    assert len(re.findall(r"<h1[ >]", text)) == 1
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', text), "nothing is fetched from elsewhere"
    assert all("scope=" in cell for cell in re.findall(r"<th\b[^>]*>", text))


def test_the_document_has_headings_and_words_for_every_picture(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "record.docx"
    write_record(session.workshop, path)
    document = docx.Document(str(path))
    styles = {paragraph.style.name for paragraph in document.paragraphs if paragraph.style is not None}
    assert {"Heading 1", "Heading 2"} <= styles
    described = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert described and all(described)


def test_another_ending_is_refused_in_words(session: Session, tmp_path: Path) -> None:
    with pytest.raises(InputProblems):
        write_record(session.workshop, tmp_path / "record.pdf")


def test_what_may_be_shared_describes_itself(session: Session, tmp_path: Path) -> None:
    written = write_shareable(session.workshop, tmp_path / "share")
    package = json.loads((tmp_path / "share" / "datapackage.json").read_text(encoding="utf-8"))
    named = {resource["path"] for resource in package["resources"]}
    assert named == {path.name for path in written} - {"datapackage.json"}
    together = "".join(path.read_text(encoding="utf-8-sig") for path in written)
    assert not [why for why, never in NEVER.items() if never in together]
