"""The tables of the log, in portable SQL.

Events hold no copy of what people wrote: words live in ``contents``, where they
can be overwritten. Times are 24 characters of ISO 8601 in UTC, which sort like
the moments themselves.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    insert,
    inspect,
    select,
)

VERSION = 1

metadata = MetaData()

meta = Table(
    "meta",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", Text, nullable=False),
)

events = Table(
    "events",
    metadata,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("id", String(64), nullable=False, unique=True),
    Column("stream", String(97), nullable=False),
    Column("kind", String(98), nullable=False),
    Column("actor", String(64), nullable=False),
    Column("at", String(24), nullable=False),
    Column("body", Text, nullable=False),
    Index("events_by_stream", "stream", "seq"),
    sqlite_autoincrement=True,  # a number is never given twice
)

contents = Table(
    "contents",
    metadata,
    Column("event_id", String(64), ForeignKey("events.id"), primary_key=True),
    Column("field", String(64), primary_key=True),
    Column("text", Text),
    Column("erased_at", String(24)),
    CheckConstraint("(text IS NULL) = (erased_at IS NOT NULL)", name="text_or_tombstone"),
)


def make_tables(connection: Connection) -> None:
    """Make the tables in an empty database."""
    metadata.create_all(connection)
    connection.execute(insert(meta).values(name="version", value=str(VERSION)))


def read_version(connection: Connection) -> int | None:
    """Return the version of the tables; ``None`` if the database is not one of ours."""
    tables = inspect(connection)
    if not tables.has_table(meta.name):
        return None
    if {column["name"] for column in tables.get_columns(meta.name)} != {"name", "value"}:
        return None
    value = connection.execute(select(meta.c.value).where(meta.c.name == "version")).scalar_one_or_none()
    return int(value) if value is not None and str(value).isdecimal() else None


def missing_tables(connection: Connection) -> list[str]:
    """Return the names of our tables that the database does not have."""
    return sorted(set(metadata.tables) - set(inspect(connection).get_table_names()))
