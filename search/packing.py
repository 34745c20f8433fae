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
#: Rows of which a dictionary is made, and its size; deflate looks back 32 kB at most.
SAMPLE: Final = 8
_SIZE: Final = 12_000


def make_dictionary(rows: Sequence[str]) -> bytes:
    """A dictionary for rows like the first of `rows`."""
    return "\n".join(rows[:SAMPLE]).encode()[-_SIZE:]


class Packing:
    """Packs and unpacks rows and texts.

    Attributes:
        dictionaries: the dictionary of each kind.
    """

    def __init__(self, dictionaries: Mapping[Kind, bytes]) -> None:
        self.dictionaries = dictionaries

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
        db.executemany("INSERT INTO dictionaries VALUES (?, ?)", self.dictionaries.items())

    def pack(self, kind: Kind, text: str) -> bytes:
        """`text`, packed."""
        packer = zlib.compressobj(6, zdict=self.dictionaries[kind])
        return packer.compress(text.encode()) + packer.flush()

    def unpack(self, kind: Kind, packed: bytes) -> str:
        """The text that was packed.

        Raises:
            zlib.error: it was packed otherwise, or is damaged.
        """
        return zlib.decompressobj(zdict=self.dictionaries[kind]).decompress(packed).decode()

    def teach(self, db: sqlite3.Connection) -> None:
        """Give a connection the function `unpacked(kind, packed)`."""
        db.create_function("unpacked", 2, self.unpack, deterministic=True)
