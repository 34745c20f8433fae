"""Fit what the signs of `extract.confidence` are worth: `python -m extract.training.confidence`.

The reports that the pipeline makes of annotated articles, those with odd numbers and the varied ones, are right or
wrong in date and regency. Run it after every change to extraction. It writes `extract/model/confidence.toml`.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from extract.assembly import assemble
from extract.evaluation import GoldArticle, as_annotated, is_placed, load_gold, to_article
from extract.pipeline import open_article
from extract.scoring import pair
from extract.training.articles import own_articles
from extract.training.regression import Case, cross_fitted, fitted, write_weights

_RIDGE = 0.3
#: Share of the reports that a user who wants the surest keeps.
_KEPT = 0.8
#: More reports than one article gives.
_MANY = 1024
_HEAD = """\
# What each sign of extract/confidence.py adds to the log-odds that date and regency of a report are right.
# Fitted by `python -m extract.training.confidence` on {reports} reports, {right:.1%} of them right;
# of the surest {kept:.0%}, judged by weights fitted without them, {best:.1%} are.
"""


def main() -> None:
    """Fit and write the weights."""
    parser = argparse.ArgumentParser(prog="python -m extract.training.confidence", description=__doc__)
    parser.add_argument("--gold", type=Path, default=Path("tests/gold"), help="folder of the annotated articles")
    options = parser.parse_args()
    cases = list(reports_judged(load_gold(own_articles(options.gold)).values()))
    judged = sorted(zip(cross_fitted(cases, _RIDGE), [case.answer for case in cases], strict=True), reverse=True)
    surest = judged[: round(_KEPT * len(judged))]
    best = sum(right for _, right in surest) / len(surest)
    share = sum(case.answer for case in cases) / len(cases)
    head = _HEAD.format(reports=len(cases), right=share, kept=_KEPT, best=best)
    write_weights(fitted(cases, _RIDGE), head, "confidence")
    print(head)


def reports_judged(gold: Iterable[GoldArticle]) -> Iterator[Case]:
    """The signs of every report made of `gold`, and whether its date and regency are right."""
    for one in gold:
        article = to_article(one)
        signs: list[Mapping[str, float]] = []

        def judge(found: Mapping[str, float], signs: list[Mapping[str, float]] = signs) -> float:
            signs.append(found)
            return len(signs) / _MANY  # by which the report is known again; some are dropped as of nothing

        reports = assemble(open_article(article), article, judge)
        told = as_annotated(reports)["events"]
        right = {id(other): is_placed(event, other) for event, other in pair(one.events, told)}
        for report, event in zip(reports, told, strict=True):
            yield Case(signs[round(report.confidence * _MANY) - 1], right.get(id(event), False))


if __name__ == "__main__":
    main()
