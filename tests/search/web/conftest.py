"""A small archive of seven stories, its index, and the site over it: in process and as a server."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl
import pytest
import uvicorn
from playwright.sync_api import Browser, sync_playwright
from starlette.applications import Starlette
from starlette.testclient import TestClient

from extract.build import build
from search.index import ensure_index
from search.opening import Served
from search.web.app import create_app
from search.web.settings import Settings

#: Lets browsers of this machine review.
KEY = "kunci"
#: Outlets that the registry knows; the others have their ids only.
NAMES = {"kabar-borneo": "Kabar Borneo"}
STORIES = Path(__file__).parent / "archive.jsonl"
#: As Debian's package puts it; `chromium` on the path serves elsewhere.
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
#: A machine without a screen, without a sandbox of its own, and without a network to chat with.
_FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tables extracted from the stories."""
    folder = tmp_path_factory.mktemp("archive") / "tables"
    made = build([STORIES], folder)
    assert (len(made.articles), len(made.events), made.skipped) == (8, 5, [])
    return folder


@pytest.fixture(scope="session")
def events(tables: Path) -> dict[str, str]:
    """Ids of events by their regency."""
    frame = pl.read_parquet(tables / "events.parquet", columns=["event_id", "regency"])
    return {regency: event for event, regency in frame.iter_rows()}


@pytest.fixture(scope="session")
def served(tables: Path) -> Iterator[Served]:
    served = Served(ensure_index(tables))
    yield served
    served.close()


@pytest.fixture(scope="session")
def client(served: Served) -> Iterator[TestClient]:
    with TestClient(create_app(served, outlets=NAMES), base_url="http://localhost", follow_redirects=False) as client:
        yield client


@contextmanager
def running(app: Starlette) -> Iterator[str]:
    """`app` on a free port of this machine; gives its address."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", lifespan="on"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        deadline = time.monotonic() + 20
        while not server.started:
            assert thread.is_alive(), "the server ended before it began"
            assert time.monotonic() < deadline, "the server did not begin"
            time.sleep(0.02)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="session")
def site(served: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site as browsers reach it, with reviewing."""
    corrections = tmp_path_factory.mktemp("decisions") / "corrections.csv"
    with running(create_app(served, Settings(corrections=corrections, key=KEY))) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        if "IKRAR_TESTS_MAY_NOT_SKIP_FOR_PACKAGES" in os.environ:
            pytest.fail("there is no chromium on this machine (Debian: apt-get install chromium)")
        pytest.skip("there is no chromium on this machine (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(_FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def site_of(tmp_path: Path) -> Iterator[Callable[..., TestClient]]:
    """Makes a client of a site of its own over tables, with other settings."""
    opened: list[Served] = []

    def make(tables: Path, settings: Settings | None = None, **client: object) -> TestClient:
        one = Served(ensure_index(tables, tmp_path / f"{len(opened)}.sqlite"))
        opened.append(one)
        options = {"base_url": "http://localhost", "follow_redirects": False, **client}
        return TestClient(create_app(one, settings), **options)  # type: ignore[arg-type]  # options of many types

    yield make
    for one in opened:
        one.close()
