"""Many options, each with its letter, its count and large buttons: the heart of a dot vote."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from crpkit.panels.controls.base import Control, Json, Message
from crpkit.panels.controls.look import script
from crpkit.panels.controls.text import one_line

Item = tuple[str, str, str] | tuple[str, str, str, str]
Action = tuple[str, str] | tuple[str, str, str]
Press = Callable[[str, str, int], object]
MOST_AT_ONCE = 100  # presses that one line of letters can hold
GIVE_AND_TAKE: tuple[Action, ...] = (("add", "Add a dot", "to"), ("take", "Take one back", "from"))


class ButtonGrid(Control):
    """Options in a grid, each with its letter, its title, how many it has, and buttons.

    It is one widget however many options there are. A line on top takes letters as they are
    called out (``B``, ``B 12``, ``A C C``); each option can have a box for many at once.

    Parameters
    ----------
    label
        What the grid is for.
    items
        For each option a key, its letter, its title and, if wanted, a note.
    on_press
        Called with the option's key, the action's key and how many at once (1 for a button).
    actions
        For each button a key, its text, and the word that joins text and option when it is read
        out: ``("add", "Add a dot", "to")`` is read “Add a dot to B, Match events”. The first is the
        main one; letters and numbers that are typed count for it.
    unit
        What is counted, as one and as many.
    by_letter
        Whether there is a line on top to type letters into.
    by_number
        Whether each option has a box for many at once.
    most
        The most that one press can count for.
    blocker
        Why nothing can be pressed now, as a plain sentence.
    hint
        A sentence under the label.
    """

    _esm = script("grid")

    def __init__(
        self,
        label: str,
        items: Sequence[Item] = (),
        on_press: Press | None = None,
        actions: Sequence[Action] = GIVE_AND_TAKE,
        unit: tuple[str, str] = ("dot", "dots"),
        by_letter: bool = True,
        by_number: bool = True,
        most: int = 500,
        blocker: str = "",
        hint: str = "",
    ) -> None:
        self._label, self._hint, self._blocker = one_line(label), one_line(hint), one_line(blocker)
        self._items = _by_key(items)
        self._actions = [
            (key, one_line(text), one_line(joint[0] if joint else "for")) for key, text, *joint in actions
        ]
        self._on_press = on_press
        self._unit = unit
        self._by_letter, self._by_number, self._most = by_letter, by_number, most
        self._counts: dict[str, int] | None = {}
        super().__init__()

    def _describe(self) -> Json:
        return {
            "label": self._label,
            "hint": self._hint,
            "items": [[key, *words] for key, words in self._items.items()],
            "actions": [list(action) for action in self._actions],
            "unit": list(self._unit),
            "by_letter": self._by_letter,
            "by_number": self._by_number,
            "most": self._most,
        }

    def _now(self) -> Json:
        return {"counts": self._counts, "blocker": self._blocker}

    @property
    def blocker(self) -> str:
        """Why nothing can be pressed; empty when it can."""
        return self._blocker

    @blocker.setter
    def blocker(self, sentence: str) -> None:
        self._blocker = one_line(sentence)
        self._redraw()

    @property
    def counts(self) -> dict[str, int] | None:
        """How many each option has; ``None`` while counts are hidden."""
        return None if self._counts is None else dict(self._counts)

    def set_counts(self, counts: Mapping[str, int] | None) -> None:
        """Show how many each option has; options left out have none, ``None`` hides all counts.

        The cursor stays where it is.
        """
        self._counts = (
            None if counts is None else {key: int(n) for key, n in counts.items() if key in self._items}
        )
        self._redraw()

    def set_items(self, items: Sequence[Item]) -> None:
        """Offer other options; counts of options that are gone go with them.

        Parameters
        ----------
        items
            As at the start.
        """
        self._items = _by_key(items)
        self.set_counts(self._counts)

    def on_press(self, callback: Press) -> Press:
        """Set the function that a press calls; works as a decorator."""
        self._on_press = callback
        return callback

    def _receive(self, message: Message) -> None:
        presses = message.data.get("presses")
        if message.kind != "press" or self._blocker or not isinstance(presses, list):
            return
        if len(presses) > MOST_AT_ONCE or not all(map(self._can_be_meant, presses)):
            return
        self.problem = ""
        for key, action, n in presses:
            if self._blocker or not self._run(self._on_press, key, action, n):
                return  # what comes after a press that failed would hide why it did

    def _can_be_meant(self, press: object) -> bool:
        """Say whether this is a press of an option, an action and a number that there are."""
        if not isinstance(press, list) or len(press) != 3:
            return False
        key, action, n = press
        if (
            not isinstance(key, str)
            or not isinstance(action, str)
            or isinstance(n, bool)
            or not isinstance(n, int)
        ):
            return False
        return (
            key in self._items and action in [known for known, *_ in self._actions] and 1 <= n <= self._most
        )


def _by_key(items: Sequence[Item]) -> dict[str, tuple[str, str, str]]:
    known = {
        key: (one_line(letter), one_line(title), one_line(note[0] if note else ""))
        for key, letter, title, *note in items
    }
    if len(known) != len(items):
        raise ValueError("Two options have the same key")
    return known
