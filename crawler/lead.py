"""What discovery speaks in: questions asked of an outlet, the answers it gives, and the leads read from them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from crawler.addresses import belongs
from crawler.platforms import Platform
from crawler.topic import Window
from schemas.outlet import Outlet, RouteName


@dataclass(frozen=True, slots=True)
class Lead:
    """A candidate article: an address and what its source says about it, before anything is fetched."""

    url: str
    title: str = ""
    excerpt: str = ""
    published: datetime | None = None
    """When it was published, with time zone; null where the source does not say."""
    modified: datetime | None = None
    """When it was last changed, with time zone; null where the source does not say."""
    searched: bool = False
    """True if the outlet's own search gave it as an answer to a term, so that title and excerpt need not."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for at one outlet in one go: a term (empty where the route cannot search) within a window."""

    term: str
    window: Window


@dataclass(frozen=True, slots=True)
class Ask:
    """One request of a route. Everything its answer needs for being read is in it, so that reading is pure."""

    url: str
    question: Question
    kind: str = "page"
    """What the route expects there, e.g. `probe`, `index`."""
    page: int = 1
    seen: frozenset[str] = frozenset()
    """Addresses on the page before, by which a listing that repeats itself is told."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A response as discovery reads it."""

    url: str
    status: int
    headers: Mapping[str, str]
    """Header values by lower-case name."""
    body: bytes
    """Body without content encoding."""
    charset: str | None = None
    """The charset that the header or the markup declares, or that was detected; null for no text."""

    @property
    def text(self) -> str:
        """The body as text; what cannot be decoded is replaced."""
        try:
            return self.body.decode(self.charset or "utf-8", "replace")
        except LookupError:
            return self.body.decode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Step:
    """What reading one answer yields."""

    leads: tuple[Lead, ...] = ()
    asks: tuple[Ask, ...] = ()
    failed: str | None = None
    """Why the route does not work at this outlet; the next one is tried."""
    partial: str | None = None
    """Why this is not all there is within the window, e.g. a listing cut off at its limit."""
    notes: tuple[str, ...] = ()
    """What a person should know though the route went on, e.g. an entry that cannot be read."""
    total: int | None = None
    """How many results the outlet said there are, on the first page of those that were not split further."""
    items: int = 0
    """How many results were read, to be held against `total`."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a probe, asking for a word that no article has, tells about a route at an outlet."""

    works: bool
    searches: bool = True
    """False if the search ignores the query, so that only listing everything is left."""
    style: str = ""
    """Which of several ways of asking worked; handed back with `Site.style`."""
    reason: str = ""
    """Why it does not work, or does not search."""


@dataclass(frozen=True, slots=True)
class Site:
    """One outlet as the routes see it."""

    outlet: Outlet
    platform: Platform
    origin: str
    """Scheme and host, without a slash at the end."""
    nonsense: str
    now: datetime
    """Start of the run, UTC: no window reaches beyond it, so that pages do not shift while they are read."""
    style: str = ""
    """The way of asking that the route's probe found to work."""

    @property
    def zone(self) -> ZoneInfo:
        """Time zone of the dates the outlet prints."""
        return ZoneInfo(self.outlet.timezone)

    def owns(self, url: str) -> bool:
        """Whether an address is the outlet's own."""
        return self.outlet.domain is not None and belongs(url, self.outlet.domain)


class Route(ABC):
    """A way of finding articles at an outlet. A route holds no state and does no I/O."""

    name: ClassVar[RouteName]
    searches: ClassVar[bool]
    """False where the route lists everything and cannot search for a term."""
    dated: ClassVar[bool] = False
    """True where the outlet can be asked for a window alone; else one question covers all windows."""

    def probes(self, site: Site) -> tuple[Ask, ...]:
        """Requests that tell whether the route works, best first; the first that does decides."""
        return ()

    def judge(self, site: Site, ask: Ask, answer: Answer) -> Verdict:
        """What the answer to a probe tells; a route without probes is taken to work until it fails."""
        return Verdict(True)

    @abstractmethod
    def begin(self, site: Site, question: Question) -> tuple[Ask, ...]:
        """The first requests for a question."""

    @abstractmethod
    def read(self, site: Site, ask: Ask, answer: Answer) -> Step:
        """Leads and further requests from an answer, whatever its status."""

    def changes(self, site: Site, question: Question, since: datetime) -> tuple[Ask, ...]:
        """Requests for articles edited after `since`, where the outlet can be asked for them."""
        return ()
