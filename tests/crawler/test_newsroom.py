"""The demo newsroom over real HTTP through its proxy: every route, and the content behind it."""

from __future__ import annotations

import csv
import gzip
import http.client
import json
import re
import shutil
import socket
import struct
import subprocess
import sys
import sysconfig
import threading
import time
import urllib.parse
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from lxml import etree, html

from crawler.newsroom import Newsroom, find_pages, server
from crawler.newsroom.content import Article, ContentError, Outlet, load_outlets, parse_article
from crawler.newsroom.rendering import DAYS, indonesian_date, indonesian_time
from crawler.newsroom.wordpress_search import parse_search
from schemas.outlet import Outlet as RegistryOutlet
from schemas.report import Activity, Level

WORDPRESS = "http://lentera-daerah.example"
CARDS = "http://harian-bahtera.example"
PORTAL = "http://warta-praja.example"
SITEMAP_TAG = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@dataclass(frozen=True)
class Reply:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def tree(self) -> html.HtmlElement:
        return html.fromstring(self.body)

    def locations(self) -> list[str]:
        """The addresses in a sitemap."""
        return self.texts(f"{SITEMAP_TAG}loc")

    def texts(self, tag: str) -> list[str]:
        """The texts of all elements of this name in an XML document."""
        return [element.text or "" for element in etree.fromstring(self.body).iter(tag)]


class Client:
    def __init__(self, newsroom: Newsroom) -> None:
        self.newsroom = newsroom
        self.address = urllib.parse.urlsplit(newsroom.proxy).netloc

    def get(self, target: str, headers: Mapping[str, str] | None = None, method: str = "GET") -> Reply:
        """Asks with the target in the request line as given: an absolute URI for a proxy, or a path."""
        connection = http.client.HTTPConnection(self.address, timeout=20)
        try:
            connection.request(method, target, headers=dict(headers or {}))
            response = connection.getresponse()
            return Reply(response.status, response.headers, response.read())
        finally:
            connection.close()

    def posts(self, **query: object) -> Reply:
        return self.get(f"{WORDPRESS}/wp-json/wp/v2/posts?{urllib.parse.urlencode(query)}")


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with Newsroom() as newsroom:
        yield Client(newsroom)


@pytest.fixture(scope="module")
def outlets() -> dict[str, Outlet]:
    return {outlet.id: outlet for outlet in load_outlets(find_pages())}


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


# --- the proxy ---------------------------------------------------------------------------------------------------


def test_answers_for_absolute_targets_and_for_the_host_header(client: Client) -> None:
    absolute = client.get(f"{PORTAL}/robots.txt")
    by_header = client.get("/robots.txt", {"Host": "warta-praja.example"})
    assert absolute.status == by_header.status == 200
    assert absolute.body == by_header.body


@pytest.mark.parametrize(
    ("target", "host"),
    [("http://other.example/", None), ("http://127.0.0.1/", None), ("/", None), ("/", "[broken"), ("/", "")],
)
def test_answers_for_no_other_host(client: Client, target: str, host: str | None) -> None:
    assert client.get(target, None if host is None else {"Host": host}).status == 502


def test_refuses_other_methods(client: Client) -> None:
    assert client.get(f"{WORDPRESS}/wp-comments-post.php", method="POST").status == 405
    assert client.get("lentera-daerah.example:443", method="CONNECT").status == 502


def test_head_has_the_headers_and_no_body(client: Client) -> None:
    url = f"{WORDPRESS}/wp-json/wp/v2/posts?per_page=1"
    head, get = client.get(url, method="HEAD"), client.get(url)
    assert head.body == b""
    assert head.headers["X-WP-Total"] == get.headers["X-WP-Total"]
    assert head.headers["Content-Length"] == str(len(get.body))


def test_several_requests_use_one_connection(client: Client) -> None:
    connection = http.client.HTTPConnection(client.address, timeout=20)
    for path in ("/robots.txt", "/", "/robots.txt"):
        connection.request("GET", f"{PORTAL}{path}")
        assert connection.getresponse().read()
    connection.close()


def test_compresses_only_when_asked_and_the_same_on_every_request(client: Client) -> None:
    plain = client.get(f"{CARDS}/indeks")
    packed = [client.get(f"{CARDS}/indeks", {"Accept-Encoding": "gzip, deflate"}) for _ in range(2)]
    assert "Content-Encoding" not in plain.headers
    assert packed[0].headers["Content-Encoding"] == "gzip"
    assert packed[0].body == packed[1].body
    assert gzip.decompress(packed[0].body) == plain.body


