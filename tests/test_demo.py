"""The demo: a real crawl of the bundled newsroom, a real extraction, and the answer key of its pages."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pytest
from warcio.archiveiterator import ArchiveIterator

from schemas.parquet import read_table
from schemas.tables import ARTICLES, EVENTS, REPORTS
from tests.test_cli import ROOT, ikrar


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "data"
    done = ikrar("demo", "--data", folder)
    assert done.returncode == 0, done.stderr
    assert "Kabupaten Dompu" in done.stdout
    assert str(folder / "tables" / "events.parquet") in done.stdout
    assert "invented" in done.stdout
    return folder


def slug(url: str) -> str:
    return url.rstrip("/").rsplit("/", 1)[-1].removesuffix(".html")


def test_every_page_is_read_as_the_answer_key_says(data: Path) -> None:
    reports = read_table(REPORTS, data / "tables")
    told: dict[str, list[dict[str, object]]] = {}
    for row in reports.iter_rows(named=True):
        told.setdefault(slug(row["url"]), []).append(row)
    with (ROOT / "datasets" / "demo" / "expected.csv").open(encoding="utf-8", newline="") as key:
        pages = list(csv.DictReader(key))
    assert len(pages) > 40
    for page in pages:
        got = told.get(page["slug"], [])
        assert len(got) == int(page["ceremonies"]), page["slug"]
        assert sorted(str(row["date"]) for row in got) == sorted(page["date"].split()), page["slug"]
        assert sorted(str(row["regency_code"]) for row in got if row["regency_code"]) == sorted(
            page["regency_code"].split()
        )


def test_one_ceremony_told_by_three_outlets_is_one_event(data: Path) -> None:
    events = read_table(EVENTS, data / "tables")
    dompu = events.filter(pl.col("regency_code") == "52.05").row(0, named=True)
    assert dompu["n_outlets"] == 3
    assert len(dompu["report_ids"]) == 3
    assert any(conflict["field"] == "participants_total" for conflict in dompu["conflicts"])
    assert dompu["latitude"] == pytest.approx(-8.5, abs=1)


def test_the_archive_is_whole_and_every_article_points_into_it(data: Path) -> None:
    articles = read_table(ARTICLES, data / "tables")
    for row in articles.iter_rows(named=True):
        path = data / "archive" / row["warc_file"]
        with path.open("rb") as file:
            file.seek(row["warc_offset"])
            record = next(iter(ArchiveIterator(file)))
            assert record.rec_type == "response"
            assert record.rec_headers.get_header("WARC-Target-URI") == row["url"]
    assert set(articles["discovered_by"]) >= {"wordpress-rest", "search", "sitemap"}
    assert articles["published_at"].null_count() == 1


def test_a_second_run_fetches_no_article_again_and_changes_no_table(data: Path) -> None:
    before = {path.name: path.read_bytes() for path in (data / "tables").iterdir()}
    done = ikrar("demo", "--data", data)
    assert done.returncode == 0, done.stderr
    assert {path.name: path.read_bytes() for path in (data / "tables").iterdir()} == before
