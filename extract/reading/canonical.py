"""The address an article is known by, and whose it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import TypeAlias
from urllib.parse import urljoin, urlsplit, urlunsplit

import tldextract

from crawler.addresses import clean

#: Registry id of the outlet at a domain; None for one that is not in the registry.
OutletOf: TypeAlias = Callable[[str], str | None]

_AMP_SEGMENT = re.compile(r"^/amp(?=/)|/amp(?=/?$)")
_WHOLE = re.compile(r"(?:^|&)(?:page=all|single=1|halaman=all)(?=&|$)")


@cache
def _suffixes() -> tldextract.TLDExtract:
    """The public suffix list that comes with tldextract: nothing is fetched, nothing written."""
    return tldextract.TLDExtract(cache_dir=None, suffix_list_urls=())


@cache
def registered_domain(host: str) -> str:
    """The domain that was registered, `tribunnews.com` of `makassar.tribunnews.com`; else the host itself."""
    return _suffixes()(host).top_domain_under_public_suffix or host


def host_of(url: str) -> str:
    """Host of `url` in lower case without `www.`; empty if it has none."""
    try:
        parts = urlsplit(url)
        return (parts.hostname or "").removeprefix("www.") if parts.port is None or parts.port else ""
    except ValueError:
        return ""


def tidy(url: str) -> str | None:
    """`url` without fragment, tracking parameters, AMP and `?page=all`; None if it is no web address."""
    cleaned = clean(url)
    if cleaned is None:
        return None
    parts = urlsplit(cleaned)
    query = _WHOLE.sub("", parts.query).strip("&")
    return urlunsplit(parts._replace(path=_AMP_SEGMENT.sub("", parts.path) or "/", query=query))


def canonical_url(named: list[str], url: str | None) -> str | None:
    """The address a page names as its own, if it can be believed.

    Args:
        named: What the page says: its canonical link, its `og:url`, best first.
        url: Where the page was fetched; None for a saved page.

    An address on another registered domain is not the outlet's. The front page is not an article: themes that name
    it on every page would make all articles one.
    """
    for candidate in named:
        try:
            whole = tidy(urljoin(url or "", candidate.strip()))
        except ValueError:
            continue
        if whole is None:
            continue
        parts = urlsplit(whole)
        if parts.path == "/" and not parts.query:
            continue
        if url is not None and registered_domain(host_of(whole)) != registered_domain(host_of(url)):
            continue
        return whole
    return None


def outlet_at(url: str | None, outlet_of: OutletOf | None) -> str | None:
    """The outlet at an address: its registry id, else the registered domain; None without an address."""
    host = host_of(url) if url else ""
    if not host:
        return None
    domain = registered_domain(host)
    known = (outlet_of(host) or outlet_of(domain)) if outlet_of else None
    return known or domain
