"""The front door: one command that wires the rooms together.

Each command reads its options, calls one room, and shows what came back. Data goes to standard output, everything that
is said about it to standard error.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table as Grid

from search import commands as search_commands
from search.web import command as web_command

if TYPE_CHECKING:
    from crawler.plan import CrawlPlan, CrawlReport
    from extract.build import Build
    from schemas.event import Event

#: Exit statuses: everything done; done, but some items were skipped or some outlets failed; nothing done.
DONE, PARTIAL, FAILED = 0, 1, 2

#: Where builds land unless told otherwise, under the folder the command is started in.
DEFAULT_DATA = Path(os.environ.get("IKRAR_DATA", "datasets/build"))

app = typer.Typer(
    name="ikrar",
    help=(
        "Harvest regional Indonesian news on civil servants' neutrality ceremonies (ikrar netralitas ASN, pakta "
        "integritas) and turn it into a dataset of events in Parquet."
    ),
    epilog="Exit status: 0 done, 1 done but something was skipped or failed (it is named), 2 nothing done.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
#: Width of tables where standard output is no terminal: a file or a pipe has none of its own.
_PIPED_WIDTH = 140
out = Console(highlight=False, width=None if sys.stdout.isatty() else _PIPED_WIDTH)
err = Console(stderr=True, highlight=False, width=None if sys.stderr.isatty() else _PIPED_WIDTH)


class SchemaFormat(StrEnum):
    """Forms in which the contract is shown."""

    codebook = "codebook"
    json = "json"
    polars = "polars"


def _version(wanted: bool) -> None:
    if wanted:
        out.print(f"ikrar {metadata.version('ikrar')}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Options before the command."""


@app.command()
def crawl(
    data: Annotated[
        Path, typer.Option(help="Folder of the archive (WARC), the frontier and the run reports.")
    ] = DEFAULT_DATA,
    outlet: Annotated[list[str] | None, typer.Option(help="Only this outlet, by id; may be repeated.")] = None,
    province: Annotated[
        list[str] | None, typer.Option(help="Only outlets of this province (two-digit code); may be repeated.")
    ] = None,
    since: Annotated[dt.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="First day of publication.")] = None,
    until: Annotated[dt.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day of publication.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most this many articles an outlet.")] = None,
    registry: Annotated[Path | None, typer.Option(help="Another outlet registry than the bundled one (CSV).")] = None,
    contact: Annotated[
        str | None, typer.Option(help="Mail address or page of who runs the crawl, told to every outlet.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only discover; fetch no article.")] = False,
) -> None:
    """Harvest outlets: find articles on the ceremonies and keep their pages as WARC.

    Goes on where it stopped, and fetches only what is new. One request at a time to a host, at least a second apart,
    and only what robots.txt allows.
    """
    from crawler.outlets import load_outlets
    from crawler.plan import CrawlPlan

    with _plainly():
        outlets = load_outlets(registry)
        unknown = set(outlet or ()) - {one.id for one in outlets}
        if unknown:
            raise ValueError(f"no such outlet: {', '.join(sorted(unknown))}")
        chosen = tuple(
            one
            for one in outlets
            if (not outlet or one.id in outlet) and (not province or one.province_code in province)
        )
        plan = CrawlPlan(
            data=data,
            outlets=chosen,
            since=since.date() if since else None,
            until=until.date() if until else None,
            limit=limit,
            contact=contact,
            dry_run=dry_run,
        )
        report = _crawl(plan)
    _show_crawl(report)
    raise typer.Exit(DONE if report.clean else PARTIAL)


@app.command()
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
    registry: Annotated[Path | None, typer.Option(help="Another outlet registry than the bundled one (CSV).")] = None,
) -> None:
    """Read articles and write articles.parquet, reports.parquet and events.parquet.

    What cannot be read is named and skipped; the rest goes on.
    """
    with _plainly():
        made = _extract(inputs, out_folder, registry)
    _show_skipped(made)
    _show_build(made)
    if not made.files:
        err.print("[red]nothing was written: no article could be read[/]")
        raise typer.Exit(FAILED)
    raise typer.Exit(PARTIAL if made.skipped else DONE)


