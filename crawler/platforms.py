"""Publishing systems as data: `platforms.toml`, one table a platform."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import Field, field_validator

from schemas.base import Contract
from schemas.outlet import RouteName


class Platform(Contract):
    """How one publishing system is asked for articles, and how its pages are laid out."""

    routes: tuple[RouteName, ...] = Field(min_length=1, description="Discovery routes in the order they are tried.")
    search: str | None = Field(default=None, description="Path of the search page, with {query} and {page}.")
    listing: str | None = Field(default=None, description="Path of the paginated index, newest first, with {page}.")
    tag: str | None = Field(default=None, description="Path of a tag's page, with {tag} and perhaps {page}.")
    feeds: tuple[str, ...] = Field(min_length=1, description="Paths at which the feed may be, likeliest first.")
    article: str | None = Field(default=None, description="Pattern that the whole path of an article matches.")
    card: str = Field(description="CSS selector of one result on a search, listing or tag page.")
    link: str = Field(description="CSS selector of the link within a result.")
    date: str = Field(description="CSS selector of the printed date within a result.")
    excerpt: str = Field(description="CSS selector of the excerpt within a result.")
    parts: tuple[str, ...] = Field(description='How later parts are addressed: "path" or a query parameter\'s name.')
    whole: str | None = Field(
        default=None, pattern=r"^\w+=\w+$", description="Query that answers all parts in one page."
    )

    @field_validator("article")
    @classmethod
    def _pattern_compiles(cls, pattern: str | None) -> str | None:
        if pattern is not None:
            re.compile(pattern)
        return pattern


@cache
def load_platforms(path: Path | None = None) -> Mapping[str, Platform]:
    """Every platform by its key.

    Raises:
        ValueError: a table breaks the model (pydantic's ValidationError) or is no TOML.
    """
    source = path or Path(__file__).with_name("platforms.toml")
    tables = tomllib.loads(source.read_text(encoding="utf-8"))
    default = tables.pop("default")
    return {name: Platform.model_validate(default | table) for name, table in tables.items()}
