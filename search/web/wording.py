"""What the pages say, in Indonesian and English: texts, numbers, days and times."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

#: The first is spoken where none is asked for.
LANGUAGES = ("id", "en")

#: Times are told in western Indonesian time, by which most of the country's newsrooms live.
WIB = dt.timezone(dt.timedelta(hours=7), "WIB")


@dataclass(frozen=True)
class Wording:
    """The texts of one language.

    Attributes:
        language: ISO 639 code, one of `LANGUAGES`.
        texts: every text by its dotted key, as written in `wording/<language>.toml`.
    """

    language: str
    texts: Mapping[str, str]

    def __call__(self, key: str, /, **values: object) -> str:
        """The text of `key` with `values` put in.

        Raises:
            KeyError: there is no such text, or it wants a value that is not given.
        """
        return self.texts[key].format(**values)

    def count(self, key: str, number: int, /, **values: object) -> str:
        """A text that counts: `<key>.one` for one where the language tells it apart, else `<key>.many`."""
        form = f"{key}.one" if number == 1 and f"{key}.one" in self.texts else f"{key}.many"
        return self(form, n=self.number(number), **values)

    def term(self, list_name: str, value: str) -> str:
        """The word for a value of a closed list; the value itself where the list does not hold it."""
        return self.texts.get(f"{list_name}.{value}", value)

    def listing(self, words: Sequence[str]) -> str:
        """Several words as a sentence tells them, with `and` before the last."""
        if len(words) < 3:
            return self("format.and").join(words)
        return ", ".join(words[:-1]) + self("format.and_last") + words[-1]

    def number(self, number: int) -> str:
        """A whole number with its thousands set apart."""
        return f"{number:,}".replace(",", self("format.thousands"))

    def percent(self, share: float) -> str:
        """A share between 0 and 1 in whole hundredths; what is almost all is not called all."""
        hundredths = 99 if 0.99 < share < 1 else round(share * 100)
        return self("format.percent", n=hundredths)

    def month_name(self, month: int) -> str:
        """The name of a month, 1 to 12."""
        return self("format.months").split()[month - 1]

    def short_month_name(self, month: int) -> str:
        """The name of a month in three letters."""
        return self("format.short_months").split()[month - 1]

    def month(self, month: str) -> str:
        """A month such as `2023-11` in words; as it stands where it is none."""
        year, _, number = month.partition("-")
        if not number.isdecimal() or not 1 <= int(number) <= 12:
            return month
        return f"{self.month_name(int(number))} {year}"

    def day(self, day: dt.date | None, until: dt.date | None = None) -> str:
        """A day in words, or the days from `day` to `until`."""
        if day is None:
            return self("format.undated")
        if until is None or until <= day:
            return f"{day.day} {self.month_name(day.month)} {day.year}"
        if (day.year, day.month) == (until.year, until.month):
            return f"{day.day}–{until.day} {self.month_name(day.month)} {day.year}"
        first = f"{day.day} {self.month_name(day.month)}"
        if day.year != until.year:
            first += f" {day.year}"
        return f"{first} – {self.day(until)}"

    def short_day(self, day: dt.date | None) -> str:
        """A day with its month in three letters."""
        if day is None:
            return self("format.undated")
        return f"{day.day} {self.short_month_name(day.month)} {day.year}"

    def weekday(self, day: dt.date) -> str:
        """The day of the week."""
        return self("format.weekdays").split()[day.weekday()]

    def moment(self, moment: dt.datetime | None) -> str:
        """The day of a point in time, in western Indonesian time."""
        return self.short_day(moment.astimezone(WIB).date() if moment else None)


@cache
def wording(language: str) -> Wording:
    """The texts of `language`.

    Raises:
        KeyError: it is none of `LANGUAGES`.
    """
    if language not in LANGUAGES:
        raise KeyError(language)
    source = resources.files(__package__).joinpath("wording", f"{language}.toml").read_text("utf-8")
    return Wording(language, dict(_flat("", tomllib.loads(source))))


def _flat(prefix: str, table: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(f"{prefix}{key}.", value)
        else:
            yield prefix + key, str(value)
