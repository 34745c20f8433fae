"""The command line as a person uses it: a process, its output and its exit status."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from crawler.run import hold

ROOT = Path(__file__).parents[1]
GOLD = ROOT / "tests" / "gold"
ARTICLE = {
    "id": "a1",
    "url": "https://warta.example/a1",
    "outlet": "warta",
    "published": "2023-11-21",
    "title": "ASN Sambas Ucap Ikrar",
    "text": "SAMBAS – Sebanyak 120 ASN Pemkab Sambas mengucapkan ikrar netralitas dipimpin Bupati Sambas Ratna Dewi "
    "Kusuma di halaman kantor bupati, Senin (20/11/2023).",
}


def ikrar(*arguments: str | Path, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "ikrar", *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=cwd or ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "dumb", "NO_COLOR": "1", **environment},
        check=False,
        timeout=240,
    )


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """A folder with two good items among every kind of bad one."""
    box = tmp_path / "inbox"
    box.mkdir()
    lines = [
        json.dumps(ARTICLE),
        "{no json",
        json.dumps(ARTICLE | {"id": "a2", "title": "Panen Raya", "text": "Padi."}),
    ]
    (box / "good.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (box / "empty.txt").write_bytes(b"")
    (box / "binary.html").write_bytes(bytes(range(256)) * 40)
    (box / "noarticle.html").write_text("<html><body></body></html>", encoding="utf-8")
    (box / "huge.html").write_bytes(b"<html><body>" + b"<p>kata</p>" * 5_000_000)
    (box / "broken.warc.gz").write_bytes(b"\x1f\x8b\x08\x00 this is no gzip member")
    (box / "nul.txt").write_bytes(b"Judul\n\nASN Sambas mengucapkan ikrar\x00 netralitas, Senin (20/11/2023).")
    return box


def test_help_and_version() -> None:
    told = ikrar("--help")
    assert told.returncode == 0
    for command in ("crawl", "extract", "demo", "schema"):
        assert command in told.stdout
        assert ikrar(command, "--help").returncode == 0
    assert re.fullmatch(r"ikrar \d+\.\d+\.\d+\n", ikrar("--version").stdout)


def test_extract_names_what_it_skips_and_goes_on(inbox: Path, tmp_path: Path) -> None:
    done = ikrar("extract", inbox, tmp_path / "absent.jsonl", "--out", tmp_path / "out")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    skipped = [line for line in done.stderr.splitlines() if line.startswith("skipped")]
    assert len(skipped) == len(done.stderr.splitlines()) == 7, done.stderr
    for item in (
        "good.jsonl",
        "empty.txt",
        "binary.html",
        "noarticle.html",
        "huge.html",
        "broken.warc.gz",
        "absent.jsonl",
    ):
        assert sum(item in line for line in skipped) == 1, (item, skipped)
    assert "3 articles, 2 reports, 1 events, 7 skipped" in done.stdout or "7 skipped" in done.stdout
    reports = pl.read_parquet(tmp_path / "out" / "reports.parquet")
    assert set(reports["article_id"]) == {"a1", "nul"}
    row = reports.filter(pl.col("article_id") == "a1").row(0, named=True)
    assert (str(row["date"]), row["regency_code"], row["participants_total"]) == ("2023-11-20", "61.01", 120)
    assert [official["name"] for official in row["officials"]] == ["Ratna Dewi Kusuma"]


def test_nothing_to_read_leaves_former_tables(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps(ARTICLE), encoding="utf-8")
    assert ikrar("extract", tmp_path / "a.jsonl", "--out", tmp_path / "out").returncode == 0
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert set(before) == {"articles.parquet", "reports.parquet", "events.parquet"}
    failed = ikrar("extract", tmp_path / "none.jsonl", "--out", tmp_path / "out")
    assert failed.returncode == 2
    assert "nothing was written" in failed.stderr
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before


def test_the_same_input_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    for name, seed in (("one", "1"), ("two", "2")):
        assert ikrar("extract", GOLD / "dev", "--out", tmp_path / name, PYTHONHASHSEED=seed).returncode == 0
    for table in ("articles", "reports", "events"):
        one, two = ((tmp_path / name / f"{table}.parquet").read_bytes() for name in ("one", "two"))
        assert one == two


def test_an_output_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps(ARTICLE), encoding="utf-8")
    (tmp_path / "out").write_text("in the way", encoding="utf-8")
    failed = ikrar("extract", tmp_path / "a.jsonl", "--out", tmp_path / "out")
    assert failed.returncode == 2
    assert failed.stderr.startswith("ikrar: ")
    assert len(failed.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "begins"),
    [
        (("schema",), "# Codebook"),
        (("schema", "reports", "--format", "json"), "{"),
        (("schema", "events", "--format", "polars"), "events:\n  event_id: String"),
    ],
)
def test_schema_shows_the_contract(arguments: tuple[str, ...], begins: str) -> None:
    told = ikrar(*arguments)
    assert told.returncode == 0
    assert told.stdout.startswith(begins)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("schema", "people"), "no such table: people"),
        (("crawl", "--outlet", "nowhere", "--dry-run"), "no such outlet: nowhere"),
        (("crawl", "--registry", "nowhere.csv"), "nowhere.csv"),
    ],
)
def test_a_wrong_argument_is_said_in_one_line(arguments: tuple[str, ...], message: str, tmp_path: Path) -> None:
    told = ikrar(*arguments, cwd=tmp_path)
    assert told.returncode == 2
    assert message in told.stderr
    assert len(told.stderr.splitlines()) == 1


QUIET = """\
id,name,domain,kind,province_code,regency_code,timezone,platform,routes,state,state_since,state_reason,delay,note
warta,Warta,,regional,35,35.16,Asia/Jakarta,wordpress,,unresolved,2026-11-01,domain unknown,,
"""


def test_an_update_with_nothing_new_is_done_and_a_second_one_is_told_who_works(tmp_path: Path) -> None:
    registry = tmp_path / "outlets.csv"
    registry.write_text(QUIET, encoding="utf-8")
    arguments = ("update", "--data", tmp_path / "data", "--registry", registry)
    done = ikrar(*arguments)
    assert done.returncode == 0, done.stderr
    with hold(tmp_path / "data", "update"):
        busy = ikrar(*arguments)
    assert busy.returncode == 2
    assert f"process {os.getpid()}" in busy.stderr
    assert len(busy.stderr.splitlines()) == 1


def test_an_update_of_an_outlet_that_cannot_be_reached_is_partial(tmp_path: Path) -> None:
    registry = tmp_path / "outlets.csv"
    registry.write_text(
        QUIET.replace("warta,Warta,,", "warta,Warta,warta.invalid,").replace(
            "unresolved,2026-11-01,domain unknown", "active,,"
        ),
        encoding="utf-8",
    )
    done = ikrar("update", "--data", tmp_path / "data", "--registry", registry)
    assert done.returncode == 1, done.stderr
    assert "warta: wordpress-rest: " in done.stderr
    assert "Traceback" not in done.stderr


def test_outlets_are_listed_and_filtered() -> None:
    told = ikrar("outlets", "--province", "81", "--state", "unresolved")
    assert told.returncode == 0
    assert "Expo MBD" in told.stdout
    assert told.stderr.startswith("1 outlets: 1 unresolved")
