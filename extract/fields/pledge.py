"""The points of a pledge, where an article lists them."""

from __future__ import annotations

import re
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from extract.candidates import Candidate
from extract.document import context_of, put, text_of
from extract.patterns import Caseless

_MARK = re.compile(r"\s*(?:(?P<number>\d{1,2})\s?[.)]|(?P<letter>[a-h])[.)]|(?P<dash>[-–—•*·]))\s*(?=\S)")
_INTRODUCTION = Caseless(r"\b(?:\w{0,4}ikrar\w*|deklarasi\w*|janji\w*|pakta|butir|poin|point|naskah|komitmen|isi)\b")
_TOPIC = Caseless(r"netral|pihak|politik uang|media sosial|medsos|kepentingan|intimidasi|konflik|ancam")
#: Lines between the introduction and the first point, and the fewest points that make a list.
_GAP, _FEWEST = 2, 2
#: A point broken over lines goes on for so many of them.
_LONGEST_BREAK = 3


class _Line(NamedTuple):
    start: int
    text: str


def find_pledge(doc: Doc) -> list[Candidate[str]]:
    """The points of the pledge in their order; empty where the article lists none.

    A list counts whose lines are numbered or dashed, which a line naming the pledge introduces and in which most points
    speak of neutral conduct. A point broken over lines is joined with a blank; its span covers all of it.
    """
    text = text_of(doc)
    lines = [
        _Line(m.start(), m.group()) for m in re.finditer(r"[^\n]+", text) if m.start() >= context_of(doc).text_start
    ]
    index = 0
    while index < len(lines):
        points, after = _points(text, lines, index)
        if len(points) >= _FEWEST and _introduced(lines, index):
            on_topic = sum(bool(_TOPIC.search(point.value)) for point in points)
            if on_topic * 2 >= len(points):
                return points
        index = max(after, index + 1)
    return []


def _points(text: str, lines: list[_Line], first: int) -> tuple[list[Candidate[str]], int]:
    """The points of the list that begins with line `first`, and the line behind it."""
    points: list[Candidate[str]] = []
    index = first
    while index < len(lines):
        mark = _MARK.match(lines[index].text)
        if mark is None or (mark["number"] and int(mark["number"]) != len(points) + 1):
            break
        last = index
        for ahead in range(index + 1, min(index + 1 + _LONGEST_BREAK, len(lines))):
            following = _MARK.match(lines[ahead].text)
            if following is None:
                continue
            if mark["number"] and following["number"] and int(following["number"]) == len(points) + 2:
                last = ahead - 1
            break
        start = lines[index].start + mark.end()
        end = lines[last].start + len(lines[last].text.rstrip())
        value = " ".join(text[start:end].split())
        if not value:
            break
        points.append(Candidate(value, start, end, "pledge:list", 1.0))
        index = last + 1
    return points, index


def _introduced(lines: list[_Line], first: int) -> bool:
    return any(_INTRODUCTION.search(line.text) for line in lines[max(0, first - _GAP) : first])


@Language.component("ikrar_pledge")
def read_pledge(doc: Doc) -> Doc:
    """Leave the candidates of the field `pledge`."""
    put(doc, "pledge", find_pledge(doc))
    return doc
