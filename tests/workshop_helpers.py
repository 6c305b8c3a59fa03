"""A workshop with phones, as the live server would keep it, for tests that need no server."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from crpkit.store import Event, Log, new_id
from crpkit.workshop import Consent, OptionList, Workshop, typed_list
from crpkit.workshop.receipts import person_of
from crpkit.workshop.sending import ballot_draft, join_draft, note_draft

FAMILIES = ("community", "brokers", "researchers", "funders")
ALL = Consent(True, True, True)
# One receipt for each phone of a test: A… for the first, B… for the second.
RECEIPTS = tuple(letter * 12 for letter in "ABCDEFGHJK")


class Desk:
    """A workspace as far as a workshop needs one."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.log = Log(path)


def three() -> OptionList:
    return typed_list("Hub\nMatch\nCoach")


class Phone:
    """One phone: what it sends is checked, then written."""

    def __init__(self, workshop: Workshop, receipt: str) -> None:
        self.workshop = workshop
        self.receipt = receipt
        self.id = person_of(workshop.code, receipt)

    def join(self, consent: Consent = ALL, families: tuple[str, ...] = (), experience: str = "") -> Phone:
        self._send(
            join_draft(self.workshop.state, self.id, consent, families, experience, FAMILIES, new_id())
        )
        return self

    def note(self, text: str, activity: str = "notes-1", event_id: str | None = None) -> str:
        return self._send(note_draft(self.workshop.state, self.id, activity, text, event_id)).id

    def cast(self, dots: Mapping[str, int], activity: str = "dots-1", event_id: str | None = None) -> Event:
        return self._send(ballot_draft(self.workshop.state, self.id, activity, dots, event_id))

    def _send(self, draft: object) -> Event:
        return self.workshop._log.append(draft)[0]  # type: ignore[arg-type]


def joined(workshop: Workshop, number: int) -> list[Phone]:
    """Let so many phones join; each agrees to everything."""
    return [Phone(workshop, receipt).join() for receipt in RECEIPTS[:number]]
