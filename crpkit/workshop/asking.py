"""Activities that ask: entering ballots for people, letting in what was offered, tables, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from crpkit.errors import did_you_mean
from crpkit.store import Draft, Event
from crpkit.workshop.activities.ask import NOT_SAID, AskState, Item, Placed, fits
from crpkit.workshop.activities.ask.tables import written_frame
from crpkit.workshop.activities.tables import tidy_frame
from crpkit.workshop.checks import many, refused, visible, whole
from crpkit.workshop.letters import letter
from crpkit.workshop.lists import LONGEST_DETAIL, LONGEST_TITLE, MOST_OPTIONS
from crpkit.workshop.noting import Notes
from crpkit.workshop.room import MOST_PEOPLE

ENTERED = ("spoken", "paper", "table")
MOST_TABLES = 40
LONGEST_TABLE = 40
STATEMENTS_FIRST = ["activity_id", "letter", "item", "title", "offered"]
CANVAS_COLUMNS = [
    "activity_id",
    "letter",
    "option",
    "option_title",
    "box",
    "heading",
    "note_id",
    "text",
    "participant",
    "channel",
    "table",
    "at",
    "state",
    "consent",
    "evidence",
]


class Asking(Notes):
    """What can be done with activities that ask; a part of :class:`crpkit.workshop.Workshop`."""

    def ask(self, activity: str) -> AskState:
        """Return an activity that asks, as it is now.

        Raises
        ------
        InputProblems
            If the workshop has no such activity.
        """
        found = self.state.activities.get(activity)
        if not isinstance(found, AskState):
            known = [name for name, one in self.state.activities.items() if isinstance(one, AskState)]
            near = did_you_mean(activity, known)
            raise refused(
                f"There is no activity “{activity}” of this kind", near, "activity", "unknown-activity"
            )
        return found

    def place(
        self,
        activity: str,
        ballot: Mapping[str, int],
        people: int = 1,
        channel: str = "paper",
        *,
        table: str | None = None,
        families: Mapping[str, int] | None = None,
        each: bool = True,
        voice: str = "",
        event_id: str | None = None,
    ) -> Event:
        """Enter a ballot for people who have none of their own: called out, on paper, or agreed at a table.

        Parameters
        ----------
        activity
            One in which people choose.
        ballot
            Item (id or letter) → number, as :mod:`crpkit.workshop.activities.ask.ballots` has it.
        people
            How many people agree to it; it weighs that many. 0 if they were not counted (points of a wall only).
        channel
            ``spoken``, ``paper`` or ``table``. Members of a table that agreed to a ballot do not vote alone as well.
        table
            Which table; needed for a table's ballot.
        families
            Family id → people of these, as far as they wish to say.
        each
            ``False`` says that the points were counted together, not given by each of the people.
        voice
            From where these people speak, where that is asked; empty or ``not-said`` if they did not say.
        event_id
            Made by the page; sending it again changes nothing.

        Raises
        ------
        InputProblems
            If the ballot cannot be cast so, the table is unknown, or it would be more people than are in the room.
        """
        one = {"ballot": ballot, "people": people, "table": table, "families": families, "each": each}
        one |= {"voice": voice} if voice else {}
        return self.place_all(activity, [one], channel, None if event_id is None else [event_id])[0]

    def place_all(
        self,
        activity: str,
        ballots: Sequence[Mapping[str, object]],
        channel: str = "paper",
        event_ids: Sequence[str] | None = None,
    ) -> tuple[Event, ...]:
        """Enter several ballots at once: all of them, or, if one cannot be, none; see :meth:`place`.

        Parameters
        ----------
        ballots
            Each a mapping with ``ballot`` and, where they are not as usual, ``people, table, families, each, voice``.
        """
        vote = self.ask(activity)
        if not vote.method:
            raise refused("Nothing is chosen in this activity", "Choose another.", "activity")
        if channel not in ENTERED:
            raise refused(f"“{channel}” is not a channel", did_you_mean(channel, ENTERED), field="channel")
        if not ballots or (event_ids is not None and len(event_ids) != len(ballots)):
            raise refused("There are no ballots to enter", "Enter one or more.", "ballots", "empty")
        sent = {one.event_id: one for one in vote.placed if event_ids and one.event_id in event_ids}
        if any(one.undone for one in sent.values()):
            raise refused("This entry was taken back; enter it again", field="ballots")
        bodies = [self._ballot_body(vote, one, channel) for one in ballots]
        if not sent:
            self._refuse_twice_at_a_table(vote, bodies)
        if len(sent) < len(ballots):
            self._refuse_too_many_people(vote, bodies)
        ids: Sequence[str | None] = event_ids or [None] * len(bodies)
        drafts = [
            Draft(self.stream, "ask/placed", body, id=name) for body, name in zip(bodies, ids, strict=True)
        ]
        return self._append(*drafts)

    def _ballot_body(self, vote: AskState, one: Mapping[str, object], channel: str) -> dict[str, object]:
        given, families = one.get("ballot"), one.get("families") or {}
        people, table, each = one.get("people", 1), one.get("table"), one.get("each", True)
        if not isinstance(given, Mapping) or not isinstance(families, Mapping):
            raise refused("The ballot cannot be read", "Reload the page.", "ballot", "malformed")
        ballot = {_item(vote, str(name)).id: number for name, number in given.items() if number}
        together = vote.method == "points" and not each
        if not ballot:
            raise refused("The ballot is empty", "Choose something first.", "ballot", "empty")
        most = None if together else vote.most
        if not all(whole(number, 1, 10_000) for number in ballot.values()) or not fits(
            ballot, vote.method, most, len(vote.answers), [item.id for item in vote.items]
        ):
            raise refused(f"The ballot does not fit: {how_to_choose(vote)}", "Correct it.", "ballot")
        if not whole(people, 0 if together else 1, MOST_PEOPLE):
            raise refused(f"{people} is not a number of people", f"Write 1 to {MOST_PEOPLE}.", "people")
        self._refuse_families(families, int(str(people)))
        if channel == "table" and table not in self.state.tables:
            near = did_you_mean(str(table or ""), self.state.tables) or "Name the tables first."
            raise refused(f"There is no table “{table or ''}”", near, "table")
        body: dict[str, object] = {
            "activity": vote.id,
            "ballot": ballot,
            "people": people,
            "channel": channel,
        }
        body |= {"families": dict(families)} if families else {}
        body |= {"table": table} if table else {}
        if vote.voices is not None:
            if channel == "table":
                found = "A table cannot answer as one here: people speak from different places"
                raise refused(found, "Enter each voice by itself, as from paper.", "channel")
            body["voice"] = clean_voice(vote, str(one.get("voice") or NOT_SAID))
        return body | ({"each": False} if together else {})

    def _refuse_families(self, families: Mapping[str, object], people: int) -> None:
        wrong = [name for name, number in families.items() if not whole(number, 0, MOST_PEOPLE)]
        if wrong:
            raise refused(f"{families[wrong[0]]} is not a number of people", "Write 0 or more.", wrong[0])
        if people and any(int(str(number)) > people for number in families.values()):
            raise refused("More people of one family than people", "Correct one of the numbers.", "families")

    def _refuse_twice_at_a_table(self, vote: AskState, bodies: Sequence[Mapping[str, object]]) -> None:
        """Refuse what would count people of a table twice: once together, and once more."""
        together = set(vote.tables_voted)
        for body in bodies:
            table = body.get("table")
            if table in together:
                found = f"Table “{table}” has chosen together already"
                raise refused(found, "Take that back first, or leave the table out.", "table", "table-voted")
            if body.get("channel") == "table":
                together.add(str(table))

    def _refuse_too_many_people(self, vote: AskState, bodies: Sequence[Mapping[str, object]]) -> None:
        """Refuse if more people would have answered than are in the room, as far as the room was counted."""
        room = self.state.room.total
        if room is None:
            return
        counts: dict[str, int] = {}
        joining = {str(body["table"]) for body in bodies if body.get("channel") == "table"}
        for person, cast in vote.ballots_counting:
            if not vote.sits_at(person, frozenset(joining)):
                for name in cast.dots or {}:
                    counts[name] = counts.get(name, 0) + 1
        standing = [(one.ballot, one.people) for one in vote.standing]
        new = [(body["ballot"], body["people"]) for body in bodies]
        for ballot, people in [*standing, *new]:
            for name in ballot if isinstance(ballot, Mapping) else ():
                counts[name] = counts.get(name, 0) + int(str(people))
        most = sum(counts.values()) if vote.method == "one" else max(counts.values(), default=0)
        if most > room:
            found = f"That would be {many(most, 'person', 'people')}, but {room} are in the room"
            raise refused(found, "Check the number, or count the room again.", "people", "too-many-dots")

    def undo_placed(self, activity: str, entry: str, event_id: str | None = None) -> Placed:
        """Take back a ballot that was entered, by its event id, and return it.

        Raises
        ------
        InputProblems
            If there is no such entry, or it was undone already.
        """
        vote = self.ask(activity)
        found = next((one for one in vote.placed if one.event_id == entry), None)
        if found is None:
            raise refused("There is no such entry", "Load the page again.", "entry")
        if found.undone:
            known = None if event_id is None else self._log.find(event_id)
            if known is not None and known.kind == "ask/undone" and known.body.get("entry") == entry:
                return found  # sent again
            raise refused("This entry was undone already", "Look at the numbers.", field="entry")
        self._write("ask/undone", {"activity": activity, "entry": entry}, event_id=event_id)
        return found

    def let_in(self, note: str, event_id: str | None = None) -> Item:
        """Let an entry that somebody wrote in as one more thing to choose or agree on.

        Raises
        ------
        InputProblems
            If the activity takes no offers, or the entry was taken back or needs care.
        """
        activity, found = self._note(note)
        state = self.state.activities[activity]
        if not isinstance(state, AskState) or not (state.offers and state.method):
            raise refused("Nothing can be let in here", "Show the entry instead.", "note")
        known = [item for item in state.items if item.note == note]
        if known:
            return known[0]
        if found.text is None or found.state == "care":
            raise refused(
                "This entry cannot be let in", "It was taken back, or needs care.", "note", "taken-back"
            )
        return self._new_item(state, {"note": note}, {}, event_id)

    def add_item(self, activity: str, title: str, detail: str = "", event_id: str | None = None) -> Item:
        """Add one more thing to choose, to agree on or to write about.

        Raises
        ------
        InputProblems
            If the title is empty or too long, or there are too many items.
        """
        state = self.ask(activity)
        words = {"title": " ".join(visible(title).split()), "detail": " ".join(visible(detail).split())}
        limits = {"title": LONGEST_TITLE, "detail": LONGEST_DETAIL}
        if not words["title"]:
            raise refused("The title is empty", "Write a few words.", "title", "empty")
        for name, limit in limits.items():
            if len(words[name]) > limit:
                raise refused(f"The {name} has {len(words[name])} characters", f"Use {limit} or fewer.", name)
        return self._new_item(state, {}, {name: text for name, text in words.items() if text}, event_id)

    def _new_item(
        self, state: AskState, body: Mapping[str, str], words: Mapping[str, str], event_id: str | None
    ) -> Item:
        number = len(state.said)
        if number >= MOST_OPTIONS:
            raise refused(
                f"There are {number} already", f"A room cannot choose from more than {MOST_OPTIONS}."
            )
        name = f"o{number + 1}"
        event = self._write(
            "ask/item",
            {"activity": state.id, "id": name, "letter": letter(number), **body},
            {f"{name}.{field}": text for field, text in words.items()},
            event_id,
        )
        items = {item.id: item for item in self.ask(state.id).items}
        made = items.get(str(event.body["id"]))
        if made is None or (body and made.note != body["note"]):
            # Another page added one at the same moment; the letter is taken, the next one is free.
            return self._new_item(self.ask(state.id), body, words, None)
        return made

    def name_tables(self, tables: Sequence[str], event_id: str | None = None) -> tuple[str, ...]:
        """Say which tables there are in the room; phones pick one of them.

        Raises
        ------
        InputProblems
            If there are more than 40, or a name is longer than 40 characters.
        """
        names = tuple(dict.fromkeys(text for name in tables if (text := " ".join(visible(name).split()))))
        if len(names) > MOST_TABLES:
            raise refused(f"There are {len(names)} tables", f"Use {MOST_TABLES} or fewer.", "tables")
        long = [name for name in names if len(name) > LONGEST_TABLE]
        if long:
            raise refused(
                f"“{long[0]}” is too long for a table", f"Use {LONGEST_TABLE} characters.", "tables"
            )
        if names != self.state.tables:
            self._write("room/tables", {"tables": list(names)}, event_id=event_id)
        return names

    def statements(self) -> pd.DataFrame:
        """Return how people answered statements and other things on a scale, one row for each.

        Returns
        -------
        DataFrame
            Columns ``activity_id, letter, item, title`` (missing if taken back), ``offered`` (by somebody in the
            room), a column of people for each answer (named by its id, for example ``agree, disagree, pass``; missing
            where an activity has other answers), and ``people``. Activities that are open are left out.
        """
        frames = []
        for state in self.state.activities.values():
            # Where people speak from different places, their answers are not added up: see ``voices_said``.
            apart = isinstance(state, AskState) and state.voices is not None
            if isinstance(state, AskState) and state.method == "scale" and not state.open and not apart:
                offered = {item.id: item.note is not None for item in state.items}
                table = state.result()
                table.insert(0, "activity_id", state.id)
                table.insert(4, "offered", [offered[name] for name in table["item"]])
                frames.append(table)
        if not frames:
            return pd.DataFrame(columns=[*STATEMENTS_FIRST, "people"])
        together = pd.concat(frames, ignore_index=True)
        answers = [name for name in together if name not in (*STATEMENTS_FIRST, "people")]
        return together[[*STATEMENTS_FIRST, *answers, "people"]]

    def canvases(self) -> pd.DataFrame:
        """Return what was worked out together: one row for each line under a heading of an option.

        Returns
        -------
        DataFrame
            Columns ``activity_id, letter, option, option_title, box, heading, note_id, text, participant, channel,
            table, at, state, consent, evidence``, of every activity with several headings. Individual-level: private.
        """
        rows: list[tuple[object, ...]] = []
        for state in self.state.activities.values():
            if not isinstance(state, AskState) or len(state.boxes) < 2 or not state.about_items:
                continue
            letters = {item.id: item.letter for item in state.items}
            table = written_frame(state, self.state.people)
            order = {box.id: place for place, box in enumerate(state.boxes)}
            table = table.assign(place=[order.get(box, len(order)) for box in table["box"]])
            for row in table.sort_values(["about", "place"], kind="stable").itertuples(index=False):
                rows.append(
                    (
                        state.id,
                        letters.get(str(row.about), ""),
                        row.about,
                        row.about_title,
                        row.box,
                        row.box_title,
                        row.note_id,
                        row.text,
                        row.participant,
                        row.channel,
                        row.table,
                        row.at,
                        row.state,
                        row.consent,
                        row.evidence,
                    )
                )
        return tidy_frame(rows, CANVAS_COLUMNS)


def how_to_choose(vote: AskState) -> str:
    """Return in words what a ballot may hold."""
    if vote.method == "one":
        return "one thing is chosen"
    if vote.method == "approval":
        return "things are ticked" + ("" if vote.most is None else f", {vote.most} at the most")
    if vote.method == "points":
        return f"{many(vote.most or 0, vote.unit, vote.unit + 's')} at the most are given"
    if vote.method == "ranking":
        return "places are 1, 2, 3 and so on, each given once"
    return f"the answers are numbered from 1 to {len(vote.answers)}"


def clean_voice(vote: AskState, voice: str) -> str:
    """Return from where somebody speaks, or raise :class:`Refused` if that is not said, or is none of the answers."""
    assert vote.voices is not None
    if not voice:
        raise refused(f"It is not said: {vote.voices.title}", "Answer that first.", "voice", "no-voice")
    if not vote.voices.has(voice):
        known = [*vote.voices.ids, NOT_SAID]
        remedy = did_you_mean(voice, known) or f"Use one of: {', '.join(known)}."
        raise refused(
            f"“{voice}” is none of the answers to “{vote.voices.title}”", remedy, "voice", "no-voice"
        )
    return voice


def _item(vote: AskState, name: str) -> Item:
    for item in vote.items:
        if name in (item.id, item.letter):
            return item
    near = did_you_mean(name, [item.letter for item in vote.items])
    raise refused(f"There is no “{name}” to choose", near, "ballot", "unknown-option")
