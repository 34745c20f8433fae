from __future__ import annotations

import contextlib
import json
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.reading.markup import NoArticleError
from extract.reading.page import join_parts, read_page
from tests.extract.archiving import page

PAGES = Path(__file__).parents[1] / "pages"
URL = "https://kabar.example/pegawai-membaca-ikrar/"


@pytest.mark.parametrize("name", sorted(path.stem for path in PAGES.glob("*.html")))
def test_saved_pages(name: str) -> None:
    """Beside each page stands what it says; `tolerate` are captions and signs that may stay or go."""
    expected = json.loads((PAGES / f"{name}.json").read_text("utf-8"))
    found = read_page((PAGES / f"{name}.html").read_bytes(), url=expected["url"], zone=expected["zone"])
    assert [line for line in found.text.split("\n") if line not in expected.get("tolerate", [])] == expected["text"]
    assert found.title == expected["title"]
    assert found.author == expected["author"]
    assert found.published_at == datetime.fromisoformat(expected["published_at"])
    assert found.canonical_url == expected["canonical_url"]
    assert found.language == expected["language"]


def test_every_page_has_its_answers() -> None:
    assert {path.stem for path in PAGES.glob("*.html")} == {path.stem for path in PAGES.glob("*.json")}
    assert len(list(PAGES.glob("*.html"))) >= 11


# Charsets

QUOTED = "“Kami netral,” kata Bupati – tegas – kepada pegawai di lapangan yang luas itu."


def legacy(charset: str, encoding: str) -> bytes:
    return page(QUOTED).decode().replace("utf-8", charset).encode(encoding)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (page(QUOTED), None),
        (page(QUOTED), "text/html; charset=iso-8859-1"),  # wrong header
        (legacy("iso-8859-1", "utf-8"), None),  # wrong meta
        (legacy("windows-1252", "cp1252"), None),
        (legacy("iso-8859-1", "cp1252"), None),
        (legacy("utf-8", "cp1252"), "text/html; charset=utf-8"),  # wrong both
        (page(QUOTED).decode().encode("utf-16"), None),
        (page(QUOTED).decode().encode("utf-16-le"), None),
        (page(QUOTED).decode().encode("utf-16-be"), "text/html; charset=utf-16"),
        (b"\xef\xbb\xbf" + page(QUOTED), "text/html; charset=ascii"),
        (b"\xff\xfe\x00\x00" + page(QUOTED).decode().encode("utf-32-le"), None),
        (legacy("gb2312", "gb18030"), "text/html; charset=gb2312"),
        (page(QUOTED), "text/html; charset=no-such-charset"),
        (page(QUOTED).replace(b"Kami", b"Ka\0mi").replace(b"<body>", b"<body>\0"), None),
    ],
)
def test_charsets(body: bytes, content_type: str | None) -> None:
    found = read_page(body, url=URL, content_type=content_type)
    assert found.text.endswith(QUOTED)
    assert found.title == "Pegawai Membaca Ikrar di Halaman Kantor"


def test_utf_8_with_a_legacy_quotation_in_it() -> None:
    body = page("Kalimat pembuka – yang utuh.").replace(b"utuh.", "utuh. “Kami netral,” kata Camat.".encode("cp1252"))
    assert read_page(body, url=URL).text.endswith("Kalimat pembuka – yang utuh. “Kami netral,” kata Camat.")


def test_bytes_that_no_charset_has_are_replaced() -> None:
    assert (
        "pegawai \N{REPLACEMENT CHARACTER} itu"
        in read_page(page("Semua pegawai X itu hadir.").replace(b"X", b"\x81")).text
    )


def test_decomposed_letters_and_controls() -> None:
    text = read_page(page("Cafe\u0301 di tepi jalan\x07 menjadi tempat berkumpul para pegawai.")).text
    assert "Café di tepi jalan menjadi" in text


# What is no article


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "is empty"),
        (b" \n\t ", "is empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "is a PNG image, no HTML page"),
        (b"\xff\xd8\xff\xe0" + bytes(range(256)) * 20, "is a JPEG image, no HTML page"),
        (b"%PDF-1.7\n" + page(), "is a PDF document, no HTML page"),
        (b"\x1f\x8b\x08" + bytes(500), "is compressed data, no HTML page"),
        (bytes(range(256)) * 40, "is a binary file, no HTML page"),
        (bytes(5000), "is a binary file, no HTML page"),
        (b"just some words", "is no HTML page"),
        (b"<html></html>", "no article found on the page"),
        (b"<html><body><nav><a href='/'>Beranda</a></nav><p>Halaman tidak ditemukan.</p></body></html>", "no article"),
        (b"<html><body><script>" + b"ikrar();" * 1000 + b"</script></body></html>", "no article"),
    ],
)
def test_no_article(body: bytes, reason: str) -> None:
    with pytest.raises(NoArticleError, match=reason):
        read_page(body, url=URL)


# Headline, byline, language


