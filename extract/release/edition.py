"""What an edition of the dataset is called, who made it, and how it is cited."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

#: Who made a dataset if nobody else is named.
AUTHORS = ("The ikrar authors",)


@dataclass(frozen=True, slots=True)
class Edition:
    """One release, as it is named and cited.

    Attributes:
        version: its version.
        released: day of publication.
        creators: people or bodies that made it.
        url: page from which it can be had; None if it has none yet.
        doi: its DOI without the resolver; None if it has none.
        contact: mail address or page for corrections and for persons who ask to be left out.
    """

    version: str
    released: dt.date
    creators: tuple[str, ...] = AUTHORS
    url: str | None = None
    doi: str | None = None
    contact: str | None = None

    @property
    def address(self) -> str | None:
        """Where it is found: its DOI, else its page."""
        return f"https://doi.org/{self.doi}" if self.doi else self.url

    @property
    def citation(self) -> str:
        """The reference to copy."""
        place = f" {self.address}" if self.address else ""
        title = about()["title"]
        return f"{', '.join(self.creators)} ({self.released.year}). {title}, version {self.version} [Data set].{place}"

    @property
    def bibtex(self) -> str:
        """The reference for BibTeX."""
        fields = {
            "author": " and ".join(f"{{{name}}}" for name in self.creators),
            "title": f"{{{about()['title']}}}",
            "year": str(self.released.year),
            "version": self.version,
            "doi": self.doi,
            "url": self.url,
        }
        lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
        return f"@misc{{ikrar-{self.version},\n{lines}\n}}"


@cache
def about() -> Mapping[str, Any]:
    """The words about the dataset, of `texts/about.toml`."""
    return tomllib.loads(words("about.toml"))


def words(name: str) -> str:
    """The text `name` of the folder `texts`."""
    return resources.files(__package__).joinpath("texts", name).read_text("utf-8")
