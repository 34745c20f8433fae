from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.reading.linked_data import read_linked_data
from extract.reading.markup import Markup
from extract.reading.published import read_published
from extract.reading.stamps import parse_stamp

LATER = datetime(2024, 1, 1, tzinfo=UTC)
BODY = "<p>Ikrar dibacakan di halaman kantor, Senin (16/10/2023). Acara serupa digelar 3 November 2022.</p>"
NAIVE = "2023-10-17T14:05:00"


def published(
    *, head: str = "", body: str = "", url: str | None = None, zone: str = "Asia/Jakarta", fetched_at: datetime = LATER
) -> datetime | None:
    html = (
        f"<html><head><title>Pegawai Berikrar di Kantor</title>{head}</head><body><h1>Pegawai Berikrar di Kantor</h1>"
    )
    markup = Markup(f"{html}{body}{BODY}</body></html>")
    return read_published(markup, read_linked_data(markup, url), url=url, zone=zone, fetched_at=fetched_at)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def json_ld(content: str) -> str:
    return f'<script type="application/ld+json">{content}</script>'


@pytest.mark.parametrize(
    ("value", "moment", "whole_day"),
    [
        ("2023-10-17T14:05:00+07:00", "2023-10-17T07:05", False),
        ("2023-10-17T14:05:00Z", "2023-10-17T14:05", False),
        ("2023-10-17T14:05", "2023-10-17T07:05", False),
        ("2023-10-17 14:05:00", "2023-10-17T07:05", False),
        ("2023-10-17 14:05:00 +0800", "2023-10-17T06:05", False),
        ("2023/10/17 14:05:00", "2023-10-17T07:05", False),
        ("Tue, 17 Oct 2023 14:05:00 +0700", "2023-10-17T07:05", False),
        ("1697526300", "2023-10-17T07:05", False),
        ("Selasa, 17 Oktober 2023 | 14:05 WIB", "2023-10-17T07:05", False),
        ("Selasa, 17 Oktober 2023 | 14:05 WITA", "2023-10-17T06:05", False),
        ("Selasa, 17 Oktober 2023 | 14:05 WIT", "2023-10-17T05:05", False),
        ("Selasa 17 Okt 2023 14.05 wib", "2023-10-17T07:05", False),
        ("17 Oktober 2023, pukul 14.05 WIB", "2023-10-17T07:05", False),
        ("17 Oktober 2023 - 14:05:00", "2023-10-17T07:05", False),
        ("Jum'at, 17 Nopember 2023 - 09:00", "2023-11-17T02:00", False),
        ("9 Agt 2023 09:00", "2023-08-09T02:00", False),
        ("October 17, 2023 2:05 pm", "2023-10-17T07:05", False),
        ("Oct 17, 2023 12:05 a.m.", "2023-10-16T17:05", False),
        ("17/10/2023 14:05", "2023-10-17T07:05", False),
        ("Sel, 17/10/2023 - 14:05", "2023-10-17T07:05", False),
        ("17-10-2023", "2023-10-16T17:00", True),
        ("2023-10-17", "2023-10-16T17:00", True),
        ("20231017", "2023-10-16T17:00", True),
        ("17 Oktober 2023", "2023-10-16T17:00", True),
        ("October 17, 2023", "2023-10-16T17:00", True),
        ("17 Okt 23 14:05", "2023-10-17T07:05", False),
    ],
)
def test_forms_of_a_time(value: str, moment: str, whole_day: bool) -> None:
    stamp = parse_stamp(value)
    assert stamp is not None
    assert stamp.moment.astimezone(UTC) == utc(moment)
    assert stamp.whole_day is whole_day


@pytest.mark.parametrize(
    "value",
    ["", "kemarin", "5 menit lalu", "2023", "Oktober 2023", "10:00", "31/02/2023", "2023-13-45", "2023-W42", "0" * 100_000,
     "17/10/2023/11", "99 Oktober 2023"],
)  # fmt: skip
def test_what_is_no_time(value: str) -> None:
    assert parse_stamp(value) is None


