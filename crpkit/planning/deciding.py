"""What a team said of options: allowed or ruled out, each with its reason."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from crpkit.errors import InputProblems, Problem, did_you_mean


def decide(
    table: pd.DataFrame, allowed: Mapping[str, bool | None], reason: Mapping[str, str] | str = ""
) -> pd.DataFrame:
    """Return the table with what a team said of options.

    Parameters
    ----------
    table
        From :func:`options`; it is not changed.
    allowed
        Option id → allowed (``True``), ruled out (``False``), or back to what is possible (``None``).
    reason
        Why: one for all, or by option id.

    Raises
    ------
    InputProblems
        If there is no such option, or something is allowed or ruled out without a reason.
    """
    ids, problems = list(table["id"]), []
    said = {name: (reason if isinstance(reason, str) else reason.get(name, "")).strip() for name in allowed}
    for name, answer in allowed.items():
        if name not in ids:
            problems.append(Problem(f"There is no option “{name}”", did_you_mean(name, ids), field="allowed"))
        elif answer is not None and not said[name]:
            what = "allowed" if answer else "ruled out"
            problems.append(
                Problem(f"“{name}” is {what} without a reason", "Write why; it is kept.", field="reason")
            )
    if problems:
        raise InputProblems(problems)
    changed = table.copy()
    at = {name: number for number, name in enumerate(ids)}
    answers, reasons = list(table["allowed"]), list(table["reason"])
    for name, answer in allowed.items():
        answers[at[name]], reasons[at[name]] = answer, said[name] if answer is not None else ""
    changed["allowed"], changed["reason"] = pd.Series(answers, dtype=object), reasons
    return changed
