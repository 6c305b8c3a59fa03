"""The live server asked over real WebSockets: what it keeps, what it refuses, and what it tells to whom."""

from __future__ import annotations

import asyncio
import http.client
import json
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tornado.httpclient import HTTPClientError
from tornado.websocket import WebSocketClosedError

from crpkit.server.live import wire
from crpkit.store import new_id
from crpkit.workshop import Workshop, codes
from crpkit.workspace import Workspace, new_workspace, open_workspace
from tests.asyncs import run_async
from tests.live_client import LiveClient
from tests.server_here import Here, running

SECRET = "Marta Kowalczyk said that her manager hits her"
Story = Callable[["Room"], Awaitable[None]]


class Room:
    """A workshop that is served, and ways to connect to it."""

    def __init__(self, here: Here, workspace: Workspace, workshop: Workshop) -> None:
        self.here = here
        self.workspace = workspace
        self.workshop = workshop
        self.base = f"http://127.0.0.1:{here.door.port}"
        self.code = workshop.code

    async def phone(self, joined: bool = True, **options: Any) -> LiveClient:
        client = await LiveClient.open(self.base, self.code, "phone", **options)
        if joined:
            assert (await client.join())["type"] == "done"
        return client

    async def screen(self) -> LiveClient:
        return await LiveClient.open(self.base, self.code, "screen")

    async def console(self) -> LiveClient:
        return await LiveClient.open(self.base, self.code, "console", Cookie=self.cookie)

    @property
    def cookie(self) -> str:
        return f"{self.here.door.cookie}={self.here.door.session}"

    def play(self, story: Story) -> None:
        run_async(self._play(story))

    async def _play(self, story: Story) -> None:
        try:
            await story(self)
        finally:
            await LiveClient.close_all()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Here, Workspace]]:
    folder = new_workspace(tmp_path_factory.mktemp("live") / "place")
    workspace = open_workspace(folder)
    with running(folder) as here:
        yield here, workspace
    workspace.close()


@pytest.fixture
def room(served: tuple[Here, Workspace]) -> Room:
    here, workspace = served
    return Room(here, workspace, Workshop.create(workspace, "Tuesday on the quay"))


def test_a_note_goes_from_a_phone_to_the_wall_when_the_facilitator_shows_it(room: Room) -> None:
    notes = room.workshop.open_activity("notes", "What would help?")

    async def story(room: Room) -> None:
        phone, screen, console = await room.phone(), await room.screen(), await room.console()
        note_id = new_id()
        assert (await phone.say("note", note_id, activity=notes, text="A room in town"))["type"] == "done"
        kept = await console.until_state(lambda state: state.get(f"note/{note_id}"))
        assert (kept["text"], kept["state"], kept["channel"]) == ("A room in town", "held", "phone")
        await screen.until_state(lambda state: state[f"activity/{notes}"]["count"] == 1)
        await screen.settle()
        assert on_the_wall(screen.state) == []
        assert (await console.say("show", notes=[note_id]))["type"] == "done"
        shown = await screen.until_state(on_the_wall)
        assert [note["text"] for note in shown] == ["A room in town"]
        assert note_id not in json.dumps(screen.told), "the id tells when the note was written"
        await phone.until_state(lambda state: state[f"mine/{note_id}"]["state"] == "shown")
        assert (await console.say("hide", notes=[note_id]))["type"] == "done"
        await screen.until_state(lambda state: not on_the_wall(state))

    room.play(story)
    assert list(room.workshop.notes().text) == ["A room in town"]


def on_the_wall(state: dict[str, Any]) -> list[dict[str, Any]]:
    return [value for key, value in state.items() if key.startswith("note/")]


