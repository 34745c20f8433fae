from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas as pd
import polars as pl
import pytest

from extract.release import Release, make_release
from extract.release.files import plain_cell
from extract.release.manifest import provenance
from schemas.codebook import meaning
from schemas.columns import polars_schema
from schemas.parquet import read_table
from schemas.release import EVENTS_FULL, FLAT_TABLES, SNIPPET
from schemas.tables import ARTICLES, EVENTS, REPORTS
from tests.extract.release.make import REGISTRY, SOFTWARE, edition

TABLES = list(FLAT_TABLES.values())
NAMES = [table.name for table in TABLES]
#: Words that no column may be called, as SQL engines reserve them; DuckDB is asked for its own.
RESERVED = {"group", "order", "end", "start", "table", "column", "from", "to", "check", "key", "user", "case", "when"}


def frame(release: Release, name: str) -> pl.DataFrame:
    return pl.read_parquet(release.folder / "data" / f"{name}.parquet")


def cells(release: Release, name: str) -> list[dict[str, str]]:
    with (release.folder / "csv" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_sums_are_those_of_the_files(release: Release) -> None:
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"],
        check=False,
        cwd=release.folder,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    listed = {line.split("  ")[1] for line in (release.folder / "SHA256SUMS").read_text("utf-8").splitlines()}
    there = {path.relative_to(release.folder).as_posix() for path in release.folder.rglob("*") if path.is_file()}
    assert listed == there - {"SHA256SUMS"}
    assert set(release.files) == there


def test_the_same_tables_and_day_give_the_same_bytes(release: Release, data: Path, tmp_path: Path) -> None:
    tables = data / "tables"
    again = make_release(edition("1.0.0"), tables=tables, data=data, out=tmp_path, outlets=REGISTRY, software=SOFTWARE)
    assert (again.folder / "SHA256SUMS").read_bytes() == (release.folder / "SHA256SUMS").read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_each_table_has_the_columns_of_its_model_and_opens_in_pandas_and_duckdb(release: Release, name: str) -> None:
    path = release.folder / "data" / f"{name}.parquet"
    table = FLAT_TABLES[name]
    assert pl.read_parquet_schema(path) == polars_schema(table)
    assert all(len(column) <= 32 and column.lower() not in RESERVED for column in polars_schema(table))
    panda = pd.read_parquet(path)
    assert list(panda.columns) == list(table.model.model_fields)
    answer = duckdb.sql(f"SELECT count(*), count(DISTINCT {table.key}) FROM '{path}'").fetchall()
    assert answer == [(len(panda), len(panda))]
    assert len(panda) == release.rows[name]
    assert duckdb.sql(f"SELECT {', '.join(polars_schema(table))} FROM '{path}' LIMIT 1").columns


def test_the_tables_hold_what_was_extracted(release: Release, data: Path) -> None:
    events = {row["event_id"]: row for row in read_table(EVENTS, data / "tables").iter_rows(named=True)}
    flat = {row["event_id"]: row for row in frame(release, "events").iter_rows(named=True)}
    assert flat.keys() == events.keys()
    for key, row in flat.items():
        told = events[key]
        assert all(row[name] == told[name] for name in ("date", "regency_code", "level", "organizer", "confidence"))
        assert row["regency_num"] == (int(told["regency_code"].replace(".", "")) if told["regency_code"] else None)
        assert [name for name in ("ikrar", "deklarasi", "pakta_integritas", "apel") if row[f"is_{name}"]] == [
            name for name in ("ikrar", "deklarasi", "pakta_integritas", "apel") if name in told["activities"]
        ]
        assert row["elections"] == ("; ".join(told["elections"]) or None)
    told_officials = [(key, one["name"], one["role"]) for key, row in events.items() for one in row["officials"]]
    shown = frame(release, "officials").select("event_id", "name", "role").rows()
    assert sorted(shown, key=str) == sorted(told_officials, key=str)
    assert frame(release, "participants").height == sum(len(row["participants"]) for row in events.values())
    assert frame(release, "regulations").height == sum(len(row["regulations"]) for row in events.values())
    nested = pl.read_parquet(release.folder / "data" / "events_full.parquet")
    assert nested.schema == polars_schema(EVENTS_FULL)
    assert nested.sort("event_id").equals(read_table(EVENTS, data / "tables").sort("event_id"))


def test_every_reference_leads_to_a_row(release: Release) -> None:
    keys = {name: set(frame(release, name)[table.key]) for name, table in FLAT_TABLES.items()}
    for name, table in FLAT_TABLES.items():
        for column, target in table.references:
            assert set(frame(release, name)[column].drop_nulls()) <= keys[target], (name, column)


def test_a_question_over_tables_is_answered_in_sql(release: Release, data: Path) -> None:
    folder = release.folder / "data"
    rows = duckdb.sql(
        f"""SELECT e.event_id, c.value, c.snippet, a.url FROM '{folder}/events.parquet' e
        JOIN '{folder}/claims.parquet' c USING (event_id) JOIN '{folder}/articles.parquet' a USING (article_id)
        WHERE c.field = 'date' AND c.agreed"""
    ).fetchall()
    assert len({row[0] for row in rows}) == frame(release, "events")["date"].drop_nulls().len()
    assert all(row[3].startswith("https://warta.example/") for row in rows)


def test_every_value_of_every_report_is_a_claim(release: Release, data: Path) -> None:
    claims = frame(release, "claims")
    for report in read_table(REPORTS, data / "tables").iter_rows(named=True):
        own = claims.filter(pl.col("report_id") == report["report_id"])
        told = {(row["field"], row["value"]) for row in own.iter_rows(named=True)}
        for name in ("date", "regency_code", "level", "organizer", "venue", "participants_total"):
            assert report[name] is None or (name, str(report[name])) in told
        assert {("activities", one) for one in report["activities"]} <= told
        assert {("officials.name", one["name"]) for one in report["officials"] if one["name"]} <= told
        assert {("regulations.as_cited", one["as_cited"]) for one in report["regulations"]} <= told
        assert {("pledge", one) for one in report["pledge"]} <= told


def test_a_snippet_shows_the_words_at_the_span_and_no_article_in_full(release: Release, data: Path) -> None:
    articles = {row["article_id"]: row for row in read_table(ARTICLES, data / "tables").iter_rows(named=True)}
    shown: dict[str, set[int]] = {}
    for row in frame(release, "claims").iter_rows(named=True):
        if row["snippet"] is None:
            assert row["span_start"] is None
            continue
        assert len(row["snippet"]) <= SNIPPET
        text = articles[row["article_id"]]["title" if row["in_title"] else "text"]
        words = " ".join(text[row["span_start"] : row["span_end"]].split())
        assert words[: SNIPPET - 1].rstrip() in row["snippet"]
        level = " ".join(text.split())
        inner = row["snippet"].strip("…")
        assert inner in level
        if not row["in_title"]:
            place = level.index(inner)
            shown.setdefault(row["article_id"], set()).update(range(place, place + len(inner)))
    shares = [len(places) / len(articles[key]["text"]) for key, places in shown.items()]
    assert sum(shares) / len(shares) < 0.5
    public = [path for path in release.folder.rglob("*") if path.suffix in (".csv", ".json", ".md", ".geojson", ".svg")]
    for article in articles.values():
        passage = article["text"][100:400]
        assert all(passage not in path.read_text("utf-8") for path in public)


@pytest.mark.parametrize("name", NAMES)
def test_a_csv_twin_has_the_values_of_its_table(release: Release, name: str) -> None:
    assert (release.folder / "csv" / f"{name}.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    rows = cells(release, name)
    expected = list(frame(release, name).iter_rows(named=True))
    assert len(rows) == len(expected)
    for row, other in zip(rows, expected, strict=True):
        assert row.keys() == other.keys()
        for key, value in other.items():
            if isinstance(value, float):
                assert float(row[key]) == pytest.approx(value, rel=1e-6)
            else:
                assert plain_cell(row[key]) == as_cell(value)


def as_cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dt.datetime):
        return f"{value:%Y-%m-%dT%H:%M:%SZ}"
    return str(value)


def test_a_csv_twin_opens_in_pandas_with_codes_as_text(release: Release) -> None:
    panda = pd.read_csv(release.folder / "csv" / "events.csv", dtype={"regency_code": "string"}, encoding="utf-8-sig")
    assert panda["regency_code"].dropna().str.fullmatch(r"\d\d\.\d\d").all()
    mangled = pd.read_csv(release.folder / "csv" / "events.csv", encoding="utf-8-sig")
    codes = mangled["regency_num"].dropna().astype(int)
    assert set(codes) == {int(code.replace(".", "")) for code in panda["regency_code"].dropna()}


def test_the_workbook_has_the_events_and_explains_its_columns(release: Release) -> None:
    book = openpyxl.load_workbook(release.folder / "events.xlsx")
    assert book.sheetnames == ["events", "columns"]
    head, *rows = book["events"].iter_rows(values_only=True)
    expected = frame(release, "events")
    assert list(head) == expected.columns
    assert [row[0] for row in rows] == expected["event_id"].to_list()
    places = {name: number for number, name in enumerate(head)}
    for row, other in zip(rows, expected.iter_rows(named=True), strict=True):
        assert row[places["regency_code"]] == other["regency_code"]
        assert row[places["participants_total"]] == other["participants_total"]
        date = row[places["date"]]
        assert (date.date() if isinstance(date, dt.datetime) else None) == other["date"]
    explained = {row[0]: row[1:] for row in book["columns"].iter_rows(min_row=2, values_only=True)}
    model = FLAT_TABLES["events"].model
    assert explained["venue"] == (meaning(model, "venue"), meaning(model, "venue", "id"))
    assert list(explained) == expected.columns


def test_the_events_are_points_on_a_map(release: Release) -> None:
    collection = json.loads((release.folder / "events.geojson").read_text("utf-8"))
    events = {row["event_id"]: row for row in frame(release, "events").iter_rows(named=True)}
    assert {feature["id"] for feature in collection["features"]} == set(events)
    for feature in collection["features"]:
        row = events[feature["id"]]
        if row["regency_code"] is None:
            assert feature["geometry"] is None
        else:
            assert feature["geometry"] == {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]}
        assert feature["properties"]["regency_code"] == row["regency_code"]


