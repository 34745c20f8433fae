"""Whose public servants made the commitment: the regency or city, the province, or the nation.

Every named region votes, with a weight for the words around it (`ASN Pemkab X` says more than `Kapolres X`, a hotel's
town next to nothing) and for its place in the article (title and opening paragraph tell who acted; guests, quotations
and backgrounds do not). The votes for regencies, provinces and the nation are then compared.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Doc

from extract.candidates import Candidate, PlaceValue
from extract.document import candidates_of, context_of, in_quotes, sentence_at, sentences_of
from extract.fields.places import find_places
from extract.gazetteer import gazetteer
from extract.vocabulary import vocabulary, words
from schemas.report import Level


@dataclass(frozen=True, slots=True)
class Resolution:
    """The territory of a ceremony.

    Attributes:
        regency_code: of the regency or city; None for a ceremony of a province, of several regencies or of the nation.
        province_code: of the province; None for a ceremony of the nation.
        level: a hint at the report's level; None where nothing tells.
        evidence: the place names that carried the decision, in reading order, as half-open spans of the document.
        score: share of the votes that agree, from 0 to 1; 0.1 where only the outlet's home spoke.
    """

    regency_code: str | None
    province_code: str | None
    level: Level | None
    evidence: tuple[tuple[int, int], ...]
    score: float


def _any_of(forms: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?i)(?<!\w)(?:{'|'.join(re.escape(f) for f in sorted(forms, key=len, reverse=True))})(?!\w)")


_TABLE = vocabulary("places")["territory"]
_WEIGHTS: dict[str, float] = _TABLE["weights"]
_SUBJECTS = {width: _any_of(forms) for width, forms in _TABLE["subjects"].items()}
_ACT = _any_of(words("places", "territory.words.act"))
_GUEST = _any_of(words("places", "territory.words.guest"))
_BACKGROUND = _any_of(words("places", "territory.words.background"))

_STAFF_BONUS = 2.5
_OUTSIDE = 0.08
_WIDE_CUES = {"pemprov", "gubernur", "ministry"}
_DISTRICT_CUES = {"district", "district_body"}
_BODY_CUES = {"office", "guest", "agency", "ministry"}


@dataclass(slots=True)
class _Vote:
    weight: float
    evidence: list[tuple[float, int, int]]


class _Ballot:
    """Votes for one kind of region by code."""

    def __init__(self) -> None:
        self.votes: defaultdict[str, _Vote] = defaultdict(lambda: _Vote(0.0, []))

    def add(self, code: str, weight: float, candidate: Candidate[PlaceValue]) -> None:
        vote = self.votes[code]
        vote.weight += weight
        vote.evidence.append((weight, candidate.start, candidate.end))

    def best(self) -> tuple[str | None, float]:
        if not self.votes:
            return None, 0.0
        code = max(self.votes, key=lambda c: (self.votes[c].weight, c))
        return code, self.votes[code].weight

    def spans(self, code: str) -> tuple[tuple[int, int], ...]:
        """The spans that carry the vote: all with at least a third of the strongest one's weight."""
        evidence = self.votes[code].evidence
        bar = max(weight for weight, _, _ in evidence) / 3
        return tuple(sorted({(start, end) for weight, start, end in evidence if weight >= bar}))


def resolve_regency(doc: Doc, span: tuple[int, int] | None = None) -> Resolution:
    """The territory whose public servants made the commitment told in `span` (None: in the whole article).

    Names outside the span count little: they settle what the span leaves open. The outlet's home
    (`context_of(doc).home`) is asked where the article names no region at all.
    """
    places = candidates_of(doc, "places") or find_places(doc)
    regencies, provinces = _Ballot(), _Ballot()
    cues: defaultdict[str, float] = defaultdict(float)
    for place in places:
        if place.rule.startswith("veto:"):
            continue
        cue = place.rule.partition(":")[2]
        staff = cue.endswith("+staff")
        cue = cue.removesuffix("+staff")
        weight = (_WEIGHTS.get(cue, 1.0) + (_STAFF_BONUS if staff else 0.0)) * _position(doc, place.start, span, cue)
        code = place.value.codes[0]
        if len(code) == 2:
            provinces.add(code, weight if cue in _WIDE_CUES or staff else weight * 0.4, place)
        else:
            if cue in _WIDE_CUES:
                weight *= 0.3
            regencies.add(code[:5], weight, place)
        cues["district" if place.value.kind == "district" else cue] += weight
    return _decide(doc, span, regencies, provinces, cues)


