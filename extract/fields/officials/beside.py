"""What stands beside an office or a name: the name of the office's holder, the office of the one named."""

from __future__ import annotations

import re
from dataclasses import replace

from extract.fields.officials.bodies import BODIES, is_field
from extract.fields.officials.heads import SINGLE, begins_duty, begins_national, is_head
from extract.fields.officials.localities import Localities
from extract.fields.officials.names import GIVEN_NAMES, STOP, Name, bears_person, read_name, skip_titles
from extract.fields.officials.offices import Office, read_body, read_office
from extract.fields.officials.tokens import Phrases, Token
from extract.vocabulary import words

_APPOSITIONS: Phrases[None] = Phrases((form, None) for form in words("offices", "context.appositions"))
_BELONGINGS: Phrases[None] = Phrases((form, None) for form in words("offices", "context.belongings"))
_INTRODUCTIONS: Phrases[None] = Phrases((form, None) for form in words("offices", "context.introductions"))
BODY_WORDS = frozenset((*words("offices", "complement.bodies"), *words("offices", "complement.fields"))) - GIVEN_NAMES
_KINDS = frozenset(words("offices", "complement.kinds"))
_PROVINCES = frozenset(words("offices", "context.provinces"))
_DEICTICS = frozenset(words("offices", "context.deictics"))
_VERB = re.compile(r"(?:di|me|ber|ter)\w{4,20}")
#: Professions and stand-ins are offices only of somebody named.
NEVER_ALONE = frozenset({"perwakilan", "guru", "dokter", "penyuluh", "dosen", "staf", "operator", "panwascam"})
#: Words in small letters that tell which post is meant, and tokens of a clause between an office and the name, at most.
_MOST_SMALL = 3
#: Tokens that go on with an office whose complement no table knows, at most, and small words among them.
_LONGEST_REST = 7
_SMALL_LINKS = frozenset({"dan", "pada", "di", "serta", "untuk", "bidang"})
_LONGEST_CLAUSE = 10


