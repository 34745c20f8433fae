"""Stated numbers of people who pledged, signed or attended.

A number counts people when a noun for people follows it. Whether these people took part is told by the words of the
clause: workforce sizes, violations, people only invited or absent are found too, but with a rule against them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from extract.candidates import Candidate, ParticipantsValue
from extract.document import Sentence, put
from extract.fields.layout import Layout, any_of, whole_words
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
#: How near most vetoes must stand, in characters.
_NEAR = 45
_FAR_VETOES = {"past"}
_LONGEST_SENTENCE = 1000
#: Scores above this are of people who took part.
_HELD = 0.5
_VETOED = 0.15


_BETWEEN = re.compile(r"(?i)\s{0,3}(?:(?:lebih|sosok|unsur|para)\s{1,3}){0,2}")
#: Words that only count people; the group is what follows them, if anything does.
_COUNTERS = {"orang", "org"}
_HEAD = re.compile(rf"(?i)(?:{any_of(words('participants', 'heads'))})(?!\w)")
_TAIL = {word.casefold() for word in words("participants", "tail")}
_JOINS = {word.casefold() for word in words("participants", "joins")}
_WORDS = re.compile(r"\s{1,3}(?P<word>[^\W\d_][\w/.&’'-]{0,30}(?<!\.)|&|\([A-Z][\w ]{1,12}\))")
_LEADS = (*words("participants", "qualifiers.approx"), *words("participants", "qualifiers.at_least"))
_QUALIFIERS: dict[Qualifier, re.Pattern[str]] = {
    name: re.compile(
        rf"(?i)(?<!\w)(?:{any_of(words('participants', f'qualifiers.{name}'))})\s{{1,3}}(?:sebanyak\s{{1,3}})?$"
    )
    for name in ("at_least", "approx")
}
_BLOCK = re.compile(rf"(?i)(?<!\w)(?:{any_of(words('participants', 'blocks.before'))})\.?[\s-]{{0,3}}$")
_MORE = re.compile(r"(?i)\s{1,3}lebih(?!\w)(?!\s{1,3}(?:dari|besar|kecil|tinggi))")
_PART = whole_words(words("participants", "cues.part"))
_VETO_BEFORE = {name: whole_words(forms) for name, forms in vocabulary("participants")["vetoes"]["before"].items()}
_VETO_AFTER = {name: whole_words(forms) for name, forms in vocabulary("participants")["vetoes"]["after"].items()}
#: `Dari 112 pegawai, 87 …` and `310 dari 1.150 pegawai`: the larger number is the whole, not those who came.
_OUT_OF = re.compile(
    r"(?i)(?:^|[.,;:(]|[\d“\"]|\d (?:orang|pegawai|ASN|PNS))\s{0,3}dari\s{1,3}"
    r"(?:(?:sekitar|total|jumlah|seluruh|kurang lebih|lebih dari)\s{1,3}){0,2}$"
)
#: `Pegawai kabupaten itu seluruhnya berjumlah 3.211 orang`.
_TOTAL = re.compile(
    r"(?i)(?<!\w)(?:pegawai|ASN|PNS|PPPK|guru)(?:\s[\w/.]{1,20}){0,6}?\s(?:berjumlah|mencapai|ada|tercatat)\s"
    r"(?:\w{1,12}\s){0,2}$"
)
_ATTENDED = re.compile(r"(?i)(?<!\w)(?:hadir|ikut|diikuti|mengikuti|dihadiri|peserta|hari ini|pagi ini)(?!\w)")
_CLAUSE_END = re.compile(r"[.;!?\n]\s|, (?:sedangkan|sementara|namun|tetapi|padahal)\b")
#: `27 dari 30 kepala OPD`: the smaller number came.
_WHOLE = re.compile(r"(?i)\s(?:orang\s)?dari\s(?:(?:total|seluruh|sekitar|jumlah)\s){0,2}\d[\d.]{0,8}(?=\s)")
#: `27 di antaranya`: of those told before.
_REST = re.compile(r"(?i)\s(?:orang\s)?(?:di\s?antaranya|lainnya)(?!\w)")
_LIST_LINK = re.compile(rf"(?i)\s?(?:,|,?\s?(?:dan|serta|maupun|ditambah|&))\s(?:(?:{any_of(_LEADS)})\s)?")
#: Rules that hold for a whole list.
_VETO = re.compile(r"veto:(?!repeated|quote)")
_ACT = re.compile(r"(?i)(?<!\w)(?:ikrar|berikrar|deklarasi|pakta|netralitas)(?!\w)")
_YEAR = range(1945, 2046)
_SUBJECTLESS = re.compile(
    r"(?i)(?<!\w)(?:peserta(?:nya)?|yang hadir|jumlahnya)\s(?:yang hadir\s)?(?:\w{1,12}\s)?"
    r"(?:sebanyak|berjumlah|mencapai|ada|sekitar)\s(?:\w{1,10}\s){0,2}$"
)


class _Told(NamedTuple):
    """What the words of a sentence tell: that people took part, that they came, that it is of a commitment."""

    part: bool
    attended: bool
    act: bool


class _Sentences(Layout):
    """The document's sentences with what they tell, each read once however many numbers it holds."""

    def __init__(self, doc: Doc) -> None:
        super().__init__(doc)
        self._told: dict[int, _Told] = {}

    def told(self, sentence: Sentence) -> _Told:
        """What `sentence` tells; of a very long one, what its beginning tells."""
        if sentence.start not in self._told:
            text = self.text[sentence.start : min(sentence.end, sentence.start + _LONGEST_SENTENCE)]
            self._told[sentence.start] = _Told(
                _PART.search(text) is not None, _ATTENDED.search(text) is not None, _ACT.search(text) is not None
            )
        return self._told[sentence.start]


