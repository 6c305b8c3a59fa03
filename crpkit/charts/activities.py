"""The figures of an activity, whatever its kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from crpkit.charts.bars import people_bars, points_bars, ranking_bars
from crpkit.charts.dots import dot_figure, dot_wall
from crpkit.charts.figure import Figure
from crpkit.charts.groups import by_family, by_table
from crpkit.charts.looks import named
from crpkit.charts.scales import scale_bars
from crpkit.charts.themes import theme_piles
from crpkit.charts.walks import walk_figure
from crpkit.charts.writing import NOT_ABOUT, Card, Group, entries_by_box, lines_table, wall
from crpkit.workshop import DotsState, Note, NotesState, WorkshopState
from crpkit.workshop.activities.ask import AskState, Box, Field

Quotable = Callable[[Note], bool]


def activity_figures(
    activity: object,
    state: WorkshopState,
    quoted_only: bool = False,
    families: Mapping[str, str] | None = None,
) -> tuple[Figure, ...]:
    """Return every figure of an activity.

    What people choose is left out while they can still choose. Entries are those that stand on the wall; words of
    entries that need care, wait or were taken away from it are in no figure.

    Parameters
    ----------
    activity
        Its state.
    state
        The workshop it belongs to.
    quoted_only
        Whether to show the words of those people only who agreed to be quoted: for whatever leaves the room.
    families
        Family id → title; gives the result by family too. It is exact, so leave it out of what leaves the room.
    """
    may = _may_quote(state) if quoted_only else _stands_on_wall
    why = "not quoted" if quoted_only else "not shown"
    if isinstance(activity, DotsState):
        return () if activity.open else (dot_wall(activity),)
    if isinstance(activity, NotesState):
        group = Group("", _cards(activity.notes.values(), may), _standing(activity.notes.values()))
        return (wall([group], activity.prompt or "Notes", why),)
    if isinstance(activity, AskState):
        chosen = result_figures(activity, state, families) if activity.method and not activity.open else ()
        return (*chosen, *written_figures(activity, may, why))
    if hasattr(activity, "themes") and hasattr(activity, "places"):
        return (theme_figure(activity, state),)
    return ()


def _stands_on_wall(note: Note) -> bool:
    return note.state == "shown" and note.text is not None


def _may_quote(state: WorkshopState) -> Quotable:
    return lambda note: _stands_on_wall(note) and state.people.consent(note.actor).quote


def result_figures(
    activity: AskState, state: WorkshopState, families: Mapping[str, str] | None = None
) -> tuple[Figure, ...]:
    """Return how a choice came out, and the same by table and by family as far as that may be shown."""
    if not activity.items:
        return ()
    if activity.voices is not None:  # voices stand apart, and nothing else does: no tables, no families
        walk = walk_figure(activity)
        return () if walk is None else (walk,)
    figures = [_result_figure(activity)]
    if state_tables := getattr(state, "tables", ()):
        figures.append(by_table(activity, state_tables))
    if families:
        figures.append(by_family(activity, families, state.people))
    return tuple(figure for figure in figures if figure is not None)


def _result_figure(activity: AskState) -> Figure | None:
    title = activity.prompt or activity.title
    result = activity.result()
    if activity.method == "points":
        dots = activity.unit == "dot"
        return dot_figure(result, title) if dots else points_bars(result, title, activity.unit)
    if activity.method == "ranking":
        return ranking_bars(result, title)
    if activity.method == "scale":
        what = "statements" if activity.kind == "statements" else "items"
        return scale_bars(result, activity.answers, title, what)
    return people_bars(result, title)


def written_figures(activity: AskState, may: Quotable, left_out: str = "not shown") -> tuple[Figure, ...]:
    """Return what was written in an activity: cards under their headings, or line by line if there are fields."""
    if not activity.boxes:
        return ()
    notes = list(activity.writing.notes.values())
    title = activity.subject or activity.prompt or activity.title
    with_fields = [box for box in activity.boxes if len(box.fields) > 1]
    if with_fields and len(activity.boxes) == 1:
        group, columns = _lines(with_fields[0], notes, may)
        return (lines_table(group, columns, title, left_out),)
    groups = _groups(activity, notes, may)
    figures = [wall(groups, title, left_out)]
    if len(groups) > 1 and len(activity.boxes) > 1:
        figures.append(entries_by_box(groups, f"{title} – entries under each heading"))
    return tuple(figures)


def _groups(activity: AskState, notes: Iterable[Note], may: Quotable) -> list[Group]:
    if len(activity.boxes) == 1 and activity.about_items:
        return _by_item(activity, list(notes), may)
    titles = {item.id: f"{item.letter}: {named(item.title)}" for item in activity.items}
    groups = []
    for box in activity.boxes:
        mine = [note for note in notes if note.box in (box.id, "" if box == activity.boxes[0] else box.id)]
        about = titles if activity.about_items else {}
        cards = _cards(mine, may, box.fields, about)
        groups.append(Group(box.title if len(activity.boxes) > 1 else "", cards, _standing(mine)))
    return groups


def _by_item(activity: AskState, notes: list[Note], may: Quotable) -> list[Group]:
    """Group by what the entries are about; items nobody wrote about are left out."""
    by_item = {item.id: f"{item.letter}  {named(item.title)}" for item in activity.items} | {"": NOT_ABOUT}
    groups = []
    for name, title in by_item.items():
        mine = [note for note in notes if (note.about if note.about in by_item else "") == name]
        if _standing(mine):
            groups.append(Group(title, _cards(mine, may), _standing(mine)))
    return groups or [Group("", (), 0)]


def _lines(box: Box, notes: list[Note], may: Quotable) -> tuple[Group, list[str]]:
    columns = [_title(field, box) for field in box.fields]
    cards = []
    for note in _shown(notes, may):
        values = {"text": note.text, **note.more}
        line = tuple(
            (title, values.get(field.id) or "") for field, title in zip(box.fields, columns, strict=True)
        )
        cards.append(Card(note.text or "", line))
    return Group("", tuple(cards), _standing(notes)), columns


def _title(field: Field, box: Box) -> str:
    return field.title or (box.title if field.id == "text" else field.id)


def _cards(
    notes: Iterable[Note],
    may: Quotable,
    fields: tuple[Field, ...] = (),
    about: Mapping[str, str] | None = None,
) -> tuple[Card, ...]:
    titles = {field.id: field.title or field.id for field in fields}
    return tuple(
        Card(
            note.text or "",
            (
                *((("About", about[note.about]),) if about and note.about in about else ()),
                *((titles.get(name, name), words) for name, words in note.more.items() if words),
            ),
        )
        for note in _shown(notes, may)
    )


def _shown(notes: Iterable[Note], may: Quotable) -> list[Note]:
    """Return entries that may be shown, in the order of the wall."""
    return sorted((note for note in notes if may(note)), key=lambda note: note.place or 0)


def _standing(notes: Iterable[Note]) -> int:
    return sum(note.state != "taken-back" for note in notes)


def theme_figure(activity: Any, state: WorkshopState) -> Figure:
    """Return how many notes each theme has; notes that were taken back are not counted.

    Parameters
    ----------
    activity
        Has ``themes`` (id → theme with ``title``), ``places`` (note id → theme id or ``nowhere``), ``of`` (ids of the
        activities whose notes are sorted) and ``prompt``.
    state
        The workshop.
    """
    standing = {
        note.id
        for name in activity.of
        for note in _notes_of(state.activities.get(name))
        if note.state != "taken-back"
    }
    put = Counter(place for note, place in activity.places.items() if note in standing and place)
    themes: dict[str, int] = {}
    for name, theme in sorted(activity.themes.items(), key=lambda pair: pair[1].order):
        title = named(theme.title)
        themes[title] = themes.get(title, 0) + put[name]
    sorted_in = put["nowhere"] + sum(themes.values())
    return theme_piles(themes, activity.prompt or "Themes", put["nowhere"], max(0, len(standing) - sorted_in))


def _notes_of(activity: object) -> Iterable[Note]:
    if isinstance(activity, NotesState):
        return activity.notes.values()
    return activity.writing.notes.values() if isinstance(activity, AskState) else ()
