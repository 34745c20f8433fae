"""Which sentences tell of which ceremony, and how many there are."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from spacy.tokens import Doc

from extract.candidates import LIKELY, ActivityValue, Candidate, PlaceValue
from extract.document import candidates_of, in_quotes, sentence_at, sentences_of, text_of
from extract.gate import gate
from extract.patterns import Caseless, table
from schemas.report import Activity

_STRONG = table("ceremony", "another.strong")
_WEAK = table("ceremony", "another.weak")
_SESSION = table("ceremony", "another.session")
_SEVERAL = table("ceremony", "another.several")
_SAME_ACT = table("ceremony", "another.same_act")
_LONG_AGO = table("ceremony", "another.long_ago")

T = TypeVar("T")

#: Sentences of the text that count as its lead.
_LEAD = 4
#: A lead that announces several stories is followed by so many at least.
_ANNOUNCED = 2
#: What an act must be said to be so that it counts among a ceremony's.
_TOLD = ("held", "named", "background")
#: A word that opens another story stands in so many characters from the sentence's first; its act and details follow
#: within so many sentences.
_OPENING, _SOON = 90, 3
#: A day in the first so many characters of a sentence opens a story by itself.
_OPENING_DAY = 40
#: The same for any name, known or not: `Adapun di Obi, …`.
_NAMED_SCENE = re.compile(
    r"(?:[Aa]dapun|[Ss]ementara(?: itu)?|[Ss]edangkan|[Ss]elanjutnya|[Tt]erakhir|[Bb]eralih)?,?\s?(?:\b[Dd]i|\b[Kk]e)\s"
    r"(?:(?:lapas|rutan|kecamatan|distrik|kelurahan|gugus|kantor|kabupaten|kota)\s)?"
    r"(?P<name>[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+){0,2})"
)
#: `Di Minsel`, `Adapun di Taliwang`: a place named first in a sentence is the scene of what follows.
_SCENE = Caseless(r"(?:[\w ]{0,20}\s)?(?:di|ke|dari)\s(?:kabupaten\s|kota\s)?$")


@dataclass(slots=True)
class Ceremony:
    """The sentences that tell of one ceremony.

    Attributes:
        sentences: their numbers, in reading order.
        act_sentences: those in which an act was done.
        acts: the acts that took place or are named in them.
        denied: where an act is said not to have been done (`Tidak ada penandatanganan`), by activity.
        days: the days named where an act is told.
        codes: the regions whose government or body is named where an act is told, in reading order.
        scene: the place that the first of its sentences with one opens with (`Di Labuha`), else None.
        detailed: whether a person, a number or a venue is named in any of them.
    """

    sentences: list[int] = field(default_factory=list)
    act_sentences: list[int] = field(default_factory=list)
    acts: list[Candidate[ActivityValue]] = field(default_factory=list)
    denied: dict[Activity, int] = field(default_factory=dict)
    days: list[dt.date] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    scene: str | None = None
    detailed: bool = False

    def take(self, number: int, details: Counter[int]) -> None:
        """Let sentence `number` tell of this ceremony; `details` counts what of its own each sentence names."""
        self.sentences.append(number)
        self.detailed = self.detailed or number in details

    def span(self, doc: Doc) -> tuple[int, int]:
        """The run of sentences that begins with the first act, as document offsets."""
        sentences = sentences_of(doc)
        first = last = self.act_sentences[0] if self.act_sentences else self.sentences[0]
        own = set(self.sentences)
        while last + 1 in own:
            last += 1
        return sentences[first].start, sentences[last].end


def find_ceremonies(doc: Doc) -> list[Ceremony]:
    """The ceremonies the article tells of, in the order of telling; empty where the gate stays shut.

    A further ceremony begins at a sentence that tells of another day, or of another region or body behind a word that
    opens another story, if an act and something of its own (a person, a venue, a number) follow soon. Other sentences
    go on with the ceremony before, unless they name a person or body of an earlier one. A ceremony that is only
    recalled is left out, with its sentence.
    """
    if not gate(doc).open:
        return []
    facts = _Facts(doc)
    ceremonies = [Ceremony()]
    current = ceremonies[0]
    owner: dict[int, Ceremony] = {}
    for number, sentence in enumerate(sentences_of(doc)):
        told = facts.acts.get(number, [])
        if sentence.paragraph == 0:
            current.take(number, facts.details)
            continue
        if facts.begins_another(number, current):
            current = _known(ceremonies, current, facts, number) or Ceremony()
            if current not in ceremonies:
                ceremonies.append(current)
            current.scene = current.scene or facts.named_scene(number)
        elif current.act_sentences and told and all(act.value.status == "background" for act in told):
            continue
        elif not any(act.value.status == "held" for act in told):
            current = _returned_to(ceremonies, current, owner, facts, number)
        for person in facts.people.get(number, []):
            owner.setdefault(person, current)
        detailed = current.detailed
        current.take(number, facts.details)
        current.scene = current.scene or facts.named_scene(number)
        current.acts += [act for act in told if act.value.status in _TOLD]
        for act in told:
            if act.value.status == "denied":
                current.denied.setdefault(act.value.activity, act.start)
        if facts.tells(number):
            current.act_sentences.append(number)
        if facts.days.get(number) and not detailed:
            current.days[:] = facts.days[number]  # the lead sums up, and may name the last of several days
        elif told or not current.act_sentences or not current.days:
            current.days += facts.days.get(number, [])
        if facts.codes.get(number) and (told or not current.codes):
            current.codes[:] = facts.codes[number]
    if facts.sums_up(ceremonies[0], ceremonies[1:]):
        del ceremonies[0]
    for one in ceremonies:
        one.acts = one.acts or list(ceremonies[0].acts)  # `melakukan hal yang sama`: the acts told before
    return [one for one in ceremonies if one.act_sentences and one.acts]


class _Facts:
    """What each sentence names, by its number."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.acts = _by_sentence(doc, "activities", lambda c: c)
        self.days: dict[int, list[dt.date]] = _by_sentence(
            doc, "dates", lambda c: c.value.day if not c.rule.startswith("timestamp") else None
        )
        self.spanned: set[dt.date] = set()
        for number, spans in _by_sentence(doc, "dates", lambda c: c.value if c.value.last_day else None).items():
            for span in spans:
                days = [span.day + dt.timedelta(days=step) for step in range((span.last_day - span.day).days + 1)]
                self.spanned.update(days)
                self.days[number] += days
        self.opening_days = {
            number
            for number, starts in _by_sentence(doc, "dates", lambda c: c.start).items()
            if any(start - sentences_of(doc)[number].start < _OPENING_DAY for start in starts)
        }
        self.codes: dict[int, list[str]] = _by_sentence(doc, "places", lambda c: _code(doc, c), least=0.0)
        self.scenes = set(_by_sentence(doc, "places", lambda c: c if _is_scene(doc, c) else None, least=0.0))
        self.people: dict[int, list[int]] = _by_sentence(doc, "officials", lambda c: c.value.person)
        body = [sentence for sentence in sentences_of(doc) if sentence.paragraph > 0]
        lead = body[min(len(body), _LEAD) - 1].end if body else 0
        self.several = bool(_SEVERAL.search(text_of(doc), 0, lead))
        own = ("officials", "participants", "venue")
        self.details = Counter(number for name in own for number in _by_sentence(doc, name, lambda c: c))

    def begins_another(self, number: int, current: Ceremony) -> bool:
        """Whether sentence `number` opens the story of a ceremony other than `current`."""
        sentence = sentences_of(self.doc)[number]
        if not current.act_sentences or sentence.quoted or not current.detailed:
            return False
        days, codes = self.days.get(number, []), self.codes.get(number, [])
        text, opening = text_of(self.doc), min(sentence.end, sentence.start + _OPENING)
        other_day = bool(days and current.days and not set(days) & set(current.days))
        other_code = bool(codes and current.codes and not set(codes) & set(current.codes))
        apart = other_code and not any(_same_region(a, b) for a in codes for b in current.codes)
        strong = bool(_STRONG.search(text, sentence.start, opening))
        weak = strong or bool(_WEAK.search(text, sentence.start, opening))
        within = bool(self.spanned) and set(days) <= self.spanned
        session = not within and bool(_SESSION.search(text, sentence.start, opening))
        scene = self.several and (apart or (other_code and number in self.scenes))
        story = (strong and (other_code or self.several)) or (weak and apart)
        named = self.named_scene(number)
        elsewhere = self.several and named is not None and current.scene is not None and named != current.scene
        scene = scene or elsewhere
        if not (other_day or session or scene or story):
            return False
        if days and self.spanned and set(days) == {min(self.spanned)} <= set(current.days):
            return False  # "Gelombang pertama, Selasa, …" behind a lead that tells of Tuesday to Thursday
        opens = codes or strong or session or number in self.opening_days
        soon = range(number, number + _SOON + (scene or (other_day and number in self.opening_days)))
        told = any(self.tells(ahead) for ahead in (soon if opens else [number]))
        recalled = not any(act.value.status == "held" for ahead in soon for act in self.acts.get(ahead, []))
        if not (told or scene) or sum(self.details[ahead] for ahead in soon) < 1 + recalled:
            return False
        return not (_LONG_AGO.search(text, sentence.start, sentence.end) and not strong)

    def sums_up(self, first: Ceremony, others: list[Ceremony]) -> bool:
        """Whether the lead only announces what is told behind it of several places (`ASN tiga kecamatan di Biak`).

        It names nobody, no number and no venue where it tells of the act, and what follows is told of places within the
        region it names.
        """
        if not self.several or len(others) < _ANNOUNCED or any(self.details[n] for n in first.act_sentences):
            return False
        return all(any(_lies_within(one.codes[0], wide) for wide in first.codes) for one in others if one.codes)

    def named_scene(self, number: int) -> str | None:
        """The place that sentence `number` opens with, as printed; known to the gazetteer or not."""
        sentence = sentences_of(self.doc)[number]
        found = None if sentence.quoted else _NAMED_SCENE.match(text_of(self.doc), sentence.start, sentence.end)
        return found["name"] if found else None

    def tells(self, number: int) -> bool:
        """Whether sentence `number` tells of an act that was done, here or elsewhere, or points back at one."""
        if any(act.value.status in ("held", "background") for act in self.acts.get(number, [])):
            return True
        sentences = sentences_of(self.doc)
        if number >= len(sentences) or sentences[number].quoted:
            return False
        return _SAME_ACT.search(text_of(self.doc), sentences[number].start, sentences[number].end) is not None


