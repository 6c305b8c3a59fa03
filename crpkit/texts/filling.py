"""What the team has not filled in yet: said beside the problems of a folder, without being one."""

from __future__ import annotations

import re
from pathlib import Path

from crpkit.errors import Problem

_PLACEHOLDER = re.compile(r"\[[^\]\n]{3,200}\](?!\()")  # in square brackets, and no link


def unfilled(folder: Path, keep_until_is_set: bool) -> list[Problem]:
    """Return what is still to be filled in before phones take part.

    Parameters
    ----------
    folder
        The workspace.
    keep_until_is_set
        Whether the workspace says until when words are kept.
    """
    hints = []
    for path in sorted((folder / "workshop_data" / "texts").glob("*.md")):
        try:
            places = len(_PLACEHOLDER.findall(path.read_text(encoding="utf-8-sig")))
        except (OSError, UnicodeDecodeError):
            continue  # "check" reports what cannot be read
        if places:
            many = "1 place" if places == 1 else f"{places} places"
            found = f"{many} in [square brackets] not filled in yet"
            hints.append(Problem(found, "Fill them in before people take part.", path))
    if not keep_until_is_set:
        found = "No day is set until which people’s words are kept"
        hints.append(Problem(found, "Write for example “keep_until: 2027-03-31”.", folder / "crpkit.yaml"))
    return hints
