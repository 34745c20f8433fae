"""Reviewing: who may, what is shown, and what is written to the corrections file."""

from __future__ import annotations

import csv
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import html as lxml_html
from lxml.html import HtmlElement
from starlette.testclient import TestClient

from extract.build import build
from search.web.review import marked_text
from search.web.settings import Settings
from tests.search.web.conftest import STORIES

HERE = ("127.0.0.1", 50000)
KEY = "kunci"
COOKIE = {"ikrar_review": KEY}
Site = Callable[..., TestClient]


@pytest.fixture
def decisions(tmp_path: Path) -> Path:
    return tmp_path / "decisions" / "corrections.csv"


@pytest.fixture
def desk(tables: Path, site_of: Site, decisions: Path) -> TestClient:
    return site_of(tables, Settings(corrections=decisions, key=KEY), client=HERE, cookies=COOKIE)


def form(desk: TestClient, report: str) -> dict[str, str]:
    """The form as a browser would send it."""
    page = lxml_html.fromstring(desk.get(f"/review/{report}").text)
    sent = {one.get("name"): one.get("value", "") for one in page.xpath("//form[@method = 'post']//input")}
    return sent | {one.get("name"): one.value for one in page.xpath("//form[@method = 'post']//select")}


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text("utf-8").splitlines())) if path.exists() else []


def text(page: HtmlElement) -> str:
    return " ".join(page.text_content().split())


def test_it_is_off_unless_asked_for(client: TestClient) -> None:
    assert client.get("/review").status_code == 404
    assert client.post("/review/sambas-1-1").status_code == 404
    assert "/review" not in client.get("/").text


def test_nobody_from_elsewhere_gets_in_without_a_password(tables: Path, site_of: Site, decisions: Path) -> None:
    own = Settings(hosts=("localhost", "arsip.example"), corrections=decisions, key=KEY)
    assert site_of(tables, own, client=("192.0.2.7", 1), cookies=COOKIE).get("/review").status_code == 403
    # A proxy on this machine stands between: the name tells that the reader is elsewhere.
    behind_proxy = site_of(tables, own, client=HERE, base_url="http://arsip.example", cookies=COOKIE)
    assert behind_proxy.get("/review").status_code == 403
    assert behind_proxy.get("/search").status_code == 200
    assert site_of(tables, own, client=HERE, cookies=COOKIE).get("/review").status_code == 200


def test_a_browser_of_this_machine_shows_the_key_once(tables: Path, site_of: Site, decisions: Path) -> None:
    # A proxy may ask for others in this machine's name: address and name alone open nothing.
    desk = site_of(tables, Settings(corrections=decisions, key=KEY), client=HERE)
    for address in ("/review", "/review?key=", "/review?key=salah", "/review/sambas-1-1"):
        assert desk.get(address).status_code == 403
    answer = desk.get(f"/review?key={KEY}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/review")
    assert {"HttpOnly", "SameSite=strict", "Path=/review"} <= set(answer.headers["set-cookie"].split("; "))
    assert desk.get("/review").status_code == 200
    keyless = site_of(tables, Settings(corrections=decisions), client=HERE, cookies={"ikrar_review": ""})
    assert keyless.get("/review?key=").status_code == 403


def test_with_a_password_it_is_asked_of_everyone(tables: Path, site_of: Site, decisions: Path) -> None:
    desk = site_of(tables, Settings(corrections=decisions, password="rahasia"), client=HERE)
    assert desk.get("/review").headers["www-authenticate"].startswith("Basic ")
    for told in (
        "Basic " + b64encode(b"x:salah").decode(),
        "Basic !!!",
        "Basic",
        "Bearer rahasia",
        "Basic " + b64encode(b"\xff").decode(),
    ):
        assert desk.get("/review", headers={"authorization": told}).status_code == 401
    right = "Basic " + b64encode(b"siapa:rahasia").decode()
    assert desk.get("/review", headers={"authorization": right}).status_code == 200
    assert desk.get("/search").status_code == 200


def test_the_least_certain_come_first(desk: TestClient) -> None:
    page = lxml_html.fromstring(desk.get("/review").text)
    shares = [int(cell.text_content().rstrip("%")) for cell in page.xpath("//tbody//td[1]")]
    assert len(shares) == 7
    assert shares == sorted(shares)


def test_the_text_stands_beside_the_form_with_its_evidence_marked(desk: TestClient) -> None:
    page = lxml_html.fromstring(desk.get("/review/sambas-1-1").text)
    prose = page.xpath("//div[@class = 'prose']")[0]
    assert prose.text_content().startswith("SAMBAS – Sebanyak 930 aparatur")
    marks = {mark.text_content(): mark.get("title") for mark in prose.xpath(".//mark")}
    assert marks["Senin (20/11/2023)"] == "Tanggal"
    assert any("Ratna Dewi Kusuma" in words for words in marks)
    fields = form(desk, "sambas-1-1")
    assert (fields["date"], fields["regency_code"], fields["participants_total"]) == ("2023-11-20", "61.01", "930")
    assert fields["officials[Ratna Dewi Kusuma].office"] == "Bupati Sambas"


