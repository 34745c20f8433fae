"""Keeping pages: the archive first, then the frontier, in batches.

Waiting for the disk costs as much as a page; so whatever is there to be kept while the disk is busy is written, synced
and noted together. An address counts as fetched only after that.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from crawler.archive import PREFIX, Archive, Stored
from crawler.exchange import Exchange
from crawler.frontier import Frontier
from crawler.recovery import recover, set_aside
from schemas.capture import Capture

logger = logging.getLogger(__name__)

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
        self.broken: Exception | None = None
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
            Exception: an error of this program, with these or those before.
        """
        if self.broken:
            raise self.broken
        order = _Order(pages, commit, asyncio.get_running_loop().create_future())
        self._orders.put_nowait(order)
        return order.done

    async def run(self) -> None:
        """Keep until `stop` is called and everything handed in before is kept, or until something cannot be kept."""
        stopping = False
        while not stopping and not self.broken:
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

    def _break(self, error: Exception, batch: list[_Order]) -> None:
        """Answer everyone who waits that nothing is kept any more.

        What is queued is not tried: the frontier would take the file for accounted for beyond what it does not know.
        """
        self.broken = error
        while not self._orders.empty():
            if order := self._orders.get_nowait():
                batch.append(order)
        for order in batch:
            if not order.done.done():
                order.done.set_exception(error)
                order.done.exception()  # seen: a worker that ends meanwhile need not come for it

    @property
    def trouble(self) -> str | None:
        """Why nothing can be kept any more, in a line for a person; null as long as all is well."""
        if self.broken is None:
            return None
        if isinstance(self.broken, OSError | sqlite3.Error):
            return f"the data folder cannot be written: {self.broken}"
        what = " ".join(f"{type(self.broken).__name__}: {self.broken}".split())
        return f"internal error, see the log: pages cannot be kept: {what}"[:300]

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
        # Whatever it is: who handed in a page waits for an answer.
        except Exception as error:
            logger.exception("pages cannot be kept")
            self._break(error, batch)
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
