"""Harvesting a real WordPress of 1,500 posts: open, closed, and with a search that finds everything."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from schemas.outlet import Outlet
from tests.crawler.crawling import articles, captures, crawl, outlet, plan
from tests.crawler.wordpress.koran import Koran, missing

pytestmark = pytest.mark.skipif(
    missing() is not None and "IKRAR_TESTS_MAY_NOT_SKIP_FOR_PACKAGES" not in os.environ, reason=str(missing())
)
POSTS = 1500
CEREMONIES = 60
FIRST = date(2018, 2, 1)
SEASON = {"since": "2018-01-01", "until": "2024-12-31"}


def posts() -> list[dict[str, str]]:
    """Posts over seven years, busiest at the end; every 25th reports a ceremony."""
    written = []
    for number in range(POSTS):
        day = FIRST + timedelta(days=round(2500 * (number / POSTS) ** 0.5))
        ceremony = number % (POSTS // CEREMONIES) == 7
        matter = "Para ASN mengucapkan ikrar netralitas." if ceremony else "Harga cabai naik di pasar."
        if number == 7:
            matter += "<!--nextpage-->Ikrar dipimpin bupati, netralitas ASN dijaga."
        title = f"ASN Ikrar Netralitas {number}" if ceremony else f"Kabar pasar {number}"
        written.append({"post_title": title, "post_content": matter, "post_date": f"{day} 08:00:00"})
    return written


@pytest.fixture(scope="module")
def koran() -> Iterator[Koran]:
    with Koran() as koran:
        koran.write(posts())
        yield koran


@pytest.fixture
def site(koran: Koran) -> Iterator[Koran]:
    yield koran
    for fault in ("rest-is-closed", "search-finds-everything"):
        (koran.content / fault).unlink(missing_ok=True)


def at(site: Koran, **values: object) -> Outlet:
    return outlet(site.host, "wordpress", id="koran", **values)


def slugs(data: Path) -> set[str]:
    return {url.rstrip("/").split("/")[6] for url in articles(data)}


EXPECTED = {f"asn-ikrar-netralitas-{number}" for number in range(7, POSTS, POSTS // CEREMONIES)}


def test_open_interface(site: Koran, tmp_path: Path) -> None:
    wanted = plan(tmp_path, None, at(site), trusted=[site.host], **SEASON)
    report = crawl(wanted)
    assert report.clean, report.outlets
    assert report.outlets[0].route == "wordpress-rest"
    assert report.fates["kept"] == report.found == CEREMONIES
    assert slugs(tmp_path) == EXPECTED
    parts = [capture.part for url, capture, _ in captures(tmp_path) if "netralitas-7/" in url and capture.article]
    assert parts == [1, 2]
    site.write([{"slug": "asn-ikrar-netralitas-32", "post_content": "Ralat: ASN ikrar netralitas kemarin."}])
    again = crawl(wanted)
    assert {fate: count for fate, count in again.fates.items() if count} == {"updated": 1}
    last = crawl(wanted)
    assert last.fates["updated"] == last.fates["kept"] == 0


def test_closed_interface(site: Koran, tmp_path: Path) -> None:
    (site.content / "rest-is-closed").touch()
    report = crawl(plan(tmp_path, None, at(site), trusted=[site.host], **SEASON))
    assert report.outlets[0].route == "wordpress-search"
    assert "wordpress-rest: answers 401 (rest_forbidden)" in report.outlets[0].problems
    assert slugs(tmp_path) == EXPECTED


def test_search_that_finds_everything(site: Koran, tmp_path: Path) -> None:
    (site.content / "search-finds-everything").touch()
    report = crawl(plan(tmp_path, None, at(site), trusted=[site.host], **SEASON))
    assert report.outlets[0].route == "wordpress-rest"
    assert "finds a word that no article has" in report.outlets[0].problems[0]
    assert report.found == POSTS
    assert report.fates["off-topic"] == POSTS - CEREMONIES
    assert slugs(tmp_path) == EXPECTED


def test_sitemap(site: Koran, tmp_path: Path) -> None:
    report = crawl(plan(tmp_path, None, at(site, routes=["sitemap"]), trusted=[site.host], **SEASON))
    assert report.outlets[0].route == "sitemap"
    assert report.found == POSTS
    assert slugs(tmp_path) == EXPECTED


def test_feed_adds_to_what_it_does_not_reach(site: Koran, tmp_path: Path) -> None:
    report = crawl(plan(tmp_path, None, at(site, routes=["feed"]), trusted=[site.host], **SEASON))
    assert report.outlets[0].state == "partial"
    assert "does not reach back to 2018-01-01" in report.outlets[0].problems[0]
