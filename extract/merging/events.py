"""From reports to events: linked, agreed on, and given ids."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping, Sequence

from extract.merging.consensus import agree
from extract.merging.linkage import Decided, link
from extract.merging.traits import traits_of
from schemas.event import Event
from schemas.report import Report


def merge(
    reports: Iterable[Report],
    *,
    copies: Mapping[str, str] | None = None,
    doubtful: frozenset[str] = frozenset(),
    decided: Decided | None = None,
) -> list[Event]:
    """The events that `reports` tell of, the same for any order of the reports.

    Args:
        reports: reports of any number of ceremonies; their ids are unique.
        copies: for every article that is a copy the article it is a copy of.
        doubtful: reports whose explicit date may be off by a day.
        decided: what a person decided about pairs of reports.
    """
    copies = copies or {}
    by_id = {report.report_id: report for report in reports}
    traits = (
        traits_of(one, voice=copies.get(one.article_id), doubtful=one.report_id in doubtful) for one in by_id.values()
    )
    groups = link(traits, decided)
    return [agree(_new_id([by_id[key] for key in group]), [by_id[key] for key in group], copies) for group in groups]


def _new_id(reports: Sequence[Report]) -> str:
    earliest = min(reports, key=lambda r: (r.published_at or dt.datetime.max.replace(tzinfo=dt.UTC), r.report_id))
    return "ev-" + hashlib.sha256(earliest.report_id.encode()).hexdigest()[:12]
