"""Named regions of Indonesia in an article, and what the words around each make of it.

Names are matched with their case; what stands before a name tells a government from a body, a venue and a mere
mention, and a regency from the city of its name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal, NamedTuple, cast

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from extract.candidates import Candidate, PlaceValue
from extract.document import blank_language, context_of, put
from extract.gazetteer import Gazetteer, Region, gazetteer
from extract.vocabulary import vocabulary, words

PlaceContext = Literal["government", "body", "dateline", "venue", "other"]
PlaceKind = Literal["province", "regency", "district"]

#: How far before a name its cue may begin.
_WINDOW = 110
#: How far into the article's text a dateline may stand.
_DATELINE = 60

_SCORES: dict[PlaceContext, float] = {"government": 0.9, "body": 0.8, "dateline": 0.6, "venue": 0.55, "other": 0.6}
_BARE_DISTRICT = 0.3
_SEAT = 0.4
_VETOED = 0.15


def _either(forms: Iterable[str]) -> str:
    return "|".join(re.escape(form).replace(r"\ ", r"\s{1,3}") for form in sorted(forms, key=len, reverse=True))


_UNITS = {form.casefold().rstrip("."): kind for kind, forms in vocabulary("places")["units"].items() for form in forms}
_UNIT = re.compile(rf"(?i)(?<!\w)(?P<unit>{_either(_UNITS)})\.?\s{{0,3}}$")


@dataclass(frozen=True, slots=True)
class Cue:
    """A kind of word before a place name: see `places.toml`."""

    name: str
    kind: str
    context: PlaceContext
    gap: int


_CUES: dict[str, list[Cue]] = {}
for _name, _table in vocabulary("places")["cues"].items():
    for _form in _table["words"]:
        _cue = Cue(_name, _table["kind"], _table["context"], _table["gap"])
        _CUES.setdefault(" ".join(_form.casefold().split()).rstrip("."), []).append(_cue)
_CUE = re.compile(rf"(?i)(?<![\w])(?P<cue>{_either(_CUES)})(?![\w])")
#: Words of a body's longer name between its cue and its place.
_GAP_WORD = re.compile(r"(?:[A-Z0-9(][\w.,()'’&/-]{0,40}|dan|di|dr\.?|kelas|wilayah|dengan|kode|nomor|untuk|&|[-–])$")
_STAFF = re.compile(rf"(?i)(?<!\w)(?:{_either(vocabulary('places')['cues']['staff']['words'])})(?!\w)")
_LINK = re.compile(rf"(?i)(?:[\s,]|\([^()\n]{{1,40}}\)|(?<!\w)(?:{_either(words('places', 'staff.links'))})(?![\w]))*$")
_JOURNAL_BEFORE = re.compile(rf"(?<!\w)(?i:{_either(words('places', 'journal.before'))})\s$")
_JOURNAL_AFTER = re.compile(rf"\s?(?i:{_either(words('places', 'journal.after'))})(?!\w)|\.(?:com|co|id|net|news)\b")
_WEAK = {form for name in words("places", "weak.names") for form in (name, name.upper())}
_NOTES = re.compile(rf"(?:{_either(words('places', 'weak.notes'))})(?!\w)")
_WEAK_SEATS = {form for name in words("places", "seats.weak") for form in (name, name.upper())}
_WEAK_DISTRICTS = set(words("places", "districts.weak"))
_LOCATIVE = re.compile(r"(?i)(?<!\w)(?:di|ke|dari|se|asal|wilayah|kawasan|daerah|warga|sekitar|kota|,)[\s-]{1,2}$")
_PERSON_BEFORE = re.compile(r"(?<!\w)(?P<word>[A-Z][a-z]{2,20})\s$")
_PERSON_AFTER = re.compile(r"\s[A-Z][a-z’']{2,20}\b")
_DATELINE_AFTER = re.compile(r"\s{0,3}(?:[-–—―:|,/(*•]|\Z|\n)")
_LIST_LINK = re.compile(
    r"\s?(?:,|,?\s?dan|,?\s?serta|/|,?\s?maupun|&)\s?(?:kecamatan|kabupaten|kota)?\s?", re.IGNORECASE
)


class _Mention(NamedTuple):
    """A place name with what was read around it."""

    start: int
    end: int
    codes: tuple[str, ...]
    context: PlaceContext
    rule: str
    score: float
    unit: str | None
    decided: bool


@cache
def _matcher() -> tuple[PhraseMatcher, dict[str, str]]:
    """The matcher over all names as printed and in capitals, and the name each match stands for."""
    nlp, names = blank_language(), gazetteer()
    spelled: dict[str, str] = {}
    for form in (*names.forms, *names.districts, *names.seats):
        for written in (form.upper(), form):
            spelled[_key(nlp.make_doc(written))] = form
    for form in (*names.districts, *names.seats, *names.forms):  # where two names differ in case only, a region's wins
        spelled[_key(nlp.make_doc(form))] = form
    matcher = PhraseMatcher(nlp.vocab)
    matcher.add("PLACE", [nlp.make_doc(key) for key in spelled])
    return matcher, spelled


def _key(tokens: Iterable[object]) -> str:
    return " ".join(str(token) for token in tokens)


def find_places(doc: Doc) -> list[Candidate[PlaceValue]]:
    """Every province, regency, city and district the article names, each with the codes it may mean, best first.

    The rule is `context:cue`, with `+staff` where the words speak of the people of the place (`ASN di lingkungan Pemkab
    X`). Scores of 0.5 and less are hints: seats of government, bare district names, names that are also words.
    """
    matcher, spelled = _matcher()
    spans = sorted(matcher(doc), key=lambda m: (m[1], -m[2]))
    mentions: list[_Mention] = []
    last = 0
    for _, first, behind in spans:
        if first < last:
            continue
        span = doc[first:behind]
        mention = _read(doc, span.start_char, span.end_char, spelled[_key(span)], mentions[-1:])
        if mention is not None:
            mentions.append(mention)
            last = behind
    return [_candidate(m) for m in _disambiguate(doc, mentions)]


def _read(doc: Doc, start: int, end: int, form: str, previous: Sequence[_Mention]) -> _Mention | None:
    names, text = gazetteer(), doc.text
    line = max(text.rfind("\n", 0, start) + 1, start - _WINDOW)
    before, after = text[line:start], text[end : end + 30]
    unit, cue, staff = _cue_before(before)
    if unit is None and cue is None and previous and _LIST_LINK.fullmatch(text[previous[0].end : start]):
        unit, cue = previous[0].unit, _cue_of(previous[0])
    wanted = unit or (cue.kind if cue is not None and cue.kind != "any" else None)
    codes = _codes(names, form, wanted)
    if not codes:
        return None
    context: PlaceContext = cue.context if cue is not None else "other"
    rule = cue.name if cue is not None else ("unit" if unit else "name")
    score = _SCORES[context] if cue is not None or unit else _SCORES["other"]
    decided = len(codes) == 1 or len({c for c in codes if _kind(names, c) == wanted}) == 1
    dateline = _is_dateline(doc, start, end)
    if dateline and context in ("other", "venue"):
        context, rule, score = "dateline", "dateline", _SCORES["dateline"]
    bare = unit is None and cue is None
    if _JOURNAL_BEFORE.search(before) or _JOURNAL_AFTER.match(after):
        return _Mention(start, end, codes, "other", "veto:journal", _VETOED, unit, decided=False)
    if bare and _NOTES.match(text, start):
        return None
    if form not in names.forms:
        found = _read_minor(names, form, wanted, dateline, bool(_LOCATIVE.search(before)), cue)
        if found is None:
            return None
        rule, score = found
    elif bare and not dateline:
        if _is_person(before, after):
            rule, score = "veto:person", _VETOED
        elif form in _WEAK and not _LOCATIVE.search(before):
            rule, score = "veto:word", _VETOED
    if staff and not rule.startswith("veto:"):
        context, rule = "government", rule + "+staff"
        score = max(score, _SCORES["government"])
    return _Mention(start, end, codes, context, f"{context}:{rule}" if ":" not in rule else rule, score, unit, decided)


def _read_minor(
    names: Gazetteer, form: str, wanted: str | None, dateline: bool, locative: bool, cue: Cue | None
) -> tuple[str, float] | None:
    """Rule and score of a name that only a district or a seat of government bears; None where it is a mere word."""
    if wanted == "district":
        return ("district" if cue is None else cue.name, 0.75)
    seat = form in names.seats
    if dateline:
        return ("seat", _SEAT) if seat else ("district", _BARE_DISTRICT)
    if cue is not None and cue.context == "body" and len(form) > 4:
        return (cue.name, _SEAT)
    if not locative or form in _WEAK_SEATS or form in _WEAK_DISTRICTS or len(form) < 5:
        return None
    return ("seat", _SEAT) if seat else ("bare", _BARE_DISTRICT)


def _cue_before(before: str) -> tuple[str | None, Cue | None, bool]:
    """The word for the kind of region at the end of `before`, the cue before that, and whether people are spoken of."""
    unit = None
    rest = before
    if found := _UNIT.search(before):
        unit = _UNITS[" ".join(found["unit"].casefold().split())]
        rest = before[: found.start()]
        if unit == "kota" and re.search(r"(?i)wali\s?$", rest):
            unit, rest = None, before
    for match in reversed(list(_CUE.finditer(rest))):
        gap = rest[match.end() :].lstrip(".)").split()
        for cue in _CUES[" ".join(match["cue"].casefold().split())]:
            if cue.kind == "district" and unit not in (None, "district"):
                continue
            if cue.kind == "district" and cue.gap and unit is None and cue.name == "district_body" and len(gap) > 2:
                continue
            if len(gap) <= cue.gap and all(map(_GAP_WORD.match, gap)):
                if cue.name == "office" and (wider := _ministry_before(rest[: match.start()])):
                    cue = wider
                staff = cue.name == "staff" or _speaks_of_staff(rest[: match.start()])
                return unit, cue, staff
        if gap and not all(map(_GAP_WORD.match, gap)):
            break
    return unit, None, _speaks_of_staff(rest)


def _ministry_before(before: str) -> Cue | None:
    """The cue of a ministry's provincial branch that ends `before`: `Kanwil` of `Kanwil Kemenag X`."""
    last = re.search(r"(\w+(?:\s\w+)?)\s{1,2}$", before)
    for form in (last[1], last[1].split()[-1]) if last else ():
        for cue in _CUES.get(" ".join(form.casefold().split()), ()):
            if cue.name == "ministry":
                return cue
    return None


