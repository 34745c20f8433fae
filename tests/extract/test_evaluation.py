"""How well extraction does on the annotated articles, and that it does not fall back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from extract.evaluation import GoldArticle, GoldError, Outcome, evaluate, load_gold, to_article
from extract.measures import as_baseline, compare, interval, precision_at, reliability
from extract.pipeline import read_reports
from extract.scoresheet import render
from extract.scoring import combined
from schemas.report import Report

GOLD = Path(__file__).parents[1] / "gold"
BASELINE = GOLD / "baseline.json"
SETS = [GOLD / name for name in ("dev", "synthetic", "held", "varied")]


@pytest.fixture(scope="module")
def gold() -> dict[str, GoldArticle]:
    return load_gold(SETS)


@pytest.fixture(scope="module")
def outcomes(gold: dict[str, GoldArticle]) -> dict[str, Outcome]:
    return evaluate(gold)


def test_the_core_score_does_not_fall_below_the_baseline(outcomes: dict[str, Outcome]) -> None:
    """After a change for the better, store the new state with `ikrar evaluate … --save tests/gold/baseline.json`."""
    core, changes = compare(outcomes, BASELINE)
    now = combined(outcome.score for outcome in outcomes.values()).core
    losses = [f"{c.article} {c.field} {c.before} -> {c.now}" for c in changes if c.gain < 0]
    assert now >= core - 0.0005, losses


def test_the_measures_hang_together(outcomes: dict[str, Outcome]) -> None:
    whole = combined(outcome.score for outcome in outcomes.values())
    core = interval(outcomes, lambda score: score.core)
    assert core.low <= core.value <= core.high
    assert core.value == pytest.approx(whole.core)
    bands = reliability(outcomes)
    assert sum(band.reports for band in bands) == sum(len(outcome.sure) for outcome in outcomes.values())
    right, threshold = precision_at(outcomes, 0.5)
    assert 0 < threshold <= 1
    assert right >= precision_at(outcomes, 1.0)[0]


def test_a_stored_state_compares_equal_with_itself(outcomes: dict[str, Outcome], tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    path.write_text(as_baseline(outcomes), encoding="utf-8")
    core, changes = compare(outcomes, path)
    assert core == pytest.approx(combined(outcome.score for outcome in outcomes.values()).core, abs=1e-4)
    assert changes == []
    assert render(outcomes, path, misses=True) is not None
    path.write_text("[]", encoding="utf-8")
    with pytest.raises(ValueError, match="not a stored evaluation"):
        compare(outcomes, path)


@pytest.fixture(scope="module")
def read(gold: dict[str, GoldArticle]) -> list[tuple[GoldArticle, Report]]:
    return [(article, report) for article in gold.values() for report in read_reports(to_article(article))]


def spans(report: Report) -> Iterator[tuple[int, int, bool]]:
    yield from ((one.start, one.end, one.in_title) for one in report.evidence)
    for part in (*report.officials, *report.participants, *report.regulations):
        yield part.start, part.end, False


def test_every_value_points_at_words(read: list[tuple[GoldArticle, Report]]) -> None:
    assert len(read) > 100
    for article, report in read:
        for start, end, in_title in spans(report):
            words = ((article.title or "") if in_title else article.text)[start:end]
            assert words.strip(), (article.id, start, end)
        fields = {evidence.field for evidence in report.evidence}
        for name in ("date", "venue", "organizer"):
            assert getattr(report, name) is None or name in fields, (article.id, name)
        for activity in report.activities:
            assert f"activities.{activity}" in fields, article.id
        for election in report.elections:
            assert f"elections.{election}" in fields, article.id


def test_the_words_hold_the_value(read: list[tuple[GoldArticle, Report]]) -> None:
    for article, report in read:
        for cited in report.regulations:
            assert article.text[cited.start : cited.end] == cited.as_cited, article.id
        for official in report.officials:
            words = article.text[official.start : official.end].casefold()
            printed = (official.name or "").casefold().split()
            assert not printed or any(part.strip(".,") in words for part in printed), (article.id, official)
        for evidence in report.evidence:
            if evidence.field == "venue":
                words = ((article.title or "") if evidence.in_title else article.text)[evidence.start : evidence.end]
                assert words == report.venue, article.id


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.json", "{", "not an annotated article"),
        ("a.json", json.dumps({"id": "x", "title": None, "text": "y"}), "not an annotated article"),
        ("b.txt", "", "no annotated articles"),
    ],
)
def test_a_file_that_is_no_annotated_article(name: str, text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(GoldError, match=message):
        load_gold([tmp_path])
