"""The command line: it only translates words into calls and problems into sentences."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from crpkit.cli.doing import BAD_INPUT, tell
from crpkit.cli.forgetting import older_files
from crpkit.cli.parser import build_parser
from crpkit.errors import CrpkitError, InputProblems

__all__ = ["build_parser", "main", "older_files"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Parameters
    ----------
    arguments
        The words after ``crpkit``; those of the process if not given.

    Returns
    -------
    int
        0, or 2 when something given cannot be used; every problem is then on standard error.
    """
    _speak_utf8()
    options = build_parser().parse_args(arguments)
    try:
        code: int = options.run(options)
    except InputProblems as error:
        tell(error.problems)
        return BAD_INPUT
    except CrpkitError as error:
        tell([error.problem])
        return BAD_INPUT
    return code


def _speak_utf8() -> None:
    """Keep an old Windows console from failing on a dash or a name."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
