"""The search page: results, filters with their counts, map and histogram, and the tables behind those two."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from extract.gazetteer import Region, gazetteer
from search.finding import Facet, FacetValue, Results, find
from search.people import find_people
from search.query import FILTERS, SORTS, Chip, Filter, Parsed, Search, parse_search
from search.regions import MapMark, map_marks
from search.web.addresses import ALL
from search.web.histogram import Histogram, draw_histogram
from search.web.map import Map, draw_map
from search.web.site import Asked

#: Filters in the order a journalist reaches for them.
ORDER: Final[tuple[Filter, ...]] = (
    "province", "regency", "election", "activity", "level", "office", "regulation", "outlet", "month",
)  # fmt: skip
#: Filters that stand open where nothing is chosen yet.
_OPEN: Final = ("province", "election", "activity")
_PAGE = 20
#: Results beside all values of a filter: a page is either to choose or to read.
_FEW = 5
_CHOICES = 8
#: Enough for every value of the longest list, the regencies.
_EVERY = 600
#: Pages of people and regencies that the words of a search lead to directly.
_SHORTCUTS = 3
#: Words of the longest name of a regency, with its kind before it.
_LONGEST_NAME = 6
#: Stand in an address for the regency or month that a mark puts there. With its key a value is found in one place only:
#: whatever a reader has typed is percent-encoded, the equals sign too.
_SOMEWHERE: Final = "00.00"
_SOME_MONTH: Final = "0000-00"
#: Filters whose values the pages name in their own language.
_TERMS: Final = ("level", "activity")

#: What values are called, by filter and value.
Labels = dict[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter, as it is ticked."""

    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A filter with its values.

    Attributes:
        field: the filter.
        choices: the values shown.
        selected: how many are chosen.
        more: how many are not shown.
        all: where all are shown.
        open: whether the group stands open.
    """

    field: Filter
    choices: tuple[Choice, ...]
    selected: int
    more: int
    all: str
    open: bool


def search_page(request: Request) -> Response:
    """The results of the search in the address."""
    asked = Asked.of(request)
    parsed = parse_search(asked.pairs)
    if any(not value for _, value in asked.pairs):
        # A form sends its empty fields too; the address that is kept and passed on has none.
        return RedirectResponse(asked.a.search(parsed.search), 303, {"cache-control": "no-store"})
    unchanged = asked.unchanged()
    if unchanged is not None:
        return unchanged
    return _render(asked, parsed)


def tables_page(request: Request) -> Response:
    """The tables behind the map and the histogram."""
    asked = Asked.of(request)
    unchanged = asked.unchanged()
    if unchanged is not None:
        return unchanged
    search = parse_search(asked.pairs).search
    results = find(asked.index, search, limit=1)
    marks = sorted(map_marks(results.regencies), key=lambda mark: (-mark.count, mark.code))
    return asked.page(
        "tables.html",
        here="search",
        search=search,
        regencies=[(mark, asked.a.search(to_regency(search, mark.code))) for mark in marks if mark.count],
        months=[(month, count, asked.a.search(to_period(search, month))) for month, count in reversed(results.months)],
    )


def to_regency(search: Search, code: str) -> Search:
    """The search narrowed to one regency alone; to all of Indonesia again if it was narrowed to this one."""
    wide = search.without("regency").without("province")
    return wide if search.regency == (code,) else wide.with_value("regency", code)


def to_period(search: Search, period: str) -> Search:
    """The search narrowed to one month (`2023-11`) or year (`2023`); to all time again if it is that already."""
    wide = search.without("month").without("since").without("until")
    if period in periods(search):
        return wide
    if len(period) > 4:
        return wide.with_value("month", period)
    year = int(period)
    return wide.model_copy(update={"since": dt.date(year, 1, 1), "until": dt.date(year, 12, 31)})


def periods(search: Search) -> tuple[str, ...]:
    """Months and years the search is narrowed to, where its first and last day make whole ones."""
    first, last = search.since, search.until
    if first is None or last is None or first.day != 1 or first.year != last.year:
        return search.month
    if last.day != calendar.monthrange(last.year, last.month)[1]:
        return search.month
    if first.month == last.month:
        return (*search.month, f"{first.year:04d}-{first.month:02d}")
    return (*search.month, f"{first.year:04d}") if (first.month, last.month) == (1, 12) else search.month


def draw_both(asked: Asked, results: Results, *, wide: bool = False) -> tuple[Map, Histogram]:
    """The map and the histogram of a search, each mark a link that narrows it."""
    search = results.search
    link = asked.a.search if wide else asked.a.narrowed
    marks = map_marks(results.regencies)
    near = {mark.code for mark in marks if mark.province_code in search.province or mark.code in search.regency}
    anywhere = search.without("regency").without("province")
    any_time = search.without("month").without("since").without("until")
    # Hundreds of marks differ in one value of their addresses: the rest is written once.
    there = link(anywhere.with_value("regency", _SOMEWHERE))
    then = link(any_time.with_value("month", _SOME_MONTH))
    chosen = periods(search)

    def to_place(mark: MapMark) -> str:
        return (
            link(anywhere)
            if search.regency == (mark.code,)
            else there.replace(f"regency={_SOMEWHERE}", f"regency={mark.code}")
        )

    def to_time(period: str) -> str:
        narrow = len(period) > 4 and period not in chosen
        return then.replace(f"month={_SOME_MONTH}", f"month={period}") if narrow else link(to_period(search, period))

    drawn = draw_map(marks, to_place, selected=search.regency, near=near, weight=1.0 if wide else 1.5)
    months = draw_histogram(
        results.months, to_time, selected=chosen, width=640 if wide else 400, height=100 if wide else 156
    )
    return drawn, months


def _render(asked: Asked, parsed: Parsed) -> Response:
    search = parsed.search
    opened = asked.get(ALL)
    results = find(
        asked.index,
        search,
        after=parsed.after,
        before=parsed.before,
        limit=_FEW if opened in FILTERS else _PAGE,
        facet_limit=_EVERY if opened in FILTERS else _CHOICES,
    )
    drawn, months = draw_both(asked, results)
    labels: Labels = {
        (facet.field, one.value): _label(asked, facet.field, one) for facet in results.facets for one in facet.values
    }
    facets = {facet.field: facet for facet in results.facets}
    suggested = search.model_copy(update={"q": results.suggestion}) if results.suggestion else None
    return asked.page(
        "search.html",
        status=503 if results.problem else 200,
        here="search",
        results=results,
        before=asked.a.search(search, before=results.before) if results.before else None,
        after=asked.a.search(search, after=results.after) if results.after else None,
        map=drawn,
        months=months,
        chips=[
            (_chip_name(asked, chip), _chip_value(asked, chip, labels), asked.a.search(search.without_value(*chip)))
            for chip in search.chips()
        ],
        cleared=asked.a.search(Search(q=search.q, sort=search.sort)),
        problems=[
            asked.t(f"dropped.{problem.why}", field=problem.field, value=problem.value) for problem in parsed.problems
        ],
        groups=[
            _group(asked, search, facets[field], labels, whole=opened == field) for field in ORDER if field in facets
        ],
        drawer=bool(search.chips()) or opened in FILTERS,
        whole=opened in FILTERS,
        sorts=[(sort, asked.a.search(search.sorted_by(sort))) for sort in SORTS],
        shortcuts=list(_shortcuts(asked, search)) if parsed.after is None and parsed.before is None else [],
        suggestion=(results.suggestion, asked.a.search(suggested)) if suggested else None,
        shorter=[
            (text, count, asked.a.search(search.model_copy(update={"q": text}))) for text, count in results.shorter
        ],
    )


def _group(asked: Asked, search: Search, facet: Facet, labels: Labels, *, whole: bool) -> Group:
    shown = [one for place, one in enumerate(facet.values) if whole or place < _CHOICES or one.selected]
    chosen = sum(one.selected for one in facet.values)
    return Group(
        field=facet.field,
        choices=tuple(Choice(one.value, labels[facet.field, one.value], one.count, one.selected) for one in shown),
        selected=chosen,
        more=facet.more + len(facet.values) - len(shown),
        all=asked.a.search(search, all=facet.field),
        open=bool(chosen) or whole or facet.field in _OPEN,
    )


def _label(asked: Asked, field: str, one: FacetValue) -> str:
    if field in _TERMS:
        return asked.t.term(field, one.value)
    if field == "outlet":
        return asked.outlet(one.value)
    return asked.t.month(one.value) if field == "month" else one.label


def _chip_name(asked: Asked, chip: Chip) -> str:
    return asked.t(f"field.{chip.field}")


def _chip_value(asked: Asked, chip: Chip, labels: Labels) -> str:
    if chip.field in ("since", "until"):
        return asked.t.day(dt.date.fromisoformat(chip.value))
    if chip.field == "min_participants":
        return asked.t.number(int(chip.value))
    return labels.get((chip.field, chip.value), chip.value)


def _regencies(text: str) -> list[Region]:
    """The regencies that a text names, or else its last words: `guru mojokerto` does."""
    words = text.split()[-_LONGEST_NAME:]
    for place in range(len(words)):
        found = [region for region in gazetteer().find(" ".join(words[place:])) if len(region.code) == 5]
        if found:
            return found
    return []


def _shortcuts(asked: Asked, search: Search) -> Iterator[tuple[str, str, str]]:
    """Pages of the regencies and people that the words of the box name: what they are called, about them, and where."""
    words = " ".join(search.q.split())
    if not words or search.chips():
        return
    for region in _regencies(words)[:_SHORTCUTS]:
        yield region.name, "", asked.a.regency(region.code)
    for person in find_people(asked.index, words, limit=_SHORTCUTS):
        about = ", ".join(part for part in (person.office, person.place) if part)
        yield person.name, about, asked.a.person(person.person)