def _decide(
    doc: Doc, span: tuple[int, int] | None, regencies: _Ballot, provinces: _Ballot, cues: dict[str, float]
) -> Resolution:
    width = {name: _subject_weight(doc, span, pattern) for name, pattern in _SUBJECTS.items()}
    regency, narrow = regencies.best()
    province, wide = provinces.best()
    if regency is None and province is None:
        home = context_of(doc).home
        if home is None or home.province_code is None:
            return Resolution(None, None, "national" if width["nation"] else None, (), 0.1 if width["nation"] else 0.0)
        return Resolution(home.regency_code, home.province_code, None, (), 0.1)
    narrow_total = narrow + width["regency"]
    wide_total = wide + width["province"]
    total = narrow_total + wide_total + width["nation"]
    if width["nation"] > max(narrow_total, wide_total):
        return Resolution(None, None, "national", (), width["nation"] / total)
    if regency is None or (province is not None and wide_total > narrow_total):
        assert province is not None
        level: Level = "institution" if cues["ministry"] > cues["pemprov"] + cues["gubernur"] else "province"
        return Resolution(None, province, level, provinces.spans(province), wide_total / total)
    return Resolution(regency, regency[:2], _narrow_level(cues), regencies.spans(regency), narrow_total / total)


def _narrow_level(cues: dict[str, float]) -> Level:
    government = cues["pemkab"] + cues["pemkot"] + cues["bupati"] + cues["walikota"] + cues["staff"] + cues["sekda"]
    if cues["district"] > government:
        return "district"
    return "institution" if cues["office"] > government else "regency"


def _position(doc: Doc, offset: int, span: tuple[int, int] | None, cue: str) -> float:
    """How much a mention at `offset` counts for what it stands in."""
    sentences = sentences_of(doc)
    if not sentences:
        return 1.0
    number = sentence_at(doc, offset)
    sentence = sentences[number]
    text = doc.text[sentence.start : min(sentence.end, sentence.start + 1000)]
    factor = _paragraph_factor(doc, number, span)
    if _ACT.search(text):
        factor *= 1.3
    if in_quotes(doc, offset):
        factor *= 0.5
    if _BACKGROUND.search(text):
        factor *= 0.15
    if cue in ("guest", "gubernur", "ministry") and _GUEST.search(text):
        factor *= 0.4
    return factor


def _paragraph_factor(doc: Doc, number: int, span: tuple[int, int] | None) -> float:
    sentences = sentences_of(doc)
    sentence = sentences[number]
    if span is not None:
        if not span[0] <= sentence.start < span[1]:
            return _OUTSIDE * (2 if sentence.paragraph == 0 else 1)
        return 1.0 if number and sentences[number - 1].start >= span[0] else 2.0
    opening = 1 if context_of(doc).text_start or sentence.paragraph else 0
    if sentence.start < context_of(doc).title_end:
        return 3.0
    return {0: 2.0, 1: 2.0, 2: 1.2, 3: 1.0}.get(sentence.paragraph - opening + 1, 0.6)


def _subject_weight(doc: Doc, span: tuple[int, int] | None, pattern: re.Pattern[str]) -> float:
    """How strongly title and opening speak of a width without a place's name."""
    weight = 0.0
    start, end = span if span is not None else (0, min(len(doc.text), context_of(doc).text_start + 600))
    for found in pattern.finditer(doc.text, start, end):
        weight += 0.6 * _position(doc, found.start(), span, "guest")
    return weight
