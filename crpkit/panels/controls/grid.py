"""Many options, each with its letter, its count and large buttons: the heart of a dot vote."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from crpkit.panels.controls.base import Json, Message
from crpkit.panels.controls.blocking import BlockableControl
from crpkit.panels.controls.look import script
from crpkit.panels.controls.text import one_line

Item = tuple[str, str, str] | tuple[str, str, str, str]
Action = tuple[str, str] | tuple[str, str, str]
Press = Callable[[str, str, int], object]
Presses = Callable[[tuple[tuple[str, str, int], ...], str], object]
MOST_AT_ONCE = 100  # presses that one line of letters can hold
CHANGED = "The list has changed in the meantime, so nothing was counted. Look at it, then enter them again."
GIVE_AND_TAKE: tuple[Action, ...] = (("add", "Add a dot", "to"), ("take", "Take one back", "from"))


class ButtonGrid(BlockableControl):
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
    on_presses
        Called in place of ``on_press``, once for all presses of one line, with ``(key, action, n)`` for each
        and the message's id, which stays the same when the page sends it again. It takes all or, when it
        raises, none: then its sentence is shown, and what was typed is put back.
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
        on_presses: Presses | None = None,
    ) -> None:
        self._label, self._hint = one_line(label), one_line(hint)
        self._items = _by_key(items)
        self._actions = [
            (key, one_line(text), one_line(joint[0] if joint else "for")) for key, text, *joint in actions
        ]
        self._on_press, self._on_presses = on_press, on_presses
        self._unit = unit
        self._by_letter, self._by_number, self._most = by_letter, by_number, most
        self._counts: dict[str, int] | None = {}
        self._cleared = 0
        self._taken = 0  # how many presses of the latest line were taken
        super().__init__(blocker)

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
        return {
            "cleared": self._cleared,
            "counts": self._counts,
            "blocker": self._blocker,
            "taken": self._taken,
        }

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

    def clear_news(self) -> None:
        """Take away what was said last: it is not so any more, for example after an entry was undone."""
        self._cleared += 1
        self.problem = ""

    def on_press(self, callback: Press) -> Press:
        """Set the function that a press calls; works as a decorator."""
        self._on_press = callback
        return callback

    def _receive(self, message: Message) -> None:
        if message.kind != "press":
            return
        self._taken = 0
        presses = message.data.get("presses")
        if self._blocker:
            self._redraw()
        elif not isinstance(presses, list) or not self._can_all_be_meant(presses):
            self.problem = CHANGED
        else:
            self._problem = ""
            self._take(tuple((key, action, n) for key, action, n in presses), message.id)
            self._redraw()

    def _take(self, presses: tuple[tuple[str, str, int], ...], message_id: str) -> None:
        if self._on_presses is not None:
            if self._run(self._on_presses, presses, message_id):
                self._taken = len(presses)
            return
        for press in presses:
            if self._blocker or not self._run(self._on_press, *press):
                return  # what comes after a press that failed would hide why it did
            self._taken += 1

    def _can_all_be_meant(self, presses: list[object]) -> bool:
        return len(presses) <= MOST_AT_ONCE and all(map(self._can_be_meant, presses))

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
