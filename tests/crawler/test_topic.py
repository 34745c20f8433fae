from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from crawler.topic import Window, join, load_topic, subtract

TODAY = date(2026, 11, 22)
windows = st.lists(
    st.tuples(st.dates(date(2018, 1, 1), date(2018, 12, 31)), st.integers(0, 60)).map(
        lambda pair: Window(since=pair[0], until=date.fromordinal(pair[0].toordinal() + pair[1]))
    ),
    max_size=6,
)


def days(spans: tuple[Window, ...] | list[Window]) -> set[int]:
    return {day for span in spans for day in range(span.since.toordinal(), span.until.toordinal() + 1)}


@given(windows, windows)
def test_subtract_leaves_the_days_not_covered(wanted: list[Window], covered: list[Window]) -> None:
    assert days(subtract(wanted, covered)) == days(wanted) - days(covered)


@given(windows)
def test_join_keeps_the_days_in_separate_windows(spans: list[Window]) -> None:
    joined = join(spans)
    assert days(joined) == days(spans)
    assert all((b.since - a.until).days > 1 for a, b in pairwise(joined))


def test_seasons_are_searched_unless_days_are_asked_for() -> None:
    topic = load_topic()
    seasons = topic.windows(None, None, TODAY)
    assert any(date(2023, 11, 20) in window for window in seasons)
    assert not any(date(2021, 12, 1) in window for window in seasons)
    assert topic.windows(date(2021, 1, 1), None, TODAY) == (Window(since=date(2021, 1, 1), until=TODAY),)
    assert topic.windows(date(2027, 1, 1), None, TODAY) == ()
    assert max(window.until for window in topic.windows(None, None, date(2023, 1, 5))) == date(2023, 1, 5)


def test_a_window_does_not_end_before_it_starts() -> None:
    with pytest.raises(ValidationError, match="ends"):
        Window(since=date(2023, 1, 2), until=date(2023, 1, 1))


@pytest.mark.parametrize(
    ("title", "passes"),
    [
        ("ASN Dompu Ikrar Netralitas", True),
        ("Ratusan PNS berikrar netral", True),
        ("Teken Pakta-Integritas jelang Pilkada", True),
        ("asn teken fakta integritas", True),
        ("PS Liwa Muda Juara", False),
        ("Zikrar dan doa", False),
        ("", True),
    ],
)
def test_gate_for_leads(title: str, *, passes: bool) -> None:
    assert load_topic().gate.lead_passes(title) is passes


def test_gate_for_pages() -> None:
    gate = load_topic().gate
    assert gate.page_refusal("Para ASN mengucapkan ikrar netralitas") is None
    assert "netral*" in str(gate.page_refusal("Para ASN panen cabai"))
    assert "aparatur" in str(gate.page_refusal("Hakim garis harus netral"))


def test_gate_lets_the_seed_articles_pass() -> None:
    folder = Path(__file__).parents[3] / "shared" / "seeds"
    if not folder.is_dir():
        pytest.skip("the seed articles lie outside the project")
    texts = [path.read_text(encoding="utf-8") for path in folder.glob("*.txt")]
    assert len(texts) == 5
    assert [load_topic().gate.page_refusal(text) for text in texts] == [None] * 5


def test_gate_is_quick_on_hostile_text() -> None:
    gate = load_topic().gate
    assert gate.page_refusal("pakta " * 200_000) is not None
    assert not gate.lead_passes("pakta" + " -" * 200_000)
