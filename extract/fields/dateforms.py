"""The printed forms of days: `Selasa (17/10/2023)`, `30-31 Oktober 2023`, `Senin lalu`, `kemarin`, `sehari sebelumnya`.

Forms are found first and resolved later: most need the day of publication, some the day told before them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal

from extract.fields.calendar import day_pattern, full_year, month_of, number, weekday_of
from extract.vocabulary import vocabulary, words

#: `calendar`: day and month printed; `day`: only the day of the month; `weekday`: only that; `shift`: days from the
#: day of publication; `chain`: days from the day told before; `nth`: days from the first day told.
Form = Literal["calendar", "day", "weekday", "shift", "chain", "nth"]
#: Which of the days of that name: the last one, the one before today, the ones of last, this and a coming week.
Which = Literal["last", "before", "last_week", "this_week", "coming"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A printed day, not yet on the calendar.

    Attributes:
        form: how it is printed.
        start: offset of its first character, weekday and opening bracket included.
        end: offset behind its last.
        day: day of the month; for `shift`, `chain` and `nth` the number of days forward (negative: back).
        month: 1 to 12 (up to 31 where day and month may be swapped); None where not printed.
        year: as printed, two digits completed; None where not printed.
        last_day: last day of the month of a span of days; None for a single day.
        last_month: its month.
        weekday: Monday is 0; None where not printed.
        which: which weekday is meant.
    """

    form: Form
    start: int
    end: int
    day: int = 0
    month: int | None = None
    year: int | None = None
    last_day: int | None = None
    last_month: int | None = None
    weekday: int | None = None
    which: Which = "last"


#: No article prints more days of one form; what follows is left unread.
_MOST = 1000
_GAP = r"[ \t\xa0]{1,3}"
_GAP0 = r"[ \t\xa0]{0,3}"


def _words(key: str) -> str:
    return day_pattern(words("dates", f"words.{key}"))


_WEEKDAY = rf"(?:{day_pattern(vocabulary('dates')['weekdays'])})"
_UNTIL = rf"(?:{_words('until')})"
_MONTH = r"(?P<month>[^\W\d_]{3,10})(?!\w|-[^\W\d_])(?:\.(?=[ \xa0]?\d))?"
#: Letters may stand for one of two digits (`3O`), never for all.
_DIGITS = r"(?=[OoIl]?\d)[0-9OoIl]{1,2}"
_D = rf"(?<![\w/-])(?<!\w\.)(?<!\d,)(?P<day>{_DIGITS})"
_Y = r"(?P<year>[12][0-9OoIl]{3}|['’]?\d\d)"
_END = r"(?![\w])"