# rdflib, which mlcroissant reads JSON-LD with, calls its own deprecated parts.
@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
@pytest.mark.filterwarnings("ignore::DeprecationWarning:mlcroissant")
def test_croissant_is_valid_and_every_record_set_is_read(release: Release) -> None:
    import mlcroissant

    dataset = mlcroissant.Dataset(str(release.folder / "croissant.json"))
    assert dataset.metadata.ctx.issues.errors == set()
    assert dataset.metadata.ctx.issues.warnings == set()
    assert {str(one.id) for one in dataset.metadata.record_sets} == set(NAMES)
    for name in NAMES:
        assert sum(1 for _ in dataset.records(name)) == release.rows[name], name
    first = next(iter(dataset.records("events")))
    assert first["events/event_id"].decode() in frame(release, "events")["event_id"]


def test_the_data_package_describes_the_csv_files(release: Release) -> None:
    package = json.loads((release.folder / "datapackage.json").read_text("utf-8"))
    assert [resource["name"] for resource in package["resources"]] == NAMES
    for resource in package["resources"]:
        body = (release.folder / resource["path"]).read_bytes()
        assert resource["bytes"] == len(body)
        assert resource["hash"] == f"sha256:{hashlib.sha256(body).hexdigest()}"
        fields = {field["name"]: field for field in resource["schema"]["fields"]}
        rows = cells(release, resource["name"])
        assert not rows or list(fields) == list(rows[0])
        for row in rows:
            for name, cell in row.items():
                check(fields[name], plain_cell(cell))
    events = package["resources"][0]["schema"]
    assert events["primaryKey"] == ["event_id"]


