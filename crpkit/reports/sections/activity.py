"""One activity: its question, what was chosen, what was written, its photos."""

from __future__ import annotations

from collections.abc import Iterator

from crpkit.reports.document import Heading, Paragraph, Part, Run
from crpkit.reports.gathered import Gathered
from crpkit.reports.sections.chosen import chosen_parts, tells_of_people
from crpkit.reports.sections.photos import activity_photos
from crpkit.reports.sections.themed import theme_parts
from crpkit.reports.sections.written import written_parts
from crpkit.workshop.activities import ActivityState
from crpkit.workshop.activities.ask import AskState
from crpkit.workshop.activities.themes import ThemesState


def activity_section(given: Gathered, heading: str, activity: ActivityState) -> Iterator[Part]:
    """Yield everything about one activity."""
    yield Heading(2, heading)
    if activity.prompt and activity.prompt not in heading:
        yield Paragraph(activity.prompt, "lead")
    if isinstance(activity, AskState):
        if activity.subject:
            yield Paragraph((Run("About: "), Run(activity.subject, strong=True)))
        if activity.method and not activity.open:
            yield Paragraph(_took_part(activity), "small")
    yield from chosen_parts(given, activity)
    yield from written_parts(given, activity)
    if isinstance(activity, ThemesState):
        yield from theme_parts(given, activity)
    yield from activity_photos(given, activity.id, given.title(activity))


def _took_part(activity: AskState) -> str:
    if tells_of_people(activity):
        return "Each tapped what fits best today."
    if not activity.voters:
        return "Nobody has chosen anything."
    how = {
        "one": "Each chose one.",
        "approval": "Each could choose several.",
        "points": f"Each had {activity.most} {activity.unit}s." if activity.most else "",
        "ranking": "Each put them in order.",
        "scale": "Each answered line by line.",
    }[activity.method]
    people = "1 person" if activity.voters == 1 else f"{activity.voters} people"
    return f"{people} took part. {how}".strip()
