"""Words and marks of a text with their offsets, and tables of phrases looked up among them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Set
from functools import partial
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")

#: `KABAR.CO.ID-Gubernur`, `SINGARAJA-Bupati`: a paper or place in capitals before the first word of a report.
_DATELINE = r"(?<=\.)[A-Za-z]{2,4}(?=-[A-Z])|[A-Z]{4,}(?=-[A-Z][a-z])|"
_TOKEN = re.compile(_DATELINE + r"[^\W\d_]+(?:['’‘`-][^\W\d_]+)*|\d+|\n|[^\w\s]|_")


class Token(NamedTuple):
    """A word (`Syafi'i`, `wanti-wanti`), a number, a mark or a line end, with its half-open span.

    Attributes:
        text: as printed.
        key: in small letters.
        start: its first offset.
        end: the offset behind it.
        is_word: whether it is a word.
        is_capitalised: whether it begins with a capital.
    """

    text: str
    key: str
    start: int
    end: int
    is_word: bool
    is_capitalised: bool

    @property
    def is_acronym(self) -> bool:
        """Whether it is two or more capitals (`BKPSDM`)."""
        return len(self.text) > 1 and self.text.isupper()


#: A token of its fields, without the detour by way of a named tuple's keywords: an article has hundreds.
_token: Callable[[tuple[str, str, int, int, bool, bool]], Token] = partial(tuple.__new__, Token)


def tokenise(text: str) -> list[Token]:
    """The tokens of `text` in order; white space other than line ends is dropped."""
    tokens = []
    for match in _TOKEN.finditer(text):
        printed = match.group()
        first = printed[0]
        start, end = match.span()
        tokens.append(_token((printed, printed.casefold(), start, end, first.isalpha(), first.isupper())))
    return tokens


def keys(phrase: str) -> tuple[str, ...]:
    """The keys of the tokens of `phrase`."""
    return tuple(token.key for token in tokenise(phrase))


class Phrases(Generic[T]):
    """A table of phrases, each with a value, found by their tokens' keys."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self._by_words: dict[tuple[str, ...], T] = {}
        lengths: dict[str, set[int]] = {}
        for phrase, value in entries:
            words = keys(phrase)
            if words:
                self._by_words.setdefault(words, value)
                lengths.setdefault(words[0], set()).add(len(words))
        #: By a phrase's first word, how many words such phrases have, longest first.
        self._lengths = {first: sorted(found, reverse=True) for first, found in lengths.items()}

    @property
    def openings(self) -> Set[str]:
        """The words with which a phrase may begin."""
        return self._lengths.keys()

    def match(self, tokens: list[Token], index: int) -> tuple[int, T] | None:
        """The longest phrase that begins at `index`: the index behind it and its value."""
        if index >= len(tokens) or (lengths := self._lengths.get(tokens[index].key)) is None:
            return None
        for length in lengths:
            words = tuple([token.key for token in tokens[index : index + length]])
            if len(words) == length and words in self._by_words:
                return index + length, self._by_words[words]
        return None


def spellings(table: Mapping[str, Iterable[str]]) -> Iterable[tuple[str, str]]:
    """Every spelling in a table of canonical forms with its canonical form, which spells itself too."""
    for canonical, others in table.items():
        yield canonical, canonical
        for other in others:
            yield other, canonical
