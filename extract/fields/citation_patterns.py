"""The patterns of citations, compiled from the vocabulary of regulations.

All are anchored or bounded: no repeat is without an end, none stands within another that could share its characters.
"""

from __future__ import annotations

import re
from typing import cast

from extract.patterns import Caseless
from extract.vocabulary import vocabulary, words
from schemas.report import RegulationType

GAP = r"[ \t\xa0]{1,3}"
GAP0 = r"[ \t\xa0]{0,3}"


def _pattern(form: str) -> str:
    """A form of the vocabulary as a pattern: blanks and hyphens as papers print them, `*` the rest of a word."""
    pattern = re.escape(form).replace(r"\ ", GAP).replace(r"\-", r" ?[-– ] ?")
    return pattern.replace(r"\*", r"[\w-]{0,24}")


def _any_of(forms: tuple[str, ...]) -> str:
    return "|".join(_pattern(form) for form in sorted(forms, key=len, reverse=True))


def _words(key: str) -> str:
    return _any_of(words("regulations", key))


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


TABLE = vocabulary("regulations")
HEADS = {
    cast("RegulationType", kind): Caseless(rf"(?:{_any_of(tuple(forms))})(?!\w)")
    for kind, forms in TABLE["heads"].items()
}
#: Looked for in all of a text, so that its speed counts; the others are tried where it was found.
HEAD = Caseless(
    rf"(?<![\w/-])(?<![\w)]\.)(?:{_any_of(tuple(form for forms in TABLE['heads'].values() for form in forms))})(?!\w)"
)
CASED = frozenset(words("regulations", "cased.always"))
CASED_UNNUMBERED = frozenset(words("regulations", "cased.unnumbered"))
#: A ministry's rule by its own name: `Permenpan-RB`.
MINISTRY = _compile(r"permen(?!diri)[\w-]{2,24}")
EVERYDAY = _compile(rf"(?:{_words('everyday.forms')})(?!\w)")
NOT_BESIDE = {kind: _compile(pattern) for kind, pattern in TABLE["not_beside"].items()}

