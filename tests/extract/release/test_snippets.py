from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from extract.release.snippets import CONTEXTS, SHARE, context_for, snippet
from schemas.release import SNIPPET

TEXT = "Pagi itu Bupati memimpin ikrar netralitas di alun-alun,\n\ndiikuti 120 guru dari seluruh kecamatan."


def shown(words: str, around: int) -> str | None:
    start = TEXT.index(words)
    return snippet(TEXT, start, start + len(words), around)


def test_words_are_shown_with_whole_words_around_them() -> None:
    assert shown("ikrar", 0) == "…ikrar…"
    assert shown("ikrar", 10) == "…memimpin ikrar…"
    assert shown("ikrar", 12) == "…memimpin ikrar netralitas…"
    assert shown("Pagi itu", 10) == "Pagi itu Bupati…"
    assert shown("kecamatan.", 15) == "…dari seluruh kecamatan."
    assert shown("alun-alun", 14) == "…netralitas di alun-alun, diikuti 120…"


def test_a_long_value_is_cut_at_its_end() -> None:
    text = "kata " * 100
    found = snippet(text, 0, 499)
    assert found is not None
    assert len(found) <= SNIPPET
    assert found.endswith("…")


def test_a_span_outside_the_text_or_of_blanks_shows_nothing() -> None:
    assert snippet("abc", 2, 9) is None
    assert snippet("abc", -1, 2) is None
    assert snippet("abc", 2, 2) is None
    assert snippet("a   b", 1, 4) is None


def test_the_more_values_a_text_has_the_less_is_shown_around_each() -> None:
    assert context_for(10_000, [(100, 110)]) == CONTEXTS[0]
    many = [(place, place + 10) for place in range(0, 1000, 60)]
    assert CONTEXTS[0] > context_for(1000, many) > 0
    assert context_for(1000, [(0, 900)]) == 0
    assert context_for(0, []) == CONTEXTS[0]


spans = st.lists(st.tuples(st.integers(0, 900), st.integers(1, 60)), max_size=30)


@given(spans)
@settings(deadline=None)
def test_all_snippets_together_show_at_most_the_share_or_the_values_alone(found: list[tuple[int, int]]) -> None:
    text = "".join(f"w{number:03} " for number in range(200))  # 1000 characters, no two words alike
    values = [(start, min(start + length, len(text))) for start, length in found]
    around = context_for(len(text), values)
    places: set[int] = set()
    for start, end in values:
        words = snippet(text, start, end, around)
        if words:
            assert len(words) <= SNIPPET
            inner = words.strip("…")
            assert inner in text
            places.update(range(text.index(inner), text.index(inner) + len(inner)))
    assert around == 0 or len(places) <= SHARE * len(text)


@given(st.text(max_size=400), st.integers(-5, 420), st.integers(-5, 420), st.sampled_from(CONTEXTS))
@settings(deadline=None)
def test_any_text_and_span_give_a_bounded_line_or_nothing(text: str, start: int, end: int, around: int) -> None:
    found = snippet(text, start, end, around)
    assert found is None or (0 < len(found) <= SNIPPET and "\n" not in found)
