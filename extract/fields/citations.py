"""The grammar of citations: `Pasal 2 huruf f UU Nomor 5 Tahun 2014 tentang ASN`, `PP 94/2021`, `SKB 5 menteri`.

A citation opens with a head (the word for the instrument) and is read from there word by word: a name or an issuer,
number and year in any of the printed orders, a title. What has no number is a citation only where words name it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from extract.fields import citation_patterns as patterns
from extract.vocabulary import words
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


def read_citations(text: str) -> list[Citation]:
    """Every mention of an instrument in `text`, in reading order; mentions inside titles of others included."""
    found: list[Citation] = []
    behind = 0
    for count, head in enumerate(patterns.HEAD.finditer(text)):
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
    kind = next(kind for kind, forms in patterns.HEADS.items() if forms.fullmatch(head.group()))
    if not _may_open(text, head, kind):
        return
    behind = head.end()
    if abbreviation := patterns.ABBREVIATION.match(text, behind):
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
        end = _joint_end(text, read.end) if kind in {"SKB", "Surat"} else read.end
        joint = (
            kind == "SKB" or len(patterns.NUMBER.findall(text, read.end, end)) > 1
        )  # `Surat … Nomor 2, Nomor 246, …`
        end = end if joint else read.end
        if (
            kind == "SKB"
            and read.year is None
            and (dated := patterns.LAST_YEAR.search(text, max(read.end, end - 12), end))
        ):
            read = read._replace(year=_year(dated[1]))
        title = _title(text, end)
        provision = _provision(text, start, title)
        name = f"{named} {text[end:title]}".strip(" ,.").casefold()
        yield Citation(kind, read.number, read.year, name, provision, start, title, "numbered")
        link = patterns.LINK.match(text, title)
        if joint or link is None:
            return
        start = link.end() + 1
        read = _next_number(text, link.end())


def _may_open(text: str, head: re.Match[str], kind: RegulationType) -> bool:
    """Whether the head stands for an instrument and not for something of the same letters."""
    printed = text[head.start() : head.end()]
    if printed.upper() in patterns.CASED and printed not in patterns.CASED:
        return False
    before = re.findall(r"\w+", text[max(0, head.start() - 20) : head.start()])
    if before and before[-1].casefold() in patterns.TABLE["not_after"].get(kind, ()):
        return False
    beside = patterns.NOT_BESIDE.get(kind)
    return beside is None or not beside.search(text, max(0, head.start() - 60), head.end() + 60)


def _constitution(text: str, start: int, end: int) -> Citation:
    year = patterns.YEAR_OF_UUD.match(text, end)
    return Citation("UUD", None, 1945 if year else None, "", None, start, year.end() if year else end, "bare")


def _number(text: str, pos: int, *, listed: bool, lone: bool) -> _Read | None:
    """The number behind a head, over at most 16 words of name or issuer (45 where several issuers are listed)."""
    if listed and (quantity := patterns.QUANTITY.match(text, pos)):
        pos = quantity.end()
    if listed and (subject := patterns.SUBJECT_YEAR.match(text, pos)):
        return _Read(None, _year(subject[1]), subject.start(1) - 1, subject.end())
    first = pos
    for _ in range(45 if listed else 16):
        for form in (patterns.NUMBERED, patterns.SHORT):
            if (match := form.match(text, pos)) and (read := _with_year(text, match, pos)):
                return read
        if match := patterns.REVERSED.match(text, pos):
            number = match["number"]
            return _Read(number and number.lstrip("0"), _year(match[1]), pos, match.end())
        if lone and pos == first and (match := patterns.LONE.match(text, pos)):
            return _Read(match["number"].lstrip("0") or "0", None, pos, match.end())
        if passed := patterns.ABBREVIATION.match(text, pos) or patterns.FROM.match(text, pos):
            pos = passed.end()
            continue
        if (dated := patterns.DATED.match(text, pos)) and (numbered := patterns.NUMBERED.match(text, dated.end())):
            read = _with_year(text, numbered, pos)
            return read and read._replace(year=read.year or _year(dated[1]))
        if listed and dated:  # a joint decree named by its issuers and its day
            return _Read(None, _year(dated[1]), pos, dated.end())
        word = (patterns.LISTED_WORD if listed else patterns.WORD).match(text, pos)
        if word is None or patterns.HEAD.search(word.group()):
            return None
        pos = word.end()
    return None


def _next_number(text: str, pos: int) -> _Read | None:
    """The number of a further citation under the same head: `dan Nomor 10 Tahun 2016`, `, 94/2021`."""
    for form in (patterns.NUMBERED, patterns.SHORT):
        if (match := form.match(text, pos)) and (read := _with_year(text, match, pos)) and read.year:
            return read
    return None


def _with_year(text: str, match: re.Match[str], words_end: int) -> _Read | None:
    number, end = match["number"], match.end()
    if not re.search(r"\d", number):
        return None
    if number[0].isdigit() and re.fullmatch(r"[0-9OoIl]+", number):
        number = number.translate(patterns.LETTERS)
    year: int | None = None
    if short := re.fullmatch(r"(\d{1,4}) ?/ ?([12][0-9OoIl]{3})", number):
        number, year = short[1], _year(short[2])
    elif behind := _year_behind(text, end, bare=number.isdigit()):
        year, end = _year(behind[1]), behind.end()
    elif tail := re.search(r"[/-] ?((?:19|20)\d\d)$", number):
        year = int(tail[1])
        if dated := patterns.DATE_BEHIND.match(text, end):
            end = dated.end()
    return _Read(re.sub(r" ?/ ?", "/", number).lstrip("0") or "0", year, words_end, end)


def _year_behind(text: str, end: int, *, bare: bool) -> re.Match[str] | None:
    """The year behind a number: `Tahun 2014`, `/2014`, `tanggal 5 Mei 2023`; `bare` also allows the year alone."""
    dated = patterns.YEAR_BEHIND.match(text, end) or patterns.DATE_BEHIND.match(text, end)
    return dated or (patterns.BARE_YEAR.match(text, end) if bare else None)


def _year(printed: str) -> int:
    return int(printed.translate(patterns.LETTERS))


def _joint_end(text: str, end: int) -> int:
    """End of a joint decree's numbers, one for each of its issuers."""
    for _ in range(9):
        pos = end
        link = patterns.LINK.match(text, pos)
        if link is None:
            return end
        pos = link.end()
        blank = patterns.BLANK.match(text, pos)
        if blank is not None and patterns.HEAD.match(text, blank.end()):  # `SKB … serta Peraturan Pemerintah Nomor 11`
            return end
        item = None
        for _word in range(14):
            item = (
                patterns.NUMBERED.match(text, pos)
                or patterns.SHORT.match(text, pos)
                or patterns.LONG_ITEM.match(text, pos)
                or (patterns.JOINT_ITEM.match(text, pos) if not _word else None)
            )
            word = patterns.LISTED_WORD.match(text, pos)
            if item or word is None or patterns.HEAD.search(word.group()):
                break
            pos = word.end()
        if item is None or not re.search(r"\d", item["number"]):
            return end
        year = patterns.YEAR_BEHIND.match(text, item.end())
        end = year.end() if year else item.end()
    return end


