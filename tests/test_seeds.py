"""Five real articles are read completely right. They are other people's sentences, so they stay beside the project."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from extract.build import build
from extract.evaluation import as_annotated, load_gold
from extract.scoring import score
from schemas.parquet import rows_of
from schemas.report import Report
from schemas.tables import REPORTS

SHARED = Path(__file__).parents[2] / "shared"
needs_seeds = pytest.mark.skipif(
    not (SHARED / "seeds").is_dir(), reason="the real articles (../shared/seeds) are not beside the project"
)


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> list[Report]:
    out = tmp_path_factory.mktemp("seeds")
    made = build([SHARED / "seeds"], out)
    assert not made.skipped
    rows = rows_of(REPORTS, pl.read_parquet(out / "reports.parquet"))
    return [row for row in rows if isinstance(row, Report)]


@needs_seeds
def test_five_articles_give_six_perfect_reports(reports: list[Report]) -> None:
    gold = load_gold([SHARED / "gold" / "seeds"])
    annotated = {key: {"events": one.events, "regulations": one.regulations} for key, one in gold.items()}
    articles = sorted({report.article_id for report in reports})
    names = dict(zip(articles, sorted(gold), strict=True))
    told = {names[key]: as_annotated(r for r in reports if r.article_id == key) for key in articles}
    result = score(annotated, told)
    assert len(reports) == 6
    assert (result.perfect, result.rows) == (6, 6)
    assert result.core == 1.0
    for name in ("event", "province", "activities", "office", "election"):
        assert result.tallies[name].f1 == 1.0, name


@needs_seeds
def test_every_value_points_at_words_of_its_article(reports: list[Report]) -> None:
    texts = {path.stem: path.read_text("utf-8") for path in (SHARED / "seeds").glob("*.txt")}
    for report in reports:
        text, title = texts[report.article_id], report.title or ""
        fields = {evidence.field for evidence in report.evidence}
        scalars = ("date", "venue", "organizer")
        assert {name for name in scalars if getattr(report, name) is not None} <= fields
        assert {f"activities.{name}" for name in report.activities} <= fields
        assert {f"elections.{name}" for name in report.elections} <= fields
        for evidence in report.evidence:
            assert (title if evidence.in_title else text)[evidence.start : evidence.end].strip()
        for official in report.officials:
            words = text[official.start : official.end]
            assert (official.name or official.office or "").split()[0].casefold() in words.casefold()
        for number in report.participants:
            assert str(number.count) in text[number.start : number.end]
        for regulation in report.regulations:
            assert text[regulation.start : regulation.end] == regulation.as_cited


@needs_seeds
def test_a_misprinted_regulation_is_kept_and_a_likely_one_suggested(reports: list[Report]) -> None:
    cited = {regulation.key: regulation for report in reports for regulation in report.regulations}
    assert cited["PP 94/2020"].status == "suspect"
    assert cited["PP 94/2020"].suggestion == "PP 94/2021"
    assert cited["UU 5/2014"].status == "known"
