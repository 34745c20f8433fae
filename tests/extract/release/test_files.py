from __future__ import annotations

import csv
import datetime as dt
import xml.etree.ElementTree as ET
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.gazetteer import gazetteer
from extract.release.files import plain_cell, write_csv, write_workbook
from extract.release.keys import Keys
from extract.release.pictures import pictures
from extract.release.svg import ticks
from schemas.event import Event
from schemas.release import FLAT_TABLES
from tests.schemas.make import make_event

SVG = "{http://www.w3.org/2000/svg}"
FORMULAS = ["=1+1", "+62812", "-5", "@SUM(A1)", "\tx", "＝cmd", "'=1", "''+1", '=HYPERLINK("http://a.example")']


def csv_cells(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [row["text"] for row in csv.DictReader(file)]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_cell_that_starts_a_formula_is_kept_from_being_one(text: str, tmp_path: Path) -> None:
    write_csv(pl.DataFrame({"text": [text], "number": [-1]}), tmp_path / "a.csv")
    (cell,) = csv_cells(tmp_path / "a.csv")
    assert cell == "'" + text
    assert plain_cell(cell) == text
    assert (tmp_path / "a.csv").read_text("utf-8-sig").endswith(",-1\n")


def test_an_ordinary_cell_is_as_it_was(tmp_path: Path) -> None:
    texts = ["Pendopo", "Jum'at", "'tis", "a=b", 'say "ya"', "two\nlines", "a,b", "35.10"]
    write_csv(pl.DataFrame({"text": texts}), tmp_path / "a.csv")
    assert csv_cells(tmp_path / "a.csv") == texts


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1), min_size=1, max_size=5))
@settings(deadline=None)
def test_any_text_comes_back_from_a_csv_file(texts: list[str]) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        write_csv(pl.DataFrame({"text": texts}), path)
        cells = csv_cells(path)
    assert [plain_cell(cell) for cell in cells] == texts
    assert not any(cell[0] in "=+-@＝＋－＠" for cell in cells)


def test_no_cell_of_the_workbook_is_a_formula_or_a_number_it_was_not(tmp_path: Path) -> None:
    schema = {"event_id": pl.String, "venue": pl.String, "regency_code": pl.String}
    frame = pl.DataFrame(
        {"event_id": FORMULAS, "venue": ["x" * 40_000] * 9, "regency_code": ["35.10"] * 9}, schema=schema
    )
    write_workbook(FLAT_TABLES["events"], frame, tmp_path / "a.xlsx", dt.date(2026, 11, 22))
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["events"]
    rows = list(sheet.iter_rows(min_row=2))
    assert [row[0].value for row in rows] == FORMULAS
    assert all(cell.data_type == "s" for row in rows for cell in row)
    assert {len(str(row[1].value)) for row in rows} == {32_767}
    assert {row[2].value for row in rows} == {"35.10"}


def test_a_workbook_is_the_same_bytes_again(tmp_path: Path) -> None:
    frame = pl.DataFrame({"event_id": ["ev-1"]})
    for name in ("a", "b"):
        write_workbook(FLAT_TABLES["events"], frame, tmp_path / f"{name}.xlsx", dt.date(2026, 11, 22))
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_more_rows_than_a_sheet_holds_go_on_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.release.files._SHEET_ROWS", 4)
    frame = pl.DataFrame({"event_id": [f"ev-{number}" for number in range(7)]})
    write_workbook(FLAT_TABLES["events"], frame, tmp_path / "a.xlsx", dt.date(2026, 11, 22))
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["events", "events_2", "events_3", "columns"]
    shown = [row[0] for name in book.sheetnames[:3] for row in book[name].iter_rows(min_row=2, values_only=True)]
    assert shown == frame["event_id"].to_list()


def test_a_workbook_on_a_folder_that_is_not_there_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="none"):
        write_workbook(FLAT_TABLES["events"], pl.DataFrame({"event_id": []}), tmp_path / "none" / "a.xlsx", dt.date.min)


def events() -> list[Event]:
    hostile = '<script>alert("x")</script>&'
    return [
        make_event(event_id="ev-000000000001", outlets=["warta", hostile]),
        make_event(event_id="ev-000000000002", date=dt.date(2024, 2, 1), outlets=["warta"]),
        make_event(event_id="ev-000000000003", date=None, regency_code=None, regency=None, outlets=[]),
    ]


def test_pictures_are_well_formed_named_and_described() -> None:
    for picture in pictures(events(), {"warta": "Warta <b>Sukamaju</b>"}).values():
        root = ET.fromstring(picture)
        assert root.get("role") == "img"
        assert root.get("aria-labelledby") == "title about"
        assert root.findtext(f"{SVG}title")
        assert root.findtext(f"{SVG}desc")
        assert not root.findall(f".//{SVG}script")
        assert "<script>" not in picture


def test_the_map_has_a_dot_for_every_regency() -> None:
    root = ET.fromstring(pictures(events(), {})["coverage.svg"])
    labels = [dot.findtext(f"{SVG}title") or "" for dot in root.findall(f"{SVG}circle")]
    places = [label for label in labels if ": " in label]
    assert len(places) == len(gazetteer().centroids) == 514
    assert [label for label in places if not label.endswith(": 0")] == ["Kabupaten Mojokerto: 2"]
    assert "1 of 514 regencies and cities have a known ceremony" in "".join(root.itertext())
    width, height = (float(root.get(name) or 0) for name in ("width", "height"))
    for dot in root.findall(f"{SVG}circle"):
        assert 0 < float(dot.get("cx") or -1) < width
        assert 0 < float(dot.get("cy") or -1) < height


def test_the_histogram_has_a_bar_for_every_month_with_events() -> None:
    root = ET.fromstring(pictures(events(), {})["months.svg"])
    bars = [bar.findtext(f"{SVG}title") for bar in root.findall(f"{SVG}rect") if bar.find(f"{SVG}title") is not None]
    assert bars == ["2023-10: 1", "2024-02: 1"]
    assert "1 without a date" in "".join(root.itertext())


def test_outlets_are_drawn_by_their_events() -> None:
    root = ET.fromstring(pictures(events(), {"warta": "Warta"})["outlets.svg"])
    bars = [bar.findtext(f"{SVG}title") for bar in root.findall(f"{SVG}rect") if bar.find(f"{SVG}title") is not None]
    assert bars == ["Warta: 2", '<script>alert("x")</script>&: 1']


def test_pictures_of_no_events_are_pictures_all_the_same() -> None:
    for picture in pictures([], {}).values():
        assert ET.fromstring(picture).tag == f"{SVG}svg"


@pytest.mark.parametrize(
    ("most", "expected"), [(1, [0, 1]), (3, [0, 1, 2, 3]), (16, [0, 5, 10, 15, 20]), (90, [0, 50, 100])]
)
def test_ticks_are_round_numbers(most: int, expected: list[int]) -> None:
    assert list(ticks(most)) == expected


def test_rows_that_say_the_same_have_keys_of_their_own() -> None:
    keys = Keys()
    one, two = keys.key("of", "ev-1", "rina"), keys.key("of", "ev-1", "rina")
    assert one != two
    again = Keys()
    assert [again.key("of", "ev-1", "rina"), again.key("of", "ev-1", "rina")] == [one, two]
    assert keys.key("of", "ev-1", None) != keys.key("of", "ev-1", "null")