def test_the_same_urls_and_bytes_on_every_run(client: Client) -> None:
    urls = [
        f"{WORDPRESS}/wp-sitemap-posts-post-1.xml",
        f"{WORDPRESS}/feed/",
        f"{CARDS}/indeks",
        f"{PORTAL}/sitemap.xml",
    ]
    with Newsroom() as again:
        assert [client.get(url).body for url in urls] == [Client(again).get(url).body for url in urls]


def test_logs_every_request() -> None:
    with Newsroom() as newsroom:
        client = Client(newsroom)
        client.get(f"{CARDS}/search?q=ikrar+netralitas&page=2", {"User-Agent": "test"})
        client.get(f"{CARDS}/nowhere")
        assert [(logged.method, logged.url, logged.status) for logged in newsroom.requests] == [
            ("GET", f"{CARDS}/search?q=ikrar+netralitas&page=2", 200),
            ("GET", f"{CARDS}/nowhere", 404),
        ]
        assert newsroom.requests[0].headers["user-agent"] == "test"


def test_a_client_that_vanishes_is_no_error(capfd: pytest.CaptureFixture[str]) -> None:
    with Newsroom() as newsroom:
        host, port = urllib.parse.urlsplit(newsroom.proxy).netloc.split(":")
        with socket.create_connection((host, int(port))) as connection:
            connection.sendall(b"GET http://warta-praja.example/ HTTP/1.1\r\nHost:")
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # closing resets
        assert Client(newsroom).get(f"{PORTAL}/").status == 200
        deadline = time.monotonic() + 10
        while any("process_request" in thread.name for thread in threading.enumerate()):
            assert time.monotonic() < deadline
            time.sleep(0.01)
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("site", [WORDPRESS, CARDS, PORTAL])
def test_what_is_not_there_is_404_and_robots_disallow_something(client: Client, site: str) -> None:
    assert client.get(f"{site}/tidak-ada.html").status == 404
    assert client.get(f"{site}/2023/01/01/tidak-ada/").status == 404
    assert re.search(r"^Disallow: /\S+$", client.get(f"{site}/robots.txt").text, re.MULTILINE)


@pytest.mark.parametrize(
    "url",
    [
        f"{WORDPRESS}/feed/",
        f"{WORDPRESS}/?s=ikrar&feed=rss2",
        f"{WORDPRESS}/wp-sitemap.xml",
        f"{WORDPRESS}/wp-sitemap-posts-post-1.xml",
        f"{PORTAL}/sitemap.xml",
        f"{PORTAL}/sitemap-posts-2.xml",
    ],
)
def test_feeds_and_sitemaps_answer_304_when_nothing_changed(client: Client, url: str) -> None:
    first = client.get(url)
    tag, changed = first.headers["ETag"], first.headers["Last-Modified"]
    unchanged = client.get(url, {"If-None-Match": tag, "Accept-Encoding": "gzip"})
    assert (unchanged.status, unchanged.body) == (304, b"")
    assert client.get(url, {"If-None-Match": f'"x", W/{tag}'}).status == 304
    assert client.get(url, {"If-Modified-Since": changed}).status == 304
    assert client.get(url, {"If-None-Match": '"old"', "If-Modified-Since": changed}).status == 200
    assert client.get(url, {"If-Modified-Since": "Mon, 01 Jan 2018 00:00:00 GMT"}).status == 200
    assert client.get(url, {"If-Modified-Since": "yesterday"}).status == 200


