"""The learning framework: all collections in one frozen object."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from crpkit.framework.collection import Collection, UnknownId
from crpkit.framework.models import (
    COLLECTIONS,
    Barrier,
    Challenge,
    Component,
    Family,
    Group,
    Intervention,
    Journey,
    Link,
    Named,
    Need,
    Principle,
    Recommendation,
    ReportPart,
    Scheme,
    SystemLevel,
    Tension,
)

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, repr=False)
class Framework:
    """What the learning framework says, with a team's overlay if there is one.

    Each attribute is a :class:`~crpkit.framework.Collection`: iterating gives records, ``[id]`` gives one,
    ``len()`` counts them, ``in`` looks up an id, ``.frame()`` gives a DataFrame.
    """

    report_parts: Collection[ReportPart]
    families: Collection[Family]
    groups: Collection[Group]
    principles: Collection[Principle]
    interventions: Collection[Intervention]
    components: Collection[Component]
    needs: Collection[Need]
    links: Collection[Link]
    barriers: Collection[Barrier]
    challenges: Collection[Challenge]
    schemes: Collection[Scheme]
    journeys: Collection[Journey]
    tensions: Collection[Tension]
    system_levels: Collection[SystemLevel]
    recommendations: Collection[Recommendation]

    @classmethod
    def of(cls, records: Mapping[str, Iterable[Named]]) -> Framework:
        """Return the framework that holds these records, by the name of their collection."""
        collections: dict[str, Any] = {
            name: Collection(name, model, records.get(name, ())) for name, model in COLLECTIONS.items()
        }
        return cls(**collections)

    def __repr__(self) -> str:
        return "<Framework: " + ", ".join(repr(getattr(self, name))[1:-1] for name in self.names) + ">"

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the collections."""
        return tuple(field.name for field in fields(self))

    def collection(self, name: str) -> Collection[Named]:
        """Return a collection by its name.

        Raises
        ------
        UnknownId
            If there is no such collection.
        """
        if name not in self.names:
            raise UnknownId(name, self.names, "the framework")
        found: Collection[Named] = getattr(self, name)
        return found

    def frame(self, name: str) -> pd.DataFrame:
        """Return one of the collections as a tidy table, one row a record.

        Parameters
        ----------
        name
            The name of a collection, for example ``needs``.

        Returns
        -------
        pandas.DataFrame
            The columns are described in :mod:`crpkit.framework.frames` and by :meth:`columns`.

        Raises
        ------
        UnknownId
            If there is no such collection.
        """
        return self.collection(name).frame()

    def columns(self, name: str) -> dict[str, str]:
        """Return what each column of a collection's table means.

        Raises
        ------
        UnknownId
            If there is no such collection.
        """
        return self.collection(name).columns
