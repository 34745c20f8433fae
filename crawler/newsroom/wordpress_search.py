"""Search as WordPress does it: which posts match, and in which order of relevance.

Source of the rules: `WP_Query::parse_search` and `parse_search_order` (class-wp-query.php).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from crawler.newsroom.content import Article

#: More terms than this are searched as one sentence.
MAX_TERMS = 9

_TERM = re.compile(r'"([^"]*)"?|([^\s",+]+)')


@dataclass(frozen=True)
class Search:
    """A parsed search: every wanted term occurs, no excluded one does."""

    sentence: str
    wanted: tuple[str, ...]
    excluded: tuple[str, ...]

    def matches(self, article: Article, content: str) -> bool:
        """Whether title, excerpt or content hold the terms, as parts of words and in any case."""
        fields = [article.title.casefold(), (article.summary or "").casefold(), content.casefold()]
        return all(any(term in field for field in fields) for term in self.wanted) and not any(
            term in field for term in self.excluded for field in fields
        )

    def rank(self, article: Article, content: str) -> int:
        """Place in the order of relevance, 1 is the best: the title counts before excerpt and content."""
        title = article.title.casefold()
        if len(self.wanted) == 1:
            return 1 if self.wanted[0] in title else 6
        if self.sentence in title:
            return 1
        if all(term in title for term in self.wanted):
            return 2
        if any(term in title for term in self.wanted):
            return 3
        if self.sentence in (article.summary or "").casefold():
            return 4
        return 5 if self.sentence in content.casefold() else 6


def parse_search(words: str) -> Search:
    """Splits into terms: quoted phrases stay whole, `-term` excludes, single Latin letters are dropped."""
    sentence = words.strip().casefold()
    terms = [phrase or word for phrase, word in _TERM.findall(sentence)]
    terms = [term for term in terms if term and not re.fullmatch(r"[a-z]", term)]
    if not terms or len(terms) > MAX_TERMS:
        return Search(sentence, (sentence,), ())
    excluded = tuple(term[1:] for term in terms if term.startswith("-") and len(term) > 1)
    return Search(sentence, tuple(term for term in terms if not term.startswith("-")), excluded)


def by_relevance(search: Search, articles: Iterable[tuple[Article, str]]) -> list[Article]:
    """The matching articles, the most relevant first, then the newest; given with their content as HTML."""
    found = [
        (search.rank(article, content), article) for article, content in articles if search.matches(article, content)
    ]
    return [article for _, article in sorted(found, key=lambda pair: (pair[0], -pair[1].published.timestamp()))]