def test_hostile_paths_stay_inside_one_header_line(client: Client) -> None:
    reply = client.get(f"{WORDPRESS}/x%0d%0aSet-Cookie:%20a=b")
    assert reply.status == 301
    assert "Set-Cookie" not in reply.headers
    page = client.get(f"{CARDS}/search?q=%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>alert" not in page.text


# --- the WordPress outlet ----------------------------------------------------------------------------------------


def test_wordpress_article_has_a_news_theme_around_it(client: Client, outlets: dict[str, Outlet]) -> None:
    article = outlets["lentera-daerah"].by_slug["seribu-lebih-asn-lampung-barat-ucapkan-ikrar-netralitas"]
    page = client.get(f"{WORDPRESS}/{article.slug}/").tree
    linked = json.loads(page.xpath("//script[@type='application/ld+json']")[0].text)
    assert linked["@graph"][0]["datePublished"] == "2023-11-14T13:20:00+07:00"
    assert linked["@graph"][0]["headline"] == article.title
    assert page.xpath("//meta[@property='article:published_time']/@content") == ["2023-11-14T13:20:00+07:00"]
    assert page.xpath("//link[@rel='canonical']/@href") == [f"{WORDPRESS}/{article.slug}/"]
    whole = words(page)
    for boilerplate in ("Baca juga:", "Bagikan:", "Tag:", "Berita Terkait", "Tinggalkan Balasan", "media rekaan"):
        assert boilerplate in whole


def test_wordpress_splits_an_article_over_pages(client: Client) -> None:
    url = f"{WORDPRESS}/labura-gelar-deklarasi-netralitas-asn/"
    first, second = client.get(url).tree, client.get(f"{url}2/").tree
    assert first.xpath("//link[@rel='next']/@href") == [f"{url}2/"]
    assert second.xpath("//link[@rel='prev']/@href") == [url]
    assert not second.xpath("//link[@rel='next']")
    assert "maju ke depan" in words(first)
    assert "Tidak memihak kepada salah satu" not in words(first)
    assert "Tidak memihak kepada salah satu" in words(second)
    assert client.get(f"{url}3/").headers["Location"] == url


def test_wordpress_redirects_to_canonical_addresses(client: Client, outlets: dict[str, Outlet]) -> None:
    article = outlets["lentera-daerah"].articles[0]
    address = f"{WORDPRESS}/{article.slug}/"
    for other in (f"{WORDPRESS}/{article.slug}", f"{WORDPRESS}/?p={article.number}", f"{address}1/"):
        reply = client.get(other)
        assert (reply.status, reply.headers["Location"]) == (301, address)


def test_wordpress_listings_are_cut_into_pages_of_ten(client: Client, outlets: dict[str, Outlet]) -> None:
    total = len(outlets["lentera-daerah"].articles)
    first, second = client.get(f"{WORDPRESS}/"), client.get(f"{WORDPRESS}/page/2/")
    titles = "//h2[@class='entry-title']/a/@href"
    assert len(first.tree.xpath(titles)) == 10
    assert len(second.tree.xpath(titles)) == total - 10
    assert client.get(f"{WORDPRESS}/page/9/").status == 404
    assert client.get(f"{WORDPRESS}/category/opini/").tree.xpath(titles)
    assert client.get(f"{WORDPRESS}/tag/dompu/").tree.xpath(titles)
    assert client.get(f"{WORDPRESS}/category/tidak-ada/").status == 404
    found = client.get(f"{WORDPRESS}/?s=zqxvkjwpt")
    assert found.status == 200
    assert not found.tree.xpath(titles)


def test_wordpress_feed_has_the_ten_newest(client: Client, outlets: dict[str, Outlet]) -> None:
    reply = client.get(f"{WORDPRESS}/feed/")
    assert reply.headers["Content-Type"].startswith("application/rss+xml")
    assert reply.texts("link")[1:] == [
        f"{WORDPRESS}/{article.slug}/" for article in outlets["lentera-daerah"].articles[:10]
    ]
    assert reply.texts("pubDate")[0] == "Thu, 03 Oct 2024 12:10:00 +0000"


def test_wordpress_search_feed_pages_until_404(client: Client) -> None:
    links: list[str] = []
    for page in range(1, 9):
        reply = client.get(f"{WORDPRESS}/?s=netralitas&feed=rss2&paged={page}")
        if reply.status == 404:
            break
        links += reply.texts("link")[1:]
    assert page > 2
    total = int(client.posts(search="netralitas").headers["X-WP-Total"])
    assert len(set(links)) == len(links) == total
    nothing = client.get(f"{WORDPRESS}/?s=zqxvkjwpt&feed=rss2")
    assert nothing.status == 200
    assert nothing.texts("item") == []
    assert client.get(f"{WORDPRESS}/search/netralitas/feed/rss2/").body.count(b"<item>") == 10


def test_wordpress_sitemap_leads_to_every_post(client: Client, outlets: dict[str, Outlet]) -> None:
    assert f"Sitemap: {WORDPRESS}/wp-sitemap.xml" in client.get(f"{WORDPRESS}/robots.txt").text
    parts = client.get(f"{WORDPRESS}/wp-sitemap.xml").locations()
    posts = client.get(parts[0]).locations()
    assert set(posts) == {f"{WORDPRESS}/{article.slug}/" for article in outlets["lentera-daerah"].articles}
    assert all(client.get(url).status == 200 for url in client.get(parts[1]).locations())
    assert client.get(f"{WORDPRESS}/wp-sitemap-users-1.xml").status == 404


# --- WordPress's REST interface ----------------------------------------------------------------------------------


def test_rest_post_has_wordpress_fields(client: Client) -> None:
    (post,) = json.loads(client.posts(slug="labura-gelar-deklarasi-netralitas-asn").body)
    assert (post["date"], post["date_gmt"]) == ("2024-09-24T20:31:00", "2024-09-24T13:31:00")
    assert (post["modified"], post["modified_gmt"]) == ("2024-09-25T08:12:00", "2024-09-25T01:12:00")
    assert post["link"] == f"{WORDPRESS}/labura-gelar-deklarasi-netralitas-asn/"
    assert "<!--nextpage-->" in post["content"]["rendered"]
    assert post["excerpt"]["rendered"].startswith("<p>")
    assert post["excerpt"]["rendered"].endswith("[&hellip;]</p>\n")
    assert json.loads(client.get(f"{WORDPRESS}/wp-json/wp/v2/posts/{post['id']}").body) == post


def test_rest_answers_under_both_addresses(client: Client) -> None:
    pretty = client.posts(search="ikrar netralitas", per_page=3)
    plain = client.get(f"{WORDPRESS}/?rest_route=/wp/v2/posts&search=ikrar+netralitas&per_page=3")
    assert pretty.body == plain.body
    assert pretty.headers["X-WP-Total"] == plain.headers["X-WP-Total"]
    assert "wp/v2" in json.loads(client.get(f"{WORDPRESS}/wp-json/").body)["namespaces"]
    assert json.loads(client.get(f"{WORDPRESS}/wp-json/wp/v2/none").body)["code"] == "rest_no_route"


def test_rest_pages_add_up_and_end_with_the_error_of_wordpress(client: Client, outlets: dict[str, Outlet]) -> None:
    first = client.posts(per_page=6, order="asc")
    pages = int(first.headers["X-WP-TotalPages"])
    assert int(first.headers["X-WP-Total"]) == len(outlets["lentera-daerah"].articles)
    slugs = [
        post["slug"]
        for page in range(1, pages + 1)
        for post in json.loads(client.posts(per_page=6, order="asc", page=page).body)
    ]
    assert slugs == [article.slug for article in outlets["lentera-daerah"].articles[::-1]]
    past = client.posts(per_page=6, page=pages + 1)
    assert (past.status, json.loads(past.body)["code"]) == (400, "rest_post_invalid_page_number")


def test_rest_finds_nothing_for_nonsense(client: Client) -> None:
    reply = client.posts(search="zqxvkjwpt", page=2)
    assert (reply.status, reply.body) == (200, b"[]")
    assert (reply.headers["X-WP-Total"], reply.headers["X-WP-TotalPages"]) == ("0", "0")


def test_rest_search_joins_its_terms(client: Client) -> None:
    def found(search: str) -> set[str]:
        return {post["slug"] for post in json.loads(client.posts(search=search, per_page=100, _fields="slug").body)}

    assert found("dompu pakta") == found("dompu") & found("pakta") != set()
    assert found("pagar alam") == {"pj-wali-kota-pagar-alam-pimpin-apel-ikrar-netral"}
    assert found("etraliTAS") == found("netralitas")
    assert found("netralitas -ikrar") == found("netralitas") - found("ikrar")
    assert found('"alam pagar"') == set()
    assert "opini-netralitas-asn-bukan-sekadar-upacara" in found("tiga langkah")


def test_rest_windows_compare_strictly_with_the_local_date(client: Client) -> None:
    def found(**window: str) -> list[str]:
        return [post["slug"] for post in json.loads(client.posts(_fields="slug", **window).body)]

    labura = "labura-gelar-deklarasi-netralitas-asn"
    assert found(after="2024-09-24T20:30:59", before="2024-09-24T20:31:01") == [labura]
    assert found(after="2024-09-24T13:30:59Z", before="2024-09-24T13:31:01Z") == [labura]
    assert found(after="2024-09-24T21:30:59+08:00", before="2024-09-24T21:31:01+08:00") == [labura]
    assert found(after="2024-09-24T20:31:00", before="2024-10-01T00:00:00") == []
    assert found(after="2024-09-01T00:00:00", before="2024-09-24T20:31:00") == []
    assert found(modified_after="2024-09-25T00:00:00", before="2024-10-01T00:00:00") == [labura]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"per_page": 101}, "rest_out_of_bounds"),
        ({"per_page": 0}, "rest_out_of_bounds"),
        ({"per_page": "many"}, "rest_invalid_type"),
        ({"page": -1}, "rest_out_of_bounds"),
        ({"after": "2024-09-24"}, "rest_invalid_date"),
        ({"before": "2024-13-01T00:00:00"}, "rest_invalid_date"),
        ({"order": "up"}, "rest_not_in_enum"),
        ({"orderby": "mood"}, "rest_not_in_enum"),
    ],
)
def test_rest_refuses_wrong_parameters(client: Client, query: dict[str, object], code: str) -> None:
    reply = client.posts(**query)
    error = json.loads(reply.body)
    (name,) = query
    assert (reply.status, error["code"]) == (400, "rest_invalid_param")
    assert error["data"]["details"][name]["code"] == code


