"""One detail of a step in the builder: its value beside how it is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from crpkit.framework import HowKnown
from crpkit.journeys import Detail
from crpkit.panels import controls as ui

NOT_YET = ""
_HOW = (
    (NOT_YET, "Not known yet"),
    (HowKnown.ASSUMED.value, "We assume it"),
    (HowKnown.CONFIRMED.value, "We asked or checked"),
)
_KITS = {HowKnown.REPORTED: "The report says so", HowKnown.INFERRED: "Our reading of the report"}
_YES_NO = ((NOT_YET, "Not known yet"), (True, "Yes"), (False, "No"))
_MODES = (
    (NOT_YET, "Not known yet"),
    ("online", "Online"),
    ("in-person", "In person"),
    ("both", "Both, to choose from"),
)
LONGEST = 2_000


@dataclass(frozen=True)
class DetailField:
    """What can be filled in.

    Attributes
    ----------
    name
        As in the file.
    label, hint
        What a person reads.
    kind
        How it is put in.
    unit, most
        Of a number.
    """

    name: str
    label: str
    kind: Literal["number", "whole", "words", "text", "lines", "yesno", "mode", "several"]
    hint: str = ""
    unit: str = ""
    most: float = 10_000

    @property
    def may_be_empty(self) -> bool:
        """Whether an empty list says something: that there is none."""
        return self.kind in ("lines", "several")


class DetailRow(ui.Row):
    """One detail: its value, and how it is known. What is not filled in stays *not known*.

    Parameters
    ----------
    field
        Which one.
    on_change
        Called with the detail as it stands in a file, or ``None`` for not known, when a person has changed it.
    options
        For ``several``: value and words of each.
    """

    def __init__(
        self,
        field: DetailField,
        on_change: Callable[[dict[str, Any] | None], object],
        options: tuple[tuple[str, str], ...] = (),
    ) -> None:
        self.field = field
        self._on_change = on_change
        self._shown: Detail[Any] | None = None
        self.box: Any = _box(field, options)
        self.how = ui.Choice(f"{field.label}: how do you know?", _HOW, NOT_YET)
        self.box.on_change(lambda _: self._value_changed())
        self.how.on_change(lambda _: self._how_changed())
        super().__init__([self.box, self.how])
        self.add_class("crp-journey-detail")

    def show(self, detail: Detail[Any]) -> None:
        """Show a detail; what somebody is typing is left alone where it says the same."""
        self._shown = detail
        if detail.how_known in _KITS:  # only what stands in the kit may be said to
            self.how.set_options([*_HOW, (detail.how_known.value, _KITS[detail.how_known])])
        else:
            self.how.set_options(_HOW)
        if not detail.known or detail.value != self._plain():
            _fill(self.box, self.field.kind, detail.value)
        self.how.value = detail.how_known.value if detail.known else NOT_YET

    @property
    def given(self) -> dict[str, Any] | None:
        """The detail as it stands in a file; ``None`` while it is not known."""
        how, value = self.how.value, self._plain()
        if how == NOT_YET or value is None:
            return None
        shown = self._shown
        if shown is not None and shown.known and (shown.value, shown.how_known.value) == (value, how):
            kept: dict[str, Any] = shown.model_dump(mode="json", exclude_none=True)
            return kept  # with its source and note: it is the same
        return {"value": sorted(value) if isinstance(value, frozenset) else value, "how_known": how}

    @property
    def _has_value(self) -> bool:
        return self.box.value not in (None, NOT_YET, ())

    def _value_changed(self) -> None:
        """Take a new value for an assumption until someone says more; a value taken out is not known."""
        if self._has_value and self.how.value not in (HowKnown.ASSUMED.value, HowKnown.CONFIRMED.value):
            self.how.value = HowKnown.ASSUMED.value
        elif not self._has_value and not self.field.may_be_empty:
            self.how.value = NOT_YET
        self._on_change(self.given)

    def _how_changed(self) -> None:
        if self.how.value != NOT_YET and self._plain() is None:
            self.how.value = NOT_YET
            self.how.problem = "Fill it in first."
            return
        self._on_change(self.given)

    def _plain(self) -> Any:
        """Return the value as a detail holds it; ``None`` if there is none."""
        value, kind = self.box.value, self.field.kind
        if kind == "lines":
            return tuple(line.strip() for line in value.splitlines() if line.strip())
        if kind == "several":
            return tuple(value)
        if kind == "mode":
            both = {"both": frozenset({"online", "in-person"}), NOT_YET: None}
            return both.get(value, frozenset({value}))
        if kind == "whole" and value is not None:
            return int(value)
        return None if value in (None, NOT_YET) else value


def _box(field: DetailField, options: tuple[tuple[str, str], ...]) -> Any:
    if field.kind in ("number", "whole"):
        step: float = 1 if field.kind == "whole" else 0.5
        least = 1 if field.kind == "whole" else 0
        return ui.NumberBox(field.label, None, least, field.most, step, field.unit, field.hint)
    if field.kind == "yesno":
        return ui.Choice(field.label, _YES_NO, NOT_YET, hint=field.hint)
    if field.kind == "mode":
        return ui.Choice(field.label, _MODES, NOT_YET, hint=field.hint)
    if field.kind == "several":
        return ui.Choice(field.label, options, (), style="ticks", hint=field.hint)
    lines = 1 if field.kind == "words" else 3
    return ui.TextBox(field.label, lines=lines, hint=field.hint, max_length=LONGEST)


def _fill(box: Any, kind: str, value: Any) -> None:
    """Put a value into its box, unless it is there: a reset would wipe what is being typed at this moment."""
    if isinstance(box, ui.TextBox):
        words = "" if value is None else "\n".join(value) if kind == "lines" else str(value)
        if box.value != words or box.problem:
            box.reset(words)
    elif kind == "several":
        known = {one for one, *_ in box.options}
        box.value = tuple(one for one in value or () if one in known)
    elif kind == "mode":
        box.value = NOT_YET if not value else "both" if len(value) > 1 else next(iter(value))
    elif kind == "yesno":
        box.value = NOT_YET if value is None else value
    elif box.value != value or box.problem:
        box.value = value
