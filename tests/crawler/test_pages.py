from __future__ import annotations

import pytest

from crawler.lead import Answer
from crawler.pages import MAX_PARTS, next_part, view, whole_article
from crawler.platforms import load_platforms

URL = "https://a.id/2023/10/17/ikrar/"


def answer(markup: str | bytes, kind: str = "text/html", charset: str | None = "utf-8") -> Answer:
    body = markup if isinstance(markup, bytes) else markup.encode()
    return Answer(URL, 200, {"content-type": kind}, body, charset)


@pytest.mark.parametrize(
    ("link", "platform", "expected"),
    [
        ("/2023/10/17/ikrar/2/", "wordpress", "https://a.id/2023/10/17/ikrar/2/"),
        ("?halaman=2", "wordpress", "https://a.id/2023/10/17/ikrar/?halaman=2"),
        ("?page=2&utm_source=x", "tribun", "https://a.id/2023/10/17/ikrar/?page=2"),
        ("/2023/10/17/ikrar/3/", "wordpress", None),
        ("/2023/10/17/lain/2/", "wordpress", None),
        ("/2023/10/17/ikrar/comment-page-2/", "wordpress", None),
        ("?page=2", "drupal", None),
        ("/2023/10/17/ikrar/2", "tribun", None),
    ],
)
def test_the_next_part_is_the_same_article(link: str, platform: str, expected: str | None) -> None:
    page = view(answer(f'<html><body><a href="{link}">2</a></body></html>'))
    assert page is not None
    assert next_part(page, URL, 2, load_platforms()[platform]) == expected


def test_parts_have_an_end() -> None:
    page = view(answer(f'<html><body><a href="{URL}{MAX_PARTS + 1}">more</a></body></html>'))
    assert page is not None
    assert next_part(page, URL, MAX_PARTS + 1, load_platforms()["wordpress"]) is None


def test_the_whole_article_in_one_page() -> None:
    page = view(answer('<html><body><a href="?page=all">semua</a></body></html>'))
    assert page is not None
    assert whole_article(page, URL, load_platforms()["kompas"]) == f"{URL}?page=all"
    assert whole_article(page, URL, load_platforms()["wordpress"]) is None


def test_canonical_and_amp() -> None:
    page = view(
        answer('<html ⚡><head><link rel="canonical" href="/ikrar?utm_source=amp"></head><body>x</body></html>')
    )
    assert page is not None
    assert page.is_amp
    assert page.canonical == "https://a.id/ikrar"


def test_words_do_not_include_scripts() -> None:
    page = view(answer("<html><title>Ikrar</title><body>ASN<script>netral</script><style>x</style></body></html>"))
    assert page is not None
    assert page.text == "Ikrar ASN"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"%PDF-1.4", "application/pdf"),
        (b"%PDF-1.4", "text/html"),
        (b"", "text/html"),
        (b'{"a": "<html>"}', "application/json"),
        (b"\x00" * 100, "text/html"),
    ],
)
def test_what_is_no_page_is_told(body: bytes, kind: str) -> None:
    assert view(answer(body, kind)) is None


@pytest.mark.parametrize("charset", ["windows-1252", "nonsense-8", None])
def test_odd_charsets_do_not_matter(charset: str | None) -> None:
    markup = "<?xml version='1.0' encoding='x'?><html><body>netralitas \x93\x00</body></html>"
    page = view(answer(markup.encode("latin-1"), charset=charset))
    assert page is not None
    assert "netralitas" in page.text


def test_depth_and_size_do_no_harm() -> None:
    deep = view(answer("<html><body>" + "<div>" * 50_000 + "netral"))
    assert deep is None or deep.text in {"", "netral"}
    many = view(answer("<html><body>" + "<a href='/x'>y</a>" * 100_000))
    assert many is not None
