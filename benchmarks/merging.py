"""Merging and near-copies: time and peak memory at 1,000, 10,000 and 100,000 rows, and how they grow.

Rows are generated and written as a table in one process and worked on in another, so that the memory is that of reading
the table and of the work, and the time that of the work alone: processor time, on one core.
"""

from __future__ import annotations

import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from typing import NamedTuple, TypeVar

import polars as pl

from benchmarks.generated import articles, reports
from benchmarks.result import Result
from extract.merging import merge_table
from extract.merging.copies import find_copies
from schemas.article import Article
from schemas.base import Contract
from schemas.parquet import read_table, to_frame, write_table
from schemas.tables import ARTICLES, REPORTS, Table

SIZES = (1_000, 10_000, 100_000)
#: Limits, those of the largest size for all; ten times the rows may take somewhat more than ten times the time.
MERGING_SECONDS, COPIES_SECONDS, MEGABYTES, GROWTH = 60.0, 120.0, 1_000.0, 15.0
_BATCH = 5_000

T = TypeVar("T")


class Cost(NamedTuple):
    """What a piece of work took, and how many rows it gave."""

    seconds: float
    megabytes: float
    rows: int


def run() -> list[Result]:
    return [
        *_grow("merging reports", REPORTS, reports, merged, MERGING_SECONDS),
        *_grow("near-copies of articles", ARTICLES, articles, copied, COPIES_SECONDS),
    ]


def merged(folder: Path) -> Cost:
    table = read_table(REPORTS, folder)
    start = time.process_time()
    made = merge_table(table)
    return _cost(start, len(made.frame))


def copied(folder: Path) -> Cost:
    told = [Article.model_validate(row) for row in read_table(ARTICLES, folder).iter_rows(named=True)]
    start = time.process_time()
    return _cost(start, len(find_copies(told)))


def _cost(start: float, rows: int) -> Cost:
    seconds = time.process_time() - start
    # Linux counts kilobytes.
    return Cost(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000, rows)


def _grow(
    name: str,
    table: Table,
    generate: Callable[[int], Iterable[Contract]],
    work: Callable[[Path], Cost],
    limit: float,
) -> list[Result]:
    results = []
    before: Cost | None = None
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            _apart(_write, table, generate, size, Path(folder))
            cost = _apart(work, Path(folder))
        results.append(Result(f"{name}, {size:,}", cost.seconds, limit, "s"))
        results.append(Result(f"{name}, {size:,}: peak memory", cost.megabytes, MEGABYTES, "MB"))
        if before is not None:
            growth = cost.seconds / before.seconds
            results.append(Result(f"{name}, {size:,}: against a tenth of the rows", growth, GROWTH, "times"))
        before = cost
    return results


def _write(table: Table, generate: Callable[[int], Iterable[Contract]], size: int, folder: Path) -> None:
    rows, frames = iter(generate(size)), []
    while batch := list(islice(rows, _BATCH)):
        frames.append(to_frame(table, batch))
    write_table(table, pl.concat(frames).sort(table.key), folder)


def _apart(work: Callable[..., T], *given: object) -> T:
    """`work` in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as process:
        return process.apply(work, given)
