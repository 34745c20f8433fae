"""Regions: the ceremonies of one regency, all regencies on a map, and where nothing was found."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from extract.gazetteer import Region, gazetteer
from search.cards import EventCard, cards, moment
from search.columns import FacetColumn
from search.distance import kilometres
from search.opening import Index

_NEIGHBOURS = 5


@dataclass(frozen=True, slots=True)
class MapMark:
    """A regency or city on the map, with a number of ceremonies."""

    code: str
    name: str
    province_code: str
    province: str
    latitude: float
    longitude: float
    count: int


@dataclass(frozen=True, slots=True)
class RegencyPage:
    """A regency or city.

    Attributes:
        events: ceremonies, the latest first; none is information too.
        elections: number of ceremonies for each election.
        outlets: number of ceremonies that each outlet reported.
        neighbours: the nearest regencies with their number of ceremonies.
    """

    code: str
    name: str
    province_code: str
    province: str
    events: tuple[EventCard, ...]
    elections: tuple[tuple[str, int], ...]
    outlets: tuple[tuple[str, int], ...]
    neighbours: tuple[MapMark, ...]


@dataclass(frozen=True, slots=True)
class RegencyCoverage:
    """A regency with its ceremonies: in all, and for each election of the coverage."""

    code: str
    name: str
    events: int
    by_election: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ProvinceCoverage:
    """A province with its regencies, its ceremonies, and the number of regencies that have any."""

    code: str
    name: str
    regencies: tuple[RegencyCoverage, ...]
    events: int
    covered: int


@dataclass(frozen=True, slots=True)
class OutletCoverage:
    """An outlet: articles read, ceremonies reported, and between which times they were published and fetched."""

    outlet: str
    articles: int
    events: int
    first_published: dt.datetime | None
    last_published: dt.datetime | None
    first_fetched: dt.datetime | None
    last_fetched: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the dataset covers: provinces and regencies by election, and outlets."""

    elections: tuple[str, ...]
    provinces: tuple[ProvinceCoverage, ...]
    outlets: tuple[OutletCoverage, ...]


def regency_page(index: Index, code: str) -> RegencyPage | None:
    """A regency or city by its code, also one without ceremonies; None where no regency has this code.

    Raises:
        TooSlow: it took too long.
        IndexFailure: the index is damaged.
    """
    names = gazetteer()
    if code not in names.centroids:
        return None
    region = names.region(code)
    column = index.columns.facets["regency"]
    number = column.numbers.get(code)
    rows = [] if number is None else column.rows[column.codes == number].tolist()
    with index.reading() as db:
        events = cards(db, rows)
    events.sort(key=lambda one: (one.date or dt.date.min, one.event_id), reverse=True)
    elections = Counter(election for one in events for election in one.elections)
    outlets = Counter(outlet for one in events for outlet in one.outlets)
    here = names.centroid(code)
    marks = [mark for mark in map_marks(_counts(column)) if mark.code != code]
    marks.sort(key=lambda mark: (kilometres(here, names.centroid(mark.code)), mark.code))
    return RegencyPage(
        code=code,
        name=region.name,
        province_code=region.province_code,
        province=names.region(region.province_code).name,
        events=tuple(events),
        elections=tuple(sorted(elections.items())),
        outlets=tuple(outlets.most_common()),
        neighbours=tuple(marks[:_NEIGHBOURS]),
    )


def map_marks(counts: Iterable[tuple[str, int]]) -> tuple[MapMark, ...]:
    """Every regency and city of Indonesia by its code, with its count; 0 for those not in `counts`."""
    given = dict(counts)
    names = gazetteer()
    marks = []
    for region in _regencies():
        point = names.centroid(region.code)
        province = names.region(region.province_code)
        count = given.get(region.code, 0)
        marks.append(
            MapMark(region.code, region.name, province.code, province.name, point.latitude, point.longitude, count)
        )
    return tuple(marks)


def coverage(index: Index) -> Coverage:
    """What the dataset covers.

    Raises:
        TooSlow: it took too long.
        IndexFailure: the index is damaged.
    """
    facets = index.columns.facets
    elections = facets["election"]
    table = {code: [0] * len(elections.values) for code in facets["regency"].values}
    for number in range(len(elections.values)):
        mask = elections.having([elections.values[number]], index.columns.size)
        for code, count in zip(facets["regency"].values, facets["regency"].counts(mask).tolist(), strict=True):
            table[code][number] = count
    totals, provincial = dict(_counts(facets["regency"])), dict(_counts(facets["province"]))
    by_province: defaultdict[str, list[RegencyCoverage]] = defaultdict(list)
    for region in _regencies():
        split = table.get(region.code, [0] * len(elections.values))
        line = RegencyCoverage(region.code, region.name, totals.get(region.code, 0), tuple(split))
        by_province[region.province_code].append(line)
    provinces = [
        ProvinceCoverage(
            code=code,
            name=gazetteer().region(code).name,
            regencies=tuple(regencies),
            events=provincial.get(code, 0),
            covered=sum(1 for one in regencies if one.events),
        )
        for code, regencies in sorted(by_province.items())
    ]
    return Coverage(elections.values, tuple(provinces), _outlets(index))


def _outlets(index: Index) -> tuple[OutletCoverage, ...]:
    reported = dict(_counts(index.columns.facets["outlet"]))
    with index.reading() as db:
        found = db.execute(
            "SELECT outlet, count(*), min(published_at), max(published_at), min(fetched_at), max(fetched_at)"
            " FROM articles INDEXED BY articles_outlet WHERE outlet IS NOT NULL GROUP BY outlet ORDER BY outlet"
        ).fetchall()
    return tuple(
        OutletCoverage(outlet, articles, reported.get(outlet, 0), *(moment(text) for text in times))
        for outlet, articles, *times in found
    )


def _counts(column: FacetColumn) -> tuple[tuple[str, int], ...]:
    found = Counter(column.codes.tolist())
    return tuple((column.values[number], count) for number, count in sorted(found.items()))


@cache
def _regencies() -> tuple[Region, ...]:
    names = gazetteer()
    return tuple(names.region(code) for code in sorted(names.centroids))
