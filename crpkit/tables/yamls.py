"""YAML with positions: every value knows the line it stands on.

YAML 1.2 is read through ruamel.yaml, so that ``no`` stays a word and ``12:30``
stays a time. Each file begins with ``type:`` and ``version:``.
"""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from crpkit.errors import InputProblems, Problem, did_you_mean
from crpkit.tables.nodes import refuse_bomb

Location = Sequence[str | int]


@dataclass(frozen=True)
class Document:
    """A YAML file that was read.

    Attributes
    ----------
    path
        The file.
    data
        Its top-level mapping, header included.
    version
        The number given as ``version:``.
    """

    path: Path
    data: Mapping[str, Any]
    version: int

    def line(self, location: Location = ()) -> int:
        """Return the line (from 1) of the value at a location, or of the nearest thing above it.

        Parameters
        ----------
        location
            Keys and list positions from the top of the file, for example ``("records", 3, "title")``.
        """
        node: Any = self.data
        line = 1
        for step in location:
            position = _position(node, step)
            if position is None:
                break
            line = position
            node = node[step]
        return line


def _position(node: Any, step: str | int) -> int | None:
    marks = getattr(node, "lc", None)
    if marks is None or marks.data is None or step not in marks.data:
        return None
    row: int = marks.data[step][0]
    return row + 1


def read_yaml(path: Path, kind: str, newest: int = 1, *, shared: bool = False) -> Document:
    """Read one YAML file and check its header.

    Parameters
    ----------
    path
        The file.
    kind
        What its ``type:`` must say, for example ``crpkit/persona``.
    newest
        The newest version this reader understands.
    shared
        Whether the mapping may be the one that was given out before for the same text: quick where a table is asked
        for again and again, and only for readers that change nothing in it.

    Returns
    -------
    Document
        The mapping, with the line of every value.

    Raises
    ------
    InputProblems
        If the file cannot be read, is not YAML, or is of another type or a newer version.
    """
    data = _load(path, _shared if shared else _parsed)
    if not isinstance(data, Mapping):
        raise InputProblems(
            [
                Problem(
                    "The file is not a list of “name: value” lines", f"Begin it with “type: {kind}”.", path, 1
                )
            ]
        )
    refuse_bomb(path, data)
    _check_keys(path, data)
    version = _check_header(path, data, kind, newest)
    return Document(path, data, version)


def _load(path: Path, parse: Callable[[str], Any]) -> Any:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        row = path.read_bytes()[: error.start].count(b"\n") + 1
        raise InputProblems(
            [Problem("A character is not UTF-8", "Save the file again as UTF-8 text.", path, row)]
        ) from error
    except OSError as error:
        raise InputProblems(
            [
                Problem(
                    f"The file cannot be opened ({error.strerror})",
                    "Check that it is there and readable.",
                    path,
                )
            ]
        ) from error
    try:
        return parse(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        row = mark.line + 1 if mark else 1
        found = f"The YAML cannot be read here ({str(error.problem).splitlines()[0]})"
        remedy = "Look at this line and the one above: indentation, a missing “:”, or text that needs quotes."
        raise InputProblems([Problem(found, remedy, path, row)]) from error
    except RecursionError as error:
        remedy = "Compare it with a starter file."
        raise InputProblems([Problem("The lists are too deep inside each other", remedy, path, 1)]) from error
    except (YAMLError, ValueError) as error:
        raise InputProblems(
            [Problem(f"The YAML cannot be read ({error})", "Compare it with a starter file.", path, 1)]
        ) from error


def _parsed(text: str) -> Any:
    return YAML(typ="rt").load(text)


_shared = lru_cache(maxsize=16)(_parsed)


def _check_keys(path: Path, data: Mapping[Any, Any]) -> None:
    wrong = [key for key in data if not isinstance(key, str)]
    if wrong:
        raise InputProblems(
            Problem(f"The name “{key}” is not a word", "Put it in quotes.", path, 1, str(key))
            for key in wrong
        )


def _check_header(path: Path, data: Mapping[str, Any], kind: str, newest: int) -> int:
    document = Document(path, data, 0)
    if data.get("type") != kind:
        found = f"The type is “{data['type']}”" if "type" in data else "The file does not say its type"
        near = did_you_mean(data.get("type", ""), [kind])
        raise InputProblems(
            [Problem(found, near or f"Write “type: {kind}”.", path, document.line(["type"]), "type")]
        )
    version = data.get("version")
    line = document.line(["version"])
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise InputProblems(
            [Problem(f"The version is “{version}”", f"Write “version: {newest}”.", path, line, "version")]
        )
    if version > newest:
        found = f"The file has version {version}; this crpkit reads up to version {newest}"
        raise InputProblems([Problem(found, "Install a newer crpkit.", path, line, "version")])
    return version


def write_yaml(path: Path, data: Mapping[str, Any]) -> None:
    """Write a mapping as YAML; the old file stays whole until the new one is on disk.

    Parameters
    ----------
    path
        The file to write; its folder must exist.
    data
        Plain mappings, lists, strings, numbers; a mapping read by :func:`read_yaml` keeps its comments.

    Raises
    ------
    InputProblems
        If the folder cannot be written to. What was there before is untouched.
    """
    yaml = YAML(typ="rt")
    yaml.width = 1_000_000  # one value a line: folded ones end in a space and are harder to edit
    yaml.allow_unicode = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    buffer = StringIO()
    yaml.dump(data, buffer)
    write_text(path, buffer.getvalue())


def write_text(path: Path, text: str) -> None:
    """Replace a file's text in one step, as UTF-8.

    Raises
    ------
    InputProblems
        If the folder cannot be written to. What was there before is untouched.
    """
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    write_bytes(path, whole.encode("utf-8"))


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it, if it is not there yet.

    Raises
    ------
    InputProblems
        If it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        found = f"The folder cannot be made ({error.strerror})"
        raise InputProblems([Problem(found, "Choose a folder that you may write to.", folder)]) from error


def write_bytes(path: Path, content: bytes) -> None:
    """Replace a file's content in one step: a crash leaves either the old or the new, never half.

    Where the system knows who may read a file, that stays as it was, and a new file is made as any other. Files
    with “private” in their name are for their owner alone.

    Raises
    ------
    InputProblems
        If the folder cannot be written to. What was there before is untouched.
    """
    draft = path.with_name(f".writing-{secrets.token_hex(8)}{path.suffix}")
    try:
        with os.fdopen(_make(draft, "private" in path.name.casefold()), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _take_mode(draft, path)
        draft.replace(path)
    except OSError as error:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        remedy = "Close the file if it is open in another program, or choose a folder that you may write to."
        raise InputProblems(
            [Problem(f"The file cannot be written ({error.strerror})", remedy, path)]
        ) from error


def _make(draft: Path, private: bool) -> int:
    """Make a file that is not there yet, and return its handle; not ``mkstemp``, which makes all files private."""
    binary: int = getattr(os, "O_BINARY", 0)  # on Windows, where line ends would be changed without it
    return os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | binary, 0o600 if private else 0o666)


def _take_mode(draft: Path, path: Path) -> None:
    if path.exists() and "private" not in path.name.casefold():
        draft.chmod(stat.S_IMODE(path.stat().st_mode))
