"""Another spelling, where nothing is found: the nearest words that the dataset has."""

from __future__ import annotations

import sqlite3

from rapidfuzz import process
from rapidfuzz.distance import OSA

from search.language import Question
from search.stems import WORD, fold, stem

_SHORTEST = 4
#: A word of so many letters may be off by one letter for each.
_LETTERS_A_SLIP = 4


def respelled(db: sqlite3.Connection, question: Question, text: str) -> str | None:
    """`text` with every unknown word as the nearest one that is known; None where there is none."""
    instead: dict[str, str] = {}
    for word in {word for term in question.wanted if term.kind != "spelling" for word in term.words}:
        if len(word) >= _SHORTEST and word.isalpha() and not _known(db, word):
            near = _nearest(db, word)
            if near is not None:
                instead[word] = near
    if not instead:
        return None
    return WORD.sub(lambda found: instead.get(fold(found[0]), found[0]), text)


def _known(db: sqlite3.Connection, word: str) -> bool:
    found = db.execute("SELECT 1 FROM words WHERE word IN (?, ?)", (word, stem(word)))
    return found.fetchone() is not None


def _nearest(db: sqlite3.Connection, word: str) -> str | None:
    """The nearest known word, of several the one most events have; the first letter is taken as right."""
    slips = max(1, len(word) // _LETTERS_A_SLIP)
    begin, behind = word[0], chr(ord(word[0]) + 1)
    counts: dict[str, int] = dict(
        db.execute(
            "SELECT word, events FROM words WHERE word >= ? AND word < ? AND length(word) BETWEEN ? AND ?",
            (begin, behind, len(word) - slips, len(word) + slips),
        )
    )
    near = process.extract(word, counts.keys(), scorer=OSA.distance, score_cutoff=slips, limit=None)
    return min(near, key=lambda one: (one[1], -counts[one[0]], one[0]))[0] if near else None
