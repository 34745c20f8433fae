"""The commands `ikrar search` and `ikrar index` as a person uses them: a process, its output and its exit status."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from schemas.tables import TABLES
from tests.search.make import Ceremony, Story, event_id, write

ROOT = Path(__file__).parents[2]


def ikrar(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "ikrar", *map(str, arguments)],
        capture_output=True, text=True, cwd=ROOT, check=False, timeout=120, encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "dumb", "NO_COLOR": "1", **environment},
    )  # fmt: skip


@pytest.fixture
def data(tables: Path, tmp_path: Path) -> Path:
    """A data folder with its tables, not yet searched."""
    (tmp_path / "tables").mkdir()
    for name in TABLES:
        shutil.copy2(tables / f"{name}.parquet", tmp_path / "tables")
    return tmp_path


def test_a_table_shows_what_was_found(data: Path) -> None:
    done = ikrar("search", "guru mojokerto", "--data", data)
    assert done.returncode == 0, done.stderr
    assert "Guru di Mojokerto Ikrar Netral" in done.stdout
    assert "https://bahtera.example/2-0" in done.stdout
    assert done.stdout.index("2023-11-20") < done.stdout.index("2023-11-23")
    assert done.stderr.startswith("2 ceremonies, 2 shown (")
    assert (data / "tables" / "index.sqlite").is_file()


def test_hits_are_highlighted_in_a_terminal(data: Path) -> None:
    done = ikrar("search", "guru", "--data", data, "--limit", "1", FORCE_COLOR="1", TERM="xterm", NO_COLOR="")
    assert done.returncode == 0
    assert "\x1b[1;7mGuru" in done.stdout


def test_every_filter_is_an_option(data: Path) -> None:
    options = (
        ("--regency", "mojokerto"), ("--province", "Jawa Timur"), ("--from", "2023-11-20"), ("--to", "2023"),
        ("--official", "dr. Hj. Ikfina Rahmawati"), ("--activity", "ikrar"), ("--election", "Pemilu 2024"),
        ("--outlet", "bahtera"), ("--min-participants", "900"), ("--level", "regency"), ("--office", "Bupati"),
    )  # fmt: skip
    done = ikrar("search", "guru", *(word for pair in options for word in pair), "--data", data, "--format", "jsonl")
    assert done.returncode == 0, done.stderr
    assert [json.loads(line)["event_id"] for line in done.stdout.splitlines()] == [event_id(2)]
    law = ikrar("search", "--regulation", "PP 94/2021", "--data", data, "--format", "json")
    assert [row["event_id"] for row in json.loads(law.stdout)["events"]] == [event_id(4)]


def test_data_formats_hold_all_rows_or_as_many_as_asked_for(data: Path) -> None:
    done = ikrar("search", "--data", data, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert len(rows) == 6
    assert rows[0]["event_id"] == event_id(1)
    limited = ikrar("search", "--data", data, "--format", "jsonl", "--limit", "2", "--sort", "oldest")
    assert [json.loads(line)["event_id"] for line in limited.stdout.splitlines()] == [event_id(5), event_id(2)]


def test_nothing_found_is_told_by_the_exit_status(data: Path) -> None:
    done = ikrar("search", "guru mojokreto", "--data", data)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "nothing found\ndid you mean: guru mojokerto\nwith fewer words: guru (2)\n"
    for form in ("json", "jsonl", "csv"):
        assert ikrar("search", "zzzz", "--data", data, "--format", form).returncode == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--regency", "Atlantis"), "regency: no region is called 'Atlantis'"),
        (("--from", "kemarin"), "--from: 'kemarin': not a date"), (("--from", "2024", "--to", "2023"), "lies before the first day"),
        (("--activity", "pesta"), "--activity: 'pesta': there is no such value"), (("--sort", "rank"), "--sort: 'rank'"),
        (("--min-participants", "-1"), "not a number of people"), (("x" * 500,), "too long"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_named(data: Path, arguments: tuple[str, ...], said: str) -> None:
    done = ikrar("search", *arguments, "--data", data)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_no_dataset_and_a_broken_one(data: Path, tmp_path: Path) -> None:
    absent = ikrar("search", "guru", "--data", tmp_path / "nowhere")
    assert absent.returncode == 2
    assert len(absent.stderr.splitlines()) == 1
    assert "there is no such table; run `ikrar extract` first" in absent.stderr
    assert ikrar("search", "guru", IKRAR_DATA=str(data)).returncode == 0
    (data / "tables" / "events.parquet").write_bytes(b"broken")
    # What was built before still answers, with a word about it; building says why it cannot.
    old = ikrar("search", "guru", "--data", data)
    assert old.returncode == 0
    assert "events.parquet: not readable as Parquet" in old.stderr
    assert "the index made before is asked" in old.stderr
    built = ikrar("index", "--data", data)
    assert built.returncode == 2
    assert len(built.stderr.splitlines()) == 1
    assert "events.parquet: not readable as Parquet" in built.stderr


def test_an_index_is_built_on_demand_and_by_command(data: Path, tmp_path: Path) -> None:
    done = ikrar("index", "--data", data, "--index", tmp_path / "my.sqlite")
    assert done.returncode == 0
    assert done.stderr == f"6 events, 8 reports, 8 articles: {tmp_path / 'my.sqlite'}\n"
    assert ikrar("search", "guru", "--data", data, "--index", tmp_path / "my.sqlite").returncode == 0
    assert not (data / "tables" / "index.sqlite").exists()


def test_text_of_strangers_moves_no_cursor(tmp_path: Path) -> None:
    evil = "ASN \x9b31mIkrar\u202e [bold]tebal[/bold] \x85"
    write(
        tmp_path, [Ceremony(1, [Story("praja", evil, "Ikrar \x9b2J ASN.", "2023-11-20T08:00:00+00:00")], code="61.01")]
    )
    done = ikrar("search", "ikrar", "--data", tmp_path, FORCE_COLOR="1", TERM="xterm", NO_COLOR="")
    assert done.returncode == 0
    assert "\x9b" not in done.stdout
    assert "\u202e" not in done.stdout
    assert "[bold]tebal[/bold]" in done.stdout


def test_a_reader_that_has_read_enough_is_no_error(data: Path) -> None:
    command = f'"{sys.executable}" -m ikrar search --data "{data}" --format jsonl | head -c 10'
    done = subprocess.run(
        ["/bin/sh", "-c", command], capture_output=True, text=True, cwd=ROOT, check=False, timeout=120
    )
    assert len(done.stdout) == 10
    assert "Traceback" not in done.stderr
