"""From inputs to tables: reads articles, extracts reports, merges events, and writes all three."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from extract.homes import Homes
from extract.inputs import read_inputs
from extract.merging import merge
from extract.pipeline import UnreadableTextError, read_reports
from extract.skipped import Skipped
from schemas.article import Article
from schemas.event import Event
from schemas.parquet import to_frame, write_table
from schemas.report import Report
from schemas.tables import ARTICLES, EVENTS, REPORTS


@dataclass(frozen=True, slots=True)
class Build:
    """What a build read and made.

    Attributes:
        articles: the articles, by key.
        reports: the reports, by key.
        events: the events, by day, undated ones last.
        skipped: what could not be read, with the reason.
        files: the tables written; empty where none were.
    """

    articles: list[Article] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)


Seen = Callable[[Article | Skipped], None]


def build(inputs: Sequence[Path], out: Path, *, homes: Homes | None = None, seen: Seen | None = None) -> Build:
    """Read `inputs` and write `articles`, `reports` and `events` to the folder `out`.

    Every item that cannot be read is named in `Build.skipped` and the rest goes on. Each table is written whole and put
    in its place at once; all rows are ready before the first is written.

    Args:
        inputs: files and folders, as `extract.inputs.read_inputs` takes them.
        out: folder of the tables, made if it is not there.
        homes: what is known of outlets.
        seen: called for every article read and every item skipped, for showing progress.

    Raises:
        OSError: `out` cannot be written to; former tables are untouched.
    """
    homes = homes if homes is not None else Homes(())
    made = extract_all(read_inputs(inputs, outlet_of=homes.outlet_of), homes, seen)
    if not made.articles:
        return made
    frames = [to_frame(ARTICLES, made.articles), to_frame(REPORTS, made.reports), to_frame(EVENTS, made.events)]
    tables = (ARTICLES, REPORTS, EVENTS)
    made.files.extend(write_table(table, frame, out) for table, frame in zip(tables, frames, strict=True))
    return made


def extract_all(items: Iterable[Article | Skipped], homes: Homes, seen: Seen | None = None) -> Build:
    """Extract the reports of every article in `items` and merge them into events."""
    made = Build()
    for item in items:
        outcome = item
        if isinstance(item, Article):
            try:
                made.reports.extend(read_reports(item, homes))
                made.articles.append(item)
            except UnreadableTextError as error:
                outcome = Skipped(item.url or item.article_id, str(error))
            except Exception as error:  # noqa: BLE001 - whatever one article does, the others are still read
                outcome = Skipped(item.url or item.article_id, f"extraction failed ({type(error).__name__}: {error})")
        if isinstance(outcome, Skipped):
            made.skipped.append(outcome)
        if seen is not None:
            seen(outcome)
    made.articles.sort(key=lambda article: article.article_id)
    made.reports.sort(key=lambda report: report.report_id)
    made.events.extend(sorted(merge(made.reports).events, key=_by_day))
    return made


def _by_day(event: Event) -> tuple[bool, str, str]:
    return event.date is None, event.date.isoformat() if event.date else "", event.event_id
