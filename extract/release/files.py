"""The files of a release that hold rows: Parquet, CSV, a workbook and GeoJSON. The same rows give the same bytes."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import IO

import polars as pl
import xlsxwriter

from schemas.codebook import meaning
from schemas.parquet import on_disk
from schemas.tables import Table

#: What a spreadsheet takes for the beginning of a formula (OWASP, "CSV Injection"), the wide forms included.
_FORMULA = re.compile(r"^'*[=+\-@\t\r＝＋－＠]")
_TIME = "%Y-%m-%dT%H:%M:%SZ"
#: Limits of a worksheet in the workbook format: rows with the heading, characters of a cell.
_SHEET_ROWS, _CELL = 1_048_576, 32_767
_WIDE, _NARROW = 40, 14
#: Columns of an event that a map shows with its point.
_ON_MAP = (
    "event_id", "date", "date_end", "regency_code", "regency_num", "regency", "province_code", "province", "level",
    "organizer", "venue", "is_ikrar", "is_deklarasi", "is_pakta_integritas", "is_apel", "elections",
    "participants_total", "n_reports", "n_outlets", "n_voices", "confidence", "reviewed",
)  # fmt: skip


def write_csv(frame: pl.DataFrame, path: Path) -> None:
    """Write `frame` as CSV (RFC 4180) in UTF-8 with a byte order mark, which spreadsheets need.

    Dates are in ISO form, times in UTC with a `Z`; null is an empty cell. A text that a spreadsheet would take for a
    formula begins with an apostrophe: `plain_cell` undoes it.

    Raises:
        OSError: the disk does not take it.
    """
    texts = [name for name, kind in frame.schema.items() if kind == pl.String]
    safe = frame.with_columns(
        pl.when(pl.col(name).str.contains(_FORMULA.pattern))
        .then(pl.lit("'") + pl.col(name))
        .otherwise(name)
        .alias(name)
        for name in texts
    )
    with on_disk(path):
        safe.write_csv(path, include_bom=True, datetime_format=_TIME)


def plain_cell(cell: str) -> str:
    """A CSV cell as it was before it was kept from being a formula."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def write_workbook(table: Table, frame: pl.DataFrame, path: Path, released: dt.date) -> None:
    """Write `frame` as a workbook: a sheet of rows, further ones where it has more than a sheet can hold, and a sheet
    that explains the columns in English and Indonesian. Codes stay text, and no cell is a formula.

    Raises:
        OSError: the disk does not take it.
    """  # noqa: D205 - one sentence
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    try:
        with xlsxwriter.Workbook(str(path), options) as book:
            book.set_properties({"title": "ikrar", "created": dt.datetime.combine(released, dt.time(), dt.UTC)})
            bold = book.add_format({"bold": True})
            wrap = book.add_format({"text_wrap": True, "valign": "top"})
            day = book.add_format({"num_format": "yyyy-mm-dd"})
            moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
            for number, first in enumerate(range(0, max(frame.height, 1), _SHEET_ROWS - 1), 1):
                part = frame.slice(first, _SHEET_ROWS - 1)
                sheet = book.add_worksheet(table.name if number == 1 else f"{table.name}_{number}")
                sheet.freeze_panes(1, 1)
                sheet.autofilter(0, 0, max(part.height, 1), part.width - 1)
                for column, (name, kind) in enumerate(part.schema.items()):
                    sheet.set_column(column, column, _WIDE if name in _LONG else _NARROW)
                    sheet.write_string(0, column, name, bold)
                    for row, value in enumerate(part[name], 1):
                        if value is None:
                            continue
                        if isinstance(value, bool):
                            sheet.write_boolean(row, column, value)
                        elif isinstance(value, dt.datetime):
                            sheet.write_datetime(row, column, value.replace(tzinfo=None), moment)
                        elif isinstance(value, dt.date):
                            sheet.write_datetime(row, column, dt.datetime.combine(value, dt.time()), day)
                        elif kind.is_numeric():
                            sheet.write_number(row, column, value)
                        else:
                            sheet.write_string(row, column, value[:_CELL])
            sheet = book.add_worksheet("columns")
            sheet.set_column(1, 2, 2 * _WIDE)
            for column, name in enumerate(("column", "meaning", "arti")):
                sheet.write_string(0, column, name, bold)
            for row, name in enumerate(table.model.model_fields, 1):
                texts = (name, meaning(table.model, name), meaning(table.model, name, "id"))
                for column, text in enumerate(texts):
                    sheet.write_string(row, column, text, wrap)
    except xlsxwriter.exceptions.FileCreateError as error:
        raise OSError(str(error)) from error


_LONG = frozenset({"regency", "organizer", "venue", "outlets", "conflict_fields", "elections"})


def write_geojson(events: pl.DataFrame, path: Path) -> None:
    """Write the events as GeoJSON (RFC 7946), one feature a line; those without a regency have no geometry.

    Raises:
        OSError: the disk does not take it.
    """
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write('{"type":"FeatureCollection","features":[')
        for number, row in enumerate(events.iter_rows(named=True)):
            file.write(",\n" if number else "\n")
            _write_feature(file, row)
        file.write("\n]}\n")


def _write_feature(file: IO[str], row: dict[str, object]) -> None:
    point = [row["longitude"], row["latitude"]]
    geometry = None if None in point else {"type": "Point", "coordinates": point}
    properties = {name: _plain(row[name]) for name in _ON_MAP}
    feature = {"type": "Feature", "id": row["event_id"], "geometry": geometry, "properties": properties}
    json.dump(feature, file, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _plain(value: object) -> object:
    if isinstance(value, dt.date):
        return value.isoformat()
    return round(value, 4) if isinstance(value, float) else value
