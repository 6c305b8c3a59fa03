"""Agendas: the starters, every mistake with line and remedy, and writing one that reads back the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crpkit import resources
from crpkit.cli import main
from crpkit.errors import InputProblems
from crpkit.framework import load_framework
from crpkit.workshop import Workshop, read_agenda
from crpkit.workshop.agenda import Agenda, Step, agenda_files, agenda_text, editing, hard_words
from crpkit.workshop.kinds import kinds
from crpkit.workshop.lists import Option
from crpkit.workspace import new_workspace, open_workspace

STARTERS = sorted((resources.folder("workshop_data") / "agendas").glob("*.yaml"))
HEAD = "type: crpkit/agenda\nversion: 1\ntitle: Ours\n"


def write(folder: Path, text: str, head: str = HEAD) -> Path:
    file = folder / "ours.yaml"
    file.write_text(head + text, encoding="utf-8")
    return file


def problems(file: Path, folder: Path | None = None) -> list[tuple[int | None, str]]:
    with pytest.raises(InputProblems) as caught:
        read_agenda(file, folder)
    assert all(problem.remedy for problem in caught.value.problems), caught.value
    return [(problem.line, problem.found) for problem in caught.value.problems]


def plain(agenda: Agenda) -> Agenda:
    """Return it without what a file has and a made one has not."""
    return replace(agenda, path=None, steps=tuple(replace(step, line=0) for step in agenda.steps))


@pytest.mark.parametrize(
    ("name", "minutes"),
    [
        ("co-design-two-hours", 120),
        ("sensemaking-90-minutes", 90),
        ("first-meeting-one-hour", 60),
        ("taster-20-minutes", 20),
    ],
)
def test_the_starters_last_as_long_as_they_say(name: str, minutes: int) -> None:
    agenda = read_agenda(resources.folder("workshop_data") / "agendas" / f"{name}.yaml")
    assert agenda.minutes == minutes
    assert all(step.note for step in agenda.steps), "the facilitator gets a note at every step"


@pytest.mark.parametrize("file", STARTERS, ids=lambda file: file.stem)
def test_the_starters_say_it_plainly(file: Path) -> None:
    for step in read_agenda(file).steps:
        assert hard_words(f"{step.title} {step.prompt}") == [], step.id


def test_the_long_starters_have_agreement_access_check_and_break() -> None:
    for name in ("co-design-two-hours", "sensemaking-90-minutes"):
        agenda = read_agenda(resources.folder("workshop_data") / "agendas" / f"{name}.yaml")
        assert {"agreement", "break", "reflection"} <= {step.kind for step in agenda.steps}
        assert any(step.id == "access" for step in agenda.steps)


def test_the_menu_says_what_the_report_says_of_its_scale() -> None:
    agenda = read_agenda(resources.folder("workshop_data") / "agendas" / "co-design-two-hours.yaml")
    menu = next(step for step in agenda.steps if step.id == "choose").options or ()
    assert len(menu) == 12 and all(option.scale and option.detail for option in menu)
    assert "High investment" in menu[0].scale and "as a whole" in menu[0].scale


def test_a_tension_is_put_as_two_statements(tmp_path: Path) -> None:
    agenda = read_agenda(write(tmp_path, "steps:\n  - kind: statements\n"))
    options = agenda.steps[0].options or ()
    sources = [option.source for option in options]
    assert len(options) == 2 * len(set(sources)) > 4


def test_every_mistake_has_its_line(tmp_path: Path) -> None:
    text = """steps:
  - id: choose
    kind: chose
    minutes: 10
  - id: second
    kind: choose
    options: [One]
  - id: second
    kind: choose
    options: framework:componets
  - id: develop
    kind: develop
    from: later
    top: 2
  - id: later
    kind: notes
    options: [A, B]
  - id: talk
    kind: talk
    method: dots
  - id: empty
    kind: choose
