"""Reading a text with the components named, for tests of one field."""

from __future__ import annotations

import datetime as dt

from spacy.tokens import Doc

from extract.document import Home
from extract.pipeline import read_document

PUBLISHED = dt.date(2023, 11, 23)


def read(
    text: str, *, title: str | None = None, published: dt.date | None = PUBLISHED, home: Home | None = None
) -> Doc:
    """A document with every component's candidates."""
    return read_document(title, text, published=published, home=home)
