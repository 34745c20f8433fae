"""All rows under the address of the page: every format has the same ones, none cut, none nobody asked for."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET

import polars as pl
import pytest
from starlette.testclient import TestClient

from schemas.columns import polars_schema
from schemas.tables import EVENTS
from search.exports import FORMATS

ATOM = "{http://www.w3.org/2005/Atom}"


def ids(client: TestClient, query: str, form: str) -> list[str]:
    answer = client.get(f"/search.{form}{query}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == FORMATS[form]
    match form:
        case "json":
            return [event["event_id"] for event in answer.json()["events"]]
        case "jsonl":
            return [json.loads(line)["event_id"] for line in answer.text.splitlines()]
        case "csv":
            return [row["event_id"] for row in csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))]
        case "parquet":
            frame = pl.read_parquet(answer.content)
            assert frame.schema == polars_schema(EVENTS)
            return frame["event_id"].to_list()
        case _:
            entries = ET.fromstring(answer.text).findall(f"{ATOM}entry")
            links = [entry.find(f"{ATOM}link").get("href") for entry in entries]  # type: ignore[union-attr]
            assert all(link.startswith("http://localhost/event/") for link in links if link)
            return [str(link).rpartition("/")[2] for link in links]


@pytest.mark.parametrize(
    "query", ["", "?q=guru", "?province=61", "?from=2023-11-01&to=2023-12-31", "?q=tidakada", "?min=600&lang=en"]
)
def test_every_format_has_the_rows_of_the_page(client: TestClient, query: str) -> None:
    rows = {form: sorted(ids(client, query, form)) for form in FORMATS}
    assert len({tuple(one) for one in rows.values()}) == 1, rows
    page = client.get("/search" + query).text
    assert all(f"/event/{event}" in page for event in rows["json"])
    assert page.count("data-stop") == len(rows["json"])


def test_rows_come_in_the_order_of_the_page(client: TestClient) -> None:
    page = client.get("/search?sort=oldest").text
    rows = ids(client, "?sort=oldest", "csv")
    assert sorted(rows, key=lambda event: page.index(f"/event/{event}")) == rows


def test_cursors_do_not_cut_a_download(client: TestClient) -> None:
    assert len(ids(client, "?after=1_2_3&all=month", "json")) == 5


@pytest.mark.parametrize(
    ("query", "field", "why"),
    [
        ("from=kemarin", "from", "not-a-date"),
        ("province=99", "province", "unknown-value"),
        ("provnce=35", "provnce", "unknown-parameter"),
        ("min=x", "min", "not-a-number"),
        ("from=2024-01-01&to=2023-01-01", "to", "reversed-dates"),
        (f"q={'a' * 401}", "q", "too-long"),
    ],
)
def test_a_filter_that_cannot_be_read_gives_no_rows_but_its_name(
    client: TestClient, query: str, field: str, why: str
) -> None:
    for form in FORMATS:
        answer = client.get(f"/search.{form}?{query}")
        assert answer.status_code == 400
        (problem,) = answer.json()["problems"]
        assert (problem["field"], problem["why"]) == (field, why)


@pytest.mark.parametrize("form", ["xlsx", "html", "json.exe", "%2e%2e", ""])
def test_there_are_no_other_formats(client: TestClient, form: str) -> None:
    assert client.get(f"/search.{form}").status_code == 404


def test_names_of_files_hold_only_plain_letters(client: TestClient) -> None:
    answer = client.get("/search.csv", params={"q": '"; rm -rf / \r\nSet-Cookie: x=1 𝕏 guru'})
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == 'attachment; filename="ikrar-rm-rf-set-cookie-x-1-guru.csv"'
    assert "set-cookie" not in answer.headers


def test_a_feed_reader_is_told_that_nothing_is_new(client: TestClient) -> None:
    first = client.get("/search.atom?q=guru")
    assert client.get("/search.atom?q=guru", headers={"if-none-match": first.headers["etag"]}).status_code == 304
    assert first.text.count("<entry>") == 2
    assert "<title>ikrar: guru</title>" in first.text


def test_asking_for_the_head_alone_sends_no_rows(client: TestClient) -> None:
    answer = client.head("/search.parquet")
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-type"] == FORMATS["parquet"]


def test_one_event_with_its_sources(client: TestClient, events: dict[str, str]) -> None:
    answer = client.get(f"/event/{events['Kabupaten Sambas']}.json").json()
    assert answer["event"]["regency_code"] == "61.01"
    assert {one["outlet"]: one["copy_of"] for one in answer["sources"]} == {
        "warta-sambas": None,
        "kabar-borneo": None,
        "suara-khatulistiwa": "sambas-1",
    }
    assert client.get("/event/ev-000000000000.json").json()["error"] == "no such event"


def test_coverage_as_data(client: TestClient) -> None:
    regencies = client.get("/coverage.json").json()
    assert len(regencies) == 514
    assert {one["name"]: one["elections"]["Pemilu 2024"] for one in regencies if one["elections"]["Pemilu 2024"]} == {
        "Kabupaten Sambas": 1,
        "Kabupaten Lebak": 1,
        "Kabupaten Ngada": 1,
    }