@pytest.mark.parametrize(
    ("title", "head", "expected"),
    [
        ("Pegawai Berikrar - Kabar Uji", '<meta property="og:site_name" content="Kabar Uji">', "Pegawai Berikrar"),
        ("Pegawai Berikrar | kabar.example", "", "Pegawai Berikrar"),
        (
            "Kabar Uji: Pegawai Berikrar",
            '<meta property="og:site_name" content="Kabar Uji">',
            "Kabar Uji: Pegawai Berikrar",
        ),
        ("Kabar Uji :: Pegawai Berikrar", '<meta property="og:site_name" content="Kabar Uji">', "Pegawai Berikrar"),
        ("Pegawai Berikrar - Halaman 2 - Kabar", '<meta name="application-name" content="kabar">', "Pegawai Berikrar"),
        ("Pegawai Berikrar &#8211; Sekda: Jangan Main-Main", "", "Pegawai Berikrar – Sekda: Jangan Main-Main"),
        ("Pegawai  Berikrar\n di Kantor", "", "Pegawai Berikrar di Kantor"),
    ],
)
def test_titles_without_a_heading(title: str, head: str, expected: str) -> None:
    body = page(head=head).replace(b"<h1>Pegawai Membaca Ikrar di Halaman Kantor</h1>", b"")
    body = body.replace(b"<title>Pegawai Membaca Ikrar di Halaman Kantor", f"<title>{title}".encode())
    assert read_page(body, url="https://kabar.example/x").title == expected


def test_the_printed_headline_is_preferred_to_a_shortened_one() -> None:
    head = '<meta property="og:title" content="Pegawai Membaca Ikrar di...">'
    assert read_page(page(head=head), url=URL).title == "Pegawai Membaca Ikrar di Halaman Kantor"


def test_the_name_of_the_site_is_no_headline() -> None:
    body = (
        page()
        .replace(b"<article>", b"<h1>Kabar</h1><article>")
        .replace(b"<h1>Pegawai", b"<h1 class='entry-title'>Pegawai")
    )
    assert read_page(body, url=URL).title == "Pegawai Membaca Ikrar di Halaman Kantor"


def test_the_headline_is_not_repeated_in_the_text() -> None:
    assert not read_page(page(), url=URL).text.startswith("Pegawai Membaca")


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>Penulis: Sari Melati | Editor: Joko Umbaran</p>", "Sari Melati"),
        ("<p>Editor: Joko Umbaran | Penulis: Sari Melati</p>", "Sari Melati"),
        ("<p>Reporter : Sari Melati Editor : Joko Umbaran</p>", "Sari Melati"),
        ("<p>Ditulis oleh Sari Melati, Selasa, 17 Oktober 2023</p>", "Sari Melati"),
        ("<div>Oleh: Sari Melati - Kabar</div>", "Sari Melati"),
        ("<div class='post-author'>Sari Melati</div>", "Sari Melati"),
        ("<a rel='author' href='/author/sari'>Sari Melati</a>", "Sari Melati"),
        ("<span class='byline'>oleh <a>Sari Melati</a></span>", "Sari Melati"),
        ("<div class='author'>https://facebook.example/sari</div>", None),
        ("<div class='author'>Kabar</div>", None),
        ("", None),
    ],
)
def test_bylines(markup: str, expected: str | None) -> None:
    body = page().replace(b"</h1>", f"</h1>{markup}".encode())
    assert read_page(body, url=URL).author == expected


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ('{"@type": "Person", "name": "Sari Melati"}', "Sari Melati"),
        ('[{"@type": "Person", "name": "Sari Melati"}, {"@type": "Person", "name": "Joko"}]', "Sari Melati, Joko"),
        ('"Sari Melati"', "Sari Melati"),
        ('{"@id": "#p"}', "Rara"),
        ('{"@type": "Organization", "name": "Kantor Berita"}', None),
        ("null", None),
        ("7", None),
    ],
)
def test_authors_in_json_ld(author: str, expected: str | None) -> None:
    graph = f'{{"@graph": [{{"@type": "NewsArticle", "author": {author}}}, {{"@type": "Person", "@id": "#p", "name": "Rara"}}]}}'
    head = f'<script type="application/ld+json">{graph}</script>'
    assert read_page(page(head=head), url=URL).author == expected


@pytest.mark.parametrize(
    ("lang", "expected"), [("id-ID", "id"), ("ID", "id"), ("in", "id"), ("en-US", "en"), ("x1", None), ("", None)]
)
def test_language(lang: str, expected: str | None) -> None:
    assert read_page(page().replace(b"lang='id'", f"lang='{lang}'".encode())).language == expected


# Address


@pytest.mark.parametrize(
    ("canonical", "expected"),
    [
        ("https://kabar.example/pegawai-membaca-ikrar/", "https://kabar.example/pegawai-membaca-ikrar/"),
        ("/pegawai-membaca-ikrar/", "https://kabar.example/pegawai-membaca-ikrar/"),
        ("//kabar.example/pegawai-membaca-ikrar/", "https://kabar.example/pegawai-membaca-ikrar/"),
        ("https://www.kabar.example/berita/7?utm_source=wa&fbclid=x#top", "https://www.kabar.example/berita/7"),
        ("https://kabar.example/amp/berita/7/pegawai", "https://kabar.example/berita/7/pegawai"),
        ("https://kabar.example/pegawai/amp/", "https://kabar.example/pegawai/"),
        ("https://kabar.example/pegawai?page=all", "https://kabar.example/pegawai"),
        ("https://kabar.example/", None),  # a theme that names its front page on every page
        ("https://other.example/pegawai", None),
        ("https://[broken", None),
        ("javascript:alert(1)", None),
        ("", None),
    ],
)
def test_canonical_address(canonical: str, expected: str | None) -> None:
    assert read_page(page(head=f'<link rel="canonical" href="{canonical}">'), url=URL).canonical_url == expected


