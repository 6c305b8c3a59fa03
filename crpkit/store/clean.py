"""The door of the log: what comes in is untrusted, what is inside is clean.

Everything is looked at before it is queued, so that a bad draft is refused
alone and never reaches the database.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from crpkit.errors import InputProblems, Problem
from crpkit.store.records import JSON, Draft, utc_ms

LONGEST_TEXT = 20_000  # characters in one field of words
MOST_FIELDS = 500  # fields of words in one event
LARGEST_BODY = 262_144  # bytes of JSON
DEEPEST_BODY = 20  # levels of nesting
LARGEST_NUMBER = 2**63 - 1
OWN_KINDS = "log/"

_PATTERNS = {
    "stream": (re.compile(r"[a-z][a-z0-9-]{0,31}(:[A-Za-z0-9][A-Za-z0-9._-]{0,63})?"), "workshop:K7MPWX"),
    "kind": (re.compile(r"[a-z][a-z0-9_-]{0,31}(/[a-z][a-z0-9_-]{0,31}){0,2}"), "dots/placed"),
    "actor": (re.compile(r"[A-Za-z0-9][A-Za-z0-9:._-]{0,63}"), "facilitator"),
    "id": (re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}"), "01JD3Z6X0M8Q5T2V9W4Y7B1C3E"),
    "field": (re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}"), "text"),
}


class _NotJson(ValueError):
    """Something in a body that JSON cannot hold."""


def clean_text(text: str) -> str:
    """Return text that every database can keep.

    NUL is removed; half a surrogate pair becomes U+FFFD, two halves become their character. Nothing else
    changes.
    """
    return text.replace("\0", "").encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def clean_draft(draft: Draft, own: bool = False) -> Draft:
    """Check a draft and return it clean: plain dicts, text that can be kept, UTC.

    Parameters
    ----------
    draft
        As it came.
    own
        Allow the log's own kinds, ``log/…``.

    Raises
    ------
    InputProblems
        Everything that is wrong with it.
    """
    problems = [
        problem
        for name in ("stream", "kind", "actor", "id")
        if (problem := wrong_name(name, getattr(draft, name)))
    ]
    if not own and isinstance(draft.kind, str) and draft.kind.startswith(OWN_KINDS):
        problems.append(Problem(f"The kind “{draft.kind}” is the log’s own", "Choose another.", field="kind"))
    at: datetime | None = None
    body: dict[str, JSON] = {}
    try:
        at = _clean_time(draft.at)
    except ValueError as error:
        problems.append(
            Problem(f"The time cannot be used: {error}", "Give a time with its zone.", field="at")
        )
    try:
        body = _clean_body(draft.body)
    except _NotJson as error:
        problems.append(Problem(f"The body cannot be kept: {error}", "Send plain JSON.", field="body"))
    problems += _wrong_words(draft.words)
    if problems:
        raise InputProblems(problems)
    words = {name: clean_text(text) for name, text in draft.words.items()}
    return replace(draft, at=at, body=body, words=words)


def wrong_name(name: str, value: object) -> Problem | None:
    """Return what is wrong with a stream, kind, actor, id or field name, if anything."""
    pattern, example = _PATTERNS[name]
    if isinstance(value, str) and pattern.fullmatch(value):
        return None
    shown = clean_text(str(value))[:80]
    return Problem(f"“{shown}” cannot be the {name} of an event", f"Write it like “{example}”.", field=name)


def _clean_time(at: object) -> datetime:
    if not isinstance(at, datetime):
        raise ValueError(f"“{str(at)[:80]}” is not a time")
    return utc_ms(at)


def _clean_body(body: object) -> dict[str, JSON]:
    if not isinstance(body, Mapping):
        raise _NotJson("it is not a mapping of names to values")
    clean: dict[str, JSON] = _clean_json(body, 0)
    size = len(written_body(clean).encode("utf-8"))
    if size > LARGEST_BODY:
        raise _NotJson(f"it has {size:,} bytes; at most {LARGEST_BODY:,} are kept")
    return clean


def written_body(body: Mapping[str, JSON]) -> str:
    """Return a clean body as JSON text."""
    return json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _clean_json(value: object, depth: int) -> JSON:
    if depth > DEEPEST_BODY:
        raise _NotJson(f"it is nested more than {DEEPEST_BODY} levels deep")
    if isinstance(value, Mapping):
        return {_clean_key(key): _clean_json(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean_json(item, depth + 1) for item in value]
    return _clean_scalar(value)


def _clean_key(key: object) -> str:
    if not isinstance(key, str):
        raise _NotJson(f"the name “{str(key)[:80]}” is not text")
    return clean_text(key)


def _clean_scalar(value: object) -> JSON:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, int):
        if abs(value) > LARGEST_NUMBER:
            raise _NotJson("it holds a whole number that is too large")
        return int(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise _NotJson(f"it holds “{value}”, which is not a number")
        return float(value)
    raise _NotJson(f"it holds a {type(value).__name__}, which JSON does not have")


def _wrong_words(words: object) -> Iterator[Problem]:
    if not isinstance(words, Mapping):
        yield Problem(
            "The words are not a mapping of fields to texts", "Send fields and texts.", field="words"
        )
        return
    if len(words) > MOST_FIELDS:
        found = f"There are {len(words):,} fields of words; at most {MOST_FIELDS:,} are kept"
        yield Problem(found, "Send fewer in one event.", field="words")
        return
    for name, text in words.items():
        problem = wrong_name("field", name)
        if problem is not None:
            yield problem
        elif not isinstance(text, str):
            yield Problem("This is not text", "Send text.", field=f"words.{name}")
        elif len(text) > LONGEST_TEXT:
            found = f"The text is {len(text):,} characters long; at most {LONGEST_TEXT:,} are kept"
            yield Problem(found, "Shorten it, or split it in two.", field=f"words.{name}")
