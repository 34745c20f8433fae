"""What the crawler must not be talked into: private addresses, other schemes, other hosts.

Addresses come from pages, feeds, sitemaps and redirects, so from anyone. They are checked twice: as written, before a
request is made, and as resolved, when the connection is opened (a name may point anywhere, and elsewhere a moment
later).
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from scrapy.exceptions import IgnoreRequest
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.error import DNSLookupError

from crawler.addresses import MAX_LENGTH, belongs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scrapy.crawler import Crawler
    from scrapy.http import Request
    from twisted.internet.base import ReactorBase
    from twisted.internet.defer import Deferred

#: Key of `Request.meta`: the domain on which the request and its redirects must stay.
DOMAIN = "ikrar_domain"
#: Setting: `host:port` and host names that may be private, because the person who started the crawl named them.
TRUSTED_SETTING = "IKRAR_TRUSTED"
#: Setting: the proxy that every request goes through, or none.
PROXY_SETTING = "IKRAR_PROXY"

#: Names whose address was refused, with the reason: the connection's error does not carry it.
refused_names: dict[str, str] = {}


class Refused(IgnoreRequest):
    """A request that is not made."""

    def __init__(self, kind: str, reason: str) -> None:
        self.kind = kind
        self.reason = reason
        super().__init__(reason)


def refuse_address(url: str, trusted: Sequence[str] = ()) -> str | None:
    """Why an address as written must not be requested; null if nothing speaks against it.

    Args:
        url: The address.
        trusted: Hosts, as `host:port`, that may be private.
    """
    if len(url) > MAX_LENGTH:
        return f"an address of {len(url)} characters"
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return "a malformed address"
    if parts.scheme not in {"http", "https"}:
        return f"scheme {parts.scheme!r}"
    if parts.netloc in trusted:
        return None
    if port not in {None, 80, 443}:
        return f"port {port}"
    try:
        return refuse_ip(host)
    except ValueError:
        if "." not in host or host.endswith((".local", ".internal", ".localhost", ".lan", ".home.arpa")):
            return f"{host!r} is a local name"
        return None


def refuse_ip(address: str) -> str | None:
    """Why an IP address must not be connected to; null if it is a public one.

    Raises:
        ValueError: it is no IP address.
    """
    ip = ipaddress.ip_address(address)
    mapped = getattr(ip, "ipv4_mapped", None)
    if mapped is not None:
        ip = mapped
    return None if ip.is_global and not ip.is_multicast else f"{address} is not a public address"


class GuardMiddleware:
    """Refuses requests, redirected ones too, that leave the outlet or the public web; sets the plan's proxy."""

    def __init__(self, trusted: Sequence[str], proxy: str | None) -> None:
        self._trusted = tuple(trusted)
        self._proxy = proxy

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy."""
        return cls(crawler.settings.getlist(TRUSTED_SETTING), crawler.settings.get(PROXY_SETTING))

    def process_request(self, request: Request) -> None:
        """Let the request pass.

        Raises:
            Refused: it must not be made; kind `refused` or `foreign`.
        """
        if reason := refuse_address(request.url, self._trusted):
            raise Refused("refused", reason)
        domain = request.meta.get(DOMAIN)
        if domain is None or not belongs(request.url, domain):
            raise Refused("foreign", f"leads to another host: {urlsplit(request.url).hostname}")
        # Also where it is none: Scrapy would otherwise take one from the environment.
        request.meta["proxy"] = self._proxy


class PublicResolver(CachingThreadedResolver):
    """Resolves names to public IPv4 addresses only."""

    def __init__(self, reactor: ReactorBase, cache_size: int, timeout: float) -> None:
        super().__init__(reactor, cache_size, timeout)
        self._trusted: frozenset[str] = frozenset()

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> Self:
        """Made by Scrapy."""
        resolver = super().from_crawler(crawler, reactor)
        named = [*crawler.settings.getlist(TRUSTED_SETTING), crawler.settings.get(PROXY_SETTING) or ""]
        resolver._trusted = frozenset(urlsplit(name if "//" in name else f"//{name}").hostname or "" for name in named)
        return resolver

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:  # noqa: N802 (Twisted's name)
        """The address of a name; fails with DNSLookupError where that is not public."""
        return super().getHostByName(name, timeout).addCallback(self._check, name)

    def _check(self, address: str, name: str) -> str:
        if name not in self._trusted and (reason := refuse_ip(address)):
            refused_names[name] = f"{name} resolves to {address}, which is not public"
            raise DNSLookupError(reason)
        return address
