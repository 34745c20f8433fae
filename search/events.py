"""One event with everything that is known of it: values with the words they were read from, and who says otherwise."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np

from extract.gazetteer import gazetteer
from schemas.article import Article
from schemas.event import Event, EventOfficial, EventParticipants, EventRegulation
from search.cards import EventCard, SourceLine, SourceRow, card, cards, people_of, source_line
from search.columns import Columns
from search.distance import kilometres
from search.language import read_question
from search.marking import Marked, Marker
from search.opening import Index
from search.query import Search
from search.quoting import Quote, quote

#: Similar events shown, and how far they may be from the event, in days; see `_similar`.
_SIMILAR = 6
_FARTHEST = 120.0
#: So many kilometres apart count as a day apart.
_KILOMETRES_A_DAY = 4.0
#: A ceremony of the same province's government is as far as one in a regency so many days away.
_PROVINCIAL = 20.0


@dataclass(frozen=True, slots=True)
class Source(SourceLine):
    """A report of the event and its article, with what a search asked for marked.

    Attributes:
        author: byline as printed.
        fetched_at: when the archived copy was made, UTC.
        warc_file: archive file that holds the page.
        confidence: confidence of the report.
        marked_title: headline, marked.
        marked_text: text, marked.
    """

    author: str | None
    fetched_at: dt.datetime | None
    warc_file: str | None
    confidence: float
    marked_title: Marked
    marked_text: Marked


@dataclass(frozen=True, slots=True)
class OfficialLine:
    """An official of the event, the id of the person's page, and the words."""

    official: EventOfficial
    person: str | None
    quote: Quote | None


@dataclass(frozen=True, slots=True)
class ParticipantsLine:
    """A number of participants and the words."""

    participants: EventParticipants
    quote: Quote | None


@dataclass(frozen=True, slots=True)
class RegulationLine:
    """A regulation cited and the words."""

    regulation: EventRegulation
    quote: Quote | None


@dataclass(frozen=True, slots=True)
class ConflictingValue:
    """A value that some reports give; `agreed` for the one the event has."""

    value: str | None
    agreed: bool
    sources: tuple[SourceLine, ...]


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """A field on which reports differ, the agreed value first."""

    field: str
    values: tuple[ConflictingValue, ...]


@dataclass(frozen=True, slots=True)
class EventPage:
    """An event with its evidence.

    Attributes:
        event: the event as in `events.parquet`.
        card: the event in a few words.
        values: the words that each scalar value was read from, by the field as evidence names it.
        sources: every report, the best first.
        similar: ceremonies near in time and place.
    """

    event: Event
    card: EventCard
    values: Mapping[str, tuple[Quote, ...]]
    officials: tuple[OfficialLine, ...]
    participants: tuple[ParticipantsLine, ...]
    regulations: tuple[RegulationLine, ...]
    sources: tuple[Source, ...]
    conflicts: tuple[ConflictLine, ...]
    similar: tuple[EventCard, ...]


