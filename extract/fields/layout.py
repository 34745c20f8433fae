"""Where an offset lies among a document's sentences and quotations, in logarithmic time.

Components that look at every name or number of a text use this: a hostile text has as many sentences as names.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate

from spacy.tokens import Doc

from extract.document import Sentence, context_of, quotes_of, sentences_of, text_of


class Spans:
    """Spans that may lie within one another, asked by offset in logarithmic time."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(spans)
        self._starts = [start for start, _ in ordered]
        self._reached = list(accumulate((end for _, end in ordered), max))

    def hold(self, offset: int) -> bool:
        """Whether `offset` lies within one of them."""
        at = bisect_right(self._starts, offset) - 1
        return at >= 0 and offset < self._reached[at]


class Layout:
    """The sentences and quotations of one document, ready to be asked by offset.

    Attributes:
        text: the document's text (spaCy builds it anew each time it is asked for).
        title_end: length of the title.
        text_start: offset at which the article's text begins.
        sentences: the sentences in their order.
    """

    def __init__(self, doc: Doc) -> None:
        self.text: str = text_of(doc)
        self.title_end, self.text_start = context_of(doc).title_end, context_of(doc).text_start
        self.sentences: list[Sentence] = sentences_of(doc)
        self._starts = [sentence.start for sentence in self.sentences]
        self._quotes: list[tuple[int, int]] = sorted(quotes_of(doc))
        self._quote_starts = [start for start, _ in self._quotes]

    def number(self, offset: int) -> int:
        """Number of the sentence that holds `offset`, or of the last one before it."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def sentence(self, offset: int) -> Sentence:
        """The sentence that holds `offset`; the whole text where no sentences are set."""
        if not self.sentences:
            return Sentence(0, len(self.text), 0, quoted=False)
        return self.sentences[self.number(offset)]

    def quoted(self, offset: int) -> bool:
        """Whether `offset` lies within quoted speech."""
        at = bisect_right(self._quote_starts, offset) - 1
        return at >= 0 and offset < self._quotes[at][1]
