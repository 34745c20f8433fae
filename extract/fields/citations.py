"""The grammar of citations: `Pasal 2 huruf f UU Nomor 5 Tahun 2014 tentang ASN`, `PP 94/2021`, `SKB 5 menteri`.

A citation opens with a head (the word for the instrument) and is read from there word by word: a name or an issuer,
number and year in any of the printed orders, a title. What has no number is a citation only where words name it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple, cast

from extract.vocabulary import vocabulary, words
from schemas.report import RegulationType

Form = Literal["numbered", "named", "bare", "anaphora"]


@dataclass(frozen=True, slots=True)
class Citation:
    """One mention of an instrument.

    Attributes:
        type: kind of instrument.
        number: as printed, without leading zeros; None if not given.
        year: as printed; None if not given.
        name: the words that name it besides, in lower case: short name, issuer, title; empty if there are none.
        provision: pasal, ayat, huruf or angka beside it, as printed; None if there is none.
        start: offset of its first character.
        end: offset behind its last one.
        form: `numbered`; `named` in words; `bare`, a head that names the instrument by itself; `anaphora`, a head
            that points back (`PP tersebut`).
    """

    type: RegulationType
    number: str | None
    year: int | None
    name: str
    provision: str | None
    start: int
    end: int
    form: Form


class _Read(NamedTuple):
    """A number read behind a head; `words_end` is where the words between head and number end."""

    number: str | None
    year: int | None
    words_end: int
    end: int


#: More heads than this are no newspaper's text; the rest is left unread.
_MOST_HEADS = 1000
_GAP = r"[ \t\xa0]{1,3}"
_GAP0 = r"[ \t\xa0]{0,3}"


def _pattern(form: str) -> str:
    """A form of the vocabulary as a pattern: blanks and hyphens as papers print them, `*` the rest of a word."""
    pattern = re.escape(form).replace(r"\ ", _GAP).replace(r"\-", r" ?[-– ] ?")
    return pattern.replace(r"\*", r"[\w-]{0,24}")


def _any_of(forms: tuple[str, ...]) -> str:
    return "|".join(_pattern(form) for form in sorted(forms, key=len, reverse=True))


def _words(key: str) -> str:
    return _any_of(words("regulations", key))


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_TABLE = vocabulary("regulations")
_HEADS = {
    cast("RegulationType", kind): re.compile(rf"(?:{_any_of(tuple(forms))})(?!\w)", re.IGNORECASE)
    for kind, forms in _TABLE["heads"].items()
}
_HEAD = _compile(
    rf"(?<![\w/.-])(?:{_any_of(tuple(form for forms in _TABLE['heads'].values() for form in forms))})(?!\w)"
)
_CASED = frozenset(words("regulations", "cased.always"))
_CASED_UNNUMBERED = frozenset(words("regulations", "cased.unnumbered"))
_EVERYDAY = _compile(rf"(?:{_words('everyday.forms')})(?!\w)")
_NOT_BESIDE = {kind: _compile(pattern) for kind, pattern in _TABLE["not_beside"].items()}

#: The abbreviation that repeats a head: `Peraturan Pemerintah (PP)`, `Surat Keputusan Bersama (SKB)`.
_ABBREVIATION = _compile(
    rf"{_GAP0}\((?:{_any_of(tuple(form for forms in _TABLE['heads'].values() for form in forms))})\)"
)
_NUMBER_WORD = rf"(?:{_words('words.number')})(?:\b|(?=\d)){_GAP0}[.:]{{0,2}}{_GAP0}"
_YEAR = r"([12][0-9OoIl]{3})(?!\w)"
_YEAR_WORD = rf"(?:{_words('words.year')})(?:\b|(?=\d))\.?{_GAP0}"
#: `5`, `094`, `800-5474`, `1447.1/PM.01/K.1/09/2022`, `SEK-KP.04.01-812`, `ST/2407/X/HUK.7.1./2023`
_PARTS = r"(?:(?:[./–-]{1,2}| ?/ ?)[A-Za-z0-9]{1,20})"
_TOKEN = rf"[A-Za-z0-9]{{1,20}}{_PARTS}{{0,10}}(?!\w)"
_YEAR_BEHIND = _compile(rf"{_GAP0},?{_GAP0}(?:{_YEAR_WORD}|/{_GAP0}){_YEAR}")
_BARE_YEAR = re.compile(rf"{_GAP}((?:19|20)\d\d)(?![\w/.-])")
_DATE_BEHIND = _compile(
    rf",?{_GAP}(?:tanggal|tertanggal|bertanggal|tgl\.?){_GAP}\d{{1,2}}{_GAP}(?:{_words('words.months')}){_GAP}{_YEAR}"
)
_DATED = _compile(
    rf"{_GAP}(?:tanggal|tertanggal|bertanggal|tgl\.?){_GAP}\d{{1,2}}{_GAP}(?:{_words('words.months')}){_GAP}{_YEAR}"
)
_FROM = _compile(rf"{_GAP}dari(?={_GAP}(?-i:[A-Z]))")
_NUMBERED = _compile(rf",?{_GAP0}\(?{_NUMBER_WORD}(?P<number>{_TOKEN})")
_SHORT = _compile(
    rf"{_GAP}(?P<number>[0-9OoIl]{{1,4}}|\d{{1,5}}-\d{{1,6}})(?=(?:/|{_GAP}(?:{_words('words.year')}))\.?{_GAP0}[12])"
)
_REVERSED = _compile(rf"{_GAP}{_YEAR_WORD}{_YEAR}(?:,?{_GAP}{_NUMBER_WORD}(?P<number>\d{{1,4}})(?!\w))?")
_LONE = _compile(rf"{_GAP}(?P<number>\d{{1,3}})(?=[\s,.;:)”\"]|$)(?!{_GAP0}(?:{_words('words.partners')}|orang|%))")
_LONG_ITEM = _compile(rf"{_GAP}(?P<number>\d{{1,5}}(?=[\w.-]{{0,20}}/){_PARTS}{{2,10}})(?!\w)")
#: The words that end a name are those in small letters: `Menteri Dalam Negeri` goes on, `dalam rangka` does not.
_NAMING = rf"\(?(?!(?:{_words('stop.filler')}|(?i:{_words('words.number')}))\b)[^\W\d_][\w.&'’/-]{{0,30}}\)?"
_WORD = re.compile(_GAP + _NAMING)
_LISTED_WORD = re.compile(rf"[,;]?{_GAP}(?:(?:dan|serta){_GAP})?{_NAMING}")
_QUANTITY = _compile(
    rf"{_GAP}\(?(?:\d|{_words('words.quantity')})\)?{_GAP}(?:\(\w{{1,8}}\){_GAP})?(?:{_words('words.partners')})\b"
)
_JOINT = _compile(rf"{_GAP}bersama\b")
_LINK = _compile(rf"(?:[,;]|{_GAP}(?:dan|serta|juga|maupun|jo\.?|juncto|&)|[,;]{_GAP}(?:dan|serta|juga))(?={_GAP})")
_ANAPHORA = _compile(rf"{_GAP}(?:{_words('words.anaphora')})\b")
_TITLE = _compile(rf"{_GAP}(?:{_words('words.title')}){_GAP}")
_TITLE_WORD = re.compile(
    rf"(?!(?:dan|serta|maupun){_GAP}(?i:{_words('words.number')})\b)[^\W\d_][\w&'’/-]{{0,30}}"
    rf"(?:{_GAP}\([\w ]{{2,20}}\))?"
)
_TITLE_STOP = re.compile(rf"(?:{_words('stop.title')})(?![\w-])")
_TITLE_LINK = re.compile(rf"(?:{_words('words.title_links')}){_GAP}(?=[A-Z])")
_TITLE_END = _compile(rf"(?:{_words('words.title_ends')})\b")
_TITLE_LAST = re.compile(rf",{_GAP}(?=(?:dan|serta|atau){_GAP}(?!(?i:{_words('words.number')})\b))")
_TITLE_COMMA = re.compile(
    rf",{_GAP}(?=(?:[^\W\d_]{{2,20}},?{_GAP}){{1,3}}(?:dan|serta|atau){_GAP}(?!(?i:{_words('words.number')})\b))"
)
_AMENDING = _compile(rf"(?:(?:{_words('words.amending')}){_GAP}){{1,4}}")
_BLANK = re.compile(_GAP)
_NAME_WORD = re.compile(
    rf"{_GAP}\(?(?!(?:{_words('stop.filler')}|(?i:{_words('stop.name')}))\b)[A-Z][\w&'’/-]{{0,30}}\)?"
)
_NAMES = _compile(rf"{_GAP}\(?(?:{_any_of(tuple(_TABLE['names']))})\b\)?")
_ISSUER = re.compile(rf"{_GAP}(?:(?i:{_words('issuers.qualifiers')}){_GAP}){{0,2}}\(?(?:{_words('issuers.words')})\b")
_SUBJECT = re.compile(rf"{_GAP}(?:{_words('issuers.subjects')})\b")
_ISSUER_ANY_CASE = _compile(_ISSUER.pattern)
_AND = rf"{_GAP0}(?:-|–|,(?:{_GAP}dan\b)?|dan\b|sampai(?:{_GAP}dengan)?|hingga\b|s/d|s\.d\.){_GAP0}"
#: A part of a provision: its word and its number, or only the number where the part before was of the same kind.
_PART = (
    rf"(?:(?:pasal|psl\.?){_GAP}\d{{1,3}}[A-Z]?\b|ayat{_GAP0}\(?(?:\d{{1,2}}|satu|dua|tiga|empat)\b\)?"
    rf"|huruf{_GAP}\(?[a-z]\b\)?|angka{_GAP}\(?\d{{1,2}}\b\)?|\d{{1,3}}[A-Z]?\b|\(\d{{1,2}}\)|[a-z]\b)"
)
_PASAL = rf"\b(?:pasal|psl\.?){_GAP}\d{{1,3}}[A-Z]?\b(?:(?:{_AND}|,?{_GAP0}){_PART}){{0,12}}"
_PROVISION_BEFORE = _compile(rf"({_PASAL}),?{_GAP}(?:(?:dalam|dari|pada|di|juga){_GAP})?$")
_PROVISION_BEHIND = _compile(
    rf"{_GAP0},?{_GAP0}\(?(?:(?:khususnya|terutama|dalam|pada|di|yakni|yaitu){_GAP}){{0,2}}({_PASAL})"
)
_LETTERS = str.maketrans("OoIl", "0011")


def read_citations(text: str) -> list[Citation]:
    """Every mention of an instrument in `text`, in reading order; mentions inside titles of others included."""
    found: list[Citation] = []
    behind = 0
    for count, head in enumerate(_HEAD.finditer(text)):
        if count >= _MOST_HEADS:
            break
        if head.start() < behind:
            continue
        citations = list(_read(text, head))
        if citations:
            behind = citations[-1].end
        found += citations
    return found


def _read(text: str, head: re.Match[str]) -> Iterator[Citation]:
    """The citation that `head` opens, and those that share it (`UU Nomor 7 Tahun 2017 dan Nomor 10 Tahun 2016`)."""
    kind = next(kind for kind, forms in _HEADS.items() if forms.fullmatch(head.group()))
    if not _may_open(text, head, kind):
        return
    behind = head.end()
    if abbreviation := _ABBREVIATION.match(text, behind):
        behind = abbreviation.end()
    if kind == "UUD":
        yield _constitution(text, head.start(), behind)
        return
    read = _number(text, behind, listed=kind == "SKB", lone=kind in {"UU", "PP"})
    if read is None:
        yield from _unnumbered(text, head, kind, behind)
        return
    named = text[behind : read.words_end]
    start = head.start()
    while read is not None:
        end = _joint_end(text, read.end) if kind == "SKB" else read.end
        title = _title(text, end)
        provision = _provision(text, start, title)
        name = f"{named} {text[end:title]}".strip(" ,.").casefold()
        yield Citation(kind, read.number, read.year, name, provision, start, title, "numbered")
        link = _LINK.match(text, title)
        if kind == "SKB" or link is None:
            return
        start = link.end() + 1
        read = _next_number(text, link.end())


def _may_open(text: str, head: re.Match[str], kind: RegulationType) -> bool:
    """Whether the head stands for an instrument and not for something of the same letters."""
    printed = head.group()
    if printed.upper() in _CASED and printed not in _CASED:
        return False
    before = re.findall(r"\w+", text[max(0, head.start() - 20) : head.start()])
    if before and before[-1].casefold() in _TABLE["not_after"].get(kind, ()):
        return False
    beside = _NOT_BESIDE.get(kind)
    return beside is None or not beside.search(text, max(0, head.start() - 60), head.end() + 60)


def _constitution(text: str, start: int, end: int) -> Citation:
    year = re.compile(rf"{_GAP0}(?:{_YEAR_WORD})?(?P<year>1945|['’]?45)\b", re.IGNORECASE).match(text, end)
    return Citation("UUD", None, 1945 if year else None, "", None, start, year.end() if year else end, "bare")


def _number(text: str, pos: int, *, listed: bool, lone: bool) -> _Read | None:
    """The number behind a head, over at most 16 words of name or issuer (45 where several issuers are listed)."""
    if listed and (quantity := _QUANTITY.match(text, pos)):
        pos = quantity.end()
    first = pos
    for _ in range(45 if listed else 16):
        for form in (_NUMBERED, _SHORT):
            if (match := form.match(text, pos)) and (read := _with_year(text, match, pos)):
                return read
        if match := _REVERSED.match(text, pos):
            number = match["number"]
            return _Read(number and number.lstrip("0"), _year(match[1]), pos, match.end())
        if lone and pos == first and (match := _LONE.match(text, pos)):
            return _Read(match["number"].lstrip("0") or "0", None, pos, match.end())
        if passed := _ABBREVIATION.match(text, pos) or _FROM.match(text, pos):
            pos = passed.end()
            continue
        if (dated := _DATED.match(text, pos)) and (numbered := _NUMBERED.match(text, dated.end())):
            read = _with_year(text, numbered, pos)
            return read and read._replace(year=read.year or _year(dated[1]))
        word = (_LISTED_WORD if listed else _WORD).match(text, pos)
        if word is None or _HEAD.search(word.group()):
            return None
        pos = word.end()
    return None


def _next_number(text: str, pos: int) -> _Read | None:
    """The number of a further citation under the same head: `dan Nomor 10 Tahun 2016`, `, 94/2021`."""
    for form in (_NUMBERED, _SHORT):
        if (match := form.match(text, pos)) and (read := _with_year(text, match, pos)) and read.year:
            return read
    return None


def _with_year(text: str, match: re.Match[str], words_end: int) -> _Read | None:
    number, end = match["number"], match.end()
    if not re.search(r"\d", number):
        return None
    if number[0].isdigit() and re.fullmatch(r"[0-9OoIl]+", number):
        number = number.translate(_LETTERS)
    year: int | None = None
    if short := re.fullmatch(r"(\d{1,4}) ?/ ?([12][0-9OoIl]{3})", number):
        number, year = short[1], _year(short[2])
    elif behind := _year_behind(text, end, bare=number.isdigit()):
        year, end = _year(behind[1]), behind.end()
    elif tail := re.search(r"/ ?((?:19|20)\d\d)$", number):
        year = int(tail[1])
        if dated := _DATE_BEHIND.match(text, end):
            end = dated.end()
    return _Read(re.sub(r" ?/ ?", "/", number).lstrip("0") or "0", year, words_end, end)


def _year_behind(text: str, end: int, *, bare: bool) -> re.Match[str] | None:
    """The year behind a number: `Tahun 2014`, `/2014`, `tanggal 5 Mei 2023`; `bare` also allows the year alone."""
    dated = _YEAR_BEHIND.match(text, end) or _DATE_BEHIND.match(text, end)
    return dated or (_BARE_YEAR.match(text, end) if bare else None)


def _year(printed: str) -> int:
    return int(printed.translate(_LETTERS))


def _joint_end(text: str, end: int) -> int:
    """End of a joint decree's numbers, one for each of its issuers."""
    for _ in range(9):
        pos = end
        link = _LINK.match(text, pos)
        if link is None:
            return end
        pos = link.end()
        item = None
        for _word in range(14):
            item = _NUMBERED.match(text, pos) or _SHORT.match(text, pos) or _LONG_ITEM.match(text, pos)
            word = _LISTED_WORD.match(text, pos)
            if item or word is None or _HEAD.search(word.group()):
                break
            pos = word.end()
        if item is None or not re.search(r"\d", item["number"]):
            return end
        year = _YEAR_BEHIND.match(text, item.end())
        end = year.end() if year else item.end()
    return end


