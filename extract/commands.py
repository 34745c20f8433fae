"""The commands that read pages and make tables: `ikrar extract`, `explain`, `evaluate`, `rebuild` and `release`."""

# ruff: noqa: PLC0415, PLR0917 - commands have many options, and import what they need when they run, so that the help
# of any command answers at once

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table as Grid

from terminal import DEFAULT_DATA, DONE, FAILED, PARTIAL, Registry, err, out, plainly, progress, quoted, warn

if TYPE_CHECKING:
    from extract.build import Build
    from schemas.event import Event


def extract(
    inputs: Annotated[
        list[Path],
        typer.Argument(
            metavar="INPUT...",
            help="WARC files, HTML or text files, JSON lines, folders of these, or a data folder with its archive.",
            show_default=False,
        ),
    ],
    out_folder: Annotated[Path, typer.Option("--out", help="Folder of the tables.", show_default=False)],
    registry: Registry = None,
    jobs: Annotated[int, typer.Option(min=1, help="Processes that read and extract.")] = 1,
) -> None:
    """Read articles and write articles.parquet, reports.parquet and events.parquet.

    What cannot be read is named and skipped; the rest goes on.
    """
    with plainly():
        made = run_extract(inputs, out_folder, registry, jobs=jobs)
    show_skipped(made)
    show_build(made)
    if not made.files:
        err.print("[red]nothing was written: no article could be read[/]")
        raise typer.Exit(FAILED)
    raise typer.Exit(PARTIAL if made.skipped else DONE)


def explain(
    article: Annotated[Path, typer.Argument(help="A text or HTML file, or JSON lines; the first article is shown.")],
    registry: Registry = None,
) -> None:
    """Show how an article is read: every candidate, the rule that found it, and what was chosen."""
    from crawler.outlets import load_outlets
    from extract.explain import explain as read
    from extract.explain import render
    from extract.homes import Homes
    from extract.reading.inputs import read_inputs
    from schemas.article import Article

    with plainly():
        homes = Homes(load_outlets(registry))
        for item in read_inputs([article], outlet_of=homes.outlet_of):
            if isinstance(item, Article):
                out.print(render(read(item, homes)))
                raise typer.Exit(DONE)
            warn("skipped", str(item))
        raise ValueError(f"{article}: no article to explain")