def test_sending_again_changes_nothing_also_after_closing(room: Room) -> None:
    notes = room.workshop.open_activity("notes", "What would help?")
    vote = room.workshop.open_activity("dots", "Which?", ["Tea", "Cake"])

    async def story(room: Room) -> None:
        phone = await room.phone()
        note_id, ballot_id = new_id(), new_id()
        for _ in range(2):
            assert (await phone.say("note", note_id, activity=notes, text="Once"))["type"] == "done"
            assert (await phone.say("ballot", ballot_id, activity=vote, dots={"o1": 3}))["type"] == "done"
        room.workshop.close_activity(notes)
        room.workshop.close_activity(vote)
        await phone.until_state(lambda state: not state[f"activity/{vote}"]["open"])
        again = await LiveClient.open(room.base, room.code, receipt=phone.receipt)
        assert (await again.say("note", note_id, activity=notes, text="Once"))["type"] == "done"
        assert (await again.say("ballot", ballot_id, activity=vote, dots={"o1": 3}))["type"] == "done"
        late = await again.say("note", activity=notes, text="Late")
        assert (late["type"], late["why"]) == ("refused", "closed")
        late = await again.say("ballot", activity=vote, dots={"o2": 3})
        assert (late["type"], late["why"]) == ("refused", "closed")

    room.play(story)
    assert len(room.workshop.notes()) == 1
    assert room.workshop.dots(vote).totals() == {"o1": 3, "o2": 0}


def test_an_id_of_somebody_else_is_refused_and_theirs_stays(room: Room) -> None:
    notes = room.workshop.open_activity("notes", "What would help?")

    async def story(room: Room) -> None:
        one, other = await room.phone(), await room.phone()
        note_id = new_id()
        await one.say("note", note_id, activity=notes, text="Mine")
        answer = await other.say("note", note_id, activity=notes, text="No, mine")
        assert (answer["type"], answer["why"]) == ("refused", "id-taken")

    room.play(story)
    assert list(room.workshop.notes().text) == ["Mine"]


def everything_a_client_might_ask(notes: str, vote: str, note_id: str, person: str) -> list[dict[str, Any]]:
    """Return messages of every kind, and some that do not exist, that ask for what is hidden."""
    made_up = [
        "state",
        "get",
        "subscribe",
        "watch",
        "sync",
        "admin",
        "role",
        "welcome",
        "notes",
        "votes",
        "export",
    ]
    ids = {"activity": vote, "note": note_id, "notes": [note_id], "person": person, "entry": note_id}
    more = {"role": "console", "what": "activity", "into": None, "dots": {}, "texts": ["x"], "kind": "notes"}
    kinds = [*wire.KINDS["console"], *made_up, "hello"]
    return [{"type": kind, "v": 1, "receipt": "", "prompt": "p", **ids, **more} for kind in kinds]


def test_the_role_filter_holds_against_a_client_that_asks_for_everything(room: Room) -> None:
    notes = room.workshop.open_activity("notes", "What would help?")
    vote = room.workshop.open_activity("dots", "Which?", ["Tea", "Cake"])

    async def story(room: Room) -> None:
        victim, console = await room.phone(), await room.console()
        note_id, care_id, back_id = new_id(), new_id(), new_id()
        await victim.say("note", note_id, activity=notes, text=SECRET)
        await victim.say("note", care_id, activity=notes, text=SECRET + " (care)")
        await victim.say("note", back_id, activity=notes, text=SECRET + " (taken back)")
        await victim.say("take-back", note=back_id)
        await victim.say("ballot", activity=vote, dots={"o2": 2})
        await console.say("tally", activity=vote, entries=[["o2", 1]], channel="spoken")
        await console.say("care", note=care_id)
        for role in ("phone", "screen"):
            thief = await LiveClient.open(room.base, room.code, role, hello=False)
            for message in everything_a_client_might_ask(notes, vote, note_id, victim.state["me"]["id"]):
                thief_of_one = await LiveClient.open(room.base, room.code, role)
                await thief_of_one.raw(json.dumps({"id": new_id(), **message}))
                await gather(thief_of_one)
                thief.told += thief_of_one.told
            said = json.dumps(thief.told, ensure_ascii=False)
            assert SECRET not in said
            assert victim.state["me"]["id"] not in said, "nobody's pseudonym"
            assert victim.receipt not in said
            for told in states(thief.told):
                assert not [
                    key for key in told if key.startswith(("person/", "room", "care", "second", "mine/"))
                ]
                assert told.get(f"activity/{vote}", {}).get("result") is None
                assert not {"placed", "last", "dots_left", "held", "care"} & set(
                    told.get(f"activity/{vote}", {})
                )
                assert not {"held", "hidden", "care"} & set(told.get(f"activity/{notes}", {}))
                if role == "phone":
                    assert "count" not in told.get(f"activity/{notes}", {})
        await console.settle()
        assert console.state[f"note/{care_id}"]["text"] == SECRET + " (care)"
        assert console.state[f"note/{back_id}"]["text"] is None
        assert console.state[f"activity/{vote}"]["result"] is None, "hidden from everyone until closed"

    room.play(story)
    assert room.workshop.state.activities[notes].open and room.workshop.state.activities[vote].open
    assert not room.workshop.state.ended


