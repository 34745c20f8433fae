"""Evidence, as it is shown: the words a value was read from with what stands around them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from search.cards import SourceLine

#: Characters shown on either side of the words.
_AROUND = 90
#: A longer span is shown by its beginning.
_LONGEST = 400
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of an article that a value was read from.

    Attributes:
        before: what stands before them, cut between words and marked with an ellipsis where it is cut.
        words: the words.
        after: what stands behind them.
        source: where.
        in_title: they stand in the headline.
    """

    before: str
    words: str
    after: str
    source: SourceLine
    in_title: bool


def quote(text: str, start: int, end: int, source: SourceLine, *, in_title: bool = False) -> Quote | None:
    """The words `[start, end)` of `text` as evidence; None where the span lies outside the text or covers no words."""
    if not 0 <= start < end <= len(text):
        return None
    words = _level(text[start : min(end, start + _LONGEST)]).strip()
    if not words:
        return None
    if end - start > _LONGEST:
        words += "…"
    before = _level(text[max(0, start - _AROUND) : start])
    if start > _AROUND:
        before = "…" + before.partition(" ")[2]
    after = _level(text[end : end + _AROUND])
    if end + _AROUND < len(text):
        after = after.rpartition(" ")[0] + "…"
    return Quote(before.lstrip(), words, after.rstrip(), source, in_title)


def _level(text: str) -> str:
    return _SPACE.sub(" ", text)
