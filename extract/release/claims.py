"""Claims: every value that a report gives for a ceremony, with the words it was read from and whether it was agreed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from extract.release.dataset import Dataset
from extract.release.keys import Keys
from extract.release.snippets import context_for, snippet
from extract.release.takedown import shows
from schemas.article import Article
from schemas.base import Span
from schemas.event import Event
from schemas.release import ClaimRow
from schemas.report import Official, Participants, Regulation, Report

#: Fields with one value, in the order of the contract.
SINGLE = (
    "date", "date_end", "regency_code", "province_code", "level", "organizer", "venue", "participants_total",
)  # fmt: skip
#: Lists of plain values.
PLAIN = ("activities", "elections", "pledge")
_OFFICIAL = ("name", "office", "acting", "role")
_PARTICIPANTS = ("count", "count_max", "qualifier", "group")
_REGULATION = ("as_cited", "key", "provision")


class _Place(NamedTuple):
    start: int | None = None
    end: int | None = None
    in_title: bool | None = None


class _Value(NamedTuple):
    field: str
    item: int | None
    value: str
    agreed: bool
    places: tuple[_Place, ...]


def claims(dataset: Dataset) -> Iterator[ClaimRow]:
    """The claims of every report of every event; a value read from two places gives two."""
    around = _contexts(dataset)
    for event in dataset.events:
        for report_id in event.report_ids:
            keys = Keys()
            report = dataset.reports[report_id]
            article = dataset.articles[report.article_id]
            secret = dataset.withheld.get(article.article_id, frozenset())
            for value in _values(report, event):
                for place in value.places:
                    words = _words(article, place, around[article.article_id])
                    yield ClaimRow(
                        claim_id=keys.key("cl", report_id, value.field, value.item, value.value, *place),
                        event_id=event.event_id,
                        report_id=report_id,
                        article_id=article.article_id,
                        outlet=article.outlet,
                        url=report.url,
                        published_at=article.published_at,
                        field=value.field,
                        item=value.item,
                        value=value.value,
                        agreed=value.agreed,
                        span_start=place.start,
                        span_end=place.end,
                        in_title=place.in_title,
                        snippet=None if words is None or shows(words, secret) else words,
                    )


def _contexts(dataset: Dataset) -> dict[str, int]:
    """How much is shown around the values of each article, so that all snippets together do not stand for it."""
    spans: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for event in dataset.events:
        for report in (dataset.reports[key] for key in event.report_ids):
            told = (one for one in report.evidence if not one.in_title)
            for span in (*told, *report.officials, *report.participants, *report.regulations):
                spans[report.article_id].append((span.start, span.end))
    return {key: context_for(len(one.text), spans[key]) for key, one in dataset.articles.items()}


def _values(report: Report, event: Event) -> Iterator[_Value]:
    places: defaultdict[str, list[_Place]] = defaultdict(list)
    for evidence in report.evidence:
        places[evidence.field].append(_Place(evidence.start, evidence.end, evidence.in_title))
    for name in SINGLE:
        value = getattr(report, name)
        if value is not None:
            yield _Value(name, None, str(value), value == getattr(event, name), _told(places[name]))
    for name in PLAIN:
        agreed = getattr(event, name)
        for number, value in enumerate(getattr(report, name), 1):
            found = places[f"{name}.{number if name == 'pledge' else value}"]
            yield _Value(name, number, value, value in agreed, _told(found))
    yield from _of_officials(report.officials, event)
    yield from _of_participants(report.participants, event)
    yield from _of_regulations(report.regulations, event)


def _of_officials(officials: Iterable[Official], event: Event) -> Iterator[_Value]:
    agreed = {(_who(official), name): getattr(official, name) for official in event.officials for name in _OFFICIAL}
    for number, official in enumerate(officials, 1):
        for name in _OFFICIAL:
            value = getattr(official, name)
            if value is not None:
                same = agreed.get((_who(official), name)) == value
                yield _Value(f"officials.{name}", number, value, same, _at(official))


def _who(official: Official) -> tuple[str, str]:
    return (official.name or "").casefold(), "" if official.name else (official.office or "").casefold()


def _of_participants(numbers: Iterable[Participants], event: Event) -> Iterator[_Value]:
    agreed = {(number.count, number.count_max, number.qualifier) for number in event.participants}
    groups = {(number.count, number.group) for number in event.participants}
    for item, number in enumerate(numbers, 1):
        same = (number.count, number.count_max, number.qualifier) in agreed
        for name in _PARTICIPANTS:
            value = getattr(number, name)
            if value is not None:
                right = (number.count, value) in groups if name == "group" else same
                yield _Value(f"participants.{name}", item, str(value), right, _at(number))


def _of_regulations(regulations: Iterable[Regulation], event: Event) -> Iterator[_Value]:
    agreed = {(one.type, one.number, one.year) for one in event.regulations}
    provisions = {(one.type, one.number, one.year, one.provision) for one in event.regulations}
    for item, one in enumerate(regulations, 1):
        for name in _REGULATION:
            value = getattr(one, name)
            if value is not None:
                this = (one.type, one.number, one.year)
                same = (*this, value) in provisions if name == "provision" else this in agreed
                yield _Value(f"regulations.{name}", item, value, same, _at(one))


def _told(places: list[_Place]) -> tuple[_Place, ...]:
    return tuple(dict.fromkeys(places)) or (_Place(),)


def _at(span: Span) -> tuple[_Place, ...]:
    return (_Place(span.start, span.end, False),)


def _words(article: Article, place: _Place, around: int) -> str | None:
    if place.start is None or place.end is None:
        return None
    text = article.title if place.in_title else article.text
    return snippet(text, place.start, place.end, around) if text else None
