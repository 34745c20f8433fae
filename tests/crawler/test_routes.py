"""Routes read saved answers: pure functions, so no server is asked here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.lead import Answer, Ask, Question, Route, Site, Step
from crawler.platforms import load_platforms
from crawler.routes import ROUTES
from crawler.routes.cards import printed_date
from crawler.topic import Window
from tests.crawler.crawling import outlet

NOW = datetime(2024, 11, 22, 3, tzinfo=UTC)
YEARS = Window(since=date(2018, 1, 1), until=date(2024, 11, 22))
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


def site(platform: str = "wordpress", style: str = "") -> Site:
    return Site(outlet(), load_platforms()[platform], "https://koran.example", "zqxvkjwpthhm", NOW, style)


def ok(body: str | bytes, url: str = "https://koran.example/", **headers: str) -> Answer:
    data = body if isinstance(body, bytes) else body.encode()
    return Answer(url, 200, {name.replace("_", "-"): value for name, value in headers.items()}, data, "utf-8")


def status(code: int, body: str = "") -> Answer:
    return Answer("https://koran.example/", code, {}, body.encode(), "utf-8")


def query(ask: Ask) -> Mapping[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(ask.url).query).items()}


def post(number: int, **values: object) -> dict[str, object]:
    return {
        "id": number,
        "link": f"https://koran.example/ikrar-{number}/",
        "title": {"rendered": "Ikrar &#8220;netral&#8221; <b>ASN</b>"},
        "excerpt": {"rendered": "<p>Kutipan</p>"},
        "date": "2023-10-17T14:05:00",
        "date_gmt": "2023-10-17T07:05:00",
        "modified_gmt": "2023-10-18T01:00:00",
        **values,
    }


class TestWordPressRest:
    route = ROUTES["wordpress-rest"]

    def ask(self, window: Window = YEARS, term: str = "ikrar netralitas") -> Ask:
        [ask] = self.route.begin(site(), Question(term, window))
        return ask

    def read(self, posts: list[object], total: int | None = None, ask: Ask | None = None) -> Step:
        headers = {} if total is None else {"x_wp_total": str(total)}
        return self.route.read(site(), ask or self.ask(), ok(json.dumps(posts), **headers))

    def test_window_in_the_outlets_time(self) -> None:
        asked = query(self.ask(Window(since=date(2023, 10, 1), until=date(2023, 10, 31))))
        assert asked["after"] == "2023-09-30T23:59:59"
        assert asked["before"] == "2023-11-01T00:00:00"
        assert query(self.ask())["before"] == "2024-11-22T10:00:00"  # frozen at the start of the run, 03:00 UTC

    def test_lead(self) -> None:
        [lead] = self.read([post(1)]).leads
        assert lead.title == "Ikrar “netral” ASN"
        assert lead.excerpt == "Kutipan"
        assert lead.published == datetime(2023, 10, 17, 7, 5, tzinfo=UTC)
        assert lead.modified == datetime(2023, 10, 18, 1, tzinfo=UTC)
        assert lead.searched

    def test_local_date_where_the_other_is_missing(self) -> None:
        [lead] = self.read([post(1, date_gmt="0000-00-00T00:00:00")]).leads
        assert lead.published == datetime(2023, 10, 17, 7, 5, tzinfo=UTC)

    def test_a_window_with_too_much_is_split_by_years_then_months_then_pages(self) -> None:
        years = self.read([post(n) for n in range(100)], total=250).asks
        assert [query(ask)["after"][:10] for ask in years] == [f"{year}-12-31" for year in range(2017, 2024)]
        months = self.read([post(n) for n in range(100)], total=150, ask=years[5]).asks
        assert len(months) == 12
        assert (query(months[1])["after"], query(months[1])["before"]) == ("2023-01-31T23:59:59", "2023-03-01T00:00:00")
        step = self.read([post(n) for n in range(100)], total=120, ask=months[9])
        assert (step.total, step.items) == (120, 100)
        [second] = step.asks
        assert query(second)["page"] == "2"
        last = self.read([post(n) for n in range(20)], total=120, ask=second)
        assert last.asks == ()
        assert (last.total, last.items) == (None, 20)

    def test_split_windows_join_to_the_whole(self) -> None:
        asks = self.read([post(n) for n in range(100)], total=101).asks
        spans = [ask.question.window for ask in asks]
        assert spans[0].since == YEARS.since
        assert spans[-1].until == YEARS.until
        assert all(b.since - a.until == timedelta(days=1) for a, b in pairwise(spans))

    def test_without_totals_full_pages_go_on(self) -> None:
        month = self.ask(Window(since=date(2023, 10, 1), until=date(2023, 10, 31)))
        assert len(self.read([post(n) for n in range(100)], ask=month).asks) == 1
        assert self.read([post(1)], ask=month).asks == ()

    def test_pages_that_vanish_meanwhile(self) -> None:
        answer = status(400, '{"code":"rest_post_invalid_page_number"}')
        assert self.route.read(site(), replace(self.ask(), page=2), answer) == Step()
        assert self.route.read(site(), self.ask(), answer).failed == "answers 400 (rest_post_invalid_page_number)"

    @pytest.mark.parametrize(
        ("answer", "reason"),
        [
            (status(401, '{"code":"rest_forbidden","message":"no"}'), "answers 401 (rest_forbidden)"),
            (status(403, "<html>Attention Required! | Cloudflare</html>"), "answers 403"),
            (ok("<html>Just a moment...</html>"), "answers something other than a list of posts"),
            (ok('{"code":"x"}'), "answers something other than a list of posts"),
        ],
    )
    def test_closed_interfaces_fail_with_the_reason(self, answer: Answer, reason: str) -> None:
        [first, second] = self.route.probes(site())
        assert self.route.judge(site(), first, answer).reason == reason
        assert not self.route.judge(site(), second, answer).works
        assert self.route.read(site(), self.ask(), answer).failed == reason

    def test_probe_tells_the_address_that_works_and_whether_it_searches(self) -> None:
        probe = self.route.probes(site())[1]
        verdict = self.route.judge(site(), probe, ok("[]"))
        assert verdict.works
        assert verdict.searches
        [ask] = self.route.begin(site(style=verdict.style), Question("ikrar", YEARS))
        assert ask.url.startswith("https://koran.example/?rest_route=/wp/v2/posts&")
        assert not self.route.judge(site(), probe, ok(json.dumps([post(1)]))).searches

    def test_listing_everything_asks_for_the_text(self) -> None:
        asked = query(self.ask(term=""))
        assert "search" not in asked
        assert "content" in asked["_fields"]
        [lead] = self.read([post(1, content={"rendered": "<p>isi ikrar</p>"})], ask=self.ask(term="")).leads
        assert lead.excerpt == "Kutipan isi ikrar"
        assert not lead.searched

    def test_posts_that_cannot_be_read_are_noted(self) -> None:
        step = self.read([post(1), {"id": 2}, "x", None])
        assert len(step.leads) == 1
        assert len(step.notes) == 3

    def test_changes_are_asked_in_the_outlets_time(self) -> None:
        [ask] = self.route.changes(site(), Question("ikrar", YEARS), datetime(2024, 11, 1, tzinfo=UTC))
        assert query(ask)["modified_after"] == "2024-11-01T07:00:00"
        assert "after" not in query(ask)


RSS = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<item><title>ASN &amp; ikrar &b;</title><link> https://koran.example/a </link>
<pubDate>Tue, 17 Oct 2023 07:05:00 +0000</pubDate><description><![CDATA[<p>Kutipan</p>]]></description>
<content:encoded><![CDATA[<p>Isi</p>]]></content:encoded></item>
<item><title>Tanpa tautan</title></item>
<item><link>https://koran.example/b</link><pubDate>kapan-kapan</pubDate></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Ikrar</title>
<link rel="replies" href="https://koran.example/balas"/><link href="https://koran.example/a"/>
<published>2023-10-17T14:05:00+07:00</published><updated>2023-10-18T00:00:00Z</updated></entry></feed>"""


