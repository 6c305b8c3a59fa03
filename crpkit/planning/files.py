"""Where an editable table is: the team's own, or the one that comes with the kit."""

from __future__ import annotations

from pathlib import Path

DATA = Path(__file__).resolve().parent / "data"


def table_file(path: Path | str | None, name: str) -> Path:
    """Return the file to read.

    Parameters
    ----------
    path
        A file; or a folder that may hold one of this name; or nothing.
    name
        For example ``times.yaml``. Where the folder has none, it is the kit's own.
    """
    file = DATA if path is None else Path(path)
    if not file.is_dir():
        return file if path is not None else DATA / name
    return file / name if (file / name).is_file() else DATA / name
