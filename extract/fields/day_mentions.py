"""A printed day, as the grammar of days hands it on, and the pieces its patterns share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from extract.fields.calendar import day_pattern
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


GAP = r"[ \t\xa0]{1,3}"
GAP0 = r"[ \t\xa0]{0,3}"


def form_words(key: str) -> str:
    """An alternation of the words that the vocabulary of dates lists under `words`."""
    return day_pattern(words("dates", f"words.{key}"))


WEEKDAY = rf"(?:{day_pattern(vocabulary('dates')['weekdays'])})"