@pytest.mark.parametrize("url", ["http://[broken/x", "http://a.example:99999/x", "x", ""])
def test_a_malformed_address_says_nothing(url: str) -> None:
    found = read_page(page(head='<link rel="canonical" href="https://kabar.example/x">'), url=url)
    assert found.canonical_url == "https://kabar.example/x"


def test_canonical_address_on_another_host_of_the_outlet_and_by_open_graph() -> None:
    head = '<link rel="canonical" href="https://elsewhere.co.id/x"><meta property="og:url" content="https://www.kabar.co.id/x">'
    assert read_page(page(head=head), url="https://medan.kabar.co.id/x").canonical_url == "https://www.kabar.co.id/x"


# Text


def test_items_keep_their_numbers_and_dashes() -> None:
    items = "<li>Menjaga netralitas dalam setiap pelayanan.</li><li><p>Menghindari konflik kepentingan.</p></li>"
    lists = f"<ol start='3'>{items}</ol><ul>{items}</ul><ol type='a'>{items}</ol><ol><li>1. Sudah bernomor sendiri.</li></ol>"
    text = read_page(page().replace(b"</div></article>", f"{lists}</div></article>".encode()), url=URL).text
    assert text.split("\n")[-7:] == [
        "3. Menjaga netralitas dalam setiap pelayanan.",
        "4. Menghindari konflik kepentingan.",
        "- Menjaga netralitas dalam setiap pelayanan.",
        "- Menghindari konflik kepentingan.",
        "a. Menjaga netralitas dalam setiap pelayanan.",
        "b. Menghindari konflik kepentingan.",
        "1. Sudah bernomor sendiri.",
    ]


def test_tables_of_data_are_lines() -> None:
    table = "<table><tr><td>Dinas</td><td>Peserta</td></tr><tr><td>Kesehatan | Gizi</td><td>120</td></tr></table>"
    text = read_page(page().replace(b"</div></article>", f"{table}</div></article>".encode()), url=URL).text
    assert text.split("\n")[-2:] == ["Dinas | Peserta", "Kesehatan | Gizi | 120"]


def test_parts_are_joined_and_repeated_lines_kept_once() -> None:
    lead = "Ratusan pegawai mengucapkan ikrar netralitas di lapangan."
    assert join_parts([f"{lead}\nSatu.", f"{lead}\nDua.\nSatu."]) == f"{lead}\nSatu.\nDua.\nSatu."


# Hostile pages


@pytest.mark.parametrize(
    "body",
    [
        b"<div>" * 100_000 + b"x",
        b"<table><tr><td>teks panjang sekali " * 20_000,
        b"<p>Ikrar netralitas dibacakan di halaman kantor bupati.</p>" * 8_000,
        b"<p>" + b"ikrar netral " * 100_000,
        b"<h1>Pegawai Berikrar</h1><p>" + b"1" * 1_000_000,
        b"<" * 500_000,
        b'<script type="application/ld+json">' + b"[" * 200_000 + b"</script><p>" + b"Ikrar. " * 40,
        b'<script type="application/ld+json">{"author":' + b'{"author":[' * 20_000 + b"</script><p>" + b"Ikrar. " * 40,
        b'<meta name="author" content="a b">' * 20_000,
        b"<p " + b"a=b " * 200_000 + b">",
        b"<p>" + b"Baca juga: " * 80_000,
        b"<!--" * 200_000,
        b"<ol>" + b"<li>Menjaga netralitas" * 8_000,
        b"<span class='author'>Penulis: </span>" * 20_000,
        b"<p>a" + b"<br>a" * 40_000,
        b"<p>" + "".join(chr(code) for code in range(1, 0x2FFFF, 7) if not 0xD800 <= code < 0xE000).encode() * 5,
    ],
    ids=lambda body: body[:24].decode("latin-1"),
)  # fmt: skip
def test_hostile_pages_take_bounded_time(body: bytes) -> None:
    started = time.process_time()
    text = None
    with contextlib.suppress(NoArticleError):
        text = read_page(b"<html><head><title>Pegawai Berikrar</title></head><body>" + body, url=URL).text
    assert text != ""
    assert time.process_time() - started < 12


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 700))
def test_any_bytes_are_a_page_or_none(noise: bytes, place: int) -> None:
    body = page()
    try:
        found = read_page(body[:place] + noise + body[place:], url=URL, fetched_at=datetime(2024, 1, 1, tzinfo=UTC))
    except NoArticleError:
        return
    assert found.text
    assert "\0" not in found.text + (found.title or "")
