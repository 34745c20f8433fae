"""The language of the search box: words, "phrases", prefix* and -exclusion.

Every word must stand in an event, in any of its forms; a phrase must stand in it as typed. Any text is a question:
what is no word is passed over, so that nothing typed can be an error. FTS5 sees words of letters and digits in quotes
and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from search.stems import stem, words_of
from search.vocabulary import vocabulary

#: Terms that are looked up; a question has a few, and what comes behind these adds nothing.
MOST_TERMS = 16
#: Shorter beginnings of words are taken for whole words: they would match nearly everything.
SHORTEST_PREFIX = 3
_LONGEST_WORD = 64
_MOST_WORDS = 12

#: A piece of a question: perhaps a minus, then a phrase in quotes or a run without blanks and quotes.
_PIECE = re.compile(r'(?P<minus>(?<!\S)[-−–])?(?:["“”„](?P<phrase>[^"“”„]*)["“”„]?|(?P<run>[^\s"“”„]+))')
_PRINTED = "{people places title topics body}"
_NAMED = "{people places title topics}"

Kind = Literal["word", "spelling", "phrase", "prefix"]
Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """One thing asked for.

    Attributes:
        kind: a word in any of its forms, a thing in any of its spellings, words in a row as typed, or the beginning of
            a word (the last of `words`).
        words: the folded words as typed; one for a word.
        excluded: must not stand in the event.
    """

    kind: Kind
    words: Words
    excluded: bool

    @property
    def spellings(self) -> tuple[Words, ...]:
        """Rows of words each of which is what is asked for, the typed one first."""
        rest = _spellings().get(self.words, ()) if self.kind == "spelling" else ()
        return (self.words, *(one for one in rest if one != self.words))

    @property
    def match(self) -> str:
        """The term for FTS5."""
        quoted = '"' + " ".join(self.words) + '"'
        if self.kind == "prefix":
            return f"{_PRINTED} : {quoted} *"
        if self.kind == "phrase":
            return f"{_PRINTED} : {quoted}"
        forms = [f'"{" ".join(one)}"' for one in self.spellings]
        if len(self.words) == 1 and (base := stem(self.words[0])) != self.words[0]:
            forms.append(f'"{base}"')
        return f"({' OR '.join(forms)})" if len(forms) > 1 else quoted

    @property
    def text(self) -> str:
        """The term as it is typed."""
        told = " ".join(self.words)
        if self.kind == "phrase":
            told = f'"{told}"'
        return ("-" if self.excluded else "") + told + ("*" if self.kind == "prefix" else "")


@dataclass(frozen=True, slots=True)
class Question:
    """What is typed in the box, read.

    Attributes:
        terms: what is asked for, in its order.
    """

    terms: tuple[Term, ...]

    @property
    def wanted(self) -> tuple[Term, ...]:
        """What must stand in an event."""
        return tuple(term for term in self.terms if not term.excluded)

    @property
    def unwanted(self) -> tuple[Term, ...]:
        """What must not stand in an event."""
        return tuple(term for term in self.terms if term.excluded)


def match_all(terms: Sequence[Term]) -> str:
    """Events in which all of `terms` stand, for FTS5.

    Words that stand side by side in a name, a place or a headline weigh more than the same words apart.
    """
    every = " AND ".join(term.match for term in terms)
    words = [word for term in terms for word in term.words]
    if len(words) < 2 or any(term.kind not in ("word", "spelling") for term in terms):
        return every
    return f'({every}) OR {_NAMED} : "{" ".join(words)}"'


def read_question(text: str) -> Question:
    """Read what is typed in the box; any text can be read."""
    terms: list[Term] = []
    for piece in _PIECE.finditer(text):
        excluded = piece["minus"] is not None
        if piece["run"] is not None:
            terms += _run(piece["run"], excluded=excluded)
        elif words := _words(piece["phrase"]):
            terms.append(Term("phrase", words, excluded))
        if len(terms) >= MOST_TERMS * 2:
            break
    terms = list(dict.fromkeys(_spelled(terms)))
    bare = [term for term in terms if not _is_title(term)]
    # A title is looked for only where nothing else is.
    return Question(tuple((bare if any(not term.excluded for term in bare) else terms)[:MOST_TERMS]))


def _spelled(terms: Sequence[Term]) -> Iterator[Term]:
    """The terms, with words in a row that are a spelling of one thing made one term, as many as there are."""
    place = 0
    while place < len(terms):
        first, taken = terms[place], 1
        for length in range(_longest_spelling(), 0, -1):
            some = terms[place : place + length]
            words = tuple(term.words[0] for term in some)
            if words in _spellings() and all((one.kind, one.excluded) == ("word", first.excluded) for one in some):
                first, taken = Term("spelling", words, first.excluded), length
                break
        yield first
        place += taken


def _run(run: str, *, excluded: bool) -> Iterable[Term]:
    words = _words(run)
    if not words or _is_degree(run):
        return ()
    if run.endswith("*") and len(words[-1]) >= SHORTEST_PREFIX:
        return (Term("prefix", words, excluded),)
    # `guru-guru` is many of one; `5/2014` and `Jum'at` are words in a row to the index.
    return (Term("word", words[:1], excluded) if len(set(words)) == 1 else Term("phrase", words, excluded),)


def _words(text: str) -> Words:
    return tuple(word[:_LONGEST_WORD] for word in words_of(text)[:_MOST_WORDS])


def _is_title(term: Term) -> bool:
    return term.kind == "word" and term.words[0] in _table("titles")


def _is_degree(run: str) -> bool:
    """Whether a run is a degree printed with full stops: `M.Si.,`."""
    letters = run.rstrip(",")
    return "." in letters[:-1] and letters.replace(".", "").lower() in _table("degrees")


@cache
def _spellings() -> dict[Words, tuple[Words, ...]]:
    """The spellings of things, by each of them."""
    groups = [tuple(tuple(one.split()) for one in group) for group in vocabulary("words")["spellings"]]
    return {one: group for group in groups for one in group}


@cache
def _longest_spelling() -> int:
    return max(map(len, _spellings()))


@cache
def _table(name: str) -> frozenset[str]:
    return frozenset(vocabulary("words")[name])
