"""The gazetteer: complete, consistent, and refusing tables that are not."""

from __future__ import annotations

import csv
from importlib import resources

import pytest

from extract.gazetteer import gazetteer, read_gazetteer

NAMES = gazetteer()

TABLES = {
    "provinces": [{"code": "35", "name": "Jawa Timur"}],
    "regencies": [{"code": "35.05", "name": "Kabupaten Blitar", "kind": "kabupaten"}],
    "districts": [{"code": "35.05.01", "name": "Wonodadi", "regency_code": "35.05"}],
    "abbreviations": [{"form": "Jatim", "code": "35"}],
    "seats": [{"seat": "Kanigoro", "code": "35.05"}],
    "regency_centroids": [{"code": "35.05", "lat": "-8.13", "lon": "112.2"}],
}


def test_it_holds_every_region_of_the_country() -> None:
    kinds = [region.kind for region in NAMES.regions.values()]
    assert (kinds.count("province"), kinds.count("kabupaten"), kinds.count("kota"), kinds.count("district")) == (
        38,
        416,
        98,
        7285,
    )
    assert {code for code in NAMES.regions if len(code) == 5} == set(NAMES.centroids)


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("Jatim", ["35"]),
        ("MBD", ["81.08"]),
        ("mbd", ["81.08"]),
        ("Lampura", ["18.03"]),
        ("KBB", ["32.17"]),
        ("Mura", ["16.05", "62.12"]),
        ("Blitar", ["35.05", "35.72"]),
        ("Kabupaten Blitar", ["35.05"]),
        ("Kab. Blitar", ["35.05"]),
        ("KOTA  BLITAR", ["35.72"]),
        ("Gorontalo", ["75", "75.01", "75.71"]),
        ("Provinsi Gorontalo", ["75"]),
        ("Solo", ["33.72"]),
        ("Kota Baru", ["63.02"]),
        ("Kota Blora", []),
        ("Atlantis", []),
    ],
)
def test_find(name: str, codes: list[str]) -> None:
    assert [region.code for region in NAMES.find(name)] == codes


def test_regions_know_their_province_and_regency() -> None:
    district = NAMES.region("35.05.01")
    assert (district.province_code, district.regency_code) == ("35", "35.05")
    assert NAMES.region("35").regency_code is None


def test_a_centroid_is_a_position_in_degrees_and_a_district_has_its_regencys() -> None:
    assert NAMES.centroid("35.78") == pytest.approx((-7.27, 112.72), abs=0.1)
    assert NAMES.centroid("35.05.01") == NAMES.centroid("35.05")


@pytest.mark.parametrize("code", ["35", "99.99", ""])
def test_an_unknown_code_is_named(code: str) -> None:
    with pytest.raises(KeyError, match=repr(code)):
        NAMES.centroid(code)


def test_an_unknown_region_is_named() -> None:
    with pytest.raises(KeyError, match=r"'99\.99'"):
        NAMES.region("99.99")


def test_no_abbreviation_repeats_a_name_of_the_ministrys_list() -> None:
    with resources.files("extract.reference").joinpath("abbreviations.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            region = NAMES.region(row["code"])
            assert row["form"] not in (region.name, region.bare)
            assert row["form"] == row["form"].strip()


def test_seats_lie_in_regencies() -> None:
    assert {len(code) for codes in NAMES.seats.values() for code in codes} == {5}
    assert NAMES.seats["Sukadana"] == ("18.07", "61.11")


def test_a_small_gazetteer() -> None:
    small = read_gazetteer(TABLES)
    assert small.region("35.05").bare == "Blitar"
    assert small.forms == {"Jawa Timur": ("35",), "Blitar": ("35.05",), "Jatim": ("35",)}


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("provinces", {"code": "3", "name": "Jawa"}),
        ("provinces", {"code": "35", "name": "Jawa"}),
        ("provinces", {"code": "36", "name": " "}),
        ("regencies", {"code": "36.01", "name": "Kabupaten X", "kind": "kabupaten"}),
        ("regencies", {"code": "35.06", "name": "Kabupaten X", "kind": "dorp"}),
        ("districts", {"code": "35.05.02", "name": "X", "regency_code": "35.06"}),
        ("abbreviations", {"form": "", "code": "35"}),
        ("abbreviations", {"form": "Jatim", "code": "35"}),
        ("seats", {"seat": "X", "code": "99.01"}),
        ("regency_centroids", {"code": "35.05", "lat": "x", "lon": "112"}),
        ("regency_centroids", {"code": "35.05", "lat": "52.1", "lon": "112"}),
        ("regency_centroids", {"code": "35.99", "lat": "-8", "lon": "112"}),
    ],
)
def test_a_bad_row_is_named(table: str, row: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=rf"^{table}, row 3: "):
        read_gazetteer({**TABLES, table: [*TABLES[table], row]})