@given(st.text(max_size=120))
def test_any_text_is_a_time_or_none(value: str) -> None:
    stamp = parse_stamp(value)
    assert stamp is None or stamp.moment.tzinfo is not None


@pytest.mark.parametrize(
    "head",
    [
        json_ld(f'{{"@type": "NewsArticle", "datePublished": "{NAIVE}+07:00"}}'),
        json_ld(f'[{{"@type": ["Article", "NewsArticle"], "datePublished": "{NAIVE}+07:00"}}]'),
        json_ld(
            f'{{"@graph": [{{"@type": "WebSite"}}, {{"@type": "WebPage", "datePublished": "{NAIVE}+07:00"}}, "odd", 7]}}'
        ),
        json_ld(f'<!-- {{"@type": "BlogPosting", "datePublished": "{NAIVE}+07:00",}} -->'),
        json_ld(f'//<![CDATA[\n{{"@type": "NewsArticle", "datePublished": "{NAIVE}+07:00"}}\n//]]>'),
        json_ld(f'{{"@type": "NewsArticle", "description": "kata "netral"", "datePublished": "{NAIVE}+07:00"}}'),
        json_ld(f'{{"@type": "NewsArticle", "headline": "dua\nbaris", "datePublished": "{NAIVE}+07:00"}}'),
        json_ld(f'{{"@type": "NewsArticle", "datePublished": "{NAIVE}+07:00", "author": {{"name": "terpotong'),
        json_ld(f'{{"@type": "NewsArticle", "datePublished": "{NAIVE}"}}'),
        '<meta property="article:published_time" content="2023-10-17T14:05:00+07:00">',
        '<meta property="ARTICLE:published_time" content="2023-10-17T07:05:00Z">',
        '<meta name="dtk:publishdate" content="2023/10/17 14:05:00">',
        '<meta itemprop="datePublished" content="2023-10-17 14:05:00">',
        '<meta name="content_PublishedDate" content="2023-10-17 14:05:00">',
    ],
)
def test_stated_in_the_head(head: str) -> None:
    assert published(head=head) == utc("2023-10-17T07:05")


@pytest.mark.parametrize(
    "body",
    [
        '<time datetime="2023-10-17T14:05:00+07:00">kemarin</time>',
        '<time class="updated" datetime="2023-10-19">19</time><time class="entry-date published" datetime="2023-10-17T14:05">',
        '<time itemprop="datePublished" datetime="2023-10-17 14:05">Selasa</time>',
        '<span itemprop="datePublished" content="2023-10-17T14:05:00+07:00">Selasa</span>',
        '<abbr class="published" itemprop="datePublished" title="2023-10-17T14:05:00+07:00">14.05</abbr>',
        '<time datetime="2023-10-17">Selasa, 17 Oktober 2023 14:05 WIB</time>',
        "<time>Selasa, 17 Oktober 2023 14:05 WIB</time>",
        '<div class="date">Selasa, 17 Oktober 2023 | 14:05 WIB</div>',
        "<div>Redaksi - Selasa, 17 Oktober 2023 | 14:05 WIB</div>",
        "<div>Diterbitkan: 17 Oktober 2023 14:05 WIB</div><div>Diperbarui: 18 Oktober 2023 09:00 WIB</div>",
        "<div>Diperbarui 18 Oktober 2023 09:00 WIB</div><div>Tayang: 17 Oktober 2023 14:05 WIB</div>",
        "<span>17/10/2023 14:05</span>",
    ],
)
def test_printed_at_the_headline(body: str) -> None:
    assert published(body=body) == utc("2023-10-17T07:05")


def test_the_day_in_the_address() -> None:
    day = utc("2023-10-16T17:00")
    assert published(url="https://kabar.example/2023/10/17/pegawai-berikrar/") == day
    assert published(url="https://kabar.example/daerah/17/10/2023/pegawai-berikrar/") == day
    assert published(url="https://kabar.example/pegawai-berikrar/") is None


