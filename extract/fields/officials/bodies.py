"""Words that name bodies and fields of work: what a general head is the head of."""

from __future__ import annotations

import re

from extract.fields.officials.heads import SINGLE, is_head
from extract.fields.officials.names import GIVEN_NAMES, STOP
from extract.fields.officials.tokens import Token
from extract.vocabulary import words

BODIES = frozenset(words("offices", "complement.bodies"))
FIELDS = frozenset(words("offices", "complement.fields"))
#: `Perbenihan`, `Kebandarudaraan`, `Digitalisasi`: nouns by their affixes, whatever a table lists.
_NOUN = re.compile(r"(?:pe|ke)\w{3,20}an|\w{4,20}(?:isasi|logi|grafi|matika)")
_LONGEST_ACRONYM = 9


def is_field(key: str) -> bool:
    """Whether a word names a field of work."""
    return key in FIELDS or (len(key) > 7 and _NOUN.fullmatch(key) is not None)


def alphanumeric_end(tokens: list[Token], index: int) -> int:
    """The index behind an abbreviation with figures in it (`P2KB`, `DP3A`) at `index`, 0 if there is none."""
    end = index + 1
    while end < len(tokens) and end - index < _LONGEST_ACRONYM:
        token = tokens[end]
        if token.start != tokens[end - 1].end or not (token.text.isdigit() or token.text.isupper()):
            break
        end += 1
    figures = any(token.text.isdigit() for token in tokens[index + 1 : end])
    return end if figures and tokens[index].text.isupper() else 0


def abbreviates(tokens: list[Token], index: int) -> bool:
    """Whether capitals are the abbreviation of a body."""
    token = tokens[index]
    behind = tokens[index + 1] if index + 1 < len(tokens) else None
    if token.key in GIVEN_NAMES and (behind is None or not behind.is_capitalised or behind.is_acronym):
        return False
    if token.key in STOP or is_head(tokens, index):
        return False
    return len(token.text) <= _LONGEST_ACRONYM and not _shouted(tokens, index)


def goes_on_small(tokens: list[Token], index: int, head: str) -> bool:
    """Whether a word in small letters goes on with the office (`Kepala Dinas pendidikan Jember`)."""
    if not tokens[index - 1].is_capitalised:
        return True
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    if head in SINGLE or following is None or not following.is_word:
        return False
    return following.is_capitalised or following.key in FIELDS


def _shouted(tokens: list[Token], index: int) -> bool:
    """Whether the text around is in capitals, so that capitals say nothing."""
    around = tokens[max(0, index - 2) : index + 3]
    return sum(t.is_acronym for t in around) >= 3 and len(tokens[index].text) > 5
