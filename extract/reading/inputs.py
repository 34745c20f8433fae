"""INPUT… to a stream of articles: archives, saved pages, text files and JSON lines, from files and folders.

Finding and reading are apart, so that pages can be read by several processes: `find_sources` walks the inputs and
yields small descriptions in an order that is the same on every run, `read_source` turns one into an article,
`unrepeated` lets every article through once. `read_inputs` is the three in a row.
"""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from pydantic import ValidationError

from extract.reading.archives import ArchivePage, archive_pages
from extract.reading.canonical import OutletOf, outlet_at, tidy
from extract.reading.folders import InputFile, input_files
from extract.reading.markup import NoArticleError
from extract.reading.page import Page, join_parts, read_page
from extract.reading.skipped import Skipped
from extract.reading.stamps import WESTERN
from extract.reading.textfiles import BadArticleError, read_bounded, read_json_lines, read_object, read_text_file
from extract.reading.warc import NoRecordError, read_response
from schemas.article import Article, article_id, text_digest

#: Time zone of the outlet with that id.
ZoneOf: TypeAlias = Callable[[str], str]

__all__ = ["OutletOf", "PageSource", "Ready", "Skipped", "find_sources", "read_inputs", "read_source", "unrepeated"]


@dataclass(frozen=True, slots=True)
class PageSource:
    """A page that is still to be read: small, and the same in another process.

    Attributes:
        item: Its name in messages.
        parts: Where the pages of the article are: archive records, or one saved file.
        outlet: Outlet id, if known beforehand.
        zone: Time zone of the outlet.
        fallback_id: Key if neither the page nor its origin names an address.
    """

    item: str
    parts: tuple[ArchivePage, ...] | Path
    outlet: str | None
    zone: str
    fallback_id: str


@dataclass(frozen=True, slots=True)
class Ready:
    """An article that has been read, with its item's name in messages."""

    item: str
    article: Article


def read_inputs(
    paths: Iterable[Path],
    *,
    outlet_of: OutletOf | None = None,
    zone_of: ZoneOf | None = None,
    topical: bool = True,
    tally: Counter[str] | None = None,
) -> Iterator[Article | Skipped]:
    """Every article of the inputs once, and what could not be read.

    Args:
        paths: Files and folders.
        outlet_of: Registry id of the outlet at a domain; None for one that is not in the registry.
        zone_of: Time zone of the outlet with that id.
        topical: Whether pages of foreign archives go on only if they have a word of the topic in them.
        tally: Counts what was passed over without being a fault: `repeated`, `superseded`, `not HTML`, `other file` …
    """
    tally = tally if tally is not None else Counter()
    with tempfile.TemporaryDirectory(prefix="ikrar-") as spool:
        sources = find_sources(paths, Path(spool), outlet_of=outlet_of, zone_of=zone_of, topical=topical, tally=tally)
        yield from unrepeated((read_source(source, outlet_of, zone_of) for source in sources), tally)


def find_sources(
    paths: Iterable[Path],
    spool: Path,
    *,
    outlet_of: OutletOf | None = None,
    zone_of: ZoneOf | None = None,
    topical: bool = True,
    tally: Counter[str] | None = None,
) -> Iterator[PageSource | Ready | Skipped]:
    """What the inputs hold: the pages of all archives, newest first, then the files in the order of the inputs.

    Newest first lets the latest version of an article come before those it replaces, also when they were fetched from
    different addresses.

    Args:
        paths: Files and folders.
        spool: An empty folder for pages of archives whose records cannot be addressed; the caller removes it when the
            sources have been read.
        outlet_of: As in `read_inputs`.
        zone_of: As in `read_inputs`.
        topical: As in `read_inputs`.
        tally: As in `read_inputs`.
    """
    tally = tally if tally is not None else Counter()
    files: list[InputFile] = []
    for found in input_files(paths, tally):
        if isinstance(found, Skipped):
            yield found
        else:
            files.append(found)
    archives = [file.path for file in files if file.kind == "warc"]
    for pages in archive_pages(archives, spool, topical=topical, tally=tally):
        if isinstance(pages, Skipped):
            yield pages
            continue
        outlet = pages[0].outlet or outlet_at(pages[0].url, outlet_of)
        zone = zone_of(outlet) if zone_of and outlet else WESTERN
        yield PageSource(pages[0].item, pages, outlet, zone, "")
    for file in files:
        if file.kind != "warc":
            yield from _file_sources(file, outlet_of)


