"""Whole crawls, in processes of their own, against servers on loopback."""

from __future__ import annotations

import json
import random
import sqlite3
import time
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.newsroom import Newsroom
from crawler.outlets import load_outlets
from tests.crawler.crawling import articles, captures, check, crawl, outlet, plan, start
from tests.crawler.servers import Asked, Handler, Proxy, Reply, article, gzipped, html, pages, redirect, sitemap

DEMO = Path(__file__).parents[2] / "datasets" / "demo"
DAY = "2023-11-20T08:00:00+07:00"


def koran(more: dict[str, Reply | Handler], urls: dict[str, str], robots: str = "") -> Handler:
    """An outlet with a sitemap."""
    base: dict[str, Reply | Handler] = {
        "/robots.txt": Reply(f"User-agent: *\n{robots}\nSitemap: http://koran.example/sitemap.xml\n".encode()),
        "/sitemap.xml": sitemap(urls),
    }
    return pages(base | more)


def test_demo_newsroom_is_harvested_once(tmp_path: Path) -> None:
    outlets = load_outlets(DEMO / "outlets.csv")
    with Newsroom() as newsroom:
        first = crawl(plan(tmp_path, newsroom.proxy, *outlets))
        stored = articles(tmp_path)
        second = crawl(plan(tmp_path, newsroom.proxy, *outlets))
    assert first.clean
    assert first.fates["kept"] >= 24
    assert {report.route for report in first.outlets} == {"wordpress-rest", "search", "sitemap"}
    assert second.clean
    assert second.fates["kept"] == second.fates["updated"] == second.fates["unchanged"] == 0
    assert articles(tmp_path) == stored
    check(tmp_path)


def test_article_in_parts_is_archived_whole(tmp_path: Path) -> None:
    pager = '<a href="/ikrar-netralitas/2">2</a>'
    site = koran(
        {
            # rel=next to another article, as WordPress themes have it, is not a part
            "/ikrar-netralitas": article("Ikrar", f"netralitas ASN satu {pager}", '<link rel="next" href="/lain">'),
            "/ikrar-netralitas/2": article("Ikrar", 'netralitas ASN dua <a href="/ikrar-netralitas/3/">3</a>'),
            "/ikrar-netralitas/3/": article("Ikrar", "netralitas ASN tiga"),
        },
        {"/ikrar-netralitas": DAY},
    )
    with Proxy({"koran.example": site}) as proxy:
        report = crawl(plan(tmp_path, proxy.address, outlet(platform="unknown", routes=["sitemap"])))
    kept = [capture for _, capture, _ in captures(tmp_path) if capture.article]
    parts = [(url, capture.part, capture.part_of) for url, capture, _ in captures(tmp_path) if capture.article]
    first = "http://koran.example/ikrar-netralitas"
    assert parts == [(first, 1, None), (f"{first}/2", 2, first), (f"{first}/3/", 3, first)]
    assert {capture.parts for capture in kept} == {3}
    assert report.fates["kept"] == 1
    assert report.found == 1


def test_robots_are_obeyed(tmp_path: Path) -> None:
    site = koran(
        {"/ikrar-netralitas-satu": article("Satu"), "/tutup/ikrar-netralitas": article("Dua")},
        {"/ikrar-netralitas-satu": DAY, "/tutup/ikrar-netralitas": DAY},
        robots="Disallow: /tutup/",
    )
    with Proxy({"koran.example": site}) as proxy:
        report = crawl(plan(tmp_path, proxy.address))
        assert "/tutup/ikrar-netralitas" not in proxy.paths()
    assert articles(tmp_path) == ["http://koran.example/ikrar-netralitas-satu"]
    assert report.fates["robots"] == 1


@pytest.mark.parametrize("status", [500, 503])
def test_broken_robots_disallow_for_now(tmp_path: Path, status: int) -> None:
    site = koran({"/ikrar-netralitas": article("Satu")}, {"/ikrar-netralitas": DAY})

    def broken(asked: Asked) -> Reply | None:
        return Reply(b"", status) if asked.path == "/robots.txt" else site(asked)

    with Proxy({"koran.example": broken}) as proxy:
        report = crawl(plan(tmp_path, proxy.address, patience=0))
        assert set(proxy.paths()) == {"/robots.txt"}
    assert report.outlets[0].state == "failed"
    assert f"robots.txt answers {status}" in " ".join(report.outlets[0].problems)