def _title(text: str, end: int) -> int:
    """End of the title behind `end`; `end` itself if none follows.

    A title ends where another citation begins. One in capitals (`tentang Disiplin Pegawai`) ends with them; one in
    small letters ends with the clause.
    """
    opened = patterns.TITLE.match(text, end)
    if opened is None:
        return end
    pos = last = opened.end()
    capitals, listing = text[pos : pos + 1].isupper(), False
    for _ in range(24):
        word = patterns.TITLE_WORD.match(text, pos)
        if patterns.HEAD.match(text, pos) and patterns.AMENDING.fullmatch(text, opened.end(), pos):
            return end
        if word is None or patterns.HEAD.match(text, pos) or patterns.TITLE_END.match(text, pos):
            break
        linking = patterns.TITLE_LINK.match(text, pos) is not None
        if not linking and (patterns.TITLE_STOP.match(text, pos) or (capitals and word.group()[0].islower())):
            break
        if word.group() not in words("regulations", "words.title_links"):
            last = word.end()
        gap = patterns.BLANK.match(text, word.end()) or (
            patterns.TITLE_LAST if listing else patterns.TITLE_COMMA
        ).match(text, word.end())
        if gap is None:
            break
        listing = listing or text[word.end()] == ","
        pos = gap.end()
    return last if last > opened.end() else end


