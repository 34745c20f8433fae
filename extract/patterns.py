"""Regular expressions made from vocabularies, and those that read capitals and small letters alike."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache

from extract.vocabulary import words

#: Letters of a pattern's own syntax, which keep their case: `\W`, `(?P<name>`.
_SYNTAX = re.compile(r"(\\.|\(\?P)|[^\W\d_]+", re.DOTALL)
#: White space between two words.
_BLANK = r"\s{1,3}"
#: Letters and blanks that stand for themselves: no repeat follows them.
_PLAIN = re.compile(r"(?:[^\W\d_]| (?![?*+{]))*(?![?*+{])")
_BRACKETED = re.compile(r"\\.|\[[^]]*\]|\([^()]*\)")
#: Shorter texts are put in small letters each time they are asked for.
_SHORT = 256


def alternation(forms: Iterable[str]) -> str:
    """A pattern of any of `forms`, longest first, whose blanks stand for one to three of any white space."""
    return _tree(
        [[_BLANK if letter == " " else re.escape(letter) for letter in form] for form in _longest_first(forms)]
    )


def any_of(entries: Iterable[str]) -> str:
    """A pattern of any of `entries`, themselves patterns, longest first, at word boundaries; blanks as above.

    Raises:
        ValueError: an entry has alternatives outside brackets.
    """
    parts = [_parts(entry) for entry in _longest_first(entries)]
    first = {part[0] for part in parts}
    ahead = f"(?=[{''.join(sorted(first))}])" if all(map(str.isalpha, first)) else ""
    return rf"(?<!\w){ahead}{_tree(parts)}(?!\w)"


def _longest_first(forms: Iterable[str]) -> list[str]:
    return sorted(forms, key=len, reverse=True)


def _parts(entry: str) -> list[str]:
    """The letters and blanks with which a pattern begins, one by one, and what is left of it."""
    if "|" in _BRACKETED.sub("", _BRACKETED.sub("", entry)):
        raise ValueError(f"alternatives of {entry!r} want brackets")
    plain = _PLAIN.match(entry)[0]  # type: ignore[index]  # matches the empty string too
    rest = entry[len(plain) :].replace(" ", _BLANK)
    return [*(_BLANK if letter == " " else letter for letter in plain), *([rest] if rest else [])]


def _tree(entries: list[list[str]]) -> str:
    """A pattern of any of `entries`, the earlier first, in which common beginnings are tried once.

    Python's expressions try every alternative at every word; of those that begin alike this tries one.
    """
    if len(entries) == 1:
        return "".join(entries[0])
    groups: dict[str, list[list[str]]] = {}
    for entry in entries:
        groups.setdefault(entry[0] if entry else "", []).append(entry[1:])
    branches = [first + (_tree(rests) if first else "") for first, rests in groups.items()]
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


def whole_words(forms: Iterable[str]) -> Caseless:
    """A pattern that finds any of `forms` as whole words."""
    return Caseless(rf"(?<!\w)(?:{alternation(forms)})(?!\w)")


def table(name: str, key: str) -> Caseless:
    """The list `key` of vocabulary `name`, patterns, as one pattern of whole words."""
    return Caseless(any_of(words(name, key)))


class Caseless:
    """A pattern that reads capitals and small letters alike.

    It is matched against a text in small letters, which is about three times as fast as `re.IGNORECASE`: offsets are
    the text's own, but what a match holds is printed in small letters.

    Attributes:
        pattern: the expression, in small letters, to be built into others.
    """

    __slots__ = ("_finditer", "_fullmatch", "_match", "_search", "pattern")

    def __init__(self, pattern: str) -> None:
        """Compile `pattern`.

        Raises:
            ValueError: a part of it is to heed case.
        """
        if "(?-i:" in pattern:
            raise ValueError("a pattern without regard to case cannot heed it in part")
        self.pattern = _SYNTAX.sub(lambda part: part[1] or part[0].lower(), pattern)
        compiled = re.compile(self.pattern)
        self._search, self._match = compiled.search, compiled.match
        self._fullmatch, self._finditer = compiled.fullmatch, compiled.finditer

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The first match that begins in `[start, end)`."""
        return self._search(small(text), start, end)

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The match that begins at `start`."""
        return self._match(small(text), start, end)

    def fullmatch(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The match that is all of `[start, end)`."""
        return self._fullmatch(small(text), start, end)

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """All matches in `[start, end)`, none within another."""
        return self._finditer(small(text), start, end)


def small(text: str) -> str:
    """`text` in small letters, character by character, so that offsets stay what they are."""
    if len(text) >= _SHORT:
        return _kept(text)
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else _lowered(text)


def _lowered(text: str) -> str:
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)  # "İ" has two


#: A component asks for the small letters of the same text many times.
_kept = lru_cache(maxsize=8)(_lowered)
