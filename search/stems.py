"""Word forms: what is one word to a person who searches is one term to the index.

Stems come from simplemma's Indonesian list; words of the field that it leaves apart are joined by `words.toml`
(*menandatangani*, *penandatanganan*, *ditandatangani*).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from simplemma import lemmatize

from extract.gazetteer import gazetteer
from search.vocabulary import vocabulary

#: A word as the index sees it: a run of letters and digits.
WORD = re.compile(r"[^\W_]+")
_LONGEST = 40
#: Signs that newspapers print and that are no part of a word, beside those of ASCII; and blanks for the latter.
_SIGNS = "“”‘’–—…•\u00a0"
_BETWEEN = bytes(code if code > 127 or chr(code).isalnum() else 32 for code in range(256))
_MARKS = re.compile(r"[\u0300-\u036f]")
#: Different words of a dataset are some hundred thousand; beyond that they are misprints and noise.
_MOST_KNOWN = 500_000


def fold(text: str) -> str:
    """`text` in lower case and without accents, as the index compares it."""
    text = text.lower()
    if not text.isascii() and not unicodedata.is_normalized("NFKD", text):
        text = unicodedata.normalize("NFKD", text)
    return text if text.isascii() else _MARKS.sub("", text)


def words_of(text: str) -> list[str]:
    """The folded words of `text`, in their order."""
    return WORD.findall(fold(text))


def words_in(text: str) -> set[str]:
    """The different words of `words_of`, in half the time where a text has no letters but those of ASCII."""
    for sign in _SIGNS:
        text = text.replace(sign, " ")
    if not text.isascii():
        return set(words_of(text))
    return set(text.lower().encode().translate(_BETWEEN).decode().split())


def stem(word: str) -> str:
    """The stem of a folded word; the word itself where none is known."""
    return _roots[word]


def forms_of(root: str, among: set[str]) -> set[str]:
    """The folded words of `among` whose stem is `root`."""
    return {word for word in among if _roots[word] == root}


def stems_of(text: str) -> list[str]:
    """The stems of the words of `text` that are not among these words: what the index adds to it, sorted."""
    own = words_in(text)
    return sorted(set(map(_roots.__getitem__, own)) - own)


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
