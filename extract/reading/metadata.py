"""Headline, byline and language of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from lxml.etree import _Element

from extract.reading.canonical import host_of, registered_domain
from extract.reading.linked_data import LinkedData
from extract.reading.markup import Markup, level, words_of
from extract.vocabulary import words

_SEPARATOR = re.compile(r"\s+[-–—|•·»:]+\s+|\s*\|\s*")
_PAGE_NUMBER = re.compile(r"(?:halaman|hal|page|laman)\.?\s?(?:\d{1,3}|all)(?:\s(?:dari|of)\s\d{1,3})?", re.I)
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_LONGEST_NAME = 100
_LONGEST_BYLINE = 160
#: Lines and marked elements of a page that are looked at; articles have some hundred lines.
_MOST_LINES, _MOST_MARKED = 3000, 50
#: Lines around the headline in which a name may stand without a colon before it.
_NEAR = 8
#: A shorter heading is the name of a section or of the site unless the page's title is as short.
_SHORTEST_HEADING = 12


def read_title(markup: Markup, linked: LinkedData, url: str | None) -> str | None:
    """The headline as printed, without the outlet's name or a page number.

    The `h1` that agrees with what the page says of itself elsewhere is the printed headline; `og:title` and the JSON-LD
    headline may be shortened or carry the outlet's name.
    """
    sites = site_names(markup, linked, url)
    stated = [linked.headline, *markup.meta(words("pages", "meta.title")), markup.title]
    stated = [title for title in (_without_site(title, sites) for title in stated) if title]
    headings = [text for text in markup.headings if level(text) not in sites]
    agreeing = [text for text in headings if any(_agree(text, title) for title in stated)]
    if agreeing:
        return _without_site(max(agreeing, key=len), sites)
    if stated:
        return stated[0]
    return max(headings, key=len, default=None)


def read_author(markup: Markup, linked: LinkedData, url: str | None) -> str | None:
    """The byline: a printed `Penulis: …` first, then what the page says of itself, then an element made for it."""
    sites = site_names(markup, linked, url)
    heading = markup.headline_at
    for number, line in enumerate(markup.lines[:_MOST_LINES]):
        if len(line.text) > _LONGEST_BYLINE:
            continue
        near = heading is not None and abs(number - heading) <= _NEAR
        for form in _byline_forms()[: 2 if near else 1]:
            if (found := form.search(line.text)) and (name := _name(found["name"], sites)):
                return name
    for stated in [linked.author, *markup.meta(words("pages", "meta.author"))]:
        if name := _name(stated, sites):
            return name
    for element in islice(_marked(markup), _MOST_MARKED):
        text = words_of(element)
        if 2 < len(text) <= _LONGEST_NAME and (name := _name(text, sites)):
            return name
    return None


def read_language(markup: Markup) -> str | None:
    """ISO 639 code the page declares for itself."""
    stated = [markup.tree.get("lang") or "", *markup.meta(("og:locale", "content-language", "language"))]
    for value in stated:
        code = re.split(r"[-_,\s]", value.strip().lower())[0]
        if _LANGUAGE.fullmatch(code):
            return {"in": "id"}.get(code, code)  # `in` was Indonesian until ISO 639 changed it in 1989
    return None


def site_names(markup: Markup, linked: LinkedData, url: str | None) -> set[str]:
    """The outlet's names, levelled: what the page calls its site, its host, its domain with and without the ending."""
    names = [*linked.sites, *markup.meta(words("pages", "meta.site"))]
    if url:
        host = host_of(url)
        domain = registered_domain(host)
        names += [host, domain, host.partition(".")[0], domain.partition(".")[0]]
    return {level(name) for name in names if name}


@cache
def _byline_forms() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A labelled name anywhere in a line; without the colon only at its start, and only believed at the headline."""
    labels, others = "|".join(words("pages", "byline.labels")), "|".join(words("pages", "byline.others"))
    days = "|".join(words("pages", "dates.weekdays"))
    end = rf"(?=\s*(?:$|[|;•·/]|[–-]\s|[,(]?\s*(?:(?:{days}|{others}|on|pada|di)\b|\d)))"
    name = rf"(?P<name>[^\W\d_][^|:;/\n\d]{{1,60}}?){end}"
    return (
        re.compile(rf"(?:^|[|/•(,-]\s?)(?:{labels})\s?:\s?{name}", re.I),
        re.compile(rf"^(?:{labels})\s{name}", re.I),
    )


def _marked(markup: Markup) -> Iterator[_Element]:
    """Elements made for the writer's name, by their class, id, `rel` or `itemprop`."""
    marks = re.compile("|".join(rf"\b{mark}" for mark in words("pages", "byline.marks")))
    for element in markup.tree.iter("a", "span", "div", "p", "address", "b", "strong"):
        hint = " ".join(element.get(name) or "" for name in ("class", "rel", "itemprop", "id")).lower()
        if marks.search(hint):
            yield element


def _without_site(title: str, sites: set[str]) -> str:
    """`title` without the outlet's name or a page number at either end."""
    for _ in range(3):
        parts = list(_SEPARATOR.finditer(title))
        if not parts:
            break
        last, first = title[parts[-1].end() :], title[: parts[0].start()]
        if _is_site(last, sites) or _PAGE_NUMBER.fullmatch(last.strip()):
            title = title[: parts[-1].start()]
        elif _is_site(first, sites):
            title = title[parts[0].end() :]
        else:
            break
    return "" if _is_site(title, sites) else title.strip()


def _is_site(text: str, sites: set[str]) -> bool:
    return level(text) in sites


def _agree(heading: str, title: str) -> bool:
    one, other = level(heading), level(title)
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    return len(short) >= _SHORTEST_HEADING and long.startswith(short)


def _name(text: str, sites: set[str]) -> str | None:
    labels = "|".join((*words("pages", "byline.labels"), *words("pages", "byline.others")))
    text = re.sub(rf"^(?:{labels})\s?:?\s(?=\w)|^(?:{labels})\s?:\s?", "", text.strip(), flags=re.I)
    text = _SEPARATOR.split(text)[0].strip(" ,-–|:()")
    if not 2 <= len(text) <= _LONGEST_NAME or "://" in text or "@" in text or level(text) in sites:
        return None
    return text if any(character.isalpha() for character in text) else None
