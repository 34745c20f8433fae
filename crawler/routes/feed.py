"""An outlet's own feed: the last entries, complete only for windows that they reach back over."""

from __future__ import annotations

from dataclasses import replace

from crawler.lead import Answer, Ask, Question, Route, Site, Step
from crawler.routes.syndication import parse_feed


class Feed(Route):
    """The latest entries; the addresses where platforms keep the feed are tried in turn."""

    name = "feed"
    searches = False

    def begin(self, site: Site, question: Question) -> tuple[Ask, ...]:
        """The first address; `page` counts the addresses tried."""
        return (Ask(site.origin + site.platform.feeds[0], question),)

    def read(self, site: Site, ask: Ask, answer: Answer) -> Step:
        """All entries; where this is no feed, the next address."""
        leads = parse_feed(answer.body, searched=False) if answer.status == 200 else None
        if leads is None:
            feeds = site.platform.feeds
            if ask.page < len(feeds):
                return Step(asks=(replace(ask, url=site.origin + feeds[ask.page], page=ask.page + 1),))
            return Step(failed=f"no feed at any of {', '.join(feeds)}")
        dates = [lead.published for lead in leads if lead.published]
        since = ask.question.window.since
        if dates and min(dates).astimezone(site.zone).date() < since:
            return Step(leads=leads)
        return Step(leads=leads, partial=f"the feed does not reach back to {since}")
