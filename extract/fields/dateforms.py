"""The printed forms of days: `Selasa (17/10/2023)`, `30-31 Oktober 2023`, `Senin lalu`, `kemarin`, `sehari sebelumnya`.

Forms are found first and resolved later: most need the day of publication, some the day told before them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from extract.fields.calendar import full_year, month_of, number, weekday_of
from extract.fields.day_mentions import GAP, GAP0, WEEKDAY, Mention, form_words
from extract.fields.relative_days import bare_days, counted, relatives, weekdays
from extract.patterns import Caseless

#: No article prints more days of one form; what follows is left unread.
_MOST = 1000
_UNTIL = rf"(?:{form_words('until')})"
_MONTH = r"(?P<month>[^\W\d_]{3,10})(?!\w|-[^\W\d_])(?:\.(?=[ \xa0]?\d))?"
#: Letters may stand for one of two digits (`3O`), never for all.
_DIGITS = r"(?=[OoIl]?\d)[0-9OoIl]{1,2}"
_D = rf"(?<![\w/-])(?<!\w\.)(?<!\d,)(?P<day>{_DIGITS})"
_Y = r"(?P<year>[12][0-9OoIl]{3}|['’]?\d\d)"
_END = r"(?![\w])"

#: `30 Oktober s.d. 2 November 2023`, `30-31 Oktober 2023`, `12 Desember 2023`, `2 bulan September tahun 2024`, `29 Nov`
_WORDED = Caseless(
    rf"{_D}(?:{GAP0}(?P<first_month>[^\W\d_]{{3,10}})?(?:{GAP}(?P<first_year>20\d\d))?"
    rf"{GAP0}{_UNTIL}{GAP0}(?P<last>{_DIGITS}))?"
    rf"(?:{GAP}bulan{GAP}|{GAP0}-{GAP0}|{GAP0}){_MONTH}(?:,?{GAP0}(?:tahun{GAP})?-?{_Y}{_END})?"
)
#: `14, 15 dan 16 November 2023`: days that share a month.
_LISTED = Caseless(
    rf"{_D}(?P<more>(?:{GAP0},{GAP0}(?!20\d\d)\d{{1,2}}){{1,6}}){GAP0},?{GAP}"
    rf"(?:dan|serta|&){GAP}(?P<last>\d{{1,2}}){GAP}{_MONTH}(?:{GAP}{_Y}{_END})?"
)
#: `October 17, 2023`, as publishing systems print it.
_ENGLISH = re.compile(rf"(?<!\w)(?P<month>[^\W\d_]{{3,9}}){GAP}(?P<day>\d{{1,2}}),{GAP}(?P<year>20\d\d){_END}")
_ENGLISH_YEAR = re.compile(rf",{GAP}20\d\d")
#: `17/10/2023`, `5/9`, `24-10-2023`, `30-31/10/2023`, `30/10-2/11/2023`, `6.7.24`
_NUMERIC = Caseless(
    rf"{_D}(?:(?:{GAP0}[/.]{GAP0}(?P<first_month>\d{{1,2}})(?:[/.](?P<first_year>20\d\d))?)?"
    rf"{GAP0}{_UNTIL}{GAP0}(?P<last>{_DIGITS}))?"
    rf"{GAP0}(?P<mark>[/.-]){GAP0}(?P<month>{_DIGITS})(?:{GAP0}[/.-]{GAP0}{_Y})?{_END}(?![/-]\w|[.,]\d)"
)
_ISO = re.compile(r"(?P<year>20(?<![\w/.-]20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?![\w/-])")
_FILL = (
    rf"(?:{form_words('dayparts')}|{form_words('last_week')}|{form_words('last')}|{form_words('coming')}"
    rf"|{form_words('this_week')}"
    rf"|{form_words('market_days')}|hari|tanggal|tgl\.?)"
)
_PREFIX = Caseless(
    rf"(?<!\w)(?P<weekday>{WEEKDAY})(?:{GAP0}(?:{_UNTIL}|/){GAP0}{WEEKDAY})?"
    rf"(?:{GAP0}[,.]?{GAP0}{_FILL}){{0,3}}{GAP0}[,.:/|–-]?{GAP0}[(\[]?{GAP0}"
    rf"(?:tanggal{GAP}|tgl\.?{GAP0})?$"
)
_THROUGH = Caseless(rf"{GAP0}(?:-|–|—|s/d|s\.d\.?|sd|hingga|sampai(?:{GAP}dengan)?){GAP0}")
_BRACKET = re.compile(r" ?[)\]]")
_TANGGAL = Caseless(rf"(?:tanggal|tertanggal|tgl\.?){GAP0}$")


def read_mentions(text: str) -> list[Mention]:
    """Every printed day in `text`, in reading order; none lies within another."""
    found: list[Mention] = []
    taken: list[tuple[int, int]] = []
    for reader in (_listed, _worded, _numeric, bare_days, weekdays, counted, relatives):
        fresh = [m for m in islice(reader(text), _MOST) if not _overlaps(taken, m.start, m.end)]
        found += fresh
        taken = sorted(taken + [(m.start, m.end) for m in fresh])
    return _joined(text, sorted(found, key=lambda mention: mention.start))


def _joined(text: str, mentions: list[Mention]) -> list[Mention]:
    """`Senin (30/10) hingga Rabu (1/11)` as one span of days."""
    joined: list[Mention] = []
    for mention in mentions:
        before = joined[-1] if joined else None
        if (
            before is not None
            and before.form == mention.form == "calendar"
            and before.last_day is None
            and mention.last_day is None
            and mention.start - before.end <= 16
            and _THROUGH.fullmatch(text, before.end, mention.start)
        ):
            year = before.year or mention.year
            joined[-1] = replace(before, end=mention.end, year=year, last_day=mention.day, last_month=mention.month)
        else:
            joined.append(mention)
    return joined


def _overlaps(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether `[start, end)` meets one of the sorted spans."""
    at = bisect_left(taken, (start, start))
    return (at > 0 and taken[at - 1][1] > start) or (at < len(taken) and taken[at][0] < end)


