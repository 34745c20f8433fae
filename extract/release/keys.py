"""Keys of the flat rows: made of what a row says, so that they stay when rows are added around it."""

from __future__ import annotations

import hashlib
import json
from collections import Counter


class Keys:
    """Makes the keys of the rows of one event or report; of rows that say the same, each has a key of its own."""

    def __init__(self) -> None:
        self._given: Counter[str] = Counter()

    def key(self, prefix: str, *parts: str | int | bool | None) -> str:
        """`prefix`, a hyphen and 16 hex digits of the SHA-256 of `parts`."""
        said = json.dumps(parts, ensure_ascii=False)
        self._given[said] += 1
        times = self._given[said]
        digest = hashlib.sha256((said if times == 1 else f"{said} {times}").encode()).hexdigest()
        return f"{prefix}-{digest[:16]}"
