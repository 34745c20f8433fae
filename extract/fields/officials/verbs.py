"""Verbs told by their stems: what a form in me-, di-, ber- or of everyday speech says a person did."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from extract.fields.officials.tokens import Token
from extract.vocabulary import words
from schemas.report import Role

#: What a stem tells; `read` and `mark` only with their object: a pledge is read out, a signature set.
Deed = Literal["leader", "read", "signer", "mark", "attendee", "speaker"]

_DEEDS: tuple[Deed, ...] = ("leader", "read", "signer", "mark", "attendee", "speaker")
_ROLES: dict[Deed, Role] = {
    "leader": "leader", "read": "leader", "signer": "signer", "mark": "signer", "attendee": "attendee",
    "speaker": "speaker",
}  # fmt: skip
_STEMS: dict[str, tuple[Deed, ...]] = {}
for _deed in _DEEDS:
    for _stem in words("roles", f"stems.{_deed}"):
        _STEMS[_stem] = (*_STEMS.get(_stem, ()), _deed)
_CHOSEN = frozenset(words("roles", "clause.chosen"))
_HANDLING = frozenset(words("roles", "clause.handling"))
_NOT_SO = frozenset(words("roles", "stems.not_so"))
_PLEDGES = frozenset(words("roles", "stems.pledges"))
_PARTS = frozenset(words("roles", "stems.parts"))
_MARKS = frozenset(words("roles", "stems.marks"))
_READ_ALOUD = frozenset(words("roles", "clause.read_aloud"))
_SUFFIXES = ("", "kan", "i", "in", "an")
_ACTIVE_FORM = re.compile(r"(?:me|ber)[a-z]{4,20}")
_PASSIVE_FORM = re.compile(r"di[a-z]{4,20}")
#: Tokens before a passive verb among which its subject is looked for.
_SUBJECT_REACH = 8


class Verb(NamedTuple):
    """A form of a known stem.

    Attributes:
        deeds: what its stem tells, the strongest first.
        passive: whether whoever did it stands behind.
    """

    deeds: tuple[Deed, ...]
    passive: bool


def role_of(tokens: Sequence[Token], index: int, span: tuple[int, int]) -> tuple[Role, bool] | None:
    """The role that the verb at `index` of the sentence `span` gives, and whether it is a passive; None for no verb."""
    verb = read_verb(tokens[index].key)
    if verb is None:
        return None
    for deed in verb.deeds:
        if deed == "read" and not _reads_pledge(tokens, index, span, passive=verb.passive):
            continue
        if deed == "mark" and not _sets_mark(tokens, index, span, passive=verb.passive):
            continue
        return _ROLES[deed], verb.passive
    return None


def _reads_pledge(tokens: Sequence[Token], index: int, span: tuple[int, int], *, passive: bool) -> bool:
    """Whether what the verb acts on is the pledge: `menyampaikan lima butir ikrar`, `naskah itu dibawakan`."""
    if passive:
        for token in reversed(tokens[max(span[0], index - _SUBJECT_REACH) : index]):
            if not token.is_word and token.text not in "()":
                return False
            if token.key in _READ_ALOUD or is_active(token.key) or is_passive(token.key):
                return False
            if token.key in _PLEDGES or token.key.removesuffix("nya") in _PLEDGES:
                return True
        return False
    if index == span[0] + 1 and tokens[span[0]].key in _CHOSEN:
        return True  # "Bertugas membaca …"
    for place in range(index + 1, min(index + 4, span[1])):
        key = tokens[place].key.removesuffix("nya")
        if key in _PLEDGES:
            return place + 1 >= span[1] or tokens[place + 1].key not in ("ini", "itu")
        if key not in _PARTS:
            return False
    return False


def _sets_mark(tokens: Sequence[Token], index: int, span: tuple[int, int], *, passive: bool) -> bool:
    """Whether what the verb acts on is a signature or what it is made with: `menorehkan pena`, `cap dibubuhkan`."""
    near = tokens[max(span[0], index - 4) : index] if passive else tokens[index + 1 : min(index + 4, span[1])]
    return any(token.key.removesuffix("nya") in _MARKS for token in near)


@lru_cache(maxsize=4096)
def read_verb(key: str) -> Verb | None:
    """The verb that `key` is a form of, in lower case; None where its stem is in no class.

    Nasal prefixes are undone both ways (`menyampaikan`, `memandu`, colloquial `neken`, `ngucapin`), suffixes -kan, -i,
    -in, -an and -nya are dropped, and a reduplicated stem is one (`mewanti-wanti`).
    """
    if not 5 <= len(key) <= 24:
        return None
    whole = key.split("-", maxsplit=1)[0]
    for form in (whole, whole.removesuffix("nya")):
        if form in _NOT_SO:
            return None
        for core, passive, speaks in _cores(form):
            for suffix in _SUFFIXES:
                deeds = _STEMS.get(core.removesuffix(suffix), ()) if core.endswith(suffix) else ()
                if speaks:
                    deeds = tuple(deed for deed in deeds if deed == "speaker")
                if deeds:
                    return Verb(deeds, passive)
    return None


def is_active(key: str) -> bool:
    """Whether `key` has the form of an active verb, known or not."""
    return _ACTIVE_FORM.fullmatch(key) is not None


def is_passive(key: str) -> bool:
    """Whether `key` has the form of a passive verb, known or not."""
    return _PASSIVE_FORM.fullmatch(key) is not None


def handles(key: str) -> bool:
    """Whether `key` is a verb for what somebody does with a paper without signing it (`menyodorkan`, `membawa`)."""
    return any(
        core.removesuffix(suffix) in _HANDLING
        for core, _, _ in _cores(key.removesuffix("nya"))
        for suffix in _SUFFIXES
        if core.endswith(suffix)
    )


def _cores(form: str) -> Iterator[tuple[str, bool, bool]]:
    """What may be left of a form without its prefix, whether it is a passive, and whether it can only be of speech."""
    if form.startswith("di"):
        yield from ((core, True, False) for core in _deep(form[2:]))
        return
    if form.startswith("ber"):
        yield form[3:], False, True
        return
    if form.startswith("me"):
        for core in _unnasalised(form[2:]):
            yield from ((deep, False, False) for deep in _deep(core))
        return
    if form.startswith(("n", "m")):
        yield from ((core, False, False) for core in _unnasalised(form) if core != form)


def _deep(core: str) -> Iterator[str]:
    yield core
    if core.startswith("per"):
        yield core[3:]


def _unnasalised(rest: str) -> Iterator[str]:
    """The stems whose first sound the nasal before it may have swallowed."""
    yield rest
    if rest.startswith("nge"):
        yield rest[3:]
    if rest.startswith("ng"):
        yield rest[2:]
        yield "k" + rest[2:]
    elif rest.startswith("ny"):
        yield "s" + rest[2:]
    elif rest.startswith("n"):
        yield rest[1:]
        yield "t" + rest[1:]
    elif rest.startswith("m"):
        yield rest[1:]
        yield "p" + rest[1:]
