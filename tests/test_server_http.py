"""The server over HTTP, light pages only: no kernel is started here."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect

from crpkit.errors import CrpkitError, InputProblems, Problem
from crpkit.overview import WorkshopLine, WorkspaceSummary
from crpkit.server import home as home_module
from crpkit.server.run import claim_port
from crpkit.server.visits import Visits
from tests.asyncs import run_async
from tests.server_here import Here, running, write_notebook

NASTY = '<script>alert("x")</script>'
OUTSIDE = re.compile(r"""(?:src|href|action)\s*=\s*["']?\s*(?:https?:)?//""", re.I)
KERNEL = "0b6fd8f6-5b1c-4d6e-9f65-3b1d9e1c2a77"


@dataclass
class Told:
    """What the summary says; tests change it."""

    summary: WorkspaceSummary = field(default_factory=lambda: WorkspaceSummary("Saltmarsh Quay", 6, (), ()))
    error: CrpkitError | None = None


@pytest.fixture(scope="module")
def told() -> Told:
    return Told()


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory, told: Told) -> Iterator[Here]:
    """A served folder whose summary is what the tests say, with no page made ready."""
    folder = tmp_path_factory.mktemp("served")
    for name in ("personas", "workshop"):
        write_notebook(folder / "notebooks" / f"{name}.ipynb", "# Never run")

    def summary(workspace: object) -> WorkspaceSummary:
        if told.error is not None:
            raise told.error
        return told.summary

    async def nothing(visits: Visits, pages: object) -> None: ...

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("crpkit.overview.summary", summary)
        patch.setattr(home_module, "_watch", lambda workspace: None)  # so each visit reads anew
        patch.setattr(Visits, "make_ready", nothing)
        with running(folder, workspace=SimpleNamespace(folder=folder)) as running_here:
            yield running_here


@pytest.fixture(autouse=True)
def _afresh(told: Told) -> None:
    told.summary, told.error = Told().summary, None


# -- the door


def test_without_the_cookie_every_address_asks_for_the_link(here: Here) -> None:
    for path in (
        "/",
        "/personas",
        "/nowhere",
        "/kit/ready",
        f"/api/kernels/{KERNEL}",
        here.server.front.root + "/voila/voila.js",
    ):
        answer = here.ask(path, cookie=False)
        assert answer.status == 403, path
        assert "Open the kit from its link" in answer.text
        assert "Set-Cookie" not in answer.headers
        assert str(here.server.folder) not in answer.text and here.door.token not in answer.text


def test_the_link_gives_a_cookie_and_a_clean_address(here: Here) -> None:
    answer = here.ask(f"/workshop?code=K7MPWX&token={here.door.token}", cookie=False)
    assert (answer.status, answer.headers["Location"]) == (303, "/workshop?code=K7MPWX")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith(f"{here.door.cookie}={here.door.session};")
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie
    assert here.door.token not in cookie
    assert here.ask("/", cookie=False, Cookie_=f"{here.door.cookie}={here.door.token}").status == 403


def test_a_wrong_token_gives_nothing(here: Here) -> None:
    answer = here.ask("/?token=guessed", cookie=False)
    assert answer.status == 403 and "Set-Cookie" not in answer.headers


def test_other_names_and_other_sites_are_turned_away(here: Here) -> None:
    port = here.door.port
    assert here.ask("/", Host=f"evil.example:{port}").status == 403
    assert here.ask("/", Origin="http://evil.example").status == 403
    assert here.ask(f"/kit/leave/{KERNEL}", "POST", Origin="null").status == 403
    assert here.ask(f"/?token={here.door.token}", Host=f"evil.example:{port}").status == 403
    assert here.ask("/", Host=f"localhost:{port}", Origin=f"http://localhost:{port}").status == 200


@pytest.mark.parametrize(("origin", "cookie"), [("http://evil.example", True), (None, False)])
def test_no_socket_to_a_kernel_for_strangers(here: Here, origin: str | None, cookie: bool) -> None:
    headers = {"Origin": origin or here.door.address.rstrip("/")}
    if cookie:
        headers["Cookie"] = f"{here.door.cookie}={here.door.session}"
    address = f"ws://127.0.0.1:{here.door.port}/api/kernels/{KERNEL}/channels"
    with pytest.raises(HTTPClientError) as refused:
        run_async(_connect(address, headers))
    assert refused.value.code == 403


async def _connect(address: str, headers: dict[str, str]) -> None:
    await websocket_connect(HTTPRequest(address, headers=headers))


# -- the answers


