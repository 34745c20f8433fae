"""One official: every ceremony the person took part in, and who else bears the name."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections import defaultdict
from dataclasses import dataclass

from extract.merging.names import name_words
from search.cards import EventCard, cards
from search.opening import Index
from search.selecting import person_match

_NAMESAKES = 10


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A person in a few words: the office and place best known, and the number of ceremonies."""

    person: str
    name: str
    office: str | None
    place: str | None
    events: int


@dataclass(frozen=True, slots=True)
class OfficeLine:
    """An office in which the person took part, where, between which days, and how often."""

    office: str
    place: str
    acting: str | None
    first: dt.date | None
    last: dt.date | None
    events: int


@dataclass(frozen=True, slots=True)
class PersonEvent:
    """A ceremony with what the person was and did there."""

    card: EventCard
    role: str
    office: str | None
    acting: str | None
    name_as_written: str | None


@dataclass(frozen=True, slots=True)
class PersonPage:
    """A person.

    Attributes:
        person: id, made of the name (and a region for short names).
        name: name most often printed, without titles.
        other_names: the other ways it was printed, titles included.
        offices: offices, the latest first.
        events: ceremonies, the latest first.
        namesakes: people with the same or a longer name, who may or may not be the same person.
    """

    person: str
    name: str
    other_names: tuple[str, ...]
    offices: tuple[OfficeLine, ...]
    events: tuple[PersonEvent, ...]
    namesakes: tuple[PersonCard, ...]


def person_page(index: Index, person: str) -> PersonPage | None:
    """A person by the id, None where nobody has it.

    Raises:
        TooSlow: it took too long.
        IndexFailure: the index is damaged.
    """
    with index.reading() as db:
        found = db.execute("SELECT id, name FROM people WHERE person = ?", (person,)).fetchone()
        if found is None:
            return None
        number, name = found
        rows = db.execute(
            "SELECT event - 1, role, office, acting, name, name_as_written FROM officials WHERE person = ?", (number,)
        ).fetchall()
        shown = dict(zip((row[0] for row in rows), cards(db, [row[0] for row in rows]), strict=True))
        namesakes = tuple(one for one in _named(db, name, _NAMESAKES + 1) if one.person != person)
    events = [PersonEvent(shown[row], role, office, acting, written) for row, role, office, acting, _, written in rows]
    events.sort(key=lambda one: (one.card.date or dt.date.min, one.card.event_id), reverse=True)
    printed = {form for *_, plain, written in rows for form in (plain, written) if form and form != name}
    return PersonPage(person, name, tuple(sorted(printed)), _offices(events), tuple(events), namesakes[:_NAMESAKES])


def find_people(index: Index, text: str, limit: int = 10) -> tuple[PersonCard, ...]:
    """The people whose name has every word of `text`, titles passed over; those in most ceremonies first.

    Raises:
        TooSlow: it took too long.
        IndexFailure: the index is damaged.
    """
    with index.reading() as db:
        return tuple(_named(db, text, limit))


def _named(db: sqlite3.Connection, text: str, limit: int) -> list[PersonCard]:
    match = person_match(text)
    if match is None or not name_words(text):
        return []
    found = db.execute("SELECT rowid FROM names WHERE names MATCH ?", (match,))
    numbers = json.dumps([number for (number,) in found])
    people = db.execute(
        "SELECT person, name, office, place, events FROM people WHERE id IN (SELECT value FROM json_each(?))"
        " ORDER BY events DESC, person LIMIT ?",
        (numbers, limit),
    )
    return [PersonCard(*row) for row in people]


def _offices(events: list[PersonEvent]) -> tuple[OfficeLine, ...]:
    held: defaultdict[tuple[str, str, str | None], list[PersonEvent]] = defaultdict(list)
    for one in events:
        if one.office:
            held[one.office, one.card.place, one.acting].append(one)
    lines = []
    for (office, place, acting), those in held.items():
        days = sorted(one.card.date for one in those if one.card.date)
        first, last = (days[0], days[-1]) if days else (None, None)
        lines.append(OfficeLine(office, place, acting, first, last, len({one.card.event_id for one in those})))
    return tuple(sorted(lines, key=lambda line: (line.last or dt.date.min, line.events, line.office), reverse=True))
