"""Stated numbers of people who pledged, signed or attended.

A number counts people when a noun for people follows it. Whether these people took part is told by the words of the
clause: workforce sizes, violations, people only invited or absent are found too, but with a rule against them.
"""

from __future__ import annotations

import re
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from extract.candidates import Candidate, ParticipantsValue
from extract.document import candidates_of, put
from extract.fields.layout import Spans
from extract.fields.numbers import PRINTED, Number, find_numbers
from extract.fields.participation import (
    ATTENDED,
    GOVERNING,
    HELD,
    Scene,
    acts_itself,
    goes_with,
    is_taking_part,
    judge,
    settle,
)
from extract.patterns import Caseless, alternation
from extract.vocabulary import words
from schemas.report import Qualifier

#: One is a count only beside others (`sembilan kades dan seorang lurah`).
_LEAST = 1
#: No gathering of public servants is larger; longer numbers are codes.
_MOST = 500_000
#: How far before a number the words that belong to it are read, in characters.
_REACH = 90
_LONGEST_GROUP = 7
#: No word that a number may stand behind reaches further before it.
_LONGEST_BLOCK = 30
_REPEATED = 0.15
#: More people than this are not named one by one.
_FEW = 10

_BETWEEN = Caseless(r"\s{0,3}(?:(?:lebih|sosok|unsur|para)\s{1,3}){0,2}")
#: Words that only count people; the group is what follows them, if anything does.
_COUNTERS = {"orang", "org"}
#: Nouns in pe- are people (`penyuluh`, `pembimbing`) but for a few; those in pe- and -an are things.
_NO_AGENT = rf"(?!(?:{alternation(words('participants', 'not_agents'))})(?!\w))"
_AGENT = rf"{_NO_AGENT}(?:pe(?:[mnrl]|ng|ny)[a-z]{{3,12}}(?<!an)|[a-z]{{3,12}}(?:wan|wati))"
_HEAD = Caseless(rf"(?:{alternation(words('participants', 'heads'))}|{_AGENT})(?:nya)?(?!\w)")
_TAIL = {word.casefold() for word in words("participants", "tail")}
_JOINS = {word.casefold() for word in words("participants", "joins")}
#: On one line: what begins the next one is no part of the group.
_WORDS = re.compile(r"[^\S\n]{1,3}(?P<word>[^\W\d_][\w/.&’'-]{0,30}(?<!\.)|&|\([A-Z][\w ]{1,12}\))")
_LEADS = (*words("participants", "qualifiers.approx"), *words("participants", "qualifiers.at_least"))
_QUALIFIERS: dict[Qualifier, Caseless] = {
    name: Caseless(
        rf"(?<!\w)(?:{alternation(words('participants', f'qualifiers.{name}'))})\s{{1,3}}(?:sebanyak\s{{1,3}})?$"
    )
    for name in ("at_least", "approx")
}
_BLOCK = Caseless(rf"(?<!\w)(?:{alternation(words('participants', 'blocks.before'))})\.?[\s-]{{0,3}}$")
_MORE = Caseless(r"\s{1,3}lebih(?!\w)(?!\s{1,3}(?:dari|besar|kecil|tinggi))")
#: `27 dari 30 kepala OPD`: the smaller number came.
_WHOLE = Caseless(rf"\s(?:orang\s)?dari\s(?:(?:total|seluruh|sekitar|jumlah|semua)\s){{0,2}}{PRINTED}(?=\s)")
#: `27 di antaranya`: of those told before.
_REST = Caseless(r"\s(?:orang\s)?(?:di\s?antaranya|lainnya)(?!\w)")
#: `rinciannya PNS 210, PPPK 80 dan honorer 40`.
_STATED_BEFORE = re.compile(
    rf"(?i)(?P<group>{_HEAD.pattern}(?:\s(?:{alternation(_TAIL)}|(?-i:[A-Z])[\w/]{{1,15}})){{0,3}})"
    r"(?:\s(?:sebanyak|sejumlah|berjumlah|ada|mencapai|total))?:?\s$"
)
_UNKNOWN = Caseless(
    r"\s{1,3}(?:para\s)?(?!perangkat\s(?:daerah|kerja))(?P<word>[^\W\d_]{3,20}(?:-[^\W\d_]{3,20})?)(?!\w)"
)
_THINGS = {word.casefold() for word in words("participants", "things")}
#: `150 tentara, 210 polisi`: listed with people.
_AND_PEOPLE = Caseless(rf"(?:,|\s(?:dan|serta))\s{PRINTED}\s(?:{_HEAD.pattern.removeprefix('')})")
_YEAR = range(1945, 2046)
#: `peserta yang hadir berjumlah 150`, `total peserta 412`: who is counted stands before the number.
_SUBJECTLESS = Caseless(
    r"(?<!\w)(?P<group>peserta(?:nya)?|hadirin|jumlahnya|kehadiran|daftar hadir|"
    rf"yang\s(?:mengisi|tercatat|{ATTENDED.pattern.removeprefix('')}))\s"
    rf"(?:(?:(?!di|ke|pukul|ruang|gedung|aula|lapangan|oleh)[a-z]{{2,15}}|daftar|{alternation(_LEADS)})\s){{0,5}}$"
)
#: `hanya 121 yang mengisi absen`.
_WHO = Caseless(r"(?:\sorang)?(?=\syang\s)")
#: `dikomando empat orang: Kadis …`: people who are named, not counted.
_NAMED = Caseless(r"\s?(?:sekaligus|sekalian)?\s?(?::|, yakni|, yaitu)\s[A-Z(]")
_SUBJECTLESS_AFTER = re.compile(r"[.,;)]|\Z|\s(?:dari|dan|atau)(?!\w)|\n")
#: `daftar hadir memuat 96 nama`, `terkumpul 96 tanda tangan`.
_SIGNS = Caseless(rf"\s{{1,3}}(?P<sign>{alternation(words('participants', 'signs'))})(?!\w)")
_LISTED = Caseless(
    r"(?<!\w)(?:daftar|absensi|presensi|terkumpul|terhimpun|tercatat|memuat|berisi|dibubuhi)\s(?:\w{1,15}\s){0,3}$"
)
#: `96 nama tertera di daftar hadir`.
_LISTED_BEHIND = Caseless(r"\s(?:ter\w{4,9}|memenuhi|mengisi)\s(?:\w{2,8}\s)?(?:daftar|absensi|presensi|lembar)")


