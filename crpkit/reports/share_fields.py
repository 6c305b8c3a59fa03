"""What the columns of shareable files mean."""

from __future__ import annotations

from collections.abc import Mapping

_ROUNDED = (
    "rounded to the nearest 5; 1 to 4 stand as “fewer than 5”; “not shown” where it could be worked out"
)
FIELDS: Mapping[str, tuple[str, str]] = {
    "activity": ("string", "Name of the activity within the workshop."),
    "title": ("string", "What it is called; empty if it was taken back."),
    "kind": ("string", "Kind of activity."),
    "prompt": ("string", "The question put to the room."),
    "method": (
        "string",
        "How people chose: one, approval, points, ranking or scale; empty if nothing was chosen.",
    ),
    "open": ("boolean", "Whether it was still open when this was written; its result is left out then."),
    "people": ("string", f"Number of people, {_ROUNDED}."),
    "points": ("string", f"Points or dots, {_ROUNDED}."),
    "first": ("string", f"People who put it first, {_ROUNDED}."),
    "share_percent": ("number", "Share of all people counted, in percent, made of rounded numbers."),
    "target_percent": ("number", "Share at which the facilitator aimed, in percent, as given."),
    "letter": ("string", "Letter of the option."),
    "place": ("integer", "Place by the rounded numbers, from 1; equals share one."),
    "voice": (
        "string",
        "From where people speak: lived, alongside, imagining; not-said if they did not say. Of fewer than 5 people of "
        "one voice nothing is told: “not shown”.",
    ),
    "answer": ("string", "Name of the answer."),
    "answer_title": ("string", "The answer in words."),
    "heading": ("string", "Heading under which it was written."),
    "about": ("string", "Option it is about."),
    "text": ("string", "Words of somebody who agreed to be quoted; empty if none of this may be."),
    "more": ("string", "Other fields that were filled in."),
    "theme": ("string", "Title of the theme."),
    "notes": ("string", f"Notes in the theme, {_ROUNDED}."),
}
