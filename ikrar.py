"""The front door: one command that wires the rooms together.

Each room has its own commands; here are those that need several rooms, and the list of all.
"""

# ruff: noqa: PLC0415 - commands import what they need when they run, so that the help of any command answers at once

from __future__ import annotations

import shutil
import sys
from enum import StrEnum
from importlib import metadata
from pathlib import Path
from typing import Annotated

import typer

from crawler import commands as crawling
from extract import commands as extracting
from search import commands as searching
from search.web import command as serving
from terminal import DEFAULT_DATA, DONE, PARTIAL, Registry, err, fail, out, plainly, quoted

app = typer.Typer(
    name="ikrar",
    help=(
        "Harvest regional Indonesian news on civil servants' neutrality ceremonies (ikrar netralitas ASN, pakta "
        "integritas) and turn it into a dataset of events in Parquet."
    ),
    epilog="Exit status: 0 done, 1 done but something was skipped or failed (it is named), 2 nothing done or stopped.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


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


app.command()(crawling.crawl)
app.command()(crawling.outlets)
app.command()(extracting.extract)
app.command()(extracting.explain)
app.command()(extracting.evaluate)
app.command()(extracting.rebuild)
app.command()(extracting.correct)
app.command()(extracting.release)
app.command()(searching.search)
app.command()(searching.index)
app.command()(serving.serve)


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

    with plainly():
        pages = find_pages()
        registry = pages / "outlets.csv"
        with Newsroom(pages) as newsroom:
            err.print("Newsroom with three invented outlets on loopback; crawling it …")
            report = crawling.run_crawl(
                CrawlPlan(data=data, outlets=load_outlets(registry), proxy=newsroom.proxy, delay=0.02, contact="demo")
            )
        crawling.show_crawl(report, data)
        made = extracting.run_extract([data], data / "tables", registry, decisions=data)
        # By which `ikrar serve` knows what the invented outlets are called.
        shutil.copyfile(registry, data / "outlets.csv")
    extracting.show_skipped(made)
    extracting.show_events(made.events)
    extracting.show_build(made)
    out.print(f"  pages as served: {quoted(data / 'archive')}")
    out.print("\nOutlets and people in the demo are invented; places, offices and regulations are real.")
    raise typer.Exit(DONE if report.clean and not made.skipped else PARTIAL)


@app.command()
def update(
    data: Annotated[Path, typer.Option(help="Data folder: archive, frontier, corrections and tables.")] = DEFAULT_DATA,
    outlet: Annotated[list[str] | None, typer.Option(help="Only this outlet, by id; may be repeated.")] = None,
    province: Annotated[list[str] | None, typer.Option(help="Only outlets of this province; may be repeated.")] = None,
    contact: Annotated[str | None, typer.Option(help="Mail address or page of who runs the crawl.")] = None,
    registry: Registry = None,
) -> None:
    """Crawl what is new, extract and write the tables in one go; made for a timer.

    Exit status: 0 done, also with nothing new; 1 some outlets or pages failed; 2 failed, also when another one is at
    work on the same data folder (it is named).
    """
    from crawler.plan import CrawlPlan
    from crawler.run import BusyError, hold

    with plainly(BusyError), hold(data, "update"):
        chosen = crawling.chosen_outlets(registry, outlet, province)
        report = crawling.run_crawl(CrawlPlan(data=data, outlets=chosen, contact=contact))
        crawling.show_crawl(report, data)
        made = (
            extracting.run_extract([data], data / "tables", registry, decisions=data)
            if any((data / "archive").iterdir())
            else None
        )
    if made is not None:
        extracting.show_skipped(made)
        extracting.show_build(made)
    raise typer.Exit(DONE if report.clean and not (made and made.skipped) else PARTIAL)


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
        fail(f"no such table: {table} (there are {', '.join(TABLES)})")
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


def main() -> None:
    """Entry point of the console script."""
    sys.exit(app())


if __name__ == "__main__":
    main()