def test_a_day_takes_the_clock_time_printed_for_it() -> None:
    head = '<meta property="article:published_time" content="2023-10-17">'
    assert published(head=head, body="<div>Selasa, 17 Oktober 2023 14:05 WIB</div>") == utc("2023-10-17T07:05")
    assert published(head=head, body="<div>Rabu, 18 Oktober 2023 14:05 WIB</div>") == utc("2023-10-16T17:00")


def test_the_time_zone_of_the_outlet() -> None:
    head = json_ld(f'{{"@type": "NewsArticle", "datePublished": "{NAIVE}"}}')
    assert published(head=head, zone="Asia/Makassar") == utc("2023-10-17T06:05")
    assert published(head=head, zone="Asia/Jayapura") == utc("2023-10-17T05:05")
    assert published(body="<div>17 Oktober 2023 14:05</div>", zone="Asia/Makassar") == utc("2023-10-17T06:05")
    assert published(body="<div>17 Oktober 2023 14:05 WIB</div>", zone="Asia/Makassar") == utc("2023-10-17T07:05")
    assert published(body="<div>17 Oktober 2023</div>", zone="Asia/Jayapura") == utc("2023-10-16T17:00")


def test_what_cannot_be_is_not_believed() -> None:
    good = '<meta property="article:published_time" content="2023-10-17T14:05:00+07:00">'
    for wrong in (
        "2031-01-01T00:00:00+07:00",
        "1970-01-01T00:00:00Z",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "x",
    ):
        stated = json_ld(f'{{"@type": "NewsArticle", "datePublished": "{wrong}"}}')
        assert published(head=stated + good) == utc("2023-10-17T07:05")
        assert published(head=stated) is None


def test_local_time_under_the_label_of_utc() -> None:
    head = '<meta property="article:published_time" content="2023-10-17T14:05:00+00:00">'
    assert published(head=head) == utc("2023-10-17T14:05")
    assert published(head=head, fetched_at=utc("2023-10-17T07:30")) == utc("2023-10-17T07:05")


def test_a_modification_counts_only_where_there_is_nothing_else() -> None:
    modified = json_ld('{"@type": "NewsArticle", "dateModified": "2023-10-19T08:00:00+07:00"}')
    assert published(head=modified) == utc("2023-10-19T01:00")
    assert published(head=modified, body="<div>17 Oktober 2023 14:05 WIB</div>") == utc("2023-10-17T07:05")
    assert published(body="<div>Terakhir diperbarui: 19 Oktober 2023 08:00 WIB</div>") == utc("2023-10-19T01:00")


def test_dates_of_the_story_and_of_other_stories_are_not_taken() -> None:
    assert published() is None
    story = "<p>Para pegawai akan kembali bertugas.</p>" * 20
    others = "<aside><p>Pasar Malam Digelar</p><time>20 September 2023 08:00 WIB</time></aside>"
    assert published(body=story + others) is None


def test_of_several_articles_in_json_ld_the_page_s_own() -> None:
    other = '{"@type": "NewsArticle", "headline": "Lain", "url": "https://a.example/x", "datePublished": "2022-01-01"}'
    for own in ('"headline": "Pegawai Berikrar di Kantor"', '"mainEntityOfPage": {"@id": "https://a.example/y/"}'):
        mine = f'{{"@type": "NewsArticle", {own}, "datePublished": "2023-10-17T14:05:00+07:00"}}'
        head = json_ld(f"[{other}, {mine}]")
        assert published(head=head, url="https://a.example/y") == utc("2023-10-17T07:05")


@pytest.mark.parametrize(
    "body",
    ["<p>17 Oktober 2023 14:05 WIB</p>" * 20_000, "<p>" + "1" * 500_000, "<p>" + "17/10/2023 " * 50_000, "<time>" * 50_000,
     "<time datetime='" + "2" * 500_000 + "'>"],
    ids=["lines", "digits", "one-line", "elements", "attribute"],
)  # fmt: skip
def test_hostile_pages_take_linear_time(body: str) -> None:
    started = time.process_time()
    published(body=body)
    assert time.process_time() - started < 8
