"""Searching 100,000 ceremonies of 200,000 reports: building the index, first pages with facets, deep pages, readers.

A page is compared with the bare FTS5 query for the same words on the same file in the same run: the twenty best rows by
bm25, nothing else.
"""

from __future__ import annotations

import multiprocessing
import random
import re
import resource
import sqlite3
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

from starlette.testclient import TestClient

from benchmarks.ceremonies import FIRST, GROUPS, LAST, LAWS, write_dataset
from benchmarks.result import Result
from extract.gazetteer import gazetteer
from search.finding import find
from search.index import INDEX_NAME, build_index
from search.language import match_all, read_question
from search.opening import Index, Served
from search.query import Search
from search.web.app import create_app

EVENTS = 100_000
QUERIES = 300
READERS = 50
PAGES = (
    "/", "/search", "/search?q=guru", "/search?q=ikrar+netralitas&election=Pemilu+2024&sort=newest",
    "/search?q=ikrar&lang=en", "/search?q=ikrar&all=regency", "/search/tables", "/coverage", "/coverage/outlets",
    "/regency/35.16",
)  # fmt: skip
BROAD = ("ikrar netralitas", "netralitas ASN", "pegawai", "menandatangani pakta integritas")


def questions(number: int, seed: int = 2) -> list[Search]:
    """What journalists ask: places, names, groups, phrases, laws, filters; a tenth of it matches everything."""
    rng = random.Random(seed)
    regions = [gazetteer().region(code) for code in sorted(gazetteer().centroids)]
    kinds: list[Callable[[], Search]] = [
        lambda: Search(q=f"{rng.choice(GROUPS)} {rng.choice(regions).bare}"),
        lambda: Search(q=f"{rng.choice(FIRST)} {rng.choice(LAST)}"),
        lambda: Search(q=f"{rng.choice(LAST)} {rng.choice(LAST)} -guru"),
        lambda: Search(q=f'"pakta integritas" {rng.choice(regions).bare}'),
        lambda: Search(q=rng.choice(regions).name, election=("Pilkada 2024",)),
        lambda: Search(q=f"{rng.choice(LAST)[:4]}* {rng.choice(regions).bare}"),
        lambda: Search(q="penandatanganan " + rng.choice(LAWS)[3], province=(rng.choice(regions).province_code,)),
        lambda: Search(q=rng.choice(GROUPS), min_participants=rng.randrange(100, 3_000), sort="newest"),
        lambda: Search(official=f"Drs. H. {rng.choice(FIRST)} {rng.choice(LAST)}", q="ikrar"),
        lambda: Search(q=rng.choice(BROAD)),
    ]
    return [kinds[place % len(kinds)]() for place in range(number)]


def milliseconds(what: Callable[[], object]) -> float:
    started = time.perf_counter()
    what()
    return (time.perf_counter() - started) * 1000


def p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


def bare(path: Path, searches: list[Search]) -> list[float]:
    """The twenty best rows of FTS5 for the words of each search."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as db:
        db.execute("PRAGMA cache_size = -32000")
        matches = [match_all(read_question(search.q).wanted) for search in searches]
        times = [milliseconds(partial(_best, db, match)) for match in matches]
    db.close()
    return times


def _best(db: sqlite3.Connection, match: str) -> None:
    db.execute("SELECT rowid FROM documents WHERE documents MATCH ? ORDER BY rank LIMIT 20", (match,)).fetchall()


def deep(index: Index, pages: int = 200) -> tuple[float, float]:
    """Medians of the first and of the last of many pages of everything, the latest first."""
    search, cursor = Search(q="ikrar", sort="newest"), None
    first = statistics.median(milliseconds(lambda: find(index, search)) for _ in range(15))
    for _ in range(pages):
        cursor = find(index, search, after=cursor, limit=100).after
    return first, statistics.median(milliseconds(lambda: find(index, search, after=cursor)) for _ in range(15))


def readers(index: Index, searches: list[Search]) -> tuple[int, float]:
    """Fifty readers at once, each with its own questions: how many failed, and answers a second."""
    failed: list[str] = []

    def read(number: int) -> None:
        for search in searches[number::READERS]:
            results = find(index, search, seconds=30)
            if results.problem is not None:
                failed.append(search.to_query())

    threads = [threading.Thread(target=read, args=(number,)) for number in range(READERS)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(failed), len(searches) / (time.perf_counter() - started)


def _build(tables: Path, answer: Connection) -> None:
    started, before = time.perf_counter(), time.process_time()
    build_index(tables)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    answer.send((time.perf_counter() - started, time.process_time() - before, peak))


def build(tables: Path) -> tuple[float, float, float]:
    """Seconds, processor seconds and peak megabytes of building the index, in a process of its own."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_build, args=(tables, there))
    process.start()
    measured: tuple[float, float, float] = here.recv()
    process.join()
    return measured


def weights(path: Path) -> Iterator[tuple[str, float]]:
    """Kilobytes of pages with the style sheet and the script, uncompressed, without the archived texts."""
    served = Served(path)
    with closing(served), TestClient(create_app(served), base_url="http://localhost") as client:
        style, script = (len(client.get(f"/static/{name}").content) for name in ("ikrar.css", "ikrar.js"))
        event = find(served.current(), Search(sort="outlets"), limit=1).hits[0].card.event_id
        for address in (*PAGES, f"/event/{event}"):
            page = re.sub(r'(?s)<div class="prose".*?</div>', "", client.get(address).text)
            yield address, (len(page.encode()) + style + script) / 1000


def run(tables: Path | None = None) -> list[Result]:
    """Measure on a generated dataset, or on the one in `tables`."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = tables or Path(temporary)
        if tables is None:
            # In a process of its own: Linux counts the peak of a process also as that of those it starts.
            making = multiprocessing.get_context("spawn").Process(target=write_dataset, args=(folder, EVENTS))
            making.start()
            making.join()
        seconds, processor, peak = build(folder)
        path = folder / INDEX_NAME
        searches = questions(QUERIES)
        with Index.open(path) as index:
            for search in searches[:20]:
                find(index, search)
            plain = bare(path, [search for search in searches if search.q])
            pages = [milliseconds(partial(find, index, search)) for search in searches]
            first, last = deep(index)
            failed, rate = readers(index, searches)
        size = path.stat().st_size / 1e6
        heaviest = max(weight for _, weight in weights(path))
    return [
        Result("index of 100,000 events: seconds", seconds, 60, "s"),
        Result("index of 100,000 events: processor seconds", processor, 120, "s"),
        Result("index of 100,000 events: size", size, 1_000, "MB"),
        Result("index of 100,000 events: peak memory", peak, 1_000, "MB"),
        Result("first page with facets: p95", p95(pages), 60, "ms"),
        Result("first page with facets: median", statistics.median(pages), 60, "ms"),
        Result("bare FTS5 query: p95 (for comparison)", p95(plain), 1_000, "ms"),
        Result("p95 of a page over p95 of the bare query", p95(pages) / p95(plain), 4, "times"),
        Result("page 1,000 over page 1 of the same search", last / first, 1.5, "times"),
        Result("heaviest page with style and script", heaviest, 150, "kB"),
        Result("50 readers at once: failed questions", failed, 0, "questions"),
        Result("50 readers at once: milliseconds an answer", 1_000 / rate, 60, "ms"),
    ]


if __name__ == "__main__":
    for result in run(Path(sys.argv[1]) if len(sys.argv) > 1 else None):
        print(result)
