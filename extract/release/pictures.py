"""Pictures of what a release covers, as SVG: a map, a month histogram, and outlets by their events."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence

from extract.gazetteer import gazetteer
from extract.release.svg import FAINT, MARK, QUIET, bar, dot, drawing, rule, text, ticks
from schemas.event import Event

#: Edges of the map in degrees, and its scale in pixels a degree; near the equator both axes share it.
_WEST, _NORTH, _EAST, _SOUTH, _SCALE = 94.4, 6.6, 141.6, -11.6, 20
_TOP = 56
#: Outlets that are shown by name.
_MOST_OUTLETS = 20
_LONGEST_NAME = 34


def pictures(events: Sequence[Event], names: Mapping[str, str]) -> dict[str, str]:
    """The pictures by file name.

    Args:
        events: the events of the release.
        names: names of outlets by their ids.
    """
    return {
        "coverage.svg": coverage(events),
        "months.svg": months(events),
        "outlets.svg": outlets(events, names),
    }


def coverage(events: Sequence[Event]) -> str:
    """A dot for each regency and city at its centroid: grey without a known ceremony, coloured and larger with more."""
    places = gazetteer()
    told = Counter(event.regency_code for event in events if event.regency_code)
    elsewhere = sum(1 for event in events if event.regency_code is None)
    order = sorted(places.centroids, key=lambda code: (told[code], code))
    dots = []
    for code in order:
        point = places.centroids[code]
        x, y = (point.longitude - _WEST) * _SCALE, _TOP + (_NORTH - point.latitude) * _SCALE
        count = told[code]
        label = f"{places.region(code).name}: {count}"
        dots.append(dot(x, y, min(3 + 1.5 * (count - 1) ** 0.5, 9) if count else 1.6, MARK if count else FAINT, label))
    width, height = round((_EAST - _WEST) * _SCALE), round(_TOP + (_NORTH - _SOUTH) * _SCALE) + 28
    known = sum(1 for code in places.centroids if told[code])
    title = f"{known} of {len(places.centroids)} regencies and cities have a known ceremony"
    foot = height - 12
    legend = [
        text(20, 30, title, size=16),
        dot(26, foot - 4, 1.6, FAINT, "no known ceremony"),
        text(36, foot, "no known ceremony", fill=QUIET),
        dot(166, foot - 4, 3, MARK, "one ceremony"),
        text(176, foot, "one", fill=QUIET),
        dot(216, foot - 4, 6, MARK, "several ceremonies"),
        text(230, foot, "several", fill=QUIET),
        text(width - 20, foot, f"{elsewhere} more without a single regency", anchor="end", fill=QUIET),
    ]
    about = (
        f"Map of Indonesia, one dot for each regency and city. {title}, {sum(told.values())} ceremonies in all; "
        f"{elsewhere} further ones are provincial, national or of unknown place. The table events has the numbers."
    )
    return drawing(width, height, "Where ceremonies are known", about, [*dots, *legend])


def months(events: Sequence[Event]) -> str:
    """A bar for each month from the first to the last ceremony."""
    dated = Counter((event.date.year, event.date.month) for event in events if event.date)
    undated = sum(1 for event in events if event.date is None)
    span = _months(min(dated), max(dated)) if dated else []
    left, top, right, bottom = 48, _TOP, 920, 300
    step = (right - left) / max(len(span), 12)
    marks = ticks(max(dated.values(), default=1))
    parts = [text(20, 30, "Ceremonies by month", size=16)]
    for mark in marks:
        y = bottom - (bottom - top) * mark / marks[-1]
        parts += [rule(left, y, right, y), text(left - 8, y + 4, str(mark), anchor="end", fill=QUIET)]
    shown = None
    for place, (year, month) in enumerate(span):
        x, count = left + place * step, dated[year, month]
        if count:
            size = (bottom - top) * count / marks[-1]
            parts.append(
                bar(x + step * 0.1, bottom - size, step * 0.8, size, f"{dt.date(year, month, 1):%Y-%m}: {count}")
            )
        if (month == 1 or place == 0) and (shown is None or x - shown > 40):
            parts.append(text(x, bottom + 18, f"{year}" if month == 1 else f"{year}-{month:02}", fill=QUIET))
            shown = x
    if undated:
        parts.append(text(right, 30, f"{undated} without a date", anchor="end", fill=QUIET))
    most = max(dated, key=lambda one: (dated[one], one), default=None)
    about = f"Histogram of {sum(dated.values())} ceremonies by month; {undated} have no date."
    if most and span:
        about += (
            f" From {span[0][0]}-{span[0][1]:02} to {span[-1][0]}-{span[-1][1]:02}, most in {most[0]}-{most[1]:02}: "
        )
        about += f"{dated[most]}."
    return drawing(940, 336, "Ceremonies by month", about, parts)


def outlets(events: Sequence[Event], names: Mapping[str, str]) -> str:
    """A bar for each of the outlets that report most events."""
    told = Counter(outlet for event in events for outlet in set(event.outlets))
    order = sorted(told, key=lambda one: (-told[one], one))
    shown, rest = order[:_MOST_OUTLETS], len(order) - _MOST_OUTLETS
    left, right, line = 250, 880, 22
    height = _TOP + line * max(len(shown), 1) + 24
    most = ticks(max(told.values(), default=1))[-1]
    parts = [text(20, 30, "Outlets by number of events they reported", size=16)]
    for place, outlet in enumerate(shown):
        y = _TOP + place * line
        size = (right - left) * told[outlet] / most
        name = names.get(outlet, outlet)
        short = name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"
        parts += [
            text(left - 10, y + 14, short, anchor="end"),
            bar(left, y + 3, size, line - 6, f"{name}: {told[outlet]}"),
            text(left + size + 8, y + 14, str(told[outlet]), fill=QUIET),
        ]
    if rest > 0:
        parts.append(text(left, height - 10, f"and {rest} more outlets", fill=QUIET))
    about = f"Bars for {len(shown)} of {len(order)} outlets. " + "; ".join(
        f"{names.get(outlet, outlet)}: {told[outlet]}" for outlet in shown
    )
    return drawing(940, height, "Outlets by number of events", about, parts)


def _months(first: tuple[int, int], last: tuple[int, int]) -> list[tuple[int, int]]:
    start, end = first[0] * 12 + first[1] - 1, last[0] * 12 + last[1] - 1
    return [(month // 12, month % 12 + 1) for month in range(start, end + 1)]
