"""The rule by which a value is agreed on, and how those that lost are kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from schemas.event import Conflict, ConflictValue
from schemas.report import Report

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Ballot(Generic[V]):
    """One report's value for one field.

    Attributes:
        value: as the report gives it.
        text: the value as text.
        norm: what two spellings of one value have in common.
        report: the report.
        voice: the article it speaks for; copies of an article share one.
        fullness: how much the value tells; more decides between equals.
    """

    value: V
    text: str
    norm: str
    report: Report
    voice: str
    fullness: int


def decide(ballots: Sequence[Ballot[V]]) -> list[Ballot[V]]:
    """`ballots`, the agreed one first.

    The value with most voices wins (copies of one text are one voice, spellings of one value count together); among
    equals the one from the report of highest confidence, then the one that tells most, then the first in the alphabet.
    Within the winning value its spellings are decided between in the same way.
    """
    if len({ballot.text for ballot in ballots}) < 2:
        return sorted(ballots, key=lambda ballot: (-ballot.report.confidence, ballot.report.report_id))
    by_norm = _groups(ballots, lambda ballot: ballot.norm)
    by_text = _groups(ballots, lambda ballot: f"{ballot.norm}\0{ballot.text}")
    norms = {norm: _strength(members) for norm, members in by_norm.items()}
    texts = {text: _strength(members) for text, members in by_text.items()}
    return sorted(
        ballots,
        key=lambda ballot: (
            *norms[ballot.norm],
            ballot.norm,
            *texts[f"{ballot.norm}\0{ballot.text}"],
            ballot.text,
            -ballot.report.confidence,
            ballot.report.report_id,
        ),
    )


def conflict(field: str, decided: Sequence[Ballot[V]]) -> Conflict | None:
    """The conflict on `field` with every value told, the agreed one first; None where all spell one value."""
    if len({ballot.norm for ballot in decided}) < 2:
        return None
    told: dict[str, list[str]] = {}
    for ballot in decided:
        told.setdefault(ballot.text, []).append(ballot.report.report_id)
    values = [ConflictValue(value=text, report_ids=sorted(set(ids))) for text, ids in told.items()]
    return Conflict(field=field, values=values)


def _groups(ballots: Iterable[Ballot[V]], key: Callable[[Ballot[V]], str]) -> dict[str, list[Ballot[V]]]:
    groups: defaultdict[str, list[Ballot[V]]] = defaultdict(list)
    for ballot in ballots:
        groups[key(ballot)].append(ballot)
    return groups


def _strength(ballots: Sequence[Ballot[V]]) -> tuple[int, float, int]:
    voices = len({ballot.voice for ballot in ballots})
    return -voices, -max(ballot.report.confidence for ballot in ballots), -max(ballot.fullness for ballot in ballots)
