"""Record linkage: which reports tell of one ceremony.

Reports are compared with those of the same place whose days touch (blocking), every pair is scored, and the best pairs
are joined first; two groups are joined only where no report of one forbids a report of the other. What has no day or no
place joins last, and only where one ceremony fits better than every other. The outcome does not depend on the order of
the reports: every choice is made by score, then by report id.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from extract.merging.comparison import NEWS_DAYS, Comparison, compare, weights
from extract.merging.traits import Traits

#: Days by which two reports may differ and still be compared; the longest slack there is.
_REACH = 1
#: Days of a span that are entered one by one; nobody pledges longer, and a misprinted year must not fill the calendar.
_LONGEST = 31


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person decided about pairs of reports; it overrules every score.

    Attributes:
        same: pairs of report ids that tell of one ceremony.
        other: pairs that do not.
    """

    same: frozenset[tuple[str, str]] = frozenset()
    other: frozenset[tuple[str, str]] = frozenset()


@dataclass(slots=True)
class _Groups:
    """A partition of reports that grows by joining, and knows what must stay apart."""

    traits: Mapping[str, Traits]
    decided: Decided
    of: dict[str, str] = field(default_factory=dict)
    members: dict[str, list[str]] = field(default_factory=dict)
    known: dict[tuple[str, str], bool] = field(default_factory=dict)
    spoken_for: set[str] = field(default_factory=set)
    overruled: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        for report_id in self.traits:
            self.of[report_id] = report_id
            self.members[report_id] = [report_id]

    def join(self, one: str, other: str, *, decided: bool = False) -> bool:
        """Join the groups of two reports, unless something forbids it; whether they are one group now."""
        mine, theirs = sorted((self.of[one], self.of[other]))
        if mine == theirs:
            return True
        if not decided and self.apart(mine, theirs):
            return False
        self.members[mine] += self.members.pop(theirs)
        for report_id in self.members[mine]:
            self.of[report_id] = mine
        return True

    def apart(self, mine: str, theirs: str) -> bool:
        """Whether any report of one group forbids any of the other."""
        return any(self.forbids(one, other) for one in self.members[mine] for other in self.members[theirs])

    def forbids(self, one: str, other: str) -> bool:
        """Whether two reports cannot be of one ceremony."""
        pair = (one, other) if one < other else (other, one)
        if pair not in self.known:
            self.known[pair] = self._forbids(pair)
        return self.known[pair]

    def _forbids(self, pair: tuple[str, str]) -> bool:
        if pair in self.decided.other or pair in self.decided.same:
            return pair in self.decided.other
        one, other = self.traits[pair[0]], self.traits[pair[1]]
        if any(key in self.spoken_for or key in self.overruled for key in pair):
            # A copy says nothing of its own, not even the `kemarin` that it prints a day later.
            return one.article_id == other.article_id
        return bool(compare(one, other).forbidden)


def link(reports: Iterable[Traits], decided: Decided | None = None) -> list[list[str]]:
    """The groups of reports that tell of one ceremony each.

    Args:
        reports: traits of every report; report ids are unique.
        decided: what a person decided about pairs.

    Returns:
        Report ids of every group, sorted, the groups by their first.
    """
    traits = {one.report_id: one for one in sorted(reports, key=lambda one: one.report_id)}
    groups = _Groups(traits, _ordered(decided or Decided(), traits))
    for pair in sorted(groups.decided.same):
        groups.join(*pair, decided=True)
        # What the later of the two says of day and place was not believed; it must not keep others out.
        groups.overruled.add(max(pair, key=lambda key: _first_said(traits[key])))
    _join_copies(groups)
    alone = [one for one in traits.values() if one.report_id not in groups.spoken_for]
    firm = [one for one in alone if one.placed and one.dated]
    loose = [one for one in alone if not (one.placed and one.dated)]
    _join_pairs(groups, _near_pairs(firm))
    _join_pairs(groups, _loose_pairs(loose))
    _attach(groups)
    return sorted(sorted(members) for members in groups.members.values())


def _ordered(decided: Decided, traits: Mapping[str, Traits]) -> Decided:
    def known(pairs: frozenset[tuple[str, str]]) -> frozenset[tuple[str, str]]:
        return frozenset((min(pair), max(pair)) for pair in pairs if pair[0] != pair[1] and traits.keys() >= set(pair))

    return Decided(known(decided.same), known(decided.other))


def _join_copies(groups: _Groups) -> None:
    """Join the reports that copies of one article give; the earliest then speaks for all."""
    told: dict[tuple[str, str, str | None, str | None, str | None], str] = {}
    for one in sorted(groups.traits.values(), key=_first_said):
        first = told.setdefault((one.voice, one.ordinal, one.regency, one.province, one.level), one.report_id)
        if first != one.report_id and groups.join(first, one.report_id):
            groups.spoken_for.add(one.report_id)


def _first_said(one: Traits) -> tuple[dt.date, str]:
    return one.published or dt.date.max, one.report_id


def _near_pairs(reports: Iterable[Traits]) -> Iterator[tuple[Traits, Traits]]:
    """Pairs of one place whose days touch or may touch."""
    blocks: defaultdict[str, list[Traits]] = defaultdict(list)
    for one in reports:
        blocks[one.regency or ("ID" if one.level == "national" else f"{one.province}")].append(one)
    for block in blocks.values():
        block.sort(key=lambda one: (one.first or dt.date.min, one.report_id))
        for place, one in enumerate(block):
            until = (one.last or dt.date.min) + dt.timedelta(days=_REACH)
            for other in block[place + 1 :]:
                if other.first is None or other.first > until:
                    break
                yield one, other


