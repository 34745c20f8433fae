"""Runs of capitalised words in which a place ends and a person's name begins."""

from __future__ import annotations

from extract.fields.officials.heads import SINGLE, is_head
from extract.fields.officials.localities import DIRECTIONS, Localities
from extract.fields.officials.names import (
    FAMILY_NAMES,
    GIVEN_NAMES,
    STOP,
    bears_person,
    read_name,
    skip_degrees,
    skip_titles,
)
from extract.fields.officials.tokens import Token
from extract.vocabulary import words

BEGINNINGS = words("offices", "local.beginnings")
_ENDINGS = words("offices", "local.endings")
QUALIFIERS = frozenset(words("offices", "local.qualifiers"))
_LOCAL = frozenset(words("offices", "local.heads"))
#: Capitalised words of one place or name, and words before a title, at most.
_LONGEST_RUN = 8
_BEFORE_TITLE = 6
#: What a cut is worth by the number of words of the place and of the name, up to five and more.
_PLACE_LENGTHS = (-0.4, 0.0, -0.2, -1.2, -2.2, -3.0)
_NAME_LENGTHS = (-1.5, -0.8, 0.3, 0.0, -0.6, -1.2)
#: What a word is worth on its side of the cut, and a place the gazetteer knows at its end.
_GIVEN, _NAME_LIKE, _PLACE_LIKE, _DIRECTION, _UNKNOWN_NAMED, _KNOWN_PLACE = 2.0, 1.2, 1.2, 1.5, 0.2, 1.5
#: Officers, whose names stand behind their ranks.
_RANKED = frozenset({"kapolsek", "danramil", "danlanud", "danlanal", "danposal", "danpos tni al", "kapolpos"})
#: Heads of places that are too many to be listed.
_VILLAGES = frozenset({"lurah", "kepala desa", "perbekel", "keuchik", "wali nagari", "kuwu", "hukum tua", "pambakal"})
#: What it costs that a body which has to have a name has none.
_NAMELESS = 1.0
#: What it costs that a word for a place (`Karang`, `Sungai`) is all of its name.
_UNNAMED_KIND = 1.6
_NEVER = 1000.0


