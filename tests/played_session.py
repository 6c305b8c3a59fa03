"""A whole co-design session, played without a browser: what a record of it must and must not hold is known."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from crpkit import resources
from crpkit.store import new_id
from crpkit.workshop import Consent, Workshop, read_agenda
from crpkit.workshop.sending import note_draft, table_draft
from tests.workshop_helpers import ALL, RECEIPTS, Desk, Phone

SILENT = Consent(count=True, quote=False, trace=False)
SAID = (
    "A quiet corner would help me stay the whole time",
    "Please say the times of the breaks at the start",
    "Travel costs paid on the day, in cash",
)
NEVER = {
    "care": "zebra care: somebody shouted at me at home",
    "held": "zebra held: nobody has read this",
    "silent": "zebra silent: I do not want to be quoted",
    "paper": "zebra paper: from a card, nobody asked",
    "back": "zebra back: I take this back",
    "gone": "zebra gone: everything of mine goes",
    "offer": "zebra offer: students should lead it",
}
OFFERED = "Meetings should be where people already are"
PROMISE = ("The library", "Lends us its big room on Tuesday evenings", "From May")


@dataclass
class Session:
    """A workshop that was played, and the phones in it."""

    workshop: Workshop
    phones: list[Phone]


class Talker(Phone):
    """A phone that also writes under headings, and sits down."""

    def entry(self, activity: str, text: str, box: str = "", about: str = "", **more: str) -> str:
        draft = note_draft(
            self.workshop.state, self.id, activity, text, new_id(), box=box, about=about, more=more
        )
        return self._send(draft).id

    def sit(self, table: str) -> None:
        self._send(table_draft(self.workshop.state, self.id, table, new_id()))


def photo(words: str) -> bytes:
    """Return a photo of a flip chart, drawn."""
    made = Image.new("RGB", (1200, 800), "#e8e2d4")
    draw = ImageDraw.Draw(made)
    draw.rectangle((180, 60, 1020, 740), fill="white", outline="#444", width=6)
    for line, text in enumerate(words.split("/")):
        draw.text((230, 120 + 90 * line), text, fill="#123", font_size=56)
    buffer = BytesIO()
    made.save(buffer, "JPEG", quality=85)
    return buffer.getvalue()


def play(folder: Path, workspace: Any = None) -> Session:
    """Play the starter agenda of two hours, with themes besides; in a log of its own if no workspace is given."""
    agenda = read_agenda(resources.folder("workshop_data") / "agendas" / "co-design-two-hours.yaml")
    workshop = Workshop.create(
        workspace or Desk(folder / "played.sqlite"), "What support would help in Eastley?", "K7MPWX"
    )
    workshop.set_agenda(agenda)
    phones = _people(workshop)
    workshop.count_room(26, {"community": 14, "brokers": 4, "researchers": 6}, paper=3)
    _check_in(workshop, phones)
    _access(workshop, phones)
    _agreement(workshop, phones)
    _choose(workshop, phones)
    _work_out(workshop, phones)
    workshop.next_step()  # a break
    _statements(workshop, phones)
    _principles(workshop, phones)
    _promises(workshop, phones)
    _look_back(workshop, phones)
    _themes(workshop)
    return Session(workshop, phones)


def _people(workshop: Workshop) -> list[Phone]:
    families = ["community"] * 4 + ["brokers"] * 2 + ["researchers"] * 2
    phones: list[Phone] = []
    for receipt, family in zip(RECEIPTS, families, strict=False):
        consent = SILENT if len(phones) in (1, 5) else ALL
        phone = Talker(workshop, receipt).join(consent, (family,))
        assert isinstance(phone, Talker)
        phone.sit(("Oak", "Ash")[len(phones) % 2])
        phones.append(phone)
    return phones


def _check_in(workshop: Workshop, phones: list[Phone]) -> None:
    workshop.go("welcome")
    items = [item.id for item in workshop.ask("welcome").items]
    for number, phone in enumerate(phones):
        phone.cast({items[(0, 0, 0, 0, 1, 1, 2, 2)[number]]: 1}, "welcome")
    workshop.place("welcome", {items[0]: 1}, 9, "spoken")
    workshop.place("welcome", {items[2]: 1}, 2, "paper")


def _access(workshop: Workshop, phones: list[Phone]) -> None:
    workshop.go("access")
    shown = [phone.note(text, "access") for phone, text in zip((phones[0], *phones[2:4]), SAID, strict=True)]
    shown.append(phones[1].note(NEVER["silent"], "access"))
    shown += [event.id for event in workshop.write_notes("access", [NEVER["paper"]], "paper")]
    back = phones[4].note(NEVER["back"], "access")
    care = phones[4].note(NEVER["care"], "access")
    workshop.show_notes([*shown, back, care])
    workshop.set_care(care)
    workshop.take_back(back)
    phones[6].note(NEVER["held"], "access")
    workshop.add_photo(
        photo("What helps/quiet corner/breaks at 11/cash for the bus"), "access", "Our flip chart"
    )
    workshop.add_photo(photo("not in the record"), "access", "zebra hidden photo")
    hidden = list(workshop.state.photos)[-1]
    workshop.hide_photo(hidden)


def _agreement(workshop: Workshop, phones: list[Phone]) -> None:
    workshop.go("respect")
    for phone, text in (
        (phones[0], "One person speaks at a time"),
        (phones[2], "What is said here stays here"),
    ):
        workshop.let_in(phone.entry("respect", text, "point"))  # type: ignore[attr-defined]
    for number, phone in enumerate(phones):
        phone.cast({"o1": 1, "o2": 2 if number == 3 else 1}, "respect")


def _choose(workshop: Workshop, phones: list[Phone]) -> None:
    workshop.go("choose")
    for number, phone in enumerate(phones[:4]):
        phone.cast({"o1": 2, f"o{2 + number % 3}": 1}, "choose")
    workshop.place("choose", {"o7": 3}, 6, "table", table="Elm")
    workshop.place("choose", {"o1": 1, "o7": 1, "o9": 1}, 2, "paper", table="Yew")


def _work_out(workshop: Workshop, phones: list[Phone]) -> None:
    workshop.go("work-out")
    first = workshop.ask("work-out").items[0].id
    second = workshop.ask("work-out").items[1].id
    lines = {
        "aim": "People meet somebody who does research near them",
        "who": "Anyone in Eastley who runs a group, paid or not",
        "what": "Three evenings with food; the first is only for talking",
        "how": "Every second Tuesday at six, children welcome",
        "consider": "Who pays for the food, and who cleans up",
        "scale": "Twelve people first, then we look again",
    }
    for number, (box, text) in enumerate(lines.items()):
        phones[(0, 2, 3, 6)[number % 4]].entry("work-out", text, box, first)  # type: ignore[attr-defined]
    phones[1].entry("work-out", "zebra canvas: not to be quoted", "aim", first)  # type: ignore[attr-defined]
    workshop.write_notes("work-out", ["The food bank’s Thursday table"], "paper", box="links", about=first)
    phones[7].entry("work-out", "A list of people who say yes", "what", second)  # type: ignore[attr-defined]


def _statements(workshop: Workshop, phones: list[Phone]) -> None:
    workshop.go("stands")
    yes = phones[3].entry("stands", OFFERED, "offer")  # type: ignore[attr-defined]
    no = phones[5].entry("stands", NEVER["offer"], "offer")  # type: ignore[attr-defined]
    workshop.show_notes([yes, no])
    workshop.let_in(yes)
    workshop.let_in(no)
    for number, phone in enumerate(phones):
        phone.cast({"o1": 1 + number % 2, "o2": 1, "o3": 1 + number % 3, "o5": 1, "o6": 2}, "stands")


def _principles(workshop: Workshop, phones: list[Phone]) -> None:
    workshop.go("principles")
    items = [item.id for item in workshop.ask("principles").items]
    for number, phone in enumerate(phones):
        phone.cast({item: 1 + (number * at + at) % 4 for at, item in enumerate(items)}, "principles")
    phones[0].entry("principles", "Pay people for the evenings too", about=items[1])  # type: ignore[attr-defined]


def _promises(workshop: Workshop, phones: list[Phone]) -> None:
    workshop.go("promises")
    who, what, when = PROMISE
    workshop.write_notes("promises", [what], "spoken", mores=[{"who": who, "when": when}])
    phones[6].entry("promises", "Brings two colleagues to the first evening", who="A research group")  # type: ignore[attr-defined]


def _look_back(workshop: Workshop, phones: list[Phone]) -> None:
    workshop.go("look-back")
    notes = [
        phones[0].entry("look-back", "That we were asked first", "take-away"),  # type: ignore[attr-defined]
        phones[7].entry("look-back", NEVER["gone"], "missing"),  # type: ignore[attr-defined]
    ]
    workshop.show_notes(notes)
    workshop.erase(phones[7].receipt)
    workshop.finish_agenda()


def _themes(workshop: Workshop) -> None:
    workshop.open_activity("themes", "What do the notes have in common?", activity="sorted")
    notes = list(workshop.state.activities["access"].notes)  # type: ignore[attr-defined]
    workshop.make_theme("sorted", "A room one can stay in", notes[:2])
    workshop.make_theme("sorted", "Money on the day", [notes[2], notes[3]])
    workshop.put_notes("sorted", [notes[4]], "nowhere")
