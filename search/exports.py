"""All events of a search, none left out, in its order: as JSON, JSON lines, CSV, Parquet or an Atom feed.

Rows are read a few hundred at a time and a connection is held only for so long, so that a slow reader of a long export
keeps nobody waiting.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import sqlite3
import tempfile
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape, quoteattr

import polars as pl

from schemas.base import SCHEMA_VERSION
from schemas.columns import polars_schema
from schemas.event import Event
from schemas.parquet import write_table
from schemas.release import SEPARATOR
from schemas.tables import EVENTS
from search.documents import participants
from search.opening import Index
from search.ordering import in_order
from search.query import Search
from search.selecting import select

#: Forms of an export and their media types.
FORMATS: Final[Mapping[str, str]] = {
    "json": "application/json",
    "jsonl": "application/jsonl",
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "atom": "application/atom+xml; charset=utf-8",
}

#: Columns of a CSV export; those of `schemas.release.EventRow` mean the same here.
COLUMNS: Final = (
    "event_id", "date", "date_end", "date_basis", "regency_code", "regency", "province_code", "province", "level",
    "organizer", "venue", "activities", "elections", "headline", "officials", "participants", "participants_total",
    "regulations", "n_reports", "n_outlets", "outlets", "urls", "conflict_fields", "first_published_at",
    "confidence", "reviewed", "latitude", "longitude",
)  # fmt: skip

_CHUNK: Final = 500
_PIECE: Final = 1 << 16
#: What no XML 1.0 document may hold.
_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: A spreadsheet takes a cell with such a beginning for a formula (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class Feed:
    """What an Atom feed says of itself.

    Attributes:
        base_url: address of the site, without a stroke at its end; entries link to its event pages where it is given.
        title: title of the feed.
        limit: most entries, the last published; None for all.
        outlets: names of outlets by their ids.
    """

    base_url: str = ""
    title: str = "ikrar"
    limit: int | None = None
    outlets: Mapping[str, str] = field(default_factory=dict)


def export(
    index: Index,
    search: Search,
    form: str,
    *,
    base_url: str = "",
    title: str = "ikrar",
    feed_limit: int | None = None,
    limit: int | None = None,
    outlets: Mapping[str, str] | None = None,
) -> Iterator[bytes]:
    """Every event of `search` in the form `form`, piece by piece.

    The events are chosen before the first piece is asked for, so that whatever may fail fails at once.

    Args:
        index: where to look.
        search: what is asked; its order is that of the rows.
        form: a key of `FORMATS`.
        base_url: address of the site, for the links of a feed.
        title: title of a feed.
        feed_limit: most entries of a feed, the last published first; None for all.
        limit: most rows; None for all.
        outlets: names of outlets by their ids, for a feed; the other forms keep the ids.

    Raises:
        ValueError: no such form.
        TooSlow: choosing the events took too long.
        IndexFailure: the index is damaged.
    """
    if form not in FORMATS:
        raise ValueError(f"no such form: {form} (there are {', '.join(FORMATS)})")
    with index.reading() as db:
        rows = in_order(db, index.columns, search, select(db, index, search)).rows[:limit].tolist()
    if form == "atom":
        return _atom(index, search, rows, Feed(base_url.rstrip("/"), title, feed_limit, outlets or {}))
    writers: dict[str, Callable[[Index, Search, Sequence[int]], Iterator[bytes]]] = {
        "json": _json,
        "jsonl": _jsonl,
        "csv": _csv,
        "parquet": _parquet,
    }
    return writers[form](index, search, rows)


def flat_row(event: Event, headline: str | None) -> dict[str, object]:
    """An event as one row for a spreadsheet, by column; lists are joined with `; `."""
    told: dict[str, object] = {column: getattr(event, column) for column in COLUMNS if column in Event.model_fields}
    named = [", ".join(part for part in (one.name, one.acting, one.office) if part) for one in event.officials]
    return told | {
        "activities": SEPARATOR.join(event.activities),
        "elections": SEPARATOR.join(event.elections),
        "headline": headline,
        "officials": SEPARATOR.join(named),
        "participants": participants(event),
        "regulations": SEPARATOR.join(dict.fromkeys(one.key or one.as_cited for one in event.regulations)),
        "outlets": SEPARATOR.join(event.outlets),
        "urls": SEPARATOR.join(event.urls),
        "conflict_fields": SEPARATOR.join(dict.fromkeys(one.field for one in event.conflicts)),
        "confidence": round(event.confidence, 4),
    }


def safe_cell(value: object) -> object:
    """`value` for a cell of a spreadsheet: a text that would be taken for a formula gets an apostrophe before it."""
    match value:
        case bool():
            return "true" if value else "false"
        case dt.date():
            return value.isoformat()
        case str() if value.startswith(_FORMULA):
            return "'" + value
        case _:
            return value


def _json(index: Index, search: Search, rows: Sequence[int]) -> Iterator[bytes]:
    head = {
        "schema_version": SCHEMA_VERSION,
        "build": index.build_id,
        "query": search.to_query(),
        "total": len(rows),
    }
    yield json.dumps(head, ensure_ascii=False)[:-1].encode() + b', "events": ['
    separator = b"\n"
    for records in _records(index, rows):
        yield separator + ",\n".join(record for record, _ in records).encode()
        separator = b",\n"
    yield b"\n]}\n"


def _jsonl(index: Index, _: Search, rows: Sequence[int]) -> Iterator[bytes]:
    for records in _records(index, rows):
        yield "".join(f"{record}\n" for record, _ in records).encode()


def _csv(index: Index, _: Search, rows: Sequence[int]) -> Iterator[bytes]:
    # The mark by which spreadsheets know UTF-8.
    yield ("\ufeff" + _lines([COLUMNS])).encode()
    for records in _records(index, rows):
        events = ((Event.model_validate_json(record), headline) for record, headline in records)
        flat = (flat_row(*one) for one in events)
        yield _lines([safe_cell(row[column]) for column in COLUMNS] for row in flat).encode()


def _parquet(index: Index, _: Search, rows: Sequence[int]) -> Iterator[bytes]:
    kind = pl.Struct(polars_schema(EVENTS))
    frames = [pl.DataFrame(schema=polars_schema(EVENTS))]
    for records in _records(index, rows):
        lines = [record for record, _ in records]
        frames.append(pl.Series(lines, dtype=pl.String).str.json_decode(kind).struct.unnest())
    with tempfile.TemporaryDirectory(prefix="ikrar-") as folder:
        path = write_table(EVENTS, pl.concat(frames), Path(folder))
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece


def _atom(index: Index, search: Search, rows: Sequence[int], feed: Feed) -> Iterator[bytes]:
    with index.reading() as db:
        chosen = _last_published(db, rows, feed.limit)
    self_url = f"{feed.base_url}/search.atom?{search.to_query()}".removesuffix("?")
    updated = _stamp(chosen[0][1], index) if chosen else index.tables_at.isoformat()
    yield (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="id">\n'
        f"<id>{_urn(self_url)}</id>\n<title>{_xml(feed.title)}</title>\n<updated>{updated}</updated>\n"
        f'<link rel="self" type="application/atom+xml" href={quoteattr(self_url)}/>\n'
        "<author><name>ikrar</name></author>\n"
    ).encode()
    for records in _records(index, [row for row, _ in chosen]):
        entries = (_entry(Event.model_validate_json(record), headline, index, feed) for record, headline in records)
        yield "".join(entries).encode()
    yield b"</feed>\n"


def _entry(event: Event, headline: str | None, index: Index, feed: Feed) -> str:
    place = event.regency or event.province or "Indonesia"
    day = event.date.isoformat() if event.date else "tanggal tidak disebut"
    first = next((one for one in event.officials if one.name), None)
    told = [
        f"{place}, {day}",
        ", ".join(one.replace("_", " ") for one in event.activities),
        ", ".join(part for part in (first.name, first.office) if part) if first else "",
        f"{participants(event)} peserta" if participants(event) else "",
        f"{event.n_outlets} media: {', '.join(feed.outlets.get(one, one) for one in event.outlets)}"
        if event.outlets
        else "",
    ]
    published = _stamp(event.first_published_at.isoformat() if event.first_published_at else None, index)
    link = quoteattr(f"{feed.base_url}/event/{event.event_id}")
    return (
        f"<entry><id>{_urn(event.event_id)}</id><title>{_xml(headline or place)}</title>"
        f'<link rel="alternate" type="text/html" href={link}/>'
        f"<published>{published}</published><updated>{published}</updated>"
        f"<summary>{_xml('. '.join(part for part in told if part))}.</summary></entry>\n"
    )


def _last_published(db: sqlite3.Connection, rows: Sequence[int], limit: int | None) -> list[tuple[int, str | None]]:
    """The rows in the order in which their events became news, the latest first, with the times."""
    found = db.execute(
        "SELECT id - 1, first_published_at FROM events WHERE id IN (SELECT value FROM json_each(?))"
        " ORDER BY coalesce(first_published_at, date, '') DESC, id LIMIT ?",
        (json.dumps([row + 1 for row in rows]), -1 if limit is None else limit),
    )
    return found.fetchall()


def _records(index: Index, rows: Sequence[int]) -> Iterator[list[tuple[str, str | None]]]:
    """The records of events with their headlines, in the order of `rows`, some hundreds at a time."""
    for start in range(0, len(rows), _CHUNK):
        part = rows[start : start + _CHUNK]
        with index.reading() as db:
            found = {
                number - 1: (record, headline)
                for number, record, headline in db.execute(
                    "SELECT id, unpacked('event', record), headline FROM events"
                    " WHERE id IN (SELECT value FROM json_each(?))",
                    (json.dumps([row + 1 for row in part]),),
                )
            }
        yield [found[row] for row in part]


def _lines(rows: Iterable[Iterable[object]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def _stamp(time: str | None, index: Index) -> str:
    return time or index.tables_at.isoformat()


def _urn(name: str) -> str:
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'ikrar:{name}')}"


def _xml(text: str) -> str:
    return escape(_NO_XML.sub("", text))
