"""What a person asks of a crawl, and what it reports back."""

from __future__ import annotations

import ipaddress
from datetime import date, datetime
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, model_validator

from crawler.fates import Fate
from crawler.topic import Topic, load_topic
from schemas.base import Contract
from schemas.outlet import Outlet


class CrawlPlan(Contract):
    """One crawl: which outlets, what is looked for, and how gently."""

    data: Path = Field(description="Folder of the archive, the frontier and the run reports.")
    outlets: tuple[Outlet, ...] = Field(description="Outlets to harvest; those that are not active are left alone.")
    topic: Topic = Field(default_factory=load_topic, description="What is looked for.")
    since: date | None = Field(default=None, description="First day; null for the election seasons.")
    until: date | None = Field(default=None, description="Last day; null for today.")
    limit: int | None = Field(default=None, ge=1, description="At most this many articles fetched an outlet.")
    budget: int = Field(default=5000, ge=1, description="At most this many requests an outlet.")
    delay: float = Field(default=1.0, ge=0, description="Seconds between two requests to a host, at least 1 ...")
    proxy: str | None = Field(default=None, description="... unless this HTTP proxy is on loopback (a test's server).")
    trusted: frozenset[str] = Field(
        default=frozenset(), description="`host:port` that may be on a private address, because a person says so."
    )
    concurrency: int = Field(default=32, ge=1, le=200, description="Outlets harvested at the same time.")
    contact: str | None = Field(default=None, description="Address or page of who runs the crawl, for the user agent.")
    dry_run: bool = Field(default=False, description="Discover only; nothing is fetched beyond that.")
    segment: int = Field(default=1_000_000_000, ge=1, description="Size in bytes at which a WARC file is rolled.")
    timeout: float = Field(default=60.0, gt=0, description="Seconds that one download may take.")
    patience: float = Field(default=120.0, ge=0, description="Longest Retry-After, in seconds, that is waited for.")

    @model_validator(mode="after")
    def _gentle(self) -> Self:
        if self.delay < 1 and not self.on_loopback:
            raise ValueError(f"delay {self.delay} is below 1 second: only a loopback proxy may be asked faster")
        return self

    @property
    def on_loopback(self) -> bool:
        """Whether everything goes to this machine, through a proxy or named hosts on loopback."""
        if self.proxy is not None:
            return _is_loopback(urlsplit(self.proxy).hostname)
        hosts = {outlet.domain for outlet in self.outlets if outlet.domain}
        return bool(hosts) and hosts <= self.trusted and all(_is_loopback(host.rpartition(":")[0]) for host in hosts)


class OutletReport(Contract):
    """What one outlet gave in a run."""

    outlet: str = Field(description="Id in the registry.")
    state: str = Field(description="done, partial, failed, quarantined, skipped or stopped.")
    route: str | None = Field(default=None, description="Discovery route that worked last.")
    requests: int = Field(default=0, ge=0, description="Requests made, robots.txt apart.")
    fates: dict[Fate, int] = Field(description="Addresses met, by what became of them.")
    problems: tuple[str, ...] = Field(default=(), description="What a person should know.")


class CrawlReport(Contract):
    """What a run did. Every address it met is counted once in `fates`."""

    run: int = Field(ge=1, description="Number of the run in the frontier.")
    started_at: datetime = Field(description="UTC.")
    finished_at: datetime = Field(description="UTC.")
    stopped: str | None = Field(default=None, description="Why the run ended early; null if it did not.")
    found: int = Field(ge=0, description="Addresses met; the sum of `fates`.")
    fates: dict[Fate, int] = Field(description="Addresses by what became of them.")
    requests: int = Field(ge=0, description="Requests made, robots.txt apart.")
    responses_stored: int = Field(ge=0, description="Responses added to the archive, discovery and parts included.")
    bytes_stored: int = Field(ge=0, description="Bytes added to the archive.")
    reasons: tuple[tuple[str, str, int], ...] = Field(description="Commonest reasons: fate, reason, addresses.")
    outlets: tuple[OutletReport, ...] = Field(description="One report an outlet, in the order of the plan.")
    problems: tuple[str, ...] = Field(default=(), description="What a person should know beyond single outlets.")
    queued: tuple[tuple[str, str, str], ...] = Field(
        default=(), description="Of a dry run: outlet, address and title of what would be fetched."
    )

    @property
    def name(self) -> str:
        """Name of the run's report and log in the folder `runs`, without their endings."""
        return run_name(self.started_at, self.run)

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if self.found != sum(self.fates.values()):
            raise ValueError(f"{self.found} addresses met, but {sum(self.fates.values())} fates")
        return self

    @property
    def clean(self) -> bool:
        """Whether every outlet and page asked for could be had."""
        failed = self.fates.get("failed", 0) or self.stopped or self.problems
        return not failed and all(outlet.state in {"done", "skipped"} for outlet in self.outlets)


class Progress(Contract):
    """How far a run is, for showing."""

    outlets_done: int = Field(ge=0, description="Outlets finished.")
    outlets: int = Field(ge=0, description="Outlets in all.")
    found: int = Field(ge=0, description="Articles found that are worth fetching.")
    fetched: int = Field(ge=0, description="Articles fetched, kept or not.")
    kept: int = Field(ge=0, description="Articles stored.")
    failed: int = Field(ge=0, description="Articles that could not be had.")
    seconds_left: float | None = Field(default=None, ge=0, description="Estimate; null as long as nothing tells.")


def run_name(started: datetime, run: int) -> str:
    """Name of what a run leaves in the folder `runs`: its start in UTC, and its number in the frontier."""
    return f"{started:%Y%m%dT%H%M%SZ}-{run}"


def _is_loopback(host: str | None) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False
