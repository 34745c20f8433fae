"""People named without an office who lead or sign, where the trained recogniser sees a person as well.

The grammar of offices, titles and names takes a bare name for a person's only beside an office: places, bodies and
words that open a sentence stand beside `mengucapkan ikrar` far more often than people do. There the recogniser of
`extract.fields.persons` decides.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from extract.document import in_quotes, sentence_at, sentences_of
from extract.fields.officials.beside import BODY_WORDS
from extract.fields.officials.cues import CUES, Voice
from extract.fields.officials.mentions import Mention, Reading
from extract.fields.officials.names import STOP, Name, bears_person
from extract.fields.officials.people import Known, Link, is_alike
from extract.fields.persons import find_persons
from schemas.report import Role

#: Tokens between a name and what it does, at most.
_BETWEEN = 1
#: Behind these a name is a place's.
_PLACING = frozenset({"di", "ke", "dari", "pada", "se"})
#: Sentences of one article that the recogniser is shown, at most; it takes some milliseconds for each.
_MOST_ASKED = 10


def link_unofficial(doc: Doc, reading: Reading, known: list[Known], links: list[Link]) -> list[Link]:
    """`links` and those of people without an office, in reading order; people not known yet are added to `known`."""
    taken = {link.mention.first for link in links}
    found = list(links)
    seen = _Seen(doc)
    for mention in reading.mentions:
        name = mention.name
        if name is None or mention.first in taken or not _may_be_one(reading, mention, name):
            continue
        if not _acts(reading, mention):
            continue
        start, end = reading.tokens[mention.first].start, reading.tokens[mention.end - 1].end
        if not in_quotes(doc, start) and seen.person(start, end):
            found.append(Link(mention, _person(name, known), "bare"))
    return sorted(found, key=lambda link: link.mention.first)


def _may_be_one(reading: Reading, mention: Mention, name: Name) -> bool:
    """Whether a mention is a bare name that no table says to be something else."""
    first, end = name.words
    if mention.kind != "name" or mention.heading or any(part in STOP for part in name.parts):
        return False
    before = reading.tokens[mention.first - 1] if mention.first else None
    if before is not None and before.is_word and (before.is_capitalised or before.key in _PLACING):
        return False
    if name.parts[0] in BODY_WORDS or (len(name.parts) == 1 and not bears_person(name.parts[0])):
        return False
    return reading.places.end(reading.tokens, first, small=True) < end


def _acts(reading: Reading, mention: Mention) -> bool:
    """Whether a verb of leading or signing stands beside a name: before it in the passive, behind it in the active."""
    tokens = reading.tokens
    for start in range(max(0, mention.first - 3), mention.first):
        told = CUES.match(tokens, start)
        if told is not None and told[0] == mention.first and _means(told[1], "passive"):
            return True
    behind = range(mention.end, min(mention.end + _BETWEEN + 1, len(tokens)))
    return any((told := CUES.match(tokens, place)) is not None and _means(told[1], "active") for place in behind)


def _means(readings: Sequence[tuple[Role | None, Voice]], voice: Voice) -> bool:
    return any(role in ("leader", "signer") and said == voice for role, said in readings)


class _Seen:
    """The persons that the recogniser sees, each sentence looked at once and no more than a few of them."""

    def __init__(self, doc: Doc) -> None:
        self._doc = doc
        self._spans: dict[int, list[tuple[int, int]]] = {}

    def person(self, start: int, end: int) -> bool:
        """Whether a person is seen at `[start, end)`."""
        number = sentence_at(self._doc, start)
        if number not in self._spans:
            if len(self._spans) == _MOST_ASKED:
                return False
            persons = find_persons(self._doc, [sentences_of(self._doc)[number]])
            self._spans[number] = [(one.start, one.end) for one in persons]
        return any(first < end and start < behind for first, behind in self._spans[number])


def _person(name: Name, known: list[Known]) -> int:
    """The number of the person: one known by a name that differs by a slip, else a new one."""
    for number, one in enumerate(known):
        if any(is_alike(name, other) for other in one.names):
            return number
    person = Known()
    person.add_name(name)
    known.append(person)
    return len(known) - 1
