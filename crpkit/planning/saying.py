"""Figures as people read them."""

from __future__ import annotations

from collections.abc import Sequence

from crpkit.planning.ranges import Range


def percent(share: float) -> str:
    """Return a share (0 to 1) in whole percent: ``41 %``."""
    return f"{100 * share:.0f} %"


def points(difference: float) -> str:
    """Return a difference of shares in percentage points: ``3.1 points``."""
    number = f"{100 * abs(difference):.1f}".removesuffix(".0")
    return f"{number} point{'' if number == '1' else 's'}"


def pounds(amount: float) -> str:
    """Return money, from £100 in whole pounds: ``£1,200``, ``£4.50``."""
    whole = abs(amount) >= 100 or abs(amount - round(amount)) < 0.005
    return f"£{amount:,.0f}" if whole else f"£{amount:,.2f}"


def money(span: Range) -> str:
    """Return a range of money in words, with what is unknown."""
    if span.low is None or span.high is None:
        return "an unknown sum"
    low = float(round(span.low)) if span.high >= 100 else span.low  # no pennies beside whole pounds
    words = pounds(span.high) if span.low == span.high else f"{pounds(low)} to {pounds(span.high)}"
    return f"{words}, and {things(span.missing)} of unknown cost" if span.missing else words


def things(number: int) -> str:
    """Return ``one thing``, ``3 things``."""
    return "one thing" if number == 1 else f"{number} things"


def days(number: float) -> str:
    """Return staff days: ``1 day``, ``12.5 days``."""
    return f"{number:,.1f}".removesuffix(".0") + (" day" if number == 1 else " days")


def listed(words: Sequence[str], most: int = 4) -> str:
    """Return words as a list in a sentence, the first of them if there are many."""
    shown, left = list(words[:most]), len(words) - most
    if left > 0:
        shown.append(f"{left} more")
    return shown[0] if len(shown) == 1 else ", ".join(shown[:-1]) + " and " + shown[-1] if shown else ""
