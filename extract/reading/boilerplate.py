"""Lines of a page that are not the article's: links to other stories, buttons, advertisements, comment forms."""

from __future__ import annotations

import re
from functools import cache

from extract.vocabulary import words

#: A story link is a headline: no full stop at its end, and not longer than this.
_LONGEST_HEADLINE = 160
#: Story links behind one heading.
_MOST_LINKS = 8
_ENDS_SENTENCE = re.compile(r"[.!?…][\"”“’'»)\]]{0,3}$")
_LIST_MARK = re.compile(r"^\s*(?:[-•*–▪»>]|\d{1,2}[.)])\s+")


def remove_boilerplate(lines: list[str]) -> list[str]:
    """The article's own lines of `lines`, in their order.

    A line goes when it is nothing but such words (`Advertisement`, `Bagikan:`, `oleh -193 views`), when it is a link
    to another story (`Baca juga: …`, with the headlines listed under it), or when it stands behind the end of the
    article (`Tinggalkan Balasan`). A sentence that merely contains the words stays; a link glued to the end of a
    paragraph is cut off.
    """
    kept: list[str] = []
    links_left = 0
    for line in lines:
        text = line.strip()
        if not text:
            continue
        if _pattern("ends").fullmatch(text):
            break
        bare = _LIST_MARK.sub("", text)
        heading = _pattern("links").match(bare)
        if heading and _is_link(bare, heading):
            links_left = _MOST_LINKS if _alone(bare, heading) else 0
            continue
        if _pattern("lines").fullmatch(bare):
            continue
        if links_left and _is_headline(bare):
            links_left -= 1
            continue
        links_left = 0
        kept.append(_without_glued_link(text))
    return kept


def _alone(text: str, heading: re.Match[str]) -> bool:
    """Whether the heading stands alone, so that what it heads follows in the next lines."""
    return len(text[heading.end() :].strip(" :.-–»>")) < 3


def _is_link(text: str, heading: re.Match[str]) -> bool:
    """`Baca juga: Headline` is a link; `Baca juga buku itu, katanya.` is a sentence."""
    marked = heading["mark"] is not None or _alone(text, heading)
    rest = text[heading.end() :]
    return (marked and len(rest) <= 400) or (_is_headline(rest) and rest[:1].isupper())


def _is_headline(text: str) -> bool:
    return 0 < len(text) <= _LONGEST_HEADLINE and not _ENDS_SENTENCE.search(text)


def _without_glued_link(text: str) -> str:
    """`text` without a `Baca juga: Headline` that follows its last sentence."""
    for found in _pattern("glued").finditer(text):
        rest = text[found.end() :]
        if found.start() > 0 and _is_headline(rest) and ". " not in rest:
            return text[: found.start("link")].rstrip()
    return text


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """A table of patterns as one: `lines`, `ends`, `links`, `glued`."""
    if name in {"links", "glued"}:
        heads = "|".join(words("boilerplate", "links"))
        if name == "links":
            return re.compile(rf"(?:{heads})(?:\s{{0,2}}(?P<mark>[:;|»>–-])|(?=\s|$))\s*", re.I)
        return re.compile(rf"(?<=[.!?”\"’)])\s{{0,3}}(?P<link>\(?(?:{heads})\s{{0,2}}[:;|»>–-])", re.I)
    alternatives = "|".join(f"(?:{pattern})" for pattern in words("boilerplate", name))
    return re.compile(rf"(?:{alternatives})\s*[:.…»]?", re.I)
