"""Exports hold every row, whatever reads them."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from schemas.columns import polars_schema
from schemas.event import Event
from schemas.parquet import read_table, rows_of
from schemas.tables import EVENTS
from search.exports import COLUMNS, FORMATS, export, flat_row, safe_cell
from search.finding import find
from search.index import build_index
from search.opening import Index
from search.query import Search
from tests.search.make import Ceremony, Story, event_id, write

_ATOM = "{http://www.w3.org/2005/Atom}"


def whole(index: Index, search: Search, form: str, **more: str) -> bytes:
    return b"".join(export(index, search, form, **more))  # type: ignore[arg-type]  # only texts are given here


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """More events than any page or piece of an export holds, some of them hostile."""
    folder = tmp_path_factory.mktemp("large")
    evil = (
        "=cmd|'/C calc'!A0",
        "+1+1",
        "-2",
        "@SUM(A1)",
        "<script>alert(1)</script>",
        "a]]>&b",
        "“kutip”\n\tbaris",
        "\u202eterbalik",
    )
    write(
        folder,
        [
            Ceremony(
                number,
                [Story(f"o{number % 7}", f"{evil[number % len(evil)]} {number}", "Ikrar ASN Sambas.", f"2023-11-{1 + number % 28:02}T08:00:00+00:00")],
                date=f"2023-11-{1 + number % 28:02}", code="61.01",
                officials=((evil[number % len(evil)], None, "Bupati Sambas", "leader"),),
            )
            for number in range(1, 1_301)
        ],
    )  # fmt: skip
    with Index.open(build_index(folder).path) as index:
        yield index


def test_no_row_is_left_out_and_the_order_is_kept(large: Index) -> None:
    search = Search(q="ikrar", sort="oldest")
    top = [hit.card.event_id for hit in find(large, search, limit=100).hits]
    rows = {
        "json": [row["event_id"] for row in json.loads(whole(large, search, "json"))["events"]],
        "jsonl": [json.loads(line)["event_id"] for line in whole(large, search, "jsonl").splitlines()],
        "csv": [row["event_id"] for row in _table(whole(large, search, "csv"))],
        "parquet": pl.read_parquet(io.BytesIO(whole(large, search, "parquet")))["event_id"].to_list(),
    }
    for ids in rows.values():
        assert len(ids) == len(set(ids)) == 1_300
        assert ids == rows["json"]
        assert ids[:100] == top
    assert len(_entries(whole(large, search, "atom"))) == 1_300
    assert [len(json.loads(piece)["events"]) for piece in (whole(large, Search(q="zzz"), "json"),)] == [0]


def test_filters_are_honoured(index: Index) -> None:
    search = Search(province=("35",), sort="newest")
    content = json.loads(whole(index, search, "json"))
    assert (content["total"], content["query"]) == (3, "province=35&sort=newest")
    assert [row["event_id"] for row in content["events"]] == [event_id(3), event_id(2), event_id(5)]
    assert all(Event.model_validate(row).province_code == "35" for row in content["events"])
    limited = [json.loads(line) for line in b"".join(export(index, search, "jsonl", limit=2)).splitlines()]
    assert [row["event_id"] for row in limited] == [event_id(3), event_id(2)]


def test_json_and_parquet_hold_the_event_as_the_dataset_does(index: Index, tables: Path, tmp_path: Path) -> None:
    (tmp_path / "events.parquet").write_bytes(whole(index, Search(), "parquet"))
    exported = read_table(EVENTS, tmp_path)
    assert exported.schema == polars_schema(EVENTS)
    stored = read_table(EVENTS, tables)
    assert exported.sort("event_id").equals(stored)
    by_id = {row["event_id"]: row for row in json.loads(whole(index, Search(), "json"))["events"]}
    for event in rows_of(EVENTS, stored):
        assert isinstance(event, Event)
        again = Event.model_validate(by_id[event.event_id])
        assert again.model_copy(update={"confidence": event.confidence}) == event


def test_an_empty_export_is_one(index: Index) -> None:
    nothing = Search(q="zzz")
    assert _table(whole(index, nothing, "csv")) == []
    assert pl.read_parquet(io.BytesIO(whole(index, nothing, "parquet"))).schema == polars_schema(EVENTS)
    assert _entries(whole(index, nothing, "atom")) == []
    assert whole(index, nothing, "jsonl") == b""


def test_cells_that_begin_a_formula_are_no_formulas(large: Index, tmp_path: Path) -> None:
    rows = _table(whole(large, Search(), "csv"))
    for row in rows:
        for cell in row.values():
            assert not cell.startswith(("=", "+", "@", "\t", "\r")), cell
            assert not cell.startswith("-") or float(cell) < 0
    assert any(row["headline"].startswith("'=cmd") for row in rows)
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows[:50]:
        sheet.append(list(row.values()))
    book.save(tmp_path / "book.xlsx")
    cells = [cell for line in openpyxl.load_workbook(tmp_path / "book.xlsx").worksheets[0] for cell in line]
    assert cells
    assert not any(cell.data_type == "f" for cell in cells)


@pytest.mark.parametrize(
    ("value", "cell"),
    [("=1", "'=1"), ("＝1", "'＝1"), ("aman", "aman"), (-8.5, -8.5), (True, "true"), (None, None), ("", "")],
)
def test_cells(value: object, cell: object) -> None:
    assert safe_cell(value) == cell


def test_columns_of_the_sheet_are_all_told(index: Index) -> None:
    row = next(row for row in _table(whole(index, Search(q="dompu"), "csv")))
    assert tuple(row) == COLUMNS
    assert row["officials"] == "Jufrin Maladewa, Sekretaris Daerah Dompu; Kapolres Dompu"
    assert row["regulations"] == "UU 20/2023"
    assert row["conflict_fields"] == "participants_total"
    assert row["urls"].count("https://") == 3
    event = Event.model_validate(json.loads(whole(index, Search(q="dompu"), "jsonl")))
    assert set(flat_row(event, None)) == set(COLUMNS)


def test_a_feed_is_well_formed_and_links_to_its_site(large: Index) -> None:
    content = whole(large, Search(q="ikrar"), "atom", base_url="https://ikrar.example/", title="Ikrar <&> netral\x08")
    feed = ET.fromstring(content)
    assert feed.findtext(f"{_ATOM}title") == "Ikrar <&> netral"
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{_ATOM}link")}
    assert links["self"] == "https://ikrar.example/search.atom?q=ikrar"
    entries = _entries(content)
    ids = [entry.findtext(f"{_ATOM}id") for entry in entries]
    assert len(set(ids)) == 1_300
    assert all(one is not None and one.startswith("urn:uuid:") for one in ids)
    times = [entry.findtext(f"{_ATOM}updated") or "" for entry in entries]
    assert times == sorted(times, reverse=True)
    assert feed.findtext(f"{_ATOM}updated") == times[0]
    assert all(
        (link := entry.find(f"{_ATOM}link")) is not None
        and (link.get("href") or "").startswith("https://ikrar.example/event/ev-")
        for entry in entries
    )
    assert len(_entries(b"".join(export(large, Search(), "atom", feed_limit=10)))) == 10


def test_an_unknown_form_is_named_at_once(index: Index) -> None:
    with pytest.raises(ValueError, match="no such form: xlsx"):
        export(index, Search(), "xlsx")
    assert set(FORMATS) == {"json", "jsonl", "csv", "parquet", "atom"}


def test_a_slow_reader_holds_no_connection(large: Index) -> None:
    readers = [export(large, Search(), "jsonl") for _ in range(20)]
    for reader in readers:
        next(reader)
    assert find(large, Search(q="ikrar"), seconds=1).problem is None
    assert sum(1 for _ in readers[0]) == 2


def _table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def _entries(content: bytes) -> list[ET.Element]:
    return ET.fromstring(content).findall(f"{_ATOM}entry")
