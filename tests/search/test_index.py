"""Building the index, and what may be wrong with what it is built of."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import polars as pl
import pytest

from schemas.article import Article
from schemas.columns import polars_schema
from schemas.tables import EVENTS, TABLES
from search.exports import export
from search.finding import find
from search.index import INDEX_NAME, IndexFailure, build_index, ensure_index, is_current
from search.opening import Index, Served, TooSlow
from search.query import Search
from search.regions import coverage, regency_page
from tests.search.make import CEREMONIES, event_id, write


@pytest.fixture
def copy(tables: Path, tmp_path: Path) -> Path:
    """A copy of the tables, without an index."""
    folder = tmp_path / "tables"
    folder.mkdir()
    for name in TABLES:
        shutil.copy2(tables / f"{name}.parquet", folder)
    return folder


def test_the_same_tables_give_the_same_bytes(copy: Path, tmp_path: Path) -> None:
    one = build_index(copy, tmp_path / "one.sqlite")
    other = build_index(copy, tmp_path / "other.sqlite")
    assert (one.events, one.reports, one.articles) == (6, 8, 8)
    assert one.path.read_bytes() == other.path.read_bytes()


def test_any_program_opens_it(copy: Path) -> None:
    path = ensure_index(copy)
    with sqlite3.connect(path) as db:
        found = db.execute(
            "SELECT event_id FROM events WHERE id IN (SELECT rowid FROM documents WHERE documents MATCH 'dompu')"
        )
        assert found.fetchall() == [(event_id(1),)]
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("SELECT count(*) FROM events, json_each(outlets) WHERE value = 'praja'").fetchone() == (3,)


def test_it_is_built_when_the_tables_change_and_only_then(copy: Path) -> None:
    path = ensure_index(copy)
    before = path.stat()
    assert ensure_index(copy).stat().st_ino == before.st_ino
    # Touched, but the same: nothing is built.
    for name in TABLES:
        os.utime(copy / f"{name}.parquet")
    assert is_current(copy)
    write(copy, CEREMONIES[:2])
    assert not is_current(copy)
    with Index.open(ensure_index(copy)) as index:
        assert index.events == 2
    # An index of another form is built anew.
    with sqlite3.connect(path) as db:
        db.execute("UPDATE meta SET value = '0' WHERE name = 'form'")
    db.close()
    assert not is_current(copy)


def test_it_may_lie_elsewhere(copy: Path, tmp_path: Path) -> None:
    path = ensure_index(copy, tmp_path / "else" / "where.sqlite")
    assert path.is_file()
    assert not (copy / INDEX_NAME).exists()
    assert is_current(copy, path)


def test_an_empty_dataset_is_one(tmp_path: Path) -> None:
    write(tmp_path, ())
    with Index.open(ensure_index(tmp_path)) as index:
        assert (index.events, index.first_date, index.last_date) == (0, None, None)
        assert find(index, Search()).total == 0
        assert find(index, Search(q="guru", regency=("35.16",), sort="participants")).suggestion is None
        assert [facet.values for facet in find(index, Search()).facets] == [()] * 9
        assert coverage(index).outlets == ()
        assert len(coverage(index).provinces) == 38
        page = regency_page(index, "35.16")
        assert page is not None
        assert page.events == ()
        assert b"".join(export(index, Search(), "jsonl")) == b""


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda folder: (folder / "events.parquet").unlink(), "events.parquet: there is no such table"),
        (lambda folder: (folder / "reports.parquet").write_bytes(b"PAR1 no"), "reports.parquet: not readable as Parquet"),
        (lambda folder: (folder / "articles.parquet").write_bytes((folder / "articles.parquet").read_bytes()[:900]), "articles.parquet: not readable"),
        (lambda folder: _versioned(folder, "7.0"), "written with schema 7.0"),
        (lambda folder: pl.DataFrame({"a": [1]}).write_parquet(folder / "events.parquet"), "not a table of events"),
        (lambda folder: _changed(folder, confidence=7.0), "events: row 'ev-000000000001'"),
    ],
    ids=["absent", "garbage", "cut short", "other version", "other table", "bad value"],
)  # fmt: skip
def test_broken_tables_are_named_and_the_old_index_stays(copy: Path, spoil: object, said: str) -> None:
    path = ensure_index(copy)
    before = path.read_bytes()
    assert callable(spoil)
    spoil(copy)
    with pytest.raises(IndexFailure, match=r"^[^\n]*$") as failure:
        build_index(copy)
    assert said in str(failure.value)
    assert path.read_bytes() == before
    assert [one.name for one in copy.iterdir() if one.name.endswith(".part")] == []


def test_a_folder_that_cannot_be_written_to_is_named(copy: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(IndexFailure, match="cannot be written"):
        build_index(copy, tmp_path / "file" / "index.sqlite")


def test_reports_of_missing_articles_and_orphans_do_no_harm(copy: Path) -> None:
    frame = pl.read_parquet(copy / "articles.parquet")
    kept = frame.filter(pl.col("outlet") != "bahtera")
    metadata = {"ikrar_table": "articles", "ikrar_schema_version": "1.0"}
    kept.write_parquet(copy / "articles.parquet", metadata=metadata)
    with Index.open(ensure_index(copy)) as index:
        assert find(index, Search(q="dompu")).total == 1
        hit = find(index, Search(regency=("35.16",))).hits[0]
        assert str(hit.title) == ""
        assert [one.outlet for one in hit.sources] == ["bahtera"]


@pytest.mark.parametrize(
    "content", [b"", b"SQLite format 3\x00" + b"\x00" * 5_000, b"text" * 2_000], ids=["empty", "header", "text"]
)
def test_what_is_no_index_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / INDEX_NAME).write_bytes(content)
    with pytest.raises(IndexFailure, match=r"ikrar index|not an index"):
        Index.open(tmp_path / INDEX_NAME)
    with pytest.raises(IndexFailure, match="there is no index"):
        Index.open(tmp_path / "absent.sqlite")


def test_another_database_is_no_index(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "other.sqlite") as db:
        db.execute("CREATE TABLE meta (name, value)")
    db.close()
    with pytest.raises(IndexFailure, match="not an index of ikrar"):
        Index.open(tmp_path / "other.sqlite")


def test_an_index_of_another_version_is_named_and_built_anew(copy: Path) -> None:
    path = ensure_index(copy)
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE meta SET value = '4, schema 0.9' WHERE name = 'form'")
    with pytest.raises(IndexFailure, match=r"another version .* run `ikrar index`"):
        Index.open(path)
    assert not is_current(copy)
    with Index.open(ensure_index(copy)) as index:
        assert index.events


def test_a_damaged_page_is_named_when_it_is_read(copy: Path) -> None:
    path = ensure_index(copy)
    content = bytearray(path.read_bytes())
    with sqlite3.connect(path) as db:
        (page,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'events'").fetchone()
    db.close()
    content[(page - 1) * 8192 : page * 8192] = b"\xff" * 8192
    path.write_bytes(content)
    with Index.open(path) as index, pytest.raises(IndexFailure, match="not readable as an index"):
        find(index, Search(q="dompu"))


def test_a_server_follows_the_file_and_readers_notice_nothing(copy: Path) -> None:
    served = Served(ensure_index(copy))
    first = served.current()
    stop, failed = threading.Event(), []
    seen: set[int] = set()

    def read() -> None:
        while not stop.is_set():
            try:
                seen.add(find(served.current(), Search(q="ikrar OR dompu")).total + served.current().events)
            except Exception as error:  # noqa: BLE001 - whatever a reader meets is what this test is about
                failed.append(error)
                return

    readers = [threading.Thread(target=read) for _ in range(6)]
    for reader in readers:
        reader.start()
    for count in (3, 6, 2):
        write(copy, CEREMONIES[:count])
        build_index(copy)
        assert served.current().events == count
    (copy / "broken").write_bytes(b"broken")
    (copy / "broken").replace(copy / INDEX_NAME)
    assert served.current().events == 2
    assert "not readable as an index" in str(served.problem)
    build_index(copy)
    assert served.current().events == 2
    assert served.problem is None
    stop.set()
    for reader in readers:
        reader.join()
    assert failed == []
    assert first.events == 6
    served.close()


def test_an_export_goes_on_when_the_index_is_replaced(copy: Path) -> None:
    served = Served(ensure_index(copy))
    rows = export(served.current(), Search(), "jsonl")
    write(copy, CEREMONIES[:1])
    build_index(copy)
    assert served.current().events == 1
    assert sum(piece.count(b"\n") for piece in rows) == 6
    served.close()


def test_a_question_ends_when_its_time_is_over(index: Index) -> None:
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
    with pytest.raises(TooSlow), index.reading(0.1) as db:
        db.execute(endless).fetchone()
    assert find(index, Search(q="dompu")).total == 1
    # When every connection is taken, the next one waits no longer than it may.
    with index.reading(), index.reading(), index.reading(), index.reading():
        late = find(index, Search(q="dompu"), seconds=0.05)
    assert (late.problem, late.total, late.hits) == ("too-slow", 0, ())


def test_the_file_cannot_be_changed_through_a_search(index: Index) -> None:
    with pytest.raises(IndexFailure, match="readonly"), index.reading() as db:
        db.execute("DELETE FROM events")


def test_two_builds_at_once_leave_one_whole_index(copy: Path) -> None:
    code = "import sys, pathlib; from search.index import build_index; build_index(pathlib.Path(sys.argv[1]))"
    builds = [
        subprocess.Popen([sys.executable, "-c", code, str(copy)], cwd=Path(__file__).parents[2]) for _ in range(2)
    ]
    assert [build.wait(timeout=120) for build in builds] == [0, 0]
    with Index.open(copy / INDEX_NAME) as index:
        assert index.events == 6
    assert sorted(one.name for one in copy.iterdir()) == sorted([*(f"{name}.parquet" for name in TABLES), INDEX_NAME])


def _versioned(folder: Path, version: str) -> None:
    frame = pl.read_parquet(folder / "events.parquet")
    frame.write_parquet(folder / "events.parquet", metadata={"ikrar_table": "events", "ikrar_schema_version": version})


def _changed(folder: Path, **values: float) -> None:
    frame = pl.read_parquet(folder / "events.parquet").with_columns(
        **{name: pl.lit(value) for name, value in values.items()}
    )
    frame = frame.cast(polars_schema(EVENTS))
    frame.write_parquet(folder / "events.parquet", metadata={"ikrar_table": "events", "ikrar_schema_version": "1.0"})


def test_articles_are_whole(index: Index) -> None:
    with index.reading() as db:
        (record,) = db.execute("SELECT unpacked('article', record) FROM articles LIMIT 1").fetchone()
    assert set(Article.model_fields) - {"text"} <= set(json.loads(record))


def test_tables_of_many_row_groups_give_the_same_index(
    copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.storing.SAMPLE", 3)
    whole = build_index(copy, tmp_path / "whole.sqlite")
    # Of eight articles and reports, in fours the last part is full, and an empty one ends them.
    for rows in (3, 4):
        monkeypatch.setattr("schemas.parquet.ROW_GROUP", rows)
        parts = build_index(copy, tmp_path / f"{rows}.sqlite")
        assert (parts.events, parts.reports, parts.articles) == (6, 8, 8)
        assert parts.path.read_bytes() == whole.path.read_bytes()
