"""Articles given as data: JSON lines, single JSON objects and plain text files. Their text is kept as it is.

Offsets of annotated data must stay valid, so nothing but `schemas.base.clean_text` touches the text.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo

from extract.reading.decoding import MAX_BYTES, Gunzipped, binary_kind, decode_text
from extract.reading.skipped import Skipped
from extract.reading.stamps import WESTERN
from schemas.article import Article, article_id, text_digest
from schemas.base import clean_text

#: A headline is not longer than this, in characters.
_LONGEST_TITLE = 200
_FEWEST_TITLE_WORDS = 4
_STOP = re.compile(r"[.!?;:,][\"”“’')\]]{0,3}$")
#: `Majalengka – detikperistiwa.co.id`, `SEMARANG, KOMPAS.com -`: place and outlet open the text, they head nothing.
_DATELINE = re.compile(
    r".{0,60}[–—-]|\w[\w\s.()/-]{0,60}?\s?[–—,-]\s?[\w\s.-]{0,40}\.(?:com|co|id|net|news|info|org)\b.{0,20}", re.I
)


class BadArticleError(ValueError):
    """Data that make no article; the message says why."""


def read_bounded(path: Path) -> bytes:
    """The bytes of a file that is neither empty nor larger than is read.

    Raises:
        BadArticleError: it is.
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise BadArticleError(f"has {path.stat().st_size:,} bytes; at most {MAX_BYTES:,} are read")
    if not data.strip():
        raise BadArticleError("is empty")
    return data


def read_json_lines(path: Path) -> Iterator[tuple[str, Article | Skipped]]:
    """The articles of a JSON lines file, gzipped or not, each with its place (`name:line`).

    Raises:
        OSError: the file cannot be opened or read.
    """
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
        file.seek(0)
        stream: BinaryIO = io.BufferedReader(Gunzipped(file)) if packed else file
        head = stream.peek(4096)[:4096] if isinstance(stream, io.BufferedReader) else b""
        if not head:
            yield path.name, Skipped(path.name, "is empty")
            return
        if kind := binary_kind(head):
            yield path.name, Skipped(path.name, f"is {kind}, no JSON lines")
            return
        number = 0
        while line := stream.readline(MAX_BYTES + 1):
            number += 1
            place = f"{path.name}:{number}"
            if len(line) > MAX_BYTES:
                while line and not line.endswith(b"\n"):
                    line = stream.readline(MAX_BYTES)
                yield place, Skipped(place, f"line of more than {MAX_BYTES:,} bytes")
            elif line.strip():
                try:
                    yield place, read_object(line, None)
                except BadArticleError as error:
                    yield place, Skipped(place, str(error))
        if isinstance(stream, io.BufferedReader) and isinstance(stream.raw, Gunzipped) and not stream.raw.intact:
            place = f"{path.name} behind line {number}"
            yield place, Skipped(place, "the gzip data are damaged or cut short; what came before is used")


def read_object(data: bytes, fallback_id: str | None) -> Article:
    """The article in a JSON object with `id`, `url`, `outlet`, `published`, `title` and `text`; other keys are ignored.

    Args:
        data: The object, UTF-8.
        fallback_id: Key of an article that has neither `id` nor `url`; without one that is an error.

    Raises:
        BadArticleError: it is no JSON object, or a value is of the wrong kind.
    """
    try:
        value: object = json.loads(decode_text(data, markup=False), strict=False)
    except json.JSONDecodeError as error:
        raise BadArticleError(f"is no JSON: {error.msg} at character {error.pos}") from None
    except (ValueError, RecursionError):  # a number of more digits than Python converts, or endless nesting
        raise BadArticleError("is no JSON that can be read: a number too long or nested too deep") from None
    if not isinstance(value, dict):
        raise BadArticleError("is no JSON object")
    fields: dict[str, object] = value
    text = _string(fields, "text")
    if text is None or not text.strip():
        raise BadArticleError("has no text")
    url = _string(fields, "url")
    key = _string(fields, "id") or (article_id(url) if url else fallback_id)
    if key is None:
        raise BadArticleError("has neither id nor url")
    return data_article(
        key,
        text,
        title=_string(fields, "title"),
        url=url,
        outlet=_string(fields, "outlet"),
        published_at=_published(fields),
    )


def read_text_file(data: bytes, key: str) -> Article:
    """The article in a plain text file: the text is the whole file, the title its first line if that is a headline.

    Raises:
        BadArticleError: it is empty or no text.
    """
    if kind := binary_kind(data):
        raise BadArticleError(f"is {kind}, no text")
    text = _clean(decode_text(data, markup=False))
    if not text.strip():
        raise BadArticleError("is empty")
    return data_article(key, text, title=first_line_title(text))


def first_line_title(text: str) -> str | None:
    """The first line of `text` if it is a headline, else None.

    A headline is short and has no full stop at its end, and it is set off by an empty line or has several words; a
    dateline is none.
    """
    first, _, rest = text.partition("\n")
    line = first.strip()
    if not line or not rest.strip() or len(line) > _LONGEST_TITLE or _STOP.search(line) or _DATELINE.fullmatch(line):
        return None
    set_off = not rest.partition("\n")[0].strip()
    return line if set_off or len(line.split()) >= _FEWEST_TITLE_WORDS else None


def data_article(
    key: str,
    text: str,
    *,
    title: str | None = None,
    url: str | None = None,
    outlet: str | None = None,
    published_at: datetime | None = None,
) -> Article:
    """An article that was not fetched."""
    text = _clean(text)
    return Article(
        article_id=key,
        url=url,
        canonical_url=None,
        outlet=outlet,
        title=_clean(title) if title and title.strip() else None,
        author=None,
        published_at=published_at,
        fetched_at=None,
        language=None,
        text=text,
        text_digest=text_digest(text),
        duplicate_of=None,
        discovered_by=None,
        warc_file=None,
        warc_offset=None,
        http_status=None,
    )


def _clean(text: str) -> str:
    """`clean_text`, twice: a control character taken out may bring letter and accent together, which NFC then joins."""
    return clean_text(clean_text(text))


def _string(fields: dict[str, object], name: str) -> str | None:
    value = fields.get(name)
    if name == "id" and isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if value is not None and not isinstance(value, str):
        raise BadArticleError(f"`{name}` is no string")
    return _clean(value) or None if value is not None else None


def _published(fields: dict[str, object]) -> datetime | None:
    value = _string(fields, "published")
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value.strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(WESTERN))).astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadArticleError(f"`published` is no date or time (ISO 8601): {value[:40]!r}") from None
