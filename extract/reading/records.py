"""The records of a WARC file as warcio splits them, with damage told instead of printed."""

from __future__ import annotations

import logging
import re
import zlib
from typing import BinaryIO

from warcio.archiveiterator import WARCIterator
from warcio.bufferedreaders import DecompressingBufferedReader
from warcio.exceptions import ArchiveLoadFailed

from extract.reading.decoding import Gunzipped

logging.getLogger("warcio").addHandler(logging.NullHandler())  # else its warnings reach the terminal

_LONGEST_LINE = 65_536
#: Bytes decompressed at once. Deflate packs 1,032 to one at most, so this bounds the memory that a block takes.
_BLOCK = 4096
_START = re.compile(rb"WARC/1\.[01]\r?\n[A-Z]|\x1f\x8b\x08[\x00-\x1f]")
_SEARCHED_AT_ONCE = 1_048_576


class Records(WARCIterator):  # type: ignore[misc]  # warcio has no types
    """warcio's iterator; what it would print or pass over raises.

    Raises:
        ArchiveLoadFailed: a record does not begin as one, or does not end where it says.
        zlib.error: a gzip member is damaged.
    """

    def __init__(self, file: BinaryIO | Gunzipped) -> None:
        """Iterate from where `file` stands; `offset` is the place of the record at hand."""
        super().__init__(file, no_record_parse=True)
        self.reader = _Reader(file, block_size=_BLOCK)

    def _consume_blanklines(self) -> tuple[bytes | None, int]:
        blank = 0
        while line := self.reader.readline():
            if line.strip():
                if not blank:
                    raise ArchiveLoadFailed("the record is longer or shorter than it says")
                return line, blank
            blank += len(line)
        return None, blank


class _Reader(DecompressingBufferedReader):  # type: ignore[misc]  # warcio has no types
    """warcio's reader, but damage is raised, and no line is endless."""

    def readline(self, length: int | None = None) -> bytes:
        line: bytes = super().readline(_LONGEST_LINE if length is None else min(length, _LONGEST_LINE))
        return line

    def _decompress(self, data: bytes) -> bytes:
        if self.decompressor and data and self.num_block_read:
            plain: bytes = self.decompressor.decompress(data)
            return plain
        first: bytes = super()._decompress(data)  # may find that the data are not compressed at all
        return first


def next_start(file: BinaryIO | Gunzipped, offset: int) -> int | None:
    """Where the next record seems to begin, at byte `offset` of the file or behind it; None if nowhere."""
    overlap = 32
    while True:
        file.seek(offset)
        block = file.read(_SEARCHED_AT_ONCE) or b""
        for found in _START.finditer(block):
            if found.group().startswith(b"WARC") or _opens_record(file, offset + found.start()):
                return offset + found.start()
        if len(block) <= overlap:
            return None
        offset += len(block) - overlap


def _opens_record(file: BinaryIO | Gunzipped, offset: int) -> bool:
    """Whether the gzip member at `offset` begins with a record."""
    file.seek(offset)
    try:
        return zlib.decompressobj(31).decompress(file.read(4096) or b"", 8).startswith(b"WARC/")
    except zlib.error:
        return False
