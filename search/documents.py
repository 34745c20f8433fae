"""What the index holds of one event: the words by which it is found, and the values by which it is narrowed."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain
from typing import NamedTuple

from extract.gazetteer import gazetteer
from schemas.event import Event
from search.offices import office_kind
from search.query import Filter
from search.vocabulary import vocabulary

#: An event loses half its standing in this many years, and gains half as much again with every doubling of outlets.
_HALF_LIFE = 8.0
_PER_DOUBLING = 0.5
#: The most outlets that count: a press release printed by two hundred portals is not twenty times the news.
_MOST_OUTLETS = 32


class Told(NamedTuple):
    """An article that tells of an event, as far as it is indexed."""

    article_id: str
    title: str | None
    text: str
    duplicate_of: str | None


class Document(NamedTuple):
    """The columns of the full-text index but for the stems, in their order; see `index.sql`."""

    people: str
    places: str
    title: str
    topics: str
    body: str

    @property
    def stemmed(self) -> str:
        """What is also found by the stems of its words; a name is no form of another word."""
        return "\n".join((self.places, self.title, self.topics, self.body))


def document(event: Event, articles: Sequence[Told]) -> Document:
    """The words of an event. A text that is a near-copy of another one given counts once."""
    people = _lines(word for one in event.officials for word in (one.name, one.name_as_written))
    places = "\n".join(place_names(event.regency_code or event.province_code or ""))
    regulations = ((one.key, one.suggestion, one.title) for one in event.regulations)
    offices = (one.office for one in event.officials)
    activities = (one.replace("_", " ") for one in event.activities)
    days = (_day(day) for day in (event.date, event.date_end) if day)
    topics = _lines(chain(offices, (event.organizer, event.venue), *regulations, event.elections, activities, days))
    title = _lines(one.title for one in articles)
    return Document(people, places, title, topics, "\n".join(_originals(articles)))


@cache
def place_names(code: str) -> tuple[str, ...]:
    """Every name of a regency and its province: full and bare names, abbreviations, older names, the seat."""
    names = gazetteer()
    if code not in names.regions:
        return ()
    codes = [code, code[:2]] if len(code) > 2 else [code]
    full = [names.region(one).name for one in codes]
    return tuple(dict.fromkeys([*full, *(form for one in codes for form in _forms()[one])]))


def facet_values(event: Event) -> dict[Filter, list[str]]:
    """The values of an event by facet. A misprinted regulation is also found under the one probably meant."""
    regulations = [key for one in event.regulations for key in (one.key, one.suggestion) if key]
    offices = [office_kind(one.office) for one in event.officials if one.office]
    return {
        "province": _given(event.province_code),
        "regency": _given(event.regency_code),
        "month": _given(event.date.isoformat()[:7] if event.date else None),
        "level": _given(event.level),
        "activity": list(event.activities),
        "election": list(event.elections),
        "office": [office for office in offices if office],
        "regulation": regulations,
        "outlet": list(event.outlets),
    }


def participants(event: Event) -> int | None:
    """How many took part: the ceremony's total, else the largest number stated; None without one."""
    if event.participants_total is not None:
        return event.participants_total
    return max((one.count for one in event.participants), default=None)


def day_of(event: Event) -> dt.date | None:
    """The day by which an event is recent: its own, else that of the first report."""
    if event.date is not None:
        return event.date
    return event.first_published_at.date() if event.first_published_at else None


def standing(day: dt.date | None, outlets: int, newest: dt.date | None) -> float:
    """Weight of an event apart from words, above 0 and at most 1: recent and widely reported ones weigh more.

    Args:
        day: its day; an event without one weighs as one of ten years ago.
        outlets: number of outlets that reported it.
        newest: day of the newest event, from which age is counted, so that the order does not change from day to day.
    """
    years = 10.0 if day is None or newest is None else max((newest - day).days, 0) / 365.25
    spread = 1 + _PER_DOUBLING * math.log2(min(max(outlets, 1), _MOST_OUTLETS))
    most = 1 + _PER_DOUBLING * math.log2(_MOST_OUTLETS)
    return float(spread / most * 0.5 ** (years / _HALF_LIFE))


def _originals(articles: Sequence[Told]) -> list[str]:
    """The texts without near-copies of one another."""
    seen: dict[str, str] = {}
    for one in sorted(articles, key=lambda told: (told.duplicate_of is not None, told.article_id)):
        seen.setdefault(one.duplicate_of or one.article_id, one.text)
    return list(seen.values())


def _day(day: dt.date) -> str:
    """A day as newspapers print it."""
    return f"{day.day} {vocabulary('words')['months'][day.month - 1]} {day.year}"


def _given(value: str | None) -> list[str]:
    return [value] if value else []


def _lines(texts: Iterable[str | None]) -> str:
    return "\n".join(dict.fromkeys(text for text in texts if text))


@cache
def _forms() -> defaultdict[str, list[str]]:
    """Spellings of every province, regency and city by its code, and the names of regencies' seats."""
    forms: defaultdict[str, list[str]] = defaultdict(list)
    names = gazetteer()
    for form, codes in chain(names.forms.items(), names.seats.items()):
        for code in codes:
            forms[code].append(form)
    return forms