async def gather(client: LiveClient) -> None:
    """Take in all that comes, until the client is sent away or nothing is on its way any more."""
    try:
        await client.settle()
        client.close()
    except ConnectionError:
        pass


def states(told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [message["set"] for message in told if message["type"] == "state"]


@pytest.mark.parametrize(
    "cookie", ["", "{name}=forged", "{name}={token}", "{console}=forged", "{console}={console_token}"]
)
def test_a_console_without_the_right_cookie_is_sent_away(room: Room, cookie: str) -> None:
    door = room.here.door
    sent = cookie.format(
        name=door.cookie, console=door.console_cookie, token=door.token, console_token=door.console_token
    )

    async def story(room: Room) -> None:
        client = await LiveClient.open(room.base, room.code, "console", hello=False, Cookie=sent)
        answer = await client.until(lambda message: True)
        assert (answer["type"], answer["why"]) == ("goodbye", "role")
        with pytest.raises(ConnectionError, match="4403"):
            await client.read()

    room.play(story)


@pytest.mark.parametrize(
    "headers", [{"Host": "evil.example"}, {"Origin": "http://evil.example"}, {"Origin": "null"}], ids=str
)
@pytest.mark.parametrize("role", wire.ROLES)
def test_wrong_host_or_origin_is_refused(room: Room, role: str, headers: dict[str, str]) -> None:
    async def story(room: Room) -> None:
        with pytest.raises(HTTPClientError) as caught:
            await LiveClient.open(room.base, room.code, role, hello=False, Cookie=room.cookie, **headers)
        assert caught.value.code == 403

    room.play(story)


def test_an_unknown_code_is_answered_without_naming_others(room: Room) -> None:
    near = ("Z" if room.code[0] != "Z" else "Y") + room.code[1:]
    assert near not in codes(room.workspace.log)

    async def story(room: Room) -> None:
        for code in (near, "NOPE", "%3Cb%3E"):
            client = await LiveClient.open(room.base, code, hello=False)
            answer = await client.hello("phone")
            assert (answer["type"], answer["why"]) == ("goodbye", "unknown-code")
            assert room.code not in json.dumps(answer)
            with pytest.raises(ConnectionError, match="4404"):
                await client.read()

    room.play(story)


@pytest.mark.parametrize(
    ("first", "why"),
    [
        ('{"type":"hello","v":2}', "version"),
        ('{"type":"hello","v":1}', "hello"),
        ('{"type":"hello","v":1,"receipt":"short"}', "hello"),
        ('{"type":"ping","n":1}', "hello"),
        ('{"type":"note","id":"x","activity":"a","text":"t"}', "hello"),
        ("not json", "hello"),
    ],
)
def test_who_does_not_say_hello_is_sent_away_in_words(room: Room, first: str, why: str) -> None:
    async def story(room: Room) -> None:
        client = await LiveClient.open(room.base, room.code, hello=False)
        await client.raw(first)
        answer = await client.until(lambda message: message["type"] == "goodbye")
        assert answer["why"] == why
        assert answer["words"].endswith(".")

    if '"ping"' in first:

        async def ping(room: Room) -> None:
            client = await LiveClient.open(room.base, room.code, hello=False)
            await client.raw(first)
            assert (await client.read())["type"] == "pong"
            assert client.state == {}

        room.play(ping)
    else:
        room.play(story)


BAD = [
    ("note", {"text": "x" * 2001}, "too-long"),
    ("note", {"text": "🌊" * 2001}, "too-long"),
    ("note", {"text": ""}, "empty"),
    ("note", {"text": " \n\u200b"}, "empty"),
    ("note", {"text": "hello", "activity": "nowhere"}, "unknown-activity"),
    ("note", {"text": "x" * 20_000}, "too-large"),
    ("note", {"text": None}, "malformed"),
    ("ballot", {"dots": {"o1": 1}, "activity": "notes-1"}, "unknown-activity"),
    ("take-back", {"note": "01JNOSUCHNOTE"}, "unknown-note"),
    ("open", {"activity": "notes-1"}, "role"),
    ("dance", {}, "unknown-type"),
]


def test_bad_input_is_refused_in_words_and_disturbs_nobody(room: Room) -> None:
    notes = room.workshop.open_activity("notes", "What would help?")

    async def story(room: Room) -> None:
        phone, other = await room.phone(), await room.phone()
        for kind, fields, why in BAD:
            answer = await phone.say(kind, **{"activity": notes, **fields})
            assert (answer["type"], answer["why"]) == ("refused", why), (kind, fields)
            assert answer["words"].endswith("."), answer
        assert (await phone.say("note", activity=notes, text="🌊" * 2000))["type"] == "done"
        assert (await other.say("note", activity=notes, text="Fine"))["type"] == "done"

    room.play(story)
    assert len(room.workshop.notes()) == 2


def test_dots_beyond_ones_own_and_unknown_options_are_refused(room: Room) -> None:
    vote = room.workshop.open_activity("dots", "Which?", ["Tea", "Cake"], dots_each=3)

    async def story(room: Room) -> None:
        phone, stranger = await room.phone(), await room.phone(joined=False)
        for dots, why in [
            ({"o1": 4}, "too-many-dots"),
            ({"o1": 2, "o2": 2}, "too-many-dots"),
            ({"o9": 1}, "unknown-option"),
        ]:
            assert (await phone.say("ballot", activity=vote, dots=dots))["why"] == why
        assert (await phone.say("ballot", activity=vote, dots={"o1": -1}))["type"] == "refused"
        assert (await stranger.say("ballot", activity=vote, dots={"o1": 1}))["why"] == "not-joined"
        await phone.say("ballot", activity=vote, dots={"o1": 1})
        await phone.say("ballot", activity=vote, dots={"o2": 3})

    room.play(story)
    assert room.workshop.dots(vote).totals() == {"o1": 0, "o2": 3}


def test_a_flood_from_one_phone_is_slowed_and_sent_away_and_nobody_else_notices(room: Room) -> None:
    notes = room.workshop.open_activity("notes", "What would help?")

    async def story(room: Room) -> None:
        flood, other = await room.phone(), await room.phone()
        names = [new_id() for _ in range(400)]
        for name in names:
            await flood.raw(json.dumps({"type": "note", "id": name, "activity": notes, "text": name}))
        assert (await other.say("note", activity=notes, text="Quiet"))["type"] == "done"
        with pytest.raises(ConnectionError):
            while True:
                await flood.read()
        refused = [message for message in flood.told if message["type"] == "refused"]
        assert {message["why"] for message in refused} == {"too-fast"}
        assert all(message["again_s"] > 0 for message in refused)
        assert flood.told[-1]["type"] == "goodbye" and flood.told[-1]["why"] == "flood"
        done = {message["id"] for message in flood.told if message["type"] == "done"} & set(names)
        kept = set(room.workshop.notes().query("text != 'Quiet'").note_id)
        assert done <= kept and len(kept) < 60

    room.play(story)


def test_two_consoles_stay_in_step_and_a_notebook_is_noticed(room: Room) -> None:
    async def story(room: Room) -> None:
        one, other, phone = await room.console(), await room.console(), await room.phone()
        adding = {
            "kind": "dots",
            "prompt": "Which?",
            "options": [{"title": "Tea"}, {"title": "Cake"}],
            "dots_each": 2,
        }
        name = new_id()
        for _ in range(2):
            assert (await one.say("add", name, **adding, open=True))["type"] == "done"
        vote = await other.until_state(lambda state: state["now"])
        assert len([key for key in one.state if key.startswith("activity/")]) == 1
        options = other.state[f"activity/{vote}"]["options"]
        assert [option["letter"] for option in options] == ["A", "B"]
        await one.say("count", total=12, paper=3, families={})
        room_value = await other.until_state(lambda state: state["room"]["total"] and state["room"])
        assert (room_value["total"], room_value["paper"], room_value["joined"]) == (12, 3, 1)
        assert other.state["here"] == {"joined": 1, "connected": 1, "room": 12}
        phone.close()
        await other.until_state(lambda state: state["here"] == {"joined": 1, "connected": 0, "room": 12})
        # as another program, for example a notebook's kernel, would
        room.workshop.close_activity(vote)
        await one.until_state(lambda state: not state[f"activity/{vote}"]["open"])
        await one.say("tally", activity=vote, entries=[["A", 2], ["B", 1]], channel="paper")
        await other.until_state(lambda state: state[f"activity/{vote}"]["placed"] == 3)
        last = other.state[f"activity/{vote}"]["last"]
        assert (await other.say("undo", activity=vote, entry=last["id"]))["type"] == "done"
        assert (await one.say("undo", activity=vote, entry=last["id"]))["type"] == "refused"
        assert (await one.say("show-result", activity=vote))["type"] == "done"
        result = await other.until_state(
            lambda state: state[f"activity/{vote}"]["shown"] and state[f"activity/{vote}"]["result"]
        )
        assert result[0] == {"option": "o1", "dots": 2, "place": 1}

    room.play(story)


def test_a_phone_takes_back_one_note_or_everything(room: Room) -> None:
    notes = room.workshop.open_activity("notes", "What would help?")
    vote = room.workshop.open_activity("dots", "Which?", ["Tea", "Cake"])

    async def story(room: Room) -> None:
        phone, other, console = await room.phone(), await room.phone(), await room.console()
        one, two, theirs = new_id(), new_id(), new_id()
        await phone.say("note", one, activity=notes, text="First")
        await phone.say("note", two, activity=notes, text="Second")
        await other.say("note", theirs, activity=notes, text="Theirs")
        await phone.say("ballot", activity=vote, dots={"o1": 3})
        assert (await phone.say("take-back", note=theirs))["why"] == "unknown-note"
        for _ in range(2):
            assert (await phone.say("take-back", note=one))["type"] == "done"
        assert f"mine/{one}" not in phone.state and f"mine/{two}" in phone.state
        room.workshop.end()
        for _ in range(2):
            assert (await phone.say("take-all-back"))["type"] == "done"
        assert phone.state["me"]["taken_back"] and not [
            key for key in phone.state if key.startswith(("mine/", "ballot/"))
        ]
        await console.until_state(lambda state: state.get(f"note/{two}", {}).get("state") == "taken-back")
        assert console.state[f"note/{two}"]["text"] is None
        assert console.state[f"note/{theirs}"]["text"] == "Theirs"

    room.play(story)
    assert room.workshop.dots(vote).totals() == {"o1": 0, "o2": 0}
    assert sorted(room.workshop.notes().state) == ["held", "taken-back", "taken-back"]


def test_news_waits_for_a_slow_client_and_then_is_whole(room: Room) -> None:
    notes = room.workshop.open_activity("notes", "What would help?")

    async def story(room: Room) -> None:
        console = await room.console()
        texts = [f"Note {n}" for n in range(300)]
        for start in range(0, 300, 50):
            assert (await console.say("write", activity=notes, texts=texts[start : start + 50]))[
                "type"
            ] == "done"
        await console.until_state(lambda state: state[f"activity/{notes}"]["held"] == 300)
        late = await room.console()
        assert {key: late.state[key] for key in late.state if key.startswith("note/")} == {
            key: console.state[key] for key in console.state if key.startswith("note/")
        }

    room.play(story)


def test_the_pages_and_pictures_are_light_and_say_their_place(room: Room) -> None:
    for path in ("/join", f"/join/{room.code}", f"/screen/{room.code}"):
        answer = room.here.ask(path, cookie=False)
        assert answer.status == 200
        assert "connect-src 'self' ws://" in answer.headers["Content-Security-Policy"]
    assert room.here.ask(f"/console/{room.code}", cookie=False).status == 403
    assert room.here.ask(f"/console/{room.code}").status == 200
    config = room.here.ask(f"/join/{room.code.lower()}").text
    assert f'"code": "{room.code}"' in config
    hostile = room.here.ask("/join/%3C%2Fscript%3E%3Cscript%3E1").text
    assert "</script><script>1" not in hostile
    picture = room.here.ask(f"/live/{room.code}/qr.svg", cookie=False)
    assert picture.headers["Content-Type"] == "image/svg+xml" and picture.text.startswith("<svg")
    assert room.here.ask("/live/NOPE/qr.svg", cookie=False).status == 404
    assert room.here.ask(f"/live/{room.code}/wifi.svg", cookie=False).status == 404
    assert room.here.ask(f"/live/{room.code}/lists", cookie=False).status == 403
    lists = room.here.ask(f"/live/{room.code}/lists").json()["lists"]
    assert lists[0]["key"] == "components" and len(lists[0]["options"]) > 20


def test_a_link_for_a_second_console_opens_the_consoles_and_nothing_else(room: Room) -> None:
    door = room.here.door
    link = door.console_link(room.base, room.code).removeprefix(room.base)
    answer = room.here.ask(link, cookie=False)
    assert answer.status == 303 and answer.headers["Location"] == f"/console/{room.code}"
    cookie = answer.headers["Set-Cookie"].split(";")[0]
    assert cookie == f"{door.console_cookie}={door.console_session}"
    assert room.here.ask(f"/console/{room.code}", cookie=False, Cookie_=cookie).status == 200
    assert room.here.ask("/", cookie=False, Cookie_=cookie).status == 403

    async def story(room: Room) -> None:
        console = await LiveClient.open(room.base, room.code, "console", Cookie=cookie)
        assert (await console.say("count", total=5))["type"] == "done"

    room.play(story)


def test_silent_connections_are_closed_and_the_others_stay(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    from crpkit.server.live import hall

    monkeypatch.setattr(hall, "SWEEP", 0.1)
    monkeypatch.setattr(hall, "SILENCE", 1.5)

    async def story(room: Room) -> None:
        silent, lively = await room.phone(), await room.phone()
        watching = asyncio.ensure_future(silent.until(lambda message: False))
        while not watching.done():
            await lively.settle()
            await asyncio.sleep(0.05)
        with pytest.raises(ConnectionError):
            watching.result()
        await lively.settle()

    room.play(story)


def test_workshops_do_not_hear_of_each_other(
    served: tuple[Here, Workspace], room: Room, tmp_path: Path
) -> None:
    here, workspace = served
    elsewhere = Room(here, workspace, Workshop.create(workspace, "Elsewhere"))
    notes = elsewhere.workshop.open_activity("notes", "What else?")

    async def story(room: Room) -> None:
        console = await room.console()
        phone = await elsewhere.phone(receipt="ABCDEFGHJKMN")
        same = await room.phone(joined=False, receipt="ABCDEFGHJKMN")
        await phone.say("note", activity=notes, text="Over there")
        await console.settle()
        assert "Over there" not in json.dumps(console.told)
        assert same.state["me"]["id"] != phone.state["me"]["id"], (
            "the same phone is another person in another workshop"
        )

    room.play(story)


def test_what_is_answered_done_counts_however_the_vote_is_opened_and_closed_meanwhile(room: Room) -> None:
    vote = room.workshop.open_activity("dots", "Which?", ["Tea", "Cake"], dots_each=2)

    async def press(phone: LiveClient, rounds: int) -> dict[str, int]:
        """Cast ballot after ballot; return the last one that was answered with done."""
        kept: dict[str, int] = {}
        for turn in range(rounds):
            dots = {"o1": turn % 3} if turn % 3 else {"o2": 1}
            answer = await phone.say("ballot", activity=vote, dots=dots)
            if answer["type"] == "done":
                kept = dots
            else:
                assert answer["why"] == "closed", answer
        return kept

    async def switch() -> None:
        for _ in range(12):  # as another program, so that the server learns of it late
            await asyncio.to_thread(room.workshop.close_activity, vote)
            await asyncio.to_thread(room.workshop.reopen_activity, vote)

    async def story(room: Room) -> None:
        phones = [await room.phone() for _ in range(12)]
        *kept, _ = await asyncio.gather(*(press(phone, 12) for phone in phones), switch())
        expected = {"o1": 0, "o2": 0}
        for dots in kept:
            for option, number in dots.items():
                expected[option] += number
        assert room.workshop.dots(vote).totals() == expected

    room.play(story)


def test_a_late_ballot_is_not_in_the_record_and_counts_when_sent_again(room: Room) -> None:
    vote = room.workshop.open_activity("dots", "Which?", ["Tea", "Cake"])

    async def story(room: Room) -> None:
        phone, ballot = await room.phone(), new_id()
        room.workshop.close_activity(vote)  # the server may not have noticed yet
        late = await phone.say("ballot", ballot, activity=vote, dots={"o1": 1})
        assert (late["type"], late["why"]) == ("refused", "closed")
        assert room.workspace.log.find(ballot) is None
        await phone.until_state(lambda state: not state[f"activity/{vote}"]["open"])
        room.workshop.reopen_activity(vote)
        await phone.until_state(lambda state: state[f"activity/{vote}"]["open"])
        assert (await phone.say("ballot", ballot, activity=vote, dots={"o1": 1}))["type"] == "done"

    room.play(story)
    assert room.workshop.dots(vote).totals() == {"o1": 1, "o2": 0}


def test_nothing_gets_in_behind_taking_back(room: Room) -> None:
    notes = room.workshop.open_activity("notes", "What would help?")

    async def story(room: Room) -> None:
        phone = await room.phone()
        room.workshop.erase(phone.receipt)  # as the command does, in another program
        late = await phone.say("note", activity=notes, text=SECRET)
        assert (late["type"], late["why"]) == ("refused", "taken-back")
        again = await phone.join()
        assert (again["type"], again["why"]) == ("refused", "taken-back")

    room.play(story)
    stream = room.workspace.log.events(room.workshop.stream)
    assert not [event for event in stream if event.actor.startswith("p-") and any(event.words.values())]


def test_a_page_that_comes_back_ends_its_older_connection(room: Room) -> None:
    notes = room.workshop.open_activity("notes", "What would help?")

    async def story(room: Room) -> None:
        old = await LiveClient.open(room.base, room.code, page="p" * 16)
        await old.join()
        new = await LiveClient.open(room.base, room.code, page="p" * 16, receipt=old.receipt)
        with pytest.raises((ConnectionError, WebSocketClosedError)):
            await old.say("note", activity=notes, text="Late, from a dead connection")
        assert (await new.say("note", activity=notes, text="Now"))["type"] == "done"
        other_tab = await LiveClient.open(room.base, room.code, page="q" * 16, receipt=old.receipt)
        await new.settle()
        await other_tab.settle()

    room.play(story)
    assert list(room.workshop.notes().text) == ["Now"]


def test_limits_are_for_a_participant_however_the_code_is_spelt(room: Room) -> None:
    notes = room.workshop.open_activity("notes", "What would help?")

    async def story(room: Room) -> None:
        receipt, kept = None, 0
        for spelling in (
            room.code,
            room.code.lower(),
            f"{room.code[:3]}-{room.code[3:]}",
            f"{room.code[:2]}%20{room.code[2:]}",
        ):
            phone = await LiveClient.open(room.base, spelling, receipt=receipt)
            receipt = phone.receipt
            await phone.join()
            for _ in range(15):
                kept += (await phone.say("note", activity=notes, text="Again"))["type"] == "done"
            phone.close()
        assert kept < 40

    room.play(story)


def test_who_says_nothing_is_not_kept_and_a_console_always_gets_in(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    from crpkit.server.live import hall

    monkeypatch.setattr(hall, "SWEEP", 0.1)
    monkeypatch.setattr(hall, "SPEECHLESS", 1.0)

    async def story(room: Room) -> None:
        silent = await LiveClient.open(room.base, room.code, hello=False)
        with pytest.raises(ConnectionError):
            await silent.read()
        kept = len(room.here.server.hall.open)
        monkeypatch.setattr(room.here.server.hall, "most", kept)
        refused = await LiveClient.open(room.base, room.code, hello=False)
        assert (await refused.until(lambda message: True))["why"] == "full"
        await room.console()

    room.play(story)


def test_an_enormous_body_is_not_read(room: Room) -> None:
    with pytest.raises((ConnectionError, OSError)):
        connection = http.client.HTTPConnection("127.0.0.1", room.here.door.port, timeout=20)
        connection.putrequest("POST", "/join")
        connection.putheader("Content-Length", str(50_000_000))
        connection.endheaders()
        for _ in range(50):
            connection.send(b"x" * 1_000_000)
        assert connection.getresponse().status == 413
        raise ConnectionError