def _title(text: str, end: int) -> int:
    """End of the title behind `end`; `end` itself if none follows.

    A title ends where another citation begins. One in capitals (`tentang Disiplin Pegawai`) ends with them; one in
    small letters ends with the clause.
    """
    opened = _TITLE.match(text, end)
    if opened is None:
        return end
    pos = last = opened.end()
    capitals, listing = text[pos : pos + 1].isupper(), False
    for _ in range(24):
        word = _TITLE_WORD.match(text, pos)
        if _HEAD.match(text, pos) and _AMENDING.fullmatch(text, opened.end(), pos):
            return end
        if word is None or _HEAD.match(text, pos) or _TITLE_END.match(text, pos):
            break
        linking = _TITLE_LINK.match(text, pos) is not None
        if not linking and (_TITLE_STOP.match(text, pos) or (capitals and word.group()[0].islower())):
            break
        if word.group() not in words("regulations", "words.title_links"):
            last = word.end()
        gap = _BLANK.match(text, word.end()) or (_TITLE_LAST if listing else _TITLE_COMMA).match(text, word.end())
        if gap is None:
            break
        listing = listing or text[word.end()] == ","
        pos = gap.end()
    return last if last > opened.end() else end


def _provision(text: str, start: int, end: int) -> str | None:
    if before := _PROVISION_BEFORE.search(text, max(0, start - 90), start):
        return " ".join(before[1].split())
    if behind := _PROVISION_BEHIND.match(text, end):
        return " ".join(behind[1].split())
    return None


