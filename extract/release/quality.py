"""How right the fields are: scores on annotated articles, shipped with a release."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract.evaluation import GoldError, Outcome, evaluate, is_odd, load_gold, to_json
from extract.release.errors import ReleaseError
from extract.scoring import FIELDS, combined


@dataclass(frozen=True, slots=True)
class Measured:
    """The accuracy on a set of annotated articles.

    Attributes:
        articles: number of articles.
        scores: scores by field, `perfect_rows` and `core_f1`, as `extract.evaluation.to_json` has them.
    """

    articles: int
    scores: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Quality:
    """The accuracy on all annotated articles, and on those that rules were not tuned on.

    Attributes:
        whole: on all of them.
        held_out: on the articles with an even number, which were only measured on.
    """

    whole: Measured
    held_out: Measured

    @property
    def fields(self) -> dict[str, Mapping[str, float]]:
        """Precision, recall and F1 by field, on the articles that rules were not tuned on."""
        return {name: self.held_out.scores[name] for name in FIELDS if name in self.held_out.scores}


def measure(gold: Sequence[Path]) -> Quality | None:
    """The accuracy of this version of the rules on annotated articles; None where there are none to measure on.

    Raises:
        ReleaseError: a path holds no annotated articles.
    """
    if not gold:
        return None
    try:
        articles = load_gold(gold)
    except GoldError as error:
        raise ReleaseError(str(error)) from error
    outcomes = evaluate(articles)
    return Quality(_measured(outcomes.values()), _measured(one for key, one in outcomes.items() if not is_odd(key)))


def quality_json(quality: Quality | None) -> str:
    """`quality.json`: scores on all annotated articles and on the held-out ones, or none where nothing was measured."""
    nothing = Measured(0, {})
    parts = {"all": quality.whole, "held_out": quality.held_out} if quality else {"all": nothing, "held_out": nothing}
    value = {name: {"articles": one.articles, "scores": one.scores} for name, one in parts.items()}
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _measured(outcomes: Iterable[Outcome]) -> Measured:
    scores = [one.score for one in outcomes]
    return Measured(len(scores), json.loads(to_json(combined(scores))))
