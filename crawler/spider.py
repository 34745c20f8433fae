"""The one spider: all outlets in one process, one worker an outlet, so that no host is asked twice at a time."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from scrapy import Spider

from crawler.discovery import Discovery
from crawler.fates import Fate
from crawler.fetcher import Fetcher, set_pace
from crawler.forecast import seconds_left
from crawler.frontier import Frontier
from crawler.harvest import Harvest
from crawler.keeper import Keeper
from crawler.lead import Site
from crawler.plan import CrawlPlan, OutletReport, Progress
from crawler.platforms import load_platforms
from crawler.robots import RobotsMiddleware, Rules
from crawler.sieve import Sieve
from schemas.outlet import Outlet

logger = logging.getLogger(__name__)

#: Seconds between two reports of progress: counting what is left takes a moment when that is much.
_SHOW_EVERY = 0.5


class OutletSpider(Spider):
    """Harvests the outlets of a plan into the archive and the frontier.

    Requests go straight to the downloader, past Scrapy's scheduler: what is to be fetched, and in which order, is in
    the frontier, which outlives a killed process as Scrapy's own queues do not.
    """

    name = "ikrar"

    def __init__(
        self, plan: CrawlPlan, frontier: Frontier, keeper: Keeper, on_progress: Callable[[Progress], None]
    ) -> None:
        super().__init__()
        self.plan = plan
        self.frontier = frontier
        self.keeper = keeper
        self.on_progress = on_progress
        self.started = datetime.now(UTC)
        self.reports: dict[str, OutletReport] = {}
        self.harvests: dict[str, Harvest] = {}
        self.stopped: str | None = None
        self._fates: dict[Fate, int] = {}
        self._robots: RobotsMiddleware | None = None
        self._durations: list[float] = []
        self._free = asyncio.Semaphore(plan.concurrency)

    async def start(self) -> AsyncIterator[Any]:
        """Harvest every outlet; then yields their reports as items. Scrapy cancels it to stop the crawl."""
        self._robots = self.crawler.get_downloader_middleware(RobotsMiddleware)
        if self._robots:
            self._robots.on_rules = self._set_pace
        keeping = asyncio.create_task(self.keeper.run())
        telling = asyncio.create_task(self._tell())
        try:
            # One outlet's failure, whatever it is, is not the others'.
            work = asyncio.gather(*map(self._work, self.plan.outlets), return_exceptions=True)
            # Without the keeper there is nothing to work for; else it ends after them.
            keeping.add_done_callback(lambda _: work.cancel())
            ends = await work
        except asyncio.CancelledError:
            self.stopped, ends = "interrupted", []
        finally:
            telling.cancel()
            self.keeper.stop()
            await asyncio.shield(keeping)
        self.stopped = self.keeper.trouble or self.stopped
        for outlet, end in zip(self.plan.outlets, ends, strict=False):
            if isinstance(end, sqlite3.Error):
                self.stopped = self.stopped or f"the data folder cannot be written: {end}"
            elif isinstance(end, BaseException) and not self.keeper.broken:
                self._failed(outlet, end)
        for report in self.reports.values():
            yield report.model_dump(mode="json")

    async def _work(self, outlet: Outlet) -> None:
        if outlet.state != "active" or outlet.domain is None:
            reason = f"{outlet.state}: {outlet.state_reason}"
            self._done(OutletReport(outlet=outlet.id, state="skipped", fates={}, problems=(reason,)))
            return
        if why := self.frontier.quarantined(outlet.id, self.started):
            self._done(OutletReport(outlet=outlet.id, state="quarantined", fates={}, problems=(why,)))
            return
        async with self._free:
            began = time.monotonic()
            origin = await self._origin(outlet.domain)
            harvest = self.harvests[outlet.id] = self._harvest(outlet, outlet.domain, origin)
            report = await harvest.run()
            self._durations.append(time.monotonic() - began)
            self._done(report)

    async def _origin(self, domain: str) -> str:
        """The scheme and host at which an outlet answers; the likeliest if none does."""
        origins = [f"https://{domain}", f"https://www.{domain}", f"http://{domain}"]
        if self.plan.on_loopback:
            origins = origins[-1:]
        for origin in origins if self._robots else ():
            if self._robots and (await self._robots.rules(origin, domain)).reached:
                return origin
        return origins[0]

    def _harvest(self, outlet: Outlet, domain: str, origin: str) -> Harvest:
        plan = self.plan
        site = Site(
            outlet=outlet,
            platform=load_platforms()[outlet.platform],
            origin=origin,
            nonsense=plan.topic.nonsense,
            now=self.started,
        )
        today = self.started.astimezone(site.zone).date()
        fetcher = Fetcher(self.crawler, domain, self._delay(outlet), plan.budget, plan.patience)
        sieve = Sieve(site, plan.topic, plan.topic.windows(plan.since, plan.until, today))
        discovery = Discovery(sieve, fetcher, self.frontier, self.keeper)
        return Harvest(discovery, fetcher, self.frontier, self.keeper, plan.limit, plan.dry_run, self._on_page)

    def _delay(self, outlet: Outlet) -> float:
        return self.plan.delay if self.plan.on_loopback else max(self.plan.delay, outlet.delay or 0.0)

    def _set_pace(self, host: str, domain: str, rules: Rules) -> None:
        delay = next((self._delay(outlet) for outlet in self.plan.outlets if outlet.domain == domain), self.plan.delay)
        set_pace(self.crawler, host, rules, delay)

    def _on_page(self, fate: Fate) -> None:
        self._fates[fate] = self._fates.get(fate, 0) + 1

    async def _tell(self) -> None:
        while True:
            self._show()
            await asyncio.sleep(_SHOW_EVERY)

    def _failed(self, outlet: Outlet, error: BaseException) -> None:
        """Report an outlet whose work ended with an error of this program."""
        logger.error("%s: internal error", outlet.id, exc_info=error)
        harvest = self.harvests.get(outlet.id)
        if harvest:
            harvest.state = "failed"
        report = harvest.report() if harvest else OutletReport(outlet=outlet.id, state="failed", fates={})
        what = f"internal error, see the log: {type(error).__name__}: {error}"[:300]
        self._done(report.model_copy(update={"problems": (*report.problems, what)}))

    def _done(self, report: OutletReport) -> None:
        self.reports[report.outlet] = report
        logger.info("%s: %s", report.outlet, report.state)
        self._show()

    def _show(self) -> None:
        fates = self._fates
        waiting = self.frontier.waiting()
        self.on_progress(
            Progress(
                outlets_done=len(self.reports),
                outlets=len(self.plan.outlets),
                found=sum(waiting.values()) + sum(fates.values()),
                fetched=sum(fates.values()),
                kept=fates.get("kept", 0) + fates.get("updated", 0),
                failed=fates.get("failed", 0),
                seconds_left=self._seconds_left(waiting),
            )
        )

    def _seconds_left(self, waiting: Mapping[str, int]) -> float | None:
        at_work = {outlet: harvest for outlet, harvest in self.harvests.items() if outlet not in self.reports}
        active = [harvest.seconds_left(waiting.get(outlet, 0)) for outlet, harvest in at_work.items()]
        unbegun = len(self.plan.outlets) - len(self.reports) - len(active)
        return seconds_left(active, unbegun, self._durations, self.plan.concurrency)