def event_page(index: Index, event_id: str, *, search: Search | None = None) -> EventPage | None:
    """Everything about an event, with what `search` asks for marked in its texts; None where there is no such event.

    Raises:
        TooSlow: it took too long.
        IndexFailure: the index is damaged.
    """
    with index.reading() as db:
        found = db.execute(
            "SELECT id, unpacked('event', record), headline FROM events WHERE event_id = ?", (event_id,)
        ).fetchone()
        if found is None:
            return None
        row, event = found[0] - 1, Event.model_validate_json(found[1])
        told = _articles(db, row)
        people = people_of(db, [row])[row]
        near = cards(db, _similar(index.columns, event, row))
    texts = {line.report_id: (line, article.text, article.title or "") for line, _, article in told}

    def words(report_id: str, start: int, end: int, *, in_title: bool = False) -> Quote | None:
        if report_id not in texts:
            return None
        line, text, title = texts[report_id]
        return quote(title if in_title else text, start, end, line, in_title=in_title)

    values: defaultdict[str, list[Quote]] = defaultdict(list)
    for one in event.evidence:
        quoted = words(one.report_id, one.start, one.end, in_title=one.in_title)
        if quoted is not None:
            values[one.field].append(quoted)
    summary = card(event, found[2], people)
    marker = Marker(read_question(search.q if search else ""))
    return EventPage(
        event=event,
        card=summary,
        values={field: tuple(quotes) for field, quotes in values.items()},
        officials=tuple(
            OfficialLine(one, people.get(place), words(one.report_id, one.start, one.end))
            for place, one in enumerate(event.officials, 1)
        ),
        participants=tuple(
            ParticipantsLine(one, words(one.report_id, one.start, one.end)) for one in event.participants
        ),
        regulations=tuple(RegulationLine(one, words(one.report_id, one.start, one.end)) for one in event.regulations),
        sources=tuple(_source(line, confidence, article, marker) for line, confidence, article in told),
        conflicts=tuple(
            ConflictLine(
                conflict.field,
                tuple(
                    ConflictingValue(
                        value.value, place == 0, tuple(texts[one][0] for one in value.report_ids if one in texts)
                    )
                    for place, value in enumerate(conflict.values)
                ),
            )
            for conflict in event.conflicts
        ),
        similar=tuple(near),
    )


def texts(index: Index, event_id: str) -> tuple[tuple[SourceLine, Article], ...]:
    """The whole articles that tell of an event, the best first; none where there is no such event.

    Raises:
        TooSlow: it took too long.
        IndexFailure: the index is damaged.
    """
    with index.reading() as db:
        found = db.execute("SELECT id FROM events WHERE event_id = ?", (event_id,)).fetchone()
        return tuple((line, article) for line, _, article in _articles(db, found[0] - 1)) if found else ()


def whole_article(record: str, text: str) -> Article:
    """An article from its record in the index, which lacks the text, and its text."""
    return Article.model_validate_json(json.dumps({**json.loads(record), "text": text}))


def _articles(db: sqlite3.Connection, row: int) -> list[tuple[SourceLine, float, Article]]:
    """The reports of an event with their confidence and articles, the best first."""
    found = db.execute(
        "SELECT unpacked('article', a.record), unpacked('text', a.text), r.confidence,"
        " r.article_id, r.report_id, r.outlet, r.title, r.url, r.published_at, a.duplicate_of"
        " FROM reports r JOIN articles a USING (article_id) WHERE r.event = ?"
        " ORDER BY a.duplicate_of IS NOT NULL, r.confidence DESC, r.published_at, r.report_id",
        (row + 1,),
    )
    told = []
    for record, text, confidence, *rest in found:
        source: SourceRow = tuple(rest)
        told.append((source_line(source), confidence, whole_article(record, text)))
    return told


def _source(line: SourceLine, confidence: float, article: Article, marker: Marker) -> Source:
    return Source(
        **{field.name: getattr(line, field.name) for field in fields(line)},
        author=article.author,
        fetched_at=article.fetched_at,
        warc_file=article.warc_file,
        confidence=confidence,
        marked_title=marker.mark(article.title or ""),
        marked_text=marker.mark(article.text),
    )


def _similar(columns: Columns, event: Event, row: int) -> list[int]:
    """The events nearest to one, days and kilometres taken together; none for an event without day or place."""
    if event.date is None or event.province_code is None:
        return []
    apart = np.full(columns.size, np.inf)
    provinces = columns.facets["province"]
    apart[provinces.having([event.province_code], columns.size)] = _PROVINCIAL
    if event.regency_code is not None:
        regencies = columns.facets["regency"]
        here = gazetteer().centroid(event.regency_code)
        days = [kilometres(here, gazetteer().centroid(code)) / _KILOMETRES_A_DAY for code in regencies.values]
        apart[regencies.rows] = np.array(days)[regencies.codes]
    apart += np.abs(columns.first_day - event.date.toordinal())
    apart[columns.first_day < 0] = np.inf
    apart[row] = np.inf
    nearest = np.argsort(apart, kind="stable")[:_SIMILAR].tolist()
    return [one for one in nearest if apart[one] <= _FARTHEST]
