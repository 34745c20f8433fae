"""robots.txt by RFC 9309, and the crawl delay that many files add to it."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from protego import Protego
from scrapy.http import Request
from scrapy.http.request import NO_CALLBACK

from crawler.failures import NETWORK_ERRORS, cause_of
from crawler.guard import DOMAIN, Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

#: Key of `Request.meta` of the requests for robots.txt itself.
IS_ROBOTS = "ikrar_robots"
#: Name to which the rules of a robots.txt are addressed (RFC 9309, section 2.2.1).
AGENT = "ikrar"
#: Rules behind this many octets need not be read (RFC 9309, section 2.5).
_MAX_SIZE = 512_000


@dataclass(frozen=True, slots=True)
class Rules:
    """What one host allows."""

    parsed: Protego | None
    """The parsed file; null where one verdict holds for every address."""
    verdict: str | None = None
    """Why nothing is allowed, e.g. `robots.txt answers 503`; null where everything is."""
    reached: bool = True
    """False if the host gave no answer at all."""

    def refusal(self, url: str) -> str | None:
        """Why an address must not be fetched; null if it may."""
        if self.parsed is None:
            return self.verdict
        return None if self.parsed.can_fetch(url, AGENT) else "robots.txt disallows it"

    @property
    def delay(self) -> float:
        """Seconds that the host wants between requests; 0 if it does not say."""
        value = self.parsed.crawl_delay(AGENT) if self.parsed else None
        return float(value) if value and value > 0 else 0.0


def read_rules(status: int, body: bytes) -> Rules:
    """The rules that an answer to the request for robots.txt means (RFC 9309, section 2.3.1)."""
    if 200 <= status < 300:
        return Rules(Protego.parse(body[:_MAX_SIZE].decode("utf-8-sig", "replace")))
    if 400 <= status < 500 and status != 429:
        return Rules(None)
    return Rules(None, f"robots.txt answers {status}, which disallows everything for now")


class RobotsMiddleware:
    """Asks a host for its robots.txt before the first other request, and refuses what that disallows."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._rules: dict[str, asyncio.Future[Rules]] = {}
        #: Called once a host with its name, the outlet's domain and the rules, e.g. to slow down to a crawl delay.
        self.on_rules: Callable[[str, str, Rules], None] = lambda host, domain, rules: None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Let the request pass.

        Raises:
            Refused: robots.txt disallows it, or cannot be had; kind `robots`.
        """
        parts = urlsplit(request.url)
        if request.meta.get(IS_ROBOTS) or parts.path == "/robots.txt":
            return
        rules = await self.rules(f"{parts.scheme}://{parts.netloc}", str(request.meta.get(DOMAIN)))
        if reason := rules.refusal(request.url):
            raise Refused("robots", reason)

    async def rules(self, origin: str, domain: str) -> Rules:
        """The rules of a host, asked for once.

        Args:
            origin: Scheme and host.
            domain: Domain of the outlet that the host must belong to.
        """
        if origin not in self._rules:
            self._rules[origin] = asyncio.get_running_loop().create_future()
            try:
                rules = await self._fetch(origin, domain)
            except asyncio.CancelledError:
                self._rules.pop(origin).cancel()
                raise
            self._rules[origin].set_result(rules)
            self.on_rules(urlsplit(origin).hostname or "", domain, rules)
        return await asyncio.shield(self._rules[origin])

    async def _fetch(self, origin: str, domain: str) -> Rules:
        meta = {IS_ROBOTS: True, DOMAIN: domain, "download_maxsize": 4 * _MAX_SIZE}
        asked = Request(f"{origin}/robots.txt", callback=NO_CALLBACK, meta=meta)
        try:
            response = await self._crawler.engine.download_async(asked)
        except Refused as refused:
            return Rules(None, f"robots.txt cannot be had: {refused.reason}")
        except NETWORK_ERRORS as error:
            logger.info("%s/robots.txt: %s", origin, error)
            verdict = f"robots.txt cannot be had ({cause_of(error)}), which disallows everything for now"
            return Rules(None, verdict, reached=False)
        return read_rules(response.status, response.body)