KINDS = {
    "string": r"[\s\S]*", "integer": r"-?\d+", "number": r"-?\d+(\.\d+)?(e-?\d+)?", "boolean": "true|false",
    "date": r"\d{4}-\d\d-\d\d", "datetime": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ",
}  # fmt: skip


def check(field: dict[str, Any], cell: str) -> None:
    """A cell against its field, as the Table Schema specification reads constraints."""
    rules = field.get("constraints", {})
    if cell == "":
        assert not rules.get("required"), field["name"]
        return
    assert re.fullmatch(KINDS[field["type"]], cell), (field["name"], cell)
    assert "enum" not in rules or cell in rules["enum"]
    assert "pattern" not in rules or re.search(rules["pattern"], cell)
    assert "minimum" not in rules or float(cell) >= rules["minimum"]
    assert "maximum" not in rules or float(cell) <= rules["maximum"]
    assert len(cell) <= rules.get("maxLength", len(cell))


def test_the_manifest_names_what_went_in(release: Release, data: Path) -> None:
    manifest = json.loads((release.folder / "manifest.json").read_text("utf-8"))
    archives = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (data / "archive").iterdir()}
    assert {one["name"]: one["sha256"] for one in manifest["inputs"]["archive"]} == archives
    assert len(archives) > 1
    assert manifest["version"] == "1.0.0"
    assert manifest["previous"] is None
    assert {name: one["rows"] for name, one in manifest["tables"].items()} == dict(release.rows)
    assert manifest["software"]["source_commit"] == SOFTWARE.commit


