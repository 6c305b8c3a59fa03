"""What all messages are made of."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Role = Literal["phone", "screen", "console"]
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$")]
Name = Annotated[str, Field(min_length=1, max_length=64)]
NameOrNothing = Annotated[str, Field(max_length=64)]
Channel = Literal["spoken", "paper"]
MOST = 2_000  # entries in one message


class Message(BaseModel):
    """Any message; fields that are not known are passed over, so that later versions can add some."""

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")


class Said(Message):
    """A message that writes."""

    id: Id
