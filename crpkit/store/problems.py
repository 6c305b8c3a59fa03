"""What can go wrong with the database, in words that say which file and what to do.

No error here moves, renames or deletes anything: that is left to the person.
"""

from __future__ import annotations

from pathlib import Path

from crpkit.errors import CrpkitError, Problem

UNTOUCHED = "Nothing was moved or deleted."
RECOVER = (
    f"{UNTOUCHED} To go on from your last export: close crpkit, rename this file yourself, "
    "and with it any file beside it that has the same name with -wal or -shm at the end; "
    "then run “crpkit restore EXPORT.jsonl” with the name of your export."
)


class StoreError(CrpkitError):
    """Something went wrong with the database.

    Parameters
    ----------
    path
        The database file.
    found
        What happened, in plain words, without the file.
    remedy
        What the person can do about it.

    Attributes
    ----------
    problem
        The same, with its file.
    """

    def __init__(self, path: Path, found: str, remedy: str = UNTOUCHED) -> None:
        super().__init__(f"{path}: {found}", remedy)
        self.problem = Problem(found, remedy, path)


class StoreDamaged(StoreError):
    """The file is not a crpkit database, or parts of it cannot be read.

    Parameters
    ----------
    path
        The database file.
    detail
        What the damage is.
    """

    def __init__(self, path: Path, detail: str) -> None:
        super().__init__(path, f"The database cannot be read: {detail}", RECOVER)


class StoreLocked(StoreError):
    """Another program held the database for longer than we wait.

    Parameters
    ----------
    path
        The database file.
    timeout
        How long we waited, in seconds.
    """

    def __init__(self, path: Path, timeout: float) -> None:
        found = f"Another program has been using the database for more than {timeout:g} seconds"
        remedy = (
            f"{UNTOUCHED} Close other programs that have this file open (a database viewer, a backup, "
            "a folder that syncs, another crpkit), then try again. Sending the same entry again is safe."
        )
        super().__init__(path, found, remedy)


class StoreNewer(StoreError):
    """The database was written by a newer crpkit.

    Parameters
    ----------
    path
        The database file.
    version, known
        The version of its tables, and the newest one we know.
    """

    def __init__(self, path: Path, version: int, known: int) -> None:
        found = f"The database has version {version}; this crpkit knows versions up to {known}"
        super().__init__(path, found, f"{UNTOUCHED} Install a newer crpkit and open it again.")


class StoreReadOnly(StoreError):
    """The database can be read but not written.

    Parameters
    ----------
    path
        The database file.
    found
        Why, if it is not the file or the folder.
    """

    def __init__(self, path: Path, found: str = "The file or its folder cannot be written to") -> None:
        remedy = (
            f"{UNTOUCHED} What is in it can still be read. To add to it, copy the whole workspace into a "
            "folder that you may write to, and open it there."
        )
        super().__init__(path, found, remedy)


class StoreMoved(StoreError):
    """The file was moved, deleted or replaced while it was open.

    Parameters
    ----------
    path
        The database file.
    """

    def __init__(self, path: Path) -> None:
        found = "The database was moved, deleted or replaced while crpkit had it open"
        remedy = (
            "crpkit itself moved and deleted nothing. Close crpkit, put the file back if you need it, "
            "and open crpkit again."
        )
        super().__init__(path, found, remedy)


class StoreClosed(StoreError):
    """The log was closed before this was asked of it.

    Parameters
    ----------
    path
        The database file.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path, "The log is closed", f"{UNTOUCHED} Open the workspace again.")


class UnknownEvent(CrpkitError):
    """There is no such event, or it has no such field of words.

    Parameters
    ----------
    event_id
        The id that was asked for.
    field
        The field that was asked for, if the event is there.
    """

    def __init__(self, event_id: str, field: str | None = None) -> None:
        found = (
            f"The event “{event_id}” has no words “{field}”" if field else f"There is no event “{event_id}”"
        )
        super().__init__(found, "Check the id; nothing was changed.")


class UnreadableRow(Exception):
    """A row whose content is not what we write; turned into :class:`StoreDamaged` where the file is known."""
