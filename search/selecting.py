"""Which events a search is about, and how many it would be about with one filter less."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from extract.merging.names import name_words
from search.columns import Columns, Ints, Mask
from search.language import Question, Term, read_question
from search.opening import Index
from search.query import FILTERS, Search

#: Words that more events have than this, and than this part of all, tell little about which of them is meant.
BROAD = 5_000
_BROAD_PART = 0.25


@dataclass(frozen=True, slots=True)
class Selection:
    """The events of a search.

    Attributes:
        question: the box, read.
        text: the events with the words of the box.
        filters: the events that each active filter leaves, by the filter's field.
        telling: what of the question tells one event from another: all but broad words.
        told: number of events with all of that.
    """

    question: Question
    text: Mask
    filters: Mapping[str, Mask]
    telling: tuple[Term, ...]
    told: int

    def without(self, fields: Collection[str]) -> Mask:
        """The events left by everything but the filters `fields`."""
        mask = self.text
        for field, left in self.filters.items():
            if field not in fields:
                mask = mask & left
        return mask

    @property
    def mask(self) -> Mask:
        """The events left by everything."""
        return self.without(())


def select(db: sqlite3.Connection, index: Index, search: Search) -> Selection:
    """The events of `search`.

    Raises:
        sqlite3.OperationalError: the question was interrupted.
    """
    question = read_question(search.q)
    text, narrow = np.ones((2, index.events), dtype=np.bool_)
    if not question.terms and search.q.strip():
        # Marks and signs only: nothing was asked that could be found.
        text[:] = False
    broad = max(BROAD, int(index.events * _BROAD_PART))
    telling = []
    for term in question.wanted:
        with_term = _with_term(db, index, term)
        text &= with_term
        if int(with_term.sum()) <= broad:
            telling.append(term)
            narrow &= with_term
    for term in question.unwanted:
        text &= ~_with_term(db, index, term)
    filters = _filters(db, index.columns, search)
    return Selection(question, text, filters, tuple(telling), int(narrow.sum()))


def person_match(name: str) -> str | None:
    """A person's name for the table `names`, titles passed over; None where no name is in it."""
    terms = read_question(name).wanted
    whole = name_words(" ".join(word for term in terms if term.kind != "prefix" for word in term.words))
    parts = [f'"{word}"' for word in whole]
    parts += [f'"{" ".join(term.words)}" *' for term in terms if term.kind == "prefix"]
    return " AND ".join(parts) or None


def _filters(db: sqlite3.Connection, columns: Columns, search: Search) -> dict[str, Mask]:
    filters: dict[str, Mask] = {
        field: columns.facets[field].having(values, columns.size)
        for field in FILTERS
        if (values := search.values(field))
    }
    if search.official:
        filters["official"] = _named(db, columns, search.official)
    dated = columns.first_day > 0
    if search.since is not None:
        filters["since"] = dated & (columns.last_day >= search.since.toordinal())
    if search.until is not None:
        filters["until"] = dated & (columns.first_day <= search.until.toordinal())
    if search.min_participants is not None:
        filters["min_participants"] = columns.participants >= search.min_participants
    return filters


def _named(db: sqlite3.Connection, columns: Columns, name: str) -> Mask:
    mask = np.zeros(columns.size, dtype=np.bool_)
    match = person_match(name)
    if match is not None:
        (found,) = db.execute("SELECT group_concat(rowid) FROM names WHERE names MATCH ?", (match,)).fetchone()
        mask[columns.person_rows[np.isin(columns.person_ids, _numbers(found))]] = True
    return mask


def _with_term(db: sqlite3.Connection, index: Index, term: Term) -> Mask:
    """The events in which a term stands. Terms come back from search to search, so the last ones are kept."""
    mask = index.masks.get(term.match)
    if mask is None:
        # One text of all ids costs a quarter of as many rows handed over one by one.
        statement = "SELECT group_concat(rowid) FROM documents WHERE documents MATCH ?"
        (found,) = db.execute(statement, (term.match,)).fetchone()
        mask = np.zeros(index.events, dtype=np.bool_)
        mask[_numbers(found) - 1] = True
        index.masks.put(term.match, mask)
    return mask


def _numbers(joined: str | None) -> Ints:
    return np.fromstring(joined, dtype=np.int32, sep=",") if joined else np.zeros(0, dtype=np.int32)
