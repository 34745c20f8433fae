"""Inline markup for extraction cases: `"pada <date day='2023-10-17'>Selasa (17/10/2023)</date> …"`.

A case is one string: what stands between tags is expected as a candidate with exactly these offsets, and its
attributes are compared with the candidate's value as text. Text outside tags must yield nothing. The parser is
strict, so that a slip in a case fails instead of asserting nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_TAG = re.compile(r"<(?P<close>/?)(?P<name>[a-z_]+)(?P<attributes>(?: [a-z_]+='[^'<>]*')*)>")


@dataclass(frozen=True)
class Expected:
    """An annotated span: its tag, offsets, words and attributes."""

    tag: str
    start: int
    end: int
    words: str
    attributes: dict[str, str]


def parse_markup(case: str) -> tuple[str, list[Expected]]:
    """Split `case` into plain text and the expected spans in reading order.

    Raises:
        ValueError: a tag is unclosed, crossed, empty or malformed.
    """
    text, found, stack, last = "", [], [], 0
    for tag in _TAG.finditer(case):
        text += _plain(case[last : tag.start()])
        last = tag.end()
        if not tag["close"]:
            stack.append((tag["name"], len(text), dict(re.findall(r"([a-z_]+)='([^']*)'", tag["attributes"]))))
            continue
        if not stack or stack[-1][0] != tag["name"]:
            raise ValueError(f"</{tag['name']}> closes nothing in {case!r}")
        name, start, attributes = stack.pop()
        if start == len(text):
            raise ValueError(f"<{name}> is empty in {case!r}")
        found.append(Expected(name, start, len(text), text[start:], attributes))
    text += _plain(case[last:])
    if stack:
        raise ValueError(f"<{stack[-1][0]}> is not closed in {case!r}")
    return text, sorted(found, key=lambda e: (e.start, -e.end))


def _plain(part: str) -> str:
    if "<" in part or ">" in part:
        raise ValueError(f"malformed tag near {part!r}")
    return part