def _speaks_of_staff(before: str) -> bool:
    link = _LINK.search(before)
    head = before[: link.start()] if link else before
    found = None
    for found in _STAFF.finditer(head[-40:]):
        pass
    return found is not None and found.end() == len(head[-40:])


def _cue_of(mention: _Mention) -> Cue | None:
    name = mention.rule.partition(":")[2].removesuffix("+staff")
    table = vocabulary("places")["cues"].get(name)
    return Cue(name, table["kind"], table["context"], table["gap"]) if table else None


def _codes(names: Gazetteer, form: str, wanted: str | None) -> tuple[str, ...]:
    regions = names.forms.get(form, ())
    districts = names.districts.get(form, ())
    if wanted == "district" and districts:
        return districts
    if not regions:
        return names.seats.get(form) or districts
    return tuple(sorted(regions, key=lambda code: _kind(names, code) != wanted)) if wanted else regions


def _kind(names: Gazetteer, code: str) -> str:
    return names.regions[code].kind


def _is_dateline(doc: Doc, start: int, end: int) -> bool:
    """Whether a name opens the article's text: `SOLOK – `, `Praya (Harian X) — `, `KOTA SERANG, X – `."""
    text, opening = doc.text, context_of(doc).text_start
    if not opening <= start < opening + _DATELINE:
        return False
    lead = text[opening:start]
    return "." not in lead.replace("Kab.", "").replace("Kep.", "") and lead.count(" ") < 4 and bool(
        _DATELINE_AFTER.match(text, end)
    )  # fmt: skip