@pytest.mark.parametrize(
    "target",
    ["http://169.254.169.254/latest/meta-data/", "http://127.0.0.1:9/", "http://[::1]/", "file:///etc/passwd",
     "http://lain.example/ikrar", "http://2130706433/", "http://localhost/"],
)  # fmt: skip
def test_redirects_off_the_outlet_are_not_followed(tmp_path: Path, target: str) -> None:
    site = koran({"/ikrar-netralitas": redirect(target, 302)}, {"/ikrar-netralitas": DAY})
    with Proxy({"koran.example": site}) as proxy:
        report = crawl(plan(tmp_path, proxy.address))
        assert {asked.host for asked in proxy.asked} == {"koran.example"}
    assert report.fates["refused"] + report.fates["foreign"] + report.fates["failed"] == 1
    assert articles(tmp_path) == []


def test_wire_bytes_are_archived_as_received(tmp_path: Path) -> None:
    reply = gzipped(article("Ikrar"))
    site = koran({"/ikrar-netralitas": reply}, {"/ikrar-netralitas": DAY})
    with Proxy({"koran.example": site}) as proxy:
        crawl(plan(tmp_path, proxy.address))
    check(tmp_path)
    [body] = [body for _, capture, body in captures(tmp_path) if capture.article]
    assert b"Para ASN mengucapkan" in body
    with sqlite3.connect(tmp_path / "frontier.sqlite") as frontier:
        query = "SELECT warc_file, warc_offset, warc_length FROM captures WHERE article"
        [(name, offset, length)] = frontier.execute(query).fetchall()
    frontier.close()
    member = (tmp_path / "archive" / name).read_bytes()[offset : offset + length]
    record = zlib.decompress(member, zlib.MAX_WBITS + 16)
    assert b"Content-Encoding: gzip" in record
    assert reply.body in record


def test_faults_are_counted_and_never_fatal(tmp_path: Path) -> None:
    lies = Reply(b"%PDF-1.4 netralitas ASN", headers={"Content-Type": "application/pdf"})
    bomb = gzipped(Reply(b"\0" * 60_000_000, headers={"Content-Type": "text/html"}))
    cut_short = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n<html>netralitas ASN"
    tries = {"well": 0}

    def well_at_last(asked: Asked) -> Reply:
        tries["well"] += 1
        return Reply(b"", 503, {"Retry-After": "0"}) if tries["well"] < 3 else article("Baik")

    table: dict[str, Reply | Handler] = {
        "/ikrar-netralitas-pdf": lies,
        "/ikrar-netralitas-bom": bomb,
        "/ikrar-netralitas-putus": Reply(raw=cut_short),
        "/ikrar-netralitas-putar": redirect("/ikrar-netralitas-putar?x=1"),
        "/ikrar-netralitas-gagal": Reply(b"", 500),
        "/ikrar-netralitas-baik": well_at_last,
        "/ikrar-netralitas-depan": redirect("/"),
        "/ikrar-netralitas-lain": html("<p>Harga cabai naik di pasar</p>"),
        "/": html("<p>netralitas ASN</p>"),
    }
    urls = dict.fromkeys([*list(table)[:-1], "/ikrar-netralitas-hilang", "http://lain.example/ikrar"], DAY)
    urls["/ikrar-netralitas-lama"] = "2011-01-01"
    urls["/berita/cabai-naik-lagi"] = DAY
    with Proxy({"koran.example": koran(table, urls)}) as proxy:
        report = crawl(plan(tmp_path, proxy.address, timeout=10))
    fates = {fate: count for fate, count in report.fates.items() if count}
    assert fates == {
        "kept": 1, "refused": 2, "failed": 3, "gone": 2, "off-topic": 2, "outside": 1, "foreign": 1,
    }  # fmt: skip
    assert report.found == sum(fates.values())
    assert articles(tmp_path) == ["http://koran.example/ikrar-netralitas-baik"]
    check(tmp_path)
    written = json.loads(next((tmp_path / "runs").glob("*.json")).read_text(encoding="utf-8"))
    assert written["fates"] == report.fates


