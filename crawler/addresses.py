"""Addresses: what makes two of them the same article, whose they are, and which are no article at all."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from w3lib.url import canonicalize_url, safe_url_string

#: Longest address that is requested. Servers need not take more than 8,000 octets (RFC 9110, section 4.1); no outlet
#: of the registry has one beyond 400, while query mazes grow without end.
MAX_LENGTH = 1000
_MAX_DEPTH = 12
_MAX_PARAMETERS = 8
_AMP_TAIL = re.compile(r"/amp/?$")
_DATE = re.compile(r"/(20[0-3]\d)[/-]?([01]\d)[/-]?([0-3]\d)(?=[/-])")
_DATE_DAY_FIRST = re.compile(r"/([0-3]\d)/([01]\d)/(20[0-3]\d)(?=/)")
_EXTENSION = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|pdf|docx?|xlsx?|pptx?|zip|rar|mp[34]|css|js|xml|json|ico)$")


@cache
def _tables() -> dict[str, tuple[str, ...]]:
    source = Path(__file__).with_name("addresses.toml")
    return {name: tuple(values) for name, values in tomllib.loads(source.read_text(encoding="utf-8")).items()}


@lru_cache(maxsize=4096)
def clean(url: str) -> str | None:
    """`url` ready to be requested: percent-encoded, no fragment, tracking or AMP parameters; null if it is no address.

    Raises nothing: whatever a page has in a link becomes an address or null.
    """
    try:
        parts = urlsplit(safe_url_string(url.strip()))
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not host or len(url) > MAX_LENGTH:
        return None
    if parts.username is not None or parts.password is not None:
        return None
    netloc = host.rstrip(".") if port is None or port == {"http": 80, "https": 443}[parts.scheme] else f"{host}:{port}"
    query = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _is_tracking(pair[0])]
    return urlunsplit((parts.scheme, netloc, _AMP_TAIL.sub("/", parts.path) or "/", urlencode(query), ""))


@lru_cache(maxsize=4096)
def key(url: str) -> str:
    """What two addresses of one article have in common: no scheme, no `www.`, no slash at the end, query sorted."""
    parts = urlsplit(canonicalize_url(clean(url) or url))
    path = parts.path.removesuffix("/").removesuffix("/index.html")
    return f"{parts.netloc.removeprefix('www.')}{path}" + (f"?{parts.query}" if parts.query else "")


def belongs(url: str, domain: str) -> bool:
    """Whether the address is on the outlet's host, on a host below it, or on its `www.` twin."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return False
    name, _, its_port = domain.partition(":")
    if its_port and str(port) != its_port:
        return False
    return host == name or host.endswith(f".{name}")


def refusal(url: str) -> str | None:
    """Why an address can be no article: a maze, a file, an overview page; null if nothing speaks against it."""
    parts = urlsplit(url)
    segments = [segment for segment in parts.path.lower().split("/") if segment]
    if len(segments) > _MAX_DEPTH or any(segments.count(segment) > 3 for segment in segments):
        return "its path repeats itself or has no end"
    if parts.query.count("&") >= _MAX_PARAMETERS:
        return f"more than {_MAX_PARAMETERS} query parameters"
    if _EXTENSION.search(parts.path.lower()):
        return "a file, not a page"
    if not segments and not re.search(r"(?:^|&)p(?:age_id)?=\d", parts.query):
        return "a front page"
    if len(segments) > 2 and segments[-2] == "page" and segments[-1].isdigit():
        segments = segments[:-2]
    overviews = _tables()["other_segments"]
    # Beyond two segments the first may be a mere word before an article's own address: /kategori/daerah/881078/slug.
    if segments and (segments[-1] in overviews or (segments[0] in overviews and len(segments) <= 2)):
        return "an overview page"
    return None


def lists_articles(sitemap_url: str) -> bool:
    """Whether a sitemap's name leaves room for articles in it."""
    name = urlsplit(sitemap_url).path.rpartition("/")[2].lower()
    return not any(part in name for part in _tables()["other_sitemaps"])


def date_in_path(url: str) -> date | None:
    """The day that an address carries as `/2023/10/17/` or `/17/10/2023/`; null if none or no such day."""
    path = urlsplit(url).path
    if found := _DATE.search(path):
        year, month, day = found.groups()
    elif found := _DATE_DAY_FIRST.search(path):
        day, month, year = found.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def slug_words(url: str) -> str:
    """The words of an address's slug, as far as it has any: a stand-in for a title."""
    segments = [unquote(segment) for segment in urlsplit(url).path.split("/") if segment]
    words = re.sub(r"[-_+.]+", " ", max(segments, key=len, default=""))
    return "" if sum(character.isalpha() for character in words) < 8 else words


def part_address(url: str, number: int, style: str) -> str:
    """The address of a later part of an article, from that of its first.

    Args:
        url: Address of the first part.
        number: Number of the part, from 2.
        style: `path` for `/slug/2`, else the name of a query parameter.
    """
    parts = urlsplit(url)
    if style == "path":
        return urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/{number}"))
    query = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] != style]
    return urlunsplit(parts._replace(query=urlencode([*query, (style, str(number))])))


def _is_tracking(name: str) -> bool:
    name = name.lower()
    return any(name.startswith(known[:-1]) if known.endswith("*") else name == known for known in _tables()["tracking"])
