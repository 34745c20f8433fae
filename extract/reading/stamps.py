"""Times as pages and feeds write them: ISO 8601, RFC 5322, and the printed forms of Indonesian newspapers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from zoneinfo import ZoneInfo

from dateparser.date import DateDataParser

from extract.vocabulary import vocabulary
from schemas.base import INDONESIAN_TIME

#: The zone of sources that give only a day (see `schemas.article.Article.published_at`) and of unknown outlets.
WESTERN = "Asia/Jakarta"


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time as stated.

    Attributes:
        moment: the time, with its zone.
        whole_day: whether only the day is stated; `moment` is its midnight then.
    """

    moment: datetime
    whole_day: bool = False


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
            return midnight(moment)
        return Stamp(moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone)))
    if re.match(r"[A-Z][a-z]{2}, \d", value):
        try:
            moment = parsedate_to_datetime(value)
        except ValueError:
            pass
        else:
            return Stamp(moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone)))
    if found := printed_dates().search(value):
        return read_printed(found, zone)
    return _odd(value, zone)


def midnight(day: datetime) -> Stamp:
    """The day as a stamp: its midnight in western Indonesian time."""
    return Stamp(day.replace(tzinfo=ZoneInfo(WESTERN)), whole_day=True)


@cache
def printed_dates() -> re.Pattern[str]:
    """Printed dates with or without a clock time; `read_printed` reads what it finds."""
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
        rf"(?<![\d/])(?:{numeric}|{day_first}|{month_first}|{iso})(?![\d/])(?:{gap}{clock}\s{{0,2}}(?P<zone>WIB|WITA|WIT)?\b)?",
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
        return midnight(data.date_obj.replace(hour=0, minute=0, second=0, microsecond=0))
    return Stamp(data.date_obj.replace(tzinfo=ZoneInfo(zone_in(value) or zone)))


def read_printed(found: re.Match[str], zone: str) -> Stamp | None:
    """The time in a match of `printed_dates`; None if there is no such day. `zone` holds where none is printed."""
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
    return Stamp(moment) if part["hour"] else midnight(moment)


def zone_in(text: str) -> str | None:
    """The zone that `text` names as WIB, WITA or WIT."""
    found = re.search(r"\b(?:WIB|WITA|WIT)\b", text)
    return INDONESIAN_TIME[found.group()] if found else None