def _loose_pairs(reports: Sequence[Traits]) -> Iterator[tuple[Traits, Traits]]:
    """Pairs among reports without day or without place, within a province and near in time."""
    blocks: defaultdict[str, list[Traits]] = defaultdict(list)
    for one in reports:
        blocks[one.province or "ID"].append(one)
    for block in blocks.values():
        block.sort(key=lambda one: (_when(one), one.report_id))
        for place, one in enumerate(block):
            until = _when(one) + dt.timedelta(days=NEWS_DAYS)
            for other in block[place + 1 :]:
                if _when(other) > until:
                    break
                yield one, other


def _when(one: Traits) -> dt.date:
    # Reports without any time are news of no day; they only meet each other.
    return one.first or one.published or dt.date(1900, 1, 1)


def _join_pairs(groups: _Groups, pairs: Iterable[tuple[Traits, Traits]]) -> None:
    """Join the pairs that are linked, the surest first."""
    linked: list[tuple[float, str, str]] = []
    for one, other in pairs:
        comparison = compare(one, other)
        if comparison.linked:
            first, second = sorted((one.report_id, other.report_id))
            groups.known.setdefault((first, second), (first, second) in groups.decided.other)
            linked.append((-comparison.score, first, second))
    for _, one_id, other_id in sorted(linked):
        groups.join(one_id, other_id)


def _attach(groups: _Groups) -> None:
    """Let groups without day or without place join the one ceremony that they fit best."""
    firm = _Calendar()
    loose: list[str] = []
    for group, members in sorted(groups.members.items()):
        told = [groups.traits[report_id] for report_id in members]
        if any(one.placed for one in told) and any(one.dated for one in told):
            firm.add(group, told)
        else:
            loose.append(group)
    wanted: list[tuple[float, str, str]] = []
    for group in loose:
        rivals = firm.near([groups.traits[report_id] for report_id in groups.members[group]])
        best = _best(groups, group, rivals)
        if best is not None:
            wanted.append((-best[0], group, best[1]))
    for _, group, target in sorted(wanted):
        groups.join(group, target)


class _Calendar:
    """Ceremonies with day and place, found by regency or province and day."""

    def __init__(self) -> None:
        self._by_day: defaultdict[tuple[str, dt.date], set[str]] = defaultdict(set)
        self._days: defaultdict[dt.date, set[str]] = defaultdict(set)

    def add(self, group: str, told: Iterable[Traits]) -> None:
        """Enter a ceremony under every day of every report of it."""
        for one in told:
            if one.first is None or one.last is None:
                continue
            for day in _days(one.first, min(one.last, one.first + dt.timedelta(days=_LONGEST))):
                for place in {place for place in (one.province, one.regency) if place} or {"ID"}:
                    self._by_day[place, day].add(group)
                self._days[day].add(one.province or "ID")

    def near(self, told: Sequence[Traits]) -> list[str]:
        """The ceremonies that reports without day or place may be of; none where nothing tells the time."""
        found: set[str] = set()
        for one in told:
            if one.first is not None:
                days = _days(one.first - dt.timedelta(days=_REACH), (one.last or one.first) + dt.timedelta(days=_REACH))
            elif one.published is not None:
                days = _days(one.published - dt.timedelta(days=NEWS_DAYS), one.published + dt.timedelta(days=_REACH))
            else:
                continue
            for day in days:
                nation = "ID" if one.level == "national" else None
                provinces = [one.province or nation] if one.province or nation else self._days.get(day, set())
                for place in [one.regency] if one.regency else provinces:
                    found |= self._by_day.get((place or "ID", day), set())
        return sorted(found)


def _days(first: dt.date, last: dt.date) -> list[dt.date]:
    return [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]


def _best(groups: _Groups, group: str, rivals: Iterable[str]) -> tuple[float, str] | None:
    """The ceremony that a loose group fits clearly better than any other, with the score."""
    scored: list[tuple[float, str]] = []
    for rival in rivals:
        score = _evidence(groups, group, rival)
        if score is not None and score >= weights().threshold("attach"):
            scored.append((score, rival))
    scored.sort(key=lambda one: (-one[0], one[1]))
    if not scored or (len(scored) > 1 and scored[0][0] - scored[1][0] < weights().threshold("margin")):
        return None
    return scored[0]


def _evidence(groups: _Groups, group: str, rival: str) -> float | None:
    """The best score between two groups; None where anything forbids them or they only share what many share."""
    best: float | None = None
    for one in groups.members[group]:
        for other in groups.members[rival]:
            comparison = compare(groups.traits[one], groups.traits[other])
            if comparison.forbidden or groups.forbids(one, other):
                return None
            if _telling(comparison) and (best is None or comparison.score > best):
                best = comparison.score
    return best


def _telling(comparison: Comparison) -> bool:
    """Whether something particular agrees: a person, a venue, a number or the text; place and day alone do not tell."""
    found = dict(comparison.findings)
    return (
        found["officials"] in ("several", "one", "short")
        or found["venue"] == "same"
        or found["counts"] == "same"
        or found["text"] in ("copy", "alike")
    )