def test_rest_orders_by_what_is_asked(client: Client) -> None:
    def field(name: str, **query: object) -> list[str | int]:
        return [post[name] for post in json.loads(client.posts(_fields=name, per_page=100, **query).body)]

    assert field("slug", orderby="slug", order="asc") == sorted(field("slug"))
    assert field("id", orderby="id") == sorted(field("id"), reverse=True)
    assert field("modified", orderby="modified") == sorted(field("modified"), reverse=True)
    assert field("slug", orderby="relevance", search="opini bukan")[0].startswith("opini")  # type: ignore[union-attr]  # slugs are text
    assert json.loads(client.posts(orderby="relevance").body)["code"] == "rest_no_search_term_defined"


def test_rest_sends_only_the_fields_asked_for(client: Client) -> None:
    (post,) = json.loads(client.posts(_fields="id,link,title.rendered,nothing", per_page=1).body)
    assert set(post) == {"id", "link", "title"}
    assert set(post["title"]) == {"rendered"}


def test_search_terms_are_split_as_wordpress_splits_them() -> None:
    assert parse_search('Ikrar "netral ASN" -sanksi a').wanted == ("ikrar", "netral asn")
    assert parse_search('Ikrar "netral ASN" -sanksi a').excluded == ("sanksi",)
    assert parse_search("satu dua tiga empat lima enam tujuh delapan sembilan sepuluh").wanted == (
        "satu dua tiga empat lima enam tujuh delapan sembilan sepuluh",
    )


