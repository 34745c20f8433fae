"""What the crawler must see in an article's page to keep it whole: whose page it is, its other parts, its words.

Nothing is extracted here: which words are the article is for extraction to tell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from crawler.addresses import clean, key, part_address
from crawler.lead import Answer
from crawler.platforms import Platform

#: More parts than this is no article but a maze; the longest seen has seven.
MAX_PARTS = 20
_MAX_LINKS = 5000
_HTML_TYPE = re.compile(r"\s*(?:text/html|application/xhtml\+xml|text/plain|application/octet-stream|$)", re.IGNORECASE)
_MARKUP = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|article|div|p)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PageView:
    """A page as the crawler sees it."""

    canonical: str | None
    """The address that the page says is its proper one, cleaned; null if it does not say."""
    is_amp: bool
    text: str
    """Title, description and all text of the page."""
    url: str
    """Address of the page."""
    references: frozenset[str]
    """All links, as they are written."""


def view(answer: Answer) -> PageView | None:
    """The page in a response; null if it is no HTML, whatever its Content-Type says."""
    if not _HTML_TYPE.match(answer.headers.get("content-type", "")) or not _MARKUP.search(answer.body[:20_000]):
        return None
    markup = answer.text.replace("\x00", "")
    # An encoding declaration within a string is an error to lxml; the text is decoded already.
    markup = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", markup)
    try:
        root = document_fromstring(markup, parser=HTMLParser(encoding=None, no_network=True, huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    canonical = _canonical(root, answer.url)
    return PageView(
        canonical=canonical,
        is_amp=root.get("amp") is not None or root.get("⚡") is not None,
        text=_text(root),
        url=answer.url,
        references=frozenset(_strings(root, "//a/@href | //link[@rel='next']/@href")[:_MAX_LINKS]),
    )


def next_part(page: PageView, url: str, number: int, platform: Platform) -> str | None:
    """The address of part `number` of the article whose first part is at `url`, if the page links to it.

    A link counts only if it is the article's own address with that number in one of the platform's ways: many themes
    use rel=next for the next article.
    """
    if number > MAX_PARTS:
        return None
    by_key = {key(link): link for link in _links(page, re.compile(rf"(?:^|[/=]){number}(?!\d)"))}
    for style in platform.parts if by_key else ():
        found = by_key.get(key(part_address(url, number, style)))
        if found is not None:
            return found
    return None


def whole_article(page: PageView, url: str, platform: Platform) -> str | None:
    """The address of all parts in one page, if the platform has one and the page links to it."""
    if platform.whole is None:
        return None
    parts = urlsplit(url)
    query = "&".join(part for part in (parts.query, platform.whole) if part)
    wanted = key(parts._replace(query=query).geturl())
    return next((link for link in _links(page, re.compile(re.escape(platform.whole))) if key(link) == wanted), None)


def _links(page: PageView, pattern: re.Pattern[str]) -> list[str]:
    """Addresses, cleaned, of the links with this in them: cleaning takes long, and a page may have thousands."""
    links = (urljoin_safe(page.url, reference) for reference in page.references if pattern.search(reference))
    return [link for link in links if link]


def urljoin_safe(base: str, reference: str) -> str | None:
    """The address that a reference on a page means, cleaned; null if it is none."""
    try:
        return clean(urljoin(base, reference.strip()))
    except ValueError:
        return None


def _canonical(root: HtmlElement, base: str) -> str | None:
    for path in ("//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content"):
        for reference in _strings(root, path)[:1]:
            if reference.strip() and (url := urljoin_safe(base, reference)):
                return url
    return None


def _text(root: HtmlElement) -> str:
    described = _strings(root, "//title/text() | //meta[@name='description' or @property='og:title']/@content")[:5]
    spoken = _strings(root, "//body//text()[not(ancestor::script or ancestor::style or ancestor::noscript)]")
    return " ".join(" ".join([*described, *spoken]).split())


def _strings(root: HtmlElement, path: str) -> list[str]:
    """What an XPath that selects attributes or text gives."""
    found = root.xpath(path)
    return [str(value) for value in found] if isinstance(found, list) else []
