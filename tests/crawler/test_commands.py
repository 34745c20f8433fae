"""What a person sees of a crawl: the live bar, the summary, the list of a dry run, the report."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from crawler.commands import _in_one_line, _rough
from crawler.fates import FATES, GROUPS
from crawler.forecast import seconds_left
from crawler.plan import CrawlPlan
from tests.crawler.crawling import ROOT, crawl, outlet, plan
from tests.crawler.servers import Handler, Proxy, Reply, article, html, pages, sitemap

DAY = "2023-11-20T08:00:00+07:00"


def koran(host: str, paths: Sequence[str]) -> Handler:
    table: dict[str, Reply | Handler] = {path: article(path) for path in paths[:-2]}
    table[paths[-2]] = Reply(b"", 500)
    table[paths[-1]] = html("<p>Harga cabai naik di pasar</p>")
    table["/robots.txt"] = Reply(f"Sitemap: http://{host}/sitemap.xml\n".encode())
    table["/sitemap.xml"] = sitemap(dict.fromkeys(paths, DAY), host)
    return pages(table)


def on_a_terminal(plan: CrawlPlan, columns: int) -> str:
    """What a terminal of that width receives."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    file = plan.data.with_suffix(".json")
    file.write_text(plan.model_dump_json(), encoding="utf-8")
    command = [sys.executable, "-W", "error", "-m", "tests.crawler.show_once", str(file)]
    environment = {**os.environ, "TERM": "xterm", "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, cwd=ROOT, env=environment)
    os.close(slave)
    received = b""
    try:
        while piece := os.read(master, 65536):
            received += piece
    except OSError:  # the other end is closed
        pass
    os.close(master)
    assert process.wait(timeout=60) == 0, received
    return received.decode()


@pytest.mark.parametrize("columns", [80, 140])
def test_a_terminal_shows_progress_and_a_summary_that_adds_up(tmp_path: Path, columns: int) -> None:
    hosts = ("koran-satu.example", "koran-dua.example")
    paths = [f"/ikrar-netralitas-nomor-{number}" for number in range(12)]
    data = tmp_path / "data"
    with Proxy({host: koran(host, paths) for host in hosts}) as proxy:
        shown = on_a_terminal(plan(data, proxy.address, *map(outlet, hosts), delay=0.15), columns)
    shown = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown)
    live = re.findall(r"(\d+) found, (\d+) fetched, (\d+) kept, (\d+) failed", shown)
    assert any(0 < int(fetched) < 24 for _, fetched, _, _ in live), live
    assert {found for found, _, _, _ in live} <= {"0", "12", "24"}, live
    assert live[-1] == ("24", "24", "20", "2")
    assert re.search(r"failed, \d+ s left", shown)
    assert "1/2 outlets" in shown or "2/2 outlets" in shown
    [report] = (data / "runs").glob("*.json")
    table = shown[shown.index("Crawl") :]
    assert max(map(len, table.splitlines())) <= columns or str(report) in table
    assert str(report) in re.sub(r"\s*\r?\n", "", table)
    for host in hosts:
        assert re.search(rf"{host.partition('.')[0]}\s+done\s+sitemap\s+\d+\s+12\s+10\s+0\s+1\s+1\s+0\b", table), table
    assert re.search(r"in all\s+\d+\s+24\s+20\s+0\s+2\s+2\s+0\b", table)


def test_the_report_adds_up_by_outlet_and_in_all(tmp_path: Path) -> None:
    hosts = ("koran-satu.example", "koran-dua.example")
    paths = [f"/ikrar-netralitas-nomor-{number}" for number in range(5)]
    with Proxy({host: koran(host, paths) for host in hosts}) as proxy:
        crawl(plan(tmp_path, proxy.address, *map(outlet, hosts)))
    [path] = (tmp_path / "runs").glob("*.json")
    report = json.loads(path.read_text(encoding="utf-8"))
    assert tuple(report["fates"]) == FATES
    by_outlet = sum((Counter(one["fates"]) for one in report["outlets"]), Counter())
    assert by_outlet == +Counter(report["fates"])
    assert sum(by_outlet.values()) == report["found"] == 10
    assert sum(one["requests"] for one in report["outlets"]) == report["requests"]


def test_a_dry_run_lists_no_more_than_would_be_fetched(tmp_path: Path) -> None:
    paths = [f"/ikrar-netralitas-nomor-{number}" for number in range(5)]
    with Proxy({"koran.example": koran("koran.example", paths)}) as proxy:
        report = crawl(plan(tmp_path, proxy.address, dry_run=True, limit=2))
        assert [url for _, url, _ in report.queued] == [f"http://koran.example{path}" for path in paths[:2]]
        assert set(proxy.paths()) == {"/robots.txt", "/sitemap.xml"}
        crawl(plan(tmp_path, proxy.address, limit=2))
        assert [path for path in proxy.paths() if path in paths] == paths[:2]


def test_every_fate_is_in_one_group_of_the_summary() -> None:
    assert Counter(fate for group in GROUPS.values() for fate in group) == Counter(FATES)


def test_a_title_cannot_steer_the_terminal() -> None:
    assert _in_one_line("Ikrar\x1b[2J\tASN\nSambas \u202e") == "Ikrar [2J ASN Sambas  "


@pytest.mark.parametrize(("seconds", "said"), [(0.4, "0 s"), (99, "99 s"), (150, "2 min"), (7800, "2 h 10 min")])
def test_spans_of_time(seconds: float, said: str) -> None:
    assert _rough(seconds) == said


@pytest.mark.parametrize(
    ("active", "waiting", "finished", "expected"),
    [
        ([30.0, 60.0], 0, [], 60.0),  # the slowest decides
        ([30.0, 60.0], 10, [40.0], 245.0),  # shared out: (90 + 400) / 2
        ([None], 0, [40.0, 60.0], 50.0),  # still searched: as long as the others took
        ([None, 20.0], 0, [], None),
        ([20.0], 3, [], None),
        ([], 0, [], 0.0),
    ],
)
def test_seconds_left(active: list[float | None], waiting: int, finished: list[float], expected: float | None) -> None:
    assert seconds_left(active, waiting, finished, 2) == expected
