"""The commands `ikrar search` and `ikrar index`: their options; what they do stands in `search.terminal`."""

# ruff: noqa: PLC0415, PLR0917 - commands have many options, and import what they need when they run, so that the help
# of any command answers at once

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.console import Console

#: Exit statuses: found (or built), nothing found, failed.
FOUND, NOTHING, FAILED = 0, 1, 2
_WIDTH = 140


class Form(StrEnum):
    """Forms of search results."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"


_Tables = Annotated[
    Path | None,
    typer.Option("--data", help="Data folder, or the folder of the tables; $IKRAR_DATA or datasets/build."),
]
_IndexFile = Annotated[Path | None, typer.Option("--index", help="The index, if not beside the tables.")]
_Many = list[str] | None


def search(
    text: Annotated[
        list[str] | None,
        typer.Argument(
            help="""Words, "phrases", beginnings* and -exclusions, as one text: 'ikrar -guru'.""",
            metavar="[TEXT]",
            show_default=False,
        ),
    ] = None,
    regency: Annotated[_Many, typer.Option(help="Regency or city, by name or code; may be repeated.")] = None,
    province: Annotated[_Many, typer.Option(help="Province, by name or code; may be repeated.")] = None,
    since: Annotated[str | None, typer.Option("--from", help="First day: 2023-11-20, 2023-11 or 2023.")] = None,
    until: Annotated[str | None, typer.Option("--to", help="Last day.")] = None,
    official: Annotated[str | None, typer.Option(help="Name of an official, with or without titles.")] = None,
    regulation: Annotated[_Many, typer.Option(help="Regulation cited, as 'UU 5/2014'; may be repeated.")] = None,
    activity: Annotated[_Many, typer.Option(help="ikrar, deklarasi, pakta_integritas or apel.")] = None,
    election: Annotated[_Many, typer.Option(help="Election, as 'Pemilu 2024'; may be repeated.")] = None,
    level: Annotated[_Many, typer.Option(help="national, province, regency, district or institution.")] = None,
    office: Annotated[_Many, typer.Option(help="Kind of office, as 'Bupati'; may be repeated.")] = None,
    outlet: Annotated[_Many, typer.Option(help="Outlet, by id; may be repeated.")] = None,
    min_participants: Annotated[int | None, typer.Option(help="At least so many people.")] = None,
    sort: Annotated[str, typer.Option(help="relevance, newest, oldest, participants or outlets.")] = "relevance",
    form: Annotated[
        Form, typer.Option("--format", help="A table of the first results, or all rows as data.")
    ] = Form.table,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many results; 20 in a table.")] = None,
    data: _Tables = None,
    index: _IndexFile = None,
) -> None:
    """Find ceremonies by words and filters.

    Exit status: 0 found, 1 nothing found, 2 the search could not be made.
    """
    from search.opening import Index
    from search.terminal import read_options, show, write

    out, err = _consoles()
    options = {
        "q": " ".join(text or ()), "regency": regency, "province": province, "from": since, "to": until,
        "official": official, "regulation": regulation, "activity": activity, "election": election, "level": level,
        "office": office, "outlet": outlet, "min": min_participants, "sort": sort,
    }  # fmt: skip
    with _plainly(err):
        asked = read_options(options)
        with Index.open(_index_of(_tables(data), index, err)) as opened:
            if form is Form.table:
                found = show(opened, asked, limit=limit or 20, out=out, err=err)
            else:
                found = write(opened, asked, form.value, limit=limit)
    raise typer.Exit(FOUND if found else NOTHING)


def index(data: _Tables = None, index: _IndexFile = None) -> None:
    """Build the index of the tables anew; searching does it by itself when the tables have changed."""
    from search.index import build_index

    _, err = _consoles()
    with _plainly(err):
        built = build_index(_tables(data), index)
    counted = f"{built.events:,} events, {built.reports:,} reports, {built.articles:,} articles"
    err.print(f"{counted}: {built.path}", soft_wrap=True, markup=False)


def _tables(data: Path | None) -> Path:
    """The folder of the tables: `data`, or its folder `tables`."""
    folder = data or Path(os.environ.get("IKRAR_DATA", "datasets/build"))
    return folder if (folder / "events.parquet").is_file() else folder / "tables"


def _index_of(tables: Path, index: Path | None, err: Console) -> Path:
    """An index that fits the tables; an older one, with a word about it, where a fitting one cannot be made."""
    from search.index import IndexFailure, ensure_index, index_path

    try:
        return ensure_index(tables, index)
    except IndexFailure as failure:
        path = index_path(tables, index)
        if not path.is_file():
            raise
        err.print(f"ikrar: {failure}; the index made before is asked", soft_wrap=True, markup=False)
        return path


@contextmanager
def _plainly(err: Console) -> Iterator[None]:
    """Say in one line what a person can mend, instead of a traceback."""
    from search.index import IndexFailure
    from search.opening import TooSlow

    try:
        yield
    except BrokenPipeError:
        # Whoever reads has read enough (`| head`); nothing more may be written, not even on the way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(FOUND) from None
    except (OSError, ValueError, IndexFailure) as error:
        err.print(f"ikrar: {' '.join(str(error).split())}", soft_wrap=True, markup=False)
        raise typer.Exit(FAILED) from None
    except TooSlow:
        err.print("ikrar: the search took longer than two seconds; ask for more or longer words", soft_wrap=True)
        raise typer.Exit(FAILED) from None


def _consoles() -> tuple[Console, Console]:
    from rich.console import Console

    def console(*, stderr: bool) -> Console:
        terminal = (sys.stderr if stderr else sys.stdout).isatty()
        return Console(stderr=stderr, highlight=False, width=None if terminal else _WIDTH)

    return console(stderr=False), console(stderr=True)