# --- the outlet of cards -----------------------------------------------------------------------------------------


def card_links(reply: Reply) -> list[str]:
    return [str(link) for link in reply.tree.xpath("//article[@class='card']/h2/a/@href")]


@pytest.mark.parametrize(("route", "least"), [("indeks?", 12), ("search?q=ikrar+netralitas&", 6)])
def test_cards_are_paged_to_an_empty_page(client: Client, route: str, least: int) -> None:
    links: list[str] = []
    for page in range(1, 20):
        reply = client.get(f"{CARDS}/{route}page={page}")
        assert reply.status == 200
        if not card_links(reply):
            break
        assert bool(reply.tree.xpath("//a[@rel='prev']")) == (page > 1)
        links += card_links(reply)
    assert len(links) == len(set(links)) >= least
    assert all(client.get(link).status == 200 for link in links)


def test_cards_search_finds_nothing_for_nonsense_or_no_word(client: Client) -> None:
    assert card_links(client.get(f"{CARDS}/search?q=zqxvkjwpt")) == []
    assert card_links(client.get(f"{CARDS}/search?q=")) == []


def test_cards_print_indonesian_dates(client: Client, outlets: dict[str, Outlet]) -> None:
    reply = client.get(f"{CARDS}/search?q=karangasem")
    assert [words(element) for element in reply.tree.xpath("//span[@class='date']")] == [
        "Selasa, 17 Oktober 2023 | 14:05 WIB"
    ]
    published = outlets["warta-praja"].by_slug["ikrar-netralitas-asn-halmahera-selatan"].published
    assert f"{indonesian_date(published)} {indonesian_time(published)}" == "Senin, 14 Oktober 2024 15:00 WIT"


