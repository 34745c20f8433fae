"""Pages about one thing: an event, a person, a regency, what is covered, and what a reviewer looks through."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from search.cards import web_address
from search.events import event_page, texts
from search.identity import Mention, people_of
from search.offices import office_kind, office_kinds
from search.opening import Index
from search.people import find_people, person_page
from search.query import Search
from search.quoting import quote
from search.regions import coverage, map_marks, regency_page
from search.reviewing import least_certain, report_and_article
from tests.search.make import event_id


def test_an_event_shows_its_evidence(index: Index) -> None:
    page = event_page(index, event_id(1), search=Search(q="menandatangani"))
    assert page is not None
    assert page.event.event_id == page.card.event_id == event_id(1)
    (venue,) = page.values["venue"]
    assert (venue.words, venue.source.outlet, venue.in_title) == ("Gedung Samakai", "bahtera", False)
    assert venue.before.endswith("meneken pakta integritas di ")
    first, second = page.officials
    assert first.quote is not None
    assert first.quote.words == "Dr. H. Jufrin Maladewa, M.Si."
    assert first.person == "jufrin-maladewa-52"
    assert second.person is None
    (people,) = page.participants
    assert people.quote is not None
    assert people.quote.words == "412"
    (law,) = page.regulations
    assert law.quote is not None
    assert law.quote.words == "UU Nomor 20"
    assert [(one.outlet, one.copy_of is not None) for one in page.sources] == [
        ("bahtera", False),
        ("praja", False),
        ("lentera", True),
    ]
    assert page.sources[0].fetched_at == dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    assert page.sources[0].author == "Redaksi"
    assert [text for text, marked in page.sources[0].marked_text.parts if marked] == ["meneken"]
    (conflict,) = page.conflicts
    assert [(one.value, one.agreed, [s.outlet for s in one.sources]) for one in conflict.values] == [
        ("412", True, ["bahtera"]), ("421", False, ["lentera"]),
    ]  # fmt: skip
    assert [article.text[:5] for _, article in texts(index, event_id(1))] == ["DOMPU", "Apara", "DOMPU"]


@pytest.mark.parametrize("key", ["", "ev-ffffffffffff", "' OR 1=1 --", "../../etc/passwd", "\x00"])
def test_there_is_no_such_event(index: Index, key: str) -> None:
    assert event_page(index, key) is None
    assert texts(index, key) == ()
    assert person_page(index, key) is None
    assert regency_page(index, key) is None
    assert report_and_article(index, key) is None


def test_similar_events_are_near_in_time_and_place(index: Index) -> None:
    page = event_page(index, event_id(2))
    assert page is not None
    assert [one.event_id for one in page.similar] == [event_id(3)]
    undated = event_page(index, event_id(6))
    assert undated is not None
    assert undated.similar == ()
    assert undated.card.place == "Indonesia"


def test_evidence_outside_its_text_is_left_out(index: Index) -> None:
    page = event_page(index, event_id(1))
    assert page is not None
    line = page.officials[0].quote
    assert line is not None
    assert quote("teks", 2, 9, line.source) is None
    assert quote("a \n b", 1, 4, line.source) is None
    cut = quote("kata " * 100, 250, 254, line.source)
    assert cut is not None
    assert cut.before.startswith("…kata")
    assert cut.after.endswith("kata…")


def test_a_person_has_all_ceremonies(index: Index) -> None:
    page = person_page(index, "jufrin-maladewa-52")
    assert page is not None
    assert page.name == "Jufrin Maladewa"
    assert page.other_names == ("Dr. H. Jufrin Maladewa, M.Si.",)
    assert [(one.office, one.place, one.events) for one in page.offices] == [
        ("Sekretaris Daerah Dompu", "Kabupaten Dompu", 1)
    ]
    assert [one.card.event_id for one in page.events] == [event_id(1)]
    # In another province it may be another man: named, not mixed.
    assert [one.person for one in page.namesakes] == ["jufrin-maladewa-35"]
    assert [one.person for one in find_people(index, "H. Jufrin")] == ["jufrin-maladewa-35", "jufrin-maladewa-52"]
    assert find_people(index, "%%%") == ()


def test_forms_of_a_name_are_one_person_only_where_they_can_be() -> None:
    def named(*names: tuple[str, str]) -> list[tuple[str, list[int]]]:
        mentions = [Mention(event, 1, name, area) for event, (name, area) in enumerate(names, 1)]
        return [(one.person, [mention.event for mention in one.mentions]) for one in people_of(mentions)]

    same = named(
        ("Muhammad Yusri Yusuf", "11.02"), ("Yusri Yusuf", "11.02"), ("M. Yusri Yusuf", "11.02"), ("Yusri", "11.02")
    )
    assert same == [("muhammad-yusri-yusuf", [1, 2, 3, 4])]
    # Three words are one person anywhere, two within a province, one within a regency.
    assert named(("Ahmad Fauzi Rahman", "35.16"), ("Ahmad Fauzi Rahman", "11.02")) == [("ahmad-fauzi-rahman", [1, 2])]
    assert named(("Agus Salim", "35.16"), ("Agus Salim", "35.17"), ("Agus Salim", "11.02")) == [
        ("agus-salim-11", [3]),
        ("agus-salim-35", [1, 2]),
    ]
    assert named(("Sutrisno", "35.16"), ("Sutrisno", "35.17")) == [("sutrisno-3516", [1]), ("sutrisno-3517", [2])]
    # A single name that two people could bear is neither's.
    assert len(named(("Yusri Yusuf", "11.02"), ("Yusri Hamid", "11.02"), ("Yusri", "11.02"))) == 3
    assert named(("…", "11.02")) == []


@pytest.mark.parametrize(
    ("office", "kind"),
    [
        ("Bupati Mojokerto", "Bupati"), ("Wakil Bupati Lebak", "Wakil Bupati"), ("Walikota Batu", "Wali Kota"),
        ("Sekda", "Sekretaris Daerah"), ("Kepala BKPSDM Karangasem", "Kepala Badan"), ("Kepala Dinas Pendidikan", "Kepala Dinas"),
        ("Kepala Badan Kepegawaian", "Kepala Badan"), ("Kepala SMAN 2 Enrekang", "Kepala Sekolah"), ("Penjaga malam", None), ("", None),
    ],
)  # fmt: skip
def test_kinds_of_offices(office: str, kind: str | None) -> None:
    assert office_kind(office) == kind
    assert kind is None or kind in office_kinds()


def test_a_regency_without_ceremonies_has_a_page_too(index: Index) -> None:
    page = regency_page(index, "35.16")
    assert page is not None
    assert (page.name, page.province) == ("Kabupaten Mojokerto", "Jawa Timur")
    assert [one.event_id for one in page.events] == [event_id(2)]
    assert (page.elections, page.outlets) == ((("Pemilu 2024", 1),), (("bahtera", 1),))
    # Jombang and the city are among the nearest, with their ceremonies.
    assert {mark.code: mark.count for mark in page.neighbours}["35.76"] == 1
    empty = regency_page(index, "91.71")
    assert empty is not None
    assert empty.events == ()
    assert len(empty.neighbours) == 5
    assert regency_page(index, "35") is None


def test_every_regency_is_on_the_map() -> None:
    marks = map_marks([("35.16", 3), ("00.00", 9)])
    assert len(marks) == 514
    assert [mark.count for mark in marks if mark.count] == [3]
    assert all(-11.5 < mark.latitude < 6.5 and 94.5 < mark.longitude < 141.5 for mark in marks)


def test_coverage_tells_where_nothing_is(index: Index) -> None:
    known = coverage(index)
    assert known.elections == ("Pemilu 2024", "Pilkada 2020", "Pilkada 2024")
    assert len(known.provinces) == 38
    east = next(one for one in known.provinces if one.code == "35")
    assert (east.events, east.covered, len(east.regencies)) == (3, 3, 38)
    jombang = next(one for one in east.regencies if one.code == "35.17")
    assert (jombang.events, jombang.by_election) == (1, (0, 1, 0))
    outlets = {one.outlet: (one.articles, one.events) for one in known.outlets}
    assert outlets == {"bahtera": (2, 2), "lentera": (3, 3), "praja": (3, 3)}
    assert known.outlets[0].first_published == dt.datetime(2023, 11, 20, 8, tzinfo=dt.UTC)


def test_the_least_certain_reports_come_first(index: Index) -> None:
    lines, cursor = least_certain(index, limit=3)
    assert [round(one.confidence, 2) for one in lines] == [0.3, 0.7, 0.8]
    assert cursor is not None
    rest, end = least_certain(index, after=cursor, limit=50)
    assert len(rest) == 5
    assert end is None
    assert not {one.report_id for one in lines} & {one.report_id for one in rest}
    assert least_certain(index, reviewed=True) == ((), None)
    assert least_certain(index, after="nonsense", limit=3)[0] == lines
    pair = report_and_article(index, lines[0].report_id)
    assert pair is not None
    report, article = pair
    assert report.article_id == article.article_id
    assert article.text == "Pegawai kementerian mengikrarkan netralitas tanpa tanggal."


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://a.example/x", True), ("http://a.example", True), ("javascript:alert(1)", False), ("data:text/html,x", False),
        ("//a.example", False), ("https://", False), ("http://[", False), ("", False), (None, False),
    ],
)  # fmt: skip
def test_only_web_addresses_become_links(address: str | None, shown: bool) -> None:
    assert web_address(address) == (address if shown else None)


def test_pages_are_values(index: Index) -> None:
    page = event_page(index, event_id(1))
    assert page is not None
    assert replace(page, sources=()) != page
