"""The ledger of event ids on disk: `identities.csv`, kept beside the corrections.

Columns: `event_id`; `relation`: `founded` (on the report in `target`), `holds` (the report in `target`, which told the
day and place in `sign`), `merged` or `split` (into the event in `target`), `withdrawn`; `target`; `sign`.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from extract.merging.identity import Held, Ledger, Reason, Tombstone

_COLUMNS = ("event_id", "relation", "target", "sign")
_EVENT = re.compile(r"ev-[0-9a-f]{12}")
_REASONS: tuple[Reason, ...] = ("merged", "split", "withdrawn")


class LedgerError(ValueError):
    """A ledger that cannot be relied on; the message names file and line. Ids are not guessed."""


def read_identities(path: Path | None) -> Ledger:
    """The ledger at `path`; an empty one if there is no such file.

    Raises:
        LedgerError: the file is no ledger, or a line of it is damaged or contradicts another.
        OSError: it cannot be read.
    """
    if path is None or not path.exists():
        return Ledger()
    reader = _Reader()
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            table = csv.reader(lines, strict=True)
            if tuple(next(table, ())) != _COLUMNS:
                raise LedgerError(f"{path}: not a ledger of event ids (its columns must be {','.join(_COLUMNS)})")
            for row in table:
                reader.read(row, f"{path}, line {table.line_num}")
    except (UnicodeDecodeError, csv.Error) as error:
        raise LedgerError(f"{path}: not a ledger of event ids ({error})") from error
    return reader.ledger(path)


def write_identities(path: Path, ledger: Ledger) -> None:
    """Write the ledger to `path`, replacing a former one at once when everything is on disk.

    Raises:
        OSError: it cannot be written; a former ledger is untouched.
    """
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(_COLUMNS)
    for event_id, founder in sorted(ledger.founders.items()):
        table.writerow((event_id, "founded", founder, ""))
        table.writerows((event_id, "holds", *one) for one in sorted(ledger.held.get(event_id, ())))
        fate = ledger.fates.get(event_id)
        if fate is not None:
            table.writerows((event_id, fate.reason, into, "") for into in sorted(fate.into) or [""])
    body = text.getvalue().encode()
    if path.exists() and path.read_bytes() == body:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with beside.open("wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


@dataclass(slots=True)
class _Reader:
    """The lines of a ledger read so far."""

    founders: dict[str, str] = field(default_factory=dict)
    held: defaultdict[str, list[Held]] = field(default_factory=lambda: defaultdict(list))
    fates: defaultdict[str, list[tuple[Reason, str]]] = field(default_factory=lambda: defaultdict(list))
    owner: dict[Held, str] = field(default_factory=dict)

    def read(self, row: Sequence[str], where: str) -> None:
        """Take in one line.

        Raises:
            LedgerError: it is no line of a ledger, or contradicts an earlier one.
        """
        if len(row) != len(_COLUMNS) or not _EVENT.fullmatch(row[0]):
            raise LedgerError(f"{where}: not an event and what is known of it")
        event_id, relation, target, sign = row
        reason = next((one for one in _REASONS if one == relation), None)
        if relation == "founded" and target and self.founders.setdefault(event_id, target) == target:
            return
        if relation == "holds" and target and self.owner.setdefault(Held(target, sign), event_id) == event_id:
            self.held[event_id].append(Held(target, sign))
            return
        if reason is not None and (not target if reason == "withdrawn" else _EVENT.fullmatch(target)):
            if any(reason != earlier for earlier, _ in self.fates[event_id]):
                raise LedgerError(f"{where}: {event_id} has two fates")
            self.fates[event_id].append((reason, target))
            return
        raise LedgerError(f"{where}: {relation!r} {target!r} is unknown or contradicts an earlier line")

    def ledger(self, path: Path) -> Ledger:
        """The ledger of all lines.

        Raises:
            LedgerError: an event lacks the line that says on which report it was founded.
        """
        orphans = sorted((self.held.keys() | self.fates.keys()) - self.founders.keys())
        if orphans:
            raise LedgerError(f"{path}: {orphans[0]} has no line that says on which report it was founded")
        fates = {
            event_id: Tombstone(event_id, rows[0][0], tuple(sorted(target for _, target in rows if target)))
            for event_id, rows in self.fates.items()
        }
        return Ledger(self.founders, {key: tuple(sorted(told)) for key, told in self.held.items()}, fates)
