"""What scores mean: intervals, reliability of the confidence, and gains and losses against an earlier state."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from extract.evaluation import Outcome
from extract.scoring import Score, combined

#: Resamples of the bootstrap; enough for two stable digits.
_RESAMPLES = 1000
_SEED = 20231017


class Interval(NamedTuple):
    """A value with the bounds of its 95 % interval."""

    value: float
    low: float
    high: float


class Band(NamedTuple):
    """Reports of one band of confidence: how many, their mean confidence, and the share that is right."""

    low: float
    high: float
    reports: int
    confidence: float
    right: float


class Change(NamedTuple):
    """A field of an article whose counts are not what they were: (true positives, false positives, missed)."""

    article: str
    field: str
    before: tuple[int, int, int]
    now: tuple[int, int, int]

    @property
    def gain(self) -> int:
        """Errors fewer than before; negative for a loss."""
        return sum(self.before[1:]) - sum(self.now[1:])


def interval(outcomes: Mapping[str, Outcome], measure: Callable[[Score], float]) -> Interval:
    """`measure` of all articles with its 95 % bootstrap interval, articles being drawn anew."""
    scores = [outcome.score for outcome in outcomes.values()]
    chance = random.Random(_SEED)  # noqa: S311 - a statistic, repeatable on purpose
    drawn = sorted(measure(combined(chance.choices(scores, k=len(scores)))) for _ in range(_RESAMPLES))
    low, high = drawn[int(0.025 * _RESAMPLES)], drawn[int(0.975 * _RESAMPLES) - 1]
    return Interval(measure(combined(scores)), low, high)


def reliability(outcomes: Mapping[str, Outcome], bands: Sequence[float] = (0, 0.5, 0.7, 0.8, 0.9, 1.0)) -> list[Band]:
    """How often date and regency are right among reports of about one confidence; empty bands are left out."""
    sure = [pair for outcome in outcomes.values() for pair in outcome.sure]
    found = []
    for low, high in itertools.pairwise(bands):
        inside = [(c, right) for c, right in sure if low <= c < high or (high == bands[-1] and c == high)]
        if inside:
            mean = sum(c for c, _ in inside) / len(inside)
            found.append(Band(low, high, len(inside), mean, sum(right for _, right in inside) / len(inside)))
    return found


def precision_at(outcomes: Mapping[str, Outcome], coverage: float) -> tuple[float, float]:
    """Share right among the most confident `coverage` (0 to 1) of the reports, and the threshold that keeps them."""
    sure = sorted((pair for outcome in outcomes.values() for pair in outcome.sure), reverse=True)
    if not sure:
        return 0.0, 0.0
    kept = sure[: max(1, round(coverage * len(sure)))]
    return sum(right for _, right in kept) / len(kept), kept[-1][0]


def as_baseline(outcomes: Mapping[str, Outcome]) -> str:
    """The state to compare with later, as JSON: the core score and every article's counts."""
    counts = {
        key: {name: (t.tp, t.fp, t.fn) for name, t in outcome.score.tallies.items() if t.tp or t.fp or t.fn}
        for key, outcome in outcomes.items()
    }
    core = combined(outcome.score for outcome in outcomes.values()).core
    lines = ",\n".join(f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in sorted(counts.items()))
    return f'{{\n "core_f1": {core:.4f},\n "articles": {{\n{lines}\n }}\n}}\n'


def compare(outcomes: Mapping[str, Outcome], baseline: Path) -> tuple[float, list[Change]]:
    """The core score stored in `baseline`, and the changes against it for articles that both know, losses first.

    Raises:
        ValueError: the file is no baseline.
        OSError: the file cannot be read.
    """
    try:
        stored = json.loads(baseline.read_text("utf-8"))
        core, articles = float(stored["core_f1"]), dict(stored["articles"])
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{baseline}: not a stored evaluation") from error
    changes = []
    for key in sorted(articles.keys() & outcomes.keys()):
        for name, tally in outcomes[key].score.tallies.items():
            before = tuple(articles[key].get(name, (0, 0, 0)))
            now = (tally.tp, tally.fp, tally.fn)
            if before != now:
                changes.append(Change(key, name, (before[0], before[1], before[2]), now))
    return core, sorted(changes, key=lambda change: (change.gain, change.article, change.field))
