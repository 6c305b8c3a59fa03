"""What each command does: it calls what stands elsewhere and prints what came of it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from crpkit.errors import CrpkitError, Problem

BAD_INPUT = 2


def tell(problems: Sequence[Problem]) -> None:
    """Print problems on standard error."""
    for problem in problems:
        print(problem, file=sys.stderr)


def new(options: argparse.Namespace) -> int:
    """Make a folder to work in."""
    from crpkit.workspace import new_workspace, typed_before

    place = new_workspace(options.folder, options.example)
    print(f"Made {place}")
    print(f'Open it with: {typed_before()} serve "{options.folder}"')
    return 0


def check(options: argparse.Namespace) -> int:
    """Read everything in a folder and name every problem."""
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
        tell(problems)
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


def serve(options: argparse.Namespace) -> int:
    """Open the kit."""
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


def rehearse(options: argparse.Namespace) -> int:
    """Run a rehearsal with made-up phones."""
    from crpkit.server.rehearse import rehearse

    return rehearse(options.folder, options.port, options.host, options.minutes)


def record(options: argparse.Namespace) -> int:
    """Write the record of a workshop."""
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


def print_pack(options: argparse.Namespace) -> int:
    """Write what an agenda needs on paper."""
    from crpkit.reports import print_pack
    from crpkit.workspace import workspace_around

    path = print_pack(options.agenda, options.output, workspace_around(options.agenda))
    print(f"Written: {path}")
    return 0


def survey(options: argparse.Namespace) -> int:
    """Write a survey that is ready to send."""
    from crpkit.needs import questionnaire
    from crpkit.reports import write_survey

    framework = _framework_around(options.output)
    path = write_survey(questionnaire(framework, short=options.short, group=options.group), options.output)
    print(f"Written: {path}")
    return 0


def diagnose(options: argparse.Namespace) -> int:
    """Read a survey and say what would help; write the tables and the summary."""
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


def restore(options: argparse.Namespace) -> int:
    """Bring an exported log back."""
    from crpkit.workspace import open_workspace

    workspace = open_workspace(options.folder)
    try:
        count = workspace.log.import_file(options.export)
    finally:
        workspace.close()
    print(f"{count} events from {options.export} are in {workspace.folder}.")
    print("Those that were there already stay as they were.")
    return 0