def test_cards_article_in_two_pages_or_whole(client: Client) -> None:
    url = f"{CARDS}/2023/11/22/asn-gunungkidul-ikrar-netral-di-alun-alun"
    first, second, whole = client.get(url).tree, client.get(f"{url}?page=2").tree, client.get(f"{url}?page=all").tree
    assert first.xpath("//link[@rel='next']/@href") == [f"{url}?page=2"]
    assert not second.xpath("//link[@rel='next']")
    assert not whole.xpath("//link[@rel='next']")
    text = {
        name: words(page.get_element_by_id("article-content"))
        for name, page in (("first", first), ("second", second), ("whole", whole))
    }
    for sentence, on_first in (("harus diulang", True), ("18 kapanewon", False), ("Obat paling manjur", False)):
        assert sentence.lower() in text["whole"].lower()
        assert (sentence.lower() in text["first"].lower()) == on_first
        assert (sentence.lower() in text["second"].lower()) != on_first
    assert client.get(f"{url}?page=3").headers["Location"] == url


def test_cards_amp_page_names_its_canonical(client: Client) -> None:
    url = f"{CARDS}/2023/10/17/netralitas-asn-karangasem-ikrar-di-wantilan"
    (amp,) = client.get(url).tree.xpath("//link[@rel='amphtml']/@href")
    assert client.get(amp).tree.xpath("//link[@rel='canonical']/@href") == [url]


def test_cards_print_version_is_linked_and_disallowed(client: Client) -> None:
    (link,) = client.get(f"{CARDS}/2023/11/20/asn-kota-metro-ikrar-netralitas").tree.xpath("//a[.='Cetak']/@href")
    assert client.get(link).status == 200
    assert urllib.parse.urlsplit(link).path.startswith("/cetak/")
    assert "Disallow: /cetak/" in client.get(f"{CARDS}/robots.txt").text


def test_cards_legacy_page_tells_its_charset_in_meta_only(client: Client) -> None:
    reply = client.get(f"{CARDS}/2018/04/06/asn-kota-batu-ikrar-netral-pilkada-serentak-2018")
    assert reply.headers["Content-Type"] == "text/html"
    assert b'<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">' in reply.body
    assert b"\x93Penumpangnya" in reply.body
    with pytest.raises(UnicodeDecodeError):
        reply.body.decode()
    assert "“Penumpangnya boleh berganti" in reply.body.decode("windows-1252")


# --- the portal --------------------------------------------------------------------------------------------------


def test_portal_is_found_by_its_sitemaps(client: Client, outlets: dict[str, Outlet]) -> None:
    assert f"Sitemap: {PORTAL}/sitemap.xml" in client.get(f"{PORTAL}/robots.txt").text
    parts = client.get(f"{PORTAL}/sitemap.xml").locations()
    assert parts == [f"{PORTAL}/sitemap-posts-1.xml", f"{PORTAL}/sitemap-posts-2.xml"]
    pages = [url for part in parts for url in client.get(part).locations()]
    assert len(pages) == len(set(pages))
    articles = {f"{PORTAL}/berita/{article.slug}" for article in outlets["warta-praja"].articles}
    assert articles == {url for url in pages if "/berita/" in url}
    assert all(client.get(url).status == 200 for url in pages)
    assert b"<lastmod>2024-09-28T09:30:00+08:00</lastmod>" in client.get(parts[1]).body
    assert client.get(f"{PORTAL}/sitemap-posts-3.xml").status == 404
    assert all(client.get(f"{PORTAL}/{name}").status == 200 for name in ("", "profil", "kontak"))


def test_portal_shows_dates_in_text_and_time_element_only(client: Client) -> None:
    page = client.get(f"{PORTAL}/berita/asn-banggai-laut-nyatakan-netral").tree
    assert page.xpath("//time/@datetime") == ["2024-09-27T14:00"]
    assert words(page.xpath("//time")[0]) == "Jumat, 27 September 2024 pukul 14:00 WITA"
    assert not page.xpath("//meta[@property] | //script")


