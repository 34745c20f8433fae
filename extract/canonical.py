"""The address an article is known by."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import urljoin, urlsplit, urlunsplit

import tldextract

from crawler.addresses import clean

_AMP_SEGMENT = re.compile(r"^/amp(?=/)|/amp(?=/?$)")
_WHOLE = re.compile(r"(?:^|&)(?:page=all|single=1|halaman=all)(?=&|$)")
_SAVED_PAGE = re.compile(r"(?:^|&)(?:page|halaman|hal)=(\d{1,2})(?=&|$)")
_PAGE_SEGMENT = re.compile(r"/(\d{1,2})/?$")


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
        return (urlsplit(url).hostname or "").removeprefix("www.")
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


def part_number(url: str, canonical: str) -> int:
    """Which page of a split article `url` shows, from 1, when `canonical` is the address of the whole."""
    for place, pattern in ((urlsplit(url).query, _SAVED_PAGE), (urlsplit(url).path, _PAGE_SEGMENT)):
        found = pattern.search(place)
        if found and not pattern.search(
            urlsplit(canonical).query if pattern is _SAVED_PAGE else urlsplit(canonical).path
        ):
            return max(1, int(found[1]))
    return 1
