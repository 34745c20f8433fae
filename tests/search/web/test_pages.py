"""What the pages say, by a client without script and style."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from lxml import html as lxml_html
from lxml.html import HtmlElement
from starlette.testclient import TestClient

from extract.build import build
from search.index import ensure_index
from search.opening import Served
from search.web.app import create_app
from search.web.timeline import LENGTH, stretch
from tests.search.make import Ceremony, Story, event_id, write
from tests.search.web.conftest import STORIES

#: Ceremonies of one regency, all led by one person.
CROWD = 150
MANY = {"regency": "/regency/35.16", "person": "/person/ratna-dewi-kusuma"}

PAGES = (
    "/",
    "/search",
    "/search?q=guru",
    "/search/tables",
    "/coverage",
    "/coverage/outlets",
    "/about",
    "/regency/61.01",
    "/regency/94.01",
)


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A site over many ceremonies of one regency and one person: a number each, the latest the highest."""
    folder = tmp_path_factory.mktemp("crowd")
    days = [dt.date(2022, 1, 1) + dt.timedelta(days=7 * number) for number in range(CROWD + 1)]
    write(
        folder,
        [
            Ceremony(
                id=number,
                stories=[
                    Story(
                        f"media-{number % 30}",
                        f"Ratusan ASN Mojokerto Ikrar Netral untuk Kali ke-{number}",
                        f"{_titled(number)}, Kepala Dinas Urusan {number % 25}, memimpin ikrar netralitas.",
                        f"{days[number]}T08:00:00+00:00",
                    )
                ],
                date=days[number].isoformat(),
                code="35.16",
                officials=[("Ratna Dewi Kusuma", _titled(number), f"Kepala Dinas Urusan {number % 25}", "leader")],
            )
            for number in range(1, CROWD + 1)
        ],
    )
    served = Served(ensure_index(folder))
    with TestClient(create_app(served), base_url="http://localhost", follow_redirects=False) as client:
        yield client
    served.close()


def _titled(number: int) -> str:
    """The name as it is printed, in one of 25 ways."""
    return f"Ratna Dewi Kusuma, S.{chr(65 + number % 25)}."


def listed(page: HtmlElement) -> list[str]:
    """Ids of the ceremonies of a page's timeline."""
    links = page.xpath("//article//h3/a/@href")
    return [urlsplit(link).path.removeprefix("/event/") for link in links]


def read(client: TestClient, address: str, status: int = 200) -> HtmlElement:
    answer = client.get(address)
    assert answer.status_code == status, address
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return lxml_html.fromstring(answer.text)


def text(page: HtmlElement, path: str = "//main") -> str:
    return " ".join(" ".join(one.text_content() for one in page.xpath(path)).split())


def headlines(page: HtmlElement) -> list[str]:
    return [" ".join(one.text_content().split()) for one in page.xpath("//article//h2")]


@pytest.mark.parametrize("address", PAGES)
def test_every_page_speaks_both_languages_and_links_the_other(client: TestClient, address: str) -> None:
    for language, word in (("id", "Cari"), ("en", "Search")):
        page = read(client, address + ("&" if "?" in address else "?") + "lang=en" if language == "en" else address)
        assert page.get("lang") == language
        assert word in text(page, "//nav")
        links = page.xpath("//header//nav//a[not(@hreflang)]/@href")
        assert all(("lang=en" in link) == (language == "en") for link in links), links
        other = page.xpath(f"//link[@hreflang][@hreflang != '{language}']/@href")[0]
        assert read(client, other).get("lang") != language


def test_words_are_found_in_any_form_and_marked(client: TestClient) -> None:
    page = read(client, "/search?q=menandatangani+guru")
    assert set(headlines(page)) == {
        "Ratusan Guru di Mojokerto Ikrar Netral di Pilkada 2024",
        "640 Guru Lebak Ikrar Netralitas ASN",
    }
    marked = {one.text_content().lower() for one in page.xpath("//article//mark")}
    assert "guru" in marked
    event = read(client, page.xpath("//article//h2/a/@href")[0])
    assert {"guru", "menandatangani"} <= {one.text_content().lower() for one in event.xpath("//mark")}


