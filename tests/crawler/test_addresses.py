from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.addresses import belongs, clean, date_in_path, key, lists_articles, part_address, refusal, slug_words
from crawler.platforms import load_platforms


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.id/x?utm_source=wa&id=5#komentar", "https://a.id/x?id=5"),
        ("https://a.id/x/amp/", "https://a.id/x/"),
        ("https://a.id/x?amp=1", "https://a.id/x"),
        ("https://A.id:443/x", "https://a.id/x"),
        ("https://a.id", "https://a.id/"),
        ("  https://a.id/berita baru ", "https://a.id/berita%20baru"),
        ("javascript:alert(1)", None),
        ("ftp://a.id/x", None),
        ("https://user:secret@a.id/x", None),
        ("https://a.id:99999/x", None),
        ("https://[a.id/x", None),
        ("https://a.id/" + "x" * 2000, None),
        ("/x", None),
        ("", None),
    ],
)
def test_clean(url: str, expected: str | None) -> None:
    assert clean(url) == expected


def test_addresses_of_one_article_share_a_key() -> None:
    same = ["https://www.a.id/x/", "http://a.id/x", "https://a.id/x?utm_medium=y", "https://a.id/x/amp", "//a.id/x"]
    assert {key(url if "://" in url else f"https:{url}") for url in same} == {"a.id/x"}
    assert key("https://a.id/?p=12&b=1") == key("http://a.id/?b=1&p=12") != key("https://a.id/?p=13&b=1")


@given(st.text(max_size=200))
def test_any_text_is_cleaned_without_failing(text: str) -> None:
    cleaned = clean(text)
    assert cleaned is None or clean(cleaned) == cleaned


@pytest.mark.parametrize(
    ("url", "domain", "expected"),
    [
        ("https://www.a.id/x", "a.id", True),
        ("https://kabar.a.id/x", "a.id", True),
        ("https://ba.id/x", "a.id", False),
        ("https://a.id.evil.example/", "a.id", False),
        ("http://127.0.0.1:80/", "127.0.0.1:81", False),
        ("http://127.0.0.1:81/", "127.0.0.1:81", True),
        ("https://a.id@evil.example/", "a.id", False),
    ],
)
def test_belongs(url: str, domain: str, *, expected: bool) -> None:
    assert belongs(url, domain) is expected


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://a.id/2023/10/17/ikrar-netralitas/", None),
        ("https://a.id/?p=1515", None),
        ("https://a.id/", "front page"),
        ("https://a.id/foto.jpg", "file"),
        ("https://a.id/tag/netralitas", "overview"),
        ("https://a.id/x/feed/", "overview"),
        ("https://a.id/tag/netralitas/page/3", "overview"),
        ("https://a.id/kategori/nusantara/881078/asn-netral", None),
        ("https://a.id/" + "kalender/" * 5, "repeats itself"),
        ("https://a.id/" + "/".join("abcdefghijklmnop"), "no end"),
        ("https://a.id/x?" + "&".join(f"p{n}=1" for n in range(10)), "parameters"),
    ],
)
def test_refusal(url: str, reason: str | None) -> None:
    refused = refusal(url)
    assert refused == reason if reason is None else reason in str(refused)


def test_articles_seen_at_the_outlets_are_taken_for_articles() -> None:
    table = Path(__file__).parents[3] / "shared" / "reference" / "outlets.csv"
    if not table.is_file():
        pytest.skip("the table of addresses seen lies outside the project")
    with table.open(encoding="utf-8", newline="") as file:
        seen = [(row["example_url"], row["domain"], row["platform"]) for row in csv.DictReader(file)]
    for url, domain, platform in seen:
        if url:
            pattern = load_platforms()[platform].article
            assert belongs(str(clean(url)), domain), url
            assert refusal(str(clean(url))) is None, url
            assert pattern is None or re.fullmatch(pattern, urlsplit(url).path), url


def test_date_in_path() -> None:
    assert date_in_path("https://a.id/2023/10/17/ikrar") == date(2023, 10, 17)
    assert date_in_path("https://a.id/kab/17/10/2023/ikrar") == date(2023, 10, 17)
    assert date_in_path("https://a.id/read/20231017-ikrar") == date(2023, 10, 17)
    assert date_in_path("https://a.id/2023/13/17/ikrar") is None
    assert date_in_path("https://a.id/read/4742266/ikrar") is None


def test_slug_words() -> None:
    assert slug_words("https://a.id/read/123/asn-ikrar-netralitas") == "asn ikrar netralitas"
    assert slug_words("https://a.id/?p=12") == slug_words("https://a.id/berita/12345") == ""


def test_part_address() -> None:
    assert part_address("https://a.id/x/", 2, "path") == "https://a.id/x/2"
    assert part_address("https://a.id/x?page=1&a=b", 3, "page") == "https://a.id/x?a=b&page=3"


def test_sitemaps_of_other_things_are_known_by_name() -> None:
    assert lists_articles("https://a.id/post-sitemap3.xml")
    assert lists_articles("https://a.id/wp-sitemap-posts-post-1.xml")
    assert not lists_articles("https://a.id/wp-sitemap-taxonomies-category-1.xml")
    assert not lists_articles("https://a.id/author-sitemap.xml")
