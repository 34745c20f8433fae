"""From reports to events: one row per ceremony, told by one or many articles."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import TypeVar

from extract.gazetteer import gazetteer
from schemas.event import (
    Conflict,
    ConflictValue,
    Event,
    EventEvidence,
    EventOfficial,
    EventParticipants,
    EventRegulation,
)
from schemas.report import Report

T = TypeVar("T")

#: Fields on which reports of one ceremony can differ, besides lists of people and numbers.
_SCALARS = ("date_end", "level", "organizer", "venue", "participants_total")


def merge(reports: Iterable[Report]) -> list[Event]:
    """The events that `reports` tell of, in any order of input the same.

    Reports of one place on one day are one ceremony; a report without a day or without a place stands alone. Prisons,
    schools and other single institutions are kept apart from the government of their territory by their level.
    """
    ordered = sorted(reports, key=lambda report: (_block(report), report.report_id))
    return [_event(key, list(group)) for key, group in groupby(ordered, key=_block)]


def _block(report: Report) -> str:
    place = report.regency_code or report.province_code or ("ID" if report.level == "national" else None)
    if report.date is None or place is None:
        return f"report:{report.report_id}"
    body = (report.organizer or "").casefold() if report.level in ("institution", "district") else ""
    return f"{place}:{report.date.isoformat()}:{body}"


def _event(key: str, reports: list[Report]) -> Event:
    lead = max(reports, key=lambda report: (report.confidence, report.report_id))
    regency = gazetteer().centroid(lead.regency_code) if lead.regency_code else None
    published = [report.published_at for report in reports if report.published_at is not None]
    urls = sorted({report.url for report in reports if report.url})
    outlets = sorted({report.outlet for report in reports if report.outlet})
    return Event(
        event_id="ev-" + hashlib.sha256(key.encode()).hexdigest()[:12],
        **{name: getattr(lead, name) for name in ("date", "date_end", "date_basis", "regency_code", "regency")},
        **{name: getattr(lead, name) for name in ("province_code", "province", "level")},
        organizer=_first_told(reports, lead, lambda report: report.organizer),
        venue=_first_told(reports, lead, lambda report: report.venue),
        activities=[a for a in ("ikrar", "deklarasi", "pakta_integritas", "apel") if _any(reports, a)],
        elections=list(dict.fromkeys(name for report in [lead, *reports] for name in report.elections)),
        officials=_officials(reports, lead),
        participants=[
            EventParticipants(**item.model_dump(), report_id=report.report_id)
            for report, item in _distinct(reports, lead, lambda r: r.participants, lambda p: (p.count, p.qualifier))
        ],
        participants_total=_first_told(reports, lead, lambda report: report.participants_total),
        regulations=[
            EventRegulation(**item.model_dump(), report_id=report.report_id)
            for report, item in _distinct(reports, lead, lambda r: r.regulations, lambda p: (p.type, p.number, p.year))
        ],
        pledge=lead.pledge or next((report.pledge for report in reports if report.pledge), []),
        evidence=[EventEvidence(**item.model_dump(), report_id=lead.report_id) for item in lead.evidence],
        confidence=lead.confidence,
        reviewed=any(report.reviewed for report in reports),
        report_ids=[report.report_id for report in reports],
        urls=urls,
        outlets=outlets,
        n_reports=len(reports),
        n_outlets=len(outlets),
        conflicts=_conflicts(reports, lead),
        first_published_at=min(published, default=None),
        latitude=regency.latitude if regency else None,
        longitude=regency.longitude if regency else None,
    )


def _first_told(reports: Sequence[Report], lead: Report, get: Callable[[Report], T | None]) -> T | None:
    return next((value for value in map(get, [lead, *reports]) if value is not None), None)


def _any(reports: Sequence[Report], activity: str) -> bool:
    return any(activity in report.activities for report in reports)


def _distinct(
    reports: Sequence[Report], lead: Report, get: Callable[[Report], list[T]], key: Callable[[T], object]
) -> list[tuple[Report, T]]:
    """Every item of the reports once, by `key`, the leading report's first."""
    found: dict[object, tuple[Report, T]] = {}
    for report in [lead, *reports]:
        for item in get(report):
            found.setdefault(key(item), (report, item))
    return list(found.values())


def _officials(reports: Sequence[Report], lead: Report) -> list[EventOfficial]:
    distinct = _distinct(
        reports, lead, lambda r: r.officials, lambda o: (o.name or "").casefold() or f"office:{(o.office or '').casefold()}"
    )
    return [EventOfficial(**item.model_dump(), report_id=report.report_id) for report, item in distinct]


def _conflicts(reports: Sequence[Report], lead: Report) -> list[Conflict]:
    conflicts = []
    for name in _SCALARS:
        told: dict[str, list[str]] = {}
        for report in [lead, *(r for r in reports if r is not lead)]:
            value = getattr(report, name)
            if value is not None:
                told.setdefault(str(value), []).append(report.report_id)
        if len(told) > 1:
            values = [ConflictValue(value=value, report_ids=sorted(ids)) for value, ids in told.items()]
            conflicts.append(Conflict(field=name, values=values))
    return conflicts
