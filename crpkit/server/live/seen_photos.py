"""What each role may see of photos; the pictures themselves are fetched one by one."""

from __future__ import annotations

from typing import Any

from crpkit.server.live.telling import View, when
from crpkit.workshop.photos import Photo
from crpkit.workshop.state import WorkshopState


def photos_for_console(state: WorkshopState) -> View:
    """Return ``photo/ID`` for every photo that was not taken back."""
    view: View = {}
    for one in state.photos.values():
        if not one.gone:
            person = state.people.get(one.actor)
            label = None if person is None else person.label
            view[f"photo/{one.id}"] = {**_common(one), "hidden": one.hidden, "person": label}
    return view


def photos_for_phone(state: WorkshopState, person: str) -> View:
    """Return ``photo/ID`` for the photos that one phone brought."""
    return {
        f"photo/{one.id}": _common(one)
        for one in state.photos.values()
        if one.actor == person and not one.gone
    }


def _common(photo: Photo) -> dict[str, Any]:
    return {
        "id": photo.id,
        "activity": photo.activity,
        "caption": photo.caption,
        "at": when(photo.at),
        "width": photo.width,
        "height": photo.height,
    }
