from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crpkit.server.door import Door, Verdict, clean_address

DOOR = Door(8866, token="right-token", session="right-session")
OURS = {"Host": "127.0.0.1:8866"}


def judge(url: str = "/", method: str = "GET", cookie: str | None = None, **headers: str) -> Verdict:
    return DOOR.judge(method, url, {**OURS, **headers}, cookie)


def test_nothing_opens_without_token_or_cookie() -> None:
    for url in (
        "/",
        "/personas",
        "/api/kernels/1-2-3-4-5/channels",
        "/static/front/x/voila.js",
        "/kit/ready",
    ):
        assert judge(url) is Verdict.ASK
        assert judge(url, cookie="right-session") is Verdict.PASS
        assert judge(url, cookie="right-token") is Verdict.ASK, "the token is no cookie"


def test_the_look_is_open_to_all_and_nothing_beside_it() -> None:
    assert judge("/static/kit/abc/kit.css") is Verdict.PASS
    assert judge("/static/kitchen") is Verdict.ASK
    assert judge("/x/static/kit/") is Verdict.ASK
    assert judge("//static/kit/") is Verdict.ASK


def test_the_token_is_swapped_for_a_cookie() -> None:
    assert judge("/?token=right-token") is Verdict.ENTER
    assert judge("/workshop?code=K7MPWX&token=right-token") is Verdict.ENTER
    assert judge("/?token=wrong") is Verdict.ASK
    assert judge("/?token=") is Verdict.ASK
    assert judge("/?token=right-token", "POST") is Verdict.ASK
    # An old bookmark with a token of yesterday: who is in already is sent to the clean address.
    assert judge("/?token=wrong", cookie="right-session") is Verdict.ENTER


@given(st.text(max_size=40))
def test_no_other_token_or_cookie_opens(guess: str) -> None:
    if guess not in ("right-token", "right-session"):
        assert judge(f"/?token={guess}") is not Verdict.PASS
        assert judge(cookie=guess) is Verdict.ASK


@pytest.mark.parametrize("host", ["127.0.0.1:8866", "localhost:8866", "LOCALHOST:8866", "[::1]:8866"])
def test_our_own_names(host: str) -> None:
    assert judge(cookie="right-session", Host=host, Origin=f"http://{host}") is Verdict.PASS


@pytest.mark.parametrize(
    "host",
    [
        "",
        "127.0.0.1",
        "127.0.0.1:8867",
        "evil.example:8866",
        "127.0.0.1:8866.evil.example",
        "192.168.0.7:8866",
    ],
)
def test_other_names_are_refused_even_with_the_cookie_and_for_the_look(host: str) -> None:
    assert judge(cookie="right-session", Host=host) is Verdict.REFUSE
    assert judge("/static/kit/abc/kit.css", Host=host) is Verdict.REFUSE
    assert judge("/?token=right-token", Host=host) is Verdict.REFUSE


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "null", "http://127.0.0.1:9999", "https://127.0.0.1:8866", "http://localhost"],
)
def test_other_origins_are_refused(origin: str) -> None:
    assert judge(cookie="right-session", Origin=origin) is Verdict.REFUSE


def test_each_start_has_its_own_secrets() -> None:
    one, other = Door(1), Door(1)
    assert len({one.token, one.session, other.token, other.session}) == 4
    assert min(len(one.token), len(one.session)) >= 32
    assert one.token in one.link and one.session not in one.link
    assert Door(80).hosts > {"127.0.0.1", "localhost"}


def test_the_clean_address_keeps_the_rest() -> None:
    assert clean_address("/?token=x") == "/"
    assert clean_address("/workshop?code=K7MPWX&token=x&empty=") == "/workshop?code=K7MPWX&empty="


@given(st.text(alphabet="/\\.evil:@?&=token%20", max_size=30))
def test_the_clean_address_stays_here(url: str) -> None:
    clean = clean_address(url)
    assert clean.startswith("/")
    assert not clean.startswith(("//", "/\\"))
    assert "token=" not in clean.partition("?")[2].split("&")


