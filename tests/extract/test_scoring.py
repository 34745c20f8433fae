"""The metric agrees with the reference implementation, and says what it should on small cases."""

from __future__ import annotations

import importlib.util
import json
import random
from pathlib import Path
from typing import Any

import pytest

from extract.evaluation import to_json
from extract.scoring import same_name, same_office, score

GOLD = Path(__file__).parents[1] / "gold"
REFERENCE = Path(__file__).parents[2].parent / "shared" / "gold" / "score.py"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Dr. H. Rudi Hartawan, M.Si", "Rudi Hartawan", True),
        ("Rudi Hartawan", "Rudi Hartawan Putra", True),
        ("Rudi", "Rudi Hartawan", False),
        ("Rudi Hartawan", "Rudy Hartawan", True),
        ("Rudi Hartawan", "Siti Aminah", False),
        ("", "Rudi", False),
    ],
)
def test_same_name(one: str, other: str, same: bool) -> None:
    assert same_name(one, other) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Bupati Sukamaju", "Bupati Kabupaten Sukamaju", True),
        ("Kepala Dinas Pendidikan Sukamaju", "Bupati Sukamaju", False),
        ("Sekda", None, False),
    ],
)
def test_same_office(one: str, other: str | None, same: bool) -> None:
    assert same_office(one, other) is same


def _load(folder: str) -> dict[str, Any]:
    articles = (json.loads(path.read_bytes()) for path in sorted((GOLD / folder).glob("*.json")))
    return {article["id"]: article for article in articles}


def _spoiled(articles: dict[str, Any], seed: int) -> dict[str, Any]:
    """The annotation with random errors of every kind."""
    chance = random.Random(seed)
    spoiled = json.loads(json.dumps(articles))
    for article in spoiled.values():
        if chance.random() < 0.2:
            article["regulations"] = article["regulations"][1:]
        for event in article["events"]:
            if chance.random() < 0.2:
                event["date"] = None
            if chance.random() < 0.2:
                event["regency"] = "35.16"
            chance.shuffle(event["officials"])
            event["officials"] = event["officials"][: chance.randrange(6)]
            event["participants"] += [{"count": 7, "qualifier": "exact"}] * chance.randrange(2)
        if chance.random() < 0.15 and article["events"]:
            article["events"].append(article["events"][0])
        if chance.random() < 0.1:
            article["events"] = article["events"][1:]
    return spoiled  # type: ignore[no-any-return]


def test_the_annotation_itself_is_perfect() -> None:
    gold = _load("dev") | _load("synthetic")
    result = score(gold, gold)
    assert result.core == 1.0
    assert result.perfect == result.rows > 80
    assert not result.misses


@pytest.mark.skipif(not REFERENCE.is_file(), reason="no reference implementation beside the project")
@pytest.mark.parametrize("seed", range(5))
def test_the_numbers_are_those_of_the_reference(seed: int) -> None:
    spec = importlib.util.spec_from_file_location("reference_score", REFERENCE)
    assert spec is not None
    assert spec.loader is not None
    reference = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reference)
    gold = _load("dev") | _load("synthetic")
    spoiled = _spoiled(gold, seed)
    assert json.loads(to_json(score(gold, spoiled))) == reference.score(gold, spoiled)
