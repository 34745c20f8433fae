"""The words a search knows, as tables: one TOML file a subject."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def vocabulary(name: str) -> dict[str, Any]:
    """The table `name`.toml of this folder."""
    return tomllib.loads(resources.files(__package__).joinpath(f"{name}.toml").read_text("utf-8"))
