"""The annotated articles that may be learnt from."""

from __future__ import annotations

from pathlib import Path

#: Folders of which the articles with even numbers only measure.
NUMBERED = ("dev", "synthetic", "held")


def own_articles(gold: Path, *, even: bool = False) -> list[Path]:
    """The annotated articles that may be learnt from: all varied ones, of the others those with odd numbers.

    Args:
        gold: folder of the annotated articles.
        even: the other half instead, which must not be.
    """
    numbered = sorted(path for name in NUMBERED for path in gold.glob(f"{name}/*.json"))
    half = [path for path in numbered if (int(path.stem[1:]) % 2 == 0) == even]
    return half if even else [*half, *sorted(gold.glob("varied/*.json"))]
