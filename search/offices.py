"""Kinds of offices, by which ceremonies are counted: *Bupati Mojokerto* and *Bupati* are one kind."""

from __future__ import annotations

from functools import cache, lru_cache

from search.stems import words_of
from search.vocabulary import vocabulary

#: No form of a kind has more words.
_LONGEST = 4


@lru_cache(maxsize=65_536)
def office_kind(office: str) -> str | None:
    """The kind of an office as printed, None for one that is not in the table."""
    words = words_of(office)
    forms = _forms()
    for count in range(min(_LONGEST, len(words)), 0, -1):
        kind = forms.get(" ".join(words[:count]))
        if kind is not None:
            return kind
    return None


@cache
def office_kinds() -> tuple[str, ...]:
    """Every kind, in the table's order."""
    return tuple(entry["name"] for entry in vocabulary("offices")["kind"])


@cache
def _forms() -> dict[str, str]:
    return {form: entry["name"] for entry in vocabulary("offices")["kind"] for form in entry["forms"]}