def read_source(
    source: PageSource | Ready | Skipped,
    outlet_of: OutletOf | None = None,
    zone_of: ZoneOf | None = None,
) -> Ready | Skipped:
    """The article of a source; what is no page any more passes through.

    Args:
        source: The source.
        outlet_of: As in `read_inputs`; asked for saved pages, which tell their address only when they are read.
        zone_of: As in `read_inputs`; likewise.
    """
    if not isinstance(source, PageSource):
        return source
    if isinstance(source.parts, Path):
        return _read_saved(source, source.parts, outlet_of, zone_of)
    pages: list[tuple[ArchivePage, int | None, Page]] = []
    reason = "no page"
    for part in source.parts:
        try:
            response = read_response(part.path, part.offset)
            page = read_page(
                response.body,
                url=part.url,
                content_type=response.header("Content-Type"),
                fetched_at=part.fetched_at,
                zone=source.zone,
            )
        except (OSError, NoRecordError, NoArticleError) as error:
            reason = _reason(error)
        else:
            pages.append((part, response.status, page))
    if not pages:
        return Skipped(source.item, reason)
    first, status, page = pages[0]
    text = join_parts([page.text for _, _, page in pages]) if len(pages) > 1 else page.text
    canonical = page.canonical_url or tidy(first.article_url) or first.article_url
    return _article(
        source.item,
        page,
        text,
        key=article_id(canonical),
        url=first.url,
        outlet=source.outlet,
        fetched_at=first.fetched_at,
        discovered_by=first.route,
        warc_file=first.warc_file,
        warc_offset=first.warc_offset,
        http_status=status,
    )


def unrepeated(items: Iterable[Ready | Skipped], tally: Counter[str]) -> Iterator[Article | Skipped]:
    """Each article once: of several with one id, the first.

    Equal texts are counted as `repeated`, older versions of a fetched page as `superseded`; two files that claim one id
    with different texts are a fault, and the second is skipped.
    """
    seen: dict[str, tuple[str, str, datetime | None]] = {}
    for item in items:
        if isinstance(item, Skipped):
            yield item
            continue
        article = item.article
        if article.article_id not in seen:
            seen[article.article_id] = (article.text_digest, item.item, article.fetched_at)
            yield article
            continue
        digest, where, fetched_at = seen[article.article_id]
        if digest == article.text_digest:
            tally["repeated"] += 1
        elif fetched_at and article.fetched_at:
            tally["superseded"] += 1
        else:
            yield Skipped(item.item, f"has the id {article.article_id!r} of {where} and another text")


def _file_sources(file: InputFile, outlet_of: OutletOf | None) -> Iterator[PageSource | Ready | Skipped]:
    name = file.name
    try:
        if file.kind == "page":
            yield PageSource(name, file.path, None, WESTERN, file.key)
        elif file.kind == "lines":
            for place, article in read_json_lines(file.path):
                yield article if isinstance(article, Skipped) else Ready(place, _with_outlet(article, outlet_of))
        else:
            data = read_bounded(file.path)
            article = read_text_file(data, file.key) if file.kind == "text" else read_object(data, file.key)
            yield Ready(name, _with_outlet(article, outlet_of))
    except (OSError, BadArticleError) as error:
        yield Skipped(name, _reason(error))


def _with_outlet(article: Article, outlet_of: OutletOf | None) -> Article:
    """The article with the outlet of its address where the data name none."""
    if article.outlet or not article.url:
        return article
    return article.model_copy(update={"outlet": outlet_at(article.url, outlet_of)})


def _read_saved(
    source: PageSource,
    path: Path,
    outlet_of: OutletOf | None,
    zone_of: ZoneOf | None,
) -> Ready | Skipped:
    try:
        data = read_bounded(path)
        page = read_page(data, zone=source.zone)
        outlet = outlet_at(page.canonical_url, outlet_of)
        zone = zone_of(outlet) if zone_of and outlet else source.zone
        if zone != source.zone:  # known only now; few saved pages are of another zone
            page = read_page(data, zone=zone)
    except (OSError, NoArticleError, BadArticleError) as error:
        return Skipped(source.item, _reason(error))
    key = article_id(page.canonical_url) if page.canonical_url else source.fallback_id
    return _article(source.item, page, page.text, key=key, outlet=outlet)


def _article(
    item: str,
    page: Page,
    text: str,
    *,
    key: str,
    outlet: str | None,
    url: str | None = None,
    fetched_at: datetime | None = None,
    discovered_by: str | None = None,
    warc_file: str | None = None,
    warc_offset: int | None = None,
    http_status: int | None = None,
) -> Ready | Skipped:
    try:
        article = Article(
            article_id=key,
            url=url,
            canonical_url=page.canonical_url,
            outlet=outlet,
            title=page.title,
            author=page.author,
            published_at=page.published_at,
            fetched_at=fetched_at,
            language=page.language,
            text=text,
            text_digest=text_digest(text),
            duplicate_of=None,
            discovered_by=discovered_by,
            warc_file=warc_file,
            warc_offset=warc_offset,
            http_status=http_status,
        )
    except ValidationError as error:
        fault = error.errors()[0]
        return Skipped(item, f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}")
    return Ready(item, article)


def _reason(error: Exception) -> str:
    """One line on `error`, without the path that an OSError repeats."""
    text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return re.sub(r"\s+", " ", f"cannot be read: {text}" if isinstance(error, OSError) else text)[:300]