def test_corrections_are_written_and_a_build_applies_them(desk: TestClient, decisions: Path, tmp_path: Path) -> None:
    fields = form(desk, "mojokerto-1-1") | {
        "venue": "Pendapa Graha Majatama",
        "officials[Wignyo Pranoto].name": "Wignyo Pranoto Adi",
        "officials[Wignyo Pranoto].role": "speaker",
        "who": "Redaksi",
        "why": "Panggilan telepon",
        "verdict": "correct",
    }
    answer = desk.post("/review/mojokerto-1-1", data=fields)
    assert answer.status_code == 303
    assert "Tercatat di berkas koreksi: 3" in desk.get(answer.headers["location"]).text
    assert {(row["target"], row["field"], row["old"], row["new"], row["who"], row["why"]) for row in rows(decisions)} == {
        ("mojokerto-1-1", "venue", "Pendapa Graha Trowulan", "Pendapa Graha Majatama", "Redaksi", "Panggilan telepon"),
        ("mojokerto-1-1", "officials[Wignyo Pranoto].role", "leader", "speaker", "Redaksi", "Panggilan telepon"),
        ("mojokerto-1-1", "officials[Wignyo Pranoto].name", "Wignyo Pranoto", "Wignyo Pranoto Adi", "Redaksi", "Panggilan telepon"),
    }  # fmt: skip
    assert "Sudah tercatat" in desk.get("/review").text
    made = build([STORIES], tmp_path / "anew", decisions=decisions.parent)
    report = next(one for one in made.reports if one.report_id == "mojokerto-1-1")
    assert (report.venue, report.officials[0].name, report.officials[0].role, report.reviewed) == (
        "Pendapa Graha Majatama",
        "Wignyo Pranoto Adi",
        "speaker",
        True,
    )
    assert made.skipped == []


@pytest.mark.parametrize(
    ("verdict", "line"), [("confirm", ("reviewed", "no", "yes")), ("no-ceremony", ("ceremony", "yes", "no"))]
)
def test_a_report_is_confirmed_or_taken_out(
    desk: TestClient, decisions: Path, verdict: str, line: tuple[str, str, str]
) -> None:
    fields = form(desk, "ngada-1-1") | {"who": "Redaksi", "verdict": verdict}
    assert desk.post("/review/ngada-1-1", data=fields).status_code == 303
    (row,) = rows(decisions)
    assert (row["field"], row["old"], row["new"]) == line
    assert row["why"] == "Sesuai teks artikel"
    desk.post("/review/ngada-1-1", data=fields)
    assert len(rows(decisions)) == 1


def test_a_regency_brings_its_province(desk: TestClient, decisions: Path) -> None:
    fields = form(desk, "lebak-1-1") | {
        "regency_code": "35.16",
        "province_code": "35",
        "who": "R",
        "verdict": "correct",
    }
    assert desk.post("/review/lebak-1-1", data=fields).status_code == 303
    assert [(row["field"], row["new"]) for row in rows(decisions)] == [("regency_code", "35.16")]


@pytest.mark.parametrize(
    "wrong",
    [
        {"date": "kemarin"}, {"regency_code": "99.99"}, {"level": "galaksi"}, {"participants_total": "-4"}, {"activities": ""},
        {"who": "", "venue": "Aula"}, {"venue": "x" * 2000}, {"date": "2023-12-06", "level": "galaksi"}, {},
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_nothing_is_written(
    desk: TestClient, decisions: Path, wrong: dict[str, str]
) -> None:
    fields = form(desk, "lebak-1-1") | {"who": "Redaksi", "verdict": "correct"} | wrong
    answer = desk.post("/review/lebak-1-1", data=fields)
    assert answer.status_code == 422
    page = lxml_html.fromstring(answer.text)
    assert text(page.xpath("//*[@role = 'alert']")[0])
    kept = {one.get("name"): one.get("value") for one in page.xpath("//form[@method = 'post']//input")}
    # What no list offers cannot be shown as chosen.
    assert all(kept[name] == value for name, value in wrong.items() if name != "level")
    assert page.xpath("//select[@name = 'level']/option[@value = 'institution']")[0].text == "Instansi"
    assert rows(decisions) == []


def test_no_other_page_can_send_the_form(desk: TestClient, decisions: Path) -> None:
    fields = form(desk, "lebak-1-1") | {"who": "Redaksi", "verdict": "confirm"}
    assert desk.post("/review/lebak-1-1", data=fields | {"token": "x"}).status_code == 403
    assert desk.post("/review/lebak-1-1", data=fields, headers={"origin": "https://evil.example"}).status_code == 403
    assert desk.post("/review/lebak-1-1", data={"verdict": "confirm"}).status_code == 403
    assert desk.post("/review/lebak-1-1", content=b"a" * 100_000).status_code == 413
    assert desk.post("/review/lebak-1-1", content=b"\xff\xfe").status_code == 400
    assert rows(decisions) == []
    assert desk.post("/review/lebak-1-1", data=fields, headers={"origin": "http://localhost"}).status_code == 303


def test_pieces_put_together_are_the_text(tables: Path) -> None:
    from schemas.article import Article
    from schemas.parquet import read_table
    from schemas.tables import ARTICLES

    article = Article.model_validate(read_table(ARTICLES, tables).to_dicts()[0])
    pieces = marked_text(article, [(0, 10, "a"), (5, 12, "b"), (5, 12, "b"), (8, 8, "none"), (0, 10**6, "beyond")])
    assert "".join(words for words, _ in pieces) == article.text
    assert [names for _, names in pieces] == ["a", "a, b", "b", ""]
