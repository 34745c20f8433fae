"""Evidence snippets: the words a value was read from, with a little of what stands around them."""

from __future__ import annotations

import re

from schemas.release import SNIPPET

_SPACE = re.compile(r"\s+")
_CUT = "…"
#: Characters around a span that are looked at; more than a snippet can show.
_AROUND = 2 * SNIPPET


def snippet(text: str, start: int, end: int, most: int = SNIPPET) -> str | None:
    """At most `most` characters of `text` around `[start, end)`, white space levelled, cut between words.

    A cut is marked with an ellipsis. A span longer than that is cut at its end. None where the span lies outside the
    text or covers only white space.
    """
    if not 0 <= start < end <= len(text):
        return None
    before = _level(text[max(0, start - _AROUND) : start]).lstrip()
    words = _level(text[start : min(end, start + _AROUND)]).strip()
    after = _level(text[end : end + _AROUND]).rstrip()
    if not words:
        return None
    if len(words) > most - 2 * len(_CUT):
        return words[: most - 1].rstrip() + _CUT
    room = most - len(words) - 2 * len(_CUT)
    space = max(room // 2, room - len(after))
    left = _last(before, space)
    right = _first(after, room - len(left))
    opened = start > _AROUND or len(left) < len(before)
    closed = end + _AROUND < len(text) or len(right) < len(after)
    return (_CUT if opened else "") + left + words + right + (_CUT if closed else "")


def _level(text: str) -> str:
    return _SPACE.sub(" ", text)


def _last(text: str, room: int) -> str:
    """The last whole words of `text` that fit."""
    if len(text) <= room:
        return text
    kept = text[len(text) - max(room, 0) :]
    space = kept.find(" ")
    return kept[space + 1 :] if space >= 0 else ""


def _first(text: str, room: int) -> str:
    """The first whole words of `text` that fit."""
    if len(text) <= room:
        return text
    kept = text[: max(room, 0)]
    space = kept.rfind(" ")
    return kept[:space] if space >= 0 else ""
