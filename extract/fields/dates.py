"""Dates: the days an article prints, on the calendar, with how likely each is the day of a ceremony."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from spacy.language import Language
from spacy.tokens import Doc

from extract.candidates import Candidate, DateValue
from extract.document import context_of, put, text_of
from extract.fields.calendar import day_pattern, is_election_day, last_weekday, resolve, weekday_of_week
from extract.fields.datecues import Surroundings, adjustment, is_dateline, is_timestamp, surroundings, veto
from extract.fields.dateforms import read_mentions
from extract.fields.day_mentions import Mention
from extract.patterns import Caseless
from extract.vocabulary import words
from schemas.report import DateBasis

_ELECTION = Caseless(
    rf"\b(?:{day_pattern(words('dates', 'elections.names'))})\)?[ \xa0]{{1,3}}"
    r"(?:[a-z]{2,10}[ \xa0]{1,3}){0,3}(20\d\d)\b"
)
#: What a form is worth before its surroundings are read; more than 0.5 says it may be a ceremony's day.
_SCORES = {"full": 0.75, "calendar": 0.72, "day": 0.66, "weekday": 0.62, "shift": 0.6, "chain": 0.62, "nth": 0.55}
_TIMESTAMP_SCORE = 0.35
_DATELINE_SCORE = 0.5
_VETO_SCORE = 0.1


@dataclass(frozen=True, slots=True)
class _Known:
    """What an article tells of its own time.

    Attributes:
        published: day of publication.
        opening: day of the dateline or time stamp in the text, where it goes before or stands in for `published`.
        complete: the mentions with weekday, day, month and year that agree, and their days.
        years: years a day without one may be of, where nothing tells the day of publication.
    """

    published: date | None
    opening: date | None
    complete: tuple[tuple[Mention, date], ...]
    years: tuple[int, ...]

    @property
    def anchor(self) -> date | None:
        """The day that relative words count from."""
        return self.opening or self.published


def find_dates(doc: Doc) -> list[Candidate[DateValue]]:
    """Every printed day of the document that can be put on the calendar, in reading order.

    Days without a year and relative ones are resolved with the day of publication, or where the article opens with a
    dateline of its own, with that; without either, only a year that the text makes sure is supplied.
    """
    around = surroundings(doc)
    mentions = read_mentions(text_of(doc))
    known = _known(around, mentions, context_of(doc).published)
    found: list[Candidate[DateValue]] = []
    told: list[date] = []
    behind = 0
    for mention in mentions:
        value = _resolved(mention, known, told)
        if value is None:
            continue
        rule, score = _judged(around, mention, value, known.published or known.opening, behind)
        behind = mention.end
        found.append(Candidate(value, mention.start, mention.end, rule, score))
        if score > _VETO_SCORE and rule != "timestamp":
            told.append(value.day)
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


def _known(around: Surroundings, mentions: list[Mention], published: date | None) -> _Known:
    complete = tuple((m, day) for m in mentions if (day := _complete_day(m)) is not None)
    years = {day.year for _, day in complete}
    if not years:
        elections = {int(year[1]) for year in _ELECTION.finditer(around.text)}
        years = {y for year in elections for y in (year, year - 1)} if len(elections) == 1 else set()
    return _Known(published, _opening(around, mentions, published), complete, tuple(sorted(years)))


def _sure_year(mention: Mention, known: _Known) -> date | None:
    """A day near which `mention` lies, where the text makes its year sure; else None.

    That is one of the complete days, if all are of one year. With a weekday it is of the year that fits, among those of
    the complete days, else among the year of the one election named and the year before it.
    """
    if mention.form != "calendar" or mention.year is not None or mention.month is None or known.anchor is not None:
        return None
    if known.complete and len(known.years) == 1:
        return min(known.complete[:50], key=lambda row: abs(row[0].start - mention.start))[1]
    if mention.weekday is None:
        return None
    choices = [resolve(mention.day, mention.month, year, mention.weekday, None) for year in known.years[:10]]
    fitting = [choice.day for choice in choices if choice is not None and choice.agrees]
    return fitting[0] if len(fitting) == 1 else None


def _complete_day(mention: Mention) -> date | None:
    """The day of a mention with weekday, day, month and year that agree, unless it is that of a vote; else None."""
    if mention.form != "calendar" or None in {mention.month, mention.year, mention.weekday}:
        return None
    resolved = resolve(mention.day, mention.month or 0, mention.year, mention.weekday, None)
    return resolved.day if resolved and resolved.agrees and not is_election_day(resolved.day) else None


def _resolved(mention: Mention, known: _Known, told: list[date]) -> DateValue | None:
    """The mention on the calendar, `told` being the days before it; None where nothing tells which day it is."""
    anchor = known.anchor
    if mention.form == "calendar" and mention.month is not None:
        return _calendar(mention, mention.month, anchor, _sure_year(mention, known))
    if mention.form in {"chain", "nth"}:
        base = told[:1] if mention.form == "nth" else told[-1:]
        return DateValue(base[0] + timedelta(days=mention.day), None, "relative", None) if base else None
    if anchor is None:
        return _beside(mention, told[-1] if told else None)
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


def _beside(mention: Mention, previous: date | None) -> DateValue | None:
    """A weekday in an article of unknown date: the one within three days of the day told before it."""
    if (
        mention.form != "weekday"
        or mention.weekday is None
        or previous is None
        or mention.which not in {"last", "before"}
    ):
        return None
    ahead = (mention.weekday - previous.weekday()) % 7
    return DateValue(previous + timedelta(days=ahead if ahead <= 3 else ahead - 7), None, "relative", None)


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


def _judged(
    around: Surroundings, mention: Mention, value: DateValue, published: date | None, behind: int
) -> tuple[str, float]:
    """The rule and the score of a resolved mention; `behind` is where the mention before it ends."""
    full = mention.form == "calendar" and mention.year is not None
    rule: str = "full" if full else mention.form
    if is_timestamp(around, mention):
        return "timestamp", _TIMESTAMP_SCORE
    if reason := veto(around, mention, value, published, behind):
        return f"veto:{reason}", _VETO_SCORE
    score = _SCORES[rule]
    if is_dateline(around, mention):
        rule, score = "dateline", _DATELINE_SCORE
    score += adjustment(around, mention, value, published)
    return rule, round(min(0.99, max(0.21, score)), 3)
