from __future__ import annotations

import csv
from pathlib import Path

import pytest

from crawler.outlets import COLUMNS, RegistryError, load_outlets, province_zones
from crawler.platforms import load_platforms
from crawler.routes import ROUTES

ROW = dict.fromkeys(COLUMNS, "") | {
    "id": "koran",
    "name": "Koran",
    "domain": "koran.example",
    "kind": "regional",
    "province_code": "35",
    "regency_code": "35.16",
    "timezone": "Asia/Jakarta",
    "platform": "wordpress",
    "state": "active",
}


def table(folder: Path, *rows: dict[str, str]) -> Path:
    path = folder / "outlets.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_bundled_registry_keeps_its_rules() -> None:
    outlets = load_outlets()
    assert len(outlets) > 450
    unresolved = [outlet for outlet in outlets if outlet.state == "unresolved"]
    assert [outlet.name for outlet in unresolved] == ["Expo MBD"]
    assert len({outlet.domain for outlet in outlets}) == len(outlets)


def test_regency_codes_of_the_registry_exist() -> None:
    path = Path(__file__).parents[2] / "extract" / "reference" / "regencies.csv"
    with path.open(encoding="utf-8", newline="") as file:
        known = {row["code"] for row in csv.DictReader(file)}
    assert {outlet.regency_code for outlet in load_outlets() if outlet.regency_code} <= known


def test_rows_are_read(tmp_path: Path) -> None:
    [outlet] = load_outlets(table(tmp_path, ROW | {"routes": "feed sitemap", "delay": "2.5", "note": "read by people"}))
    assert outlet.routes == ("feed", "sitemap")
    assert outlet.delay == 2.5
    assert outlet.state_reason is None


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"delay": "0.5"}, "delay"),
        ({"platform": "geocities"}, "unknown platform 'geocities'"),
        ({"province_code": "99", "regency_code": ""}, "unknown province '99'"),
        ({"regency_code": "73.01"}, "lies outside 35"),
        ({"timezone": "Asia/Makassar"}, "not the time of province 35"),
        ({"timezone": "Europe/Paris"}, "timezone"),
        ({"domain": "http://koran.example"}, "domain"),
        ({"domain": ""}, "unresolved"),
        ({"state": "retired"}, "without a reason"),
        ({"kind": "blog"}, "kind"),
        ({"routes": "guess"}, "routes"),
        ({"id": "Koran Kita"}, "id"),
    ],
)
def test_a_row_that_breaks_a_rule_is_named(tmp_path: Path, changes: dict[str, str], message: str) -> None:
    with pytest.raises(RegistryError, match=r"row 3: ") as caught:
        load_outlets(table(tmp_path, ROW | {"id": "lain", "domain": "lain.example"}, ROW | changes))
    assert message in str(caught.value)


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    rows = (ROW, ROW | {"name": "Twice"}, ROW | {"id": "c", "domain": "c.example", "delay": "0"})
    with pytest.raises(RegistryError) as caught:
        load_outlets(table(tmp_path, *rows))
    assert len(caught.value.problems) == 3
    assert "domain 'koran.example' is that of row 2" in str(caught.value)


def test_other_columns_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "outlets.csv"
    path.write_text("id,name\na,A\n", encoding="utf-8")
    with pytest.raises(RegistryError, match="columns must be"):
        load_outlets(path)


def test_every_platform_names_routes_that_exist_and_can_be_asked() -> None:
    for name, platform in load_platforms().items():
        assert set(platform.routes) <= set(ROUTES), name
        for route in ("search", "listing", "tag"):
            assert route not in platform.routes or getattr(platform, route), f"{name} has no path for {route}"


def test_provinces_have_one_of_three_zones() -> None:
    assert len(province_zones()) == 38
    assert set(province_zones().values()) == {"Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"}
