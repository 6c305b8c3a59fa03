"""What all controls have in common: one way out, one way in, and no trust in what comes in.

Python keeps the truth in plain attributes and *describes* it to the page in two synced
traits. Nothing is read back from traits: whatever a page sets is dropped. People's input
arrives as messages, each with an id of its own, so that a message delivered twice counts once.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import anywidget
from traitlets import Dict, Unicode

from crpkit.errors import CrpkitError, InputProblems, Problem
from crpkit.panels.controls.look import look_reference
from crpkit.panels.controls.text import clean
from crpkit.workspace import VARIABLE

SORRY = (
    "Something went wrong here, and it was not your doing. Try again. If it happens again, reload the page."
)
MOST_IDS = 5_000  # how many messages are remembered, to know one that is delivered twice

_ID = re.compile(r"[0-9a-z-]{1,64}")
_KIND = re.compile(r"[a-z]{1,20}")

Json = dict[str, Any]


@dataclass(frozen=True)
class Message:
    """One message from the page, its form checked but not yet its content.

    Attributes
    ----------
    kind
        What it is about: ``click``, ``set``, ``press``.
    id
        Made by the page, different for every message.
    data
        The whole message as it came.
    buffers
        Bytes that came with it.
    """

    kind: str
    id: str
    data: Mapping[str, Any]
    buffers: tuple[bytes, ...] = ()


def read_message(content: object, buffers: Sequence[Any] | None = None) -> Message | None:
    """Return a message, or nothing when it does not even have the form of one."""
    if not isinstance(content, dict):
        return None
    kind, key = content.get("kind"), content.get("id")
    if not isinstance(kind, str) or not isinstance(key, str):
        return None
    if not _KIND.fullmatch(kind) or not _ID.fullmatch(key):
        return None
    return Message(kind, key, content, tuple(bytes(part) for part in buffers or ()))


def in_words(error: CrpkitError) -> str:
    """Return what a page says about an error: places in files are named, names of fields are not.

    Files of the workspace are named by where they lie in it: a path of this computer says nothing to a room.
    """
    problems = error.problems if isinstance(error, InputProblems) else (error.problem,)
    return "\n".join(str(_in_the_folder(one)) if one.file else one.sentence for one in problems)


def _in_the_folder(problem: Problem) -> Problem:
    folder, file = os.environ.get(VARIABLE), problem.file
    if folder and file is not None and file.is_relative_to(folder):
        return replace(problem, file=file.relative_to(folder))
    return problem


class Control(anywidget.AnyWidget):
    """Base of all controls.

    A control describes itself by :meth:`_describe` (what seldom changes) and :meth:`_now`
    (what changes often), and takes input in :meth:`_receive`.
    """

    _look = Unicode().tag(sync=True)
    _spec = Dict().tag(sync=True)
    _state = Dict().tag(sync=True)

    def __init__(self) -> None:
        self._problem = ""
        self._turn = 0
        self._handled: dict[str, None] = {}
        super().__init__(_look=look_reference(), _spec=self._describe(), _state=self._whole_state())

    # -- out: from Python to the page

    def _describe(self) -> Json:
        """Return what seldom changes: labels, hints, options."""
        return {}

    def _now(self) -> Json:
        """Return what changes often: the value, the counts."""
        return {}

    def _whole_state(self) -> Json:
        return {**self._now(), "error": self._problem, "turn": self._turn}

    def _redraw(self) -> None:
        """Bring the page up to date; sends nothing when nothing changed."""
        with self.hold_sync():
            self._spec = self._describe()
            self._state = self._whole_state()

    @property
    def problem(self) -> str:
        """The sentence shown as a problem at this control; empty if there is none."""
        return self._problem

    @problem.setter
    def problem(self, sentence: str) -> None:
        self._problem = clean(sentence)
        self._redraw()

    # -- in: from the page to Python

    def set_state(self, sync_data: dict[str, object]) -> None:
        """Take nothing: any visitor's browser could set any trait."""

    def _handle_custom_msg(self, content: object, buffers: Sequence[Any] | None) -> None:
        message = read_message(content, buffers)
        if message is None:
            return
        if message.id not in self._handled:
            self._remember(message.id)
            self._receive(message)
        self.send({"kind": "ack", "id": message.id})

    def _remember(self, key: str) -> None:
        self._handled[key] = None
        if len(self._handled) > MOST_IDS:
            del self._handled[next(iter(self._handled))]

    def _receive(self, message: Message) -> None:
        """Deal with a message; a control that takes input overrides this."""

    def _run(self, callback: Callable[..., object] | None, *values: object) -> bool:
        """Call a page's function; its error becomes a sentence at this control.

        Returns
        -------
        bool
            Whether it went well.
        """
        if callback is None:
            return True
        try:
            callback(*values)
        except CrpkitError as error:
            self.problem = in_words(error)
        except Exception:  # the last stop before a traceback would reach the page: log it, say so plainly
            self.log.exception("A callback of %s failed", type(self).__name__)
            self.problem = SORRY
        else:
            return True
        return False
