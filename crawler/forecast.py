"""How long a crawl will go on, from how it went so far."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean


def seconds_left(
    active: Sequence[float | None], waiting: int, finished: Sequence[float], concurrency: int
) -> float | None:
    """Seconds until the last outlet is done; null as long as nothing tells.

    Args:
        active: Of each outlet at work, the seconds that what it has queued will take at its pace; null for one that
            is still searched for articles, which is taken to need what the finished ones took.
        waiting: Outlets that have not begun.
        finished: Seconds that each finished outlet took.
        concurrency: Outlets at work at a time.
    """
    usual = fmean(finished) if finished else None
    if usual is None and (waiting or None in active):
        return None
    rests = [rest if rest is not None else usual or 0.0 for rest in active]
    # No sooner than the slowest, and no sooner than all the work shared out.
    return max([*rests, (sum(rests) + waiting * (usual or 0.0)) / concurrency])
