"""What follows the head of an office: fields of work, bodies, numbers, brackets and a place."""

from __future__ import annotations

import re

from extract.fields.officials.bodies import BODIES, FIELDS, abbreviates, alphanumeric_end, goes_on_small, is_field
from extract.fields.officials.heads import (
    COMPLETE,
    LONGEST_BRACKET,
    SINGLE,
    acting_word,
    bracket_end,
    completes_itself,
    head_at,
    is_head,
)
from extract.fields.officials.localities import Localities
from extract.fields.officials.names import GIVEN_NAMES, bears_person, read_name, skip_degrees, skip_titles
from extract.fields.officials.runs import BEGINNINGS, QUALIFIERS, RunReader
from extract.fields.officials.tokens import Token
from extract.vocabulary import words
from schemas.report import Acting

_ASSOCIATIONS = frozenset(words("offices", "complement.associations"))
_LINKS = frozenset(words("offices", "complement.links"))
_KINDS = frozenset(words("offices", "complement.kinds"))
_NAMED = frozenset(words("offices", "complement.named"))
_OFFICES_IN_NAMES = frozenset(words("offices", "complement.offices"))
_GROUPS = frozenset(words("offices", "complement.groups"))
_BALINESE = frozenset(words("names", "balinese"))
_LOCAL = frozenset(words("offices", "local.heads"))
_UNCOMPLETED = frozenset(words("offices", "uncompleted.heads"))
_VERB = re.compile(r"(?:di|me)\w{4,20}")
_ROMAN = re.compile(r"[IVX]{1,5}[A-D]?")
#: Capitalised words of one place or name, and tokens of one complement, at most.
_LONGEST_RUN = 8
_LONGEST_COMPLEMENT = 30
_TOWN_POLICE = frozenset({"kapolres", "wakapolres"})
#: Words with which "Jenderal" is part of a body's name and no rank (`Direktorat Jenderal Pajak`).
_GENERALS = frozenset({"direktorat", "sekretariat", "inspektorat"})
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
        if inside and _VERB.fullmatch(inside[0].text):  # "(diwakili Sekretaris, …)"
            return 0
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
            return self._numbered(index) if self.place else self._number(index)
        if token.key == "di":
            return self._seated(index)
        if not token.is_word or (self.place and self._placed(index)):
            return self._numbered(index)
        if token.key == "jenderal" and self.tokens[index - 1].key in _GENERALS:
            self.body.append(token.key)
            return index + 1
        if skip_titles(self.tokens, index) > index:
            return self._person_in_name(index)
        if token.key.startswith("se-"):
            return self._throughout(index)
        return self._kind(index) or self._place(index) or self._institution(index) or self._unknown(index)

    def _seated(self, index: int) -> int:
        """A seat behind "di" with the holder's name at once (`Kepala Balai Besar POM di Jakarta Sofia …`)."""
        following = index + 1
        if self.place or not (self.body or self.head in COMPLETE) or self.head in _UNCOMPLETED:
            return 0
        if following < len(self.tokens) and self.tokens[following].key in _KINDS:
            following += 1
        end = self.places.end(self.tokens, following, small=True)
        if end == following or end >= len(self.tokens):
            return 0
        comma = self.tokens[end].text == ","
        name = read_name(self.tokens, end + comma)
        if name is None or is_head(self.tokens, end + comma):
            return 0
        if len(name.parts) == 1 and not name.titled and (comma or not bears_person(name.parts[0])):
            return 0
        if comma and (name.end >= len(self.tokens) or self.tokens[name.end].text not in ",."):
            return 0
        self.body += [t.key for t in self.tokens[index:following]]
        self.place += [t.key for t in self.tokens[following:end]]
        return end

    def _throughout(self, index: int) -> int:
        """A territory behind "se-", all of it (`Ketua Paguyuban Lurah se-Kulon Progo`, `se-Kecamatan Lasem`)."""
        token = self.tokens[index]
        bare = Token(token.text[3:], token.key[3:], token.start + 3, token.end, True, token.text[3:4].isupper())
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
        if token.text.isdigit():
            if len(token.text) > 2 or (self.head not in _LOCAL and not any(word in _NAMED for word in self.body)):
                return 0
            named = read_name(self.tokens, behind) is not None
        else:
            follows = skip_titles(self.tokens, behind) > behind or self.runs.name_follows(index, index + 1)
            named = _ROMAN.fullmatch(token.text) is not None and follows
        if not named:
            return 0
        self.place.append(token.key)
        return index + 1

    def _linked(self, index: int) -> int:
        """A comma or "dan" goes on only between fields of work (`Kesehatan, Pengendalian Penduduk dan …`)."""
        following = index + 1
        if self.tokens[index].text == "," and following < len(self.tokens) and self.tokens[following].key == "dan":
            following += 1  # "Kode Etik, dan Kode Perilaku"
        if following >= len(self.tokens) or not (self.body or self.head in COMPLETE):
            return 0
        token = self.tokens[following]
        if self.tokens[index].text == "/":
            if not self.body or not (self.body[-1].isdigit() or _ROMAN.fullmatch(self.body[-1].upper())):
                return 0
            if token.text.isdigit() and len(token.text) <= 2:  # Danramil 0816/05 Waru
                self.body.append(token.text)
                return following + 1
            if token.is_word and token.is_capitalised:  # Dandim 0709/Kebumen
                end = max(self.places.end(self.tokens, following, small=True), following + 1)
                while self.runs.before_title(following) and skip_titles(self.tokens, end) == end:
                    end += 1  # "Danrem 174/Anim Ti Waninggap Brigjen …"
                self.place += [t.key for t in self.tokens[following:end]]
                return end
            return 0
        if token.key == "tenaga" and token.is_capitalised and self.body[-1:] == ["guru"]:
            self.body.append(token.key)  # "Kepala Bidang Guru dan Tenaga Kependidikan"
            return following + 1
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
        if following < len(self.tokens) and (
            self.tokens[following].text == "."
            or (self.tokens[following].text == "," and self.tokens[index].key in ("kab", "kec", "kel", "prov"))
        ):
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
        if self.body and bracket_end(self.tokens, following) == following + 3:  # "BNN Provinsi (BNNP) Bali"
            self.body.append(self.tokens[index].key)
            return following
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
        if local and end == index + 1 and self.tokens[index].key in BEGINNINGS and self.runs.length(index) > 1:
            end = self.runs.split(index, named=False)  # "Lurah Karang Asam": "Karang" is a place too
        while local and index < end < len(self.tokens) and self.tokens[end].key in QUALIFIERS:
            end += 1  # "Lurah Sungai Pinang Luar Fitriani"
        if end == index:
            return self._small_place(index)
        if self.place and end - index == 1:
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

    def _small_place(self, index: int) -> int:
        """A territory in small letters right behind its head and before a name (`Kapolres bangli AKBP …`)."""
        token = self.tokens[index]
        if token.is_capitalised or self.place or self.body or self.head not in SINGLE or not token.is_word:
            return 0
        raised = token._replace(text=token.text.title(), is_capitalised=True)
        end = index + self.places.end([raised, *self.tokens[index + 1 : index + _LONGEST_RUN]], 0)
        if end == index or end >= len(self.tokens) or not self.tokens[end].is_word or is_head(self.tokens, end):
            return 0
        name = read_name(self.tokens, end)
        if name is None or not (name.titled or len(name.parts) > 1 or bears_person(name.parts[0])):
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
        if token.key in BEGINNINGS and self.head in _LOCAL and not self.body and self.runs.length(index) > 1:
            return 0  # "Lurah Karang Asam", though "Karang Taruna" is a body
        if token.key == "anak" and index + 1 < len(self.tokens) and self.tokens[index + 1].key == "agung":
            return 0
        if (token.key in BODIES or is_field(token.key)) and (capital or goes_on_small(self.tokens, index, self.head)):
            if is_head(self.tokens, index) and token.key not in _OFFICES_IN_NAMES:
                return self._holders(index)
            self.body.append(token.key)
            return index + 1
        holders = self._holders(index) if capital else 0
        if holders:
            return holders
        if token.key == "sekda" and capital and self.head == "asisten":  # "Asisten III Sekda Ternate"
            self.body.append(token.key)
            return index + 1
        within = any(word in BODIES for word in (*self.head.split(), *self.body)[-2:])
        if token.key in _OFFICES_IN_NAMES and capital and within:  # "Balai Besar Pengawas …"
            self.body.append(token.key)
            return index + 1
        if token.is_acronym and (token.key in _GROUPS or abbreviates(self.tokens, index)):
            self.body.append(token.key)
            return index + 1
        return 0

    def _holders(self, index: int) -> int:
        """The office whose holders make up the association just named (`Ketua Forum Kepala Desa`)."""
        found = head_at(self.tokens, index)
        if found is None or not self.body or self.body[-1] not in _ASSOCIATIONS:
            return 0
        self.body += [t.key for t in self.tokens[index : found[0]]]
        return found[0]

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
        if self.place or (self.tokens[index].key == "anak" and self.runs.length(index) > 1):  # "Anak Agung …"
            return 0
        if self.body[-1:] and self.body[-1] in _NAMED and len(self.tokens[index].text) == 1:  # "RSUD M. Yunus dr. …"
            return self._person_in_name(index)
        if not self.runs.may_be_place(index) and not self.runs.before_title(index):
            return 0
        if self.alone:
            end = index + self.runs.length(index)
            self.place += [t.key for t in self.tokens[index:end]]
            return end
        local = self.head in _LOCAL and not self.body
        named = any(word in _NAMED for word in self.body[-3:])
        named = named or "kelas" in self.body[-4:]
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
