"""Stable ids of events, and what became of those that are no more.

An event's id is founded on its earliest report. A ledger remembers which reports every event held when tables were last
built, so that an id stays when an earlier report comes in, when a report is read anew under another number, or when one
is lost. Without a ledger the ids depend on the reports alone.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from extract.merging.compared import Compared
from schemas.report import Report

Reason = Literal["merged", "split", "withdrawn"]

_LATEST = dt.datetime.max.replace(tzinfo=dt.UTC)


class Tombstone(NamedTuple):
    """What became of an event.

    Attributes:
        event_id: the event.
        reason: `merged`: it was one ceremony with another event, whose id stays; `split`: it was several ceremonies,
            and its id stays with the one that holds most of its reports; `withdrawn`: none of its reports is left.
        into: the events that hold its reports now, itself among them after a split; empty for a withdrawn one.
    """

    event_id: str
    reason: Reason
    into: tuple[str, ...]


class Held(NamedTuple):
    """A report that an event holds.

    Attributes:
        report_id: the report.
        sign: day and place it told, so that it is known again if it is numbered anew.
    """

    report_id: str
    sign: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """The events known so far.

    Attributes:
        founders: for every event the report it was founded on.
        held: for every event the reports it held when it was last seen; none for a merged one.
        fates: tombstones by event; a split event lives on.
    """

    founders: Mapping[str, str] = field(default_factory=dict)
    held: Mapping[str, tuple[Held, ...]] = field(default_factory=dict)
    fates: Mapping[str, Tombstone] = field(default_factory=dict)

    def current(self, event_id: str) -> tuple[str, ...]:
        """The living events that `event_id` stands for today: itself, or what became of it."""
        found: list[str] = []
        waiting, seen = [event_id], {event_id}
        while waiting:
            one = waiting.pop(0)
            fate = self.fates.get(one)
            if fate is None or fate.reason == "split":
                found.append(one)
            further = [key for key in (fate.into if fate else ()) if key not in seen]
            waiting += further
            seen |= set(further)
        return tuple(sorted(key for key in found if key in self.founders))

    def tombstones(self) -> list[Tombstone]:
        """Every tombstone, with the events that stand for it today, by event."""
        return [Tombstone(key, fate.reason, self._into(key, fate)) for key, fate in sorted(self.fates.items())]

    def _into(self, event_id: str, fate: Tombstone) -> tuple[str, ...]:
        return () if fate.reason == "withdrawn" else self.current(event_id)


class Mark(NamedTuple):
    """What identity needs to know of a report.

    Attributes:
        report_id: the report.
        article_id: its article.
        published_at: publication of the article.
        sign: day and place it tells.
    """

    report_id: str
    article_id: str
    published_at: dt.datetime | None
    sign: str


def mark_of(report: Report | Compared) -> Mark:
    """What identity needs to know of `report`."""
    place = report.regency_code or report.province_code or (report.level or "")
    sign = f"{report.date.isoformat() if report.date else ''} {place}".strip()
    return Mark(report.report_id, report.article_id, report.published_at, sign)


def identify(groups: Sequence[Sequence[Mark]], ledger: Ledger) -> tuple[list[str], Ledger]:
    """An id for every group of reports, and the ledger that remembers them.

    An event of the ledger goes on as the group with most of its reports, among equals the one with its founding report.
    Where several go on as one group, the one founded first keeps its id and the others are merged into it. A group in
    which none goes on is a new event; if its reports were another event's, that one has been split.

    Args:
        groups: reports of one ceremony each.
        ledger: what is known; an empty one at first.

    Returns:
        The ids, in the order of `groups`, and the new ledger.
    """
    reports = {report.report_id: report for group in groups for report in group}
    group_of = {report.report_id: number for number, group in enumerate(groups) for report in group}
    before = _align(reports.values(), ledger)
    former: defaultdict[str, Counter[int]] = defaultdict(Counter)
    founders_now: dict[str, str] = {}
    for report_id, (event_id, held) in before.items():
        former[event_id][group_of[report_id]] += 1
        if held == ledger.founders.get(event_id):
            founders_now[event_id] = report_id
    heirs: defaultdict[int, list[str]] = defaultdict(list)
    for event_id, spread in sorted(former.items()):
        founder = group_of.get(founders_now.get(event_id, ""))
        home = min(spread, key=lambda number: (-spread[number], number != founder, _rank(_earliest(groups[number]))))
        heirs[home].append(event_id)
    ids: dict[int, str] = {}
    merged: dict[str, str] = {}
    for number, rivals in heirs.items():
        oldest = min(rivals, key=lambda key: (_seniority(reports.get(founders_now.get(key, ""))), key))
        ids[number] = oldest
        merged |= {key: oldest for key in rivals if key != oldest}
    new = {n for n in range(len(groups)) if n not in ids}
    alive = set(ids.values())
    for number in sorted(new, key=lambda n: _rank(_earliest(groups[n]))):
        ids[number] = _mint(_earliest(groups[number]).report_id, alive, ledger)
        alive.add(ids[number])
    fates = dict(ledger.fates) | {key: Tombstone(key, "merged", (into,)) for key, into in merged.items()}
    for event_id, spread in sorted(former.items()):
        parts = [ids[number] for number in spread if number in new]
        if parts:
            into = tuple(sorted({*parts, merged.get(event_id, event_id)}))
            fates[event_id] = Tombstone(event_id, "merged" if event_id in merged else "split", into)
    for event_id in ledger.founders.keys() - alive - merged.keys():
        if event_id not in fates or fates[event_id].reason == "split":
            fates[event_id] = Tombstone(event_id, "withdrawn", ())
    for event_id in alive & fates.keys():
        if fates[event_id].reason != "split":
            del fates[event_id]
    return [ids[number] for number in range(len(groups))], _remember(groups, ids, ledger, fates)


def _remember(
    groups: Sequence[Sequence[Mark]], ids: Mapping[int, str], ledger: Ledger, fates: Mapping[str, Tombstone]
) -> Ledger:
    founders = dict(ledger.founders)
    # A withdrawn event keeps what it held: if its reports come back, so does it.
    held = {key: told for key, told in ledger.held.items() if key in fates and fates[key].reason == "withdrawn"}
    for number, group in enumerate(groups):
        founders.setdefault(ids[number], _earliest(group).report_id)
        held[ids[number]] = tuple(sorted(Held(report.report_id, report.sign) for report in group))
    return Ledger(founders, held, dict(fates))


def _align(reports: Iterable[Mark], ledger: Ledger) -> dict[str, tuple[str, str]]:
    """For every report known before its event and the id it had then.

    Within an article a report is the one of the same number, day and place; else the only one of the same day and
    place; else the one of the same number.
    """
    now: defaultdict[str, list[Held]] = defaultdict(list)
    for report in sorted(reports, key=lambda one: one.report_id):
        now[report.article_id].append(Held(report.report_id, report.sign))
    then: defaultdict[str, dict[Held, str]] = defaultdict(dict)
    for event_id, told in sorted(ledger.held.items()):
        for held in told:
            then[held.report_id.rpartition("-")[0]][held] = event_id
    found: dict[str, tuple[str, str]] = {}
    for article_id, present in now.items():
        known = then.get(article_id, {})
        for test in (_identical, _same_sign, _same_number):
            for one in [report for report in present if report.report_id not in found]:
                fitting = [held for held in known if test(one, held)]
                if len(fitting) == 1:
                    found[one.report_id] = (known[fitting[0]], fitting[0].report_id)
                    known = {held: event_id for held, event_id in known.items() if held != fitting[0]}
    return found


def _identical(one: Held, other: Held) -> bool:
    return one == other


def _same_sign(one: Held, other: Held) -> bool:
    return one.sign == other.sign


def _same_number(one: Held, other: Held) -> bool:
    return one.report_id == other.report_id


def _earliest(group: Sequence[Mark]) -> Mark:
    return min(group, key=_rank)


def _rank(report: Mark) -> tuple[dt.datetime, str]:
    return report.published_at or _LATEST, report.report_id


def _seniority(founder: Mark | None) -> tuple[dt.datetime, str]:
    return _rank(founder) if founder is not None else (_LATEST, "")


def _mint(founder: str, taken: AbstractSet[str], ledger: Ledger) -> str:
    """A new id, from the founding report's.

    An id that was given to an event founded on another report is never given again.
    """
    salt = 0
    while True:
        key = founder if salt == 0 else f"{founder}\0{salt}"
        event_id = "ev-" + hashlib.sha256(key.encode()).hexdigest()[:12]
        if event_id not in taken and ledger.founders.get(event_id, founder) == founder:
            return event_id
        salt += 1
