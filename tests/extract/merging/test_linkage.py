"""Reports of one ceremony find each other, and no others."""

from __future__ import annotations

import random
from typing import Any

import pytest

from extract.evaluation import GoldArticle, load_gold, to_article
from extract.merging import Knowledge, compile_dataset, merge, merge_table
from extract.merging.linkage import Decided, link
from extract.merging.traits import Traits, traits_of
from extract.pipeline import read_reports
from schemas.parquet import to_frame
from schemas.tables import EVENTS, REPORTS
from tests.extract.merging.labelled import LINKAGE, Labelled, agreement, load_articles, load_reports

GOLD = LINKAGE.parent


@pytest.fixture(scope="module")
def labelled() -> Labelled:
    return load_reports()


@pytest.fixture(scope="module")
def traits(labelled: Labelled) -> list[Traits]:
    return [traits_of(one, voice=labelled.copies.get(one.article_id)) for one in labelled.reports]


def test_labelled_reports(labelled: Labelled, traits: list[Traits]) -> None:
    several = [label for label in set(labelled.ceremony.values()) if list(labelled.ceremony.values()).count(label) > 1]
    assert len(several) >= 60
    assert min(agreement(link(traits), labelled.ceremony)) >= 0.97


def test_labelled_articles() -> None:
    articles, ceremony = load_articles()
    reports = [report for article in articles for report in read_reports(article)]
    dataset = compile_dataset(articles, reports)
    told = {report.report_id: ceremony[report.article_id] for report in reports}
    assert set(told.values()) == set(ceremony.values())
    assert min(agreement([event.report_ids for event in dataset.events], told)) >= 0.97
    assert {one.article_id: one.duplicate_of for one in dataset.articles if one.duplicate_of} == {"t03": "t01"}


def test_annotated_articles_are_linked_only_where_they_tell_of_one_ceremony() -> None:
    gold = load_gold([GOLD / "dev", GOLD / "synthetic"])
    reports = [report for article in gold.values() for report in read_reports(to_article(article))]
    for event in merge(reports).events:
        keys = {(one["date"], one["regency"], one["province"]) for one in _annotated(gold, event.report_ids[0])}
        for report_id in event.report_ids[1:]:
            assert keys & {(one["date"], one["regency"], one["province"]) for one in _annotated(gold, report_id)}


def _annotated(gold: dict[str, GoldArticle], report_id: str) -> list[dict[str, Any]]:
    return gold[report_id.rpartition("-")[0]].events


def test_a_table_is_merged_as_its_rows_are(labelled: Labelled) -> None:
    knowledge = Knowledge(copies=labelled.copies)
    rows = merge(labelled.reports, knowledge)
    table = merge_table(to_frame(REPORTS, labelled.reports), knowledge)
    assert table.ledger == rows.ledger
    assert table.frame.equals(to_frame(EVENTS, rows.events))
    assert merge_table(to_frame(REPORTS, [])).frame.is_empty()


def test_order_of_reports_does_not_matter(traits: list[Traits]) -> None:
    first = link(traits)
    for seed in range(5):
        shuffled = random.Random(seed).sample(traits, len(traits))
        assert link(shuffled) == first


def test_every_report_is_in_one_group(traits: list[Traits]) -> None:
    groups = link(traits)
    assert sorted(key for group in groups for key in group) == sorted(one.report_id for one in traits)


def test_adding_reports_leaves_other_ceremonies_alone(labelled: Labelled, traits: list[Traits]) -> None:
    # What has no day or place may find a second ceremony that it fits as well; the others depend on themselves only.
    traits = [one for one in traits if one.placed and one.dated]
    whole = {key: tuple(group) for group in link(traits) for key in group}
    half = [one for one in traits if sum(map(ord, labelled.ceremony[one.report_id])) % 2]
    for group in link(half):
        assert set(group) <= set(whole[group[0]])


def test_a_person_decides(traits: list[Traits]) -> None:
    groups = link(traits)
    together = next(group for group in groups if len(group) == 2)
    apart = link(traits, Decided(other=frozenset({(together[1], together[0])})))
    assert [together[0]] in apart
    assert [together[1]] in apart
    strangers = (groups[0][0], groups[-1][0])
    joined = link(traits, Decided(same=frozenset({strangers})))
    assert any(set(strangers) <= set(group) for group in joined)


def test_a_decision_about_unknown_reports_is_no_error(traits: list[Traits]) -> None:
    assert link(traits, Decided(same=frozenset({("gone-1", traits[0].report_id)}))) == link(traits)