def _unnumbered(text: str, head: re.Match[str], kind: RegulationType, behind: int) -> Iterator[Citation]:
    """The citation of a head without a number, where words name the instrument or point back to one."""
    start = head.start()
    if anaphora := _ANAPHORA.match(text, behind):
        yield Citation(kind, None, None, "", _provision(text, start, anaphora.end()), start, anaphora.end(), "anaphora")
        return
    printed, need, pos = head.group(), _TABLE["unnumbered"][kind], behind
    small = printed.upper() in _CASED_UNNUMBERED and printed not in _CASED_UNNUMBERED
    small = small or (printed[0].islower() and _EVERYDAY.fullmatch(printed) is not None)
    if kind == "SKB" and (quantity := _QUANTITY.match(text, behind)):
        pos, small = quantity.end(), False
    elif kind == "SKB" and (partner := _ISSUER.match(text, behind)):
        pos, small = partner.end(), False
    elif kind == "SE" and (joint := _JOINT.match(text, behind)):
        pos = joint.end()
    end = _title(text, pos)
    if end == pos:
        end = _name_end(text, pos, need, circular=kind == "SE")
    if small or need == "never" or (end == behind and need != "always"):
        return
    if need == "title" and _TITLE.match(text, behind) is None:
        return
    if text[end - 1] == ")" and "(" not in text[start:end]:
        end -= 1
    dated = _YEAR_BEHIND.match(text, end) or _DATE_BEHIND.match(text, end)
    year = _year(dated[1]) if dated else None
    name = text[behind:end].strip(" ,.()").casefold()
    form: Form = "named" if end > behind else "bare"
    end = dated.end() if dated else end
    yield Citation(kind, None, year, name, _provision(text, start, end), start, end, form)


def _name_end(text: str, pos: int, need: str, *, circular: bool) -> int:
    """End of the name or issuer behind a head, `pos` if there is none of the kind that `need` asks for."""
    if need in {"name", "subject", "always"} and (known := _NAMES.match(text, pos)):
        return known.end()
    if need == "issuer":
        opened = (_ISSUER_ANY_CASE if circular else _ISSUER).match(text, pos)
        opened = opened or (_SUBJECT.match(text, pos) if circular else None)
    elif need == "name":
        opened = _NAME_WORD.match(text, pos)
    else:
        return pos
    end = pos
    for _ in range(8):
        if opened is None or _HEAD.search(opened.group()):
            break
        end = opened.end()
        opened = _NAME_WORD.match(text, end)
    return end
