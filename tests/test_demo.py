"""The demo: a real crawl of the bundled newsroom, a real extraction, and the answer key of its pages."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pytest
from warcio.archiveiterator import ArchiveIterator

from schemas.parquet import read_table
from schemas.release import FLAT_TABLES
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


@pytest.fixture(scope="module")
def release(data: Path) -> Path:
    """The demo's data, published."""
    done = ikrar("release", "1.0.0", "--data", data, "--registry", data / "outlets.csv", "--date", "2026-11-22")
    assert done.returncode == 0, done.stderr
    return data / "releases" / "1.0.0"


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


def test_two_prints_of_one_press_release_are_one_voice(data: Path) -> None:
    events = read_table(EVENTS, data / "tables").filter(pl.col("n_reports") > 1)
    told = {row["regency_code"]: (row["n_reports"], row["n_voices"]) for row in events.iter_rows(named=True)}
    assert told == {"35.77": (2, 1), "52.05": (3, 3)}


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


def test_its_release_opens_in_pandas_polars_and_duckdb(data: Path, release: Path) -> None:
    events = read_table(EVENTS, data / "tables")
    for name, table in FLAT_TABLES.items():
        path, twin = release / "data" / f"{name}.parquet", release / "csv" / f"{name}.csv"
        polar = pl.read_parquet(path)
        assert list(pd.read_parquet(path)[table.key]) == polar[table.key].to_list()
        assert len(pd.read_csv(twin, encoding="utf-8-sig")) == pl.read_csv(twin).height == polar.height
        for file in (path, twin):
            assert duckdb.sql(f"SELECT count(DISTINCT {table.key}) FROM '{file}'").fetchall() == [(polar.height,)]
    assert set(pl.read_parquet(release / "data" / "events.parquet")["event_id"]) == set(events["event_id"])
    told = duckdb.sql(
        f"""SELECT DISTINCT o.name FROM '{release}/data/events.parquet' e
        JOIN '{release}/data/claims.parquet' c USING (event_id) JOIN '{release}/data/outlets.parquet' o USING (outlet)
        WHERE e.regency_code = '52.05' AND c.field = 'date'"""
    ).fetchall()
    assert len(told) == 3


# rdflib, which mlcroissant reads JSON-LD with, calls its own deprecated parts.
@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
@pytest.mark.filterwarnings("ignore::DeprecationWarning:mlcroissant")
def test_its_release_is_valid_croissant(release: Path) -> None:
    import mlcroissant

    dataset = mlcroissant.Dataset(str(release / "croissant.json"))
    assert dataset.metadata.ctx.issues.errors == set()
    for name, table in FLAT_TABLES.items():
        keys = {row[f"{name}/{table.key}"].decode() for row in dataset.records(name)}
        assert keys == set(pl.read_parquet(release / "data" / f"{name}.parquet")[table.key])
