"""Rows and texts, deflated with a dictionary of what rows of their kind have in common, which halves them once more.

The dictionary of a kind is made of the first rows that are packed, and stands in the index beside them.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Mapping, Sequence
from typing import Final, Literal, get_args

Kind = Literal["article", "text", "report", "event"]

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
#: Rows of which a dictionary is made, and its size in bytes.
SAMPLE: Final = 8
_SIZE: Final = 3_000
#: Rows are short: a window of 4 kB and small tables (zlib's `wbits` and `memLevel`) pack them twice as fast as the
#: usual ones, and hardly larger.
_LEVEL, _WINDOW, _MEMORY = 3, 12, 5


class Packing:
    """Packs and unpacks rows and texts, by the dictionary of their kind."""

    def __init__(self, dictionaries: Mapping[str, bytes] | None = None) -> None:
        self._dictionaries = dict(dictionaries or {})

    @classmethod
    def stored(cls, db: sqlite3.Connection) -> Packing:
        """The packing of an index.

        Raises:
            KeyError: a dictionary is missing.
            sqlite3.Error: the file is damaged.
        """
        found: dict[str, bytes] = dict(db.execute("SELECT kind, data FROM dictionaries"))
        return cls({kind: found[kind] for kind in KINDS})

    def store(self, db: sqlite3.Connection) -> None:
        """Write the dictionaries into the table `dictionaries`."""
        db.executemany("INSERT INTO dictionaries VALUES (?, ?)", sorted(self._dictionaries.items()))

    def learn(self, kind: Kind, rows: Sequence[str]) -> None:
        """Make the dictionary for rows like the first of `rows`; before the first of the kind is packed."""
        self._dictionaries[kind] = "\n".join(rows[:SAMPLE]).encode()[-_SIZE:]

    def pack(self, kind: Kind, text: str) -> bytes:
        """`text`, packed.

        Raises:
            KeyError: the kind has no dictionary.
        """
        packer = zlib.compressobj(
            _LEVEL, zlib.DEFLATED, _WINDOW, _MEMORY, zlib.Z_DEFAULT_STRATEGY, self._dictionaries[kind]
        )
        return packer.compress(text.encode()) + packer.flush()

    def unpack(self, kind: str, packed: bytes) -> str:
        """The text that was packed.

        Raises:
            KeyError: the kind has no dictionary.
            zlib.error: it was packed otherwise, or is damaged.
        """
        return zlib.decompressobj(zdict=self._dictionaries[kind]).decompress(packed).decode()

    def teach(self, db: sqlite3.Connection) -> None:
        """Give a connection the function `unpacked(kind, packed)`."""
        db.create_function("unpacked", 2, self.unpack, deterministic=True)