def _provision(text: str, start: int, end: int) -> str | None:
    if before := patterns.PROVISION_BEFORE.search(text, max(0, start - 90), start):
        return " ".join(before[1].split())
    if behind := patterns.PROVISION_BEHIND.match(text, end):
        return " ".join(behind[1].split())
    return None


def _unnumbered(text: str, head: re.Match[str], kind: RegulationType, behind: int) -> Iterator[Citation]:
    """The citation of a head without a number, where words name the instrument or point back to one."""
    start = head.start()
    if anaphora := patterns.ANAPHORA.match(text, behind):
        yield Citation(kind, None, None, "", _provision(text, start, anaphora.end()), start, anaphora.end(), "anaphora")
        return
    printed, need, pos = text[head.start() : head.end()], patterns.TABLE["unnumbered"][kind], behind
    if kind == "Permen" and patterns.MINISTRY.fullmatch(printed):
        need = "always"
    small = printed.upper() in patterns.CASED_UNNUMBERED and printed not in patterns.CASED_UNNUMBERED
    small = small or (printed[0].islower() and patterns.EVERYDAY.fullmatch(printed) is not None)
    if kind == "SKB" and (quantity := patterns.QUANTITY.match(text, behind)):
        pos, small = quantity.end(), False
    elif kind == "SKB" and (partner := patterns.ISSUER.match(text, behind)):
        pos, small = partner.end(), False
    elif kind == "SE" and (joint := patterns.JOINT.match(text, behind)):
        pos = joint.end()
    end = _title(text, pos)
    if end == pos:
        end = _name_end(text, pos, need, circular=kind == "SE")
    if small or need == "never" or (end == behind and need != "always"):
        return
    if need == "title" and patterns.TITLE.match(text, behind) is None:
        return
    if need == "issued":  # `Keputusan Panglima TNI tentang netralitas`, but no `keputusan bupati`
        title = _title(text, end)
        if title == end or not printed[0].isupper():
            return
        end = title
    if text[end - 1] == ")" and "(" not in text[start:end]:
        end -= 1
    dated = patterns.YEAR_BEHIND.match(text, end) or patterns.DATE_BEHIND.match(text, end)
    year = _year(dated[1]) if dated else None
    name = text[behind:end].strip(" ,.()").casefold()
    form: Form = "named" if end > behind else "bare"
    end = dated.end() if dated else end
    yield Citation(kind, None, year, name, _provision(text, start, end), start, end, form)


def _name_end(text: str, pos: int, need: str, *, circular: bool) -> int:
    """End of the name or issuer behind a head, `pos` if there is none of the kind that `need` asks for."""
    if need in {"name", "subject", "always"} and (known := patterns.NAMES.match(text, pos)):
        return known.end()
    if need in {"issuer", "issued"}:
        opened = (patterns.ISSUER_ANY_CASE if circular else patterns.ISSUER).match(text, pos)
        opened = opened or (patterns.SUBJECT.match(text, pos) if circular else None)
    elif need == "name":
        opened = patterns.NAME_WORD.match(text, pos)
    else:
        return pos
    end = pos
    for _ in range(8):
        if opened is None or patterns.HEAD.search(opened.group()):
            break
        end = opened.end()
        opened = patterns.NAME_WORD.match(text, end)
    return end
