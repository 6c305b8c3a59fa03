"""What the workshop page says about phones, as HTML; everything that people wrote is escaped."""

from __future__ import annotations

from crpkit.panels.controls.text import escape
from crpkit.workshop import WorkshopState
from crpkit.workshop.activities.notes import Note, NotesState

MOST_SHOWN = 200  # notes in the page; the files hold them all
_STATES = {
    "held": "held back",
    "shown": "on the wall",
    "hidden": "hidden",
    "care": "needs care",
    "taken-back": "taken back",
}
_CHANNELS = {"phone": "phone", "spoken": "called out", "paper": "paper"}


def links(code: str, served: bool, starter: str, phones: str = "") -> str:
    """Return the ways to the console and the projector's page of a workshop.

    Parameters
    ----------
    code
        The workshop's.
    served
        Whether the page comes from the kit's own server.
    starter
        What the person types before a command.
    phones
        Where phones join; empty while they are not let in.
    """
    if not served:
        return (
            "<p>The console and the projector’s page open from the kit’s own server: run "
            f"<code>{escape(starter)} serve --lan</code> in this folder.</p>"
        )
    console = _link(f"/console/{code}", "Open the console")
    screen = _link(f"/screen/{code}", "Open the projector’s page", " is-secondary")
    if phones:
        reach = f"Phones join at <code>{escape(phones)}</code> with the code <code>{escape(code)}</code>."
    else:
        reach = (
            "Phones cannot reach this computer now: the kit was started without <code>--lan</code>. "
            f"Try it with one phone before the event: <code>{escape(starter)} rehearse</code>."
        )
    return f'<p class="crp-links">{console} {screen}</p><p>{reach}</p>'


def _link(address: str, words: str, more: str = "") -> str:
    aside = '<span class="crp-aside"> (new tab)</span>'
    return f'<a class="crp-link-button{more}" href="{escape(address)}" target="_blank">{words}{aside}</a>'


def head_count(state: WorkshopState) -> str:
    """Return who is here, as far as it was counted."""
    joined = len(state.people.counting)
    if not joined and state.room.total is None:
        return ""
    phones = "1 phone has joined" if joined == 1 else f"{joined} phones have joined"
    if state.room.total is None:
        return f"<p>{phones}. Nobody has counted the room.</p>"
    paper = "" if state.room.paper is None else f", {state.room.paper} take part without a phone"
    return f"<p>{state.room.total} in the room; {phones}{paper}.</p>"


def came_in(state: WorkshopState) -> str:
    """Return every prompt with the notes that came in; those that need care stay on the console."""
    return "".join(
        _prompt(activity) for activity in state.activities.values() if isinstance(activity, NotesState)
    )


def _prompt(activity: NotesState) -> str:
    notes = [note for note in activity.notes.values() if note.state != "taken-back"]
    gone = len(activity.notes) - len(notes)
    count = "1 note" if len(notes) == 1 else f"{len(notes)} notes"
    taken = f", {gone} taken back" if gone else ""
    said = f"{count}{taken}. {'Open on the phones now.' if activity.open else 'Closed.'}"
    prompt = escape(activity.prompt if activity.prompt is not None else "(taken back)")
    heading = f'<bdi>{prompt}</bdi> <span class="crp-aside">{said}</span>'
    if not notes:
        return f'<p class="crp-notes">{heading}</p>'
    return f'<details class="crp-notes"><summary>{heading}</summary>{_table(notes, prompt)}</details>'


def _table(notes: list[Note], prompt: str) -> str:
    rows = "".join(_row(note) for note in notes[:MOST_SHOWN])
    more = len(notes) - MOST_SHOWN
    rest = f"<p>And {more} more: all of them are in the files.</p>" if more > 0 else ""
    heads = "".join(f'<th scope="col">{head}</th>' for head in ("Note", "Came by", "Where it stands"))
    return (
        f"<table><caption>Notes on “{prompt}”</caption><thead><tr>{heads}</tr></thead>"
        f"<tbody>{rows}</tbody></table>{rest}"
    )


def _row(note: Note) -> str:
    # This page may stand on the projector as well: what the room has not seen is read on the console.
    text = note.text if note.state == "shown" else None
    words = "(on the console only)" if text is None else text
    return (
        f"<tr><td><bdi>{escape(words)}</bdi></td><td>{_CHANNELS.get(note.channel, escape(note.channel))}</td>"
        f"<td>{_STATES[note.state]}</td></tr>"
    )
