"""What follows the head of an office: fields of work, bodies, numbers, brackets and a place."""

from __future__ import annotations

import re

from extract.fields.officials.bodies import BODIES, FIELDS, abbreviates, alphanumeric_end, goes_on_small, is_field
from extract.fields.officials.heads import (
    COMPLETE,
    LONGEST_BRACKET,
    acting_word,
    bracket_end,
    completes_itself,
    is_head,
)
from extract.fields.officials.localities import Localities
from extract.fields.officials.names import GIVEN_NAMES, bears_person, read_name, skip_degrees, skip_titles
from extract.fields.officials.runs import RunReader
from extract.fields.officials.tokens import Token
from extract.vocabulary import words
from schemas.report import Acting

_LINKS = frozenset(words("offices", "complement.links"))
_KINDS = frozenset(words("offices", "complement.kinds"))
_NAMED = frozenset(words("offices", "complement.named"))
_OFFICES_IN_NAMES = frozenset(words("offices", "complement.offices"))
_GROUPS = frozenset(words("offices", "complement.groups"))
_BALINESE = frozenset(words("names", "balinese"))
_LOCAL = frozenset(words("offices", "local.heads"))
_UNCOMPLETED = frozenset(words("offices", "uncompleted.heads"))
_ROMAN = re.compile(r"[IVX]{1,5}[A-D]?")
#: Capitalised words of one place or name, and tokens of one complement, at most.
_LONGEST_RUN = 8
_LONGEST_COMPLEMENT = 30
_TOWN_POLICE = frozenset({"kapolres", "wakapolres"})
#: Kinds of territory of which the gazetteer knows every one.
_LISTED_KINDS = frozenset({"kabupaten", "kab", "provinsi", "prov", "propinsi"})


