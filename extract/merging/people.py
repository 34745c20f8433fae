"""Officials and numbers of people of one ceremony, matched over its reports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from extract.merging.ballots import Ballot, conflict, decide
from extract.merging.names import fold, name_words, same_person, same_phrase
from extract.merging.traits import single_office
from schemas.event import Conflict
from schemas.report import Official, Participants, Regulation, Report, Role

_ROLES: tuple[Role, ...] = ("leader", "speaker", "signer", "attendee")


P = TypeVar("P", Official, Participants, Regulation)


class Taken(NamedTuple, Generic[P]):
    """A part of an event with the report it was taken from."""

    part: P
    report: Report


@dataclass(frozen=True, slots=True)
class _Entry:
    report: Report
    voice: str
    official: Official
    words: tuple[str, ...]
    office: str


def agree_officials(
    reports: Sequence[Report], voices: Mapping[str, str]
) -> tuple[list[Taken[Official]], list[Conflict]]:
    """One entry a person over all reports, and what the reports say differently of them.

    An entry is taken whole from one report, so that its span holds for all of it: the one whose name, then office, most
    voices give, then the one with the leading role, the highest confidence, the fullest name and office.

    Args:
        reports: the reports of one ceremony.
        voices: for every article the one it is a copy of, or itself.
    """
    if len(reports) == 1:
        alone = sorted(reports[0].officials, key=lambda one: (_ROLES.index(one.role), one.start))
        return [Taken(one, reports[0]) for one in alone], []
    people = sorted(map(_ranked, _people(reports, voices)), key=_standing)
    officials = [Taken(person[0].official, person[0].report) for person in people]
    return officials, [found for person in people for found in _differences(person)]


def agree_participants(
    reports: Sequence[Report], voices: Mapping[str, str]
) -> tuple[list[Taken[Participants]], list[Conflict]]:
    """The numbers of people told, each group once with the agreed number, and the groups numbered differently."""
    if len(reports) == 1:
        return [Taken(one, reports[0]) for one in reports[0].participants], []
    groups: list[list[Ballot[Participants]]] = []
    for report in sorted(reports, key=lambda one: (-one.confidence, one.report_id)):
        free = list(groups)
        for item in report.participants:
            ballot = Ballot(
                value=item,
                text=_count_text(item),
                norm=f"{item.count} {item.qualifier == 'vague'}",
                report=report,
                voice=voices.get(report.article_id, report.article_id),
                fullness=100 * (item.qualifier == "exact") + min(99, len(item.group or "")),
            )
            home = next((g for g in free if any(_same_number(ballot.value, other.value) for other in g)), None)
            if home is None:
                home = next((g for g in free if any(_same_people(ballot.value, other.value) for other in g)), None)
            if home is None:
                groups.append([ballot])
            else:
                # A report that numbers one group twice tells of two: each finds a group of its own.
                free.remove(home)
                home.append(ballot)
    decided = [_exact_first(decide(group)) for group in groups]
    participants = [Taken(group[0].value, group[0].report) for group in decided]
    conflicts = [conflict(f"participants[{group[0].value.group or ''}].count", group) for group in decided]
    return participants, [found for found in conflicts if found is not None]


def _exact_first(decided: list[Ballot[Participants]]) -> list[Ballot[Participants]]:
    """A number before an order of magnitude (`ratusan`), however many outlets counted no further."""
    return sorted(decided, key=lambda ballot: ballot.value.qualifier == "vague")


def _people(reports: Sequence[Report], voices: Mapping[str, str]) -> list[list[_Entry]]:
    """The entries of all reports, those of one person together."""
    entries = [
        _Entry(
            report,
            voices.get(report.article_id, report.article_id),
            one,
            name_words(one.name) if one.name else (),
            fold(one.office) if one.office else "",
        )
        for report in reports
        for one in report.officials
    ]
    # Full names first: a short name or a bare office then finds the person it belongs to.
    entries.sort(key=lambda e: (-len(e.words), -e.report.confidence, e.report.report_id, e.official.start))
    people: list[list[_Entry]] = []
    for entry in entries:
        free = [person for person in people if all(one.report is not entry.report for one in person)]
        fitting: list[list[_Entry]] = []
        for likeness in ("full", "short", "office"):
            fitting = [person for person in free if any(_fits(entry, one) == likeness for one in person)]
            if fitting:
                break
        if len(fitting) == 1 or (fitting and likeness == "full"):
            fitting[0].append(entry)
        else:
            people.append([entry])
    return people


def _fits(entry: _Entry, other: _Entry) -> str:
    """How an entry fits one of a person's: `full`, `short`, `office` or `no`."""
    same_office = bool(entry.office and other.office) and _same_office(entry, other)
    if entry.words and other.words:
        likeness = same_person(entry.words, other.words)
        if likeness == "short" and entry.office and other.office and not same_office:
            return "no"
        return likeness
    return "office" if same_office and entry.official.acting == other.official.acting else "no"


