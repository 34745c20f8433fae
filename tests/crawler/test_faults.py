"""Outlets that are slow, closed, moody or hostile, and what a run makes of them."""

from __future__ import annotations

import json
import resource
import socket
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from crawler.plan import CrawlReport
from tests.crawler.crawling import COMMAND, ROOT, articles, captures, check, crawl, outlet, plan
from tests.crawler.servers import Asked, Handler, Proxy, Reply, article, html, pages, redirect, sitemap

DAY = "2023-11-20T08:00:00+07:00"
PATHS = [f"/ikrar-netralitas-nomor-{number}" for number in range(8)]


def koran(paths: list[str], more: dict[str, Reply | Handler] | None = None, robots: str = "") -> Handler:
    table: dict[str, Reply | Handler] = {path: article(path) for path in paths}
    table["/robots.txt"] = Reply(f"User-agent: *\n{robots}\nSitemap: http://koran.example/sitemap.xml\n".encode())
    table["/sitemap.xml"] = sitemap(dict.fromkeys(paths, DAY))
    return pages(table | (more or {}))


def clocked(handler: Handler) -> tuple[Handler, list[float]]:
    """The handler, and when it was asked."""
    times: list[float] = []

    def answer(asked: Asked) -> Reply | None:
        times.append(time.monotonic())
        return handler(asked)

    return answer, times


def gaps(times: list[float]) -> list[float]:
    return [later - earlier for earlier, later in pairwise(times)]


def run(data: Path, handler: Handler, **values: object) -> CrawlReport:
    with Proxy({"koran.example": handler}) as proxy:
        return crawl(plan(data, proxy.address, **values))


def test_requests_keep_their_distance(tmp_path: Path) -> None:
    handler, times = clocked(koran(PATHS[:4]))
    assert run(tmp_path, handler, delay=0.3).clean
    assert len(times) == 7
    # as the server sees it: a busy machine may note a request late, and so the next one early
    assert min(gaps(times)) > 0.2
    assert times[-1] - times[0] > 6 * 0.28


def test_a_host_is_asked_one_thing_at_a_time(tmp_path: Path) -> None:
    """While one article is stored the next is fetched, and never two at once."""
    hosts = ("koran-satu.example", "koran-dua.example")
    underway, most = Counter[str](), Counter[str]()

    def watched(host: str) -> Handler:
        paths = {path: article(path, f'ikrar netralitas ASN <a href="{path}/2">2</a>') for path in PATHS}
        parts = {f"{path}/2": article(path, "ikrar netralitas ASN, lanjutan") for path in PATHS}
        robots = Reply(f"Sitemap: http://{host}/sitemap.xml".encode())
        site = pages(paths | parts | {"/robots.txt": robots, "/sitemap.xml": sitemap(dict.fromkeys(PATHS, DAY), host)})

        def answer(asked: Asked) -> Reply | None:
            underway[host] += 1
            most[host] = max(most[host], underway[host])
            time.sleep(0.02)
            underway[host] -= 1
            return site(asked)

        return answer

    with Proxy({host: watched(host) for host in hosts}) as proxy:
        outlets = [outlet(host, "wordpress", routes=["sitemap"]) for host in hosts]
        report = crawl(plan(tmp_path, proxy.address, *outlets))
    assert report.fates["kept"] == 2 * len(PATHS)
    assert len(articles(tmp_path)) == 4 * len(PATHS)
    assert most == dict.fromkeys(hosts, 1)


def test_crawl_delay_is_obeyed(tmp_path: Path) -> None:
    handler, times = clocked(koran(PATHS[:3], robots="Crawl-delay: 0.5"))
    assert run(tmp_path, handler).clean
    assert min(gaps(times)[1:]) > 0.4


def test_a_slow_outlet_is_asked_slowly(tmp_path: Path) -> None:
    site = koran(PATHS[:3])

    def slow(asked: Asked) -> Reply | None:
        if asked.path in PATHS:
            time.sleep(1.2)
        return site(asked)

    handler, times = clocked(slow)
    assert run(tmp_path, handler).clean
    # from the first slow answer on, a request begins no sooner than the answer before took, and the server's own time
    assert min(gaps(times)[-1:]) > 1.15
    assert articles(tmp_path) == sorted(f"http://koran.example{path}" for path in PATHS[:3])


