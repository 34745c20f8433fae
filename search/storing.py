"""Filling the index from the three tables.

Rows are read, made and written some at a time. A second thread would not help: it takes the processor as much longer as
it takes time off.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

import numpy as np
import polars as pl

from extract.gazetteer import gazetteer
from extract.merging.names import name_words
from schemas.event import Event
from schemas.parquet import read_parts, read_table
from schemas.tables import ARTICLES, EVENTS, REPORTS
from search.columns import NONE, Columns, FacetMaker, Floats, store
from search.documents import Document, Told, document, facet_values, participants, standing
from search.identity import Mention, people_of
from search.packing import SAMPLE, Packing
from search.query import FILTERS, Filter
from search.rows import Row, article_rows, event_row, json_lines, read_event, report_rows
from search.stems import Stemmer

_INSERT_ARTICLE = "INSERT INTO articles VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_INSERT_REPORT = "INSERT INTO reports VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_INSERT_EVENT = (
    "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # 26
)
_INSERT_DOCUMENT = (
    "INSERT INTO documents (rowid, people, places, title, topics, body, stems) VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_INSERT_OFFICIAL = "INSERT INTO officials VALUES (?, ?, NULL, ?, ?, ?, ?, ?)"
#: Rows that are made and written at once.
_STEP = 500
_LARGEST = 2**31 - 1
#: Bytes of words that FTS5 gathers before it writes them out: with its usual megabyte it mostly merges what it wrote.
_WORDS_IN_MEMORY = 20 * 1024 * 1024
#: In a dataset with more events than this a word of one event only may be a misprint, and is never suggested.
_FEW_EVENTS = 1_000


def store_tables(db: sqlite3.Connection, tables: Path, beside: Path) -> tuple[int, int, int]:
    """Fill the empty index `db` from the tables; the numbers of articles, reports and events.

    Args:
        db: the index.
        tables: folder of the tables.
        beside: folder that takes as much for a while as all texts take.

    Raises:
        TableError: a table is missing, damaged or of another schema version, or holds a value that is not allowed.
        sqlite3.Error: the index cannot be written.
        OSError: the texts cannot be.
    """
    db.execute("INSERT INTO documents (documents, rank) VALUES ('hashsize', ?)", (_WORDS_IN_MEMORY,))
    # All is merged once, at the end.
    db.execute("INSERT INTO documents (documents, rank) VALUES ('automerge', 0)")
    events = _in_order(read_table(EVENTS, tables))
    weights = events["standing"].to_numpy()
    events = events.drop("standing")
    packing = Packing()
    reports = _store_reports(db, tables, events, packing)
    # Texts wait on disk, as they are, until their events are stored: all of them are too many for memory.
    with TemporaryFile(dir=beside) as file:
        texts = _Texts(file)
        articles = _store_articles(db, tables, packing, texts)
        values = _store_events(db, events, _Told(tables, events, texts), packing)
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


def _store_reports(db: sqlite3.Connection, tables: Path, events: pl.DataFrame, packing: Packing) -> int:
    """Store the rows of all reports; their number."""
    event_of = {report: row for row, ids in enumerate(events["report_ids"].to_list(), 1) for report in ids}
    stored = 0
    for part in read_parts(REPORTS, tables):
        if not stored:
            packing.learn("report", json_lines(part.head(SAMPLE), REPORTS))
        for some in part.iter_slices(_STEP):
            db.executemany(_INSERT_REPORT, report_rows(some, event_of, packing))
        stored += part.height
    return stored


def _store_articles(db: sqlite3.Connection, tables: Path, packing: Packing, texts: _Texts) -> int:
    """Store the rows of all articles, and write their texts one behind the other into `texts`; their number."""
    stored = 0
    for part in read_parts(ARTICLES, tables):
        if not stored:
            packing.learn("article", json_lines(part.drop("text").head(SAMPLE), ARTICLES))
            packing.learn("text", part["text"].head(SAMPLE).to_list())
        for some in part.iter_slices(_STEP):
            db.executemany(_INSERT_ARTICLE, article_rows(some, packing))
            texts.add(some["text"])
        stored += part.height
    return stored


def _store_events(db: sqlite3.Connection, events: pl.DataFrame, told: _Told, packing: Packing) -> _Values:
    """Store the rows, documents and officials of all events; their values."""
    packing.learn("event", json_lines(events.head(SAMPLE), EVENTS))
    values, stemmer = _Values(), Stemmer()
    for some in events.iter_slices(_STEP):
        rows: list[tuple[Row, str]] = []
        documents: list[tuple[int, Document]] = []
        officials: list[Row] = []
        by_event = told.of(values.count + 1, values.count + 1 + some.height)
        for line in json_lines(some, EVENTS):
            event = read_event(line)
            number = values.count + 1
            articles = by_event[number]
            headline = next((one.title for one in articles if one.title), None)
            rows.append((event_row(number, event, headline), line))
            documents.append((number, document(event, articles)))
            officials += values.add(event)
        db.executemany(_INSERT_EVENT, _packed(rows, packing))
        stems = stemmer.stems_of([one.stemmed for _, one in documents])
        found = [(number, *one, " ".join(of)) for (number, one), of in zip(documents, stems, strict=True)]
        db.executemany(_INSERT_DOCUMENT, found)
        db.executemany(_INSERT_OFFICIAL, officials)
    return values


def _packed(rows: Iterable[tuple[Row, str]], packing: Packing) -> list[Row]:
    return [(*row, packing.pack("event", record)) for row, record in rows]


def _in_order(events: pl.DataFrame) -> pl.DataFrame:
    """The events by their standing."""
    days = events.select(day=pl.coalesce("date", pl.col("first_published_at").dt.date()), n_outlets=pl.col("n_outlets"))
    newest = max(days["day"].drop_nulls().to_list(), default=None)
    weights = [standing(day, outlets, newest) for day, outlets in days.iter_rows()]
    return events.with_columns(standing=pl.Series(weights, dtype=pl.Float64)).sort(
        "standing", "event_id", descending=[True, False]
    )


class _Texts:
    """Texts in a file, one behind the other."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._ends = array("q", [0])

    def add(self, texts: pl.Series) -> None:
        """Write `texts` behind those written before."""
        self._file.write("".join(texts).encode())
        self._ends.extend((texts.str.len_bytes().cum_sum() + self._ends[-1]).to_list())

    def read(self, place: int) -> str:
        """The text at `place`, from 0 in the order of writing."""
        start, end = self._ends[place : place + 2]
        self._file.seek(start)
        return self._file.read(end - start).decode()


