"""The command line: it only translates words into calls and problems into sentences."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from crpkit import __version__
from crpkit.errors import CrpkitError, InputProblems, Problem

BAD_INPUT = 2


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    parser = argparse.ArgumentParser(
        prog="crpkit",
        description="A kit for co-design workshops with communities, researchers and the people between them.",
    )
    parser.add_argument("--version", action="version", version=f"crpkit {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    new = commands.add_parser("new", help="make a folder to work in")
    new.add_argument("folder", type=Path, metavar="FOLDER")
    new.add_argument("--example", action="store_true", help="add the worked example (a made-up place)")
    new.set_defaults(run=_new)
    check = commands.add_parser("check", help="read everything in the folder and name every problem")
    _folder(check)
    check.set_defaults(run=_check)
    serve = commands.add_parser("serve", help="open the pages in the browser")
    _folder(serve)
    serve.add_argument(
        "--port", type=_port, default=8866, metavar="N", help="the number in the address (8866)"
    )
    serve.add_argument("--no-browser", action="store_true", help="print the address, do not open it")
    serve.set_defaults(run=_serve)
    restore = commands.add_parser(
        "restore", help="bring an exported log (.jsonl) back into the folder's database"
    )
    restore.add_argument("export", type=Path, metavar="EXPORT")
    _folder(restore)
    restore.set_defaults(run=_restore)
    return parser


def _folder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folder", type=Path, nargs="?", default=Path(), metavar="FOLDER", help="the current one if not given"
    )


def _port(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 5) or not 1024 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(
            f"“{text}” is not a port; write a number from 1024 to 65535, for example 8866"
        )
    return int(text)


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
        _tell(error.problems)
        return BAD_INPUT
    except CrpkitError as error:
        _tell([error.problem])
        return BAD_INPUT
    return code


def _speak_utf8() -> None:
    """Keep an old Windows console from failing on a dash or a name."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _tell(problems: Sequence[Problem]) -> None:
    for problem in problems:
        print(problem, file=sys.stderr)


def _new(options: argparse.Namespace) -> int:
    from crpkit.workspace import new_workspace

    place = new_workspace(options.folder, options.example)
    print(f"Made {place}")
    print(f'Open it with: crpkit serve "{options.folder}"')
    return 0


def _check(options: argparse.Namespace) -> int:
    from crpkit.overview import check_workspace
    from crpkit.store import folder_warning
    from crpkit.workspace import locate

    folder = locate(options.folder)
    warning = folder_warning(folder)
    if warning is not None:
        print(f"Take care: {warning.sentence}", file=sys.stderr)
    problems = check_workspace(folder)
    if problems:
        _tell(problems)
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        print(f"{count} in {folder}", file=sys.stderr)
        return BAD_INPUT
    print(f"All well in {folder}")
    return 0


def _serve(options: argparse.Namespace) -> int:
    from crpkit.server import serve
    from crpkit.workspace import open_workspace

    serve(open_workspace(options.folder).folder, port=options.port, browser=not options.no_browser)
    return 0


def _restore(options: argparse.Namespace) -> int:
    from crpkit.workspace import open_workspace

    workspace = open_workspace(options.folder)
    try:
        count = workspace.log.import_file(options.export)
    finally:
        workspace.close()
    print(f"{count} events from {options.export} are in {workspace.folder}.")
    print("Those that were there already stay as they were.")
    return 0
