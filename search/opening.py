"""Reading the index: connections and arrays of one version of the file, and following the file when it is replaced."""

from __future__ import annotations

import datetime as dt
import queue
import sqlite3
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from schemas.base import SCHEMA_VERSION
from search.columns import Columns, Masks, load
from search.index import APPLICATION_ID, INDEX_FORM, IndexFailure
from search.packing import Packing

#: Seconds after which a question is given up.
TIME_LIMIT = 2.0
#: Connections of one index: more readers wait for one to be free, and two cores serve no more at once anyway.
CONNECTIONS = 4
#: Steps of SQLite's machine between looks at the clock, some hundredths of a millisecond.
_STEPS = 20_000


class TooSlow(Exception):  # noqa: N818 - it is an outcome, not a failure
    """A question was given up after TIME_LIMIT seconds."""


class Index:
    """One version of the index file, open for reading. Threads may share it.

    Attributes:
        path: the file.
        columns: values of all events.
        masks: the events that the terms last asked for stand in.
        events: number of events.
        reports: number of reports.
        articles: number of articles.
        build_id: 16 hex digits that stand for the tables it was made from.
        tables_at: when the newest of those tables was written, UTC.
    """

    def __init__(
        self, path: Path, connections: list[sqlite3.Connection], columns: Columns, meta: dict[str, str]
    ) -> None:
        self.path = path
        self.columns = columns
        self.masks = Masks()
        self.events, self.reports, self.articles = (int(meta[name]) for name in ("events", "reports", "articles"))
        self.build_id = meta["build_id"]
        self.tables_at = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
        # Closed with the last reader of this version, be it in the middle of a long export when a new one comes.
        self._closing = weakref.finalize(self, _close, connections)
        self._free: queue.LifoQueue[sqlite3.Connection] = queue.LifoQueue()
        for connection in connections:
            self._free.put(connection)

    @classmethod
    def open(cls, path: Path, *, connections: int = CONNECTIONS) -> Self:
        """Open the index at `path`.

        Raises:
            IndexFailure: there is no index, it is of another form, or it is damaged.
        """
        if not path.is_file():
            raise IndexFailure(f"{path}: there is no index; run `ikrar index` first")
        opened: list[sqlite3.Connection] = []
        try:
            # All at once: a connection made later might see a file that has taken this one's place.
            for _ in range(connections):
                opened.append(_connect(path))
            meta = _common_meta(path, opened)
            for one in opened:
                Packing.stored(one).teach(one)
            return cls(path, opened, load(opened[0]), meta)
        except (sqlite3.Error, KeyError, ValueError, OSError) as error:
            _close(opened)
            raise IndexFailure(f"{path}: not readable as an index ({error}); run `ikrar index`") from error
        except IndexFailure:
            _close(opened)
            raise

    @contextmanager
    def reading(self, seconds: float = TIME_LIMIT) -> Iterator[sqlite3.Connection]:
        """A connection for one question.

        Raises:
            TooSlow: it took longer than `seconds`, waiting for a free connection included.
            IndexFailure: the file is damaged.
        """
        deadline = time.monotonic() + seconds
        try:
            connection = self._free.get(timeout=seconds)
        except queue.Empty:
            raise TooSlow from None
        connection.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS)
        try:
            yield connection
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
                raise TooSlow from error
            raise IndexFailure(f"{self.path}: not readable as an index ({error}); run `ikrar index`") from error
        except sqlite3.DatabaseError as error:
            raise IndexFailure(f"{self.path}: not readable as an index ({error}); run `ikrar index`") from error
        finally:
            connection.set_progress_handler(None, 0)
            self._free.put(connection)

    @property
    def first_date(self) -> dt.date | None:
        """Day of the earliest ceremony."""
        days = self.columns.first_day[self.columns.first_day > 0]
        return dt.date.fromordinal(int(days.min())) if len(days) else None

    @property
    def last_date(self) -> dt.date | None:
        """Day of the latest ceremony."""
        days = self.columns.last_day[self.columns.last_day > 0]
        return dt.date.fromordinal(int(days.max())) if len(days) else None

    def close(self) -> None:
        """Close the connections; questions still asked end with an error."""
        self._closing()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Served:
    """An index as a server reads it: when the file is replaced, the next question sees the new one.

    Attributes:
        problem: why the file now at the path cannot be read, where an older version is served in its stead.
    """

    def __init__(self, path: Path) -> None:
        """Open the index at `path`.

        Raises:
            IndexFailure: there is none that can be read.
        """
        self.path = path
        self.problem: str | None = None
        self._lock = threading.Lock()
        self._seen = _identity(path)
        self._index = Index.open(path)

    def current(self) -> Index:
        """The index of the file as it stands now, else the last one that could be read."""
        seen = _identity(self.path)
        if seen != self._seen:
            with self._lock:
                if seen != self._seen:
                    self._reopen(seen)
        return self._index

    def close(self) -> None:
        """Close the version served now."""
        self._index.close()

    def _reopen(self, seen: tuple[int, ...] | None) -> None:
        try:
            fresh = Index.open(self.path)
        except IndexFailure as failure:
            self.problem, self._seen = str(failure), seen
            return
        self._index, self.problem, self._seen = fresh, None, seen


def _connect(path: Path) -> sqlite3.Connection:
    # The file at this name is never written to, only replaced, so it needs no locks.
    address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    connection = sqlite3.connect(address, uri=True, check_same_thread=False, isolation_level=None)
    connection.execute("PRAGMA query_only = 1")
    connection.execute("PRAGMA trusted_schema = 0")
    # No memory map: a file cut short by another program would then end the process instead of the question.
    connection.execute("PRAGMA mmap_size = 0")
    connection.execute("PRAGMA cache_size = -32000")
    return connection


def _common_meta(path: Path, connections: list[sqlite3.Connection]) -> dict[str, str]:
    first, *others = (_meta(path, one) for one in connections)
    if any(meta != first for meta in others):
        raise IndexFailure(f"{path}: the index was replaced while it was opened")
    return first


def _meta(path: Path, connection: sqlite3.Connection) -> dict[str, str]:
    (mark,) = connection.execute("PRAGMA application_id").fetchone()
    if mark != APPLICATION_ID:
        raise IndexFailure(f"{path}: not an index of ikrar")
    meta: dict[str, str] = dict(connection.execute("SELECT name, value FROM meta"))
    if meta.get("form") != INDEX_FORM:
        raise IndexFailure(
            f"{path}: an index of another version (schema {SCHEMA_VERSION} is read here); run `ikrar index`"
        )
    return meta


def _identity(path: Path) -> tuple[int, ...] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def _close(connections: list[sqlite3.Connection]) -> None:
    for connection in connections:
        connection.close()
