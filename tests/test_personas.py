"""Personas as records: the starter six, reading with every problem, making, adapting, saving."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crpkit import resources
from crpkit.errors import InputProblems
from crpkit.framework.models import HowKnown
from crpkit.personas import (
    DIGITAL_ACCESS,
    FACTS,
    GROUPS,
    Persona,
    adapt,
    check_personas,
    load_personas,
    make_id,
    new_persona,
    read_personas,
    save_persona,
)
from crpkit.personas.words import LONGEST_ID, one_line

CARD = {"i_am": ["Busy"], "id_like": ["A rest"], "how_do_i": ["Get one"]}
GOOD = """\
type: crpkit/persona
version: 1
id: {id}
title: A gardener
group: community-new
i_am:
  - Fond of beans
id_like:
  - More beans
how_do_i:
  - Find beans
"""


def someone(**changes):
    return new_persona(**{"title": "A gardener", "group": "community-new", **CARD, **changes})


def problems_of(error):
    return [str(problem) for problem in error.value.problems]


# --- the starter six


def test_the_six_starters_stand_for_the_six_groups_in_order():
    personas = load_personas()
    assert [persona.group for persona in personas.values()] == list(GROUPS)
    assert all(name == persona.id for name, persona in personas.items())


def test_the_groups_are_those_of_the_framework():
    framework = pytest.importorskip("crpkit.framework")
    assert tuple(group.id for group in framework.load_framework().groups) == GROUPS


@pytest.mark.parametrize(
    ("persona", "counts"),
    [
        ("community-new", (5, 3, 3)),
        ("community-experienced", (3, 3, 3)),
        ("broker-new", (4, 4, 5)),
        ("broker-experienced", (5, 4, 6)),
        ("researcher-early-career", (4, 5, 5)),
        ("researcher-established", (5, 5, 4)),
    ],
)
def test_every_line_of_the_six_cards_has_its_counterpart(persona, counts):
    """The counts are those of the cards in Appendix 4, counted by hand."""
    card = load_personas()[persona]
    assert (len(card.i_am), len(card.id_like), len(card.how_do_i)) == counts
    assert card.evidence == "report:appendix-4"


def test_starters_invent_nothing():
    for persona in load_personas().values():
        known = {name: fact for name, fact in persona.facts.items() if fact.known}
        assert set(known) == ({"place"} if persona.id == "community-new" else set())
        assert all(fact.how_known is HowKnown.REPORTED for fact in known.values())


def test_every_fact_of_the_record_is_described_once():
    described = [fact.name for fact in FACTS]
    card = {"id", "title", "group", "i_am", "id_like", "how_do_i", "source", "based_on"}
    assert set(described) == set(Persona.model_fields) - card
    assert len(described) == len(set(described))
    for access in DIGITAL_ACCESS:
        assert someone(digital_access=access).digital_access.value == access


# --- how a value is known


def test_a_bare_value_is_the_teams_assumption():
    fact = someone(hours_a_month=6).hours_a_month
    assert (fact.value, fact.how_known, fact.known) == (6, HowKnown.ASSUMED, True)


def test_a_value_says_how_it_is_known_and_by_whom():
    given_fact = {"value": 0, "how_known": "confirmed", "note": "asked twice", "by": "focus group 2"}
    fact = someone(money=given_fact).money
    assert fact.value == 0
    assert (fact.how_known, fact.note, fact.by) == (HowKnown.CONFIRMED, "asked twice", "focus group 2")


def test_no_access_needs_is_not_the_same_as_not_known():
    assert not someone().access_needs.known
    assert someone(access_needs=[]).access_needs.value == ()
    assert someone(access_needs=[]).access_needs.known


def test_a_blank_can_carry_a_note():
    fact = someone(money={"note": "would rather not say"}).money
    assert not fact.known
    assert fact.note == "would rather not say"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("hours_a_month", -1, "0 to 744"),
        ("hours_a_month", float("nan"), "0 to 744"),
        ("hours_a_month", float("inf"), "0 to 744"),
        ("hours_a_month", True, "not true or false"),
        ("hours_a_month", "a few", "not a number"),
        ("money", 1e12, "1,000,000"),
        ("confidence", 0, "1 to 5"),
        ("confidence", 6, "1 to 5"),
        ("confidence", "3½", "whole number"),
        ("digital_access", "phon", "Did you mean “phone”?"),
        ("access_needs", "a ramp", "not a list"),
        ("place", " \x00 ", "empty"),
        ("title", "t" * 121, "at most 120"),
        ("i_am", ["x"] * 41, "keep the 40"),
        ("money", {"value": 5, "how_known": "inferred"}, "not used in personas"),
        ("money", {"value": 5, "how_known": "unknown"}, "unknown"),
        ("money", {"value": 5, "how_known": "gessed"}, "gessed"),
        ("money", {"valeu": 5}, "Did you mean “value”?"),
        ("shoe_size", 40, "no field “shoe_size”"),
    ],
)
def test_what_cannot_be_is_refused_in_words(field, value, words):
    with pytest.raises(InputProblems) as error:
        someone(**{field: value})
    (line,) = problems_of(error)
    assert words in line
    assert field in line


# --- making and adapting


def test_everything_wrong_with_a_new_persona_is_said_at_once():
    with pytest.raises(InputProblems) as error:
        new_persona("", "comunity-new", [], ["x" * 2000], ["fine"], hours_a_month="six")
    said = "\n".join(problems_of(error))
    for field in ("title", "group", "i_am", "id_like", "hours_a_month"):
        assert field in said
    assert "Did you mean “community-new”?" in said
    assert "file" not in said


def test_a_team_may_have_groups_of_its_own():
    assert someone(group="young-people", groups=[*GROUPS, "young-people"]).group == "young-people"
    with pytest.raises(InputProblems, match="no group"):
        someone(group="young-people")


def test_an_adapted_persona_names_its_origin_and_no_longer_the_report():
    starter = load_personas()["broker-new"]
    own = adapt(starter, id="our-broker", title="Our broker", hours_a_month=4)
    assert (own.source, own.based_on, own.i_am) == (None, "broker-new", starter.i_am)
    assert own.evidence == "team:persona/our-broker"
    again = adapt(own, i_am=["Something else"])
    assert again.based_on == "broker-new"


def test_filling_a_blank_leaves_the_card_the_reports():
    starter = load_personas()["broker-new"]
    filled = adapt(starter, hours_a_month={"value": 4, "how_known": "confirmed"})
    assert filled.source == "appendix-4"
    assert filled.hours_a_month.how_known is HowKnown.CONFIRMED
    reworded = adapt(filled, title="Another title")
    assert (reworded.source, reworded.based_on) == (None, "broker-new")


def test_a_persona_cannot_be_changed_behind_ones_back():
    with pytest.raises(ValueError, match="frozen"):
        load_personas()["broker-new"].title = "Other"


@settings(deadline=None)
@given(st.text(), st.sets(st.sampled_from(["persona", "persona-2", "a"])))
def test_an_id_made_from_any_title_is_a_file_name_everywhere(title, taken):
    name = make_id(title, taken)
    assert name not in taken
    assert len(name) <= LONGEST_ID
    assert someone(id=name).id == name


@pytest.mark.parametrize("name", ["con", "nul", "com1", "lpt9"])
def test_names_that_windows_keeps_are_not_made_and_not_accepted(name):
    assert make_id(name.upper()) == f"persona-{name}"
    with pytest.raises(InputProblems, match="Windows"):
        someone(id=name)


@pytest.mark.parametrize(
    "name", ["../up", "a/b", "a\\b", "C:", "é", "A", "a--b", "-a", "a.yaml", "a" * 61, ".", "a\n"]
)
def test_an_id_cannot_be_a_path(name):
    with pytest.raises(InputProblems, match="file name"):
        someone(id=name)


# --- reading a folder


def test_every_problem_in_every_file_is_found_and_the_sound_ones_are_kept(tmp_path):
    (tmp_path / "sound.yaml").write_text(GOOD.format(id="sound"), encoding="utf-8")
    (tmp_path / "broken.yaml").write_text("type: crpkit/persona\nid: [", encoding="utf-8")
    (tmp_path / "latin.yaml").write_bytes(b"type: crpkit/persona\ntitle: caf\xe9\n")
    wrong = (
        GOOD.format(id="other").replace("community-new", "comunity-new").replace("- Fond of beans", "- 2022")
    )
    (tmp_path / "wrong.yaml").write_text(wrong, encoding="utf-8")
    (tmp_path / "newer.yaml").write_text(GOOD.format(id="newer").replace("version: 1", "version: 9"))
    (tmp_path / "notes.txt").write_text("not a persona")
    read = read_personas(tmp_path)
    assert list(read.personas) == ["sound"]
    by_file = {problem.file.name: [] for problem in read.problems}
    for problem in read.problems:
        by_file[problem.file.name].append(problem)
    assert set(by_file) == {"broken.yaml", "latin.yaml", "wrong.yaml", "newer.yaml"}
    assert [(p.line, p.field) for p in by_file["wrong.yaml"]] == [(3, "id"), (5, "group"), (7, "i_am.0")]
    assert "Did you mean “community-new”?" in str(by_file["wrong.yaml"][1])
    assert by_file["latin.yaml"][0].line == 2
    assert check_personas(tmp_path) == list(read.problems)
    with pytest.raises(InputProblems) as error:
        load_personas(tmp_path)
    assert error.value.problems == read.problems


def test_two_files_with_one_id_are_told(tmp_path):
    for ending in ("yaml", "yml"):
        (tmp_path / f"twin.{ending}").write_text(GOOD.format(id="twin"), encoding="utf-8")
    (problem,) = check_personas(tmp_path)
    assert "already a persona “twin”, in twin.yaml" in str(problem)
    assert problem.file.name == "twin.yml"


def test_a_folder_that_is_not_there_is_told_in_words(tmp_path):
    (problem,) = check_personas(tmp_path / "nowhere")
    assert "cannot be opened" in problem.found


def test_a_file_name_with_markup_is_only_a_name(tmp_path):
    name = "‮<img onerror=x>.yaml" if os.name != "nt" else "‮img.yaml"
    (tmp_path / name).write_text(GOOD.format(id="sound"), encoding="utf-8")
    (problem,) = check_personas(tmp_path)
    assert problem.file.name == name
    assert "“sound.yaml”" in problem.remedy


def test_personas_stand_in_the_order_of_their_groups(tmp_path):
    for name, group in (("a", "researcher-established"), ("b", "community-new"), ("c", "ours")):
        text = GOOD.format(id=name).replace("community-new", group)
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    assert list(load_personas(tmp_path, [*GROUPS, "ours"])) == ["b", "a", "c"]


# --- saving

ANY_TEXT = st.text(min_size=1, max_size=40).filter(one_line)


@settings(deadline=None)
@given(
    title=ANY_TEXT,
    lines=st.lists(ANY_TEXT, min_size=1, max_size=4),
    needs=st.none() | st.lists(ANY_TEXT, max_size=3),
    hours=st.none() | st.floats(0, 744),
    note=st.none() | ANY_TEXT,
    how=st.sampled_from(["assumed", "confirmed", "reported"]),
)
def test_saved_and_loaded_is_the_same_for_any_unicode(
    tmp_path_factory, title, lines, needs, hours, note, how
):
    folder = tmp_path_factory.mktemp("personas")
    fact = None if hours is None else {"value": hours, "how_known": how, "note": note}
    persona = someone(
        title=title, i_am=lines, id_like=lines, how_do_i=lines, access_needs=needs, hours_a_month=fact
    )
    save_persona(persona, folder)
    assert load_personas(folder) == {persona.id: persona}
    changed = adapt(persona, i_am=[*lines, title])
    save_persona(changed, folder, instead_of=persona)
    assert load_personas(folder) == {persona.id: changed}


def test_lone_surrogates_and_controls_are_cleaned_at_the_door(tmp_path):
    persona = someone(title="a\ud800b\x00c\u2028d", i_am=["x\r\ny\x1b[31m"])
    assert (persona.title, persona.i_am) == ("a\ufffdbc d", ("x y[31m",))
    save_persona(persona, tmp_path)
    assert load_personas(tmp_path)[persona.id] == persona


def test_another_persona_is_never_overwritten(tmp_path):
    first = someone()
    path = save_persona(first, tmp_path)
    before = path.read_bytes()
    with pytest.raises(InputProblems, match="already a persona “a-gardener”"):
        save_persona(someone(i_am=["Another gardener"]), tmp_path)
    with pytest.raises(InputProblems, match="changed since it was opened"):
        save_persona(someone(money=1), tmp_path, instead_of=someone(i_am=["Never there"]))
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", ["A-Gardener.yaml", "a-gardener.yml"])
def test_a_name_in_other_letters_or_with_the_other_ending_counts_as_taken(tmp_path, name):
    (tmp_path / name).write_text("anything", encoding="utf-8")
    with pytest.raises(InputProblems, match="already a persona"):
        save_persona(someone(), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_file_that_cannot_be_read_is_not_replaced(tmp_path):
    path = tmp_path / "a-gardener.yaml"
    path.write_text("id: [", encoding="utf-8")
    with pytest.raises(InputProblems, match="YAML"):
        save_persona(someone(), tmp_path, instead_of=someone())
    assert path.read_text(encoding="utf-8") == "id: ["


def test_comments_and_order_stay_when_a_value_changes(tmp_path):
    path = tmp_path / "beans.yaml"
    path.write_text(
        "# ours\n"
        + GOOD.format(id="beans")
        .replace("title:", "# the heading\ntitle:")
        .replace("beans\nid_like", "beans  # yum\nid_like")
        + "money: 5   # a guess\n",
        encoding="utf-8",
    )
    persona = load_personas(tmp_path)["beans"]
    save_persona(adapt(persona, hours_a_month=3), tmp_path, instead_of=persona)
    text = path.read_text(encoding="utf-8")
    for comment in ("# ours\n", "# the heading\n", "# yum\n", "money: 5   # a guess\n"):
        assert comment in text
    assert text.index("title") < text.index("i_am") < text.index("money") < text.index("hours_a_month: 3")


def test_the_comments_of_a_starter_outlive_a_rewording(tmp_path):
    name = "community-new.yaml"
    source = (resources.folder("personas") / name).read_text(encoding="utf-8")
    (tmp_path / name).write_text(source, encoding="utf-8")
    persona = load_personas(tmp_path)["community-new"]
    reworded = adapt(persona, how_do_i=["Begin", *persona.how_do_i, "End"], place={"note": "moved"}, money=5)
    save_persona(reworded, tmp_path, instead_of=persona)
    text = (tmp_path / name).read_text(encoding="utf-8")
    comments = [line for line in source.splitlines() if line.startswith("#")]
    assert [line for line in text.splitlines() if line.startswith("#")] == comments
    assert text.index("- End") < text.index(comments[-1]) < text.index("note: moved") < text.index("money: 5")
    assert load_personas(tmp_path)["community-new"] == reworded


def test_a_new_file_shows_what_could_be_filled_in(tmp_path):
    text = save_persona(someone(confidence=2), tmp_path).read_text(encoding="utf-8")
    assert text.startswith("# A persona:")
    assert "type: crpkit/persona\nversion: 1\nid: a-gardener\n" in text
    assert "\nconfidence: 2\n" in text
    assert "\nmoney:\n" in text
    assert "Blank means that nobody knows yet" in text


def test_the_folder_is_made_but_not_a_whole_path(tmp_path):
    assert save_persona(someone(), tmp_path / "personas").is_file()
    with pytest.raises(InputProblems, match="cannot be made"):
        save_persona(someone(), tmp_path / "not" / "there")
    (tmp_path / "file").write_text("")
    with pytest.raises(InputProblems, match="cannot be"):
        save_persona(someone(), tmp_path / "file")


def test_the_starter_files_come_through_a_rewrite_unchanged_in_content(tmp_path):
    for path in resources.folder("personas").glob("*.yaml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
        persona = load_personas(tmp_path)[path.stem]
        save_persona(persona, tmp_path, instead_of=persona)
        assert (tmp_path / path.name).read_text(encoding="utf-8") == Path(path).read_text(encoding="utf-8")
