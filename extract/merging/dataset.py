"""The last stage of a build: from articles and their reports to the rows of the three tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from extract.merging.copies import find_copies, mark_copies
from extract.merging.corrections import Line, Outcome, correct_events, correct_reports
from extract.merging.events import Knowledge, merge
from extract.merging.identity import Ledger
from extract.merging.weekdays import doubtful_dates
from schemas.article import Article
from schemas.event import Event
from schemas.report import Report


@dataclass(frozen=True, slots=True)
class Dataset:
    """The rows of a dataset, and what became of the decisions of people.

    Attributes:
        articles: by id, copies marked.
        reports: by id, corrected.
        events: by id, corrected.
        ledger: the events known now; the next build is given it.
        outcomes: what became of every correction, in their order.
    """

    articles: list[Article] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    ledger: Ledger = field(default_factory=Ledger)
    outcomes: list[Outcome] = field(default_factory=list)


def compile_dataset(
    articles: Iterable[Article],
    reports: Iterable[Report],
    *,
    corrections: Sequence[Line] = (),
    ledger: Ledger | None = None,
) -> Dataset:
    """Find near-copies, apply corrections of reports, merge, and apply corrections of events.

    The same for any order of articles and reports.

    Args:
        articles: every article, also those without a report.
        reports: what was extracted from them.
        corrections: decisions of people.
        ledger: what is known of events, so that they keep their ids.
    """
    articles = sorted(articles, key=lambda article: article.article_id)
    corrected, decided, outcomes = correct_reports(reports, corrections)
    corrected.sort(key=lambda report: report.report_id)
    copies = find_copies(articles, corrected)
    doubtful = doubtful_dates(articles, corrected)
    merged = merge(corrected, Knowledge(copies, doubtful, decided, ledger or Ledger()))
    events, more = correct_events(merged.events, corrections, merged.ledger)
    return Dataset(
        mark_copies(articles, copies),
        corrected,
        sorted(events, key=lambda event: event.event_id),
        merged.ledger,
        sorted([*outcomes, *more], key=lambda outcome: outcome.line.number),
    )
