"""What can become of an address, and what an earlier fate means for the next run."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Literal

#: What becomes of an address that a run meets. Each address has exactly one fate a run.
Fate = Literal[
    "kept",  # fetched and stored
    "updated",  # stored before, changed since: stored again as a new version
    "unchanged",  # stored before, fetched again, the same
    "known",  # stored before, or part of what is; not requested
    "duplicate",  # another address of a stored article
    "outside",  # published outside the window
    "off-topic",  # title or page do not fit the topic
    "foreign",  # on another outlet's host
    "refused",  # no address that can be an article, or not a page
    "robots",  # robots.txt disallows it
    "gone",  # the outlet has removed it
    "failed",  # could not be fetched; a later run tries again
    "left",  # not reached in this run; the next takes it up
]
FATES: tuple[Fate, ...] = (
    "kept", "updated", "unchanged", "known", "duplicate", "outside", "off-topic", "foreign", "refused", "robots",
    "gone", "failed", "left",
)  # fmt: skip
#: What a summary says of fates; every fate is in one group.
GROUPS: Mapping[str, tuple[Fate, ...]] = MappingProxyType(
    {
        "kept": ("kept", "updated"),
        "known": ("known", "unchanged"),
        "turned away": ("duplicate", "outside", "off-topic", "foreign", "refused", "robots", "gone"),
        "failed": ("failed",),
        "left": ("left",),
    }
)
#: An address that failed this often, over all runs, is not tried again unless its source says that it changed.
MAX_TRIES = 9


def stamp(moment: datetime) -> str:
    """A time as the frontier writes it: ISO 8601, UTC, microseconds, so that text sorts as time does."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def turned_away_unread(row: sqlite3.Row) -> bool:
    """Whether an address was turned away by its title or date alone."""
    return row["state"] in {"outside", "off-topic"} and row["status"] is None


def met_again(
    row: sqlite3.Row, modified: str | None, verdict: tuple[Fate, str] | None
) -> tuple[str, Fate | None, str | None]:
    """State, fate and reason of an address that an earlier run knows; without a fate it is to be fetched."""
    state: Fate | Literal["queued"] = row["state"]
    if modified and row["read_at"] and modified > row["read_at"] and verdict is None:
        return "queued", None, "edited since it was read"
    if state in {"kept", "duplicate"}:
        return state, "known", row["reason"]
    if state == "queued" and verdict:
        return state, verdict[0], row["reason"]
    given_up = state == "failed" and row["tries"] >= MAX_TRIES
    if state != "queued" and (state == "gone" or given_up or (state == "off-topic" and row["status"])):
        return state, state, row["reason"]
    return (verdict[0], verdict[0], verdict[1]) if verdict else ("queued", None, None)
