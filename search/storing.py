"""Filling the index from the three tables.

Rows are made by one thread and written by another: SQLite and deflate leave the interpreter to the first meanwhile.
"""

from __future__ import annotations

import math
import sqlite3
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
import polars as pl

from extract.gazetteer import gazetteer
from extract.merging.names import name_words
from schemas.event import Event
from schemas.parquet import read_table
from schemas.tables import ARTICLES, EVENTS, REPORTS
from search.columns import NONE, Columns, FacetMaker, Floats, store
from search.documents import Told, document, facet_values, participants, standing
from search.identity import Mention, people_of
from search.packing import SAMPLE, Packing
from search.query import FILTERS, Filter
from search.rows import Row, article_rows, event_row, json_lines, read_event, report_rows

_INSERT_ARTICLE = "INSERT INTO articles VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_INSERT_REPORT = "INSERT INTO reports VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_INSERT_EVENT = (
    "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # 26
)
_INSERT_DOCUMENT = (
    "INSERT INTO documents (rowid, people, places, title, topics, body, stems) VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_INSERT_OFFICIAL = "INSERT INTO officials VALUES (?, ?, NULL, ?, ?, ?, ?, ?)"
#: Rows of one step, and lots of rows that may wait to be written: what is in memory beside the tables.
_STEP = 1_000
_WAITING = 6
_LARGEST = 2**31 - 1
#: Bytes of words that FTS5 gathers before it writes them out: with its usual megabyte it mostly merges what it wrote.
_WORDS_IN_MEMORY = 40 * 1024 * 1024
#: In a dataset with more events than this a word of one event only may be a misprint, and is never suggested.
_FEW_EVENTS = 1_000


def store_tables(db: sqlite3.Connection, tables: Path) -> tuple[int, int, int]:
    """Fill the empty index `db` from the tables; the numbers of articles, reports and events.

    Raises:
        TableError: a table is missing, damaged or of another schema version, or holds a value that is not allowed.
        sqlite3.Error: the index cannot be written.
    """
    db.execute("INSERT INTO documents (documents, rank) VALUES ('hashsize', ?)", (_WORDS_IN_MEMORY,))
    events = _in_order(read_table(EVENTS, tables))
    weights = events["standing"].to_numpy()
    events = events.drop("standing")
    packing = Packing()
    with _Writer(db) as writer:
        # Reports and articles never stand in memory together.
        reports, told_by = _store_reports(writer, read_table(REPORTS, tables), events, packing)
        articles, values = _store_articles_and_events(writer, read_table(ARTICLES, tables), events, told_by, packing)
    packing.store(db)
    _make_indexes(db)
    store(values.columns(weights, _store_people(db, values.mentions)), db)
    # An index of words in one piece is read in one run for each word.
    db.execute("INSERT INTO documents (documents) VALUES ('optimize')")
    db.execute("INSERT INTO names (names) VALUES ('optimize')")
    db.execute(
        "INSERT INTO words SELECT term, doc FROM vocabulary WHERE doc >= ? AND length(term) BETWEEN 4 AND 24"
        " AND term NOT GLOB '*[0-9]*' ORDER BY term",
        (2 if events.height > _FEW_EVENTS else 1,),
    )
    return articles, reports, events.height


def _store_reports(
    writer: _Writer, reports: pl.DataFrame, events: pl.DataFrame, packing: Packing
) -> tuple[int, pl.DataFrame]:
    """Store the rows of all reports; their number, and which article tells of which event, the best first."""
    event_of = {report: row for row, ids in enumerate(events["report_ids"].to_list(), 1) for report in ids}
    packing.learn("report", json_lines(reports.head(SAMPLE), REPORTS))
    for part in _parts(reports, max(1, math.ceil(reports.height / _STEP))):
        writer.write(_INSERT_REPORT, partial(report_rows, part, event_of, packing))
    numbers = pl.Series("event", [event_of.get(one) for one in reports["report_id"]], dtype=pl.Int64)
    told_by = reports.select("report_id", "article_id", "confidence", "published_at", numbers).drop_nulls("event")
    writer.finish()
    return reports.height, told_by


def _store_articles_and_events(
    writer: _Writer,
    articles: pl.DataFrame,
    events: pl.DataFrame,
    told_by: pl.DataFrame,
    packing: Packing,
) -> tuple[int, _Values]:
    """Store the rows of all articles, and the rows and documents of all events.

    Returns:
        The number of articles, and the values of the events.
    """
    packing.learn("article", json_lines(articles.drop("text").head(SAMPLE), ARTICLES))
    packing.learn("text", articles["text"].head(SAMPLE).to_list())
    packing.learn("event", json_lines(events.head(SAMPLE), EVENTS))
    told, values = _Told(articles, told_by), _Values()
    steps = max(1, math.ceil(events.height / _STEP))
    # A part of both in each step, so that both threads have work all the time.
    for some_articles, some_events in zip(_parts(articles, steps), _parts(events, steps), strict=True):
        writer.write(_INSERT_ARTICLE, partial(article_rows, some_articles, packing))
        first = values.count + 1
        by_event = told.of(first, first + some_events.height)
        _store_events(writer, json_lines(some_events, EVENTS), by_event, values, packing)
    return articles.height, values


def _store_events(
    writer: _Writer, lines: list[str], told: defaultdict[int, list[Told]], values: _Values, packing: Packing
) -> None:
    rows: list[tuple[Row, str]] = []
    documents: list[Row] = []
    officials: list[Row] = []
    for line in lines:
        event = read_event(line)
        number = values.count + 1
        articles = told[number]
        rows.append((event_row(number, event, next((one.title for one in articles if one.title), None)), line))
        documents.append((number, *document(event, articles)))
        officials += values.add(event)
    writer.write(_INSERT_EVENT, lambda: [(*row, packing.pack("event", line)) for row, line in rows])
    writer.write(_INSERT_DOCUMENT, lambda: documents)
    writer.write(_INSERT_OFFICIAL, lambda: officials)


class _Writer:
    """Writes rows in the order in which they are given, in a thread of its own."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._waiting: deque[Future[None]] = deque()

    def write(self, statement: str, rows: Callable[[], list[Row]]) -> None:
        """Have `rows` made and written; waits while too much is waiting.

        Raises:
            sqlite3.Error: rows given before could not be written.
        """
        self._waiting.append(self._thread.submit(self._write, statement, rows))
        while len(self._waiting) > _WAITING:
            self._waiting.popleft().result()

    def finish(self) -> None:
        """Wait until everything given is written.

        Raises:
            sqlite3.Error: it could not be.
        """
        while self._waiting:
            self._waiting.popleft().result()

    def _write(self, statement: str, rows: Callable[[], list[Row]]) -> None:
        self._db.executemany(statement, rows())

    def __enter__(self) -> _Writer:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._thread.shutdown(wait=True, cancel_futures=kind is not None)
        if kind is None:
            self.finish()


def _in_order(events: pl.DataFrame) -> pl.DataFrame:
    """The events by their standing."""
    days = events.select(day=pl.coalesce("date", pl.col("first_published_at").dt.date()), n_outlets=pl.col("n_outlets"))
    newest = max(days["day"].drop_nulls().to_list(), default=None)
    weights = [standing(day, outlets, newest) for day, outlets in days.iter_rows()]
    return events.with_columns(standing=pl.Series(weights, dtype=pl.Float64)).sort(
        "standing", "event_id", descending=[True, False]
    )


def _parts(frame: pl.DataFrame, number: int) -> Iterator[pl.DataFrame]:
    """`frame` in so many parts of one size, the last ones smaller or empty."""
    size = max(1, math.ceil(frame.height / number))
    for part in range(number):
        yield frame.slice(part * size, size)


class _Told:
    """The articles that tell of each event, the best first."""

    def __init__(self, articles: pl.DataFrame, told_by: pl.DataFrame) -> None:
        places = articles.select("article_id", "duplicate_of").with_row_index("place")
        descending = {"event": False, "copy": False, "confidence": True, "published_at": False, "report_id": False}
        found = (
            told_by.join(places, on="article_id")
            .with_columns(copy=pl.col("duplicate_of").is_not_null())
            .sort(list(descending), descending=list(descending.values()))
        )
        self._articles = articles.select("article_id", "title", "text", "duplicate_of")
        self._events, self._places = found["event"].to_numpy(), found["place"].to_numpy()

    def of(self, first: int, behind: int) -> defaultdict[int, list[Told]]:
        """The articles by event, for the events from `first` to before `behind`."""
        start, end = np.searchsorted(self._events, (first, behind)).tolist()
        read = self._articles[self._places[start:end]]
        told: defaultdict[int, list[Told]] = defaultdict(list)
        for event, row in zip(self._events[start:end].tolist(), read.iter_rows(), strict=True):
            told[event].append(Told(*row))
        return told


class _Values:
    """The values of the events so far, on their way into arrays."""

    def __init__(self) -> None:
        self.mentions: list[Mention] = []
        self._days: list[tuple[int, int]] = []
        self._participants: list[int] = []
        self._outlets: list[int] = []
        self._facets = {name: FacetMaker() for name in FILTERS}

    @property
    def count(self) -> int:
        """Number of events so far."""
        return len(self._days)

    def add(self, event: Event) -> list[Row]:
        """Take in the next event; the rows of its officials, without their people."""
        number = self.count + 1
        first = event.date.toordinal() if event.date else NONE
        self._days.append((first, event.date_end.toordinal() if event.date_end else first))
        count = participants(event)
        self._participants.append(NONE if count is None else min(count, _LARGEST))
        self._outlets.append(event.n_outlets)
        for facet, values in facet_values(event).items():
            self._facets[facet].add(values)
        area = event.regency_code or event.province_code or ""
        rows: list[Row] = []
        for place, one in enumerate(event.officials, 1):
            rows.append((number, place, one.name, one.name_as_written, one.office, one.acting, one.role))
            if one.name:
                self.mentions.append(Mention(number, place, one.name, area))
        return rows

    def columns(self, weights: Floats, people: Sequence[tuple[int, int]]) -> Columns:
        """All arrays, given the standing of every event and the pairs of event and person."""
        regions = {code: region.name for code, region in gazetteer().regions.items() if region.kind != "district"}
        labels: dict[Filter, dict[str, str]] = {"province": regions, "regency": regions}
        return Columns(
            first_day=np.array([first for first, _ in self._days], dtype=np.int32),
            last_day=np.array([last for _, last in self._days], dtype=np.int32),
            participants=np.array(self._participants, dtype=np.int32),
            outlets=np.array(self._outlets, dtype=np.int32),
            standing=np.ascontiguousarray(weights, dtype=np.float64),
            person_rows=np.array([event - 1 for event, _ in people], dtype=np.int32),
            person_ids=np.array([person for _, person in people], dtype=np.int32),
            facets={name: maker.made(labels.get(name, {})) for name, maker in self._facets.items()},
        )


def _make_indexes(db: sqlite3.Connection) -> None:
    db.execute("CREATE INDEX reports_event ON reports (event)")
    db.execute("CREATE INDEX reports_confidence ON reports (reviewed, confidence, report_id)")
    # Outlets are counted from this index alone, without reading through the texts.
    db.execute("CREATE INDEX articles_outlet ON articles (outlet, published_at, fetched_at)")


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
