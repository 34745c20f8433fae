"""The annotated articles that may be learnt from."""

from __future__ import annotations

from pathlib import Path


def own_articles(gold: Path, *, even: bool = False) -> list[Path]:
    """The annotated articles that may be learnt from: all varied ones, of the others those with odd numbers.

    Args:
        gold: folder of the annotated articles.
        even: the other half instead, which must not be.
    """
    numbered = sorted([*gold.glob("dev/*.json"), *gold.glob("synthetic/*.json")])
    half = [path for path in numbered if (int(path.stem[1:]) % 2 == 0) == even]
    return half if even else [*half, *sorted(gold.glob("varied/*.json"))]