def test_every_answer_keeps_the_page_at_home(here: Here) -> None:
    for path in ("/", "/nowhere", here.server.look.address("kit.css"), f"/api/kernels/{KERNEL}"):
        for cookie in (True, False):
            headers = here.ask(path, cookie=cookie).headers
            assert headers["X-Content-Type-Options"] == "nosniff"
            assert headers["X-Frame-Options"] == "SAMEORIGIN"
            assert headers["Referrer-Policy"] == "same-origin"
            policy = headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy and "frame-ancestors 'self'" in policy, (path, policy)
            assert "http" not in policy.replace("'none'", "") and "*" not in policy


def test_no_light_page_loads_or_links_outside(here: Here) -> None:
    for path, cookie in (("/", True), ("/nowhere", True), ("/", False)):
        text = here.ask(path, cookie=cookie).text
        assert not OUTSIDE.search(text), OUTSIDE.search(text)
        assert "<script>" not in text, "the policy allows no script in the page"
        assert '<html lang="en-GB">' in text and 'name="viewport"' in text
        assert text.count("<h1") == 1 and text.count("<main") == 1 and 'href="#content"' in text


def test_the_look_may_be_kept_for_good_under_its_fingerprint_only(here: Here) -> None:
    now = here.ask(here.server.look.address("kit.css"), cookie=False)
    assert now.status == 200 and "immutable" in now.headers["Cache-Control"]
    old = here.ask("/static/kit/0123456789ab/kit.css")
    assert old.text == now.text and old.headers["Cache-Control"] == "no-cache"
    for path in ("/static/kit/0123456789ab/../../../etc/passwd", "/static/kit/0123456789ab/%2e%2e/app.py"):
        assert here.ask(path).status == 404


def test_the_front_end_is_kept_and_nothing_else_is_served_from_its_folders(here: Here) -> None:
    front = here.server.front
    script = here.ask(f"{front.root}/voila/voila.js")
    assert script.status == 200 and "immutable" in script.headers["Cache-Control"]
    for extension in front.page_config["federated_extensions"]:
        address = f"{front.root}/lab/{extension['name']}/{extension['load'].removeprefix('./')}"
        assert here.ask(address).status == 200, address
    for path in ("/voila/../../jupyter_config.json", "/lab/jupyterlab_pygments/package.json"):
        assert here.ask(front.root + path).status in (403, 404)


@pytest.mark.parametrize(
    "path",
    [
        "/voila/tree", "/voila/files/crpkit.yaml", "/voila/render/personas.ipynb", "/voila/api/contents/",
        "/api/kernels", "/api/contents", "/api/terminals", "/lab", "/login", "/voila/query/" + KERNEL,
        "/personas.ipynb", "/notebooks/personas.ipynb", "/voila/templates/lab/static/index.css",
    ],
)  # fmt: skip
def test_what_no_page_needs_is_not_there(here: Here, path: str) -> None:
    assert here.ask(path).status == 404
    assert here.ask(path, "POST").status in (403, 404)


def test_a_page_cannot_start_or_end_kernels_by_hand(here: Here) -> None:
    for method in ("POST", "DELETE", "PUT", "PATCH"):
        assert here.ask(f"/api/kernels/{KERNEL}", method).status in (403, 405)
    assert here.ask("/personas", "POST").status == 405
    assert here.ask("/personas", Sec_Purpose="prefetch;prerender").status == 503
    assert here.ask(f"/kit/engine/{KERNEL}").status == 410
    assert here.ask("/kit/ready").json() == {"ready": [], "open": 0, "limit": 12}


def test_a_wrong_address_is_answered_in_the_kits_look(here: Here) -> None:
    for path in ("/nowhere", "/%3Cscript%3Ealert(1)%3C/script%3E", "/personas/", "/../secret"):
        answer = here.ask(path)
        assert answer.status == 404
        assert "There is no such page" in answer.text and "alert(1)" not in answer.text
        assert 'href="/personas"' in answer.text


# -- home


def test_home_says_what_is_here_and_what_one_can_do(here: Here, told: Told) -> None:
    started = datetime(2026, 9, 3, 14, 5, tzinfo=UTC)
    lines = (
        WorkshopLine("K7MPWX", "At the Tide Hall", started, 1234),
        WorkshopLine("Q2RTVB", None, None, 1, 12),
    )
    told.summary = WorkspaceSummary("Saltmarsh Quay", 6, lines, ())
    text = here.ask("/").text
    assert "<title>Saltmarsh Quay – crpkit</title>" in text
    assert "6 personas here" in text and "2 workshops here" in text
    assert (
        "At the Tide Hall" in text
        and "1,234 dots" in text
        and "12 notes, 1 dot" in text
        and "3 September 2026" in text
    )
    assert 'href="/console/K7MPWX"' in text
    assert 'href="/workshop?code=K7MPWX"' in text and "A workshop without a title" in text
    assert "mending" not in text
    assert 'aria-current="page"' in text
    promised = set(re.findall(r'href="/([a-z]+)"', text))
    assert promised >= {"needs", "journeys", "plan"}
    there = {file.stem for file in Path(__file__).parents[1].joinpath("notebooks").glob("*.ipynb")}
    assert promised <= there, "no page may be promised that is not there"


