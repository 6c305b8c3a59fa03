"""Texts that a team edits: starter texts, what a disclosure asks of the facilitator, translations of the light pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel import Locale
from hypothesis import given, settings
from hypothesis import strategies as st

from crpkit import resources
from crpkit.overview import check_workspace
from crpkit.server.live import words as live_words
from crpkit.server.live.words import ENGLISH, ROOMS, TEMPLATE, main, page_language, words_for
from crpkit.texts import care_words, read_catalogue, translations, unfilled
from crpkit.texts.care import paragraphs
from crpkit.texts.catalogues import PLURALS
from crpkit.texts.writing import catalogue_text, plural_forms
from crpkit.workspace import new_workspace

STARTERS = ("privacy-notice", "impact-assessment", "safeguarding", "phones-and-wifi", "first-choice")
HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return new_workspace(tmp_path / "ours")


def write(place: Path, name: str, content: str | bytes) -> Path:
    path = place / "workshop_data" / "locale" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def entry(key: str, english: str, translated: str, above: str = "") -> str:
    return f'{above}msgctxt "{key}"\nmsgid "{english}"\nmsgstr "{translated}"\n\n'


# -- starter texts


def test_a_new_workspace_has_the_starter_texts_word_for_word(place: Path) -> None:
    for name in STARTERS:
        ours, theirs = (
            folder / "texts" / f"{name}.md"
            for folder in (place / "workshop_data", resources.folder("workshop_data"))
        )
        assert ours.read_text(encoding="utf-8") == theirs.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["privacy-notice", "impact-assessment", "safeguarding"])
def test_what_a_team_must_fill_in_is_marked(name: str) -> None:
    text = _starter(name)
    assert text.count("[") == text.count("]") > 5
    assert not re.search(r"https?://", text)


@pytest.mark.parametrize("name", STARTERS)
def test_starter_texts_are_easy_to_read(name: str) -> None:
    sentences = [
        words
        for part in paragraphs(_starter(name).replace("|", "\n"))
        for said in re.split(r"(?<=[.?!:;])\s", part)
        if len(words := re.findall(r"[A-Za-z’]+", said)) > 2
    ]
    words = [word for sentence in sentences for word in sentence]
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", word.lower().removesuffix("e")))) for word in words)
    grade = 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59
    assert grade < 7, f"reads like school year {grade + 1:.1f}"


def _starter(name: str) -> str:
    return (resources.folder("workshop_data") / "texts" / f"{name}.md").read_text(encoding="utf-8")


# -- what a disclosure asks


def test_the_console_is_told_what_a_disclosure_asks_in_plain_paragraphs(place: Path) -> None:
    told = care_words(place)
    text = "\n".join(told).lower()
    assert 8 <= len(told) <= 14 and all(len(part) < 360 for part in told)
    for said in ("999", "calm", "secret", "needs care", "same day", "their own words", "no saved file"):
        assert said in text, said
    assert not re.search(r"[*#`_]|^- ", text, re.M)


def test_the_team_has_the_last_word_and_the_kit_stands_in_for_it(place: Path, tmp_path: Path) -> None:
    kits = care_words(tmp_path / "no workspace at all")
    path = place / "workshop_data" / "texts" / "safeguarding.md"
    assert care_words(place) == kits != []
    path.write_text("# Harm\n\nTell **Ama**,\n02 123.\n\n1. Stay\n2. _Listen_\n", encoding="utf-8")
    assert care_words(place) == ["Harm", "Tell Ama, 02 123.", "Stay", "Listen"]
    for content in (b"", b"\n \n---\n", b"\xff\xfe\x00T", b"\x00"):
        path.write_bytes(content)
        assert care_words(place) == kits
    path.unlink()
    assert care_words(place) == kits
    path.mkdir()
    assert care_words(place) == kits


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one\ntwo\n\nthree", ["one two", "three"]),
        ("# Head\nunder it", ["Head", "under it"]),
        ("- a\n  still a\n- b\n\n> said", ["a still a", "b", "said"]),
        ("**Bold:** _it_ and *so*, `code`, 2 * 3 * 4, snake_case_word", None),
        ("[the lead](tel:1) and [name to fill in]", ["the lead and [name to fill in]"]),
        ("a\u2028b\x07", ["a b"]),
    ],
)
def test_markdown_becomes_plain(text: str, expected: list[str] | None) -> None:
    assert paragraphs(text) == (expected or ["Bold: it and so, code, 2 * 3 * 4, snake_case_word"])


@given(st.text(max_size=300))
def test_any_text_becomes_paragraphs(text: str) -> None:
    assert all(part == " ".join(part.split()) != "" for part in paragraphs(text))


# -- translations


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """A handful of words instead of the kit's, so that these tests do not depend on them."""
    rooms = {
        "common": {"close": "Close", "here.one": "{n} person", "here.other": "{n} people"},
        "join": {"hello": "Hello, {name}", "close": "Close"},
        "screen": {"big": "Look here"},
        "console": {},
    }
    monkeypatch.setattr(live_words, "ROOMS", rooms)