@app.command()
def demo(
    data: Annotated[Path, typer.Option(help="Folder of everything the demo makes.")] = DEFAULT_DATA / "demo",
) -> None:
    """Crawl a bundled newsroom on this machine, extract, and show the events found.

    Three invented outlets are served on loopback and crawled by the real crawler; nothing leaves the machine. Outlets
    and people in their pages are invented.
    """
    from crawler.newsroom import Newsroom, find_pages
    from crawler.outlets import load_outlets
    from crawler.plan import CrawlPlan

    with _plainly():
        pages = find_pages()
        registry = pages / "outlets.csv"
        with Newsroom(pages) as newsroom:
            err.print("Newsroom with three invented outlets on loopback; crawling it …")
            report = _crawl(
                CrawlPlan(data=data, outlets=load_outlets(registry), proxy=newsroom.proxy, delay=0.02, contact="demo")
            )
        made = _extract([data], data / "tables", registry)
    _show_crawl(report)
    _show_skipped(made)
    _show_events(made.events)
    _show_build(made)
    out.print(f"  pages as served: {_quoted(data / 'archive')}")
    out.print("\nOutlets and people in the demo are invented; places, offices and regulations are real.")
    raise typer.Exit(DONE if report.clean and not made.skipped else PARTIAL)


@app.command()
def explain(
    article: Annotated[Path, typer.Argument(help="A text or HTML file, or JSON lines; the first article is shown.")],
    registry: Annotated[Path | None, typer.Option(help="Another outlet registry than the bundled one (CSV).")] = None,
) -> None:
    """Show how an article is read: every candidate, the rule that found it, and what was chosen."""
    from crawler.outlets import load_outlets
    from extract.explain import explain as read
    from extract.explain import render
    from extract.homes import Homes
    from extract.inputs import read_inputs
    from schemas.article import Article

    with _plainly():
        homes = Homes(load_outlets(registry))
        for item in read_inputs([article], outlet_of=homes.outlet_of):
            if isinstance(item, Article):
                out.print(render(read(item, homes)))
                raise typer.Exit(DONE)
            err.print(f"[yellow]skipped[/] {escape(str(item))}", soft_wrap=True)
        raise ValueError(f"{article}: no article to explain")


@app.command()
def evaluate(
    gold: Annotated[list[Path], typer.Argument(help="Annotated articles (*.json) or folders of them.")],
    baseline: Annotated[Path | None, typer.Option(help="Compare with this stored evaluation.")] = None,
    save: Annotated[Path | None, typer.Option(help="Store this evaluation to compare with later.")] = None,
    misses: Annotated[bool, typer.Option("--misses", help="List what differs (of articles with odd numbers).")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Only the scores, as JSON.")] = False,
) -> None:
    """Score extraction against annotated articles, and show what was gained and lost since a baseline."""
    from extract.evaluation import evaluate as run
    from extract.evaluation import load_gold, to_json
    from extract.measures import as_baseline
    from extract.scoresheet import render
    from extract.scoring import combined

    with _plainly():
        outcomes = run(load_gold(gold))
        whole = combined(outcome.score for outcome in outcomes.values())
        if as_json:
            print(to_json(whole), end="")
        else:
            out.print(render(outcomes, baseline, misses=misses))
        if save is not None:
            save.write_text(as_baseline(outcomes), encoding="utf-8")


@app.command()
def rebuild(
    data: Annotated[
        Path, typer.Option(help="Data folder with the archive, and corrections.csv beside it.")
    ] = DEFAULT_DATA,
    out_folder: Annotated[
        Path | None, typer.Option("--out", help="Folder of the tables; tables in the data folder.")
    ] = None,
    registry: Annotated[Path | None, typer.Option(help="Another outlet registry than the bundled one (CSV).")] = None,
    jobs: Annotated[int, typer.Option(min=1, help="Processes that read and extract.")] = 1,
) -> None:
    """Make the tables anew from the archive and the corrections, byte for byte the same on any day."""
    from crawler.outlets import load_outlets
    from extract.homes import Homes
    from extract.release import rebuild as run
    from extract.release import table_sums

    folder = out_folder or data / "tables"
    with _plainly(), _progress("articles") as bar:
        task = bar.add_task("extracting", total=None)
        made = run(data, folder, homes=Homes(load_outlets(registry)), jobs=jobs, seen=lambda _: bar.advance(task))
        sums = table_sums(folder) if made.files else {}
    _show_skipped(made)
    _show_build(made)
    for name, digest in sums.items():
        out.print(f"  sha256 {digest} {name}", soft_wrap=True)
    raise typer.Exit((PARTIAL if made.skipped else DONE) if made.files else FAILED)


@app.command()
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
    registry: Annotated[Path | None, typer.Option(help="Another outlet registry than the bundled one (CSV).")] = None,
) -> None:
    """Publish the tables as a folder that is never altered: Parquet, CSV, a workbook, a map, codebook, card and sums.

    What changed is told against the latest release in the folder of releases.
    """
    from crawler.outlets import load_outlets
    from extract.release import Edition, latest_release, make_release
    from extract.release.edition import AUTHORS

    folder = out_folder or data / "releases"
    day = (released or dt.datetime.now().astimezone()).date()
    with _plainly():
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
    out.print(f"  {_quoted(made.folder)}", soft_wrap=True)