class ComplementReader:
    """Reads what follows a head, word by word, until the office ends.

    Attributes:
        body: keys of the complement without the place.
        place: keys of the place.
        skipped: indices of tokens that are no part of the office as written: brackets.
        acting: acting capacity told in a bracket.
        aliases: keys of abbreviations in brackets.
        alone: no person's name follows, as where the person's name stands before the office in brackets.
    """

    def __init__(self, tokens: list[Token], places: Localities, head: str, *, alone: bool = False) -> None:
        self.tokens = tokens
        self.places = places
        self.head = head
        self.alone = alone
        self.runs = RunReader(tokens, head, places)
        self.body: list[str] = []
        self.place: list[str] = []
        self.skipped: set[int] = set()
        self.acting: Acting | None = None
        self.aliases: list[str] = []

    def read(self, index: int) -> int:
        """Read from `index` on; the index behind the last token that belongs to the office."""
        start = index
        while index < len(self.tokens) and index - start < _LONGEST_COMPLEMENT:
            following = self._bracketed(index) or self._word(index)
            if not following:
                break
            index = following
        return index

    def _bracketed(self, index: int) -> int:
        end = bracket_end(self.tokens, index)
        if not end:
            return 0
        inside = self.tokens[index + 1 : end - 1]
        acting = acting_word(self.tokens, index + 1)
        if acting is not None:
            self.acting = acting
        elif len(inside) > LONGEST_BRACKET - 2 or not inside or self._names_person(index + 1, end - 1):
            return 0
        else:
            self.aliases += [t.key for t in inside if t.is_word]
        self.skipped.update(range(index, end))
        return end

    def _names_person(self, index: int, end: int) -> bool:
        """Whether a bracket holds a personal name and no abbreviation."""
        name = read_name(self.tokens, index)
        if name is None or name.end != end or any(self.tokens[k].is_acronym for k in range(*name.words)):
            return False
        known = any(t.key in BODIES or is_field(t.key) for t in self.tokens[index:end])
        place = self.places.end(self.tokens, index, small=True) == end
        return name.titled or (len(name.parts) > 1 and not known and not place)

    def _word(self, index: int) -> int:
        token = self.tokens[index]
        if token.text in ",/&-–" or token.key in _LINKS:
            return self._linked(index)
        if token.text.isdigit():
            return self._number(index)
        if not token.is_word or (self.place and self._placed(index)):
            return self._numbered(index)
        if skip_titles(self.tokens, index) > index:
            return self._person_in_name(index)
        if token.key.startswith("se-"):
            return self._throughout(index)
        return self._kind(index) or self._place(index) or self._institution(index) or self._unknown(index)

    def _throughout(self, index: int) -> int:
        """A territory behind "se-", all of it (`Ketua Paguyuban Lurah se-Kulon Progo`, `se-Kecamatan Lasem`)."""
        token = self.tokens[index]
        bare = Token(token.text[3:], token.key[3:], token.start + 3, token.end)
        rest = [bare, *self.tokens[index + 1 : index + _LONGEST_RUN]]
        end = self.places.end(rest, 0, small=True)
        if bare.key in _KINDS:
            self.body.append(token.key)
            return self._kind_of(index + 1) or index + 1
        if not end:
            return 0
        self.place += [t.key for t in rest[:end]]
        return index + end

    def _kind_of(self, index: int) -> int:
        """The index behind a known place at `index`, 0 if there is none."""
        end = self.places.end(self.tokens, index, small=True)
        self.place += [t.key for t in self.tokens[index:end]]
        return end if end > index else 0

    def _placed(self, index: int) -> bool:
        """Whether the place has been read and nothing may follow but a wider place."""
        key = self.tokens[index].key
        return key not in _KINDS and key not in BODIES and not is_field(key)

    def _numbered(self, index: int) -> int:
        """A numeral behind the name of a body (`Puskesmas Tempel I`), if a title shows that the name comes after it."""
        token = self.tokens[index]
        behind = index + 1
        behind += behind < len(self.tokens) and self.tokens[behind].text == ","
        if not _ROMAN.fullmatch(token.text) or skip_titles(self.tokens, behind) == behind:
            return 0
        self.place.append(token.key)
        return index + 1

    def _linked(self, index: int) -> int:
        """A comma or "dan" goes on only between fields of work (`Kesehatan, Pengendalian Penduduk dan …`)."""
        following = index + 1
        if following >= len(self.tokens) or not (self.body or self.head in COMPLETE):
            return 0
        token = self.tokens[following]
        if self.tokens[index].text == "/":
            if not self.body or not self.body[-1].isdigit():
                return 0
            if token.text.isdigit() and len(token.text) <= 2:  # Danramil 0816/05 Waru
                self.body.append(token.text)
                return following + 1
            if token.is_word and token.is_capitalised:  # Dandim 0709/Kebumen
                end = max(self.places.end(self.tokens, following, small=True), following + 1)
                self.place += [t.key for t in self.tokens[following:end]]
                return end
            return 0
        if not is_field(token.key) or not token.is_capitalised or self.place or is_head(self.tokens, following):
            return 0
        if token.key in BODIES and token.key not in FIELDS and self.tokens[index].text == ",":
            return 0
        self.body.append(token.key)
        return following + 1

    def _number(self, index: int) -> int:
        token = self.tokens[index]
        if len(token.text) > 4 or self.tokens[index - 1].text == "(" or self.place:
            return 0
        self.body.append(token.text)
        return index + 1

    def _kind(self, index: int) -> int:
        """A word for a kind of territory with its name (`Kabupaten Biak Numfor`, `Prov. Jambi`)."""
        if self.tokens[index].key not in _KINDS:
            return 0
        following = index + 1
        if following < len(self.tokens) and self.tokens[following].text == ".":
            following += 1
        end = self.places.end(self.tokens, following, small=True)
        if end > following:
            self.place += [t.key for t in self.tokens[following:end]]
            return end
        if following < len(self.tokens) and self.tokens[following].key in _KINDS:
            return self._kind(following)
        if following < len(self.tokens) and skip_titles(self.tokens, following) > following and self.place:
            self.place.append(self.tokens[index].key)  # "Bogor Kota Kombes Pol …"
            return following
        if (
            self.place and self.tokens[index].key == "kota" and self.head in _TOWN_POLICE
        ):  # "Kapolres Bima Kota, AKBP …"
            self.place.append("kota")
            return index + 1
        if not self.runs.may_be_place(following) or self.tokens[following].key in FIELDS:
            return 0
        if self.tokens[index].key in _LISTED_KINDS and self.runs.length(following) > 1 and not self.place:
            self.body.append(self.tokens[index].key)  # "Inspektur Kabupaten Yovita Hajang": the gazetteer has them all
            return following
        end = self.runs.split(following, named=True)
        if end > following:
            self.place += [t.key for t in self.tokens[following:end]]
        return end if end > following else 0

    def _place(self, index: int) -> int:
        local = self.head in _LOCAL or any(word in _NAMED for word in self.body[-1:])
        end = self.places.end(self.tokens, index, small=local)
        run = self.runs.length(index)
        if local and index < end < index + run and self.runs.name_follows(index, index + run):
            end = index + run  # "Lurah Tanjung Laut Indah, Nurhayati …"
        if local and end == index + 1 and self.runs.length(index) > 3:  # "Muara Teweh Sigit Purnomo"
            end = self.runs.split(index, named=False)
        if end == index or (self.place and end - index == 1):
            return 0
        wide = self.places.end(self.tokens, index) == end  # "Pekalongan", "Pelalawan" only look like nouns
        if all(t.key in FIELDS if wide else is_field(t.key) for t in self.tokens[index:end]):  # "Sumber Daya"
            return 0
        # A person may bear the name of a place; one that a verb or a mark follows is meant.
        if self.tokens[index].key in GIVEN_NAMES and end - index == 1 and end < len(self.tokens):
            behind = self.tokens[end]
            if not behind.is_word or not behind.is_capitalised:
                return 0
        self.place += [t.key for t in self.tokens[index:end]]
        return end

    def _institution(self, index: int) -> int:
        token = self.tokens[index]
        capital = token.is_capitalised
        if token.key == "lalu" and index + 1 < len(self.tokens) and self.tokens[index + 1].key == "lintas":
            self.body += ["lalu", "lintas"]
            return index + 2
        joined = alphanumeric_end(self.tokens, index)
        if joined:
            self.body.append("".join(t.key for t in self.tokens[index:joined]))
            return joined
        if "-" in token.key and capital and token.key.partition("-")[0] in BODIES | FIELDS:  # "Kadis Kominfo-SP"
            self.body.append(token.key)
            return index + 1
        before = self.tokens[index - 1]
        lettered = before.key in ("komisi", "danyon", "danki", "kompi", "batalyon", "tipe", "kelas", "regu", "peleton")
        if token.text in "ABCD" and (_ROMAN.fullmatch(before.text) or lettered):  # "Kelas II B"
            self.body.append(token.key)
            return index + 1
        if _ROMAN.fullmatch(token.text) and index and self.tokens[index - 1].is_word and not self.place:
            behind = self.tokens[index + 1] if index + 1 < len(self.tokens) else None
            # "Letkol I Ketut": a lone I before a Balinese name is no numeral.
            if token.text != "I" or behind is None or behind.key not in _BALINESE:
                self.body.append(token.key)
                return index + 1
            return 0
        if (token.key in BODIES or is_field(token.key)) and (capital or goes_on_small(self.tokens, index, self.head)):
            if is_head(self.tokens, index) and token.key not in _OFFICES_IN_NAMES:
                return 0
            self.body.append(token.key)
            return index + 1
        if token.key == "sekda" and capital and self.head == "asisten":  # "Asisten III Sekda Ternate"
            self.body.append(token.key)
            return index + 1
        if token.key in _OFFICES_IN_NAMES and capital and self.body and self.body[-1] in BODIES:  # "Badan Pengawas …"
            self.body.append(token.key)
            return index + 1
        if token.is_acronym and (token.key in _GROUPS or abbreviates(self.tokens, index)):
            self.body.append(token.key)
            return index + 1
        return 0

    def _person_in_name(self, index: int) -> int:
        """A body that bears a person's name (`RSUD dr. Soebandi, dr. …`): another person follows at once."""
        if not self.body or self.body[-1] not in _NAMED:
            return 0
        name = read_name(self.tokens, index)
        if name is None or name.end > name.words[1]:
            return 0
        behind = name.end
        if self.alone:
            self.body += [t.key for t in self.tokens[index:behind] if t.is_word]
            return behind
        if behind < len(self.tokens) and self.tokens[behind].text == ",":
            behind += 1
            if read_name(self.tokens, behind) is None or is_head(self.tokens, behind):
                return 0
        elif skip_titles(self.tokens, behind) == behind:
            return 0
        self.body += [t.key for t in self.tokens[index : name.end] if t.is_word]
        return name.end

    def _unknown(self, index: int) -> int:
        """A place no gazetteer knows, where the head or body calls for one."""
        if self.place:
            return 0
        if not self.runs.may_be_place(index) and not self.runs.before_title(index):
            return 0
        if self.alone:
            end = index + self.runs.length(index)
            self.place += [t.key for t in self.tokens[index:end]]
            return end
        local = self.head in _LOCAL and not self.body
        named = any(word in _NAMED for word in self.body[-3:])
        if not (
            local or named or self.runs.before_title(index) or (not self.body and self.runs.before_given_name(index))
        ):
            return self._complement(index)
        end = self.runs.split(index, named=named)
        self.place += [t.key for t in self.tokens[index:end]]
        return end if end > index else 0

    def _complement(self, index: int) -> int:
        """A field of work no table lists: a general head has to have one, and a person's name follows it.

        Either at once (`Kasi Binadik Sri …`) or behind a comma (`Ketua Forum Abdi Setia, Wawan Dwi, …`).
        """
        if self.head in _UNCOMPLETED or completes_itself(self.head) or self.tokens[index].text in ("I", "Ni"):
            return 0
        run = self.runs.length(index)
        behind = index + run
        bracket = bracket_end(self.tokens, behind)
        if 0 < run <= 4 and bracket == behind + 3 and self.tokens[behind + 1].is_acronym:  # "Dinas Xyz (DX)"
            self.body += [t.key for t in self.tokens[index:behind]]
            return behind
        if run <= 3 and self.body and behind < len(self.tokens) and self.tokens[behind].text == ",":
            name = None if skip_degrees(self.tokens, behind) > behind else read_name(self.tokens, behind + 1)
            if name is None or is_head(self.tokens, behind + 1) or self.tokens[index].key in GIVEN_NAMES:
                return 0
            if name.end >= len(self.tokens) or self.tokens[name.end].text not in ",." or name.titled:
                return 0
            if len(name.parts) < 2 and not (run == 1 and self.tokens[name.end].text == ","):
                return 0
            self.body += [t.key for t in self.tokens[index:behind]]
            return behind
        for length in range(1, min(run, 4)):  # "Kepala Dinas Dikbudpora Teluk Bintuni"
            if bears_person(self.tokens[index + length - 1].key):
                break
            if self.places.end(self.tokens, index + length) > index + length:
                self.body += [t.key for t in self.tokens[index : index + length]]
                return index + length
        if not self.body and behind < len(self.tokens) and self.tokens[behind].text == ",":
            name = None if skip_degrees(self.tokens, behind) > behind else read_name(self.tokens, behind + 1)
            if name is not None and name.titled and not is_head(self.tokens, behind + 1) and 0 < run <= 4:
                self.body += [t.key for t in self.tokens[index:behind]]  # "Kanit Binmas Xyz, Iptu Heni …"
                return behind
        if run < 2 or bears_person(self.tokens[index].key) or not bears_person(self.tokens[index + 1].key):
            return 0
        if run < 3 and (self.body or self.tokens[index + 1].key not in GIVEN_NAMES):
            return 0
        self.body.append(self.tokens[index].key)
        return index + 1