def test_the_software_that_is_running_is_known_by_its_commit_and_lock(tmp_path: Path) -> None:
    root = Path(__file__).parents[3]
    lock = root / "requirements.lock"
    running = provenance()
    assert running.lock_sha256 == hashlib.sha256(lock.read_bytes()).hexdigest()
    if (root / ".git").exists():  # not so in a source archive
        assert re.fullmatch(r"[0-9a-f]{40}", running.commit or "")
    else:
        assert running.commit is None
    elsewhere = provenance(tmp_path)
    assert (elsewhere.commit, elsewhere.clean, elsewhere.lock_sha256) == (None, None, None)
    assert elsewhere.version == running.version


def test_a_table_says_of_what_release_and_schema_it_is(release: Release) -> None:
    said = pl.read_parquet_metadata(release.folder / "data" / "claims.parquet")
    assert said["ikrar_table"] == "claims"
    assert said["dataset_version"] == "1.0.0"
    assert said["license"] == "CC-BY-4.0"


def test_the_card_opens_with_front_matter_and_names_every_table(release: Release) -> None:
    card = (release.folder / "README.md").read_text("utf-8")
    front = card.split("---\n")[1]
    assert "license: cc-by-4.0\n" in front
    assert re.findall(r"data_files: (\S+)", front) == [f"data/{name}.parquet" for name in [*NAMES, "events_full"]]
    for link in re.findall(r"\]\(([a-z_A-Z./]+)\)", card):
        assert (release.folder / link).is_file(), link
    assert f"**{release.rows['events']} events**" in card
    assert "data@ikrar.example" in card
    assert "Accuracy was not measured" in card


def test_the_citation_file_names_version_and_day(release: Release) -> None:
    text = (release.folder / "CITATION.cff").read_text("utf-8")
    assert 'type: "dataset"\n' in text
    assert 'version: "1.0.0"\n' in text
    assert 'date-released: "2026-11-22"\n' in text
    assert 'license: "CC-BY-4.0"\n' in text
    assert (release.folder / "LICENSE").read_text("utf-8").startswith("Attribution 4.0 International")


def test_the_codebook_explains_every_column_in_both_languages(release: Release) -> None:
    book = (release.folder / "CODEBOOK.md").read_text("utf-8")
    english, indonesian = book.split("# Buku kode")
    for table in TABLES:
        for name in table.model.model_fields:
            assert f"| `{name}` |" in english
            assert meaning(table.model, name).replace("|", "\\|") in english
            assert meaning(table.model, name, "id").replace("|", "\\|") in indonesian


def test_accuracy_is_shipped_where_it_was_measured(data: Path, tmp_path: Path) -> None:
    gold = sorted((Path(__file__).parents[2] / "gold" / "synthetic").glob("*.json"))[:4]
    made = make_release(edition("1.0.0"), tables=data / "tables", data=data, out=tmp_path, gold=gold)
    quality = json.loads((made.folder / "quality.json").read_text("utf-8"))
    assert quality["all"]["articles"] == 4
    assert quality["held_out"]["articles"] == 2
    score = quality["held_out"]["scores"]["date"]
    assert f"| date | {score['precision']:.3f} |" in (made.folder / "README.md").read_text("utf-8")


def test_only_outlets_that_were_read_have_articles(release: Release) -> None:
    outlets = {row["outlet"]: row for row in frame(release, "outlets").iter_rows(named=True)}
    assert outlets["senyap"]["n_articles"] == 0
    assert outlets["senyap"]["state"] == "quarantined"
    assert outlets["warta"]["n_articles"] == 40
    assert outlets["warta"]["n_events"] == release.rows["events"]
    assert outlets["warta"]["last_fetched_at"] == dt.datetime(2026, 11, 1, 12, 0, 39, tzinfo=dt.UTC)