def _known(ceremonies: list[Ceremony], current: Ceremony, facts: _Facts, number: int) -> Ceremony | None:
    """An earlier ceremony told again: of the same region, and on the same day where one is named."""
    days, codes = set(facts.days.get(number, [])), set(facts.codes.get(number, []))
    sentence = sentences_of(facts.doc)[number]
    text, opening = text_of(facts.doc), min(sentence.end, sentence.start + _OPENING)
    if _SESSION.search(text, sentence.start, opening):
        return None
    if codes <= set(current.codes) and not days and _STRONG.search(text, sentence.start, opening):
        return None  # another one of the government told of
    scene = facts.named_scene(number)
    for one in ceremonies:
        if codes & set(one.codes) and (not days or days & set(one.days)):
            return one
        if scene is not None and scene == one.scene:
            return one
    return None


def _returned_to(
    ceremonies: list[Ceremony], current: Ceremony, owner: dict[int, Ceremony], facts: _Facts, number: int
) -> Ceremony:
    """The ceremony that a sentence without an act goes on with: that of its people, else of its body or government."""
    earlier = [owner[person] for person in facts.people.get(number, []) if person in owner]
    if earlier:
        return current if any(one is current for one in earlier) else earlier[0]
    codes = set(facts.codes.get(number, []))
    if codes and current.codes and not codes & set(current.codes):
        for one in ceremonies:
            if codes & set(one.codes):
                return one
    return current


