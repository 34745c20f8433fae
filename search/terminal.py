"""Search results in a terminal."""

from __future__ import annotations

import codecs
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Final

from rich.console import Console, Group
from rich.markup import escape
from rich.table import Table as Grid
from rich.text import Text

from extract.gazetteer import gazetteer
from search.cards import EventCard
from search.exports import export
from search.finding import MOST_HITS, Hit, Results, find
from search.marking import Marked
from search.opening import Index, TooSlow
from search.query import Problem, Search, parse_search

#: What may not reach a terminal: control characters, which move cursors, and marks that turn the direction of text.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_WHY: Final[Mapping[str, str]] = {
    "not-a-date": "not a date (YYYY-MM-DD, YYYY-MM or YYYY)",
    "not-a-number": "not a number of people",
    "unknown-value": "there is no such value",
    "too-long": "too long",
    "too-many": "too many values",
    "reversed-dates": "lies before the first day",
}


def read_options(options: Mapping[str, str | int | Sequence[str] | None]) -> Search:
    """The search that options of the command line ask for, by the keys of an address; regions also by their names.

    Raises:
        ValueError: a value cannot be read; the message names it.
    """
    pairs: list[tuple[str, str]] = []
    for key, given in options.items():
        values = [str(given)] if isinstance(given, (str, int)) else list(given or ())
        for value in values:
            pairs += [(key, code) for code in _codes(key, value)]
    parsed = parse_search(pairs)
    if parsed.problems:
        raise ValueError("; ".join(map(_told, parsed.problems)))
    return parsed.search


def show(index: Index, search: Search, *, limit: int, out: Console, err: Console) -> bool:
    """Show the first `limit` results as a table; whether anything was found.

    Raises:
        TooSlow: the question was given up.
        IndexFailure: the index is damaged.
    """
    hits: list[Hit] = []
    results = find(index, search, limit=min(limit, MOST_HITS))
    if results.problem is not None:
        raise TooSlow
    hits += results.hits
    page = results
    while page.after is not None and len(hits) < limit:
        page = find(index, search, after=page.after, limit=min(limit - len(hits), MOST_HITS))
        hits += page.hits
    if hits:
        out.print(_table(hits))
    _summarise(results, len(hits), err)
    return bool(hits)


def write(index: Index, search: Search, form: str, *, limit: int | None) -> bool:
    """Write all results, or the first `limit`, to standard output in a form of `search.exports`; whether there are any.

    Raises:
        TooSlow: the question was given up.
        IndexFailure: the index is damaged.
    """
    results = find(index, search, limit=1, facet_limit=0)
    if results.problem is not None:
        raise TooSlow
    for piece in export(index, search, form, limit=limit):
        # The mark by which spreadsheets know UTF-8 is in the way of other programs in a pipe.
        sys.stdout.buffer.write(piece.removeprefix(codecs.BOM_UTF8))
    sys.stdout.buffer.flush()
    return results.total > 0


def _codes(key: str, value: str) -> Iterable[str]:
    """A region's codes where its name is given: `mojokerto` is the regency and the city."""
    if key not in ("regency", "province") or value[:1].isdigit():
        return (value,)
    found = [region for region in gazetteer().find(value) if (region.kind == "province") == (key == "province")]
    if not found:
        raise ValueError(f"{key}: no region is called {value!r}")
    return [region.code for region in found]


def _told(problem: Problem) -> str:
    key = {"from": "--from", "to": "--to", "min": "--min-participants", "q": "the search"}
    return f"{key.get(problem.field, '--' + problem.field)}: {problem.value!r}: {_WHY[problem.why]}"


def _table(hits: Iterable[Hit]) -> Grid:
    grid = Grid("date", "place", "ceremony", "people", "outlets", show_lines=True, expand=False)
    grid.columns[0].no_wrap = True
    for column in grid.columns[3:]:
        column.justify = "right"
    for hit in hits:
        card = hit.card
        address = next((one.url for one in hit.sources if one.url), None)
        lines = [
            _marked(hit.title, "bold"),
            _marked(hit.snippet, ""),
            *(Text(_plain(line), style="dim") for line in (_who(card), "; ".join(card.regulations)) if line),
            Text(_plain(address or card.event_id), style="dim"),
        ]
        grid.add_row(
            card.date.isoformat() if card.date else "?",
            escape(_plain(card.place)),
            Group(*lines),
            f"{card.participants:,}" if card.participants is not None else "",
            str(card.n_outlets),
        )
    return grid


def _marked(marked: Marked, style: str) -> Text:
    text = Text(style=style)
    for part, hit in marked.parts:
        text.append(_plain(part), style="bold reverse" if hit else None)
    return text


def _who(card: EventCard) -> str:
    first = next((one for one in card.officials if one.name), None)
    return ", ".join(part for part in (first.name, first.acting, first.office) if part) if first else ""


def _summarise(results: Results, shown: int, err: Console) -> None:
    if not shown:
        err.print("nothing found")
        if results.suggestion:
            err.print(f"did you mean: {escape(_plain(results.suggestion))}", soft_wrap=True)
        if results.shorter:
            told = ", ".join(f"{text} ({count:,})" for text, count in results.shorter)
            err.print(f"with fewer words: {escape(_plain(told))}", soft_wrap=True)
        return
    err.print(f"{results.total:,} ceremonies, {shown:,} shown ({results.milliseconds:.0f} ms)")
    for facet in results.facets:
        if facet.field in ("province", "election") and len(facet.values) > 1:
            told = ", ".join(f"{one.label} {one.count:,}" for one in islice(facet.values, 6))
            err.print(f"  {facet.field}: {escape(_plain(told))}{', …' if facet.more else ''}", soft_wrap=True)


def _plain(text: str) -> str:
    return _CONTROL.sub("", text)
