"""Words and marks of a text with their offsets, and tables of phrases looked up among them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")

#: `KABAR.CO.ID-Gubernur`, `SINGARAJA-Bupati`: a paper or place in capitals before the first word of a report.
_DATELINE = r"(?<=\.)[A-Za-z]{2,4}(?=-[A-Z])|[A-Z]{4,}(?=-[A-Z][a-z])|"
_TOKEN = re.compile(_DATELINE + r"[^\W\d_]+(?:['’‘`-][^\W\d_]+)*|\d+|\n|[^\w\s]|_")


class Token(NamedTuple):
    """A word (`Syafi'i`, `wanti-wanti`), a number, a mark or a line end, with its half-open span."""

    text: str
    key: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        """Whether it is a word."""
        return self.text[0].isalpha()

    @property
    def is_capitalised(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[0].isupper()

    @property
    def is_acronym(self) -> bool:
        """Whether it is two or more capitals (`BKPSDM`)."""
        return len(self.text) > 1 and self.text.isupper()


def tokenise(text: str) -> list[Token]:
    """The tokens of `text` in order; white space other than line ends is dropped."""
    return [Token(m.group(), m.group().casefold(), m.start(), m.end()) for m in _TOKEN.finditer(text)]


def keys(phrase: str) -> tuple[str, ...]:
    """The keys of the tokens of `phrase`."""
    return tuple(token.key for token in tokenise(phrase))


class Phrases(Generic[T]):
    """A table of phrases, each with a value, found by their tokens' keys."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        for phrase, value in entries:
            words = keys(phrase)
            if words:
                self._by_first.setdefault(words[0], []).append((words, value))
        for found in self._by_first.values():
            found.sort(key=lambda entry: -len(entry[0]))

    def match(self, tokens: list[Token], index: int) -> tuple[int, T] | None:
        """The longest phrase that begins at `index`: the index behind it and its value."""
        if index >= len(tokens):
            return None
        for words, value in self._by_first.get(tokens[index].key, ()):
            end = index + len(words)
            if end <= len(tokens) and all(tokens[index + k].key == word for k, word in enumerate(words)):
                return end, value
        return None


def spellings(table: Mapping[str, Iterable[str]]) -> Iterable[tuple[str, str]]:
    """Every spelling in a table of canonical forms with its canonical form, which spells itself too."""
    for canonical, others in table.items():
        yield canonical, canonical
        for other in others:
            yield other, canonical
