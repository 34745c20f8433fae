"""`ikrar update` whose crawl does not come to its end, and the one after it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from schemas.parquet import read_table
from schemas.tables import ARTICLES
from tests.crawler.crawling import articles, check
from tests.crawler.servers import Asked, Handler, Proxy, Reply, pages, sitemap
from tests.extract.archiving import page
from tests.test_cli import ROOT

DAY = "2023-11-20T08:00:00+07:00"
PATHS = [f"/asn-ikrar-netralitas-nomor-{number}" for number in range(6)]
REGISTRY = """\
id,name,domain,kind,province_code,regency_code,timezone,platform,routes,state,state_since,state_reason,delay,note
koran,Koran,koran.example,regional,35,35.16,Asia/Jakarta,sitemap,,active,,,,
lambat,Lambat,lambat.example,regional,35,35.16,Asia/Jakarta,sitemap,,active,,,,
"""


def told(number: int) -> Reply:
    """An article; a few of them fill a small disk, even packed."""
    matter = page(f"Ikrar netralitas nomor {number} dibacakan di halaman.", title=f"ASN Ikrar Netralitas {number}")
    ballast = " ".join(map(str, range(number, number + 60_000)))
    return Reply(matter + f"<!-- {ballast} -->".encode(), headers={"Content-Type": "text/html; charset=utf-8"})


def koran() -> dict[str, Reply | Handler]:
    table: dict[str, Reply | Handler] = {path: told(number) for number, path in enumerate(PATHS)}
    table["/robots.txt"] = Reply(b"Sitemap: http://koran.example/sitemap.xml\n")
    table["/sitemap.xml"] = sitemap(dict.fromkeys(PATHS, DAY))
    return table


def update(folder: Path, proxy: Proxy, **environment: str) -> subprocess.Popen[str]:
    registry = folder / "outlets.csv"
    registry.write_text(REGISTRY, encoding="utf-8")
    command = [sys.executable, "-W", "error", "-m", "tests.command_once", proxy.address]
    return subprocess.Popen(
        [*command, "update", "--data", str(folder / "data"), "--registry", str(registry)],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "dumb", "NO_COLOR": "1", **environment},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def ended(process: subprocess.Popen[str], reason: str, data: Path) -> None:
    """Hold an update that was stopped against what is promised of it."""
    _, said = process.communicate(timeout=60)
    assert process.returncode == 2, said
    assert f"ikrar: the crawl stopped: {reason}" in said
    assert "Traceback" not in said
    assert not (data / "tables").exists()
    check(data)


def goes_on(folder: Path, handlers: Mapping[str, Handler]) -> None:
    """The next update has everything, once."""
    with Proxy(handlers) as proxy:
        process = update(folder, proxy)
        _, said = process.communicate(timeout=120)
    assert process.returncode == 1, said  # the other outlet has nothing
    assert articles(folder / "data") == sorted(f"http://koran.example{path}" for path in PATHS)
    stored = read_table(ARTICLES, folder / "data" / "tables")
    assert sorted(stored["url"]) == articles(folder / "data")
    check(folder / "data")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_update_that_is_interrupted_extracts_nothing(tmp_path: Path, number: signal.Signals) -> None:
    reached, on = threading.Event(), threading.Event()

    def held(asked: Asked) -> Reply:
        reached.set()
        on.wait(20)
        return told(3)

    with Proxy({"koran.example": pages(koran() | {PATHS[3]: held})}) as proxy:
        process = update(tmp_path, proxy)
        assert reached.wait(60)
        process.send_signal(number)
        time.sleep(0.3)
        on.set()
        ended(process, "interrupted", tmp_path / "data")
    assert 0 < len(articles(tmp_path / "data")) < len(PATHS)
    goes_on(tmp_path, {"koran.example": pages(koran())})


def test_an_update_on_a_full_disk_extracts_nothing(tmp_path: Path) -> None:
    with Proxy({"koran.example": pages(koran())}) as proxy:
        ended(update(tmp_path, proxy, ROOM="400000"), "the data folder cannot be written: ", tmp_path / "data")
    goes_on(tmp_path, {"koran.example": pages(koran())})


def test_an_error_that_nobody_foresaw_stops_the_crawl_by_its_name(tmp_path: Path) -> None:
    over = threading.Event()

    def slow(asked: Asked) -> Reply | None:
        over.wait(100)
        return None

    broken = f"http://koran.example{PATHS[3]}"
    with Proxy({"koran.example": pages(koran()), "lambat.example": slow}) as proxy:
        began = time.monotonic()
        process = update(tmp_path, proxy, BROKEN_AT=broken)
        reason = "internal error, see the log: pages cannot be kept: ValueError: no record can be made of this"
        try:
            ended(process, reason, tmp_path / "data")
        finally:
            over.set()
    assert time.monotonic() - began < 30  # not held up by an outlet that does not answer
    [log] = (tmp_path / "data" / "runs").glob("*.log")
    assert "Traceback" in log.read_text(encoding="utf-8")
    goes_on(tmp_path, {"koran.example": pages(koran())})
