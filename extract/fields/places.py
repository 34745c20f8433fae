"""Named regions of Indonesia in an article, and what the words around each make of it.

Names are matched with their case, in capitals too; the words before a name tell a government from a body, a venue and a
mere mention, and a regency from the city of its name. What they leave open is settled by the rest of the article.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import Literal, NamedTuple

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from extract.candidates import Candidate, PlaceValue
from extract.document import context_of, put, text_of
from extract.fields import place_cues
from extract.fields.layout import Layout
from extract.fields.place_cues import Cue, PlaceContext, Reading, Wanted
from extract.gazetteer import Gazetteer, gazetteer
from extract.patterns import Caseless, alternation, whole_words
from extract.vocabulary import words

#: How far before a name its cue may begin.
_WINDOW = 110
#: How far into the article's text a dateline may stand, and how many blanks may stand before it.
_DATELINE, _DATELINE_BLANKS = 60, 4

_SCORES: dict[PlaceContext, float] = {"government": 0.9, "body": 0.8, "dateline": 0.6, "venue": 0.55, "other": 0.6}
_DISTRICT, _BARE, _SEAT, _VETOED = 0.75, 0.3, 0.4, 0.15
#: Two names of a list stand no further apart than this.
_LONGEST_LINK = 25
#: Shorter names of districts and seats are too often words.
_SHORTEST_MINOR = 5
#: Length of a province's code.
_PROVINCE = 2
#: An article speaks of both namesakes where one is named for sure at least a third as often as the other.
_RIVAL = 3

#: As `document.blank_language` parts the names.
_TOKENS = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_")


_WEAK = frozenset(words("places", "weak.names"))
_WEAK_MINOR = frozenset(words("places", "seats.weak")) | frozenset(words("places", "districts.weak"))
_NO_PLACE = re.compile(rf"(?:{alternation(words('places', 'weak.phrases'))})(?!\w)")
_DATELINE_AFTER = re.compile(r"\s{0,3}(?:[-–—―:|,/(*•]|\Z|\n)")
_ABBREVIATED_UNIT = re.compile(r"\b(?:Kab|Kep|Kec)\.")
_LIST_LINK = Caseless(r"\s?(?:,|,?\s?dan|,?\s?serta|/|,?\s?maupun|&)\s?(?:kecamatan|kabupaten|kota)?\s?")
_KIND_WORDS: dict[str, str] = {
    "bupati": "kabupaten", "pemkab": "kabupaten", "desa": "kabupaten", "kades": "kabupaten", "wali kota": "kota",
    "walikota": "kota", "pemkot": "kota", "pemko": "kota", "kelurahan": "kota", "lurah": "kota", "gubernur": "province",
}  # fmt: skip
_KIND_WORD = whole_words(_KIND_WORDS)


_KINDS: dict[str, Literal["province", "regency", "district"]] = {
    "province": "province", "kabupaten": "regency", "kota": "regency", "district": "district",
}  # fmt: skip


class _Mention(NamedTuple):
    """A place name with what was read around it; `decided` where its codes need no second look."""

    start: int
    end: int
    codes: tuple[str, ...]
    context: PlaceContext
    rule: str
    score: float
    reading: Reading
    decided: bool


@cache
def _matcher() -> tuple[PhraseMatcher, dict[str, str]]:
    """The matcher over all names as printed and in capitals, and the name that each match stands for.

    Patterns are matched by the hash of their words, which is the same in every vocabulary.
    """
    names, vocab = gazetteer(), Vocab()
    spelled: dict[str, str] = {}
    for capitals in (True, False):  # a name as printed wins over another one's capitals
        for form in (*names.districts, *names.seats, *names.forms):
            spelled[" ".join(_TOKENS.findall(form.upper() if capitals else form))] = form
    matcher = PhraseMatcher(vocab)
    matcher.add("PLACE", [Doc(vocab, words=key.split()) for key in spelled])
    return matcher, spelled


def find_places(doc: Doc) -> list[Candidate[PlaceValue]]:
    """Every province, regency, city and district the article names, each with the codes it may mean, best first.

    The rule is `context:cue`, with `+staff` where the words speak of the people of the place (`ASN di lingkungan Pemkab
    X`). Scores of 0.5 and less are hints: seats of government, bare district names, names that are also words.
    """
    matcher, spelled = _matcher()
    layout = Layout(doc)
    mentions: list[_Mention] = []
    last = 0
    for _, first, behind in sorted(matcher(doc), key=lambda match: (match[1], -match[2])):
        if first < last:
            continue
        span = doc[first:behind]
        form = spelled[" ".join(token.text for token in span)]
        mention = _read(layout, span.start_char, span.end_char, form, mentions[-1] if mentions else None)
        if mention is not None:
            mentions.append(mention)
            last = behind
    return [_candidate(mention) for mention in _disambiguate(doc, mentions)]


def _read(layout: Layout, start: int, end: int, form: str, previous: _Mention | None) -> _Mention | None:
    names, text = gazetteer(), layout.text
    before = text[max(0, start - _WINDOW) : start].rpartition("\n")[2]
    after = text[end : end + 30]
    reading = place_cues.read_before(before, district=form in names.districts, region=form in names.forms)
    if reading.cue is None and previous is not None and _is_listed(text, previous.end, start):
        reading = _continued(previous.reading, reading)
    if reading.unit is None and len(names.forms.get(form, ())) > 1 and place_cues.names_city(after):
        reading = reading._replace(unit="kota")
    unit, cue, staff = reading
    wanted: Wanted | None = unit or (cue.kind if cue is not None else None)
    codes = _codes(names, form, wanted)
    if cue is not None and cue.name == "town":  # a prison bears a town's name, never a province's
        codes = tuple(code for code in codes if len(code) > _PROVINCE) or codes
    if not codes or (unit is None and cue is None and _NO_PLACE.match(text, start)):
        return None
    decided = len(codes) == 1 or sum(_fits(names.regions[code].kind, wanted) for code in codes) == 1
    if place_cues.is_journal(before, after):
        return _Mention(start, end, codes, "other", "veto:journal", _VETOED, reading, decided=False)
    if place_cues.is_street(before):
        return _Mention(start, end, codes, "other", "veto:street", _VETOED, reading, decided=False)
    context: PlaceContext = cue.context if cue is not None else "other"
    name, score = (cue.name if cue is not None else "unit" if unit else "name"), _SCORES[context]
    if dateline := context in ("other", "venue") and _is_dateline(layout, start, end):
        context, name, score = "dateline", "dateline", _SCORES["dateline"]
    if form not in names.forms or len(codes[0]) > 5:
        minor = _read_minor(names, form, wanted, dateline=dateline, locative=place_cues.is_locative(before), cue=cue)
        if minor is None:
            return None
        name, score = minor
    elif name == "name" and place_cues.is_name_part(before):
        return _Mention(start, end, codes, "other", "veto:person", _VETOED, reading, decided=False)
    elif name == "name" and form in _WEAK and not place_cues.is_locative(before):
        return _Mention(start, end, codes, "other", "veto:word", _VETOED, reading, decided=False)
    if staff and not dateline:
        context, name, score = "government", f"{name}+staff", max(score, _SCORES["government"])
    return _Mention(start, end, codes, context, f"{context}:{name}", score, reading, decided)


def _is_listed(text: str, end: int, start: int) -> bool:
    return start - end < _LONGEST_LINK and _LIST_LINK.fullmatch(text, end, start) is not None


def _continued(previous: Reading, own: Reading) -> Reading:
    """The reading of a name in a list: what stands before the list holds for it, unless its own words differ."""
    cue = previous.cue
    if cue is not None and own.unit is not None and cue.kind not in (None, own.unit):
        cue = None
    return Reading(own.unit or previous.unit, cue, own.staff or previous.staff)


def _read_minor(
    names: Gazetteer, form: str, wanted: Wanted | None, *, dateline: bool, locative: bool, cue: Cue | None
) -> tuple[str, float] | None:
    """Rule and score of a name that only a district or a seat of government bears; None where it is a mere word."""
    if wanted == "district":
        return ("district" if cue is None else cue.name, _DISTRICT)
    seat = form in names.seats
    if dateline:
        return ("seat", _SEAT) if seat else ("bare", _BARE)
    if len(form) < _SHORTEST_MINOR:
        return None
    if cue is not None and cue.context == "body":
        return (cue.name, _SEAT)
    if not locative or form in _WEAK_MINOR:
        return None
    return ("seat", _SEAT) if seat else ("bare", _BARE)


def _codes(names: Gazetteer, form: str, wanted: Wanted | None) -> tuple[str, ...]:
    """The codes `form` may mean, those of the wanted kind first; districts only where wanted or without a rival."""
    districts = names.districts.get(form, ())
    if wanted == "district" and districts:
        return districts
    regions = names.forms.get(form) or names.seats.get(form) or districts
    return tuple(sorted(regions, key=lambda code: not _fits(names.regions[code].kind, wanted))) if wanted else regions


def _fits(kind: str, wanted: Wanted | None) -> bool:
    return kind == wanted or (wanted == "regency" and kind in ("kabupaten", "kota"))


def _is_dateline(layout: Layout, start: int, end: int) -> bool:
    """Whether a name opens the article's text: `SOLOK – `, `Praya (Harian X) — `, `KOTA SERANG, X – `."""
    opening = layout.text_start
    if not opening <= start < opening + _DATELINE:
        return False
    lead = _ABBREVIATED_UNIT.sub("", layout.text[opening:start])
    return "." not in lead and lead.count(" ") < _DATELINE_BLANKS and bool(_DATELINE_AFTER.match(layout.text, end))


