"""Photos of flip charts and walls."""

from __future__ import annotations

from collections.abc import Iterator

from crpkit.reports.document import Heading, Paragraph, Part, Picture
from crpkit.reports.gathered import Gathered
from crpkit.workshop.photos import Photo


def photos_section(given: Gathered) -> Iterator[Part]:
    """Yield the photos that belong to no activity."""
    if given.photos(""):
        yield Heading(2, "Photos")
        yield from pictures(given, "", "the workshop")


def activity_photos(given: Gathered, activity: str, title: str) -> Iterator[Part]:
    """Yield the photos of an activity, under a heading."""
    if given.photos(activity):
        yield Heading(3, "Photos")
        yield from pictures(given, activity, f"“{title}”")


def pictures(given: Gathered, activity: str, of: str) -> Iterator[Part]:
    """Yield photos; those from phones only if whoever took them agreed to be quoted."""
    photos = given.photos(activity)
    allowed = [photo for photo in photos if _may_show(given, photo)]
    for number, photo in enumerate(allowed, 1):
        data = given.workshop.picture(photo.id)
        if data is None:
            continue
        place = f" ({number} of {len(allowed)})" if len(allowed) > 1 else ""
        alt = (
            f"Photo of {of}{place}: {photo.caption}"
            if photo.caption
            else f"Photo of {of}{place}, without a description"
        )
        yield Picture(data, "image/jpeg", alt, photo.caption or "", photo.width, photo.height)
    left = len(photos) - len(allowed)
    if left:
        many = "1 photo is" if left == 1 else f"{left} photos are"
        yield Paragraph(f"{many} left out: whoever took it did not agree to be quoted.", "small")


def _may_show(given: Gathered, photo: Photo) -> bool:
    person = given.state.people.get(photo.actor)
    return person is None or given.state.people.consent(photo.actor).quote
