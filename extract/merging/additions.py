"""Adding one correction to the corrections file."""

from __future__ import annotations

import csv
import datetime as dt
import fcntl
import io
import os
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from io import FileIO
from pathlib import Path

import polars as pl
from pydantic import ValidationError

from extract.merging.amendment import AlreadyError, InvalidError, StaleError, amend, current_value
from extract.merging.corrections import COLUMNS, CorrectionsError, Line, first_reason, read_corrections
from schemas.base import clean_text
from schemas.correction import STATEMENTS, Correction
from schemas.event import Event
from schemas.parquet import read_table, rows_of
from schemas.report import Report
from schemas.tables import EVENTS, REPORTS

Rows = Mapping[str, Report | Event]


def correct(
    tables: Path,
    file: Path,
    target: str,
    field: str,
    new: str,
    *,
    who: str,
    why: str,
    when: dt.date,
    old: str | None = None,
) -> Line:
    """Correct a row of the tables in a folder: check that it fits, and add it to the corrections file.

    The tables stay as they are; the next build applies it.

    Args:
        tables: folder of `reports.parquet` and `events.parquet`.
        file: the corrections file, made if it is not there.
        target: a report's or an event's id.
        field: what is wrong, as in `Correction.field`.
        new: what is right; empty for no value.
        who: who says so.
        why: how it is known.
        when: the day.
        old: the value it must have; None takes the one it has.

    Returns:
        The line as it was added.

    Raises:
        CorrectionsError: it does not fit; nothing is added.
        TableError: the tables cannot be read.
        OSError: the file cannot be written; it is as before.
    """
    rows = read_rows(tables, {target, new} if field in STATEMENTS else {target})
    return add_correction(file, propose(rows, target, field, new, who=who, why=why, when=when, old=old), rows)


def read_rows(tables: Path, ids: AbstractSet[str]) -> dict[str, Report | Event]:
    """The reports and events of `ids` that are in the tables of a folder.

    Raises:
        TableError: the tables cannot be read.
    """
    rows: dict[str, Report | Event] = {}
    for table in (REPORTS, EVENTS):
        frame = read_table(table, tables).filter(pl.col(table.key).is_in(sorted(ids)))
        for row in rows_of(table, frame):
            if isinstance(row, Report):
                rows[row.report_id] = row
            elif isinstance(row, Event):
                rows[row.event_id] = row
    return rows


def propose(
    rows: Rows, target: str, field: str, new: str, *, who: str, why: str, when: dt.date, old: str | None = None
) -> Correction:
    """A correction of a row as it is now.

    Args:
        rows: the reports and events, by id.
        target: a report's or an event's id.
        field: what is wrong, as in `Correction.field`.
        new: what is right; empty for no value.
        who: who says so.
        why: how it is known.
        when: the day.
        old: the value it must have; None takes the one it has.

    Raises:
        CorrectionsError: there is no such row or value, or the correction cannot be.
    """
    if old is None:
        old = _now(rows, target, field)
    values = {"target": target, "field": field, "old": old, "new": new, "who": who, "when": when, "why": why}
    try:
        return Correction.model_validate(
            {name: clean_text(value).strip() if isinstance(value, str) else value for name, value in values.items()}
        )
    except ValidationError as error:
        raise CorrectionsError(first_reason(error)) from error


def add_correction(path: Path, correction: Correction, rows: Rows) -> Line:
    """Add `correction` to the file at `path`, made if it is not there.

    The line is on disk whole or not at all, also when several add at a time.

    Args:
        path: the corrections file.
        correction: what to add.
        rows: the reports and events as they are now, by id; the correction must fit its target among them.

    Returns:
        The line as it was added.

    Raises:
        CorrectionsError: there is no such row, its value is not the old one, the new one cannot be, or the file says so
            already, or is none of corrections; nothing is added.
        OSError: the file cannot be written; it is as before.
    """
    _check_fit(correction, rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b", buffering=0) as file, _locked(file):
        body = path.read_bytes()
        if body:
            _check_news(path, correction)
        delimiter = ";" if b";" in body.split(b"\n", 1)[0] else ","
        lines = [] if body else [COLUMNS]
        values = correction.model_dump(mode="json")
        text = _as_csv([*lines, [values[name] for name in COLUMNS]], delimiter)
        if body and not body.endswith(b"\n"):
            text = "\n" + text
        _append(file, text.encode(), len(body))
        return Line((body.decode("utf-8-sig") + text).count("\n"), correction)


def _now(rows: Rows, target: str, field: str) -> str:
    if field in STATEMENTS:
        return "yes" if field == "ceremony" else ""
    try:
        return current_value(_row(rows, target), field)
    except (ValueError, StaleError) as error:
        raise CorrectionsError(f"{target}: {error}") from error


def _row(rows: Rows, target: str) -> Report | Event:
    try:
        return rows[target]
    except KeyError:
        raise CorrectionsError(f"there is no report or event {target!r}") from None


def _check_fit(correction: Correction, rows: Rows) -> None:
    row = _row(rows, correction.target)
    if correction.field in STATEMENTS:
        if not isinstance(row, Report):
            raise CorrectionsError(f"{correction.field} is said of reports, and {correction.target} is an event")
        if correction.field == "ceremony" and (correction.old, correction.new) != ("yes", "no"):
            raise CorrectionsError("ceremony goes from yes to no")
        if correction.field != "ceremony" and not isinstance(_row(rows, correction.new), Report):
            raise CorrectionsError(f"{correction.new} is no report")
        return
    try:
        if isinstance(row, Report):
            amend(row, correction)
        else:
            amend(row, correction)
    except AlreadyError:
        raise CorrectionsError(f"{correction.target}: {correction.field} is {correction.new!r} already") from None
    except StaleError as error:
        raise CorrectionsError(f"{correction.target}: {correction.field} is not {correction.old!r}: {error}") from error
    except InvalidError as error:
        raise CorrectionsError(
            f"{correction.target}: {correction.field} cannot be {correction.new!r}: {error}"
        ) from error


def _check_news(path: Path, correction: Correction) -> None:
    for number, known in read_corrections(path)[0]:
        if known.model_dump(include={"target", "field", "old", "new"}) == correction.model_dump(
            include={"target", "field", "old", "new"}
        ):
            raise CorrectionsError(f"{path}: line {number} says that already")


def _as_csv(rows: Sequence[Sequence[str]], delimiter: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _append(file: FileIO, body: bytes, size: int) -> None:
    try:
        # A disk that fills up takes a part and refuses the next.
        while body:
            body = body[file.write(body) or 0 :]
        os.fsync(file.fileno())
    except OSError:
        file.truncate(size)
        raise


@contextmanager
def _locked(file: FileIO) -> Iterator[None]:
    fcntl.flock(file, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)
