"""The gallery of personas, and the full card of one of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from crpkit.panels.controls.base import Control, Json, Message
from crpkit.panels.personas.card import GroupWords, sheet
from crpkit.personas import Persona

_ESM = Path(__file__).parent / "esm"


class Gallery(Control):
    """All personas as cards that can be opened, with a filter by family.

    Parameters
    ----------
    on_change
        Called with a persona's id when a person asks to change or copy the one whose card is open.

    Notes
    -----
    It starts empty; :meth:`show` fills it. Ids that come from the page count only if they are shown then.
    """

    _esm = (_ESM / "gallery.js").read_text(encoding="utf-8")
    _css = (_ESM / "personas.css").read_text(encoding="utf-8")

    def __init__(self, on_change: Callable[[str], object] | None = None) -> None:
        self._on_change = on_change
        self._sheets: dict[str, Json] = {}
        self._families: list[list[str]] = []
        self._problems: list[str] = []
        self._open = ""
        self._loaded = False
        super().__init__()

    def _describe(self) -> Json:
        return {
            "people": list(self._sheets.values()),
            "families": self._families,
            "problems": self._problems,
            "loaded": self._loaded,
        }

    def _now(self) -> Json:
        return {"open": self._open}

    def show(
        self,
        personas: Mapping[str, Persona],
        groups: Mapping[str, GroupWords],
        problems: Sequence[str] = (),
    ) -> None:
        """Show these personas.

        Parameters
        ----------
        personas
            Id → persona, in the order they are shown; those of a group not among ``groups`` are left out.
        groups
            Id → group.
        problems
            Sentences about files that could not be read.
        """
        shown = [persona for persona in personas.values() if persona.group in groups]
        self._sheets = {one.id: sheet(one, groups[one.group], personas) for one in shown}
        present = {groups[one.group].family: groups[one.group].family_title for one in shown}
        self._families = [[family, title] for family, title in present.items()]
        self._problems = list(problems)
        self._loaded = True
        if self._open not in self._sheets:
            self._open = ""
        self._redraw()

    @property
    def opened(self) -> str:
        """Id of the persona whose card is open; empty in the gallery."""
        return self._open

    def show_card(self, persona_id: str) -> None:
        """Open a card; an id that is not shown, or an empty one, goes back to the gallery."""
        self._open = persona_id if persona_id in self._sheets else ""
        self._redraw()

    def on_change(self, callback: Callable[[str], object]) -> Callable[[str], object]:
        """Set the function that is called when a card is to be changed or copied; works as a decorator."""
        self._on_change = callback
        return callback

    def _receive(self, message: Message) -> None:
        persona_id = message.data.get("persona")
        if not isinstance(persona_id, str) or (persona_id and persona_id not in self._sheets):
            return
        if message.kind == "open":
            self.show_card(persona_id)
        elif message.kind == "change" and persona_id:
            self._run(self._on_change, persona_id)
