"""The files of the look: styles, letters, small scripts. Read once, served from memory, kept by the browser.

Their address carries a fingerprint of all of them, so a browser may keep them for good and still never shows
yesterday's look after an update.
"""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

_OWN = Path(__file__).resolve().parent / "static"
_SHARED = Path(__file__).resolve().parent.parent / "panels" / "look"
_SHEET = ("tokens.css", "fonts.css", "base.css")
_KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
}
_PACKED = ("text/", "image/svg")  # letters are packed already


@dataclass(frozen=True)
class LookFile:
    """One file: its bytes and what kind it is (a media type)."""

    body: bytes
    kind: str

    @cached_property
    def packed(self) -> bytes | None:
        """The bytes as gzip, for a slow Wi-Fi with many phones; ``None`` if that does not help."""
        return gzip.compress(self.body, mtime=0) if self.kind.startswith(_PACKED) else None


class Look:
    """All files of the look.

    ``kit.css`` is the shared style sheet in one piece (names, letters, page); the others are single files.
    """

    @cached_property
    def files(self) -> dict[str, LookFile]:
        """Name → file."""
        found = {
            path.relative_to(folder).as_posix(): path
            for folder in (_SHARED, _OWN)
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.suffix in _KINDS
        }
        files = {name: LookFile(path.read_bytes(), _KINDS[path.suffix]) for name, path in found.items()}
        sheet = b"\n".join(files[name].body for name in _SHEET)
        return {**files, "kit.css": LookFile(sheet, _KINDS[".css"])}

    @cached_property
    def fingerprint(self) -> str:
        """Twelve characters that change when any file does."""
        digest = hashlib.sha256()
        for name, file in sorted(self.files.items()):
            digest.update(name.encode() + b"\0" + file.body)
        return digest.hexdigest()[:12]

    def sheets(self, name: str) -> list[str]:
        """Return the style sheets of a page: its own, then those of its parts (``join.css``, ``join-ask.css``)."""
        parts = (file for file in self.files if file.startswith(f"{name}-") and file.endswith(".css"))
        return [f"{name}.css", *sorted(parts)]

    def address(self, name: str) -> str:
        """Return where a file is served.

        Raises
        ------
        KeyError
            If there is no such file.
        """
        if name not in self.files:
            raise KeyError(name)
        return f"/static/kit/{self.fingerprint}/{name}"
