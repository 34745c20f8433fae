"""Reading what a killed run left in the archive, up to where it was torn."""

from __future__ import annotations

import io
import os
import shutil
import zlib
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from crawler.archive import Locator, Stored
from schemas.capture import Capture

_CHUNK = 1 << 16


def recover(path: Path, known: int) -> tuple[tuple[Stored, ...], int]:
    """What a killed run left behind the point up to which a file is accounted for, and where that ends.

    Args:
        path: A file of the archive.
        known: Length of the part that is accounted for, 0 for none.

    Returns:
        The pages of whole articles, and the length of the file without what was being written at the end.

    Raises:
        OSError: the file cannot be read.
    """
    whole: list[Stored] = []
    article: list[Stored] = []
    response: tuple[str, str, Locator] | None = None
    end = known
    for offset, length, record, body in _records(path, known):
        identifier = record.rec_headers.get_header("WARC-Record-ID")
        if record.rec_type == "response":
            digest = record.rec_headers.get_header("WARC-Payload-Digest") or ""
            url = record.rec_headers.get_header("WARC-Target-URI") or ""
            response = (identifier, url, Locator(path.name, offset, length, digest))
        elif record.rec_type == "metadata" and response:
            if record.rec_headers.get_header("WARC-Refers-To") != response[0]:
                continue
            try:
                capture = Capture.from_fields(body)
            except ValidationError:
                continue
            article.append(Stored(response[1], capture, response[2]))
            if capture.part == capture.parts:
                whole += article
                article, end = [], offset + length
        elif record.rec_type == "warcinfo":
            end = offset + length
    return tuple(whole), end


def set_aside(path: Path, length: int) -> Path:
    """Shorten a file of the archive to what `recover` found whole; where the rest lies now.

    Raises:
        OSError: the file cannot be changed.
    """
    aside = path.with_name(f"{path.name}.{length}.torn")
    with path.open("r+b") as file, aside.open("wb") as rest:
        file.seek(length)
        shutil.copyfileobj(file, rest)
        rest.flush()
        os.fsync(rest.fileno())
        file.truncate(length)
        os.fsync(file.fileno())
    if length == 0:
        path.unlink()
    return aside


def _records(path: Path, start: int) -> Iterator[tuple[int, int, ArcWarcRecord, bytes]]:
    """Records from an offset on, with offset and length of their members, up to the first that is cut short."""
    for offset, length, member in _members(path, start):
        try:
            for record in ArchiveIterator(io.BytesIO(member)):
                yield offset, length, record, record.content_stream().read()
        except ArchiveLoadFailed:
            return


def _members(path: Path, start: int) -> Iterator[tuple[int, int, bytes]]:
    """Offset, compressed length and content of each whole gzip member."""
    with path.open("rb") as file:
        file.seek(start)
        pending = b""
        offset = start
        while True:
            inflater = zlib.decompressobj(zlib.MAX_WBITS + 16)
            content = io.BytesIO()
            length = 0
            while not inflater.eof:
                chunk = pending or file.read(_CHUNK)
                pending = b""
                if not chunk:
                    return
                try:
                    content.write(inflater.decompress(chunk))
                except zlib.error:
                    return
                length += len(chunk)
            pending = inflater.unused_data
            length -= len(pending)
            yield offset, length, content.getvalue()
            offset += length