def find_participants(doc: Doc) -> list[Candidate[ParticipantsValue]]:
    """Every number of people the article states.

    Scores above 0.5 are people who took part, as the words around tell; a rule `veto:…` names what speaks against:
    `workforce`, `violation`, `planned`, `absent`, `past`, `quote`, `repeated` and the like.
    """
    scene = Scene(doc)
    cited = Spans((one.start, one.end) for one in candidates_of(doc, "regulations"))
    named = Spans((one.start, one.end) for one in candidates_of(doc, "places"))
    found: list[Candidate[ParticipantsValue]] = []
    for number in find_numbers(scene.text):
        if found and number.start < found[-1].end:  # `tujuh dari sembilan lurah`
            continue
        if cited.hold(number.start) or named.hold(number.start):  # `keputusan bersama lima menteri`, `Empat Lawang`
            continue
        candidate = _read(scene, number, found[-1] if found else None)
        if candidate is not None:
            found.append(candidate)
    return _without_repetitions(scene, settle(scene, found))


def _read(
    scene: Scene, number: Number, previous: Candidate[ParticipantsValue] | None
) -> Candidate[ParticipantsValue] | None:
    text = scene.text
    before = text[max(0, number.start - _REACH) : number.start].rpartition("\n")[2]
    blocked = _BLOCK.search(before[-_LONGEST_BLOCK:]) and not before.endswith(
        "ke-"
    )  # of `ke-21 camat` only all of them are numbers
    if not _LEAST <= number.value <= _MOST or blocked or _is_year(number, before):
        return None
    qualifier, words_before = _qualifier(number, before)
    start = number.start - words_before
    listed = previous is not None and previous.score > HELD and goes_with(scene, previous, start)
    if number.value == 1 and not listed:
        return None
    whole = _WHOLE.match(text, number.end)
    behind = whole.end() if whole else number.end
    group = (
        _group(text, behind)
        or (whole and _group(text, number.end))
        or _unknown_group(scene, behind, listed=listed or GOVERNING.search(before) is not None)
    )
    if group is None:
        end, name = number.end, None
        if (rest := _REST.match(text, end)) and previous is not None and _same_sentence(scene, previous, start):
            end, name = rest.end(), previous.value.group
        elif (sign := _SIGNS.match(text, end)) and (
            _LISTED.search(before) or _LISTED_BEHIND.match(text, sign.end()) or _group(text, sign.end())
        ):
            end, name = sign.end(), text[sign.start("sign") : sign.end()]
        elif (
            previous is not None
            and _SUBJECTLESS_AFTER.match(text, end)
            and (stated := _STATED_BEFORE.search(before))
            and goes_with(scene, previous, number.start - len(stated.group()))
        ):
            start, name = number.start - len(stated.group()), stated["group"]
        elif (own := _WHO.match(text, end)) and acts_itself(scene, own.end()):
            end, name = own.end(), None
        elif not (_SUBJECTLESS_AFTER.match(text, end) and _SUBJECTLESS.search(before)):
            return None
    else:
        first, end = group
        name = text[first:end]
        if _MORE.match(text, number.end) and qualifier == "exact":
            qualifier = "at_least"
    value = ParticipantsValue(number.value, number.value_max, qualifier, name)
    if name is not None and name.casefold() in _COUNTERS and number.value < _FEW and _NAMED.match(text, end):
        return Candidate(value, start, end, "veto:named", _REPEATED)
    rule, score = judge(scene, start, end)
    return Candidate(value, start, end, rule, score)


