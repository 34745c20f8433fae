"""The quoted speech of an article, looked up by token."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from extract.fields.officials.tokens import Token

#: Characters between a closing quotation mark and the verb of speech: a comma and a blank.
_QUOTE_GAP = 2


class Quotes:
    """The quoted speech of an article, looked up by token."""

    def __init__(self, tokens: list[Token], spans: list[tuple[int, int]]) -> None:
        self.token_starts = [token.start for token in tokens]
        self.spans = sorted(spans)
        self.starts = [start for start, _ in self.spans]

    def holds(self, index: int) -> bool:
        """Whether the token at `index` stands inside quoted speech."""
        offset = self.token_starts[index]
        at = bisect_right(self.starts, offset) - 1
        return at >= 0 and offset < self.spans[at][1]

    def ends_before(self, index: int) -> bool:
        """Whether a quotation ends right before the token at `index`."""
        offset = self.token_starts[index]
        at = bisect_right(self.starts, offset) - 1
        return at >= 0 and 0 <= offset - self.spans[at][1] <= _QUOTE_GAP

    def openings(self, first: int, end: int) -> list[int]:
        """The tokens between `first` and `end` that open a quotation."""
        if first >= end:
            return []
        low = bisect_left(self.starts, self.token_starts[first])
        found = []
        for start in self.starts[low:]:
            opening = bisect_left(self.token_starts, start)
            if opening >= end:
                break
            found.append(opening)
        return found
