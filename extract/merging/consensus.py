"""The event that reports of one ceremony agree on, with every value on which they do not.

The rule, for every field: most voices, then highest confidence, then completeness (see `ballots.decide`). A report that
says nothing of a field has no vote on it. Activities and elections are the union of what is told, because outlets leave
out rather than deny; regulations likewise.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from extract.gazetteer import gazetteer
from extract.merging.ballots import Ballot, conflict, decide
from extract.merging.names import fold
from extract.merging.people import Taken, agree_officials, agree_participants
from schemas.base import Contract
from schemas.event import Conflict, Event
from schemas.report import Activity, Evidence, Regulation, Report

V = TypeVar("V", str, int, dt.date)

_ACTIVITIES: tuple[Activity, ...] = ("ikrar", "deklarasi", "pakta_integritas", "apel")


def agree(event_id: str, reports: Sequence[Report], voices: Mapping[str, str] | None = None) -> Event:
    """One event from the reports of one ceremony; their order does not matter.

    Args:
        event_id: its id.
        reports: at least one report.
        voices: for every article that is a copy the article it is a copy of.
    """
    reports = sorted(reports, key=lambda report: report.report_id)
    voices = voices or {}
    vote = _Vote(reports, voices)
    date = vote.on("date", lambda r: r.date, fullness=lambda r: (r.date_end is not None) + (r.date_basis == "explicit"))
    date_end = vote.on("date_end", lambda r: r.date_end)
    if date_end is not None and date is not None and date_end.value <= date.value:
        # The last day belongs to another first day than the agreed one.
        date_end = None
    place = vote.on("regency_code", lambda r: r.regency_code)
    province = vote.on("province_code", lambda r: r.province_code)
    home = place.report if place else province.report if province else None
    level = vote.on("level", lambda r: r.level)
    organizer = vote.on("organizer", lambda r: r.organizer, norm=fold)
    venue = vote.on("venue", lambda r: r.venue, norm=fold)
    total = vote.on("participants_total", lambda r: r.participants_total, fullness=_counted)
    vote.on("activities", lambda r: "; ".join(a for a in _ACTIVITIES if a in r.activities))
    vote.on("elections", lambda r: "; ".join(sorted(r.elections)) or None)
    officials, person_conflicts = agree_officials(reports, voices)
    participants, count_conflicts = agree_participants(reports, voices)
    teller = max(reports, key=lambda r: (len(r.pledge), r.confidence, r.report_id))
    elections = _told_most(reports, voices, lambda r: r.elections)
    activities = [a for a in _ACTIVITIES if any(a in r.activities for r in reports)]
    taken = {
        "date": date,
        "date_end": date_end,
        "regency_code": place,
        "province_code": province,
        "level": level,
        "organizer": organizer,
        "venue": venue,
    }
    sources = {name: ballot.report for name, ballot in taken.items() if ballot is not None}
    surest = sorted(reports, key=lambda r: (-r.confidence, r.report_id))
    sources |= {f"activities.{a}": next(r for r in surest if a in r.activities) for a in activities}
    sources |= {f"elections.{e}": next(r for r in surest if e in r.elections) for e in elections}
    sources |= {f"pledge.{number}": teller for number, _ in enumerate(teller.pledge, start=1)}
    published = [report.published_at for report in reports if report.published_at is not None]
    outlets = sorted({report.outlet for report in reports if report.outlet})
    point = gazetteer().centroid(place.value) if place and place.value in gazetteer().centroids else None
    return Event.model_validate(
        {
            "event_id": event_id,
            "date": date.value if date else None,
            "date_end": date_end.value if date_end else None,
            "date_basis": date.report.date_basis if date else None,
            "regency_code": place.value if place else None,
            "regency": home.regency if home and place else None,
            "province_code": home.province_code if home else None,
            "province": home.province if home else None,
            "level": level.value if level else None,
            "organizer": organizer.value if organizer else None,
            "venue": venue.value if venue else None,
            "activities": activities,
            "elections": elections,
            "officials": [_with_source(*one) for one in officials],
            "participants": [_with_source(*one) for one in participants],
            "participants_total": total.value if total else None,
            "regulations": [_with_source(*one) for one in _regulations(reports)],
            "pledge": teller.pledge,
            "evidence": [_with_source(*one) for one in _evidence(sources)],
            "confidence": max(report.confidence for report in reports),
            "reviewed": any(report.reviewed for report in reports),
            "report_ids": [report.report_id for report in reports],
            "urls": sorted({report.url for report in reports if report.url}),
            "outlets": outlets,
            "n_reports": len(reports),
            "n_outlets": len(outlets),
            "n_voices": len({voices.get(report.article_id, report.article_id) for report in reports}),
            "conflicts": [*vote.conflicts, *person_conflicts, *count_conflicts],
            "first_published_at": min(published, default=None),
            "latitude": point.latitude if point else None,
            "longitude": point.longitude if point else None,
        }
    )


class _Vote:
    """Votes of one ceremony's reports, gathering the conflicts."""

    def __init__(self, reports: Sequence[Report], voices: Mapping[str, str]) -> None:
        self.reports = reports
        self.voices = voices
        self.conflicts: list[Conflict] = []

    def on(
        self,
        field: str,
        get: Callable[[Report], V | None],
        *,
        norm: Callable[[str], str] = str,
        fullness: Callable[[Report], int] | None = None,
    ) -> Ballot[V] | None:
        """The agreed value of a field; None where no report gives one."""
        told = [(report, value) for report in self.reports if (value := get(report)) is not None]
        if len({value for _, value in told}) < 2:
            # Nothing to decide, as for most values of most events.
            report, value = min(told, key=lambda one: (-one[0].confidence, one[0].report_id), default=(None, None))
            if report is None or value is None:
                return None
            return Ballot(value, str(value), "", report, "", 0)
        ballots = []
        for report, value in told:
            text = str(value)
            full = fullness(report) if fullness else len(text)
            voice = self.voices.get(report.article_id, report.article_id)
            ballots.append(Ballot(value, text, norm(text), report, voice, full))
        decided = decide(ballots)
        found = conflict(field, decided)
        if found is not None:
            self.conflicts.append(found)
        return decided[0] if decided else None


