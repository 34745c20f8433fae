"""The component: candidates for the officials of a document, and its persons for the assembler."""

from __future__ import annotations

from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.tokens import Doc

from extract.candidates import Candidate, OfficialValue
from extract.document import candidates_of, context_of, put, quotes_of, sentence_at, sentences_of, text_of
from extract.fields.officials.guesses import guess_role
from extract.fields.officials.mentions import Reading, read_mentions
from extract.fields.officials.names import tidy
from extract.fields.officials.offices import Office
from extract.fields.officials.people import Known, Link, link_people
from extract.fields.officials.pronouns import Pronoun
from extract.fields.officials.quotes import Quotes
from extract.fields.officials.roles import RoleReader
from extract.fields.officials.unofficial import link_unofficial
from extract.patterns import table
from schemas.report import Acting, Role

FIELD = "officials"

_ASKED = table("roles", "elsewhere.asked")
_THERE = table("roles", "elsewhere.there")
_SCORES = {
    "full": 0.95,
    "apposed": 0.9,
    "short": 0.85,
    "nickname": 0.8,
    "office": 0.75,
    "unnamed": 0.7,
    "bare": 0.6,
    "thing": 0.4,
    "background": 0.4,
}
_PRONOUN_SCORE = 0.6
_GUESS_SCORE = 0.55
_IDLE_SCORE = 0.45
_VETO_SCORE = 0.1


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, or the holder of an office, whom a document names.

    Attributes:
        number: number within the document.
        name: fullest form of the name without titles; None for an office without a name.
        name_as_written: the same as printed, with titles.
        office: fullest form of the office.
        acting: acting capacity.
        mentions: the candidates that are mentions of the person, in reading order.
    """

    number: int
    name: str | None
    name_as_written: str | None
    office: str | None
    acting: Acting | None
    mentions: tuple[Candidate[OfficialValue], ...]


def find_officials(doc: Doc) -> list[Candidate[OfficialValue]]:
    """Mentions of persons and offices that may have taken part, and of those who did not (`veto:background`)."""
    context = context_of(doc)
    reading = read_mentions(text_of(doc), context.title_end)
    known, named = link_people(reading)
    links = link_unofficial(doc, reading, known, named)
    absent = {number for number, one in enumerate(known) if one.background}
    roles = RoleReader(reading.tokens, links, Quotes(reading.tokens, quotes_of(doc)), absent)
    roles.read(sentences_of(doc))
    idle = {number for number, one in enumerate(known) if one.names and not one.background}
    idle -= {link.person for number, link in enumerate(links) if roles.best(number)}
    idle -= {pronoun.person for pronoun in roles.pronouns}
    described = [_describe(number, one, reading) for number, one in enumerate(known)]
    candidates = [
        _candidate(reading, roles, number, described[link.person], known[link.person])
        if link.person not in idle
        else _guessed(reading, roles, number, described[link.person])
        for number, link in enumerate(links)
    ]
    candidates += [_pronoun(reading, described[p.person], p) for p in roles.pronouns]
    found = [candidate for candidate in candidates if candidate is not None]
    asked = _asked_elsewhere(doc, found)
    return [replace(c, rule="veto:elsewhere", score=_VETO_SCORE) if c.value.person in asked else c for c in found]


def _asked_elsewhere(doc: Doc, found: list[Candidate[OfficialValue]]) -> set[int]:
    """The persons that the article brings in as asked somewhere else (`dihubungi terpisah`), and who did nothing more.

    Those asked after the ceremony or beside it (`ditemui usai apel`) were there.
    """
    text, sentences = text_of(doc), sentences_of(doc)
    first: dict[int, int] = {}
    for one in sorted(found, key=lambda c: c.start):
        first.setdefault(one.value.person, one.start)
    asked = set()
    for person, start in first.items():
        sentence = sentences[sentence_at(doc, start)]
        if _ASKED.search(text, sentence.start, sentence.end) and not _THERE.search(text, sentence.start, sentence.end):
            asked.add(person)
    return asked - {one.value.person for one in found if one.value.role not in (None, "speaker", "attendee")}


def people(doc: Doc) -> list[Person]:
    """The persons and offices of a document that may have taken part, from the candidates left in it."""
    grouped: dict[int, list[Candidate[OfficialValue]]] = {}
    for candidate in candidates_of(doc, FIELD):
        if not candidate.rule.startswith("veto:"):
            grouped.setdefault(candidate.value.person, []).append(candidate)
    found = []
    for number, mentions in grouped.items():
        value = mentions[0].value
        found.append(Person(number, value.name, value.name_as_written, value.office, value.acting, tuple(mentions)))
    return found


@Language.component("ikrar_officials")
def read_officials(doc: Doc) -> Doc:
    """Leave the candidates for officials in the document."""
    put(doc, FIELD, find_officials(doc))
    return doc


@dataclass(frozen=True, slots=True)
class _Described:
    number: int
    name: str | None
    name_as_written: str | None
    office: str | None
    acting: Acting | None


def _describe(number: int, one: Known, reading: Reading) -> _Described:
    name = one.fullest
    printed = as_written = None
    if name is not None:
        first, end = name.words
        printed = tidy(reading.text[reading.tokens[first].start : reading.tokens[end - 1].end])
        as_written = " ".join(reading.text[reading.tokens[name.first].start : reading.tokens[name.end - 1].end].split())
    office = _fullest_office(one.offices)
    acting = next((held.acting for held in one.offices if held.acting), None)
    return _Described(number, printed, as_written, office.text if office else None, acting)


def _fullest_office(offices: list[Office]) -> Office | None:
    """The form that tells most: with a place, then with the longest complement; the first printed of equal ones."""
    if not offices:
        return None
    return max(offices, key=lambda office: (bool(office.place), len(office.body) + len(office.place)))


def _candidate(
    reading: Reading, roles: RoleReader, number: int, person: _Described, one: Known
) -> Candidate[OfficialValue] | None:
    """The candidate of link `number`; None for an office without a name that does nothing."""
    link, role = roles.links[number], roles.best(number)
    value = _value(person, role, quoted=roles.quotes.holds(link.mention.first))
    start, end = _span(reading, link)
    if one.background:
        return Candidate(value, start, end, "veto:background", _VETO_SCORE)
    if number in roles.represented:
        return Candidate(value, start, end, "veto:represented", _VETO_SCORE)
    if not one.names and (role is None or value.quoted_only):
        return None
    score = _SCORES[link.rule] if role is not None else min(_SCORES[link.rule], _IDLE_SCORE)
    return Candidate(value, start, end, f"officials.{link.rule}", score)


def _guessed(reading: Reading, roles: RoleReader, number: int, person: _Described) -> Candidate[OfficialValue]:
    """The candidate of link `number` to somebody of whom no listed verb tells."""
    link = roles.links[number]
    role = guess_role(roles, number) if link.rule in ("full", "apposed") else None
    value = _value(person, role, quoted=roles.quotes.holds(link.mention.first))
    start, end = _span(reading, link)
    if number in roles.represented:
        return Candidate(value, start, end, "veto:represented", _VETO_SCORE)
    if role is None:
        return Candidate(value, start, end, f"officials.{link.rule}", min(_SCORES[link.rule], _IDLE_SCORE))
    return Candidate(value, start, end, "officials.guessed", _GUESS_SCORE)


def _pronoun(reading: Reading, person: _Described, pronoun: Pronoun) -> Candidate[OfficialValue]:
    start, end = reading.tokens[pronoun.first].start, reading.tokens[pronoun.end - 1].end
    return Candidate(_value(person, pronoun.role, quoted=False), start, end, "officials.pronoun", _PRONOUN_SCORE)


def _span(reading: Reading, link: Link) -> tuple[int, int]:
    return reading.tokens[link.mention.first].start, reading.tokens[link.mention.end - 1].end


def _value(person: _Described, role: Role | None, *, quoted: bool) -> OfficialValue:
    return OfficialValue(person.number, person.name, person.name_as_written, person.office, person.acting, role, quoted)
