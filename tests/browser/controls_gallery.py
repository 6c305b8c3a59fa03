"""Every shared control on one page. Its text becomes the only cell of a notebook, which the tests then drive."""

import asyncio
import time

import pandas as pd
from ipywidgets import VBox

from crpkit.charts.figure import Figure
from crpkit.errors import CrpkitError
from crpkit.panels import controls as ui

FOOD = [("a", "Apples", "Red or green"), ("b", "Bread", ""), ("c", "Cheese", "From here")]
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20"><rect id="r" width="40" height="9"/></svg>'
LETTERS = "ABCDEFGHJK"

heard = ui.Status()
opened: list[dict[str, str]] = []
presses: list[str] = []
counts: dict[str, int] = {}


def hear(what: str):
    def listener(*values):
        heard.say(f"{what}: {', '.join(map(repr, values))}")

    return listener


def fail() -> None:
    raise CrpkitError("The file is locked", "Close it first.")


def sleep() -> None:
    time.sleep(7)  # longer than a page waits before it says so, and before it sends again
    presses.append("slept")


def refresh() -> None:
    """Do what reloading data does: set every value anew."""
    title.value = "From the data"
    heard.say("Refreshed")


def refresh_soon() -> None:
    asyncio.get_running_loop().call_later(1.5, refresh)


def press(key: str, action: str, n: int) -> None:
    if n > 50:
        raise CrpkitError("There are not so many dots")
    counts[key] = max(0, counts.get(key, 0) + (n if action == "add" else -n))
    grid.set_counts(counts)


def work():
    for _ in range(300):
        time.sleep(0.01)
        yield


title = ui.TextBox("Title", hint="What people read.", max_length=20)
enter = ui.TextBox("Add an option", on_enter=hear("Added"))
note = ui.TextBox("Note", lines=3)
people = ui.NumberBox("People", maximum=500, unit="people")
money = ui.NumberBox("Money", 2.5, step=0.5, unit="£")
sure = ui.RangeInput("How sure", 2, 0, 4, words=["not at all", "a little", "half", "fairly", "very"])
listed = ui.Choice("From a list", FOOD)
radios = ui.Choice("One of these", FOOD, "b", "radios", hint="It can be changed.")
cards = ui.Choice("A card", FOOD, style="cards")
ticks = ui.Choice("Several", FOOD, ("a",), "ticks")
for name, control in {
    "title": title,
    "people": people,
    "sure": sure,
    "listed": listed,
    "radios": radios,
}.items():
    control.on_change(hear(name))
cards.on_change(hear("cards"))
ticks.on_change(hear("ticks"))

bar = ui.Progress("Reading answers")
file = ui.FilePicker("Answers", on_file=lambda name, content: hear("file")(name, len(content)))
grid = ui.ButtonGrid(
    "Dots", [(f"k{n}", letter, f"Option <b>{letter}</b>", "") for n, letter in enumerate(LETTERS)], press
)
figure = ui.FigureView(
    Figure(
        SVG, "Apples lead.", pd.DataFrame({"Food": ["<b>Apples</b>"], "Dots": [3]}), "Dots", svg_narrow=SVG
    )
)
parts = ui.Steps(
    ["Press", "Write", "Choose", "Count", "See"],
    [
        VBox(
            [
                ui.Button("Save", hear("saved")),
                ui.Button("Open", hear("opened"), blocker="Give a title first."),
                ui.Button("Fail", fail, "danger"),
                ui.Button("Sleep", sleep, "secondary"),
                ui.Button("How often", lambda: hear("slept")(len(presses)), "secondary"),
                ui.Button("Address", lambda: hear("address")(opened), "secondary"),
                ui.Button("Refresh", refresh_soon, "quiet"),
                ui.Button("Read", lambda: bar.run(work(), 300, hear("whole")), "secondary"),
                bar,
                file,
            ]
        ),
        VBox([title, title, enter, note, people, money, sure]),
        VBox([listed, radios, cards, ticks]),
        grid,
        ui.Tabs(["Picture", "Words"], [VBox([figure, figure]), ui.Section("Words", "Only words.", level=3)]),
    ],
)
parts.block(4, "Count first.")
parts.on_visit(lambda n: parts.block(4) if n == 3 else None)


def open_page(query: dict[str, str]) -> None:
    opened.append(query)
    parts.go(1)  # as a page does that goes on where one left off


VBox([parts, heard, ui.Page(open_page)])
