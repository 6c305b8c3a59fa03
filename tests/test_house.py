"""The house: four floors, imports go down only."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import crpkit

PACKAGE = Path(crpkit.__file__).parent
FLOORS = (
    {"errors", "tables", "framework", "personas", "workspace", "retention", "store", "resources", "texts"},
    {"workshop", "sensemaking", "needs", "journeys", "planning", "overview"},
    {"charts", "reports", "panels"},
    {"server", "cli", "__main__"},
)
HEAVY = {
    "ipywidgets",
    "anywidget",
    "matplotlib",
    "tornado",
    "voila",
    "IPython",
    "jupyter_server",
    "traitlets",
}
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "_data" not in path.parts)


def floor(room: str) -> int:
    return next(number for number, rooms in enumerate(FLOORS) if room in rooms)


def room_of(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """Every module imported anywhere in a file, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: import by full name"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", [path for path in MODULES if path != PACKAGE / "__init__.py"], ids=str)
def test_imports_go_down_only(path: Path) -> None:
    room = room_of(path)
    for name in imports(path):
        parts = name.split(".")
        if parts[0] == "crpkit" and len(parts) > 1 and parts[1] not in (room, "__version__"):
            other = parts[1]
            assert floor(other) <= floor(room), f"{path} imports upwards: {name}"
            sideways = floor(other) == floor(room) == 1
            assert not sideways or room in ("overview", "planning"), f"{path} imports sideways: {name}"


@pytest.mark.parametrize(
    "path", [path for path in MODULES if room_of(path) in FLOORS[0] | FLOORS[1]], ids=str
)
def test_ground_and_methods_need_no_screen(path: Path) -> None:
    assert not {name.split(".")[0] for name in imports(path)} & HEAVY


def test_every_room_stands_on_a_floor() -> None:
    rooms = {room_of(path) for path in MODULES} - {"__init__"}
    assert rooms <= set().union(*FLOORS), "name the new room in FLOORS and in docs/architecture.md"
