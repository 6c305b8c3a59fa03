"""What each mistake in a field is called, in plain words, with what to write instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crpkit.errors import clean, did_you_mean

_TEXT = ("“{value}” is not text", "Put it in quotes if it is meant as text.")
_WHOLE = ("“{value}” is not a whole number", "Write a whole number, for example 12.")
_NUMBER = ("“{value}” is not a number", "Write a number, for example 2.5.")
_YES_NO = ("“{value}” is neither yes nor no", "Write true or false.")
_LIST = ("“{value}” is not a list", "Begin each entry with “- ” on a line of its own.")
_RECORD = ("“{value}” stands here by itself", "Give it a name: “{first}: …”.")
_DAY = ("“{value}” is not a day", "Write it like 2026-11-23.")
_SAYINGS = {
    "missing": ("Nothing is written for “{field}”", "Add a line “{field}: …”."),
    "string_type": _TEXT,
    "string_unicode": ("“{value}” holds half a character, which cannot be shown", "Type the text anew."),
    "string_too_short": ("The text is empty", "Write a few words."),
    "string_too_long": ("The text has {length} characters", "Use {max_length} or fewer."),
    "string_pattern_mismatch": (
        "“{value}” cannot be used as an id",
        "Use small letters from a to z, numbers, and hyphens between them, for example “match-events”.",
    ),
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_parsing_size": _WHOLE,
    "int_from_float": _WHOLE,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "greater_than": ("“{value}” is too small", "Write a number above {gt}."),
    "greater_than_equal": ("“{value}” is too small", "Write {ge} or more."),
    "less_than": ("“{value}” is too large", "Write a number below {lt}."),
    "less_than_equal": ("“{value}” is too large", "Write {le} or less."),
    "bool_type": _YES_NO,
    "bool_parsing": _YES_NO,
    "tuple_type": _LIST,
    "list_type": _LIST,
    "set_type": _LIST,
    "frozen_set_type": _LIST,
    "too_short": ("{entries} here", "At least {min_length} must stand here."),
    "too_long": ("{entries} here", "At most {max_length} can stand here."),
    "model_type": _RECORD,
    "model_attributes_type": _RECORD,
    "dict_type": _RECORD,
    "date_type": _DAY,
    "date_parsing": _DAY,
    "date_from_datetime_parsing": _DAY,
}


def say(
    kind: str, name: str, value: object, context: Mapping[str, Any], fields: Sequence[str]
) -> tuple[str, str]:
    """Return what was found and what to write instead.

    Parameters
    ----------
    kind
        Pydantic's name of the mistake.
    name
        The field.
    value
        What stands there.
    context
        Limits and the like, as pydantic gives them.
    fields
        The fields that are known where a record should stand, the first of them first.
    """
    shown = short(value)
    if kind in ("literal_error", "enum"):
        expected = [part.strip(" '") for part in str(context["expected"]).replace(" or ", ",").split(",")]
        near = did_you_mean(shown, expected)
        return f"“{shown}” is not one of the words used here", near or f"Use one of: {', '.join(expected)}."
    if kind == "value_error":
        return str(context["error"]), ""
    if isinstance(value, str) and kind in (
        "too_short",
        "too_long",
    ):  # so named where the text was tidied first
        kind = f"string_{kind}"
    found, remedy = _SAYINGS.get(kind, ("“{value}” cannot be used here", "Compare it with a starter file."))
    parts = {**context, "field": name, "value": shown, "first": fields[0] if fields else "name"}
    parts |= {"length": context.get("actual_length") or len(str(value)), "entries": _entries(value, context)}
    return found.format(**parts), remedy.format(**parts)


def _entries(value: object, context: Mapping[str, Any]) -> str:
    count = len(value) if isinstance(value, list | dict | tuple | set) else context.get("actual_length")
    if not count:
        return "Nothing stands"
    return "One entry stands" if count == 1 else f"{count} entries stand"


def short(value: object) -> str:
    """Return a value as a few words that any window can show."""
    text = clean("nothing" if value is None else str(value))
    return text if len(text) <= 60 else text[:57] + "…"
