"""Sentences, paragraphs and quoted speech.

The splitter is our own: spaCy's sentencizer breaks after `Kec.`, `Tgk.` and `AKBP.` and parts a quotation from the
`kata Bupati` that says whose it is.
"""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from extract.document import Sentence, context_of, left_in, text_of
from extract.vocabulary import words

_STOP = re.compile(r"[.?!…]+(?P<closing>[\"”“’'»)\]]{0,3})(?P<gap>[ \t\xa0]*)")
_OPENING_MARKS = '“"”„«'
_CLOSING_MARKS = '”"“»'
_QUOTATION_MARK = re.compile(f"[{_OPENING_MARKS}{_CLOSING_MARKS}]")
#: A quotation longer than this was never closed in print; it ends with its paragraph anyway.
_LONGEST_QUOTE = 3000


def split_sentences(text: str, *, offset: int = 0, paragraph: int = 0) -> list[Sentence]:
    """The sentences of `text`, whose first character stands at `offset`; a line end always ends one."""
    sentences: list[Sentence] = []
    for line in re.finditer(r"[^\n]+", text):
        if not line.group().strip():
            continue
        quotes = quotations(line.group())
        for start, end in _split_line(line.group()):
            quoted = any(a <= start < b for a, b in quotes)
            sentences.append(Sentence(offset + line.start() + start, offset + line.start() + end, paragraph, quoted))
        paragraph += 1
    return sentences


def quotations(line: str) -> list[tuple[int, int]]:
    """Half-open spans of quoted speech in one paragraph, marks included.

    Newspapers mix the marks (`”…,”ungkap`, `“…“`), so a mark opens by what stands around it: white space or nothing
    before it and none behind it.
    """
    spans: list[tuple[int, int]] = []
    opened: int | None = None
    for mark in _QUOTATION_MARK.finditer(line):
        index, char = mark.start(), mark.group()
        if opened is None and char in _OPENING_MARKS:
            before, after = line[index - 1 : index], line[index + 1 : index + 2]
            if not before or before.isspace() or before in "(-–—:,":
                opened = index if (after and not after.isspace()) or index == 0 else None
        elif opened is not None and char in _CLOSING_MARKS and not line[index - 1].isspace():
            spans.append((opened, index + 1))
            opened = None
    if opened is not None:
        spans.append((opened, min(len(line), opened + _LONGEST_QUOTE)))
    return spans


def _split_line(line: str) -> list[tuple[int, int]]:
    starts = [0]
    for stop in _STOP.finditer(line):
        if _ends_sentence(line, stop):
            starts.append(stop.end())
    spans = []
    for start, end in zip(starts, [*starts[1:], len(line)], strict=True):
        part = line[start:end]
        if part.strip():
            left = len(part) - len(part.lstrip())
            spans.append((start + left, start + len(part.rstrip())))
    return spans


def _ends_sentence(line: str, stop: re.Match[str]) -> bool:
    following = line[stop.end() : stop.end() + 24]
    if not following:
        return False
    if not stop["gap"] and not stop["closing"] and not _glued(line, stop.start(), following):
        return False
    if following[0].islower() or following[0] in ",;)":
        return False
    if stop.group()[0] != "." or stop["closing"]:
        return not (following[0].isdigit() and not stop["gap"])
    word = re.search(r"[\w.]{1,20}$", line[max(0, stop.start() - 20) : stop.start()])
    before = word.group() if word else ""
    next_word = re.match(r"\w+", following)
    opener = next_word is not None and next_word.group() in words("sentences", "openers")
    if before.isdigit():  # "1. Menjaga" opens a point of a list; "2023. Ia" ends a sentence
        return len(before) > 2 or (opener and stop.start() > 3)
    last = before.rsplit(".", 1)[-1].casefold()
    if len(last) == 1 or "." in before or last in words("sentences", "abbreviations"):
        return opener
    return True


def _glued(line: str, at: int, following: str) -> bool:
    """Whether a blank is missing between two sentences at `at` (`praktis.Ia`), unlike in `Sp.PK` or `kpu.go.id`."""
    before = re.search(r"\w+$", line[max(0, at - 20) : at])
    word = before.group() if before else ""
    return len(word) > 3 and word[-1].islower() and re.match(r"[A-Z][a-z]", following) is not None


@Language.component("ikrar_sentences")
def read_sentences(doc: Doc) -> Doc:
    """Set the document's sentences and quotations."""
    context = context_of(doc)
    text = text_of(doc)
    title = split_sentences(text[: context.title_end])
    body = split_sentences(text[context.text_start :], offset=context.text_start, paragraph=1)
    left_in(doc).sentences = title + body
    quotes = []
    for line in re.finditer(r"[^\n]+", text):
        quotes += [(line.start() + start, line.start() + end) for start, end in quotations(line.group())]
    left_in(doc).quotes = quotes
    return doc