#: The abbreviation that repeats a head: `Peraturan Pemerintah (PP)`, `Surat Keputusan Bersama (SKB)`.
ABBREVIATION = _compile(rf"{GAP0}\((?:{_any_of(tuple(form for forms in TABLE['heads'].values() for form in forms))})\)")
NUMBER_WORD = rf"(?:{_words('words.number')})(?:\b|(?=\d)){GAP0}[.:]{{0,2}}{GAP0}"
NUMBER = _compile(NUMBER_WORD)
YEAR = r"([12][0-9OoIl]{3})(?!\w)"
YEAR_WORD = rf"(?:{_words('words.year')})(?:\b|(?=\d))\.?{GAP0}"
#: `5`, `094`, `800-5474`, `1447.1/PM.01/K.1/09/2022`, `SET-UM.01-7`, `ST/24/X/HUK.7.1./2023`
PARTS = r"(?:(?:[./–-]{1,2}| ?/ ?)[A-Za-z0-9]{1,20})"
TOKEN = rf"[A-Za-z0-9]{{1,20}}{PARTS}{{0,10}}(?!\w)"
YEAR_BEHIND = _compile(rf"{GAP0},?{GAP0}(?:{YEAR_WORD}|/{GAP0}){YEAR}")
LAST_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)$")
BARE_YEAR = re.compile(rf"{GAP}((?:19|20)\d\d)(?![\w/.-])")
DATE_BEHIND = _compile(
    rf",?{GAP}(?:tanggal|tertanggal|bertanggal|tgl\.?){GAP}\d{{1,2}}{GAP}(?:{_words('words.months')}){GAP}{YEAR}"
)
DATED = _compile(
    rf"{GAP}(?:tanggal|tertanggal|bertanggal|tgl\.?){GAP}\d{{1,2}}{GAP}(?:{_words('words.months')}){GAP}{YEAR}"
)
FROM = _compile(rf"{GAP}dari(?={GAP}(?-i:[A-Z]))")
#: `nomor SE. 09`: the head again within the number.
AGAIN = rf"(?:(?:SE|SK|SKB|UU|PP|PMA){GAP0}[.:]?{GAP}(?=\d))?"
#: `, sebagaimana Nomor 2`: what leads from the issuers to the number.
LEADING = rf"(?:(?:sebagaimana|yakni|yaitu|masing-masing|dengan){GAP})?"
NUMBERED = _compile(rf",?{GAP0}{LEADING}\(?{NUMBER_WORD}{AGAIN}(?P<number>{TOKEN})")
SHORT = _compile(
    rf"{GAP}(?P<number>[0-9OoIl]{{1,4}}|\d{{1,5}}-\d{{1,6}})(?=(?:/|{GAP}(?:{_words('words.year')}))\.?{GAP0}[12])"
)
REVERSED = _compile(rf"{GAP}{YEAR_WORD}{YEAR}(?:,?{GAP}{NUMBER_WORD}(?P<number>\d{{1,4}})(?!\w))?")
LONE = _compile(rf"{GAP}(?P<number>\d{{1,3}})(?=[\s,.;:)”\"]|$)(?!{GAP0}(?:{_words('words.partners')}|orang|%))")
LONG_ITEM = _compile(rf"{GAP}(?P<number>\d{{1,5}}(?=[\w.-]{{0,20}}/){PARTS}{{2,10}})(?!\w)")
#: A further number of a joint decree, without the word: `SKB Nomor 05, 800-2836, 167/KEP dan 0314 Tahun 2020`.
JOINT_ITEM = _compile(
    rf"{GAP}(?P<number>\d{{1,5}}(?:[-/.][A-Za-z0-9]{{1,12}}){{0,6}})(?=,|{GAP}(?:dan|serta|{_words('words.year')})\b)"
)
#: `SKB Netralitas ASN 2022`: the year right behind what it is about.
SUBJECT_YEAR = _compile(rf"(?:{GAP}(?:{_words('words.joint_subjects')})){{1,6}}{GAP}((?:19|20)\d\d)(?![\w/-]|\.\d)")
#: The words that end a name are those in small letters: `Menteri Dalam Negeri` goes on, `dalam rangka` does not.
NAMING = rf"\(?(?!(?:{_words('stop.filler')}|(?i:{_words('words.number')}))\b)[^\W\d_][\w.&'’/-]{{0,30}}\)?"
WORD = re.compile(GAP + NAMING)
LISTED_WORD = re.compile(rf"[,;]?{GAP}(?:(?:dan|serta){GAP})?{NAMING}")
QUANTITY = _compile(
    rf"{GAP}\(?(?:\d|{_words('words.quantity')})\)?{GAP}(?:\(\w{{1,8}}\){GAP})?(?:{_words('words.partners')})\b"
)
JOINT = _compile(rf"{GAP}bersama\b")
LINK = _compile(rf"(?:[,;]|{GAP}(?:dan|serta|juga|maupun|jo\.?|juncto|&)|[,;]{GAP}(?:dan|serta|juga))(?={GAP})")
ANAPHORA = _compile(rf"{GAP}(?:{_words('words.anaphora')})\b")
TITLE = _compile(rf"{GAP}(?:{_words('words.title')}){GAP}")
TITLE_WORD = re.compile(
    rf"(?!(?:dan|serta|maupun){GAP}(?i:{_words('words.number')})\b)[^\W\d_][\w&'’/-]{{0,30}}"
    rf"(?:{GAP}\([\w ]{{2,20}}\))?"
)
TITLE_STOP = re.compile(rf"(?:{_words('stop.title')})(?![\w-])")
TITLE_LINK = re.compile(rf"(?:{_words('words.title_links')}){GAP}(?=[A-Z])")
TITLE_END = _compile(rf"(?:{_words('words.title_ends')})\b")
TITLE_LAST = re.compile(rf",{GAP}(?=(?:dan|serta|atau){GAP}(?!(?i:{_words('words.number')})\b))")
TITLE_COMMA = re.compile(
    rf",{GAP}(?=(?:[^\W\d_]{{2,20}},?{GAP}){{1,3}}(?:dan|serta|atau){GAP}(?!(?i:{_words('words.number')})\b))"
)
AMENDING = _compile(rf"(?:(?:{_words('words.amending')}){GAP}){{1,4}}")
BLANK = re.compile(GAP)
NAME_WORD = re.compile(
    rf"{GAP}\(?(?!(?:{_words('stop.filler')}|(?i:{_words('stop.name')}))\b)[A-Z][\w&'’/-]{{0,30}}\)?"
)
NAMES = _compile(rf"{GAP}\(?(?:{_any_of(tuple(TABLE['names']))})\b\)?")
ISSUER = re.compile(rf"{GAP}(?:(?i:{_words('issuers.qualifiers')}){GAP}){{0,2}}\(?(?:{_words('issuers.words')})\b")
SUBJECT = re.compile(rf"{GAP}(?:{_words('issuers.subjects')})\b")
#: In small letters no verb in me- is an issuer: `SE menteri`, but not `Sulaiman, SE mengajak`.
ISSUER_ANY_CASE = _compile(rf"(?!{GAP}me(?:n[a-z]{{4,20}}(?<!teri)|[lmr][a-z]{{3,20}})\b(?-i:))" + ISSUER.pattern)
AND = rf"{GAP0}(?:-|–|,(?:{GAP}dan\b)?|dan\b|sampai(?:{GAP}dengan)?|hingga\b|s/d|s\.d\.){GAP0}"
#: A part of a provision: its word and its number, or only the number where the part before was of the same kind.
PART = (
    rf"(?:(?:pasal|psl\.?){GAP}\d{{1,3}}[A-Z]?\b|ayat{GAP0}\(?(?:\d{{1,2}}|satu|dua|tiga|empat)\b\)?"
    rf"|huruf{GAP}\(?[a-z]\b\)?|angka{GAP}\(?\d{{1,2}}\b\)?|\d{{1,3}}[A-Z]?\b|\(\d{{1,2}}\)|[a-z]\b)"
)
PASAL = rf"\b(?:pasal|psl\.?){GAP}\d{{1,3}}[A-Z]?\b(?:(?:{AND}|,?{GAP0}){PART}){{0,12}}"
PROVISION_BEFORE = _compile(rf"({PASAL}),?{GAP}(?:(?:dalam|dari|pada|di|juga){GAP})?$")
PROVISION_BEHIND = _compile(
    rf"{GAP0},?{GAP0}\(?(?:(?:khususnya|terutama|dalam|pada|di|yakni|yaitu){GAP}){{0,2}}({PASAL})"
)
YEAR_OF_UUD = _compile(rf"{GAP0}(?:{YEAR_WORD})?(?P<year>1945|['’]?45)\b")
#: Letters that stand for digits.
LETTERS = str.maketrans("OoIl", "0011")