def test_a_card_tells_day_place_who_how_many_laws_and_outlets(client: TestClient) -> None:
    page = read(client, "/search?q=sambas")
    card = text(page, "//article")
    for told in (
        "20 November 2023",
        "Kabupaten Sambas, Kalimantan Barat",
        "Ratna Dewi Kusuma",
        "930 peserta",
        "UU 5/2014",
        "3 media",
        "keterangan media berbeda",
    ):
        assert told in card, told
    near_copies = text(page, "//article//ul[contains(@class, 'copies')]")
    assert "suara-khatulistiwa" in near_copies
    assert "kabar-borneo" not in near_copies


def test_filters_are_a_plain_form_and_keep_what_is_chosen(client: TestClient) -> None:
    page = read(client, "/search?q=guru&province=35&from=2024-01-01&min=1")
    form = page.get_element_by_id("search")
    assert (form.get("action"), form.get("method")) == ("/search", "get")
    fields = page.xpath("//*[@form = 'search' or ancestor::form[@id = 'search']][@name]")
    sent = [
        (one.get("name"), one.get("value"))
        for one in fields
        if one.get("type") != "checkbox" or one.get("checked") is not None
    ]
    assert [pair for pair in sent if pair[1]] == [
        ("q", "guru"),
        ("province", "35"),
        ("from", "2024-01-01"),
        ("min", "1"),
    ]
    assert all(
        page.xpath(f"//label[@for = '{one.get('id')}'] | //label[.//input[@value = '{one.get('value')}']]")
        for one in fields
        if one.get("type") != "hidden"
    )


def test_a_form_with_empty_fields_leads_to_the_address_that_is_kept(client: TestClient) -> None:
    answer = client.get("/search?q=guru&from=&to=&official=&min=&province=35&lang=en")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/search?q=guru&province=35&lang=en"


def test_chips_take_one_filter_away_and_leave_the_rest(client: TestClient) -> None:
    page = read(client, "/search?q=ikrar&province=61&province=35&from=2023-11-20&sort=newest")
    chips = {" ".join(one.text_content().split()): one.get("href") for one in page.xpath("//ul[@class = 'chips']//a")}
    by_name = {
        name.removeprefix("Hapus saringan: ").removesuffix(" ×"): parse_qsl(urlsplit(link).query)
        for name, link in chips.items()
    }
    assert by_name["Provinsi Kalimantan Barat"] == [
        ("q", "ikrar"),
        ("province", "35"),
        ("from", "2023-11-20"),
        ("sort", "newest"),
    ]
    assert by_name["Sejak 20 November 2023"] == [
        ("q", "ikrar"),
        ("province", "35"),
        ("province", "61"),
        ("sort", "newest"),
    ]
    assert by_name["Hapus semua"] == [("q", "ikrar"), ("sort", "newest")]


def test_marks_of_map_and_months_narrow_the_search_and_widen_it_again(client: TestClient) -> None:
    page = read(client, "/search?q=ikrar")
    dots = dict(
        zip(
            page.xpath("//*[contains(@class, 'map')]//title/text()"),
            page.xpath("//*[contains(@class, 'map')]//a[@tabindex]/@href"),
            strict=True,
        )
    )
    narrowed = read(client, "/search" + dots["Kab. Sambas: 1"])
    assert len(headlines(narrowed)) == 1
    back = narrowed.xpath("//*[contains(@class, 'map')]//a[.//*[contains(@class, 'on')]]/@href")
    assert back == ["?q=ikrar"]
    bars = dict(
        zip(
            page.xpath("//*[contains(@class, 'months')]//title/text()"),
            page.xpath("//*[contains(@class, 'months')]//a[@tabindex]/@href"),
            strict=True,
        )
    )
    assert headlines(read(client, "/search" + bars["Desember 2023: 1"])) == ["640 Guru Lebak Ikrar Netralitas ASN"]


@pytest.mark.parametrize("typed", ["00.00", "regency=00.00", "&month=0000-00&", "0000-00"])
def test_whatever_is_typed_stays_in_the_addresses_of_the_marks(client: TestClient, typed: str) -> None:
    page = read(client, "/search?" + urlencode({"q": f"{typed} OR ikrar", "official": "ratna"}))
    marks = page.xpath("//*[contains(@class, 'map') or contains(@class, 'months')]//a[@tabindex]/@href")
    assert all(dict(parse_qsl(urlsplit(link).query))["q"] == f"{typed} OR ikrar" for link in marks)
    plain = read(client, "/search?official=ratna")
    links = plain.xpath("//*[contains(@class, 'map') or contains(@class, 'months')]//a[@tabindex]/@href")
    assert sorted(links) == ["?month=2023-11&official=ratna", "?regency=61.01&official=ratna"]


