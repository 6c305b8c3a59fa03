"""What a team asks of its plan, kept before there is one: ``workshop_data/plan/settings.yaml``.

The plan that is kept has settings of its own, those it was made with. These here may have moved on since.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from crpkit.planning.keeping import FOLDER
from crpkit.planning.settings import Settings
from crpkit.tables import read_yaml, validate, write_yaml
from crpkit.tables.yamls import make_folder

FILE = "settings.yaml"
KIND = "crpkit/plan-settings"


def settings_file(folder: Path | str) -> Path:
    """Return where a workspace keeps what it asks of its plan."""
    return Path(folder) / FOLDER / FILE


def keep_settings(folder: Path | str, settings: Settings) -> Path:
    """Keep what is asked of the plan.

    Raises
    ------
    InputProblems
        If the file cannot be written.
    """
    file = settings_file(folder)
    make_folder(file.parent)
    data: dict[str, Any] = settings.model_dump(mode="json", exclude_defaults=True)
    write_yaml(file, {"type": KIND, "version": 1, **data})
    return file


def kept_settings(folder: Path | str) -> Settings | None:
    """Return what was asked; nothing if nothing was kept.

    Raises
    ------
    InputProblems
        All that is wrong with the file, with line and field.
    """
    file = settings_file(folder)
    return validate(read_yaml(file, KIND), Settings) if file.is_file() else None
