"""Where persons and offices are named: office with name, name with office, office alone, name alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from extract.fields.officials.heads import begins_duty, begins_national, governor, is_head
from extract.fields.officials.localities import Localities, localities_of
from extract.fields.officials.names import GIVEN_NAMES, VERBS, Name, read_name, skip_titles
from extract.fields.officials.offices import Office, read_body, read_office, read_open_office
from extract.fields.officials.tokens import Phrases, Token, tokenise
from extract.vocabulary import words

_POINTERS = words("offices", "context.pointers")
_CREDITS = words("offices", "context.credits")
_APPOSITIONS: Phrases[None] = Phrases((form, None) for form in words("offices", "context.appositions"))
_INTRODUCTIONS: Phrases[None] = Phrases((form, None) for form in words("offices", "context.introductions"))
_BODY_WORDS = frozenset((*words("offices", "complement.bodies"), *words("offices", "complement.fields"))) - GIVEN_NAMES
_KINDS = frozenset(words("offices", "complement.kinds"))
_DEICTICS = frozenset(words("offices", "context.deictics"))
_TOPICS = frozenset(words("offices", "context.topics"))
_LEADING_MARKS = re.compile(r"[\W_]{0,12}")
_BULLET = re.compile(r"\s{0,8}[-•*>–]")

#: Professions and stand-ins are offices only of somebody named.
_NEVER_ALONE = frozenset({"perwakilan", "guru", "dokter", "penyuluh", "dosen", "staf", "operator"})

Kind = Literal["full", "apposed", "name", "office"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where a person or an office is named, before it is known who it is.

    Attributes:
        kind: `full` office and name; `apposed` name and the office behind it; `name`, `office` alone.
        first: index of the first token.
        end: index behind the last one.
        name: the name, if one is printed.
        office: the office, if one is printed.
        governor: what the word before the office makes of it, as in `offices.governor`; `national` for an office of the
            nation or a candidacy.
        heading: it stands in a title or headline, where every word may have a capital.
    """

    kind: Kind
    first: int
    end: int
    name: Name | None
    office: Office | None
    governor: str | None = None
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """An article's tokens with what is named among them."""

    text: str
    tokens: list[Token]
    mentions: list[Mention]
    places: Localities = field(default_factory=lambda: Localities(frozenset()))


def read_mentions(text: str, title_end: int, persons: frozenset[int] = frozenset()) -> Reading:
    """Every mention in `text`, whose first `title_end` characters are a title, in order.

    `persons` holds offsets at which a recogniser says that a person's name begins.
    """
    tokens = tokenise(text)
    starts = frozenset(number for number, token in enumerate(tokens) if token.start in persons) if persons else persons
    places = localities_of(tokens, starts)
    mentions: list[Mention] = []
    for first, end, heading in _lines(text, tokens, title_end):
        scanner = _Scanner(tokens, end, places, heading=heading)
        mentions += scanner.scan(max(first, mentions[-1].end if mentions else 0))
    return Reading(text, tokens, mentions, places)


def _lines(text: str, tokens: list[Token], title_end: int) -> Iterator[tuple[int, int, bool]]:
    """The token spans of the lines to be read, and whether each is a headline; credits and pointers are left out."""
    first, pointed = 0, False
    for index in range(len(tokens) + 1):
        if index < len(tokens) and tokens[index].text != "\n":
            continue
        if index > first:
            start = tokens[first].start
            head = text[start : start + 60].casefold()
            head = head[_LEADING_MARKS.match(head).end() :]  # type: ignore[union-attr]  # matches the empty string too
            pointer = head.startswith(_POINTERS)
            if not (pointer or head.startswith(_CREDITS) or (pointed and _BULLET.match(text, start))):
                yield first, index, start < title_end or _is_headline(tokens[first:index])
                pointed = False
            else:
                pointed = pointed or pointer
        first = index + 1


def _is_headline(line: list[Token]) -> bool:
    """Whether a line without a full stop has capitals on (nearly) all its words."""
    if line[-1].text in '.!?”"' or len(line) > 40 or not line[0].is_word:
        return False
    plain = [t for t in line if t.is_word]
    capitals = sum(t.is_capitalised for t in plain)
    telling = any(t.key in VERBS or t.key in _TOPICS for t in plain)
    return len(plain) > 3 and capitals >= 0.8 * len(plain) and telling


