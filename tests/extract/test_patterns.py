"""Patterns made from vocabularies find what the plain alternation finds, wherever capitals stand."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.patterns import Caseless, alternation, any_of, small, whole_words

LETTERS = "ab c"


def flat(forms: list[str]) -> str:
    """The same pattern without common beginnings put together."""
    return "|".join(form.replace(" ", r"\s{1,3}") for form in sorted(forms, key=len, reverse=True))


@given(st.lists(st.text(LETTERS, min_size=1, max_size=5), min_size=1, max_size=8), st.text(LETTERS + "A.", max_size=40))
def test_beginnings_put_together_change_no_match(forms: list[str], text: str) -> None:
    spans = [match.span() for match in re.finditer(alternation(forms), text)]
    assert spans == [match.span() for match in re.finditer(flat(forms), text)]


@given(
    st.lists(st.sampled_from(["ab", "abc?", "a(?:b|c)", "ab c", "b ?c", "abab", r"a\w", "[ab]c", "b"]), min_size=1),
    st.text(LETTERS + ".", max_size=40),
)
def test_parts_that_are_patterns_keep_their_meaning(entries: list[str], text: str) -> None:
    # Which of several alternatives wins at one place is told by their length in print, so only starts are compared.
    starts = [match.start() for match in re.finditer(any_of(entries), text)]
    assert starts == [match.start() for match in re.finditer(rf"(?<!\w)(?:{flat(entries)})(?!\w)", text)]


@given(st.text())
def test_small_letters_keep_their_offsets(text: str) -> None:
    assert len(small(text)) == len(text)


@pytest.mark.parametrize(
    ("pattern", "text", "span"),
    [
        ("ikrar", "İSTANBUL IKRAR", (9, 14)),
        (r"\Sasn\b", "dASN", (0, 4)),
        ("(?P<Kind>ASN|PNS)", "para pns", (5, 8)),
        ("[A-Z]{3}", "asn", (0, 3)),
    ],
)
def test_a_caseless_pattern_heeds_no_case(pattern: str, text: str, span: tuple[int, int]) -> None:
    found = Caseless(pattern).search(text)
    assert found is not None
    assert found.span() == span


def test_a_window_of_a_text_is_searched_at_its_own_offsets() -> None:
    words = whole_words(["netral", "netral penuh"])
    text = "Netral, NETRAL  PENUH netralitas"
    assert [match.span() for match in words.finditer(text)] == [(0, 6), (8, 21)]
    assert [match.span() for match in words.finditer(text, 3)] == [(8, 21)]
    assert words.fullmatch(text, 0, 6) is not None
    assert words.match(text, 22) is None


def test_a_pattern_that_heeds_case_in_part_is_refused() -> None:
    with pytest.raises(ValueError, match="heed"):
        Caseless("asn (?-i:[A-Z])")


def test_alternatives_outside_brackets_are_refused() -> None:
    with pytest.raises(ValueError, match="brackets"):
        any_of(["ikrar|pakta"])
