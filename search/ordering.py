"""The order of results, and places in it that outlast a page."""

from __future__ import annotations

import math
import re
import sqlite3
from dataclasses import dataclass
from typing import Self

import numpy as np

from search.columns import Columns, Floats, Ints
from search.language import match_all
from search.query import Search
from search.selecting import BROAD, Selection

#: How much a word weighs where it stands: people, places, title, topics, body, stems.
_WEIGHTS = (10.0, 8.0, 4.0, 3.0, 1.0, 0.5)
_CURSOR = re.compile(r"(-?[0-9]{1,20}(?:\.[0-9]{1,20})?(?:e-?[0-9]{1,3})?)_([0-9]{1,9})")


@dataclass(frozen=True, slots=True)
class Order:
    """Events in the order of a search.

    Attributes:
        rows: the events.
        keys: what they are ordered by, ascending; events with one key stand in the order of their rows.
    """

    rows: Ints
    keys: Floats

    @classmethod
    def of(cls, rows: Ints, keys: Floats) -> Self:
        """Events with their keys, put in order; `rows` ascend."""
        order = np.argsort(keys, kind="stable")
        return cls(rows[order], keys[order])

    def cursor(self, place: int) -> str:
        """A name for a place in the order that holds when the order is made again."""
        return f"{float(self.keys[place])!r}_{self.rows[place]}"

    def behind(self, cursor: str | None) -> int:
        """The first place behind a cursor, 0 for none or one that cannot be read."""
        return self._find(cursor, side="right")

    def at(self, cursor: str | None) -> int:
        """The place of a cursor, or the first one behind where it would be."""
        return self._find(cursor, side="left")

    def _find(self, cursor: str | None, *, side: str) -> int:
        found = _CURSOR.fullmatch(cursor or "")
        if found is None or not math.isfinite(float(found[1])):
            return 0
        key, row = float(found[1]), int(found[2])
        first = int(np.searchsorted(self.keys, key, "left"))
        last = int(np.searchsorted(self.keys, key, "right"))
        tied = self.rows[first:last]
        return first + int(np.searchsorted(tied, row, "right" if side == "right" else "left"))


def in_order(db: sqlite3.Connection, columns: Columns, search: Search, selection: Selection) -> Order:
    """The events of a search in its order.

    Raises:
        sqlite3.OperationalError: the question was interrupted.
    """
    rows = np.flatnonzero(selection.mask).astype(np.int32)
    match search.sort:
        case "newest":
            keys = -columns.first_day[rows].astype(np.float64)
        case "oldest":
            days = columns.first_day[rows].astype(np.float64)
            keys = np.where(days > 0, days, np.float64(10_000_000))
        case "participants":
            keys = -columns.participants[rows].astype(np.float64)
        case "outlets":
            keys = -columns.outlets[rows].astype(np.float64)
        case "relevance":
            # Without words, and where all words are broad, standing alone orders the events, as their rows do.
            if not selection.telling or selection.told > BROAD:
                return Order(rows, rows.astype(np.float64))
            keys = -_relevance(db, columns, match_all(selection.telling))[rows]
    return Order.of(rows, keys)


def _relevance(db: sqlite3.Connection, columns: Columns, match: str) -> Floats:
    """How well each event answers: the weight of the words in it, times its standing. 0 where it does not."""
    found = db.execute(
        "SELECT rowid, bm25(documents, ?, ?, ?, ?, ?, ?) FROM documents WHERE documents MATCH ?", (*_WEIGHTS, match)
    )
    weights = np.zeros(columns.size, dtype=np.float64)
    pairs = np.array(found.fetchall(), dtype=np.float64)
    if len(pairs):
        weights[pairs[:, 0].astype(np.int64) - 1] = -pairs[:, 1]
    return weights * columns.standing
