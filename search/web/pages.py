"""The other pages: the front page, an event, a person, a regency, the coverage, and how it all works."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from search.cards import EventCard
from search.events import ConflictLine, EventPage, event_page
from search.finding import find
from search.people import person_page
from search.query import Search, parse_search
from search.quoting import Quote
from search.regions import coverage, map_marks, regency_page
from search.web.citation import cite
from search.web.listing import draw_both
from search.web.map import draw_map
from search.web.site import Asked
from search.web.timeline import stretch
from search.web.wording import Wording

#: Latest ceremonies on the front page.
_LATEST = 6
#: Names, offices and outlets in the margin of a page.
_MOST = 20
#: Columns of an event in the order its page tells them; lists follow by their values.
_SCALARS = ("date", "regency_code", "province_code", "level", "venue", "organizer", "participants_total")


@dataclass(frozen=True, slots=True)
class Row:
    """What an event's page tells under one name: each value with the quotes it was read from."""

    name: str
    values: tuple[tuple[str, Sequence[Quote]], ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A field on which sources differ: each value, whether it is the agreed one, and who gives it."""

    name: str
    values: tuple[tuple[str, bool, Sequence[object]], ...]


def home_page(request: Request) -> Response:
    """The front page; an address with a search goes to the search page."""
    asked = Asked.of(request)
    search = parse_search(asked.pairs).search
    if not search.is_empty:
        return RedirectResponse(asked.a.search(search), 303)
    unchanged = asked.unchanged()
    if unchanged is not None:
        return unchanged
    results = find(asked.index, search.sorted_by("newest"), limit=_LATEST)
    drawn, months = draw_both(asked, results, wide=True)
    return asked.page("home.html", results=results, map=drawn, months=months)


def show_event(request: Request) -> Response:
    """The page of an event, with the words of `q` marked."""
    asked = Asked.of(request)
    unchanged = asked.unchanged()
    if unchanged is not None:
        return unchanged
    search = parse_search([(key, value) for key, value in asked.pairs if key == "q"]).search
    page = event_page(asked.index, request.path_params["event_id"], search=search)
    if page is None:
        return asked.missing("event")
    drawn = None
    if page.event.regency_code is not None:
        code = page.event.regency_code
        drawn = draw_map(map_marks([(code, 1)]), lambda mark: asked.a.regency(mark.code), selected=(code,), weight=2.5)
    return asked.page(
        "event.html",
        page=page,
        summary=_summary(asked.t, page),
        rows=list(_rows(asked.t, page)),
        conflicts=[_difference(asked.t, line) for line in page.conflicts],
        map=drawn,
        citation=cite(asked.t, page.card, asked.index.tables_at, asked.outlet),
    )


def show_person(request: Request) -> Response:
    """The page of a person."""
    asked = Asked.of(request)
    unchanged = asked.unchanged()
    if unchanged is not None:
        return unchanged
    page = person_page(asked.index, request.path_params["person"])
    if page is None:
        return asked.missing("person")
    timeline = stretch(page.events, lambda one: one.card.event_id, after=asked.get("after"), before=asked.get("before"))
    return asked.page(
        "person.html",
        page=page,
        timeline=timeline,
        before=asked.a.person(page.person, before=timeline.before) if timeline.before else None,
        after=asked.a.person(page.person, after=timeline.after) if timeline.after else None,
        most=_MOST,
        search=Search(official=page.name[:120], sort="newest"),
    )


def show_regency(request: Request) -> Response:
    """The page of a regency or city, also of one without ceremonies."""
    asked = Asked.of(request)
    unchanged = asked.unchanged()
    if unchanged is not None:
        return unchanged
    page = regency_page(asked.index, request.path_params["code"])
    if page is None:
        return asked.missing("regency")
    timeline = stretch(page.events, lambda one: one.event_id, after=asked.get("after"), before=asked.get("before"))
    counts = [(page.code, len(page.events)), *((one.code, one.count) for one in page.neighbours)]
    marks = map_marks(counts)
    near = {mark.code for mark in marks if mark.province_code == page.province_code}
    return asked.page(
        "regency.html",
        page=page,
        timeline=timeline,
        years=[(year, tuple(cards)) for year, cards in groupby(timeline.entries, _year)],
        before=asked.a.regency(page.code, before=timeline.before) if timeline.before else None,
        after=asked.a.regency(page.code, after=timeline.after) if timeline.after else None,
        most=_MOST,
        map=draw_map(marks, lambda mark: asked.a.regency(mark.code), selected=(page.code,), near=near, weight=3.0),
        search=Search(regency=(page.code,), sort="newest"),
    )


def show_coverage(request: Request) -> Response:
    """Which regencies have ceremonies in which election."""
    asked = Asked.of(request)
    unchanged = asked.unchanged()
    if unchanged is not None:
        return unchanged
    covered = coverage(asked.index)
    counts = [(one.code, one.events) for province in covered.provinces for one in province.regencies]
    drawn = draw_map(map_marks(counts), lambda mark: asked.a.regency(mark.code))
    return asked.page("coverage.html", here="coverage", coverage=covered, map=drawn)


def show_outlets(request: Request) -> Response:
    """Which outlets were read, and when."""
    asked = Asked.of(request)
    unchanged = asked.unchanged()
    if unchanged is not None:
        return unchanged
    outlets = sorted(coverage(asked.index).outlets, key=lambda one: (-one.events, asked.outlet(one.outlet).casefold()))
    return asked.page("outlets.html", here="coverage", outlets=outlets)


def show_about(request: Request) -> Response:
    """How to search, take data along, and cite."""
    asked = Asked.of(request)
    return asked.unchanged() or asked.page("about.html", here="about", host=asked.base_url)


def _year(card: EventCard) -> int | None:
    return card.date.year if card.date else None


def _summary(t: Wording, page: EventPage) -> str:
    """One sentence: what, where, how many."""
    activities = t.listing([t.term("activity", one) for one in page.event.activities])
    parts = [t("event.summary", activities=activities, place=page.card.place)]
    if page.card.participants:
        parts.append(t.count("event.summary_participants", page.card.participants))
    if page.event.elections:
        parts.append(t("event.summary_elections", elections=t.listing(page.event.elections)))
    summary = " ".join(parts)
    return summary[:1].upper() + summary[1:] + "."


def _rows(t: Wording, page: EventPage) -> Iterator[Row]:
    event = page.event
    told = {
        "date": t.day(event.date, event.date_end) if event.date else None,
        "regency_code": event.regency,
        "province_code": event.province if event.regency is None else None,
        "level": t.term("level", event.level) if event.level else None,
        "venue": event.venue,
        "organizer": event.organizer,
        "participants_total": t.number(event.participants_total) if event.participants_total is not None else None,
    }
    for column in _SCALARS:
        value = told[column]
        if value is not None:
            yield Row(t(f"field.{column}"), ((value, page.values.get(column) or _counted(page, column)),))
    for column, values in (("activities", event.activities), ("elections", event.elections)):
        if values:
            shown = tuple((t.term("activity", one), page.values.get(f"{column}.{one}", ())) for one in values)
            yield Row(t(f"field.{column}"), shown)


def _counted(page: EventPage, column: str) -> Sequence[Quote]:
    """The words of the total: those of the stated number that it is."""
    if column != "participants_total":
        return ()
    total = page.event.participants_total
    return [one.quote for one in page.participants if one.quote and one.participants.count == total][:1]


def _difference(t: Wording, line: ConflictLine) -> Difference:
    return Difference(
        _field_name(t, line.field),
        tuple((_told(t, line.field, one.value), one.agreed, one.sources) for one in line.values),
    )


def _field_name(t: Wording, field: str) -> str:
    """The name of a column; of a part of a list (`officials[…].office`) with the entry and the part behind it."""
    column, _, rest = field.partition("[")
    name = t.term("field", column.partition(".")[0])
    entry, _, part = rest.partition("]")
    if not entry:
        return name
    return f"{name}, {entry}" + (f": {t.term('part', part.strip('.')).lower()}" if part else "")


def _told(t: Wording, field: str, value: str | None) -> str:
    """A differing value as the page tells it."""
    if value is None:
        return t("event.untold")
    if field in ("date", "date_end"):
        try:
            return t.day(dt.date.fromisoformat(value))
        except ValueError:
            return value
    if field == "participants_total" and value.isdecimal():
        return t.number(int(value))
    # `elections`, `level`, `officials[…].role`: the last word names the list of the value's words.
    return t.term(field.rpartition(".")[2].rstrip("s"), value)
