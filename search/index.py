"""Building the index: from the Parquet tables to one SQLite file.

The file is written under a temporary name and renamed when it is whole, so whoever reads the former one goes on
reading it. The same tables give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from schemas.base import SCHEMA_VERSION
from schemas.parquet import TableError
from schemas.tables import TABLES
from search.storing import store_tables

#: Name of the index beside the tables.
INDEX_NAME = "index.sqlite"
#: Form of the index and of the rows in it; one of another form is built anew.
INDEX_FORM = f"5, schema {SCHEMA_VERSION}"
#: Marks the file as an index in its header, so that another SQLite file is told from it ("ikra").
APPLICATION_ID = 0x696B7261


class IndexFailure(Exception):  # noqa: N818 - IndexError is Python's own
    """No index can be made or read; the message says in one line why."""


@dataclass(frozen=True, slots=True)
class Built:
    """What an index was built of."""

    path: Path
    events: int
    reports: int
    articles: int


def index_path(tables: Path, index: Path | None = None) -> Path:
    """Where the index of `tables` stands: `index` if given, else beside them."""
    return index or tables / INDEX_NAME


def ensure_index(tables: Path, index: Path | None = None) -> Path:
    """The path of an index made from `tables`, built now where there is none or the tables have changed.

    Raises:
        IndexFailure: the tables cannot be read or the index cannot be written; a former index is untouched.
    """
    if not is_current(tables, index):
        build_index(tables, index)
    return index_path(tables, index)


def is_current(tables: Path, index: Path | None = None) -> bool:
    """Whether there is an index made from exactly the tables that now stand in `tables`.

    Raises:
        IndexFailure: a table is missing or unreadable.
    """
    path = index_path(tables, index)
    made_of = _made_of(path)
    if made_of is None:
        return False
    try:
        stats = {name: (tables / f"{name}.parquet").stat() for name in TABLES}
        newest = max(one.st_mtime_ns for one in stats.values())
        sizes = {name: one.st_size for name, one in stats.items()}
        # Tables are not read through again as long as none is younger than the index and all have their former sizes.
        if made_of["sizes"] == sizes and path.stat().st_mtime_ns >= newest:
            return True
        return made_of["digests"] == _digests(tables)
    except FileNotFoundError as error:
        raise IndexFailure(f"{error.filename}: there is no such table; run `ikrar extract` first") from error
    except OSError as error:
        raise IndexFailure(f"{tables}: {error.strerror or error}") from error


def build_index(tables: Path, index: Path | None = None) -> Built:
    """Build the index of `tables`, replacing a former one at once when the new one is on disk.

    Raises:
        IndexFailure: a table is missing, damaged or of another schema version, or the index cannot be written. A former
            index is then untouched.
    """
    path = index_path(tables, index)
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        started = max((tables / f"{name}.parquet").stat().st_mtime_ns for name in TABLES)
        digests = _digests(tables)
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.unlink(missing_ok=True)
        with closing(sqlite3.connect(beside, isolation_level=None)) as db:
            built = _fill(db, tables, path, digests)
        with beside.open("rb") as file:
            os.fsync(file.fileno())
        # As old as the tables it was made from: tables replaced while it was built are younger.
        os.utime(beside, ns=(started, started))
        beside.replace(path)
    except FileNotFoundError as error:
        raise IndexFailure(f"{error.filename}: there is no such table; run `ikrar extract` first") from error
    except TableError as error:
        raise IndexFailure(str(error)) from error
    except (OSError, sqlite3.Error) as error:
        raise IndexFailure(f"{path}: the index cannot be written ({error})") from error
    finally:
        with suppress(OSError):
            beside.unlink()
    return built


def _fill(db: sqlite3.Connection, tables: Path, path: Path, digests: dict[str, str]) -> Built:
    db.executescript(resources.files(__package__).joinpath("index.sql").read_text("utf-8"))
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute("BEGIN")
    articles, reports, events = store_tables(db, tables, path.parent)
    sizes = {name: (tables / f"{name}.parquet").stat().st_size for name in TABLES}
    entries = {
        "form": INDEX_FORM,
        "build_id": hashlib.sha256(json.dumps([INDEX_FORM, digests], sort_keys=True).encode()).hexdigest()[:16],
        "digests": json.dumps(digests, sort_keys=True),
        "sizes": json.dumps(sizes, sort_keys=True),
        "events": str(events),
        "reports": str(reports),
        "articles": str(articles),
    }
    db.executemany("INSERT INTO meta VALUES (?, ?)", entries.items())
    db.execute("COMMIT")
    return Built(path, events, reports, articles)


def _digests(tables: Path) -> dict[str, str]:
    digests = {}
    for name in TABLES:
        with (tables / f"{name}.parquet").open("rb") as file:
            digests[name] = hashlib.file_digest(file, "sha256").hexdigest()
    return digests


def _made_of(path: Path) -> dict[str, dict[str, str | int]] | None:
    """What tables the index at `path` was made of; None without an index of this form."""
    if not path.is_file():
        return None
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as db:
            meta: dict[str, str] = dict(db.execute("SELECT name, value FROM meta"))
        if meta.get("form") != INDEX_FORM:
            return None
        return {name: json.loads(meta[name]) for name in ("digests", "sizes")}
    except (sqlite3.Error, KeyError, ValueError):
        return None
