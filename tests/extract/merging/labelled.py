"""The labelled linkage set, and how well a partition of its reports agrees with the labels."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

from extract.gazetteer import gazetteer
from extract.reading.inputs import read_inputs
from schemas.article import Article
from schemas.report import Official, Participants, Report

LINKAGE = Path(__file__).parents[2] / "gold" / "linkage"


class Labelled(NamedTuple):
    """Reports with the ceremony each one tells of, and which articles are copies of which."""

    reports: list[Report]
    ceremony: dict[str, str]
    copies: dict[str, str]


class Agreement(NamedTuple):
    """Precision and recall over pairs of reports, and B³ (averaged over reports)."""

    pair_precision: float
    pair_recall: float
    b3_precision: float
    b3_recall: float


def load_reports(path: Path = LINKAGE / "reports.jsonl") -> Labelled:
    """The reports of the set; fields that a line leaves out are null or empty, spans count nothing."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return Labelled(
        [_report(row) for row in rows],
        {row["report_id"]: row["ceremony"] for row in rows},
        {row["article_id"]: row["copy_of"] for row in rows if "copy_of" in row},
    )


def load_articles(path: Path = LINKAGE / "articles.jsonl") -> tuple[list[Article], dict[str, str]]:
    """The articles of the set, and the ceremony each one tells of."""
    items = list(read_inputs([path]))
    articles = [item for item in items if isinstance(item, Article)]
    assert len(articles) == len(items), items
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return articles, {row["id"]: row["ceremony"] for row in rows}


def agreement(groups: Iterable[Iterable[str]], ceremony: Mapping[str, str]) -> Agreement:
    """How a partition of report ids agrees with the labels."""
    found = {key: frozenset(group) for group in map(list, groups) for key in group}
    by_label: defaultdict[str, set[str]] = defaultdict(set)
    for key, label in ceremony.items():
        by_label[label].add(key)
    told = {key: by_label[ceremony[key]] for key in ceremony}
    linked = {pair for group in set(found.values()) for pair in combinations(sorted(group), 2)}
    right = {pair for group in by_label.values() for pair in combinations(sorted(group), 2)}
    keys = list(ceremony)
    return Agreement(
        len(linked & right) / len(linked),
        len(linked & right) / len(right),
        sum(len(found[key] & told[key]) / len(found[key]) for key in keys) / len(keys),
        sum(len(found[key] & told[key]) / len(told[key]) for key in keys) / len(keys),
    )


def _report(row: Mapping[str, Any]) -> Report:
    regions = gazetteer().regions
    published = row.get("published_at")
    regency, province = row.get("regency_code"), row.get("province_code")
    given = {name: row.get(name) for name in Report.model_fields}
    return Report.model_validate(
        given
        | {
            "url": f"https://{row['outlet']}.example/{row['article_id']}",
            "published_at": dt.datetime.fromisoformat(published) if published else None,
            "regency": regions[regency].name if regency else None,
            "province": regions[province].name if province else None,
            "elections": row.get("elections", []),
            "officials": [
                Official(name_as_written=one["name"], start=0, end=1, **one) for one in row.get("officials", [])
            ],
            "participants": [
                Participants(**({"group": None} | one), count_max=None, start=0, end=1)
                for one in row.get("participants", [])
            ],
            "regulations": [],
            "pledge": [],
            "evidence": [],
            "reviewed": False,
        }
    )