class TestFeeds:
    question = Question("ikrar netralitas", YEARS)

    def test_rss(self) -> None:
        [ask] = ROUTES["wordpress-search"].begin(site(), self.question)
        assert query(ask) == {"s": "ikrar netralitas", "feed": "rss2", "paged": "1"}
        step = ROUTES["wordpress-search"].read(site(), ask, ok(RSS))
        first, second = step.leads
        assert first.url == "https://koran.example/a"
        assert first.title.startswith("ASN & ikrar")
        assert "aaaa" not in first.title  # entities of the document's own are not expanded
        assert first.excerpt == "Kutipan Isi"
        assert first.published == datetime(2023, 10, 17, 7, 5, tzinfo=UTC)
        assert second.published is None
        assert query(step.asks[0])["paged"] == "2"

    def test_atom(self) -> None:
        [ask] = ROUTES["feed"].begin(site(), self.question)
        [lead] = ROUTES["feed"].read(site(), ask, ok(ATOM)).leads
        assert lead.url == "https://koran.example/a"
        assert lead.modified == datetime(2023, 10, 18, tzinfo=UTC)

    def test_search_ends_behind_the_window_at_404_or_at_repetition(self) -> None:
        route = ROUTES["wordpress-search"]
        late = Question("ikrar", Window(since=date(2024, 1, 1), until=date(2024, 11, 22)))
        [ask] = route.begin(site(), late)
        assert route.read(site(), ask, ok(RSS)).asks == ()
        [ask] = route.begin(site(), self.question)
        [following] = route.read(site(), ask, ok(RSS)).asks
        assert route.read(site(), following, ok(RSS)).asks == ()
        assert route.read(site(), following, status(404)) == Step()
        assert route.read(site(), ask, status(500)).failed == "answers 500 and no feed"

    def test_search_that_finds_nonsense_is_not_used(self) -> None:
        route = ROUTES["wordpress-search"]
        [probe] = route.probes(site())
        assert not route.judge(site(), probe, ok(RSS)).works
        assert route.judge(site(), probe, ok('<rss version="2.0"><channel/></rss>')).works

    def test_a_feed_is_complete_only_as_far_as_it_reaches(self) -> None:
        route = ROUTES["feed"]
        [ask] = route.begin(site(), self.question)
        assert route.read(site(), ask, ok(RSS)).partial == "the feed does not reach back to 2018-01-01"
        late = replace(ask, question=Question("", Window(since=date(2024, 1, 1), until=date(2024, 2, 1))))
        assert route.read(site(), late, ok(RSS)).partial is None

    def test_feed_addresses_are_tried_in_turn(self) -> None:
        route, blog = ROUTES["feed"], site("custom")
        [ask] = route.begin(blog, self.question)
        tried = [ask.url]
        while asks := route.read(blog, ask, ok("<html></html>")).asks:
            [ask] = asks
            tried.append(ask.url)
        assert tried == [f"https://koran.example{path}" for path in blog.platform.feeds]
        assert str(route.read(blog, ask, status(404)).failed).startswith("no feed at any of /feed/, ")


