"""Reading and extracting in several processes, with the same outcome in the same order as in one."""

from __future__ import annotations

import multiprocessing
import tempfile
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import NamedTuple, TypeVar

from extract.homes import Homes
from extract.inputs import find_sources, read_inputs, read_source, unrepeated
from extract.pipeline import UnreadableTextError, read_reports
from extract.skipped import Skipped
from schemas.article import Article
from schemas.report import Report

T = TypeVar("T")
U = TypeVar("U")

#: Items a process may be ahead of the one that is waited for: enough to keep it busy, few enough to be held.
_AHEAD = 32


class Read(NamedTuple):
    """An article and the ceremonies it tells of."""

    article: Article
    reports: list[Report]


class WorkerError(RuntimeError):
    """A process died, mostly for want of memory; nothing was written."""


def read_articles(
    inputs: Sequence[Path], homes: Homes, *, jobs: int = 1, tally: Counter[str] | None = None
) -> Iterator[Read | Skipped]:
    """Every article of the inputs once with its reports, and what could not be read; the same for any number of jobs.

    Args:
        inputs: files and folders, as `extract.inputs.read_inputs` takes them.
        homes: what is known of outlets.
        jobs: processes to use; 1 for this one only.
        tally: counts what was passed over without being a fault.

    Raises:
        WorkerError: a process died.
    """
    tally = tally if tally is not None else Counter()
    if jobs == 1:
        for item in read_inputs(inputs, outlet_of=homes.outlet_of, tally=tally):
            yield extracted(item, homes)
        return
    # A fresh interpreter for every process: a copy of this one would copy locks that threads of it hold.
    start = multiprocessing.get_context("spawn")
    with (
        tempfile.TemporaryDirectory(prefix="ikrar-") as spool,
        ProcessPoolExecutor(jobs, start, initializer=_remember, initargs=(homes,)) as pool,
    ):
        sources = find_sources(inputs, Path(spool), outlet_of=homes.outlet_of, tally=tally)
        pages = _in_order(pool, read_source, sources, jobs)
        try:
            yield from _in_order(pool, _extracted, unrepeated(pages, tally), jobs)
        except BrokenProcessPool as error:
            raise WorkerError("a process that was reading articles died (out of memory?)") from error


def extracted(item: Article | Skipped, homes: Homes) -> Read | Skipped:
    """The article with its reports; whatever goes wrong in one article, the others are still read."""
    if isinstance(item, Skipped):
        return item
    try:
        return Read(item, read_reports(item, homes))
    except UnreadableTextError as error:
        return Skipped(item.url or item.article_id, str(error))
    except Exception as error:  # noqa: BLE001 - see above
        return Skipped(item.url or item.article_id, f"extraction failed ({type(error).__name__}: {error})")


_homes = Homes(())


def _remember(homes: Homes) -> None:
    """Keep what is known of outlets in this process, instead of sending it with every article."""
    global _homes  # noqa: PLW0603 - a process of the pool has no other place to keep it
    _homes = homes


def _extracted(item: Article | Skipped) -> Read | Skipped:
    return extracted(item, _homes)


def _in_order(pool: ProcessPoolExecutor, work: Callable[[T], U], items: Iterable[T], jobs: int) -> Iterator[U]:
    """`map` that keeps the order and never holds more than a few items a process."""
    waiting: deque[Future[U]] = deque()
    for item in items:
        waiting.append(pool.submit(work, item))
        if len(waiting) >= jobs * _AHEAD:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()
