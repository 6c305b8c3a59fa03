"""One co-design workshop: its activities, written event by event, folded into a state."""

from crpkit.workshop.activities.dots import DotsState, RankedOption
from crpkit.workshop.lists import Option, OptionList, framework_lists, list_files, read_list, typed_list
from crpkit.workshop.state import HeadCount, WorkshopState, apply, fold
from crpkit.workshop.workshop import Workshop, codes

__all__ = [
    "DotsState",
    "HeadCount",
    "Option",
    "OptionList",
    "RankedOption",
    "Workshop",
    "WorkshopState",
    "apply",
    "codes",
    "fold",
    "framework_lists",
    "list_files",
    "read_list",
    "typed_list",
]
