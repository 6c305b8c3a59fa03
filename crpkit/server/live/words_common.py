"""Words that phone, screen and console share. English is the source; other languages are catalogues beside it."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "noscript.title": "This page needs JavaScript",
    "noscript.words": "Please allow it for this address; nothing is loaded from elsewhere. Or ask for paper.",
    "status.connecting": "Connecting …",
    "status.open": "Connected",
    "status.lost": "No connection. Trying again …",
    "status.gone": "Turned away. Trying again …",
    "common.too-large": "That is too long to be sent in one piece. Please shorten it, or cut it in two.",
    "common.view": "View",
    "common.dark": "Dark",
    "common.projector": "Projector",
    "common.yes": "Yes",
    "common.no": "No",
    "common.cancel": "Cancel",
    "common.close": "Close",
    "common.back": "Back",
    "common.dots.one": "{n} dot",
    "common.dots.other": "{n} dots",
    "common.notes.one": "{n} note",
    "common.notes.other": "{n} notes",
    "common.people.one": "{n} person",
    "common.people.other": "{n} people",
}
