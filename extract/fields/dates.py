"""Dates: the days an article prints, on the calendar, with how likely each is the day of a ceremony."""

from __future__ import annotations

from datetime import date, timedelta

from spacy.language import Language
from spacy.tokens import Doc

from extract.candidates import Candidate, DateValue
from extract.document import context_of, put
from extract.fields.calendar import last_weekday, resolve, weekday_of_week
from extract.fields.datecues import Surroundings, adjustment, is_dateline, is_timestamp, surroundings, veto
from extract.fields.dateforms import Mention, read_mentions
from schemas.report import DateBasis

#: What a form is worth before its surroundings are read; more than 0.5 says it may be a ceremony's day.
_SCORES = {"full": 0.75, "calendar": 0.72, "day": 0.66, "weekday": 0.62, "shift": 0.6, "chain": 0.62}
_TIMESTAMP_SCORE = 0.35
_DATELINE_SCORE = 0.5
_VETO_SCORE = 0.1
#: An article has fewer days than this; more is no prose, and the rest is left unread.
_MOST_MENTIONS = 2000


def find_dates(doc: Doc) -> list[Candidate[DateValue]]:
    """Every printed day of the document that can be put on the calendar, in reading order.

    Days without a year and relative ones are resolved with the day of publication, or where the article opens with a
    dateline of its own, with that; without either, only a year that the text makes sure is supplied.
    """
    around = surroundings(doc)
    published = context_of(doc).published
    mentions = read_mentions(doc.text)[:_MOST_MENTIONS]
    opening = _opening(around, mentions, published)
    found: list[Candidate[DateValue]] = []
    previous: date | None = None
    behind = 0
    for mention in mentions:
        value = _resolved(mention, opening or published, _sure_year(mentions, mention), previous)
        if value is None:
            continue
        rule, score = _judged(around, mention, value, published or opening, behind)
        behind = mention.end
        found.append(Candidate(value, mention.start, mention.end, rule, score))
        if score > _VETO_SCORE and rule != "timestamp":
            previous = value.day
    return found


@Language.component("ikrar_dates")
def read_dates(doc: Doc) -> Doc:
    """Leave the document's days as candidates of the field `dates`."""
    put(doc, "dates", list(find_dates(doc)))
    return doc


def _opening(around: Surroundings, mentions: list[Mention], published: date | None) -> date | None:
    """The day of the article's own dateline or time stamp, where it goes before or stands in for `published`."""
    for mention in mentions:
        if mention.form != "calendar" or mention.month is None or mention.year is None:
            continue
        stamp = is_timestamp(around, mention)
        if not stamp and not is_dateline(around, mention):
            continue
        resolved = resolve(mention.day, mention.month, mention.year, mention.weekday, published)
        if resolved is None:
            continue
        if published is None or (not stamp and timedelta(0) <= published - resolved.day <= timedelta(days=7)):
            return resolved.day
    return None


def _sure_year(mentions: list[Mention], mention: Mention) -> date | None:
    """A day of the one year that the text's complete days name, nearest to `mention`; None if they name several."""
    if mention.form != "calendar" or mention.year is not None:
        return None
    complete = [m for m in mentions if m.form == "calendar" and m.year is not None and m.weekday is not None]
    if len({m.year for m in complete}) != 1:
        return None
    nearest = min(complete, key=lambda m: abs(m.start - mention.start))
    resolved = resolve(nearest.day, nearest.month or 0, nearest.year, nearest.weekday, None)
    return resolved.day if resolved and resolved.agrees else None


def _resolved(mention: Mention, anchor: date | None, hint: date | None, previous: date | None) -> DateValue | None:
    """The mention on the calendar; None where nothing tells which day it is."""
    if mention.form == "calendar" and mention.month is not None:
        return _calendar(mention, mention.month, anchor, hint)
    if mention.form == "chain":
        return None if previous is None else DateValue(previous + timedelta(days=mention.day), None, "relative", None)
    if anchor is None:
        return None
    if mention.form == "shift":
        return DateValue(anchor + timedelta(days=mention.day), None, "relative", None)
    if mention.form == "day":
        return _day_of_month(mention.day, mention.weekday, anchor)
    if mention.weekday is None:
        return None
    if mention.which == "last_week":
        day = weekday_of_week(mention.weekday, anchor, -1)
    elif mention.which == "this_week":
        day = weekday_of_week(mention.weekday, anchor, 0)
    elif mention.which == "coming":
        day = last_weekday(mention.weekday, anchor) + timedelta(days=7)
    else:
        day = last_weekday(mention.weekday, anchor, before=mention.which == "before")
    return DateValue(day, None, "relative", True)


def _calendar(mention: Mention, month: int, anchor: date | None, hint: date | None) -> DateValue | None:
    resolved = resolve(mention.day, month, mention.year, mention.weekday, anchor or hint)
    if resolved is None:
        return None
    last: date | None = None
    if mention.last_day is not None:
        year = resolved.day.year + (1 if (mention.last_month or month) < resolved.day.month else 0)
        ending = resolve(mention.last_day, mention.last_month or month, year, None, None)
        if ending is not None and timedelta(0) < ending.day - resolved.day <= timedelta(days=120):
            last = ending.day
    basis: DateBasis = "explicit" if mention.year is not None or anchor is not None else "inferred"
    return DateValue(resolved.day, last, basis, resolved.agrees)


def _day_of_month(day: int, weekday: int | None, anchor: date) -> DateValue | None:
    """`Senin (4)`, `tanggal 4 lalu`: the last such day within two months, of that weekday if there is one."""
    choices = [anchor - timedelta(days=back) for back in range(62) if (anchor - timedelta(days=back)).day == day]
    fitting = [choice for choice in choices if choice.weekday() == weekday]
    if not choices:
        return None
    return DateValue((fitting or choices)[0], None, "relative", None if weekday is None else bool(fitting))


def _judged(around: Surroundings, mention: Mention, value: DateValue, published: date | None, behind: int) -> tuple[str, float]:
    """The rule and the score of a resolved mention; `behind` is where the mention before it ends."""
    full = mention.form == "calendar" and mention.year is not None
    rule = "full" if full else mention.form
    if is_timestamp(around, mention):
        return "timestamp", _TIMESTAMP_SCORE
    if reason := veto(around, mention, value, published, behind):
        return f"veto:{reason}", _VETO_SCORE
    score = _SCORES[rule]
    if is_dateline(around, mention):
        rule, score = "dateline", _DATELINE_SCORE
    score += adjustment(around, mention, value, published)
    return rule, round(min(0.99, max(0.21, score)), 3)
