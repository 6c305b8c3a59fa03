"""The plan as a document, and the thread from its lines back to what people said."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import docx
import pandas as pd
import pytest
from docx.oxml.ns import qn

from crpkit.errors import InputProblems
from crpkit.planning import KeptPlan, LineNotes, Settings, keep_plan, make_plan, plan_to_keep
from crpkit.planning.choosing import Plans
from crpkit.planning.pilots import pilot_cards
from crpkit.planning.ranges import Range
from crpkit.reports import Sources, plan_sentences, thread, write_plan
from crpkit.reports.document import DataTable, Heading, PageBreak
from crpkit.reports.docx import docx_bytes
from crpkit.reports.html import html_page
from crpkit.reports.plan import plan_document
from crpkit.reports.plan.given import SCORED, Given, money_words
from crpkit.reports.plan.tables import write_plan_tables
from crpkit.workshop import Consent, Workshop
from crpkit.workspace import Workspace, new_workspace, open_workspace
from tests.workshop_helpers import RECEIPTS, Phone

BOTH, TRACE, QUOTE = Consent(True, True, True), Consent(True, False, True), Consent(True, True, False)
WORDS = {
    "both": "We met a researcher at the harbour fête.",
    "trace": "Nobody rings back from the second floor.",
    "quote": "The lift to the office is broken again.",
    "gone": "My sister lost her place on the course.",
    "hidden": "The caretaker locks us out at nine.",
    "held": "The bus stops running before we end.",
    "care": "I cannot go home tonight.",
}


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, Workshop, dict[str, str]]:
    """The example with a workshop in which people agreed to different things."""
    workspace = open_workspace(new_workspace(tmp_path_factory.mktemp("report") / "quay", example=True))
    workshop = Workshop.create(workspace, "What would help?")
    workshop.open_activity("notes", "What would help?", activity="notes")
    consents = {"both": BOTH, "trace": TRACE, "quote": QUOTE}
    ids = {}
    for receipt, (name, words) in zip(RECEIPTS, WORDS.items(), strict=False):
        phone = Phone(workshop, receipt).join(consents.get(name, BOTH))
        ids[name] = phone.note(words, "notes")
    board = workshop.open_activity("themes", "Themes", activity="board")
    workshop.make_theme(board, "Learning from peers", list(ids.values()))
    workshop.show_notes([one for name, one in ids.items() if name != "held"])
    workshop.take_back(ids["gone"])
    workshop.hide_notes([ids["hidden"]])
    workshop.set_care(ids["care"])
    return workspace, workshop, ids


@pytest.fixture(scope="module")
def planned(room: tuple[Workspace, Workshop, dict[str, str]]) -> tuple[KeptPlan, Plans, pd.DataFrame]:
    asked = Settings(budget=20_000, start=date(2027, 1, 11))
    found, _, table = make_plan(room[0], asked)
    kept = plan_to_keep(room[0], asked, found, "most-needs")
    keep_plan(room[0].folder, kept)
    return kept, found, table


@pytest.fixture(scope="module")
def page(
    room: tuple[Workspace, Workshop, dict[str, str]], planned: tuple[KeptPlan, Plans, pd.DataFrame]
) -> str:
    return html_page(plan_document(room[0], planned[0]))


# -- the thread


def test_a_line_is_followed_back_to_single_notes(
    room: tuple[Workspace, Workshop, dict[str, str]], planned: tuple[KeptPlan, Plans, pd.DataFrame]
) -> None:
    workspace, workshop, ids = room
    found = thread(workspace, planned[0])
    notes = found[(found["line"] == "mentoring-pairs") & (found["kind"] == "note")].set_index("evidence")
    evidence = {name: f"workshop:{workshop.code}/notes/{id}" for name, id in ids.items()}
    assert set(notes.index) == {evidence["both"], evidence["trace"]}
    assert notes.loc[evidence["both"], "words"] == WORDS["both"]
    assert notes.loc[evidence["trace"], "words"] is None  # traced, but not to be quoted
    assert notes["about"].eq("learning-from-peers").all()
    day = datetime.now(UTC)
    assert notes["source"].str.contains(f"Note in the workshop of {day.day} {day:%B %Y}", regex=False).all()
    told = found[found["kind"] == "excerpt"]["words"].dropna()
    assert "I would love somebody to ring when it goes wrong." in set(told)
    assert not told.str.contains("nine months|Parking", regex=True).any()  # quotable, but not traced


def test_single_answers_are_for_the_team_alone(
    room: tuple[Workspace, Workshop, dict[str, str]], planned: tuple[KeptPlan, Plans, pd.DataFrame]
) -> None:
    assert not thread(room[0], planned[0])["evidence"].str.startswith("survey:").any()
    found = thread(room[0], planned[0], private=True)
    answers = found[(found["kind"] == "answer") & (found["line"] == "mentoring-pairs")]
    given = Given(room[0], planned[0], datetime.now(UTC))
    exact = given.picture.needs.query("scope == 'all'").set_index("need")["wanted"]
    counted = answers.groupby("about")["evidence"].nunique()
    assert len(counted) > 3 and all(counted[need] == exact[need] for need in counted.index)
    assert answers["words"].isna().all()


def test_words_that_are_taken_back_later_are_gone_from_the_next_document(tmp_path: Path) -> None:
    workspace = open_workspace(new_workspace(tmp_path / "quay", example=True))
    workshop = Workshop.create(workspace, "Ours")
    workshop.open_activity("notes", "What would help?", activity="notes")
    note = Phone(workshop, RECEIPTS[0]).join().note(WORDS["both"], "notes")
    other = Phone(workshop, RECEIPTS[1]).join().note(WORDS["trace"], "notes")
    workshop.make_theme(
        workshop.open_activity("themes", "Themes", activity="b"), "Mentor pairs", [note, other]
    )
    workshop.show_notes([note, other])
    asked = Settings(budget=20_000)
    found, _, _ = make_plan(workspace, asked)
    kept = plan_to_keep(workspace, asked, found, "most-needs")
    before = thread(workspace, kept)
    assert set(before[before["kind"] == "note"]["words"]) == {WORDS["both"], WORDS["trace"]}
    workshop.take_back(note)
    workshop.erase(RECEIPTS[1])
    after = thread(workspace, kept)
    assert not len(after[after["kind"] == "note"])
    assert "The workshops: changed since." in html_page(plan_document(workspace, kept))


def test_what_was_not_agreed_to_stands_in_no_document_and_no_table(
    room: tuple[Workspace, Workshop, dict[str, str]],
    planned: tuple[KeptPlan, Plans, pd.DataFrame],
    page: str,
    tmp_path: Path,
) -> None:
    workspace, workshop, _ = room
    word = _text(docx_bytes(plan_document(workspace, planned[0])))
    write_plan_tables(workspace, *planned, tmp_path)
    tables = {file.name: file.read_text(encoding="utf-8-sig") for file in tmp_path.glob("*.csv")}
    with zipfile.ZipFile(tmp_path / "budget.xlsx") as book:
        tables["budget.xlsx"] = "".join(
            book.read(name).decode("utf-8", "replace") for name in book.namelist()
        )
    people = [person.id for person in workshop.state.people]
    for where, text in {"page": page, "word": word, **tables}.items():
        for name, words in WORDS.items():
            if name != "both":
                assert words not in text, (where, name)
        assert not any(person in text for person in people), where
        shown = re.sub(r"base64,[A-Za-z0-9+/=]+", "", text)  # letters of a font can spell anything
        assert not any(receipt in shown for receipt in RECEIPTS), where
    for text in (page, word, tables["threads.csv"]):
        assert WORDS["both"] in text


# -- the document


def test_the_document_says_what_the_issue_asks_for(
    page: str, planned: tuple[KeptPlan, Plans, pd.DataFrame]
) -> None:
    for words in (
        "What we will do",
        "What we will not do now, and why",
        "What this plan rests on",
        "What this plan cannot achieve",
        "Paying people fairly",
        "You said, and what becomes of it",
        "made up",
    ):
        assert words in page
    for line in planned[0].plan.lines:
        assert line.option.title.replace("'", "&#x27;") in page


def test_the_same_stands_in_word(
    room: tuple[Workspace, Workshop, dict[str, str]],
    planned: tuple[KeptPlan, Plans, pd.DataFrame],
    tmp_path: Path,
) -> None:
    path = write_plan(room[0], tmp_path / "plan.docx", kept=planned[0])
    made = docx.Document(str(path))
    headings = [one.text for one in made.paragraphs if one.style.name.startswith("Heading 1")]
    document = plan_document(room[0], planned[0])
    assert headings == [one.text for one in document.contents()]


def test_nothing_is_fetched_and_nothing_typed_becomes_part_of_the_page(
    room: tuple[Workspace, Workshop, dict[str, str]], planned: tuple[KeptPlan, Plans, pd.DataFrame]
) -> None:
    bad = "<script>alert(1)</script>"
    component = planned[0].plan.chosen[0].component
    kept = replace(
        planned[0],
        sentences={"summary": bad, f"line/{component}": bad},
        lines={"mentoring-pairs": LineNotes(lead=bad, partners=(bad,), note=bad, loses=bad, gains=bad)},
    )
    text = html_page(plan_document(room[0], kept))
    assert "<script" not in text and "&lt;script&gt;" in text
    assert not re.search(r"(src|href)=\"(?!data:|#)", text)


def test_own_sentences_stand_in_the_document_and_survive_a_change_of_the_budget(
    room: tuple[Workspace, Workshop, dict[str, str]], planned: tuple[KeptPlan, Plans, pd.DataFrame]
) -> None:
    proposed = {one.key: one.proposed for one in plan_sentences(room[0], planned[0])}
    assert len(proposed) == len(plan_sentences(room[0], planned[0]))
    key = next(name for name in proposed if name.startswith("said/") and "We will" in proposed[name])
    own = replace(
        planned[0], sentences={"summary": "Our summary.\n\nSecond part.", key: "We will, and gladly."}
    )
    found, _, _ = make_plan(room[0], Settings(budget=3000))
    again = plan_to_keep(room[0], Settings(budget=3000), found, "most-needs", own)
    text = html_page(plan_document(room[0], again))
    assert (
        '<p class="lead">Our summary.</p>' in text
        and "Second part." in text
        and "We will, and gladly." in text
    )
    assert proposed["summary"] not in text


def test_what_the_team_wrote_to_a_line_takes_the_place_of_what_is_open(
    room: tuple[Workspace, Workshop, dict[str, str]], planned: tuple[KeptPlan, Plans, pd.DataFrame], page: str
) -> None:
    prompts = [one.id for principle in room[0].framework.principles for one in principle.prompts]
    lines = {
        line.component: LineNotes(
            lead="The Net Loft",
            loses="Nobody, we asked.",
            principles=dict.fromkeys(prompts, "Talked through."),
        )
        for line in planned[0].plan.chosen
    }
    text = html_page(plan_document(room[0], replace(planned[0], lines=lines)))
    for open_ in ("Who leads:", "The eight principles:", "Who might lose: </strong>for"):
        assert open_ in page and open_ not in text
    assert "Nobody, we asked." in text and "(proposed, not agreed)" not in text


def test_no_share_is_told_of_a_family_of_which_few_answered(
    room: tuple[Workspace, Workshop, dict[str, str]], planned: tuple[KeptPlan, Plans, pd.DataFrame], page: str
) -> None:
    given = Given(room[0], planned[0], datetime.now(UTC))
    people = given.picture.people.set_index("scope")["people"]
    few = [
        family.title for family in room[0].framework.families if family.learner and people[family.id] < SCORED
    ]
    assert few, "the example no longer shows this"
    assert set(given.numbers()) == {
        name for name in ("community", "brokers", "researchers") if people[name] >= SCORED
    }
    assert f"Too few answered to say for: {' and '.join(few)}." in page
    assert not re.search(r"of \d+ people", page)


def test_numbers_of_people_are_those_that_may_be_published(
    room: tuple[Workspace, Workshop, dict[str, str]], planned: tuple[KeptPlan, Plans, pd.DataFrame], page: str
) -> None:
    told = [int(number) for number in re.findall(r"about (\d+) people", page)]
    assert len(told) > 5 and all(number % 5 == 0 for number in told)


def test_the_plan_says_when_it_is_out_of_date(
    room: tuple[Workspace, Workshop, dict[str, str]], planned: tuple[KeptPlan, Plans, pd.DataFrame], page: str
) -> None:
    assert "out of date" not in page
    old = replace(planned[0], inputs={**planned[0].inputs, "survey": "38 people #0"})
    text = html_page(plan_document(room[0], old))
    assert "out of date" in text and "The answers to the survey: 40 people then, 45 people now." in text


@pytest.mark.parametrize("settings", [{}, {"pay": False}, {"months": 12}, {"staff_days": 5.0}], ids=str)
def test_other_plans_become_documents_too(
    room: tuple[Workspace, Workshop, dict[str, str]], settings: dict[str, object]
) -> None:
    asked = Settings.model_validate({"budget": 8000, **settings})
    found, _, _ = make_plan(room[0], asked)
    for name in found.named:
        text = html_page(plan_document(room[0], plan_to_keep(room[0], asked, found, name)))
        assert ("Nobody is paid for taking part in this plan." in text) is (asked.pay is False)
        assert "months are counted from the plan’s beginning" in text
        assert "nan" not in re.sub(r"<[^>]*>|[a-z]+nan[a-z]*|nan[a-z]+", " ", text)


def test_what_somebody_said_is_quoted_once_and_how_costs_are_known_is_said_once(page: str) -> None:
    answers = page[page.index("For everyone who answered") : page.index("Are these your words")]
    quoted = re.findall(r"“([^”]{15,})” \((?:said|note) in", answers)
    assert len(quoted) > 3 and len(quoted) == len(set(quoted))
    assert "I can do one evening a month" in answers
    assert page.count("nobody has been asked for a price") == 1


def test_all_pilots_stand_in_one_table_that_adds_up_before_their_cards(
    room: tuple[Workspace, Workshop, dict[str, str]], planned: tuple[KeptPlan, Plans, pd.DataFrame]
) -> None:
    parts = plan_document(room[0], planned[0]).parts
    cards = pilot_cards(planned[0].edited, framework=room[0].framework)
    (table,) = [one for one in parts if isinstance(one, DataTable) and one.header[0] == "Pilot"]
    *rows, together = table.rows
    assert {row[0] for row in rows} == {card.title for card in cards} and len(rows) == len(cards) > 1
    assert together[3] == money_words(Range.total(card.cost for card in cards))
    headings = [
        at for at, one in enumerate(parts) if isinstance(one, Heading) and one.text.startswith("Pilot: ")
    ]
    assert len(headings) == len(cards)
    assert all(isinstance(parts[at - 1], PageBreak) for at in headings)


def test_in_word_a_pilot_begins_a_page_without_an_empty_paragraph_before_it(
    room: tuple[Workspace, Workshop, dict[str, str]], planned: tuple[KeptPlan, Plans, pd.DataFrame]
) -> None:
    made = docx.Document(BytesIO(docx_bytes(plan_document(room[0], planned[0]))))
    begins = [one for one in made.paragraphs if one.paragraph_format.page_break_before]
    assert [one.text for one in begins][:2] == [
        "You said, and what becomes of it",
        "Starting small: the pilots",
    ]
    assert all(one.text.startswith("Pilot: ") for one in begins[2:]) and len(begins) > 3
    assert not [br for br in made.element.body.iter(qn("w:br")) if br.get(qn("w:type")) == "page"]


# -- sources


@pytest.mark.parametrize(
    ("evidence", "words"),
    [
        ("report:appendix-4", "Report, appendix 4: who might take part, and what they need"),
        ("framework:needs/finding-a-partner", "(“Finding a partner”)"),
        (
            "framework:links/getting-started-to-hub-how-to-guide",
            "that “How-to guide” helps with “Getting started”",
        ),
        ("framework:nonsense/x", "The framework"),
        ("survey:autumn/row/17/need/ethics", "The answers to the survey “autumn”"),
        ("audit:what-is-here/row/8/hub-how-to-guide", "The team’s list of what is here"),
        (
            "costs:costs/hub-webinars/national",
            "Table of costs “Saltmarsh Quay, made-up figures”, 1 October 2026",
        ),
        ("team:2026-11-23", "The team, 23 November 2026"),
        ("team:links/hub-webinars/managing-power", "Confirmed by the team: how far “Short webinars” helps"),
        ("team:hub-webinars", "The team, of “Short webinars”"),
        ("workshop:QUAYS2/first-choice/A", "in the workshop of 12 March 2026"),
        ("something-else", "something-else"),
    ],
)
def test_an_evidence_id_becomes_a_source_that_can_be_read(
    room: tuple[Workspace, Workshop, dict[str, str]], evidence: str, words: str
) -> None:
    assert words in Sources(room[0]).of(evidence)


def test_every_evidence_id_of_a_plan_becomes_words(
    room: tuple[Workspace, Workshop, dict[str, str]], planned: tuple[KeptPlan, Plans, pd.DataFrame]
) -> None:
    sources = Sources(room[0], planned[0].settings)
    for line in planned[0].plan.lines:
        for one in line.evidence:
            assert sources.of(one) != one and "/" not in sources.of(one).replace("component/need", ""), one


# -- what cannot be written


@pytest.mark.parametrize("name", ["plan.pdf", "plan"])
def test_only_word_and_web_pages_are_written(
    room: tuple[Workspace, Workshop, dict[str, str]], tmp_path: Path, name: str
) -> None:
    with pytest.raises(InputProblems, match=r"\.docx or \.html"):
        write_plan(room[0], tmp_path / name)


def test_without_a_plan_it_says_how_to_make_one(tmp_path: Path) -> None:
    workspace = open_workspace(new_workspace(tmp_path / "new"))
    with pytest.raises(InputProblems, match=r"No plan is kept.*crpkit plan"):
        write_plan(workspace, tmp_path / "plan.html")


def _text(content: bytes) -> str:
    made = docx.Document(BytesIO(content))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in made.paragraphs), *cells])


def test_no_line_of_the_plan_is_missing_from_its_summary(
    room: tuple[Workspace, Workshop, dict[str, str]], planned: tuple[KeptPlan, Plans, pd.DataFrame]
) -> None:
    kept, _, _ = planned
    given = Given(room[0], kept, datetime.now(UTC))
    words = {one.key: one.proposed for one in plan_sentences(room[0], kept)}["summary"]
    assert given.planned, "the example plans something that others bring about"
    numbers = re.findall(r"(?:strengthens|builds on|counts on) (\d+)", words)
    assert sum(map(int, numbers)) == len(given.chosen)


def test_an_answer_says_once_what_comes_about_in_the_same_way(page: str) -> None:
    answers = re.findall(r"we will [^<]*", page)
    assert answers
    for one in answers:
        assert one.count("use the national offer") <= 2 and one.count("(from") <= 4
        assert len(re.findall(r"keep (?=“)", one)) <= 1, one


def test_days_of_staff_are_the_same_wherever_they_stand(
    room: tuple[Workspace, Workshop, dict[str, str]], planned: tuple[KeptPlan, Plans, pd.DataFrame]
) -> None:
    said = {one.key: one.proposed for one in plan_sentences(room[0], planned[0])}
    days = re.search(r"It takes (.*) of paid staff", said["summary"])
    assert days is not None and days[1] in said["tension/time-is-precious"]
