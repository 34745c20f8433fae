"""Who is who: the mentions of an article joined to persons, and offices without a name."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from extract.fields.officials.mentions import Mention, Reading
from extract.fields.officials.names import STOP, Name
from extract.fields.officials.offices import Office, same_holder
from extract.vocabulary import words

_NAMING = frozenset(words("offices", "context.naming"))
_PLACING = frozenset(words("offices", "context.placing")) | frozenset(words("offices", "complement.kinds"))
_INSTRUMENTS = frozenset(words("offices", "context.instruments"))
_BODIES = frozenset(words("offices", "complement.bodies"))
#: A nickname cut from a name (`Wirya` of Wiryawan) has at least so many letters.
_SHORTEST_NICKNAME = 4
#: Tokens behind the word for an instrument in which those who issued it are named.
_INSTRUMENT_REACH = 30
#: How alike two spellings of one name are at least.
_MISSPELT = 0.85
#: Holders of an office whose names are tried as other spellings; more only cost time.
_MISSPELT_NEAREST = 6
#: Of many people of one name or one office, so many on either side of a mention are compared with it.
_NEAREST = 24
#: Mentions looked back at for the last of several people of one name.
_LOOK_BACK = 200


@dataclass(slots=True)
class Known:
    """A person, or an office without a name, while it is being put together.

    Attributes:
        names: every printed form of the name, fullest first once settled.
        offices: every printed form of the office.
        background: nobody who could act: a former holder, a candidate, an office of the nation.
    """

    names: list[Name] = field(default_factory=list)
    offices: list[Office] = field(default_factory=list)
    background: bool = False

    def add_name(self, name: Name) -> None:
        """Keep a form of the name that has not been printed before, or not with titles."""
        known = any(name.parts == other.parts and name.titled <= other.titled for other in self.names)
        if len(self.names) < _NEAREST and not known:
            self.names.append(name)

    def add_office(self, office: Office) -> None:
        """Keep a form of the office that has not been printed before."""
        if len(self.offices) < _NEAREST and not any(office.text == other.text for other in self.offices):
            self.offices.append(office)

    @property
    def fullest(self) -> Name | None:
        """The form of the name with the most, then the longest words; the first one printed of equal ones."""
        if not self.names:
            return None
        return max(self.names, key=lambda name: (len(name.parts), sum(map(len, name.parts))))


@dataclass(frozen=True, slots=True)
class Link:
    """A mention and the person it is of: `rule` says how it was recognised."""

    mention: Mention
    person: int
    rule: str


def link_people(reading: Reading) -> tuple[list[Known], list[Link]]:
    """Join the mentions of an article: the persons found, and each mention that is of one, in reading order."""
    linker = _Linker(reading)
    return linker.known, linker.run()


class _Linker:
    def __init__(self, reading: Reading) -> None:
        self.tokens = reading.tokens
        self.places = reading.places
        self.mentions = reading.mentions
        self.known: list[Known] = []
        self.links: dict[int, Link] = {}
        self.by_part: defaultdict[str, list[int]] = defaultdict(list)
        self.by_prefix: defaultdict[str, list[int]] = defaultdict(list)
        self.by_head: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)

    def run(self) -> list[Link]:
        nicknames = {mention.name.parts for mention in self.mentions if self._is_nickname(mention) and mention.name}
        for number, mention in enumerate(self.mentions):
            if mention.name is not None and mention.name.parts in nicknames and mention.kind == "full":
                continue  # "Gubernur Paman Budi", once it is said who is called so
            if mention.kind == "full" or (mention.name is not None and mention.governor == "national"):
                self._introduce(number, mention)
        for number, mention in enumerate(self.mentions):
            if mention.kind == "apposed":
                self._introduce(number, mention)
        for number, mention in enumerate(self.mentions):
            if mention.kind == "office" and mention.office is not None and mention.governor is None:
                self._resolve_office(number, mention, mention.office)
        for number, mention in enumerate(self.mentions):
            if mention.kind == "name" and mention.name is not None:
                self._nickname(number, mention, mention.name)
        for number, mention in enumerate(self.mentions):
            if number not in self.links and mention.name is not None and mention.governor != "national":
                self._resolve_name(number, mention, mention.name)
        return [self.links[number] for number in sorted(self.links)]

    def _introduce(self, number: int, mention: Mention) -> None:
        name, office = mention.name, mention.office
        if name is None or mention.heading:
            return
        person = self._same_person(name, office)
        background = mention.governor in ("former", "national")
        if person is None:
            person = len(self.known)
            self.known.append(Known(background=background))
        one = self.known[person]
        one.background = one.background and background
        one.add_name(name)
        if office is not None and not background:
            known = [held for held in one.offices if same_holder(held, office)]
            if mention.kind == "full" or not one.offices or known:
                one.add_office(office)
                insort(self.by_head[_family(office)], (number, person))
        for part in name.parts:
            if person not in self.by_part[part][-_NEAREST:]:
                self.by_part[part].append(person)
                self.by_prefix[part[:_SHORTEST_NICKNAME]].append(person)
        rule = "background" if background else "thing" if mention.governor == "thing" else mention.kind
        self.links[number] = Link(mention, person, rule)

    def _same_person(self, name: Name, office: Office | None) -> int | None:
        candidates = {person for part in name.parts for person in self.by_part.get(part, [])[-_NEAREST:]}
        for person in sorted(candidates):
            one = self.known[person]
            fits = office is None or not one.offices or any(same_holder(office, held) for held in one.offices)
            if any(_same_name(name, other) and (fits or not _named_after(name, other)) for other in one.names):
                return person
            short = min((name, *one.names), key=lambda n: len(n.parts))
            if fits and len(short.parts) == 1:
                whole = next(n for n in (name, *one.names) if n is not short)
                if short.parts[0] in whole.parts:
                    return person
        if office is not None:  # misspelt once
            nearest = dict.fromkeys(person for _, person in self.by_head.get(_family(office), [])[-_MISSPELT_NEAREST:])
            for person in nearest:
                one = self.known[person]
                alike = any(is_alike(name, other) for other in one.names)
                if alike and any(same_holder(office, held) for held in one.offices):
                    return person
        return None

    def _resolve_office(self, number: int, mention: Mention, office: Office) -> None:
        entries = self.by_head.get(_family(office), [])
        middle = bisect_left(entries, (number, 0))
        holders = [
            (at, person)
            for at, person in entries[max(0, middle - _NEAREST) : middle + _NEAREST]
            if any(same_holder(office, held) for held in self.known[person].offices)
        ]
        if holders:
            before = [entry for entry in holders if entry[0] < number]
            _, person = before[-1] if before else holders[0]
            one = self.known[person]
            if one.names or office.capitalised:
                self.links[number] = Link(mention, person, "office")
                if not one.names:
                    one.add_office(office)
            return
        if mention.heading or not office.capitalised or self._of_instrument(mention) or self._of_group(number, office):
            return
        person = len(self.known)
        self.known.append(Known(offices=[office]))
        insort(self.by_head[_family(office)], (number, person))
        self.links[number] = Link(mention, person, "unnamed")

    def _of_instrument(self, mention: Mention) -> bool:
        """Whether an office signed or issued an instrument (`Keputusan Bersama Kepala BKN, Ketua KASN …`)."""
        following = self.tokens[mention.end : mention.end + 1]
        if following and following[0].key in ("nomor", "no"):
            return True
        for token in reversed(self.tokens[max(0, mention.first - _INSTRUMENT_REACH) : mention.first]):
            if token.text in ".\n":
                return False
            if token.key in _INSTRUMENTS:
                return True
        return False

    def _of_group(self, number: int, office: Office) -> bool:
        """Whether a plural before reaches over a bare head (`para kepala dinas dan Camat`)."""
        if number == 0 or office.body or office.place:
            return False
        before = self.mentions[number - 1]
        gap = self.tokens[before.end : self.mentions[number].first]
        return before.governor == "plural" and len(gap) == 1 and gap[0].key in ("dan", "serta", ",")

    def _is_nickname(self, mention: Mention) -> bool:
        """Whether a bare name stands right behind a word that introduces what somebody is called."""
        before = self.tokens[max(0, mention.first - 1) : mention.first]
        return mention.kind == "name" and any(token.key in _NAMING for token in before)

    def _nickname(self, number: int, mention: Mention, name: Name) -> None:
        """`Bupati yang akrab disapa Nana`, `Mbak Ani, panggilan wali kota`, `Prof. Wirya, sapaannya`."""
        before = [t.key for t in self.tokens[max(0, mention.first - 3) : mention.first]]
        after = [t.key for t in self.tokens[mention.end : mention.end + 3]]
        if not (_NAMING & set(before) or (after[:1] == [","] and _NAMING & set(after))):
            return
        if len(name.parts) > 3 or mention.heading:
            return
        person: int | None = None
        if not _NAMING & set(before):
            following = self.links.get(number + 1)
            if following is not None and following.mention.first - mention.end <= 4:
                person = following.person
        if person is None:
            earlier = [at for at in range(max(0, number - 6), number) if at in self.links]
            if earlier:
                person = self.links[earlier[-1]].person
        if person is None or not self.known[person].names:
            return
        for part in name.parts:
            if len(part) >= 3:
                self.by_part[part].append(person)
        self.links[number] = Link(mention, person, "nickname")

    def _resolve_name(self, number: int, mention: Mention, name: Name) -> None:
        found = self._holder_of(number, mention, name)
        if found is None:
            return
        person, first, end = found
        narrowed = Mention(mention.kind, first, end, name, mention.office, mention.governor, mention.heading)
        self.links[number] = Link(narrowed, person, "short")

    def _holder_of(self, number: int, mention: Mention, name: Name) -> tuple[int, int, int] | None:
        """The person a bare name is of, with the tokens that name it."""
        start, stop = name.words
        positions = [k for k in range(start, stop) if self.tokens[k].is_word]
        matching: dict[int, list[int]] = defaultdict(list)
        for position in positions:
            key = self.tokens[position].key
            for person in dict.fromkeys(self.by_part.get(key, [])[-_NEAREST:]):
                matching[person].append(position)
        if not matching:
            return self._cut_short(mention, name, positions)
        best = max(matching.values(), key=len)
        people = [person for person, hits in matching.items() if len(hits) == len(best)]
        person = self._latest(people, number)
        hits = matching[person]
        if all(len(self.tokens[k].key) < 3 for k in hits):
            return None
        complete = len(hits) == len(positions)
        if not complete:
            whole = [k for k in positions if len(self.tokens[k].key) > 1]
            leads = hits == positions[-len(hits) :] and self._begins_sentence(positions[0])
            trails = hits == positions[: len(hits)] and mention.heading
            if not (leads or trails or set(whole) <= set(hits)):
                return None
        if self._is_place(hits, mention):
            return None
        first = mention.first if complete else hits[0]
        end = mention.end if complete else hits[-1] + 1
        if mention.office is not None and not complete:
            first, end = hits[0], hits[-1] + 1
        return person, first, end

    def _cut_short(self, mention: Mention, name: Name, positions: list[int]) -> tuple[int, int, int] | None:
        if len(name.parts) != 1 or len(name.parts[0]) < _SHORTEST_NICKNAME or name.parts[0] in STOP:
            return None
        part = name.parts[0]
        people = [
            number
            for number in dict.fromkeys(self.by_prefix.get(part[:_SHORTEST_NICKNAME], [])[-_NEAREST:])
            if (one := self.known[number])
            and one.fullest is not None
            and any(p.startswith(part) and len(p) - len(part) >= 2 for p in one.fullest.parts)
        ]
        if len(people) != 1 or self._is_place(positions, mention):
            return None
        return people[0], mention.first, mention.end

    def _latest(self, people: list[int], number: int) -> int:
        """Of several people of one name, the one mentioned last before."""
        if len(people) == 1:
            return people[0]
        for at in range(number - 1, max(-1, number - _LOOK_BACK), -1):
            link = self.links.get(at)
            if link is not None and link.person in people:
                return link.person
        return people[0]

    def _begins_sentence(self, index: int) -> bool:
        return index == 0 or self.tokens[index - 1].text in ".?!\n“”\"':;–—-"

    def _is_place(self, hits: list[int], mention: Mention) -> bool:
        """Whether a name known as a person's stands for a place here (`di Sudirman`, `Kota Batu`)."""
        index = hits[0]
        if mention.name is not None and mention.name.first < index:  # titles stand before
            return False
        before = self.tokens[index - 1] if index else None
        if before is None or not before.is_word:
            return False
        if before.key in _PLACING:
            return True
        return before.is_capitalised and before.key in _BODIES


def _family(office: Office) -> str:
    """Offices that may be one share it."""
    return "kepala" if office.head.startswith("kepala") else office.head


def _same_name(one: Name, other: Name) -> bool:
    if one.parts == other.parts:
        return True
    short, long = sorted((set(one.parts), set(other.parts)), key=len)
    return len(short) > 1 and short <= long


def _named_after(one: Name, other: Name) -> bool:
    """Whether one name is the other with more before it, as wives bear their husbands' (`Ny. Sri Budi Utomo`)."""
    short, long = sorted((one.parts, other.parts), key=len)
    return len(short) < len(long) and long[-len(short) :] == short


def is_alike(one: Name, other: Name) -> bool:
    """Whether two names may be one, misspelt in one of two places."""
    if one.parts[0][:2] != other.parts[0][:2] and not set(one.parts) & set(other.parts):
        return False  # cheap, and a misprint seldom hits the first letters
    return SequenceMatcher(None, " ".join(one.parts), " ".join(other.parts)).ratio() >= _MISSPELT
