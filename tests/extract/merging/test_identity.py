"""Ids of events outlive later reports, new numbering and lost reports; tombstones tell of the rest."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from extract.merging.events import Knowledge, merge
from extract.merging.identities import LedgerError, read_identities, write_identities
from extract.merging.identity import Ledger, identify, mark_of
from schemas.report import Report
from tests.extract.merging.labelled import load_reports
from tests.schemas.make import make_report


def report(article: str, hour: int, number: int = 1, **changes: Any) -> Report:
    published = dt.datetime(2024, 10, 3, hour, tzinfo=dt.UTC)
    return make_report(report_id=f"{article}-{number}", article_id=article, published_at=published, **changes)


A, B, C, D = (report(key, hour) for key, hour in (("a", 5), ("b", 6), ("c", 7), ("d", 1)))


def ids(groups: Sequence[Sequence[Report]], ledger: Ledger | None = None) -> tuple[list[str], Ledger]:
    return identify([[mark_of(one) for one in group] for group in groups], ledger or Ledger())


def test_without_a_ledger_the_earliest_report_founds_the_id() -> None:
    (one,), _ = ids([[A, B]])
    assert ids([[B, A, C]])[0] == [one]
    assert ids([[A]])[0] == [one]
    assert ids([[B]])[0] != [one]


def test_an_earlier_report_does_not_rename_an_event() -> None:
    (one,), ledger = ids([[A, B]])
    assert ids([[D, A, B]])[0] != [one]
    again, later = ids([[D, A, B]], ledger)
    assert again == [one]
    assert later.tombstones() == []


def test_a_merger_leaves_a_tombstone() -> None:
    (one, two), ledger = ids([[A], [B]])
    (left,), later = ids([[A, B]], ledger)
    assert left == one
    assert later.tombstones() == [(two, "merged", (one,))]
    assert later.current(two) == (one,)


def test_a_split_keeps_the_id_with_most_reports_and_says_into_what() -> None:
    (one,), ledger = ids([[A, B, C]])
    (first, second), later = ids([[A], [B, C]], ledger)
    assert second == one != first
    assert later.tombstones() == [(one, "split", tuple(sorted((first, one))))]
    assert later.current(one) == tuple(sorted((first, one)))


def test_an_even_split_keeps_the_id_with_the_founding_report() -> None:
    (one,), ledger = ids([[A, B]])
    assert ids([[B], [A]], ledger)[0][1] == one


def test_an_event_without_reports_is_withdrawn_and_returns_with_them() -> None:
    (one, two), ledger = ids([[A], [B]])
    _, later = ids([[A]], ledger)
    assert later.tombstones() == [(two, "withdrawn", ())]
    again, latest = ids([[A], [B]], later)
    assert again == [one, two]
    assert latest.tombstones() == []


def test_tombstones_follow_later_mergers() -> None:
    (one, two, three), ledger = ids([[A], [B], [C]])
    _, ledger = ids([[A], [B, C]], ledger)
    _, ledger = ids([[A, B, C]], ledger)
    assert ledger.tombstones() == sorted([(two, "merged", (one,)), (three, "merged", (one,))])


def test_reports_numbered_anew_are_known_by_day_and_place() -> None:
    first = report("x", 5, 1, date=dt.date(2024, 10, 1))
    second = report("x", 5, 2, date=dt.date(2024, 10, 2))
    (one, two), ledger = ids([[first], [second]])
    found = report("x", 5, 1, date=dt.date(2024, 9, 30))
    moved = [report("x", 5, 2, date=dt.date(2024, 10, 1)), report("x", 5, 3, date=dt.date(2024, 10, 2))]
    new, kept, kept_too = ids([[found], [moved[0]], [moved[1]]], ledger)[0]
    assert (kept, kept_too) == (one, two)
    assert new not in (one, two)


def test_an_id_is_never_given_to_another_event() -> None:
    (one,), ledger = ids([[A]])
    elsewhere = report("z", 1)
    _, ledger = ids([[elsewhere, A]], ledger)
    (kept, new), _ = ids([[elsewhere], [A]], ledger)
    assert kept != new
    assert one in (kept, new)


def test_order_of_groups_does_not_matter() -> None:
    labelled = load_reports()
    half = merge(labelled.reports[::2], Knowledge(copies=labelled.copies))
    whole = merge(labelled.reports, Knowledge(copies=labelled.copies, ledger=half.ledger))
    for seed in range(3):
        shuffled = random.Random(seed).sample(labelled.reports, len(labelled.reports))
        assert merge(shuffled, Knowledge(copies=labelled.copies, ledger=half.ledger)) == whole
    assert merge(labelled.reports, Knowledge(copies=labelled.copies, ledger=whole.ledger)) == whole


def test_every_former_event_lives_on_or_is_accounted_for() -> None:
    labelled = load_reports()
    ledger = Ledger()
    former: set[str] = set()
    rng = random.Random(11)
    for _ in range(6):
        merged = merge(rng.sample(labelled.reports, 90), Knowledge(copies=labelled.copies, ledger=ledger))
        alive = {event.event_id for event in merged.events}
        graves = {one.event_id: one for one in merged.ledger.tombstones()}
        assert len(alive) == len(merged.events)
        assert former - alive <= graves.keys()
        assert all(set(one.into) <= alive for one in graves.values())
        assert all(one.reason == "split" for one in graves.values() if one.event_id in alive)
        former |= alive
        ledger = merged.ledger


def test_the_ledger_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "identities.csv"
    _, ledger = ids([[A], [B, C]], ids([[A, B], [C]])[1])
    _, ledger = ids([[A]], ledger)
    write_identities(path, ledger)
    assert read_identities(path) == ledger
    before = path.stat()
    write_identities(path, ledger)
    assert path.stat().st_mtime_ns == before.st_mtime_ns


def test_no_ledger_is_an_empty_one(tmp_path: Path) -> None:
    assert read_identities(tmp_path / "identities.csv") == Ledger() == read_identities(None)


EV = "ev-0123456789ab"


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "columns must be"),
        (b"a,b\n1,2\n", "columns must be"),
        (b"\xff\xfe\x00\x00", "not a ledger"),
        (b"event_id,relation,target,sign\nev-1,founded,a-1,\n", "line 2"),
        (b"event_id,relation,target,sign\n" + EV.encode() + b",eats,a-1,\n", "'eats'"),
        (b"event_id,relation,target,sign\n" + EV.encode() + b",holds,a-1,x\n", "founded"),
        (b"event_id,relation,target,sign\n" + EV.encode() + b",merged,nobody,\n", "line 2"),
        (
            b"\n".join(
                (
                    b"event_id,relation,target,sign",
                    b"ev-0123456789ab,founded,a-1,",
                    b"ev-0123456789ac,founded,b-1,",
                    b"ev-0123456789ab,holds,a-1,x",
                    b"ev-0123456789ac,holds,a-1,x",
                )
            ),
            "line 5",
        ),
        (b'event_id,relation,target,sign\n"ev', "not a ledger"),
    ],
)
def test_a_damaged_ledger_is_refused_by_name(tmp_path: Path, body: bytes, says: str) -> None:
    path = tmp_path / "identities.csv"
    path.write_bytes(body)
    with pytest.raises(LedgerError, match=says) as caught:
        read_identities(path)
    assert str(path) in str(caught.value)
