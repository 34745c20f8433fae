"""Offices: [acting] head [complement] [place], as papers print them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import cast

from extract.fields.officials.localities import Localities
from extract.fields.officials.names import GIVEN_NAMES, STOP, read_name, skip_degrees, skip_titles
from extract.fields.officials.tokens import Phrases, Token, spellings
from extract.vocabulary import vocabulary, words
from schemas.report import Acting

_TABLE = vocabulary("offices")
_SINGLE = frozenset(_TABLE["single"])
_COMPLETE = frozenset(words("offices", "complete.heads"))
_HEADS: Phrases[str] = Phrases([*spellings(_TABLE["single"]), *spellings(_TABLE["general"])])
_NATIONAL: Phrases[str] = Phrases((form, form) for form in words("offices", "national.heads"))
_CEREMONIAL: Phrases[str] = Phrases((form, form) for form in words("offices", "ceremonial.duties"))
_ACTING: Phrases[Acting] = Phrases(
    (form, cast("Acting", acting)) for acting, forms in _TABLE["acting"].items() for form in forms
)
_BODIES = frozenset(words("offices", "complement.bodies"))
_FIELDS = frozenset(words("offices", "complement.fields"))
_LINKS = frozenset(words("offices", "complement.links"))
_KINDS = frozenset(words("offices", "complement.kinds"))
_NAMED = frozenset(words("offices", "complement.named"))
_LOCAL = frozenset(words("offices", "local.heads"))
_BEGINNINGS = words("offices", "local.beginnings")
_ENDINGS = words("offices", "local.endings")
_THINGS = frozenset(words("offices", "context.things"))
_FORMER = frozenset(words("offices", "context.former"))
_PLURAL = frozenset(words("offices", "context.plural"))
#: `Perbenihan`, `Kebandarudaraan`, `Digitalisasi`: nouns by their affixes, whatever a table lists.
_NOUN = re.compile(r"(?:pe|ke)\w{3,20}an|\w{4,20}(?:isasi|logi|grafi|matika)")
_ROMAN = re.compile(r"[IVX]{1,5}[A-D]?")

#: `Kasatpolairud`, `Kabidpropam`, `Danyonarmed`: heads run together with what they head.
_ABBREVIATED = re.compile(
    r"(?:wa)?ka(?:bag|bid|dis|din|sat|kan|nit|sub|pus|div|pol|sie|tim|pos)[a-z]{2,14}"
    r"|(?:wa)?dan(?:ki|yon|ton|ru|pos|den|sat|sub|men|brig|wing|grup)[a-z]{2,14}"
)
_VERB = re.compile(r"(?:di|me|ber|ter)\w{3,20}")
_ARTICLES = frozenset(
    {"seorang", "salah", "satu", "langsung", "perwakilannya", "sang", "pula", "juga", "secara", "bergantian"}
)
_OUTSIDERS: Phrases[str] = Phrases((form, form) for form in words("offices", "outsiders.heads"))
_PASSIVES = frozenset(
    form for role in ("leader", "speaker", "signer") for form in words("roles", f"passive.{role}") if " " not in form
)
_LONGEST_OPEN = 9
#: General heads behind which a name may follow at once.
_UNCOMPLETED = frozenset(words("offices", "uncompleted.heads"))
#: No office is longer; what is, is a run-on list.
_LONGEST_OFFICE = 30
_LONGEST_BRACKET = 9


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
        return self.head in _SINGLE

    @property
    def is_complete(self) -> bool:
        """Whether it says what it is the office of; a mere "Ketua" or "Kepala Bidang" does not."""
        if self.body or self.place or self.head in _SINGLE or self.head in _COMPLETE:
            return True
        return _ABBREVIATED.fullmatch(self.head) is not None

    @property
    def is_bare(self) -> bool:
        """Whether nothing but the head is printed."""
        return not self.body and not self.place


def begins_national(tokens: list[Token], index: int) -> int:
    """The index behind a national office or a candidacy at `index`, 0 if there is none."""
    found = _NATIONAL.match(tokens, index)
    return found[0] if found else 0


def begins_duty(tokens: list[Token], index: int) -> int:
    """The index behind a duty at the ceremony (`pembina apel`) at `index`, 0 if there is none."""
    found = _CEREMONIAL.match(tokens, index)
    return found[0] if found else 0


def is_head(tokens: list[Token], index: int) -> bool:
    """Whether an office, acting or not, begins at `index`."""
    _, index = _acting(tokens, index)
    return _head(tokens, index) is not None


def governor(tokens: list[Token], index: int) -> str | None:
    """What the word before an office at `index` makes of it: `thing`, `former`, `plural`, or None.

    "Halaman kantor Bupati" is a thing of the office, "mantan Bupati" a former holder, "para camat" nobody in particular.
    """
    if index == 0:
        return None
    before = tokens[index - 1]
    if before.text == "." and index > 1 and tokens[index - 2].key in ("se", "sk"):
        before = tokens[index - 2]
    if before.key in _FORMER:
        return "former"
    if before.key in _PLURAL or before.text.isdigit():
        return "plural"
    if before.key in _THINGS:
        return "thing"
    return None


def read_office(tokens: list[Token], index: int, places: Localities) -> Office | None:
    """The office that begins at `index`, or None."""
    acting, start = _acting(tokens, index)
    found = _head(tokens, start)
    if found is None or _CEREMONIAL.match(tokens, start):
        return None
    end, head = found
    reader = _Reader(tokens, places, head)
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
    if index >= len(tokens) or tokens[index].key not in _BODIES or not tokens[index].is_capitalised:
        return None
    reader = _Reader(tokens, places, "")
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
    if first == end or tokens[first].key in STOP or tokens[first].key in _PLURAL:
        return None
    if _OUTSIDERS.match(tokens, first):
        return None
    printed = tokens[first:end]
    return Office(
        first, end, None, printed[0].key, tuple(t.key for t in printed[1:]), (), _join(printed), capitalised=True
    )


def _head(tokens: list[Token], index: int) -> tuple[int, str] | None:
    """The head at `index`: the index behind it and its canonical form."""
    found = _HEADS.match(tokens, index)
    if found is not None or index >= len(tokens):
        return found
    token = tokens[index]
    if token.is_capitalised and _ABBREVIATED.fullmatch(token.key):
        return index + 1, token.key
    return None


def _acting(tokens: list[Token], index: int) -> tuple[Acting | None, int]:
    found = _ACTING.match(tokens, index)
    if found is None:
        return None, index
    end, acting = found
    if end < len(tokens) and tokens[end].text == ".":
        end += 1
    bracket = _bracket(tokens, end)
    if bracket:
        inner = _ACTING.match(tokens, end + 1)
        if inner is not None:
            acting, end = inner[1], bracket
    if _head(tokens, end) is None:
        return None, index
    return acting, end


def _bracket(tokens: list[Token], index: int) -> int:
    """The index behind a short bracket at `index`, 0 if there is none."""
    if index >= len(tokens) or tokens[index].text != "(":
        return 0
    for position in range(index + 1, min(index + _LONGEST_BRACKET, len(tokens))):
        if tokens[position].text == ")":
            return position + 1
        if tokens[position].text == "\n" or (position == index + 1 and tokens[position].text.isdigit()):
            return 0
    return 0


def _village(key: str) -> bool:
    """Whether a word looks like the name of a village."""
    return key.endswith(_ENDINGS) or any(key.startswith(b) and len(key) > len(b) + 2 for b in _BEGINNINGS)


def _is_field(key: str) -> bool:
    """Whether a word names a field of work."""
    return key in _FIELDS or (len(key) > 7 and _NOUN.fullmatch(key) is not None)


def _join(printed: list[Token]) -> str:
    text = ""
    for before, token in zip([None, *printed], printed, strict=False):
        if before is not None and before.end != token.start:
            text += " "
        text += token.text
    return text.strip(" ,")


class _Reader:
    """Reads what follows a head, word by word, until the office ends."""

    def __init__(self, tokens: list[Token], places: Localities, head: str) -> None:
        self.tokens = tokens
        self.places = places
        self.head = head
        self.body: list[str] = []
        self.place: list[str] = []
        self.skipped: set[int] = set()
        self.acting: Acting | None = None
        self.aliases: list[str] = []

    def read(self, index: int) -> int:
        start = index
        while index < len(self.tokens) and index - start < _LONGEST_OFFICE:
            following = self._bracketed(index) or self._word(index)
            if not following:
                break
            index = following
        return index

    def _bracketed(self, index: int) -> int:
        end = _bracket(self.tokens, index)
        if not end:
            return 0
        inside = self.tokens[index + 1 : end - 1]
        acting = _ACTING.match(self.tokens, index + 1)
        if acting is not None:
            self.acting = acting[1]
        elif len(inside) > _LONGEST_BRACKET - 2 or not inside or self._names_person(index + 1, end - 1):
            return 0
        else:
            self.aliases += [t.key for t in inside if t.is_word]
        self.skipped.update(range(index, end))
        return end

    def _names_person(self, index: int, end: int) -> bool:
        """Whether a bracket holds a personal name and no abbreviation."""
        name = read_name(self.tokens, index)
        if name is None or name.end != end or any(self.tokens[k].is_acronym for k in range(index, end)):
            return False
        known = any(t.key in _BODIES or _is_field(t.key) for t in self.tokens[index:end])
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
        return self._kind(index) or self._place(index) or self._institution(index) or self._unknown(index)

    def _placed(self, index: int) -> bool:
        """Whether the place has been read and nothing may follow but a wider place."""
        key = self.tokens[index].key
        return key not in _KINDS and key not in _BODIES and not _is_field(key)

    def _numbered(self, index: int) -> int:
        """A numeral behind the name of a body (`Puskesmas Tempel I`), if a title shows that the name comes after it."""
        token = self.tokens[index]
        if not _ROMAN.fullmatch(token.text) or skip_titles(self.tokens, index + 1) == index + 1:
            return 0
        self.place.append(token.key)
        return index + 1

    def _linked(self, index: int) -> int:
        """A comma or "dan" goes on only between fields of work (`Kesehatan, Pengendalian Penduduk dan …`)."""
        following = index + 1
        if following >= len(self.tokens) or not (self.body or self.head in _COMPLETE):
            return 0
        token = self.tokens[following]
        if self.tokens[index].text == "/" and token.is_word and token.is_capitalised:  # Dandim 0709/Kebumen
            if self.body[-1].isdigit():
                end = max(self.places.end(self.tokens, following, small=True), following + 1)
                self.place += [t.key for t in self.tokens[following:end]]
                return end
            return 0
        if not _is_field(token.key) or not token.is_capitalised or self.place or is_head(self.tokens, following):
            return 0
        if token.key in _BODIES and self.tokens[index].text == ",":
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
        if not self._may_be_place(following) or self.tokens[following].key in _FIELDS:
            return 0
        end = self._split(following, named=True)
        if end > following:
            self.place += [t.key for t in self.tokens[following:end]]
        return end if end > following else 0

    def _place(self, index: int) -> int:
        local = self.head in _LOCAL
        end = self.places.end(self.tokens, index, small=local)
        if local and end == index + 1 and self._run(index) > 3:  # "Muara Teweh Sigit Purnomo"
            return 0
        if end == index or (self.place and end - index == 1):
            return 0
        # A person may bear the name of a place; what is followed by a verb or a mark and preceded by no complement is one.
        if self.tokens[index].key in GIVEN_NAMES and end - index == 1 and end < len(self.tokens):
            behind = self.tokens[end]
            if not behind.is_word or not behind.is_capitalised:
                return 0
        self.place += [t.key for t in self.tokens[index:end]]
        return end

    def _institution(self, index: int) -> int:
        token = self.tokens[index]
        capital = token.is_capitalised
        before = self.tokens[index - 1]
        if token.text in "ABCD" and (_ROMAN.fullmatch(before.text) or before.key == "komisi"):  # "Kelas II B"
            self.body.append(token.key)
            return index + 1
        if _ROMAN.fullmatch(token.text) and index and self.tokens[index - 1].is_word and not self.place:
            behind = self.tokens[index + 1] if index + 1 < len(self.tokens) else None
            # "Letkol I Ketut": a lone I before a Balinese name is no numeral.
            if (
                token.text != "I"
                or behind is None
                or behind.key not in ("made", "wayan", "nyoman", "ketut", "gede", "gusti", "komang", "putu", "kadek")
            ):
                self.body.append(token.key)
                return index + 1
            return 0
        if (token.key in _BODIES or _is_field(token.key)) and (capital or self._in_small_letters(index)):
            if is_head(self.tokens, index) and token.key not in (
                "bupati",
                "gubernur",
                "perwakilan",
                "pengawas",
                "deputi",
            ):
                return 0
            self.body.append(token.key)
            return index + 1
        if token.is_acronym and token.key not in STOP | GIVEN_NAMES and not is_head(self.tokens, index):
            if len(token.text) <= 9 and not self._shouted(index):
                self.body.append(token.key)
                return index + 1
        if token.is_acronym and token.key in (
            "asn",
            "pns",
            "kpu",
            "bawaslu",
            "dprd",
            "tni",
            "opd",
            "korpri",
            "kip",
            "pppk",
        ):
            self.body.append(token.key)
            return index + 1
        return 0

    def _in_small_letters(self, index: int) -> bool:
        """Whether a word in small letters goes on with the office (`Kepala Dinas pendidikan Jember`)."""
        if not self.tokens[index - 1].is_capitalised:
            return True
        following = self.tokens[index + 1] if index + 1 < len(self.tokens) else None
        if self.head in _SINGLE or following is None or not following.is_word:
            return False
        return following.is_capitalised or following.key in _FIELDS

    def _shouted(self, index: int) -> bool:
        """Whether the text around is in capitals, so that capitals say nothing."""
        around = self.tokens[max(0, index - 2) : index + 3]
        return sum(t.is_acronym for t in around) >= 3 and len(self.tokens[index].text) > 5

    def _person_in_name(self, index: int) -> int:
        """A body that bears a person's name (`RSUD dr. Soebandi, dr. …`) where another person follows or the article
        shows the name elsewhere.
        """
        if not self.body or self.body[-1] not in _NAMED:
            return 0
        name = read_name(self.tokens, index)
        if name is None or name.end > name.words[1]:
            return 0
        behind = name.end
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
        if not self._may_be_place(index) and not self._before_title(index):
            return 0
        local = self.head in _LOCAL and not self.body
        named = any(word in _NAMED for word in self.body[-3:])
        if not (local or named or self._before_title(index) or self._before_given_name(index)):
            return self._complement(index)
        end = self._split(index, named=named)
        self.place += [t.key for t in self.tokens[index:end]]
        return end if end > index else 0

    def _may_be_place(self, index: int) -> bool:
        if index >= len(self.tokens):
            return False
        token = self.tokens[index]
        if not token.is_word or not token.is_capitalised or token.key in STOP or is_head(self.tokens, index):
            return False
        return skip_titles(self.tokens, index) == index

    def _complement(self, index: int) -> int:
        """A field of work no table lists: a general head has to have one, and a person's name follows it.

        Either at once (`Kasi Binadik Tri …`) or behind a comma (`Ketua Forum Abdi Lamtim, Eko Prasetyo, …`).
        """
        if self.head in _SINGLE or self.head in _UNCOMPLETED:
            return 0
        run = self._run(index)
        behind = index + run
        bracket = _bracket(self.tokens, behind)
        if 0 < run <= 4 and bracket == behind + 3 and self.tokens[behind + 1].is_acronym:  # "Dinas Xyz (DX)"
            self.body += [t.key for t in self.tokens[index:behind]]
            return behind
        if run <= 3 and self.body and behind < len(self.tokens) and self.tokens[behind].text == ",":
            name = None if skip_degrees(self.tokens, behind) > behind else read_name(self.tokens, behind + 1)
            if name is None or len(name.parts) < 2 or is_head(self.tokens, behind + 1) or self.tokens[index].key in GIVEN_NAMES:
                return 0
            if name.end >= len(self.tokens) or self.tokens[name.end].text not in ",." or name.titled:
                return 0
            self.body += [t.key for t in self.tokens[index:behind]]
            return behind
        if self.body or run < 2 or self.tokens[index].key in GIVEN_NAMES or self.tokens[index + 1].key not in GIVEN_NAMES:
            return 0
        self.body.append(self.tokens[index].key)
        return index + 1

    def _before_given_name(self, index: int) -> bool:
        """Whether a territory's abbreviation no table lists (`Bupati Xyz Ahmad Lestaluhu`) stands before a given name."""
        if self.head not in _SINGLE or self.body or self._run(index) < 3 or self.tokens[index].key in GIVEN_NAMES:
            return False
        return self.tokens[index + 1].key in GIVEN_NAMES

    def _run(self, index: int) -> int:
        """How many capitalised words that may be place or name begin at `index`."""
        length = 0
        while length < 8 and self._may_be_place(index + length):
            length += 1
        return length

    def _before_title(self, index: int) -> bool:
        """Whether capitalised words end at a title or rank, so that the name only begins there (`Kapolres X AKBP Y`)."""
        for position in range(index, index + 6):
            if position > index and skip_titles(self.tokens, position) > position:
                return self.tokens[position].is_capitalised
            if position >= len(self.tokens) or not self.tokens[position].is_word:
                return False
            if not self.tokens[position].is_capitalised or is_head(self.tokens, position):
                return False
        return False

    def _split(self, index: int, *, named: bool) -> int:
        """Where in a run of capitalised words the place ends and the person's name begins.

        With `named`, the place belongs to a body that has to have a name: a single word is the place.
        """
        run = 0
        titled = self._before_title(index)
        while run < 8 and (titled or self._may_be_place(index + run)):
            if run and skip_titles(self.tokens, index + run) > index + run:
                return index + run
            run += 1
        if not run:
            return index
        behind = index + run
        for length in range(1, run):
            token = self.tokens[index + length]
            if token.key in GIVEN_NAMES or (token.text in ("I", "Ni") and length + 1 < run):
                return index + length
        if run <= 2 and _village(self.tokens[index].key):
            return index + 1
        if skip_degrees(self.tokens, behind) > behind:  # degrees close a name
            return index + (1 if run > 2 else 0)
        if behind < len(self.tokens) and self.tokens[behind].text == ",":
            name = read_name(self.tokens, behind + 1)
            if name is not None and not is_head(self.tokens, behind + 1):
                closed = name.end < len(self.tokens) and self.tokens[name.end].text == ","
                if len(name.parts) > 1 or name.titled or (run == 1 and closed):
                    return behind
        if self.tokens[index].key in GIVEN_NAMES:
            return index
        if run >= 4:
            return index + 2
        return index + 1 if run == 3 or named else index


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
    return bool(one.body) and one.head.split()[0] == other.head.split()[0] and set(one.body) <= set(other.aliases)


def _covers(one: set[str], other: set[str]) -> bool:
    return one <= other or other <= one
