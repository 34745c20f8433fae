"""Whose public servants made the commitment: the regency or city, the province, or the nation.

Every named region votes, with a weight for the words around it (`ASN Pemkab X` says more than `Kapolres X`, a hotel's
town next to nothing) and for its place in the article (title and opening paragraph tell who acted; guests, quotations
and backgrounds do not). The votes for regencies, provinces and the nation are then compared.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Doc

from extract.candidates import Candidate, PlaceValue
from extract.document import candidates_of, context_of
from extract.fields.layout import Layout
from extract.fields.places import find_places
from extract.patterns import Caseless, whole_words
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


_TABLE = vocabulary("places")["territory"]
_WEIGHTS: dict[str, float] = _TABLE["weights"]
_SUBJECTS = {width: whole_words(forms) for width, forms in _TABLE["subjects"].items()}
_ACT = whole_words(words("places", "territory.words.act"))
_GUEST = whole_words(words("places", "territory.words.guest"))
_BACKGROUND = whole_words(words("places", "territory.words.background"))

#: Added where the words speak of the people of a place; less where it is merely named (`ASN di X`: who, or where?).
_STAFF_BONUS, _STAFF_AT_BONUS = 2.5, 1.0
_OUTSIDE = 0.08
#: Score where only the outlet's home, or only the words of a ministry, tell.
_HOME = 0.1
_GUEST_CUES = {"guest", "gubernur", "ministry"}
_BODY_CUES = ("office", "town", "ministry", "district_body")
_GOVERNMENT_CUES = ("pemkab", "pemkot", "bupati", "walikota", "staff", "sekda", "pemda", "all")
#: A provincial cue before a regency's name (`Kanwil … di Kota X`) says little about the regency.
_NARROWED = 0.3
#: A province that is merely named says where, not who; the capital least of all.
_BARE_PROVINCE = 0.4
_CAPITAL = "31"
#: `Rutan X Kanwil Kemenkumham Y`: the branch is the body's superior, not the one that pledged.
_PARENT = Caseless(
    r"(?<!\w)(?:lapas|rutan|bapas|lpka|lpp|rupbasan|kanim|kantor imigrasi|kankemenag|kakankemenag|upt|"
    r"unit pelaksana teknis|lembaga pemasyarakatan|"
    r"rumah tahanan|di bawah|kemenag kabupaten|kemenag kota)(?!\w)[^.;\n]{0,60}?"
    r"(?<!\w)(?:kanwil|kantor wilayah)(?!\w)[^.;,\n]{0,60}$"
)
_PARENT_FACTOR = 0.25
#: Share of the strongest regency's votes from which another one named beside it pledged with it.
_JOINT = 0.6
_LIST_LINK = Caseless(
    r"\s?(?:,|,?\s?dan|,?\s?serta|,?\s?maupun|&|/)\s?(?:(?:pemkab|pemkot|kabupaten|kota|kab\.|asn)\s){0,2}"
)
_WIDE_CUES = {"pemprov", "gubernur", "ministry"}
#: How much of a sentence is searched for the words that tell its part in the story.
_LONGEST_SENTENCE = 1000
#: How far into the article's text its opening reaches where no paragraph ends it.
_OPENING = 600
_SUBJECT = 0.6


@dataclass(slots=True)
class _Vote:
    """The votes for one region, and the names that cast them."""

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
    found: list[Candidate[PlaceValue]] = candidates_of(doc, "places") or find_places(doc)
    view = _View(doc, span)
    regencies, provinces = _Ballot(), _Ballot()
    cues: defaultdict[str, float] = defaultdict(float)
    for place in found:
        if place.rule.startswith("veto:"):
            continue
        cue = place.rule.partition(":")[2]
        staff = cue.endswith("+staff")
        cue = cue.removesuffix("+staff")
        bonus = (_STAFF_AT_BONUS if cue == "name" else _STAFF_BONUS) if staff else 0.0
        weight = (_WEIGHTS[cue] + bonus) * view.factor(place.start, cue)
        code = place.value.codes[0]
        if len(code) == 2:
            provinces.add(code, weight * view.wide_factor(place, cue), place)
        else:
            regencies.add(code[:5], weight * _NARROWED if cue in _WIDE_CUES else weight, place)
        cues["district" if place.value.kind == "district" and cue not in _BODY_CUES else cue] += weight
    return _decide(view, regencies, provinces, cues)


class _View:
    """How much what stands at an offset counts for one ceremony."""

    def __init__(self, doc: Doc, span: tuple[int, int] | None) -> None:
        self.doc, self.span, self._layout = doc, span, Layout(doc)
        self.text = self._layout.text
        self._opening = 1 if context_of(doc).title_end else 0
        self._known: dict[int, tuple[float, bool]] = {}

    def factor(self, offset: int, cue: str) -> float:
        """Weight of a mention at `offset` for its sentence; guests count less where the sentence tells who came."""
        sentence = self._layout.sentence(offset)
        if sentence.start not in self._known:
            text = self.text[sentence.start : min(sentence.end, sentence.start + _LONGEST_SENTENCE)]
            factor = self._place(offset)
            factor *= 1.3 if _ACT.search(text) else 1.0
            factor *= 0.15 if _BACKGROUND.search(text) else 1.0
            self._known[sentence.start] = (factor, _GUEST.search(text) is not None)
        factor, guests = self._known[sentence.start]
        if self._layout.quoted(offset):
            factor *= 0.5
        return factor * 0.4 if guests and cue in _GUEST_CUES else factor

    def _place(self, offset: int) -> float:
        number, sentence = self._layout.number(offset), self._layout.sentence(offset)
        titled = sentence.start < context_of(self.doc).title_end
        if self.span is None:
            first = sentence.paragraph - self._opening
            return 3.0 if titled else {0: 2.0, 1: 1.2, 2: 1.0}.get(first, 0.6)
        if not self.span[0] <= sentence.start < self.span[1]:
            return _OUTSIDE * (2 if titled else 1)
        return 2.0 if number == 0 or self._layout.sentences[number - 1].start < self.span[0] else 1.0

    def wide_factor(self, place: Candidate[PlaceValue], cue: str) -> float:
        """Weight of a province's name: less where it is merely named or stands in the name of a superior."""
        if cue not in _WIDE_CUES and place.value.context != "government":
            if place.value.context == "body" and self._layout.sentence(place.start).start < self._layout.title_end:
                return 1.0
            return _BARE_PROVINCE if place.value.codes[0] != _CAPITAL else _BARE_PROVINCE / 2
        parent = cue == "ministry" and _PARENT.search(self.text, max(0, place.start - 140), place.start)
        return _PARENT_FACTOR if parent else 1.0

    def subject(self, width: str) -> float:
        """How strongly title and opening (or the span) speak of a width without a place's name."""
        end = min(len(self.text), context_of(self.doc).text_start + _OPENING)
        start, end = self.span if self.span is not None else (0, end)
        found = _SUBJECTS[width].finditer(self.text, start, end)
        return sum(_SUBJECT * self.factor(match.start(), "guest") for match in found)


