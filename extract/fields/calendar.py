"""The calendar behind printed days: names of weekdays and months, repair of misprints, and the choice of the year."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from extract.vocabulary import vocabulary

_LETTERS = str.maketrans("OoIil", "00111")
#: A day is read as a misprint of one this many days before publication, no further.
_NEAR = 40
#: News looks back further than ahead: a day without a year lies at most about a year before publication.
_BACK = 370


class Resolved(NamedTuple):
    """A day on the calendar, whether the printed weekday is its own, and whether a misprint was repaired."""

    day: date
    agrees: bool | None
    repaired: bool


def number(printed: str) -> int:
    """A number in which letters may stand for digits: `3O`, `2O24`, `l7`."""
    return int(printed.translate(_LETTERS))


def full_year(printed: str) -> int:
    """A year of four or two digits; two stand for this century."""
    year = number(printed)
    return year + 2000 if year < 100 else year


def weekday_of(printed: str) -> int:
    """Number of a weekday, Monday is 0."""
    names: dict[str, int] = vocabulary("dates")["weekdays"]
    return names[" ".join(printed.casefold().split())]


@cache
def month_of(printed: str) -> int | None:
    """Number of a month by its name or abbreviation; a name misspelt by one letter counts, if it is a long one."""
    months: dict[str, int] = vocabulary("dates")["months"]
    name = printed.casefold().rstrip(".")
    if name in months:
        return months[name]
    if len(name) < 6:
        return None
    near = {value for known, value in months.items() if len(known) >= 6 and _one_edit(name, known)}
    return near.pop() if len(near) == 1 else None


def _one_edit(a: str, b: str) -> bool:
    """Whether one letter added, left out or replaced, or two swapped, part `a` and `b`."""
    if len(a) == len(b):
        differ = [i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
        swapped = (
            len(differ) == 2
            and differ[1] == differ[0] + 1
            and a[differ[0]] == b[differ[1]]
            and a[differ[1]] == b[differ[0]]
        )
        return len(differ) == 1 or swapped
    short, long = sorted((a, b), key=len)
    return len(long) - len(short) == 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def resolve(day: int, month: int, year: int | None, weekday: int | None, anchor: date | None) -> Resolved | None:
    """The calendar day of a printed one; None where it cannot be told.

    Without a year it is the one nearest to `anchor` (the day of publication), of an agreeing weekday if one is printed;
    the day of a vote goes before others of its name.
    A day that no month has, a weekday that does not fit and a year far off are repaired where one slip explains them
    and the result lies shortly before `anchor`.
    """
    if month > 12 and day <= 12:
        day, month = month, day
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    if year is None:
        return None if anchor is None else _nearest(day, month, weekday, anchor)
    if not 1945 <= year <= 2099:
        return None
    printed = _possible(day, month, year, weekday)
    if anchor is not None and (printed.agrees is False or printed.day > anchor + timedelta(days=400)):
        return _repaired(day, month, printed, weekday, anchor) or printed
    return printed


def last_weekday(weekday: int, anchor: date, *, before: bool = False) -> date:
    """The last such weekday on or before `anchor`; `before` it where only that fits (`Senin lalu`)."""
    back = (anchor.weekday() - weekday) % 7
    return anchor - timedelta(days=back or (7 if before else 0))


def weekday_of_week(weekday: int, anchor: date, weeks: int) -> date:
    """Such a weekday in the week (Monday to Sunday) that lies `weeks` after the one of `anchor`."""
    return anchor + timedelta(days=weekday - anchor.weekday() + 7 * weeks)


def is_election_day(day: date) -> bool:
    """Whether there was a national or simultaneous local vote on that day."""
    return day in _election_days()


@cache
def _election_days() -> frozenset[date]:
    return frozenset(vocabulary("dates")["elections"]["days"])


def _possible(day: int, month: int, year: int, weekday: int | None) -> Resolved:
    """The printed day, or for one the month does not have (31 September) its last day or the next month's first."""
    last = monthrange(year, month)[1]
    if day <= last:
        found = date(year, month, day)
        return Resolved(found, None if weekday is None else found.weekday() == weekday, repaired=False)
    end = date(year, month, last)
    choices = [end, end + timedelta(days=day - last)]
    found = next((choice for choice in choices if choice.weekday() == weekday), end)
    return Resolved(found, None if weekday is None else found.weekday() == weekday, repaired=True)


def _nearest(day: int, month: int, weekday: int | None, anchor: date) -> Resolved | None:
    choices = [_possible(day, month, anchor.year + shift, weekday) for shift in (-1, 0, 1)]
    choices = [choice for choice in choices if -_BACK <= (choice.day - anchor).days <= _BACK]
    if weekday is None:
        voted = [choice for choice in choices if is_election_day(choice.day)]
        choices = voted or choices
    fitting = [choice for choice in choices if choice.agrees and (choice.day - anchor).days <= _BACK // 3]
    return min(fitting or choices, key=lambda choice: _distance(choice.day, anchor), default=None)


def _distance(day: date, anchor: date) -> int:
    """Days between, a coming day counting a little more than a past one."""
    days = (day - anchor).days
    return days + 10 if days > 0 else -days


def _repaired(day: int, month: int, printed: Resolved, weekday: int | None, anchor: date) -> Resolved | None:
    """The day meant where the year or the month is misprinted, if the weekday (where printed) bears it out."""
    year = printed.day.year
    if 0 <= (anchor - printed.day).days <= 10:
        return None  # so near to publication it is rather the weekday that is wrong
    other_years: Iterable[tuple[int, int]] = ((y, month) for y in (anchor.year, anchor.year - 1) if y != year)
    other_months: Iterable[tuple[int, int]] = (
        (anchor.year, m) for m in (anchor.month, anchor.month - 1 or 12) if m != month
    )
    for choices in (other_years, other_months if weekday is not None else ()):
        for other_year, other_month in choices:
            if day > monthrange(other_year, other_month)[1]:
                continue
            found = date(other_year, other_month, day)
            if 0 <= (anchor - found).days <= _NEAR and weekday in {None, found.weekday()}:
                return Resolved(found, None if weekday is None else True, repaired=True)
    return None


def day_pattern(names: Iterable[str]) -> str:
    """An alternation of names, longest first, blanks as papers print them."""
    return "|".join(re.escape(name).replace(r"\ ", r"[ \xa0]{1,3}") for name in sorted(names, key=len, reverse=True))