def _lies_within(one: str, other: str) -> bool:
    """Whether one region lies in the other and is smaller."""
    return one.startswith(other) and one != other


def _same_region(one: str, other: str) -> bool:
    """Whether one region is the other or lies in it."""
    return one.startswith(other) or other.startswith(one)


def _code(doc: Doc, candidate: Candidate[PlaceValue]) -> str | None:
    """The region of a government or body that a narrating sentence names, or that is the scene it opens with."""
    if candidate.rule.startswith("veto:") or in_quotes(doc, candidate.start):
        return None
    named = candidate.value.context in ("government", "body") or _is_scene(doc, candidate)
    return candidate.value.codes[0] if named else None


def _is_scene(doc: Doc, candidate: Candidate[PlaceValue]) -> bool:
    """Whether a sentence opens with the place, as the scene of what follows."""
    sentence = sentences_of(doc)[sentence_at(doc, candidate.start)]
    return _SCENE.fullmatch(text_of(doc), sentence.start, candidate.start) is not None


def _by_sentence(
    doc: Doc, name: str, value: Callable[[Candidate[Any]], T | None], least: float = LIKELY
) -> dict[int, list[T]]:
    """What the candidates of a field say, by the number of the sentence they stand in."""
    found: dict[int, list[T]] = {}
    for candidate in candidates_of(doc, name):
        if candidate.score > least or name == "activities":
            read = value(candidate)
            if read is not None:
                found.setdefault(sentence_at(doc, candidate.start), []).append(read)
    return found
