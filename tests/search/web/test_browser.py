"""A journalist's way through the archive, in a real browser: with and without script, large and small, by keyboard."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.search.web.conftest import KEY

PAGES = (
    "/",
    "/search?q=ikrar&province=61",
    "/search?q=tidakada",
    "/search/tables",
    "/coverage",
    "/coverage/outlets",
    "/about",
    "/regency/61.01",
    "/regency/94.01",
    "/review",
    "/review/sambas-1-1",
    "/nope",
)
#: What is asked of the pages: WCAG 2.2 at level AA, and what axe-core holds to be good practice.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

Opener = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, site: str) -> Iterator[Opener]:
    """Opens a page of the site in a context of its own; whatever the browser complains of fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(address: str, **options: object) -> Page:
        context = browser.new_context(base_url=site, **options)  # type: ignore[arg-type]  # options of many types
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on(
            "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request",
            lambda request: None if request.url.startswith((site, "data:")) else complaints.append(request.url),
        )
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [one for one in complaints if "404" not in one] == []


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_the_journalists_way(opened: Opener, script: bool, tmp_path: Path) -> None:
    page = opened("/", java_script_enabled=script, accept_downloads=True)
    page.get_by_role("searchbox", name="Cari upacara").fill("guru")
    page.get_by_role("button", name="Cari").click()
    expect(page.get_by_role("article")).to_have_count(2)
    assert page.url.endswith("/search?q=guru")

    if not script and not page.get_by_label("Jawa Timur").is_visible():
        page.get_by_text("Saring", exact=True).click()
    page.get_by_label("Jawa Timur").check() if not script else page.get_by_label("Jawa Timur").click()
    if not script:
        page.get_by_role("button", name="Terapkan saringan").click()
    expect(page.get_by_role("article")).to_have_count(1)
    assert page.url.endswith("/search?q=guru&province=35")

    page.get_by_role("link", name="Hapus saringan: Provinsi Jawa Timur").click()
    expect(page.get_by_role("article")).to_have_count(2)
    page.locator(".map a", has_text="Kab. Lebak").click()
    expect(page.get_by_role("article")).to_have_count(1)
    assert page.url.endswith("/search?q=guru&regency=36.02")

    with page.expect_download() as caught:
        page.get_by_role("link", name="CSV").click()
    saved = tmp_path / "rows.csv"
    caught.value.save_as(saved)
    assert "640 Guru Lebak Ikrar Netralitas ASN" in saved.read_text("utf-8-sig")
    feed = page.get_by_role("link", name="Langganan Atom").get_attribute("href") or ""
    assert "<title>640 Guru Lebak Ikrar Netralitas ASN</title>" in page.request.get(feed).text()

    page.get_by_role("heading", name="640 Guru Lebak").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("640 Guru Lebak Ikrar Netralitas ASN")
    quote = page.locator("blockquote", has_text="Selasa (5/12/2023)").first
    expect(quote.locator("mark")).to_contain_text("Selasa (5/12/2023)")
    source = page.locator("figcaption", has_text="banten-pagi").first.get_by_role("link")
    assert source.get_attribute("href") == "https://bantenpagi.example/lebak-guru"
    page.get_by_role("link", name="Uus Sumantri Jaya").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Uus Sumantri Jaya")
    page.get_by_role("link", name="Kabupaten Lebak").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kabupaten Lebak")
    page.get_by_role("link", name="EN", exact=True).click()
    expect(page.get_by_role("navigation", name="Main menu")).to_be_visible()


def test_a_month_is_narrowed_to_and_left_again(opened: Opener) -> None:
    page = opened("/search?q=ikrar")
    bar = page.locator(".months a", has_text="Desember 2023")
    bar.click()
    expect(page.get_by_role("article")).to_have_count(1)
    assert page.url.endswith("/search?q=ikrar&month=2023-12")
    page.locator(".months a.on").click()
    expect(page.get_by_role("article")).to_have_count(4)


def test_by_keyboard(opened: Opener) -> None:
    page = opened("/search?sort=oldest")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("j?k")
    expect(page.get_by_role("searchbox")).to_have_value("j?k")
    page.keyboard.press("Escape")
    links = page.locator("[data-stop]")
    for key, place in (("j", 0), ("j", 1), ("j", 2), ("k", 1)):
        page.keyboard.press(key)
        expect(links.nth(place)).to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Pintasan papan ketik")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    wanted = links.nth(1).get_attribute("href") or ""
    links.nth(1).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**" + wanted)


def test_filters_are_ticked_by_keyboard_without_leaving(opened: Opener) -> None:
    page = opened("/search?q=ikrar")
    first, second = (page.get_by_role("checkbox", name=name) for name in ("Jawa Timur", "Banten"))
    first.focus()
    page.keyboard.press("Space")
    second.focus()
    page.keyboard.press("Space")
    assert page.url.endswith("/search?q=ikrar")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=ikrar&province=35&province=36")
    expect(page.get_by_role("article")).to_have_count(2)


def test_going_back_brings_the_search_and_its_fields_back(opened: Opener) -> None:
    page = opened("/search?q=guru")
    page.get_by_role("searchbox").fill("sambas")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=sambas")
    page.go_back()
    page.wait_for_url("**/search?q=guru")
    expect(page.get_by_label("Sejak")).to_be_enabled()
    expect(page.get_by_role("article")).to_have_count(2)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_nothing_stands_in_anyones_way(
    opened: Opener, site: str, events: dict[str, str], scheme: str, width: int, height: int
) -> None:
    axe = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
    page = opened(f"/review?key={KEY}", viewport={"width": width, "height": height}, color_scheme=scheme)
    event = page.request.get(f"/event/{events['Kabupaten Sambas']}").text()
    person = event.split('href="/person/')[1].split('"')[0]
    for address in (
        *PAGES,
        f"/event/{events['Kabupaten Sambas']}?q=netralitas",
        f"/person/{person}",
        "/search?q=ikrar&lang=en",
    ):
        page.goto(address)
        page.evaluate(axe)
        found = page.evaluate("options => axe.run(document, options)", RULES)
        told = [f"{one['id']}: {[node['html'][:120] for node in one['nodes'][:3]]}" for one in found["violations"]]
        assert told == [], f"{address}: {json.dumps(told, indent=1)}"
        assert found["passes"]
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_on_paper_the_archive_is_read_without_its_buttons(opened: Opener, events: dict[str, str]) -> None:
    page = opened(f"/event/{events['Kabupaten Lebak']}")
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation")).to_be_hidden()
    expect(page.locator("blockquote").first).to_be_visible()


def test_a_citation_is_copied(opened: Opener, site: str, events: dict[str, str]) -> None:
    page = opened(f"/event/{events['Kabupaten Lebak']}", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Salin kutipan").click()
    expect(page.get_by_role("button", name="Tersalin")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").endswith(f"{site}/event/{events['Kabupaten Lebak']}")


def test_a_value_is_corrected(opened: Opener) -> None:
    page = opened(f"/review?key={KEY}")
    page.get_by_role("link", name="Pegawai Kemenag Ngada Ikrar Netral").click()
    page.get_by_label("Tempat").fill("halaman kantor Kemenag")
    page.get_by_label("Nama Anda").fill("Redaksi")
    page.get_by_role("button", name="Simpan pembetulan").click()
    expect(page.get_by_role("status")).to_contain_text("Tercatat di berkas koreksi: 1")
    expect(page.get_by_role("listitem").filter(has_text="halaman kantor Kemenag")).to_be_visible()
