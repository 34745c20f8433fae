"""Fit what the features of `extract.gate` are worth: `python -m extract.training.gate [FOLDER …]`.

Annotated articles of the project are used, those with odd numbers and the varied ones, and those of further folders.
It prints which articles are judged wrongly when left out of the fit, and writes `extract/model/gate.toml`.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from extract.evaluation import GoldArticle, load_gold, to_article
from extract.gate import LEADING, features
from extract.odds import probability
from extract.pipeline import open_article
from extract.training.articles import own_articles
from extract.training.regression import Case, cross_fitted, fitted, write_weights

_RIDGE = 1.0
#: Where no sentence with an act was found the ceremony is told in words the features do not know: to learn from these
#: articles would be to open the gate where nothing is told.
_ACTS = "sentences with an act"
_HEAD = """\
# What each feature of extract/gate.py adds to the log-odds that an article tells of a ceremony.
# Fitted by `python -m extract.training.gate` on {articles} annotated articles, {told} of which tell of one, and their
# first paragraphs, without {hidden} in whose words no act was found; {missed} of those that tell of one and {invented}
# of the others are judged wrongly by weights fitted without them.
"""


def main() -> None:
    """Fit and write the weights."""
    parser = argparse.ArgumentParser(prog="python -m extract.training.gate", description=__doc__)
    parser.add_argument("further", type=Path, nargs="*", help="folders of further annotated articles")
    parser.add_argument("--gold", type=Path, default=Path("tests/gold"), help="folder of the project's own")
    options = parser.parse_args()
    gold = load_gold([*own_articles(options.gold), *options.further])
    cases = [Case(features(open_article(to_article(one))), bool(one.events)) for one in gold.values()]
    briefs = [case for one in gold.values() for case in _brief(one)]
    learnt = [case for case in cases if case.features.get(_ACTS) or not case.answer]
    weights = fitted([*learnt, *briefs], _RIDGE)
    unseen = iter(cross_fitted(learnt, _RIDGE, always=briefs))
    wrong = []
    for key, case in zip(gold, cases, strict=True):
        used = case.features.get(_ACTS) or not case.answer
        chance = next(unseen) if used else probability(weights, case.features)
        if (chance >= 0.5) != case.answer:
            wrong.append((key, case.answer, chance))
    for key, answer, chance in wrong:
        print(f"{key}: {chance:.2f}, a ceremony is {'told' if answer else 'not told'}")
    missed = sum(answer for _, answer, _ in wrong)
    told = sum(case.answer for case in cases)
    head = _HEAD.format(
        articles=len(cases), told=told, hidden=len(cases) - len(learnt), missed=missed, invented=len(wrong) - missed
    )
    write_weights({"weights": weights}, head, "gate")
    print(head)


def _brief(gold: GoldArticle) -> list[Case]:
    """The first paragraph as an article of its own, since many are as short; not where it does not tell the news."""
    brief = gold.model_copy(update={"text": gold.text.split("\n", 1)[0]})
    said = features(open_article(to_article(brief)))
    if gold.events and not said.get(LEADING):
        return []
    return [Case(said, bool(gold.events))]


if __name__ == "__main__":
    main()
