"""A search and its address."""

from __future__ import annotations

import datetime as dt
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from search.query import FILTERS, LONGEST_TEXT, SORTS, Chip, Search, parse_search, read_day

FULL = Search(
    q='guru "pakta integritas" & co', province=("35",), regency=("35.76", "35.16"), month=("2023-11",), level=("regency",),
    activity=("ikrar",), election=("Pemilu 2024",), office=("Bupati",), regulation=("UU 5/2014",), outlet=("warta",),
    official="Dr. Yusri", since=dt.date(2023, 1, 1), until=dt.date(2023, 12, 31), min_participants=50, sort="newest",
)  # fmt: skip


def test_an_address_holds_the_whole_search() -> None:
    parsed = parse_search(parse_qsl(FULL.to_query()))
    assert parsed.search == FULL
    assert parsed.problems == ()
    assert FULL.to_query().startswith("q=guru+%22pakta+integritas%22+%26+co&province=35&regency=35.16&regency=35.76&")
    assert Search().to_query() == ""
    assert Search().is_empty
    assert not FULL.is_empty


def test_chips_and_what_removes_them() -> None:
    bare = FULL
    for field, value in FULL.chips():
        bare = bare.without_value(field, value)
    assert bare == Search(q=FULL.q, sort="newest")
    assert Chip("regency", "35.16") in FULL.chips()
    assert FULL.without("regency").regency == ()
    assert Search().with_value("regency", "35.16").with_value("regency", "35.16").regency == ("35.16",)
    assert FULL.sorted_by("oldest").sort == "oldest"


@pytest.mark.parametrize(
    ("key", "value", "why"),
    [
        ("from", "31/12/2023", "not-a-date"), ("to", "2023-02-30", "not-a-date"), ("from", "0000", "not-a-date"),
        ("min", "-3", "not-a-number"), ("min", "9" * 8, "not-a-number"), ("min", "banyak", "not-a-number"),
        ("regency", "99.99", "unknown-value"), ("regency", "35", "unknown-value"), ("province", "35.16", "unknown-value"),
        ("month", "2023-13", "unknown-value"), ("level", "'; DROP TABLE events", "unknown-value"),
        ("activity", "pesta", "unknown-value"), ("office", "Raja", "unknown-value"), ("sort", "rank", "unknown-value"),
        ("outlet", "x" * 200, "too-long"), ("q", "x" * (LONGEST_TEXT + 1), "too-long"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_passed_over_and_named(key: str, value: str, why: str) -> None:
    parsed = parse_search([("q", "guru"), (key, value)] if key != "q" else [(key, value)])
    assert [(problem.field, problem.why) for problem in parsed.problems] == [(key, why)]
    assert parsed.search == (Search(q="guru") if key != "q" else Search(q="x" * LONGEST_TEXT))


def test_reversed_days_and_too_many_values() -> None:
    parsed = parse_search([("from", "2024"), ("to", "2023")])
    assert parsed.search == Search(since=dt.date(2024, 1, 1))
    assert [problem.why for problem in parsed.problems] == ["reversed-dates"]
    many = parse_search([("outlet", f"o{number}") for number in range(80)])
    assert len(many.search.outlet) == 50
    assert [problem.why for problem in many.problems] == ["too-many"]
    with pytest.raises(ValidationError):
        Search(outlet=tuple(f"o{number}" for number in range(80)))


def test_unknown_keys_are_nobodys_and_cursors_are_kept() -> None:
    parsed = parse_search([("lang", "en"), ("after", "3.0_2"), ("regency", " "), ("q", "a\x00b")])
    assert parsed.search == Search(q="a b")
    assert (parsed.after, parsed.before, parsed.problems) == ("3.0_2", None, ())


def test_days_may_lack_their_end() -> None:
    assert read_day("2023") == dt.date(2023, 1, 1)
    assert read_day("2023", last=True) == dt.date(2023, 12, 31)
    assert read_day("2024-2", last=True) == dt.date(2024, 2, 29)
    assert read_day("2024-02-03") == dt.date(2024, 2, 3)
    assert read_day("2023-0") is None
    assert read_day("٢٠٢٣") is None


_KEYS = st.sampled_from([*FILTERS, "q", "official", "from", "to", "min", "sort", "after", "before", "lang"])
_VALUES = st.one_of(st.text(), st.sampled_from([*SORTS, "35.16", "2023", "2023-11", "ikrar", "12", "Bupati"]))


@given(pairs=st.lists(st.tuples(_KEYS, _VALUES), max_size=12))
def test_any_address_is_read_and_reads_back(pairs: list[tuple[str, str]]) -> None:
    search = parse_search(pairs).search
    again = parse_search(parse_qsl(search.to_query()))
    assert again.search == search
    assert again.problems == ()
