"""Asking the index: a page of results with highlights, counts for every filter, and the pages beside it."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from search.cards import EventCard, SourceLine, cards, sources
from search.columns import FacetColumn, Mask
from search.marking import Marked, Marker, Passage
from search.opening import TIME_LIMIT, Index, TooSlow
from search.ordering import Order, in_order
from search.query import FILTERS, LONGEST_TEXT, Filter, Search
from search.selecting import Selection, select
from search.suggesting import respelled

#: Most results of a page.
MOST_HITS = 100
#: Articles of one event that are looked through for the passage to show.
_READ = 3
#: Terms of a question without a result that is tried without each of them.
_SHORTENED = 6


@dataclass(frozen=True, slots=True)
class Hit:
    """One event found.

    Attributes:
        card: the event.
        title: the headline, marked.
        snippet: the passage of an article that shows best what was asked for, marked.
        sources: every report of it, the best first; near-copies name what they are a copy of.
    """

    card: EventCard
    title: Marked
    snippet: Marked
    sources: tuple[SourceLine, ...]


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a filter with the number of events it would leave."""

    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """The values of a filter: those with most events (months: the latest), and those chosen.

    Counts leave the filter's own choice out of account, since values of one filter widen each other.

    Attributes:
        more: number of further values.
    """

    field: Filter
    values: tuple[FacetValue, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Results:
    """A page of results.

    Attributes:
        total: number of events found.
        first: rank of the first hit of this page, from 1; 0 without hits.
        after: cursor of the next page, None on the last.
        before: cursor of the previous page, None on the first.
        facets: every filter, in the order of `FILTERS`.
        months: events of every month, the search's own dates left out of account.
        regencies: events of every regency, the search's own places left out of account.
        suggestion: what to type instead; only where nothing is found.
        shorter: what remains of the box without one of its terms, with the number of events that would be found; only
            where nothing is found, the most first.
        problem: `too-slow` where the question was given up; there are no hits then.
        milliseconds: how long it took.
    """

    search: Search
    total: int
    first: int
    hits: tuple[Hit, ...]
    after: str | None
    before: str | None
    facets: tuple[Facet, ...]
    months: tuple[tuple[str, int], ...]
    regencies: tuple[tuple[str, int], ...]
    suggestion: str | None
    shorter: tuple[tuple[str, int], ...]
    problem: Literal["too-slow"] | None
    milliseconds: float


def find(
    index: Index,
    search: Search,
    *,
    after: str | None = None,
    before: str | None = None,
    limit: int = 20,
    facet_limit: int = 12,
    seconds: float = TIME_LIMIT,
) -> Results:
    """The page of results behind the cursor `after`, or before the cursor `before`, or the first.

    Args:
        index: where to look.
        search: what is asked.
        after: cursor of the last page's end; one that cannot be read is no cursor.
        before: cursor of the next page's beginning; `after` goes first.
        limit: results of a page, at most 100.
        facet_limit: values of a filter, chosen ones come on top.
        seconds: time after which the question is given up.

    Raises:
        IndexFailure: the index is damaged.
    """
    started = time.perf_counter()
    limit = min(max(limit, 1), MOST_HITS)
    try:
        with index.reading(seconds) as db:
            selection = select(db, index, search)
            order = in_order(db, index.columns, search, selection)
            total = len(order.rows)
            start, end = _page(order, after, before, limit)
            hits = _hits(db, selection, order.rows[start:end].tolist())
            suggestion = None if total else _suggestion(db, index, search, selection)
            shorter = () if total else _shorter(db, index, search, selection)
    except TooSlow:
        return Results(search, 0, 0, (), None, None, (), (), (), None, (), "too-slow", _since(started))
    return Results(
        search=search,
        total=total,
        first=start + 1 if hits else 0,
        hits=hits,
        after=order.cursor(end - 1) if 0 < end < total else None,
        before=order.cursor(start) if 0 < start < total else None,
        facets=_facets(index, search, selection, facet_limit),
        months=_counts(index, "month", selection.without(("month", "since", "until"))),
        regencies=_counts(index, "regency", selection.without(("regency", "province"))),
        suggestion=suggestion,
        shorter=shorter,
        problem=None,
        milliseconds=_since(started),
    )


def _page(order: Order, after: str | None, before: str | None, limit: int) -> tuple[int, int]:
    total = len(order.rows)
    if after is None and before is not None:
        end = order.at(before) or min(limit, total)
        return max(0, end - limit), end
    start = order.behind(after)
    return start, min(start + limit, total)


def _hits(db: sqlite3.Connection, selection: Selection, rows: Sequence[int]) -> tuple[Hit, ...]:
    told = sources(db, rows)
    read = [one.article_id for row in rows for one in told[row][:_READ]]
    texts: dict[str, str] = dict(
        db.execute(
            "SELECT article_id, unpacked('text', text) FROM articles"
            " WHERE article_id IN (SELECT value FROM json_each(?))",
            (json.dumps(read),),
        )
    )
    marker = Marker(selection.question)
    return tuple(
        Hit(
            card=card,
            title=marker.mark(card.headline or ""),
            snippet=_snippet(marker, [texts.get(one.article_id, "") for one in told[row][:_READ]]),
            sources=tuple(told[row]),
        )
        for row, card in zip(rows, cards(db, rows), strict=True)
    )


def _snippet(marker: Marker, texts: Sequence[str]) -> Marked:
    """The passage with the most of what was asked for; of the best source where several have as much."""
    best = Passage(Marked(()), -1)
    for text in texts:
        passage = marker.passage(text)
        if passage.terms > best.terms:
            best = passage
        if best.terms == marker.terms:
            break
    return best.marked


def _facets(index: Index, search: Search, selection: Selection, limit: int) -> tuple[Facet, ...]:
    whole = selection.mask
    facets = []
    for field in FILTERS:
        chosen = search.values(field)
        mask = selection.without((field,)) if chosen else whole
        facets.append(_facet(field, index.columns.facets[field], mask, frozenset(chosen), limit))
    return tuple(facets)


def _facet(field: Filter, column: FacetColumn, mask: Mask, chosen: frozenset[str], limit: int) -> Facet:
    counts = column.counts(mask).tolist()
    told = [number for number, count in enumerate(counts) if count]
    if field == "month":
        told.reverse()
    else:
        told.sort(key=lambda number: (-counts[number], column.values[number]))
    listed = told[:limit] + [number for number in told[limit:] if column.values[number] in chosen]
    values = [
        FacetValue(column.values[one], column.labels[one], counts[one], column.values[one] in chosen) for one in listed
    ]
    # A chosen value stays on the list when nothing is left of it, so that it can be taken back.
    shown = {one.value for one in values}
    for value in sorted(chosen - shown):
        number = column.numbers.get(value)
        values.append(FacetValue(value, value if number is None else column.labels[number], 0, selected=True))
    return Facet(field, tuple(values), len(told) - len(listed))


def _counts(index: Index, field: Filter, mask: Mask) -> tuple[tuple[str, int], ...]:
    column = index.columns.facets[field]
    counts = column.counts(mask).tolist()
    return tuple((value, count) for value, count in zip(column.values, counts, strict=True) if count)


def _suggestion(db: sqlite3.Connection, index: Index, search: Search, selection: Selection) -> str | None:
    text = respelled(db, selection.question, search.q)
    if text is None or len(text) > LONGEST_TEXT:
        return None
    found = select(db, index, search.model_copy(update={"q": text}))
    return text if found.mask.any() else None


def _shorter(db: sqlite3.Connection, index: Index, search: Search, selection: Selection) -> tuple[tuple[str, int], ...]:
    terms = selection.question.terms
    if not 1 < len(terms) <= _SHORTENED:
        return ()
    texts = [" ".join(one.text for one in terms if one != left_out) for left_out in terms]
    found = [
        (text, int(select(db, index, search.model_copy(update={"q": text})).mask.sum()))
        for text in texts
        if len(text) <= LONGEST_TEXT
    ]
    return tuple(sorted((one for one in found if one[1]), key=lambda one: -one[1]))


def _since(started: float) -> float:
    return (time.perf_counter() - started) * 1000
