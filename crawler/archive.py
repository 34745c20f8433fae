"""The WARC archive: what the crawler keeps, in files that any WARC tool reads (WARC 1.1, ISO 28500:2017).

A stored page is a request, a response and a metadata record, one gzip member each; the pages of one article are
written in one go. The metadata record (`schemas.capture.Capture` as WARC fields) refers to its response, and says which
of how many parts it is, so that an article cut short by a crash is told from a whole one.
"""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.exchange import Exchange
from schemas.capture import CAPTURE_TYPE, Capture

#: Files are rolled at this size, in bytes: the usual 1 GB of web archives.
SIZE_LIMIT = 1_000_000_000
PREFIX = "ikrar-"


@dataclass(frozen=True, slots=True)
class Locator:
    """Where a response lies in the archive."""

    file: str
    offset: int
    length: int
    digest: str
    """Payload digest as in the record, e.g. `sha1:…` in base 32."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A response in the archive and what is known of it."""

    url: str
    capture: Capture
    locator: Locator


class Archive:
    """Writer of the archive folder: one at a time, used by one thread at a time."""

    def __init__(self, folder: Path, software: str, size_limit: int = SIZE_LIMIT) -> None:
        self._folder = folder
        self._software = software
        self._size_limit = size_limit
        self._file: BinaryIO | None = None
        self._name = ""
        self._end = 0
        self._written = 0
        self._pending = io.BytesIO()
        self._serial = 0
        self._started = datetime.now(UTC)
        folder.mkdir(parents=True, exist_ok=True)

    @property
    def position(self) -> tuple[str, int]:
        """Name of the current file and its length after the next `sync`."""
        return self._name, self._end

    def append(self, pages: Sequence[tuple[Exchange, Capture]]) -> tuple[Stored, ...]:
        """Make the records of one article, or one page of discovery, as one piece; the next `sync` writes them.

        Raises:
            OSError: a full file could not be synced or the next one not be made.
        """
        if self._file is None or self._end >= self._size_limit:
            self._roll()
        # Made apart, so that an article which cannot be made leaves nothing half made.
        article = io.BytesIO()
        writer = WARCWriter(article, gzip=True, warc_version="1.1")
        base = (self._name, self._end)
        stored = tuple(_add_page(writer, article, exchange, capture, base) for exchange, capture in pages)
        self._end += self._pending.write(article.getbuffer())
        return stored

    def sync(self) -> None:
        """Write what was appended and wait until it is on disk.

        Raises:
            OSError: the disk did not take it. The file is then as it was before, and what was appended is lost.
        """
        if self._file is None:
            return
        pending, self._pending = self._pending, io.BytesIO()
        try:
            _write(self._file, pending)
            os.fsync(self._file.fileno())
        except OSError:
            self._end = self._written
            with suppress(OSError):
                self._file.truncate(self._end)
                self._file.seek(self._end)
            raise
        self._written = self._end

    def close(self) -> None:
        """Close the current file; the next `append` opens a new one."""
        if self._file is not None:
            self.sync()
            self._file.close()
            self._file = None

    def _roll(self) -> None:
        """The next file, begun with its warcinfo record, named by the start of the run and a serial number."""
        self.close()
        while True:
            name = f"{PREFIX}{self._started:%Y%m%dT%H%M%SZ}-{self._serial:05}.warc.gz"
            self._serial += 1
            try:
                # Unbuffered: after write() returns, a killed process no longer matters.
                file = (self._folder / name).open("xb", buffering=0)
                break
            except FileExistsError:
                continue
        self._file, self._name, self._written = file, name, 0
        writer = WARCWriter(self._pending, gzip=True, warc_version="1.1")
        description = {
            "software": self._software,
            "format": "WARC File Format 1.1",
            "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
            "robots": "obey",
        }
        writer.write_record(writer.create_warcinfo_record(name, description))
        self._end = self._pending.tell()
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _write(file: BinaryIO, buffer: io.BytesIO) -> None:
    """Write all of the buffer: a raw file may take less at a time.

    Raises:
        OSError: the disk does not take it.
    """
    rest = buffer.getbuffer()
    while rest:
        rest = rest[file.write(rest) :]


def _add_page(
    writer: WARCWriter, buffer: io.BytesIO, exchange: Exchange, capture: Capture, base: tuple[str, int]
) -> Stored:
    """Add the three records of one page to the buffer, whose begin will lie at `base` (file, offset)."""
    moment = capture.fetched_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    response = _response(writer, exchange, moment)
    identifier = response.rec_headers.get_header("WARC-Record-ID")
    start = buffer.tell()
    writer.write_record(response)
    end = buffer.tell()
    writer.write_record(_request(writer, exchange, moment, identifier))
    headers = {"WARC-Date": moment, "WARC-Refers-To": identifier, "WARC-Concurrent-To": identifier}
    fields = capture.to_fields()
    metadata = writer.create_warc_record(
        exchange.url,
        "metadata",
        payload=io.BytesIO(fields),
        length=len(fields),
        warc_content_type=CAPTURE_TYPE,
        warc_headers_dict=headers,
    )
    writer.write_record(metadata)
    file, offset = base
    digest = response.rec_headers.get_header("WARC-Payload-Digest")
    return Stored(exchange.url, capture, Locator(file, offset + start, end - start, digest))


def _response(writer: WARCWriter, exchange: Exchange, moment: str) -> ArcWarcRecord:
    try:
        reason = HTTPStatus(exchange.status).phrase
    except ValueError:
        reason = ""
    headers = {"WARC-Date": moment}
    if exchange.address:
        headers["WARC-IP-Address"] = exchange.address
    http = StatusAndHeaders(f"{exchange.status} {reason}".strip(), list(exchange.response_headers), exchange.protocol)
    return writer.create_warc_record(
        exchange.url,
        "response",
        payload=io.BytesIO(exchange.body),
        length=len(exchange.body),
        http_headers=http,
        warc_headers_dict=headers,
    )


def _request(writer: WARCWriter, exchange: Exchange, moment: str, response: str) -> ArcWarcRecord:
    """The request in origin form with the Host header that the client adds, also where a proxy carried it."""
    parts = urlsplit(exchange.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    host = parts.netloc.rpartition("@")[2]
    http = StatusAndHeaders(
        f"{exchange.method} {target} HTTP/1.1", [("Host", host), *exchange.request_headers], is_http_request=True
    )
    return writer.create_warc_record(
        exchange.url,
        "request",
        http_headers=http,
        warc_headers_dict={"WARC-Date": moment, "WARC-Concurrent-To": response},
    )
