"""Logistic regression with a ridge: few features, few hundred cases, weights that a person can read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extract.odds import ALWAYS, MODELS, probability

_STEPS = 40
_FOLDS = 20


class Case(NamedTuple):
    """What is known of one case: its features, each some number about 0 to 1, and whether the answer is yes."""

    features: Mapping[str, float]
    answer: bool


def fitted(cases: Sequence[Case], ridge: float) -> dict[str, float]:
    """What each feature adds to the log-odds of yes; the larger `ridge`, the closer to nought, but for the constant."""
    names = [*sorted({name for case in cases for name in case.features}), ALWAYS]
    table = np.array([[case.features.get(name, 0.0) for name in names[:-1]] + [1.0] for case in cases])
    answers = np.array([float(case.answer) for case in cases])
    hold: NDArray[np.float64] = np.eye(len(names)) * ridge
    hold[-1, -1] = 1e-3
    weights: NDArray[np.float64] = np.zeros(len(names))
    for _ in range(_STEPS):  # Newton's method: convex, a handful of steps would do
        expected = 1.0 / (1.0 + np.exp(-np.clip(table @ weights, -30, 30)))
        curve = (table * (expected * (1 - expected))[:, None]).T @ table + hold
        weights = weights - np.linalg.solve(curve, table.T @ (expected - answers) + hold @ weights)
    return {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)}


def cross_fitted(cases: Sequence[Case], ridge: float, always: Sequence[Case] = ()) -> list[float]:
    """For each case the probability of yes by weights fitted without it and its fold, every twentieth case one fold.

    Args:
        cases: those to judge.
        ridge: as for `fitted`.
        always: further cases that every fit learns from.
    """
    found = [0.0] * len(cases)
    for fold in range(_FOLDS):
        kept = [case for place, case in enumerate(cases) if place % _FOLDS != fold]
        weights = fitted([*kept, *always], ridge)
        for place in range(fold, len(cases), _FOLDS):
            found[place] = probability(weights, cases[place].features)
    return found


def write_weights(tables: Mapping[str, Mapping[str, float]], head: str, model: str) -> None:
    """Write tables of weights, largest first, under the comment lines `head`, as a file of `extract/model`."""
    text = head
    for name, table in tables.items():
        ordered = sorted(table.items(), key=lambda item: (item[0] != ALWAYS, -abs(item[1]), item[0]))
        text += f"\n[{name}]\n" + "".join(f'"{feature}" = {weight}\n' for feature, weight in ordered)
    (MODELS / f"{model}.toml").write_text(text, encoding="utf-8")
