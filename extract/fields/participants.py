"""Stated numbers of people who pledged, signed or attended.

A number counts people when a noun for people follows it. Whether these people took part is told by the words of the
clause: workforce sizes, violations, people only invited or absent are found too, but with a rule against them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from spacy.language import Language
from spacy.tokens import Doc

from extract.candidates import Candidate, ParticipantsValue
from extract.document import context_of, in_quotes, put, sentence_at, sentences_of
from extract.fields.numbers import Number, find_numbers
from extract.vocabulary import vocabulary, words
from schemas.report import Qualifier

#: Below this a number is of single persons the article names, not a count (`satu`, and `salah satu`).
_LEAST = 2
#: No gathering of public servants is larger; longer numbers are codes.
_MOST = 500_000
#: How far around a number the words of its clause are read, in characters.
_REACH = 90
_LONGEST_GROUP = 7


def _any_of(forms: Iterable[str]) -> str:
    return "|".join(re.escape(form).replace(r"\ ", r"\s{1,3}") for form in sorted(forms, key=len, reverse=True))


def _word(forms: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?i)(?<!\w)(?:{_any_of(forms)})(?!\w)")


_BETWEEN = re.compile(r"(?i)\s{0,3}(?:(?:lebih|orang|org|sosok|unsur|para|jumlah)\s{1,3}){0,2}")
_HEAD = re.compile(rf"(?i)(?:{_any_of(words('participants', 'heads'))})(?!\w)")
_TAIL = {word.casefold() for word in words("participants", "tail")}
_JOINS = {word.casefold() for word in words("participants", "joins")}
_WORDS = re.compile(r"\s{1,3}(?P<word>[^\W\d_][\w/.&’'-]{0,30}(?<!\.)|&|\([A-Z][\w ]{1,12}\))")
_QUALIFIERS: dict[Qualifier, re.Pattern[str]] = {
    name: re.compile(
        rf"(?i)(?<!\w)(?:{_any_of(words('participants', f'qualifiers.{name}'))})\s{{1,3}}(?:sebanyak\s{{1,3}})?$"
    )
    for name in ("at_least", "approx")
}
_BLOCK = re.compile(rf"(?i)(?<!\w)(?:{_any_of(words('participants', 'blocks.before'))})\.?[\s-]{{0,3}}$")
_MORE = re.compile(r"(?i)\s{1,3}lebih(?!\w)(?!\s{1,3}(?:dari|besar|kecil|tinggi))")
_PART = _word(words("participants", "cues.part"))
_VETO_BEFORE = {name: _word(forms) for name, forms in vocabulary("participants")["vetoes"]["before"].items()}
_VETO_AFTER = {name: _word(forms) for name, forms in vocabulary("participants")["vetoes"]["after"].items()}
#: `Dari 112 pegawai, 87 …` and `310 dari 1.150 pegawai`: the larger number is the whole, not those who came.
_OUT_OF = re.compile(
    r"(?i)(?:^|[.,;:(]|[\d“\"]|\d (?:orang|pegawai|ASN|PNS))\s{0,3}dari\s{1,3}"
    r"(?:(?:sekitar|total|jumlah|seluruh|kurang lebih|lebih dari)\s{1,3}){0,2}$"
)
_TOTAL = re.compile(
    r"(?i)(?<!\w)(?P<of>pegawai|ASN|PNS|PPPK|guru)(?:\s[\w/.]{1,20}){0,6}?\s(?:seluruhnya\s)?(?:berjumlah|sebanyak|mencapai|ada|tercatat)\s(?:\w{1,12}\s){0,2}$"
)
_CLAUSE_END = re.compile(r"[.;!?\n]\s|, (?:sedangkan|sementara|namun|tetapi|padahal)\b")
_YEAR = range(1945, 2046)
_SUBJECTLESS = re.compile(
    r"(?i)(?<!\w)(?:peserta(?:nya)?|yang hadir|jumlahnya)\s(?:yang hadir\s)?(?:\w{1,12}\s)?(?:sebanyak|berjumlah|mencapai|ada|sekitar)\s(?:\w{1,10}\s){0,2}$"
)


def find_participants(doc: Doc) -> list[Candidate[ParticipantsValue]]:
    """Every number of people the article states.

    Scores above 0.5 are people who took part, as the words around tell; a rule `veto:…` names what speaks against:
    `workforce`, `violation`, `planned`, `absent`, `past`, `quote`, `repeated` and the like.
    """
    found = []
    for number in find_numbers(doc.text):
        candidate = _read(doc, number)
        if candidate is not None:
            found.append(candidate)
    return _without_repetitions(doc, found)


def _read(doc: Doc, number: Number) -> Candidate[ParticipantsValue] | None:
    text = doc.text
    before = text[max(0, number.start - _REACH, text.rfind("\n", 0, number.start) + 1) : number.start]
    if not _LEAST <= number.value <= _MOST or _BLOCK.search(before) or _is_year(number, before):
        return None
    group = _group(text, number.end)
    qualifier, words_before = _qualifier(number, before)
    start = number.start - words_before
    if group is None:
        if not _SUBJECTLESS.search(before):
            return None
        end, name = number.end, None
    else:
        first, end = group
        name = text[first:end]
        if _MORE.match(text, number.end) and qualifier == "exact":
            qualifier = "at_least"
    value = ParticipantsValue(number.value, number.value_max, qualifier, name)
    rule, score = _judge(doc, number, start, end)
    return Candidate(value, start, end, rule, score)


def _is_year(number: Number, before: str) -> bool:
    """Whether four digits without a mark are a year rather than a count: no word of counting stands before them."""
    if number.words or number.end - number.start != 4 or number.value not in _YEAR:
        return False
    return not re.search(r"(?i)(?:sebanyak|sekitar|sejumlah|lebih|hampir|kurang|ada)\s{1,3}$", before)


def _group(text: str, start: int) -> tuple[int, int] | None:
    """The words behind a number that say who is counted, as a span; None where none are people."""
    between = _BETWEEN.match(text, start)
    at = between.end() if between else start
    head = _HEAD.match(text, at)
    if head is None:
        back = re.match(r"(?i)\s{0,3}(?:orang|org)(?!\w)", text[start : start + 8])
        return (start + back.end() - 5 + back.group().casefold().count("org") * 2, start + back.end()) if back else None
    end = head.end()
    if head.group().casefold() == "orang" and (inner := _HEAD.match(text, end + 1)):
        head, at, end = inner, end + 1, inner.end()
    behind, count = end, 0
    while count < _LONGEST_GROUP and (word := _WORDS.match(text, behind)):
        folded = word["word"].casefold()
        if folded in _JOINS:
            following = _HEAD.match(text, word.end() + 1)
            if following is None:
                break
            behind = end = following.end()
        elif folded in _TAIL or word["word"][0] == "(" or word["word"][0].isupper() or _HEAD.fullmatch(word["word"]):
            behind = end = word.end()
        else:
            break
        count += 1
    return at, end


def _qualifier(number: Number, before: str) -> tuple[Qualifier, int]:
    """How exact the number is, and how many characters before it say so."""
    if number.vague:
        return "vague", 0
    for name, pattern in _QUALIFIERS.items():
        if found := pattern.search(before):
            if name == "at_least" and re.search(r"(?i)kurang\s{1,3}lebih\s{1,3}$", before):
                continue
            return name, len(before) - found.start()
    return ("approx" if number.rounded else "exact"), 0


def _judge(doc: Doc, number: Number, start: int, end: int) -> tuple[str, float]:
    """Rule and score by the words of the number's clause and sentence."""
    text = doc.text
    sentences = sentences_of(doc)
    sentence = sentences[sentence_at(doc, start)] if sentences else None
    left = max(sentence.start if sentence else 0, start - _REACH)
    right = min(sentence.end if sentence else len(text), end + _REACH)
    before, after = text[left:start], text[end:right]
    for mark in _CLAUSE_END.finditer(before):
        before = before[mark.end() :] if mark.end() <= len(before) else before
        break
    if mark := _CLAUSE_END.search(after):
        after = after[: mark.start()]
    if _OUT_OF.search(before):
        return "veto:workforce", 0.15
    near = before[-45:]
    for name, pattern in _VETO_BEFORE.items():
        if pattern.search(near if name in ("workforce", "reward") else before):
            return f"veto:{name}", 0.15
    for name, pattern in _VETO_AFTER.items():
        if pattern.search(after[:45]):
            return f"veto:{name}", 0.15
    if _TOTAL.search(before):
        return "veto:workforce", 0.2
    whole = text[sentence.start : sentence.end] if sentence else text
    part = _PART.search(whole) is not None
    if in_quotes(doc, start):
        return ("quoted", 0.55) if part and re.search(r"(?i)\bhadir|\bikut|diikuti", whole) else ("veto:quote", 0.2)
    title = start < context_of(doc).title_end
    return ("part" if part else "count", (0.75 if title else 0.85) if part else 0.45)


