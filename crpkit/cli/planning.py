"""Making a plan, and writing it: what the two commands do."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crpkit.planning.kept import KeptPlan
    from crpkit.planning.settings import Settings


def plan(options: argparse.Namespace) -> int:
    """Make plans, keep one of them in the folder, and write its tables."""
    from crpkit.cli.quiet import part_output
    from crpkit.planning.drafts import keep_settings, kept_settings
    from crpkit.planning.keeping import keep_plan, kept_plan, make_plan, plan_to_keep
    from crpkit.workspace import open_workspace

    part_output()
    workspace = open_workspace(options.folder)
    try:
        before = kept_plan(workspace.folder)
        asked = kept_settings(workspace.folder) or (before.settings if before is not None else None)
        settings = _settings(options, asked)
        found, _, table = make_plan(workspace, settings)
        kept = plan_to_keep(workspace, settings, found, options.plan or _again(before, found), before)
        file = keep_plan(workspace.folder, kept)
        keep_settings(workspace.folder, settings)  # the page of the plan goes on from here
        _tell(kept, found)
        print(f"Kept: {file}")
        if options.out is not None:
            from crpkit.reports.plan.tables import write_plan_tables

            paths = write_plan_tables(workspace, kept, found, table, options.out)
            print(f"Written: {len(paths)} files in {options.out}")
    finally:
        workspace.close()
    print("Write the document with: crpkit report --out plan.docx")
    return 0


def _settings(options: argparse.Namespace, before: Settings | None) -> Settings:
    """Return what is asked for: what is not given stays as it was asked for before, here or on the page of the plan."""
    from crpkit.planning.settings import Settings

    given = {
        "budget": options.budget,
        "staff_days": options.staff_days,
        "months": options.months,
        "start": options.start,
        "survey": options.survey,
        "pay": False if options.no_pay else None,
    }
    said = {name: value for name, value in given.items() if value is not None}
    kept = before.model_dump() if before is not None else {}
    return Settings.model_validate({**kept, **said})


def _again(before: KeptPlan | None, found: Any) -> str:
    """Return the name of the plan that was kept, if there is one of that name again; else the first."""
    names = [*found.named, *found.same]
    return before.chosen if before is not None and before.chosen in names else names[0]


def _tell(kept: KeptPlan, found: Any) -> None:
    from crpkit.planning.saying import money

    for name, one in found.named.items():
        mark = "*" if name == kept.chosen else " "
        print(f"{mark} {one.title} ({name}): answers {100 * one.worth:.0f} %, costs {money(one.cost)}")
    print()
    print(kept.plan.title)
    for line in kept.plan.chosen:
        sure = " (if somebody confirms that it can be had)" if line.option.if_confirmed else ""
        print(f"- {line.option.words}{sure}")
    for sentence in kept.plan.why:
        print(sentence)


def report(options: argparse.Namespace) -> int:
    """Write the plan that is kept."""
    from crpkit.planning.keeping import kept_plan, out_of_date
    from crpkit.reports import write_plan
    from crpkit.workspace import open_workspace

    workspace = open_workspace(options.folder)
    try:
        path = write_plan(workspace, options.out)
        kept = kept_plan(workspace.folder)
        moved = out_of_date(workspace, kept) if kept is not None else ()
    finally:
        workspace.close()
    print(f"Written: {path}")
    if moved:
        print("The plan is out of date. Since it was made:")
        for sentence in moved:
            print(f"- {sentence}")
        print("Make it again with: crpkit plan --budget N")
    return 0
