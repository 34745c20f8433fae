"""Which pages of all archives make articles: the latest version of each, pages of split articles together."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.addresses import key
from extract.reading.skipped import Skipped
from extract.reading.warc import Response, read_warc
from extract.vocabulary import words

_NEVER = datetime(1, 1, 1, tzinfo=UTC)
_ALL = re.compile(r"(?:\?|&)(?:page=all|halaman=all|single=1)(?=&|$)")
_QUERY_PART = re.compile(r"(?:\?|&)(?:page|halaman|hal)=(\d{1,2})(?=&|$)")
_PATH_PART = re.compile(r"/(\d{1,2})/?$")
#: A whole-article view is the article unless its parts were fetched again later than this.
_STALE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ArchivePage:
    """A page of an article in an archive, and what is known of it without reading it.

    Attributes:
        path: File to read it from.
        offset: Where its record begins there, in bytes.
        item: Its name in messages.
        url: Address it was fetched from.
        article_url: Address of the article's first page.
        part: Number of the page within the article, from 1; 0 for a view of the whole.
        parts: Of how many pages the article was when it was fetched, as the crawler says; None where nothing says.
        fetched_at: When it was fetched.
        outlet: Registry id that the crawler gave; None for archives of other origin.
        route: Discovery route that the crawler gave.
        warc_file: Name of the archive.
        warc_offset: Where the record begins in the archive; None where it cannot be addressed.
    """

    path: Path
    offset: int
    item: str
    url: str
    article_url: str
    part: int
    parts: int | None
    fetched_at: datetime | None
    outlet: str | None
    route: str | None
    warc_file: str
    warc_offset: int | None


def archive_pages(
    paths: Iterable[Path], spool: Path, *, topical: bool, tally: Counter[str]
) -> Iterator[tuple[ArchivePage, ...] | Skipped]:
    """The articles of all archives as the pages they are made of, newest first; what cannot be read comes before.

    Where the crawler wrote captures, only what it took for an article goes on. Pages of foreign archives go on if they
    have a word of the topic in them, or all if not `topical`.

    Args:
        paths: WARC files.
        spool: Folder for pages of archives whose records cannot be addressed.
        topical: Whether to look for words of the topic.
        tally: Counts what is passed over.
    """
    pages: dict[tuple[str, int], ArchivePage] = {}
    foreign: set[tuple[str, int]] = set()
    with _Spool(spool / "pages.warc") as spooled:
        for path in paths:
            captured = False
            try:
                for found in read_warc(path, tally):
                    if isinstance(found, Skipped):
                        yield found
                        continue
                    captured = captured or found.capture is not None
                    if found.capture is None:
                        if captured:
                            tally["page without a capture"] += 1
                            continue
                        if topical and not is_topical(found.body):
                            tally["off topic"] += 1
                            continue
                    elif not found.capture.article:
                        tally["served discovery only"] += 1
                        continue
                    page = _page(path, found, spooled)
                    place = (key(page.article_url), page.part)
                    if place in pages:
                        tally["superseded"] += 1
                        if _age(pages[place]) > _age(page):
                            continue
                    pages[place] = page
                    foreign.discard(place)
                    if found.capture is None:
                        foreign.add(place)
            except OSError as error:
                yield Skipped(path.name, f"cannot be read: {error.strerror or error}")
    yield from _articles(pages, foreign, tally)


def is_topical(body: bytes) -> bool:
    """Whether a page has a word of the topic in its bytes, case aside; true for any encoding that keeps ASCII."""
    return _topic().search(body.replace(b"\0", b"")) is not None


@cache
def _topic() -> re.Pattern[bytes]:
    alternatives = (
        re.escape(word).replace(r"\ ", r"(?:\s|&nbsp;|-|<[^>]{1,80}>){1,6}") for word in words("pages", "topic")
    )
    return re.compile("|".join(alternatives).encode(), re.I)


def _page(path: Path, found: Response, spooled: _Spool) -> ArchivePage:
    capture = found.capture
    if capture:
        article_url, part = capture.part_of or found.url, capture.part
        if whole := _ALL.search(found.url):
            article_url, part = capture.part_of or _without(found.url, whole), 0
    else:
        article_url, part = found.url, 1
        if whole := _ALL.search(found.url):
            article_url, part = _without(found.url, whole), 0
        elif (number := _QUERY_PART.search(found.url) or _PATH_PART.search(found.url)) and int(number[1]) > 1:
            article_url, part = _without(found.url, number), int(number[1])
    offset = found.warc_offset
    where = f"at byte {offset}" if offset is not None else f"fetched {found.fetched_at or 'at an unknown time'}"
    return ArchivePage(
        path=path if offset is not None else spooled.path,
        offset=offset if offset is not None else spooled.add(found),
        item=f"{found.warc_file} {where} ({found.url[:200]})",
        url=found.url,
        article_url=article_url,
        part=part,
        # Archives from before the field was known have no number, which reads as 1.
        parts=max(capture.parts, part) if capture else None,
        fetched_at=found.fetched_at,
        outlet=capture.outlet if capture else None,
        route=capture.route if capture else None,
        warc_file=found.warc_file,
        warc_offset=offset,
    )


def _articles(
    pages: dict[tuple[str, int], ArchivePage], foreign: set[tuple[str, int]], tally: Counter[str]
) -> Iterator[tuple[ArchivePage, ...]]:
    groups: dict[str, list[ArchivePage]] = {}
    alone: list[tuple[ArchivePage, ...]] = []
    for place, page in pages.items():
        # A number in an address that no capture explains is a part only where the first page is there as well.
        if place in foreign and page.part > 1 and (place[0], 1) not in pages:
            alone.append((replace(page, article_url=page.url, part=1),))
        else:
            groups.setdefault(place[0], []).append(page)
    articles = alone + [_whole(group, tally) for group in groups.values()]
    articles.sort(key=lambda parts: (_age(parts[0]), parts[0].warc_file, parts[0].offset), reverse=True)
    yield from articles


def _whole(group: list[ArchivePage], tally: Counter[str]) -> tuple[ArchivePage, ...]:
    """The pages that make one article, without those that its latest version no longer has."""
    group.sort(key=lambda page: page.part)
    if group[0].part == 0:
        if len(group) == 1 or _age(group[1]) - _age(group[0]) < _STALE:
            return (group[0],)
        del group[0]
    latest = max(group, key=_age)
    stale = [page for page in group if latest.parts and page.part > latest.parts and _age(page) < _age(latest)]
    tally.update("superseded" for _ in stale)
    return tuple(page for page in group if page not in stale)


def _age(page: ArchivePage) -> datetime:
    return page.fetched_at or _NEVER


def _without(url: str, found: re.Match[str]) -> str:
    rest = url[found.end() :]
    head = url[: found.start()]
    return head + (f"?{rest[1:]}" if rest.startswith("&") and "?" not in head else rest)


class _Spool:
    """A WARC file for pages that cannot be addressed where they are."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: io.BufferedWriter | None = None

    def __enter__(self) -> _Spool:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file:
            self._file.close()

    def add(self, response: Response) -> int:
        """Store a page; the byte offset of its record."""
        if self._file is None:
            self._file = self.path.open("wb")
        offset = self._file.tell()
        coded = {"content-encoding", "transfer-encoding"}
        headers = [(name, value) for name, value in response.headers if name.lower() not in coded]
        http = StatusAndHeaders(f"{response.status or 200} OK", headers, protocol="HTTP/1.1")
        writer = WARCWriter(self._file, gzip=False)
        writer.write_record(
            writer.create_warc_record(
                response.url,
                "response",
                payload=io.BytesIO(response.body),
                length=len(response.body),
                http_headers=http,
            )
        )
        return offset
