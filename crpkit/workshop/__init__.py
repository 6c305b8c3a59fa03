"""One co-design workshop: its activities, written event by event, folded into a state."""

from crpkit.workshop.activities.casts import Cast
from crpkit.workshop.activities.dots import DotsState, RankedOption
from crpkit.workshop.activities.notes import Note, NotesState
from crpkit.workshop.agenda import Agenda, Step, agenda_files, read_agenda
from crpkit.workshop.attendance import Attendance, study_target
from crpkit.workshop.checks import Refused
from crpkit.workshop.combining import Combined, combine
from crpkit.workshop.folding import fold
from crpkit.workshop.journey_lists import journey_lists
from crpkit.workshop.lists import Option, OptionList, framework_lists, list_files, read_list, typed_list
from crpkit.workshop.people import Consent, People, Person
from crpkit.workshop.state import HeadCount, Stage, WorkshopState, apply
from crpkit.workshop.taking_back import Erased
from crpkit.workshop.workshop import Workshop, codes

__all__ = [
    "Agenda",
    "Attendance",
    "Cast",
    "Combined",
    "Consent",
    "DotsState",
    "Erased",
    "HeadCount",
    "Note",
    "NotesState",
    "Option",
    "OptionList",
    "People",
    "Person",
    "RankedOption",
    "Refused",
    "Stage",
    "Step",
    "Workshop",
    "WorkshopState",
    "agenda_files",
    "apply",
    "codes",
    "combine",
    "fold",
    "framework_lists",
    "journey_lists",
    "list_files",
    "read_agenda",
    "read_list",
    "study_target",
    "typed_list",
]
