"""The body that held a ceremony, as the field would name it."""

from __future__ import annotations

import re

from spacy.tokens import Doc

from extract.candidates import Candidate, PlaceValue
from extract.document import candidates_of, context_of, sentence_at, text_of
from extract.fields.territory import Resolution
from extract.gazetteer import gazetteer
from extract.segments import Ceremony

_GOVERNMENT = re.compile(
    r"(?<!\w)(?:pem(?:kab|kot|ko|prov|da)|pemerintah(?:an)?\s(?:kabupaten|kota|provinsi|daerah|aceh))(?!\w)",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"\s*\([^()]{1,40}\)")


def choose_organizer(doc: Doc, ceremony: Ceremony, region: Resolution) -> Candidate[str] | None:
    """The organizer, its name written out where it is a regional government.

    A body that `menggelar` the act decides; else the government or body whose servants acted in a sentence that tells
    of the act. `Pemkab`, `Pemko` or `Pemda` become the government of the region the ceremony is of (GUIDELINES:
    `Pemerintah Kabupaten Mojokerto`).
    """
    near = set(ceremony.act_sentences) | {number + 1 for number in ceremony.act_sentences}
    told: list[Candidate[str]] = [
        c
        for c in candidates_of(doc, "organizer")
        if sentence_at(doc, c.start) in near and sentence_at(doc, c.start) in ceremony.sentences
    ]
    held = [c for c in told if c.rule != "organizer:servants-of"]
    for candidate in [*held, *told]:
        if _GOVERNMENT.match(candidate.value):
            return _government(candidate.start, candidate.end, region)
        if len(candidate.value.split()) > 1 and candidate.value[0].isupper():
            return Candidate(_BRACKETED.sub("", candidate.value), candidate.start, candidate.end, candidate.rule, 0.8)
    return _named_government(doc, ceremony, region)


def _government(start: int, end: int, region: Resolution) -> Candidate[str] | None:
    code = region.regency_code or region.province_code
    if code is None:
        return None
    name = gazetteer().region(code).name
    title = f"Pemerintah {name}" if region.regency_code else f"Pemerintah Provinsi {name}"
    if name == "Aceh" and region.regency_code is None:
        title = "Pemerintah Aceh"
    return Candidate(title, start, end, "organizer:government", 0.9)


def _named_government(doc: Doc, ceremony: Ceremony, region: Resolution) -> Candidate[str] | None:
    """The government named in a sentence that tells of the act: `di halaman Pemkab Mojokerto`."""
    code = region.regency_code or region.province_code
    if code is None or region.level not in ("regency", "province"):
        return None
    place: Candidate[PlaceValue]
    for place in candidates_of(doc, "places"):
        number = sentence_at(doc, place.start)
        if number not in ceremony.act_sentences or place.start < context_of(doc).text_start:
            continue
        if place.value.context != "government" or code not in place.value.codes:
            continue
        before = text_of(doc)[max(0, place.start - 30) : place.end]
        named = [match for match in _GOVERNMENT.finditer(before) if place.start - 30 + match.end() <= place.end]
        if named:
            start = max(0, place.start - 30) + named[-1].start()
            return _government(start, place.end, region)
    return None
