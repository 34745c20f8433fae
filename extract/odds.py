"""Probabilities from fitted weights: what each feature adds to the log-odds stands in a table under `extract/model`."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

#: Name of the constant feature: what is to be expected where no other has anything to say.
ALWAYS = "always"
MODELS = Path(__file__).with_name("model")


#: Log-odds beyond this are as good as certain.
_CERTAIN = 30.0


@cache
def weights(model: str, table: str = "weights") -> Mapping[str, float]:
    """The weights of a table of the file `model`, by feature."""
    found: dict[str, float] = tomllib.loads((MODELS / f"{model}.toml").read_text("utf-8"))[table]
    return found


def log_odds(table: Mapping[str, float], features: Mapping[str, float]) -> float:
    """The log-odds by a table's weights; features that it does not know count nothing."""
    odds = table[ALWAYS] + sum(table.get(name, 0.0) * value for name, value in features.items())
    return max(-_CERTAIN, min(_CERTAIN, odds))


def probability(table: Mapping[str, float], features: Mapping[str, float]) -> float:
    """The probability, from 0 to 1, by a table's weights."""
    return 1.0 / (1.0 + math.exp(-log_odds(table, features)))
