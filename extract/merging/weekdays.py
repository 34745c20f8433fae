"""Explicit dates whose printed weekday is another one: one of the two is a slip, so the day may be off by one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from extract.fields.calendar import weekday_of
from extract.vocabulary import vocabulary
from schemas.article import Article
from schemas.report import Report

#: Characters around a date within which its weekday stands: `pada hari Selasa, tanggal (17/10/2023)`.
_BEFORE, _BEHIND = 24, 10


def doubtful_dates(articles: Iterable[Article], reports: Iterable[Report]) -> frozenset[str]:
    """The reports whose explicit date disagrees with the weekday printed beside it."""
    texts = {article.article_id: article for article in articles}
    return frozenset(
        report.report_id
        for report in reports
        if report.date_basis == "explicit"
        and report.article_id in texts
        and _disagrees(report, texts[report.article_id])
    )


def _disagrees(report: Report, article: Article) -> bool:
    if report.date is None:
        return False
    for item in report.evidence:
        if item.field != "date":
            continue
        text = (article.title or "") if item.in_title else article.text
        around = text[max(0, item.start - _BEFORE) : item.end + _BEHIND]
        printed = {weekday_of(match[0]) for match in _weekdays().finditer(around)}
        if printed and report.date.weekday() not in printed:
            return True
    return False


@cache
def _weekdays() -> re.Pattern[str]:
    names = sorted(vocabulary("dates")["weekdays"], key=lambda name: (-len(name), name))
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(name) for name in names) + r")(?!\w)", re.IGNORECASE)
