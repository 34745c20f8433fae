"""Pages of results for people: a site's search, its index of all articles, a tag's page.

What a result looks like on a page is data: the selectors of the outlet's platform.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import ClassVar
from urllib.parse import quote, quote_plus, urljoin, urlsplit
from zoneinfo import ZoneInfo

import dateparser
from lxml import etree
from parsel import Selector

from crawler.addresses import date_in_path
from crawler.lead import Answer, Ask, Lead, Question, Route, Site, Step, Verdict
from crawler.topic import Window
from schemas.base import INDONESIAN_TIME

_MAX_PAGES = 100
_MAX_CARDS = 500
_WEEKDAY = re.compile(r"^\s*[A-Za-z'’`]{4,8}\s*,\s*")
_ZONE = re.compile(r"\b(WIB|WITA|WIT)\b")


class _Results(Route):
    """What the three have in common: numbered pages of cards, read until one has nothing new."""

    newest_first: ClassVar[bool]
    """True if a page wholly before the window means that all later ones are, too."""

    @abstractmethod
    def address(self, site: Site, term: str, page: int) -> str | None:
        """The address of a page of results; null if the platform has none such."""

    def probes(self, site: Site) -> tuple[Ask, ...]:
        """The nonsense word, where there is something to search."""
        url = self.address(site, site.nonsense, 1) if self.searches else None
        window = Window(since=date(1970, 1, 1), until=site.now.date())
        return (Ask(url, Question(site.nonsense, window), "probe"),) if url else ()

    def judge(self, site: Site, ask: Ask, answer: Answer) -> Verdict:
        """Works if the page has no results; a tag that does not exist may answer 404."""
        if answer.status not in {200, 404}:
            return Verdict(False, reason=f"answers {answer.status}")
        if any(_cards(site, answer, searched=True)):
            return Verdict(False, reason="its search finds a word that no article has")
        return Verdict(True)

    def begin(self, site: Site, question: Question) -> tuple[Ask, ...]:
        """The first page."""
        url = self.address(site, question.term, 1)
        return (Ask(url, question),) if url else ()

    def read(self, site: Site, ask: Ask, answer: Answer) -> Step:
        """Leads of one page; the next unless this has nothing new or lies wholly before the window."""
        if answer.status == 404 and (ask.page > 1 or self.searches):
            return Step()
        if answer.status != 200:
            return Step(failed=f"answers {answer.status}")
        leads = tuple(_cards(site, answer, searched=self.searches))
        urls = frozenset(lead.url for lead in leads)
        if not leads and ask.page == 1 and not self.searches:
            return Step(failed="no results on its first page: the platform's selectors do not fit")
        dates = [lead.published for lead in leads if lead.published]
        behind = self.newest_first and bool(dates) and _day(max(dates), site) < ask.question.window.since
        following = self.address(site, ask.question.term, ask.page + 1)
        if urls <= ask.seen or behind or following == ask.url or following is None:
            return Step(leads=leads)
        if ask.page >= _MAX_PAGES:
            return Step(leads=leads, partial=f"more than {_MAX_PAGES} pages of results")
        return Step(leads=leads, asks=(replace(ask, url=following, page=ask.page + 1, seen=urls),))


class Search(_Results):
    """The site's own search."""

    name = "search"
    searches = True
    newest_first = False  # the order of results is the site's own

    def address(self, site: Site, term: str, page: int) -> str | None:
        """The search page with the term in it."""
        path = site.platform.search
        return site.origin + path.format(query=quote_plus(term), page=page) if path else None


class Listing(_Results):
    """The index of all articles, newest first."""

    name = "listing"
    searches = False
    newest_first = True

    def address(self, site: Site, term: str, page: int) -> str | None:
        """The index, whatever the term."""
        path = site.platform.listing
        return site.origin + path.format(page=page) if path else None


class Tag(_Results):
    """The articles that the outlet has given a tag of the term's words."""

    name = "tag"
    searches = True
    newest_first = True

    def address(self, site: Site, term: str, page: int) -> str | None:
        """The page of the tag that the term's words, joined with hyphens, would have."""
        path = site.platform.tag
        return site.origin + path.format(tag=quote("-".join(term.lower().split())), page=page) if path else None


def _cards(site: Site, answer: Answer, *, searched: bool) -> Iterator[Lead]:
    """The results of a page that link to an article of this outlet."""
    platform = site.platform
    try:
        page = Selector(text=answer.text.replace("\x00", ""), type="html")
    except (ValueError, etree.ParserError):
        return
    pattern = re.compile(platform.article) if platform.article else None
    for card in page.css(platform.card)[:_MAX_CARDS]:
        link = card.css(platform.link)[:1]
        href = link.attrib.get("href", "").strip()
        if not href:
            continue
        try:
            url = urljoin(answer.url, href)
            path = urlsplit(url).path
        except ValueError:
            continue
        if not site.owns(url) or (pattern and not pattern.fullmatch(path)):
            continue
        title = _text(link) or link.attrib.get("title", "")
        excerpt = " ".join(_text(part) for part in card.css(platform.excerpt)[:5])
        yield Lead(url=url, title=title[:500], excerpt=excerpt, published=_printed(card, site, url), searched=searched)


def _printed(card: Selector, site: Site, url: str) -> datetime | None:
    """When a card says that its article appeared; else the day in its address, at noon."""
    for place in card.css(site.platform.date)[:3]:
        stamp = place.attrib.get("datetime", "")
        moment = _iso(stamp, site) or printed_date(_text(place), site)
        if moment:
            return moment
    day = date_in_path(url)
    return datetime(day.year, day.month, day.day, 12, tzinfo=site.zone) if day else None


def printed_date(text: str, site: Site) -> datetime | None:
    """A date as Indonesian outlets print it (`Jum'at, 17 Okt 2023 | 14:05 WIB`, `2 jam lalu`); null if none."""
    text = _WEEKDAY.sub("", text[:80]).replace("|", " ").strip()
    if not text or not any(character.isdigit() for character in text):
        return None
    zone = _ZONE.search(text)
    name = INDONESIAN_TIME[zone.group(1)] if zone else site.outlet.timezone
    settings = {
        "TIMEZONE": name,
        "RETURN_AS_TIMEZONE_AWARE": True,
        "RELATIVE_BASE": site.now.astimezone(ZoneInfo(name)).replace(tzinfo=None),
        "DATE_ORDER": "DMY",
        "PREFER_DATES_FROM": "past",
    }
    moment = dateparser.parse(_ZONE.sub("", text), languages=["id", "en"], settings=settings)
    # A year typed wrongly must not push an article out of the window.
    return moment if moment is not None and moment <= site.now + timedelta(days=1) else None


def _iso(stamp: str, site: Site) -> datetime | None:
    try:
        moment = datetime.fromisoformat(stamp.strip())
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=site.zone)


def _text(part: Selector | object) -> str:
    texts = part.css("::text").getall() if hasattr(part, "css") else []
    return " ".join(" ".join(texts).split())


def _day(moment: datetime, site: Site) -> date:
    return moment.astimezone(site.zone).date()
