"""WordPress's search as a feed: `/?s=WORDS&feed=rss2&paged=N`, newest first, 404 past the end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

from crawler.lead import Answer, Ask, Question, Route, Site, Step, Verdict
from crawler.routes.syndication import parse_feed
from crawler.topic import Window

_MAX_PAGES = 200


class WordPressSearch(Route):
    """The fall-back where the REST interface is closed: the same search, ten results a page."""

    name = "wordpress-search"
    searches = True

    def probes(self, site: Site) -> tuple[Ask, ...]:
        """The nonsense word."""
        window = Window(since=date(1970, 1, 1), until=site.now.date())
        return (replace(_ask(site, Question(site.nonsense, window), 1), kind="probe"),)

    def judge(self, site: Site, ask: Ask, answer: Answer) -> Verdict:
        """Works if it finds nothing: WordPress answers 404 or a feed without items."""
        leads = parse_feed(answer.body, searched=True)
        if leads is None or answer.status not in {200, 404}:
            return Verdict(False, reason=f"answers {answer.status} and no feed")
        if leads:
            return Verdict(False, reason="its search finds a word that no article has")
        return Verdict(True)

    def begin(self, site: Site, question: Question) -> tuple[Ask, ...]:
        """The first page."""
        return (_ask(site, question, 1),)

    def read(self, site: Site, ask: Ask, answer: Answer) -> Step:
        """Leads of one page; the next one unless this reached behind the window."""
        leads = parse_feed(answer.body, searched=True)
        if answer.status == 404:
            return Step()
        if answer.status != 200 or leads is None:
            return Step(failed=f"answers {answer.status}" + ("" if leads is not None else " and no feed"))
        dates = [lead.published for lead in leads if lead.published]
        behind = bool(dates) and max(dates).astimezone(site.zone).date() < ask.question.window.since
        urls = frozenset(lead.url for lead in leads)
        if not leads or behind or urls <= ask.seen:
            return Step(leads=leads)
        if ask.page >= _MAX_PAGES:
            return Step(leads=leads, partial=f"more than {_MAX_PAGES} pages for {ask.question.term!r}")
        return Step(leads=leads, asks=(replace(_ask(site, ask.question, ask.page + 1), seen=urls),))


def _ask(site: Site, question: Question, page: int) -> Ask:
    query = {"s": question.term, "feed": "rss2", "paged": str(page)}
    return Ask(f"{site.origin}/?{urlencode(query)}", question, page=page)
