"""Running crawls from tests."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

from crawler.plan import CrawlPlan, CrawlReport
from schemas.capture import Capture
from schemas.outlet import Outlet

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-W", "error", "-m", "tests.crawler.crawl_once"]


def outlet(domain: str = "koran.example", platform: str = "sitemap", **values: object) -> Outlet:
    fields: dict[str, object] = {
        "id": domain.partition(".")[0],
        "name": "Koran",
        "domain": domain,
        "kind": "regional",
        "province_code": None,
        "regency_code": None,
        "timezone": "Asia/Jakarta",
        "platform": platform,
        "routes": (),
        "state": "active",
        "state_since": None,
        "state_reason": None,
        "delay": None,
    }
    return Outlet.model_validate(fields | values)


def plan(data: Path, proxy: str | None, *outlets: Outlet, **values: object) -> CrawlPlan:
    fields: dict[str, object] = {"data": data, "outlets": outlets or (outlet(),), "proxy": proxy, "delay": 0}
    return CrawlPlan.model_validate(fields | values)


def start(plan: CrawlPlan) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        COMMAND, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    process.stdin.write(plan.model_dump_json())
    process.stdin.close()
    process.stdin = None
    return process


def crawl(plan: CrawlPlan) -> CrawlReport:
    process = start(plan)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    assert err == ""
    return CrawlReport.model_validate_json(out)


def captures(data: Path) -> list[tuple[str, Capture, bytes]]:
    """Address, capture and decoded body of every response in the archive, in its order."""
    found = []
    for path in sorted((data / "archive").glob("*.warc.gz")):
        responses: dict[str, tuple[str, bytes]] = {}
        with path.open("rb") as file:
            for record in ArchiveIterator(file):
                headers = record.rec_headers
                if record.rec_type == "response":
                    body = record.content_stream().read()
                    responses[headers.get_header("WARC-Record-ID")] = (headers.get_header("WARC-Target-URI"), body)
                elif record.rec_type == "metadata":
                    url, body = responses[headers.get_header("WARC-Refers-To")]
                    found.append((url, Capture.from_fields(record.content_stream().read()), body))
    return found


def articles(data: Path) -> list[str]:
    """Addresses of the article pages in the archive, parts included, sorted."""
    return sorted(url for url, capture, _ in captures(data) if capture.article)


def check(data: Path) -> None:
    """Hold the archive against its own digests, as `warcio check` does."""
    files = [str(path) for path in (data / "archive").glob("*.warc.gz")]
    assert files
    command = [sys.executable, "-m", "warcio.cli", "check", *files]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr
