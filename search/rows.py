"""Rows of the index's tables, made from rows of the dataset's."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence

import polars as pl

from schemas.event import Event
from schemas.parquet import TableError
from schemas.tables import ARTICLES, EVENTS, REPORTS, Table
from search.documents import participants
from search.packing import Packing

Row = tuple[object, ...]

#: Made once: `json.dumps` makes an encoder for each list that it is given.
_json = json.JSONEncoder(ensure_ascii=False).encode
_ARTICLE = ("article_id", "url", "outlet", "title", "published_at", "fetched_at", "duplicate_of", "warc_file")
_REPORT = ("article_id", "url", "outlet", "title", "published_at", "date", "place", "confidence", "reviewed")


def article_rows(articles: pl.DataFrame, packing: Packing) -> list[Row]:
    """Rows of `articles`, without their numbers."""
    shown = articles.with_columns(url=pl.coalesce("canonical_url", "url"))
    packed = zip(articles["text"], json_lines(articles.drop("text"), ARTICLES), strict=True)
    return [
        (*row, packing.pack("text", text), packing.pack("article", record))
        for row, (text, record) in zip(_plain(shown, _ARTICLE), packed, strict=True)
    ]


def report_rows(reports: pl.DataFrame, event_of: Mapping[str, int], packing: Packing) -> list[Row]:
    """Rows of `reports`, without their numbers.

    Args:
        reports: rows of the table.
        event_of: the number of the event that each report tells of.
        packing: packs the records.
    """
    placed = reports.with_columns(place=pl.coalesce("regency", "province"))
    told = zip(reports["report_id"], _plain(placed, _REPORT), json_lines(reports, REPORTS), strict=True)
    return [(key, event_of.get(key), *row, packing.pack("report", record)) for key, row, record in told]


def event_row(number: int, event: Event, headline: str | None) -> Row:
    """The row of an event, without its record."""
    regulations = list(dict.fromkeys(one.key for one in event.regulations if one.key))
    lists = (event.activities, event.elections, regulations, event.outlets)
    return (
        number, event.event_id, _iso(event.date), _iso(event.date_end),
        event.regency_code, event.regency, event.province_code, event.province, event.level,
        event.organizer, event.venue, *map(_json, lists),
        participants(event), event.n_reports, event.n_outlets, len(event.conflicts),
        headline, _iso(event.first_published_at), event.confidence, event.reviewed,
        event.latitude, event.longitude,
    )  # fmt: skip


def read_event(line: str) -> Event:
    """An event from its row as JSON.

    Raises:
        TableError: a value lies outside what its field allows.
    """
    try:
        return Event.model_validate_json(line)
    except ValueError as error:
        key = json.loads(line).get(EVENTS.key)
        raise TableError(f"events: row {key!r}: {' '.join(str(error).splitlines()[:3])}") from error


def json_lines(frame: pl.DataFrame, table: Table) -> list[str]:
    """Rows as JSON objects, columns in the table's order."""
    columns = [name for name in table.model.model_fields if name in frame.columns]
    return frame.select(row=pl.struct(columns).struct.json_encode())["row"].to_list()


def _plain(frame: pl.DataFrame, columns: Sequence[str]) -> list[Row]:
    """Rows of `columns`, times and dates as ISO text."""
    times, days = pl.selectors.datetime(), pl.selectors.date()
    chosen = frame.select(columns)
    return chosen.with_columns(times.dt.strftime("%Y-%m-%dT%H:%M:%S+00:00"), days.dt.strftime("%Y-%m-%d")).rows()


def _iso(value: dt.date | None) -> str | None:
    return value.isoformat() if value else None