def _same_office(entry: _Entry, other: _Entry) -> bool:
    if entry.office == other.office:
        return True
    return single_office(entry.office) == single_office(other.office) and same_phrase(entry.office, other.office)


def _ranked(person: list[_Entry]) -> list[_Entry]:
    """A person's entries, the one to be taken first."""

    def voices(told: Iterable[_Entry]) -> int:
        return len({one.voice for one in told})

    return sorted(
        person,
        key=lambda entry: (
            -voices(one for one in person if one.words == entry.words) if entry.words else 0,
            -voices(one for one in person if one.office == entry.office) if entry.office else 0,
            _ROLES.index(entry.official.role),
            -entry.report.confidence,
            -len(entry.official.name or "") - len(entry.official.office or ""),
            entry.report.report_id,
            entry.official.start,
        ),
    )


def _standing(person: Sequence[_Entry]) -> tuple[int, int, str, int]:
    chosen = person[0]
    voices = len({entry.voice for entry in person})
    return _ROLES.index(chosen.official.role), -voices, chosen.report.report_id, chosen.official.start


def _differences(person: Sequence[_Entry]) -> list[Conflict]:
    """What reports say differently of one person."""
    if len(person) == 1:
        return []
    chosen = person[0].official
    label = chosen.name or chosen.office or ""
    found: list[Conflict | None] = []
    named = [entry for entry in person if entry.words]
    if any(
        not (set(one.words) <= set(other.words) or set(other.words) <= set(one.words))
        for one in named
        for other in named
    ):
        found.append(
            conflict(f"officials[{label}].name", [_ballot(e, e.official.name, " ".join(e.words)) for e in named])
        )
    offices = [entry for entry in person if entry.office]
    found.append(conflict(f"officials[{label}].office", [_ballot(e, e.official.office, e.office) for e in offices]))
    told = [(e, e.official.acting or "") for e in offices]
    found.append(conflict(f"officials[{label}].acting", [_ballot(e, acting, acting) for e, acting in told]))
    found.append(conflict(f"officials[{label}].role", [_ballot(e, e.official.role, e.official.role) for e in person]))
    return [one for one in found if one is not None]


def _ballot(entry: _Entry, value: str | None, norm: str) -> Ballot[str | None]:
    return Ballot(value, value or "", norm, entry.report, entry.voice, len(value or ""))


def _same_number(one: Participants, other: Participants) -> bool:
    return one.count == other.count and (one.qualifier == "vague") == (other.qualifier == "vague")


def _same_people(one: Participants, other: Participants) -> bool:
    return bool(one.group and other.group) and fold(one.group or "") == fold(other.group or "")


def _count_text(item: Participants) -> str:
    number = f"{item.count}" if item.count_max is None else f"{item.count}-{item.count_max}"
    return number if item.qualifier == "exact" else f"{number} ({item.qualifier})"