#: `30 Oktober s.d. 2 November 2023`, `30-31 Oktober 2023`, `12 Desember 2023`, `2 bulan September tahun 2024`, `29 Nov`
_WORDED = re.compile(
    rf"{_D}(?:{_GAP0}(?P<first_month>[^\W\d_]{{3,10}})?(?:{_GAP}(?P<first_year>20\d\d))?{_GAP0}{_UNTIL}{_GAP0}(?P<last>{_DIGITS}))?"
    rf"(?:{_GAP}bulan{_GAP}|{_GAP0}-{_GAP0}|{_GAP0}){_MONTH}(?:,?{_GAP0}(?:tahun{_GAP})?-?{_Y}{_END})?",
    re.IGNORECASE,
)
#: `14, 15 dan 16 November 2023`: days that share a month.
_LISTED = re.compile(
    rf"{_D}(?P<more>(?:{_GAP0},{_GAP0}(?!20\d\d)\d{{1,2}}){{1,6}}){_GAP0},?{_GAP}(?:dan|serta|&){_GAP}(?P<last>\d{{1,2}}){_GAP}{_MONTH}(?:{_GAP}{_Y}{_END})?",
    re.IGNORECASE,
)
#: `October 17, 2023`, as publishing systems print it.
_ENGLISH = re.compile(rf"(?<!\w)(?P<month>[^\W\d_]{{3,9}}){_GAP}(?P<day>\d{{1,2}}),{_GAP}(?P<year>20\d\d){_END}")
#: `17/10/2023`, `5/9`, `24-10-2023`, `30-31/10/2023`, `30/10-2/11/2023`, `6.7.24`
_NUMERIC = re.compile(
    rf"{_D}(?:(?:{_GAP0}[/.]{_GAP0}(?P<first_month>\d{{1,2}})(?:[/.](?P<first_year>20\d\d))?)?{_GAP0}{_UNTIL}{_GAP0}(?P<last>{_DIGITS}))?"
    rf"{_GAP0}(?P<mark>[/.-]){_GAP0}(?P<month>{_DIGITS})(?:{_GAP0}[/.-]{_GAP0}{_Y})?{_END}(?![/-]\w|[.,]\d)",
    re.IGNORECASE,
)
_ISO = re.compile(r"(?<![\w/.-])(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?![\w/-])")
_BARE_DAY = re.compile(rf"(?<!\w)(?P<weekday>{_WEEKDAY}){_GAP0}\((?P<day>\d{{1,2}})\)", re.IGNORECASE)
_THIS_MONTH = re.compile(
    rf"(?<!\w)(?:tanggal|tgl\.?){_GAP0}(?P<day>\d{{1,2}}){_GAP}(?:{_words('this_month')})(?!\w)", re.IGNORECASE
)
_FILL = (
    rf"(?:{_words('dayparts')}|{_words('last_week')}|{_words('last')}|{_words('coming')}|{_words('this_week')}"
    rf"|{_words('market_days')}|hari|tanggal|tgl\.?)"
)
_PREFIX = re.compile(
    rf"(?<!\w)(?P<weekday>{_WEEKDAY})(?:{_GAP0}(?:{_UNTIL}|/){_GAP0}{_WEEKDAY})?(?:{_GAP0}[,.]?{_GAP0}{_FILL}){{0,3}}{_GAP0}[,.:/|–-]?{_GAP0}[(\[]?{_GAP0}"
    rf"(?:tanggal{_GAP}|tgl\.?{_GAP0})?$",
    re.IGNORECASE,
)
_THROUGH = re.compile(rf"{_GAP0}(?:-|–|—|s/d|s\.d\.?|sd|hingga|sampai(?:{_GAP}dengan)?){_GAP0}", re.IGNORECASE)
_BRACKET = re.compile(r" ?[)\]]")
_TANGGAL = re.compile(rf"(?:tanggal|tertanggal|tgl\.?){_GAP0}$", re.IGNORECASE)
_ALONE = re.compile(
    rf"(?<![\w'’-])(?P<weekday>{_WEEKDAY})(?![\w'’]|-\w)(?:{_GAP}(?:{_words('dayparts')}))?"
    rf"(?:{_GAP}(?:(?P<last_week>{_words('last_week')})|(?P<coming>{_words('coming')})|(?P<before>{_words('last')})|(?P<this_week>{_words('this_week')}))\b)?",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    rf"(?<![\w-])(?:(?P<two_days_ago>{_words('two_days_ago')})|(?P<day_before>{_words('day_before')})"
    rf"|(?P<next_day>{_words('next_day')})|(?P<day_after_next>{_words('day_after_next')})"
    rf"|(?P<today>{_words('today')}|{_words('earlier_today')})|(?P<yesterday>{_words('yesterday')})"
    rf"|(?P<tomorrow>{_words('tomorrow')})|(?P<in_two_days>{_words('in_two_days')}))(?![\w-])",
    re.IGNORECASE,
)
_SHIFTS = {"today": 0, "yesterday": -1, "two_days_ago": -2, "tomorrow": 1, "in_two_days": 2}
_CHAINS = {"day_before": -1, "next_day": 1, "day_after_next": 2}
_COUNTS: dict[str, int] = vocabulary("dates")["numbers"]
_WEEKS: dict[str, int] = vocabulary("dates")["weeks"]
_ORDINALS: dict[str, int] = vocabulary("dates")["ordinals"]
#: `sehari sebelumnya`, `dua hari lalu`, `3 hari kemudian`, `sepekan sebelumnya`
_COUNTED = re.compile(
    rf"(?<![\w-])(?:(?P<one>sehari)|(?:(?P<count>\d{{1,2}}|{day_pattern(_COUNTS)}){_GAP}hari)|(?P<weeks>{day_pattern(_WEEKS)})){_GAP}"
    rf"(?:(?P<ago>{_words('ago')})|(?P<backward>{_words('backward')})|(?P<forward>{_words('forward')}))(?![\w-])",
    re.IGNORECASE,
)
#: `hari kedua`, counted from the first day told.
_NTH = re.compile(rf"(?<![\w-])hari{_GAP}(?P<nth>{day_pattern(_ORDINALS)})(?!\w)", re.IGNORECASE)