def test_the_template_is_true() -> None:
    assert TEMPLATE.read_text(encoding="utf-8") == catalogue_text(ROOMS), (
        "run: python -m crpkit.server.live.words"
    )
    assert read_catalogue(TEMPLATE).problems == ()


def test_english_words_are_sound() -> None:
    for room, words in ROOMS.items():
        for key, text in words.items():
            assert text.strip() == text != "", (room, key)
            assert re.fullmatch(r"[a-z0-9]+([.-][a-z0-9]+)*", key), (room, key)
            stem, _, form = key.rpartition(".")
            assert form != "one" or f"{stem}.other" in words, (room, key)


@pytest.mark.usefixtures("few")
def test_translated_word_by_word(place: Path) -> None:
    english = words_for("join")
    assert english == {**live_words.ROOMS["common"], **live_words.ROOMS["join"]}
    assert words_for("phone", "cy", place) == english and page_language("cy", place) == ENGLISH
    write(
        place,
        "cy.po",
        HEADER
        + entry("close", "Close", "Cau")
        + entry("hello", "Hello, {name}", "S’mae, {name}")
        + entry("here.one", "{n} person", "un person")
        + entry("here.two", "{n} people", "dau berson")
        + entry("here.few", "{n} persons", "of older English")
        + entry("big", "Look!", "of older English too")
        + entry("gone", "Gone", "Wedi mynd"),
    )
    assert words_for("join", "cy", place) == {
        "close": "Cau",
        "here.one": "un person",
        "here.two": "dau berson",
        "here.other": "{n} people",
        "hello": "S’mae, {name}",
    }
    assert words_for("screen", "cy", place)["big"] == "Look here"
    assert page_language("cy", place) == "cy" and words_for("join", "pl", place) == english
    assert check_workspace(place) == []


@pytest.mark.usefixtures("few")
def test_the_nearer_language_goes_first_and_changes_are_seen(place: Path) -> None:
    write(place, "pt.po", entry("close", "Close", "Fechar") + entry("hello", "Hello, {name}", "Olá, {name}"))
    write(place, "pt_BR.po", entry("hello", "Hello, {name}", "Oi, {name}"))
    brazil = words_for("join", "pt-BR", place)
    assert (brazil["close"], brazil["hello"]) == ("Fechar", "Oi, {name}")
    assert words_for("join", "pt", place)["hello"] == "Olá, {name}"
    write(place, "pt_BR.po", entry("hello", "Hello, {name}", "Bem-vindo, {name}"))
    assert words_for("join", "PT-br", place)["hello"] == "Bem-vindo, {name}"
    write(place, "en-GB.po", entry("close", "Close", "Shut"))
    assert words_for("join", None, place)["close"] == "Shut"


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize(
    ("content", "line", "found"),
    [
        ('msgctxt "close"\nmsgid "Close"\nmsgstr "Cau\n', 3, "cannot be read"),
        ('msgctxt "close"\nmsgid Close\nmsgstr "Cau"\n', 2, "cannot be read"),
        ('msgctxt "close"\nmsgid "Close"\nmsgstr "Ca"u"\n', 3, "cannot be read"),
        ('# fine\n\nmsgctxt "close"\nmsgid "Close"\n\nmsgctxt "a"\nmsgid "A"\nmsgstr "B"\n', 4, "not whole"),
        ('msgid "Close"\nmsgstr "Caf\udce9"\n', 2, "UTF-8"),
        ("<<<<<<< ours\n", 1, "cannot be read"),
        ('"loose"\n', 1, "not whole"),
        ('msgid ""\nmsgstr "Plural-Forms: nplurals=x; plural=(;\\n"\n', None, "cannot be told apart"),
    ],
)
def test_a_broken_catalogue_breaks_no_page(place: Path, content: str, line: int | None, found: str) -> None:
    path = write(place, "cy.po", content.encode("utf-8", "surrogateescape"))
    assert words_for("join", "cy", place) == words_for("join")
    (problem,) = check_workspace(place)
    assert (problem.file, problem.line) == (path, line) and found in problem.found and problem.remedy