def test_unreachable_outlet_does_not_hold_up_others(tmp_path: Path) -> None:
    site = koran({"/ikrar-netralitas": article("Satu")}, {"/ikrar-netralitas": DAY})
    dead = pages({"/robots.txt": Reply(raw=b"")})
    outlets = [outlet("mati.example"), outlet(), outlet("lupa.example", state="retired", state_reason="closed")]
    with Proxy({"koran.example": site, "mati.example": dead}) as proxy:
        report = crawl(plan(tmp_path, proxy.address, *outlets))
    assert [found.state for found in report.outlets] == ["failed", "done", "skipped"]
    assert report.fates["kept"] == 1
    assert not report.clean


def test_edited_article_is_stored_as_a_new_version(tmp_path: Path) -> None:
    version = {"text": "Ikrar netralitas ASN pertama", "changed": "2025-12-20T08:00:00+07:00"}
    site = pages(
        {
            "/robots.txt": Reply(b"Sitemap: http://koran.example/sitemap.xml"),
            "/sitemap.xml": lambda asked: sitemap({"/ikrar-netralitas": version["changed"]}),
            "/ikrar-netralitas": lambda asked: article("Ikrar", version["text"]),
        }
    )
    wide = {"since": "2020-01-01"}
    with Proxy({"koran.example": site}) as proxy:
        assert crawl(plan(tmp_path, proxy.address, **wide)).fates["kept"] == 1
        again = crawl(plan(tmp_path, proxy.address, **wide))
        assert again.fates["known"] == again.found == 1
        version["changed"] = "2036-01-01T08:00:00+07:00"
        assert crawl(plan(tmp_path, proxy.address, **wide)).fates["known"] == 1  # no change can be in the future
        version["changed"] = datetime.now(UTC).isoformat()
        assert crawl(plan(tmp_path, proxy.address, **wide)).fates["unchanged"] == 1
        version |= {"text": "Ikrar netralitas ASN, ralat", "changed": datetime.now(UTC).isoformat()}
        assert crawl(plan(tmp_path, proxy.address, **wide)).fates["updated"] == 1
    assert len(articles(tmp_path)) == 2


def test_second_crawl_of_a_folder_is_told_who_holds_it(tmp_path: Path) -> None:
    with Proxy({"koran.example": lambda asked: _slow()}) as proxy:
        first = start(plan(tmp_path, proxy.address))
        while not (tmp_path / "crawl.lock").exists() or not (tmp_path / "crawl.lock").read_text():
            assert first.poll() is None
        second = start(plan(tmp_path, proxy.address))
        _, err = second.communicate(timeout=60)
        first.terminate()
        out, _ = first.communicate(timeout=60)
    assert second.returncode == 1
    assert f"process {first.pid}" in err
    assert json.loads(out)["stopped"] == "interrupted"


def _slow() -> Reply:
    time.sleep(3)
    return Reply(b"", 404)


def test_killed_at_any_moment_and_resumed(tmp_path: Path) -> None:
    """Twenty kills; then the archive holds every article once, whole, and nothing that is torn."""
    paths = [f"/ikrar-netralitas-nomor-{number}" for number in range(120)]
    table: dict[str, Reply | Handler] = {path: article(path) for path in paths}
    for path in paths[::5]:
        table[path] = article(path, f'netralitas ASN <a href="{path}/2">2</a>')
        table[f"{path}/2"] = article(path, "netralitas ASN bagian dua")
    site = koran(table, dict.fromkeys(paths, DAY))

    def unhurried(asked: Asked) -> Reply | None:
        time.sleep(0.01)
        return site(asked)

    chance = random.Random(20241127)
    with Proxy({"koran.example": unhurried}) as proxy:
        for _ in range(20):
            # robots.txt and the sitemap first, then a few articles: the last kill still finds some to be fetched.
            until = len(proxy.asked) + chance.randint(1, 14)
            process = start(plan(tmp_path, proxy.address, segment=40_000))
            while len(proxy.asked) < until:
                assert process.poll() is None, process.communicate()
                time.sleep(0.001)
            time.sleep(chance.uniform(0, 0.03))
            process.kill()
            process.communicate()
        with sqlite3.connect(tmp_path / "frontier.sqlite") as frontier:
            [(noted,)] = frontier.execute("SELECT count(*) FROM pages WHERE state = 'kept'")
        assert 10 < noted < len(paths)
        report = crawl(plan(tmp_path, proxy.address, segment=40_000))
        last = crawl(plan(tmp_path, proxy.address, segment=40_000))
    assert articles(tmp_path) == sorted(f"http://koran.example{path}" for path in table)
    assert report.clean
    assert last.fates["kept"] == last.fates["left"] == 0
    check(tmp_path)
