"""Indonesian numbers in digits and words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.fields.numbers import find_numbers, number_in_words

UNITS = ("", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")


def spell(number: int) -> str:
    """`number` in words, by the rules of the language (an oracle apart from the reader)."""
    if number < 10:
        return UNITS[number]
    if number < 20:
        return {10: "sepuluh", 11: "sebelas"}.get(number) or f"{UNITS[number - 10]} belas"
    if number < 100:
        return f"{UNITS[number // 10]} puluh {spell(number % 10)}".strip()
    if number < 1000:
        hundreds = "seratus" if number < 200 else f"{UNITS[number // 100]} ratus"
        return f"{hundreds} {spell(number % 100)}".strip()
    thousands = "seribu" if number < 2000 else f"{spell(number // 1000)} ribu"
    return f"{thousands} {spell(number % 1000)}".strip()


@given(st.integers(1, 999_999))
def test_every_number_is_read_from_its_words(number: int) -> None:
    assert number_in_words(spell(number)) == number
    assert [n.value for n in find_numbers(f"hadir {spell(number)} orang")] == [number]


@given(st.integers(0, 9_999_999))
def test_every_number_is_read_from_its_digits(number: int) -> None:
    printed = f"{number:,}".replace(",", ".")
    assert [(n.value, n.start, n.end) for n in find_numbers(f"({printed})")] == [(number, 1, 1 + len(printed))]


@pytest.mark.parametrize("words", ["", "puluh", "dua tiga", "ribu", "belas", "lima ribu dua ribu", "dua pegawai"])
def test_what_is_no_number_is_none(words: str) -> None:
    assert number_in_words(words) is None


@pytest.mark.parametrize(
    ("text", "value", "value_max", "printed"),
    [
        ("1,450 pegawai", 1450, None, "1,450"),
        ("10 ribu ASN", 10_000, None, "10 ribu"),
        ("1,2 ribu ASN", 1200, None, "1,2 ribu"),
        ("1.5 ribu ASN", 1500, None, "1.5 ribu"),
        ("5rb orang", 5000, None, "5rb"),
        ("2.000-an ASN", 2000, None, "2.000-an"),
        ("400an ASN", 400, None, "400an"),
        ("dua ribuan ASN", 2000, None, "dua ribuan"),
        ("26 (dua puluh enam) camat", 26, None, "26 (dua puluh enam)"),
        ("300 hingga 350 orang", 300, 350, "300 hingga 350"),
        ("50-60 orang", 50, 60, "50-60"),
        ("50 – 60 orang", 50, 60, "50 – 60"),
        ("700 sampai dengan 800 orang", 700, 800, "700 sampai dengan 800"),
        ("20 s/d 25 orang", 20, 25, "20 s/d 25"),
        ("antara 20 dan 25 orang", 20, 25, "20 dan 25"),
        ("dua puluh hingga tiga puluh orang", 20, 30, "dua puluh hingga tiga puluh"),
        ("selusin camat", 12, None, "selusin"),
        ("oleh ke-21 camat", 21, None, "21"),
        ("belasan orang", 10, None, "belasan"),
        ("puluhan ribu orang", 10_000, None, "puluhan ribu"),
        ("Ratusan orang", 100, None, "Ratusan"),
    ],
)
def test_printed_forms(text: str, value: int, value_max: int | None, printed: str) -> None:
    (number,) = find_numbers(text)
    assert (number.value, number.value_max, text[number.start : number.end]) == (value, value_max, printed)


@pytest.mark.parametrize("text", ["12 dan 25 orang", "30-20 orang", "5 hingga 5000 orang"])
def test_two_numbers_that_are_no_range_stay_two(text: str) -> None:
    assert [n.value_max for n in find_numbers(text)] == [None, None]


@pytest.mark.parametrize("text", ["17.30", "12,5", "1447.1/PM", "Rp50", "ke-52", "COVID-19", "berdua", "sedua"])
def test_times_decimals_codes_and_ordinals_are_no_counts(text: str) -> None:
    assert find_numbers(text) == []


def test_an_order_of_magnitude_is_vague_and_a_round_figure_is_rounded() -> None:
    assert [(n.vague, n.rounded) for n in find_numbers("ratusan, 30-an, 25")] == [
        (True, False),
        (False, True),
        (False, False),
    ]


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_any_text_is_read(text: str) -> None:
    for number in find_numbers(text):
        assert 0 <= number.start < number.end <= len(text)
        assert number.value >= 0
