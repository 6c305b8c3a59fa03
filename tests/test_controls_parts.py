"""Steps, tabs, headings, news, progress, and the page itself."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crpkit.errors import CrpkitError
from crpkit.panels import controls as ui
from crpkit.panels.controls import page as page_module
from tests.asyncs import run_async
from tests.controls_helpers import hostile, tell


def shown(parts: ui.Steps | ui.Tabs) -> list[int]:
    return [n for n, panel in enumerate(parts._panels) if panel.layout.display != "none"]


def steps() -> ui.Steps:
    return ui.Steps(["Set up", "Pick", "Count"], [ui.Status() for _ in range(3)])


def test_exactly_one_part_is_shown() -> None:
    parts = steps()
    assert shown(parts) == [0]
    tell(parts._navs[0], "go", n=2)
    assert shown(parts) == [2] and parts.current == 2
    parts.go(1)
    assert shown(parts) == [1] and [nav._state["current"] for nav in parts._navs] == [1, 1]


@given(hostile)
def test_a_page_can_go_only_to_parts_that_there_are(n) -> None:
    parts = steps()
    tell(parts._navs[1], "go", n=n)
    assert shown(parts) == [parts.current] and parts.current in range(3)


def test_a_blocked_step_stays_shut_until_it_is_opened() -> None:
    parts = steps()
    visited: list[int] = []
    parts.on_visit(visited.append)
    parts.block(1, "Give a title first.")
    tell(parts._navs[1], "go", n=1)
    assert shown(parts) == [0] and parts._navs[1]._state["blocks"] == {"1": "Give a title first."}
    parts.block(1)
    tell(parts._navs[1], "go", n=1)
    assert visited == [1]
    parts.go(0)  # what Python does itself is no visit
    assert visited == [1]


def test_steps_are_marked_as_done_and_not_done() -> None:
    parts = steps()
    parts.done(0)
    parts.done(2)
    parts.done(2, False)
    assert parts._navs[0]._state["done"] == [0]
    with pytest.raises(IndexError, match="There is no part 3"):
        parts.go(3)
    with pytest.raises(ValueError, match="2 titles for 1 parts"):
        ui.Steps(["One", "Two"], [ui.Status()])


def test_an_error_on_visiting_a_part_is_said_at_the_steps() -> None:
    parts = ui.Tabs(["One", "Two"], [ui.Status(), ui.Status()])

    @parts.on_visit
    def fail(n: int) -> None:
        raise CrpkitError("The log cannot be read")

    tell(parts._navs[0], "go", n=1)
    assert shown(parts) == [1] and parts._navs[0].problem == "The log cannot be read."


def test_headings_are_escaped() -> None:
    section = ui.Section("<script>x</script>", 'A "sentence" & more', ui.Status(), level=3)
    assert section.children[0].value == (
        '<h3>&lt;script&gt;x&lt;/script&gt;</h3><p class="crp-lead">A &quot;sentence&quot; &amp; more</p>'
    )
    assert len(section.children) == 2


def test_the_same_news_twice_is_news_twice() -> None:
    status = ui.Status()
    status.say("Saved", "done")
    first = status._state
    status.say("Saved", "done")
    assert status._state != first and status.text == "Saved"
    status.clear()
    assert status.text == "" and status._state["text"] == ""


def test_progress_counts_and_never_beyond_the_end() -> None:
    bar = ui.Progress("Reading")
    bar.start(3)
    bar.step()
    bar.step(9)
    assert bar._state["done"] == 3 and bar._state["going"] and not bar._state["stop"]
    bar.finish()
    assert not bar._state["going"]


def test_work_goes_on_piece_by_piece_and_says_when_it_is_done() -> None:
    done: list[int] = []
    ends: list[bool] = []
    bar = ui.Progress("Reading")
    bar.run((done.append(n) for n in range(4)), 4, ends.append)
    assert done == [0, 1, 2, 3] and ends == [True] and not bar._state["going"]


def test_stop_is_heard_between_two_pieces() -> None:
    done: list[int] = []
    ends: list[bool] = []
    stops: list[int] = []
    bar = ui.Progress("Reading", lambda: stops.append(1))

    async def scene() -> None:
        task = bar.run((done.append(n) for n in range(1_000)), 1_000, ends.append)
        assert task is not None
        while len(done) < 2:
            await asyncio.sleep(0)
        tell(bar, "stop")
        tell(bar, "stop")
        await task

    run_async(scene())
    assert len(done) < 1_000 and ends == [False] and stops == [1] and bar.stopped


def test_work_that_fails_ends_with_a_sentence() -> None:
    def work():
        yield
        raise CrpkitError("Row 7 cannot be read")

    ends: list[bool] = []
    bar = ui.Progress("Reading")
    bar.run(work(), 5, ends.append)
    assert bar.problem == "Row 7 cannot be read." and ends == [False] and not bar._state["going"]


def test_a_page_reports_its_address_without_the_token(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(page_module.time, "monotonic", lambda: now[0])
    opened: list[dict[str, str]] = []
    page = ui.Page(opened.append)
    assert not page.alive
    tell(page, "open", search="?code=K7M&token=secret&code=second&empty=", path="/voila/x")
    assert opened == [{"code": "K7M", "empty": ""}] and page.path == "/voila/x" and page.alive
    now[0] += 3 * page_module.BEAT
    assert not page.alive
    tell(page, "beat")
    assert page.alive and len(opened) == 1


@given(hostile)
def test_any_address_is_read_as_clean_text(search) -> None:
    query = page_module.read_query(search)
    for word in (*query, *query.values()):
        word.encode("utf-8")
        assert word == " ".join(word.split())
    assert "token" not in query


@given(st.dictionaries(st.text(st.characters(codec="ascii"), min_size=1), st.text(), max_size=60))
def test_too_much_behind_the_question_mark_is_no_error(words) -> None:
    assert isinstance(page_module.read_query("&".join(f"{k}={v}" for k, v in words.items())), dict)


def test_a_page_that_cannot_open_says_why() -> None:
    def fail(query: dict[str, str]) -> None:
        raise CrpkitError("The folder is read-only")

    page = ui.Page(fail)
    tell(page, "open", search="", path="/")
    assert page.problem == "The folder is read-only."


def test_an_open_page_is_told_of_each_heartbeat() -> None:
    beats: list[int] = []
    page = ui.Page(on_beat=lambda: beats.append(1))
    tell(page, "beat")
    assert beats == [], "a page that was made ready, but not opened, holds no data"
    tell(page, "open", search="", path="/")
    message = tell(page, "beat")
    page._handle_custom_msg(message, [])
    tell(page, "beat")
    assert len(beats) == 2


def test_what_fails_at_a_heartbeat_is_said_until_one_goes_well() -> None:
    locked = [True, False]

    def beat() -> None:
        if locked.pop(0):
            raise CrpkitError("The log is locked")

    page = ui.Page(on_beat=beat)
    tell(page, "open", search="", path="/")
    tell(page, "beat")
    assert page.problem == "The log is locked."
    tell(page, "beat")
    assert page.problem == ""


def test_a_good_heartbeat_does_not_take_away_why_the_page_could_not_open() -> None:
    def fail(query: dict[str, str]) -> None:
        raise CrpkitError("There is no such workshop")

    page = ui.Page(fail, lambda: None)
    tell(page, "open", search="", path="/")
    tell(page, "beat")
    assert page.problem == "There is no such workshop."
