"""Evidence snippets: the words a value was read from, with a little of what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from schemas.release import SNIPPET

#: Most of an article's text that all its snippets together may show: they are evidence, not the article.
SHARE = 0.5
#: Characters on either side of a value, from the most that is shown to the value alone.
CONTEXTS = (72, 48, 32, 24, 16, 8, 0)

_SPACE = re.compile(r"\s+")
_CUT = "…"


def context_for(length: int, spans: Iterable[tuple[int, int]]) -> int:
    """How many characters around each value can be shown without showing more than `SHARE` of a text.

    Args:
        length: length of the text.
        spans: where the values stand in it.

    Returns:
        The largest of `CONTEXTS` with which the snippets stay below the share; 0 also where the values alone, which are
        shown all the same, go beyond it.
    """
    ordered = sorted(set(spans))
    return next((around for around in CONTEXTS if _shown(ordered, around, length) <= SHARE * length), 0)


def snippet(text: str, start: int, end: int, around: int = CONTEXTS[0]) -> str | None:
    """The words at `[start, end)` with up to `around` characters on either side, white space levelled.

    At most `SNIPPET` characters in all, the ellipses for what is cut included; cut between words, and a longer value at
    its end. None where the span lies outside the text or covers only white space.
    """
    if not 0 <= start < end <= len(text):
        return None
    told = text[start:end]
    start, end = start + len(told) - len(told.lstrip()), end - len(told) + len(told.rstrip())
    words = _level(text[start : min(end, start + 2 * SNIPPET)]).rstrip()
    if not words:
        return None
    room = SNIPPET - len(words) - 2 * len(_CUT)
    if room < 0:
        return words[: SNIPPET - len(_CUT)].rstrip() + _CUT
    side = min(around, room // 2)
    reach = 2 * (side + 1)  # white space that is levelled makes room for more
    before = _level(text[max(0, start - reach) : start])
    after = _level(text[end : end + reach])
    if start <= reach:
        before = before.lstrip()
    if end + reach >= len(text):
        after = after.rstrip()
    left, right = _last(before, side), _first(after, side)
    return (_CUT if len(left) < len(before) else "") + left + words + right + (_CUT if len(right) < len(after) else "")


def _shown(spans: Iterable[tuple[int, int]], around: int, length: int) -> int:
    """Characters of a text that snippets with this context show, none counted twice."""
    shown = reached = 0
    for start, end in spans:
        side = max(0, min(around, (SNIPPET - (end - start)) // 2))
        first, last = max(start - side, reached), min(end + side, length)
        if last > first:
            shown += last - first
            reached = last
    return shown


def _level(text: str) -> str:
    return _SPACE.sub(" ", text)


def _last(text: str, room: int) -> str:
    """The last whole words of `text` that fit."""
    cut = len(text) - room
    if cut <= 0 or text[cut - 1] == " ":
        return text[max(cut, 0) :]
    space = text.find(" ", cut)
    return text[space + 1 :] if space >= 0 else ""


def _first(text: str, room: int) -> str:
    """The first whole words of `text` that fit."""
    if len(text) <= room or text[room] == " ":
        return text[:room]
    space = text.rfind(" ", 0, room)
    return text[:space] if space >= 0 else ""
