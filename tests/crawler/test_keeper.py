"""The keeper when something cannot be kept: everyone who waits is told, and nothing goes on behind it."""

from __future__ import annotations

import asyncio
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.archive import Archive, Stored
from crawler.frontier import Frontier
from crawler.keeper import Keeper, catch_up
from tests.crawler.test_archive import capture, exchange

NOW = datetime(2023, 11, 20, tzinfo=UTC)


async def hand_in(keeper: Keeper, error: Exception) -> list[tuple[Stored, ...] | BaseException]:
    """Hand in four pages, the third while the first two are written; noting the second fails."""

    def fail(_: object) -> None:
        raise error

    running = asyncio.create_task(keeper.run())
    done = [keeper.keep([(exchange("http://a.id/0"), capture())])]
    await done[0]
    done += [
        keeper.keep([(exchange("http://a.id/1"), capture())]),
        keeper.keep([(exchange("http://a.id/2"), capture())], fail),
    ]
    await asyncio.sleep(0)
    done.append(keeper.keep([(exchange("http://a.id/3"), capture())]))
    ends = await asyncio.wait_for(asyncio.gather(*done, return_exceptions=True), 20)
    await asyncio.wait_for(running, 20)
    with pytest.raises(type(error)):
        keeper.keep([(exchange("http://a.id/4"), capture())])
    return ends


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (RuntimeError("no\nway"), "internal error, see the log: pages cannot be kept: RuntimeError: no way"),
        (sqlite3.OperationalError("disk is full"), "the data folder cannot be written: disk is full"),
    ],
)
def test_an_error_reaches_everyone_who_waits(tmp_path: Path, error: Exception, said: str) -> None:
    archive = Archive(tmp_path / "archive", "ikrar")
    with Frontier(tmp_path / "frontier.sqlite", NOW) as frontier:
        keeper = Keeper(archive, frontier)
        ends = asyncio.run(hand_in(keeper, error))
        archive.close()
    assert [isinstance(end, tuple) for end in ends] == [True, False, False, False]
    assert ends[1:] == [error] * 3
    assert keeper.trouble == said
    # What is on disk and was not noted is known to the next run, and nothing behind it is lost sight of.
    with Frontier(tmp_path / "frontier.sqlite", NOW) as frontier:
        assert [frontier.is_stored(f"a.id/{number}") for number in range(4)] == [True, False, False, False]
        assert catch_up(tmp_path / "archive", frontier) == ()
        assert [frontier.is_stored(f"a.id/{number}") for number in range(4)] == [True, True, True, False]


def test_an_article_that_cannot_be_made_leaves_nothing_half_made(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive", "ikrar")
    odd = exchange("http://a.id/2/é")  # an address as no request has it
    archive.append([(exchange("http://a.id/1"), capture())])
    with pytest.raises(UnicodeEncodeError):
        archive.append([(exchange("http://a.id/2"), capture(1, 2)), (odd, capture(2, 2, "http://a.id/2"))])
    archive.append([(exchange("http://a.id/3"), capture())])
    archive.close()
    with Frontier(tmp_path / "frontier.sqlite", NOW) as frontier:
        assert catch_up(tmp_path / "archive", frontier) == ()
        assert [frontier.is_stored(f"a.id/{number}") for number in (1, 2, 3)] == [True, False, True]
