"""From inputs to tables: reads articles, extracts reports, merges events, and writes all three."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from extract.homes import Homes
from extract.merging import compile_dataset
from extract.merging.corrections import Line, Outcome, read_corrections
from extract.merging.identities import read_identities, write_identities
from extract.merging.identity import Ledger, Tombstone
from extract.parallel import Read, read_articles
from extract.reading.skipped import Skipped
from schemas.article import Article
from schemas.event import Event
from schemas.parquet import to_frame, write_tables
from schemas.report import Report
from schemas.tables import ARTICLES, EVENTS, REPORTS


@dataclass(frozen=True, slots=True)
class Build:
    """What a build read and made.

    Attributes:
        articles: the articles, by key.
        reports: the reports, by key.
        events: the events, by day, undated ones last.
        skipped: what could not be read, with the reason, and corrections that do not fit any more.
        outcomes: what became of every correction.
        removed: events that are no more, or not whole, with what stands for them.
        files: the tables written; empty where none were.
    """

    articles: list[Article] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    removed: list[Tombstone] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)


Seen = Callable[[Article | Skipped], None]


def build(
    inputs: Sequence[Path],
    out: Path,
    *,
    homes: Homes | None = None,
    decisions: Path | None = None,
    jobs: int = 1,
    seen: Seen | None = None,
) -> Build:
    """Read `inputs` and write `articles`, `reports` and `events` to the folder `out`.

    Every item that cannot be read is named in `Build.skipped` and the rest goes on. The tables take their places when
    all of them are on disk.

    Args:
        inputs: files and folders, as `extract.reading.inputs.read_inputs` takes them.
        out: folder of the tables, made if it is not there.
        homes: what is known of outlets.
        decisions: folder of `corrections.csv`, which is applied, and `identities.csv`, by which events keep their ids
            and which is written anew behind the tables; neither has to be there.
        jobs: processes that read and extract; the tables are the same for any number.
        seen: called for every article read and every item skipped, for showing progress.

    Raises:
        CorrectionsError: the corrections are no such table.
        LedgerError: the ledger of ids cannot be relied on.
        WorkerError: one of several processes died.
        OSError: `out` cannot be written to; former tables are untouched.
    """
    homes = homes if homes is not None else Homes(())
    corrections = decisions / "corrections.csv" if decisions is not None else None
    identities = decisions / "identities.csv" if decisions is not None else None
    lines, damaged = read_corrections(corrections)
    ledger = read_identities(identities)
    items = read_articles(inputs, homes, jobs=jobs)
    made, ledger = compiled(items, corrections=lines, ledger=ledger, seen=seen)
    unfit = [one for one in made.outcomes if one.status not in ("applied", "already")]
    made.skipped.extend([*damaged, *(Skipped(str(corrections), str(one)) for one in unfit)])
    if not made.articles:
        return made
    frames = [to_frame(ARTICLES, made.articles), to_frame(REPORTS, made.reports), to_frame(EVENTS, made.events)]
    tables = (ARTICLES, REPORTS, EVENTS)
    made.files.extend(write_tables(zip(tables, frames, strict=True), out))
    if identities is not None:
        write_identities(identities, ledger)
    return made


def compiled(
    items: Iterable[Read | Skipped],
    *,
    corrections: Sequence[Line] = (),
    ledger: Ledger | None = None,
    seen: Seen | None = None,
) -> tuple[Build, Ledger]:
    """Merge the reports of every article in `items` into events.

    Returns:
        What was made, and the ledger by which its events keep their ids.
    """
    made = Build()
    for item in items:
        if isinstance(item, Skipped):
            made.skipped.append(item)
        else:
            made.articles.append(item.article)
            made.reports.extend(item.reports)
        if seen is not None:
            seen(item if isinstance(item, Skipped) else item.article)
    dataset = compile_dataset(made.articles, made.reports, corrections=corrections, ledger=ledger)
    whole = replace(
        made,
        articles=dataset.articles,
        reports=dataset.reports,
        events=sorted(dataset.events, key=_by_day),
        outcomes=dataset.outcomes,
        removed=dataset.ledger.tombstones(),
    )
    return whole, dataset.ledger


def _by_day(event: Event) -> tuple[bool, str, str]:
    return event.date is None, event.date.isoformat() if event.date else "", event.event_id
