"""Choosing a file from one's own computer."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from crpkit.panels.controls.base import Control, Json, Message
from crpkit.panels.controls.look import script
from crpkit.panels.controls.text import clean, one_line

LONGEST_NAME = 120
# Marks that turn the reading direction, with which "fdp.exe" can pose as "exe.pdf".
_TURNERS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass
class _Upload:
    """A file that is arriving in parts."""

    key: str
    name: str
    size: int
    parts: list[bytes] = field(default_factory=list)

    @property
    def arrived(self) -> int:
        return sum(map(len, self.parts))


class FilePicker(Control):
    """A labelled button to choose a file, whose content goes to Python.

    Parameters
    ----------
    label
        Which file is wanted.
    accept
        The endings that are taken, each with its dot.
    max_bytes
        The largest file that is taken.
    on_file
        Called with the file's name and its content. The name comes from outside: show it,
        but never use it as a path.
    hint
        A sentence under the label.
    """

    _esm = script("file")

    def __init__(
        self,
        label: str,
        accept: Sequence[str] = (".csv", ".xlsx"),
        max_bytes: int = 10_000_000,
        on_file: Callable[[str, bytes], object] | None = None,
        hint: str = "",
    ) -> None:
        self._label, self._hint = one_line(label), one_line(hint)
        self._accept = tuple(ending.lower() for ending in accept)
        self._max_bytes = max_bytes
        self._callback = on_file
        self._upload: _Upload | None = None
        self._words = ""
        super().__init__()

    def on_file(self, callback: Callable[[str, bytes], object]) -> Callable[[str, bytes], object]:
        """Set the function that takes a file; works as a decorator."""
        self._callback = callback
        return callback

    def _describe(self) -> Json:
        return {
            "label": self._label,
            "hint": self._hint,
            "accept": list(self._accept),
            "largest": self._max_bytes,
            "wrong_kind": self._wrong_kind(),
            "too_large": self._too_large(),
        }

    def _now(self) -> Json:
        return {"words": self._words}

    def _wrong_kind(self) -> str:
        return f"This kind of file cannot be read here. Choose one that ends in {' or '.join(self._accept)}."

    def _too_large(self) -> str:
        return f"This file is too large. Choose one of at most {_size(self._max_bytes)}."

    def _receive(self, message: Message) -> None:
        if message.kind != "part" or len(message.buffers) != 1:
            return
        upload = self._begin_or_go_on(message)
        if upload is None:
            return
        upload.parts.append(message.buffers[0])
        if upload.arrived > upload.size:
            self._give_up()
        elif upload.arrived == upload.size:
            self._finish(upload)

    def _begin_or_go_on(self, message: Message) -> _Upload | None:
        key, part = message.data.get("upload"), message.data.get("part")
        if not isinstance(key, str) or not isinstance(part, int):
            return None
        if part == 0:
            self._upload = self._begin(key, message.data.get("name"), message.data.get("size"))
        upload = self._upload
        if upload is None or upload.key != key:
            return None
        if part != len(upload.parts):
            self._give_up()
            return None
        return upload

    def _begin(self, key: str, name: object, size: object) -> _Upload | None:
        if not isinstance(name, str) or isinstance(size, bool) or not isinstance(size, int) or size < 0:
            return None
        shown = shown_name(name)
        refusal = ""
        if self._accept and not shown.lower().endswith(self._accept):
            refusal = self._wrong_kind()
        elif size > self._max_bytes:
            refusal = self._too_large()
        self._words = ""
        self.problem = refusal
        return None if refusal else _Upload(key, shown, size)

    def _give_up(self) -> None:
        self._upload = None
        self.problem = "The file did not arrive whole. Choose it again."

    def _finish(self, upload: _Upload) -> None:
        self._upload = None
        content = b"".join(upload.parts)
        if self._run(self._callback, upload.name, content):
            self._words = f"{upload.name} has been read ({_size(len(content))})."
            self._redraw()


def shown_name(name: str) -> str:
    """Return a file's name fit to be shown: no folders, nothing invisible, not overlong.

    Parameters
    ----------
    name
        As the browser gave it.

    Returns
    -------
    str
        Still not a path: never open or write a file by it.
    """
    last = re.split(r"[/\\]", clean(name))[-1]
    tidy = one_line(_TURNERS.sub("", last)) or "file"
    if len(tidy) <= LONGEST_NAME:
        return tidy
    stem, dot, ending = tidy.rpartition(".")
    if not dot or len(ending) > 10:
        return tidy[:LONGEST_NAME]
    return f"{stem[: LONGEST_NAME - len(ending) - 2]}….{ending}"


def _size(count: int) -> str:
    if count < 1_000:
        return f"{count} bytes"
    if count < 1_000_000:
        return f"{count / 1_000:,.0f} kB"
    return f"{count / 1_000_000:,.1f} MB".replace(".0 ", " ")
