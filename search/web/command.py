"""The command `ikrar serve`: its options; what it does stands in `search.web.server`."""

# ruff: noqa: PLC0415, PLR0917 - as in `search.commands`

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

#: Exit status where nothing could be served.
FAILED = 2


def serve(
    data: Annotated[
        Path | None,
        typer.Option(help="Data folder, or the folder of the tables; $IKRAR_DATA or datasets/build."),
    ] = None,
    index: Annotated[Path | None, typer.Option(help="The index, if not beside the tables.")] = None,
    host: Annotated[str, typer.Option(help="Address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen at; 0 takes a free one.")] = 8765,
    name: Annotated[
        list[str] | None,
        typer.Option(help="Further host name that people ask for, as behind a proxy; may be repeated."),
    ] = None,
    review: Annotated[
        bool, typer.Option("--review", help="Pages that confirm and correct values; from other hosts by password only.")
    ] = False,
    corrections: Annotated[
        Path | None, typer.Option(help="File that reviewed values go to; corrections.csv in the data folder.")
    ] = None,
    rate: Annotated[
        int | None, typer.Option(min=1, help="At most so many requests a minute from one client; no limit if left out.")
    ] = None,
    registry: Annotated[
        Path | None,
        typer.Option(
            help="Registry with the outlets' names (CSV); outlets.csv in the data folder, or the bundled one."
        ),
    ] = None,
) -> None:
    """Serve the archive as web pages, to this machine alone unless told otherwise.

    The password of --review is read from the environment variable IKRAR_REVIEW_PASSWORD.
    """
    from search.index import IndexFailure
    from search.web.server import Plan, ServeFailure
    from search.web.server import serve as run

    def say(line: str) -> None:
        typer.echo(line, err=True)

    folder = data or Path(os.environ.get("IKRAR_DATA", "datasets/build"))
    tables = folder if (folder / "events.parquet").is_file() else folder / "tables"
    plan = Plan(tables, index, host, port, tuple(name or ()), review, corrections, rate, registry)
    try:
        run(plan, say)
    except (ServeFailure, IndexFailure) as failure:
        say(f"ikrar: {' '.join(str(failure).split())}")
        raise typer.Exit(FAILED) from None
