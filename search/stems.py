"""Word forms: what is one word to a person who searches is one term to the index.

Stems come from simplemma's Indonesian list; words of the field that it leaves apart are joined by `words.toml`
(*menandatangani*, *penandatanganan*, *ditandatangani*).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Final

import numpy as np
import polars as pl
from simplemma import lemmatize

from extract.gazetteer import gazetteer
from search.vocabulary import vocabulary

#: A word as the index sees it: a run of letters and digits.
WORD = re.compile(r"[^\W_]+")
_LONGEST = 40
#: Signs that newspapers print and that are no part of a word, beside those of ASCII; and blanks for the latter.
_SIGNS = "“”‘’–—…•\u00a0"
_PLAIN = bytes(ord(chr(code).lower()) if chr(code).isascii() and chr(code).isalnum() else 32 for code in range(256))
_MARKS = re.compile(r"[\u0300-\u036f]")
#: Different words of a dataset are some hundred thousand; beyond that they are misprints and noise.
_MOST_KNOWN = 500_000
#: Words that a stemmer gives numbers to: each takes a byte for each of the texts that it is given at once.
_MOST_NUMBERED = 100_000


def fold(text: str) -> str:
    """`text` in lower case and without accents, as the index compares it."""
    text = text.lower()
    if not text.isascii() and not unicodedata.is_normalized("NFKD", text):
        text = unicodedata.normalize("NFKD", text)
    return text if text.isascii() else _MARKS.sub("", text)


def words_of(text: str) -> list[str]:
    """The folded words of `text`, in their order."""
    return WORD.findall(fold(text))


def spaced(text: str) -> str:
    """The words of `words_of` with blanks between them, in a third of the time where all letters are of ASCII."""
    for sign in _SIGNS:
        text = text.replace(sign, " ")
    return text.encode().translate(_PLAIN).decode() if text.isascii() else " ".join(words_of(text))


def stem(word: str) -> str:
    """The stem of a folded word; the word itself where none is known."""
    return _roots[word]


def forms_of(root: str, among: set[str]) -> set[str]:
    """The folded words of `among` whose stem is `root`."""
    return {word for word in among if _roots[word] == root}


class _Roots(dict[str, str]):
    """Stems by their words, worked out when they are first asked for."""

    def __missing__(self, word: str) -> str:
        if len(self) > _MOST_KNOWN:
            self.clear()
        root = self[word] = _stem(word)
        return root


_roots: Final = _Roots()


def _stem(word: str) -> str:
    same = _same().get(word)
    if same is not None:
        return same
    if len(word) < 4 or len(word) > _LONGEST or not word.isalpha():
        return word
    # A name such as `Mulyani` comes back with a capital.
    found = fold(lemmatize(word, lang="id"))
    return _same().get(found, found) if found.isalpha() else word


@cache
def _same() -> dict[str, str]:
    groups: list[list[str]] = vocabulary("words")["same"]
    kept: list[str] = vocabulary("words")["kept"]
    # A region's name is no derived word: `Kuningan` is not *kuning*.
    regions = (word for form in gazetteer().forms for word in words_of(form))
    return {word: word for word in (*regions, *kept)} | {form: group[0] for group in groups for form in group}


class Stemmer:
    """Finds the stems of many texts.

    Words are numbers from text to text: looking each one up in a dictionary takes three times as long.
    """

    def __init__(self) -> None:
        self._start()

    def stems_of(self, texts: Sequence[str]) -> list[list[str]]:
        """For each text the stems of its words that are not among these words: what the index adds to it, sorted."""
        if len(self._words) > _MOST_NUMBERED:
            self._start()
        split = pl.Series(map(spaced, texts), dtype=pl.String).str.split(" ")
        found = split.explode().cast(self._kind)
        self._learn(found)
        words, width = found.to_physical().to_numpy(), len(self._words)
        lines = np.repeat(np.arange(len(texts)) * width, split.list.len().to_numpy())
        own = np.zeros(len(texts) * width, dtype=np.bool_)
        own[lines + words] = True
        roots = self._roots[words]
        added = (lines + roots)[roots != words]
        added = np.unique(added[~own[added]])
        names = [self._words[number] for number in (added % width).tolist()]
        ends = np.searchsorted(added, np.arange(len(texts) + 1) * width).tolist()
        return [sorted(names[start:end]) for start, end in pairwise(ends)]

    def _start(self) -> None:
        self._kind = pl.Categorical(pl.Categories.random())
        # Polars forgets the numbers of words when no series has them any more.
        self._held = pl.Series([""]).cast(self._kind)
        self._words: list[str] = []
        self._roots = np.zeros(0, dtype=np.int64)
        self._learn(self._held)

    def _learn(self, found: pl.Series) -> None:
        """Take in the words not met before; their roots are words as well."""
        while len(new := found.filter(found.to_physical() >= len(self._words)).unique()):
            new = new.gather(new.to_physical().arg_sort())
            words = new.cast(pl.String).to_list()
            self._words += words
            found = pl.Series(map(stem, words), dtype=pl.String).cast(self._kind)
            self._roots = np.append(self._roots, found.to_physical().to_numpy())
