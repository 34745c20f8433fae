"""Days told by weekday or by counting: `Jumat`, `Senin lalu`, `kemarin`, `sehari sebelumnya`, `hari kedua`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.fields.calendar import day_pattern, weekday_of
from extract.fields.day_mentions import GAP, GAP0, WEEKDAY, Mention, Which, form_words
from extract.patterns import Caseless
from extract.vocabulary import vocabulary, words

_BARE_DAY = Caseless(rf"(?<!\w)(?P<weekday>{WEEKDAY}){GAP0}\((?P<day>\d{{1,2}})\)")
_THIS_MONTH = Caseless(rf"(?<!\w)(?:tanggal|tgl\.?){GAP0}(?P<day>\d{{1,2}}){GAP}(?:{form_words('this_month')})(?!\w)")
_ALONE = Caseless(
    rf"(?<![\w'’-])(?P<weekday>{WEEKDAY})(?![\w'’]|-\w)(?:{GAP}(?:{form_words('dayparts')}))?"
    rf"(?:{GAP}(?:(?P<last_week>{form_words('last_week')})|(?P<coming>{form_words('coming')})"
    rf"|(?P<before>{form_words('last')})|(?P<this_week>{form_words('this_week')}))\b)?"
)
_RELATIVE = Caseless(
    rf"(?<![\w-])(?:(?P<two_days_ago>{form_words('two_days_ago')})|(?P<day_before>{form_words('day_before')})"
    rf"|(?P<next_day>{form_words('next_day')})|(?P<day_after_next>{form_words('day_after_next')})"
    rf"|(?P<today>{form_words('today')}|{form_words('earlier_today')})|(?P<yesterday>{form_words('yesterday')})"
    rf"|(?P<tomorrow>{form_words('tomorrow')})|(?P<in_two_days>{form_words('in_two_days')}))(?![\w-])"
)
_SHIFTS = {"today": 0, "yesterday": -1, "two_days_ago": -2, "tomorrow": 1, "in_two_days": 2}
_CHAINS = {"day_before": -1, "next_day": 1, "day_after_next": 2}
_COUNTS: dict[str, int] = vocabulary("dates")["numbers"]
_WEEKS: dict[str, int] = vocabulary("dates")["weeks"]
_ORDINALS: dict[str, int] = vocabulary("dates")["ordinals"]
#: `sehari sebelumnya`, `dua hari lalu`, `3 hari kemudian`, `sepekan sebelumnya`
_COUNTED = Caseless(
    rf"(?<![\w-])(?:(?P<one>sehari)|(?:(?P<count>\d{{1,2}}|{day_pattern(_COUNTS)}){GAP}hari)"
    rf"|(?P<weeks>{day_pattern(_WEEKS)})){GAP}"
    rf"(?:(?P<ago>{form_words('ago')})|(?P<backward>{form_words('backward')})"
    rf"|(?P<forward>{form_words('forward')}))(?![\w-])"
)
#: `hari kedua`, counted from the first day told.
_NTH = Caseless(rf"(?<![\w-])hari{GAP}(?P<nth>{day_pattern(_ORDINALS)})(?!\w)")


def bare_days(text: str) -> Iterator[Mention]:
    """`Senin (4)`, `tanggal 17 lalu`: a day of the month without its month."""
    for match in _BARE_DAY.finditer(text):
        yield Mention("day", match.start(), match.end(), int(match["day"]), weekday=weekday_of(match["weekday"]))
    for match in _THIS_MONTH.finditer(text):
        yield Mention("day", match.start(), match.end(), int(match["day"]))


def weekdays(text: str) -> Iterator[Mention]:
    """Weekdays on their own."""
    for match in _ALONE.finditer(text):
        before = text[max(0, match.start() - 30) : match.start()]
        after = text[match.end() : match.end() + 24]
        if _is_skipped(text[slice(*match.span("weekday"))], before, after, match.group()):
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
    if re.match(rf"{GAP0}(?:[-–/]|dan\b|hingga\b|sampai\b){GAP0}{WEEKDAY}", after, re.IGNORECASE):
        return False
    if weekday.casefold() != "minggu":
        return False
    if not weekday[0].isupper() or last in words("dates", "skip.week_after"):
        return True
    if printed.casefold().endswith(("lalu", "silam")):  # last week, unless it says day
        return last != "hari"
    return re.search(rf"(?:[,(]|\b(?:pada|hari)){GAP0}$", before, re.IGNORECASE) is None


def relatives(text: str) -> Iterator[Mention]:
    """Days counted from today or from the day told before, in words of their own."""
    for match in _RELATIVE.finditer(text):
        kind = match.lastgroup or ""
        if kind in _CHAINS:
            yield Mention("chain", match.start(), match.end(), _CHAINS[kind])
            continue
        last = _last_word(text[max(0, match.start() - 30) : match.start()])
        habits = {"today": "today_after", "yesterday": "yesterday_after"}.get(kind)
        if habits is None or last not in words("dates", f"skip.{habits}"):
            yield Mention("shift", match.start(), match.end(), _SHIFTS[kind])


def counted(text: str) -> Iterator[Mention]:
    """Days a number of days away."""
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
