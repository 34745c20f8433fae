"""Offices: [acting] head [complement] [place], as papers print them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.fields.officials.bodies import BODIES
from extract.fields.officials.complements import ComplementReader
from extract.fields.officials.heads import SINGLE, acting_at, begins_duty, completes_itself, head_at, is_plural
from extract.fields.officials.localities import Localities
from extract.fields.officials.names import STOP
from extract.fields.officials.tokens import Phrases, Token
from extract.vocabulary import words
from schemas.report import Acting

_VERB = re.compile(r"(?:di|me|ber|ter)\w{3,20}")
_ARTICLES = frozenset(words("offices", "context.articles"))
_OUTSIDERS: Phrases[str] = Phrases((form, form) for form in words("offices", "outsiders.heads"))
_PASSIVES = frozenset(
    form for role in ("leader", "speaker", "signer") for form in words("roles", f"passive.{role}") if " " not in form
)
#: Tokens of a post no table knows, at most.
_LONGEST_OPEN = 9


@dataclass(frozen=True, slots=True)
class Office:
    """An office among the tokens.

    Attributes:
        first: index of the first token, the acting prefix included.
        end: index behind the last one.
        acting: acting capacity.
        head: canonical form of its head (`sekda`, `kepala dinas`).
        body: keys of the complement without the place.
        place: keys of the place; empty where none is printed.
        aliases: keys of abbreviations in brackets.
        text: as printed, without acting prefix and brackets, on one line.
        capitalised: whether the head is printed with a capital.
    """

    first: int
    end: int
    acting: Acting | None
    head: str
    body: tuple[str, ...]
    place: tuple[str, ...]
    text: str
    capitalised: bool
    aliases: tuple[str, ...] = ()

    @property
    def stands_alone(self) -> bool:
        """Whether the bare head may stand for its holder."""
        return self.head in SINGLE

    @property
    def is_complete(self) -> bool:
        """Whether it says what it is the office of; a mere "Ketua" or "Kepala Bidang" does not."""
        return bool(self.body or self.place) or completes_itself(self.head)


def read_office(tokens: list[Token], index: int, places: Localities, *, alone: bool = False) -> Office | None:
    """The office that begins at `index`, or None; with `alone`, no name follows it."""
    acting, start = acting_at(tokens, index)
    found = head_at(tokens, start)
    if found is None or begins_duty(tokens, start):
        return None
    end, head = found
    reader = ComplementReader(tokens, places, head, alone=alone)
    end = reader.read(end)
    if acting is None:
        acting = reader.acting
    printed = [tokens[k] for k in range(start, end) if k not in reader.skipped]
    text = _join(printed)
    return Office(
        index, end, acting, head, tuple(reader.body), tuple(reader.place), text, tokens[start].is_capitalised,
        tuple(reader.aliases),
    )  # fmt: skip


def read_body(tokens: list[Token], index: int, places: Localities) -> Office | None:
    """The body somebody is "from" (`Yosua dari Bawaslu Nabire`), read as an office, or None."""
    if index >= len(tokens) or tokens[index].key not in BODIES or not tokens[index].is_capitalised:
        return None
    reader = ComplementReader(tokens, places, "")
    end = reader.read(index)
    if end == index:
        return None
    text = _join([tokens[k] for k in range(index, end) if k not in reader.skipped])
    return Office(index, end, None, "anggota", tuple(reader.body), tuple(reader.place), text, capitalised=True)


def read_open_office(tokens: list[Token], index: int, floor: int) -> Office | None:
    """A post no table knows, right before the name at `index` and behind "oleh" or a verb (`dibacakan juru masak, …`).

    Nothing before the token `floor` is read.
    """
    end = index - 1 if index > floor and tokens[index - 1].text == "," else index
    first = end
    while first > floor and end - first < _LONGEST_OPEN:
        token = tokens[first - 1]
        if not (token.is_word or token.text.isdigit()) or token.key == "oleh" or _VERB.fullmatch(token.text):
            break
        first -= 1
    if (first > floor and first == end) or first == floor or end - first >= _LONGEST_OPEN:
        return None
    before = tokens[first - 1]
    if before.key != "oleh" and before.key not in _PASSIVES:
        return None
    while first < end and tokens[first].key in _ARTICLES:
        first += 1
    if first == end or tokens[first].key in STOP or is_plural(tokens[first]):
        return None
    if _OUTSIDERS.match(tokens, first):
        return None
    printed = tokens[first:end]
    return Office(
        first, end, None, printed[0].key, tuple(t.key for t in printed[1:]), (), _join(printed), capitalised=True
    )


def _join(printed: list[Token]) -> str:
    text = ""
    for before, token in zip([None, *printed], printed, strict=False):
        if before is not None and before.end != token.start:
            text += " "
        text += token.text
    text = text.strip(" ,")
    return " ".join(map(_quiet, text.split())) if text.isupper() and " " in text else text


def _quiet(word: str) -> str:
    """A word of an office printed in capitals, in its usual case; short ones may be abbreviations."""
    return word.title() if len(word) > 3 and word.casefold() not in BODIES else word


def same_holder(one: Office, other: Office) -> bool:
    """Whether two offices may be one: heads agree, complements and places do not contradict each other."""
    if one.place and other.place and not set(one.place) & set(other.place):
        return False
    if _named_by(one, other) or _named_by(other, one):
        return True
    if one.head == other.head:
        return _covers(set(one.body), set(other.body))
    if not (one.head.startswith("kepala") and other.head.startswith("kepala")):
        return False
    return _covers({*one.head.split(), *one.body}, {*other.head.split(), *other.body})


def _named_by(one: Office, other: Office) -> bool:
    """Whether `one` uses the abbreviation that `other` introduced in brackets."""
    kind, *named = (*one.head.split(), *one.body)
    return bool(named) and kind == other.head.split()[0] and set(named) <= set(other.aliases)


def _covers(one: set[str], other: set[str]) -> bool:
    return one <= other or other <= one
