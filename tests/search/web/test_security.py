"""Hostile texts, hostile addresses, hostile hosts."""

from __future__ import annotations

import csv
import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from lxml import html as lxml_html
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from schemas.article import Article
from schemas.event import Event
from schemas.parquet import read_table, to_frame, write_table
from schemas.report import Report
from schemas.tables import ARTICLES, EVENTS, REPORTS
from search.web.security import HEADERS, RateLimit
from search.web.settings import Settings

Row = TypeVar("Row", Report, Event)

#: Beginnings of attacks: markup, attributes, schemes, templates, SQL, FTS, terminals, bidirectional text.
ATTACKS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</title><svg/onload=alert(1)>",
    "</mark></blockquote><iframe srcdoc='<script>alert(1)</script>'>",
    "javascript:alert(1)",
    "{{ 7 * 7 }}{% raw %}",
    "'; DROP TABLE events; --",
    '" OR 1=1 --',
    "NEAR(a b) title:* ^x",
    "<!--<script>",
    "\u202egnp.exe",
    '=HYPERLINK("http://evil.example")',
    "&lt;script&gt;alert(1)&lt;/script&gt;",
)
ADDRESSES = ("/", "/search?q=netralitas", "/search", "/search/tables", "/coverage", "/about")


@pytest.fixture
def hostile(tables: Path, tmp_path: Path) -> Path:
    """The archive with every attack in every text of one of its events."""
    poison = " ".join(ATTACKS)
    articles = [Article.model_validate(row) for row in read_table(ARTICLES, tables).to_dicts()]
    reports = [Report.model_validate(row) for row in read_table(REPORTS, tables).to_dicts()]
    events = [Event.model_validate(row) for row in read_table(EVENTS, tables).to_dicts()]
    folder = tmp_path / "hostile"
    write_table(ARTICLES, to_frame(ARTICLES, [poisoned_article(one, poison) for one in articles]), folder)
    write_table(REPORTS, to_frame(REPORTS, [poisoned(one, poison) for one in reports]), folder)
    write_table(EVENTS, to_frame(EVENTS, [poisoned(one, poison) for one in events]), folder)
    return folder


def poisoned_article(article: Article, poison: str) -> Article:
    # The text keeps its beginning, so that evidence still points into it.
    return article.model_copy(
        update={
            "title": poison,
            "author": poison,
            "text": f"{article.text}\n{poison}",
            "outlet": poison,
            "url": "javascript:alert(1)",
            "canonical_url": "javascript:alert(1)",
            "warc_file": poison,
        }
    )


def poisoned(row: Row, poison: str) -> Row:
    update: dict[str, object] = {
        "organizer": poison,
        "venue": poison,
        "elections": [poison, "Pemilu 2024"],
        "pledge": [poison],
        "officials": [
            one.model_copy(update={"name": poison, "name_as_written": poison, "office": poison})
            for one in row.officials
        ],
        "participants": [one.model_copy(update={"group": poison}) for one in row.participants],
        "regulations": [
            one.model_copy(
                update={
                    "as_cited": poison,
                    "title": poison,
                    "key": poison,
                    "provision": poison,
                    "suggestion": poison,
                    "status": "suspect",
                }
            )
            for one in row.regulations
        ],
    }
    if isinstance(row, Report):
        update |= {"title": poison, "outlet": poison, "url": "javascript:alert(1)"}
    else:
        update |= {"outlets": [poison], "urls": ["javascript:alert(1)"]}
    return row.model_copy(update=update)


def check(text: str, address: str) -> None:
    """Nothing of an attack is markup: every element and attribute on the page is one of the templates' own."""
    page = lxml_html.fromstring(text)
    scripts = page.xpath("//script")
    assert [one.get("src", "").split("?")[0] for one in scripts] == ["/static/ikrar.js"], address
    assert not page.xpath("//iframe | //img | //object | //embed | //style | //base | //meta[@http-equiv]"), address
    assert not page.xpath("//@*[starts-with(name(), 'on') or name() = 'srcdoc' or name() = 'style']"), address
    links = page.xpath("//@href | //@src | //@action | //@cite")
    assert not [link for link in links if not re.match(r"(?:https?://|/(?!/)|\?|#)", link)], address
    assert "49" not in re.findall(r"<script>(.*?)</script>", text)


def test_attacks_stored_as_articles_come_out_as_text(
    hostile: Path, site_of: Callable[..., TestClient], tmp_path: Path
) -> None:
    client = site_of(
        hostile,
        Settings(corrections=tmp_path / "corrections.csv", key="k"),
        client=("127.0.0.1", 50000),
        cookies={"ikrar_review": "k"},
    )
    seen, ahead = set[str](), [*ADDRESSES, "/review", "/search?lang=en"]
    while ahead:
        address = ahead.pop()
        answer = client.get(address)
        assert answer.status_code == 200, address
        check(answer.text, address)
        seen.add(address)
        inner = re.findall(r'href="(/(?:event|person|review)/[^"?]+)"', answer.text)
        ahead += [
            one for one in dict.fromkeys(inner) if one not in seen and one not in ahead and not one.endswith(".json")
        ]
    assert {one.split("/")[1] for one in seen} >= {"event", "person", "review"}
    event = next(client.get(one).text for one in seen if one.startswith("/event/"))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in event
    assert "javascript:alert(1)" not in re.findall(r'href="([^"]*)"', event)