def _without_repetitions(doc: Doc, found: list[Candidate[ParticipantsValue]]) -> list[Candidate[ParticipantsValue]]:
    """Lower the score of numbers told again: of the title's where the text has them, of later ones in the text, and of
    orders of magnitude (`ratusan`) where a number of that size is told."""
    title_end = context_of(doc).title_end
    seen: set[int] = set()
    out = []
    for candidate in sorted(found, key=lambda c: (c.start < title_end, c.start)):
        if candidate.score > 0.5:
            if _is_blurred(candidate, found) or (candidate.value.count in seen and _is_repetition(candidate, out, doc)):
                candidate = Candidate(candidate.value, candidate.start, candidate.end, "veto:repeated", 0.2)
            seen.add(candidate.value.count)
        out.append(candidate)
    return sorted(out, key=lambda c: c.start)


def _is_blurred(candidate: Candidate[ParticipantsValue], found: list[Candidate[ParticipantsValue]]) -> bool:
    count = candidate.value.count
    return candidate.value.qualifier == "vague" and any(
        count <= c.value.count < 10 * count for c in found if c.score > 0.5 and c.value.qualifier != "vague"
    )


def _is_repetition(
    candidate: Candidate[ParticipantsValue], earlier: list[Candidate[ParticipantsValue]], doc: Doc
) -> bool:
    same = [c for c in earlier if c.value.count == candidate.value.count and c.score > 0.5]
    here = sentence_at(doc, candidate.start)
    return all(sentence_at(doc, c.start) != here for c in same)


@Language.component("ikrar_participants")
def read_participants(doc: Doc) -> Doc:
    """Leave the article's numbers of people in the document."""
    put(doc, "participants", find_participants(doc))
    return doc
