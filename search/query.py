"""What is asked: the text of the box, filters, and an order; and the same as the query string of an address."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, Self, get_args
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field, field_validator

from extract.gazetteer import gazetteer
from schemas.report import Activity, Level
from search.offices import office_kinds

Sort = Literal["relevance", "newest", "oldest", "participants", "outlets"]
Filter = Literal["province", "regency", "month", "level", "activity", "election", "office", "regulation", "outlet"]
Why = Literal["not-a-date", "not-a-number", "unknown-value", "too-long", "too-many", "reversed-dates"]

FILTERS: Final[tuple[Filter, ...]] = get_args(Filter)
SORTS: Final[tuple[Sort, ...]] = get_args(Sort)

#: Most characters of the box, of a value and of a cursor, and most values of one filter.
LONGEST_TEXT: Final = 400
LONGEST_VALUE: Final = 120
MOST_VALUES: Final = 50
#: No ceremony has more people; a larger number is a slip.
MOST_PEOPLE: Final = 10_000_000

_MONTH = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])")
_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")


class Problem(NamedTuple):
    """A part of an address that was passed over.

    Attributes:
        field: its key.
        value: its value, cut to a line.
        why: what is wrong with it.
    """

    field: str
    value: str
    why: Why


class Chip(NamedTuple):
    """One active filter, as it is shown and removed."""

    field: str
    value: str


class Search(BaseModel):
    """A search; the empty one finds everything.

    Values of one filter widen each other, filters narrow each other. Dates and months are those of the ceremony.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    q: str = Field(default="", max_length=LONGEST_TEXT, description="Text of the box; see `search.language`.")
    province: tuple[str, ...] = Field(default=(), description="Two-digit Kemendagri codes.")
    regency: tuple[str, ...] = Field(default=(), description="Kemendagri codes `35.16`.")
    month: tuple[str, ...] = Field(default=(), description="Months `2023-11`.")
    level: tuple[str, ...] = Field(default=(), description="Levels of the contract.")
    activity: tuple[str, ...] = Field(default=(), description="Activities of the contract.")
    election: tuple[str, ...] = Field(default=(), description="Elections as `Pemilu 2024`.")
    office: tuple[str, ...] = Field(default=(), description="Kinds of offices of `search.offices`.")
    regulation: tuple[str, ...] = Field(default=(), description="Keys of regulations as `UU 5/2014`.")
    outlet: tuple[str, ...] = Field(default=(), description="Outlets.")
    official: str = Field(default="", max_length=LONGEST_VALUE, description="Name of an official, titles or not.")
    since: dt.date | None = Field(default=None, description="First day; `from` in an address.")
    until: dt.date | None = Field(default=None, description="Last day; `to` in an address.")
    min_participants: int | None = Field(
        default=None, ge=1, le=MOST_PEOPLE, description="At least so many people; `min` in an address."
    )
    sort: Sort = "relevance"

    @field_validator(*FILTERS)
    @classmethod
    def _tidy(cls, values: tuple[str, ...]) -> tuple[str, ...]:
        if len(values) > MOST_VALUES or any(not value or len(value) > LONGEST_VALUE for value in values):
            raise ValueError(f"at most {MOST_VALUES} values of at most {LONGEST_VALUE} characters")
        return tuple(sorted(set(values)))

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked, so that everything is found."""
        return not self.q.strip() and not self.chips()

    def values(self, field: Filter) -> tuple[str, ...]:
        """The chosen values of a filter."""
        chosen: tuple[str, ...] = getattr(self, field)
        return chosen

    def with_value(self, field: Filter, value: str) -> Self:
        """The search widened (or, where the filter was empty, narrowed) to a further value."""
        return self._changed({field: (*self.values(field), value)})

    def without_value(self, field: str, value: str) -> Self:
        """The search without one value of a filter, or without a date, number or name."""
        chosen = getattr(self, field)
        return (
            self._changed({field: tuple(one for one in chosen if one != value)})
            if field in FILTERS
            else self.without(field)
        )

    def without(self, field: str) -> Self:
        """The search without all values of a field."""
        return self._changed({field: type(self).model_fields[field].get_default()})

    def sorted_by(self, sort: Sort) -> Self:
        """The search in another order."""
        return self._changed({"sort": sort})

    def chips(self) -> tuple[Chip, ...]:
        """Every active filter with its value; the box and the order are none."""
        chips = [Chip(one, value) for one in FILTERS for value in self.values(one)]
        for field in ("official", "since", "until", "min_participants"):
            value = getattr(self, field)
            if value is not None and str(value).strip():
                chips.append(Chip(field, str(value)))
        return tuple(chips)

    def to_pairs(self) -> list[tuple[str, str]]:
        """The search as keys and values of an address, always in the same order; what is not asked is left out."""
        pairs = [("q", self.q)] if self.q.strip() else []
        pairs += [(_KEYS.get(chip.field, chip.field), chip.value) for chip in self.chips()]
        return pairs if self.sort == "relevance" else [*pairs, ("sort", self.sort)]

    def to_query(self) -> str:
        """The search as a query string, percent-encoded; empty for the empty search."""
        return urlencode(self.to_pairs())

    def _changed(self, values: Mapping[str, object]) -> Self:
        return type(self).model_validate({**self.model_dump(), **values})


#: Keys of an address that differ from the field they fill.
_KEYS: Final = {"since": "from", "until": "to", "min_participants": "min"}


@dataclass(frozen=True, slots=True)
class Parsed:
    """An address, read: the search, the cursors, and what was passed over."""

    search: Search
    after: str | None
    before: str | None
    problems: tuple[Problem, ...]


def parse_search(pairs: Iterable[tuple[str, str]]) -> Parsed:
    """Read the keys and values of an address. What cannot be read is passed over and named; unknown keys are nobody's.

    Dates may lack day or month: `from=2023` is its first day, `to=2023` its last.
    """
    given: dict[str, list[str]] = {}
    for key, value in pairs:
        text = _plain(value)
        if text:
            given.setdefault(key, []).append(text)
    problems: list[Problem] = []
    values: dict[str, object] = {}
    for name in FILTERS:
        values[name] = _filter_values(name, given.get(name, []), problems)
    for key, longest in (("q", LONGEST_TEXT), ("official", LONGEST_VALUE)):
        text = given.get(key, [""])[0]
        if len(text) > longest:
            problems.append(_problem(key, text, "too-long"))
        values[key] = text[:longest]
    for key, field, last in (("from", "since", False), ("to", "until", True)):
        for text in given.get(key, [])[:1]:
            values[field] = read_day(text, last=last)
            if values[field] is None:
                problems.append(_problem(key, text, "not-a-date"))
    since, until = values.get("since"), values.get("until")
    if isinstance(since, dt.date) and isinstance(until, dt.date) and since > until:
        problems.append(_problem("to", given["to"][0], "reversed-dates"))
        values["until"] = None
    for text in given.get("min", [])[:1]:
        number = int(text) if re.fullmatch(r"[0-9]{1,8}", text) else None
        if number is None or number > MOST_PEOPLE:
            problems.append(_problem("min", text, "not-a-number"))
        else:
            values["min_participants"] = number or None
    for text in given.get("sort", [])[:1]:
        if text in SORTS:
            values["sort"] = text
        else:
            problems.append(_problem("sort", text, "unknown-value"))
    cursors = {key: given[key][0][:LONGEST_VALUE] if key in given else None for key in ("after", "before")}
    return Parsed(Search.model_validate(values), cursors["after"], cursors["before"], tuple(problems))


def read_day(text: str, *, last: bool = False) -> dt.date | None:
    """The day that `2023-11-20`, `2023-11` or `2023` names, or its first (`last`: its last) day; None if it is none."""
    found = _DAY.fullmatch(text.strip())
    if found is None:
        return None
    year = int(found[1])
    month = int(found[2] or (12 if last else 1))
    try:
        return dt.date(year, month, int(found[3] or (calendar.monthrange(year, month)[1] if last else 1)))
    except (ValueError, calendar.IllegalMonthError):
        return None


def _filter_values(field: Filter, texts: list[str], problems: list[Problem]) -> tuple[str, ...]:
    known = _KNOWN.get(field)
    chosen: list[str] = []
    for text in dict.fromkeys(texts):
        if len(text) > LONGEST_VALUE:
            problems.append(_problem(field, text, "too-long"))
        elif known is not None and not known(text):
            problems.append(_problem(field, text, "unknown-value"))
        elif len(chosen) == MOST_VALUES:
            problems.append(_problem(field, text, "too-many"))
            break
        else:
            chosen.append(text)
    return tuple(chosen)


def _problem(field: str, value: str, why: Why) -> Problem:
    return Problem(field, value if len(value) <= LONGEST_VALUE else value[: LONGEST_VALUE - 1] + "…", why)


def _plain(text: str) -> str:
    """`text` without control characters and lone surrogates, which no database takes, and without blanks around it."""
    return re.sub(r"[\x00-\x1f\x7f\ud800-\udfff]", " ", text).strip()


#: Whether a value can be one of a filter. Elections, regulations and outlets are whatever the dataset names.
_KNOWN: Final[Mapping[Filter, Callable[[str], bool]]] = {
    "province": lambda text: len(text) == 2 and text in gazetteer().regions,
    "regency": lambda text: len(text) == 5 and text in gazetteer().regions,
    "month": lambda text: _MONTH.fullmatch(text) is not None,
    "level": lambda text: text in get_args(Level),
    "activity": lambda text: text in get_args(Activity),
    "office": lambda text: text in office_kinds(),
}
