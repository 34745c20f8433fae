"""Reading and extracting in several processes, with the same outcome in the same order as in one.

A process that dies takes nothing with it: what it had been given is done again, one item at a time in a process of its
own, and only an item whose process dies there too is skipped.
"""

from __future__ import annotations

import multiprocessing
import tempfile
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Generic, NamedTuple, TypeAlias, TypeVar, cast

from extract.homes import Homes
from extract.limits import OvertimeError, processor_time
from extract.pipeline import UnreadableTextError, prepare, read_reports
from extract.reading.inputs import PageSource, Ready, find_sources, read_source, unrepeated
from extract.reading.skipped import Skipped
from schemas.article import Article
from schemas.report import Report

T = TypeVar("T", bound="Item")
U = TypeVar("U")
T_co = TypeVar("T_co", bound="Item", covariant=True)
U_co = TypeVar("U_co", covariant=True)

#: What is given to a process: a page to read, or an article.
Item: TypeAlias = PageSource | Ready | Article | Skipped

#: Items given to a process at once: to hand over one takes a tenth of the time that an article takes.
_BATCH = 8
#: Batches a process may be ahead of the one that is waited for: enough to keep it busy, few enough to be held.
_AHEAD = 4
#: So many items running whose processes died one after another: it is not the items.
_DEATHS = 3
#: Processor time, in seconds, that one page may take to be read, and one article to be extracted.
READING, EXTRACTING = 10.0, 2.0


class Read(NamedTuple):
    """An article and the ceremonies it tells of."""

    article: Article
    reports: list[Report]


class WorkerError(OSError):
    """The system ends one process after another, mostly for want of memory; nothing was written."""


def read_articles(
    inputs: Sequence[Path], homes: Homes, *, jobs: int = 1, tally: Counter[str] | None = None
) -> Iterator[Read | Skipped]:
    """Every article of the inputs once with its reports, and what could not be read; the same for any number of jobs.

    Args:
        inputs: files and folders, as `extract.reading.inputs.read_inputs` takes them.
        homes: what is known of outlets.
        jobs: processes to use; 1 for this one only.
        tally: counts what was passed over without being a fault.

    Raises:
        WorkerError: processes die whatever they are given.
    """
    tally = tally if tally is not None else Counter()
    with tempfile.TemporaryDirectory(prefix="ikrar-") as spool:
        sources = find_sources(inputs, Path(spool), outlet_of=homes.outlet_of, tally=tally)
        if jobs == 1:
            for item in unrepeated((page(source, homes) for source in sources), tally):
                yield extracted(item, homes)
            return
        with _Workers(jobs, homes) as workers:
            pages = workers.in_order(_page, sources, PageSource)
            yield from workers.in_order(_extracted, unrepeated(pages, tally), Article)


def page(source: PageSource | Ready | Skipped, homes: Homes) -> Ready | Skipped:
    """The article of a source; what is no page any more passes through."""
    try:
        with processor_time(READING):
            return read_source(source, homes.outlet_of)
    except OvertimeError as error:
        return Skipped(_name(source), f"reading the page {error}")


def extracted(item: Article | Skipped, homes: Homes) -> Read | Skipped:
    """The article with its reports; whatever goes wrong in one article, the others are still read."""
    if isinstance(item, Skipped):
        return item
    prepare()
    try:
        with processor_time(EXTRACTING):
            return Read(item, read_reports(item, homes))
    except UnreadableTextError as error:
        return Skipped(_name(item), str(error))
    except OvertimeError as error:
        return Skipped(_name(item), f"extraction {error}")
    except Exception as error:  # noqa: BLE001 - see above
        return Skipped(_name(item), f"extraction failed ({type(error).__name__}: {error})")


def _name(item: Item) -> str:
    """What a person finds the item by."""
    if isinstance(item, Article):
        return item.url or item.article_id
    return item.item


_homes = Homes(())


def _remember(homes: Homes) -> None:
    """Keep what is known of outlets in this process, instead of sending it with every article."""
    global _homes  # noqa: PLW0603 - a process of the pool has no other place to keep it
    _homes = homes


def _page(source: PageSource | Ready | Skipped) -> Ready | Skipped:
    return page(source, _homes)


def _extracted(item: Article | Skipped) -> Read | Skipped:
    return extracted(item, _homes)


def _each(work: Callable[[T], U], items: Sequence[T]) -> list[U]:
    return [work(item) for item in items]


@dataclass(frozen=True, slots=True)
class _Given(Generic[T_co, U_co]):
    """Items that were given to a process, and what will come of them."""

    items: Sequence[T_co]
    future: Future[list[U_co]]


class _Workers:
    """Processes that do work in order, and are replaced when they die."""

    def __init__(self, jobs: int, homes: Homes) -> None:
        self._jobs = jobs
        self._homes = homes
        self._crew = self._hire(jobs)
        self._single: ProcessPoolExecutor | None = None
        self._deaths = 0

    def __enter__(self) -> _Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._crew.shutdown(cancel_futures=True)
        if self._single is not None:
            self._single.shutdown(cancel_futures=True)

    def in_order(
        self, work: Callable[[T], U], items: Iterable[T | U | Skipped], kind: type[T]
    ) -> Iterator[U | Skipped]:
        """What `work` makes of each item, in their order; never more than a few items a process are held.

        Args:
            work: a function of a module, so that a process finds it.
            items: the items; what is not of `kind` is not worked on and passes through.
            kind: the class of the items to work on.

        Raises:
            WorkerError: processes die whatever they are given.
        """
        waiting: deque[_Given[T, U] | U | Skipped] = deque()
        batch: list[T] = []
        for item in items:
            if isinstance(item, kind):
                batch.append(item)
                if len(batch) < _BATCH:
                    continue
            if batch:
                waiting.append(_Given(batch, self._submit(work, batch)))
                batch = []
            if not isinstance(item, kind):
                waiting.append(cast("U | Skipped", item))  # the only others there are
            while len(waiting) >= self._jobs * _AHEAD:
                yield from self._outcome(waiting.popleft(), work)
        if batch:
            waiting.append(_Given(batch, self._submit(work, batch)))
        while waiting:
            yield from self._outcome(waiting.popleft(), work)

    def _submit(self, work: Callable[[T], U], items: Sequence[T]) -> Future[list[U]]:
        try:
            return self._crew.submit(_each, work, items)
        except BrokenProcessPool:
            self._crew.shutdown()
            self._crew = self._hire(self._jobs)
            return self._crew.submit(_each, work, items)

    def _outcome(self, one: _Given[T, U] | U | Skipped, work: Callable[[T], U]) -> Iterator[U | Skipped]:
        if not isinstance(one, _Given):
            yield one
            return
        try:
            yield from one.future.result()
        except BrokenProcessPool:
            for item in one.items:
                yield self._alone(work, item)

    def _alone(self, work: Callable[[T], U], item: T) -> U | Skipped:
        """Do again what a dying process, perhaps because of another item, left undone."""
        if self._single is None:
            self._single = self._hire(1)
        try:
            outcome = self._single.submit(work, item).result()
        except BrokenProcessPool as error:
            self._single.shutdown()
            self._single = None
            self._deaths += 1
            if self._deaths == _DEATHS:
                raise WorkerError("one process after another died while reading articles (out of memory?)") from error
            return Skipped(_name(item), "the process that read it died, twice")
        self._deaths = 0
        return outcome

    def _hire(self, jobs: int) -> ProcessPoolExecutor:
        # A fresh interpreter for every process: a copy of this one would copy locks that threads of it hold.
        start = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(jobs, start, initializer=_remember, initargs=(self._homes,))
