"""The frontier: one SQLite file that knows every address, where it was found and what became of it.

Times are ISO 8601 in UTC, so that text compares as time does. The tables are described in `frontier.sql`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo

from crawler.addresses import key as key_of
from crawler.archive import Stored
from crawler.fates import FATES, MAX_TRIES, Fate, met_again, stamp, turned_away_unread
from crawler.lead import Lead, Verdict
from crawler.topic import Window, join
from schemas.outlet import RouteName

#: Version of the tables, kept in the file (`PRAGMA user_version`).
VERSION = 1


class FrontierError(RuntimeError):
    """The frontier's file is not one, or of another version."""


@dataclass(frozen=True, slots=True)
class Page:
    """An address to fetch."""

    key: str
    url: str
    outlet: str
    route: RouteName
    via: str | None
    title: str
    tries: int
    fetched_at: str | None
    digest: str | None


class Frontier:
    """The frontier's file, opened for one run."""

    def __init__(self, path: Path, started: datetime) -> None:
        """Open or make the file and enter a new run.

        Raises:
            FrontierError: the file is no frontier, or of another version.
        """
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.row_factory = sqlite3.Row
        try:
            self._prepare(path)
        except sqlite3.DatabaseError as error:
            self._db.close()
            raise FrontierError(f"{path.name} cannot be used: {error}") from error
        inserted = self._db.execute("INSERT INTO runs (started_at) VALUES (?)", (stamp(started),))
        self.run = int(inserted.lastrowid or 0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def _prepare(self, path: Path) -> None:
        # NORMAL may lose the last commits in a power cut, never the file's soundness; what they said is read again
        # from the archive, which is synced first.
        self._db.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=10000;")
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if version not in {0, VERSION}:
            raise FrontierError(f"{path.name} is of version {version}, this program reads {VERSION}")
        self._db.executescript(Path(__file__).with_name("frontier.sql").read_text(encoding="utf-8"))
        self._db.execute(f"PRAGMA user_version={VERSION}")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing of what is written within; transactions do not nest."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    # -- addresses -------------------------------------------------------------------------------------------------

    def meet(
        self, lead: Lead, outlet: str, route: RouteName, *, via: str, verdict: tuple[Fate, str] | None, now: datetime
    ) -> bool:
        """Note a lead of this run; true if that queues its address.

        Args:
            lead: The lead, its address cleaned.
            outlet: Id of the outlet that was asked.
            route: How it was found.
            via: The feed, sitemap or listing that names it.
            verdict: What becomes of it without a request, and why; null to fetch it.
            now: When it was found.
        """
        key = key_of(lead.url)
        # A change in the future is a wrong date; believed, it would have the article fetched by every run.
        modified = stamp(lead.modified) if lead.modified and lead.modified <= now + timedelta(days=1) else None
        row = self._db.execute("SELECT * FROM pages WHERE key = ?", (key,)).fetchone()
        if row is None:
            published = stamp(lead.published) if lead.published else None
            fate, reason = verdict or (None, None)
            self._db.execute(
                "INSERT INTO pages (key, url, outlet, state, reason, route, via, title, published, modified, found_at,"
                " run, fate) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (key, lead.url, outlet, fate or "queued", reason, route, via, lead.title[:500], published, modified,
                 stamp(now), self.run, fate),
            )  # fmt: skip
            return fate is None
        if row["run"] == self.run and not (verdict is None and turned_away_unread(row)):
            return False
        state, fate, reason = met_again(row, modified, verdict)
        self._db.execute(
            "UPDATE pages SET run = ?, state = ?, fate = ?, reason = ?, modified = coalesce(?, modified) WHERE key = ?",
            (self.run, state, fate, reason, modified, key),
        )
        return fate is None

    def resume(self, outlet: str, windows: Sequence[Window], zone: ZoneInfo) -> int:
        """Take over into this run what earlier ones left queued or failed within the windows; how many that is."""
        taken = 0
        for window in windows:
            since = stamp(datetime.combine(window.since, time(), zone))
            until = stamp(datetime.combine(window.until + timedelta(days=1), time(), zone))
            taken += self._db.execute(
                "UPDATE pages SET run = ?1, state = 'queued', fate = NULL WHERE outlet = ?2 AND run <> ?1"
                " AND (state = 'queued' OR state = 'robots' OR (state = 'failed' AND tries < ?3))"
                " AND (published IS NULL OR (published >= ?4 AND published < ?5))",
                (self.run, outlet, MAX_TRIES, since, until),
            ).rowcount
        return taken

    def queued(self, outlet: str, most: int) -> tuple[Page, ...]:
        """Addresses of this run that are still to be fetched, oldest publication first."""
        rows = self._db.execute(
            "SELECT key, url, outlet, route, via, title, tries, fetched_at, digest FROM pages"
            " WHERE outlet = ? AND state = 'queued' AND run = ? ORDER BY published IS NULL, published, key LIMIT ?",
            (outlet, self.run, most),
        )
        return tuple(Page(*row) for row in rows)

    def waiting(self) -> dict[str, int]:
        """How many addresses of this run are still to be fetched, by outlet."""
        query = "SELECT outlet, count(*) FROM pages WHERE run = ? AND fate IS NULL GROUP BY outlet"
        return dict(self._db.execute(query, (self.run,)).fetchall())

    def is_queued(self, key: str) -> bool:
        """Whether an address is still to be fetched."""
        row = self._db.execute("SELECT state FROM pages WHERE key = ?", (key,)).fetchone()
        return row is not None and row["state"] == "queued"

    def is_stored(self, key: str) -> bool:
        """Whether an article is in the archive under this key."""
        row = self._db.execute("SELECT fetched_at FROM pages WHERE key = ?", (key,)).fetchone()
        return row is not None and row["fetched_at"] is not None

    def settle(self, key: str, fate: Fate, reason: str | None, status: int | None, now: datetime) -> None:
        """Note what became of an address in this run; a stored version stays stored."""
        self._db.execute(
            "UPDATE pages SET fate = ?1, reason = ?2, status = coalesce(?3, status), tried_at = ?4,"
            " read_at = iif(?3 = 200, ?4, read_at), state = iif(fetched_at IS NULL, ?1, 'kept') WHERE key = ?5",
            (fate, reason, status, stamp(now), key),
        )

    def alias(self, url: str, page: Page, now: datetime) -> None:
        """Note another address of an article that is being stored, so that it is not stored under that, too."""
        self._db.execute(
            "INSERT INTO pages (key, url, outlet, state, reason, route, via, title, found_at, run)"
            " VALUES (?1, ?2, ?3, 'duplicate', ?4, ?5, ?6, ?7, ?8, 0) ON CONFLICT (key) DO UPDATE"
            " SET state = 'duplicate', fate = 'duplicate', reason = ?4 WHERE state = 'queued' AND fetched_at IS NULL",
            (
                key_of(url),
                url,
                page.outlet,
                f"stored as {page.url}"[:300],
                page.route,
                page.via,
                page.title,
                stamp(now),
            ),
        )

    def attempted(self, key: str, cause: str, now: datetime) -> None:
        """Note an attempt that failed, and why."""
        self._db.execute("INSERT INTO attempts (key, at, cause) VALUES (?, ?, ?)", (key, stamp(now), cause))
        self._db.execute("UPDATE pages SET tries = tries + 1, tried_at = ? WHERE key = ?", (stamp(now), key))

    # -- the archive -----------------------------------------------------------------------------------------------

    def store(self, stored: Iterable[Stored], *, recovered: bool = False) -> None:
        """Note responses that are in the archive; an article's first part makes its address a stored one.

        Args:
            stored: What the archive holds now.
            recovered: True for what an earlier run had stored and not noted.
        """
        for page in stored:
            capture, locator = page.capture, page.locator
            key = key_of(capture.part_of or page.url)
            fetched_at = stamp(capture.fetched_at)
            self._db.execute(
                "INSERT OR IGNORE INTO captures VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (locator.file, locator.offset, locator.length, key, page.url, capture.outlet, capture.article,
                 capture.part, locator.digest, fetched_at),
            )  # fmt: skip
            if capture.article and capture.part == 1:
                self._db.execute(
                    "INSERT INTO pages (key, url, outlet, state, route, via, title, found_at, run, fate, fetched_at,"
                    " read_at, digest) VALUES (?1, ?2, ?3, 'kept', ?4, ?5, '', ?6, ?7, ?9, ?6, ?6, ?8)"
                    " ON CONFLICT (key) DO UPDATE SET state = 'kept', reason = NULL, status = 200, tries = 0,"
                    " tried_at = ?6, read_at = ?6, run = ?7, fetched_at = ?6, digest = ?8,"
                    " fate = iif(fetched_at IS NULL OR ?9 = 'known', ?9, 'updated')",
                    (key, page.url, capture.outlet, capture.route, capture.via, fetched_at, self.run, locator.digest,
                     "known" if recovered else "kept"),
                )  # fmt: skip

    def has_capture(self, url: str, digest: str) -> bool:
        """Whether the archive holds this very answer of an address."""
        query = "SELECT 1 FROM captures WHERE key = ? AND digest = ?"
        return self._db.execute(query, (key_of(url), digest)).fetchone() is not None

    def version(self, key: str) -> tuple[str, ...]:
        """Payload digests of an article's parts in the version stored last, in order."""
        rows = self._db.execute(
            "SELECT digest FROM captures WHERE key = ?1 AND article AND fetched_at >="
            " (SELECT max(fetched_at) FROM captures WHERE key = ?1 AND article AND part = 1) ORDER BY part",
            (key,),
        )
        return tuple(row[0] for row in rows)

    def account(self, name: str, length: int) -> None:
        """Note up to where a file of the archive is accounted for."""
        self._db.execute("INSERT OR REPLACE INTO files VALUES (?, ?)", (name, length))

    def accounted(self) -> dict[str, int]:
        """Up to where each file of the archive is accounted for."""
        return dict(self._db.execute("SELECT name, length FROM files").fetchall())

    # -- discovery -------------------------------------------------------------------------------------------------

    def covered(self, outlet: str, route: RouteName, term: str) -> tuple[tuple[Window, ...], datetime | None]:
        """Windows that a route has read to the end for a term, and when it did so last."""
        rows = self._db.execute(
            "SELECT since, until, read_at FROM coverage WHERE outlet = ? AND route = ? AND term = ?",
            (outlet, route, term),
        ).fetchall()
        windows = [Window(since=date.fromisoformat(row[0]), until=date.fromisoformat(row[1])) for row in rows]
        return join(windows), max((datetime.fromisoformat(row[2]) for row in rows), default=None)

    def cover(self, outlet: str, route: RouteName, term: str, window: Window, now: datetime) -> None:
        """Note a window that a route has read to the end for a term."""
        self._db.execute(
            "DELETE FROM coverage WHERE outlet = ? AND route = ? AND term = ? AND since >= ? AND until <= ?",
            (outlet, route, term, str(window.since), str(window.until)),
        )
        self._db.execute(
            "INSERT INTO coverage VALUES (?, ?, ?, ?, ?, ?)",
            (outlet, route, term, str(window.since), str(window.until), stamp(now)),
        )

    def verdict(self, outlet: str, route: RouteName) -> tuple[Verdict, datetime] | None:
        """What is known of a route at an outlet, and since when."""
        query = "SELECT works, searches, style, reason, checked_at FROM routes WHERE outlet = ? AND route = ?"
        row = self._db.execute(query, (outlet, route)).fetchone()
        if row is None:
            return None
        return Verdict(bool(row[0]), bool(row[1]), row[2], row[3]), datetime.fromisoformat(row[4])

    def judge(self, outlet: str, route: RouteName, verdict: Verdict, now: datetime) -> None:
        """Remember what a probe or a failure told about a route."""
        self._db.execute(
            "INSERT OR REPLACE INTO routes VALUES (?, ?, ?, ?, ?, ?, ?)",
            (outlet, route, verdict.works, verdict.searches, verdict.style, verdict.reason, stamp(now)),
        )

    def validators(self, url: str, scope: str) -> dict[str, str]:
        """Request headers that ask for an answer only if it has changed since it was read for that question."""
        query = "SELECT etag, last_modified FROM validators WHERE url = ? AND scope = ?"
        etag, last_modified = self._db.execute(query, (url, scope)).fetchone() or (None, None)
        headers = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        return {name: value for name, value in headers.items() if value}

    def validate(self, url: str, scope: str, etag: str | None, last_modified: str | None) -> None:
        """Remember an answer's validators; only to be called once what it named is noted."""
        if etag or last_modified:
            self._db.execute("INSERT OR REPLACE INTO validators VALUES (?, ?, ?, ?)", (url, scope, etag, last_modified))

    # -- outlets and runs ------------------------------------------------------------------------------------------

    def quarantined(self, outlet: str, now: datetime) -> str | None:
        """Why an outlet is left alone at the moment; null if it is not."""
        query = "SELECT since, reason FROM quarantine WHERE outlet = ? AND until > ?"
        row = self._db.execute(query, (outlet, stamp(now))).fetchone()
        return f"{row['reason']} (since {row['since'][:10]})" if row else None

    def quarantine(self, outlet: str, reason: str, now: datetime, until: datetime) -> None:
        """Leave an outlet alone until then."""
        self._db.execute(
            "INSERT OR REPLACE INTO quarantine VALUES (?, ?, ?, ?)", (outlet, stamp(now), stamp(until), reason)
        )

    def tally(self, outlet: str | None = None) -> dict[Fate, int]:
        """How many addresses of this run met which fate; every fate is named, and they add up to all of them."""
        only = "" if outlet is None else " AND outlet = :outlet"
        rows = self._db.execute(
            f"SELECT coalesce(fate, 'left'), count(*) FROM pages WHERE run = :run{only} GROUP BY 1",  # noqa: S608
            {"run": self.run, "outlet": outlet},
        )
        found = dict(rows.fetchall())
        return {fate: found.get(fate, 0) for fate in FATES}

    def reasons(self, fates: Sequence[Fate], most: int = 20) -> tuple[tuple[str, str, int], ...]:
        """The commonest reasons for fates of this run: fate, reason, number of addresses."""
        marks = ",".join("?" * len(fates))
        rows = self._db.execute(
            f"SELECT fate, coalesce(reason, ''), count(*) FROM pages WHERE run = ? AND fate IN ({marks})"  # noqa: S608
            " GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT ?",
            (self.run, *fates, most),
        )
        return tuple((row[0], row[1], row[2]) for row in rows)

    def to_fetch(self) -> Iterator[tuple[str, str, str]]:
        """Outlet, address and title of what is still to be fetched in this run, by outlet and in order."""
        rows = self._db.execute(
            "SELECT outlet, url, title FROM pages WHERE run = ? AND state = 'queued'"
            " ORDER BY outlet, published IS NULL, published, key",
            (self.run,),
        )
        for row in rows:
            yield row[0], row[1], row[2]