def _listed(text: str) -> Iterator[Mention]:
    for match in _LISTED.finditer(text):
        month = month_of(match["month"])
        if month is None:
            continue
        days = [
            match.span("day"),
            *(m.span() for m in re.compile(r"\d+").finditer(text, *match.span("more"))),
            match.span("last"),
        ]
        year = full_year(match["year"].lstrip("'’")) if match["year"] else None
        for (start, end), following in zip(days, [*days[1:], None], strict=True):
            yield Mention("calendar", start, end if following else match.end(), number(text[start:end]), month, year)


def _worded(text: str) -> Iterator[Mention]:
    for match in _WORDED.finditer(text):
        month = month_of(match["month"])
        if month is None:
            continue
        first_month = month_of(match["first_month"]) if match["first_month"] else None
        if match["first_month"] and first_month is None:
            continue
        yield _calendar(text, match, number(match["day"]), first_month or month, month)
    for match in _ENGLISH.finditer(text) if _ENGLISH_YEAR.search(text) else ():
        month = month_of(match["month"])
        if month is not None:
            yield _calendar(text, match, int(match["day"]), month, month)


def _numeric(text: str) -> Iterator[Mention]:
    for match in _ISO.finditer(text):
        yield _calendar(text, match, int(match["day"]), int(match["month"]), int(match["month"]))
    for match in _NUMERIC.finditer(text):
        day, month = number(match["day"]), number(match["month"])
        first_month = int(match["first_month"]) if match["first_month"] else month
        mention = _calendar(text, match, day, first_month, month)
        bracketed = text[match.start() - 1 : match.start()] in {"(", "["} and text[match.end() : match.end() + 1] in {
            ")",
            "]",
        }
        year = match["year"]
        sure = year is not None and (match["mark"] == "/" or len(year) == 4)
        if mention.weekday is None and not (sure or (bracketed and match["mark"] == "/")):
            continue
        if mention.weekday is not None and year is None and match["mark"] != "/" and not bracketed:
            continue
        if 1 <= day <= 31 and 1 <= month <= 31 and min(day, month) <= 12:
            yield mention


def _calendar(text: str, match: re.Match[str], day: int, month: int, last_month: int) -> Mention:
    """A mention of day and month, with the weekday before it and the bracket around it."""
    groups = match.groupdict()
    start, end, weekday = match.start(), match.end(), None
    window = max(0, start - 60)
    line = max(window, text.rfind("\n", window, start) + 1)
    if prefix := _PREFIX.search(text[line:start]):
        start, weekday = line + prefix.start(), weekday_of(prefix["weekday"])
    elif named := _TANGGAL.search(text[line:start]):
        start = line + named.start()
    if ("(" in text[start : match.start()] or "[" in text[start : match.start()]) and (
        bracket := _BRACKET.match(text, end)
    ):
        end = bracket.end()
    last = number(groups["last"]) if groups.get("last") else None
    year = full_year(groups["year"].lstrip("'’")) if groups.get("year") else None
    if groups.get("first_year"):
        year = int(groups["first_year"])
    elif year is not None and last is not None and month > last_month:
        year -= 1  # `30 Desember - 2 Januari 2024`
    return Mention("calendar", start, end, day, month, year, last, last_month if last else None, weekday)