def test_tables_say_what_map_and_months_show(client: TestClient) -> None:
    search = read(client, "/search?q=ikrar")
    tables = read(client, "/search/tables?q=ikrar")
    drawn = sorted(search.xpath("//*[contains(@class, 'map') or contains(@class, 'months')]//title/text()"))
    rows = [
        [" ".join(cell.text_content().split()) for cell in row.xpath("./th | ./td")]
        for row in tables.xpath("//tbody/tr")
    ]
    assert sorted(f"{row[0]}: {row[-1]}".replace("Kabupaten", "Kab.") for row in rows) == drawn
    for link in tables.xpath("//tbody//a/@href"):
        assert len(headlines(read(client, link))) >= 1


def test_sorting(client: TestClient) -> None:
    page = read(client, "/search")
    sorts = {one.text_content(): one.get("href") for one in page.xpath("//ul[@class = 'sorts']//a")}
    assert headlines(read(client, sorts["Terlama"]))[0] == "PNS Kota Mojokerto Deklarasi Netral Pilkada 2018"
    assert (
        headlines(read(client, sorts["Peserta terbanyak"]))[0]
        == "930 ASN Sambas Ucapkan Ikrar Netralitas Jelang Pemilu 2024"
    )
    newest = headlines(read(client, sorts["Terbaru"]))
    assert newest[0] == "Ratusan Guru di Mojokerto Ikrar Netral di Pilkada 2024"
    assert newest[-1] == "PNS Kota Mojokerto Deklarasi Netral Pilkada 2018"


def test_nothing_found_helps_on(client: TestClient) -> None:
    page = read(client, "/search?q=mojokrto")
    assert "Tidak ada upacara yang cocok" in text(page)
    assert page.xpath("//a[strong]/@href") == ["/search?q=mojokerto"]


def test_a_search_without_a_result_offers_fewer_words_and_the_regency_it_names(client: TestClient) -> None:
    page = read(client, "/search?q=perawat+guru+sambas")
    assert "Dengan kata lebih sedikit" not in text(page)
    page = read(client, "/search?q=guru+sambas")
    assert "/regency/61.01" in page.xpath("//p[@class = 'shortcuts']//a/@href")
    offered = {one.text_content(): one.get("href") for one in page.xpath("//div[@class = 'nothing']/p/a")}
    assert offered == {"guru": "/search?q=guru", "sambas": "/search?q=sambas"}
    assert all(headlines(read(client, link)) for link in offered.values())


def test_values_without_words_say_that_they_are_inferred(client: TestClient, events: dict[str, str]) -> None:
    page = read(client, f"/event/{events['Kabupaten Lebak']}")
    for row in page.xpath("//section[@aria-labelledby = 'what']//dd"):
        assert row.xpath(".//blockquote//mark") or "Disimpulkan" in row.text_content()
    (total,) = page.xpath("//dt[. = 'Jumlah peserta']/following-sibling::dd")
    assert "640" in total.xpath(".//mark")[0].text_content()


@pytest.mark.parametrize(
    "query", ['"', "((", "guru AND", "NEAR(", "* *", "-", 'a"b"c', "col:x", "^", "\x00", "𝕏" * 400]
)
def test_text_that_is_no_query_anywhere_is_an_ordinary_search(client: TestClient, query: str) -> None:
    answer = client.get("/search", params={"q": query})
    assert answer.status_code == 200


def test_what_cannot_be_read_is_named(client: TestClient) -> None:
    told = text(read(client, "/search?from=kemarin&province=99&min=banyak"))
    for value in ("kemarin", "99", "banyak"):
        assert f"“{value}”" in told
    assert len(headlines(read(client, "/search?from=kemarin"))) == 5


def test_words_that_name_a_region_or_an_official_lead_there_directly(client: TestClient) -> None:
    links = read(client, "/search?q=mojokerto").xpath("//p[@class = 'shortcuts']/a/@href")
    assert set(links) == {"/regency/35.16", "/regency/35.76"}
    (person,) = read(client, "/search?q=ratna+dewi+kusuma").xpath("//p[@class = 'shortcuts']/a/@href")
    assert "Ratna Dewi Kusuma" in text(read(client, person), "//h1")


