"""Word forms: what is one word to a person who searches is one term to the index.

Stems come from simplemma's Indonesian list; words of the field that it leaves apart are joined by `words.toml`
(*menandatangani*, *penandatanganan*, *ditandatangani*).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

from simplemma import lemmatize

from extract.gazetteer import gazetteer
from search.vocabulary import vocabulary

#: A word as the index sees it: a run of letters and digits.
WORD = re.compile(r"[^\W_]+")
_LONGEST = 40
_ASCII = re.compile(r"[\x00-\x7f]*")


def fold(text: str) -> str:
    """`text` in lower case and without accents, as the index compares it."""
    text = text.lower()
    if _ASCII.fullmatch(text):
        return text
    plain = unicodedata.normalize("NFKD", text)
    return "".join(char for char in plain if not unicodedata.combining(char))


def words_of(text: str) -> list[str]:
    """The folded words of `text`, in their order."""
    return WORD.findall(fold(text))


@lru_cache(maxsize=262_144)
def stem(word: str) -> str:
    """The stem of a folded word; the word itself where none is known."""
    same = _same().get(word)
    if same is not None:
        return same
    if len(word) < 4 or len(word) > _LONGEST or not word.isalpha():
        return word
    # A name such as `Mulyani` comes back with a capital.
    found = fold(lemmatize(word, lang="id"))
    return _same().get(found, found) if found.isalpha() else word


def stems_of(words: Iterable[str]) -> list[str]:
    """The stems of `words` that are not among the words themselves: what the index adds to a text, sorted."""
    own = set(words)
    return sorted({stem(word) for word in own} - own)


@cache
def _same() -> dict[str, str]:
    groups: list[list[str]] = vocabulary("words")["same"]
    kept: list[str] = vocabulary("words")["kept"]
    # A region's name is no derived word: `Kuningan` is not *kuning*.
    regions = (word for form in gazetteer().forms for word in words_of(form))
    return {word: word for word in (*regions, *kept)} | {form: group[0] for group in groups for form in group}
