"""Filling the index: rows, documents, people and arrays from the three tables."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import polars as pl

from extract.gazetteer import gazetteer
from extract.merging.names import name_words
from schemas.event import Event
from schemas.parquet import TableError, read_table
from schemas.tables import ARTICLES, EVENTS, REPORTS, Table
from search.columns import NONE, Columns, Floats, make_facet, store
from search.documents import Told, document, facet_values, participants, standing
from search.identity import Mention, people_of

_INSERT_EVENT = (
    "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_INSERT_DOCUMENT = (
    "INSERT INTO documents (rowid, people, places, title, topics, body, stems) VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_CHUNK = 2_000
_LARGEST = 2**31 - 1
#: In a dataset with more events than this a word of one event only may be a misprint, and is never suggested.
_FEW_EVENTS = 1_000


def store_tables(db: sqlite3.Connection, tables: Path) -> tuple[int, int, int]:
    """Fill the empty index `db` from the tables; the numbers of articles, reports and events.

    Raises:
        TableError: a table is missing, damaged or of another schema version.
        sqlite3.Error: the index cannot be written.
    """
    # One table at a time, so that they need not stand in memory together.
    articles = _store_articles(db, read_table(ARTICLES, tables))
    events = _in_order(read_table(EVENTS, tables))
    reports = _store_reports(db, read_table(REPORTS, tables), events)
    _store_events(db, events)
    # An index of words in one piece is read in one run for each word.
    db.execute("INSERT INTO documents (documents) VALUES ('optimize')")
    db.execute("INSERT INTO names (names) VALUES ('optimize')")
    db.execute(
        "INSERT INTO words SELECT term, doc FROM vocabulary WHERE doc >= ? AND length(term) BETWEEN 4 AND 24"
        " AND term NOT GLOB '*[0-9]*' ORDER BY term",
        (2 if events.height > _FEW_EVENTS else 1,),
    )
    return articles, reports, events.height


def _store_articles(db: sqlite3.Connection, frame: pl.DataFrame) -> int:
    columns = ("article_id", "url", "outlet", "title", "published_at", "fetched_at", "duplicate_of", "warc_file",
               "text")  # fmt: skip
    shown = frame.with_columns(url=pl.coalesce("canonical_url", "url"))
    for rows, records in zip(_rows(shown, columns), _records(frame.drop("text"), ARTICLES), strict=True):
        values = ((*row, record) for row, record in zip(rows, records, strict=True))
        db.executemany("INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
    # Outlets are counted from this index alone, without reading through the texts.
    db.execute("CREATE INDEX articles_outlet ON articles (outlet, published_at, fetched_at)")
    return frame.height


def _store_reports(db: sqlite3.Connection, frame: pl.DataFrame, events: pl.DataFrame) -> int:
    event_of = {report: row for row, reports in enumerate(events["report_ids"].to_list(), 1) for report in reports}
    columns = ("report_id", "article_id", "url", "outlet", "title", "published_at", "date", "place", "confidence",
               "reviewed")  # fmt: skip
    placed = frame.with_columns(place=pl.coalesce("regency", "province"))
    number = 0
    for rows, records in zip(_rows(placed, columns), _records(frame, REPORTS), strict=True):
        values = []
        for row, record in zip(rows, records, strict=True):
            number += 1
            values.append((number, row[0], event_of.get(str(row[0])), *row[1:], record))
        db.executemany("INSERT INTO reports VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
    db.execute("CREATE INDEX reports_event ON reports (event)")
    db.execute("CREATE INDEX reports_confidence ON reports (reviewed, confidence, report_id)")
    return frame.height


def _in_order(events: pl.DataFrame) -> pl.DataFrame:
    """The events by their standing."""
    days = events.select(day=pl.coalesce("date", pl.col("first_published_at").dt.date()), n_outlets=pl.col("n_outlets"))
    newest = max(days["day"].drop_nulls().to_list(), default=None)
    weights = [standing(day, outlets, newest) for day, outlets in days.iter_rows()]
    return events.with_columns(standing=pl.Series(weights, dtype=pl.Float64)).sort(
        "standing", "event_id", descending=[True, False]
    )


def _store_events(db: sqlite3.Connection, frame: pl.DataFrame) -> None:
    values = _Values()
    weights = frame["standing"].to_numpy()
    number = 0
    for lines in _lines(frame.drop("standing"), EVENTS):
        rows, documents, officials = [], [], []
        for line in lines:
            number += 1
            event = _event(line)
            told, headline = _told(db, number)
            rows.append(_event_row(number, event, headline, line))
            documents.append((number, *document(event, told)))
            officials += values.add(number, event)
        db.executemany(_INSERT_EVENT, rows)
        db.executemany(_INSERT_DOCUMENT, documents)
        db.executemany("INSERT INTO officials VALUES (?, ?, ?, ?, ?, ?, ?, ?)", officials)
    people = _store_people(db, values.mentions)
    store(values.columns(weights, people), db)


def _event(line: str) -> Event:
    try:
        return Event.model_validate_json(line)
    except ValueError as error:
        key = json.loads(line).get(EVENTS.key)
        raise TableError(f"events: row {key!r}: {' '.join(str(error).splitlines()[:3])}") from error


def _told(db: sqlite3.Connection, event: int) -> tuple[list[Told], str | None]:
    """The articles that tell of an event, and the headline of the best of them."""
    found = db.execute(
        "SELECT a.article_id, a.title, a.text, a.duplicate_of FROM reports r JOIN articles a USING (article_id)"
        " WHERE r.event = ? ORDER BY a.duplicate_of IS NOT NULL, r.confidence DESC, r.published_at, r.report_id",
        (event,),
    )
    told = [Told(*row) for row in found]
    return told, next((one.title for one in told if one.title), None)


def _event_row(number: int, event: Event, headline: str | None, line: str) -> tuple[object, ...]:
    regulations = list(dict.fromkeys(one.key for one in event.regulations if one.key))
    lists = (event.activities, event.elections, regulations, event.outlets)
    return (
        number, event.event_id, _iso(event.date), _iso(event.date_end),
        event.regency_code, event.regency, event.province_code, event.province, event.level,
        event.organizer, event.venue, *(json.dumps(one, ensure_ascii=False) for one in lists),
        participants(event), event.n_reports, event.n_outlets, len(event.conflicts),
        headline, _iso(event.first_published_at), event.confidence, event.reviewed,
        event.latitude, event.longitude, _deflated(line),
    )  # fmt: skip


class _Values:
    """The values of the events so far, on their way into arrays."""

    def __init__(self) -> None:
        self.mentions: list[Mention] = []
        self._days: list[tuple[int, int]] = []
        self._participants: list[int] = []
        self._outlets: list[int] = []
        self._facets: defaultdict[str, list[Sequence[str]]] = defaultdict(list)

    def add(self, number: int, event: Event) -> list[tuple[object, ...]]:
        """Take in an event; the rows of its officials, without their people."""
        first = event.date.toordinal() if event.date else NONE
        self._days.append((first, event.date_end.toordinal() if event.date_end else first))
        count = participants(event)
        self._participants.append(NONE if count is None else min(count, _LARGEST))
        self._outlets.append(event.n_outlets)
        for facet, values in facet_values(event).items():
            self._facets[facet].append(values)
        area = event.regency_code or event.province_code or ""
        rows: list[tuple[object, ...]] = []
        for place, one in enumerate(event.officials, 1):
            rows.append((number, place, None, one.name, one.name_as_written, one.office, one.acting, one.role))
            if one.name:
                self.mentions.append(Mention(number, place, one.name, area))
        return rows

    def columns(self, weights: Floats, people: Sequence[tuple[int, int]]) -> Columns:
        """All arrays, given the standing of every event and the pairs of event and person."""
        regions = {code: region.name for code, region in gazetteer().regions.items() if region.kind != "district"}
        labels = {"province": regions, "regency": regions}
        return Columns(
            first_day=np.array([first for first, _ in self._days], dtype=np.int32),
            last_day=np.array([last for _, last in self._days], dtype=np.int32),
            participants=np.array(self._participants, dtype=np.int32),
            outlets=np.array(self._outlets, dtype=np.int32),
            standing=np.ascontiguousarray(weights, dtype=np.float64),
            person_rows=np.array([event - 1 for event, _ in people], dtype=np.int32),
            person_ids=np.array([person for _, person in people], dtype=np.int32),
            facets={name: make_facet(held, labels.get(name, {})) for name, held in self._facets.items()},
        )


def _store_people(db: sqlite3.Connection, mentions: Iterable[Mention]) -> list[tuple[int, int]]:
    """Store the people of all events; pairs of event and person."""
    pairs: list[tuple[int, int]] = []
    for number, person in enumerate(people_of(mentions), 1):
        db.executemany(
            "UPDATE officials SET person = ? WHERE event = ? AND place = ?",
            ((number, one.event, one.place) for one in person.mentions),
        )
        events = sorted({one.event for one in person.mentions})
        # Events are numbered by their standing: the first one is what the person is best known by.
        best = person.mentions[0]
        (office,) = db.execute(
            "SELECT office FROM officials WHERE event = ? AND place = ?", (best.event, best.place)
        ).fetchone()
        (place,) = db.execute("SELECT coalesce(regency, province) FROM events WHERE id = ?", (best.event,)).fetchone()
        db.execute(
            "INSERT INTO people VALUES (?, ?, ?, ?, ?, ?)",
            (number, person.person, person.name, place, office, len(events)),
        )
        printed = dict.fromkeys(one.name for one in person.mentions)
        forms = dict.fromkeys(form for name in printed for form in (name, " ".join(name_words(name))))
        db.execute("INSERT INTO names (rowid, name) VALUES (?, ?)", (number, "\n".join(forms)))
        pairs += [(event, number) for event in events]
    db.execute("CREATE INDEX officials_person ON officials (person)")
    return pairs


def _rows(frame: pl.DataFrame, columns: Sequence[str]) -> Iterator[list[tuple[object, ...]]]:
    """Plain rows of `columns` in chunks; times and dates as ISO text."""
    chosen = frame.select(columns).with_columns(
        pl.selectors.datetime().dt.strftime("%Y-%m-%dT%H:%M:%S+00:00"), pl.selectors.date().dt.strftime("%Y-%m-%d")
    )
    for start in range(0, frame.height, _CHUNK):
        yield chosen.slice(start, _CHUNK).rows()


def _lines(frame: pl.DataFrame, table: Table) -> Iterator[list[str]]:
    """Rows as JSON, in chunks; columns in the table's order."""
    columns = [name for name in table.model.model_fields if name in frame.columns]
    for start in range(0, frame.height, _CHUNK):
        part = frame.slice(start, _CHUNK).select(columns)
        yield part.select(row=pl.struct(pl.all()).struct.json_encode())["row"].to_list()


def _records(frame: pl.DataFrame, table: Table) -> Iterator[list[bytes]]:
    for lines in _lines(frame, table):
        yield [_deflated(line) for line in lines]


def _deflated(line: str) -> bytes:
    return zlib.compress(line.encode(), 1)


def _iso(value: dt.date | None) -> str | None:
    return value.isoformat() if value else None
