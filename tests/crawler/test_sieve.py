from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from crawler.addresses import clean
from crawler.lead import Lead, Site
from crawler.platforms import load_platforms
from crawler.sieve import Sieve
from crawler.topic import Window, load_topic
from tests.crawler.crawling import outlet

NOW = datetime(2024, 11, 22, 3, tzinfo=UTC)
WINDOWS = (Window(since=date(2023, 1, 1), until=date(2023, 6, 30)), Window(since=date(2024, 1, 1), until=NOW.date()))
SITE = Site(outlet(), load_platforms()["sitemap"], "https://koran.example", "zqxvkjwpthhm", NOW)
URL = "https://koran.example/asn-ikrar-netralitas"


@pytest.mark.parametrize(
    ("lead", "fate"),
    [
        (Lead(URL), None),
        (Lead(URL, "Panen raya"), "off-topic"),
        (Lead(URL, "Panen raya", "usai ikrar netralitas"), None),
        (Lead(URL, "Panen raya", searched=True), None),
        (Lead("https://koran.example/?p=12"), None),
        (Lead("https://koran.example/pasar-cabai-naik"), "off-topic"),
        (Lead("https://lain.example/ikrar-netralitas"), "foreign"),
        (Lead("mailto:redaksi@koran.example"), "refused"),
        (Lead("https://koran.example/tag/netralitas"), "refused"),
        (Lead(URL, published=datetime(2023, 6, 30, 16, 59, tzinfo=UTC)), None),
        (Lead(URL, published=datetime(2023, 6, 30, 17, 0, tzinfo=UTC)), "outside"),  # midnight in Jakarta
        (Lead(URL, published=datetime(2023, 9, 1, tzinfo=UTC), searched=True), "outside"),
        (Lead(URL, published=NOW + timedelta(days=900)), None),
        (Lead(URL, modified=datetime(2022, 12, 1, tzinfo=UTC)), "outside"),
        (Lead(URL, modified=datetime(2023, 9, 1, tzinfo=UTC)), None),
    ],
)
def test_verdicts(lead: Lead, fate: str | None) -> None:
    verdict = Sieve(SITE, load_topic(), WINDOWS).verdict(lead, clean(lead.url))
    assert (verdict and verdict[0]) == fate
