"""The corrections file: read, and applied at every build.

`corrections.csv` is a table of people's decisions (columns of `schemas.correction.Correction`), in the order in which
they were made. It is input like the archive: a build applies it to whatever extraction and merging give this time, and
lists every line that no longer fits instead of dropping it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import ValidationError

from extract.merging.amendment import AlreadyError, InvalidError, Row, StaleError, amend
from extract.merging.identity import Ledger
from extract.merging.linkage import Decided
from extract.reading.skipped import Skipped
from schemas.base import clean_text
from schemas.correction import STATEMENTS, Correction
from schemas.event import Event
from schemas.report import Report

COLUMNS = ("target", "field", "old", "new", "who", "when", "why")

Status = Literal["applied", "already", "stale", "gone", "invalid"]


class CorrectionsError(ValueError):
    """A file that is no table of corrections, or a correction that cannot be added; the message is one line."""


class Line(NamedTuple):
    """A correction with the number of its line."""

    number: int
    correction: Correction


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a correction.

    Attributes:
        line: the correction.
        status: `applied`; `already` (the row has the new value by itself); `stale` (it has neither the old nor the new
            one); `gone` (there is no such row); `invalid` (the new value is none the field can have).
        detail: more on it, empty where nothing is to be said.
    """

    line: Line
    status: Status
    detail: str = ""

    def __str__(self) -> str:
        one = self.line.correction
        told = {
            "applied": "applied",
            "already": "not needed any more: the row has the new value by itself",
            "stale": f"not applied: the old value {one.old!r} does not hold",
            "gone": "not applied: there is no such row",
            "invalid": "not applied: the new value cannot be",
        }[self.status]
        return f"line {self.line.number}: {one.target} {one.field}: {told}" + (
            f" ({self.detail})" if self.detail else ""
        )


def read_corrections(path: Path | None) -> tuple[list[Line], list[Skipped]]:
    """The corrections at `path`, none if there is no such file, and the lines that are none.

    A line that is damaged, or that says the same as an earlier one, is named with its number; the others are read.

    Raises:
        CorrectionsError: the file is no table of corrections.
        OSError: it cannot be read.
    """
    if path is None or not path.exists():
        return [], []
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CorrectionsError(f"{path}: not in UTF-8 (byte {error.start})") from error
    first = text.split("\n", 1)[0]
    # Spreadsheets under an Indonesian locale write semicolons.
    table = csv.reader(io.StringIO(text), delimiter=";" if ";" in first and "," not in first else ",")
    if tuple(next(table, ())) != COLUMNS:
        raise CorrectionsError(f"{path}: not a table of corrections (its columns must be {','.join(COLUMNS)})")
    lines: list[Line] = []
    skipped: list[Skipped] = []
    seen: dict[tuple[str, str, str, str], int] = {}
    start = table.line_num + 1
    while True:
        try:
            row = next(table, None)
        except csv.Error as error:
            skipped.append(Skipped(f"{path}, line {start}", str(error)))
            start = table.line_num + 1
            continue
        if row is None:
            return lines, skipped
        number, start = start, table.line_num + 1
        if not any(row):
            continue
        try:
            one = _correction(row)
        except ValueError as error:
            skipped.append(Skipped(f"{path}, line {number}", str(error)))
            continue
        earlier = seen.setdefault((one.target, one.field, one.old, one.new), number)
        if earlier != number:
            skipped.append(Skipped(f"{path}, line {number}", f"says the same as line {earlier}"))
        else:
            lines.append(Line(number, one))


def correct_reports(reports: Iterable[Report], lines: Sequence[Line]) -> tuple[list[Report], Decided, list[Outcome]]:
    """The reports with every correction of reports applied, and what was decided about pairs of them."""
    rows = {report.report_id: report for report in reports}
    everything = frozenset(rows)
    outcomes: list[Outcome] = []
    pairs: dict[str, set[tuple[str, str]]] = {"same_as": set(), "other_than": set()}
    for line in lines:
        one = line.correction
        if one.on != "report":
            continue
        if one.target not in everything:
            outcomes.append(Outcome(line, "gone"))
        elif one.field in pairs:
            if one.new in everything:
                pairs[one.field].add((one.target, one.new))
            outcomes.append(Outcome(line, "applied" if one.new in everything else "gone", one.new))
        elif one.field == "ceremony":
            outcomes.append(_take_out(rows, line))
        elif one.target not in rows:
            outcomes.append(Outcome(line, "stale", "the report was taken out by an earlier line"))
        else:
            rows[one.target], outcome = _amended(rows[one.target], line)
            outcomes.append(outcome)
    return list(rows.values()), Decided(frozenset(pairs["same_as"]), frozenset(pairs["other_than"])), outcomes


def correct_events(events: Iterable[Event], lines: Sequence[Line], ledger: Ledger) -> tuple[list[Event], list[Outcome]]:
    """The events with every correction of events applied.

    A correction of an event that has been merged or split goes to the event that stands for it now, if only one has the
    old value.
    """
    rows = {event.event_id: event for event in events}
    outcomes: list[Outcome] = []
    for line in lines:
        one = line.correction
        if one.on != "event":
            continue
        if one.field in STATEMENTS:
            outcomes.append(Outcome(line, "invalid", f"{one.field} is said of reports"))
            continue
        heirs = [key for key in ([one.target] if one.target in rows else ledger.current(one.target)) if key in rows]
        tried = [(key, *_amended(rows[key], line)) for key in heirs]
        applied = [(key, row, outcome) for key, row, outcome in tried if outcome.status == "applied"]
        if len(applied) == 1:
            key, rows[key], outcome = applied[0]
            detail = f"now {key}" if key != one.target else ""
            outcomes.append(Outcome(line, outcome.status, detail))
        elif applied:
            # Nobody can tell which of them was meant.
            outcomes.append(Outcome(line, "stale", "several events stand for it now: " + ", ".join(heirs)))
        elif tried:
            key, rows[key], outcome = tried[0]
            outcomes.append(outcome)
        else:
            outcomes.append(Outcome(line, "gone"))
    return list(rows.values()), outcomes


def _correction(row: Sequence[str]) -> Correction:
    """The correction in a row of the file.

    Raises:
        ValueError: it is none; the message says which value is wrong.
    """
    if len(row) != len(COLUMNS):
        raise ValueError(f"{len(row)} values instead of {len(COLUMNS)}")
    values = dict(zip(COLUMNS, (value.strip() for value in row), strict=True))
    for name, value in values.items():
        if value != clean_text(value):
            raise ValueError(f"{name}: control characters, or letters that are not in NFC")
    try:
        return Correction.model_validate(values)
    except ValidationError as error:
        raise ValueError(first_reason(error)) from error


def first_reason(error: ValidationError) -> str:
    """The first thing a validation found wrong, in one line."""
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    said = first["msg"].removeprefix("Value error, ")
    return f"{place}: {said} ({first['input']!r:.80})" if place else said


def _take_out(rows: dict[str, Report], line: Line) -> Outcome:
    if (line.correction.old, line.correction.new) != ("yes", "no"):
        return Outcome(line, "invalid", "ceremony goes from yes to no")
    return Outcome(line, "applied" if rows.pop(line.correction.target, None) else "already")


def _amended(row: Row, line: Line) -> tuple[Row, Outcome]:
    try:
        return amend(row, line.correction), Outcome(line, "applied")
    except AlreadyError:
        return row.model_copy(update={"reviewed": True}), Outcome(line, "already")
    except StaleError as error:
        return row, Outcome(line, "stale", str(error))
    except InvalidError as error:
        return row, Outcome(line, "invalid", str(error))
