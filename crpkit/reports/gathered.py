"""What every section of a record looks at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from crpkit.reports.quoting import Quoting
from crpkit.workshop import DotsState, NotesState, Workshop, WorkshopState
from crpkit.workshop.activities import ActivityState
from crpkit.workshop.activities.ask import AskState
from crpkit.workshop.activities.themes import ThemesState
from crpkit.workshop.attendance import Attendance
from crpkit.workshop.photos import Photo

_TITLES: Mapping[type, str] = {NotesState: "Notes", DotsState: "Choosing with dots", ThemesState: "Themes"}


@dataclass(frozen=True)
class Gathered:
    """A workshop, and by which rules it is shown.

    Attributes
    ----------
    workshop
        Where the pictures of photos come from.
    state
        As it may be shown; see :meth:`crpkit.reports.quoting.Quoting.shown`.
    quoting
        Whose words may be quoted.
    here
        Who was in the room.
    families
        Family id → title, in order.
    at
        When the record is written.
    """

    workshop: Workshop
    state: WorkshopState
    quoting: Quoting
    here: Attendance
    families: Mapping[str, str]
    at: datetime

    def title(self, activity: ActivityState) -> str:
        """Return what an activity is called: as its step of the agenda, or as its kind."""
        agenda = self.state.agenda
        step = None if agenda is None else agenda.step(activity.id)
        named = "" if step is None else step.title
        kind = getattr(activity, "title", "") or _TITLES.get(type(activity), "")
        return named or kind or activity.prompt or activity.id

    @property
    def activities(self) -> list[ActivityState]:
        """Everything that was done; breaks and talks stand in the agenda only, unless there are photos of them."""
        return [one for one in self.state.activities.values() if not _is_pause(one) or self.photos(one.id)]

    def headings(self) -> Iterator[tuple[str, ActivityState]]:
        """Yield every activity with its heading; where several have the same title, the question tells them apart."""
        titles = [self.title(one) for one in self.activities]
        for title, activity in zip(titles, self.activities, strict=True):
            told = titles.count(title) > 1 and activity.prompt and activity.prompt != title
            yield (f"{title}: {activity.prompt}" if told else title), activity

    def photos(self, activity: str) -> list[Photo]:
        """Return the photos of an activity (empty: of the whole workshop) that the record shows."""
        return [
            photo
            for photo in self.state.photos.values()
            if photo.activity == activity and not photo.hidden and not photo.gone
        ]


def _is_pause(activity: ActivityState) -> bool:
    return isinstance(activity, AskState) and not activity.method and not activity.boxes
