"""Getting one address, patiently: attempts, waiting, slowing down, and a name for every way it can end."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from scrapy.exceptions import IgnoreRequest
from scrapy.http import Headers, Request, Response, TextResponse
from scrapy.http.request import NO_CALLBACK

from crawler.exchange import EXCHANGES, Exchange
from crawler.failures import NETWORK_ERRORS, cause_of
from crawler.guard import DOMAIN, Refused, refused_names
from crawler.lead import Answer
from crawler.robots import Rules

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

#: Answers that may be better a moment later: request timeout, too many requests, server and gateway errors.
TRANSIENT = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})
#: Answers by which an outlet says that it does not want to be read: nothing is done to get around them.
BLOCKED = frozenset({401, 403, 429, 451})
_ATTEMPTS = 3
#: Slowest pace, in seconds between requests; a host that wants more is still obeyed by its crawl delay.
_SLOWEST = 60.0
#: An answer that takes longer than this, in seconds, means a host with much to do.
_SLOW = 1.0


class FetchError(Exception):
    """An address could not be had; `kind` is the fate it earns."""

    def __init__(self, kind: str, reason: str, status: int | None = None) -> None:
        self.kind = kind
        self.reason = reason
        self.status = status
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A final response and the exchanges that led to it, the last being its own."""

    answer: Answer
    exchanges: tuple[Exchange, ...]
    latency: float
    """Seconds until the final response began."""


class Fetcher:
    """Gets addresses of one outlet, one at a time."""

    def __init__(self, crawler: Crawler, domain: str, delay: float, budget: int, patience: float) -> None:
        self._crawler = crawler
        self._domain = domain
        self.delay = delay
        """Seconds between two requests, as far as the plan and the outlet's row say."""
        self._budget = budget
        self._patience = patience
        self.requests = 0
        """Requests made so far, redirects and repeated ones included."""
        self.dismissed_for = 0.0
        """Seconds for which the outlet asked to be left alone, if that is longer than this run waits."""

    @property
    def closed(self) -> str | None:
        """Why the outlet is not to be asked any more in this run; null while it may be."""
        if self.dismissed_for:
            return f"it asks to come back in {self.dismissed_for:.0f} seconds"
        return "the budget of requests is used up" if self.requests >= self._budget else None

    async def get(
        self, url: str, headers: Mapping[str, str] | None = None, on_failure: Callable[[str], None] | None = None
    ) -> Fetched:
        """The response to a GET, after redirects, whatever its status.

        Args:
            url: The address.
            headers: Request headers to add, such as validators.
            on_failure: Called with the cause of each attempt that failed.

        Raises:
            FetchError: no attempt gave a response, or the request must not be made.
        """
        wait = 0.0
        for attempt in range(1, _ATTEMPTS + 1):
            await asyncio.sleep(wait)
            if self.closed:
                raise FetchError("left", self.closed)
            try:
                fetched = await self._once(url, headers or {})
            except Refused as refused:
                raise FetchError(refused.kind, refused.reason) from refused
            except NETWORK_ERRORS as error:
                cause, wait = self._cause(url, error), self._backoff(attempt)
                if on_failure:
                    on_failure(cause)
                if cause.startswith("too large"):
                    raise FetchError("refused", cause) from error
                if attempt == _ATTEMPTS or not is_passing(error):
                    raise FetchError("failed", cause) from error
                continue
            status = fetched.answer.status
            self._pace(fetched)
            if status not in TRANSIENT:
                return fetched
            asked = retry_after(fetched.answer.headers.get("retry-after"), datetime.now(UTC))
            wait = self._backoff(attempt) if asked is None else max(asked, self.delay)
            if on_failure:
                on_failure(f"answers {status}")
            if wait > self._patience:
                self.dismissed_for = wait
                raise FetchError("left", f"it asks to come back in {wait:.0f} seconds", status)
            if attempt == _ATTEMPTS:
                return fetched
        raise AssertionError("the loop returns or raises")

    async def _once(self, url: str, headers: Mapping[str, str]) -> Fetched:
        exchanges: list[Exchange] = []
        request = Request(
            url,
            headers=dict(headers),
            callback=NO_CALLBACK,
            meta={DOMAIN: self._domain, EXCHANGES: exchanges},
            dont_filter=True,
        )
        try:
            response = await self._crawler.engine.download_async(request)
        finally:
            self.requests += max(len(exchanges), 1)
        latency = float(response.meta.get("download_latency", 0.0))
        return Fetched(_answer(response), tuple(exchanges), latency)

    def _cause(self, url: str, error: Exception) -> str:
        host = url.split("/")[2].rpartition("@")[2].partition(":")[0]
        return refused_names.get(host) or cause_of(error)

    def _backoff(self, attempt: int) -> float:
        """Seconds before the next attempt: doubling, from twice the outlet's delay."""
        return float(min(2**attempt * self.delay, _SLOWEST))

    def _pace(self, fetched: Fetched) -> None:
        """Ask a host that answers slowly, or says that it is too much, at longer intervals; and shorten them again."""
        exchange = fetched.exchanges[-1] if fetched.exchanges else None
        if exchange is None:
            return
        host = exchange.url.split("/")[2].partition(":")[0]
        downloader = self._crawler.engine.downloader
        slot = downloader.slots.get(host)
        if slot is None:
            return
        least = float(downloader.per_slot_settings.get(host, {}).get("delay", self.delay))
        if fetched.answer.status in {429, 503}:
            slot.delay = min(max(2 * slot.delay, least), _SLOWEST)
            return
        # As much rest as work: a host that needs 3 seconds for a page is asked every 3 seconds.
        target = max(least, min(fetched.latency, _SLOWEST) if fetched.latency > _SLOW else 0.0)
        slot.delay = max(target, (slot.delay + target) / 2) if slot.delay > least else target


def set_pace(crawler: Crawler, host: str, rules: Rules, delay: float) -> None:
    """Ask a host no faster than its crawl delay and the delay given; one request at a time."""
    pace = max(delay, rules.delay)
    crawler.engine.downloader.per_slot_settings[host] = {"concurrency": 1, "delay": pace, "jitter": 0.0}
    slot = crawler.engine.downloader.slots.get(host)
    if slot is not None:
        slot.delay = max(slot.delay, pace)


def is_passing(error: Exception) -> bool:
    """Whether another attempt may help: not where nothing was requested or what came cannot be used."""
    return not isinstance(error, IgnoreRequest)


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks to wait (RFC 9110, section 10.2.3); null if it says nothing readable."""
    value = (value or "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        moment = parsedate_to_datetime(value)
    except (TypeError, ValueError, IndexError):
        return None
    return max((moment - now).total_seconds(), 0.0) if moment.tzinfo else None


def _answer(response: Response) -> Answer:
    headers = {name.decode("latin-1").lower(): value for name, value in _text_headers(response.headers)}
    charset = response.encoding if isinstance(response, TextResponse) else None
    return Answer(response.url, response.status, headers, response.body, charset)


def _text_headers(headers: Headers) -> list[tuple[bytes, str]]:
    return [(name, b", ".join(values).decode("latin-1")) for name, values in headers.items()]
