"""When an article was published, with the time zone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from functools import cache
from itertools import islice
from zoneinfo import ZoneInfo

from htmldate import find_date
from lxml.etree import _Element

from crawler.addresses import date_in_path
from extract.reading.linked_data import LinkedData
from extract.reading.markup import Markup, words_of
from extract.reading.stamps import WESTERN, Stamp, midnight, parse_stamp, printed_dates, read_printed, zone_in
from extract.vocabulary import words

#: Nothing was published on the web in Indonesia before.
EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)
#: How far a publication may lie behind the fetch: clocks differ.
_SLACK = timedelta(minutes=10)
#: A printed date stands in a line of its own or among few words; in a longer line it belongs to the story.
_LONGEST_DATE_LINE = 140
#: A time behind this many paragraphs of this length is another story's.
_MOST_PARAGRAPHS, _LONG_PARAGRAPH = 4, 30
#: Characters beside a date in its line: weekday, name of the writer, section.
_MOST_BESIDE = 60
#: Lines around the headline in which its date is looked for.
_BEFORE, _BEHIND = 6, 14


def read_published(
    markup: Markup,
    linked: LinkedData,
    *,
    url: str | None,
    zone: str = WESTERN,
    fetched_at: datetime | None = None,
) -> datetime | None:
    """The time of first publication, UTC; None if the page does not tell.

    Asked in this order: JSON-LD, `meta` elements, `<time>`, the printed line at the headline, the day in the address, a
    time of modification, and at last htmldate where the page's own words bear its day out. A day without a clock time
    takes the clock time of the printed line of that day.

    Args:
        markup: The page.
        linked: Its JSON-LD.
        url: Its address.
        zone: Zone of times that name none.
        fetched_at: A publication after it is not believed; now, if None.
    """
    latest = (fetched_at or datetime.now(UTC)) + _SLACK
    stated = [*linked.published, *markup.meta(words("pages", "meta.published"))]
    for stamp in _believed(_stamps(stated, zone), latest, zone):
        return _sharpened(stamp, markup, zone, latest)
    for stamp in _believed(_time_elements(markup, zone), latest, zone):
        return _sharpened(stamp, markup, zone, latest)
    for stamp in _believed(_printed(markup, zone, modified=False), latest, zone):
        return stamp.moment.astimezone(UTC)
    if url and (day := date_in_path(url)):
        for stamp in _believed([midnight(datetime.combine(day, time()))], latest, zone):
            return stamp.moment.astimezone(UTC)
    changed = [*linked.modified, *markup.meta(words("pages", "meta.modified"))]
    for stamp in _believed([*_stamps(changed, zone), *_printed(markup, zone, modified=True)], latest, zone):
        return stamp.moment.astimezone(UTC)
    return _guessed(markup, latest)


def _stamps(values: list[str], zone: str) -> Iterator[Stamp]:
    for value in values:
        if stamp := parse_stamp(value, zone):
            yield stamp


def _believed(stamps: Iterator[Stamp] | list[Stamp], latest: datetime, zone: str) -> Iterator[Stamp]:
    for stamp in stamps:
        try:
            if EARLIEST <= stamp.moment <= latest:
                yield stamp
            elif stamp.moment > latest and stamp.moment.utcoffset() == timedelta(0):
                # Local clock time under the label of UTC, from a publishing system whose zone was never set.
                local = Stamp(stamp.moment.replace(tzinfo=ZoneInfo(zone)), stamp.whole_day)
                if EARLIEST <= local.moment <= latest:
                    yield local
        except OverflowError:  # year 1 or 9999 moved to another zone
            continue


def _sharpened(stamp: Stamp, markup: Markup, zone: str, latest: datetime) -> datetime:
    """The stamp in UTC; with the printed clock time where it has none itself."""
    if stamp.whole_day:
        for printed in _believed(_printed(markup, zone, modified=False), latest, zone):
            if not printed.whole_day and printed.moment.date() == stamp.moment.date():
                return printed.moment.astimezone(UTC)
    return stamp.moment.astimezone(UTC)


def _time_elements(markup: Markup, zone: str) -> Iterator[Stamp]:
    """`<time>` elements and `itemprop="datePublished"`: marked as publication, then the first at the headline."""
    plain: list[Stamp] = []
    headed, paragraphs = False, 0
    for element in markup.tree.iter("h1", "time", "span", "abbr", "p", "div"):
        headed = headed or element.tag == "h1"
        if element.tag == "p" and headed and len(element.text or "") > _LONG_PARAGRAPH:
            paragraphs += 1
        prop = (element.get("itemprop") or "").lower()
        if (element.tag != "time" and prop != "datepublished") or _is_aside(element):
            continue
        printed = words_of(element)
        stamp = parse_stamp(_machine_time(element) or printed, zone_in(printed) or zone)
        if stamp is None:
            continue
        marked = "published" if element.get("pubdate") is not None else ""
        names = f"{element.get('class') or ''} {prop} {marked}".lower()
        if "published" in names or "entry-date" in names:
            yield stamp
        elif headed and paragraphs < _MOST_PARAGRAPHS and not _says(f"{names} {printed.lower()}", "dates.modified"):
            plain.append(stamp)
    yield from plain[:1]


def _is_aside(element: _Element) -> bool:
    """Whether an element stands in a list of other stories."""
    return any(
        _asides().search(f"{ancestor.tag} {ancestor.get('class') or ''} {ancestor.get('id') or ''}".lower())
        for ancestor in islice(element.iterancestors(), 6)
    )


@cache
def _asides() -> re.Pattern[str]:
    return re.compile("|".join((r"^aside\b", r"^nav\b", *words("pages", "asides"))))


def _machine_time(element: _Element) -> str | None:
    """What an element says for machines; microformats keep it in the `title` of an `abbr`."""
    attributes = ("datetime", "content", *(("title",) if element.tag == "abbr" else ()))
    return next((value for name in attributes if (value := element.get(name))), None)


def _printed(markup: Markup, zone: str, *, modified: bool) -> Iterator[Stamp]:
    """Dates printed at the headline or behind a label of publication, the most telling first."""
    heading = markup.headline_at
    ranked: list[tuple[int, int, Stamp]] = []
    for number, line in enumerate(markup.lines):
        if len(line.text) > _LONGEST_DATE_LINE or not any(character.isdigit() for character in line.text):
            continue
        distance = None if heading is None else number - heading
        near = distance is not None and -_BEFORE <= distance <= _BEHIND
        for found in printed_dates().finditer(line.text):
            label = line.text[max(0, found.start() - 40) : found.start()].lower()
            if _says(label, "dates.modified") != modified:
                continue
            labelled = _says(label, "dates.published") or modified
            if not (labelled or ((near or "publish" in line.marks) and _stands_alone(line.text, found))):
                continue
            stamp = read_printed(found, zone)
            if stamp is None:
                continue
            rank = 4 * labelled + 2 * (not stamp.whole_day) + 2 * (distance is not None and distance > 0)
            ranked.append((-rank, abs(distance or 0), stamp))
    ranked.sort(key=lambda entry: entry[:2])
    yield from (stamp for _, _, stamp in ranked)


def _stands_alone(line: str, found: re.Match[str]) -> bool:
    """Whether the line is about the date; a sentence is not, as in `… di kantor, Senin (16/10/2023).`."""
    beside = len(line) - len(found.group())
    return beside <= _MOST_BESIDE and line[: found.start()][-1:] != "(" and not line.endswith(".")


def _says(text: str, key: str) -> bool:
    return any(re.search(rf"\b{word}\b", text) for word in words("pages", key))


def _guessed(markup: Markup, latest: datetime) -> datetime | None:
    """The day that htmldate finds, if it is the one day that the page prints in a line of its own."""
    try:
        day = find_date(markup.tree, original_date=True, extensive_search=False, max_date=latest.strftime("%Y-%m-%d"))
    except (ValueError, TypeError, AttributeError, OverflowError):  # what hostile markup draws from it
        return None
    if day is None:
        return None
    guess = midnight(datetime.fromisoformat(day)).moment.date()
    borne_out = [stamp for stamp in _lone_dates(markup) if EARLIEST <= stamp.moment <= latest]
    if {stamp.moment.date() for stamp in borne_out} != {guess}:  # several days: those of other stories are among them
        return None
    return borne_out[0].moment.astimezone(UTC)


def _lone_dates(markup: Markup) -> Iterator[Stamp]:
    """Dates in lines of their own, outside of lists of other stories."""
    asides = _asides()
    for line in markup.lines:
        if len(line.text) > _LONGEST_DATE_LINE or asides.search(line.marks):
            continue
        for found in printed_dates().finditer(line.text):
            stamp = read_printed(found, WESTERN)
            if stamp and _stands_alone(line.text, found):
                yield stamp
