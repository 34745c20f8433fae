"""Regular expressions made from vocabularies."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extract.vocabulary import words


def any_of(entries: Iterable[str]) -> str:
    """An alternation of `entries`, longest first, at word boundaries; blanks match any run of white space."""
    ordered = sorted(entries, key=len, reverse=True)
    return r"(?<!\w)(?:" + "|".join(entry.replace(" ", r"\s{1,3}") for entry in ordered) + r")(?!\w)"


def table(name: str, key: str) -> re.Pattern[str]:
    """The list `key` of vocabulary `name` as one pattern, without regard to case."""
    return re.compile(any_of(words(name, key)), re.IGNORECASE)
