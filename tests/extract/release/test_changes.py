"""What a release says of the one before it."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import polars as pl
import pytest

from extract.merging.identities import write_identities
from extract.merging.identity import Held, Ledger, Tombstone
from extract.release import Release, ReleaseError, latest_release, make_release
from extract.release.manifest import sha256
from schemas.event import Event
from schemas.report import Report
from tests.extract.release.make import SOFTWARE, edition, write_tables
from tests.schemas.make import make_article, make_event, make_report

KEPT, GONE, HALF, NEW, MERGED = (f"ev-00000000000{mark}" for mark in "12345")


def report(number: int) -> Report:
    base = make_report()
    return make_report(report_id=f"{base.article_id}-{number}")


def event(key: str, number: int, **changes: object) -> Event:
    own = report(number)
    return make_event(
        event_id=key, report_ids=[own.report_id], **{"officials": [], "evidence": [], "conflicts": [], **changes}
    )


def make(version: str, folder: Path, events: list[Event], previous: Release | None = None) -> Release:
    reports = [report(number) for number in range(1, 6)]
    tables = write_tables(folder / f"tables-{version}", [make_article()], reports, events)
    return make_release(
        edition(version),
        tables=tables,
        data=folder,
        out=folder / "out",
        previous=previous.folder if previous else None,
        software=SOFTWARE,
    )


@pytest.fixture
def first(tmp_path: Path) -> Release:
    return make("1.0.0", tmp_path, [event(KEPT, 1), event(GONE, 2), event(HALF, 3), event(MERGED, 4)])


@pytest.fixture
def second(tmp_path: Path, first: Release) -> Release:
    ledger = Ledger(
        {key: f"{key}-r" for key in (KEPT, GONE, HALF, NEW, MERGED)},
        {KEPT: (Held("a-1", ""),)},
        {
            HALF: Tombstone(HALF, "split", (HALF, NEW)),
            MERGED: Tombstone(MERGED, "merged", (KEPT,)),
            GONE: Tombstone(GONE, "withdrawn", ()),
        },
    )
    write_identities(tmp_path / "identities.csv", ledger)
    changed = event(KEPT, 1, venue="Balai | Kota", date=dt.date(2023, 10, 18))
    return make("1.1.0", tmp_path, [changed, event(HALF, 3), event(NEW, 5)], first)


def rows(release: Release, name: str = "changes") -> list[dict[str, str]]:
    path = release.folder / ("changes.csv" if name == "changes" else f"csv/{name}.csv")
    return list(pl.read_csv(path).iter_rows(named=True))


def test_a_first_release_differs_from_nothing(first: Release) -> None:
    assert rows(first) == []
    assert first.changes == 0
    assert "First release: 4 events." in (first.folder / "CHANGELOG.md").read_text("utf-8")


def test_every_row_and_value_that_differs_is_listed(second: Release) -> None:
    told = {
        (one["row_key"], one["change"], one["column_name"], one["old_value"], one["new_value"])
        for one in rows(second)
        if one["table_name"] == "events"
    }
    assert told == {
        (KEPT, "changed", "date", "2023-10-17", "2023-10-18"),
        (KEPT, "changed", "venue", "Pendopo", "Balai | Kota"),
        (GONE, "removed", None, None, None),
        (MERGED, "removed", None, None, None),
        (NEW, "added", None, None, None),
    }
    assert second.changes == len(rows(second))
    claims = [one for one in rows(second) if one["table_name"] == "claims"]
    assert {one["change"] for one in claims if one["column_name"] is None} == {"added", "removed"}


def test_an_event_that_is_no_more_has_a_tombstone(second: Release) -> None:
    assert [tuple(row.values()) for row in rows(second, "removed")] == [
        (GONE, "withdrawn", None, "1.1.0"),
        (HALF, "split", f"{HALF}; {NEW}", "1.1.0"),
        (MERGED, "merged", KEPT, "1.1.0"),
    ]


def test_a_first_release_follows_keys_that_were_seen_before_it(tmp_path: Path) -> None:
    fates = {HALF: Tombstone(HALF, "split", (HALF, NEW)), MERGED: Tombstone(MERGED, "merged", (NEW,))}
    fates[GONE] = Tombstone(GONE, "withdrawn", ())
    write_identities(tmp_path / "identities.csv", Ledger({key: f"{key}-r" for key in (*fates, NEW)}, {}, fates))
    release = make("1.0.0", tmp_path, [event(HALF, 3), event(NEW, 5)])
    assert [tuple(row.values()) for row in rows(release, "removed")] == [
        (HALF, "split", f"{HALF}; {NEW}", "1.0.0"),
        (MERGED, "merged", NEW, "1.0.0"),
    ]


def test_tombstones_stay_in_later_releases_and_go_if_the_event_comes_back(second: Release, tmp_path: Path) -> None:
    (tmp_path / "identities.csv").unlink()
    third = make("2.0.0", tmp_path, [event(GONE, 2), event(HALF, 3)], second)
    assert [tuple(row.values()) for row in rows(third, "removed")] == [
        (KEPT, "withdrawn", None, "2.0.0"),
        (HALF, "split", f"{HALF}; {NEW}", "1.1.0"),
        (NEW, "withdrawn", None, "2.0.0"),
        (MERGED, "merged", KEPT, "1.1.0"),
    ]


def test_the_changelog_tells_of_events_and_keeps_what_was_told(second: Release) -> None:
    told = (second.folder / "CHANGELOG.md").read_text("utf-8")
    assert told.startswith("# Changelog\n\n## 1.1.0 (2026-11-22)\n")
    assert "| events | 1 | 2 | 1 |" in told
    assert f"- `{GONE}` removed: withdrawn\n" in told
    assert f"- `{MERGED}` removed: merged into {KEPT}\n" in told
    assert f"- `{NEW}` added: 2023-10-17, Kabupaten Mojokerto\n" in told
    assert f"- `{KEPT}` changed: date “2023-10-17” → “2023-10-18”; venue “Pendopo” → “Balai Kota”\n" in told
    assert told.index("## 1.1.0") < told.index("## 1.0.0")
    assert told.count("# Changelog") == 1


def test_the_latest_release_is_that_of_the_highest_version(second: Release, tmp_path: Path) -> None:
    out = second.folder.parent
    assert latest_release(out) == second.folder
    for name in ("0.10.0", "1.0.10", "notes", ".2.0.0-x.part"):
        (out / name).mkdir()
    assert latest_release(out) == second.folder
    (out / "1.10.0").mkdir()
    assert latest_release(out) == out / "1.10.0"
    assert latest_release(tmp_path / "none") is None


def test_the_manifest_links_to_the_release_before(first: Release, second: Release) -> None:
    text = (second.folder / "manifest.json").read_text("utf-8")
    assert f'"manifest_sha256": "{sha256(first.folder / "manifest.json")}"' in text


def test_a_column_that_goes_takes_a_new_first_number(first: Release, tmp_path: Path) -> None:
    before = Release(shutil.copytree(first.folder, tmp_path / "before"), "1.0.0", {}, 0, ())
    path = before.folder / "data" / "events.parquet"
    pl.read_parquet(path).with_columns(mood=pl.lit("good")).write_parquet(path)
    sums = before.folder / "SHA256SUMS"
    old = sha256(first.folder / "data" / "events.parquet")
    sums.write_text(sums.read_text("utf-8").replace(old, sha256(path)), "utf-8")
    with pytest.raises(ReleaseError, match=r"events of release 1\.0\.0 has columns that are no more \(mood\).*2\.0\.0"):
        make("1.1.0", tmp_path, [event(KEPT, 1)], before)
    assert make("2.0.0", tmp_path, [event(KEPT, 1)], before).version == "2.0.0"


def test_rows_keep_their_keys_when_others_come_before_them(tmp_path: Path) -> None:
    official = make_report().officials[0]
    other = official.model_copy(update={"name": "Made Artawan", "name_as_written": "Made Artawan"})

    def with_officials(*officials: object) -> Event:
        own = report(1)
        return event(KEPT, 1, officials=[one.model_dump() | {"report_id": own.report_id} for one in officials])  # type: ignore[attr-defined]

    first = make("1.0.0", tmp_path, [with_officials(official)])
    second = make("1.1.0", tmp_path, [with_officials(other, official)], first)
    changes = [row for row in rows(second) if row["table_name"] == "officials"]
    assert [(row["change"], row["column_name"]) for row in changes] == [("added", None)]
