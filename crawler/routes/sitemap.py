"""Sitemaps (sitemaps.org 0.9, Google's news extension): those robots.txt names, else those of the usual addresses."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time

from lxml import etree

from crawler.addresses import date_in_path, lists_articles, slug_words
from crawler.lead import Answer, Ask, Lead, Question, Route, Site, Step
from crawler.routes.syndication import local_name, parse_xml
from crawler.topic import Window

#: Where systems keep it when robots.txt does not say: the protocol's default, WordPress core, Yoast and Rank Math.
_GUESSES = ("/sitemap.xml", "/wp-sitemap.xml", "/sitemap_index.xml", "/sitemap-news.xml")
#: An index may name 50,000 sitemaps by the protocol; at one request a second that is no crawl but a siege.
_MAX_SITEMAPS = 1000
#: The protocol's limit for one file.
_MAX_ENTRIES = 50_000
_MONTH = re.compile(r"(?<!\d)(20[0-3]\d)[-_/]?(0[1-9]|1[0-2])?(?!\d)")


class Sitemap(Route):
    """Every address with its last change; what lies before the window is left out before it is fetched."""

    name = "sitemap"
    searches = False

    def begin(self, site: Site, question: Question) -> tuple[Ask, ...]:
        """robots.txt, which names the sitemaps."""
        return (Ask(f"{site.origin}/robots.txt", question, "robots"),)

    def changes(self, site: Site, question: Question, since: datetime) -> tuple[Ask, ...]:
        """The same sitemaps, for what has changed since then: `lastmod` tells."""
        window = Window(since=since.astimezone(site.zone).date(), until=site.now.astimezone(site.zone).date())
        return self.begin(site, replace(question, window=window))

    def read(self, site: Site, ask: Ask, answer: Answer) -> Step:
        """Sitemaps from robots.txt or an index, leads from a sitemap."""
        if ask.kind == "robots":
            return _from_robots(site, ask, answer)
        if answer.status == 304:
            return Step()
        root = parse_xml(answer.body) if answer.status == 200 else None
        kind = local_name(root) if root is not None else ""
        if root is None or kind not in {"urlset", "sitemapindex"}:
            return _without_sitemap(site, ask, answer)
        if kind == "sitemapindex":
            return _from_index(site, ask, root)
        leads = tuple(_leads(site, root))
        return Step(leads=leads, items=len(leads))


def _from_robots(site: Site, ask: Ask, answer: Answer) -> Step:
    lines = answer.text.splitlines() if answer.status == 200 else []
    named = [line.split(":", 1)[1].strip() for line in lines[:5000] if line.lower().lstrip().startswith("sitemap:")]
    own = [url for url in dict.fromkeys(named) if site.owns(url)]
    notes = tuple(f"robots.txt names a sitemap of another host: {url[:200]}" for url in named if not site.owns(url))
    if not own:
        return Step(asks=(replace(ask, url=site.origin + _GUESSES[0], kind="guess"),), notes=notes)
    return Step(asks=tuple(replace(ask, url=url, kind="sitemap") for url in own if lists_articles(url)), notes=notes)


def _from_index(site: Site, ask: Ask, root: etree._Element) -> Step:
    asks: list[Ask] = []
    notes: list[str] = []
    if ask.kind == "inner":
        return Step(notes=(f"an index of sitemaps within another: {ask.url}",))
    for entry in list(root)[:_MAX_ENTRIES]:
        url, changed = _child(entry, "loc"), _moment(_child(entry, "lastmod"), site)
        if not site.owns(url):
            notes.append(f"a sitemap of another host: {url[:200]}")
        elif lists_articles(url) and not _before(changed, ask.question.window, site) and _touches(url, ask):
            asks.append(replace(ask, url=url, kind="inner"))
    if len(asks) > _MAX_SITEMAPS:
        partial = f"{len(asks)} sitemaps; only the first {_MAX_SITEMAPS} are read"
        return Step(asks=tuple(asks[:_MAX_SITEMAPS]), notes=tuple(notes), partial=partial)
    return Step(asks=tuple(asks), notes=tuple(notes))


def _without_sitemap(site: Site, ask: Ask, answer: Answer) -> Step:
    what = f"answers {answer.status}" if answer.status != 200 else "is no sitemap"
    if ask.kind in {"inner", "sitemap"}:
        return Step(notes=(f"{ask.url} {what}",), partial=f"a sitemap could not be read: {ask.url}")
    if ask.page < len(_GUESSES):
        return Step(asks=(replace(ask, url=site.origin + _GUESSES[ask.page], page=ask.page + 1),))
    return Step(failed=f"no sitemap: robots.txt names none, {ask.url} {what}")


def _leads(site: Site, root: etree._Element) -> Iterator[Lead]:
    for entry in list(root)[:_MAX_ENTRIES]:
        url = _child(entry, "loc")
        if not url:
            continue
        day = date_in_path(url)
        published = _moment(_child(entry, "publication_date"), site)
        if published is None and day is not None:
            published = datetime.combine(day, time(12), site.zone)
        title = _child(entry, "title") or slug_words(url)
        yield Lead(url=url, title=title, published=published, modified=_moment(_child(entry, "lastmod"), site))


def _child(entry: etree._Element, name: str) -> str:
    """Text of the first element of that local name anywhere within the entry, stripped, at most 2,000 characters."""
    for element in entry.iter():
        if local_name(element) == name:
            return (element.text or "").strip()[:2000]
    return ""


def _moment(text: str, site: Site) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=site.zone)


def _before(moment: datetime | None, window: Window, site: Site) -> bool:
    return moment is not None and moment.astimezone(site.zone).date() < window.since


def _touches(url: str, ask: Ask) -> bool:
    """False if the sitemap's name carries a year or month that lies wholly before or behind the window."""
    found = _MONTH.search(url.rpartition("/")[2])
    if not found:
        return True
    year, month = int(found.group(1)), int(found.group(2) or 0)
    first = date(year, month or 1, 1)
    last = date(year, month or 12, monthrange(year, month or 12)[1])
    return first <= ask.question.window.until and last >= ask.question.window.since
