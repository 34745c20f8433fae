"""Which names of officials are one person's.

A name alone does not tell a person: two officials in two provinces may share it. So a name is taken for one person's
the wider, the more words it has: one word only within a regency, two within a province, three or more anywhere.
Within one regency (or province, for provincial ceremonies) forms of a name are joined: shortened, abbreviated, or
misprinted by a letter or two.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extract.merging.names import name_words, same_person

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """A named official of an event.

    Attributes:
        event: row number of the event.
        place: number of the official in the event's list, from 1.
        name: name without titles.
        area: code of the event's regency, else of its province; empty for a national ceremony.
    """

    event: int
    place: int
    name: str
    area: str


@dataclass(frozen=True, slots=True)
class Person:
    """A person: an id for addresses, the name most often printed, and where it was found."""

    person: str
    name: str
    mentions: tuple[Mention, ...]


def people_of(mentions: Iterable[Mention]) -> list[Person]:
    """The people named, by id; names without a letter or digit are left out."""
    areas: defaultdict[str, defaultdict[Words, list[Mention]]] = defaultdict(lambda: defaultdict(list))
    for mention in mentions:
        words = name_words(mention.name)
        if words:
            areas[mention.area][words].append(mention)
    found: defaultdict[str, list[Mention]] = defaultdict(list)
    for area, named in areas.items():
        for leading, forms in _joined(named).items():
            found[_person_id(leading, area)] += [mention for form in forms for mention in named[form]]
    return [_person(person, found[person]) for person in sorted(found)]


def _joined(named: dict[Words, list[Mention]]) -> dict[Words, list[Words]]:
    """The names of one area by the name they are forms of: fuller names lead, then those printed more often."""
    order = sorted(named, key=lambda words: (-len(words), _initials(words), -len(named[words]), words))
    groups: dict[Words, list[Words]] = {}
    # Forms of a name share a word, whole or by its beginning: only such names are compared.
    by_start: defaultdict[str, list[Words]] = defaultdict(list)
    for words in order:
        near = dict.fromkeys(one for word in words for one in by_start[word[:3]])
        likeness = {one: same_person(words, one) for one in near}
        full = [one for one in near if likeness[one] == "full"]
        short = [one for one in near if likeness[one] == "short"]
        if full or len(short) == 1:
            groups[(full or short)[0]].append(words)
            continue
        groups[words] = [words]
        for word in words:
            by_start[word[:3]].append(words)
    return groups


def _initials(words: Words) -> int:
    return sum(len(word) == 1 for word in words)


def _person_id(words: Words, area: str) -> str:
    slug = "-".join(words)
    if len(words) >= 3 or not area:
        return slug
    return f"{slug}-{area.replace('.', '') if len(words) == 1 else area[:2]}"


def _person(person: str, mentions: Sequence[Mention]) -> Person:
    printed = Counter(mention.name for mention in mentions)
    name = min(printed, key=lambda one: (-printed[one], -len(one), one))
    return Person(person, name, tuple(sorted(mentions, key=lambda one: (one.event, one.place))))
