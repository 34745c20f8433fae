"""Running a crawl: the front door of this room."""

from __future__ import annotations

import fcntl
import json
import logging
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path

from scrapy.crawler import AsyncCrawlerProcess

from crawler.archive import Archive
from crawler.frontier import Frontier
from crawler.keeper import Keeper, catch_up
from crawler.plan import CrawlPlan, CrawlReport, OutletReport, Progress, run_name
from crawler.settings import settings, software
from crawler.spider import OutletSpider


class BusyError(RuntimeError):
    """Another crawl works on the same data folder."""


def crawl(plan: CrawlPlan, on_progress: Callable[[Progress], None] = lambda progress: None) -> CrawlReport:
    """Harvest the outlets of a plan into its data folder.

    Runs Scrapy in this process; as Twisted's reactor runs once, so does this function. Ctrl-C ends the crawl after
    what is being written, and the next one goes on from there.

    Args:
        plan: What to harvest.
        on_progress: Called after every outlet, and twice a second.

    Raises:
        BusyError: another crawl works on this data folder.
        FrontierError: the frontier's file is damaged or of another version.
        OSError: the data folder cannot be written.
    """
    started = datetime.now(UTC)
    folder = plan.data / "archive"
    runs = plan.data / "runs"
    for path in (folder, runs):
        path.mkdir(parents=True, exist_ok=True)
    with hold(plan.data, "crawl"), Frontier(plan.data / "frontier.sqlite", started) as frontier:
        name = run_name(started, frontier.run)
        with _log_to(runs / f"{name}.log"):
            problems = catch_up(folder, frontier)
            archive = Archive(folder, software(), plan.segment)
            keeper = Keeper(archive, frontier)
            spider = _run(plan, frontier, keeper, on_progress)
            archive.close()
            report = _report(plan, frontier, keeper, spider, started, problems)
        text = json.dumps(report.model_dump(mode="json"), ensure_ascii=False, indent=1)
        (runs / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    return report


def _run(
    plan: CrawlPlan, frontier: Frontier, keeper: Keeper, on_progress: Callable[[Progress], None]
) -> OutletSpider | None:
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    process = AsyncCrawlerProcess(settings(plan))
    crawler = process.create_crawler(OutletSpider)
    process.crawl(crawler, plan=plan, frontier=frontier, keeper=keeper, on_progress=on_progress)
    try:
        process.start()
    finally:
        # Scrapy leaves its own, which would swallow a Ctrl-C meant for what comes after the crawl.
        for number, handler in handlers.items():
            signal.signal(number, handler)
    spider = crawler.spider
    return spider if isinstance(spider, OutletSpider) else None


def _report(  # noqa: PLR0917
    plan: CrawlPlan,
    frontier: Frontier,
    keeper: Keeper,
    spider: OutletSpider | None,
    started: datetime,
    problems: tuple[str, ...],
) -> CrawlReport:
    reports = dict(spider.reports) if spider else {}
    for outlet, harvest in (spider.harvests if spider else {}).items():
        if outlet not in reports:
            harvest.state = "stopped"
            reports[outlet] = harvest.report()
    for outlet_ in plan.outlets:
        reports.setdefault(outlet_.id, OutletReport(outlet=outlet_.id, state="stopped", fates={}))
    fates = frontier.tally()
    return CrawlReport(
        run=frontier.run,
        started_at=started,
        finished_at=datetime.now(UTC),
        stopped=spider.stopped if spider else "the crawl could not start",
        found=sum(fates.values()),
        fates=fates,
        requests=sum(report.requests for report in reports.values()),
        responses_stored=keeper.responses,
        bytes_stored=keeper.size,
        reasons=frontier.reasons(("failed", "refused", "foreign", "robots", "gone", "off-topic", "duplicate")),
        outlets=tuple(reports[outlet.id] for outlet in plan.outlets),
        problems=problems,
        queued=tuple(_to_fetch(frontier, plan.limit)) if plan.dry_run else (),
    )


def _to_fetch(frontier: Frontier, limit: int | None) -> Iterator[tuple[str, str, str]]:
    """Outlet, address and title of what a run would fetch, with at most so many of an outlet."""
    for _, pages in groupby(frontier.to_fetch(), key=itemgetter(0)):
        yield from islice(pages, limit)


@contextmanager
def hold(data: Path, work: str) -> Iterator[None]:
    """Hold the data folder for one kind of work; the lock goes with the process, however it ends.

    Args:
        data: the folder, made if it is not there.
        work: what is done, as `crawl`; two kinds do not exclude each other.

    Raises:
        BusyError: it is held already, with who holds it.
    """
    data.mkdir(parents=True, exist_ok=True)
    with (data / f"{work}.lock").open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            raise BusyError(f"{data} is in use by another {work} ({file.read(200).strip() or 'unknown'})") from error
        file.truncate(0)
        file.write(f"process {os.getpid()}, since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC\n")
        file.flush()
        yield


@contextmanager
def _log_to(path: Path) -> Iterator[None]:
    """Write the log of everything that runs within to a file, and nothing of it to the terminal."""
    handler = logging.FileHandler(path, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.setLevel(logging.INFO)
    root = logging.getLogger()
    level, others = root.level, root.handlers[:]
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    try:
        yield
    finally:
        root.handlers = others
        root.setLevel(level)
        handler.close()