LAN = Door(8866, token="right-token", session="right-session", names=("192.168.1.5", "Kit.Local"))
LAN = replace(LAN, console_token="console-token", console_session="console-session")
PHONE = {"Host": "192.168.1.5:8866"}
FOR_THE_ROOM = ["/join", "/join/K7MPWX", "/screen/K7MPWX", "/live/K7MPWX/phone", "/static/kit/abc/kit.css"]
NOT_FOR_THE_ROOM = ["/", "/workshop", "/joint", "/api/kernels/1-2-3-4-5/channels", "/kit/ready", "/screens"]


def from_the_room(url: str, remote: str = "192.168.1.77", method: str = "GET", **cookies: str) -> Verdict:
    headers = {**PHONE, "Origin": "http://192.168.1.5:8866"}
    return LAN.judge(method, url, headers, cookies.get("cookie"), cookies.get("console"), remote)


@pytest.mark.parametrize("url", FOR_THE_ROOM)
def test_the_room_reaches_the_light_pages(url: str) -> None:
    assert from_the_room(url) is Verdict.PASS
    assert LAN.judge("GET", url, {"Host": "kit.local:8866"}, None, remote="192.168.1.77") is Verdict.PASS
    assert LAN.judge("GET", url, OURS, None) is Verdict.PASS, "and so does this computer"


@pytest.mark.parametrize("url", NOT_FOR_THE_ROOM)
def test_nothing_else_opens_over_the_network_whatever_is_brought(url: str) -> None:
    for cookie in (None, "right-session"):
        assert from_the_room(url, cookie=cookie or "") is Verdict.AWAY
    assert from_the_room(f"{url}?token=right-token") is Verdict.AWAY


def test_nobody_comes_in_by_the_network_while_the_room_is_not_let_in() -> None:
    assert DOOR.judge("GET", "/join", PHONE, None, remote="192.168.1.77") is Verdict.REFUSE


def test_a_machine_in_the_room_cannot_claim_to_be_this_one() -> None:
    for url in ("/", "/join", "/?token=right-token"):
        assert LAN.judge("GET", url, OURS, "right-session", remote="192.168.1.77") is Verdict.REFUSE


@pytest.mark.parametrize("origin", ["http://evil.example", "http://127.0.0.1:8866", "null"])
def test_a_phone_led_here_by_another_site_is_refused(origin: str) -> None:
    headers = {**PHONE, "Origin": origin}
    assert LAN.judge("GET", "/live/K7MPWX/phone", headers, None, remote="192.168.1.77") is Verdict.REFUSE


def test_the_console_has_a_token_and_a_cookie_of_its_own() -> None:
    page = "/console/K7MPWX"
    assert from_the_room(page) is Verdict.ASK_CONSOLE
    assert from_the_room(f"{page}?token=console-token") is Verdict.ENTER_CONSOLE
    assert from_the_room(f"{page}?token=right-token") is Verdict.ASK_CONSOLE, (
        "this one stays on this computer"
    )
    assert from_the_room(page, console="console-session") is Verdict.PASS
    assert from_the_room(page, console="console-token") is Verdict.ASK_CONSOLE, "the token is no cookie"
    assert from_the_room("/", console="console-session") is Verdict.AWAY
    here = {"headers": OURS, "cookie": None}
    assert LAN.judge("GET", page, **here) is Verdict.ASK_CONSOLE
    assert LAN.judge("GET", page, OURS, "right-session") is Verdict.PASS
    assert LAN.judge("GET", "/", **here, console="console-session") is Verdict.ASK


@given(st.text(max_size=40))
def test_no_other_token_or_cookie_opens_the_console(guess: str) -> None:
    if guess not in ("console-token", "console-session"):
        assert from_the_room(f"/console/K7MPWX?token={guess}") is Verdict.ASK_CONSOLE
        assert from_the_room("/console/K7MPWX", console=guess) is Verdict.ASK_CONSOLE
