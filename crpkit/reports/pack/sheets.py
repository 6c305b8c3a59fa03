"""Which sheets an agenda needs on paper, and what stands on them: data only, the looks are in ``pack.typ``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from crpkit.personas import Persona
from crpkit.workshop.agenda import Agenda, Step
from crpkit.workshop.kinds import Box, Kind
from crpkit.workshop.letters import letter

EMPTY_LINES = 3  # to write options on that an earlier step will bring
MOST_DESCRIBED = 1000  # characters; longer descriptions stand on a sheet of their own
MOST_CIRCLES = 6  # more dots than these are written as a number

ONE_EACH = "one for each person"
ON_EACH_TABLE = "one for each table"


@dataclass(frozen=True)
class Sheet:
    """One kind of sheet in the pack.

    Attributes
    ----------
    kind
        How it looks: one of the names under ``looks`` in ``pack.typ``, for example ``ballot``.
    name
        What it is called in the list of what to print.
    copies
        How many to print, in words.
    paper
        ``A4`` or ``A3``.
    data
        What stands on it.
    """

    kind: str
    name: str
    copies: str
    paper: str = "A4"
    data: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return asdict(self)


def sheets(
    agenda: Agenda, personas: Sequence[Persona] = (), groups: Mapping[str, str] | None = None
) -> list[Sheet]:
    """Return the sheets for an agenda, in the order in which they are needed.

    Parameters
    ----------
    agenda
        The agenda.
    personas
        Whose cards are printed at the end.
    groups
        Group id → title, for the cards.
    """
    found = [
        Sheet("plan", "Plan for whoever runs it", "one for you", data=_plan(agenda)),
        Sheet("wall", "Agenda for the wall", "one for the room", data=_wall(agenda)),
        Sheet(
            "join",
            "Join sheet",
            "one page for each table" if agenda.tables else ON_EACH_TABLE,
            data={"title": agenda.title, "tables": list(agenda.tables) or [""]},
        ),
    ]
    for step in agenda.steps:
        found += _of_step(agenda, step, agenda.kind(step.kind))
    if personas:
        cards = [_persona(persona, groups or {}) for persona in personas]
        found.append(Sheet("persona", "Persona cards", "one set", data={"cards": cards}))
    return found


def _plan(agenda: Agenda) -> dict[str, Any]:
    rows, at = [], 0
    for step in agenda.steps:
        rows.append(
            {
                "at": f"{at // 60}:{at % 60:02}",
                "title": step.title,
                "minutes": step.minutes,
                "materials": list(step.materials),
                "note": step.note,
            }
        )
        at += step.minutes
    return {"title": agenda.title, "about": agenda.about, "steps": rows, "minutes": agenda.minutes}


def _wall(agenda: Agenda) -> dict[str, Any]:
    steps = [{"title": step.title, "minutes": step.minutes} for step in agenda.steps]
    return {"title": agenda.title, "steps": steps, "minutes": agenda.minutes}


def _of_step(agenda: Agenda, step: Step, kind: Kind) -> Iterator[Sheet]:
    """Yield what a step needs, by what its kind prints; where options come later, there is room to write them."""
    if kind.paper == "none":
        return
    base = {"title": step.title, "prompt": step.prompt, "lead": kind.lead}
    if kind.paper in ("ballot", "sheet", "walk"):
        data = base | _choices(step, kind)
        if kind.paper == "walk":
            yield Sheet("walk", f"Sheet to walk through: {step.title}", ONE_EACH, data=data | _voices(kind))
            return
        if kind.paper == "sheet":
            yield Sheet("checks", f"Check sheet: {step.title}", ON_EACH_TABLE, data=data)
            return
        if (
            sum(len(item["detail"] or "") + len(item["scale"] or "") for item in data["items"])
            > MOST_DESCRIBED
        ):
            # A description of each would make the ballot several pages for everyone in the room.
            yield Sheet("menu", f"Menu: {step.title}", "two for each table", data=data)
            data = data | {"items": [item | {"detail": "", "scale": ""} for item in data["items"]]}
        yield Sheet("ballot", f"Ballot sheet: {step.title}", ONE_EACH, data=data)
        return
    boxes = _boxes(kind.writing.boxes if kind.writing else ())
    if kind.paper == "canvas":
        for number, title in enumerate(_canvases(step), start=1):
            name = f"Canvas: {step.title}" + (f" ({number})" if number > 1 else "")
            data = base | {"boxes": boxes, "subject": title}
            yield Sheet("canvas", name, ON_EACH_TABLE, "A3", data)
        return
    yield Sheet("cards", f"Cards: {step.title}", "two or three for each person", data=base | {"boxes": boxes})


def _canvases(step: Step) -> Iterable[str]:
    """Return the titles of canvases: one for each option that is known, else one to write the option on."""
    return [option.title for option in step.options] if step.options else [""]


def _choices(step: Step, kind: Kind) -> dict[str, Any]:
    choosing = kind.choosing
    method = step.method or (choosing.method if choosing else "")
    unit = "dot" if method == "dots" else choosing.unit if choosing else "point"
    method = "points" if method == "dots" else method
    most = step.most or (choosing.most if choosing else None)
    items = [
        {"letter": letter(number), "title": one.title, "detail": one.detail, "scale": one.scale}
        for number, one in enumerate(step.options or ())
    ]
    return {
        "method": method,
        "how": how_to(method, most, unit),
        "circles": most if method == "points" and most is not None and most <= MOST_CIRCLES else 0,
        "answers": [answer.title for answer in choosing.answers] if choosing else [],
        "items": items,
        "empty": step.top or EMPTY_LINES if step.from_step else 0,
        "about": bool(step.subject_from),
        "offers": bool(kind.writing and kind.writing.offers),
        "boxes": _boxes(kind.writing.boxes if kind.writing and not kind.writing.offers else ()),
    }


def _voices(kind: Kind) -> dict[str, Any]:
    """Return the question from where people speak; nobody has to answer it."""
    if kind.voices is None:
        return {"voices": [], "from_where": "", "values": []}
    worth = [answer.value for answer in kind.choosing.answers] if kind.choosing else []
    return {
        "from_where": kind.voices.title,
        "voices": [*(one.title for one in kind.voices.answers), "I would rather not say"],
        "values": ["" if one is None else f"{one:+d}".replace("+0", "0").replace("-", "−") for one in worth],
    }


def how_to(method: str, most: int | None, unit: str) -> str:
    """Return how to fill in a ballot sheet, in one or two sentences."""
    if method == "one":
        return "Put a cross beside one."
    if method == "approval":
        ticks = "as many as you like" if most is None else "one" if most == 1 else f"up to {most}"
        return f"Tick {ticks}."
    if method == "points":
        many = f"{most} {unit}s" if most and most > 1 else f"one {unit}"
        if unit == "dot":
            return (
                f"You have {many}. Stick or draw them where they matter most to you. Several may go on one."
            )
        return f"You have {many}. Share them out as you like; write how many you give."
    if method == "ranking":
        return "Write 1 beside what matters most to you, then 2, then 3. You need not number everything."
    if method == "scale":
        return "For each line put a cross beside one answer. You may leave lines out."
    return ""


def _boxes(boxes: Iterable[Box]) -> list[dict[str, Any]]:
    return [
        {
            "title": box.title,
            "hint": box.hint,
            "fields": [
                {"title": one.title, "hint": one.hint, "lines": one.lines, "main": one.id == "text"}
                for one in box.fields
            ],
        }
        for box in boxes
    ]


def _persona(persona: Persona, groups: Mapping[str, str]) -> dict[str, Any]:
    return {
        "title": persona.title,
        "group": groups.get(persona.group, ""),
        "i_am": list(persona.i_am),
        "id_like": list(persona.id_like),
        "how_do_i": list(persona.how_do_i),
    }
