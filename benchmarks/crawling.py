"""Crawling: pages a second against a bare Scrapy spider on the same server, and memory with many known addresses.

The bare spider only downloads; the crawler discovers, obeys robots.txt, writes WARC and keeps its frontier. Both take
the same pages from the same server, compressed as outlets send them, one request at a time a host, without delay. Each
runs in a process of its own, in turn.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import multiprocessing
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import scrapy
from scrapy.crawler import AsyncCrawlerProcess

from benchmarks.result import Result
from crawler.frontier import Frontier
from crawler.lead import Lead
from crawler.plan import CrawlPlan
from crawler.run import crawl
from schemas.outlet import Outlet

HOSTS = 40
PAGES = 50
CONCURRENCY = HOSTS
ROUNDS = 3
#: Limits: four fifths of the bare spider's pages a second, and what a small server has to spare.
TIMES, MILLISECONDS, MEGABYTES = 1.25, 25.0, 400.0
#: Words vary so that a page of 18 kB compresses to a quarter, as text does.
WORDS = "ikrar netralitas ASN pegawai bupati sekretaris daerah pemilu pilkada apel halaman kantor"


def page(host: str, number: int) -> bytes:
    words = [f"{word}{number * 31 + place}" for place in range(130) for word in WORDS.split()]
    head = f"<title>Ikrar netralitas ASN {host} {number}</title>"
    return f"<!DOCTYPE html><html><head>{head}</head><body><p>{' '.join(words)}</p></body></html>".encode()


@cache
def answer(host: str, path: str, pages: int) -> tuple[str, bytes]:
    """Media type and compressed body; made once, so that the server's work does not count."""
    kind, body = _plain_answer(host, path, pages)
    return kind, gzip.compress(body, mtime=0)


def _plain_answer(host: str, path: str, pages: int) -> tuple[str, bytes]:
    if path == "/robots.txt":
        return "text/plain", f"Sitemap: http://{host}/sitemap.xml\n".encode()
    if path == "/sitemap.xml":
        entry = "<url><loc>http://{}/ikrar-netralitas-{}</loc><lastmod>2023-11-20</lastmod></url>"
        entries = "".join(entry.format(host, number) for number in range(pages))
        return "text/xml", f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'.encode()
    return "text/html", page(host, int(path.rpartition("-")[2] or 0))


async def _serve(listening: socket.socket, pages: int) -> None:
    async def client(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                parts = urlsplit(head.split(b" ", 2)[1].decode())
                kind, body = answer(parts.netloc, parts.path, pages)
                head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Type: %b\r\nContent-Length: %d\r\n\r\n"
                writer.write(head % (kind.encode(), len(body)) + body)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async with await asyncio.start_server(client, sock=listening) as server:
        await server.serve_forever()


def _served(listening: socket.socket, pages: int) -> None:
    asyncio.run(_serve(listening, pages))


@contextmanager
def server(pages: int) -> Iterator[str]:
    """A proxy for any host, in a process of its own; yields its address."""
    with socket.create_server(("127.0.0.1", 0), backlog=256) as listening:
        process = multiprocessing.get_context("fork").Process(target=_served, args=(listening, pages), daemon=True)
        process.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            process.terminate()
            process.join()


def outlets(count: int) -> tuple[Outlet, ...]:
    fields = {"kind": "regional", "province_code": None, "regency_code": None, "timezone": "Asia/Jakarta",
              "platform": "sitemap", "routes": (), "state": "active", "state_since": None, "state_reason": None,
              "delay": None}  # fmt: skip
    return tuple(
        Outlet.model_validate(fields | {"id": f"k{number}", "name": "Koran", "domain": f"k{number}.example"})
        for number in range(count)
    )


class Clock:
    """Measures the milliseconds that a page takes: of time, and of this process's work."""

    def __init__(self) -> None:
        self._wall, self._busy = time.perf_counter(), time.process_time()

    def read(self, pages: int) -> dict[str, float]:
        wall, busy = time.perf_counter() - self._wall, time.process_time() - self._busy
        return {"wall": 1000 * wall / pages, "busy": 1000 * busy / pages}


class Bare(scrapy.Spider):
    """Downloads every page and does nothing with it."""

    name = "bare"
    proxy = ""

    async def start(self) -> AsyncIterator[scrapy.Request]:
        for number in range(PAGES):
            for host in range(HOSTS):
                url = f"http://k{host}.example/ikrar-netralitas-{number}"
                yield scrapy.Request(url, meta={"proxy": self.proxy})

    def parse(self, response: scrapy.http.Response) -> None:
        assert response.status == 200


def bare(proxy: str) -> None:
    process = AsyncCrawlerProcess(
        {"LOG_ENABLED": False, "CONCURRENT_REQUESTS": CONCURRENCY, "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
         "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False}
    )  # fmt: skip
    crawler = process.create_crawler(Bare)
    process.crawl(crawler, proxy=proxy)
    clock = Clock()
    process.start()
    measured = clock.read(HOSTS * PAGES)
    assert crawler.stats is not None
    assert crawler.stats.get_value("response_received_count") == HOSTS * PAGES
    print(json.dumps(measured))


def full(proxy: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        plan = CrawlPlan(data=Path(folder), outlets=outlets(HOSTS), proxy=proxy, delay=0, concurrency=CONCURRENCY)
        clock = Clock()
        report = crawl(plan)
        measured = clock.read(HOSTS * PAGES)
    assert report.fates["kept"] == HOSTS * PAGES, report.fates
    print(json.dumps(measured))


def known(proxy: str) -> None:
    """200 outlets, each with 500 known addresses that its sitemap lists again, and 5 new ones."""
    now = datetime.now(UTC)
    with tempfile.TemporaryDirectory() as folder:
        with Frontier(Path(folder) / "frontier.sqlite", now) as frontier, frontier.transaction():
            for outlet in outlets(200):
                for number in range(500):
                    lead = Lead(f"http://{outlet.domain}/ikrar-netralitas-{number}", "Ikrar")
                    frontier.meet(lead, outlet.id, "sitemap", via="", verdict=("gone", "answers 404"), now=now)
        report = crawl(CrawlPlan(data=Path(folder), outlets=outlets(200), proxy=proxy, delay=0))
    assert report.fates["gone"] == 100_000, report.fates
    assert report.fates["kept"] == 1000, report.fates
    print(json.dumps({"peak_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


def _run(what: str, proxy: str) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.crawling", what, proxy]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    result: dict[str, float] = json.loads(done.stdout)
    return result


def run() -> list[Result]:
    with server(PAGES) as proxy:
        _run("bare", proxy)  # the server makes its pages
        rounds = [(_run("bare", proxy), _run("full", proxy)) for _ in range(ROUNDS)]
    with server(505) as proxy:
        megabytes = _run("known", proxy)["peak_megabytes"]

    def against(what: str) -> float:
        return statistics.median(full[what] / bare[what] for bare, full in rounds)

    milliseconds = statistics.median(full["wall"] for _, full in rounds)
    return [
        Result("crawling, a page: time against a bare Scrapy spider", against("wall"), TIMES, "times"),
        Result("crawling, a page: processor time against a bare spider", against("busy"), TIMES, "times"),
        Result("crawling, a page", milliseconds, MILLISECONDS, "ms"),
        Result("crawling, 200 outlets, 100,000 known addresses: peak memory", megabytes, MEGABYTES, "MB"),
    ]


if __name__ == "__main__":
    if len(sys.argv) == 3:
        {"bare": bare, "full": full, "known": known}[sys.argv[1]](sys.argv[2])
    else:
        for result in run():
            print(result)