def _counted(report: Report) -> int:
    """1 where the total is a count, 0 where it is rounded."""
    return int(any(p.count == report.participants_total and p.qualifier == "exact" for p in report.participants))


def _told_most(reports: Sequence[Report], voices: Mapping[str, str], get: Callable[[Report], list[str]]) -> list[str]:
    """Everything any report lists, what most voices tell first, then in the alphabet."""
    told: dict[str, set[str]] = {}
    for report in reports:
        for value in get(report):
            told.setdefault(value, set()).add(voices.get(report.article_id, report.article_id))
    return sorted(told, key=lambda value: (-len(told[value]), value))


def _regulations(reports: Sequence[Report]) -> list[Taken[Regulation]]:
    """Every instrument cited, once, as the report of highest confidence cites it; in that report's order."""
    found: dict[tuple[str, str | None, int | None, str], Taken[Regulation]] = {}
    for report in sorted(reports, key=lambda r: (-r.confidence, r.report_id)):
        for item in report.regulations:
            key = (item.type, item.number, item.year, "" if item.number else fold(item.as_cited))
            found.setdefault(key, Taken(item, report))
    return list(found.values())


def _evidence(sources: Mapping[str, Report]) -> list[tuple[Evidence, Report]]:
    """Where the agreed values were read: each in the report it was taken from."""
    return [(item, report) for field, report in sources.items() for item in report.evidence if item.field == field]


def _with_source(part: Contract, report: Report) -> dict[str, object]:
    """The values of a part, with the report it was taken from."""
    return {**part.__dict__, "report_id": report.report_id}