def urlset(*entries: str) -> str:
    return f'<?xml version="1.0"?><urlset xmlns="{SITEMAP}">{"".join(entries)}</urlset>'


class TestSitemap:
    route = ROUTES["sitemap"]
    question = Question("", Window(since=date(2023, 1, 1), until=date(2023, 12, 31)))

    def robots(self, text: str) -> Step:
        [ask] = self.route.begin(site(), self.question)
        return self.route.read(site(), ask, ok(text))

    def read(self, body: str, kind: str = "sitemap") -> Step:
        ask = Ask("https://koran.example/sitemap.xml", self.question, kind)
        return self.route.read(site(), ask, ok(body))

    def test_robots_name_the_sitemaps(self) -> None:
        step = self.robots("Sitemap: https://koran.example/a.xml\nsitemap:https://koran.example/category-sitemap.xml\n"
                           "Sitemap: https://lain.example/b.xml")  # fmt: skip
        assert [ask.url for ask in step.asks] == ["https://koran.example/a.xml"]
        assert step.notes == ("robots.txt names a sitemap of another host: https://lain.example/b.xml",)

    def test_usual_addresses_are_guessed_in_turn(self) -> None:
        [ask] = self.robots("User-agent: *").asks
        tried = []
        while True:
            tried.append(urlsplit(ask.url).path)
            step = self.route.read(site(), ask, status(404))
            if not step.asks:
                break
            [ask] = step.asks
        assert tried[:3] == ["/sitemap.xml", "/wp-sitemap.xml", "/sitemap_index.xml"]
        assert str(step.failed).startswith("no sitemap: ")

    def test_index_leaves_out_what_lies_before_the_window(self) -> None:
        entries = "".join(
            f"<sitemap><loc>https://{name}</loc><lastmod>{changed}</lastmod></sitemap>"
            for name, changed in [
                ("koran.example/post-1.xml", "2022-12-31T10:00:00+07:00"),
                ("koran.example/post-2.xml", "2023-01-01"),
                ("koran.example/post-3.xml", ""),
                ("koran.example/sitemap-2021-05.xml", "2024-01-01"),
                ("koran.example/sitemap-2023-05.xml", "2024-01-01"),
                ("koran.example/tag-sitemap.xml", "2024-01-01"),
                ("lain.example/post.xml", "2024-01-01"),
            ]
        )
        step = self.read(f'<sitemapindex xmlns="{SITEMAP}">{entries}</sitemapindex>')
        assert [ask.url.rpartition("/")[2] for ask in step.asks] == ["post-2.xml", "post-3.xml", "sitemap-2023-05.xml"]
        assert len(step.notes) == 1

    def test_entries(self) -> None:
        news = ('<news:news xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><news:publication_date>'
                "2023-10-17T14:05+07:00</news:publication_date><news:title>Ikrar ASN</news:title></news:news>")  # fmt: skip
        step = self.read(
            urlset(
                f"<url><loc> https://koran.example/a </loc>{news}</url>",
                "<url><loc>https://koran.example/2023/10/17/asn-ikrar-netral/</loc><lastmod>2023-10-18</lastmod></url>",
                "<url><lastmod>2023-10-18</lastmod></url>",
            )
        )
        first, second = step.leads
        assert (first.url, first.title) == ("https://koran.example/a", "Ikrar ASN")
        assert first.published == datetime(2023, 10, 17, 7, 5, tzinfo=UTC)
        assert second.title == "asn ikrar netral"
        assert second.published is not None
        assert second.published.date() == date(2023, 10, 17)
        assert second.modified == datetime(2023, 10, 17, 17, tzinfo=UTC)

    def test_an_unreadable_sitemap_is_partial_not_fatal(self) -> None:
        step = self.read("<html>")
        assert step.partial
        assert not step.failed

    def test_an_index_within_an_index_is_not_followed(self) -> None:
        step = self.read(f'<sitemapindex xmlns="{SITEMAP}"><sitemap><loc>https://koran.example/x.xml</loc></sitemap>'
                         "</sitemapindex>", kind="inner")  # fmt: skip
        assert step.asks == ()
        assert step.notes

    def test_entities_are_not_expanded(self) -> None:
        bomb = '<!DOCTYPE x [<!ENTITY a "https://koran.example/"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
        step = self.read(bomb + urlset("<url><loc>&a;x</loc></url>", "<url><loc>&f;</loc></url>").partition("?>")[2])
        assert all("root:" not in lead.url for lead in step.leads)


