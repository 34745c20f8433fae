"""Persons named in a document, as a small trained recogniser sees them.

A second opinion beside the officials component, whose grammar of offices, titles and names knows a name mostly by the
office beside it: `ikrar explain` shows both. It decides where there is no office, in
`extract.fields.officials.unofficial`, and nowhere else: beside offices it changed no reading, and a whole article takes
it about as long as everything else together. How it was made and how good it is stands in
`extract/model/persons/CARD.md`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import resources

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from extract.candidates import Candidate
from extract.document import Sentence, sentences_of

RULE = "persons.recogniser"
#: What its word alone is worth: most of the names that it sees and the officials component does not are none.
_SCORE = 0.5
#: A sentence of more tokens is a table or a list without end; it is read up to there.
_LONGEST_SENTENCE = 300
#: At most this many sentences of one document are read, its first ones: news tells the ceremony there.
_MOST_SENTENCES = 150


@cache
def recogniser() -> Language:
    """The trained recogniser, loaded from this package when it is first asked for.

    Raises:
        OSError: the package was installed without it.
    """
    with resources.as_file(resources.files("extract").joinpath("model", "persons")) as folder:
        return spacy.load(folder)


def find_persons(doc: Doc, sentences: Iterable[Sentence] | None = None) -> list[Candidate[str]]:
    """Names of persons, without titles, in reading order.

    Args:
        doc: a document whose sentences are set.
        sentences: those to read; all of the document if left out.

    Returns:
        Candidates whose value is the name on one line, at most one for any character of the document.
    """
    chosen = list(sentences_of(doc) if sentences is None else sentences)[:_MOST_SENTENCES]
    parts = [part for one in chosen if (part := _tokens(doc, one)) is not None]
    model = recogniser()
    read = [Doc(model.vocab, words=[token.text for token in part]) for part in parts]
    found: list[Candidate[str]] = []
    for part, told in zip(parts, model.pipe(read), strict=True):
        for entity in told.ents:
            span = part[entity.start : entity.end]
            found.append(Candidate(" ".join(span.text.split()), span.start_char, span.end_char, RULE, _SCORE))
    return sorted(found, key=lambda candidate: candidate.start)


def _tokens(doc: Doc, sentence: Sentence) -> Span | None:
    span = doc.char_span(sentence.start, sentence.end, alignment_mode="expand")
    return span[:_LONGEST_SENTENCE] if span is not None and span.text.strip() else None
