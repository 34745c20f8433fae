"""Tables on disk: written whole or not at all, and read only under a schema that fits."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count, islice
from pathlib import Path

import polars as pl

from schemas.base import SCHEMA_VERSION, Contract
from schemas.columns import polars_schema
from schemas.tables import Table

#: Rows of a row group: small enough to read one at a time, large enough to compress well.
ROW_GROUP = 50_000
#: Rows that are held as Python objects while a frame is made.
_PIECE = 500


class TableError(Exception):
    """A file that cannot serve as the table asked for; the message names the file and says why."""


class SchemaVersionError(TableError):
    """A table written under another version of the contract."""


def to_frame(table: Table, rows: Iterable[Contract]) -> pl.DataFrame:
    """`rows` as a frame with the table's columns, sorted by its key; few of them are held as models at a time.

    Raises:
        TableError: two rows share a key, or a row is of another model.
    """
    left = iter(rows)
    pieces = [pl.DataFrame(schema=polars_schema(table))]
    while piece := list(islice(left, _PIECE)):
        pieces.append(_to_piece(table, piece))
    frame = pl.concat(pieces)
    if frame[table.key].is_duplicated().any():
        double = frame.filter(pl.col(table.key).is_duplicated())[table.key][0]
        raise TableError(f"{table.name}: two rows have the {table.key} {double!r}")
    return frame.sort(table.key)


def _to_piece(table: Table, rows: Iterable[Contract]) -> pl.DataFrame:
    records = []
    for row in rows:
        if not isinstance(row, table.model):
            raise TableError(f"{table.name}: a row is a {type(row).__name__}, not a {table.model.__name__}")
        records.append(row.model_dump_json())
    # By way of JSON: from Python objects, lists of structs take Polars six times as long and hold far more memory.
    return pl.Series(records, dtype=pl.String).str.json_decode(pl.Struct(polars_schema(table))).struct.unnest()


def write_table(table: Table, rows: Iterable[Contract] | pl.DataFrame, folder: Path) -> Path:
    """Write `rows` to `folder/<name>.parquet`, replacing a former file at once when everything is on disk.

    The same rows give the same bytes.

    Raises:
        TableError: the rows do not fit the table.
        OSError: the folder cannot be written to or the disk is full; a former file is then untouched.
    """
    return write_tables([(table, rows)], folder)[0]


def write_tables(tables: Iterable[tuple[Table, Iterable[Contract] | pl.DataFrame]], folder: Path) -> list[Path]:
    """Write tables that belong together, as `write_table`: none takes its place before all are on disk.

    Raises:
        TableError: rows do not fit their table.
        OSError: the folder cannot be written to or the disk is full; former files are then untouched.
    """
    frames = [(table, rows if isinstance(rows, pl.DataFrame) else to_frame(table, rows)) for table, rows in tables]
    for table, frame in frames:
        if frame.schema != polars_schema(table):
            raise TableError(f"{table.name}: the frame's columns are not those of schema {SCHEMA_VERSION}")
    folder.mkdir(parents=True, exist_ok=True)
    written: list[tuple[Path, Path]] = []
    try:
        for table, frame in frames:
            path = folder / f"{table.name}.parquet"
            beside = path.with_suffix(f".parquet.{os.getpid()}.part")
            written.append((beside, path))
            write_parquet(table, frame, beside)
            with beside.open("rb") as file:
                os.fsync(file.fileno())
        for beside, path in written:
            beside.replace(path)
    finally:
        for beside, _ in written:
            beside.unlink(missing_ok=True)
    _sync_folder(folder)
    return [path for _, path in written]


def write_parquet(table: Table, frame: pl.DataFrame, path: Path, about: Mapping[str, str] | None = None) -> None:
    """Write `frame` to `path` with what the file says of itself: table, schema version, and `about`.

    Raises:
        OSError: the disk does not take it.
    """
    metadata = {"ikrar_table": table.name, "ikrar_schema_version": SCHEMA_VERSION, **(about or {})}
    with on_disk(path):
        frame.write_parquet(path, compression="zstd", statistics="full", row_group_size=ROW_GROUP, metadata=metadata)


@contextmanager
def on_disk(path: Path) -> Iterator[None]:
    """Tell of a disk that does not take a file in one way, whatever Polars makes of it.

    Raises:
        OSError: the file cannot be written.
    """
    try:
        yield
    except (pl.exceptions.PolarsError, OSError) as error:
        raise OSError(f"{path}: cannot be written, the disk may be full ({_first_line(error)})") from error


def read_table(table: Table, folder: Path, columns: Sequence[str] | None = None) -> pl.DataFrame:
    """The table from `folder`, with exactly the columns of this version of the contract, or with `columns` only.

    A file of a later minor version may have columns more (they are left out), one of an earlier minor version columns
    less (they are null).

    Raises:
        TableError: there is no such file, or it is no Parquet table of ikrar.
        SchemaVersionError: it was written under another major version.
    """
    return _rows(table, folder, columns)


def read_parts(table: Table, folder: Path) -> Iterator[pl.DataFrame]:
    """The rows of `read_table`, one row group after the other, of which one is in memory; at least one part.

    Raises:
        TableError: as `read_table`; parts read before may have been whole.
        SchemaVersionError: as `read_table`.
    """
    for place in count(0, ROW_GROUP):
        part = _rows(table, folder, None, place, ROW_GROUP)
        yield part
        if part.height < ROW_GROUP:
            return


def _rows(
    table: Table, folder: Path, columns: Sequence[str] | None, place: int = 0, most: int | None = None
) -> pl.DataFrame:
    path = folder / f"{table.name}.parquet"
    if not path.is_file():
        raise TableError(f"{path}: there is no such table")
    try:
        metadata = pl.read_parquet_metadata(path)
        _check_version(path, table, metadata)
        rows = pl.scan_parquet(path, schema=polars_schema(table), missing_columns="insert", extra_columns="ignore")
        return rows.select(columns or pl.all()).slice(place, most).collect()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise TableError(f"{path}: not readable as Parquet ({_first_line(error)})") from error


def rows_of(table: Table, frame: pl.DataFrame) -> list[Contract]:
    """The rows of `frame` as models.

    Raises:
        TableError: a value lies outside what its field allows; the message names the row's key.
    """
    rows = []
    for record in frame.iter_rows(named=True):
        try:
            rows.append(table.model.model_validate(record))
        except ValueError as error:
            raise TableError(f"{table.name}: row {record.get(table.key)!r}: {_first_line(error)}") from error
    return rows


def _check_version(path: Path, table: Table, metadata: dict[str, str]) -> None:
    version = metadata.get("ikrar_schema_version")
    if version is None or metadata.get("ikrar_table") != table.name:
        raise TableError(f"{path}: not a table of {table.name} written by ikrar")
    if version.split(".")[0] != SCHEMA_VERSION.split(".")[0]:
        raise SchemaVersionError(
            f"{path}: written with schema {version}, this ikrar reads {SCHEMA_VERSION}; "
            "build the tables again from the archive, or use the ikrar that wrote them"
        )


def _first_line(error: Exception) -> str:
    return json.dumps(str(error).strip().split("\n", 1)[0], ensure_ascii=False).strip('"')


def _sync_folder(folder: Path) -> None:
    """Make a rename in `folder` durable, where the system lets a folder be synced."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
