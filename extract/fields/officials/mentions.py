"""Where persons and offices are named: office with name, name with office, office alone, name alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from extract.fields.officials.complements import BODIES
from extract.fields.officials.heads import SINGLE, begins_duty, begins_national, governor, is_head
from extract.fields.officials.localities import Localities, localities_of
from extract.fields.officials.names import GIVEN_NAMES, STOP, VERBS, Name, bears_person, read_name, skip_titles
from extract.fields.officials.offices import Office, read_body, read_office, read_open_office
from extract.fields.officials.tokens import Phrases, Token, tokenise
from extract.vocabulary import words

_POINTERS = words("offices", "context.pointers")
_CREDITS = words("offices", "context.credits")
_APPOSITIONS: Phrases[None] = Phrases((form, None) for form in words("offices", "context.appositions"))
_BELONGINGS: Phrases[None] = Phrases((form, None) for form in words("offices", "context.belongings"))
_INTRODUCTIONS: Phrases[None] = Phrases((form, None) for form in words("offices", "context.introductions"))
_BODY_WORDS = frozenset((*words("offices", "complement.bodies"), *words("offices", "complement.fields"))) - GIVEN_NAMES
_KINDS = frozenset(words("offices", "complement.kinds"))
_DEICTICS = frozenset(words("offices", "context.deictics"))
_TOPICS = frozenset(words("offices", "context.topics"))
_LEADING_MARKS = re.compile(r"[\W_]{0,12}")
_BULLET = re.compile(r"\s{0,8}[-•*>–]")

_VERB = re.compile(r"(?:di|me|ber|ter)\w{4,20}")
#: Offices that several hold at once.
_SHARED = frozenset({"anggota", "wakil ketua"})
#: Bodies of which there are many: nobody alone is head of them all.
_SEVERAL = frozenset({"opd", "skpd", "skpa", "perangkat", "organisasi"})
#: Bodies of the nation whose heads sign joint decrees with ministers.
_NATIONWIDE = frozenset({"bkn", "kasn", "bawaslu", "kpu", "kepegawaian", "negara", "aparatur"})
#: Words in small letters that tell which post is meant, at most.
_MOST_SMALL = 3
#: Professions and stand-ins are offices only of somebody named.
_NEVER_ALONE = frozenset({"perwakilan", "guru", "dokter", "penyuluh", "dosen", "staf", "operator", "panwascam"})

#: Tokens of a clause that may stand between an office and the name.
_LONGEST_CLAUSE = 10

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
        self.minister = -1

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
        name = self._name_behind(office)
        if name is not None and control == "plural":
            control = None
        if name is not None and control == "thing" and self.tokens[office.end].text == ",":
            name = None
        if name is None and not self.heading:
            wider, name = self._wider(office)
            initial = index == self.floor or self.tokens[index - 1].text in ".\n"
            if name is None and (initial or not office.capitalised) and not office.stands_alone:
                wider, name = self._in_small_letters(office)
            office = wider if name is not None else office
        if name is None and office.body[:1] and office.body[0] in _SEVERAL:
            return None
        if name is None:
            if not office.is_complete or office.head in _NEVER_ALONE:
                return None
            return Mention("office", index, office.end, None, office, control, self.heading)
        return Mention("full", index, self._second_office(name.end), name, office, control, self.heading)

    def _wider(self, office: Office) -> tuple[Office, Name | None]:
        """An office with more behind it before the name: a second office or the body it belongs to.

        `Ketua Apdesi X yang juga Kades Y, Budi`, `Kabid Pemasyarakatan, Kanwil Kemenkumham X, Budi Santoso`.
        """
        start = office.end + (office.end < self.end and self.tokens[office.end].text == ",")
        found = _APPOSITIONS.match(self.tokens, start)
        if found is not None:
            second = read_office(self.tokens, found[0], self.places)
            name = self._name_behind(second) if second is not None else None
            if second is None or name is None:
                return office, None
            chosen = second if second.place and not office.place else office
            return replace(chosen, first=office.first, end=second.end), name
        apart = start > office.end and not is_head(self.tokens, start)
        if apart and office.head not in SINGLE and (office.body or office.is_complete):
            body = read_body(self.tokens, start, self.places)
            name = self._name_behind(body) if body is not None else None
            if body is not None and name is not None and (len(name.parts) > 1 or name.titled):
                text = f"{office.text}, {body.text}"
                return replace(office, end=body.end, body=office.body + body.body, place=body.place, text=text), name
        if start < self.end and self.tokens[start].key in ("dari", "asal"):  # "guru SD dari Pulau Tello bernama Yuni …"
            behind = start + 1
            while behind < min(start + _LONGEST_CLAUSE, self.end) and self.tokens[behind].is_capitalised:
                behind += 1
            introduced = _INTRODUCTIONS.match(self.tokens, behind)
            if introduced is not None:
                return office, self._certain(introduced[0])
        if start == office.end and office.capitalised and start < self.end and self.tokens[start].key == "yang":
            name = self._behind_clause(start)
            return office, name
        return office, None

    def _in_small_letters(self, office: Office) -> tuple[Office, Name | None]:
        """A post in small letters with what tells which (`koordinator parkir Wasito`, `guru kontrak, Sri Ani, …`)."""
        end = office.end
        for _ in range(_MOST_SMALL):
            if end >= self.end or not self.tokens[end].is_word or self.tokens[end].is_capitalised:
                break
            if self.tokens[end].key in STOP or _VERB.fullmatch(self.tokens[end].key) or is_head(self.tokens, end):
                return office, None
            end += 1
        if end >= self.end or end == office.end:
            return office, None
        comma = self.tokens[end].text == ","
        name = self._certain(end + comma)
        if name is None or not (name.titled or bears_person(name.parts[0]) or (comma and len(name.parts) > 1)):
            return office, None
        if (
            comma
            and not self._closed(name.end)
            and not (name.end < len(self.tokens) and self.tokens[name.end].text in ".;")
        ):
            return office, None
        added = self.tokens[office.end : end]
        text = " ".join([office.text, *(token.text for token in added)])
        return replace(office, end=end, body=office.body + tuple(token.key for token in added), text=text), name

    def _beside_minister(self, mention: Mention, office: Office) -> bool:
        """Whether the head of a nation's body stands in one list with a minister: they signed a joint decree once."""
        if self.minister < 0 or mention.name is None or not _NATIONWIDE & set(office.body):
            return False
        between = self.tokens[self.minister : mention.first]
        return len(between) <= _LONGEST_CLAUSE and all(
            token.is_capitalised or token.key in (",", "dan", "serta", ".") for token in between
        )

    def _more_names(self, mention: Mention) -> Iterator[Mention]:
        """Further holders of an office that several hold (`Anggota KPU X Budi Santoso, Citra Lestari dan Dedi`)."""
        office, index = mention.office, mention.end
        if office is None or (office.head not in _SHARED and governor(self.tokens, office.first) != "plural"):
            return
        while index < self.end and self.tokens[index].key in (",", "dan", "serta"):
            start = index + 1
            if self.tokens[index].text == "," and start < self.end and self.tokens[start].key in ("dan", "serta"):
                start += 1
            name = self._certain(start)
            if name is None or self.tokens[name.words[0]].key in STOP:
                return
            if self._office_behind(name)[0] is not None:
                return
            yield Mention("full", name.first, name.end, name, office, None, self.heading)
            index = name.end

    def _behind_clause(self, index: int) -> Name | None:
        """A name between commas behind a short clause (`Bupati X yang baru dilantik kemarin, Budi Santoso, …`)."""
        for position in range(index, min(index + _LONGEST_CLAUSE, self.end)):
            token = self.tokens[position]
            if token.text == ",":
                name = self._certain(position + 1)
                whole = name is not None and (len(name.parts) > 1 or name.titled)
                return name if name is not None and whole and self._closed(name.end) else None
            if not token.is_word or token.is_capitalised:
                return None
        return None

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
        bracketed = self._in_brackets(index)
        if bracketed is not None:
            return bracketed
        if index < self.end and self.tokens[index].text == ",":
            introduced = _INTRODUCTIONS.match(self.tokens, index + 1) if office.capitalised else None
            if introduced is None and _INTRODUCTIONS.match(self.tokens, index + 1):
                return None
            name = self._certain(introduced[0] if introduced else index + 1)
            if name is None or self.heading:
                return None
            if len(name.parts) == 1 and not name.titled and not self._closed(name.end):
                stops = name.end < len(self.tokens) and self.tokens[name.end].text in ".;"
                told = office.place or (office.body and bears_person(name.parts[0]))
                return name if stops and told and office.is_complete else None
            return name
        if index < len(self.tokens) and self.tokens[index].text == "\n" and index == self.end:
            name = self._certain(index + 1)
            if name is None or not self.tokens[index - 1].is_word:
                return None
            wrapped = len(name.parts) > 1 and bears_person(name.parts[-1]) and self._closed(name.end)
            return name if name.titled or wrapped else None
        name = None if is_head(self.tokens, index) else read_name(self.tokens, index)
        if name is not None and office.head in _NEVER_ALONE and len(name.parts) == 1 and not name.titled:
            return None
        if name is None or (self.tokens[name.words[0]].key in _BODY_WORDS and not name.titled):
            return None
        return name

    def _in_brackets(self, index: int) -> Name | None:
        """A name that stands in brackets behind an office (`Dandim 0709/Kebumen (Letkol Inf Bayu, S.IP)`)."""
        start = index + (index < self.end and self.tokens[index].text == ",")
        if start >= self.end or self.tokens[start].text != "(" or is_head(self.tokens, start + 1):
            return None
        name = read_name(self.tokens, start + 1)
        if name is None or name.end >= self.end:
            return None
        place = self.places.end(self.tokens, name.words[0], small=True) >= name.words[1]
        known = name.titled or bears_person(name.parts[0]) or (len(name.parts) > 1 and bears_person(name.parts[-1]))
        if self.tokens[name.end].text == ")" and known and (name.titled or not place):
            return Name(name.first, name.end + 1, name.words, name.titled, name.parts)
        return name if name.titled and skip_titles(self.tokens, start + 1) > start + 1 else None

    def _certain(self, index: int) -> Name | None:
        """A name behind a comma, where a body, a place or the next office may stand as well."""
        if is_head(self.tokens, index) or begins_national(self.tokens, index):
            return None
        name = read_name(self.tokens, index)
        if name is None:
            return None
        first = name.words[0]
        body = self.tokens[first].key in _BODY_WORDS
        if not name.titled and body and (len(name.parts) < 3 or self.tokens[first].key in BODIES):
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
        # "Name menandatanganinya selaku Kepala Bidang …": a verb may stand between, no other name.
        if self.tokens[name.words[0]].key in _BODY_WORDS and not name.titled:
            return None, 0
        for step in range(8):
            found = _APPOSITIONS.match(self.tokens, start + step)
            if found is not None:
                office = read_office(self.tokens, found[0], self.places)
                return (office, office.end) if office is not None else (None, 0)
            if start + step >= self.end or not self.tokens[start + step].is_word:
                break
            if self.tokens[start + step].is_capitalised and not self.tokens[start + step].is_acronym:
                break
        if mark not in ",(":
            return None, 0
        office = read_office(self.tokens, start, self.places, alone=mark == "(")
        if office is not None and mark == "(" and office.end < self.end and self.tokens[office.end].text == ")":
            return (office, office.end + 1) if office.capitalised or office.is_complete else (None, 0)
        if office is not None and office.end == self.end and office.capitalised and self._begins_item(name.first):
            return office, office.end
        if office is None or not office.is_complete or self._name_behind(office) is not None:
            return None, 0
        if not office.capitalised and not (office.body or office.place):
            return None, 0
        if mark == "(":
            return None, 0
        if self.places.end(self.tokens, name.words[0], small=True) >= name.words[1]:
            return None, 0
        return office, office.end

    def _begins_item(self, index: int) -> bool:
        """Whether an item of a list begins at `index` (`- Hj. Sitti Alma, Inspektur`)."""
        while index > 0 and (self.tokens[index - 1].text in "-–•*.)" or self.tokens[index - 1].text.isdigit()):
            index -= 1
        return index == 0 or self.tokens[index - 1].text == "\n"

    def _body_behind(self, name: Name) -> tuple[Office | None, int]:
        index = name.end
        found = _BELONGINGS.match(self.tokens, index)
        if found is None or found[0] >= self.end:
            return None, 0
        office = read_body(self.tokens, found[0], self.places)
        return (office, office.end) if office is not None else (None, 0)
