"""The command line: it only translates words into calls and problems into sentences."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from crpkit import __version__
from crpkit.errors import CrpkitError, InputProblems, Problem

BAD_INPUT = 2
CLEARING_SECONDS = 10.0


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
    _add_serve(commands)
    _add_rehearse(commands)
    _add_forget(commands)
    _add_record(commands)
    _add_print_pack(commands)
    _add_survey(commands)
    _add_diagnose(commands)
    restore = commands.add_parser(
        "restore", help="bring an exported log (.jsonl) back into the folder's database"
    )
    restore.add_argument("export", type=Path, metavar="EXPORT")
    _folder(restore)
    restore.set_defaults(run=_restore)
    return parser


def _add_serve(commands: Any) -> None:
    serve = commands.add_parser(
        "serve", help="open the pages in the browser; with --lan also on phones in the room"
    )
    _folder(serve)
    _port_option(serve)
    serve.add_argument("--no-browser", action="store_true", help="print the address, do not open it")
    serve.add_argument("--lan", action="store_true", help="let phones in the same network join")
    _host_option(serve)
    serve.add_argument(
        "--wifi",
        metavar="NAME",
        help="show a code for this Wi-Fi on the projector; its password is asked for, and never stored",
    )
    serve.set_defaults(run=_serve)


def _add_rehearse(commands: Any) -> None:
    rehearse = commands.add_parser(
        "rehearse", help="before the event: find out with one phone whether phones reach this computer"
    )
    rehearse.add_argument("folder", type=Path, nargs="?", metavar="FOLDER", help="may be left out")
    _port_option(rehearse)
    _host_option(rehearse)
    rehearse.add_argument(
        "--minutes", type=_minutes, default=10, metavar="N", help="how long to wait for the phone (10)"
    )
    rehearse.set_defaults(run=_rehearse)


def _add_forget(commands: Any) -> None:
    forget = commands.add_parser("forget", help="take back all that one person gave, by their receipt")
    forget.add_argument("code", metavar="CODE", help="the workshop's six characters")
    forget.add_argument("receipt", metavar="RECEIPT", help="the 12 characters that the phone showed")
    _folder(forget)
    forget.set_defaults(run=_forget)


def _add_record(commands: Any) -> None:
    record = commands.add_parser("record", help="write the record of a workshop, for Word or as a web page")
    record.add_argument("code", metavar="CODE", help="the workshop's six characters")
    record.add_argument("output", type=Path, metavar="OUTPUT", help="the file; it ends in .docx or .html")
    record.add_argument(
        "--workspace", type=Path, default=Path(), metavar="FOLDER", help="the current one if not given"
    )
    record.add_argument(
        "--spoken",
        choices=("joint", "all", "none"),
        default="joint",
        help=(
            "quote what you wrote down for people without a phone: only from sheets that all wrote together (joint), "
            "all of it because you asked them, or none"
        ),
    )
    record.set_defaults(run=_record)


def _add_print_pack(commands: Any) -> None:
    pack = commands.add_parser(
        "print-pack", help="write everything an agenda needs on paper: ballot sheets, cards, canvases"
    )
    pack.add_argument(
        "agenda", type=Path, metavar="AGENDA", help="its file, for example in workshop_data/agendas"
    )
    pack.add_argument("output", type=Path, metavar="OUTPUT", help="the file; it ends in .pdf")
    pack.set_defaults(run=_print_pack)


def _add_survey(commands: Any) -> None:
    survey = commands.add_parser(
        "survey", help="write the survey of what would help: on paper, or to set it up online"
    )
    survey.add_argument(
        "output",
        type=Path,
        metavar="OUTPUT",
        help="the file: .pdf (paper), .xlsx (for Microsoft Forms) or .csv",
    )
    survey.add_argument("--short", action="store_true", help="at most 12 rated items")
    survey.add_argument("--group", metavar="ID", help="chosen for one group, for example community-new")
    survey.set_defaults(run=_survey)


def _add_diagnose(commands: Any) -> None:
    diagnose = commands.add_parser(
        "diagnose", help="what would help here, and what is here already: from answers"
    )
    diagnose.add_argument(
        "survey", type=Path, metavar="SURVEY", help="the answers, as downloaded (.xlsx or .csv)"
    )
    diagnose.add_argument("--audit", type=Path, metavar="FILE", help="what is here already (.xlsx or .csv)")
    diagnose.add_argument(
        "--excerpts", type=Path, metavar="FILE", help="coded excerpts from interviews and groups"
    )
    diagnose.add_argument(
        "--place", type=Path, metavar="FILE", help="what is known of the place (place.yaml)"
    )
    diagnose.add_argument(
        "--out", type=Path, metavar="FOLDER", help="write summary, tables and figures there"
    )
    diagnose.set_defaults(run=_diagnose)


def _port_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--port", type=_port, default=8866, metavar="N", help="the number in the address (8866)"
    )


def _host_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--host", metavar="ADDRESS", help="let phones in at this address, or by this name, of this computer"
    )


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


def _minutes(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 4) or int(text) < 1:
        raise argparse.ArgumentTypeError(
            f"“{text}” is not a number of minutes; write one from 1, for example 10"
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
    from crpkit.texts import unfilled
    from crpkit.workspace import locate, open_workspace

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
    hints = unfilled(folder, open_workspace(folder).marker.keep_until is not None)
    if hints:
        print("Before phones take part:")
        for hint in hints:
            print(f"    {hint}")
    return 0


def _serve(options: argparse.Namespace) -> int:
    from crpkit.server import serve
    from crpkit.workspace import open_workspace

    folder = open_workspace(options.folder).folder
    lan = options.lan or options.host is not None
    if options.wifi is not None and not lan:
        raise CrpkitError("A code for the Wi-Fi helps only if phones are let in", "Add --lan as well.")
    wifi = None
    if options.wifi is not None:
        from crpkit.server.wifi import ask_wifi

        wifi = ask_wifi(options.wifi)
    serve(folder, options.port, not options.no_browser, lan=lan, host=options.host, wifi=wifi)
    return 0


def _rehearse(options: argparse.Namespace) -> int:
    from crpkit.server.rehearse import rehearse

    return rehearse(options.folder, options.port, options.host, options.minutes)


def _record(options: argparse.Namespace) -> int:
    from crpkit.reports import write_record
    from crpkit.workshop import Workshop
    from crpkit.workspace import open_workspace

    workspace = open_workspace(options.workspace)
    try:
        workshop = Workshop.open(workspace, options.code)
        families = {family.id: family.title for family in workspace.framework.families}
        path = write_record(workshop, options.output, families=families, spoken=options.spoken)
    finally:
        workspace.close()
    print(f"Written: {path}")
    return 0


def _print_pack(options: argparse.Namespace) -> int:
    from crpkit.reports import print_pack
    from crpkit.workspace import workspace_around

    path = print_pack(options.agenda, options.output, workspace_around(options.agenda))
    print(f"Written: {path}")
    return 0


def _survey(options: argparse.Namespace) -> int:
    from crpkit.needs import questionnaire
    from crpkit.reports import write_survey

    framework = _framework_around(options.output)
    path = write_survey(questionnaire(framework, short=options.short, group=options.group), options.output)
    print(f"Written: {path}")
    return 0


def _diagnose(options: argparse.Namespace) -> int:
    from crpkit.needs import diagnose, read_audit, read_excerpts, read_place, read_survey
    from crpkit.reports import write_diagnosis

    framework = _framework_around(options.survey)
    survey = read_survey(options.survey, framework)
    audit = read_audit(options.audit, framework) if options.audit else None
    excerpts = read_excerpts(options.excerpts, framework) if options.excerpts else None
    place = read_place(options.place) if options.place else None
    found = diagnose(survey, audit, place, excerpts, framework=framework)
    print(found.words)
    beside = [remark for one in (audit, excerpts) if one is not None for remark in one.remarks]
    for remark in (*survey.remarks, *(one.words for one in survey.asks), *beside):
        print(f"- {remark}")
    for row in survey.unused[survey.unused["row"] > 0].to_dict("records"):
        where = f", {row['column']}" if row["column"] else ""
        print(f"  row {row['row']}{where}: {row['found'] or 'empty'} – {row['reason']}")
    if options.out is not None:
        paths = write_diagnosis(found, options.out)
        print(f"Written: {len(paths)} files in {options.out}")
    return 0


def _framework_around(file: Path) -> Any:
    """Return the framework of the workspace that a file lies in, with the team's overlay; else that of the kit."""
    from crpkit.framework import load_framework
    from crpkit.workspace import open_workspace, workspace_around

    place = workspace_around(file)
    return load_framework() if place is None else open_workspace(place).framework