def _same_sentence(scene: Scene, candidate: Candidate[ParticipantsValue], offset: int) -> bool:
    return scene.number(candidate.start) == scene.number(offset)


def _is_year(number: Number, before: str) -> bool:
    """Whether four digits without a mark are a year rather than a count: no word of counting stands before them."""
    if number.words or number.end - number.start != 4 or number.value not in _YEAR:
        return False
    return not re.search(r"(?i)(?<!\w)(?:sebanyak|sekitar|sejumlah|lebih|hampir|kurang|ada)\s{1,3}$", before)


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


def _unknown_group(scene: Scene, start: int, *, listed: bool) -> tuple[int, int] | None:
    """The words behind a number that must be people though none is known, as a span.

    They are where a word of taking part governs them (`diikuti 150 tentara`, `45 wedana mengikuti`) or where they stand
    in a list with people; things and measures are known, being fewer.
    """
    text = scene.text
    word = _UNKNOWN.match(text, start)
    if word is None or word["word"].casefold() in _THINGS or is_taking_part(word["word"]):
        return None
    end = word.end()
    for _ in range(_LONGEST_GROUP):
        following = _WORDS.match(text, end)
        if following is None or is_taking_part(following["word"]) or not _belongs(following["word"]):
            break
        end = following.end()
    return (word.start("word"), end) if listed or acts_itself(scene, end) or _AND_PEOPLE.match(text, end) else None


def _belongs(word: str) -> bool:
    """Whether a word may continue a group: a known one, a name or an abbreviation, but no verb of a headline."""
    if is_taking_part(word):
        return False
    return word[0] == "(" or word[0].isupper() or all(map(_is_people, word.split("/")))


def _is_people(word: str) -> bool:
    return word.casefold() in _TAIL or _HEAD.fullmatch(word) is not None


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


def _without_repetitions(scene: Scene, found: list[Candidate[ParticipantsValue]]) -> list[Candidate[ParticipantsValue]]:
    """Lower the score of numbers told again.

    These are the title's where the text has them, later ones in the text (a number may stand twice in one sentence for
    two groups), and orders of magnitude (`ratusan`) where another sentence tells a number of that size.
    """
    magnitudes: dict[int, set[int]] = {}
    for one in found:
        if one.score > HELD and one.value.qualifier != "vague":
            magnitudes.setdefault(10 ** (len(str(one.value.count)) - 1), set()).add(scene.number(one.start))
    told: dict[int, int] = {}
    out = []
    for candidate in sorted(found, key=lambda c: (c.start < scene.title_end, c.start)):
        kept = candidate
        if candidate.score > HELD:
            here = scene.number(candidate.start)
            sized = magnitudes.get(candidate.value.count, set()) if candidate.value.qualifier == "vague" else set()
            blurred = bool(sized) and here not in sized
            if blurred or told.setdefault(candidate.value.count, here) != here:
                kept = replace(candidate, rule="veto:repeated", score=_REPEATED)
        out.append(kept)
    return sorted(out, key=lambda c: c.start)


@Language.component("ikrar_participants")
def read_participants(doc: Doc) -> Doc:
    """Leave the article's numbers of people in the document."""
    put(doc, "participants", find_participants(doc))
    return doc