def test_retry_after_is_obeyed(tmp_path: Path) -> None:
    tries: list[float] = []

    def busy(asked: Asked) -> Reply:
        tries.append(time.monotonic())
        return Reply(b"", 429, {"Retry-After": "1"}) if len(tries) == 1 else article("Ikrar")

    report = run(tmp_path, koran(PATHS[:1], {PATHS[0]: busy}))
    assert report.fates["kept"] == 1
    assert gaps(tries)[0] >= 1


def test_an_outlet_that_asks_for_an_hour_gets_it(tmp_path: Path) -> None:
    handler = koran(PATHS, {PATHS[1]: Reply(b"", 503, {"Retry-After": "3600"})})
    report = run(tmp_path, handler)
    assert report.outlets[0].state == "quarantined"
    assert "asks to come back in 3600 seconds" in " ".join(report.outlets[0].problems)
    assert report.fates["kept"] == 1
    assert report.fates["left"] == 7
    with Proxy({"koran.example": handler}) as proxy:
        again = crawl(plan(tmp_path, proxy.address))
        assert proxy.asked == []
    assert again.outlets[0].state == "quarantined"


def test_an_outlet_that_blocks_is_left_alone(tmp_path: Path) -> None:
    handler, times = clocked(koran(PATHS, dict.fromkeys(PATHS, Reply(b"denied", 403))))
    report = run(tmp_path, handler)
    assert report.outlets[0].state == "quarantined"
    assert report.fates["failed"] == 5
    assert report.fates["left"] == 3
    assert len(times) == 3 + 5
    assert not report.clean


def test_an_outlet_whose_every_route_is_refused_is_quarantined(tmp_path: Path) -> None:
    with Proxy({"koran.example": lambda asked: Reply(b"denied", 403)}) as proxy:
        report = crawl(plan(tmp_path, proxy.address, outlet(platform="wordpress")))
    assert report.outlets[0].state == "quarantined"
    assert "every route of discovery is refused" in " ".join(report.outlets[0].problems)


def test_an_outlet_that_breaks_down_is_left_for_the_next_run(tmp_path: Path) -> None:
    paths = [f"/ikrar-netralitas-nomor-{number}" for number in range(15)]
    down = {"now": True}

    def moody(asked: Asked) -> Reply:
        return Reply(b"", 500) if down["now"] else article("Ikrar")

    handler = koran(paths, dict.fromkeys(paths, moody))
    with Proxy({"koran.example": handler}) as proxy:
        first = crawl(plan(tmp_path, proxy.address))
        down["now"] = False
        second = crawl(plan(tmp_path, proxy.address))
    assert (first.fates["failed"], first.fates["left"]) == (10, 5)
    assert second.fates["kept"] == 15
    assert second.clean


def test_limits_leave_the_rest_for_the_next_run(tmp_path: Path) -> None:
    with Proxy({"koran.example": koran(PATHS)}) as proxy:
        first = crawl(plan(tmp_path, proxy.address, limit=3))
        assert (first.fates["kept"], first.fates["left"]) == (3, 5)
        second = crawl(plan(tmp_path, proxy.address, budget=4))
        assert 0 < second.fates["kept"] < 5
        assert "budget" in " ".join(second.outlets[0].problems)
        crawl(plan(tmp_path, proxy.address))
    assert len(articles(tmp_path)) == len(PATHS)


def test_a_dry_run_lists_and_fetches_nothing(tmp_path: Path) -> None:
    with Proxy({"koran.example": koran(PATHS)}) as proxy:
        report = crawl(plan(tmp_path, proxy.address, dry_run=True))
        assert set(proxy.paths()) == {"/robots.txt", "/sitemap.xml"}
    assert [url for _, url, _ in report.queued] == [f"http://koran.example{path}" for path in PATHS]
    assert report.fates["left"] == 8


def test_unchanged_feeds_and_sitemaps_are_not_sent_again(tmp_path: Path) -> None:
    def conditional(asked: Asked) -> Reply:
        if asked.headers.get("if-none-match") == '"v1"':
            return Reply(b"", 304)
        reply = sitemap(dict.fromkeys(PATHS, DAY))
        return Reply(reply.body, 200, {**reply.headers, "ETag": '"v1"'})

    with Proxy({"koran.example": koran(PATHS, {"/sitemap.xml": conditional})}) as proxy:
        crawl(plan(tmp_path, proxy.address, since="2020-01-01"))
        size = sum(path.stat().st_size for path in (tmp_path / "archive").iterdir())
        second = crawl(plan(tmp_path, proxy.address, since="2020-01-01"))
        assert any("if-none-match" in asked.headers for asked in proxy.asked)
    assert second.clean
    assert second.found == 0
    assert sum(path.stat().st_size for path in (tmp_path / "archive").iterdir()) == size