def test_an_event_shows_every_value_with_the_words_it_was_read_from(client: TestClient, events: dict[str, str]) -> None:
    page = read(client, f"/event/{events['Kabupaten Sambas']}")
    quotes = [one.text_content() for one in page.xpath("//blockquote")]
    marks = [one.text_content() for one in page.xpath("//blockquote//mark")]
    assert any("Senin (20/11/2023)" in mark for mark in marks)
    assert any("930" in mark for mark in marks)
    assert any("Ratna Dewi Kusuma" in mark for mark in marks)
    assert all(quote.strip() for quote in quotes)
    assert set(page.xpath("//blockquote/@cite")) <= {
        "https://warta.example/sambas-ikrar",
        "https://kabarborneo.example/2023/11/netralitas-asn-sambas",
        "https://suarakhatulistiwa.example/sambas",
    }
    differ = text(page, "//section[@class = 'conflicts']")
    assert "930" in differ
    assert "970" in differ
    assert "Kabar Borneo" in differ
    assert "warta-sambas" in text(page, "//section[@aria-labelledby = 'sources']")
    misprint = text(page, "//section[@aria-labelledby = 'laws']")
    assert "PP 94/2020" in misprint
    assert "Mungkin maksudnya PP 94/2021?" in misprint
    cite = text(page, "//*[@id = 'citation']")
    assert cite.startswith("“")
    assert "” (Kabupaten Sambas, 20 November 2023), diberitakan Kabar Borneo" in cite
    assert f"arsip ikrar netralitas ASN, upacara {events['Kabupaten Sambas']}, data per " in cite
    assert cite.endswith(f"http://localhost/event/{events['Kabupaten Sambas']}")


def test_a_citation_speaks_the_language_of_its_page(client: TestClient, events: dict[str, str]) -> None:
    address = f"/event/{events['Kabupaten Sambas']}"
    cite = text(read(client, f"{address}?lang=en"), "//*[@id = 'citation']")
    assert "(Kabupaten Sambas, 20 November 2023), reported by Kabar Borneo" in cite
    assert f"event {events['Kabupaten Sambas']}, data of " in cite
    assert client.get(f"{address}.json?lang=en").json()["citation"] in cite
    assert "diberitakan" in client.get(f"{address}.json").json()["citation"]


def test_outlets_are_called_by_their_names_and_asked_by_their_ids(client: TestClient) -> None:
    page = read(client, "/search?outlet=kabar-borneo")
    assert "Media Kabar Borneo" in text(page, "//ul[@class = 'chips']")
    assert text(page, "//label[input[@value = 'kabar-borneo']]/span[@class = 'name']") == "Kabar Borneo"
    assert "Kabar Borneo" in text(read(client, "/regency/61.01"), "//aside")
    assert "media: Kabar Borneo, " in client.get("/search.atom?outlet=kabar-borneo").text
    assert client.get("/search.json?outlet=kabar-borneo").json()["events"][0]["outlets"][0] == "kabar-borneo"


def test_the_words_of_the_search_are_marked_on_the_event_page(client: TestClient) -> None:
    (link,) = read(client, "/search?q=sanksi").xpath("//article//h2/a/@href")
    page = read(client, link)
    assert "sanksi" in [one.text_content() for one in page.xpath("//div[@class = 'prose']//mark")]


def test_a_person_has_all_ceremonies_and_a_search_to_follow(client: TestClient, events: dict[str, str]) -> None:
    event = read(client, f"/event/{events['Kabupaten Sambas']}")
    link = next(one for one in event.xpath("//a/@href") if one.startswith("/person/"))
    page = read(client, link)
    assert "Bupati Sambas" in text(page)
    assert page.xpath("//link[@type = 'application/atom+xml']/@href")[0].startswith("/search.atom?official=Ratna")


def test_a_regency_without_ceremonies_says_so_and_names_its_neighbours(client: TestClient) -> None:
    page = read(client, "/regency/94.01")
    assert "Belum ditemukan upacara di Kabupaten Nabire." in text(page)
    assert len(page.xpath("//section[@aria-labelledby = 'near']//a")) == 5