def test_portal_has_a_page_without_its_date(client: Client) -> None:
    url = f"{PORTAL}/berita/ikrar-netralitas-asn-halmahera-selatan"
    assert not client.get(url).tree.xpath("//time | //meta[@property]")
    entry = re.search(rf"<loc>{re.escape(url)}</loc>(.*)</url>", client.get(f"{PORTAL}/sitemap-posts-2.xml").text)
    assert entry is not None
    assert entry[1] == ""


def test_portal_offers_a_disallowed_download(client: Client) -> None:
    page = client.get(f"{PORTAL}/berita/asn-banggai-laut-nyatakan-netral").tree
    (link,) = page.xpath("//a[.='Unduh naskah']/@href")
    assert client.get(f"{PORTAL}{link}").headers["Content-Type"].startswith("text/plain")
    assert "Disallow: /unduh/" in client.get(f"{PORTAL}/robots.txt").text


# --- content -----------------------------------------------------------------------------------------------------


def article_url(outlet: Outlet, article: Article) -> str:
    day = article.published.astimezone(outlet.zone)
    paths = {
        "wordpress": f"/{article.slug}/",
        "cards": f"/{day:%Y/%m/%d}/{article.slug}?page=all",
        "sitemap": f"/berita/{article.slug}",
    }
    return f"http://{outlet.host}{paths[outlet.platform]}"


def test_every_page_prints_its_text_and_says_that_it_is_invented(client: Client, outlets: dict[str, Outlet]) -> None:
    for outlet in outlets.values():
        for article in outlet.articles:
            body = client.get(article_url(outlet, article)).body
            printed = words(html.document_fromstring(body.decode(article.charset)))
            assert "semua tokoh" in printed.lower() or "seluruh tokoh" in printed.lower()
            for block in article.pages[0]:
                if block.kind != "related":
                    assert all(" ".join(line.split()) in printed for line in block.lines), (article.slug, block)


def test_weekdays_in_the_articles_are_right(outlets: dict[str, Outlet]) -> None:
    checked = 0
    for outlet in outlets.values():
        for article in outlet.articles:
            for name, day, month, year in re.findall(
                rf"\b({'|'.join(DAYS)}) ?\((\d{{1,2}})/(\d{{1,2}})(?:/(\d{{4}}))?\)", article.prose
            ):
                told = date(int(year or article.published.year), int(month), int(day))
                assert DAYS[told.weekday()] == name, (article.slug, told)
                checked += 1
    assert checked > 30


def test_the_answer_key_names_every_article_once(outlets: dict[str, Outlet]) -> None:
    with (find_pages() / "expected.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    keys = [(row["outlet"], row["slug"]) for row in rows]
    assert len(keys) == len(set(keys))
    assert set(keys) == {(outlet.id, article.slug) for outlet in outlets.values() for article in outlet.articles}
    for row in rows:
        count = int(row["ceremonies"])
        assert (row["is_ceremony"] == "yes") == (count > 0)
        for name in ("date", "level", "activities", "event"):
            assert len(row[name].split()) == count, (row["slug"], name)
        assert set(row["level"].split()) <= set(get_args(Level))
        assert {part for one in row["activities"].split() for part in one.split("+")} <= set(get_args(Activity))
        assert all(date.fromisoformat(day) for day in row["date"].split())
        for code in row["regency_code"].split():
            assert code[:2] in row["province_code"].split()
        if row["date_end"]:
            assert date.fromisoformat(row["date_end"]) > date.fromisoformat(row["date"])
    assert sum(row["is_ceremony"] == "yes" for row in rows) >= 24
    assert sum(row["is_ceremony"] == "no" for row in rows) >= 16


def test_the_table_of_outlets_follows_the_registry() -> None:
    with (find_pages() / "outlets.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            fields: dict[str, object] = {name: value or None for name, value in row.items() if name != "note"}
            RegistryOutlet.model_validate({**fields, "routes": tuple(row["routes"].split())})


# --- bad input ---------------------------------------------------------------------------------------------------

FRONT = '+++\ntitle = "T"\nauthor = "A"\npublished = 2024-01-02T03:04:05+07:00\nsection = "Daerah"\n+++\n'


def test_reads_the_forms_of_a_body() -> None:
    body = "A.\nB.\n\n1. x\n2. y\n\n- z\n\n## H\n\n> Q\n\n[foto: F]\n\n[baca juga: lain]\n\n<!--nextpage-->\n\nC."
    article = parse_article(FRONT + body, "outlet", "slug")
    assert [(block.kind, block.lines) for block in article.blocks] == [
        ("paragraph", ("A.", "B.")),
        ("ordered", ("x", "y")),
        ("bullets", ("z",)),
        ("heading", ("H",)),
        ("quote", ("Q",)),
        ("photo", ("F",)),
        ("related", ("lain",)),
        ("paragraph", ("C.",)),
    ]
    assert len(article.pages) == 2
    assert article.prose == "A.\nB.\nx\ny\nz\nH\nQ\nC."


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("Hanya teks.", "no front matter"),
        ("+++\ntitle = \n+++\nTeks.", "front matter:"),
        (FRONT.replace("+07:00", "") + "Teks.", "published"),
        (FRONT.replace("section", "rubric") + "Teks.", "section"),
        (FRONT, "a page has no text"),
        (FRONT + "Teks.\n\n<!--nextpage-->\n", "a page has no text"),
    ],
)
def test_a_wrong_article_file_is_named(tmp_path: Path, text: str, complaint: str) -> None:
    folder = tmp_path / "demo"
    shutil.copytree(find_pages(), folder)
    (folder / "articles" / "warta-praja" / "salah.txt").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=rf"warta-praja/salah\.txt: .*{complaint}"):
        Newsroom(folder)