def test_amp_pages_and_other_addresses_of_an_article_are_kept_once(tmp_path: Path) -> None:
    canonical = '<link rel="canonical" href="http://koran.example/berita/9/asn-ikrar-netralitas">'
    amp = html("<p>ASN ikrar netralitas</p>", f"<title>Ikrar</title>{canonical}")
    amp = Reply(amp.body.replace(b"<html>", b"<html amp>"), 200, amp.headers)
    more: dict[str, Reply | Handler] = {
        "/amp/berita/9/asn-ikrar-netralitas": amp,
        "/berita/9/asn-ikrar-netralitas": article("Ikrar", head=canonical),
        "/pendek/ikrar-netralitas": redirect("/berita/9/asn-ikrar-netralitas"),
        "/salinan/ikrar-netralitas": article("Ikrar", head=canonical),
    }
    listed = [path for path in more if not path.startswith("/berita")]
    more["/sitemap.xml"] = sitemap(dict.fromkeys(listed, DAY))
    report = run(tmp_path, koran([], more))
    assert articles(tmp_path) == ["http://koran.example/berita/9/asn-ikrar-netralitas"]
    assert {fate: count for fate, count in report.fates.items() if count} == {"kept": 1, "duplicate": 3}


def test_the_whole_article_is_taken_where_there_is_one(tmp_path: Path) -> None:
    path = "/read/2023/11/20/1/asn-ikrar-netralitas"

    def answer(asked: Asked) -> Reply:
        whole = asked.query.get("page") == "all"
        return article("Ikrar", f"netralitas ASN {'semua' if whole else 'awal'} <a href='{path}?page=all'>Semua</a>")

    with Proxy({"koran.example": koran([path], {path: answer})}) as proxy:
        crawl(plan(tmp_path, proxy.address, outlet(platform="kompas", routes=["sitemap"])))
    assert articles(tmp_path) == [f"http://koran.example{path}?page=all"]
    assert not [1 for url, capture, body in captures(tmp_path) if b"awal" in body and capture.article]


def test_two_parts_that_are_the_same_are_one(tmp_path: Path) -> None:
    path = PATHS[0]
    body = article("Ikrar", f'netralitas ASN <a href="{path}?page=2">2</a>')
    with Proxy({"koran.example": koran([path], {path: body})}) as proxy:
        crawl(plan(tmp_path, proxy.address, outlet(platform="tribun", routes=["sitemap"])))
    assert articles(tmp_path) == [f"http://koran.example{path}"]


def test_nothing_listening_is_told_plainly(tmp_path: Path) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{unused.getsockname()[1]}"
    report = crawl(plan(tmp_path, None, outlet(host, id="koran"), trusted=[host]))
    assert report.outlets[0].state == "failed"
    assert "connection refused" in " ".join(report.outlets[0].problems)


def test_a_private_host_is_not_asked_unless_it_is_named(tmp_path: Path) -> None:
    with Proxy({}) as proxy:
        host = proxy.address.partition("//")[2]
        report = crawl(plan(tmp_path, None, outlet(host, id="koran"), delay=1))
        assert proxy.asked == []
    assert report.outlets[0].state == "failed"


def test_a_full_disk_ends_the_run_and_leaves_a_sound_archive(tmp_path: Path) -> None:
    big = {
        path: article(path, "netralitas ASN " + " ".join(map(str, range(n, n + 60_000))))
        for n, path in enumerate(PATHS)
    }

    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))

    with Proxy({"koran.example": koran(PATHS, dict(big))}) as proxy:
        wanted = plan(tmp_path, proxy.address)
        done = subprocess.run(
            COMMAND, cwd=ROOT, input=wanted.model_dump_json(), text=True, capture_output=True,
            preexec_fn=little_room, check=False, timeout=60,
        )  # fmt: skip
        report = json.loads(done.stdout)
        assert "cannot be written" in report["stopped"]
        check(tmp_path)
        assert crawl(wanted).clean
    assert len(articles(tmp_path)) == len(PATHS)
    check(tmp_path)


