"""Harvesting one outlet: discovery, then its articles, one request at a time."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from crawler.addresses import key, refusal
from crawler.archive import Stored
from crawler.discovery import Discovery
from crawler.exchange import Exchange
from crawler.fates import Fate
from crawler.fetcher import BLOCKED, TRANSIENT, Fetched, Fetcher, FetchError
from crawler.frontier import Frontier, Page
from crawler.keeper import Keeper
from crawler.lead import Lead
from crawler.pages import PageView, next_part, view, whole_article
from crawler.plan import OutletReport
from schemas.capture import Capture

logger = logging.getLogger(__name__)

#: An outlet that blocks the crawler is left alone this long before it is asked again.
_QUARANTINE = timedelta(days=7)
#: So many articles in a row that answer 401, 403 or 429 mean that the outlet blocks, not that these are closed.
_BLOCKED_IN_A_ROW = 5
#: So many in a row that cannot be had at all mean that the outlet is down.
_FAILED_IN_A_ROW = 10
_BATCH = 50
#: After so many articles the pace tells more than the delay does.
_PACE_AFTER = 3


@dataclass
class Harvest:
    """The work on one outlet in one run."""

    discovery: Discovery
    fetcher: Fetcher
    frontier: Frontier
    keeper: Keeper
    limit: int | None
    dry_run: bool
    on_page: Callable[[Fate], None]
    """Called with the fate of each article that was asked for."""
    state: str = "done"
    fetched: int = 0
    """Articles asked for so far."""
    _fetching_since: float | None = None
    """Monotonic seconds; null while articles are still searched for."""
    _blocked: int = 0
    _failed: int = 0
    _storing: asyncio.Future[tuple[Stored, ...]] | None = None
    """The article that is being stored while the next is fetched, so that the disk and the outlet wait side by side."""
    _problems: list[str] = field(default_factory=list)

    @property
    def outlet(self) -> str:
        """Id of the outlet."""
        return self.discovery.site.outlet.id

    async def run(self) -> OutletReport:
        """Discover and fetch.

        Raises:
            OSError: the archive cannot be written.
        """
        now = datetime.now(UTC)
        self.frontier.resume(self.outlet, self.discovery.windows, self.discovery.site.zone)
        await self.discovery.run()
        if self.discovery.blocked:
            self._quarantine("every route of discovery is refused", now)
        elif self.discovery.worked is None:
            self.state = "failed"
        elif not self.discovery.complete:
            self.state = "partial"
        if not self.dry_run and self.state != "quarantined":
            await self._fetch_all()
        if self.fetcher.dismissed_for:
            pause = timedelta(seconds=min(self.fetcher.dismissed_for, _QUARANTINE.total_seconds()))
            self._quarantine(
                f"it asks to come back in {self.fetcher.dismissed_for:.0f} seconds", datetime.now(UTC), pause
            )
        return self.report()

    def seconds_left(self, waiting: int) -> float | None:
        """Seconds that fetching `waiting` articles will take at the pace so far; null while they are searched for."""
        if self._fetching_since is None:
            return None
        rest = waiting if self.limit is None else min(waiting, self.limit - self.fetched)
        if self.fetched < _PACE_AFTER:
            return rest * self.fetcher.delay
        return rest * (time.monotonic() - self._fetching_since) / self.fetched

    def report(self) -> OutletReport:
        """What the outlet has given so far."""
        return OutletReport(
            outlet=self.outlet,
            state=self.state,
            route=self.discovery.worked,
            requests=self.fetcher.requests,
            fates=self.frontier.tally(self.outlet),
            problems=(*self.discovery.problems, *self._problems),
        )

    async def _fetch_all(self) -> None:
        self._fetching_since = time.monotonic()
        while (pages := self.frontier.queued(self.outlet, _BATCH)) and await self._fetch_each(pages):
            pass

    async def _fetch_each(self, pages: Sequence[Page]) -> bool:
        """Fetch and store these; false if that is all that is asked of the outlet in this run."""
        goes_on = True
        for page in pages:
            if not self.frontier.is_queued(page.key):
                continue  # an article fetched meanwhile has this address, too
            if not (goes_on := self._may_go_on()):
                break
            self.fetched += 1
            await self._fetch(page)
        await self._stored()
        return goes_on

    def _may_go_on(self) -> bool:
        """Whether another article is asked for; else it is noted why not."""
        if self.limit is not None and self.fetched >= self.limit:
            return False
        if self.fetcher.closed:
            self._problems.append(f"not everything was fetched: {self.fetcher.closed}")
            self.state = "partial"
        elif self._blocked >= _BLOCKED_IN_A_ROW:
            self._quarantine(f"{self._blocked} articles in a row are refused", datetime.now(UTC))
        elif self._failed >= _FAILED_IN_A_ROW:
            self._problems.append(f"{self._failed} articles in a row could not be had; the rest is left")
            self.state = "failed"
        else:
            return True
        return False

    async def _fetch(self, page: Page) -> None:
        """Fetch one article with all its parts and settle what becomes of it, or hand it in to be stored."""
        try:
            first = await self._get(page, page.url)
            await self._stored()
            if not self.frontier.is_queued(page.key):
                self.on_page("duplicate")  # of the article that was being stored
                return
            outcome = await self._article(page, first)
        except FetchError as error:
            await self._stored()
            outcome = _fate_of(error), error.reason, error.status
        fate, reason, status = outcome or ("kept", None, 200)
        self._blocked = self._blocked + 1 if status in BLOCKED else 0
        self._failed = self._failed + 1 if fate == "failed" else 0
        if outcome is None:
            return
        if fate != "left" and self.frontier.is_queued(page.key):
            self.frontier.settle(page.key, fate, reason, status, datetime.now(UTC))
        self.on_page(fate)
        if fate in {"failed", "refused", "off-topic"}:
            logger.info("%s: %s: %s", fate, page.url, reason)

    async def _stored(self) -> None:
        """Wait until the article handed in last is on disk and noted.

        Raises:
            OSError: the archive cannot be written.
        """
        if self._storing:
            stored, self._storing = self._storing, None
            await stored

    async def _article(self, page: Page, first: Fetched) -> tuple[Fate, str | None, int | None] | None:
        """What becomes of an address: fate, reason, status of the answer; null if it was handed in to be stored.

        Raises:
            FetchError: a later part could not be had.
        """
        status = first.answer.status
        if status in {404, 410}:
            return "gone", f"answers {status}", status
        if status != 200:
            if status not in TRANSIENT:  # those were noted one by one
                self.frontier.attempted(page.key, f"answers {status}", datetime.now(UTC))
            return "failed", f"answers {status}", status
        final = first.answer.url
        if key(final) != page.key and (reason := refusal(final)):
            return "gone", f"leads to {reason}", status
        seen = view(first.answer)
        if seen is None:
            kind = first.answer.headers.get("content-type", "no type").partition(";")[0][:60]
            return "refused", f"not a page ({kind})", status
        if duplicate := self._duplicate(page, final, seen):
            return "duplicate", duplicate, status
        if reason := self.discovery.topic.gate.page_refusal(seen.text):
            return "off-topic", reason, status
        exchanges, parts = await self._parts(page, first, seen)
        if page.digest and self.frontier.version(page.key) == tuple(part.digest for part in parts):
            return "unchanged", None, status
        captures = [self._capture(page, exchange, article=False) for exchange in exchanges]
        base = parts[0].url
        captures += [
            self._capture(page, exchange, part=number, parts=len(parts), part_of=base if number > 1 else None)
            for number, exchange in enumerate(parts, 1)
        ]
        moved = key(base) != page.key

        def note(_: object) -> None:
            now = datetime.now(UTC)
            if moved:
                self.frontier.settle(page.key, "duplicate", f"leads to {base}"[:300], 200, now)
            if seen.canonical and key(seen.canonical) not in {page.key, key(base)} and self._may_be(seen.canonical):
                self.frontier.alias(seen.canonical, page, now)
            # At once: from here on it is no longer among those that wait, and not later than it counts as fetched.
            self.on_page("duplicate" if moved else "updated" if page.fetched_at else "kept")

        self._storing = self.keeper.keep(list(zip([*exchanges, *parts], captures, strict=True)), note)
        return None

    def _may_be(self, url: str) -> bool:
        """Whether an address that a page names may be one of an article of this outlet."""
        return self.discovery.site.owns(url) and refusal(url) is None

    def _duplicate(self, page: Page, final: str, seen: PageView) -> str | None:
        """Why the page is another address of an article that is stored or queued; null if it is not."""
        if key(final) != page.key and self.frontier.is_stored(key(final)):
            return f"leads to {final}"[:300]
        canonical = seen.canonical
        if canonical is None or key(canonical) in {page.key, key(final)} or not self._may_be(canonical):
            return None
        if self.frontier.is_stored(key(canonical)):
            return f"its canonical address is {canonical}"[:300]
        if seen.is_amp:
            lead = Lead(url=canonical, title=page.title, searched=True)
            verdict = self.discovery.sieve.verdict(lead, canonical)
            with self.frontier.transaction():
                self.frontier.meet(lead, self.outlet, page.route, via=page.url, verdict=verdict, now=datetime.now(UTC))
            return f"an AMP page of {canonical}"[:300]
        return None

    async def _parts(self, page: Page, first: Fetched, seen: PageView) -> tuple[list[Exchange], list[Exchange]]:
        """The redirects that led to an article, and its pages in order.

        Raises:
            FetchError: a later part could not be had; the article is fetched whole another time. If that was tried
                before, or must not be, what there is counts.
        """
        platform = self.discovery.site.platform
        redirects, parts = list(first.exchanges[:-1]), [first.exchanges[-1]]
        base, current = first.answer.url, seen
        digests = {parts[0].digest}
        while following := next_part(current, base, len(parts) + 1, platform):
            try:
                fetched = await self._get(page, following)
            except FetchError as error:
                if error.kind == "left" or (error.kind == "failed" and page.tries == 0):
                    raise
                self._problems.append(f"part {len(parts) + 1} is missing ({error.reason}): {base}"[:300])
                break
            further = view(fetched.answer)
            digest = fetched.exchanges[-1].digest
            # A page number that does not exist is answered with the first or the last part, or sent there.
            back = digest in digests or key(fetched.answer.url) == key(base)
            if fetched.answer.status != 200 or further is None or back:
                break
            digests.add(digest)
            parts.append(fetched.exchanges[-1])
            current = further
        if len(parts) == 1 and (whole := whole_article(seen, base, platform)):
            fetched = await self._get(page, whole)
            if fetched.answer.status == 200 and view(fetched.answer) is not None:
                return [*redirects, parts[0]], [fetched.exchanges[-1]]
        return redirects, parts

    async def _get(self, page: Page, url: str) -> Fetched:
        def failed(cause: str) -> None:
            self.frontier.attempted(page.key, cause, datetime.now(UTC))

        return await self.fetcher.get(url, on_failure=failed)

    def _capture(
        self,
        page: Page,
        exchange: Exchange,
        *,
        article: bool = True,
        part: int = 1,
        parts: int = 1,
        part_of: str | None = None,
    ) -> Capture:
        return Capture(
            outlet=self.outlet,
            route=page.route,
            fetched_at=exchange.fetched_at,
            via=page.via,
            article=article,
            part_of=part_of,
            part=part,
            parts=parts,
        )

    def _quarantine(self, reason: str, now: datetime, pause: timedelta = _QUARANTINE) -> None:
        self.state = "quarantined"
        self._problems.append(f"{reason}; left alone until {now + pause:%Y-%m-%d %H:%M} UTC")
        self.frontier.quarantine(self.outlet, reason, now, now + pause)


def _fate_of(error: FetchError) -> Fate:
    fates: dict[str, Fate] = {"refused": "refused", "foreign": "foreign", "robots": "robots", "left": "left"}
    return fates.get(error.kind, "failed")
