"""Sentences in which persons are marked: from corpora in columns, and from annotated articles."""

from __future__ import annotations

import csv
import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from extract.sentences import split_sentences
from extract.vocabulary import words

#: Half-open character offsets.
Span: TypeAlias = tuple[int, int]

#: Labels of persons in the corpora, without the `B-` and `I-` before them.
_PERSON = ("PER", "PERSON")
_TITLES = frozenset(words("names", "titles")) | frozenset(words("names", "ranks"))
_NO_NAMES = frozenset(words("names", "stop"))
#: Parts of names shorter than this are no short names (`Al`, `Siti` is long enough).
_SHORTEST = 4
#: Names of more words than this stand in for each other.
_MOST_WORDS = 4
#: What may be the name of a region: one to three words with a capital each.
_PLACE = re.compile(r"(?<![\w-])[A-Z][a-z]{2,}(?:\s[A-Z][a-z]+){0,2}(?![\w-])")
_WORD = re.compile(r"[^\W\d_][\w'’.-]*")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with the persons named in it.

    Attributes:
        text: its words.
        people: spans of the names without titles, in order, none within another.
    """

    text: str
    people: tuple[Span, ...]


def read_columns(path: Path) -> Iterator[Sentence]:
    """The sentences of a corpus with one token a line, its label (IOB) last, and an empty line behind each sentence.

    Titles at the beginning of a marked name are left out of it, as the project's guidelines have it.
    """
    tokens: list[tuple[str, str]] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        columns = line.split()
        if len(columns) > 1:
            tokens.append((columns[0], columns[-1]))
        elif tokens:
            yield _joined(tokens)
            tokens = []


def _joined(tokens: Sequence[tuple[str, str]]) -> Sentence:
    spans: list[list[int]] = []
    offset, inside = 0, False
    for token, label in tokens:
        position, _, kind = label.partition("-")
        person = kind in _PERSON
        if person and (position == "B" or not inside):
            spans.append([offset, offset + len(token)])
        elif person:
            spans[-1][1] = offset + len(token)
        inside = person
        offset += len(token) + 1
    text = " ".join(token for token, _ in tokens)
    return Sentence(text, tuple(span for start, end in spans if (span := _untitled(text, start, end))))


def _untitled(text: str, start: int, end: int) -> Span | None:
    """The span without titles before the name and marks around it; None where nothing remains."""
    while word := re.compile(r"\W*([^\W_]+)[\s.]+(?=\w)").match(text, start, end):
        if word[1].casefold() not in _TITLES:
            break
        start = word.end()
    part = text[start:end]
    bare = part.strip("\"'“”‘’().,- ")
    start += part.find(bare)
    return (start, start + len(bare)) if bare else None


def read_articles(path: Path) -> Iterator[Sentence]:
    """The sentences of an annotated article, its officials' names and short names marked.

    A sentence in which part of a name stands beside another capitalised word is left out: whether it is the same
    person, or a place or body named alike, is not told.
    """
    article = json.loads(path.read_text(encoding="utf-8"))
    names = {one["name"] for event in article["events"] for one in event["officials"] if one["name"]}
    text = f"{article['title']}\n\n{article['text']}"
    for sentence in split_sentences(text):
        marked = _mark(text[sentence.start : sentence.end], names)
        if marked is not None:
            yield marked


def _mark(text: str, names: Iterable[str]) -> Sentence | None:
    found: list[Span] = []
    ordered = sorted(names, key=lambda name: (-len(name), name))
    for name in ordered:
        pattern = r"\s+".join(re.escape(part) for part in name.split())
        found += _free(re.finditer(rf"(?<!\w){pattern}(?!\w)", text, re.IGNORECASE), found)
    shorter = {part for name in ordered for part in name.split() if len(part.strip(".")) >= _SHORTEST}
    for part in sorted(shorter, key=lambda one: (-len(one), one)):
        for start, end in _free(re.finditer(rf"(?<!\w){re.escape(part)}(?!\w)", text), found):
            neighbour = re.compile(r"\s([A-Z]\w+)").match(text, end)
            if neighbour is not None:
                return None
            found.append((start, end))
    return Sentence(text, tuple(_united(text, sorted(found))))


def _free(matches: Iterable[re.Match[str]], taken: Iterable[Span]) -> list[Span]:
    return [m.span() for m in matches if all(m.end() <= start or m.start() >= end for start, end in taken)]


def _united(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """Parts of one name side by side as one span."""
    last: Span | None = None
    for start, end in spans:
        if last is not None and text[last[1] : start].isspace():
            last = (last[0], end)
        else:
            if last is not None:
                yield last
            last = (start, end)
    if last is not None:
        yield last


class Substitutes:
    """Other people and places for a sentence, so that a recogniser learns where names stand and not whose they are.

    Args:
        names: people's names; new ones are made of their first words and the rest.
        places: names of regencies and districts.
        chance: the source of all choices.
    """

    def __init__(self, names: Sequence[str], places: Sequence[str], chance: random.Random) -> None:
        self._chance = chance
        self._places = list(places)
        self._known = frozenset(places)
        self._names: dict[int, list[str]] = {}
        for name in names:
            self._names.setdefault(min(len(name.split()), _MOST_WORDS), []).append(name)

    def other(self, sentence: Sentence) -> Sentence:
        """The sentence with every name replaced by one of as many words, and every place by another."""
        text, spans, offset, length = [], [], 0, 0
        for start, end in [*sentence.people, (len(sentence.text), len(sentence.text))]:
            between = _PLACE.sub(self._place, sentence.text[offset:start])
            name = self._name(sentence.text[start:end])
            text += [between, name]
            length += len(between)
            if name:
                spans.append((length, length + len(name)))
            length += len(name)
            offset = end
        return Sentence("".join(text), tuple(spans))

    def _name(self, printed: str) -> str:
        parts = printed.split()
        if not parts:
            return ""
        fitting = self._names.get(min(len(parts), _MOST_WORDS)) or [printed]
        first, rest = self._chance.choice(fitting), self._chance.choice(fitting)
        made = " ".join([*first.split()[:1], *rest.split()[1:]])
        return made.upper() if printed.isupper() else made

    def _place(self, printed: re.Match[str]) -> str:
        parts = printed.group().split()
        for first in range(len(parts)):
            if " ".join(parts[first:]) in self._known:
                return " ".join([*parts[:first], self._chance.choice(self._places)])
        return printed.group()


def place_names(table: Path) -> list[str]:
    """The names in a reference table of regions without `Kabupaten` or `Kota` before them; those that are words not."""
    with table.open(encoding="utf-8", newline="") as lines:
        names = [re.sub(r"^(?:Kabupaten|Kota)\s(?:Adm\.\s)?", "", row["name"]) for row in csv.DictReader(lines)]
    return [name for name in names if len(name) >= _SHORTEST and name.casefold() not in _NO_NAMES]


def names_in(sentences: Iterable[Sentence]) -> list[str]:
    """The names marked in `sentences` that are written in words with a capital each, in order, each once."""
    found = {sentence.text[start:end] for sentence in sentences for start, end in sentence.people}
    return sorted(name for name in found if all(_is_name_word(part) for part in name.split()))


def _is_name_word(part: str) -> bool:
    return _WORD.fullmatch(part) is not None and part[0].isupper()
