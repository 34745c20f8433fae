"""The elections that the neutrality is for."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from extract.candidates import Candidate
from extract.document import context_of, in_quotes, put, sentence_at, sentences_of, text_of
from extract.patterns import any_of
from extract.vocabulary import vocabulary

_KINDS = {kind: re.compile(any_of(forms), re.IGNORECASE) for kind, forms in vocabulary("elections")["kinds"].items()}
_YEAR = re.compile(
    r"(?:\s{1,2}(?:\([^)\n]{2,30}\)|serentak|nasional|lanjutan|tahun|dan|pemilihan|umum|kepala|daerah|gubernur|bupati|wakil|wali\s?kota|"
    r"[A-Z][\w.]{1,20})){0,8}\s{1,2}(?P<year>20[12]\d)(?!\d|/)",
    re.IGNORECASE,
)
_POLLING = {
    kind: [dt.date.fromisoformat(day) for day in days] for kind, days in vocabulary("elections")["polling"].items()
}


@dataclass(frozen=True, slots=True)
class ElectionValue:
    """An election as named.

    Attributes:
        kind: `Pemilu`, `Pilkada` or `PSU`.
        year: the year printed with it; None where none is.
    """

    kind: str
    year: int | None


def find_elections(doc: Doc) -> list[Candidate[ElectionValue]]:
    """Every mention of an election, weaker in quoted speech and far from the lead."""
    text = text_of(doc)
    found: list[Candidate[ElectionValue]] = []
    for kind, pattern in _KINDS.items():
        for match in pattern.finditer(text):
            year = _YEAR.match(text, match.end(), min(len(text), match.end() + 120))
            same_line = year is not None and "\n" not in year.group()
            value = ElectionValue(kind, int(year["year"]) if year is not None and same_line else None)
            end = year.end() if year is not None and same_line else match.end()
            score = 0.3 if in_quotes(doc, match.start()) else 1.0
            found.append(Candidate(value, match.start(), end, f"election:{kind}", score))
    return found


def elections_for(
    doc: Doc, candidates: list[Candidate[ElectionValue]], acts: list[int], day: dt.date | None
) -> list[tuple[str, Candidate[ElectionValue]]]:
    """The elections a ceremony is for, each with the mention it was read from, in reading order.

    Args:
        doc: the document.
        candidates: mentions of elections.
        acts: sentences that tell of the ceremony's acts, the strongest evidence.
        day: when it took place, for elections named without their year.

    The mention in the first sentence that tells of the acts and names an election decides; one named beside it in the
    same sentence counts too (GUIDELINES: both only where both are what the neutrality is for). `Pemilu dan Pemilihan
    2024` alone is the general election.
    """
    by_sentence: dict[int, list[Candidate[ElectionValue]]] = {}
    for candidate in candidates:
        if candidate.score > 0.5:
            by_sentence.setdefault(sentence_at(doc, candidate.start), []).append(candidate)
    order = [n for n in acts if n in by_sentence] + [n for n in sorted(by_sentence) if n not in acts]
    reference = day or context_of(doc).published
    sentences = sentences_of(doc)
    for number in order:
        named: dict[str, Candidate[ElectionValue]] = {}
        mentions = by_sentence[number]
        for candidate in mentions:
            year = (
                candidate.value.year
                or _year_beside(mentions, candidate)
                or _year_of(doc, candidates, candidate, reference)
            )
            if year is None:
                continue
            kind = candidate.value.kind
            if sentences[number].paragraph == 0 and len(order) > 1 and candidate.value.year is None and acts:
                pass
            named.setdefault(f"{kind} {year}", candidate)
        if named:
            return sorted(named.items(), key=lambda item: item[1].start)
    return []


def _year_beside(mentions: list[Candidate[ElectionValue]], candidate: Candidate[ElectionValue]) -> int | None:
    """The year printed once for several elections: `Pemilu dan Pilkada 2024`, `Pemilu 2024 sekaligus Pilkada`."""
    years = [m.value.year for m in mentions if m.value.year and 0 <= m.start - candidate.end < 60]
    return years[0] if years else None


def _year_of(
    doc: Doc, candidates: list[Candidate[ElectionValue]], candidate: Candidate[ElectionValue], day: dt.date | None
) -> int | None:
    """The year of an election named without one: as elsewhere in the article, else the next one held."""
    kind = candidate.value.kind
    elsewhere = [c.value.year for c in candidates if c.value.kind == kind and c.value.year]
    if elsewhere:
        return elsewhere[0]
    if day is None or kind not in _POLLING:
        return day.year if day is not None and kind == "PSU" else None
    coming = [polling.year for polling in _POLLING[kind] if polling >= day]
    return coming[0] if coming else None


@Language.component("ikrar_elections")
def read_elections(doc: Doc) -> Doc:
    """Leave the candidates of the field `elections`."""
    put(doc, "elections", find_elections(doc))
    return doc
