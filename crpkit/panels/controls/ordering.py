"""A list that people put in order: by dragging, with buttons, or by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from crpkit.panels.controls.base import Control, Json, Message
from crpkit.panels.controls.look import script
from crpkit.panels.controls.text import one_line


@dataclass(frozen=True)
class Place:
    """One thing in the list.

    Attributes
    ----------
    key
        Names it towards Python.
    title
        What stands first.
    part
        A few words above the title, for example of which part it is.
    details
        Short pieces below the title.
    note
        A quieter line at the end.
    badge
        A letter or number that stands for it at its place; its number in the list if not given.
    tone
        Name of a colour of the parts of the support (``hub``, ``coaching`` …); never the only sign of anything.
    """

    key: str
    title: str
    part: str = ""
    details: tuple[str, ...] = ()
    note: str = ""
    tone: str = "other"
    badge: str = ""


class Ordering(Control):
    """Things in an order that can be changed, of which one can be chosen.

    Each has a handle to drag it by, with a mouse or a finger, and buttons to move it up and down; with the cursor on a
    thing, Alt and an arrow key move it. The cursor stays with what is moved, and its new place is read out.

    Parameters
    ----------
    label
        What is put in order.
    on_move
        Called with key and new place, counted from 0. When it raises, the order stays, and its sentence is shown.
    on_choose
        Called with the key of the thing that a person presses.
    hint
        A sentence under the label.
    empty
        What is said while there is nothing.
    opens
        Class of the part of the page that shows what is chosen: where that is out of sight, it is brought into view.
    """

    _esm = script("ordering")

    def __init__(
        self,
        label: str,
        on_move: Callable[[str, int], object],
        on_choose: Callable[[str], object],
        hint: str = "",
        empty: str = "There is nothing yet.",
        opens: str = "",
    ) -> None:
        self._opens = opens
        self._label, self._hint, self._empty = one_line(label), one_line(hint), one_line(empty)
        self._on_move, self._on_choose = on_move, on_choose
        self._places: dict[str, Place] = {}
        self._chosen = ""
        self._news, self._said = "", 0
        super().__init__()

    def _describe(self) -> Json:
        items = [
            {
                "key": one.key,
                "title": one_line(one.title),
                "part": one_line(one.part),
                "details": [one_line(piece) for piece in one.details],
                "note": one_line(one.note),
                "tone": one.tone,
                "badge": one_line(one.badge) or str(number),
            }
            for number, one in enumerate(self._places.values(), 1)
        ]
        return {
            "label": self._label,
            "hint": self._hint,
            "empty": self._empty,
            "items": items,
            "opens": self._opens,
        }

    def _now(self) -> Json:
        return {"chosen": self._chosen, "news": self._news, "said": self._said}

    @property
    def chosen(self) -> str:
        """Key of the thing that is chosen; empty if none is."""
        return self._chosen

    @property
    def order(self) -> tuple[str, ...]:
        """The keys in their order."""
        return tuple(self._places)

    def show(self, places: Sequence[Place], chosen: str = "") -> None:
        """Show these things in this order; the cursor stays where it is.

        Raises
        ------
        ValueError
            If two have the same key.
        """
        known = {one.key: one for one in places}
        if len(known) != len(places):
            raise ValueError("Two things have the same key")
        if tuple(known) != self.order:
            self._news = ""  # where something was moved to before is not so any more
        self._places = known
        self._chosen = chosen if chosen in known else ""
        self._redraw()

    def _receive(self, message: Message) -> None:
        key = message.data.get("key")
        if not isinstance(key, str) or key not in self._places:
            return
        self._problem = ""
        if message.kind == "choose":
            self._run(self._on_choose, key)
        elif message.kind == "move":
            self._move(key, message.data.get("to"))
        self._redraw()

    def _move(self, key: str, to: object) -> None:
        """Move a thing, and say where it stands now."""
        if isinstance(to, bool) or not isinstance(to, int) or not 0 <= to < len(self._places):
            return
        if self._run(self._on_move, key, to) and key in self._places:
            place = self.order.index(key) + 1
            self._news = f"“{one_line(self._places[key].title)}” moved to {place} of {len(self._places)}."
            self._said += 1
