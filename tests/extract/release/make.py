"""What releases in tests are made of."""

from __future__ import annotations

import datetime as dt
import html
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from crawler.archive import Archive
from crawler.exchange import Exchange
from extract.release import Edition
from extract.release.manifest import Provenance
from schemas.article import Article
from schemas.capture import Capture
from schemas.event import Event
from schemas.outlet import Outlet
from schemas.parquet import write_table
from schemas.report import Report
from schemas.tables import ARTICLES, EVENTS, REPORTS

DAY = dt.date(2026, 11, 22)
SOFTWARE = Provenance(version="0.1.0", commit="0123456789abcdef0123456789abcdef01234567", clean=True, lock_sha256=None)
REGISTRY = (
    Outlet(
        id="warta",
        name="Warta Sukamaju",
        domain="warta.example",
        kind="regional",
        province_code="35",
        regency_code="35.16",
        timezone="Asia/Jakarta",
        platform="wordpress",
        routes=(),
        state="active",
        state_since=None,
        state_reason=None,
        delay=None,
    ),
    Outlet(
        id="senyap",
        name="Kabar Senyap",
        domain="senyap.example",
        kind="regional",
        province_code="51",
        regency_code=None,
        timezone="Asia/Makassar",
        platform="wordpress",
        routes=(),
        state="quarantined",
        state_since=DAY,
        state_reason="answers nothing",
        delay=None,
    ),
)


def edition(version: str) -> Edition:
    return Edition(version, DAY, url="https://ikrar.example/data", contact="data@ikrar.example")


def write_tables(folder: Path, articles: Sequence[Article], reports: Sequence[Report], events: Sequence[Event]) -> Path:
    write_table(ARTICLES, articles, folder)
    write_table(REPORTS, reports, folder)
    write_table(EVENTS, events, folder)
    return folder


def write_archive(folder: Path, stories: Iterable[Path]) -> None:
    """An archive with a page for each annotated article, as the crawler writes it, in several files."""
    archive = Archive(folder, "ikrar tests", size_limit=20_000)
    for number, path in enumerate(stories):
        story = json.loads(path.read_text("utf-8"))
        fetched = dt.datetime(2026, 11, 1, 12, 0, number, 250_000, tzinfo=dt.UTC)
        exchange = Exchange(
            url=f"https://warta.example/{story['id']}",
            method="GET",
            request_headers=(),
            status=200,
            protocol="HTTP/1.1",
            response_headers=(("Content-Type", "text/html; charset=utf-8"),),
            body=_page(story).encode(),
            address="192.0.2.1",
            fetched_at=fetched,
        )
        capture = Capture(outlet="warta", route="feed", fetched_at=fetched, article=True)
        archive.append([(exchange, capture)])
    archive.close()


def _page(story: dict[str, str]) -> str:
    paragraphs = "".join(f"<p>{html.escape(line)}</p>" for line in story["text"].split("\n") if line.strip())
    title = html.escape(story["title"] or "")
    meta = f'<meta property="article:published_time" content="{story["published"]}">' if story.get("published") else ""
    return (
        f'<!doctype html><html lang="id"><head><meta charset="utf-8"><title>{title}</title>{meta}'
        f'<link rel="canonical" href="https://warta.example/{story["id"]}"></head>'
        f"<body><main><article><h1>{title}</h1>{paragraphs}</article></main></body></html>"
    )