class RunReader:
    """Reads runs of capitalised words among the tokens behind a head."""

    def __init__(self, tokens: list[Token], head: str, places: Localities) -> None:
        self.tokens = tokens
        self.head = head
        self.places = places

    def may_be_place(self, index: int) -> bool:
        """Whether the word at `index` may be of a place or a name: a capital, no office, no title, no common word."""
        if index >= len(self.tokens):
            return False
        token = self.tokens[index]
        if not token.is_word or not token.is_capitalised or is_head(self.tokens, index):
            return False
        if token.key in STOP and not (self.head in _LOCAL and self._of_village(index)):
            return False
        return skip_titles(self.tokens, index) == index

    def _of_village(self, index: int) -> bool:
        """Whether a common word is part of a village's name of two words (`Bumi Ayu`, `Bumi Baru`)."""
        if self.tokens[index].key in QUALIFIERS:
            return self.tokens[index - 1].key in BEGINNINGS
        following = self.tokens[index + 1] if index + 1 < len(self.tokens) else None
        if self.tokens[index].key not in BEGINNINGS or following is None or not following.is_capitalised:
            return False
        return following.key in QUALIFIERS or following.key not in STOP

    def before_given_name(self, index: int) -> bool:
        """Whether a territory no table lists (`Bupati Xyz Ahmad Pattinama`) stands before a given name."""
        if self.head not in SINGLE or self.length(index) < 3 or self.tokens[index].key in GIVEN_NAMES:
            return False
        return self.tokens[index + 1].key in GIVEN_NAMES

    def length(self, index: int) -> int:
        """How many capitalised words that may be place or name begin at `index`."""
        length = 0
        while length < _LONGEST_RUN and self.may_be_place(index + length):
            length += 1
        return length

    def before_title(self, index: int) -> bool:
        """Whether capitalised words end at a title, so that the name only begins there (`Kapolres X AKBP Y`)."""
        for position in range(index, index + _BEFORE_TITLE):
            if position > index and skip_titles(self.tokens, position) > position:
                return self.tokens[position].is_capitalised or self.tokens[position].key in ("dr", "drg", "drh")
            if position >= len(self.tokens) or not self.tokens[position].is_word:
                return False
            if not self.tokens[position].is_capitalised or is_head(self.tokens, position):
                return False
        return False

    def split(self, index: int, *, named: bool) -> int:
        """Where in a run of capitalised words the place ends and the person's name begins.

        With `named`, the place belongs to a body that has to have a name: a single word is the place. Every cut of
        the run is weighed: by how its words look on either side, and by how long places and names usually are.
        """
        titled = self.before_title(index)
        run = 0
        while run < _LONGEST_RUN and (titled or self.may_be_place(index + run)):
            if run and skip_titles(self.tokens, index + run) > index + run:
                return index + run
            run += 1
        if not run:
            return index
        behind = index + run
        closed = skip_degrees(self.tokens, behind) > behind  # degrees close a name
        if self.name_follows(index, behind):
            return behind
        if run == 1 and self.head in _RANKED and not bears_person(self.tokens[index].key):
            return behind  # their holders bear ranks: "Danlanud Manuhua dan …"
        if behind < len(self.tokens) and self.tokens[behind].text.isdigit() and len(self.tokens[behind].text) < 3:
            return behind  # "Puskesmas Selosari 2, dr. …"
        listed = behind < len(self.tokens) and self.tokens[behind].text == "," and not closed
        if run == 1 and listed and self.head in _VILLAGES and not bears_person(self.tokens[index].key):
            return behind  # "Lurah Pluit, …": districts are listed, villages are not
        weights = [self._weight(index + k, named=named) for k in range(run)]
        if run > 1 and self.head in _LOCAL and self.tokens[index].key in BEGINNINGS and not weights[0]:
            weights[0] = -_PLACE_LIKE
        known = self.places.end(self.tokens, index, small=True) - index
        best, most = 0, -_NEVER
        for length in range(run + 1):
            rest = run - length
            if closed and not rest:
                continue
            value = sum(weights[length:]) - sum(weights[:length])
            value += _PLACE_LENGTHS[min(length, 5)] + _NAME_LENGTHS[min(rest, 5)]
            if length and length == known:
                value += _KNOWN_PLACE
            if named and not length:
                value -= _NAMELESS
            if rest == 1 and length and self.tokens[behind - 1].key in FAMILY_NAMES - GIVEN_NAMES:
                value -= _NAMELESS  # "Kalapas Robinson Hutauruk"
            if not length and run == 2 and self.head in _LOCAL and weights[0] <= 0 < weights[1]:
                value -= _NAMELESS  # "Lurah Kepek Sarwiyono"
            if length == 1 < run and self.tokens[index].key in BEGINNINGS and weights[1] <= 0:
                value -= _UNNAMED_KIND
            if value > most:
                best, most = length, value
        return index + best

    def name_follows(self, index: int, behind: int) -> bool:
        """Whether the run up to `behind` is a place only, since the name stands after a comma."""
        if behind >= len(self.tokens) or self.tokens[behind].text != "," or skip_degrees(self.tokens, behind) > behind:
            return False
        name = read_name(self.tokens, behind + 1)
        if name is None or is_head(self.tokens, behind + 1):
            return False
        closed = name.end < len(self.tokens) and self.tokens[name.end].text in ",."
        return len(name.parts) > 1 or name.titled or (closed and (behind == index + 1 or bears_person(name.parts[0])))

    def _weight(self, index: int, *, named: bool) -> float:
        """How much a word looks like part of a personal name (above 0) or of a place's (below)."""
        token = self.tokens[index]
        if token.key in GIVEN_NAMES or (token.text in ("I", "Ni") and self.may_be_place(index + 1)):
            return _GIVEN
        if token.key in self.places.quoted:
            return _GIVEN
        if token.key in DIRECTIONS or token.key in QUALIFIERS:
            return -_DIRECTION
        if bears_person(token.key):
            return _NAME_LIKE
        if village_like(token.key) or self.places.end(self.tokens, index, small=True) == index + 1:
            return -_PLACE_LIKE
        return -_UNKNOWN_NAMED if named else 0.0


def village_like(key: str) -> bool:
    """Whether a word looks like the name of a village."""
    return key.endswith(_ENDINGS) or any(key.startswith(b) and len(key) > len(b) + 2 for b in BEGINNINGS)