def test_attacks_leave_downloads_well_formed(hostile: Path, site_of: Callable[..., TestClient]) -> None:
    client = site_of(hostile)
    assert len(client.get("/search.json").json()["events"]) == 5
    assert len(ET.fromstring(client.get("/search.atom").text)) > 5
    cells = [
        cell for row in csv.reader(io.StringIO(client.get("/search.csv").content.decode("utf-8-sig"))) for cell in row
    ]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]


@pytest.mark.parametrize("attack", ATTACKS)
def test_attacks_in_an_address_come_back_as_text(client: TestClient, attack: str) -> None:
    for key in (
        "q",
        "official",
        "outlet",
        "election",
        "regulation",
        "from",
        "province",
        "after",
        "before",
        "sort",
        "lang",
        "all",
    ):
        answer = client.get("/search", params={key: attack})
        assert answer.status_code == 200
        check(answer.text, f"{key}={attack}")
    for path in ("event", "person", "regency", "static", "review"):
        answer = client.get(f"/{path}/{attack.replace('/', '%2F').replace('?', '%3F').replace('#', '%23')}")
        assert answer.status_code == 404
        check(answer.text, f"/{path}/{attack}")
    assert client.get("/search").text.count("data-stop") == 5


@pytest.mark.parametrize(
    "address",
    [
        "/static/..%2f..%2fapp.py", "/static/%2e%2e/app.py", "/static/....//app.py", "/static/ikrar.css%00.html",
        "/static//etc/passwd", "/static/templates/base.html", "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/static/",
    ],
)  # fmt: skip
def test_no_file_but_the_pages_own_is_served(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert "root:" not in answer.text
    assert "import " not in answer.text


def test_every_answer_carries_the_headers(client: TestClient, events: dict[str, str]) -> None:
    own = re.findall(r'"(/static/[^"]+)"', client.get("/").text)
    for address in (
        *ADDRESSES,
        *own,
        "/nope",
        "/search.csv",
        "/search.csv?from=x",
        f"/event/{events['Kabupaten Lebak']}",
        "/openapi.json",
        "/robots.txt",
    ):
        headers = client.get(address).headers
        assert {name: headers.get(name) for name in HEADERS} == HEADERS, address
        assert "server" not in headers
    assert "unsafe" not in HEADERS["content-security-policy"]


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "",
        "localhost:80:80",
        "[::1",
        "169.254.169.254",
    ],
)
def test_a_foreign_host_name_is_refused(client: TestClient, host: str) -> None:
    answer = client.get("/search", headers={"host": host})
    assert answer.status_code == 400
    assert "ikrar" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("host", ["localhost", "localhost:8765", "127.0.0.1:8765", "[::1]:8765", "LOCALHOST"])
def test_this_machines_own_names_are_served(client: TestClient, host: str) -> None:
    assert client.get("/search", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE"])
def test_pages_are_only_read(client: TestClient, method: str) -> None:
    for address in ("/", "/search", "/search.csv", "/coverage"):
        assert client.request(method, address).status_code == 405


def test_endless_addresses_are_refused_plainly(client: TestClient) -> None:
    assert client.get("/search?" + "&".join(f"k{n}=v" for n in range(2000))).status_code == 400
    assert client.get("/search?" + "&".join(f"regency=35.{n:02d}" for n in range(400))).status_code == 200
    assert client.get("/search", params={"q": "a* " * 5000}).status_code == 200


def test_the_limit_of_requests() -> None:
    now = [0.0]
    inner = Starlette(routes=[Route("/", lambda _: PlainTextResponse("in"))])
    app = RateLimit(inner, per_minute=30, clock=lambda: now[0])
    one, other = (TestClient(app, client=(address, 1)) for address in ("192.0.2.1", "192.0.2.2"))
    assert [one.get("/").status_code for _ in range(31)] == [200] * 30 + [429]
    assert one.get("/").headers["retry-after"] == "2"
    assert other.get("/").status_code == 200
    now[0] = 2.0
    assert [one.get("/").status_code for _ in range(2)] == [200, 429]
    now[0] = 3600.0
    assert [one.get("/").status_code for _ in range(31)] == [200] * 30 + [429]


def test_the_limit_stands_before_every_page(tables: Path, site_of: Callable[..., TestClient]) -> None:
    client = site_of(tables, Settings(rate=2))
    answers = [client.get(address) for address in ("/about", "/search", "/search")]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert answers[2].headers["x-frame-options"] == "DENY"
