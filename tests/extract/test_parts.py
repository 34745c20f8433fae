"""Articles of several pages whose later version has fewer or more of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.crawler.crawling import crawl, outlet, plan
from tests.crawler.servers import Proxy, Reply, pages, sitemap
from tests.extract.archiving import FETCHED, ArchiveBuilder, capture, page
from tests.extract.test_inputs import read


def test_parts_that_the_latest_version_no_longer_has_are_left_out(tmp_path: Path) -> None:
    """A real crawl, before and after the third part was cut and the second edited; the first stays as it was."""
    path = "/panjang-ikrar-netralitas"

    def part(number: int, of: int, text: str) -> Reply:
        more = f"<a href='{path}/{number + 1}'>{number + 1}</a>" if number < of else ""
        body = page(f"Bagian nomor {number} {text}.").replace(b"</article>", f"</article>{more}".encode())
        return Reply(body, headers={"Content-Type": "text/html; charset=utf-8"})

    changed = "2025-12-20T08:00:00+07:00"
    first = {path: part(1, 2, "lama"), f"{path}/2": part(2, 3, "lama"), f"{path}/3": part(3, 3, "lama")}
    second = {path: part(1, 2, "lama"), f"{path}/2": part(2, 2, "baru"), f"{path}/3": part(3, 3, "lama")}
    said = []
    for table in (first, second, second):
        sitemaps = {"/robots.txt": Reply(b"Sitemap: http://koran.example/sitemap.xml"),
                    "/sitemap.xml": sitemap({path: changed})}  # fmt: skip
        with Proxy({"koran.example": pages(table | sitemaps)}) as proxy:
            one = outlet(platform="wordpress", routes=["sitemap"])
            report = crawl(plan(tmp_path / "data", proxy.address, one, since="2020-01-01"))
        (article,), skipped, tally = read(tmp_path / "data")
        assert skipped == []
        said.append((
            [fate for fate, count in report.fates.items() if count],
            [line for line in article.text.split("\n") if line.startswith("Bagian")],
            tally["superseded"],
        ))  # fmt: skip
        changed = datetime.now(UTC).isoformat()
    after = ["Bagian nomor 1 lama.", "Bagian nomor 2 baru."]
    assert said == [
        (["kept"], ["Bagian nomor 1 lama.", "Bagian nomor 2 lama.", "Bagian nomor 3 lama."], 0),
        (["updated"], after, 3),
        (["unchanged"], after, 3),
    ]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
@pytest.mark.parametrize(("before", "after", "left"), [(3, 2, 2), (3, 1, 1), (2, 3, 3), (1, 2, 2)])
def test_the_latest_version_says_how_many_parts_count(
    tmp_path: Path, order: tuple[int, int], before: int, after: int, left: int
) -> None:
    first = "https://kabar.example/panjang/"
    for name, at in enumerate(order):
        builder = ArchiveBuilder()
        count = (before, after)[at]
        for part in range(1, count + 1):
            moment = FETCHED + timedelta(days=at, seconds=part)
            captured = capture(part=part, parts=count, part_of=None if part == 1 else first, fetched_at=moment)
            builder.add(
                first if part == 1 else f"{first}{part}/", page(f"Bagian {part} versi {at}."), captured=captured
            )
        (tmp_path / f"{name}.warc.gz").write_bytes(builder.data)
    (article,), _, _ = read(tmp_path)
    lines = [line for line in article.text.split("\n") if line.startswith("Bagian")]
    assert lines == [f"Bagian {part} versi 1." for part in range(1, left + 1)]