app.command()(search_commands.search)
app.command()(search_commands.index)
app.command()(web_command.serve)


@app.command()
def schema(
    table: Annotated[str | None, typer.Argument(help="articles, reports or events; all of them if left out.")] = None,
    form: Annotated[
        SchemaFormat, typer.Option("--format", help="As a codebook, JSON Schema or polars schema.")
    ] = SchemaFormat.codebook,
) -> None:
    """Show the contract of the tables: every column, its meaning, unit and values."""
    from schemas.codebook import codebook, json_schema
    from schemas.columns import polars_schema
    from schemas.tables import TABLES

    if table is not None and table not in TABLES:
        _fail(f"no such table: {table} (there are {', '.join(TABLES)})")
    chosen = [TABLES[table]] if table else list(TABLES.values())
    if form is SchemaFormat.codebook:
        print(codebook(chosen), end="")
        return
    for one in chosen:
        if form is SchemaFormat.json:
            print(json_schema(one), end="")
        else:
            print(f"{one.name}:")
            for name, kind in polars_schema(one).items():
                print(f"  {name}: {kind}")


def _crawl(plan: CrawlPlan) -> CrawlReport:
    from crawler.plan import Progress as CrawlProgress
    from crawler.run import crawl as run

    with _progress("outlets") as bar:
        task = bar.add_task("crawling", total=len(plan.outlets))

        def show(now: CrawlProgress) -> None:
            text = f"crawling: {now.found} found, {now.fetched} fetched, {now.kept} kept, {now.failed} failed"
            bar.update(task, completed=now.outlets_done, total=now.outlets, description=text)

        return run(plan, show)


def _extract(inputs: Sequence[Path], folder: Path, registry: Path | None) -> Build:
    from crawler.outlets import load_outlets
    from extract.build import build
    from extract.homes import Homes

    homes = Homes(load_outlets(registry))
    with _progress("articles") as bar:
        task = bar.add_task("extracting", total=None)
        return build(inputs, folder, homes=homes, seen=lambda _: bar.advance(task))


@contextmanager
def _progress(unit: str) -> Iterator[Progress]:
    """A live bar on standard error; nothing where that is no terminal."""
    counts = (MofNCompleteColumn(), TextColumn(unit), TimeElapsedColumn())
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), *counts)
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        yield bar


@contextmanager
def _plainly() -> Iterator[None]:
    """Say in one line what a person can mend, instead of a traceback."""
    from crawler.frontier import FrontierError
    from crawler.run import BusyError
    from schemas.parquet import TableError

    try:
        yield
    except (OSError, ValueError, TableError, FrontierError, BusyError) as error:
        _fail(" ".join(str(error).split()))
    except KeyboardInterrupt:
        _fail("interrupted; what was saved is kept, and the same command goes on from there")


def _fail(message: str) -> None:
    err.print(f"[red]ikrar:[/] {escape(message)}", soft_wrap=True)
    raise typer.Exit(FAILED)


def _show_crawl(report: CrawlReport) -> None:
    grid = Grid(
        "outlet", "state", "route", "requests", "stored", "turned away", "failed", title="Crawl", title_justify="left"
    )
    for one in report.outlets:
        fates = {str(fate): count for fate, count in one.fates.items()}
        stored = sum(count for fate, count in fates.items() if fate in ("kept", "changed"))
        failed = fates.get("failed", 0)
        rest = sum(fates.values()) - stored - failed
        grid.add_row(one.outlet, one.state, one.route or "", str(one.requests), str(stored), str(rest), str(failed))
    err.print(grid)
    for problem in [*report.problems, *(f"{one.outlet}: {text}" for one in report.outlets for text in one.problems)]:
        err.print(f"  {escape(problem)}", soft_wrap=True)


def _show_skipped(made: Build) -> None:
    for skipped in made.skipped:
        err.print(f"[yellow]skipped[/] {escape(str(skipped))}", soft_wrap=True)


def _show_build(made: Build) -> None:
    counted = f"{len(made.articles)} articles, {len(made.reports)} reports, {len(made.events)} events"
    out.print(f"{counted}, {len(made.skipped)} skipped")
    for file in made.files:
        out.print(f"  {_quoted(file)}", soft_wrap=True)


def _show_events(events: Sequence[Event]) -> None:
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


def _quoted(path: Path) -> str:
    return escape(str(path))


def main() -> None:
    """Entry point of the console script."""
    sys.exit(app())


if __name__ == "__main__":
    main()