class _Scanner:
    def __init__(self, tokens: list[Token], end: int, places: Localities, *, heading: bool) -> None:
        self.tokens = tokens
        self.end = end
        self.places = places
        self.heading = heading
        self.floor = 0

    def scan(self, index: int) -> Iterator[Mention]:
        """The mentions of the line from token `index` on."""
        self.floor = index
        while index < self.end:
            token = self.tokens[index]
            if not token.is_word:
                index += 1
                continue
            mention = self._national(index) or self._office(index) or self._name(index)
            if mention is None:
                index = max(begins_duty(self.tokens, index), index + 1)
                continue
            yield mention
            index = self.floor = max(mention.end, index + 1)

    def _national(self, index: int) -> Mention | None:
        end = begins_national(self.tokens, index)
        if (
            not end
            or is_head(self.tokens, index)
            or (is_head(self.tokens, end) and self.tokens[index].key in ("calon", "bakal"))
        ):
            return None
        name = read_name(self.tokens, end)
        return Mention("office", index, name.end if name else end, name, None, "national", self.heading)

    def _office(self, index: int) -> Mention | None:
        office = read_office(self.tokens, index, self.places)
        if office is None:
            return None
        control = governor(self.tokens, office.first)
        name = self._name_behind(office)
        if name is not None and control == "plural":
            control = None
        if name is not None and control == "thing" and self.tokens[office.end].text == ",":
            name = None
        if name is None:
            if not office.is_complete or office.head in _NEVER_ALONE:
                return None
            return Mention("office", index, office.end, None, office, control, self.heading)
        return Mention("full", index, self._second_office(name.end), name, office, control, self.heading)

    def _second_office(self, index: int) -> int:
        """The index behind a further office of the person just named (`…, yang juga Ketua Korpri`), or `index`."""
        start = index + (index < self.end and self.tokens[index].text == ",")
        found = _APPOSITIONS.match(self.tokens, start)
        if found is None or begins_duty(self.tokens, found[0]):
            return index
        office = read_office(self.tokens, found[0], self.places)
        return office.end if office is not None else index

    def _name_behind(self, office: Office) -> Name | None:
        index = office.end
        if index + 1 < self.end and self.tokens[index].key in _KINDS and self.tokens[index + 1].key in _DEICTICS:
            index += 1  # "kabupaten setempat"
        if index < self.end and self.tokens[index].key in _DEICTICS:
            index += 1
        found = _INTRODUCTIONS.match(self.tokens, index)
        if found is not None:
            return self._certain(found[0]) if office.capitalised else None
        if index < self.end and self.tokens[index].text == ",":
            introduced = _INTRODUCTIONS.match(self.tokens, index + 1) if office.capitalised else None
            if introduced is None and _INTRODUCTIONS.match(self.tokens, index + 1):
                return None
            name = self._certain(introduced[0] if introduced else index + 1)
            if name is None or self.heading:
                return None
            if len(name.parts) == 1 and not name.titled and not self._closed(name.end):
                return None
            return name
        if index < len(self.tokens) and self.tokens[index].text == "\n" and index == self.end:
            name = self._certain(index + 1)
            return name if name is not None and name.titled and self.tokens[index - 1].is_word else None
        name = read_name(self.tokens, index)
        if name is not None and office.head in _NEVER_ALONE and len(name.parts) == 1 and not name.titled:
            return None
        if name is None or (self.tokens[name.words[0]].key in _BODY_WORDS and not name.titled):
            return None
        return name

    def _certain(self, index: int) -> Name | None:
        """A name behind a comma, where a body, a place or the next office may stand as well."""
        if is_head(self.tokens, index) or begins_national(self.tokens, index):
            return None
        name = read_name(self.tokens, index)
        if name is None:
            return None
        first = name.words[0]
        if not name.titled and self.tokens[first].key in _BODY_WORDS and len(name.parts) < 3:
            return None
        small = not self._closed(name.end)
        if not name.titled and self.places.end(self.tokens, first, small=small) >= name.words[1]:
            return None
        return name

    def _closed(self, index: int) -> bool:
        """Whether an apposition ends at `index`: a comma, or a word in small letters that is no link of a list."""
        if index >= len(self.tokens):
            return False
        token = self.tokens[index]
        return token.text == "," or (
            token.is_word and not token.is_capitalised and token.key not in ("dan", "serta", "di")
        )

    def _name(self, index: int) -> Mention | None:
        if not self.tokens[index].is_capitalised and skip_titles(self.tokens, index) == index:
            return None
        if is_head(self.tokens, index):
            return None
        name = read_name(self.tokens, index)
        if name is None:
            return None
        before = self.tokens[index - 1] if index > self.floor else None
        acts = before is not None and (before.key == "oleh" or (before.key.startswith("di") and len(before.key) > 4))
        whole = len(name.parts) > 1 or name.titled or acts
        office, end = self._office_behind(name) if whole and not self.heading else (None, 0)
        if office is None and not self.heading:
            office, end = self._body_behind(name)
        if office is not None:
            return Mention("apposed", index, end, name, office, None, self.heading)
        plain = not any(part in _BODY_WORDS for part in name.parts)
        post = read_open_office(self.tokens, index, self.floor) if whole and plain and not self.heading else None
        if post is not None and self.places.end(self.tokens, name.words[0], small=True) < name.words[1]:
            return Mention("full", post.first, name.end, name, post, None, self.heading)
        return Mention("name", index, name.end, name, None, None, self.heading)

    def _office_behind(self, name: Name) -> tuple[Office | None, int]:
        index = name.end
        if index >= self.end:
            return None, 0
        mark = self.tokens[index].text
        start = index + (mark in ",(")
        # "Name menandatanganinya selaku Kepala Bidang …": a verb may stand between.
        for step in range(8):
            found = _APPOSITIONS.match(self.tokens, start + step)
            if found is not None:
                office = read_office(self.tokens, found[0], self.places)
                return (office, office.end) if office is not None else (None, 0)
            if start + step >= self.end or not self.tokens[start + step].is_word:
                break
        if mark not in ",(":
            return None, 0
        office = read_office(self.tokens, start, self.places)
        if office is None or not office.is_complete or self._name_behind(office) is not None:
            return None, 0
        if not office.capitalised and not (office.body or office.place):
            return None, 0
        if mark == "(":
            closing = office.end < self.end and self.tokens[office.end].text == ")"
            return (office, office.end + 1) if closing else (None, 0)
        if self.places.end(self.tokens, name.words[0], small=True) >= name.words[1]:
            return None, 0
        return office, office.end

    def _body_behind(self, name: Name) -> tuple[Office | None, int]:
        index = name.end
        if index + 1 >= self.end or self.tokens[index].key != "dari":
            return None, 0
        office = read_body(self.tokens, index + 1, self.places)
        return (office, office.end) if office is not None else (None, 0)
