"""Addresses of the pages: every one tells its whole state, in a fixed order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from search.query import Search
from search.web.wording import LANGUAGES

Pairs = Iterable[tuple[str, str]]

#: Keys of a search page's address beside those of the search itself.
LANG, ALL = "lang", "all"


@dataclass(frozen=True, slots=True)
class Addresses:
    """Addresses within the site, in one language.

    Attributes:
        language: what the pages are asked for in; left out of addresses where it is the default.
        versions: a short digest of each file of `static/`, so that browsers may keep it for ever.
    """

    language: str
    versions: dict[str, str]

    def to(self, path: str, pairs: Pairs = (), *, language: str | None = None) -> str:
        """The address of `path` with the query `pairs`."""
        spoken = language or self.language
        asked = [*pairs, *([(LANG, spoken)] if spoken != LANGUAGES[0] else [])]
        return path + ("?" + urlencode(asked) if asked else "")

    def home(self) -> str:
        """The front page."""
        return self.to("/")

    def search(self, search: Search, **more: str) -> str:
        """The results of `search`; `more` are keys such as `after`."""
        return self.to("/search", [*search.to_pairs(), *more.items()])

    def narrowed(self, search: Search, **more: str) -> str:
        """The same as `search`, as short as a page that lies at `/search` needs it."""
        return self.to("", [*search.to_pairs(), *more.items()]) or "?"

    def tables(self, search: Search) -> str:
        """The tables behind the map and the histogram of `search`."""
        return self.to("/search/tables", search.to_pairs())

    def export(self, search: Search, form: str) -> str:
        """All rows of `search` in a format."""
        return self.to(f"/search.{form}", search.to_pairs())

    def event(self, event_id: str, words: str = "") -> str:
        """An event's page, with `words` marked in it."""
        return self.to(f"/event/{quote(event_id, safe='')}", [("q", words)] if words else ())

    def person(self, person: str, **more: str) -> str:
        """A person's page; `more` are keys such as `after`."""
        return self.to(f"/person/{quote(person, safe='')}", more.items())

    def regency(self, code: str, **more: str) -> str:
        """A regency's page; `more` are keys such as `after`."""
        return self.to(f"/regency/{quote(code, safe='')}", more.items())

    def static(self, name: str) -> str:
        """A file of `static/`, under an address that changes with its content."""
        return f"/static/{name}?v={self.versions[name]}"
