"""Pages out of web archives: a streaming reader of WARC files of any origin.

Made for this project's crawler, Common Crawl, wget, Heritrix and Browsertrix alike: the metadata record may be absent
or another tool's, content may be chunked and compressed, one gzip member may hold a record or the whole file, and any
record may be damaged. What cannot be read is told once, and reading goes on behind it.
"""

from __future__ import annotations

import io
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from pydantic import ValidationError
from warcio.exceptions import ArchiveLoadFailed
from warcio.limitreader import LimitReader
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser

from extract.reading.canonical import host_of
from extract.reading.decoding import MAX_BYTES, Gunzipped, TooLargeError, decode_content
from extract.reading.records import Records, next_start
from extract.reading.skipped import Skipped
from schemas.capture import CAPTURE_TYPE, Capture

_LARGEST_CAPTURE = 65_536
_LARGEST_HEADERS = 262_144
#: Damaged records of one file that are told and searched past.
_MOST_FAULTS = 100
_HTML_TYPES = {"text/html", "application/xhtml+xml"}
_VAGUE_TYPES = {"", "text/plain", "application/octet-stream", "application/xml", "text/xml"}
_HTML_START = re.compile(
    rb"[\s\xef\xbb\xbf\0]{0,400}(?:<!--.{0,2000}?-->\s{0,40}|<\?xml[^>]{0,200}>\s{0,40}){0,4}<(?:!doctype\s{1,9}html|html)",
    re.I | re.S,
)


@dataclass(frozen=True, slots=True)
class Response:
    """An archived HTML page.

    Attributes:
        url: Address it was fetched from.
        status: HTTP status; None for a page archived without HTTP headers.
        headers: HTTP headers as stored.
        body: The page, content encodings undone.
        warc_file: Name of the archive file.
        warc_offset: Where the record begins in it, in bytes; None where it cannot be addressed because the whole file
            is one gzip member.
        fetched_at: When it was fetched (UTC), as the capture or else the record says.
        capture: What this project's crawler wrote about it; None for archives of other origin.
    """

    url: str
    status: int | None
    headers: tuple[tuple[str, str], ...]
    body: bytes
    warc_file: str
    warc_offset: int | None
    fetched_at: datetime | None
    capture: Capture | None

    def header(self, name: str) -> str | None:
        """The first header of that name, case aside."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


class NoRecordError(ValueError):
    """There is no page at that place of the archive."""


class _OneMemberError(Exception):
    """A gzip member holds several records."""


def read_warc(path: Path, passed: Counter[str] | None = None) -> Iterator[Response | Skipped]:
    """The HTML pages of an archive in the order of its records, and what could not be read.

    A page is given out when its metadata record has been read, or when another response shows that it has none. Memory
    holds one page at a time.

    Args:
        path: A `.warc` or `.warc.gz` file.
        passed: Counts what is passed over without being a fault: `not HTML`, `not status 200`, `revisit`,
            `other record`.

    Raises:
        OSError: the file cannot be opened or read.
    """
    passed = passed if passed is not None else Counter()
    with path.open("rb") as file:
        size = file.seek(0, io.SEEK_END)
        given = 0
        counted = Counter[str]()
        archive = _Archive(path.name, file, size, counted)
        if not archive.has_records():
            yield Skipped(path.name, "is no WARC file" if size else "is empty")
            return
        try:
            for item in archive.read():
                yield item
                given += 1
        except _OneMemberError:
            counted.clear()
        else:
            passed.update(counted)
            return
    # Several records in one gzip member: read again as a plain stream, up to where the first reading came.
    with path.open("rb") as file:
        for number, item in enumerate(_Archive(path.name, Gunzipped(file), None, counted).read()):
            if number >= given:
                yield item
    passed.update(counted)


def read_response(path: Path, offset: int) -> Response:
    """The page whose record begins at byte `offset` of the archive.

    Raises:
        NoRecordError: no whole HTML response begins there.
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        size = file.seek(0, io.SEEK_END)
        with suppress(_OneMemberError):  # what lies behind the page is of no interest here
            item = next(_Archive(path.name, file, size, Counter()).read(offset), None)
            if isinstance(item, Response) and item.warc_offset == offset:
                return item
    raise NoRecordError(f"{path.name}: no page at byte {offset}")