def test_home_invites_when_there_is_nothing_yet(here: Here, told: Told) -> None:
    told.summary = WorkspaceSummary("Ours", 0, (), ())
    text = here.ask("/").text
    assert "No persona here yet" in text and "No workshop yet" in text and "Go on where" not in text


def test_half_a_character_on_home_is_shown_as_a_question_mark(here: Here, told: Told) -> None:
    line = WorkshopLine("K7MPWX", "At \ud800 noon", None, 0)
    told.summary = WorkspaceSummary("Ours", 1, (line,), (Problem("It says \udcff here"),))
    answer = here.ask("/")
    assert answer.status == 200 and "At ? noon" in answer.text
    assert re.search("It says [?\ufffd] here", answer.text)
    assert here.ask("/", "HEAD").status == 200


def test_titles_on_home_keep_their_direction_to_themselves(here: Here, told: Told) -> None:
    line = WorkshopLine("K7MPWX", "\u202eשלום", None, 0)
    told.summary = WorkspaceSummary("\u202eעבודה", 1, (line,), ())
    text = here.ask("/").text
    assert "<bdi>\u202eעבודה</bdi>" in text and "<bdi>\u202eשלום</bdi>" in text


def test_nothing_on_home_is_ever_run(here: Here, told: Told) -> None:
    place = here.server.folder / "personas" / f"{NASTY}.yaml"
    problems = tuple(Problem(f"The field {NASTY} is not known", "", place, n) for n in range(1, 8))
    line = WorkshopLine('X"><img>', f"{NASTY} & Söhne", None, 0)
    told.summary = WorkspaceSummary(NASTY, 1, (line,), problems, (Problem(f"In {NASTY}"),))
    text = here.ask("/").text
    assert "<script>" not in text and "<img" not in text
    assert text.count("&lt;script&gt;") >= 8
    assert "Söhne" in text
    assert "/workshop?code=X%22%3E%3Cimg%3E" in text


def test_home_names_the_first_problems_and_counts_the_rest(here: Here, told: Told) -> None:
    place = here.server.folder / "personas" / "ada.yaml"
    problems = tuple(Problem(f"Problem {n}", "Mend it.", place, n) for n in range(1, 8))
    told.summary = WorkspaceSummary("Ours", 6, (), problems, (Problem("OneDrive keeps this folder"),))
    text = here.ask("/").text
    assert "7 things need mending" in text and "And 2 more" in text
    assert "Problem 5" in text and "Problem 6" not in text
    assert "personas/ada.yaml, line 1: Problem 1. Mend it." in text.replace("\\", "/")
    assert "OneDrive keeps this folder" in text


def test_home_of_a_broken_workspace_says_what_is_broken(here: Here, told: Told) -> None:
    told.error = InputProblems(
        [Problem("It is of a newer version", "Update crpkit.", here.server.folder / "crpkit.yaml", 3)]
    )
    answer = here.ask("/")
    assert answer.status == 200
    assert "crpkit.yaml, line 3: It is of a newer version. Update crpkit." in answer.text
    assert "personas here" not in answer.text


# -- the port


def test_a_taken_port_is_never_changed_silently(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CRPKIT_STARTER", raising=False)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(
            CrpkitError,
            match=rf"Another program uses port {port} already.* crpkit serve .*{tmp_path.name}\" --port {port + 1}",
        ):
            claim_port(port, tmp_path)


def test_the_advice_can_be_typed_where_the_kit_was_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRPKIT_STARTER", "python3 start.py")
    folder = tmp_path / "our work"
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CrpkitError) as caught:
            claim_port(port, folder)
    assert (
        caught.value.problem.remedy == f'Use another one: python3 start.py serve "{folder}" --port {port + 1}'
    )


def test_the_kit_recognises_itself(here: Here, tmp_path: Path) -> None:
    with pytest.raises(
        CrpkitError, match=rf"serves this folder already, at http://127\.0\.0\.1:{here.door.port}/"
    ):
        claim_port(here.door.port, here.server.folder)
    with pytest.raises(CrpkitError, match="already, for another folder"):
        claim_port(here.door.port, tmp_path)
    told = json.loads(here.ask("/static/kit/hello", cookie=False).text)
    assert str(here.server.folder) not in json.dumps(told)