@pytest.mark.parametrize("language", ["", "en"])
@pytest.mark.parametrize("kind", ["regency", "person"])
def test_a_long_timeline_is_turned_page_by_page(crowded: TestClient, kind: str, language: str) -> None:
    address = MANY[kind] + (f"?lang={language}" if language else "")
    wanted = list(map(event_id, range(CROWD, 0, -1)))
    pages, shown = [read(crowded, address)], []
    while pages[-1].xpath("//nav[@class = 'pages']//a[@rel = 'next']"):
        (link,) = pages[-1].xpath("//nav[@class = 'pages']//a[@rel = 'next']/@href")
        assert pages[-1].xpath("//link[@rel = 'next']/@href") == [link]
        assert ("lang=en" in link) == (language == "en")
        pages.append(read(crowded, link))
        assert pages[-1].get("lang") == (language or "id")
    for page in pages:
        shown.append(listed(page))
        told = f"{sum(map(len, shown[:-1])) + 1}–{sum(map(len, shown))}"
        assert told in text(page)
        assert str(CROWD) in text(page)
        assert page.xpath("//nav[@class = 'pages']/@aria-label")[0] in ("Halaman upacara", "Pages of ceremonies")
        assert "after=" not in page.xpath("//link[@type = 'application/atom+xml']/@href")[0]
    assert [one for those in shown for one in those] == wanted
    assert [len(those) for those in shown] == [LENGTH, LENGTH, LENGTH, CROWD - 3 * LENGTH]
    # Back again, to the same parts.
    for those in reversed(shown[:-1]):
        (link,) = page.xpath("//nav[@class = 'pages']//a[@rel = 'prev']/@href")
        page = read(crowded, link)
        assert listed(page) == those
    assert not page.xpath("//nav[@class = 'pages']//a[@rel = 'prev']")
    # The other language shows the same part.
    (other,) = pages[1].xpath(f"//link[@hreflang = '{'id' if language else 'en'}']/@href")
    assert listed(read(crowded, other)) == shown[1]


@pytest.mark.parametrize("key", ["after", "before"])
@pytest.mark.parametrize("place", ["", "ev-ffffffffffff", "<script>", "\x00", "9" * 500])
@pytest.mark.parametrize("kind", ["regency", "person"])
def test_a_place_that_is_not_in_a_timeline_leads_to_its_beginning(
    crowded: TestClient, kind: str, place: str, key: str
) -> None:
    page = read(crowded, f"{MANY[kind]}?{urlencode({key: place})}")
    assert listed(page) == list(map(event_id, range(CROWD, CROWD - LENGTH, -1)))
    assert not page.xpath("//script[not(@src)]")


def test_downloads_of_a_long_timeline_are_whole(crowded: TestClient) -> None:
    for address in MANY.values():
        (feed,) = read(crowded, address).xpath("//link[@type = 'application/atom+xml']/@href")
        assert crowded.get(feed.replace(".atom", ".json")).json()["total"] == CROWD
        assert len(crowded.get(feed.replace(".atom", ".jsonl")).text.splitlines()) == CROWD


def test_the_margin_of_a_long_timeline_is_short_and_leads_to_the_rest(crowded: TestClient) -> None:
    page = read(crowded, MANY["regency"])
    section = "//section[@aria-labelledby = 'outlets']"
    assert len(page.xpath(f"{section}//li")) == 20
    assert text(page, f"{section}/p") == "10 lainnya"
    (link,) = page.xpath(f"{section}/p/a/@href")
    every = read(crowded, link).xpath("//input[@name = 'outlet']/@value")
    assert sorted(every) == sorted(f"media-{number}" for number in range(30))
    offices = "//section[@aria-labelledby = 'offices']//li"
    person = read(crowded, MANY["person"])
    assert len(person.xpath(offices)) == 21
    assert text(person, f"{offices}[last()]") == "5 lainnya"
    assert "5 lainnya" in text(person, "//header[@class = 'opening']")


