from __future__ import annotations

import errno
from pathlib import Path

import polars as pl
import pytest

from schemas.columns import polars_schema
from schemas.event import Conflict, ConflictValue
from schemas.parquet import (
    SchemaVersionError,
    TableError,
    read_table,
    rows_of,
    to_frame,
    write_parquet,
    write_table,
    write_tables,
)
from schemas.report import MOST_PEOPLE
from schemas.tables import ARTICLES, EVENTS, REPORTS, TABLES, Table
from tests.schemas.make import make_article, make_event, make_report

ROWS = {"articles": make_article(), "reports": make_report(), "events": make_event()}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES.keys())
def test_a_row_survives_the_way_to_disk_and_back(table: Table, tmp_path: Path) -> None:
    row = ROWS[table.name]
    path = write_table(table, [row], tmp_path)
    frame = read_table(table, tmp_path)
    assert frame.schema == polars_schema(table)
    assert rows_of(table, frame) == [row]
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES.keys())
def test_columns_and_models_agree(table: Table) -> None:
    schema = polars_schema(table)
    assert list(schema) == list(table.model.model_fields)
    assert next(iter(schema)) == table.key
    assert to_frame(table, []).schema == schema


def test_the_same_rows_in_any_order_give_the_same_bytes(tmp_path: Path) -> None:
    rows = [make_report(report_id=f"r-{n}") for n in range(50)]
    one = write_table(REPORTS, rows, tmp_path / "a").read_bytes()
    two = write_table(REPORTS, rows[::-1], tmp_path / "b").read_bytes()
    assert one == two


def test_a_file_is_compressed_in_bounded_row_groups_and_carries_its_version(tmp_path: Path) -> None:
    path = write_table(REPORTS, [make_report()], tmp_path)
    metadata = pl.read_parquet_metadata(path)
    assert metadata["ikrar_schema_version"] == "1.1"
    assert metadata["ikrar_table"] == "reports"


def test_values_of_every_kind_survive_in_any_number(tmp_path: Path) -> None:
    odd = "".join(map(chr, (*range(0x20, 0x7F), 0xA0, 0x2028, 0xFEFF, 0xFFFD, 0x1F600, 0x10FFFF))) + "\n\t\\u0041 null"
    rows = [
        make_event(
            event_id=f"ev-{number:012x}",
            venue=odd if number % 2 else None,
            confidence=number / 1300,
            participants_total=MOST_PEOPLE - number,
            latitude=-7.123456789012345 + number / 997,
            conflicts=[Conflict(field=odd, values=[ConflictValue(value=odd, report_ids=["a-1"])])] * (number % 3),
        )
        for number in range(1300)
    ]
    write_table(EVENTS, reversed(rows), tmp_path)
    read = rows_of(EVENTS, read_table(EVENTS, tmp_path))
    # Confidence is kept in 32 bits.
    assert [row.model_dump(exclude={"confidence"}) for row in read] == [
        row.model_dump(exclude={"confidence"}) for row in rows
    ]
    assert [row.model_dump()["confidence"] for row in read] == pytest.approx([row.confidence for row in rows], rel=1e-7)


def test_two_rows_of_one_key_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="two rows have the report_id"):
        write_table(REPORTS, [make_report(), make_report()], tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_row_of_another_model_is_refused() -> None:
    with pytest.raises(TableError, match="a row is a Article, not a Report"):
        to_frame(REPORTS, [make_article()])


def test_another_major_version_is_named(tmp_path: Path) -> None:
    to_frame(REPORTS, [make_report()]).write_parquet(
        tmp_path / "reports.parquet", metadata={"ikrar_table": "reports", "ikrar_schema_version": "2.0"}
    )
    with pytest.raises(SchemaVersionError, match=r"written with schema 2\.0, this ikrar reads 1\.1"):
        read_table(REPORTS, tmp_path)


def test_a_later_minor_version_is_read_without_its_new_columns(tmp_path: Path) -> None:
    frame = to_frame(REPORTS, [make_report()]).with_columns(pl.lit("x").alias("new")).drop("venue")
    frame.write_parquet(
        tmp_path / "reports.parquet", metadata={"ikrar_table": "reports", "ikrar_schema_version": "1.9"}
    )
    read = read_table(REPORTS, tmp_path)
    assert read.schema == polars_schema(REPORTS)
    assert read["venue"].to_list() == [None]


def test_events_of_schema_1_0_are_read_without_their_voices(tmp_path: Path) -> None:
    event = make_event()
    frame = to_frame(EVENTS, [event]).drop("n_voices")
    frame.write_parquet(tmp_path / "events.parquet", metadata={"ikrar_table": "events", "ikrar_schema_version": "1.0"})
    assert rows_of(EVENTS, read_table(EVENTS, tmp_path)) == [event.model_copy(update={"n_voices": None})]


def test_an_event_has_no_more_voices_than_reports() -> None:
    with pytest.raises(ValueError, match=r"n_voices \(2\) is above n_reports \(1\)"):
        make_event(n_voices=2)


def test_files_that_are_no_such_table(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="there is no such table"):
        read_table(EVENTS, tmp_path)
    (tmp_path / "events.parquet").write_bytes(b"PAR1 but not really")
    with pytest.raises(TableError, match="not readable as Parquet"):
        read_table(EVENTS, tmp_path)
    pl.DataFrame({"a": [1]}).write_parquet(tmp_path / "events.parquet")
    with pytest.raises(TableError, match="not a table of events written by ikrar"):
        read_table(EVENTS, tmp_path)


def test_a_full_disk_leaves_the_former_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_table(ARTICLES, [make_article()], tmp_path)
    before = path.read_bytes()

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("schemas.parquet.os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_table(ARTICLES, [make_article(title="other")], tmp_path)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["articles.parquet"]


def test_tables_take_their_places_together_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_tables([(ARTICLES, [make_article()]), (EVENTS, [make_event()])], tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert set(before) == {"articles.parquet", "events.parquet"}
    asked: list[int] = []

    def full(descriptor: int) -> None:
        asked.append(descriptor)
        if len(asked) == 2:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("schemas.parquet.os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_tables([(ARTICLES, [make_article(title="other")]), (EVENTS, [make_event(venue="other")])], tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_disk_that_does_not_take_a_file_is_told_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match="folder: cannot be written, the disk may be full"):
        write_parquet(ARTICLES, to_frame(ARTICLES, [make_article()]), tmp_path / "folder")