def _forget(options: argparse.Namespace) -> int:
    from crpkit.workshop import Workshop
    from crpkit.workspace import open_workspace

    workspace = open_workspace(options.folder)
    try:
        workshop = Workshop.open(workspace, options.code)
        erased = workshop.erase(options.receipt)
        gone = workspace.log.cleared(CLEARING_SECONDS)
    finally:
        workspace.close()
    _tell_erased(erased.notes, erased.ballots, gone)
    for label in erased.merged:
        print(
            f"{label} was said to be the same person; what came from that phone stands until its own receipt is used, "
            "or erase its notes in the console."
        )
    _tell_older(workspace.folder, workshop.code)
    return 0


def _tell_erased(notes: int, ballots: int, gone: bool) -> None:
    if notes or ballots:
        taken = f"{_many(notes, 'note', 'notes')} and {_many(ballots, 'ballot', 'ballots')}"
        print(f"Taken back: {taken}, and what this person said about themselves.")
    else:
        print("Nothing is left of what this person gave.")
    if gone:
        print("The words are out of the database and of the files beside it (-wal, -shm).")
    else:
        print(
            "The words are struck out, but another program is reading the database, so traces of them may still be "
            "in its files. Close the kit and such programs, then give this command again."
        )


def _tell_older(folder: Path, code: str) -> None:
    older = older_files(folder, code)
    if not older:
        print("No older export or copy of the database was found in this folder.")
    else:
        print(
            "These files were made before. The words may still be in them; delete them, or write them out anew:"
        )
        for path in older:
            print(f"    {path.relative_to(folder)}")
    print("Copies on other machines, in backups, mails or print-outs must be seen to by hand.")


def older_files(folder: Path, code: str) -> list[Path]:
    """Return the files of a workspace that may hold a workshop's words, besides the database.

    Parameters
    ----------
    folder
        The workspace.
    code
        The workshop's code.
    """
    from crpkit.workspace import DATABASE

    in_use = {folder / f"{DATABASE}{end}" for end in ("", "-wal", "-shm", "-journal")}
    older = []
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__")))
        here = Path(place)
        ours = here.is_relative_to(folder / "outputs" / code)
        older += [
            path
            for path in (here / name for name in sorted(names))
            if path not in in_use and (ours or _may_hold(path, code))
        ]
    return older


def _may_hold(path: Path, code: str) -> bool:
    if code.lower() in path.name.lower():
        return True
    kind = path.suffix.lower()
    if kind != ".jsonl":  # a copy of the database, with or without an addition to its name
        return ".sqlite" in path.name.lower() or kind in {".db", ".bak"}
    try:
        with path.open("rb") as file:
            return any(code.encode() in line for line in file)
    except OSError:
        return True


def _many(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"


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
