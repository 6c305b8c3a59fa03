"""What is written in one go: a text, under a heading, about something, perhaps with other fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crpkit.errors import did_you_mean
from crpkit.workshop.activities.ask import AskState, Box
from crpkit.workshop.checks import clean_note, refused

LONGEST_FIELD = 300  # characters of a field besides the text


def entry_body(activity: Any, box: str, about: str) -> dict[str, Any]:
    """Return the body of an entry, without its channel; what is empty or the only choice need not be said."""
    body: dict[str, Any] = {"activity": activity.id}
    if isinstance(activity, AskState):
        body["box"] = _box(activity, box).id
        if about or (activity.about_items and len(activity.items) == 1):
            body["about"] = about or activity.items[0].id
    return body


def clean_entry(activity: Any, box: str, about: str, text: str, more: Mapping[str, str]) -> dict[str, str]:
    """Return the words of an entry as they are kept.

    Parameters
    ----------
    activity
        Notes, or an activity that people write in.
    box, about
        Under which heading (the first if empty), and about which item, where there are several.
    text
        1 to 2,000 characters.
    more
        Other fields: id → text of up to 300 characters.

    Raises
    ------
    Refused
        If the heading, the item or a field is unknown, a field that is needed is empty, or something is too long.
    """
    if not isinstance(activity, AskState):
        if more:
            raise refused("Notes have no other fields", "Write it all in the note.", "more", "malformed")
        return {"text": clean_note(text)}
    found = _box(activity, box)
    _refuse_unknown_item(activity, about)
    fields = {field.id: field for field in found.fields if field.id != "text"}
    unknown = [name for name in more if name not in fields]
    if unknown:
        raise refused(f"There is no field “{unknown[0]}” here", did_you_mean(unknown[0], fields), "more")
    words = {"text": clean_note(text)}
    for name, field in fields.items():
        said = " ".join(more.get(name, "").split())
        if field.required and not said:
            raise refused(f"“{field.title or name}” is empty", "Write a few words.", name, "empty")
        if len(said) > LONGEST_FIELD:
            found_length = f"“{field.title or name}” has {len(said)} characters"
            raise refused(found_length, f"Use {LONGEST_FIELD} or fewer.", name, "too-long")
        if said:
            words[name] = clean_note(said, name)
    return words


def _box(activity: AskState, box: str) -> Box:
    boxes = {one.id: one for one in activity.boxes}
    if not boxes:
        raise refused("Nothing is written in this activity", "Choose another.", "activity", "bad-input")
    if not box:
        return activity.boxes[0]
    if box not in boxes:
        raise refused(f"There is no heading “{box}”", did_you_mean(box, boxes), "box", "bad-input")
    return boxes[box]


def _refuse_unknown_item(activity: AskState, about: str) -> None:
    known = {item.id for item in activity.items}
    if about and about not in known:
        found = f"There is no “{about}” in this activity"
        raise refused(found, "Load the page again.", "about", "unknown-option")
    if not about and activity.about_items and len(known) > 1:
        raise refused("It is not said what this is about", "Choose one of the options.", "about", "bad-input")
