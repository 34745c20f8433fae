"""Which leads are fetched: decided by address, date and title, before anything is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from crawler.addresses import refusal, slug_words
from crawler.fates import Fate
from crawler.lead import Lead, Site
from crawler.topic import Topic, Window


@dataclass(frozen=True)
class Sieve:
    """What a run wants of one outlet."""

    site: Site
    topic: Topic
    windows: tuple[Window, ...]

    def verdict(self, lead: Lead, url: str | None) -> tuple[Fate, str] | None:
        """What becomes of a lead without a request, and why; null to fetch it.

        Args:
            lead: The lead as its source gives it.
            url: Its address, cleaned; null if that is none.
        """
        if url is None:
            return "refused", "no address that can be requested"
        if not self.site.owns(url):
            return "foreign", "on another host"
        if reason := refusal(url):
            return "refused", reason
        if reason := self._outside(lead):
            return "outside", reason
        if not lead.searched and not self.topic.gate.lead_passes(lead.title or slug_words(url), lead.excerpt):
            return "off-topic", "neither title nor excerpt fits the topic"
        return None

    def _outside(self, lead: Lead) -> str | None:
        """Why a lead's dates put it outside all windows; one in the future is a wrong one and tells nothing.

        Without a date of publication the last change tells: an article is never younger.
        """
        if lead.published is not None and lead.published <= self.site.now + timedelta(days=1):
            day = lead.published.astimezone(self.site.zone).date()
            return None if any(day in window for window in self.windows) else f"published {day}"
        if lead.modified is not None:
            day = lead.modified.astimezone(self.site.zone).date()
            if day < min(window.since for window in self.windows):
                return f"last changed {day}"
        return None
