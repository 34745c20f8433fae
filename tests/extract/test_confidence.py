"""The confidence of a report: a probability, higher where more speaks for its date, region and people."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from extract.confidence import confidence, rank, tables
from extract.evaluation import is_odd, load_gold
from extract.odds import ALWAYS
from extract.pipeline import read_reports
from extract.reading.textfiles import data_article
from extract.training.confidence import reports_judged

GOLD = Path(__file__).parents[1] / "gold"
CLEAR = (
    "KUDUS – Sebanyak 300 ASN Pemkab Kudus mengucapkan ikrar netralitas Pilkada 2024 di Alun-alun Kudus, Senin (2/9/2024). "
    "Ikrar dipimpin Sekretaris Daerah Kudus Revlisianto Subekti."
)
VAGUE = "Pegawai mengucapkan ikrar netralitas menjelang pemilu. Acara berlangsung khidmat dan dihadiri sejumlah pejabat di aula."


def sure(text: str) -> float:
    article = data_article("uji", text, title="ASN Ikrar Netral", published_at=dt.datetime(2024, 9, 3, tzinfo=dt.UTC))
    (report,) = read_reports(article)
    return report.confidence


def test_what_is_told_clearly_is_surer() -> None:
    assert 0.0 < sure(VAGUE) < sure(CLEAR) < 1.0


def test_the_place_ranks_before_the_people() -> None:
    placed, whole = tables()
    assert ALWAYS in placed
    assert rank({}, placed, whole) == pytest.approx(placed[ALWAYS] + 0.1 * whole[ALWAYS])
    assert confidence({"gate": 1.0}) > confidence({"gate": 0.0})


def test_on_articles_it_was_not_fitted_on_it_is_a_probability_and_the_surest_are_placed_right() -> None:
    """The articles with even numbers are in no fit."""
    gold = {
        key: one for key, one in load_gold([GOLD / "dev", GOLD / "synthetic", GOLD / "held"]).items() if not is_odd(key)
    }
    judged = [(confidence(one.signs), one) for one in reports_judged(gold.values())]
    surest = sorted(judged, key=lambda pair: -pair[0])[: round(0.8 * len(judged))]
    assert sum(one.placed for _, one in surest) / len(surest) >= 0.95
    mean = sum(chance for chance, _ in judged) / len(judged)
    assert mean == pytest.approx(sum(one.whole for _, one in judged) / len(judged), abs=0.1)
