"""Events and sources as they are shown in lists."""

from __future__ import annotations

import datetime as dt
import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from schemas.event import Event
from schemas.report import Acting, Role
from search.documents import participants

#: Officials of a card.
_OFFICIALS = 3
_WEB = re.compile(r"https?://[\w.-]{1,253}(?::[0-9]{1,5})?(?:[/?#]\S*)?", re.IGNORECASE)
_ROLES: tuple[Role, ...] = ("leader", "speaker", "signer", "attendee")


@dataclass(frozen=True, slots=True)
class CardOfficial:
    """An official of an event; `person` is the id of the page about the person."""

    name: str | None
    office: str | None
    acting: Acting | None
    role: Role
    person: str | None


@dataclass(frozen=True, slots=True)
class EventCard:
    """An event in a few words.

    Attributes:
        headline: title of the best article about it.
        officials: those that led it first, at most three.
        n_officials: how many there are.
        participants: the ceremony's total, else the largest number stated.
        regulations: keys of what is cited, once each.
        conflicts: number of fields on which the reports differ.
    """

    event_id: str
    date: dt.date | None
    date_end: dt.date | None
    regency_code: str | None
    regency: str | None
    province_code: str | None
    province: str | None
    level: str | None
    activities: tuple[str, ...]
    elections: tuple[str, ...]
    headline: str | None
    officials: tuple[CardOfficial, ...]
    n_officials: int
    participants: int | None
    regulations: tuple[str, ...]
    outlets: tuple[str, ...]
    n_outlets: int
    n_reports: int
    conflicts: int
    confidence: float
    reviewed: bool

    @property
    def place(self) -> str:
        """Where it was, as closely as is told."""
        return self.regency or self.province or "Indonesia"


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A report of an event and its article; `url` is a web address or None, `copy_of` the article it is a copy of."""

    article_id: str
    report_id: str
    outlet: str | None
    title: str | None
    url: str | None
    published_at: dt.datetime | None
    copy_of: str | None


def cards(db: sqlite3.Connection, rows: Sequence[int]) -> list[EventCard]:
    """The cards of events by their row numbers (ids less one), in the given order."""
    found = {
        number: (Event.model_validate_json(record), headline)
        for number, record, headline in db.execute(
            "SELECT id, unpacked('event', record), headline FROM events WHERE id IN (SELECT value FROM json_each(?))",
            (_ids(rows),),
        )
    }
    people = people_of(db, rows)
    return [card(*found[row + 1], people[row]) for row in rows]


def card(event: Event, headline: str | None, people: dict[int, str]) -> EventCard:
    """The card of an event.

    Args:
        event: the event.
        headline: title of the best article about it.
        people: ids of people by their place in the event's list of officials, from 1.
    """
    officials = [
        CardOfficial(one.name, one.office, one.acting, one.role, people.get(place))
        for place, one in enumerate(event.officials, 1)
    ]
    officials.sort(key=lambda one: (_ROLES.index(one.role), one.name is None))
    return EventCard(
        event_id=event.event_id,
        date=event.date,
        date_end=event.date_end,
        regency_code=event.regency_code,
        regency=event.regency,
        province_code=event.province_code,
        province=event.province,
        level=event.level,
        activities=tuple(event.activities),
        elections=tuple(event.elections),
        headline=headline,
        officials=tuple(officials[:_OFFICIALS]),
        n_officials=len(officials),
        participants=participants(event),
        regulations=tuple(dict.fromkeys(one.key for one in event.regulations if one.key)),
        outlets=tuple(event.outlets),
        n_outlets=event.n_outlets,
        n_reports=event.n_reports,
        conflicts=len(event.conflicts),
        confidence=event.confidence,
        reviewed=event.reviewed,
    )


def people_of(db: sqlite3.Connection, rows: Iterable[int]) -> defaultdict[int, dict[int, str]]:
    """Ids of the people in events, by row and place in the event's list of officials."""
    people: defaultdict[int, dict[int, str]] = defaultdict(dict)
    for event, place, person in db.execute(
        "SELECT o.event, o.place, p.person FROM officials o JOIN people p ON p.id = o.person"
        " WHERE o.event IN (SELECT value FROM json_each(?))",
        (_ids(rows),),
    ):
        people[event - 1][place] = person
    return people


def sources(db: sqlite3.Connection, rows: Sequence[int]) -> defaultdict[int, list[SourceLine]]:
    """The sources of events by row, the best first: originals, then those read with the most confidence."""
    found: defaultdict[int, list[SourceLine]] = defaultdict(list)
    for event, *row in db.execute(
        "SELECT r.event, r.article_id, r.report_id, r.outlet, r.title, r.url, r.published_at, a.duplicate_of"
        " FROM reports r LEFT JOIN articles a USING (article_id) WHERE r.event IN (SELECT value FROM json_each(?))"
        " ORDER BY r.event, a.duplicate_of IS NOT NULL, r.confidence DESC, r.published_at, r.report_id",
        (_ids(rows),),
    ):
        found[event - 1].append(source_line(row))
    return found


#: A source as the index holds it: article, report, outlet, title, address, publication and original.
SourceRow = tuple[str, str, str | None, str | None, str | None, str | None, str | None]


def source_line(row: SourceRow) -> SourceLine:
    """A source from its columns in the index."""
    article, report, outlet, title, url, published, copy_of = row
    return SourceLine(article, report, outlet, title, web_address(url), moment(published), copy_of)


def web_address(url: str | None) -> str | None:
    """`url` where it is a web address that may become a link, else None."""
    return url if url is not None and _WEB.fullmatch(url) else None


def moment(text: str | None) -> dt.datetime | None:
    """A time as the index holds it."""
    return dt.datetime.fromisoformat(text) if text else None


def _ids(rows: Iterable[int]) -> str:
    return json.dumps([row + 1 for row in rows])
