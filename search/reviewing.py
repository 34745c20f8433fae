"""What a person looks through to check the dataset: the reports least sure of, beside their texts."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from schemas.article import Article
from schemas.report import Report
from search.events import whole_article
from search.opening import Index

_CURSOR = re.compile(r"([0-9.e-]{1,24})_(.{1,200})")
_MOST = 100


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report in a line."""

    report_id: str
    confidence: float
    date: dt.date | None
    place: str | None
    title: str | None
    outlet: str | None


def least_certain(
    index: Index, *, after: str | None = None, limit: int = 20, reviewed: bool = False
) -> tuple[tuple[ReportLine, ...], str | None]:
    """Reports by their confidence, the lowest first, behind the cursor `after`; and the cursor of the next ones.

    Args:
        index: where to look.
        after: cursor of the last page; one that cannot be read is no cursor.
        limit: reports of a page, at most 100.
        reviewed: those that a person has reviewed, instead of those nobody has.

    Raises:
        TooSlow: it took too long.
        IndexFailure: the index is damaged.
    """
    limit = min(max(limit, 1), _MOST)
    confidence, report = _read_cursor(after)
    with index.reading() as db:
        found = db.execute(
            "SELECT report_id, confidence, date, place, title, outlet FROM reports"
            " WHERE reviewed = ? AND (confidence, report_id) > (?, ?) ORDER BY confidence, report_id LIMIT ?",
            (reviewed, confidence, report, limit + 1),
        ).fetchall()
    lines = tuple(
        ReportLine(report_id, value, dt.date.fromisoformat(day) if day else None, place, title, outlet)
        for report_id, value, day, place, title, outlet in found[:limit]
    )
    more = len(found) > limit
    return lines, f"{lines[-1].confidence!r}_{lines[-1].report_id}" if more else None


def report_and_article(index: Index, report_id: str) -> tuple[Report, Article] | None:
    """A report with its article, None where there is no such report or its article is missing.

    Raises:
        TooSlow: it took too long.
        IndexFailure: the index is damaged.
    """
    with index.reading() as db:
        found = db.execute(
            "SELECT unpacked('report', r.record), unpacked('article', a.record), unpacked('text', a.text)"
            " FROM reports r JOIN articles a USING (article_id) WHERE r.report_id = ?",
            (report_id,),
        ).fetchone()
    if found is None:
        return None
    return Report.model_validate_json(found[0]), whole_article(found[1], found[2])


def _read_cursor(cursor: str | None) -> tuple[float, str]:
    found = _CURSOR.fullmatch(cursor or "")
    if found is None:
        return -1.0, ""
    try:
        return float(found[1]), found[2]
    except ValueError:
        return -1.0, ""
