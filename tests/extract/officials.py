"""A read document for the cases on officials."""

from __future__ import annotations

from spacy.tokens import Doc

from extract.document import blank_language, open_document
from extract.sentences import read_sentences

_LANGUAGE = blank_language()


def read(text: str, title: str | None = None) -> Doc:
    """`text` as a document whose sentences are set."""
    doc: Doc = read_sentences(open_document(_LANGUAGE, title, text))
    return doc
