"""What is found, in which order, with which counts and marks."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.columns import FacetMaker
from search.finding import Results, find
from search.index import build_index
from search.opening import Index
from search.query import Search, Sort, parse_search
from tests.search.make import Ceremony, Story, event_id, write


def found(index: Index, search: Search) -> list[int]:
    """Numbers of the ceremonies found, in their order."""
    return [int(hit.card.event_id.removeprefix("ev-"), 16) for hit in find(index, search, limit=100).hits]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        # forms of a word meet
        ("menandatangani", [1, 3, 4, 5]), ("penandatanganan", [1, 3, 4, 5]), ("ditandatangani", [1, 3, 4, 5]),
        ("mengikrarkan", [1, 2, 5, 6]),
        # phrases are taken as typed
        ('"meneken pakta"', [1]), ('"menandatangani pakta"', []), ('"Jufrin Maladewa"', [1, 5]),
        # beginnings, exclusions
        ("mojo*", [2, 3]), ("guru -mojokerto", []), ("mojokerto -guru", []), ("mojokerto -ikrar", [3]), ("-ikrar", [3, 4]),
        # every word must stand there
        ("guru mojokerto", [2, 3]), ("guru dompu", []),
        # names with and without titles
        ("Dr. H. Jufrin Maladewa, M.Si.", [1, 5]), ("maladewa jufrin", [1, 5]), ("drg Ikfina", [2]),
        # regions by abbreviation, province and seat
        ("labura", [4]), ("kab dompu", [1]), ("jatim", [2, 3, 5]), ("NTB", [1]), ("sumut", [4]), ("aek kanopan", [4]),
        # laws, also the one a misprint means
        ("UU 20/2023", [1]), ("PP 94/2021", [4]), ("PP 94/2020", [4]),
        # offices and words of the texts
        ("bupati", [2, 4]), ("camat", [4, 5]), ("samakai", [1]), ("GURU", [2, 3]), ("Gúru", [2, 3]),
        # short and long spellings of one thing, whichever the text has
        ("pemkab dompu", [1]), ("pemerintah kabupaten", [1]), ("sekda dompu", [1]), ("sekretaris daerah", [1]),
        ("walikota", [3]), ("disdik jombang", [5]), ("peraturan pemerintah 94", [4]), ("-sekda asn", [5]),
        # days
        ("oktober 2024", [1]), ("23 september 2020", [5]), ("26 september 2024", [4]),
        # nothing asked, and nothing that could be found
        ("", [1, 2, 3, 4, 5, 6]), ("%%% ***", []), ("zzzz", []),
    ],
)  # fmt: skip
def test_words_find(index: Index, text: str, numbers: list[int]) -> None:
    assert sorted(found(index, Search(q=text))) == numbers


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("province=35", [2, 3, 5]), ("province=35&province=52", [1, 2, 3, 5]), ("regency=35.76", [3]),
        ("month=2023-11", [2, 3]), ("level=national", [6]), ("activity=deklarasi", [3, 4]),
        ("activity=deklarasi&activity=pakta_integritas", [1, 3, 4]), ("election=Pemilu+2024", [2, 3, 6]),
        ("office=Bupati", [2]), ("office=Polri", [1]), ("regulation=UU+20%2F2023", [1]), ("regulation=PP+94%2F2021", [4]),
        ("outlet=praja", [1, 3, 5]), ("outlet=praja&province=35", [3, 5]), ("outlet=nobody", []),
        ("outlet=praja'+OR+1%3D1+--", []), ("regulation=UU+20/2023'%3B+DROP+TABLE+events%3B--", []), ("election=\"+OR+\"1", []),
        ("official=jufrin", [1, 5]), ("official=Dr.+Jufrin+MALADEWA", [1, 5]), ("official=jufr*", [1, 5]),
        ("official=jufrin+rahmawati", []), ("official=%25%25", []),
        ("from=2023-11-21", [1, 3, 4]), ("to=2023-11-21", [2, 5]), ("from=2023&to=2023", [2, 3]),
        # a ceremony of three days
        ("from=2024-09-25&to=2024-09-25", [4]), ("from=2024-09-27&to=2024-10-02", []),
        ("min=300", [1, 2, 5]), ("min=413", [2]), ("min=931", []),
        ("q=guru&province=35&to=2023-11-21", [2]), ("q=-guru&province=35", [5]),
    ],
)  # fmt: skip
def test_filters_narrow(index: Index, query: str, numbers: list[int]) -> None:
    parsed = parse_search(parse_qsl(query))
    assert parsed.problems == ()
    assert sorted(found(index, parsed.search)) == numbers


@pytest.mark.parametrize(
    ("sort", "numbers"),
    [
        ("newest", [1, 4, 3, 2, 5, 6]), ("oldest", [5, 2, 3, 4, 1, 6]), ("participants", [2, 1, 5, 3, 4, 6]),
        ("outlets", [1, 4, 6, 3, 2, 5]), ("relevance", [1, 4, 6, 3, 2, 5]),
    ],
)  # fmt: skip
def test_orders(index: Index, sort: Sort, numbers: list[int]) -> None:
    assert found(index, Search(sort=sort)) == numbers


def test_exact_names_and_places_come_before_words_in_passing(index: Index) -> None:
    # Guru and Mojokerto both in the headline, before a teacher who stood by.
    assert found(index, Search(q="guru mojokerto")) == [2, 3]
    # The city named, before the regency around it.
    assert found(index, Search(q="kota mojokerto"))[0] == 3


def test_recent_and_widely_reported_events_come_first(tmp_path: Path) -> None:
    def told(number: int, date: str, outlets: int) -> Ceremony:
        story = [Story(f"o{n}", "ASN Ikrar", "Ikrar ASN di Sambas.", f"{date}T08:00:00+00:00") for n in range(outlets)]
        return Ceremony(number, story, date=date, code="61.01")

    write(
        tmp_path,
        [told(1, "2018-05-01", 1), told(2, "2024-05-01", 1), told(3, "2024-04-01", 4), told(4, "2018-05-01", 8)],
    )
    with Index.open(build_index(tmp_path).path) as index:
        assert found(index, Search(q="sambas")) == [3, 4, 2, 1]
        assert found(index, Search()) == [3, 4, 2, 1]


def test_facets_count_what_a_choice_would_leave(index: Index) -> None:
    results = find(index, Search(q="mojokerto"))
    facets = {facet.field: {value.value: value.count for value in facet.values} for facet in results.facets}
    assert facets["regency"] == {"35.16": 1, "35.76": 1}
    assert facets["province"] == {"35": 2}
    assert facets["office"] == {"Bupati": 1}
    assert facets["month"] == {"2023-11": 2}
    assert [value.label for facet in results.facets if facet.field == "province" for value in facet.values] == [
        "Jawa Timur"
    ]
    # A facet's own choice widens: the others keep their counts, and a chosen value stays though nothing is left of it.
    chosen = find(index, Search(q="mojokerto", regency=("35.16", "52.05")))
    regencies = next(facet for facet in chosen.facets if facet.field == "regency")
    assert [(value.value, value.count, value.selected) for value in regencies.values] == [
        ("35.16", 1, True), ("35.76", 1, False), ("52.05", 0, True),
    ]  # fmt: skip
    levels = next(facet for facet in chosen.facets if facet.field == "level")
    assert [(value.value, value.count) for value in levels.values] == [("regency", 1)]
    cut = find(index, Search(), facet_limit=2)
    provinces = next(facet for facet in cut.facets if facet.field == "province")
    assert (len(provinces.values), provinces.more) == (2, 1)


def test_months_and_map_leave_their_own_filters_out(index: Index) -> None:
    narrowed = Search(month=("2023-11",), regency=("35.16",))
    results = find(index, narrowed)
    assert results.total == 1
    assert results.months == (("2023-11", 1),)
    assert results.regencies == (("35.16", 1), ("35.76", 1))
    assert find(index, Search(since=dt.date(2024, 1, 1), province=("35",))).months == (("2020-09", 1), ("2023-11", 2))


def test_hits_are_marked_in_any_form(index: Index) -> None:
    (hit,) = find(index, Search(q='menandatangani "gedung samakai"')).hits
    assert [text for text, marked in hit.title.parts if marked] == ["Teken"]
    assert [text for text, marked in hit.snippet.parts if marked] == ["meneken", "Gedung Samakai"]
    assert str(hit.title) == "Ratusan ASN Dompu Teken Pakta Integritas"
    assert [(one.outlet, one.copy_of is not None) for one in hit.sources] == [
        ("bahtera", False), ("praja", False), ("lentera", True),
    ]  # fmt: skip
    # The words stand in another source than the best: its passage is shown.
    (hit,) = find(index, Search(q="aparatur dompu")).hits
    assert str(hit.snippet) == "Aparatur Dompu hadir 421 orang di Gedung Samakai."


def test_another_spelling_is_suggested_where_it_finds_something(index: Index) -> None:
    assert find(index, Search(q="guru mojokreto")).suggestion == "guru mojokerto"
    assert find(index, Search(q='Jufrin "Maladewi"')).suggestion == 'Jufrin "maladewa"'
    assert find(index, Search(q="guru mojokreto", province=("52",))).suggestion is None
    assert find(index, Search(q="xyzzyx")).suggestion is None
    assert find(index, Search(q="guru")).suggestion is None


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """Seventy ceremonies, many alike in every value that orders them."""
    folder = tmp_path_factory.mktemp("many")
    write(
        folder,
        [
            Ceremony(
                number, [Story("praja", f"Ikrar ke-{number}", "Ikrar ASN Sambas.", "2023-11-20T08:00:00+00:00")],
                date=f"2023-11-{1 + number % 5:02}" if number % 7 else None, code="61.01", people=number % 3 or None,
            )
            for number in range(1, 71)
        ],
    )  # fmt: skip
    with Index.open(build_index(folder).path) as index:
        yield index


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest", "participants", "outlets"])
@pytest.mark.parametrize("text", ["", "ikrar sambas"])
def test_pages_hold_every_event_once_forwards_and_backwards(many: Index, sort: Sort, text: str) -> None:
    search = Search(q=text, sort=sort)
    whole = found(many, search)
    pages: list[Results] = [find(many, search, limit=16)]
    while (cursor := pages[-1].after) is not None:
        pages.append(find(many, search, after=cursor, limit=16))
    numbers = [hit.card.event_id for page in pages for hit in page.hits]
    assert numbers == [event_id(number) for number in whole]
    assert [page.first for page in pages] == [1, 17, 33, 49, 65]
    back, shown = pages[-1], list(pages[-1].hits)
    while back.before is not None:
        back = find(many, search, before=back.before, limit=16)
        shown = [*back.hits, *shown]
    assert [hit.card.event_id for hit in shown] == numbers
    assert pages[0].before is None


@pytest.mark.parametrize("cursor", ["", "x", "nan_1", "1e999_3", "-1_-1", "1_" + "9" * 40, "1.0_5'; --", "0x1p3_2"])
def test_a_cursor_that_cannot_be_read_is_none(many: Index, cursor: str) -> None:
    first = find(many, Search())
    for results in (find(many, Search(), after=cursor), find(many, Search(), before=cursor)):
        assert results.problem is None
        assert results.hits in (first.hits, ())


@pytest.mark.parametrize("size", [3, 300])
def test_a_facet_counts_an_event_once(size: int) -> None:
    maker = FacetMaker()
    for values in ([["b", "a", "b"], [], ["a"]] * 100)[:size]:
        maker.add(values)
    facet = maker.made({"a": "A"})
    mask = facet.having(["a"], size)
    assert mask[:3].tolist() == [True, False, True]
    assert facet.counts(mask).tolist() == [size * 2 // 3, size // 3]
    # Few events are counted another way than many.
    mask[3:] = False
    assert facet.counts(mask).tolist() == [2, 1]
    assert facet.labels == ("A", "b")
    assert not facet.having(["nobody"], size).any()
    assert FacetMaker().made({}).counts(mask[:0]).tolist() == []


_PIECES = st.sampled_from(
    ['"', "*", "-", "(", ")", ":", "^", " NEAR ", " OR ", "{body}", "'", "; DROP TABLE events; --", "\x00", "\ud800", "ikrar", "guru ", "a", "i*", "ber*", "😀", "﷽", "ﬁ", "İ"]
)  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(
    text=st.one_of(st.text(max_size=60), st.lists(_PIECES, max_size=60).map("".join)),
    official=st.one_of(st.just(""), st.text(max_size=30), st.lists(_PIECES, max_size=10).map("".join)),
    sort=st.sampled_from(["relevance", "newest", "participants"]),
)
def test_any_question_is_answered_in_time(index: Index, text: str, official: str, sort: Sort) -> None:
    parsed = parse_search([("q", text), ("official", official), ("sort", sort)])
    started = time.perf_counter()
    results = find(index, parsed.search)
    assert time.perf_counter() - started < 2
    assert results.problem is None
    assert len(results.hits) == min(results.total, 20)
    for hit in results.hits:
        assert str(hit.title) == (hit.card.headline or "")


def test_a_spelling_is_marked_however_it_is_printed(index: Index) -> None:
    (hit,) = find(index, Search(q="pemkab dompu")).hits
    assert "Pemerintah Kabupaten" in [part for part, marked in hit.snippet.parts if marked]


def test_words_in_a_row_of_an_office_go_before_the_same_words_apart(tmp_path: Path) -> None:
    apart, together = (
        Ceremony(
            number,
            (Story("praja", "ASN Ikrar", "Kepala desa dan guru ikrar di sekolah.", "2023-11-20T08:00:00+00:00"),),
            date="2023-11-20", code="35.16", officials=(("Ari", "Ari", office, "leader"),),
        )
        for number, office in ((1, "Kepala Bagian Sekolah"), (2, "Kepala Sekolah"))
    )  # fmt: skip
    write(tmp_path, (apart, together))
    with Index.open(build_index(tmp_path).path) as small:
        assert found(small, Search(q="kepala sekolah")) == [2, 1]


def test_where_nothing_is_found_fewer_words_are_offered(index: Index) -> None:
    results = find(index, Search(q='guru dompu "pakta integritas"'))
    assert (results.total, results.shorter) == (0, (('dompu "pakta integritas"', 1),))
    assert find(index, Search(q="guru dompu")).shorter == (("guru", 2), ("dompu", 1))
    assert find(index, Search(q="guru dompu", province=("35",))).shorter == (("guru", 2),)
    assert find(index, Search(q="guru")).shorter == ()
    assert find(index, Search(q="zzzz")).shorter == ()
