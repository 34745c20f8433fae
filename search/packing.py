"""Rows and texts, each compressed by itself, with a dictionary of what rows of their kind have in common.

The dictionary of a kind is made of the first rows that are packed, and stands in the index beside them.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Mapping, Sequence
from typing import Final, Literal, get_args

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

Kind = Literal["article", "text", "report", "event"]

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
#: Rows of which a dictionary is made, and its size in bytes.
SAMPLE: Final = 64
_SIZE: Final = 64_000
_SHORTEST: Final = 8
#: The fastest level: the dictionary does the most, and higher ones take a tenth off at best.
_OPTIONS: Final[Mapping[int, int]] = {
    zstd.CompressionParameter.compression_level: 1,
    zstd.CompressionParameter.dict_id_flag: 0,
}


class Packing:
    """Packs and unpacks rows and texts, by the dictionary of their kind."""

    def __init__(self, dictionaries: Mapping[str, bytes] | None = None) -> None:
        self._dictionaries: dict[str, zstd.ZstdDict] = {}
        self._packers: dict[str, zstd.ZstdCompressor] = {}
        for kind, content in (dictionaries or {}).items():
            self._take(kind, content)

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
        told = sorted((kind, one.dict_content) for kind, one in self._dictionaries.items())
        db.executemany("INSERT INTO dictionaries VALUES (?, ?)", told)

    def learn(self, kind: Kind, rows: Sequence[str]) -> None:
        """Make the dictionary for rows like the first of `rows`; before the first of the kind is packed."""
        self._take(kind, "\n".join(rows[:SAMPLE]).encode()[-_SIZE:])

    def pack(self, kind: Kind, text: str) -> bytes:
        """`text`, packed.

        Raises:
            KeyError: the kind has no dictionary.
        """
        return self._packers[kind].compress(text.encode(), zstd.ZstdCompressor.FLUSH_FRAME)

    def unpack(self, kind: str, packed: bytes) -> str:
        """The text that was packed.

        Raises:
            KeyError: the kind has no dictionary.
            zstd.ZstdError: it was packed otherwise, or is damaged.
        """
        return zstd.decompress(packed, self._dictionaries[kind]).decode()

    def teach(self, db: sqlite3.Connection) -> None:
        """Give a connection the function `unpacked(kind, packed)`."""
        db.create_function("unpacked", 2, self.unpack, deterministic=True)

    def _take(self, kind: str, content: bytes) -> None:
        # Shorter ones are none to zstd; an empty table has nothing to pack.
        one = zstd.ZstdDict(content.ljust(_SHORTEST), is_raw=True)
        self._dictionaries[kind] = one
        self._packers[kind] = zstd.ZstdCompressor(options=_OPTIONS, zstd_dict=one.as_digested_dict)