@pytest.mark.usefixtures("few")
def test_a_slip_costs_one_text_only(place: Path) -> None:
    path = write(
        place,
        "cy.po",
        HEADER
        + entry("hello", "Hello, {name}", "S’mae, {enw}")
        + entry("close", "Close", "Cau", "#, fuzzy\n")
        + entry("here.other", "{n} people", "{n} o bobl")
        + entry("lost", "Now {n}", "Nawr"),
    )
    words = words_for("join", "cy", place)
    assert (words["hello"], words["close"], words["here.other"]) == ("Hello, {name}", "Close", "{n} o bobl")
    problems = check_workspace(place)
    assert [(problem.file, problem.line, problem.field) for problem in problems] == [
        (path, 5, "hello"),
        (path, 18, "lost"),
    ]
    assert "{enw}" in problems[0].found and "Hello, {name}" in problems[0].remedy


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                'msgid "a"',
                'msgctxt "k"',
                'msgstr "b"',
                '"c"',
                "msgid",
                "#~ x",
                "#, fuzzy",
                'msgid_plural "d"',
                'msgstr[0] "e"',
                'msgstr[9] "f"',
                'msgid ""',
                "#: \u2068",
                '"Plural-Forms: x\\n"',
                '"POT-Creation-Date: soon\\n"',
                '"Content-Type: ?\\n"',
            ]
        )
    )
)
def test_no_catalogue_however_wild_stops_the_reader(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str]
) -> None:
    path = tmp_path_factory.mktemp("wild") / "cy.po"
    path.write_text("\n".join(lines), encoding="utf-8")
    found = read_catalogue(path)
    assert all(isinstance(text, str) for text in found.texts.values())


def test_files_that_cannot_be_a_catalogue(place: Path) -> None:
    (place / "workshop_data" / "locale" / "pl.po").mkdir(parents=True)
    write(place, "de.po", b"# " + b"x" * 2_000_001)
    assert translations(place, "pl") == translations(place, "de") == translations(place / "no", "de") == {}
    assert [problem.file.name for problem in check_workspace(place) if problem.file] == ["de.po", "pl.po"]


# -- for translators


@pytest.mark.usefixtures("few")
def test_a_catalogue_is_begun_with_all_forms_of_its_language_and_renewed_without_loss(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = place / "workshop_data" / "locale" / "cy.po"
    assert main([str(path)]) == 0 and str(path) in capsys.readouterr().out
    text = path.read_text(encoding="utf-8")
    assert re.findall(r'msgctxt "(.+)"', text) == [
        *("close", "here.one", "here.other", "here.zero", "here.two", "here.few", "here.many"),
        *("hello", "big"),
    ]
    done = text.replace('msgid "Close"\nmsgstr ""', 'msgid "Close"\nmsgstr "Cau"').replace(
        'msgctxt "hello"\nmsgid "Hello, {name}"\nmsgstr ""',
        'msgctxt "hello"\nmsgid "Hello, {name}"\nmsgstr "S’mae, \\"{name}\\""',
    )
    path.write_text(
        done.replace('#. common\nmsgctxt "close"', '# ask Nia\nmsgctxt "close"'), encoding="utf-8"
    )
    rooms = {**live_words.ROOMS, "join": {"hello": "Good day, {name}", "new": "New"}}
    monkeypatch.setattr(live_words, "ROOMS", rooms)
    assert main([str(path)]) == 0
    renewed = path.read_text(encoding="utf-8")
    assert '# ask Nia\n#. common\nmsgctxt "close"\nmsgid "Close"\nmsgstr "Cau"' in renewed
    assert '#, fuzzy\n#| msgid "Hello, {name}"\n#. join\nmsgctxt "hello"\nmsgid "Good day, {name}"' in renewed
    assert 'msgctxt "new"' in renewed and check_workspace(place) == []
    words = words_for("join", "cy", place)
    assert (words["close"], words["hello"]) == ("Cau", "Good day, {name}")
    assert main([str(path)]) == 0 and path.read_text(encoding="utf-8") == renewed
    path.write_text(renewed + "oh no\n", encoding="utf-8")
    assert main([str(path)]) == 2 and "oh no" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8").endswith("oh no\n")


def test_plural_forms_are_those_of_the_language() -> None:
    assert plural_forms("cy") == PLURALS
    assert plural_forms("en-GB") == ("one", "other") and plural_forms("ja") == ("other",)
    assert plural_forms("pl") == ("one", "few", "many", "other")
    assert plural_forms("") == plural_forms("xx-nowhere") == plural_forms("!") == ()
    assert Locale.parse("cy").plural_form(2) == "two"


def test_what_is_not_filled_in_is_said_and_is_no_problem(tmp_path: Path) -> None:
    folder = new_workspace(tmp_path / "place")
    hints = [str(hint) for hint in unfilled(folder, keep_until_is_set=False)]
    assert any("safeguarding.md" in hint and "square brackets" in hint for hint in hints)
    assert "keep_until" in hints[-1]
    for path in (folder / "workshop_data" / "texts").glob("*.md"):
        path.write_text("Ask Ada, see [the page](https://ada.example).\n", encoding="utf-8")
    assert unfilled(folder, keep_until_is_set=True) == []
