"""The page of personas without a browser: what the page is sent, what it may send back, what is saved."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crpkit.errors import InputProblems
from crpkit.framework import HowKnown, load_framework
from crpkit.panels import controls as ui
from crpkit.panels.personas import PersonaDesk, emblem, group_words, sheet
from crpkit.panels.personas.card import fact_in_words
from crpkit.personas import (
    LONGEST_LINE,
    LONGEST_TITLE,
    MOST_LINES,
    adapt,
    load_personas,
    new_persona,
    save_persona,
)
from crpkit.workspace import new_workspace, open_workspace

FRAMEWORK = load_framework()
GROUPS = group_words(FRAMEWORK)
HOSTILE = '<img src=x onerror="alert(1)"><script>alert(2)</script>\u202e'
_ids = count()


def send(control, kind, **data):
    """Do what the page does: send a message."""
    control._handle_custom_msg({"kind": kind, "id": f"test-{next(_ids)}", **data}, [])


def type_in(box, value):
    send(box, "set", value=value)


def pick(choice, *values):
    send(choice, "set", value=[str(value) for value in values])


def press(button):
    send(button, "click")


@pytest.fixture
def workspace(tmp_path):
    opened = open_workspace(new_workspace(tmp_path / "ours"))
    yield opened
    opened.close()


@pytest.fixture
def desk(workspace):
    desk = PersonaDesk()
    desk.use(workspace)
    return desk


def people(desk):
    return {person["id"]: person for person in desk.gallery._spec["people"]}


def fill_in(form, title="Our gardener"):
    type_in(form.title, title)
    pick(form.group, "community-new")
    type_in(form.card["i_am"], "Fond of beans\n\n  Short of water ")
    type_in(form.card["id_like"], "More beans")
    type_in(form.card["how_do_i"], "Find beans")


# --- before the page is open


def test_a_page_made_ready_beforehand_holds_nobodys_data():
    desk = PersonaDesk()
    assert desk.gallery._spec["people"] == []
    assert not desk.gallery._spec["loaded"]
    assert [value for value, *_ in desk.form.start.options] == [""]
    assert desk.form.group.options == ()


def test_saving_before_a_workspace_is_open_says_so(desk):
    bare = PersonaDesk()
    bare.form.use({}, GROUPS)
    fill_in(bare.form)
    press(bare.form.save_button)
    assert "No workspace is open" in bare.form.save_button.problem
    assert bare.form.title.value == "Our gardener"


def test_a_broken_framework_of_the_team_hides_no_persona_and_is_named_first(tmp_path):
    folder = new_workspace(tmp_path / "ours")
    (folder / "framework.yaml").write_text(
        "kind: crpkit/overlay\nversion: 1\nnonsense: 3\n", encoding="utf-8"
    )
    opened = open_workspace(folder)
    desk = PersonaDesk()
    desk.use(opened)
    assert len(people(desk)) == 6
    first, *others = desk.gallery._spec["problems"]
    assert "groups here are those that come with the kit" in first
    assert others and all(problem.startswith("framework.yaml") for problem in others)
    fill_in(desk.form)
    press(desk.form.save_button)
    assert desk.form.save_button.problem == "" and (folder / "personas" / "our-gardener.yaml").is_file()
    (folder / "framework.yaml").unlink()
    desk.refresh()
    assert desk.gallery._spec["problems"] == []
    opened.close()


# --- the gallery and the card


def test_the_gallery_shows_all_six_with_their_families(desk):
    assert list(people(desk)) == [group.id for group in FRAMEWORK.groups]
    assert [family for family, _ in desk.gallery._spec["families"]] == ["community", "brokers", "researchers"]
    assert people(desk)["community-new"]["known"] == "1 of 7 facts filled in"
    assert people(desk)["broker-new"]["known"] == "None of 7 facts filled in"


def test_the_card_tells_known_assumed_and_unknown_apart():
    persona = adapt(
        load_personas()["community-new"],
        hours_a_month={"value": 1, "how_known": "confirmed", "by": "two charities", "note": "in term time"},
        money=0,
    )
    facts = {fact["label"]: fact for fact in sheet(persona, GROUPS["community-new"], {})["facts"]}
    assert facts["Place"]["how"] == "From the report"
    assert (facts["Time"]["value"], facts["Time"]["how"]) == ("1 hour a month", "The team checked")
    assert facts["Time"]["note"] == "in term time · says two charities"
    assert (facts["Money"]["value"], facts["Money"]["state"]) == ("£0 a year", "assumed")
    assert (facts["Access"]["value"], facts["Access"]["how"]) == ("Not known yet", "")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("hours_a_month", 2.5, "2.5 hours a month"),
        ("money", 1234.5, "£1,234.50 a year"),
        ("years_of_experience", 1, "1 year"),
        ("confidence", 5, "5 – very sure"),
        ("digital_access", "phone", "A phone only"),
        ("access_needs", (), "Nothing special"),
        ("access_needs", ("a ramp", "large print"), "a ramp; large print"),
        ("place", "Leith", "Leith"),
    ],
)
def test_values_are_said_as_a_person_would(name, value, words):
    assert fact_in_words(name, value) == words


def test_the_card_says_where_it_comes_from():
    personas = load_personas()
    starter = personas["broker-new"]
    copy = adapt(starter, id="ours", title="Ours")
    group = GROUPS["broker-new"]
    assert "report (appendix 4)" in sheet(starter, group, personas)["origin"]
    assert starter.title in sheet(copy, group, personas)["origin"]
    assert "changed the wording" in sheet(adapt(starter, title="Other"), group, personas)["origin"]
    assert sheet(copy, group, {})["origin"] == "Made by the team."


def test_a_card_opens_by_its_id_and_by_no_other(desk):
    send(desk.gallery, "open", persona="broker-new")
    assert desk.gallery._state["open"] == desk.gallery.opened == "broker-new"
    for odd in ("../../etc/passwd", "nobody", 7, None, ["broker-new"], {"id": "broker-new"}):
        send(desk.gallery, "open", persona=odd)
        send(desk.gallery, "change", persona=odd)
    assert desk.gallery.opened == "broker-new"
    assert desk.form.start.value == ""
    send(desk.gallery, "open", persona="")
    assert desk.gallery.opened == ""


def test_what_a_browser_writes_into_the_state_is_dropped(desk):
    before = dict(desk.gallery._spec)
    desk.gallery.set_state({"_spec": {"people": []}, "_state": {"open": "x"}})
    assert desk.gallery._spec == before
    assert desk.gallery.opened == ""


def test_the_address_may_name_a_persona(workspace):
    desk = PersonaDesk()
    desk.use(workspace, chosen="researcher-established")
    assert desk.gallery.opened == "researcher-established"
    desk.use(workspace, chosen="<script>")
    assert desk.gallery.opened == ""


def test_a_broken_file_is_told_and_hides_no_other(workspace):
    folder = workspace.folder / "personas"
    (folder / "broken.yaml").write_text("type: crpkit/persona\nid: [", encoding="utf-8")
    desk = PersonaDesk()
    desk.use(workspace)
    assert len(people(desk)) == 6
    (problem,) = desk.gallery._spec["problems"]
    assert problem.startswith("broken.yaml, line ")
    assert str(folder) not in problem


@settings(deadline=None)
@given(st.text(max_size=20), st.sampled_from(["community", "brokers", "funders", "<b>"]), st.booleans())
def test_an_emblem_is_a_picture_without_a_word_in_it(persona_id, family, new):
    svg = emblem(persona_id, family, "new" if new else "experienced")
    assert svg == emblem(persona_id, family, "new" if new else "experienced")
    drawn = fromstring(svg)
    tags = {element.tag.split("}")[1] for element in drawn.iter()}
    assert tags <= {"svg", "path", "g", "ellipse"}
    assert not "".join(drawn.itertext()).strip()
    assert all(not name.startswith("on") for element in drawn.iter() for name in element.attrib)


def test_emblems_tell_families_experience_and_persons_apart():
    drawn = {
        emblem(who, family, experience)
        for who in ("a", "b")
        for family in ("community", "brokers", "researchers", "funders", "other")
        for experience in ("new", "experienced")
    }
    assert len(drawn) == 20


# --- the form: what is missing, and saving


def test_the_save_button_says_all_that_is_missing(desk):
    said = desk.form.save_button.blocker
    assert said == (
        "Write a title. Choose a group. Write at least one line under “Who I am”, “What I’d like” and “How do I …?”."
    )
    press(desk.form.save_button)
    assert len(list((desk._workspace.folder / "personas").iterdir())) == 6


def test_a_persona_is_made_and_saved_and_shown(desk, workspace):
    form = desk.form
    fill_in(form)
    type_in(form.facts["hours_a_month"].value_box, 6)
    assert form.facts["hours_a_month"].how.value == "assumed"
    pick(form.facts["digital_access"].value_box, "phone")
    pick(form.facts["digital_access"].how, "confirmed")
    type_in(form.facts["digital_access"].note, "asked in March")
    pick(form.facts["access_needs"].how, "assumed")
    assert form.save_button.blocker == ""
    press(form.save_button)
    saved = workspace.personas["our-gardener"]
    assert saved.i_am == ("Fond of beans", "Short of water")
    assert (saved.hours_a_month.value, saved.hours_a_month.how_known) == (6, HowKnown.ASSUMED)
    assert (saved.digital_access.value, saved.digital_access.note) == ("phone", "asked in March")
    assert saved.access_needs.value == ()
    assert not saved.money.known
    assert desk.gallery.opened == "our-gardener"
    assert form.status.text == "“Our gardener” is saved: personas/our-gardener.yaml"
    assert not form.changed


def test_a_starter_can_be_changed_in_place(desk, workspace):
    send(desk.gallery, "change", persona="community-new")
    form = desk.form
    assert form.title.value == workspace.personas["community-new"].title
    assert form.facts["place"].how.value == "reported"
    type_in(form.facts["confidence"].note, "we forgot to ask")
    pick(form.facts["money"].how, "assumed")
    assert "At “Money”, fill it in" in form.save_button.blocker
    type_in(form.facts["money"].value_box, 40)
    press(form.save_button)
    saved = workspace.personas["community-new"]
    assert (saved.money.value, saved.source) == (40, "appendix-4")
    assert (saved.confidence.known, saved.confidence.note) == (False, "we forgot to ask")
    assert len(workspace.personas) == 6


def test_a_value_that_is_changed_is_no_longer_the_reports(desk):
    send(desk.gallery, "change", persona="community-new")
    place = desk.form.facts["place"]
    type_in(place.value_box, "Leith")
    assert place.how.value == "assumed"
    assert "reported" not in {value for value, *_ in desk.form.facts["money"].how.options}
    type_in(place.value_box, "")
    assert place.given is None


def test_a_copy_needs_a_title_of_its_own_and_leaves_the_first_alone(desk, workspace):
    before = (workspace.folder / "personas" / "broker-new.yaml").read_bytes()
    pick(desk.form.start, "broker-new")
    pick(desk.form.aim, "copy")
    assert "Another persona has this title" in desk.form.save_button.blocker
    type_in(desk.form.title, "Our own broker")
    press(desk.form.save_button)
    assert workspace.personas["our-own-broker"].based_on == "broker-new"
    assert (workspace.folder / "personas" / "broker-new.yaml").read_bytes() == before


def test_nothing_typed_is_lost_when_another_start_is_chosen(desk):
    type_in(desk.form.title, "Half written")
    for start in ("broker-new", "broker-new"):
        pick(desk.form.start, start)
        assert desk.form.title.value == "Half written"
        assert desk.form.start.value == ""
    assert "What you typed is not saved" in desk.form.status.text
    assert desk.form.replace_button.layout.display is None
    press(desk.form.replace_button)
    assert desk.form.start.value == "broker-new"
    assert desk.form.replace_button.layout.display == "none"
    assert not desk.form.changed


def test_reading_the_workspace_again_loses_nothing_typed(desk, workspace):
    fill_in(desk.form)
    desk.use(workspace)
    assert desk.form.title.value == "Our gardener"
    assert desk.form.group.value == "community-new"


def test_bad_input_blocks_and_is_kept(desk):
    fill_in(desk.form)
    type_in(desk.form.title, "x" * 5000)
    assert "Mend what is marked above." in desk.form.save_button.blocker
    assert desk.form.changed
    type_in(desk.form.title, "Fine")
    type_in(desk.form.facts["hours_a_month"].value_box, 9999)
    assert "Mend what is marked at “Time”." in desk.form.save_button.blocker
    type_in(desk.form.facts["hours_a_month"].value_box, None)
    type_in(desk.form.card["i_am"], "y" * 2000)
    assert "“Who I am”: The line has 2000 characters" in desk.form.save_button.blocker


def test_a_value_and_how_it_is_known_must_agree(desk):
    fill_in(desk.form)
    row = desk.form.facts["place"]
    type_in(row.value_box, "Leith")
    pick(row.how, "")
    assert "At “Place”, say how you know it, or take it out." in desk.form.save_button.blocker


def test_the_largest_persona_there_can_be_fits_the_form(desk, workspace):
    line = "w" * LONGEST_LINE
    lines = [line] * MOST_LINES
    largest = new_persona(
        "t" * LONGEST_TITLE, "broker-new", lines, lines, lines, place=line, access_needs=lines, money=999_999.99,
        hours_a_month={"value": 744, "how_known": "confirmed", "note": line, "by": line},
    )  # fmt: skip
    save_persona(largest, workspace.folder / "personas")
    desk.refresh()
    pick(desk.form.start, largest.id)
    assert desk.form.save_button.blocker == ""
    type_in(desk.form.facts["confidence"].note, "x")
    press(desk.form.save_button)
    assert workspace.personas[largest.id].confidence.note == "x"
    assert workspace.personas[largest.id].hours_a_month == largest.hours_a_month


def test_a_file_changed_meanwhile_is_not_overwritten(desk, workspace):
    pick(desk.form.start, "broker-new")
    type_in(desk.form.title, "My wording")
    theirs = adapt(workspace.personas["broker-new"], title="Their wording")
    save_persona(theirs, workspace.folder / "personas", instead_of=workspace.personas["broker-new"])
    press(desk.form.save_button)
    assert "changed since it was opened" in desk.form.save_button.problem
    assert desk.form.title.value == "My wording"
    assert workspace.personas["broker-new"].title == "Their wording"


def test_a_folder_that_cannot_be_written_says_so_and_loses_nothing(desk, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    fill_in(desk.form)
    monkeypatch.setattr("crpkit.tables.yamls.os.replace", refuse)
    press(desk.form.save_button)
    assert "cannot be written" in desk.form.save_button.problem
    assert desk.form.card["i_am"].value.startswith("Fond of beans")


def test_markup_and_any_unicode_are_only_text(desk, workspace):
    fill_in(desk.form, HOSTILE)
    type_in(desk.form.card["i_am"], f"{HOSTILE}\n难民 \ud800 👩‍🌾")
    press(desk.form.save_button)
    (saved,) = [one for one in workspace.personas.values() if one.title == HOSTILE]
    assert Path(f"{saved.id}.yaml").name == f"{saved.id}.yaml"
    assert saved.i_am[1] == "难民 \ufffd 👩‍🌾"
    assert people(desk)[saved.id]["title"] == HOSTILE
    assert "<script" not in people(desk)[saved.id]["emblem"]


def test_the_page_puts_what_people_wrote_in_as_text():
    """The one place where HTML is set holds the kit's own emblem."""
    source = (Path(emblem.__code__.co_filename).parent / "esm" / "gallery.js").read_text(encoding="utf-8")
    lines = [line for line in source.splitlines() if "innerHTML" in line or "insertAdjacent" in line]
    assert [line.split("=")[1].split(";")[0].strip() for line in lines] == ["person.emblem"]


def test_a_team_overlay_may_add_a_group(workspace):
    groups = {
        **GROUPS,
        "young": GROUPS["community-new"].__class__(
            "young", "Young people", "youth", "Youth", "new", "Up to 25"
        ),
    }
    persona = new_persona("Ada", "young", ["A"], ["B"], ["C"], groups=groups)
    desk = PersonaDesk()
    desk.gallery.show({"ada": persona}, groups)
    desk.form.use({"ada": persona}, groups)
    assert desk.gallery._spec["families"] == [["youth", "Youth"]]
    with pytest.raises(InputProblems):
        new_persona("Ada", "young", ["A"], ["B"], ["C"])


def test_every_control_of_the_form_has_a_name(desk):
    def walk(widget):
        yield widget
        for child in getattr(widget, "children", ()):
            yield from walk(child)

    named = [one for one in walk(desk.form) if isinstance(one, ui.Input | ui.Button)]
    labels = [one._spec["label"] for one in named]
    assert all(labels)
    assert len(labels) == len(set(labels))