def _decide(view: _View, regencies: _Ballot, provinces: _Ballot, cues: dict[str, float]) -> Resolution:
    nation = view.subject("nation")
    regency, narrow = regencies.best()
    province, wide = provinces.best()
    if regency is None and province is None:
        home = context_of(view.doc).home
        if nation:
            return Resolution(None, None, "national", (), _HOME)
        if home is None or home.province_code is None:
            return Resolution(None, None, None, (), 0.0)
        return Resolution(home.regency_code, home.province_code, None, (), _HOME)
    narrow += view.subject("regency")
    wide += view.subject("province")
    total = narrow + wide + nation
    if nation > max(narrow, wide):
        return Resolution(None, None, "national", (), nation / total)
    if regency is None or (province is not None and wide > narrow):
        branch = cues["ministry"] > cues["pemprov"] + cues["gubernur"]
        code = province or ""
        return Resolution(None, province, "institution" if branch else "province", provinces.spans(code), wide / total)
    if joint := _joint(view.text, regencies, regency):
        return Resolution(None, regency[:2], "province", joint, narrow / total)
    return Resolution(regency, regency[:2], _narrow_level(view, cues), regencies.spans(regency), narrow / total)


def _joint(text: str, regencies: _Ballot, first: str) -> tuple[tuple[int, int], ...]:
    """The spans of several regencies that pledged together (`guru di Kota A dan Kota B`); empty where one did."""
    bar = _JOINT * regencies.votes[first].weight
    for code, vote in regencies.votes.items():
        if code == first or code[:2] != first[:2] or vote.weight < bar:
            continue
        spans = sorted({*regencies.spans(first), *regencies.spans(code)})
        for left, right in pairwise(spans):
            if right[0] - left[1] < 30 and _LIST_LINK.fullmatch(text, left[1], right[0]):
                return tuple(spans)
    return ()


def _narrow_level(view: _View, cues: dict[str, float]) -> Level:
    """Level of a ceremony within one regency: by title and opening, then by the words before the place names."""
    weight = {level: view.subject(level) for level in ("institution", "district")}
    government = sum(cues[cue] for cue in _GOVERNMENT_CUES)
    weight["institution"] += sum(cues[cue] for cue in _BODY_CUES) + 0.5 * cues["agency"]
    weight["district"] += cues["district"]
    best = max(weight, key=lambda level: weight[level])
    if weight[best] <= government:
        return "regency"
    return "institution" if best == "institution" else "district"
