"""The histogram of months: bars in the units of an SVG view box, each a link to the same search in that time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

#: Longer times than this are drawn by year, so that a bar stays wide enough to be hit.
MOST_MONTHS = 120
#: A misread year must not stretch the axis without end.
_MOST_BARS = 150
_FOOT = 18
#: A few months stay as narrow as many: a lone bar is no wall.
_FEWEST = 16
_HEAD = 4
_GAP = 0.18
#: Years are written at least this far apart, in units.
_YEAR_WIDTH = 34


@dataclass(frozen=True, slots=True)
class Bar:
    """One month or year: the column it stands in, and how high it reaches.

    Attributes:
        period: `2023-11` or `2023`.
        left: where the bar begins, in units.
        top: the bar's upper end, in units.
        count: number of ceremonies.
        href: where it leads.
        selected: whether the search is narrowed to it.
    """

    period: str
    left: float
    top: float
    count: int
    href: str
    selected: bool


@dataclass(frozen=True, slots=True)
class Histogram:
    """A histogram as it is drawn: its size, its bars and how thick they are, and the years under them as (x, text)."""

    width: int
    height: int
    base: int
    column: float
    thick: float
    bars: tuple[Bar, ...]
    years: tuple[tuple[float, str], ...]
    by_year: bool
    most: int


def draw_histogram(
    months: Sequence[tuple[str, int]],
    link: Callable[[str], str],
    *,
    selected: Collection[str] = (),
    width: int = 400,
    height: int = 150,
) -> Histogram:
    """Lay out the bars; months without ceremonies stay empty but keep their place.

    Args:
        months: months (`2023-11`) with their counts.
        link: where a bar leads, by its month or year.
        selected: months or years to point out.
        width: of the drawing, in units.
        height: of the drawing, in units.
    """
    counts = Counter(dict(months))
    by_year = bool(counts) and _number(max(counts)) - _number(min(counts)) >= MOST_MONTHS
    if by_year:
        counts = Counter()
        for month, count in months:
            counts[month[:4]] += count
    periods = _periods(counts, by_year=by_year)
    most = max((counts[period] for period in periods), default=0)
    column = width / max(len(periods), _FEWEST)
    base = height - _FOOT
    bars, years, written = [], [], -float(_YEAR_WIDTH)
    for place, period in enumerate(periods):
        left = place * column
        if (by_year or period.endswith("-01") or place == 0) and left - written >= _YEAR_WIDTH:
            years.append((round(left, 1), period[:4]))
            written = left
        count = counts[period]
        if not count and period not in selected:
            continue
        tall = max((base - _HEAD) * count / max(most, 1), 2)
        bars.append(
            Bar(
                period=period,
                left=round(left + column * _GAP / 2, 2),
                top=round(base - tall, 1),
                count=count,
                href=link(period),
                selected=period in selected,
            )
        )
    thick = round(column * (1 - _GAP), 2)
    return Histogram(width, height, base, round(column, 2), thick, tuple(bars), tuple(years), by_year, most)


def _periods(counts: Counter[str], *, by_year: bool) -> list[str]:
    """Every month or year from the first to the last, the latest ones where there are too many."""
    if not counts:
        return []
    if by_year:
        every = [f"{year:04d}" for year in range(int(min(counts)), int(max(counts)) + 1)]
    else:
        first, last = _number(min(counts)), _number(max(counts))
        every = [f"{month // 12:04d}-{month % 12 + 1:02d}" for month in range(first, last + 1)]
    return every[-_MOST_BARS:]


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1
