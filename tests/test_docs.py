"""The docs: links lead somewhere, commands are there, keys of files are the ones that are read."""

from __future__ import annotations

import argparse
import re
import shlex
from pathlib import Path

import pytest

from crpkit.cli import build_parser
from crpkit.server.live.words import ROOMS
from crpkit.workspace import Marker

ROOT = Path(__file__).resolve().parent.parent
DOCS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
TEXTS = sorted((ROOT / "workshop_data").rglob("*.md"))
COMMANDS = re.compile(r"(?:\bcrpkit|start\.py) ((?:new|check|serve|rehearse|forget|restore)\b[^`\n|;,.…]*)")


def anchors(path: Path) -> set[str]:
    """What GitHub makes of a page's headings."""
    heads = re.findall(r"^#{1,6} (.+)$", path.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("path", [*DOCS, *TEXTS], ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text(encoding="utf-8")):
        if re.match(r"https?:|mailto:", target):
            continue
        name, _, anchor = target.partition("#")
        page = path.parent / name if name else path
        assert page.exists(), f"{path.name}: {target}"
        assert not anchor or anchor in anchors(page), f"{path.name}: {target}"


def subcommands() -> dict[str, argparse.ArgumentParser]:
    found = next(
        action for action in build_parser()._actions if isinstance(action, argparse._SubParsersAction)
    )
    return dict(found.choices)


@pytest.mark.parametrize("path", [*DOCS, *TEXTS], ids=lambda path: str(path.relative_to(ROOT)))
def test_commands_are_there(path: Path) -> None:
    known = subcommands()
    for said in COMMANDS.findall(path.read_text(encoding="utf-8")):
        name, *words = shlex.split(said.replace("“", " ").replace("”", " "))
        options = {option for action in known[name]._actions for option in action.option_strings}
        assert {word.partition("=")[0] for word in words if word.startswith("--")} <= options, said


def test_every_command_and_option_is_in_the_docs() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in DOCS)
    for name, parser in subcommands().items():
        assert re.search(rf"\b{name}\b", text), name
        for action in parser._actions:
            for option in action.option_strings:
                assert option in text or option in ("-h", "--help"), f"{name} {option}"


def test_the_marker_is_described() -> None:
    text = (ROOT / "docs" / "files.md").read_text(encoding="utf-8")
    for name in Marker.model_fields:
        assert re.search(rf"^{name}: ", text, re.M), name


def test_every_module_that_is_run_by_hand_is_there() -> None:
    for path in DOCS:
        for name in re.findall(r"python -m ((?:crpkit|benchmarks)[\w.]*)", path.read_text(encoding="utf-8")):
            place = ROOT.joinpath(*name.split("."))
            assert place.with_suffix(".py").exists() or (place / "__main__.py").exists(), name


def test_every_room_of_the_house_is_in_the_plan() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rooms = {
        path.name.removesuffix(".py") for path in (ROOT / "crpkit").iterdir() if not path.name.startswith("_")
    }
    assert {room for room in rooms - {"py.typed"} if f"`{room}`" not in text} == set()


LABELS = (
    *(
        "Projector’s screen",
        "Joining",
        "Activity",
        "Blank",
        "Who is here",
        "Show",
        "Hide",
        "Needs care",
        "Erase …",
    ),
    *(
        "Add an activity",
        "Add and open now",
        "Notes",
        "Dots",
        "Spoken or on paper",
        "Undo",
        "Show the result to the room",
    ),
    *("People and phones", "Set aside", "Joining and ending", "The console on another device"),
    *("My receipt and choices", "Take back", "Take everything back", "I was here before"),
)


@pytest.mark.parametrize("label", LABELS)
def test_what_the_facilitator_is_told_to_press_is_there(label: str) -> None:
    text = " ".join((ROOT / "docs" / "facilitator.md").read_text(encoding="utf-8").split())
    assert f"*{label}*" in text
    assert label in {said for words in ROOMS.values() for said in words.values()}


def test_what_troubles_says_is_said_by_the_pages() -> None:
    text = " ".join((ROOT / "docs" / "troubles.md").read_text(encoding="utf-8").split())
    assert "“Open the kit’s new link in this browser.”" in text and "“This browser keeps nothing.”" in text
    said = " ".join(words for room in ROOMS.values() for words in room.values())
    assert "Open the kit’s new link in this browser" in said and "This browser keeps nothing." in said
