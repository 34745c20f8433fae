"""Row-level differences between a release and the one before it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from extract.merging.identity import Tombstone
from extract.release.errors import ReleaseError
from extract.release.takedown import WITHHELD, Takedown
from schemas.columns import polars_schema
from schemas.release import CHANGES, FLAT_TABLES, SEPARATOR, ChangeKind, ChangeRow, RemovedRow

VERSION = re.compile(r"(\d{1,6})\.(\d{1,6})\.(\d{1,6})")
#: Columns that count or point and so change with other rows.
_DERIVED = frozenset({"official_no", "participants_no", "citation_no"})
_NOW = " now"


@dataclass(frozen=True, slots=True)
class Previous:
    """The release before.

    Attributes:
        version: its version.
        frames: its flat tables by name; those it has.
        changelog: its changelog.
        manifest_sha256: what its manifest is recognised by.
    """

    version: str
    frames: Mapping[str, pl.DataFrame]
    changelog: str
    manifest_sha256: str


def version_key(version: str) -> tuple[int, int, int]:
    """The parts of a version by which versions are ordered.

    Raises:
        ReleaseError: it is no version such as `1.2.0`.
    """
    parts = VERSION.fullmatch(version)
    if not parts:
        raise ReleaseError(f"{version!r} is no version; one looks like 1.0.0 (semver.org)")
    return int(parts[1]), int(parts[2]), int(parts[3])


def read_previous(folder: Path) -> Previous:
    """The release in a folder, as far as the next one needs it.

    Raises:
        ReleaseError: the folder holds no release, or a file of it was altered or damaged.
        OSError: a file cannot be read.
    """
    manifest = folder / "manifest.json"
    try:
        sums = _sums((folder / "SHA256SUMS").read_text("utf-8"))
        body = manifest.read_bytes()
        version = json.loads(body)["version"]
        changelog = (folder / "CHANGELOG.md").read_text("utf-8")
    except FileNotFoundError as error:
        raise ReleaseError(f"{folder}: is no release ({Path(str(error.filename)).name} is missing)") from error
    except (ValueError, KeyError, TypeError) as error:
        raise ReleaseError(f"{folder}: is no release that can be read ({error})") from error
    version_key(version)
    frames = {}
    for name in FLAT_TABLES:
        path = folder / "data" / f"{name}.parquet"
        if not path.is_file():
            continue
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() != sums.get(f"data/{name}.parquet"):
            raise ReleaseError(f"{path}: was altered after release {version} was made (SHA256SUMS)")
        try:
            frames[name] = pl.read_parquet(data)
        except pl.exceptions.PolarsError as error:
            raise ReleaseError(f"{path}: not readable as Parquet") from error
    return Previous(version, frames, changelog, hashlib.sha256(body).hexdigest())


def removed_since(
    previous: Previous | None, event_ids: frozenset[str], told: Mapping[str, Tombstone], version: str
) -> tuple[RemovedRow, ...]:
    """The events that are no more, and those that were split.

    Those of earlier releases, and every other key that leads to living events: keys are also seen on search pages and
    may have been cited before a release. One that was withdrawn before it was published leads nowhere and is left out.

    Args:
        previous: the release before, None for the first.
        event_ids: the events of this release.
        told: what became of events.
        version: version of this release.
    """
    before = {row.event_id: row for row in map(RemovedRow.model_validate, _records(previous, "removed"))}
    published = before.keys() | {row["event_id"] for row in _records(previous, "events")}
    rows = []
    for key in sorted(published | {key for key, fate in told.items() if fate.reason != "withdrawn"}):
        fate, earlier = told.get(key), before.get(key)
        reason = fate.reason if fate else earlier.reason if earlier else "withdrawn"
        if key in event_ids and reason != "split":
            continue
        since = earlier.removed_in if earlier else version
        if fate is None and earlier is not None:
            rows.append(earlier)
        else:
            into = SEPARATOR.join(one for one in (fate.into if fate else ()) if one in event_ids) or None
            rows.append(RemovedRow(event_id=key, reason=reason, replaced_by=into, removed_in=since))
    return tuple(rows)


def differences(previous: Previous | None, frames: Mapping[str, pl.DataFrame], takedown: Takedown) -> list[ChangeRow]:
    """Every row more or less and every changed value, by table and key.

    Columns that one of the releases does not have are left out. Values of the previous release go through the takedown
    list, and a value that this release withholds is not told again.
    """
    if previous is None:
        return []
    found: list[ChangeRow] = []
    for name in FLAT_TABLES:
        if name in previous.frames and name in frames:
            found.extend(_of_table(name, previous.frames[name], frames[name], takedown))
    return found


def _of_table(name: str, old: pl.DataFrame, new: pl.DataFrame, takedown: Takedown) -> Iterator[ChangeRow]:
    key = FLAT_TABLES[name].key
    if key not in old.columns:
        return
    for one in old.join(new, on=key, how="anti")[key].sort():
        yield _row(name, one, "removed")
    for one in new.join(old, on=key, how="anti")[key].sort():
        yield _row(name, one, "added")
    both = old.join(new, on=key, how="inner", suffix=_NOW)
    for column in new.columns:
        if column == key or column in _DERIVED or column not in old.columns:
            continue
        was, now = pl.col(column), pl.col(column + _NOW)
        if old.schema[column] != new.schema[column]:
            was, now = was.cast(pl.String), now.cast(pl.String)
        changed = both.filter(was.ne_missing(now)).sort(key).select(key, column, column + _NOW)
        for one, before, after in changed.iter_rows():
            hidden = bool(takedown.names) and isinstance(before, str) and after in (None, WITHHELD)
            yield ChangeRow(
                table_name=name,
                row_key=one,
                change="changed",
                column_name=column,
                old_value=None if before is None or hidden else takedown.line(as_text(before)),
                new_value=None if after is None else as_text(after),
            )


def _row(table: str, key: str, change: ChangeKind) -> ChangeRow:
    return ChangeRow(table_name=table, row_key=key, change=change, column_name=None, old_value=None, new_value=None)


def changes_frame(changes: Iterable[ChangeRow]) -> pl.DataFrame:
    """The differences as a frame, by table, key and column."""
    rows = [change.model_dump() for change in changes]
    return pl.DataFrame(rows, schema=polars_schema(CHANGES), orient="row").sort(CHANGES.order, nulls_last=True)


def as_text(value: object) -> str:
    """A cell as CSV shows it."""
    if isinstance(value, dt.datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _records(previous: Previous | None, table: str) -> list[dict[str, str]]:
    frame = previous.frames.get(table) if previous else None
    return list(frame.iter_rows(named=True)) if frame is not None else []


def _sums(text: str) -> dict[str, str]:
    return {name: digest for digest, _, name in (line.partition("  ") for line in text.splitlines())}
