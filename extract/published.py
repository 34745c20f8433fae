"""When an article was published, with the time zone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from zoneinfo import ZoneInfo

from dateparser.date import DateDataParser
from htmldate import find_date
from lxml.etree import _Element

from crawler.addresses import date_in_path
from extract.linked_data import LinkedData
from extract.markup import Line, Markup, words_of
from extract.vocabulary import vocabulary, words
from schemas.base import INDONESIAN_TIME

#: Nothing was published on the web in Indonesia before.
EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)
#: The zone of sources that give only a day (see `schemas.article.Article.published_at`) and of unknown outlets.
WESTERN = "Asia/Jakarta"
#: How far a publication may lie behind the fetch: clocks differ.
_SLACK = timedelta(minutes=10)
#: A printed date stands in a line of its own or among few words; in a longer line it belongs to the story.
_LONGEST_DATE_LINE = 140
#: Lines around the headline in which its date is looked for.
_BEFORE, _BEHIND = 6, 14


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time as stated.

    Attributes:
        moment: the time, with its zone.
        whole_day: whether only the day is stated; `moment` is its midnight then.
    """

    moment: datetime
    whole_day: bool = False


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
        for stamp in _believed([_midnight(datetime.combine(day, time()))], latest, zone):
            return stamp.moment.astimezone(UTC)
    changed = [*linked.modified, *markup.meta(words("pages", "meta.modified"))]
    for stamp in _believed([*_stamps(changed, zone), *_printed(markup, zone, modified=True)], latest, zone):
        return stamp.moment.astimezone(UTC)
    return _guessed(markup, latest)


def parse_stamp(value: str, zone: str = WESTERN) -> Stamp | None:
    """A time in any of the forms in which pages and feeds write it; None if it is none.

    Args:
        value: ISO 8601, RFC 5322, or a printed Indonesian or English date, with or without a clock time and WIB,
            WITA or WIT.
        zone: Zone of a time that names none.
    """
    value = value.strip()[:100]
    compact = re.sub(r"^(\d{4})/(\d\d)/(\d\d)", r"\1-\2-\3", value)
    compact = re.sub(r"(?<=\d)\s(?=[+-]\d\d:?\d\d$)", "", compact)
    if re.fullmatch(r"1\d{9}", value):  # seconds since 1970
        return Stamp(datetime.fromtimestamp(int(value), UTC))
    try:
        moment = datetime.fromisoformat(compact)
    except ValueError:
        pass
    else:
        if "W" in compact:  # a week, not a day
            return None
        if re.fullmatch(r"\d{4}-?\d\d-?\d\d", compact):
            return _midnight(moment)
        return Stamp(moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone)))
    if re.match(r"[A-Z][a-z]{2}, \d", value):
        try:
            moment = parsedate_to_datetime(value)
        except ValueError:
            pass
        else:
            return Stamp(moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone)))
    if found := _printed_date().search(value):
        return _read_printed(found, zone)
    return _odd(value, zone)


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


def _midnight(day: datetime) -> Stamp:
    return Stamp(day.replace(tzinfo=ZoneInfo(WESTERN)), whole_day=True)


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
    headed = False
    for element in markup.tree.iter("h1", "time", "span", "abbr", "p", "div"):
        if element.tag == "h1":
            headed = True
            continue
        prop = (element.get("itemprop") or "").lower()
        if element.tag != "time" and prop != "datepublished":
            continue
        printed = words_of(element)
        stamp = parse_stamp(_machine_time(element) or printed, _zone_in(printed) or zone)
        if stamp is None:
            continue
        names = (
            f"{element.get('class') or ''} {prop} {'published' if element.get('pubdate') is not None else ''}".lower()
        )
        if "published" in names or "entry-date" in names or "datepublished" in names:
            yield stamp
        elif headed and not any(word in names for word in words("pages", "dates.modified")):
            plain.append(stamp)
    yield from plain[:1]


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
        for found in _printed_date().finditer(line.text):
            label = line.text[max(0, found.start() - 40) : found.start()].lower()
            if _says(label, "dates.modified") != modified:
                continue
            labelled = _says(label, "dates.published") or modified
            if not (near or labelled or "publish" in line.marks):
                continue
            stamp = _read_printed(found, zone)
            if stamp is None:
                continue
            rank = (
                4 * labelled
                + 2 * (not stamp.whole_day)
                + _alone(line, found)
                + 2 * (distance is not None and distance > 0)
            )
            ranked.append((-rank, abs(distance or 0), stamp))
    ranked.sort(key=lambda entry: entry[:2])
    yield from (stamp for _, _, stamp in ranked)


def _alone(line: Line, found: re.Match[str]) -> bool:
    return len(line.text) - len(found.group()) <= 45


