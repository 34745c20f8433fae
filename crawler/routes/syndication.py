"""RSS 2.0 and Atom 1.0, read from a feed's bytes; shared by the routes that get feeds."""

from __future__ import annotations

import html
from datetime import datetime
from email.utils import parsedate_to_datetime

from lxml import etree
from w3lib.html import remove_tags

from crawler.lead import Lead

_MAX_EXCERPT = 20_000
#: The sitemap protocol's limit, for want of one in RSS and Atom: real feeds have 10 to 100 entries.
_MAX_ENTRIES = 50_000
_NAMES = {"atom": "http://www.w3.org/2005/Atom", "content": "http://purl.org/rss/1.0/modules/content/"}


def parse_xml(body: bytes) -> etree._Element | None:
    """The root element; null for what is no XML. Entities are not expanded and nothing is loaded for them."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    try:
        return etree.fromstring(body.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def parse_feed(body: bytes, *, searched: bool) -> tuple[Lead, ...] | None:
    """The entries of an RSS or Atom feed in its order; null if it is neither."""
    root = parse_xml(body)
    if root is None:
        return None
    if root.tag == "rss" or root.tag.endswith("}RDF"):
        items = [element for element in root.iter() if local_name(element) == "item"]
    elif root.tag == f"{{{_NAMES['atom']}}}feed":
        items = root.findall("atom:entry", _NAMES)
    else:
        return None
    leads = (_lead(item, searched=searched) for item in items[:_MAX_ENTRIES])
    return tuple(lead for lead in leads if lead.url)


def local_name(element: etree._Element) -> str:
    """An element's name without its namespace; empty for comments and instructions."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _lead(item: etree._Element, *, searched: bool) -> Lead:
    summary = " ".join((_text(item, "description"), _text(item, "summary"), _text(item, "encoded")))
    return Lead(
        url=_link(item),
        title=_plain(_text(item, "title")),
        excerpt=_plain(summary),
        published=_moment(_text(item, "pubDate") or _text(item, "published") or _text(item, "date")),
        modified=_moment(_text(item, "updated")),
        searched=searched,
    )


def _link(item: etree._Element) -> str:
    for link in item.findall("atom:link", _NAMES):
        if link.get("rel", "alternate") == "alternate":
            return str(link.get("href", ""))
    return _text(item, "link").strip()


def _text(item: etree._Element, name: str) -> str:
    for child in item:
        if local_name(child) == name:
            return "".join(str(text) for text in child.itertext())[: 2 * _MAX_EXCERPT]
    return ""


def _plain(markup: str) -> str:
    return " ".join(html.unescape(remove_tags(markup)).split())[:_MAX_EXCERPT]


def _moment(text: str) -> datetime | None:
    """A date of RFC 822 (RSS) or RFC 3339 (Atom); null without one or without a time zone."""
    text = text.strip()[:60]
    for parse in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            moment = parse(text)
        except (ValueError, TypeError, IndexError):
            continue
        return moment if moment.tzinfo else None
    return None
