"""Indonesian numbers in running text, in digits and in words.

`1.200`, `8,100`, `10 ribu`, `1,2 ribu`, `seribu`, `dua ratus lima puluh`, ranges (`300 hingga 350`, `50-60`), round
forms (`2.000-an`) and orders of magnitude (`belasan`, `ratusan`, `puluhan ribu`),
dozens (`selusin`) and a number of all (`oleh ke-21 camat`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.patterns import Caseless

_UNITS = {
    "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8, "sembilan": 9,
}  # fmt: skip
_WHOLE = {"sepuluh": 10, "sebelas": 11, "seratus": 100, "seribu": 1000, "sejuta": 1_000_000}
_SCALES = {"ribu": 1000, "rb": 1000, "juta": 1_000_000}
#: Words that are a number by themselves and join no other.
_DOZENS = {"seorang": 1, "selusin": 12, "sekodi": 20}
_VAGUE = {"belasan": 10, "puluhan": 10, "ratusan": 100, "ribuan": 1000, "jutaan": 1_000_000}

_TENS = ("belas", "puluh", "ratus", "ribu", "juta")
#: `lima belas`, and run together `limabelas`.
_WORD = "|".join((*(f"{unit}(?:{'|'.join(_TENS[:4])})?" for unit in _UNITS), *_WHOLE, *_TENS))
_JOINED = re.compile(rf"\b({'|'.join(_UNITS)})({'|'.join(_TENS[:4])})\b")
_DIGITS = r"\d{1,3}(?:[.,]\d{3}){1,3}(?![.,]?\d)|\d{1,7}(?:[.,]\d{1,2}(?=\s?(?:ribu|rb|juta)))?(?![.,]?\d)"
#: `oleh ke-21 camat`: all of them, not the twenty-first.
_ALL = r"(?<=\boleh ke-)|(?<=\bseluruh ke-)|(?<=\bdan ke-)|(?<=, ke-)"
_NUMBER = Caseless(
    rf"(?<![\w./:])(?<!\d,)(?:(?<![^\W\d]-)|{_ALL})(?P<digits>{_DIGITS})(?:\s?(?P<scale>ribu|rb|juta))?(?P<round>\s?-?an(?!\w))?(?!\w)"
    rf"|(?<![\w-])(?P<dozen>{'|'.join(_DOZENS)})(?![\w-])"
    r"|(?<![\w-])(?P<vague>belasan|puluhan|ratusan|ribuan|jutaan)(?:\s(?P<vscale>ribu|juta))?(?!\w)"
    rf"|(?<![\w-])(?P<words>(?:{_WORD})(?:\s{{1,3}}(?:{_WORD})){{0,11}})(?P<wround>an)?(?![\w-])"
)
_RANGE = Caseless(r"\s{0,2}(?:[-–—]|hingga|sampai(?:\sdengan)?|s\.?d\.?|s/d|atau)\s{0,2}")
_SPELLED_OUT = Caseless(rf"\s?\(\s?(?:{_WORD})(?:\s{{1,3}}(?:{_WORD})){{0,11}}\s?\)")

#: A number in digits or words, as a fragment for other patterns.
PRINTED = rf"(?:\d[\d.]{{0,8}}|(?:{_WORD})(?:\s(?:{_WORD})){{0,7}})"


@dataclass(frozen=True, slots=True)
class Number:
    """A number as printed.

    Attributes:
        value: the number; the lower end of a range; 10, 100, 1000 … for an order of magnitude.
        value_max: upper end of a range, else None.
        start: offset of its first character.
        end: offset behind its last character.
        rounded: printed as a round figure (`2.000-an`) or a range.
        vague: only an order of magnitude is printed (`ratusan`).
        words: whether it is spelled in words.
    """

    value: int
    value_max: int | None
    start: int
    end: int
    rounded: bool
    vague: bool
    words: bool


def find_numbers(text: str) -> list[Number]:
    """Every number of people's size in `text`, in reading order; ordinals, codes and decimals are passed over."""
    single = [n for n in map(_read, _NUMBER.finditer(text)) if n is not None]
    joined: list[Number] = []
    for number in single:
        if joined and _is_range(text, joined[-1], number):
            low = joined.pop()
            joined.append(Number(low.value, number.value, low.start, number.end, True, False, low.words))
        else:
            joined.append(number)
    spelled: list[Number] = []
    for number in joined:
        if not spelled or number.start >= spelled[-1].end:
            spelled.append(_with_spelling(text, number))
    return spelled


def number_in_words(phrase: str) -> int | None:
    """The value of a number in words (`dua ratus lima puluh` is 250); None where the words are no number."""
    total = group = unit = 0
    largest = 10**9
    for word in _JOINED.sub(r"\1 \2", phrase.casefold()).split():
        if word in _UNITS:
            if unit:
                return None
            unit = _UNITS[word]
        elif word in ("seratus", "sepuluh", "sebelas"):
            group, unit = group + _WHOLE[word], 0
        elif word in ("belas", "puluh", "ratus"):
            if not unit:
                return None
            group += {"belas": 10 + unit, "puluh": 10 * unit, "ratus": 100 * unit}[word]
            unit = 0
        elif word in ("seribu", "sejuta") or word in _SCALES:
            scale = _WHOLE.get(word) or _SCALES[word]
            times = 1 if word in _WHOLE else group + unit
            if not times or scale >= largest:
                return None
            total, group, unit, largest = total + times * scale, 0, 0, scale
        else:
            return None
    return total + group + unit or None


def _read(match: re.Match[str]) -> Number | None:
    if match["vague"]:
        value = _VAGUE[match["vague"].casefold()] * _SCALES.get((match["vscale"] or "").casefold(), 1)
        return Number(value, None, match.start(), match.end(), False, True, True)
    if match["dozen"]:
        return Number(_DOZENS[match["dozen"].casefold()], None, match.start(), match.end(), False, False, True)
    if match["words"]:
        words = number_in_words(match["words"])
        return (words and Number(words, None, match.start(), match.end(), bool(match["wround"]), False, True)) or None
    value = _digits(match["digits"], (match["scale"] or "").casefold())
    return Number(value, None, match.start(), match.end(), bool(match["round"]), False, False)


def _digits(printed: str, scale: str) -> int:
    if scale:
        whole, _, part = printed.replace(",", ".").partition(".")
        if len(part) in (1, 2):
            return round(float(f"{whole}.{part}") * _SCALES[scale])
        return int(whole + part) * _SCALES[scale]
    return int(re.sub(r"[.,]", "", printed))


def _is_range(text: str, low: Number, high: Number) -> bool:
    between = text[low.end : high.start]
    if low.value_max is not None or low.vague or high.vague or high.start - low.end > 20:
        return False
    joined = _RANGE.fullmatch(between) is not None
    if between.strip().casefold() == "dan":
        joined = re.search(r"(?i)antara\s{1,2}$", text[max(0, low.start - 10) : low.start]) is not None
    return joined and low.value < high.value <= 20 * low.value


def _with_spelling(text: str, number: Number) -> Number:
    """`number` including the same number in words behind it: `26 (dua puluh enam)`."""
    spelled = _SPELLED_OUT.match(text, number.end)
    if spelled is None or number.words:
        return number
    return Number(
        number.value, number.value_max, number.start, spelled.end(), number.rounded, number.vague, number.words
    )
