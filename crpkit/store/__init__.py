"""The log: append-only events in SQLite, with people's words kept apart so that they can be taken back."""

from crpkit.store.check import check_log
from crpkit.store.folders import folder_warning
from crpkit.store.ids import new_id
from crpkit.store.log import Log
from crpkit.store.problems import (
    StoreClosed,
    StoreDamaged,
    StoreError,
    StoreLocked,
    StoreMoved,
    StoreNewer,
    StoreReadOnly,
    UnknownEvent,
)
from crpkit.store.records import JSON, Draft, Event
from crpkit.store.watcher import Watcher

__all__ = [
    "JSON",
    "Draft",
    "Event",
    "Log",
    "StoreClosed",
    "StoreDamaged",
    "StoreError",
    "StoreLocked",
    "StoreMoved",
    "StoreNewer",
    "StoreReadOnly",
    "UnknownEvent",
    "Watcher",
    "check_log",
    "folder_warning",
    "new_id",
]
