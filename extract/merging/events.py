"""From reports to events: linked, given ids, and agreed on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from extract.merging.consensus import agree
from extract.merging.identity import Ledger, identify
from extract.merging.linkage import Decided, link
from extract.merging.traits import traits_of
from schemas.event import Event
from schemas.report import Report


@dataclass(frozen=True, slots=True)
class Merged:
    """Events, and the ledger that keeps their ids.

    Attributes:
        events: one a ceremony, by id.
        ledger: what is known of events now; to be given to the next merging.
    """

    events: list[Event]
    ledger: Ledger = field(default_factory=Ledger)


def merge(
    reports: Iterable[Report],
    *,
    copies: Mapping[str, str] | None = None,
    doubtful: frozenset[str] = frozenset(),
    decided: Decided | None = None,
    ledger: Ledger | None = None,
) -> Merged:
    """The events that `reports` tell of, the same for any order of the reports.

    Args:
        reports: reports of any number of ceremonies; their ids are unique.
        copies: for every article that is a copy the article it is a copy of.
        doubtful: reports whose explicit date may be off by a day.
        decided: what a person decided about pairs of reports.
        ledger: what is known of events, so that they keep their ids.
    """
    copies = copies or {}
    by_id = {report.report_id: report for report in reports}
    traits = (
        traits_of(one, voice=copies.get(one.article_id), doubtful=one.report_id in doubtful) for one in by_id.values()
    )
    groups = [[by_id[report_id] for report_id in group] for group in link(traits, decided)]
    ids, known = identify(groups, ledger or Ledger())
    events = [agree(event_id, group, copies) for event_id, group in zip(ids, groups, strict=True)]
    return Merged(sorted(events, key=lambda event: event.event_id), known)