CARDS = """<div class="feed">
<article class="card"><h2><a href="/berita/1/ikrar">ASN  Ikrar
 Netral</a></h2><span class="date">Selasa, 17 Oktober 2023 | 14:05 WIB</span><p>Kutipan</p></article>
<article class="card"><h2><a href="https://koran.example/berita/2/lain">Lain</a></h2>
<time datetime="2023-10-16T08:00:00+07:00">kemarin</time></article>
<article class="card"><h2><a href="https://iklan.example/x">Iklan</a></h2></article>
<article class="card"><h2><a href="javascript:void(0)">Kosong</a></h2></article>
<article class="card"><h2><a href="https://[rusak">Rusak</a></h2></article>
<article class="card"><p>tanpa tautan</p></article></div>"""


class TestCards:
    question = Question("ikrar netralitas", YEARS)

    def test_results(self) -> None:
        [ask] = ROUTES["search"].begin(site("cards"), self.question)
        assert ask.url == "https://koran.example/search?q=ikrar+netralitas&page=1"
        step = ROUTES["search"].read(site("cards"), ask, ok(CARDS, ask.url))
        first, second = step.leads
        assert (first.url, first.title) == ("https://koran.example/berita/1/ikrar", "ASN Ikrar Netral")
        assert first.published == datetime(2023, 10, 17, 7, 5, tzinfo=UTC)
        assert second.published == datetime(2023, 10, 16, 1, tzinfo=UTC)
        assert first.searched
        assert step.asks[0].url.endswith("&page=2")

    def test_pages_end_at_nothing_new(self) -> None:
        route = ROUTES["search"]
        [ask] = route.begin(site("cards"), self.question)
        [following] = route.read(site("cards"), ask, ok(CARDS, ask.url)).asks
        assert route.read(site("cards"), following, ok(CARDS, ask.url)).asks == ()
        assert route.read(site("cards"), following, ok("<p>habis</p>")) == Step()
        assert route.read(site("cards"), following, status(404)) == Step()

    def test_endless_pages_end_at_the_limit(self) -> None:
        route: Route = ROUTES["listing"]
        [ask] = route.begin(site("cards"), self.question)
        for number in range(1, 1000):
            body = f'<article class="card"><h2><a href="/berita/{number}/x">x</a></h2></article>'
            step = route.read(site("cards"), ask, ok(body, ask.url))
            if not step.asks:
                break
            [ask] = step.asks
        assert number == 100
        assert step.partial == "more than 100 pages of results"

    def test_a_listing_ends_behind_the_window(self) -> None:
        late = Question("", Window(since=date(2024, 1, 1), until=date(2024, 2, 1)))
        for name, ends in (("listing", True), ("search", False)):
            [ask] = ROUTES[name].begin(site("cards"), late)  # type: ignore[index]  # names of routes
            assert (ROUTES[name].read(site("cards"), ask, ok(CARDS, ask.url)).asks == ()) is ends  # type: ignore[index]

    def test_selectors_that_do_not_fit_are_told(self) -> None:
        [ask] = ROUTES["listing"].begin(site("cards"), self.question)
        assert "selectors" in str(ROUTES["listing"].read(site("cards"), ask, ok("<p>lain</p>")).failed)

    def test_addresses_that_are_no_articles_of_the_platform(self) -> None:
        body = "".join(
            f"<article><h3><a href='{path}'>x</a></h3></article>"
            for path in ("/berita/368707/asn-ikrar", "/tag/asn", "/video/12/x")
        )
        [ask] = ROUTES["search"].begin(site("antaranews"), self.question)
        leads = ROUTES["search"].read(site("antaranews"), ask, ok(body)).leads
        assert [lead.url for lead in leads] == ["https://koran.example/berita/368707/asn-ikrar"]

    def test_search_that_finds_nonsense_is_not_used(self) -> None:
        [probe] = ROUTES["search"].probes(site("cards"))
        assert not ROUTES["search"].judge(site("cards"), probe, ok(CARDS, probe.url)).works
        assert ROUTES["search"].judge(site("cards"), probe, ok("<p>Tidak ada</p>")).works
        assert ROUTES["search"].judge(site("cards"), probe, status(403)).reason == "answers 403"

    def test_tags_are_the_words_of_the_term(self) -> None:
        [ask] = ROUTES["tag"].begin(site("detik"), Question("netralitas ASN", YEARS))
        assert ask.url == "https://koran.example/tag/netralitas-asn/?page=1"

    @given(st.text(max_size=300))
    def test_any_page_is_read(self, text: str) -> None:
        [ask] = ROUTES["search"].begin(site("cards"), self.question)
        ROUTES["search"].read(site("cards"), ask, ok(text.encode("utf-8", "replace"), ask.url))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Selasa, 17 Oktober 2023 | 14:05 WIB", "2023-10-17T07:05"),
        ("Jum'at, 17 Nov 2023 14:05 WITA", "2023-11-17T06:05"),
        ("Jumat , 17 November 2023 - 14:05 WIT", "2023-11-17T05:05"),
        ("17/10/2023 14:05", "2023-10-17T07:05"),
        ("2 jam lalu", "2024-11-22T01:00"),
        ("17 Oktober 2203", None),
        ("Redaksi", None),
        ("", None),
    ],
)
def test_printed_dates(text: str, expected: str | None) -> None:
    moment = printed_date(text, site("cards"))
    assert (moment and moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M")) == expected
