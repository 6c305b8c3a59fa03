"""A collection of records: in order, and by id."""

from __future__ import annotations

from collections.abc import Collection as AbstractCollection
from collections.abc import Iterable, Iterator
from types import MappingProxyType
from typing import TYPE_CHECKING, Generic, TypeVar

from crpkit.errors import CrpkitError, did_you_mean
from crpkit.framework.frames import as_frame, describe_columns
from crpkit.framework.named import Named

if TYPE_CHECKING:
    import pandas as pd

R = TypeVar("R", bound=Named, covariant=True)


class UnknownId(KeyError, CrpkitError):
    """There is no record with this id; the message says which id is nearest.

    Parameters
    ----------
    id
        What was asked for.
    known
        The ids there are.
    where
        What was searched, for example ``needs``.
    """

    def __init__(self, id: object, known: Iterable[str], where: str) -> None:
        CrpkitError.__init__(self, f"There is no “{id}” in {where}", did_you_mean(id, known))

    def __str__(self) -> str:
        """Return the sentence itself; a plain KeyError would show it in quotes."""
        return self.problem.sentence


class Collection(AbstractCollection[R], Generic[R]):
    """Records of one kind. Iterating gives the records, ``[id]`` gives one, ``len()`` counts them.

    Parameters
    ----------
    name
        What the collection is called, for example ``needs``.
    model
        The class of its records.
    records
        The records, in the order they are shown.
    """

    __slots__ = ("_by_id", "_model", "_name")

    def __init__(self, name: str, model: type[R], records: Iterable[R]) -> None:
        object.__setattr__(self, "_name", name)
        object.__setattr__(self, "_model", model)
        object.__setattr__(self, "_by_id", MappingProxyType({record.id: record for record in records}))

    _name: str
    _model: type[R]
    _by_id: MappingProxyType[str, R]

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"The framework is frozen: {name} cannot be set. Use an overlay file instead.")

    def __iter__(self) -> Iterator[R]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def __contains__(self, item: object) -> bool:
        """Tell whether there is a record with this id, or this very record."""
        if isinstance(item, Named):
            return self._by_id.get(item.id) == item
        return isinstance(item, str) and item in self._by_id

    def __getitem__(self, id: str) -> R:
        """Return the record with this id.

        Raises
        ------
        UnknownId
            If there is none; it is a KeyError and says which id is nearest.
        """
        found = self._by_id.get(id)
        if found is not None:
            return found
        raise UnknownId(id, self.ids, self._name.replace("_", " "))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Collection) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash((self._name, self.ids))

    def __repr__(self) -> str:
        return f"<{len(self)} {self._name.replace('_', ' ')}>"

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids, in order."""
        return tuple(self._by_id)

    @property
    def columns(self) -> dict[str, str]:
        """What each column of :meth:`frame` means."""
        return describe_columns(self._model)

    def frame(self) -> pd.DataFrame:
        """Return the collection as a tidy table, one row a record; see :mod:`crpkit.framework.frames`."""
        return as_frame(self._model, self)
