"""Heads of offices: their spellings, acting prefixes, and what the word before one makes of it."""

from __future__ import annotations

import re
from typing import cast

from extract.fields.officials.tokens import Phrases, Token, spellings
from extract.vocabulary import vocabulary, words
from schemas.report import Acting

_TABLE = vocabulary("offices")
#: Heads of which one territory has one holder, so that the bare word may stand for the person.
SINGLE = frozenset(_TABLE["single"])
#: General heads that say by themselves what they head.
COMPLETE = frozenset(words("offices", "complete.heads"))
_HEADS: Phrases[str] = Phrases([*spellings(_TABLE["single"]), *spellings(_TABLE["general"])])
_NATIONAL: Phrases[str] = Phrases((form, form) for form in words("offices", "national.heads"))
_DUTIES: Phrases[str] = Phrases((form, form) for form in words("offices", "ceremonial.duties"))
_ACTING: Phrases[Acting] = Phrases(
    (form, cast("Acting", acting)) for acting, forms in _TABLE["acting"].items() for form in forms
)
_THINGS = frozenset(words("offices", "context.things"))
_FORMER = frozenset(words("offices", "context.former"))
_PLURAL = frozenset(words("offices", "context.plural"))
#: `Kasatpolairud`, `Kabidpropam`, `Danyonarmed`: heads run together with what they head.
_ABBREVIATED = re.compile(
    r"(?:wa)?ka(?:bag|bid|dis|din|sat|kan|nit|sub|pus|div|pol|sie|tim|pos)[a-z]{2,14}"
    r"|(?:wa)?dan(?:ki|yon|ton|ru|pos|den|sat|sub|men|brig|wing|grup)[a-z]{2,14}"
)
#: Tokens of a bracket, its marks included, that may stand inside an office.
LONGEST_BRACKET = 9


#: In small letters nothing else begins a national office, an office or a duty.
OPENINGS = frozenset().union(*(phrases.openings for phrases in (_NATIONAL, _ACTING, _HEADS, _DUTIES)))
_ABBREVIATED_HEADS = ("ka", "da", "wa")


def may_open(token: Token) -> bool:
    """Whether a national office, an office, acting or not, or a duty may begin with a word."""
    return token.key in OPENINGS or (token.is_capitalised and token.key.startswith(_ABBREVIATED_HEADS))


def begins_national(tokens: list[Token], index: int) -> int:
    """The index behind a national office or a candidacy at `index`, 0 if there is none."""
    found = _NATIONAL.match(tokens, index)
    return found[0] if found else 0


def begins_duty(tokens: list[Token], index: int) -> int:
    """The index behind a duty at the ceremony (`pembina apel`) at `index`, 0 if there is none."""
    found = _DUTIES.match(tokens, index)
    return found[0] if found else 0


def is_head(tokens: list[Token], index: int) -> bool:
    """Whether an office, acting or not, begins at `index`."""
    _, index = acting_at(tokens, index)
    return head_at(tokens, index) is not None


def is_plural(token: Token) -> bool:
    """Whether a word or number before a head makes it a plural."""
    return token.key in _PLURAL or token.text.isdigit()


def completes_itself(head: str) -> bool:
    """Whether a head needs no complement: a territory's single office, or one that names its body."""
    return head in SINGLE or head in COMPLETE or _ABBREVIATED.fullmatch(head) is not None


def governor(tokens: list[Token], index: int) -> str | None:
    """What the word before an office at `index` makes of it: `thing`, `former`, `plural`, or None.

    "Halaman kantor Bupati" is a thing of the office, "mantan Bupati" a former holder, "para camat" nobody alone.
    """
    if index == 0:
        return None
    before = tokens[index - 1]
    if before.text == "." and index > 1 and tokens[index - 2].key in ("se", "sk"):
        before = tokens[index - 2]
    if before.key in _FORMER:
        return "former"
    if is_plural(before):
        return "plural"
    if before.key in _THINGS:
        return "thing"
    return None


def head_at(tokens: list[Token], index: int) -> tuple[int, str] | None:
    """The head at `index`: the index behind it and its canonical form."""
    found = _HEADS.match(tokens, index)
    if found is not None or index >= len(tokens):
        return found
    token = tokens[index]
    if token.is_capitalised and token.key.startswith(_ABBREVIATED_HEADS) and _ABBREVIATED.fullmatch(token.key):
        return index + 1, token.key
    return None


def acting_at(tokens: list[Token], index: int) -> tuple[Acting | None, int]:
    """The acting prefix at `index`, brackets included, and the index behind it, where a head follows."""
    found = _ACTING.match(tokens, index)
    if found is None:
        return None, index
    end, acting = found
    if end < len(tokens) and tokens[end].text == ".":
        end += 1
    bracket = bracket_end(tokens, end)
    if bracket:
        inner = _ACTING.match(tokens, end + 1)
        if inner is not None:
            acting, end = inner[1], bracket
    if head_at(tokens, end) is None:
        return None, index
    return acting, end


def acting_word(tokens: list[Token], index: int) -> Acting | None:
    """The acting capacity that the words at `index` name, whatever follows."""
    found = _ACTING.match(tokens, index)
    return found[1] if found else None


def bracket_end(tokens: list[Token], index: int) -> int:
    """The index behind a short bracket at `index`, 0 if there is none."""
    if index >= len(tokens) or tokens[index].text != "(":
        return 0
    for position in range(index + 1, min(index + LONGEST_BRACKET, len(tokens))):
        if tokens[position].text == ")":
            return position + 1
        if tokens[position].text == "\n" or (position == index + 1 and tokens[position].text.isdigit()):
            return 0
    return 0
