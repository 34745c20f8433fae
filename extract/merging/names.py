"""Whether two printed names are one person's, and two phrases one thing."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Literal

from rapidfuzz.fuzz import ratio, token_set_ratio

from extract.vocabulary import vocabulary, words

Likeness = Literal["full", "short", "no"]

_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d+")
#: Names that differ in a letter or two; shorter words must be equal, since `Adi` and `Edi` are two people.
_ALIKE = 82.0
_LONG_ENOUGH = 5
_NEAR_PHRASE = 88.0


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """`text` in lower case, without accents and punctuation, its abbreviations written as one form of each word."""
    plain = unicodedata.normalize("NFD", text.casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    joined = " ".join(_WORD.findall(plain.replace("'", "").replace("’", "")))
    pattern, by_form = _same_words()
    return pattern.sub(lambda match: by_form[match[0]], joined)


@lru_cache(maxsize=65_536)
def name_words(name: str) -> tuple[str, ...]:
    """The words of a person's name without what is left of titles, usual short forms of first names levelled out."""
    plain = unicodedata.normalize("NFD", name.casefold().replace("'", "").replace("’", ""))
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    found = _WORD.findall(plain)
    while len(found) > 1 and found[0] in _titles():
        del found[0]
    short = _short_names()
    return tuple(short.get(word, word) if len(found) > 1 else word for word in found)


@lru_cache(maxsize=65_536)
def same_person(one: tuple[str, ...], other: tuple[str, ...]) -> Likeness:
    """Whether two names (of `name_words`) can be one person's.

    Every word of the shorter name must stand in the longer one, in its order: equal, misprinted by a letter or two, or
    as an initial. `short` where the shorter name is a single word of a longer name.
    """
    shorter, longer = (one, other) if (len(one), one) <= (len(other), other) else (other, one)
    if not shorter:
        return "no"
    place = 0
    for word in shorter:
        while place < len(longer) and not _same_word(word, longer[place]):
            place += 1
        if place == len(longer):
            return _joined(one, other)
        place += 1
    if all(len(word) == 1 for word in shorter):
        return "no"
    return "short" if len(shorter) == 1 and len(longer) > 1 else "full"


def same_phrase(one: str, other: str) -> bool:
    """Whether two folded phrases name one thing: one holds the other, or they differ in a few letters.

    Numbers are no misprints of each other: `SMAN 1` and `SMAN 2` are two schools.
    """
    if one == other:
        return True
    mine, theirs = set(_NUMBER.findall(one)), set(_NUMBER.findall(other))
    if not (mine <= theirs or theirs <= mine):
        return False
    return token_set_ratio(one, other) >= _NEAR_PHRASE


def _joined(one: tuple[str, ...], other: tuple[str, ...]) -> Likeness:
    """Names whose words are joined or cut differently: `Nurhayati` and `Nur Hayati`."""
    return "full" if ratio("".join(one), "".join(other)) >= 90 and min(len(one), len(other)) > 0 else "no"


def _same_word(one: str, other: str) -> bool:
    if one == other:
        return True
    if min(len(one), len(other)) == 1:
        return one[0] == other[0]
    return min(len(one), len(other)) >= _LONG_ENOUGH and ratio(one, other) >= _ALIKE


@cache
def _titles() -> frozenset[str]:
    return frozenset(words("linkage", "names.titles.before"))


@cache
def _short_names() -> dict[str, str]:
    table: dict[str, list[str]] = vocabulary("linkage")["names"]["short"]
    return {form: name for name, forms in table.items() for form in forms if len(form) > 1}


@cache
def _same_words() -> tuple[re.Pattern[str], dict[str, str]]:
    table: list[dict[str, str | list[str]]] = vocabulary("linkage")["same"]
    by_form = {form: str(entry["word"]) for entry in table for form in entry["forms"]}
    ordered = sorted(by_form, key=lambda form: (-len(form), form))
    return re.compile(r"\b(?:" + "|".join(map(re.escape, ordered)) + r")\b"), by_form
