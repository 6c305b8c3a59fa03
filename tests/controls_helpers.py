"""Playing the page's part against a control, without a browser."""

from __future__ import annotations

import itertools
from typing import Any

from hypothesis import strategies as st

from crpkit.panels.controls import Control

_numbers = itertools.count()

# Everything a browser could send: JSON as Python reads it, with NaN, huge numbers and halves of characters.
hostile = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(min_value=-(10**400), max_value=10**400)
    | st.floats()
    | st.text(st.characters(), max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


def tell(control: Control, kind: object, buffers: list[bytes] | None = None, **data: Any) -> dict[str, Any]:
    """Send a message as the page does, and return it so that it can be sent again."""
    message = {"kind": kind, "id": f"test-{next(_numbers)}", **data}
    control._handle_custom_msg(message, buffers or [])
    return message


def answers(control: Control) -> list[dict[str, Any]]:
    """Collect what the control sends back from now on."""
    sent: list[dict[str, Any]] = []
    control.send = lambda content, buffers=None: sent.append(content)
    return sent
