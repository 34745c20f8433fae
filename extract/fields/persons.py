"""Persons named in a document, as a small trained recogniser sees them.

It is a second opinion for the officials component, whose grammar of offices, titles and names knows a name mostly by
the office beside it. The recogniser takes about as long as everything else together, so it is asked only by articles
that tell of a ceremony. How it was made and how good it is stands in `extract/model/persons/CARD.md`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib import resources

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from extract.candidates import Candidate
from extract.document import Sentence, context_of, in_quotes, sentences_of, text_of
from extract.gazetteer import gazetteer
from extract.patterns import any_of
from extract.vocabulary import vocabulary, words

RULE = "persons.recogniser"
#: What its word alone is worth: most of the names that it sees and the officials component does not are none.
_SCORE = 0.5
#: A sentence of more tokens is a table or a list without end; it is read up to there.
_LONGEST_SENTENCE = 300
#: At most this many sentences of one document are read, its first ones: news tells the ceremony there.
_MOST_SENTENCES = 150

#: An apposition: a comma before the name, and one or the end of the clause behind it.
_APPOSED = re.compile(r"[a-z\d)]\s?,\s{1,3}$"), re.compile(r"\s?[,.;]|\s(?:yang|dan)\b")
_INTRODUCED = re.compile(any_of(words("persons", "introductions")) + r"\s{1,3}$")
_VERBS = [
    verb
    for kind in ("active", "either", "continuing")
    for verbs in vocabulary("roles")[kind].values()
    for verb in verbs
]
_ACTING = re.compile(r"\W{0,3}" + any_of(_VERBS), re.IGNORECASE)
#: Characters looked at before and behind a name.
_AROUND = 40


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


def is_told_of(doc: Doc, person: Candidate[str]) -> bool:
    """Whether the words around a name say that it is somebody who matters here, and no place or credit.

    A name of two words or more counts that stands in apposition (`hakim paling junior, NAME.`), behind a word that
    introduces a person (`diserahkan kepada NAME`) or before a verb of the tables of roles (`NAME membacakan`).
    Headlines, quoted speech, names of regions and what follows a colon or slash (`Pewarta: NAME`) do not.
    """
    text = text_of(doc)
    before, behind = text[max(0, person.start - _AROUND) : person.start], text[person.end : person.end + _AROUND]
    if person.start < context_of(doc).text_start or in_quotes(doc, person.start) or before.rstrip()[-1:] in (":", "/"):
        return False
    if " " not in person.value or person.value.casefold() in _regions():
        return False
    apposed = _APPOSED[0].search(before) and _APPOSED[1].match(behind)
    return bool(apposed or _INTRODUCED.search(before) or _ACTING.match(behind))


@cache
def _regions() -> frozenset[str]:
    """Names of provinces, regencies and districts in small letters."""
    return frozenset(name.casefold() for region in gazetteer().regions.values() for name in (region.name, region.bare))


def _tokens(doc: Doc, sentence: Sentence) -> Span | None:
    span = doc.char_span(sentence.start, sentence.end, alignment_mode="expand")
    return span[:_LONGEST_SENTENCE] if span is not None and span.text.strip() else None
