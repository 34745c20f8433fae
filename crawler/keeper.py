"""Keeping pages: the archive first, then the frontier, in batches.

Waiting for the disk costs as much as a page; so whatever is there to be kept while the disk is busy is written, synced
and noted together. An address counts as fetched only after that.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from crawler.archive import PREFIX, Archive, Stored
from crawler.exchange import Exchange
from crawler.frontier import Frontier
from crawler.recovery import recover, set_aside
from schemas.capture import Capture

Pages = Sequence[tuple[Exchange, Capture]]


@dataclass(frozen=True, slots=True)
class _Order:
    pages: Pages
    commit: Callable[[tuple[Stored, ...]], None]
    done: asyncio.Future[tuple[Stored, ...]]


class Keeper:
    """Writes what the outlets' workers hand in, on one task."""

    def __init__(self, archive: Archive, frontier: Frontier) -> None:
        self._archive = archive
        self._frontier = frontier
        self._orders: asyncio.Queue[_Order | None] = asyncio.Queue()
        self.responses = 0
        """Responses stored in this run."""
        self.size = 0
        """Bytes of these, records of requests and metadata left out."""
        self.broken: OSError | sqlite3.Error | None = None
        """Why nothing can be kept any more; null as long as all is well."""

    def keep(
        self, pages: Pages, commit: Callable[[tuple[Stored, ...]], None] = lambda stored: None
    ) -> asyncio.Future[tuple[Stored, ...]]:
        """Store the pages of one article, or one page of discovery; done once they are on disk and noted.

        Args:
            pages: What to store, in one piece.
            commit: What else to note in the frontier, in the same transaction.

        Raises:
            OSError: the disk did not take them, or those before; nothing is noted.
            sqlite3.Error: the frontier did not take them; the next run finds them in the archive.
        """
        if self.broken:
            raise self.broken
        order = _Order(pages, commit, asyncio.get_running_loop().create_future())
        self._orders.put_nowait(order)
        return order.done

    async def run(self) -> None:
        """Keep until `stop` is called and everything handed in before is kept."""
        stopping = False
        while not stopping:
            orders = [await self._orders.get()]
            while not self._orders.empty():
                orders.append(self._orders.get_nowait())
            stopping = None in orders
            if batch := [order for order in orders if order]:
                await self._keep(batch)

    def stop(self) -> None:
        """Let `run` return once everything handed in is kept."""
        self._orders.put_nowait(None)

    def _note(self, batch: list[_Order], stored: list[tuple[Stored, ...]], lengths: dict[str, int]) -> None:
        """Note a batch in the frontier.

        Raises:
            sqlite3.Error: the disk did not take it.
        """
        with self._frontier.transaction():
            for order, pages in zip(batch, stored, strict=True):
                self._frontier.store(pages)
                order.commit(pages)
            for name, end in lengths.items():
                self._frontier.account(name, end)

    async def _keep(self, batch: list[_Order]) -> None:
        try:
            stored, lengths = [], {}
            for order in batch:
                stored.append(self._archive.append(order.pages))
                name, end = self._archive.position
                lengths[name] = end
            # Waiting for the disk is the thread's work, and that only: making records there as well would have two
            # threads wait for the interpreter's lock in turn.
            await asyncio.to_thread(self._archive.sync)
            self._note(batch, stored, lengths)
        except (OSError, sqlite3.Error) as error:
            self.broken = error
            for order in batch:
                if not order.done.done():
                    order.done.set_exception(error)
            return
        for order, pages in zip(batch, stored, strict=True):
            self.responses += len(pages)
            self.size += sum(page.locator.length for page in pages)
            if not order.done.done():
                order.done.set_result(pages)


def catch_up(folder: Path, frontier: Frontier) -> tuple[str, ...]:
    """Bring the frontier up to the archive after a run that was killed; what a person should know of it.

    Pages that reached the disk are noted as stored, so that they are not fetched again; what was being written when
    the run ended is moved to a file beside, so that every file of the archive stays readable to the end.

    Raises:
        OSError: a file of the archive cannot be read or shortened.
    """
    notes: list[str] = []
    accounted = frontier.accounted()
    for path in sorted(folder.glob(f"{PREFIX}*.warc.gz")):
        known, size = accounted.get(path.name, 0), path.stat().st_size
        if size < known:
            notes.append(f"{path.name} has lost {known - size} bytes since they were written")
        if size <= known:
            continue
        stored, end = recover(path, known)
        if end < size:
            set_aside(path, end)
            notes.append(f"{path.name}: {size - end} bytes of an unfinished record were moved aside")
        with frontier.transaction():
            frontier.store(stored, recovered=True)
            frontier.account(path.name, end)
    return tuple(notes)
