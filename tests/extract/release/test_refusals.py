"""What a release is not made from, and that nothing is left behind."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from extract.merging.identities import LedgerError
from extract.release import Release, ReleaseError, TakedownError, make_release
from ikrar import app
from schemas.parquet import SchemaVersionError, TableError
from tests.extract.release.make import edition

ROOT = Path(__file__).parents[3]


@pytest.fixture
def tables(data: Path, tmp_path: Path) -> Path:
    """A copy of the tables, to be damaged."""
    return Path(shutil.copytree(data / "tables", tmp_path / "tables"))


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def nothing_in(out: Path) -> bool:
    return not out.exists() or not list(out.iterdir())


@pytest.mark.parametrize("version", ["1", "1.0", "v1.0.0", "1.0.0-beta", "../1.0.0", "1.0.0/..", "", "1.0.0\n"])
def test_a_version_is_three_numbers(version: str, data: Path, out: Path) -> None:
    with pytest.raises(ReleaseError, match="is no version"):
        make_release(edition(version), tables=data / "tables", data=data, out=out)
    assert nothing_in(out)


def test_a_version_that_exists_is_not_touched(release: Release, data: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in release.folder.rglob("*")}
    with pytest.raises(ReleaseError, match=r"1\.0\.0 exists; a release is never altered"):
        make_release(edition("1.0.0"), tables=data / "tables", data=data, out=release.folder.parent)
    assert {path: path.stat().st_mtime_ns for path in release.folder.rglob("*")} == before
    assert [path.name for path in release.folder.parent.iterdir()] == ["1.0.0"]


@pytest.mark.parametrize("version", ["1.0.0", "0.9.9"])
def test_a_version_is_above_the_one_before(version: str, release: Release, data: Path, out: Path) -> None:
    with pytest.raises(ReleaseError, match=r"is not above 1\.0\.0"):
        make_release(edition(version), tables=data / "tables", data=data, out=out, previous=release.folder)


@pytest.mark.parametrize("name", ["articles", "reports", "events"])
def test_a_missing_table_is_named(name: str, tables: Path, data: Path, out: Path) -> None:
    (tables / f"{name}.parquet").unlink()
    with pytest.raises(TableError, match=rf"{name}\.parquet: there is no such table"):
        make_release(edition("1.0.0"), tables=tables, data=data, out=out)
    assert nothing_in(out)


def test_a_truncated_table_is_named(tables: Path, data: Path, out: Path) -> None:
    path = tables / "reports.parquet"
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(TableError, match=r"reports\.parquet: not readable as Parquet"):
        make_release(edition("1.0.0"), tables=tables, data=data, out=out)
    assert nothing_in(out)


@pytest.mark.parametrize("body", [b"PAR1", b"event_id\n1\n", b""])
def test_the_command_names_a_damaged_table_in_one_line(body: bytes, tables: Path) -> None:
    (tables / "events.parquet").write_bytes(body)
    done = CliRunner().invoke(app, ["release", "1.0.0", "--data", str(tables.parent)])
    assert done.exit_code == 2
    assert "events.parquet: not readable as Parquet" in " ".join(done.output.split())
    assert "Traceback" not in done.output
    assert nothing_in(tables.parent / "releases")


def test_a_table_of_other_origin_is_named(tables: Path, data: Path, out: Path) -> None:
    pl.DataFrame({"event_id": ["ev-000000000000"]}).write_parquet(tables / "events.parquet")
    with pytest.raises(TableError, match=r"events\.parquet: not a table of events"):
        make_release(edition("1.0.0"), tables=tables, data=data, out=out)


def test_a_table_of_another_schema_is_named(tables: Path, data: Path, out: Path) -> None:
    frame = pl.read_parquet(tables / "events.parquet")
    metadata = {"ikrar_table": "events", "ikrar_schema_version": "7.0"}
    frame.write_parquet(tables / "events.parquet", metadata=metadata)
    with pytest.raises(SchemaVersionError, match=r"schema 7\.0"):
        make_release(edition("1.0.0"), tables=tables, data=data, out=out)


def test_tables_that_do_not_belong_together_are_told(tables: Path, data: Path, out: Path) -> None:
    metadata = {"ikrar_table": "reports", "ikrar_schema_version": "1.0"}
    frame = pl.read_parquet(tables / "reports.parquet")
    frame[1:].write_parquet(tables / "reports.parquet", metadata=metadata)
    with pytest.raises(TableError, match=f"names the report '{frame['report_id'][0]}', which is not there"):
        make_release(edition("1.0.0"), tables=tables, data=data, out=out)


def test_a_folder_that_is_no_release_is_not_taken_for_the_one_before(data: Path, out: Path, tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match=r"is no release \(SHA256SUMS is missing\)"):
        make_release(edition("1.1.0"), tables=data / "tables", data=data, out=out, previous=tmp_path)


@pytest.mark.parametrize(
    ("name", "body", "message"),
    [
        ("manifest.json", b"{", "is no release that can be read"),
        ("manifest.json", b"[]", "is no release that can be read"),
        ("manifest.json", b'{"version": "one"}', "is no version"),
        ("SHA256SUMS", b"\xff\xfe", "is no release that can be read"),
        ("data/events.parquet", b"PAR1", "was altered after release"),
    ],
)
def test_a_release_before_that_was_altered_is_told(
    name: str, body: bytes, message: str, release: Release, data: Path, out: Path, tmp_path: Path
) -> None:
    before = shutil.copytree(release.folder, tmp_path / "1.0.0")
    (before / name).write_bytes(body)
    with pytest.raises(ReleaseError, match=message):
        make_release(edition("1.1.0"), tables=data / "tables", data=data, out=out, previous=before)
    assert nothing_in(out)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"name\nRina\n", "first line must be name,since,reason"),
        (b"name,since,reason\n,2026-01-01,\n", "line 2: name"),
        (b"name,since,reason\nRina Wulandari,2026-02-30,\nA.,,\n", r"line 2: since.*line 3: name"),
        (b"name,since,reason\nAl,,\n", "no word of three letters"),
        (b"name,since,reason\n\xff\xfe,,\n", "no CSV file in UTF-8"),
        (b'name,since,reason\n"Rina,,\n', "no CSV file in UTF-8|line"),
        (b"name,since,reason\nRina Wulandari,,,,\n", "line 2"),
    ],
)
def test_a_takedown_list_with_faults_stops_the_release(
    body: bytes, message: str, data: Path, out: Path, tmp_path: Path
) -> None:
    path = tmp_path / "takedown.csv"
    path.write_bytes(body)
    with pytest.raises(TakedownError, match=message):
        make_release(edition("1.0.0"), tables=data / "tables", data=data, out=out, takedown=path)
    assert nothing_in(out)


def test_a_takedown_list_that_is_not_there_stops_the_release(data: Path, out: Path, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        make_release(edition("1.0.0"), tables=data / "tables", data=data, out=out, takedown=tmp_path / "none.csv")
    assert nothing_in(out)


def test_gold_that_is_not_there_stops_the_release(data: Path, out: Path, tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="no annotated articles"):
        make_release(edition("1.0.0"), tables=data / "tables", data=data, out=out, gold=[tmp_path])
    assert nothing_in(out)


def test_a_damaged_ledger_of_ids_stops_the_release(data: Path, out: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "identities.csv").write_text("event_id,relation,target,sign\nev-1,founded,a-1,\n", "utf-8")
    with pytest.raises(LedgerError, match="line 2"):
        make_release(edition("1.0.0"), tables=data / "tables", data=folder, out=out)
    assert nothing_in(out)


def test_two_releases_are_not_made_in_one_folder_at_once(data: Path, out: Path) -> None:
    out.mkdir()
    handle = os.open(out, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        with pytest.raises(ReleaseError, match="another release is being made there"):
            make_release(edition("1.0.0"), tables=data / "tables", data=data, out=out)
    finally:
        os.close(handle)
    assert nothing_in(out)


def test_what_a_killed_run_left_is_cleared_away(data: Path, out: Path) -> None:
    (out / ".1.0.0-abc.part" / "data").mkdir(parents=True)
    (out / ".1.0.0-abc.part" / "data" / "events.parquet").write_bytes(b"half")
    make_release(edition("1.0.0"), tables=data / "tables", data=data, out=out)
    assert [path.name for path in out.iterdir()] == ["1.0.0"]


#: Makes a release while no file may grow beyond so many bytes, as on a disk that fills up.
FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from extract.release import make_release
from tests.extract.release.make import edition
data, out, limit, version = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    make_release(edition(version), tables=data / "tables", data=data, out=out)
except OSError as error:
    print(error)
    sys.exit(3)
"""


# 4 kB stop a Parquet file, 30 kB the codebook, 45 kB the description, each in the middle of the release.
@pytest.mark.parametrize("limit", [4_000, 30_000, 52_000])
def test_a_full_disk_leaves_nothing_behind(limit: int, release: Release, data: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(release.folder, out / "1.0.0")
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(data), str(out), str(limit), "1.1.0"],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 3, done.stderr
    assert f"{out}: release 1.1.0 was not made and nothing is left of it" in done.stdout
    assert [path.name for path in out.iterdir()] == ["1.0.0"]
    sums = subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], check=False, cwd=out / "1.0.0")
    assert sums.returncode == 0


def test_a_folder_that_cannot_be_made_is_named(data: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", "utf-8")
    with pytest.raises(OSError, match="file"):
        make_release(edition("1.0.0"), tables=data / "tables", data=data, out=tmp_path / "file" / "out")
