"""Photos of flip charts and walls: attached to an activity, and kept like words, so that they can be taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from crpkit.store import Draft, Event
from crpkit.workshop import bodies
from crpkit.workshop.maps import frozen, with_item, with_items

MOST_PHOTOS = 100
LONGEST_CAPTION = 300
PHOTO_KIND = "photo/added"


@dataclass(frozen=True)
class Photo:
    """One photo, without its picture.

    Attributes
    ----------
    id, evidence, at, actor
        Of the event that brought it; the actor is a person's pseudonym or ``facilitator``.
    activity
        What it belongs to; empty for the workshop as a whole.
    width, height
        In pixels.
    caption
        What is on it, in words; ``None`` if it was taken back.
    hidden
        Whether the facilitator keeps it out of the record.
    gone
        Whether it was taken back.
    """

    id: str
    evidence: str
    at: datetime
    actor: str
    activity: str
    width: int
    height: int
    caption: str | None = ""
    hidden: bool = False
    gone: bool = False


Photos = Mapping[str, Photo]


def no_photos() -> Photos:
    """Return photos without any."""
    return frozen()


def apply_photos(photos: Photos, event: Event) -> Photos:
    """Return the photos after one of the ``photo/…`` events: added, hidden.

    Raises
    ------
    Malformed
        If the body does not hold what crpkit writes.
    """
    if event.kind == PHOTO_KIND:
        return photos if event.id in photos else with_item(photos, event.id, _photo(event))
    if event.kind == "photo/hidden":
        name, hidden = bodies.name(event.body, "photo"), bodies.flag(event.body, "hidden")
        known = photos.get(name)
        if known is None or known.hidden == hidden:
            return photos
        return with_item(photos, name, replace(known, hidden=hidden))
    return photos


def _photo(event: Event) -> Photo:
    gone = any(text is None for name, text in event.words.items() if name.startswith("image-"))
    return Photo(
        id=event.id,
        evidence=event.evidence,
        at=event.at,
        actor=event.actor,
        activity=str(event.body.get("activity") or ""),
        width=bodies.number(event.body, "width", least=1),
        height=bodies.number(event.body, "height", least=1),
        caption=None if gone else event.words.get("caption", ""),
        gone=gone,
    )


def without_person(photos: Photos, person: str) -> Photos:
    """Return the photos after a person took everything back."""
    theirs = {one.id: _gone(one) for one in photos.values() if one.actor == person and not one.gone}
    return with_items(photos, theirs) if theirs else photos


def without_words(photos: Photos, event_id: str, fields: tuple[str, ...]) -> Photos:
    """Return the photos after words of an event were taken back."""
    known = photos.get(event_id)
    if known is None or known.gone:
        return photos
    if any(name.startswith("image-") for name in fields):
        return with_item(photos, event_id, _gone(known))
    return with_item(photos, event_id, replace(known, caption=None)) if "caption" in fields else photos


def _gone(photo: Photo) -> Photo:
    return replace(photo, caption=None, gone=True)


def photo_draft(
    stream: str,
    activity: str,
    size: tuple[int, int],
    words: Mapping[str, str],
    actor: str = "facilitator",
    event_id: str | None = None,
) -> Draft:
    """Return the event by which a photo is added; see :func:`crpkit.workshop.pictures.as_words`."""
    body = {"activity": activity, "width": size[0], "height": size[1]}
    return Draft(stream, PHOTO_KIND, body, words, actor=actor, id=event_id)
