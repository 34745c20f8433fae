"""Whether a component takes time in proportion to its text."""

from __future__ import annotations

import time
from collections.abc import Callable

from spacy.tokens import Doc


def is_linear(find: Callable[[Doc], object], read: Callable[[str], Doc], text: str) -> bool:
    """Whether eight times the text takes far less than 64 times the processor time, as it would if it were squared."""
    took = []
    for part in (text[: len(text) // 8], text):
        doc = read(part)
        started = time.process_time()
        find(doc)
        took.append(time.process_time() - started)
    return took[1] < 32 * max(took[0], 0.03)
