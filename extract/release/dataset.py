"""What a release is made from: the three tables, the registry of outlets and the events that are no more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from schemas.article import Article
from schemas.base import Contract
from schemas.event import Event
from schemas.outlet import Outlet
from schemas.parquet import TableError, read_table, rows_of
from schemas.release import RemovedRow
from schemas.report import Report
from schemas.tables import ARTICLES, EVENTS, REPORTS, Table

Row = TypeVar("Row", bound=Contract)


@dataclass(frozen=True, slots=True)
class Dataset:
    """The contents of a release as models.

    Attributes:
        articles: every article that was read, by its key.
        reports: every report of an event, by its key.
        events: the events.
        outlets: the registry.
        removed: events of earlier releases that are no more.
        withheld: keys of articles in which a person asked to be left out, with the words their snippets must not show.
    """

    articles: Mapping[str, Article]
    reports: Mapping[str, Report]
    events: tuple[Event, ...]
    outlets: tuple[Outlet, ...] = ()
    removed: tuple[RemovedRow, ...] = ()
    withheld: Mapping[str, frozenset[str]] = field(default_factory=dict)


def load_dataset(tables: Path, outlets: Iterable[Outlet] = ()) -> Dataset:
    """The tables in a folder, with their rows checked against the models and against each other.

    Raises:
        TableError: a table is missing, no Parquet table of ikrar, of another schema version, holds a value that its
            field does not allow, or names a row that is not there.
    """
    articles = {row.article_id: row for row in _rows(ARTICLES, Article, tables)}
    reports = {row.report_id: row for row in _rows(REPORTS, Report, tables)}
    events = tuple(_rows(EVENTS, Event, tables))
    for report in reports.values():
        if report.article_id not in articles:
            raise TableError(f"{tables}: report {report.report_id!r} is of an article that is not in articles.parquet")
    seen: dict[str, str] = {}
    for event in events:
        for key in event.report_ids:
            if key not in reports:
                raise TableError(f"{tables}: event {event.event_id} names the report {key!r}, which is not there")
            if key in seen:
                raise TableError(f"{tables}: report {key!r} belongs to two events, {seen[key]} and {event.event_id}")
            seen[key] = event.event_id
    return Dataset(articles, reports, events, tuple(outlets))


def _rows(table: Table, model: type[Row], folder: Path) -> Iterable[Row]:
    for row in rows_of(table, read_table(table, folder)):
        if isinstance(row, model):
            yield row