class _Told:
    """The articles that tell of each event, the best first."""

    def __init__(self, tables: Path, events: pl.DataFrame, texts: _Texts) -> None:
        numbered = events.select("report_ids").with_row_index("event", offset=1).explode("report_ids")
        # One event for each report, as in the table of reports.
        numbered = numbered.unique("report_ids", keep="last")
        articles = read_table(ARTICLES, tables, ["article_id", "title", "duplicate_of"]).with_row_index("place")
        columns = ["report_id", "article_id", "confidence", "published_at"]
        descending = {"event": False, "copy": False, "confidence": True, "published_at": False, "report_id": False}
        found = (
            read_table(REPORTS, tables, columns)
            .join(numbered, left_on="report_id", right_on="report_ids")
            .join(articles.select("article_id", "place", copy=pl.col("duplicate_of").is_not_null()), on="article_id")
            .sort(list(descending), descending=list(descending.values()))
        )
        self._articles, self._texts = articles.drop("place"), texts
        self._events, self._places = found["event"].to_numpy(), found["place"].to_numpy()

    def of(self, first: int, behind: int) -> defaultdict[int, list[Told]]:
        """The articles by event, for the events from `first` to before `behind`."""
        start, end = np.searchsorted(self._events, (first, behind)).tolist()
        places = self._places[start:end]
        told: defaultdict[int, list[Told]] = defaultdict(list)
        found = zip(self._events[start:end].tolist(), places.tolist(), self._articles[places].iter_rows(), strict=True)
        for event, place, (article, title, copy_of) in found:
            told[event].append(Told(article, title, self._texts.read(place), copy_of))
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
    persons: list[tuple[int, int, int]] = []
    for number, person in enumerate(people_of(mentions), 1):
        persons += [(one.event, one.place, number) for one in person.mentions]
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
    # In the order in which the rows stand in the file.
    persons.sort()
    db.executemany("UPDATE officials SET person = ?3 WHERE event = ?1 AND place = ?2", persons)
    db.execute("CREATE INDEX officials_person ON officials (person)")
    return pairs
