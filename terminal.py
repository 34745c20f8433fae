"""What every command shares at the terminal: exit statuses, where it writes, how it shows work and says what is wrong.

Data goes to standard output, everything that is said about it to standard error.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

#: Exit statuses: everything done; done, but some items were skipped or some outlets failed; nothing done or stopped.
DONE, PARTIAL, FAILED = 0, 1, 2

#: Where builds land unless told otherwise, under the folder the command is started in.
DEFAULT_DATA = Path(os.environ.get("IKRAR_DATA", "datasets/build"))

#: Width of tables where standard output is no terminal: a file or a pipe has none of its own.
_PIPED_WIDTH = 140
out = Console(highlight=False, width=None if sys.stdout.isatty() else _PIPED_WIDTH)
err = Console(stderr=True, highlight=False, width=None if sys.stderr.isatty() else _PIPED_WIDTH)

Registry = Annotated[Path | None, typer.Option(help="Another outlet registry than the bundled one (CSV).")]


@contextmanager
def progress(unit: str) -> Iterator[Progress]:
    """A live bar on standard error; nothing where that is no terminal."""
    counts = (MofNCompleteColumn(), TextColumn(unit), TimeElapsedColumn())
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), *counts)
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        yield bar


@contextmanager
def plainly(*kinds: type[Exception]) -> Iterator[None]:
    """Say in one line what a person can mend, instead of a traceback.

    Args:
        kinds: errors of the room at work, beside `OSError` and `ValueError`.
    """
    mendable: tuple[type[Exception], ...] = (OSError, ValueError, *kinds)
    try:
        yield
    except mendable as error:
        fail(" ".join(str(error).split()))
    except KeyboardInterrupt:
        fail("interrupted; what was saved is kept, and the same command goes on from there")


def fail(message: str) -> NoReturn:
    """End the command with `message` on standard error and the status for nothing done."""
    err.print(f"[red]ikrar:[/] {escape(message)}", soft_wrap=True)
    raise typer.Exit(FAILED)


def warn(word: str, message: str) -> None:
    """One line on standard error, `word` first."""
    err.print(f"[yellow]{word}[/] {escape(message)}", soft_wrap=True)


def quoted(path: Path) -> str:
    """`path` as words for a console, its brackets no markup."""
    return escape(str(path))
