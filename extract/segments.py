"""Which sentences tell of which ceremony: whether one took place, and how many."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from spacy.tokens import Doc

from extract.candidates import ActivityValue, Candidate, DateValue, OfficialValue, PlaceValue
from extract.document import candidates_of, in_quotes, sentence_at, sentences_of
from extract.fields.ceremony import CONTESTANTS, NEUTRALITY, OFFENCE, OTHER_THEME, PEACEFUL_CAMPAIGN, SERVANTS
from extract.patterns import table

_ANOTHER = table("ceremony", "another.markers")

#: Sentences of the text that count as its lead.
_LEAD = 4
#: Candidates above this may be of a ceremony (see `Candidate.score`).
LIKELY = 0.5


@dataclass(frozen=True, slots=True)
class Gate:
    """Whether the article tells of a ceremony at all.

    Attributes:
        score: sum of what speaks for it and against it; a ceremony is told from 1.0 on.
        reasons: the rules that spoke, with their weights.
    """

    score: float
    reasons: tuple[tuple[str, float], ...]

    @property
    def open(self) -> bool:
        """Whether a ceremony is told."""
        return self.score >= 1.0


@dataclass(slots=True)
class Ceremony:
    """The sentences that tell of one ceremony.

    Attributes:
        sentences: their numbers, in reading order.
        act_sentences: those in which an act was done.
        acts: the acts that took place or are named in them.
        days: the days named where an act is told.
        codes: the regions whose government or body is named where an act is told, in reading order.
    """

    sentences: list[int] = field(default_factory=list)
    act_sentences: list[int] = field(default_factory=list)
    acts: list[Candidate[ActivityValue]] = field(default_factory=list)
    days: list[dt.date] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)


def gate(doc: Doc) -> Gate:
    """Weigh whether the article tells of a ceremony that took place.

    Acts that were done speak for it: most in the lead, less in the title and further down, little where neutrality is
    not the matter or contestants of the election are the ones who act. Acts only planned, another theme and a story of
    an offence speak against it (GUIDELINES, "What counts as a ceremony").
    """
    text = doc.text
    sentences = sentences_of(doc)
    body = [number for number, sentence in enumerate(sentences) if sentence.paragraph > 0]
    lead = set(body[:_LEAD])
    reasons: list[tuple[str, float]] = []
    head = text[: sentences[body[min(len(body), _LEAD) - 1]].end] if body else text
    neutral_head = bool(NEUTRALITY.search(head))
    counted: set[int] = set()
    for candidate in candidates_of(doc, "activities"):
        number = sentence_at(doc, candidate.start)
        sentence = sentences[number]
        words = text[sentence.start : sentence.end]
        status = candidate.value.status
        if candidate.value.activity == "apel" and not NEUTRALITY.search(words):
            continue
        if status == "held":
            weight = 0.7 if sentence.paragraph == 0 else 1.0 if number in lead else 0.5
            if not NEUTRALITY.search(words):
                weight *= 0.6 if neutral_head and not OTHER_THEME.search(head) else 0.1
            if CONTESTANTS.search(words) and not SERVANTS.search(words):
                weight *= 0.1
            if number in counted:
                weight *= 0.3
            counted.add(number)
            reasons.append((f"held:{candidate.value.activity}@{number}", weight))
        elif status == "planned" and (number in lead or sentence.paragraph == 0):
            reasons.append((f"planned:{candidate.value.activity}@{number}", -0.6))
    if OTHER_THEME.search(head) and not neutral_head:
        reasons.append(("other-theme", -2.0))
    first = text[: sentences[body[0]].end] if body else text
    if OFFENCE.search(first):
        reasons.append(("offence", -1.0))
    if PEACEFUL_CAMPAIGN.search(head) and CONTESTANTS.search(head):
        reasons.append(("contestants", -1.0))
    return Gate(sum(weight for _, weight in reasons), tuple(reasons))


def find_ceremonies(doc: Doc) -> list[Ceremony]:
    """The ceremonies the article tells of, in the order of telling; empty where the gate stays shut.

    A further ceremony begins at a sentence in which an act was done on another day than the one told before, or at
    another body or government after a word that opens another story. It must have a day or region of its own and a
    person, venue or number beside; else its sentences belong to the one before. A sentence that names a person of an
    earlier ceremony goes back to that one.
    """
    if not gate(doc).open:
        return []
    acts = _acts_by_sentence(doc)
    days = _days_by_sentence(doc)
    codes = _codes_by_sentence(doc)
    people = _people_by_sentence(doc)
    ceremonies = [Ceremony()]
    current = ceremonies[0]
    owner: dict[int, Ceremony] = {}
    for number, sentence in enumerate(sentences_of(doc)):
        told = acts.get(number, [])
        held = [act for act in told if act.value.status == "held" and act.score > LIKELY]
        if sentence.paragraph == 0:
            current.sentences.append(number)
            continue
        if told and all(act.value.status == "background" for act in told):
            continue
        if held and _begins_another(doc, number, current, days.get(number, []), codes.get(number, [])):
            current = _known(ceremonies, days.get(number, []), codes.get(number, [])) or Ceremony()
            if current not in ceremonies:
                ceremonies.append(current)
        elif not held:
            earlier = [owner[p] for p in people.get(number, []) if p in owner]
            if earlier and all(one is not current for one in earlier):
                current = earlier[0]
        for person in people.get(number, []):
            owner.setdefault(person, current)
        current.sentences.append(number)
        current.acts += [act for act in told if act.value.status in ("held", "named")]
        if held:
            current.act_sentences.append(number)
            current.days += days.get(number, [])
            current.codes += codes.get(number, [])
    return [one for one in ceremonies if one.sentences and (one is ceremonies[0] or one.acts)]


def _begins_another(doc: Doc, number: int, current: Ceremony, days: list[dt.date], codes: list[str]) -> bool:
    if not current.act_sentences:
        return False
    other_day = bool(days and current.days and not set(days) & set(current.days))
    other_place = bool(codes and current.codes and not any(_same_region(a, b) for a in codes for b in current.codes))
    sentence = sentences_of(doc)[number]
    marked = bool(_ANOTHER.search(doc.text, sentence.start, min(sentence.end, sentence.start + 90)))
    return other_day or (other_place and marked)


def _known(ceremonies: list[Ceremony], days: list[dt.date], codes: list[str]) -> Ceremony | None:
    """An earlier ceremony on the same day at the same place, told again."""
    for one in ceremonies:
        if set(days) & set(one.days) and (not codes or any(_same_region(a, b) for a in codes for b in one.codes)):
            return one
    return None


def _same_region(one: str, other: str) -> bool:
    """Whether one region is the other or lies in it."""
    return one.startswith(other) or other.startswith(one)


def _acts_by_sentence(doc: Doc) -> dict[int, list[Candidate[ActivityValue]]]:
    found: dict[int, list[Candidate[ActivityValue]]] = {}
    for candidate in candidates_of(doc, "activities"):
        found.setdefault(sentence_at(doc, candidate.start), []).append(candidate)
    return found


def _days_by_sentence(doc: Doc) -> dict[int, list[dt.date]]:
    found: dict[int, list[dt.date]] = {}
    candidate: Candidate[DateValue]
    for candidate in candidates_of(doc, "dates"):
        if candidate.score > LIKELY and not candidate.rule.startswith("timestamp"):
            found.setdefault(sentence_at(doc, candidate.start), []).append(candidate.value.day)
    return found


def _codes_by_sentence(doc: Doc) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    candidate: Candidate[PlaceValue]
    for candidate in candidates_of(doc, "places"):
        if candidate.value.context in ("government", "body") and not in_quotes(doc, candidate.start):
            found.setdefault(sentence_at(doc, candidate.start), []).append(candidate.value.codes[0])
    return found


def _people_by_sentence(doc: Doc) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    candidate: Candidate[OfficialValue]
    for candidate in candidates_of(doc, "officials"):
        if candidate.score > LIKELY:
            found.setdefault(sentence_at(doc, candidate.start), []).append(candidate.value.person)
    return found