@pytest.mark.parametrize(
    "robots",
    [
        lambda asked: Reply(b"\xff\xfe\x00binary\x00" * 1000, headers={"Content-Type": "application/octet-stream"}),
        lambda asked: Reply(b"Disallow: /\n" * 400_000),
        lambda asked: redirect("/robots.txt"),
        lambda asked: Reply(b"User-agent: *\nDisallow:"),
    ],
    ids=["binary", "5 MB", "loop", "empty rule"],
)
def test_odd_robots_do_no_harm(tmp_path: Path, robots: Callable[[Asked], Reply]) -> None:
    report = run(tmp_path, koran(PATHS[:1], {"/robots.txt": robots, "/wp-sitemap.xml": sitemap({PATHS[0]: DAY})}))
    assert report.outlets[0].state in {"done", "failed"}
    assert report.found in {0, 1}


def test_a_big_feed_and_a_hostile_one(tmp_path: Path) -> None:
    item = (
        "<item><title>Pasar {0}</title><link>http://besar.example/pasar-{0}</link><description>{1}</description></item>"
    )
    items = "".join(item.format(number, "kabar pasar " * 125) for number in range(19_000))
    big = f'<rss version="2.0"><channel>{items}</channel></rss>'.encode()
    assert 30_000_000 < len(big) < 33_000_000
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    item = "<item><title>&l9;</title><link>http://jahat.example/ikrar-netralitas</link></item>"
    bomb = f'<!DOCTYPE r [<!ENTITY l0 "ha">{laughs}]><rss version="2.0"><channel>{item}</channel></rss>'
    hosts: dict[str, Handler] = {
        "besar.example": pages({"/feed/": Reply(big)}),
        "jahat.example": pages({"/feed/": Reply(bomb.encode())}),
        "sangat.example": pages({"/feed/": Reply(b"<rss>" + b" " * 40_000_000)}),
    }
    outlets = [outlet(host, "wordpress", routes=["feed"]) for host in hosts]
    with Proxy(hosts) as proxy:
        report = crawl(plan(tmp_path, proxy.address, *outlets))
    assert [found.state for found in report.outlets] == ["partial", "failed", "failed"]
    assert report.fates["off-topic"] == report.found == 19_000


def test_a_part_that_stays_broken_does_not_cost_the_article(tmp_path: Path) -> None:
    path = PATHS[0]
    first = article("Ikrar", f'netralitas ASN <a href="{path}/2">2</a>')
    with Proxy({"koran.example": koran([path], {path: first, f"{path}/2": Reply(b"", 500)})}) as proxy:
        one = outlet(platform="wordpress", routes=["sitemap"])
        assert crawl(plan(tmp_path, proxy.address, one)).fates["kept"] == 1
    assert articles(tmp_path) == [f"http://koran.example{path}"]

    def cut_short(asked: Asked) -> Reply:
        return Reply(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n<html>")

    with Proxy({"koran.example": koran([path], {path: first, f"{path}/2": cut_short})}) as proxy:
        first_run = crawl(plan(tmp_path / "b", proxy.address, one))
        second_run = crawl(plan(tmp_path / "b", proxy.address, one))
    assert first_run.fates["failed"] == 1
    assert second_run.fates["kept"] == 1
    assert "part 2 is missing (the answer was cut short)" in second_run.outlets[0].problems[0]


def test_an_article_with_two_addresses_is_stored_once(tmp_path: Path) -> None:
    canonical = '<link rel="canonical" href="http://koran.example/berita/9/asn-ikrar-netralitas">'
    more: dict[str, Reply | Handler] = {
        "/a/asn-ikrar-netralitas": article("Ikrar", head=canonical),
        "/berita/9/asn-ikrar-netralitas": article("Ikrar", head=canonical),
    }
    more["/sitemap.xml"] = sitemap(dict.fromkeys(list(more), DAY))
    report = run(tmp_path, koran([], more))
    assert articles(tmp_path) == ["http://koran.example/a/asn-ikrar-netralitas"]
    assert {fate: count for fate, count in report.fates.items() if count} == {"kept": 1, "duplicate": 1}
