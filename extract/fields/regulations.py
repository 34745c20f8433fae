"""Regulations: which laws and official instruments an article cites, once each.

Every mention is a candidate. Mentions of one instrument carry the same value, so that the distinct values are the
article's citations; all but the first have the rule `repeat`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc

from extract.candidates import Candidate, RegulationValue
from extract.document import put, text_of
from extract.fields.citations import Citation, read_citations
from extract.patterns import Caseless
from extract.register import Entry, entries_like, issuer_of, names_of, same_subject, title_in
from extract.vocabulary import vocabulary, words
from schemas.report import RegulationType

_SCORES = {"numbered": 0.95, "named": 0.8, "bare": 0.7, "anaphora": 0.6}
#: Types of which an unnumbered mention means the one instrument cited in full, whatever it is called.
_ONE_OF_A_KIND = frozenset({"SKB", "PKPU", "Perbawaslu", "Perppu", "UUD"})
#: No newspaper cites more instruments in an article, or calls one by more names; what goes beyond is left out.
_MOST_INSTRUMENTS = 100
_MOST_NAMES = 8
_RELATED = Caseless(r"^[\s>*•-]{0,6}(?:baca|lihat|simak)\s{1,3}juga\b|^artikel terkait\b")


@dataclass(slots=True)
class _Instrument:
    """One instrument of the article: its mentions, and what they call it."""

    type: RegulationType
    number: str | None
    year: int | None
    mentions: list[Citation] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)

    def add(self, mention: Citation) -> None:
        """Take up a further mention."""
        self.mentions.append(mention)
        self.year = self.year or mention.year
        if len(self.names) < _MOST_NAMES:
            self.names.setdefault(mention.name, _subject(mention.name))

    def value(self) -> RegulationValue:
        """The value that all its mentions share."""
        provisions = dict.fromkeys(m.provision for m in self.mentions if m.provision)
        return RegulationValue(self.type, self.number, self.year, "; ".join(list(provisions)[:_MOST_NAMES]) or None)


def find_regulations(doc: Doc) -> list[Candidate[RegulationValue]]:
    """Every citation of a law or official instrument in the document, in reading order."""
    text = text_of(doc)
    citations = [citation for citation in read_citations(text) if not _in_link(text, citation.start)]
    found: list[Candidate[RegulationValue]] = []
    for instrument in _instruments(citations):
        value = instrument.value()
        mentions = sorted(instrument.mentions, key=lambda mention: mention.start)
        first = next((m for m in mentions if m.form == "numbered"), mentions[0])
        for mention in mentions:
            rule = mention.form if mention is first else "repeat"
            found.append(Candidate(value, mention.start, mention.end, rule, _SCORES[mention.form]))
    return sorted(found, key=lambda candidate: (candidate.start, -candidate.end))


@Language.component("ikrar_regulations")
def read_regulations(doc: Doc) -> Doc:
    """Leave the document's citations as candidates of the field `regulations`."""
    put(doc, "regulations", list(find_regulations(doc)))
    return doc


def _in_link(text: str, offset: int) -> bool:
    """Whether `offset` stands in a line that only links to another article."""
    start = text.rfind("\n", 0, offset) + 1
    return _RELATED.match(text[start : min(offset, start + 60)]) is not None


def _instruments(citations: list[Citation]) -> list[_Instrument]:
    """The mentions, each under its instrument: numbered ones first, as the others only point to them."""
    found: list[_Instrument] = []
    for forms, is_same in (({"numbered"}, _same_number), ({"named", "bare"}, _names)):
        for citation in (c for c in citations if c.form in forms):
            same = next((known for known in found if known.type == citation.type and is_same(known, citation)), None)
            if same is None:
                if len(found) == _MOST_INSTRUMENTS:
                    continue
                same = _Instrument(citation.type, citation.number, citation.year)
                found.append(same)
            same.add(citation)
        for known in found:
            if known.number is not None:
                known.entries = entries_like(RegulationValue(known.type, known.number, known.year, None))
    owners = sorted(((m.start, known) for known in found for m in known.mentions), key=lambda row: row[0])
    for citation in (c for c in citations if c.form == "anaphora"):
        meant = next((k for start, k in reversed(owners) if start < citation.start and k.type == citation.type), None)
        if meant is not None:
            meant.add(citation)
    return found


def _same_number(known: _Instrument, citation: Citation) -> bool:
    return known.number == citation.number and (
        known.year == citation.year or (known.number is not None and None in {known.year, citation.year})
    )


def _names(known: _Instrument, citation: Citation) -> bool:
    """Whether an unnumbered mention means `known`, an instrument of its type."""
    if known.type in _ONE_OF_A_KIND:
        return citation.year in {None, known.year}
    if known.type == "Permen" and not citation.name:  # `Permenpan-RB` once more
        return True
    if known.type in {"SE", "Surat"}:
        return any(_same_issuer(name, citation.name) for name in known.names)
    if any(_beside(mention, citation) for mention in known.mentions[:_MOST_NAMES]):
        return True
    subject = _subject(citation.name)
    if any(_same_name(subject, name) for name in known.names.values()):
        return True
    unnamed = not any(known.names.values())
    return unnamed and any(same_subject(subject, entry) or subject in names_of(entry) for entry in known.entries)


def _beside(mention: Citation, citation: Citation) -> bool:
    """Whether the mention stands right behind, as in `UU Nomor 5 Tahun 2014 (UU ASN)`."""
    return mention.form == "numbered" and not mention.name and 0 < citation.start - mention.end <= 2


@lru_cache(maxsize=4096)
def _subject(name: str) -> str:
    """What an instrument is about, of the words that name it: the title, else the short name."""
    title = title_in(name) or name
    left_out = words("regulations", "words.no_subject")
    return " ".join(word for word in re.findall(r"\w+", title) if word not in left_out)


def _same_issuer(a: str, b: str) -> bool:
    """Whether two circulars or letters are of one issuer; one named by its subject alone may be anybody's."""
    subjects = {subject.casefold() for subject in words("regulations", "issuers.subjects")}
    if _first_word(b) in subjects or b.startswith(words("regulations", "words.title")):
        return True
    if issuer_of(a) or issuer_of(b):
        return issuer_of(a) == issuer_of(b)
    return _first_word(a) == _first_word(b)


def _first_word(name: str) -> str:
    return next(iter(re.findall(r"\w+", name)), "")


@lru_cache(maxsize=4096)
def _same_name(a: str, b: str) -> bool:
    if not a or not b:
        return a == b
    if a in b or b in a:
        return True
    names: dict[str, list[str]] = vocabulary("regulations")["names"]
    return any(
        re.search(rf"\b{re.escape(short)}\b", x) is not None and any(long in y for long in longs)
        for short, longs in names.items()
        for x, y in ((a, b), (b, a))
    )
