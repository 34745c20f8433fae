"""An evaluation as tables for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from extract.evaluation import Outcome, is_odd
from extract.measures import Change, compare, interval, precision_at, reliability
from extract.scoring import FIELDS, Score, combined

#: The share of reports that the confidence threshold should keep, by the goal set for it.
_COVERAGE = 0.8


def render(outcomes: Mapping[str, Outcome], baseline: Path | None = None, *, misses: bool = False) -> RenderableType:
    """Scores by field with intervals, odd and even halves side by side, reliability, and changes since `baseline`.

    Args:
        outcomes: what was made of each article.
        baseline: a stored evaluation to compare with.
        misses: list what differs, of articles with odd numbers only (see CONTRIBUTING.md).

    Raises:
        ValueError: `baseline` is no stored evaluation.
        OSError: `baseline` cannot be read.
    """
    parts: list[RenderableType] = [_fields(outcomes), _summary(outcomes), _reliability(outcomes)]
    if baseline is not None:
        parts += _changes(outcomes, baseline)
    if misses:
        parts += _misses(outcomes)
    return Group(*parts)


def _halves(outcomes: Mapping[str, Outcome]) -> tuple[Score, Score]:
    odd = combined(outcome.score for key, outcome in outcomes.items() if is_odd(key))
    even = combined(outcome.score for key, outcome in outcomes.items() if not is_odd(key))
    return odd, even


def _fields(outcomes: Mapping[str, Outcome]) -> Table:
    whole = combined(outcome.score for outcome in outcomes.values())
    odd, even = _halves(outcomes)
    grid = Table(
        "field", "P", "R", "F1", "95 %", "odd F1", "even F1", "tp", "fp", "fn", title=f"{len(outcomes)} articles"
    )
    for name in FIELDS:
        tally = whole.tallies[name]
        bounds = interval(outcomes, lambda score, name=name: score.tallies[name].f1)  # type: ignore[misc]
        grid.add_row(
            name,
            *(f"{value:.3f}" for value in (tally.precision, tally.recall, tally.f1)),
            f"{bounds.low:.3f}-{bounds.high:.3f}",
            *(f"{half.tallies[name].f1:.3f}" for half in (odd, even)),
            *(str(value) for value in (tally.tp, tally.fp, tally.fn)),
        )
    return grid


def _summary(outcomes: Mapping[str, Outcome]) -> Text:
    whole = combined(outcome.score for outcome in outcomes.values())
    odd, even = _halves(outcomes)
    core = interval(outcomes, lambda score: score.core)
    shares = f"odd {odd.perfect_share:.3f}   even {even.perfect_share:.3f}"
    lines = (
        f"core F1       {core.value:.3f} ({core.low:.3f}-{core.high:.3f})   odd {odd.core:.3f}   even {even.core:.3f}",
        f"perfect rows  {whole.perfect}/{whole.rows} = {whole.perfect_share:.3f}   {shares}",
    )
    return Text("\n".join(lines))


def _reliability(outcomes: Mapping[str, Outcome]) -> Group:
    grid = Table("confidence", "reports", "mean", "date and regency right", title="Reliability")
    for band in reliability(outcomes):
        grid.add_row(
            f"{band.low:.1f}-{band.high:.1f}", str(band.reports), f"{band.confidence:.3f}", f"{band.right:.3f}"
        )
    right, threshold = precision_at(outcomes, _COVERAGE)
    return Group(grid, Text(f"of the surest {_COVERAGE:.0%} (confidence ≥ {threshold:.3f}) {right:.1%} are right"))


def _changes(outcomes: Mapping[str, Outcome], baseline: Path) -> Iterator[RenderableType]:
    core, changes = compare(outcomes, baseline)
    now = combined(outcome.score for outcome in outcomes.values()).core
    yield Text(f"core F1 {core:.3f} before, {now:.3f} now")
    grid = Table("article", "field", "before tp/fp/fn", "now", "gain", title="Changes since the baseline")
    for change in changes:
        grid.add_row(change.article, change.field, _counts(change.before), _counts(change.now), _gain(change))
    yield grid if changes else Text("no article changed")


def _counts(counts: tuple[int, int, int]) -> str:
    return "/".join(map(str, counts))


def _gain(change: Change) -> Text:
    return Text(f"{change.gain:+d}", "green" if change.gain > 0 else "red" if change.gain < 0 else "")


def _misses(outcomes: Mapping[str, Outcome]) -> Iterator[RenderableType]:
    for key, outcome in outcomes.items():
        if is_odd(key):
            for miss in outcome.score.misses:
                yield Text(f"{miss.article}  {miss.field:13} expected {miss.expected!r}, got {miss.got!r}")
