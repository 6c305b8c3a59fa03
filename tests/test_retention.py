"""The day until which words are kept: what the marker takes, and what is told when the day is over."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from crpkit.cli import main
from crpkit.errors import InputProblems
from crpkit.overview import check_workspace, summary
from crpkit.retention import FACILITATORS
from crpkit.workshop import Workshop
from crpkit.workshop.people import Consent
from crpkit.workshop.receipts import new_receipt, person_of
from crpkit.workshop.sending import ballot_draft, join_draft, note_draft
from crpkit.workspace import DATABASE, MARKER, new_workspace, open_workspace

LAST, AFTER = date(2027, 3, 31), date(2027, 4, 1)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return new_workspace(tmp_path / "ours")


def mark(place: Path, *lines: str) -> None:
    head = "type: crpkit/workspace\nversion: 1\ntitle: Ours\n"
    (place / MARKER).write_text(head + "".join(f"{line}\n" for line in lines), encoding="utf-8")


def speak(workshop: Workshop) -> tuple[str, str]:
    """Have one person join, write a note and place dots, and another withdraw theirs; return the first, and the note."""
    notes = workshop.open_activity("notes", "What helps?")
    dots = workshop.open_activity("dots", "Which first?", ["Buses", "Rooms"])
    log = workshop._log
    one, two = person_of(workshop.code, new_receipt()), person_of(workshop.code, new_receipt())
    for person, families in ((one, ["community"]), (two, [])):
        log.append(join_draft(workshop.state, person, Consent(), families, "", ["community"], None))
    (note,) = log.append(note_draft(workshop.state, one, notes, "Later buses"))
    log.append(ballot_draft(workshop.state, one, dots, {"o1": 2}))
    log.append(ballot_draft(workshop.state, two, dots, {}))
    return one, note.id


def test_a_new_workspace_asks_for_the_day(place: Path) -> None:
    assert "\nkeep_until:" in (place / MARKER).read_text(encoding="utf-8")
    marker = open_workspace(place).marker
    assert (marker.keep_until, marker.language) == (None, "en-GB")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("keep_until: 2027-03-31", LAST),
        ("keep_until: '2027-03-31'", LAST),
        ("keep_until:", None),
        ("keep_until: '  '", None),
        ("language: cy", "cy"),
        ("language: no", "no"),
        ("language: pt_BR", "pt-BR"),
        ("language: zh-Hant-TW", "zh-Hant-TW"),
        ("language:", "en-GB"),
    ],
)
def test_what_the_marker_takes(place: Path, line: str, expected: object) -> None:
    mark(place, line)
    assert getattr(open_workspace(place).marker, line.partition(":")[0]) == expected


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("keep_until: 31.3.2027", "“31.3.2027” is not a day"),
        ("keep_until: 20270331", "“20270331” is not a day"),
        ("keep_until: 0", "“0” is not a day"),
        ("keep_until: true", "“True” is not a day"),
        ("keep_until: 2027-03-31 12:00", "is not a day"),
        ("keep_until: [2027-03-31]", "is not a day"),
        ("language: Welsh", "“Welsh” is not the tag of a language"),
        ("language: en-GB-GB", "is not the tag of a language"),
        ("language: 5", "“5” is not the tag of a language"),
    ],
)
def test_what_the_marker_refuses(place: Path, line: str, found: str) -> None:
    mark(place, line)
    with pytest.raises(InputProblems) as caught:
        open_workspace(place)
    (problem,) = caught.value.problems
    assert (problem.line, problem.field) == (4, line.partition(":")[0]) and found in problem.found
    assert check_workspace(place) == [problem]


def test_what_is_overdue_is_named_and_nothing_is_deleted(place: Path) -> None:
    mark(place, "keep_until: 2027-03-31")
    workspace = open_workspace(place)
    autumn = Workshop.create(workspace, "Autumn")
    Workshop.create(workspace, "A title is not what people said")
    winter = Workshop.create(workspace, "Winter")
    first, second = autumn.code, winter.code
    person, _ = speak(autumn)
    activity = winter.open_activity("notes", "What now?")
    (spoken,) = winter.write_notes(activity, ["Benches"], channel="paper")
    for folder in (first, "empty"):
        (place / "outputs" / folder).mkdir(parents=True)
    (place / "outputs" / first / "deep").mkdir()
    kept = place / "outputs" / first / "deep" / "x-private.csv"
    kept.write_text("Buses", encoding="utf-8")
    (place / "outputs" / ".gitkeep").touch()

    assert check_workspace(place, today=LAST) == []
    record, files = check_workspace(place, today=AFTER)
    assert record.file == place / DATABASE and files.file == place / "outputs"
    assert "31 March 2027" in record.found and "31 March 2027" in files.found
    assert record.found.endswith(
        f"Still in the record: {first} (3 entries with words), {second} (1 entry with words)"
    )
    assert files.found.endswith(f"Files still lie in outputs/{first}")
    assert "delete" in record.remedy and "keep_until" in record.remedy and "copy and backup" in files.remedy
    assert kept.exists() and "Later buses" in list(autumn.notes()["text"])

    autumn.erase_person(person)
    winter.take_back(spoken.id)
    assert check_workspace(place, today=AFTER) == [files]
    kept.unlink()
    assert check_workspace(place, today=AFTER) == []
    (place / "outputs" / "loose.csv").write_text("x", encoding="utf-8")
    (loose,) = check_workspace(place, today=AFTER)
    assert loose.found.endswith("Files still lie in outputs")
    workspace.close()


def test_without_a_day_nothing_is_overdue(place: Path) -> None:
    (place / "outputs" / "x.csv").write_text("x", encoding="utf-8")
    assert check_workspace(place, today=date(2999, 1, 1)) == []


def test_a_damaged_record_does_not_hide_the_files(place: Path) -> None:
    mark(place, "keep_until: 2027-03-31")
    (place / "outputs" / "x.csv").write_text("x", encoding="utf-8")
    assert len(check_workspace(place, today=AFTER)) == 1
    (place / DATABASE).write_bytes(b"no database at all, but as long as one" * 60)
    damage, files = check_workspace(place, today=AFTER)
    assert damage.file == place / DATABASE and files.file == place / "outputs"
    late = summary(open_workspace(place)).overdue
    assert late == (() if date.today() <= LAST else (files,))


def test_many_names_stay_one_sentence(place: Path) -> None:
    mark(place, "keep_until: 2027-03-31")
    for number in range(15):
        (place / "outputs" / f"run-{number:02}").mkdir()
        (place / "outputs" / f"run-{number:02}" / "x.csv").touch()
    (problem,) = check_workspace(place, today=AFTER)
    assert "outputs/run-11 and 3 more" in problem.found


def test_the_command_and_the_home_page_are_told(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mark(place, "keep_until: 2001-01-31")
    workspace = open_workspace(place)
    workshop = Workshop.create(workspace, "Autumn")
    person, _ = speak(workshop)
    found = summary(workspace)
    assert found.problems == () and [problem.file for problem in found.overdue] == [place / DATABASE]
    assert main(["check", str(place)]) == 2
    told = capsys.readouterr().err
    assert "31 January 2001" in told and workshop.code in told and "buses" not in told
    workshop.erase_person(person)
    assert summary(workspace).overdue == ()
    workspace.close()
    assert main(["check", str(place)]) == 0


def test_only_words_of_the_facilitator_are_left_out(place: Path) -> None:
    workspace = open_workspace(place)
    workshop = Workshop.create(workspace, "Autumn")
    workshop.retitle("Autumn, again")
    person, _ = speak(workshop)
    said = [event for event in workspace.log.events(workshop.stream) if any(event.words.values())]
    assert {event.kind for event in said if event.actor != person} == FACILITATORS
    assert {event.kind for event in said if event.actor == person} == {
        "person/joined",
        "notes/written",
        "dots/cast",
    }
    workspace.close()
