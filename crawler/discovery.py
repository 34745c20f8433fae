"""Discovery at one outlet: routes tried in order, leads noted in the frontier before anything is fetched."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from hashlib import blake2b

from crawler.addresses import clean
from crawler.fetcher import BLOCKED, Fetched, Fetcher, FetchError
from crawler.frontier import Frontier
from crawler.keeper import Keeper
from crawler.lead import Answer, Ask, Lead, Question, Route, Site, Step, Verdict
from crawler.routes import ROUTES
from crawler.sieve import Sieve
from crawler.topic import Topic, Window, subtract
from schemas.capture import Capture
from schemas.outlet import RouteName

logger = logging.getLogger(__name__)

#: Articles appear late and are dated back: the last days before a reading are read again by the next.
_MARGIN = timedelta(days=7)
#: What a probe or a failure told is believed this long: a route that works is not probed again, one that failed is
#: tried only when no other works.
_TRUST = timedelta(days=7)
_MAX_NOTES = 20
#: Leads noted in one go, between which the other outlets have their turn: a sitemap may name 50,000.
_AT_ONCE = 500


class RouteFailedError(Exception):
    """A route does not work at an outlet; the next one is tried."""

    def __init__(self, reason: str, *, blocked: bool = False) -> None:
        self.blocked = blocked
        super().__init__(reason)


@dataclass
class _Reading:
    """How far the reading of one question is."""

    answers: int = 0
    """Answers that gave leads, or that had none to give."""
    total: int = 0
    items: int = 0
    troubles: list[str] = field(default_factory=list)
    """Why something that there may be was not read."""
    blocked: bool = False
    last: list[tuple[Ask, Answer]] = field(default_factory=list)
    """Answers that named no further requests: an index may be the same though what it names is not."""

    def add(self, ask: Ask, answer: Answer, step: Step) -> None:
        """Count an answer."""
        self.answers += bool(step.leads) or not (step.asks or step.partial)
        self.total += step.total or 0
        self.items += step.items
        if not step.asks:
            self.last.append((ask, answer))

    def validators(self, scope: Callable[[Ask], str]) -> Iterator[tuple[str, str, str | None, str | None]]:
        """Address, scope, ETag and Last-Modified of answers that need not be read again while they are the same."""
        for ask, answer in self.last:
            yield ask.url, scope(ask), answer.headers.get("etag"), answer.headers.get("last-modified")


@dataclass
class Discovery:
    """The search for leads at one outlet in one run."""

    sieve: Sieve
    fetcher: Fetcher
    frontier: Frontier
    keeper: Keeper
    worked: RouteName | None = None
    """The route that worked last."""
    problems: list[str] = field(default_factory=list)
    """What a person should know, a line each."""
    blocked: bool = False
    """Whether the outlet refused to be read, on every route that was tried."""
    complete: bool = False
    """Whether a route has read the windows to the end."""

    @property
    def site(self) -> Site:
        """The outlet."""
        return self.sieve.site

    @property
    def topic(self) -> Topic:
        """What is looked for."""
        return self.sieve.topic

    @property
    def windows(self) -> tuple[Window, ...]:
        """The days that are searched."""
        return self.sieve.windows

    async def run(self) -> None:
        """Try the routes until one has read the windows to the end; later ones add to what was partial.

        Raises:
            OSError: the archive cannot be written.
        """
        refusals: list[bool] = []
        if not self.windows:
            self.problems.append("the days asked for lie in the future")
            return
        outlet = self.site.outlet
        for name in self._order(outlet.routes or self.site.platform.routes):
            try:
                partial = await self._try(ROUTES[name])
            except RouteFailedError as failure:
                if self.fetcher.closed:
                    self.problems.append(f"discovery did not end: {self.fetcher.closed}")
                    return
                refusals.append(failure.blocked)
                self.problems.append(f"{name}: {failure}")
                self._judge(name, Verdict(False, reason=str(failure)))
                continue
            self.worked = name
            if not partial:
                self.complete = True
                return
        if self.worked is None:
            self.blocked = bool(refusals) and all(refusals)

    def _order(self, routes: Sequence[RouteName]) -> list[RouteName]:
        """Routes as the outlet's row or platform has them, those that failed lately last."""

        def failed(route: RouteName) -> bool:
            known = self.frontier.verdict(self.site.outlet.id, route)
            return known is not None and not known[0].works and self.site.now - known[1] < _TRUST

        return sorted(routes, key=failed)

    async def _try(self, route: Route) -> bool:
        """Ask one route everything; true if what it gave is not all there is."""
        verdict = await self._probe(route)
        site = replace(self.site, style=verdict.style)
        terms = self.topic.terms if route.searches and verdict.searches else ("",)
        partial = False
        for term in terms:
            covered, read_at = self.frontier.covered(site.outlet.id, route.name, self._subject(term))
            missing = subtract(self.windows, covered)
            if read_at is not None and self.windows and (route.dated or not missing):
                await self._ask(route, site, route.changes(site, Question(term, _hull(self.windows)), read_at))
            # A route that cannot be asked for a window lists the gaps between them, too: one question is enough.
            for windows in [(window,) for window in missing] if route.dated else [missing] if missing else []:
                question = Question(term, _hull(windows) if read_at is None else _back_to(_hull(windows), read_at))
                if await self._ask(route, site, route.begin(site, question)):
                    for window in windows:
                        self._cover(route.name, Question(term, window))
                else:
                    partial = True
        return partial

    async def _probe(self, route: Route) -> Verdict:
        """Whether the route works here, remembered or asked.

        Raises:
            RouteFailedError: it does not.
        """
        probes = route.probes(self.site)
        known = self.frontier.verdict(self.site.outlet.id, route.name)
        if not probes or (known and known[0].works and self.site.now - known[1] < _TRUST):
            return known[0] if known and known[0].works else Verdict(True)
        verdict, blocked = Verdict(False, reason="cannot be asked"), False
        for ask in probes:
            try:
                answer = (await self.fetcher.get(ask.url)).answer
            except FetchError as error:
                verdict, blocked = Verdict(False, reason=error.reason), False
                if error.kind in {"left", "robots"}:
                    break
                continue
            verdict, blocked = route.judge(self.site, ask, answer), answer.status in BLOCKED
            if verdict.works:
                break
        if not verdict.works:
            raise RouteFailedError(verdict.reason, blocked=blocked)
        if not verdict.searches:
            self.problems.append(f"{route.name}: {verdict.reason}; everything in the windows is listed instead")
        self._judge(route.name, verdict)
        return verdict

    async def _ask(self, route: Route, site: Site, asks: Sequence[Ask]) -> bool:
        """Follow requests of a route to their end; true if all there is was read.

        Raises:
            RouteFailedError: the route does not work.
        """
        pending, asked, reading = deque(asks), set[str](), _Reading()
        while pending:
            ask = pending.popleft()
            if ask.url in asked:
                continue
            asked.add(ask.url)
            try:
                fetched = await self.fetcher.get(ask.url, self.frontier.validators(ask.url, self._scope(ask)))
            except FetchError as error:
                reading.troubles.append(f"{error.reason}: {ask.url}")
                continue
            answer = fetched.answer
            if answer.status == 304:
                reading.answers += 1
                continue
            step = route.read(site, ask, answer)
            if step.failed:
                reading.blocked = answer.status in BLOCKED
                reading.troubles.append(step.failed)
                continue
            if step.leads:
                await self._keep(route, ask, fetched)
                await self._meet(route, ask, step.leads)
            pending.extend(step.asks)
            reading.add(ask, answer, step)
            for note in step.notes:
                self._note(route, note)
            if step.partial:
                reading.troubles.append(step.partial)
        if reading.troubles and not reading.answers:
            raise RouteFailedError(reading.troubles[-1], blocked=reading.blocked)
        for trouble in reading.troubles:
            self._note(route, trouble)
        if reading.total > reading.items > 0:
            self._note(route, f"said it has {reading.total} results, gave {reading.items}")
        if not reading.troubles:
            with self.frontier.transaction():
                for url, scope, etag, changed in reading.validators(self._scope):
                    self.frontier.validate(url, scope, etag, changed)
        return not reading.troubles

    async def _keep(self, route: Route, ask: Ask, fetched: Fetched) -> None:
        """Archive what named addresses, unless the archive holds this very answer: it tells where they are from."""
        exchange = fetched.exchanges[-1]
        if exchange.status == 200 and not self.frontier.has_capture(ask.url, exchange.digest):
            capture = Capture(
                outlet=self.site.outlet.id, route=route.name, fetched_at=exchange.fetched_at, article=False
            )
            await self.keeper.keep([(exchange, capture)])

    async def _meet(self, route: Route, ask: Ask, leads: Sequence[Lead]) -> None:
        """Note leads in the frontier, with what becomes of those that are not fetched."""
        for start in range(0, len(leads), _AT_ONCE):
            with self.frontier.transaction():
                for lead in leads[start : start + _AT_ONCE]:
                    url = clean(lead.url)
                    verdict = self.sieve.verdict(lead, url)
                    known = replace(lead, url=(url or lead.url)[:2000])
                    self.frontier.meet(
                        known, self.site.outlet.id, route.name, via=ask.url, verdict=verdict, now=self.site.now
                    )
            await asyncio.sleep(0)

    def _cover(self, route: RouteName, question: Question) -> None:
        until = min(question.window.until, (self.site.now - _MARGIN).date())
        if until >= question.window.since:
            window = Window(since=question.window.since, until=until)
            self.frontier.cover(self.site.outlet.id, route, self._subject(question.term), window, self.site.now)

    def _subject(self, term: str) -> str:
        """What a covered window is covered for: without a search, what the gate lets pass by title and excerpt."""
        return term or "|".join(self.topic.gate.hint)

    def _scope(self, ask: Ask) -> str:
        return _scope(ask, self.windows, self.site.now.astimezone(self.site.zone).date())

    def _judge(self, route: RouteName, verdict: Verdict) -> None:
        self.frontier.judge(self.site.outlet.id, route, verdict, self.site.now)

    def _note(self, route: Route, note: str) -> None:
        logger.warning("%s: %s: %s", self.site.outlet.id, route.name, note)
        if len(self.problems) < _MAX_NOTES:
            self.problems.append(f"{route.name}: {note}"[:300])


def _hull(windows: Sequence[Window]) -> Window:
    return Window(since=min(w.since for w in windows), until=max(w.until for w in windows))


def _back_to(window: Window, moment: datetime) -> Window:
    """The window, begun early enough to show what has changed since a moment."""
    return Window(since=min(window.since, moment.date()), until=window.until)


def _scope(ask: Ask, windows: Sequence[Window], today: date) -> str:
    """What an answer was read for, as a short key: an unchanged answer may hold news for another term or window."""
    spans = [(str(window.since), "" if window.until == today else str(window.until)) for window in windows]
    return blake2b(repr((ask.question.term, ask.kind, spans)).encode(), digest_size=8).hexdigest()
