"""What a kind of activity is: what people choose, what they write, and how it is put to them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from crpkit.tables import Tidy

Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,19}$")]
Short = Annotated[str, Tidy, Field(min_length=1, max_length=120)]
Sentence = Annotated[str, Tidy, Field(max_length=400)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Answer(_Part):
    """An answer on a scale.

    Attributes
    ----------
    id, title
        Its name, and how it reads.
    value
        What it is worth, -2 to 2, where the answers stand in a line from bad to good; nothing if it stands outside
        (“I cannot say”).
    """

    id: Name
    title: Short
    value: Annotated[int, Field(ge=-2, le=2)] | None = None


class Voice(_Part):
    """From where somebody speaks: one of three ids, and how it reads."""

    id: Literal["lived", "alongside", "imagining"]
    title: Short


class Voices(_Part):
    """The question from where people speak; what they answer is then counted apart for each of its answers.

    Attributes
    ----------
    title
        The question.
    hint
        A line that explains it.
    answers
        Two or three of ``lived``, ``alongside``, ``imagining``, each once. Whoever would rather not say is counted
        apart, too.
    """

    title: Short
    hint: Sentence = ""
    answers: Annotated[tuple[Voice, ...], Field(min_length=2, max_length=3)]

    @model_validator(mode="after")
    def _each_once(self) -> Voices:
        ids = [one.id for one in self.answers]
        if len(set(ids)) < len(ids):
            raise ValueError("each of “lived”, “alongside” and “imagining” can be there once")
        return self


class EntryField(_Part):
    """What is written in one entry.

    Attributes
    ----------
    id
        ``text`` for the main field, which every heading has.
    title, hint
        Its label, and a line that helps.
    required
        Whether an entry needs it.
    lines
        How high the field is, in lines.
    """

    id: Name
    title: Annotated[str, Tidy, Field(max_length=120)] = ""
    hint: Sentence = ""
    required: bool = True
    lines: Annotated[int, Field(ge=1, le=12)] = 1


class Box(_Part):
    """A heading under which people write."""

    id: Name
    title: Short
    hint: Sentence = ""
    fields: tuple[EntryField, ...] = (EntryField(id="text", lines=3),)


class Choosing(_Part):
    """What people choose, and how.

    Attributes
    ----------
    method
        ``one``, ``approval``, ``points``, ``ranking``, ``scale``.
    answers
        The scale, for ``scale``.
    most
        Points each person has, or how many may be ticked; any number if not given.
    items
        Where the items come from if an agenda does not give them, for example ``framework:principles``.
    unit
        ``dot`` or ``point``, for ``points``.
    """

    method: Literal["one", "approval", "points", "ranking", "scale"]
    answers: tuple[Answer, ...] = ()
    most: Annotated[int, Field(ge=1, le=100)] | None = None
    items: Annotated[str, Tidy, Field(max_length=120)] | None = None
    unit: Literal["dot", "point"] = "point"

    @model_validator(mode="after")
    def _scale_has_answers(self) -> Choosing:
        if self.method == "scale" and len(self.answers) < 2:
            raise ValueError("a scale needs two answers or more")
        return self


class Writing(_Part):
    """What people write.

    Attributes
    ----------
    boxes
        The headings.
    at_once
        Whether it stands on the projector and on all phones at once; else the facilitator shows it.
    offers
        Whether the facilitator may let an entry in as one more thing to choose.
    about_items
        Whether each entry is about one of the items.
    """

    boxes: Annotated[tuple[Box, ...], Field(min_length=1)]
    at_once: bool = False
    offers: bool = False
    about_items: bool = False


class Kind(_Part):
    """A kind of activity.

    Attributes
    ----------
    id, title
        Its name, and what it is called.
    about
        One sentence for the facilitator.
    lead
        One sentence for people who take part.
    engine
        ``ask`` (people choose or write), ``notes``, ``themes`` or ``pause``.
    choosing, writing
        What people choose and write, for ``ask``.
    voices
        From where people speak, if what they answer is to be counted apart by that. It is put to them before all else,
        and the items come one after the other. Needs a scale with values.
    paper
        What is printed: ``ballot``, ``cards``, ``canvas``, ``sheet``, ``walk`` or ``none``.
    minutes
        What it usually takes.
    """

    id: Name
    title: Short
    about: Sentence
    lead: Sentence = ""
    engine: Literal["ask", "notes", "themes", "pause"] = "ask"
    choosing: Choosing | None = None
    writing: Writing | None = None
    voices: Voices | None = None
    paper: Literal["ballot", "cards", "canvas", "sheet", "walk", "none"] = "none"
    minutes: Annotated[int, Field(ge=1, le=480)] = 10

    @model_validator(mode="after")
    def _voices_say_something_with_a_value(self) -> Kind:
        worth = (
            [] if self.choosing is None else [one for one in self.choosing.answers if one.value is not None]
        )
        if self.voices is not None and len(worth) < 2:
            raise ValueError("“voices” needs a scale of which two answers or more have a “value”")
        return self