@pytest.mark.parametrize("address", ["regency", "person", "/coverage"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_pages_about_much_are_light(crowded: TestClient, address: str, language: str) -> None:
    assert weight(crowded, f"{MANY.get(address, address)}?lang={language}") < 110_000


def test_one_ceremony_of_a_timeline_is_never_cut_in_two() -> None:
    entries = ["a", "b", "b", "c", "c", "d"]
    first = stretch(entries, str, length=2)
    assert (first.entries, first.total, first.first, first.last) == (("a", "b", "b"), 4, 1, 2)
    second = stretch(entries, str, after=first.after, length=2)
    assert (second.entries, second.first, second.last, second.after) == (("c", "c", "d"), 3, 4, None)
    assert stretch(entries, str, before=second.before, length=2) == first
    assert stretch(entries, str, after="d", length=2) == first
    assert not stretch(["a", "a"], str, length=1).is_cut
    nothing = stretch(list[str](), str, after="a", before="b")
    assert (nothing.entries, nothing.total, nothing.first, nothing.last) == ((), 0, 0, 0)


def test_the_coverage_page_has_all_regencies_and_outlets(client: TestClient) -> None:
    page = read(client, "/coverage")
    assert len(page.xpath("//details[@class = 'province']")) == 38
    assert len({link for link in page.xpath("//th//a/@href") if link.startswith("/regency/")}) == 514
    assert "5 dari 514" in text(page)
    assert "Kabar Borneo" not in text(page)
    outlets = read(client, page.xpath("//main//a[contains(@href, 'outlets')]/@href")[0])
    assert "Kabar Borneo" in text(outlets)
    assert "21 Nov 2023 – 21 Nov 2023" not in text(outlets)


@pytest.mark.parametrize(
    "address",
    [
        "/nope",
        "/event/ev-000000000000",
        "/event/%3Cscript%3E",
        "/person/nobody",
        "/regency/99.99",
        "/regency/35",
        "/static/../app.py",
        "/review",
    ],
)
def test_what_is_not_there(client: TestClient, address: str) -> None:
    assert "<script>" not in client.get(address).text
    read(client, address, 404)


def test_pages_are_kept_until_the_data_or_the_page_change(client: TestClient) -> None:
    first = client.get("/search?q=guru")
    again = client.get("/search?q=guru", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/search?q=guru", headers={"if-none-match": 'W/"other"'}).status_code == 200


def weight(client: TestClient, address: str) -> int:
    """Bytes of a page with style, script and icon, uncompressed."""
    page = client.get(address, headers={"accept-encoding": "identity"})
    own = list(re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text))
    assert len(own) == 3
    return len(page.content) + sum(
        len(client.get(html.unescape(link), headers={"accept-encoding": "identity"}).content) for link in own
    )


def test_the_style_sheet_keeps_every_rule_and_string(client: TestClient) -> None:
    written = resources.files("search.web").joinpath("static", "ikrar.css").read_text("utf-8")
    sent = client.get("/static/ikrar.css").text
    assert len(sent) < len(written)
    assert "/*" not in sent
    for sign in '{}"':
        assert sent.count(sign) == re.sub(r"(?s)/\*.*?\*/", "", written).count(sign)
    assert re.findall('"[^"]*"', sent) == re.findall('"[^"]*"', re.sub(r"(?s)/\*.*?\*/", "", written))
    assert "calc(1.2em - 5px)" in sent
    assert "@media (min-width:40em)" in sent


def test_the_whole_of_a_page_is_light(client: TestClient) -> None:
    assert weight(client, "/search?q=ikrar") < 150_000
    page = client.get("/search?q=ikrar")
    assert all(
        link.startswith(("/", "?", "#"))
        for link in re.findall(r'<(?:link|script|img)[^>]+(?:href|src)="([^"]+)"', page.text)
    )


def test_an_archive_without_ceremonies_says_so(site_of: Callable[..., TestClient], tmp_path: Path) -> None:
    (tmp_path / "harvest.jsonl").write_text(STORIES.read_text("utf-8").splitlines()[-1], "utf-8")
    assert build([tmp_path / "harvest.jsonl"], tmp_path / "tables").events == []
    empty = site_of(tmp_path / "tables")
    assert "Arsip ini belum berisi upacara." in text(read(empty, "/"))
    for address in ("/search", "/search?q=guru", "/search/tables", "/coverage", "/regency/61.01"):
        read(empty, address)
    assert empty.get("/search.json").json()["total"] == 0


def test_no_page_carries_script_or_style_within(client: TestClient, events: dict[str, str]) -> None:
    for address in (*PAGES, f"/event/{events['Kabupaten Sambas']}"):
        page = read(client, address)
        assert not page.xpath("//style | //*[@style] | //script[not(@src)] | //@*[starts-with(name(), 'on')]"), address
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids)), address
