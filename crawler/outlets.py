"""The registry of outlets: one reviewed table row an outlet, `outlets.csv`.

Adding an outlet is adding a row. Nothing here imports Scrapy, so that reading pages can ask the same table which
outlet a page belongs to.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from crawler.platforms import load_platforms
from schemas.outlet import Outlet

HERE = Path(__file__).parent
#: Columns of the table: the fields of the model, and `note`, which is for people and not loaded.
COLUMNS = (*Outlet.model_fields, "note")


class RegistryError(ValueError):
    """The registry breaks its rules; `problems` names every row that does, not only the first."""

    def __init__(self, path: Path, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(f"{path.name}: " + "; ".join(self.problems))


@cache
def province_zones() -> dict[str, str]:
    """Time zone of each province by its Kemendagri code (Keputusan Presiden 41/1987 on the three zones)."""
    with (HERE / "provinces.csv").open(encoding="utf-8", newline="") as table:
        return {row["code"]: row["timezone"] for row in csv.DictReader(table)}


def load_outlets(path: Path | None = None) -> tuple[Outlet, ...]:
    """The outlets of a registry table, in the order of its rows.

    Args:
        path: A table with the columns of `outlets.csv`; the bundled one if not given.

    Raises:
        RegistryError: rows that are malformed, repeat an id or a domain, or name an unknown province or platform.
        OSError: the table cannot be read.
    """
    path = path or HERE / "outlets.csv"
    problems: list[str] = []
    outlets: list[Outlet] = []
    first_row: dict[str, int] = {}
    with path.open(encoding="utf-8-sig", newline="") as table:
        reader = csv.DictReader(table)
        if set(reader.fieldnames or ()) != set(COLUMNS):
            raise RegistryError(path, [f"columns must be {','.join(COLUMNS)}"])
        for row in reader:
            try:
                outlet = _read(row)
            except ValidationError as error:
                problems.extend(f"row {reader.line_num}: {cause}" for cause in _causes(error))
                continue
            problems.extend(f"row {reader.line_num}: {cause}" for cause in _unknown(outlet))
            for key in (f"id {outlet.id!r}", f"domain {outlet.domain!r}" if outlet.domain else ""):
                if key and key in first_row:
                    problems.append(f"row {reader.line_num}: {key} is that of row {first_row[key]}")
                first_row.setdefault(key, reader.line_num)
            outlets.append(outlet)
    if problems:
        raise RegistryError(path, problems)
    return tuple(outlets)


def _read(row: dict[str, str]) -> Outlet:
    values: dict[str, object] = {name: (row[name] or "").strip() or None for name in Outlet.model_fields}
    values["routes"] = (row["routes"] or "").split()
    return Outlet.model_validate(values)


def _causes(error: ValidationError) -> Iterator[str]:
    for cause in error.errors():
        where = ".".join(str(part) for part in cause["loc"])
        yield f"{where}: {cause['msg']}" if where else cause["msg"]


def _unknown(outlet: Outlet) -> Iterator[str]:
    """What the row names that no table knows."""
    if outlet.platform not in load_platforms():
        yield f"outlet {outlet.id!r}: unknown platform {outlet.platform!r}"
    zone = province_zones().get(outlet.province_code) if outlet.province_code else outlet.timezone
    if zone is None:
        yield f"outlet {outlet.id!r}: unknown province {outlet.province_code!r}"
    elif zone != outlet.timezone:
        yield f"outlet {outlet.id!r}: {outlet.timezone} is not the time of province {outlet.province_code}"
