"""The words of each command."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from crpkit import __version__
from crpkit.cli import doing, forgetting, planning


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
    new.set_defaults(run=doing.new)
    check = commands.add_parser("check", help="read everything in the folder and name every problem")
    _folder(check)
    check.set_defaults(run=doing.check)
    _add_serve(commands)
    _add_rehearse(commands)
    _add_forget(commands)
    _add_record(commands)
    _add_print_pack(commands)
    _add_survey(commands)
    _add_diagnose(commands)
    _add_plan(commands)
    restore = commands.add_parser(
        "restore", help="bring an exported log (.jsonl) back into the folder's database"
    )
    restore.add_argument("export", type=Path, metavar="EXPORT")
    _folder(restore)
    restore.set_defaults(run=doing.restore)
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
    serve.set_defaults(run=doing.serve)


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
    rehearse.set_defaults(run=doing.rehearse)


def _add_forget(commands: Any) -> None:
    forget = commands.add_parser("forget", help="take back all that one person gave, by their receipt")
    forget.add_argument("code", metavar="CODE", help="the workshop's six characters")
    forget.add_argument("receipt", metavar="RECEIPT", help="the 12 characters that the phone showed")
    _folder(forget)
    forget.set_defaults(run=forgetting.forget)


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
    record.set_defaults(run=doing.record)


def _add_print_pack(commands: Any) -> None:
    pack = commands.add_parser(
        "print-pack", help="write everything an agenda needs on paper: ballot sheets, cards, canvases"
    )
    pack.add_argument(
        "agenda", type=Path, metavar="AGENDA", help="its file, for example in workshop_data/agendas"
    )
    pack.add_argument("output", type=Path, metavar="OUTPUT", help="the file; it ends in .pdf")
    pack.set_defaults(run=doing.print_pack)


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
    survey.set_defaults(run=doing.survey)


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
    diagnose.set_defaults(run=doing.diagnose)


def _add_plan(commands: Any) -> None:
    plan = commands.add_parser(
        "plan", help="what to run here, take from elsewhere or leave: a plan that is kept in the folder"
    )
    _folder(plan)
    plan.add_argument("--budget", type=_amount, required=True, metavar="N", help="pounds for the whole plan")
    plan.add_argument(
        "--staff-days", type=_amount, metavar="N", help="days of paid staff; no limit if not given"
    )
    plan.add_argument("--months", type=_months, metavar="N", help="how long it runs (18)")
    plan.add_argument("--start", type=_day, metavar="DAY", help="its first day, for example 2027-01-11")
    plan.add_argument("--survey", metavar="NAME", help="which of the surveys in the folder it rests on")
    plan.add_argument("--no-pay", action="store_true", help="do not pay people for taking part")
    plan.add_argument(
        "--plan", metavar="NAME", help="which of the plans found is kept, for example start-small"
    )
    plan.add_argument("--out", type=Path, metavar="FOLDER", help="write its tables, dates and budget there")
    plan.set_defaults(run=planning.plan)
    report = commands.add_parser("report", help="write the plan that is kept, for Word or as a web page")
    _folder(report)
    report.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help="the file; it ends in .docx or .html"
    )
    report.set_defaults(run=planning.report)


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


def _amount(text: str) -> float:
    plain = text.replace(",", "").removeprefix("£")
    try:
        number = float(plain)
    except ValueError:
        number = -1.0
    if not 0 <= number < 1e12:
        raise argparse.ArgumentTypeError(
            f"“{text}” is not an amount; write a number from 0, for example 20000"
        )
    return number


def _months(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 4) or not 1 <= int(text) <= 120:
        raise argparse.ArgumentTypeError(
            f"“{text}” is not a number of months; write one from 1 to 120, for example 18"
        )
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"“{text}” is not a day; write year, month and day, for example 2027-01-11"
        ) from error
