"""Word forms: what is one word to a person who searches is one term to the index.

Stems come from simplemma's Indonesian list; words of the field that it leaves apart are joined by `words.toml`
(*menandatangani*, *penandatanganan*, *ditandatangani*).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from simplemma import lemmatize

from extract.gazetteer import gazetteer
from search.vocabulary import vocabulary

#: A word as the index sees it: a run of letters and digits.
WORD = re.compile(r"[^\W_]+")
_LONGEST = 40
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


def stem(word: str) -> str:
    """The stem of a folded word; the word itself where none is known."""
    if word not in _seen:
        _learn({word})
    return _derived.get(word, word)


def forms_of(root: str, among: set[str]) -> set[str]:
    """The folded words of `among` whose stem is `root`."""
    _learn(among - _seen)
    forms = _forms.get(root, set()) & among
    # The root itself, unless it is the form of another root.
    return forms | {root} if root in among and root not in _derived else forms


def stems_of(text: str) -> list[str]:
    """The stems of the words of `text` that are not among these words: what the index adds to it, sorted."""
    own = set(words_of(text))
    _learn(own - _seen)
    return sorted({_derived[word] for word in own & _derived.keys()} - own)


#: Words whose stem was worked out, the stems of those that are not their own, and the same the other way round.
_seen: set[str] = set()
_derived: dict[str, str] = {}
_forms: dict[str, set[str]] = {}


def _learn(words: set[str]) -> None:
    if len(_seen) > _MOST_KNOWN:
        for known in (_seen, _derived, _forms):
            known.clear()
    for word in words:
        found = _stem(word)
        if found != word:
            _derived[word] = found
            _forms.setdefault(found, set()).add(word)
    _seen.update(words)


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