def _says(text: str, key: str) -> bool:
    return any(re.search(rf"\b{word}\b", text) for word in words("pages", key))


@cache
def _printed_date() -> re.Pattern[str]:
    months = "|".join(sorted(_months(), key=len, reverse=True))
    numeric = r"(?P<d>[0-3]?\d)(?P<sep>[/.-])(?P<m>[01]?\d)(?P=sep)(?P<y>(?:19|20)\d\d)"
    day_first = rf"(?P<d2>[0-3]?\d)[\s-]{{1,2}}(?P<m2>{months})\b\.?[\s,-]{{1,3}}(?P<y2>(?:19|20)\d\d)"
    month_first = rf"\b(?P<m3>{months})\b\.?\s{{1,2}}(?P<d3>[0-3]?\d),?\s{{1,2}}(?P<y3>(?:19|20)\d\d)"
    iso = r"(?P<y4>(?:19|20)\d\d)-(?P<m4>[01]\d)-(?P<d4>[0-3]\d)"
    gap = r"[\s,|–—•·@T/()-]{0,6}(?:pukul|jam|pkl\.?|at|-)?[\s:]{0,3}"
    clock = (
        r"(?P<hour>[0-2]?\d)[:.](?P<minute>[0-5]\d)(?:[:.](?P<second>[0-5]\d))?(?!\d)\s{0,2}(?P<half>[ap]\.?m\b\.?)?"
    )
    return re.compile(
        rf"(?<![\d/])(?:{numeric}|{day_first}|{month_first}|{iso})(?!\d)(?:{gap}{clock}\s{{0,2}}(?P<zone>WIB|WITA|WIT)?\b)?",
        re.I,
    )


@cache
def _months() -> dict[str, int]:
    months: dict[str, int] = vocabulary("pages")["dates"]["months"]
    return months


@cache
def _parser() -> DateDataParser:
    return DateDataParser(
        languages=["id", "en"],
        settings={
            "DATE_ORDER": "DMY",
            "RETURN_AS_TIMEZONE_AWARE": False,
            "RETURN_TIME_AS_PERIOD": True,
            "PARSERS": ["absolute-time"],
            "REQUIRE_PARTS": ["day", "month", "year"],
        },
    )


def _odd(value: str, zone: str) -> Stamp | None:
    """A time in a form for which there is no rule, by dateparser; a day at least, as `2023` alone tells none."""
    if not re.search(r"\d.{0,20}\d", value):
        return None
    data = _parser().get_date_data(value)
    if data.date_obj is None or data.period not in {"day", "time"}:
        return None
    if not re.search(r"\d[:.]\d\d", value):
        return _midnight(data.date_obj.replace(hour=0, minute=0, second=0, microsecond=0))
    return Stamp(data.date_obj.replace(tzinfo=ZoneInfo(_zone_in(value) or zone)))


def _read_printed(found: re.Match[str], zone: str) -> Stamp | None:
    part = found.groupdict()
    year = part["y"] or part["y2"] or part["y3"] or part["y4"]
    month = part["m"] or part["m2"] or part["m3"] or part["m4"]
    day = part["d"] or part["d2"] or part["d3"] or part["d4"]
    hour = int(part["hour"] or 0)
    if part["half"] and hour <= 12:
        hour = hour % 12 + 12 * (part["half"][0] in "pP")
    zone = INDONESIAN_TIME[part["zone"].upper()] if part["zone"] else zone
    try:
        number = int(month) if month.isdigit() else _months()[month.lower()]
        minute, second = int(part["minute"] or 0), int(part["second"] or 0)
        moment = datetime(int(year), number, int(day), hour, minute, second, tzinfo=ZoneInfo(zone))
    except ValueError:
        return None
    return Stamp(moment) if part["hour"] else _midnight(moment)


def _zone_in(text: str) -> str | None:
    found = re.search(r"\b(?:WIB|WITA|WIT)\b", text)
    return INDONESIAN_TIME[found.group()] if found else None


def _guessed(markup: Markup, latest: datetime) -> datetime | None:
    """Htmldate's day, if a short line of the page prints that day."""
    try:
        day = find_date(markup.tree, original_date=True, extensive_search=False, max_date=latest.strftime("%Y-%m-%d"))
    except (ValueError, TypeError, AttributeError, OverflowError):  # what hostile markup draws from it
        return None
    if day is None:
        return None
    guess = _midnight(datetime.fromisoformat(day))
    for line in markup.lines:
        if len(line.text) <= _LONGEST_DATE_LINE:
            for found in _printed_date().finditer(line.text):
                stamp = _read_printed(found, WESTERN)
                if stamp and stamp.moment.date() == guess.moment.date() and EARLIEST <= stamp.moment <= latest:
                    return stamp.moment.astimezone(UTC)
    return None