"""
    found = problems(write(tmp_path, text))
    assert [line for line, _ in found] == sorted({6, 10, 11, 13, 16, 20, 23, 25}), found
    said = " ".join(words for _, words in found)
    for part in (
        "chose",
        "only one option",
        "componets",
        "later",
        "nothing to choose",
        "second",
        "no method",
    ):
        assert part in said, part


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("steps:\n  - kind: notes\n    minutes: 0\n", "minutes"),
        ("steps:\n  - kind: notes\n    minuts: 5\n", "minuts"),
        ("steps: []\n", "steps"),
        ("steps:\n  - kind: develop\n    from: x\n    options: [A]\n", "top"),
    ],
)
def test_wrong_values_are_named(tmp_path: Path, text: str, part: str) -> None:
    with pytest.raises(InputProblems) as caught:
        read_agenda(write(tmp_path, text))
    assert part in str(caught.value)


def test_top_cannot_be_more_than_there_is(tmp_path: Path) -> None:
    text = "steps:\n  - {id: a, kind: choose, options: [One, Two]}\n  - {id: b, kind: develop, from: a, top: 3}\n"
    assert problems(write(tmp_path, text)) == [(6, "“a” has 2 options, not 3")]


def test_other_files_are_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(InputProblems):
        read_agenda(tmp_path / "nothing.yaml")
    for name, data in {"empty": b"", "latin": "title: Caf\xe9".encode("latin-1"), "list": b"- a\n"}.items():
        file = tmp_path / f"{name}.yaml"
        file.write_bytes(data)
        with pytest.raises(InputProblems):
            read_agenda(file)


def test_a_team_has_its_own_kinds_and_lists(tmp_path: Path) -> None:
    new_workspace(tmp_path / "ours")
    folder = tmp_path / "ours"
    assert [file.stem for file in agenda_files(folder)] == [file.stem for file in STARTERS]
    place = folder / "workshop_data" / "kinds"
    place.mkdir()
    (place / "mood.yaml").write_text(
        "type: crpkit/activity-kind\nversion: 1\nid: mood\ntitle: Mood\nabout: How it goes.\n"
        "choosing:\n  method: scale\n  answers:\n    - {id: good, title: Good}\n    - {id: bad, title: Bad}\n",
        encoding="utf-8",
    )
    text = "steps:\n  - {kind: mood, options: [The pace, The room]}\n  - {kind: choose, options: easier-to-take-part.yaml}\n"
    agenda = read_agenda(write(tmp_path, text), folder)
    assert [kind.id for kind in agenda.kinds] == ["mood", "choose"]
    assert len(agenda.steps[1].options or ()) > 3
    (place / "mood.yaml").write_text("type: crpkit/activity-kind\nversion: 1\nid: Mood\n", encoding="utf-8")
    with pytest.raises(InputProblems) as caught:
        read_agenda(write(tmp_path, text), folder)
    assert all(problem.file and problem.file.name == "mood.yaml" for problem in caught.value.problems)


_WORDS = (
    st.text(
        st.characters(codec="utf-8", categories=("L", "N", "P", "S")) | st.just(" "), min_size=1, max_size=60
    )
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)


@settings(max_examples=60, deadline=None)
@given(
    title=_WORDS,
    prompts=st.lists(_WORDS, min_size=1, max_size=4),
    note=_WORDS,
    options=st.lists(_WORDS, min_size=2, max_size=4, unique_by=str.casefold),
)
def test_what_is_written_reads_back_the_same(
    tmp_path_factory: pytest.TempPathFactory, title: str, prompts: list[str], note: str, options: list[str]
) -> None:
    steps = [
        Step(f"s{n}", "notes", title, prompt, n + 1, materials=(note,), note=note)
        for n, prompt in enumerate(prompts)
    ]
    menu = tuple(Option(title=one, detail=note) for one in options)
    steps.append(Step("menu", "choose", title, note, 5, method="points", most=7, options=menu))
    steps.append(Step("work", "develop", title, note, 5, top=2, from_step="menu"))
    known = kinds()
    agenda = Agenda(title, tuple(steps), tuple(known[name] for name in ("notes", "choose", "develop")))
    file = tmp_path_factory.mktemp("agenda") / "a.yaml"
    file.write_text(agenda_text(agenda), encoding="utf-8")
    assert plain(read_agenda(file)) == agenda


def test_hard_words_come_with_plainer_ones_and_names_are_left_alone() -> None:
    found = hard_words("In order to engage stakeholders, the Hub will leverage a Keyboard.")
    assert [(word.word, word.plainer) for word in found] == [
        ("In order to", "to"),
        ("engage", "take part"),
        ("stakeholders", "people it matters to"),
        ("leverage", "use"),
    ]
    assert "In order to engage"[found[1].start :].startswith("engage")


# ---- changing an agenda

TASTER = resources.folder("workshop_data") / "agendas" / "taster-20-minutes.yaml"
CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["add", "move", "lengthen", "duplicate", "remove", "rename"]),
        st.integers(0, 39),
        st.integers(-30, 30),
    ),
    max_size=25,
)


@settings(max_examples=60, deadline=None)
@given(CHANGES)
def test_whatever_is_changed_it_hangs_together_and_reads_back(
    tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[str, int, int]]
) -> None:
    framework, known = load_framework(), list(kinds().values())
    agenda = read_agenda(TASTER)
    for what, number, by in acts:
        before, name = agenda, agenda.steps[number % len(agenda.steps)].id
        if what == "add":
            agenda, new = editing.added(agenda, known[number % len(known)], framework, name)
            assert agenda.steps[[step.id for step in before.steps].index(name) + 1].id == new
        elif what == "move":
            agenda = editing.moved(agenda, name, by)
            assert sorted(agenda.steps, key=str) == sorted(before.steps, key=str)
        elif what == "lengthen":
            agenda = editing.lengthened(agenda, name, by)
        elif what == "duplicate":
            agenda, new = editing.duplicated(agenda, name)
            assert agenda.minutes == 2 * before.minutes - sum(s.minutes for s in before.steps if s.id != name)
        elif what == "remove" and len(agenda.steps) > 1:
            agenda = editing.removed(agenda, name)
        elif what == "rename":
            agenda = editing.changed(agenda, name, title=f"Title {number}")
        names = [step.id for step in agenda.steps]
        assert len(set(names)) == len(names) and agenda.minutes == sum(step.minutes for step in agenda.steps)
        assert {step.kind for step in agenda.steps} <= {kind.id for kind in agenda.kinds}
    folder = tmp_path_factory.mktemp("work")
    (folder / editing.FOLDER).mkdir(parents=True)
    wrong = editing.problems_of(agenda, framework, folder)
    # All that can be wrong is that somebody has to say what there is to choose from.
    assert all(problem.field == "kind" and "nothing to choose" in problem.found for _, problem in wrong)
    if not wrong:
        saved = editing.save_agenda(agenda, folder, framework)
        again = plain(read_agenda(saved, folder, framework))
        assert replace(again, kinds=()) == replace(plain(agenda), kinds=())


def test_times_of_day(tmp_path: Path) -> None:
    agenda = read_agenda(TASTER)
    assert dict(editing.clock(agenda, "23:50")) == {
        "hello": "23:50",
        "write": "23:53",
        "choose": "23:59",
        "look-back": "00:05",
        "": "00:10",
    }
    assert editing.clock(agenda, " 9.30 ")["hello"] == "09:30"
    for wrong in ("", "25:00", "ten", "10:60"):
        with pytest.raises(InputProblems, match=r"10:00"):
            editing.clock(agenda, wrong)


def test_saving_keeps_what_was_there_until_it_is_right(tmp_path: Path) -> None:
    framework = load_framework()
    (tmp_path / editing.FOLDER).mkdir(parents=True)
    agenda = read_agenda(TASTER)
    first = editing.save_agenda(agenda, tmp_path, framework)
    assert first.name == "a-taste-of-it.yaml"
    assert editing.save_agenda(agenda, tmp_path, framework).name == "a-taste-of-it-2.yaml"
    before = first.read_bytes()
    empty = editing.changed(agenda, "choose", options=None, source="")
    assert editing.problems_of(empty, framework, tmp_path)[0][0] == "choose"
    with pytest.raises(InputProblems, match="nothing to choose"):
        editing.save_agenda(empty, tmp_path, framework, first)
    assert first.read_bytes() == before
    longer = editing.lengthened(agenda, "write", 5)
    assert editing.save_agenda(longer, tmp_path, framework, first) == first
    assert read_agenda(first).minutes == 25


def test_an_agenda_keeps_a_step_and_has_forty_at_most() -> None:
    agenda = read_agenda(TASTER)
    for name in ("hello", "write", "choose"):
        agenda = editing.removed(agenda, name)
    with pytest.raises(InputProblems, match="needs a step"):
        editing.removed(agenda, "look-back")
    for _ in range(39):
        agenda, _ = editing.duplicated(agenda, "look-back")
    with pytest.raises(InputProblems, match="at most 40"):
        editing.duplicated(agenda, "look-back")


# ---- what the command line says


def test_check_names_broken_agendas_and_kinds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = new_workspace(tmp_path / "ours")
    assert main(["check", str(folder)]) == 0
    broken = folder / "workshop_data" / "agendas" / "taster-20-minutes.yaml"
    broken.write_text(
        TASTER.read_text(encoding="utf-8").replace("kind: notes", "kind: note"), encoding="utf-8"
    )
    (folder / "workshop_data" / "kinds").mkdir(exist_ok=True)
    kind = folder / "workshop_data" / "kinds" / "weather.yaml"
    kind.write_text(
        "type: crpkit/activity-kind\nversion: 1\nid: weather\ntitle: W\nabot: x\n", encoding="utf-8"
    )
    capsys.readouterr()
    assert main(["check", str(folder)]) == 2
    said = capsys.readouterr().err
    assert "weather.yaml" in said and "abot" in said and "about" in said
    kind.unlink()
    assert main(["check", str(folder)]) == 2
    said = capsys.readouterr().err
    assert "taster-20-minutes.yaml, line 15" in said and "Did you mean “notes”" in said


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_problem_is_said_of_the_step_that_has_it(number: int) -> None:
    agenda = read_agenda(STARTERS[0])
    steps = list(agenda.steps)
    for wrong in ({"materials": ("x" * 3_000,)}, {"minutes": 0}):
        steps[number] = replace(agenda.steps[number], **wrong)
        found = editing.problems_of(replace(agenda, steps=tuple(steps)), load_framework())
        assert [name for name, _ in found] == [steps[number].id]


def test_a_workspace_with_its_own_kinds_lays_out_their_agendas(tmp_path: Path) -> None:
    folder = new_workspace(tmp_path / "ours")
    (folder / "workshop_data" / "kinds").mkdir()
    kind = "type: crpkit/activity-kind\nversion: 1\nid: weather\ntitle: Weather\nabout: How we are.\nengine: pause\nminutes: 5\n"
    (folder / "workshop_data" / "kinds" / "weather.yaml").write_text(kind, encoding="utf-8")
    file = folder / "workshop_data" / "agendas" / "w.yaml"
    file.write_text(
        "type: crpkit/agenda\nversion: 1\ntitle: W\nsteps:\n  - {id: notes-1, kind: weather, title: Now, minutes: 5}\n",
        encoding="utf-8",
    )
    workspace = open_workspace(folder)
    try:
        workshop = Workshop.create(workspace, "Ours")
        workshop.set_agenda(file)
        assert workshop.state.agenda is not None
        # an activity that is added by hand takes no name of a step
        assert workshop.open_activity("notes", "By hand?") == "notes-2"
    finally:
        workspace.close()


def test_a_board_needs_a_step_in_which_notes_are_written(tmp_path: Path) -> None:
    text = (
        "steps:\n  - {id: hands, kind: choose, title: Which, prompt: Which?, options: [A, B], minutes: 5}\n"
        "  - {id: board, kind: themes, title: Themes, prompt: What goes together?, of: [hands], minutes: 5}\n"
    )
    assert problems(write(tmp_path, text)) == [(6, "In the step “hands” nothing is written")]
