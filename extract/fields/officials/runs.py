"""Runs of capitalised words in which a place ends and a person's name begins."""

from __future__ import annotations

from extract.fields.officials.heads import SINGLE, is_head
from extract.fields.officials.names import GIVEN_NAMES, STOP, read_name, skip_degrees, skip_titles
from extract.fields.officials.tokens import Token
from extract.vocabulary import words

_BEGINNINGS = words("offices", "local.beginnings")
_ENDINGS = words("offices", "local.endings")
#: Capitalised words of one place or name, and words before a title, at most.
_LONGEST_RUN = 8
_BEFORE_TITLE = 6


class RunReader:
    """Reads runs of capitalised words among the tokens behind a head."""

    def __init__(self, tokens: list[Token], head: str) -> None:
        self.tokens = tokens
        self.head = head

    def may_be_place(self, index: int) -> bool:
        """Whether the word at `index` may be of a place or a name: a capital, no office, no title, no common word."""
        if index >= len(self.tokens):
            return False
        token = self.tokens[index]
        if not token.is_word or not token.is_capitalised or token.key in STOP or is_head(self.tokens, index):
            return False
        return skip_titles(self.tokens, index) == index

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
                return self.tokens[position].is_capitalised
            if position >= len(self.tokens) or not self.tokens[position].is_word:
                return False
            if not self.tokens[position].is_capitalised or is_head(self.tokens, position):
                return False
        return False

    def split(self, index: int, *, named: bool) -> int:
        """Where in a run of capitalised words the place ends and the person's name begins.

        With `named`, the place belongs to a body that has to have a name: a single word is the place.
        """
        run = 0
        titled = self.before_title(index)
        while run < _LONGEST_RUN and (titled or self.may_be_place(index + run)):
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


def _village(key: str) -> bool:
    """Whether a word looks like the name of a village."""
    return key.endswith(_ENDINGS) or any(key.startswith(b) and len(key) > len(b) + 2 for b in _BEGINNINGS)
