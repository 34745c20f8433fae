"""Fit what the signs of `extract.confidence` are worth: `python -m extract.training.confidence`.

The reports that the pipeline makes of annotated articles, those with odd numbers and the varied ones, are right or
wrong. Run it after every change to extraction. It writes `extract/model/confidence.toml`.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from extract.assembly import assemble
from extract.confidence import rank
from extract.evaluation import GoldArticle, as_annotated, is_placed, load_gold, to_article
from extract.odds import ALWAYS
from extract.pipeline import open_article
from extract.scoring import pair, same_name
from extract.training.articles import own_articles
from extract.training.regression import Case, cross_fitted, fitted, write_weights

_RIDGE = 0.3
#: Share of the reports that a user who wants the surest keeps.
_KEPT = 0.8
#: More reports than one article gives.
_MANY = 1024
_HEAD = """\
# What each sign of extract/confidence.py adds to the log-odds that date and regency of a report are right (`placed`),
# and that then its officials are (`whole`); the scale makes a probability of both.
# Fitted by `python -m extract.training.confidence` on {reports} reports: {placed:.1%} placed, {whole:.1%} right in all;
# of the surest {kept:.0%}, ranked by weights fitted without them, {best:.1%} are placed.
"""


class Judged(NamedTuple):
    """A report as the pipeline made it, and what was right of it."""

    signs: Mapping[str, float]
    placed: bool
    whole: bool


def main() -> None:
    """Fit and write the weights."""
    parser = argparse.ArgumentParser(prog="python -m extract.training.confidence", description=__doc__)
    parser.add_argument("--gold", type=Path, default=Path("tests/gold"), help="folder of the annotated articles")
    options = parser.parse_args()
    reports = list(reports_judged(load_gold(own_articles(options.gold)).values()))
    placing = [Case(one.signs, one.placed) for one in reports]
    placed = fitted(placing, _RIDGE)
    whole = fitted([Case(one.signs, one.whole) for one in reports if one.placed], _RIDGE)
    # What a report's own weights say of it is too good; its rank is made of weights fitted without it.
    unseen = [math.log(chance / (1 - chance)) for chance in cross_fitted(placing, _RIDGE)]
    ranks = [odds + rank(one.signs, {ALWAYS: 0.0}, whole) for odds, one in zip(unseen, reports, strict=True)]
    scale = fitted([Case({"odds": odds}, one.whole) for odds, one in zip(ranks, reports, strict=True)], 0.01)
    surest = sorted(zip(ranks, (one.placed for one in reports), strict=True), reverse=True)[: round(_KEPT * len(ranks))]
    head = _HEAD.format(
        reports=len(reports),
        placed=sum(one.placed for one in reports) / len(reports),
        whole=sum(one.whole for one in reports) / len(reports),
        kept=_KEPT,
        best=sum(right for _, right in surest) / len(surest),
    )
    write_weights({"placed": placed, "whole": whole, "scale": scale}, head, "confidence")
    print(head)


def reports_judged(gold: Iterable[GoldArticle]) -> Iterator[Judged]:
    """Every report made of `gold`; whole are those with date, regency and the names of all officials right."""
    for one in gold:
        article = to_article(one)
        signs: list[Mapping[str, float]] = []

        def judge(found: Mapping[str, float], signs: list[Mapping[str, float]] = signs) -> float:
            signs.append(found)
            return len(signs) / _MANY  # by which the report is known again; some are dropped as of nothing

        reports = assemble(open_article(article), article, judge)
        told = as_annotated(reports)["events"]
        meant = {id(other): event for event, other in pair(one.events, told)}
        for report, event in zip(reports, told, strict=True):
            annotated = meant.get(id(event))
            placed = annotated is not None and is_placed(annotated, event)
            whole = annotated is not None and placed and _has_all(annotated, event)
            yield Judged(signs[round(report.confidence * _MANY) - 1], placed, whole)


def _has_all(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether both events name the same officials."""
    mine, theirs = ([o["name"] for o in event["officials"] if o["name"]] for event in (one, other))
    return len(mine) == len(theirs) and all(any(same_name(name, each) for each in theirs) for name in mine)


if __name__ == "__main__":
    main()