def _is_person(before: str, after: str) -> bool:
    """Whether a bare name seems part of a person's or a company's name: another capitalised word stands beside it."""
    if found := _PERSON_BEFORE.search(before):
        opens = not before[: found.start()].strip() or before[: found.start()].rstrip()[-1:] in '.!?“"”:'
        return not opens
    return False


def _disambiguate(doc: Doc, mentions: list[_Mention]) -> list[_Mention]:
    """Order the codes of every ambiguous mention by what the rest of the article speaks of."""
    names, home = gazetteer(), context_of(doc).home
    certain: Counter[str] = Counter()
    provinces: Counter[str] = Counter()
    for m in mentions:
        if m.score > _SEAT and m.decided:
            certain[m.codes[0]] += 1
            provinces[m.codes[0][:2]] += 1
    kinds = _kinds_spoken_of(doc.text)
    out = []
    for m in mentions:
        if m.decided or len(m.codes) == 1:
            out.append(m)
            continue

        def rank(code: str) -> tuple[float, ...]:
            own = certain[code] if len(code) < 8 else certain[code[:5]]
            at_home = home is not None and home.regency_code is not None and home.regency_code == code[:5]
            in_home = home is not None and home.province_code == code[:2]
            kind = kinds[names.regions[code].kind]
            return (own > 0, own, provinces[code[:2]] > 0, at_home, in_home, provinces[code[:2]], kind)

        first = max(m.codes, key=rank)
        out.append(m._replace(codes=tuple(sorted(m.codes, key=lambda c: tuple(-x for x in rank(c))))))
        assert first == out[-1].codes[0]
    return out


def _kinds_spoken_of(text: str) -> Counter[str]:
    """How often the article's words speak of a kabupaten, a kota or a province without naming it."""
    counts: Counter[str] = Counter()
    for word in re.findall(
        r"(?i)\b(?:bupati|pemkab|desa|kades|wali\s?kota|pemkot|pemko|kelurahan|lurah|gubernur)\b", text
    ):
        folded = word.casefold().replace(" ", "")
        if folded in ("bupati", "pemkab", "desa", "kades"):
            counts["kabupaten"] += 1
        elif folded == "gubernur":
            counts["province"] += 1
        else:
            counts["kota"] += 1
    return counts


def _candidate(mention: _Mention) -> Candidate[PlaceValue]:
    region: Region = gazetteer().region(mention.codes[0])
    kind = cast(PlaceKind, region.kind if region.kind in ("province", "district") else "regency")
    value = PlaceValue(kind, mention.codes, region.name, mention.context)
    return Candidate(value, mention.start, mention.end, mention.rule, mention.score)


@Language.component("ikrar_places")
def read_places(doc: Doc) -> Doc:
    """Leave the article's places in the document."""
    put(doc, "places", find_places(doc))
    return doc
