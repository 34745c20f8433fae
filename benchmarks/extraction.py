"""Extraction: a page against trafilatura alone, articles a second, memory over many of them, and two processes.

The pages are those of the demo newsroom, crawled into an archive and filled up with menus, lists of other articles and
scripts to some 65 kB, as pages of outlets are (the demo's have 7). The articles are the annotated ones, each followed
by paragraphs of others to 300 words and words no other has. Every measurement runs in a process of its own. Times are
processor times on one core, but for two processes against one, where it is the time that passes.
"""

from __future__ import annotations

import json
import multiprocessing
import random
import re
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import cycle, islice
from pathlib import Path
from typing import TypeVar

from trafilatura import bare_extraction

from benchmarks.result import Result
from crawler.newsroom import Newsroom, find_pages
from crawler.outlets import load_outlets
from crawler.plan import CrawlPlan
from crawler.run import crawl
from extract.homes import Homes
from extract.limits import OvertimeError
from extract.parallel import Read, read_articles
from extract.pipeline import prepare, read_reports
from extract.reading.inputs import PageSource, find_sources, read_inputs
from extract.reading.page import read_page
from extract.reading.warc import read_response
from schemas.article import Article, text_digest

GOLD = Path(__file__).parents[1] / "tests" / "gold"
#: Limits: a page against trafilatura, articles of 300 words a second, MB at any time, growth of the memory from the
#: first tenth of the articles to the last, and how much faster two processes are than one.
PAGE, PER_SECOND, MEGABYTES, GROWTH, SPEED_UP = 2.0, 60.0, 700.0, 1.1, 1.7
WORDS = 300
#: Articles: for speed, for memory, for two processes against one.
SPEED, MEMORY, PARALLEL = 500, 10_000, 3_000
ROUNDS = 3
#: Links of a page's menus, cards of other articles, numbers in each of its scripts.
MENU, CARDS, SCRIPT = 120, 60, 4_000

T = TypeVar("T")


def run() -> list[Result]:
    alone, whole = _apart(pages)
    peaks = _apart(memory)
    one, two = _apart(passed, 1), _apart(passed, 2)
    return [
        Result("reading and extracting a page to trafilatura alone", whole / alone, PAGE, "times"),
        Result("extracting an article of 300 words", 1000 * _apart(speed), 1000 / PER_SECOND, "ms"),
        Result("memory, extracting 10,000 articles", peaks[1], MEGABYTES, "MB"),
        Result("memory after 10,000 articles to that after 1,000", peaks[1] / peaks[0], GROWTH, "times"),
        Result("time of two processes to that of one", two / one, 1 / SPEED_UP, "times"),
    ]


def pages() -> tuple[float, float]:
    """Seconds for all pages of the demo: trafilatura alone, and reading and extraction; medians of rounds in turn."""
    with tempfile.TemporaryDirectory() as folder, Newsroom(find_pages()) as newsroom:
        outlets = load_outlets(find_pages() / "outlets.csv")
        crawl(CrawlPlan(data=Path(folder, "data"), outlets=outlets, proxy=newsroom.proxy, delay=0.0))
        sources = find_sources([Path(folder, "data")], Path(folder), topical=False)
        found = [source.parts for source in sources if isinstance(source, PageSource)]
        parts = [part for parts in found if not isinstance(parts, Path) for part in parts]
        bodies = [(part.url, filled(read_response(part.path, part.offset).body)) for part in parts]
    known = [_article(f"h{number}", None, read_page(body, url=url).text) for number, (url, body) in enumerate(bodies)]
    prepare()
    times: list[tuple[float, float]] = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for url, body in bodies:
            bare_extraction(body, url=url)
        middle = time.process_time()
        for (url, body), article in zip(bodies, known, strict=True):
            read_reports(article.model_copy(update={"text": read_page(body, url=url).text}))
        times.append((middle - start, time.process_time() - middle))
    return statistics.median(a for a, _ in times), statistics.median(b for _, b in times)


def filled(body: bytes) -> bytes:
    """A page with what surrounds an article on the pages of outlets."""
    links = "".join(
        f'<li class="menu-item item-{number}"><a href="/kanal-{number % 9}/berita-{number}">Kabar {number}</a></li>'
        for number in range(MENU)
    )
    cards = "".join(
        f'<div class="card"><a href="/berita-lain-{number}"><img src="/foto-{number}.jpg" alt=""></a>'
        f'<h3><a href="/berita-lain-{number}">Judul berita lain nomor {number} dari kanal daerah</a></h3></div>'
        for number in range(CARDS)
    )
    script = f"<script>var data = [{','.join(map(str, range(SCRIPT)))}];</script>"
    head = body.replace(b"</head>", f"{script}</head>".encode(), 1)
    opening = re.sub(rb"<body[^>]*>", lambda tag: tag.group() + f"<nav><ul>{links}</ul></nav>".encode(), head, count=1)
    return opening.replace(b"</body>", f"<aside>{cards}</aside><footer>{script}</footer></body>".encode(), 1)


def speed() -> float:
    """Seconds an article of 300 words takes."""
    told = list(articles(SPEED))
    prepare()
    start = time.process_time()
    for article in told:
        read_reports(article)
    return (time.process_time() - start) / len(told)


def memory() -> tuple[float, float]:
    """Peak memory in MB after a tenth of the articles, and after all."""
    peaks = []
    for number, article in enumerate(articles(MEMORY), start=1):
        read_reports(article)
        if number in (MEMORY // 10, MEMORY):
            peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000)  # Linux counts kilobytes
    return peaks[0], peaks[1]


def passed(jobs: int) -> float:
    """Seconds that pass while `jobs` processes read and extract the articles of a file."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "articles.jsonl")
        with file.open("w", encoding="utf-8") as lines:
            for one in articles(PARALLEL):
                row = {"id": one.article_id, "title": one.title, "published": "2024-09-03", "text": one.text}
                lines.write(json.dumps(row, ensure_ascii=False) + "\n")
        start = time.perf_counter()
        read = [item for item in read_articles([file], Homes(()), jobs=jobs) if isinstance(item, Read)]
        seconds = time.perf_counter() - start
    if len(read) != PARALLEL:
        raise OvertimeError(f"{PARALLEL - len(read)} articles were skipped")
    return seconds


def articles(number: int) -> Iterator[Article]:
    """`number` articles of 300 words: annotated ones, filled up with paragraphs of others and words of their own."""
    rng = random.Random(1)
    gold = [item for item in read_inputs([GOLD / "dev", GOLD / "synthetic"]) if isinstance(item, Article)]
    more = cycle(paragraph for article in gold for paragraph in article.text.split("\n") if len(paragraph) > 120)
    for place, article in enumerate(islice(cycle(gold), number)):
        text = article.text
        while len(text.split()) < WORDS - 10:
            text += "\n" + next(more)
        own = ("".join(rng.choices("abdegiklmnoprstu", k=7)).title() for _ in range(10))
        words = [*text.split(" ")[: WORDS - 10], *own]
        yield _article(f"b{place:05d}", article.title, " ".join(words) + ".")


def _article(key: str, title: str | None, text: str) -> Article:
    fields = dict.fromkeys(Article.model_fields)
    return Article.model_validate(
        fields | {"article_id": key, "title": title, "text": text, "text_digest": text_digest(text)}
    )


def _apart(work: Callable[..., T], *given: int) -> T:
    """What `work` returns in a fresh process."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
        return process.submit(work, *given).result()