def test_a_page_is_added_by_adding_a_file(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    shutil.copytree(find_pages(), folder)
    (folder / "articles" / "warta-praja" / "baru.txt").write_text(FRONT + "Kabar <baru> & segar.", encoding="utf-8")
    with Newsroom(folder) as newsroom:
        client = Client(newsroom)
        assert "Kabar <baru> & segar." in words(client.get(f"{PORTAL}/berita/baru").tree)
        parts = client.get(f"{PORTAL}/sitemap.xml").locations()
        assert any(f"{PORTAL}/berita/baru" in client.get(part).locations() for part in parts)


def test_a_link_to_nowhere_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    shutil.copytree(find_pages(), folder)
    (folder / "articles" / "warta-praja" / "baru.txt").write_text(FRONT + "A.\n\n[baca juga: hilang]", encoding="utf-8")
    with pytest.raises(ContentError, match=r"baru\.txt: links to hilang"):
        Newsroom(folder)


def test_missing_pages_and_unknown_makes_are_named(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"outlets\.csv"):
        Newsroom(tmp_path)
    folder = tmp_path / "demo"
    shutil.copytree(find_pages(), folder)
    table = folder / "outlets.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(",cards,", ",gopher,"), encoding="utf-8")
    with pytest.raises(ContentError, match="harian-bahtera: no make for platform 'gopher'"):
        Newsroom(folder)


def test_an_installed_package_finds_its_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(find_pages(), tmp_path / "share" / "ikrar" / "demo")
    monkeypatch.setattr(server, "__file__", str(tmp_path / "site-packages" / "crawler" / "newsroom" / "server.py"))
    monkeypatch.setattr(sysconfig, "get_path", {"data": str(tmp_path)}.__getitem__)
    assert find_pages() == tmp_path / "share" / "ikrar" / "demo"
    monkeypatch.setattr(sysconfig, "get_path", {"data": str(tmp_path / "nowhere")}.__getitem__)
    with pytest.raises(ContentError, match="no demo pages in"):
        find_pages()


def test_the_command_serves_and_says_when_it_cannot() -> None:
    with Newsroom() as taken:
        port = str(urllib.parse.urlsplit(taken.proxy).port)
        command = [sys.executable, "-m", "crawler.newsroom", "--port"]
        refused = subprocess.run([*command, port], capture_output=True, text=True, check=False, timeout=60)
    assert refused.returncode == 1
    assert refused.stderr.startswith("newsroom: ")
    assert len(refused.stderr.splitlines()) == 1
    with subprocess.Popen([*command, "0"], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        proxy = process.stdout.readline().split()[3]
        connection = http.client.HTTPConnection(urllib.parse.urlsplit(proxy).netloc, timeout=20)
        connection.request("GET", f"{PORTAL}/robots.txt")
        assert connection.getresponse().status == 200
        connection.close()
        process.terminate()
