"""Values of all events as arrays in memory: filters and facet counts are made of them.

Row numbers are event ids less one. Counting a facet over a hundred thousand events is one pass over an array, which
takes a millisecond; the same count in SQL would join the matches of a search with every value.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

#: Stands for a value that is not told.
NONE: Final = -1
#: Where fewer than one in so many events are counted, their values are looked up one by one.
_FEW: Final = 10


@dataclass(frozen=True, slots=True)
class FacetColumn:
    """The values of one facet.

    Attributes:
        rows: for every value an event has, the event's row.
        codes: for the same, the number of the value.
        values: values by their number.
        labels: names of the values for people.
        numbers: number of each value.
        starts: for every event where its values begin, and behind the last one their end.
    """

    rows: Ints
    codes: Ints
    values: tuple[str, ...]
    labels: tuple[str, ...]
    numbers: Mapping[str, int]
    starts: NDArray[np.int64]

    @classmethod
    def of(cls, rows: Ints, codes: Ints, values: Sequence[str], labels: Sequence[str], size: int) -> Self:
        """The facet of `size` events with these values."""
        numbers = {value: number for number, value in enumerate(values)}
        starts = np.searchsorted(rows, np.arange(size + 1))
        return cls(rows, codes, tuple(values), tuple(labels), numbers, starts)

    def counts(self, mask: Mask) -> NDArray[np.int64]:
        """How many events of `mask` have each value."""
        events = np.flatnonzero(mask)
        if len(events) * _FEW > len(mask):
            return np.bincount(self.codes[mask[self.rows]], minlength=len(self.values))
        begin, lengths = self.starts[events], self.starts[events + 1] - self.starts[events]
        # The places begin, begin + 1, … of each event's values, one event behind the other.
        places = np.repeat(begin - np.cumsum(lengths) + lengths, lengths) + np.arange(lengths.sum())
        return np.bincount(self.codes[places], minlength=len(self.values))

    def having(self, values: Iterable[str], size: int) -> Mask:
        """The events that have one of `values`."""
        wanted = np.zeros(len(self.values) + 1, dtype=np.bool_)
        for value in values:
            wanted[self.numbers.get(value, len(self.values))] = True
        wanted[-1] = False
        mask = np.zeros(size, dtype=np.bool_)
        mask[self.rows[wanted[self.codes]]] = True
        return mask


@dataclass(frozen=True, slots=True)
class Columns:
    """The arrays of an index.

    Attributes:
        first_day: first day of the ceremony as a proleptic ordinal, NONE without a date.
        last_day: its last day.
        participants: the ceremony's total, else its largest stated number; NONE without one.
        outlets: number of outlets that reported it.
        standing: weight of an event apart from words, between 0 and 1; falls from row to row.
        person_rows: rows of events by the people in them.
        person_ids: the people, ids of the table `people`.
        facets: facets by name.
    """

    first_day: Ints
    last_day: Ints
    participants: Ints
    outlets: Ints
    standing: Floats
    person_rows: Ints
    person_ids: Ints
    facets: Mapping[str, FacetColumn]

    @property
    def size(self) -> int:
        """Number of events."""
        return len(self.first_day)


class Masks:
    """The masks last used, by name; threads may share them. One of a hundred thousand events takes 12 kB."""

    def __init__(self, most: int = 2_000) -> None:
        self._most = most
        self._packed: OrderedDict[str, tuple[int, NDArray[np.uint8]]] = OrderedDict()
        self._lock = Lock()

    def get(self, name: str) -> Mask | None:
        """The mask of this name, None where it is not among the last."""
        with self._lock:
            found = self._packed.get(name)
            if found is None:
                return None
            self._packed.move_to_end(name)
        size, packed = found
        return np.unpackbits(packed, count=size).view(np.bool_)

    def put(self, name: str, mask: Mask) -> None:
        """Keep a mask, and forget the one that was not used for longest where there are too many."""
        with self._lock:
            self._packed[name] = len(mask), np.packbits(mask)
            if len(self._packed) > self._most:
                self._packed.popitem(last=False)


_ARRAYS = ("first_day", "last_day", "participants", "outlets", "standing", "person_rows", "person_ids")


class FacetMaker:
    """Makes a facet from the values of one event after another."""

    def __init__(self) -> None:
        self._rows, self._codes = array("i"), array("i")
        self._numbers: dict[str, int] = {}
        self._size = 0

    def add(self, values: Iterable[str]) -> None:
        """Take in the values of the next event; one given twice counts once."""
        for value in dict.fromkeys(values):
            self._rows.append(self._size)
            self._codes.append(self._numbers.setdefault(value, len(self._numbers)))
        self._size += 1

    def made(self, labels: Mapping[str, str]) -> FacetColumn:
        """The facet, its values in the order of the alphabet; `labels` name those that are not their own names."""
        values = sorted(self._numbers)
        place = np.zeros(len(values), dtype=np.int32)
        place[[self._numbers[value] for value in values]] = np.arange(len(values), dtype=np.int32)
        rows = np.frombuffer(self._rows, dtype=np.int32) if self._rows else np.zeros(0, dtype=np.int32)
        codes = np.frombuffer(self._codes, dtype=np.int32) if self._codes else np.zeros(0, dtype=np.int32)
        return FacetColumn.of(rows, place[codes], values, [labels.get(value, value) for value in values], self._size)


def store(columns: Columns, db: sqlite3.Connection) -> None:
    """Write `columns` into the tables `arrays` and `facet_values`."""
    arrays = {name: getattr(columns, name) for name in _ARRAYS}
    for name, facet in columns.facets.items():
        arrays |= {f"{name}.rows": facet.rows, f"{name}.codes": facet.codes}
        entries = zip(facet.values, facet.labels, strict=True)
        db.executemany(
            "INSERT INTO facet_values VALUES (?, ?, ?, ?)",
            ((name, code, value, label) for code, (value, label) in enumerate(entries)),
        )
    db.executemany(
        "INSERT INTO arrays VALUES (?, ?, ?)",
        ((name, array.dtype.str, array.tobytes()) for name, array in sorted(arrays.items())),
    )


def load(db: sqlite3.Connection) -> Columns:
    """Read what `store` wrote.

    Raises:
        KeyError: an array is missing.
        ValueError: an array is of no known kind.
        sqlite3.Error: the file is damaged.
    """
    arrays = {
        name: np.frombuffer(data, dtype=np.dtype(kind))
        for name, kind, data in db.execute("SELECT name, kind, data FROM arrays")
    }
    entries: dict[str, list[tuple[str, str]]] = {}
    for facet, value, label in db.execute("SELECT facet, value, label FROM facet_values ORDER BY facet, code"):
        entries.setdefault(facet, []).append((value, label))
    facets = {}
    for name in (key.removesuffix(".rows") for key in arrays if key.endswith(".rows")):
        values = [value for value, _ in entries.get(name, ())]
        labels = [label for _, label in entries.get(name, ())]
        size = len(arrays["first_day"])
        facets[name] = FacetColumn.of(arrays[f"{name}.rows"], arrays[f"{name}.codes"], values, labels, size)
    return Columns(**{name: arrays[name] for name in _ARRAYS}, facets=facets)