class _Archive:
    """One reading of one archive file."""

    def __init__(self, name: str, file: BinaryIO | Gunzipped, size: int | None, passed: Counter[str]) -> None:
        self._name = name
        self._file = file
        self._size = size
        self._passed = passed
        self._held: tuple[str, Response] | None = None

    def has_records(self) -> bool:
        """Whether a record begins anywhere in the file."""
        self._file.seek(0)
        return self._file.read(5) == b"WARC/" or next_start(self._file, 0) is not None

    def read(self, offset: int = 0) -> Iterator[Response | Skipped]:
        """Items from byte `offset` on; behind damage, reading goes on with the next record that begins well."""
        next_offset: int | None = offset
        faults = 0
        while next_offset is not None:
            self._file.seek(next_offset)
            records = Records(self._file)
            try:
                yield from self._read_records(records)
                if self._is_at_end(records.offset):
                    break
                reason = "the archive ends within a record, or with bytes that are none; what came before is used"
            except ArchiveLoadFailed as error:
                if "non-chunked gzip" in str(error):
                    raise _OneMemberError from None
                reason = "damaged record, passed over"
            except (zlib.error, EOFError):
                reason = "damaged record, passed over"
            yield from self._release()
            yield Skipped(f"{self._name} at byte {records.offset}", reason)
            faults += 1
            if faults == _MOST_FAULTS:
                yield Skipped(self._name, f"more than {_MOST_FAULTS} damaged records; the rest is not read")
                break
            next_offset = None if self._size is None else next_start(self._file, records.offset + 1)
        yield from self._release()

    def _read_records(self, records: Records) -> Iterator[Response | Skipped]:
        for record in records:
            offset = records.offset
            place = f"{self._name} at byte {offset}"
            kind = record.rec_type
            if record.length is None:
                raise ArchiveLoadFailed("a record without a length")
            found: Response | Skipped | None = None
            capture: Capture | None = None
            if kind == "metadata":
                capture = self._capture(record)
            else:
                # A page is complete with its metadata record, or when another one begins. Requests stand between.
                if kind != "request":
                    yield from self._release()
                found = self._page(record, place, offset)
            records.read_to_end(record)
            if record.raw_stream.limit > 0:
                yield from self._release()
                yield Skipped(place, "the archive ends within this record; what came before is used")
                return
            if isinstance(found, Response):
                self._held = (str(record.rec_headers.get_header("WARC-Record-ID")), found)
            elif found:
                yield found
            if capture and self._held:
                moment = capture.fetched_at.astimezone(UTC)
                self._held = ("", replace(self._held[1], capture=capture, fetched_at=moment))
                yield from self._release()

    def _page(self, record: ArcWarcRecord, place: str, offset: int) -> Response | Skipped | None:
        """The page in a record; None, counted, where it holds none."""
        kind, content_type = record.rec_type, (record.content_type or "").lower()
        if kind == "revisit":
            self._passed["revisit"] += 1
            return None
        is_http = kind == "response" and content_type.startswith("application/http")
        if not is_http and not (kind == "resource" and _media_type(content_type) in _HTML_TYPES):
            if kind not in {"request", "warcinfo"}:
                self._passed["other record"] += 1
            return None
        url = record.rec_headers.get_header("WARC-Target-URI") or ""
        if not url.lower().startswith(("http://", "https://")) or not host_of(url):
            return Skipped(place, f"page without a web address: {url[:200]!r}")
        http = _http_headers(record) if is_http else StatusAndHeaders("", [("Content-Type", content_type)])
        status = _status(http) if is_http else None
        media = _media_type(http.get_header("Content-Type"))
        if is_http and status != 200:
            self._passed["not status 200"] += 1
            return None
        if media not in _HTML_TYPES and (media not in _VAGUE_TYPES or record.length > MAX_BYTES):
            self._passed["not HTML"] += 1
            return None
        if record.length > MAX_BYTES:
            return Skipped(f"{place} ({url[:200]})", f"page of {record.length:,} bytes; at most {MAX_BYTES:,} are read")
        try:
            body = decode_content(
                record.raw_stream.read(),
                encodings=http.get_header("Content-Encoding") or "",
                chunked=(http.get_header("Transfer-Encoding") or "").strip().lower() == "chunked",
            )
        except TooLargeError as error:
            return Skipped(f"{place} ({url[:200]})", f"page too large: {error}")
        if media not in _HTML_TYPES and not _HTML_START.match(body[:12_000]):
            self._passed["not HTML"] += 1
            return None
        fetched_at = _time(record.rec_headers.get_header("WARC-Date"))
        headers = tuple((str(name), str(value)) for name, value in http.headers)
        return Response(url, status, headers, body, self._name, self._address(offset), fetched_at, None)

    def _is_at_end(self, offset: int) -> bool:
        """Whether nothing is left, not even a piece of a record."""
        if self._size is not None:
            return offset >= self._size
        return self._file.intact if isinstance(self._file, Gunzipped) else True

    def _address(self, offset: int) -> int | None:
        return None if self._size is None else offset

    def _capture(self, record: ArcWarcRecord) -> Capture | None:
        """The crawler's own metadata about the page held; None for other metadata."""
        if self._held is None or record.length > _LARGEST_CAPTURE or _media_type(record.content_type) != CAPTURE_TYPE:
            return None
        names = ("WARC-Refers-To", "WARC-Concurrent-To")
        if self._held[0] not in {record.rec_headers.get_header(name) for name in names}:
            return None
        try:
            return Capture.from_fields(record.raw_stream.read())
        except ValidationError:
            return None

    def _release(self) -> Iterator[Response]:
        if self._held:
            held, self._held = self._held[1], None
            yield held


def _media_type(content_type: str | None) -> str:
    return (content_type or "").partition(";")[0].strip().lower()


def _http_headers(record: ArcWarcRecord) -> StatusAndHeaders:
    try:
        return StatusAndHeadersParser(["HTTP/"], verify=False).parse(LimitReader(record.raw_stream, _LARGEST_HEADERS))
    except EOFError:
        return StatusAndHeaders("", [])


def _status(http: StatusAndHeaders) -> int | None:
    code = http.statusline.partition(" ")[0]
    return int(code) if re.fullmatch(r"[1-5]\d\d", code) else None


def _time(value: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value or "")
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
