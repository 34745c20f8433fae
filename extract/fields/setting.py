"""Venue and organizer: where a ceremony was held, as written, and by which body."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from extract.candidates import Candidate
from extract.document import context_of, in_quotes, put, sentences_of, text_of
from extract.patterns import Caseless, any_of
from extract.vocabulary import words

_NOUN = any_of(words("setting", "venue.nouns"))
_CUE = Caseless(any_of(words("setting", "venue.cues")) + r"\s+")
_AT = Caseless(rf"\b(?:di|ke|memenuhi|pada)\s+(?={_NOUN})")
_OPENING = Caseless(rf"^(?={_NOUN})")
_WEEKDAY = any_of(words("setting", "venue.weekdays"))
#: A verb in lower case ends a venue; `dinas`, `diklat` and `menteri` only look like one.
_VERB = (
    r"(?!dinas|diklat|digital|direktorat|menteri|merah|merdeka|bersejarah|terpadu|terbuka|termuda)"
    r"(?:di|me[mn]?|ber|ter)[a-z]{4,}"
)
#: A comma goes on only to a place name that ends there: `Lapangan Setdakab, Redelong, Senin`.
_PLACE_THAT_ENDS = (
    rf"\s(?!(?i:{_WEEKDAY})|(?:Kab|Kota|Prov|Kec)\w*\b)[A-Z][\w-]{{2,20}}(?:\s[A-Z][\w-]{{2,20}}){{0,2}}"
    rf"\s*(?:[,.;(]|$|\s(?i:{_WEEKDAY}|pada))"
)
_END = re.compile(
    rf"\s+(?=(?i:{any_of(words('setting', 'venue.ends'))})|{_VERB}|\d{{1,2}}[/.-]\d{{1,2}})"
    r"|\s*[;:–—(\[\n\"”“*]|\s?(?<!Pemkab)(?<!Pemkot)(?<!Kab)(?<!Kec)\.(?=\s+[A-Z0-9“\"]|\s*$)"
    rf"|\s*,(?!{_PLACE_THAT_ENDS})"
)
#: A venue's name is seldom longer; what runs on is cut here.
_LONGEST = 110
_SHORTEST = 4

_BODY = any_of(words("setting", "organizer.bodies"))
#: A body's name: its noun and the capitalised words behind it, lower-case links between them.
_BODY_WORD = r"[A-Z0-9][\w'’/-]{0,30}|\([A-Z][\w ]{1,20}\)|dan(?=\s[A-Z])|dr\.?|se-[A-Z]\w+"
_BODY_NAME = rf"(?P<body>(?i:{_BODY})(?:\s(?:{_BODY_WORD})){{0,9}})"
_BODY_NOUN = Caseless(_BODY)
_BEFORE_VERB = re.compile(
    _BODY_NAME + r"(?:[\s,(][^.\n]{0,60}?)?\s(?i:" + any_of(words("setting", "organizer.before")) + ")"
)
_HOLDING = Caseless(any_of(words("setting", "organizer.after")) + r"\s(?:oleh\s)?(?:pihak\s)?")
_SERVANTS = Caseless(
    r"\b(?:di ?lingk(?:ung|up)(?:an)?|jajaran|asn|pns|pegawai|aparatur(?: sipil negara)?(?: \(asn\))?"
    r"|keluarga besar|pejabat)\s(?:di\s?lingk(?:ung|up)an\s|di\slingkup\s|pada\s)?"
)
_NAME = re.compile(_BODY_NAME)


def find_venues(doc: Doc) -> list[Candidate[str]]:
    """Places named as where something was held; the value is the place as written.

    A cue (`bertempat di`) is surer than `di` before the noun of a place; quoted speech and the title are passed over.
    """
    text, found = text_of(doc), []
    for number, sentence in enumerate(sentences_of(doc)):
        if sentence.paragraph == 0:
            continue
        part = text[sentence.start : sentence.end]
        starts = [(m.end(), "venue:cue", 1.0) for m in _CUE.finditer(part)]
        starts += [(m.end(), "venue:noun", 0.8) for m in _AT.finditer(part)]
        starts += [(0, "venue:opening", 0.6) for _ in _OPENING.finditer(part)]
        seen: set[int] = set()
        for start, rule, score in starts:
            if start in seen or in_quotes(doc, sentence.start + start):
                continue
            seen.add(start)
            end = _venue_end(part, start)
            if end - start >= _SHORTEST and re.match(r"[A-Z]|" + _NOUN, part[start:end], re.IGNORECASE):
                found.append(
                    Candidate(
                        part[start:end],
                        sentence.start + start,
                        sentence.start + end,
                        rule,
                        score - 0.02 * min(number, 20),
                    )
                )
    return found


def _venue_end(part: str, start: int) -> int:
    window = part[start : start + _LONGEST]
    end = _END.search(window, 1)
    stop = start + (end.start() if end else len(window))
    return start + len(part[start:stop].rstrip(" ,.;"))


def find_organizers(doc: Doc) -> list[Candidate[str]]:
    """Bodies that held something (`X menggelar`, `digelar X`) or whose servants acted (`ASN Pemkab X`)."""
    text, found = text_of(doc), []
    start = context_of(doc).text_start
    for lead, pattern, rule, score in (
        (_BODY_NOUN, _BEFORE_VERB, "organizer:holds", 1.0),
        (_HOLDING, _NAME, "organizer:held-by", 1.0),
        (_SERVANTS, _NAME, "organizer:servants-of", 0.7),
    ):
        behind = start
        for opening in lead.finditer(text, start):
            at = opening.start() if lead is _BODY_NOUN else opening.end()
            match = pattern.match(text, at) if at >= behind else None
            if match is None:
                continue
            behind = match.end()
            if not in_quotes(doc, match.start("body")):
                found.append(Candidate(match["body"].strip(), match.start("body"), match.end("body"), rule, score))
    return found


@Language.component("ikrar_setting")
def read_setting(doc: Doc) -> Doc:
    """Leave the candidates of the fields `venue` and `organizer`."""
    put(doc, "venue", find_venues(doc))
    put(doc, "organizer", find_organizers(doc))
    return doc
