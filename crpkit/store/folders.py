"""Places where a database is not safe: folders that sync, and drives on a network."""

from __future__ import annotations

import os
import re
from pathlib import Path

from crpkit.errors import Problem

_SYNCED = {
    "OneDrive": re.compile(r"onedrive( ?- ?.+|-.+)?", re.IGNORECASE),
    "Dropbox": re.compile(r"dropbox( \(.+\))?|dropbox-.+", re.IGNORECASE),
    "iCloud": re.compile(r"icloud ?drive|com~apple~clouddocs", re.IGNORECASE),
    "Google Drive": re.compile(r"google ?drive|googledrive-.+|drivefs", re.IGNORECASE),
    "Nextcloud": re.compile(r"nextcloud|owncloud", re.IGNORECASE),
    "a cloud service": re.compile(r"cloudstorage", re.IGNORECASE),
}
_ONEDRIVE_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_NETWORK_TYPES = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afpfs", "fuse.sshfs", "fuse.rclone", "davfs", "9p"}
_MOUNTS = Path("/proc/self/mounts")


def folder_warning(path: Path) -> Problem | None:
    """Say so if a workspace lies where its database may be damaged or copied elsewhere.

    Parameters
    ----------
    path
        The workspace or its database.

    Returns
    -------
    Problem or None
        What can go wrong there and what to do. Not every network drive or synced folder can be recognised.
    """
    places = [str(path), str(path.absolute()), _resolved(path)]
    service = next((name for place in places if (name := _service(place))), None)
    if service:
        found = (
            f"The folder lies in {service}. Its program may copy or replace the database while it is in use, "
            "which can damage it or undo entries. It also keeps copies elsewhere: words that were taken back "
            "may live on there"
        )
        remedy = (
            "Move the whole folder to a place that is only on this computer, while crpkit is closed. "
            "To share results, put exports in the synced folder instead."
        )
        return Problem(found, remedy, path)
    if any(_is_share(place) for place in places) or _network_mount(path):
        found = (
            "The folder lies on a network drive. If the network falters, the database can be damaged, "
            "and two computers that write at once can lose entries"
        )
        return Problem(
            found, "Move the whole folder to this computer’s own disk, while crpkit is closed.", path
        )
    return None


def _resolved(path: Path) -> str:
    # On Windows this also turns the letter of a mapped drive into \\server\share.
    try:
        return str(path.resolve())
    except OSError:
        return str(path)


def _service(place: str) -> str | None:
    parts = re.split(r"[\\/]+", place)
    for name, pattern in _SYNCED.items():
        if any(pattern.fullmatch(part) for part in parts):
            return name
    for variable in _ONEDRIVE_VARIABLES:
        root = os.environ.get(variable)
        if root and (Path(place) == Path(root) or Path(root) in Path(place).parents):
            return "OneDrive"
    return None


def _is_share(place: str) -> bool:
    if place.startswith("\\\\?\\"):
        return place.startswith("\\\\?\\UNC\\")
    return place.startswith("\\\\")


def _network_mount(path: Path) -> bool:
    try:
        lines = _MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return False  # only Linux has this list
    here = Path(_resolved(path))
    mounts = [line.split(" ") for line in lines]
    around = [
        (len(place.parts), fields[2])
        for fields in mounts
        if len(fields) > 2 and ((place := Path(_unescaped(fields[1]))) == here or place in here.parents)
    ]
    return bool(around) and max(around, key=lambda mount: mount[0])[1] in _NETWORK_TYPES


def _unescaped(text: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), text)
