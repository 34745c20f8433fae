"""The document all components read: an article's title and text in one spaCy Doc."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from datetime import date
from operator import itemgetter
from typing import Any, NamedTuple

import spacy
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.util import compile_infix_regex, registry

from extract.candidates import Candidate

#: Name of our tokenizer in the configurations of models.
TOKENIZER = "ikrar.words_and_marks.v1"
#: Between title and text, so that no pattern reads across.
SEPARATOR = "\n\n"


class Sentence(NamedTuple):
    """A sentence or a line of the document.

    `paragraph` counts from 1 in the text (the title is 0); `quoted` tells that it begins inside quoted speech.
    """

    start: int
    end: int
    paragraph: int
    quoted: bool


class Home(NamedTuple):
    """Where the outlet is at home: Kemendagri codes, None where wider or unknown."""

    province_code: str | None
    regency_code: str | None


class Context(NamedTuple):
    """What is known of the article besides its words.

    `published` is the local day of publication, `title_end` the length of the title (0 without one), `text_start` the
    offset at which the article's text begins.
    """

    published: date | None = None
    home: Home | None = None
    title_end: int = 0
    text_start: int = 0


class Location(NamedTuple):
    """A span in the article's own coordinates."""

    start: int
    end: int
    in_title: bool


_EXTENSIONS: dict[str, object] = {"context": Context(), "text": None, "sentences": [], "quotes": [], "candidates": {}}
for _name, _default in _EXTENSIONS.items():
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=_default)


@registry.tokenizers(TOKENIZER)  # type: ignore[untyped-decorator]  # spaCy's registry has no types
def words_and_marks() -> Callable[[Language], Tokenizer]:
    """What makes a tokenizer whose tokens are words, numbers and single marks.

    spaCy's own Indonesian tokenizer keeps `tinggi,”ungkap`, `S.H.,M.H.` and `No.5` in one token, so that spans inside
    them could not be addressed; and it takes seconds to learn thousands of special cases.
    """
    marks = compile_infix_regex([r"[^\w\s]", r"_", r"(?<=\d)(?=[^\W\d_])", r"(?<=[^\W\d_])(?=\d)"])
    return lambda nlp: Tokenizer(nlp.vocab, infix_finditer=marks.finditer)


def blank_language() -> Language:
    """Blank Indonesian with the tokenizer `words_and_marks`."""
    return spacy.blank("id", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})


def open_document(
    nlp: Language, title: str | None, text: str, *, published: date | None = None, home: Home | None = None
) -> Doc:
    """A Doc over title and text, tokenised but not yet read by any component."""
    head = title + SEPARATOR if title else ""
    doc = nlp.make_doc(head + text)
    doc._.context = Context(published, home, len(title or ""), len(head))
    doc._.text = head + text
    return doc


def text_of(doc: Doc) -> str:
    """The document's text; `doc.text` joins all tokens anew each time it is asked for, which a component does often."""
    text: str | None = doc._.text
    return doc.text if text is None else text


def context_of(doc: Doc) -> Context:
    """What is known of the article besides its words."""
    context: Context = doc._.context
    return context


def sentences_of(doc: Doc) -> list[Sentence]:
    """The document's sentences in their order; the title's first."""
    sentences: list[Sentence] = doc._.sentences
    return sentences


def sentence_at(doc: Doc, offset: int) -> int:
    """Number of the sentence that holds `offset`, or of the last one before it."""
    return max(0, bisect_right(sentences_of(doc), offset, key=itemgetter(0)) - 1)


def in_quotes(doc: Doc, offset: int) -> bool:
    """Whether `offset` lies within quoted speech."""
    quotes: list[tuple[int, int]] = doc._.quotes
    at = bisect_right(quotes, offset, key=itemgetter(0)) - 1
    return at >= 0 and offset < quotes[at][1]


def locate(doc: Doc, start: int, end: int) -> Location:
    """`[start, end)` of the document in the coordinates of the article's title or text."""
    context = context_of(doc)
    if start < context.title_end:
        return Location(start, end, in_title=True)
    return Location(start - context.text_start, end - context.text_start, in_title=False)


def put(doc: Doc, field: str, candidates: list[Candidate[Any]]) -> None:
    """Leave a component's candidates in the document, in reading order."""
    doc._.candidates[field] = sorted(candidates, key=lambda c: (c.start, -c.end))


def candidates_of(doc: Doc, field: str) -> list[Candidate[Any]]:
    """The candidates a component left for `field`; empty if it found none."""
    found: list[Candidate[Any]] = doc._.candidates.get(field, [])
    return found
