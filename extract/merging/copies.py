"""Near-copies: articles whose texts are the same but for light edits, as when outlets print one press release.

Texts are compared by the share of their runs of three words that they have in common (Jaccard similarity of word
trigrams). Candidates are found with MinHash signatures in a locality-sensitive index; each is then checked exactly.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import islice

from rensa import RMinHash, RMinHashLSH

from schemas.article import Article
from schemas.report import Report

#: Share of word trigrams from which two texts are near-copies. Texts written apart about one ceremony share under a
#: tenth of theirs; a press release with a new lead and a sentence dropped still shares two thirds.
SIMILAR = 0.5

#: Texts with fewer trigrams (a caption, a teaser) are copies only where they are equal; those of a word or two never.
SHORTEST = 20

_WORD = re.compile(r"\w+")
_RUN = 3
#: Trigrams of a text that are looked at; far more than a news article has.
_MOST = 4_000
#: 32 bands of 4 rows find a pair of similarity 0.5 with probability 0.87, of 0.6 with 0.99, of 0.7 with 0.9998.
_ROWS, _BANDS = 4, 32
#: Candidates that are checked exactly, the likeliest first: a page that is half boilerplate resembles thousands.
_CHECKED = 50
_SEED = 20_231_117
_LATEST = dt.datetime.max.replace(tzinfo=dt.UTC)


def find_copies(articles: Iterable[Article], reports: Iterable[Report] = ()) -> dict[str, str]:
    """For every article that is a near-copy of an earlier one, the earliest such article.

    The earliest is the one with the smallest publication time, then the smallest id; articles without a time come last.
    Every copy is itself near-identical with the article it points to, and what is pointed to is no copy.

    Texts that tell of ceremonies at other places or, explicitly, on other days are no copies, however alike they are:
    offices use one form of words for every branch and every year.

    Args:
        articles: the articles; their ids are unique.
        reports: what was extracted from them.
    """
    told = _told(reports)
    ordered = sorted(articles, key=lambda one: (one.published_at or _LATEST, one.article_id))
    index = RMinHashLSH(SIMILAR, _ROWS * _BANDS, _BANDS)
    signatures: dict[int, RMinHash] = {}
    copies: dict[str, str] = {}
    equal: defaultdict[str, list[int]] = defaultdict(list)
    for number, article in enumerate(ordered):
        trigrams = _trigrams(article.text)
        if not trigrams:
            continue
        rivals = equal[article.text_digest][:_CHECKED]
        signature: RMinHash | None = None
        if len(trigrams) >= SHORTEST:
            signature = RMinHash(_ROWS * _BANDS, _SEED)
            signature.update(list(trigrams))
            likely = sorted(index.query(signature), key=lambda rival: (-signature.jaccard(signatures[rival]), rival))
            rivals = sorted({*rivals, *likely[:_CHECKED]})
        original = next(
            (
                ordered[rival]
                for rival in rivals
                if not _tell_apart(told, article, ordered[rival]) and _alike(article, trigrams, ordered[rival])
            ),
            None,
        )
        if original is not None:
            copies[article.article_id] = original.article_id
            continue
        equal[article.text_digest].append(number)
        if signature is not None:
            signatures[number] = signature
            index.insert(number, signature)
    return copies


def mark_copies(articles: Iterable[Article], copies: Mapping[str, str]) -> list[Article]:
    """The articles with `duplicate_of` as `copies` has it."""
    return [
        article
        if article.duplicate_of == copies.get(article.article_id)
        else article.model_copy(update={"duplicate_of": copies.get(article.article_id)})
        for article in articles
    ]


def similarity(one: str, other: str) -> float:
    """Share of word trigrams that two texts have in common, from 0 to 1; 0 for texts of fewer than three words."""
    mine, theirs = _trigrams(one), _trigrams(other)
    return len(mine & theirs) / len(mine | theirs) if mine and theirs else 0.0


def _alike(article: Article, trigrams: frozenset[str], other: Article) -> bool:
    if article.text_digest == other.text_digest:
        return True
    theirs = _trigrams(other.text)
    return len(trigrams & theirs) >= SIMILAR * len(trigrams | theirs)


def _trigrams(text: str) -> frozenset[str]:
    words = [match[0] for match in islice(_WORD.finditer(text.casefold()), _MOST)]
    return frozenset(" ".join(words[start : start + _RUN]) for start in range(len(words) - _RUN + 1))


def _told(reports: Iterable[Report]) -> dict[str, tuple[set[str], set[dt.date]]]:
    """For every article the regencies, and the explicit days, of its ceremonies."""
    told: defaultdict[str, tuple[set[str], set[dt.date]]] = defaultdict(lambda: (set(), set()))
    for report in reports:
        regencies, days = told[report.article_id]
        if report.regency_code:
            regencies.add(report.regency_code)
        if report.date and report.date_basis == "explicit":
            days.add(report.date)
    return told


def _tell_apart(told: Mapping[str, tuple[set[str], set[dt.date]]], one: Article, other: Article) -> bool:
    nothing: tuple[set[str], set[dt.date]] = (set(), set())
    mine, theirs = told.get(one.article_id, nothing), told.get(other.article_id, nothing)
    elsewhere = bool(mine[0] and theirs[0]) and not mine[0] & theirs[0]
    another_day = bool(mine[1] and theirs[1]) and not mine[1] & theirs[1]
    return elsewhere or another_day
