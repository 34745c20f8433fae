"""From reports to events: linked, given ids, and agreed on.

Merging needs two looks at the reports: one at what is compared of them, which is little and is kept for all of them;
and one at the whole reports of each ceremony in turn. So a table of reports is merged without holding all of its rows.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

import polars as pl

from extract.merging.compared import Compared, compared_rows
from extract.merging.consensus import agree
from extract.merging.identity import Ledger, Mark, identify, mark_of
from extract.merging.linkage import Decided, link
from extract.merging.traits import Traits, traits_of
from schemas.event import Event
from schemas.parquet import to_frame
from schemas.report import Report
from schemas.tables import EVENTS

#: Events whose reports are read at a time.
_BATCH = 200


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What is known besides the reports.

    Attributes:
        copies: for every article that is a copy the article it is a copy of.
        doubtful: reports whose explicit date may be off by a day.
        decided: what a person decided about pairs of reports.
        ledger: what is known of events, so that they keep their ids.
    """

    copies: Mapping[str, str] = field(default_factory=dict)
    doubtful: frozenset[str] = frozenset()
    decided: Decided = field(default_factory=Decided)
    ledger: Ledger = field(default_factory=Ledger)


class Merged(NamedTuple):
    """Events by id, and the ledger to be given to the next merging."""

    events: list[Event]
    ledger: Ledger


class MergedTable(NamedTuple):
    """The rows of `events.parquet` by id, and the ledger to be given to the next merging."""

    frame: pl.DataFrame
    ledger: Ledger


def merge(reports: Iterable[Report], knowledge: Knowledge | None = None) -> Merged:
    """The events that `reports` tell of, the same for any order of the reports.

    Args:
        reports: reports of any number of ceremonies; their ids are unique.
        knowledge: what is known besides.
    """
    knowledge = knowledge or Knowledge()
    by_id = {report.report_id: report for report in reports}
    groups, ids, ledger = _plan(by_id.values(), knowledge)
    events = [
        agree(event_id, [by_id[key] for key in group], knowledge.copies)
        for event_id, group in zip(ids, groups, strict=True)
    ]
    return Merged(sorted(events, key=lambda event: event.event_id), ledger)


def merge_table(reports: pl.DataFrame, knowledge: Knowledge | None = None) -> MergedTable:
    """As `merge`, from the rows of `reports.parquet` to those of `events.parquet`, few of them at a time in memory."""
    knowledge = knowledge or Knowledge()
    with _uncollected():
        return _merge_table(reports, knowledge)


def _merge_table(reports: pl.DataFrame, knowledge: Knowledge) -> MergedTable:
    groups, ids, ledger = _plan(compared_rows(reports), knowledge)
    planned = sorted(zip(ids, groups, strict=True))
    return MergedTable(to_frame(EVENTS, _agreed(planned, reports, knowledge)), ledger)


def _agreed(planned: Sequence[tuple[str, list[str]]], reports: pl.DataFrame, knowledge: Knowledge) -> Iterator[Event]:
    """The events of planned groups, whose reports are read a few events at a time."""
    row_of = {report_id: row for row, report_id in enumerate(reports["report_id"])}
    for start in range(0, len(planned), _BATCH):
        part = planned[start : start + _BATCH]
        rows = reports[[row_of[report_id] for _, group in part for report_id in group]]
        told = map(Report.model_validate, rows.to_dicts())
        for event_id, group in part:
            yield agree(event_id, list(islice(told, len(group))), knowledge.copies)


def _plan(reports: Iterable[Report | Compared], knowledge: Knowledge) -> tuple[list[list[str]], list[str], Ledger]:
    """Which reports make an event, and its id; one look at every report."""
    traits: list[Traits] = []
    marks: dict[str, Mark] = {}
    for report in reports:
        doubtful = report.report_id in knowledge.doubtful
        traits.append(traits_of(report, voice=knowledge.copies.get(report.article_id), doubtful=doubtful))
        marks[report.report_id] = mark_of(report)
    groups = link(traits, knowledge.decided)
    ids, ledger = identify([[marks[key] for key in group] for group in groups], knowledge.ledger)
    return groups, ids, ledger


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the search for reference cycles: there are none, and it takes a tenth of the time and more."""
    wanted = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if wanted:
            gc.enable()
