"""Run the benchmarks and show every figure with its ratio to its limit; status 1 where one exceeds it.

`python -m benchmarks merging` runs one module.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys

from rich.console import Console
from rich.table import Table

import benchmarks
from benchmarks.result import Result


def main(names: list[str]) -> int:
    console = Console(highlight=False)
    table = Table("figure", "value", "limit", "unit", "ratio")
    over = False
    for name in names or sorted(module.name for module in pkgutil.iter_modules(benchmarks.__path__)):
        run = getattr(importlib.import_module(f"benchmarks.{name}"), "run", None)
        if run is None:
            continue
        one: Result
        for one in run():
            over = over or not one.kept
            table.add_row(one.name, f"{one.value:,.2f}", f"{one.limit:g}", one.unit, _ratio(one))
    console.print(table)
    return int(over)


def _ratio(one: Result) -> str:
    """The value as a share of its limit; of a limit of nought (`failed readers`) there is none."""
    return f"{one.value / one.limit:.2f}" if one.limit else "–"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