class Beside:
    """Reads what stands beside an office or a name within one line of an article.

    Attributes:
        tokens: the tokens of the article.
        end: index behind the last one of the line.
        places: what counts as a place name in the article.
        heading: the line is a title or headline.
    """

    def __init__(self, tokens: list[Token], end: int, places: Localities, *, heading: bool) -> None:
        self.tokens = tokens
        self.end = end
        self.places = places
        self.heading = heading

    def name_behind(self, office: Office) -> Name | None:
        """The name of the holder behind an office: at once, behind a comma, in brackets, on the next line."""
        index = office.end
        if index + 1 < self.end and self.tokens[index].key in _KINDS and self.tokens[index + 1].key in _DEICTICS:
            index += 1  # "kabupaten setempat"
        if index < self.end and self.tokens[index].key in _DEICTICS:
            index += 1
        found = _INTRODUCTIONS.match(self.tokens, index)
        if found is not None:
            meant = office.capitalised or self.tokens[index].key not in ("adalah", "ialah", "dijabat")
            return self.certain_name(found[0]) if meant else None
        bracketed = self._in_brackets(index)
        if bracketed is not None:
            return bracketed
        if index < self.end and self.tokens[index].text == "," and office.place:
            index = self._wider_place(index)
        if index < self.end and self.tokens[index].text == ",":
            introduced = _INTRODUCTIONS.match(self.tokens, index + 1) if office.capitalised else None
            if introduced is None and _INTRODUCTIONS.match(self.tokens, index + 1):
                return None
            name = self.certain_name(introduced[0] if introduced else index + 1)
            if name is None or self.heading:
                return None
            if len(name.parts) == 1 and not name.titled and not self._closed(name.end):
                stops = name.end < len(self.tokens) and self.tokens[name.end].text in ".;"
                told = office.place or (office.body and bears_person(name.parts[0]))
                return name if stops and told and office.is_complete else None
            return name
        if index < len(self.tokens) and self.tokens[index].text == "\n" and index == self.end:
            name = self.certain_name(index + 1)
            if name is None or not self.tokens[index - 1].is_word:
                return None
            wrapped = len(name.parts) > 1 and bears_person(name.parts[-1]) and self._closed(name.end)
            return name if name.titled or wrapped else None
        name = None if is_head(self.tokens, index) else read_name(self.tokens, index)
        if name is not None and office.head in NEVER_ALONE and len(name.parts) == 1 and not name.titled:
            return None
        if name is None or (_of_body(name) and not name.titled):
            return None
        return name

    def _wider_place(self, index: int) -> int:
        """The comma behind a wider territory (`Bupati Ende, Nusa Tenggara Timur, Budi …`), or `index`."""
        start = index + 1
        if start < self.end and self.tokens[start].key in _KINDS:
            start += 1
        end = self.places.end(self.tokens, start)
        abbreviated = start < self.end and self.tokens[start].key in _PROVINCES
        end = start + 1 if abbreviated and end == start else end
        return end if start < end < self.end and self.tokens[end].text == "," else index

    def certain_name(self, index: int) -> Name | None:
        """A name behind a comma, where a body, a place or the next office may stand as well."""
        if is_head(self.tokens, index) or begins_national(self.tokens, index):
            return None
        name = read_name(self.tokens, index)
        if name is None:
            return None
        first = name.words[0]
        body = _of_body(name)
        if not name.titled and body and (len(name.parts) < 3 or self.tokens[first].key in BODIES):
            return None
        small = not self._closed(name.end)
        if not name.titled and self.places.end(self.tokens, first, small=small) >= name.words[1]:
            return None
        return name

    def wider(self, office: Office) -> tuple[Office, Name | None]:
        """An office with more behind it before the name: a second office or the body it belongs to.

        `Ketua Apdesi X yang juga Kades Y, Budi`, `Kabid Pemasyarakatan, Kanwil Kemenkumham X, Budi Santoso`.
        """
        start = office.end + (office.end < self.end and self.tokens[office.end].text == ",")
        found = _APPOSITIONS.match(self.tokens, start)
        if found is not None:
            second = read_office(self.tokens, found[0], self.places)
            name = self.name_behind(second) if second is not None else None
            if second is None or name is None:
                return office, None
            chosen = second if second.place and not office.place else office
            return replace(chosen, first=office.first, end=second.end), name
        apart = start > office.end and not is_head(self.tokens, start)
        if apart and office.head not in SINGLE and (office.body or office.is_complete):
            body = read_body(self.tokens, start, self.places)
            name = self.name_behind(body) if body is not None else None
            if body is not None and name is not None and (len(name.parts) > 1 or name.titled):
                text = f"{office.text}, {body.text}"
                return replace(office, end=body.end, body=office.body + body.body, place=body.place, text=text), name
        if start < self.end and self.tokens[start].key in ("dari", "asal"):  # "guru SD dari Pulau Tello bernama Yuni …"
            behind = start + 1
            while behind < min(start + _LONGEST_CLAUSE, self.end) and self.tokens[behind].is_capitalised:
                behind += 1
            introduced = _INTRODUCTIONS.match(self.tokens, behind)
            if introduced is not None:
                return office, self.certain_name(introduced[0])
        if start == office.end and office.capitalised and start < self.end and self.tokens[start].key == "yang":
            name = self._behind_clause(start)
            return office, name
        return self._further(office)

    def _further(self, office: Office) -> tuple[Office, Name | None]:
        """An office with words no table knows, up to the comma before the name.

        `Kepala Satpol PP dan Damkar, Gunadi Prasetya;`, `Inspektur Pembantu Khusus pada Inspektorat X, Budi Santoso,`.
        """
        if not office.capitalised or office.end >= self.end:
            return office, None
        index = office.end
        while index < min(office.end + _LONGEST_REST, self.end) and self._goes_on(index):
            index += 1
        if index == office.end or index >= self.end or self.tokens[index].text != ",":
            return office, None
        rest = self.tokens[office.end : index]
        if rest[-1].key in _SMALL_LINKS or any(bears_person(token.key) for token in rest if token.is_capitalised):
            return office, None
        name = self.certain_name(index + 1)
        if name is None or not self._ends(name.end):
            return office, None
        between = len(name.parts) > 1 and name.end < len(self.tokens) and self.tokens[name.end].text == ","
        if not between and not bears_person(name.parts[-1] if len(name.parts) > 1 else name.parts[0]):
            return office, None
        added = tuple(token.key for token in rest)
        text = " ".join([office.text, *(token.text for token in rest)])
        return replace(office, end=index, body=office.body + office.place + added, place=(), text=text), name

    def _goes_on(self, index: int) -> bool:
        """Whether the token at `index` may be part of an office's name: a capital, or a link before one."""
        token = self.tokens[index]
        if token.is_capitalised:
            return token.key not in STOP and not is_head(self.tokens, index)
        behind = self.tokens[index + 1] if index + 1 < self.end else None
        return token.key in _SMALL_LINKS and behind is not None and behind.is_capitalised

    def _ends(self, index: int) -> bool:
        """Whether the part of the sentence that a name stands in ends at `index`."""
        return self._closed(index) or (index < len(self.tokens) and self.tokens[index].text in ".;)")

    def in_small_letters(self, office: Office) -> tuple[Office, Name | None]:
        """A post in small letters with what tells which (`koordinator parkir Wasito`, `guru kontrak, Sri Ani, …`)."""
        end = office.end
        for _ in range(_MOST_SMALL):
            if end >= self.end or not self.tokens[end].is_word or self.tokens[end].is_capitalised:
                break
            key = self.tokens[end].key
            if (key in STOP and not is_field(key)) or _VERB.fullmatch(key) or is_head(self.tokens, end):
                return office, None
            end += 1
        if end >= self.end or end == office.end:
            return office, None
        comma = self.tokens[end].text == ","
        name = self.certain_name(end + comma)
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

    def second_office_end(self, index: int) -> int:
        """The index behind a further office of the person just named (`…, yang juga Ketua Korpri`), or `index`."""
        start = index + (index < self.end and self.tokens[index].text == ",")
        found = _APPOSITIONS.match(self.tokens, start)
        if found is None or begins_duty(self.tokens, found[0]):
            return index
        office = read_office(self.tokens, found[0], self.places)
        return office.end if office is not None else index

    def office_behind(self, name: Name) -> tuple[Office | None, int]:
        """The office behind a name (`Budi, Camat X`, `Budi (Camat X)`, `Budi selaku Camat X`), and the index behind."""
        index = name.end
        if index >= self.end:
            return None, 0
        mark = self.tokens[index].text
        start = index + (mark in ",(")
        if mark == "," and start < self.end and self.tokens[start].key in ("seorang", "salah"):
            start += 1 + (self.tokens[start].key == "salah")  # "Budi Santoso, salah seorang guru SMPN 1, …"
        # "Name menandatanganinya selaku Kepala Bidang …": a verb may stand between, no other name.
        if _of_body(name) and not name.titled:
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
        if office is None or not office.is_complete or self.name_behind(office) is not None:
            return None, 0
        if not office.capitalised and not (office.body or office.place):
            return None, 0
        if mark == "(":
            return None, 0
        if self.places.end(self.tokens, name.words[0], small=True) >= name.words[1]:
            return None, 0
        return office, office.end

    def body_behind(self, name: Name) -> tuple[Office | None, int]:
        """The body somebody is of, as an office, and the index behind it (`Budi dari Bawaslu X`)."""
        index = name.end
        found = _BELONGINGS.match(self.tokens, index)
        if found is None or found[0] >= self.end:
            return None, 0
        office = read_body(self.tokens, found[0], self.places)
        return (office, office.end) if office is not None else (None, 0)

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

    def _behind_clause(self, index: int) -> Name | None:
        """A name between commas behind a short clause (`Bupati X yang baru dilantik kemarin, Budi Santoso, …`)."""
        for position in range(index, min(index + _LONGEST_CLAUSE, self.end)):
            token = self.tokens[position]
            if token.text == ",":
                name = self.certain_name(position + 1)
                whole = name is not None and (len(name.parts) > 1 or name.titled)
                return name if name is not None and whole and self._closed(name.end) else None
            if not token.is_word or token.is_capitalised:
                return None
        return None

    def _closed(self, index: int) -> bool:
        """Whether an apposition ends at `index`: a comma, or a word in small letters that is no link of a list."""
        if index >= len(self.tokens):
            return False
        token = self.tokens[index]
        return token.text == "," or (
            token.is_word and not token.is_capitalised and token.key not in ("dan", "serta", "di")
        )

    def _begins_item(self, index: int) -> bool:
        """Whether an item of a list begins at `index` (`- Hj. Sitti Alma, Inspektur`)."""
        while index > 0 and (self.tokens[index - 1].text in "-–•*.)" or self.tokens[index - 1].text.isdigit()):
            index -= 1
        return index == 0 or self.tokens[index - 1].text == "\n"


def _of_body(name: Name) -> bool:
    """Whether what reads as a name begins like a body's or a field's (`Dinas Sosial`); `Anak Agung` is a name."""
    return name.parts[0] in BODY_WORDS and name.parts[:2] != ("anak", "agung")
