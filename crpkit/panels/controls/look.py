"""The one hidden widget that brings the look and the shared script to a page.

Style sheets and helpers are sent once a kernel, not once a control: each control only
carries its own few lines and the address of this widget.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import anywidget

_HERE = Path(__file__).parent
_SHEETS = (
    "tokens.css",
    "controls.css",
    "controls-inputs.css",
    "controls-parts.css",
    "controls-shown.css",
    "controls-grid.css",
    "controls-ordering.css",
    "first_choice.css",
    "agendas.css",
    "needs.css",
    "journeys.css",
    "journeys_found.css",
    "plan.css",
)


def script(name: str) -> str:
    """Return the text of a front-end module of this folder."""
    return (_HERE / "esm" / f"{name}.js").read_text(encoding="utf-8")


def style() -> str:
    """Return the style sheets that controls need, also where no server page brings them."""
    return "\n".join((_HERE.parent / "look" / sheet).read_text(encoding="utf-8") for sheet in _SHEETS)


class Look(anywidget.AnyWidget):
    """Holds the style sheets and the script that all controls share; never displayed."""

    _esm = script("kit")
    _css = style()

    def set_state(self, sync_data: dict[str, object]) -> None:
        """Take nothing from the page."""


@cache
def _first() -> list[Look]:
    return [Look()]


def look_reference() -> str:
    """Return the address by which a control's script finds the shared one.

    Returns
    -------
    str
        In the form that anywidget's ``host.getWidget`` reads.
    """
    looks = _first()
    if looks[0].comm is None:  # closed, for example by ``Widget.close_all()``
        looks[0] = Look()
    return f"anywidget:{looks[0].model_id}"
