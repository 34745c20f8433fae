"""Marking in a text what was asked for, and choosing the passage that shows it best."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from search.language import Question, Term
from search.stems import WORD, fold, forms_of, stem

#: Characters of a snippet, and of it before the first mark.
SNIPPET = 280
_BEFORE = 60
#: Characters of a text in which a passage is looked for: the news stands at the top.
_LOOKED_AT = 20_000
_SPACE = re.compile(r"\s+")
#: Between the words of a phrase.
_APART = r"[\W_]{1,20}"


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with marks.

    Attributes:
        parts: its pieces in order, each with whether it was asked for.
    """

    parts: tuple[tuple[str, bool], ...]

    def __str__(self) -> str:
        return "".join(text for text, _ in self.parts)

    @property
    def hits(self) -> int:
        """Number of marked pieces."""
        return sum(hit for _, hit in self.parts)


class Passage(NamedTuple):
    """A passage of a text, and how many of the things asked for are in it."""

    marked: Marked
    terms: int


class _Hit(NamedTuple):
    start: int
    end: int
    term: int


class Marker:
    """Finds what a question asks for in texts."""

    def __init__(self, question: Question) -> None:
        self._terms = question.wanted

    @property
    def terms(self) -> int:
        """Number of things asked for."""
        return len(self._terms)

    def mark(self, text: str) -> Marked:
        """The whole of `text`, marked."""
        return _cut(text, 0, len(text), self._hits(text))

    def passage(self, text: str) -> Passage:
        """The passage of `text` with the most different things asked for, marked; its beginning where none is in it."""
        text = _SPACE.sub(" ", text[:_LOOKED_AT]).strip()
        hits = self._hits(text)
        start, found = _densest(hits)
        start = max(0, start - _BEFORE)
        if start:
            start = text.find(" ", start) + 1
        end = len(text)
        if start + SNIPPET < len(text):
            # Cut between words; a word without end is cut where it must be.
            end = max(text.rfind(" ", start, start + SNIPPET), start + SNIPPET // 2)
        marked = _cut(text, start, end, hits)
        before = (("…", False),) if start > 0 else ()
        after = (("…", False),) if end < len(text) else ()
        return Passage(Marked(before + marked.parts + after), found)

    def _hits(self, text: str) -> list[_Hit]:
        lowered = text.lower()
        if len(lowered) != len(text):
            # A few letters of the world grow when they are made small; then only what is small is found.
            lowered = text
        if not self._terms:
            return []
        present = set(WORD.findall(lowered))
        # Where letters have accents, the words are looked up without and found with them.
        printed = None if fold(lowered) == lowered else _by_folded(present)
        hits: list[_Hit] = []
        words = present if printed is None else set(printed)
        for number, term in enumerate(self._terms):
            for spelling in term.spellings:
                forms = _forms(term, spelling, words)
                if printed is not None:
                    forms = [{form for word in some for form in printed[word]} for some in forms]
                spans = _rows_of_words(lowered, forms) if len(forms) > 1 else _single_words(lowered, forms[0])
                hits += (_Hit(start, end, number) for start, end in spans)
        return sorted(hits)


def _by_folded(words: Iterable[str]) -> dict[str, list[str]]:
    """Words by their folded form."""
    printed: dict[str, list[str]] = {}
    for word in words:
        printed.setdefault(fold(word), []).append(word)
    return printed


def _forms(term: Term, spelling: Sequence[str], present: set[str]) -> list[set[str]]:
    """For every word of a term in one of its spellings, the words of a text that are what is asked for."""
    forms: list[set[str]] = [{word} & present for word in spelling]
    if term.kind in ("word", "spelling") and len(spelling) == 1:
        forms[0] |= forms_of(stem(spelling[0]), present)
    elif term.kind == "prefix":
        forms[-1] = {word for word in present if word.startswith(term.words[-1])}
    return forms


def _single_words(text: str, words: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where `words` stand in `text`, whole."""
    for word in words:
        start = text.find(word)
        while start >= 0:
            end = start + len(word)
            if not text[start - 1 : start].isalnum() and not text[end : end + 1].isalnum():
                yield start, end
            start = text.find(word, end)


def _rows_of_words(text: str, forms: list[set[str]]) -> Iterator[tuple[int, int]]:
    """Where a word of each of `forms` stands in `text` behind the one before, with nothing but signs between."""
    if all(forms):
        words = ("(?:" + "|".join(sorted(some, key=lambda word: (-len(word), word))) + ")" for some in forms)
        for found in re.finditer(r"(?<![^\W_])" + _APART.join(words) + r"(?![^\W_])", text):
            yield found.span()


def _densest(hits: list[_Hit]) -> tuple[int, int]:
    """Where the passage with the most different terms begins, of several the one with most hits; and how many terms."""
    best, most, behind = 0, (0, 0), 0
    for place, hit in enumerate(hits):
        behind = max(behind, place)
        while behind < len(hits) and hits[behind].end <= hit.start + SNIPPET - _BEFORE - 1:
            behind += 1
        score = len({one.term for one in hits[place:behind]}), behind - place
        if score > most:
            best, most = hit.start, score
        if behind == len(hits):
            break
    return best, most[0]


def _cut(text: str, start: int, end: int, hits: list[_Hit]) -> Marked:
    parts: list[tuple[str, bool]] = []
    place = start
    for hit in hits:
        # Terms may overlap, as a phrase and a word of it do: what is marked already is not marked again.
        first, last = max(hit.start, place), min(hit.end, end)
        if first < last:
            parts += [(text[place:first], False), (text[first:last], True)]
            place = last
    parts.append((text[place:end], False))
    return Marked(tuple(part for part in parts if part[0]))