def read_mentions(text: str) -> list[Mention]:
    """Every printed day in `text`, in reading order; none lies within another."""
    found: list[Mention] = []
    taken: list[tuple[int, int]] = []
    for reader in (_listed, _worded, _numeric, _bare_days, _weekdays, _counted, _relatives):
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
    for match in _ENGLISH.finditer(text):
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


def _bare_days(text: str) -> Iterator[Mention]:
    for match in _BARE_DAY.finditer(text):
        yield Mention("day", match.start(), match.end(), int(match["day"]), weekday=weekday_of(match["weekday"]))
    for match in _THIS_MONTH.finditer(text):
        yield Mention("day", match.start(), match.end(), int(match["day"]))


def _weekdays(text: str) -> Iterator[Mention]:
    for match in _ALONE.finditer(text):
        before = text[max(0, match.start() - 30) : match.start()]
        after = text[match.end() : match.end() + 24]
        if _is_skipped(match["weekday"], before, after, match.group()):
            continue
        which: Which = "last"
        for kind in ("last_week", "coming", "before", "this_week"):
            if match[kind]:
                which = kind
        yield Mention("weekday", match.start(), match.end(), weekday=weekday_of(match["weekday"]), which=which)


def _is_skipped(weekday: str, before: str, after: str, printed: str) -> bool:
    """Whether the word is no day: a habit (`setiap Senin`), a feast (`Jumat Agung`), a week (`dua minggu`)."""
    last = _last_word(before)
    if last in words("dates", "skip.weekday_after"):
        return True
    following = after.strip().casefold()
    if following.startswith(words("dates", "skip.weekday_before")):
        return True
    if re.match(rf"{_GAP0}(?:[-–/]|dan\b|hingga\b|sampai\b){_GAP0}{_WEEKDAY}", after, re.IGNORECASE):
        return False
    if weekday.casefold() != "minggu":
        return False
    if not weekday[0].isupper() or last in words("dates", "skip.week_after"):
        return True
    if printed.casefold().endswith(("lalu", "silam")):  # last week, unless it says day
        return last != "hari"
    return re.search(rf"(?:[,(]|\b(?:pada|hari)){_GAP0}$", before, re.IGNORECASE) is None


def _relatives(text: str) -> Iterator[Mention]:
    for match in _RELATIVE.finditer(text):
        kind = match.lastgroup or ""
        if kind in _CHAINS:
            yield Mention("chain", match.start(), match.end(), _CHAINS[kind])
            continue
        last = _last_word(text[max(0, match.start() - 30) : match.start()])
        habits = {"today": "today_after", "yesterday": "yesterday_after"}.get(kind)
        if habits is None or last not in words("dates", f"skip.{habits}"):
            yield Mention("shift", match.start(), match.end(), _SHIFTS[kind])


def _counted(text: str) -> Iterator[Mention]:
    for match in _COUNTED.finditer(text):
        if match["weeks"] and match["ago"]:
            continue  # a week ago is no certain day
        days = 1 if match["one"] else _count(match["count"]) if match["count"] else _WEEKS[_plain(match["weeks"])]
        yield Mention(
            "shift" if match["ago"] else "chain", match.start(), match.end(), days if match["forward"] else -days
        )
    for match in _NTH.finditer(text):
        yield Mention("nth", match.start(), match.end(), _ORDINALS[_plain(match["nth"])])


def _plain(printed: str) -> str:
    return " ".join(printed.casefold().split())


def _count(printed: str) -> int:
    return int(printed) if printed.isdigit() else _COUNTS[_plain(printed)]


def _last_word(before: str) -> str:
    """The word right before, in lower case; empty where a mark stands between."""
    found = re.search(r"([^\W_][\w'-]*)[ \t\xa0]{1,3}$", before)
    return found[1].casefold() if found else ""
