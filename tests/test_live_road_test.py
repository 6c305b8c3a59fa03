"""The road-test over real WebSockets: what phone, projector and console are told of it, and what they may say."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from tornado.httpclient import AsyncHTTPClient

from crpkit.workshop import Workshop, journey_lists
from crpkit.workspace import Workspace
from tests.live_client import LiveClient
from tests.server_here import Here
from tests.test_live_server import Room, served

__all__ = ["served"]
PROMPT = "How would each step feel to you?"


@pytest.fixture
def room(served: tuple[Here, Workspace]) -> Iterator[Room]:
    here, workspace = served
    yield Room(here, workspace, Workshop.create(workspace, "Walking through it"))


def walk(room: Room) -> str:
    return room.workshop.open_activity("road-test", PROMPT, journey_lists(None)["journey:community-new"])


async def until(client: LiveClient, key: str, **parts: object) -> None:
    """Wait until a value of the state has these parts."""

    def has() -> bool:
        value = client.state.get(key)
        return isinstance(value, dict) and all(value.get(name) == part for name, part in parts.items())

    if not has():
        await client.until(lambda _: has())


def test_voices_reach_each_role_as_far_as_it_may_see_them(room: Room) -> None:
    name = walk(room)
    key = f"activity/{name}"

    async def story(room: Room) -> None:
        one, two = await room.phone(), await room.phone()
        screen, console = await room.screen(), await room.console()
        assert [each["id"] for each in one.state[key]["voices"]["answers"]] == [
            "lived",
            "alongside",
            "imagining",
        ]
        assert [each["value"] for each in one.state[key]["answers"]] == [-2, -1, 0, 1, 2]

        refused = await one.say("ballot", activity=name, dots={"o1": 1})
        assert (refused["type"], refused["why"]) == ("refused", "no-voice")
        assert (await one.say("ballot", activity=name, dots={}, voice="lived"))["type"] == "done"
        assert (one.state[f"ballot/{name}"], one.state[f"voice/{name}"]) == ({}, "lived")
        assert (await one.say("ballot", activity=name, dots={"o1": 1}, voice="lived"))["type"] == "done"
        assert (await two.say("ballot", activity=name, dots={"o1": 5}, voice="imagining"))["type"] == "done"

        # the facilitator says where the room is; everyone is told
        assert (await two.say("at", activity=name, item="o2"))["why"] == "role"
        assert (await console.say("at", activity=name, item="o9"))["why"] == "unknown-option"
        assert (await console.say("at", activity=name, item="o2"))["type"] == "done"
        for client in (one, two, screen, console):
            await until(client, key, at="o2")

        # paper counts with its voice, and a word of it with it
        sheets = [
            {"ballot": {"o1": 1, "o2": 4}, "people": 5, "voice": "lived"},
            {"ballot": {"o1": 3}, "people": 2},
        ]
        assert (await console.say("place", activity=name, ballots=sheets))["type"] == "done"
        said = {"texts": ["A lift"], "channel": "paper", "box": "help", "about": "o1", "voice": "alongside"}
        assert (await console.say("write", activity=name, **said))["type"] == "done"
        assert (await console.say("write", activity=name, **{**said, "voice": "nobody"}))["why"] == "no-voice"

        # nobody sees an answer while it is open, the facilitator neither
        await until(console, key, voters=9)
        assert console.state[key]["counts"] is None and console.state[key]["result"] is None
        assert screen.state[key]["felt"] is None
        assert (await console.say("close", activity=name))["type"] == "done"
        await until(console, key, open=False)
        assert console.state[key]["heard"] == {"lived": 6, "alongside": 0, "imagining": 1, "not-said": 2}
        exact = {(one["item"], one["voice"]): one["people"] for one in console.state[key]["counts"]}
        assert exact["o1", "lived"] == [6, 0, 0, 0, 0] and exact["o1", "not-said"] == [0, 0, 2, 0, 0]
        assert screen.state[key]["felt"] is None

        # shown: voices of five and more, and nothing of the others, nor of all together
        assert (await console.say("show-result", activity=name))["type"] == "done"
        felt = [
            {"voice": "lived", "item": "o1", "people": 6, "low": -2, "middle": -2, "high": -2},
            {"voice": "lived", "item": "o2", "people": 5, "low": 1, "middle": 1, "high": 1},
        ]
        for client in (one, two, screen):
            await until(client, key, shown=True)
            assert client.state[key]["felt"] == felt
            assert client.state[key]["result"] is None
            assert not {"heard", "counts", "placed"} & set(client.state[key])

        assert (await one.say("take-all-back"))["type"] == "done"
        await until(console, key, heard={"lived": 5, "alongside": 0, "imagining": 1, "not-said": 2})

    room.play(story)


def test_a_console_finds_journeys_among_the_lists_and_reads_sheets(room: Room) -> None:
    name = walk(room)

    async def story(room: Room) -> None:
        client, headers = AsyncHTTPClient(), {"Cookie": room.cookie}
        base = f"{room.base}/live/{room.code}"
        lists = json.loads((await client.fetch(f"{base}/lists", headers=headers)).body)["lists"]
        journey = next(one for one in lists if one["key"] == "journey:community-new")
        assert journey["options"][0]["source"] == "journey:community-new/hears-of-it"
        address = f"{base}/paper?activity={name}&what=tallies"
        answer = await client.fetch(
            address, method="POST", body="voice,A,B\nlived,Hard,Good\n", headers=headers
        )
        entry = json.loads(answer.body)["entries"][0]
        assert entry["ballots"][0]["voice"] == "lived"
        console = await room.console()
        assert (await console.say("place", activity=name, **entry))["type"] == "done"

        # by table voices would be added up: there is no such table
        assert (await console.say("close", activity=name))["type"] == "done"
        by_table = f"{base}/by-table?activity={name}"
        assert (await client.fetch(by_table, headers=headers, raise_error=False)).code == 404

        # and a step added at the console can be brought back to the journey
        added = await console.say("add", kind="road-test", prompt=PROMPT, options=journey["options"][2:4])
        assert added["type"] == "done"
        other = room.workshop.ask(next(one for one in room.workshop.state.activities if one != name))
        assert [item.source for item in other.items] == [
            "journey:community-new/gets-ready",
            "journey:community-new/meets-researchers",
        ]

    room.play(story)


def test_the_protocol_tells_of_everything_new() -> None:
    from tests.test_docs import ROOT

    told = (ROOT / "docs" / "protocol.md").read_text(encoding="utf-8")
    for word in ("`voice/ACTIVITY`", "`at: activity, item`", "`felt`", "`heard: ", "`counts: ", "`no-voice`"):
        assert word in told, word
    assert re.search(r"`ballot: activity, dots .*voice`", told)
