"""The server's small parts: pages, look, seats, pool, words for what went wrong."""

from __future__ import annotations

import asyncio
import html
import re
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crpkit import resources
from crpkit.errors import CrpkitError, Problem
from crpkit.overview import WorkspaceSummary
from crpkit.server import home as home_module
from crpkit.server import pages as pages_module
from crpkit.server.home import HomeReader
from crpkit.server.kernels import OwnKernel, RoomFull, Seats, kernel_environment
from crpkit.server.look import Look
from crpkit.server.pages import NAMES, Page, find_page, find_pages
from crpkit.server.pool import PageRun, Pool
from crpkit.server.renderer import read_notebook, trouble_output
from tests.asyncs import run_async
from tests.server_here import write_notebook

# -- pages


@pytest.fixture
def packed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package folder of notebooks that we may fill."""
    folder = tmp_path / "packed"
    folder.mkdir()
    monkeypatch.setattr(pages_module.resources, "folder", lambda name: folder)
    return folder


def test_only_pages_that_are_there_are_shown(packed: Path, tmp_path: Path) -> None:
    assert find_pages(tmp_path) == ()
    write_notebook(packed / "workshop.ipynb", "1")
    write_notebook(packed / "unheard-of.ipynb", "1")
    assert [page.name for page in find_pages(tmp_path)] == ["workshop"]
    assert find_page(tmp_path, "personas") is None


def test_a_notebook_in_the_workspace_goes_first(packed: Path, tmp_path: Path) -> None:
    write_notebook(packed / "personas.ipynb", "1")
    own = tmp_path / "notebooks" / "personas.ipynb"
    write_notebook(own, "2")
    (page,) = find_pages(tmp_path)
    assert page.notebook == own
    own.unlink()
    (page,) = find_pages(tmp_path)
    assert page.notebook == packed / "personas.ipynb"


def test_names_are_addresses() -> None:
    assert all(re.fullmatch(r"[a-z]+", name) for name in NAMES)


def test_the_kits_own_notebooks_are_pages() -> None:
    found = {path.stem for path in resources.folder("notebooks").glob("*.ipynb")}
    assert found <= set(NAMES)


# -- look


def test_the_look_is_whole_and_local() -> None:
    look = Look()
    sheet = look.files["kit.css"].body.decode()
    assert "--crp-paper" in sheet and "@font-face" in sheet and ".kit-header" in sheet
    for name in re.findall(r'url\("([^"]+)"\)', sheet):
        assert name in look.files, "a letter file that is not there"
    for name, file in look.files.items():
        if name.endswith((".css", ".js")):
            assert not re.search(r"(?:url\(|import |fetch\()[\"'(]*https?:", file.body.decode()), name


def test_addresses_carry_the_fingerprint_of_all_files(monkeypatch: pytest.MonkeyPatch) -> None:
    look, other = Look(), Look()
    assert look.address("kit.css") == f"/static/kit/{look.fingerprint}/kit.css"
    assert other.fingerprint == look.fingerprint
    changed = Look()
    changed.__dict__["files"] = {**look.files, "look.js": look.files["page.js"]}
    assert changed.fingerprint != look.fingerprint
    with pytest.raises(KeyError):
        look.address("../app.py")


# -- kernels


def test_a_kernel_knows_its_workspace_and_no_visitor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUERY_STRING", "token=secret")
    monkeypatch.setenv("VOILA_REQUEST_URL", "http://127.0.0.1/?token=secret")
    made = kernel_environment(tmp_path, tmp_path / "profile", 8866)
    assert made["CRPKIT_WORKSPACE"] == str(tmp_path)
    assert not any("secret" in value for value in made.values())


def test_every_notebook_gets_the_python_that_serves_it() -> None:
    import sys

    for name in ("python3", "python2", "ir", "some-project"):
        assert OwnKernel().get_kernel_spec(name).argv[0] == sys.executable
    assert list(OwnKernel().get_all_specs()) == ["python3"]


class FakeKernels:
    """Kernels that are only names, with their number of connections."""

    def __init__(self) -> None:
        self.connections: dict[str, int] = {}
        self.ended: list[str] = []

    def __contains__(self, kernel_id: str) -> bool:
        return kernel_id in self.connections

    def kernel_model(self, kernel_id: str) -> dict[str, int]:
        return {"connections": self.connections[kernel_id]}

    async def shutdown_kernel(self, kernel_id: str, now: bool) -> None:
        await asyncio.sleep(0)
        self.ended.append(kernel_id)
        del self.connections[kernel_id]


def test_seats_are_counted_from_the_wish_on() -> None:
    kernels = FakeKernels()
    seats = Seats(kernels, limit=2)
    seats.reserve()
    seats.reserve()
    with pytest.raises(RoomFull, match="2 pages are open already"):
        seats.reserve()
    kernels.connections["a"] = 1
    seats.settle("a")
    assert seats.taken == 2
    seats.give_back()
    assert seats.taken == 1
    del kernels.connections["a"]
    assert seats.taken == 0, "a kernel that is gone keeps no seat"


def test_a_kernel_may_be_alone_for_the_grace_and_no_longer() -> None:
    now = [0.0]
    kernels = FakeKernels()
    seats = Seats(kernels, grace=100, clock=lambda: now[0])
    for name in ("here", "gone"):
        kernels.connections[name] = 0
        seats.reserve()
        seats.settle(name)
    kernels.connections["waiting"] = 0  # made ready, not handed out
    kernels.connections["here"] = 1
    now[0] = 90
    assert seats.abandoned() == []
    now[0] = 150
    assert seats.abandoned() == ["gone"]
    kernels.connections["here"] = 0
    now[0] = 249
    assert "here" not in seats.abandoned(), "its time counts from when it was last seen"
    now[0] = 251
    assert "here" in seats.abandoned()


def test_two_who_end_a_kernel_end_it_once() -> None:
    kernels = FakeKernels()
    kernels.connections["a"] = 0

    async def both() -> None:
        seats = Seats(kernels)
        await asyncio.gather(seats.end("a"), seats.end("a"))
        await seats.end("a")

    run_async(both())
    assert kernels.ended == ["a"]


# -- pool


@dataclass
class FakeRenderer:
    """Gives two pieces, and in between waits for the kernel."""

    start: Callable[[], Awaitable[str]]
    trouble: str = ""
    fails: bool = False

    async def initialize(self) -> None:
        if self.fails:
            raise CrpkitError("The notebook cannot be read")

    async def generate_content_generator(self) -> AsyncIterator[tuple[str, object]]:
        yield "head ", None
        yield f"body {await self.start()}", None


@dataclass
class Bench:
    """A pool with made-up kernels."""

    alive: set[str] = field(default_factory=set)
    ended: list[str] = field(default_factory=list)
    begun: int = 0
    trouble: str = ""
    fails: bool = False
    gate: asyncio.Event | None = None
    another: asyncio.Event = field(default_factory=asyncio.Event)  # a second page was begun
    one_ended: asyncio.Event = field(default_factory=asyncio.Event)

    def pool(self, refill: float = 1000) -> Pool:
        return Pool(self.begin, self.is_alive, self.end, refill)

    def begin(self, page: Page) -> PageRun:
        self.begun += 1
        if self.begun == 2:
            self.another.set()
        return PageRun(page, lambda page, start: FakeRenderer(start, self.trouble, self.fails), self.start)

    async def start(self, page: Page) -> str:
        if self.gate is not None:
            await self.gate.wait()
        self.alive.add(f"kernel-{self.begun}")
        return f"kernel-{self.begun}"

    async def is_alive(self, kernel_id: str) -> bool:
        return kernel_id in self.alive

    async def end(self, kernel_id: str) -> None:
        self.ended.append(kernel_id)
        self.one_ended.set()


@pytest.fixture
def page(tmp_path: Path) -> Page:
    notebook = tmp_path / "personas.ipynb"
    write_notebook(notebook, "1")
    return Page("personas", "Personas", "Define", "", "", notebook)


async def text_of(run: PageRun) -> str:
    return "".join([piece async for piece in run.pieces()])


def test_a_page_that_waits_is_handed_out_once_and_followed_by_the_next(page: Page) -> None:
    async def story() -> None:
        bench = Bench()
        pool = bench.pool(refill=0)
        await pool.fill(page).finished()
        assert pool.ready == ["personas"]
        assert await text_of(await pool.take(page)) == "head body kernel-1"
        assert pool.ready == []
        await bench.another.wait()
        await pool.fill(page).finished()
        assert pool.ready == ["personas"]
        assert await text_of(await pool.take(page)) == "head body kernel-2"
        pool.close()

    run_async(story())


def test_a_page_nobody_made_ready_comes_piece_by_piece(page: Page) -> None:
    async def story() -> None:
        bench = Bench(gate=asyncio.Event())
        run = await bench.pool().take(page)
        pieces = run.pieces()
        assert await anext(pieces) == "head "
        assert run.kernel_id is None and not run.complete
        bench.gate.set()
        assert await anext(pieces) == "body kernel-1"
        assert run.kernel_id == "kernel-1"

    run_async(story())


@pytest.mark.parametrize("spoilt", ["edited", "died", "troubled"])
def test_a_page_that_is_no_longer_good_is_made_anew(page: Page, spoilt: str) -> None:
    async def story() -> None:
        bench = Bench(trouble="it failed" if spoilt == "troubled" else "")
        pool = bench.pool()
        await pool.fill(page).finished()
        if spoilt == "edited":
            write_notebook(page.notebook, "2", "3")
        if spoilt == "died":
            bench.alive.clear()
        assert await text_of(await pool.take(page)) == "head body kernel-2"
        await bench.one_ended.wait()
        assert bench.ended == ["kernel-1"]
        pool.close()

    run_async(story())


def test_a_page_that_cannot_be_made_says_why_to_its_visitor_and_takes_no_kernel(page: Page) -> None:
    async def story() -> None:
        run = await Bench(fails=True).pool().take(page)
        with pytest.raises(CrpkitError, match="cannot be read"):
            await text_of(run)
        assert run.failed and run.kernel.cancelled()

    run_async(story())


# -- home


def test_home_reads_again_only_what_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    changed = [False]
    watcher = SimpleNamespace(changed=lambda: changed[0], close=lambda: None)
    marker = SimpleNamespace(keep_until=None)
    workspace = SimpleNamespace(log=SimpleNamespace(watch=lambda: watcher), marker=marker)
    monkeypatch.setattr(
        "crpkit.overview.summary", lambda _: read.append("all") or WorkspaceSummary("T", 1, (), ())
    )
    monkeypatch.setattr("crpkit.overview.workshop_lines", lambda _: read.append("workshops") or ())

    async def story() -> None:
        reader = HomeReader(tmp_path, workspace)
        await reader.view()
        await reader.view()
        assert read == ["all"]
        changed[0] = True
        await reader.view()
        assert read == ["all", "workshops"]
        changed[0] = False
        (tmp_path / "personas").mkdir()
        (tmp_path / "personas" / "new.yaml").write_text("id: new", encoding="utf-8")
        await reader.view()
        assert read == ["all", "workshops", "all"]
        reader.close()

    run_async(story())


def test_home_notices_a_file_whatever_its_ending(tmp_path: Path) -> None:
    for name in ("personas/ada.yml", "workshop_data/lists/ours.YAML"):
        before = home_module._fingerprint(tmp_path)
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("id: ada", encoding="utf-8")
        assert home_module._fingerprint(tmp_path) != before, name
        before = home_module._fingerprint(tmp_path)
        path.write_text("id: ada lovelace", encoding="utf-8")
        assert home_module._fingerprint(tmp_path) != before, name


def test_home_is_shown_while_the_folder_is_still_being_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home_module, "PATIENCE", 0.05)
    monkeypatch.setattr(home_module, "FIRST", 0.05)
    locked, read = threading.Event(), []

    def summary(_: object) -> WorkspaceSummary:
        read.append(1)
        assert locked.wait(30)
        return WorkspaceSummary("Ours", 1, (), ())

    monkeypatch.setattr("crpkit.overview.summary", summary)
    monkeypatch.setattr(home_module, "_watch", lambda _: None)

    async def story() -> None:
        reader = HomeReader(tmp_path, SimpleNamespace())
        for _ in range(3):
            view = await reader.view()
            assert view.title == tmp_path.name and "Reading the folder takes long" in view.warnings[0]
        assert len(read) == 1, "who reloads does not queue another reading"
        locked.set()
        monkeypatch.setattr(home_module, "PATIENCE", 30)
        monkeypatch.setattr(home_module, "FIRST", 30)
        view = await reader.view()
        assert (view.title, view.warnings) == ("Ours", ())
        reader.close()

    run_async(story())


def test_a_slow_reading_that_found_problems_is_not_begun_anew_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, read = [100.0], []

    def summary(_: object) -> WorkspaceSummary:
        read.append(1)
        now[0] += 4.0  # as long as the database is waited for
        return WorkspaceSummary("Ours", 1, (), (Problem("The database is locked"),))

    monkeypatch.setattr(home_module, "monotonic", lambda: now[0])
    monkeypatch.setattr("crpkit.overview.summary", summary)
    monkeypatch.setattr(home_module, "_watch", lambda _: None)
    reader = HomeReader(tmp_path, SimpleNamespace())
    reader._timed()

    async def story() -> None:
        assert (await reader.view()).problems == ("The database is locked.",)
        assert len(read) == 1
        now[0] += home_module.KEPT + 1
        await reader.view()
        assert len(read) == 2

    run_async(story())
    reader.close()


# -- words


@given(st.text(max_size=200), st.text(max_size=100))
def test_trouble_is_text_whatever_it_holds(found: str, remedy: str) -> None:
    shown = trouble_output(found, remedy).data["text/html"]
    inside = re.fullmatch(r'<div class="crp-trouble" role="alert">(.*)</div>', shown, re.S)
    assert inside
    assert not re.search(r"<(?!/?p>)", inside[1])
    kept = html.unescape(inside[1].replace("<p>", "").replace("</p>", "\n")).split()
    assert " ".join(kept).startswith(" ".join(found.split()))
    assert " ".join(kept).endswith(" ".join(remedy.split()))


def test_a_notebook_is_read_without_its_outputs(tmp_path: Path) -> None:
    path = tmp_path / "personas.ipynb"
    write_notebook(path, "# Title", "1 + 1")
    text = path.read_text(encoding="utf-8").replace(
        '"outputs": []', '"outputs": [{"output_type":"stream","name":"stdout","text":"said"}]'
    )
    path.write_text(text, encoding="utf-8")
    notebook: Any = read_notebook(path)
    assert [cell.get("outputs", []) for cell in notebook.cells] == [[], []]
    assert notebook.metadata.kernelspec.name == "python3"


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"cells": 3}', "\udcff".encode("utf-8", "surrogateescape").decode("latin-1")]
)
def test_a_damaged_notebook_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "personas.ipynb"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CrpkitError, match=r"personas\.ipynb cannot be read"):
        read_notebook(path)
