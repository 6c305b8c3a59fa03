"""The sections of a workshop's record: each takes what was gathered and gives parts of a document."""

from crpkit.reports.sections.activity import activity_section
from crpkit.reports.sections.agenda import agenda_section
from crpkit.reports.sections.changed import changes_section
from crpkit.reports.sections.opening import about_section, in_short, opening
from crpkit.reports.sections.people import people_section
from crpkit.reports.sections.photos import photos_section

__all__ = [
    "about_section",
    "activity_section",
    "agenda_section",
    "changes_section",
    "in_short",
    "opening",
    "people_section",
    "photos_section",
]
