"""The words the components know, as tables: one TOML file a subject."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def vocabulary(name: str) -> dict[str, Any]:
    """The table `name`.toml of this folder."""
    return tomllib.loads(resources.files(__package__).joinpath(f"{name}.toml").read_text("utf-8"))


def words(name: str, key: str) -> tuple[str, ...]:
    """The list `key` of the table `name`, a full stop in `key` leading into a subtable."""
    table: Any = vocabulary(name)
    for part in key.split("."):
        table = table[part]
    return tuple(table)
