"""The document all components read: an article's title and text in one spaCy Doc."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

import spacy
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.util import compile_infix_regex, registry
from spacy.vocab import Vocab

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


class Read:
    """What the components have left in a document.

    Attributes:
        context: what is known of the article besides its words.
        text: title and text.
        sentences: in their order, the title's first; set once.
        quotes: half-open spans of quoted speech, in order; set once.
        candidates: of each field.
    """

    __slots__ = ("candidates", "context", "quotes", "sentences", "starts", "text")

    def __init__(self) -> None:
        self.context = Context()
        self.text: str | None = None
        self.sentences: list[Sentence] = []
        self.quotes: list[tuple[int, int]] = []
        self.candidates: dict[str, list[Candidate[Any]]] = {}
        self.starts: dict[str, list[int]] = {}


#: Key of `Doc.user_data`; spaCy's own extension attributes take a third of a component's time to look up.
_KEY = "ikrar"


def left_in(doc: Doc) -> Read:
    """What the components have left in `doc` so far."""
    found: Read | None = doc.user_data.get(_KEY)
    if found is None:
        doc.user_data[_KEY] = found = Read()
    return found


@registry.tokenizers(TOKENIZER)  # type: ignore[untyped-decorator]  # spaCy's registry has no types
def words_and_marks() -> Callable[[Language], Tokenizer]:
    """What makes a tokenizer whose tokens are words, numbers and single marks.

    spaCy's own Indonesian tokenizer keeps `tinggi,”ungkap`, `S.H.,M.H.` and `No.5` in one token, so that spans inside
    them could not be addressed; and it takes seconds to learn thousands of special cases.
    """
    marks = compile_infix_regex([r"[^\w\s]", r"_", r"(?<=\d)(?=[^\W\d_])", r"(?<=[^\W\d_])(?=\d)"])
    return lambda nlp: Tokenizer(nlp.vocab, infix_finditer=marks.finditer)


def blank_language() -> Language:
    """Blank Indonesian with the tokenizer `words_and_marks`.

    Its vocabulary keeps no features of words (shape, prefix, norm …), which nothing here asks for: to work them out
    takes longer than to tokenise.
    """
    return spacy.blank("id", vocab=Vocab(), config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})


def open_document(
    nlp: Language, title: str | None, text: str, *, published: date | None = None, home: Home | None = None
) -> Doc:
    """A Doc over title and text, tokenised but not yet read by any component."""
    head = title + SEPARATOR if title else ""
    doc = nlp.make_doc(head + text)
    read = left_in(doc)
    read.context = Context(published, home, len(title or ""), len(head))
    read.text = head + text
    return doc


def text_of(doc: Doc) -> str:
    """The document's text; `doc.text` joins all tokens anew each time it is asked for, which a component does often."""
    text = left_in(doc).text
    return str(doc.text) if text is None else text


def context_of(doc: Doc) -> Context:
    """What is known of the article besides its words."""
    return left_in(doc).context


def sentences_of(doc: Doc) -> list[Sentence]:
    """The document's sentences in their order; the title's first."""
    return left_in(doc).sentences


def quotes_of(doc: Doc) -> list[tuple[int, int]]:
    """The document's stretches of quoted speech in their order, as half-open spans."""
    return left_in(doc).quotes


def sentence_at(doc: Doc, offset: int) -> int:
    """Number of the sentence that holds `offset`, or of the last one before it."""
    return max(0, bisect_right(_starts(left_in(doc), "sentences"), offset) - 1)


def in_quotes(doc: Doc, offset: int) -> bool:
    """Whether `offset` lies within quoted speech."""
    read = left_in(doc)
    at = bisect_right(_starts(read, "quotes"), offset) - 1
    return at >= 0 and offset < read.quotes[at][1]


def _starts(read: Read, name: str) -> list[int]:
    """Where the spans of a list begin that is set once and asked for often."""
    starts = read.starts.get(name)
    if not starts:
        read.starts[name] = starts = [span[0] for span in getattr(read, name)]
    return starts


def locate(doc: Doc, start: int, end: int) -> Location:
    """`[start, end)` of the document in the coordinates of the article's title or text."""
    context = context_of(doc)
    if start < context.title_end:
        return Location(start, end, in_title=True)
    return Location(start - context.text_start, end - context.text_start, in_title=False)


def put(doc: Doc, field: str, candidates: list[Candidate[Any]]) -> None:
    """Leave a component's candidates in the document, in reading order."""
    left_in(doc).candidates[field] = sorted(candidates, key=lambda c: (c.start, -c.end))


def candidates_of(doc: Doc, field: str) -> list[Candidate[Any]]:
    """The candidates a component left for `field`; empty if it found none."""
    return left_in(doc).candidates.get(field, [])