def evaluate(
    gold: Annotated[list[Path], typer.Argument(help="Annotated articles (*.json) or folders of them.")],
    baseline: Annotated[Path | None, typer.Option(help="Compare with this stored evaluation.")] = None,
    save: Annotated[Path | None, typer.Option(help="Store this evaluation to compare with later.")] = None,
    misses: Annotated[bool, typer.Option("--misses", help="List what differs (of articles with odd numbers).")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Only the scores, as JSON.")] = False,
) -> None:
    """Score extraction against annotated articles, and show what was gained and lost since a baseline."""
    from extract.evaluation import GoldError, load_gold, to_json
    from extract.evaluation import evaluate as run
    from extract.measures import as_baseline
    from extract.scoresheet import render
    from extract.scoring import combined

    with plainly(GoldError):
        outcomes = run(load_gold(gold))
        whole = combined(outcome.score for outcome in outcomes.values())
        if as_json:
            print(to_json(whole), end="")
        else:
            out.print(render(outcomes, baseline, misses=misses))
        if save is not None:
            save.write_text(as_baseline(outcomes), encoding="utf-8")


def rebuild(
    data: Annotated[
        Path, typer.Option(help="Data folder with the archive, and corrections.csv beside it.")
    ] = DEFAULT_DATA,
    out_folder: Annotated[
        Path | None, typer.Option("--out", help="Folder of the tables; tables in the data folder.")
    ] = None,
    registry: Registry = None,
    jobs: Annotated[int, typer.Option(min=1, help="Processes that read and extract.")] = 1,
) -> None:
    """Make the tables anew from the archive and the corrections, byte for byte the same on any day."""
    from crawler.outlets import load_outlets
    from extract.homes import Homes
    from extract.release import rebuild as run
    from extract.release import table_sums

    folder = out_folder or data / "tables"
    with plainly(), progress("articles") as bar:
        task = bar.add_task("extracting", total=None)
        made = run(data, folder, homes=Homes(load_outlets(registry)), jobs=jobs, seen=lambda _: bar.advance(task))
        sums = table_sums(folder) if made.files else {}
    show_skipped(made)
    show_build(made)
    for name, digest in sums.items():
        out.print(f"  sha256 {digest} {name}", soft_wrap=True)
    raise typer.Exit((PARTIAL if made.skipped else DONE) if made.files else FAILED)


def release(
    version: Annotated[
        str, typer.Argument(help="Version, as 1.0.0; above that of the release before.", show_default=False)
    ],
    data: Annotated[Path, typer.Option(help="Data folder with archive, corrections and tables.")] = DEFAULT_DATA,
    out_folder: Annotated[
        Path | None, typer.Option("--out", help="Folder of releases; releases in the data folder.")
    ] = None,
    released: Annotated[dt.datetime | None, typer.Option("--date", formats=["%Y-%m-%d"], help="Day; today.")] = None,
    gold: Annotated[list[Path] | None, typer.Option(help="Annotated articles to measure accuracy on.")] = None,
    takedown: Annotated[
        Path | None, typer.Option(help="Persons to leave out; takedown.csv in the data folder.")
    ] = None,
    creator: Annotated[list[str] | None, typer.Option(help="Who made it; may be repeated.")] = None,
    url: Annotated[str | None, typer.Option(help="Page from which it can be had.")] = None,
    doi: Annotated[str | None, typer.Option(help="DOI, as 10.5281/zenodo.1.")] = None,
    contact: Annotated[str | None, typer.Option(help="For corrections and for persons who ask to be left out.")] = None,
    registry: Registry = None,
) -> None:
    """Publish the tables as a folder that is never altered: Parquet, CSV, a workbook, a map, codebook, card and sums.

    What changed is told against the latest release in the folder of releases.
    """
    from crawler.outlets import load_outlets
    from extract.release import Edition, latest_release, make_release
    from extract.release.edition import AUTHORS
    from schemas.parquet import TableError

    folder = out_folder or data / "releases"
    day = (released or dt.datetime.now().astimezone()).date()
    with plainly(TableError):
        made = make_release(
            Edition(version, day, creators=tuple(creator or AUTHORS), url=url, doi=doi, contact=contact),
            tables=data / "tables",
            data=data,
            out=folder,
            previous=latest_release(folder),
            outlets=load_outlets(registry),
            takedown=takedown,
            gold=gold or (),
        )
    told = ", ".join(f"{count:,} {name}" for name, count in made.rows.items())
    out.print(f"release {made.version}: {told}; {made.changes:,} differences to the one before", soft_wrap=True)
    out.print(f"  {quoted(made.folder)}", soft_wrap=True)


def correct(
    target: Annotated[str, typer.Argument(help="The row: an event_id or a report_id.", show_default=False)],
    field: Annotated[
        str,
        typer.Argument(
            help="venue, date, …; officials[NAME].office, participants[GROUP].count; ceremony, same_as.",
            show_default=False,
        ),
    ],
    new: Annotated[str, typer.Argument(help="The right value; empty text for none.", show_default=False)],
    who: Annotated[str, typer.Option(help="Who says so.")],
    why: Annotated[str, typer.Option(help="How it is known: a source, a page, a scan.")],
    old: Annotated[str | None, typer.Option(help="The value it must have; the one it has if left out.")] = None,
    day: Annotated[dt.datetime | None, typer.Option("--date", formats=["%Y-%m-%d"], help="Day; today.")] = None,
    data: Annotated[Path, typer.Option(help="Data folder with tables and corrections.")] = DEFAULT_DATA,
) -> None:
    """Say that a value is wrong and what is right: one line more in corrections.csv.

    It is checked against the tables and applied at every build from now on; one that no longer fits is listed then.
    """
    from extract.merging.additions import correct as run
    from schemas.parquet import TableError

    file, when = data / "corrections.csv", (day or dt.datetime.now().astimezone()).date()
    with plainly(TableError):
        added = run(data / "tables", file, target, field, new, who=who, why=why, when=when, old=old)
    one = added.correction
    out.print(
        f"{quoted(file)}, line {added.number}: {escape(f'{one.target} {one.field}: {one.old!r} → {one.new!r}')}",
        soft_wrap=True,
    )
    out.print("ikrar rebuild applies it")


def run_extract(
    inputs: Sequence[Path], folder: Path, registry: Path | None, *, decisions: Path | None = None, jobs: int = 1
) -> Build:
    """Build the tables with a live bar; `decisions` is the folder of corrections and identities, if any."""
    from crawler.outlets import load_outlets
    from extract.build import build
    from extract.homes import Homes

    homes = Homes(load_outlets(registry))
    with progress("articles") as bar:
        task = bar.add_task("extracting", total=None)
        seen = lambda _: bar.advance(task)  # noqa: E731 - a callback
        return build(inputs, folder, homes=homes, decisions=decisions, jobs=jobs, seen=seen)


def show_skipped(made: Build) -> None:
    """What could not be read, a line each, on standard error."""
    for skipped in made.skipped:
        warn("skipped", str(skipped))


def show_build(made: Build) -> None:
    """What was made, and the files."""
    counted = f"{len(made.articles)} articles, {len(made.reports)} reports, {len(made.events)} events"
    out.print(f"{counted}, {len(made.skipped)} skipped")
    for file in made.files:
        out.print(f"  {quoted(file)}", soft_wrap=True)


def show_events(events: Sequence[Event]) -> None:
    """The events as a table."""
    grid = Grid("date", "place", "led by", "people", "what", "outlets", title="Events", title_justify="left")
    for event in events:
        leader = next((one for one in event.officials if one.role == "leader"), None)
        acting = f"{leader.acting} {leader.office}" if leader and leader.acting and leader.office else ""
        led = ", ".join(part for part in (leader.name, acting or leader.office) if part) if leader else ""
        people = f"{event.participants_total:,}" if event.participants_total else ""
        grid.add_row(
            event.date.isoformat() if event.date else "?",
            escape(event.regency or event.province or "Indonesia"),
            escape(led),
            people,
            ", ".join(event.activities),
            str(event.n_outlets),
        )
    out.print(grid)
