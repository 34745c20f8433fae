"""Marking in a text what was asked for, and choosing the passage that shows it best."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import NamedTuple

from search.language import Question
from search.stems import WORD, fold, stem

#: Words of a snippet.
SNIPPET_WORDS = 36
#: Characters of a text that are looked at: the news stands at the top.
_LOOKED_AT = 20_000
_SPACE = re.compile(r"\s+")


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


class _Word(NamedTuple):
    start: int
    end: int
    folded: str


class Marker:
    """Finds what a question asks for in texts."""

    def __init__(self, question: Question) -> None:
        wanted = question.wanted
        self._stems = {form for term in wanted if term.kind == "word" for form in (term.words[0], stem(term.words[0]))}
        self._phrases = [term.words for term in wanted if term.kind == "phrase"]
        self._prefixes = [term.words for term in wanted if term.kind == "prefix"]

    def mark(self, text: str) -> Marked:
        """The whole of `text`, marked."""
        return _cut(text, 0, len(text), self._spans(_words(text)))

    def snippet(self, text: str) -> Marked:
        """The passage of `text` with the most different things asked for, marked; its beginning where none is in it."""
        text = _SPACE.sub(" ", text[:_LOOKED_AT]).strip()
        words = _words(text)
        if not words:
            return Marked(((text, False),) if text else ())
        spans = self._spans(words)
        first = _densest(words, spans)
        last = min(first + SNIPPET_WORDS, len(words)) - 1
        start = words[first].start if first else 0
        end = words[last].end if last < len(words) - 1 else len(text)
        marked = _cut(text, start, end, spans)
        before = (("…", False),) if start > 0 else ()
        after = (("…", False),) if end < len(text) else ()
        return Marked(before + marked.parts + after)

    def _spans(self, words: list[_Word]) -> list[tuple[int, int]]:
        spans: list[tuple[int, int]] = []
        for place, word in enumerate(words):
            if self._stems and (word.folded in self._stems or stem(word.folded) in self._stems):
                spans.append((word.start, word.end))
            for wanted, whole in (*((one, True) for one in self._phrases), *((one, False) for one in self._prefixes)):
                if _stands(words, place, wanted, whole=whole):
                    spans.append((word.start, words[place + len(wanted) - 1].end))
        return _merged(spans)


def _words(text: str) -> list[_Word]:
    return [_Word(found.start(), found.end(), fold(found[0])) for found in WORD.finditer(text)]


def _stands(words: list[_Word], place: int, wanted: tuple[str, ...], *, whole: bool) -> bool:
    """Whether `wanted` stands at `place`; its last word may be a beginning where not `whole`."""
    if place + len(wanted) > len(words):
        return False
    *leading, last = wanted
    if any(words[place + offset].folded != word for offset, word in enumerate(leading)):
        return False
    found = words[place + len(leading)].folded
    return found == last if whole else found.startswith(last)


def _densest(words: list[_Word], spans: list[tuple[int, int]]) -> int:
    """The first word of the passage with the most marks, a little before the first of them."""
    if not spans:
        return 0
    starts = [word.start for word in words]
    places = [bisect_right(starts, start) - 1 for start, _ in spans]
    kinds = [stem(words[place].folded) for place in places]
    best, most = 0, (0, 0)
    for number, place in enumerate(places):
        upto = bisect_left(places, place + SNIPPET_WORDS - SNIPPET_WORDS // 6)
        score = (len(set(kinds[number:upto])), upto - number)
        if score > most:
            best, most = place, score
    return max(0, best - SNIPPET_WORDS // 6)


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _cut(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> Marked:
    parts: list[tuple[str, bool]] = []
    place = start
    for first, last in spans:
        if first < start or last > end:
            continue
        parts += [(text[place:first], False), (text[first:last], True)]
        place = last
    parts.append((text[place:end], False))
    return Marked(tuple(part for part in parts if part[0]))
