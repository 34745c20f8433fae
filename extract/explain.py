"""Why an article was read as it was: every candidate, the rule that found it, and what was chosen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, is_dataclass
from typing import NamedTuple

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text
from spacy.tokens import Doc

from extract.assembly import assemble
from extract.candidates import LIKELY
from extract.document import candidates_of, context_of, in_quotes, locate, put, sentence_at, sentences_of
from extract.fields.persons import find_persons
from extract.gate import gate
from extract.homes import Homes
from extract.pipeline import open_article
from extract.segments import find_ceremonies
from schemas.article import Article
from schemas.report import Report

#: Fields in the order of the legend, with the colour that marks them.
FIELDS = {
    "activities": "bold magenta",
    "dates": "bold green",
    "places": "cyan",
    "officials": "bold yellow",
    "persons": "yellow",  # as the recogniser sees them: no rule reads this, who compares does
    "participants": "bold blue",
    "regulations": "red",
    "elections": "green",
    "venue": "blue",
    "organizer": "magenta",
    "pledge": "dim",
}


class Mark(NamedTuple):
    """A candidate as shown: where, what, by which rule, how sure, and whether a report uses it."""

    field: str
    start: int
    end: int
    value: str
    rule: str
    score: float
    chosen: bool


class Explanation(NamedTuple):
    """An article's reading: its document, marks in reading order, and the reports made of them."""

    doc: Doc
    marks: list[Mark]
    reports: list[Report]


def explain(article: Article, homes: Homes | None = None) -> Explanation:
    """Read `article` and keep everything that was considered.

    Raises:
        UnreadableTextError: the text is too long for an article.
    """
    doc = open_article(article, homes)
    if gate(doc).open:
        put(doc, "persons", find_persons(doc))
    reports = assemble(doc, article)
    used = set(_used_spans(reports))
    marks = [
        Mark(
            name,
            candidate.start,
            candidate.end,
            _value(candidate.value),
            candidate.rule,
            candidate.score,
            tuple(locate(doc, candidate.start, candidate.end)) in used,
        )
        for name in FIELDS
        for candidate in candidates_of(doc, name)
    ]
    return Explanation(doc, sorted(marks, key=lambda mark: (mark.start, mark.end)), reports)


def render(explanation: Explanation) -> RenderableType:
    """The explanation for a terminal: the marked text, the candidates, the gate's reasons and the reports."""
    doc = explanation.doc
    legend = Text.assemble(*((f" {name} ", style) for name, style in FIELDS.items()))
    opened = gate(doc)
    verdict = f"told: {'yes' if opened.open else 'no'} (probability {opened.score:.2f})"
    reasons = Text(f"{verdict}; " + ", ".join(f"{name} {weight:+.2f}" for name, weight in opened.reasons))
    return Group(legend, "", _text(explanation), "", _candidates(explanation), "", reasons, *_reports(explanation))


def _text(explanation: Explanation) -> Text:
    doc = explanation.doc
    text = Text(doc.text)
    for mark in explanation.marks:
        style = FIELDS[mark.field] + (" underline" if mark.chosen else "")
        text.stylize(style if mark.score > LIKELY else "strike", mark.start, mark.end)
    return text


def _candidates(explanation: Explanation) -> Table:
    doc = explanation.doc
    numbers = {n: str(i) for i, one in enumerate(find_ceremonies(doc), start=1) for n in one.sentences}
    grid = Table(
        "field", "words", "read as", "rule", "score", "ceremony", "used", title="Candidates", title_justify="left"
    )
    for mark in explanation.marks:
        words = " ".join(doc.text[mark.start : mark.end].split())
        quoted = " (quoted)" if in_quotes(doc, mark.start) else ""
        grid.add_row(
            Text(mark.field, FIELDS[mark.field]),
            Text(words if len(words) <= 60 else words[:59] + "…"),
            Text(mark.value),
            Text(mark.rule + quoted),
            f"{mark.score:.2f}",
            numbers.get(sentence_at(doc, mark.start), "-") if sentences_of(doc) else "-",
            "✓" if mark.chosen else "",
        )
    return grid


def _reports(explanation: Explanation) -> Iterator[RenderableType]:
    article = explanation.doc.text[context_of(explanation.doc).text_start :]
    title = explanation.doc.text[: context_of(explanation.doc).title_end]
    for report in explanation.reports:
        grid = Table("value", "read from", title=f"Report {report.report_id}, confidence {report.confidence:.2f}")
        evidence = {one.field: one for one in report.evidence}
        for name in ("date", "regency", "province", "level", "organizer", "venue"):
            found = evidence.get(name) or evidence.get(f"{name}_code")
            words = (title if found.in_title else article)[found.start : found.end] if found else ""
            grid.add_row(Text(f"{name}: {getattr(report, name)}"), Text(" ".join(words.split())))
        for official in report.officials:
            who = ", ".join(part for part in (official.acting, official.office, official.name) if part)
            words = article[official.start : official.end]
            grid.add_row(Text(f"{official.role}: {who}"), Text(" ".join(words.split())))
        for number in report.participants:
            upper = f"-{number.count_max}" if number.count_max else ""
            count = f"{number.qualifier} {number.count}{upper} {number.group or ''}"
            grid.add_row(Text(f"participants: {count}"), Text(article[number.start : number.end]))
        for cited in report.regulations:
            meant = f" (probably {cited.suggestion})" if cited.suggestion else ""
            grid.add_row(Text(f"regulation: {cited.key or cited.type}{meant}"), Text(cited.as_cited))
        yield grid


def _used_spans(reports: list[Report]) -> Iterator[tuple[int, int, bool]]:
    for report in reports:
        yield from ((one.start, one.end, one.in_title) for one in report.evidence)
        for part in (*report.officials, *report.participants, *report.regulations):
            yield part.start, part.end, False


def _value(value: object) -> str:
    if is_dataclass(value) and not isinstance(value, type):
        told = {name: part for name, part in asdict(value).items() if part not in (None, False, "")}
        return ", ".join(f"{name} {part}" for name, part in told.items())
    return str(value)
