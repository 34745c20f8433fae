from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from crawler.archive import Locator, Stored
from crawler.fates import MAX_TRIES, Fate
from crawler.frontier import Frontier, FrontierError
from crawler.lead import Lead
from crawler.topic import Window
from schemas.capture import Capture

NOW = datetime(2023, 11, 20, 1, tzinfo=UTC)
WINDOW = Window(since=date(2023, 1, 1), until=date(2023, 12, 31))
JAKARTA = ZoneInfo("Asia/Jakarta")
URL = "https://a.id/ikrar"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "frontier.sqlite"


@pytest.fixture
def frontier(path: Path) -> Iterator[Frontier]:
    with Frontier(path, NOW) as frontier:
        yield frontier


def meet(frontier: Frontier, lead: Lead | None = None, verdict: tuple[Fate, str] | None = None) -> bool:
    lead = lead or Lead(URL, "Ikrar", published=NOW)
    return frontier.meet(lead, "koran", "feed", via="https://a.id/feed", verdict=verdict, now=NOW)


def store(frontier: Frontier, url: str = URL, at: datetime = NOW) -> None:
    capture = Capture(outlet="koran", route="feed", fetched_at=at, article=True)
    frontier.store([Stored(url, capture, Locator("a.warc.gz", int(at.timestamp()), 10, f"sha1:{at}"))])


def again(path: Path) -> Frontier:
    return Frontier(path, NOW + timedelta(days=1))


def test_an_address_is_queued_once(frontier: Frontier) -> None:
    assert meet(frontier)
    assert not meet(frontier, Lead("http://www.a.id/ikrar/?utm_source=x", "Ikrar"))
    assert [page.url for page in frontier.queued("koran", 9)] == [URL]
    assert frontier.tally()["left"] == sum(frontier.tally().values()) == 1


def test_every_fate_is_counted_once(frontier: Frontier) -> None:
    meet(frontier)
    meet(frontier, Lead("https://b.id/x"), ("foreign", "on another host"))
    meet(frontier, Lead("https://a.id/2"), ("outside", "published 2011"))
    meet(frontier, Lead("https://a.id/3"))
    store(frontier)
    frontier.settle("a.id/3", "gone", "answers 404", 404, NOW)
    tally = {fate: count for fate, count in frontier.tally().items() if count}
    assert tally == {"kept": 1, "foreign": 1, "outside": 1, "gone": 1}
    assert frontier.reasons(("gone", "foreign")) == (("foreign", "on another host", 1), ("gone", "answers 404", 1))


def test_a_stored_article_is_known_to_the_next_run_unless_edited(frontier: Frontier, path: Path) -> None:
    meet(frontier)
    store(frontier)
    with again(path) as second:
        assert not meet(second)
        assert second.tally()["known"] == 1
        assert not meet(second, Lead(URL, modified=NOW - timedelta(days=3)))
    with again(path) as third:
        assert meet(third, Lead(URL, modified=NOW + timedelta(hours=1)))
        store(third, at=NOW + timedelta(days=1))
        assert third.tally()["updated"] == 1


def test_what_a_run_leaves_is_taken_up_by_the_next(frontier: Frontier, path: Path) -> None:
    meet(frontier)
    meet(frontier, Lead("https://a.id/2", published=NOW - timedelta(days=2000)))
    meet(frontier, Lead("https://a.id/3"))
    frontier.settle("a.id/3", "failed", "answers 500", 500, NOW)
    with again(path) as second:
        assert second.resume("koran", [WINDOW], JAKARTA) == 2
        assert {page.key for page in second.queued("koran", 9)} == {"a.id/ikrar", "a.id/3"}


def test_an_address_that_always_fails_is_given_up(frontier: Frontier, path: Path) -> None:
    meet(frontier)
    for _ in range(MAX_TRIES):
        frontier.attempted("a.id/ikrar", "no answer in time", NOW)
    frontier.settle("a.id/ikrar", "failed", "no answer in time", None, NOW)
    with again(path) as second:
        assert second.resume("koran", [WINDOW], JAKARTA) == 0
        assert not meet(second)
        assert second.tally()["failed"] == 1


def test_turned_away_by_title_is_fetched_when_a_search_finds_it(frontier: Frontier) -> None:
    meet(frontier, verdict=("off-topic", "title"))
    assert meet(frontier, Lead(URL, searched=True))
    frontier.settle("a.id/ikrar", "off-topic", "page", 200, NOW)
    assert not meet(frontier, Lead(URL, searched=True))


def test_turned_away_by_its_page_stays_so(frontier: Frontier, path: Path) -> None:
    meet(frontier)
    frontier.settle("a.id/ikrar", "off-topic", "page", 200, NOW)
    with again(path) as second:
        assert not meet(second)
        assert second.tally()["off-topic"] == 1


def test_outside_one_window_may_be_inside_another(frontier: Frontier, path: Path) -> None:
    meet(frontier, verdict=("outside", "published 2023-11-20"))
    with again(path) as second:
        assert meet(second)


def test_a_queued_address_outlives_a_narrower_run(frontier: Frontier, path: Path) -> None:
    meet(frontier)
    with again(path) as second:
        assert not meet(second, verdict=("outside", "published 2023-11-20"))
        assert second.tally()["outside"] == 1
    with again(path) as third:
        assert third.resume("koran", [WINDOW], JAKARTA) == 1


def test_coverage_is_joined_and_dated(frontier: Frontier) -> None:
    first = Window(since=date(2023, 1, 1), until=date(2023, 1, 31))
    frontier.cover("koran", "feed", "", first, NOW)
    frontier.cover("koran", "feed", "", Window(since=date(2023, 2, 1), until=date(2023, 2, 3)), NOW)
    assert frontier.covered("koran", "feed", "") == ((Window(since=first.since, until=date(2023, 2, 3)),), NOW)
    assert frontier.covered("koran", "feed", "lain") == ((), None)


def test_validators_belong_to_a_question(frontier: Frontier) -> None:
    frontier.validate("https://a.id/feed", "q1", '"abc"', None)
    assert frontier.validators("https://a.id/feed", "q1") == {"If-None-Match": '"abc"'}
    assert frontier.validators("https://a.id/feed", "q2") == {}


def test_quarantine_ends(frontier: Frontier) -> None:
    frontier.quarantine("koran", "blocked", NOW, NOW + timedelta(days=7))
    assert frontier.quarantined("koran", NOW + timedelta(days=6)) == "blocked (since 2023-11-20)"
    assert frontier.quarantined("koran", NOW + timedelta(days=8)) is None


def test_a_transaction_is_all_or_nothing(frontier: Frontier) -> None:
    def fail() -> None:
        with frontier.transaction():
            meet(frontier)
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert frontier.queued("koran", 9) == ()


def test_other_files_are_refused(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.sqlite"
    wrong.write_bytes(b"not a database, but long enough to be taken for a file of SQLite" * 20)
    with pytest.raises(FrontierError, match=r"wrong\.sqlite cannot be used"):
        Frontier(wrong, NOW)
    newer = tmp_path / "newer.sqlite"
    database = sqlite3.connect(newer)
    database.execute("PRAGMA user_version=99")
    database.close()
    with pytest.raises(FrontierError, match="version 99"):
        Frontier(newer, NOW)
