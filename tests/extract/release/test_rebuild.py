"""The tables are the same bytes whenever and however they are made again."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
import time_machine

from extract.build import build
from extract.merging.corrections import CorrectionsError
from extract.release import ReleaseError, rebuild, table_sums

ROOT = Path(__file__).parents[3]


@pytest.fixture
def small(data: Path, tmp_path: Path) -> Path:
    """A data folder with a part of the archive."""
    folder = tmp_path / "small"
    (folder / "archive").mkdir(parents=True)
    for path in sorted((data / "archive").iterdir())[:2]:
        shutil.copy(path, folder / "archive")
    return folder


def test_two_jobs_another_day_another_zone_and_hash_seed_give_the_same_bytes(data: Path, tmp_path: Path) -> None:
    sums = table_sums(data / "tables")
    assert set(sums) == {"articles", "reports", "events"}
    with time_machine.travel(dt.datetime(2031, 3, 4, 5, 6, tzinfo=dt.UTC), tick=True):
        rebuild(data, tmp_path / "later")
    assert table_sums(tmp_path / "later") == sums
    elsewhere = tmp_path / "elsewhere"
    code = "import sys; from pathlib import Path; from extract.release import rebuild\n"
    code += "if __name__ == '__main__': rebuild(Path(sys.argv[1]), Path(sys.argv[2]), jobs=2)"
    script = tmp_path / "rebuild.py"
    script.write_text(code, "utf-8")
    environment = os.environ | {"TZ": "Asia/Jayapura", "PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT), "LC_ALL": "C"}
    subprocess.run([sys.executable, str(script), str(data), str(elsewhere)], check=True, env=environment, cwd=tmp_path)
    assert table_sums(elsewhere) == sums


def test_the_order_of_the_inputs_does_not_matter(data: Path, tmp_path: Path) -> None:
    archives = sorted((data / "archive").iterdir())
    assert len(archives) > 2
    for name, order in {"back": archives[::-1], "mixed": archives[1::2] + archives[::2]}.items():
        build(order, tmp_path / name)
        assert table_sums(tmp_path / name) == table_sums(data / "tables")


def test_a_rebuild_applies_what_people_decided_and_keeps_ids(small: Path, tmp_path: Path) -> None:
    first = rebuild(small, tmp_path / "one")
    report = next(one for one in first.reports if one.venue)
    lines = [
        "target,field,old,new,who,when,why",
        f'{report.report_id},venue,"{report.venue}",Balai Warga,A,2026-11-01,seen',
    ]
    (small / "corrections.csv").write_text("\n".join(lines) + "\n", "utf-8")
    second = rebuild(small, tmp_path / "two")
    corrected = next(one for one in second.reports if one.report_id == report.report_id)
    assert (corrected.venue, corrected.reviewed) == ("Balai Warga", True)
    assert [one.event_id for one in second.events] == [one.event_id for one in first.events]
    assert table_sums(tmp_path / "two") != table_sums(tmp_path / "one")
    rebuild(small, tmp_path / "three")
    assert table_sums(tmp_path / "three") == table_sums(tmp_path / "two")


def test_a_folder_without_an_archive_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="holds no archive"):
        rebuild(tmp_path, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_corrections_file_that_is_none_leaves_the_tables_as_they_were(small: Path, tmp_path: Path) -> None:
    rebuild(small, tmp_path / "out")
    sums = table_sums(tmp_path / "out")
    (small / "corrections.csv").write_bytes(b"PAR1\x00\x01 no table")
    with pytest.raises(CorrectionsError):
        rebuild(small, tmp_path / "out")
    assert table_sums(tmp_path / "out") == sums


def test_the_tables_hold_every_page(data: Path) -> None:
    articles = pl.read_parquet(data / "tables" / "articles.parquet")
    assert articles["url"].n_unique() == 40
    assert articles["warc_file"].n_unique() > 2
