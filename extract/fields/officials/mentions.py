"""Where persons and offices are named: office with name, name with office, office alone, name alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from extract.fields.officials.beside import BODY_WORDS, NEVER_ALONE, Beside
from extract.fields.officials.heads import OPENINGS, begins_duty, begins_national, governor, is_head, may_open
from extract.fields.officials.localities import Localities, localities_of
from extract.fields.officials.names import SMALL_TITLES, STOP, VERBS, Name, bears_person, read_name, skip_titles
from extract.fields.officials.offices import Office, read_office, read_open_office
from extract.fields.officials.tokens import Token, tokenise
from extract.vocabulary import words

_POINTERS = words("offices", "context.pointers")
_CREDITS = words("offices", "context.credits")
_TOPICS = frozenset(words("offices", "context.topics"))
_LEADING_MARKS = re.compile(r"[\W_]{0,12}")
_BULLET = re.compile(r"\s{0,8}[-•*>–]")

#: Bodies that are named for those who make them up.
_BOARDS = frozenset({"badan", "dewan", "lembaga", "unit", "satuan", "panitia", "tim", "komisi", "majelis"})
_BOARD_MEMBERS = frozenset({"pengawas", "penyelenggara", "penyuluh", "penata", "pembimbing", "pelaksana", "pemimpin"})
#: Offices that several hold at once.
_SHARED = frozenset({"anggota", "wakil ketua"})
#: Bodies of which there are many: nobody alone is head of them all.
_SEVERAL = frozenset({"opd", "skpd", "skpa", "perangkat", "organisasi"})
#: Bodies of the nation whose heads sign joint decrees with ministers.
_NATIONWIDE = frozenset({"bkn", "kasn", "bawaslu", "kpu", "kepegawaian", "negara", "aparatur"})

#: Before one who is named at last (`Pembaca ikrar ialah Sumiyati, staf …`).
_TELLING = frozenset({"ialah", "adalah", "yakni", "yaitu", "bernama"})

#: In small letters nothing else begins a mention.
_OPENINGS = OPENINGS | SMALL_TITLES
#: Tokens between a minister and the head of a national body in one list, at most.
_LONGEST_GAP = 10

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


def read_mentions(text: str, title_end: int) -> Reading:
    """Every mention in `text`, whose first `title_end` characters are a title, in order."""
    tokens = tokenise(text)
    places = localities_of(tokens)
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
    if line[-1].text == ")":  # the initials of the reporter: `(prokopim/tha)`
        line = line[: max((k for k, token in enumerate(line) if token.text == "("), default=0)] or line
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
        self.minister = -1
        self.beside = Beside(tokens, end, places, heading=heading)

    def scan(self, index: int) -> Iterator[Mention]:
        """The mentions of the line from token `index` on."""
        self.floor = index
        while index < self.end:
            token = self.tokens[index]
            if not token.is_word or not (token.is_capitalised or token.key in _OPENINGS):
                index += 1
                continue
            mention = self._national(index) or self._office(index) if may_open(token) else None
            mention = mention or self._name(index)
            if mention is None:
                index = max(begins_duty(self.tokens, index), index + 1)
                continue
            if mention.office is not None and self._beside_minister(mention, mention.office):
                mention = replace(mention, governor="national")
            if mention.governor == "national":
                self.minister = mention.end
            yield mention
            index = self.floor = max(mention.end, index + 1)
            if mention.kind == "full" and not self.heading:
                for further in self._more_names(mention):
                    yield further
                    index = self.floor = further.end

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
        if self._within_body(office):
            return None
        name = self.beside.name_behind(office)
        if name is not None and control == "plural":
            counted = self.tokens[office.first - 1].text.isdigit()
            if counted and len(name.parts) == 1 and not name.titled and not bears_person(name.parts[0]):
                name = None  # "54 anggota Bamuskam"
            else:
                control = None
        if name is not None and control == "thing" and self.tokens[office.end].text == ",":
            name = None
        if name is None and not self.heading:
            wider, name = self.beside.wider(office)
            initial = index == self.floor or self.tokens[index - 1].text in ".\n"
            if name is None and (initial or not office.capitalised) and not office.stands_alone:
                wider, name = self.beside.in_small_letters(office)
            office = wider if name is not None else office
        if name is None and office.body[:1] and office.body[0] in _SEVERAL:
            return None
        if name is None:
            if not office.is_complete or office.head in NEVER_ALONE:
                return None
            return Mention("office", index, office.end, None, office, control, self.heading)
        if office.head == "anggota" and office.first - self.floor >= 2:
            office = self._first_of_list(office)
        return Mention("full", index, self.beside.second_office_end(name.end), name, office, control, self.heading)

    def _first_of_list(self, office: Office) -> Office:
        """The chair's office for the first named behind `Ketua dan Anggota Bawaslu X A, B, dan C`."""
        before, link = self.tokens[office.first - 2], self.tokens[office.first - 1]
        if before.key != "ketua" or link.key not in ("dan", "serta", "beserta") or not before.is_capitalised:
            return office
        return replace(office, head="ketua", text=" ".join([before.text, *office.text.split()[1:]]))

    def _within_body(self, office: Office) -> bool:
        """Whether what looks like a head is a word of a body's name (`Badan Pengawas Obat dan Makanan`)."""
        if office.first == 0 or office.stands_alone or not office.capitalised:
            return False
        before = self.tokens[office.first - 1]
        return before.is_capitalised and before.key in _BOARDS and self.tokens[office.first].key in _BOARD_MEMBERS

    def _beside_minister(self, mention: Mention, office: Office) -> bool:
        """Whether the head of a nation's body stands in one list with a minister: they signed a joint decree once."""
        if self.minister < 0 or mention.name is None or not _NATIONWIDE & set(office.body):
            return False
        between = self.tokens[self.minister : mention.first]
        return len(between) <= _LONGEST_GAP and all(
            token.is_capitalised or token.key in (",", "dan", "serta", ".") for token in between
        )

    def _more_names(self, mention: Mention) -> Iterator[Mention]:
        """Further holders of an office that several hold (`Anggota KPU X Budi Santoso, Citra Lestari dan Dedi`)."""
        office, index = mention.office, mention.end
        if office is not None and office.head == "ketua" and self.tokens[office.first].key == "anggota":
            office = replace(office, head="anggota", text=" ".join(["Anggota", *office.text.split()[1:]]))
        if office is None or (office.head not in _SHARED and governor(self.tokens, office.first) != "plural"):
            return
        while index < self.end and self.tokens[index].key in (",", "dan", "serta"):
            start = index + 1
            if self.tokens[index].text == "," and start < self.end and self.tokens[start].key in ("dan", "serta"):
                start += 1
            name = self.beside.certain_name(start)
            if name is None or self.tokens[name.words[0]].key in STOP:
                return
            if self.beside.office_behind(name)[0] is not None:
                return
            yield Mention("full", name.first, name.end, name, office, None, self.heading)
            index = name.end

    def _name(self, index: int) -> Mention | None:
        if not self.tokens[index].is_capitalised and skip_titles(self.tokens, index) == index:
            return None
        if may_open(self.tokens[index]) and is_head(self.tokens, index):
            return None
        name = read_name(self.tokens, index)
        if name is None:
            return None
        before = self.tokens[index - 1] if index > self.floor else None
        acts = before is not None and (before.key == "oleh" or (before.key.startswith("di") and len(before.key) > 4))
        told = before is not None and before.key in _TELLING and bears_person(name.parts[0])
        whole = len(name.parts) > 1 or name.titled or acts or told
        office, end = self.beside.office_behind(name) if whole and not self.heading else (None, 0)
        if office is None and not self.heading:
            office, end = self.beside.body_behind(name)
        if office is not None:
            return Mention("apposed", index, end, name, office, None, self.heading)
        plain = not any(part in BODY_WORDS for part in name.parts)
        post = read_open_office(self.tokens, index, self.floor) if whole and plain and not self.heading else None
        if post is not None and self.places.end(self.tokens, name.words[0], small=True) < name.words[1]:
            return Mention("full", post.first, name.end, name, post, None, self.heading)
        return Mention("name", index, name.end, name, None, None, self.heading)