def _disambiguate(doc: Doc, mentions: list[_Mention]) -> list[_Mention]:
    """Order the codes of every ambiguous mention: by what the article speaks of elsewhere, then the outlet's home."""
    names, home = gazetteer(), context_of(doc).home
    certain = Counter(m.codes[0][:5] for m in mentions if m.decided and m.score > _SEAT)
    provinces: Counter[str] = Counter()
    for code, count in certain.items():
        provinces[code[:2]] += count
    kinds = Counter(_KIND_WORDS[" ".join(w.group().casefold().split())] for w in _KIND_WORD.finditer(text_of(doc)))

    def rank(code: str, reading: Reading) -> tuple[float, ...]:
        """Sorts the likelier code first."""
        at_home = home is not None and home.regency_code == code[:5]
        in_home = home is not None and home.province_code == code[:2]
        kind, wanted = names.regions[code].kind, _wanted(reading)
        in_town = reading.cue is not None and reading.cue.name == "town" and kind == "kota"
        return (
            -(wanted is None or _fits(kind, wanted)),
            -certain[code[:5]],
            -(provinces[code[:2]] > 0),
            -at_home,
            -in_home,
            -provinces[code[:2]],
            -in_town,
            -kinds[kind],
        )

    return [
        m
        if m.decided
        else _weakened(m, certain)._replace(codes=tuple(sorted(m.codes, key=lambda code: rank(code, m.reading))))
        for m in mentions
    ]


def _weakened(mention: _Mention, certain: Counter[str]) -> _Mention:
    """`ASN di Madiun` says little where the article speaks of the city and of the regency of that name."""
    cue = mention.rule.partition(":")[2].removesuffix("+staff")
    counts = sorted((certain[code] for code in mention.codes if len(code) > _PROVINCE), reverse=True)
    if cue not in ("name", "unit") or len(counts) < 2 or counts[1] * _RIVAL < counts[0] or not counts[1]:
        return mention
    return mention._replace(context="other", rule="other:bare", score=_BARE)


def _wanted(reading: Reading) -> Wanted | None:
    return reading.unit or (reading.cue.kind if reading.cue is not None else None)


def _candidate(mention: _Mention) -> Candidate[PlaceValue]:
    region = gazetteer().region(mention.codes[0])
    value = PlaceValue(_KINDS[region.kind], mention.codes, region.name, mention.context)
    return Candidate(value, mention.start, mention.end, mention.rule, mention.score)


@Language.component("ikrar_places")
def read_places(doc: Doc) -> Doc:
    """Leave the article's places in the document."""
    put(doc, "places", find_places(doc))
    return doc