def find_participants(doc: Doc) -> list[Candidate[ParticipantsValue]]:
    """Every number of people the article states.

    Scores above 0.5 are people who took part, as the words around tell; a rule `veto:…` names what speaks against:
    `workforce`, `violation`, `planned`, `absent`, `past`, `quote`, `repeated` and the like.
    """
    layout = _Sentences(doc)
    found: list[Candidate[ParticipantsValue]] = []
    for number in find_numbers(layout.text):
        candidate = _read(layout, number, found[-1] if found else None)
        if candidate is not None:
            found.append(candidate)
    return _without_repetitions(layout, found)


def _read(
    layout: _Sentences, number: Number, previous: Candidate[ParticipantsValue] | None
) -> Candidate[ParticipantsValue] | None:
    text = layout.text
    before = text[max(0, number.start - _REACH) : number.start].rpartition("\n")[2]
    if not _LEAST <= number.value <= _MOST or _BLOCK.search(before) or _is_year(number, before):
        return None
    whole = _WHOLE.match(text, number.end)
    group = _group(text, whole.end() if whole else number.end)
    qualifier, words_before = _qualifier(number, before)
    start = number.start - words_before
    if group is None:
        end, name, listed = number.end, None, False
        if (rest := _REST.match(text, end)) and previous is not None and _same_sentence(layout, previous, start):
            end, name = rest.end(), previous.value.group
        elif not _SUBJECTLESS.search(before):
            return None
    else:
        first, end = group
        name, listed = text[first:end], previous is not None and bool(_LIST_LINK.fullmatch(text, previous.end, start))
        if _MORE.match(text, number.end) and qualifier == "exact":
            qualifier = "at_least"
    value = ParticipantsValue(number.value, number.value_max, qualifier, name)
    rule, score = _judge(layout, start, end)
    if listed and previous is not None and _VETO.match(previous.rule):
        rule, score = previous.rule, previous.score
    return Candidate(value, start, end, rule, score)


def _same_sentence(layout: _Sentences, candidate: Candidate[ParticipantsValue], offset: int) -> bool:
    return layout.number(candidate.start) == layout.number(offset)


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
        return None
    end = head.end()
    if head.group().casefold() in _COUNTERS and (inner := _HEAD.match(text, end + 1)):
        at, end = end + 1, inner.end()
    behind, count = end, 0
    while count < _LONGEST_GROUP and (word := _WORDS.match(text, behind)):
        if word["word"].casefold() in _JOINS:
            following = _HEAD.match(text, word.end() + 1)
            if following is None:
                break
            behind = end = following.end()
        elif _belongs(word["word"]):
            behind = end = word.end()
        else:
            break
        count += 1
    return at, end


def _belongs(word: str) -> bool:
    """Whether a word may continue a group: a known one, a name or an abbreviation, but no verb of a headline."""
    if _PART.fullmatch(word):
        return False
    return word.casefold() in _TAIL or word[0] == "(" or word[0].isupper() or _HEAD.fullmatch(word) is not None


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


def _judge(layout: _Sentences, start: int, end: int) -> tuple[str, float]:
    """Rule and score by the words of the number's clause and sentence."""
    text, sentence = layout.text, layout.sentence(start)
    before = text[max(sentence.start, start - _REACH) : start]
    after = text[end : max(end, min(sentence.end, end + _REACH))]
    told = layout.told(sentence)
    for mark in _CLAUSE_END.finditer(text, max(sentence.start, start - _REACH), start):
        before = text[mark.end() : start]
    if stop := _CLAUSE_END.search(after):
        after = after[: stop.start()]
    if _OUT_OF.search(before) or (_TOTAL.search(before) and not _ATTENDED.search(before)):
        return "veto:workforce", _VETOED
    for name, pattern in _VETO_BEFORE.items():
        if pattern.search(before if name in _FAR_VETOES else before[-_NEAR:].rpartition(", ")[2]):
            return f"veto:{name}", _VETOED
    for name, pattern in _VETO_AFTER.items():
        if pattern.search(after[:_NEAR].partition(", ")[0]) and not (name == "other" and told.act):
            return f"veto:{name}", _VETOED
    if layout.quoted(start):
        return ("quoted", 0.55) if told.part and told.attended else ("veto:quote", _VETOED)
    title = start < layout.title_end
    return ("part", 0.75 if title else 0.85) if told.part else ("count", 0.45)


def _without_repetitions(
    layout: _Sentences, found: list[Candidate[ParticipantsValue]]
) -> list[Candidate[ParticipantsValue]]:
    """Lower the score of numbers told again.

    These are the title's where the text has them, later ones in the text (a number may stand twice in one sentence for
    two groups), and orders of magnitude (`ratusan`) where a number of that size is told.
    """
    magnitudes = {
        10 ** (len(str(c.value.count)) - 1) for c in found if c.score > _HELD and c.value.qualifier != "vague"
    }
    told: dict[int, int] = {}
    out = []
    for candidate in sorted(found, key=lambda c: (c.start < layout.title_end, c.start)):
        kept = candidate
        if candidate.score > _HELD:
            here = layout.number(candidate.start)
            blurred = candidate.value.qualifier == "vague" and candidate.value.count in magnitudes
            if blurred or told.setdefault(candidate.value.count, here) != here:
                kept = replace(candidate, rule="veto:repeated", score=_VETOED)
        out.append(kept)
    return sorted(out, key=lambda c: c.start)


@Language.component("ikrar_participants")
def read_participants(doc: Doc) -> Doc:
    """Leave the article's numbers of people in the document."""
    put(doc, "participants", find_participants(doc))
    return doc
