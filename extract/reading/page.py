"""A page of HTML to what an article is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lxml.etree import LxmlError
from trafilatura import bare_extraction
from trafilatura.settings import Document, Extractor

from extract.reading.boilerplate import remove_boilerplate
from extract.reading.canonical import canonical_url, host_of
from extract.reading.decoding import binary_kind, decode_text, one_line
from extract.reading.linked_data import read_linked_data
from extract.reading.markup import Markup, NoArticleError, number_items, unwrap_layout
from extract.reading.metadata import read_author, read_language, read_title
from extract.reading.published import read_published
from extract.reading.stamps import WESTERN
from schemas.base import clean_text

#: Fewer letters than this are a caption or a cookie notice, not an article; the shortest notices have some 150.
_FEWEST_LETTERS = 80
_LONGEST_DATELINE = 60
#: What trafilatura lets through on hostile markup, besides what it catches itself.
_EXTRACTOR_ERRORS = (
    LxmlError,
    ValueError,
    TypeError,
    AttributeError,
    KeyError,
    IndexError,
    RecursionError,
    AssertionError,
)


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says; the fields are those of `schemas.article.Article`."""

    title: str | None
    author: str | None
    published_at: datetime | None
    canonical_url: str | None
    language: str | None
    text: str


def read_page(
    body: bytes,
    *,
    url: str | None = None,
    content_type: str | None = None,
    fetched_at: datetime | None = None,
    zone: str = WESTERN,
) -> Page:
    """The article on a page.

    The text has one paragraph, list item or table row a line, items with their number or dash, without the headline
    and without the lines that `extract.reading.boilerplate` names.

    Args:
        body: The page as bytes, content encodings undone.
        url: Address it was fetched from.
        content_type: Value of its HTTP `Content-Type` header.
        fetched_at: When it was fetched; no publication time after it is believed.
        zone: Time zone of the outlet, for times that name none.

    Raises:
        NoArticleError: it is no HTML, or no article is on it.
    """
    if not body.strip():
        raise NoArticleError("is empty")
    if kind := binary_kind(body):
        raise NoArticleError(f"is {kind}, no HTML page")
    url = url if url and host_of(url) else None  # a malformed address says nothing
    markup = Markup(decode_text(body, content_type))
    linked = read_linked_data(markup, url)
    title = read_title(markup, linked, url)
    text = read_text(markup, title, url)
    if sum(character.isalpha() for character in text) < _FEWEST_LETTERS:
        raise NoArticleError("no article found on the page")
    return Page(
        title=clean_text(title) if title else None,
        author=_clean(read_author(markup, linked, url)),
        published_at=read_published(markup, linked, url=url, zone=zone, fetched_at=fetched_at),
        canonical_url=canonical_url(_named_addresses(markup), url),
        language=read_language(markup),
        text=text,
    )


def read_text(markup: Markup, title: str | None, url: str | None) -> str:
    """The article's paragraphs, one a line; empty if none are found. Changes the tree: numbers go into list items."""
    unwrap_layout(markup.tree)
    number_items(markup.tree)
    text = _extract(markup, url)
    if "\n" not in text:
        # Below its usual least size trafilatura takes the whole page for one paragraph; short news have several.
        text = _extract(markup, url, least=_FEWEST_LETTERS) or text
    lines = [_tidy_line(line) for line in clean_text(text).split("\n")]
    lines = _with_datelines([line for line in lines if line])
    if lines and title and lines[0].casefold() == title.casefold():
        del lines[0]
    return "\n".join(remove_boilerplate(lines))


def _extract(markup: Markup, url: str | None, *, least: int | None = None) -> str:
    """Trafilatura's text of the page, favouring recall; empty if it finds none.

    Args:
        markup: The page.
        url: Its address.
        least: Number of characters below which it tries other ways to find the text; its own default if None.
    """
    options = Extractor(recall=True, comments=False, output_format="python", url=url)
    options.min_extracted_size = least or options.min_extracted_size
    try:
        document = bare_extraction(markup.tree, url=url, options=options)
    except _EXTRACTOR_ERRORS:
        return ""
    # None where nothing was found; a dict only if asked for.
    return document.text or "" if isinstance(document, Document) else ""


def join_parts(texts: list[str]) -> str:
    """The text of an article split over pages; lines that a later page repeats are kept once."""
    seen: set[str] = set()
    lines: list[str] = []
    for text in texts:
        fresh = [line for line in text.split("\n") if len(line) < 40 or line not in seen]
        seen.update(fresh)
        lines += fresh
    return "\n".join(lines)


def _tidy_line(line: str) -> str:
    line = one_line(line)
    if line.startswith("|") and line.endswith("|"):  # a table row
        line = one_line(line.replace("\\|", "|").strip("| "))
    marker, _, rest = line.partition(" ")
    if marker == "-" and rest[:1].isalnum() and rest.partition(" ")[0][-1:] == ".":
        head = rest.partition(" ")[0][:-1]
        if head.isdigit() or len(head) == 1:  # trafilatura's dash before the number that stands there already
            return rest
    return line


def _with_datelines(lines: list[str]) -> list[str]:
    """`lines` with a dateline that stands alone (`Denpasar -`) put back before its paragraph."""
    joined: list[str] = []
    for line in lines:
        if joined and len(joined[-1]) <= _LONGEST_DATELINE and joined[-1].endswith((" -", " –", " —")):
            joined[-1] = f"{joined[-1]} {line}"
        else:
            joined.append(line)
    return joined


def _named_addresses(markup: Markup) -> list[str]:
    links = [
        link.get("href") or "" for link in markup.tree.iter("link") if (link.get("rel") or "").lower() == "canonical"
    ]
    return [address for address in [*links, *markup.meta(("og:url",))] if address]


def _clean(text: str | None) -> str | None:
    return clean_text(text) if text else None
