"""Reading annotated articles and scoring what the pipeline makes of them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from extract.pipeline import read_reports
from extract.reading.textfiles import data_article
from extract.scoring import Score, pair, score
from schemas.article import Article
from schemas.report import Report


class GoldError(Exception):
    """A file that is no annotated article; the message names it."""


class GoldArticle(BaseModel):
    """An annotated article; the keys of its events and regulations are those of the annotation guidelines."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str
    outlet: str | None = None
    published: dt.date | dt.datetime | None = None
    title: str | None
    text: str
    regulations: list[dict[str, Any]]
    events: list[dict[str, Any]]


def load_gold(paths: Iterable[Path]) -> dict[str, GoldArticle]:
    """The annotated articles in `paths`: files, or folders of `*.json`.

    Raises:
        GoldError: a path holds none, or a file is no annotated article, or two carry one id.
    """
    found: dict[str, GoldArticle] = {}
    for path in paths:
        files = sorted(path.rglob("*.json")) if path.is_dir() else [path]
        if not files:
            raise GoldError(f"{path}: no annotated articles (*.json)")
        for file in files:
            try:
                article = GoldArticle.model_validate_json(file.read_bytes())
            except (OSError, ValidationError) as error:
                raise GoldError(f"{file}: not an annotated article ({str(error).splitlines()[0]})") from error
            if article.id in found:
                raise GoldError(f"{file}: the id {article.id!r} was annotated before")
            found[article.id] = article
    return found


def to_article(gold: GoldArticle) -> Article:
    """The article without its annotation, as extraction reads it."""
    published = gold.published
    if published is not None and not isinstance(published, dt.datetime):
        published = dt.datetime.combine(published, dt.time(), dt.timezone(dt.timedelta(hours=7)))
    moment = published.astimezone(dt.UTC) if published is not None else None
    return data_article(gold.id, gold.text, title=gold.title, outlet=gold.outlet, published_at=moment)


def as_annotated(reports: Iterable[Report]) -> dict[str, Any]:
    """The reports of one article in the shape of an annotation."""
    reports = list(reports)
    events = [
        {
            "date": report.date.isoformat() if report.date else None,
            "date_end": report.date_end.isoformat() if report.date_end else None,
            "regency": report.regency_code,
            "province": report.province_code,
            "activities": report.activities,
            "election": report.elections,
            "officials": [official.model_dump() for official in report.officials],
            "participants": [number.model_dump() for number in report.participants],
        }
        for report in reports
    ]
    regulations = [regulation.model_dump() for regulation in reports[0].regulations] if reports else []
    return {"events": events, "regulations": regulations}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was made of one annotated article.

    Attributes:
        score: the article's own counts.
        sure: for each report that could be paired with an annotated ceremony, or could not, its confidence and
            whether date and regency are right.
    """

    score: Score
    sure: tuple[tuple[float, bool], ...]


def evaluate(
    gold: Mapping[str, GoldArticle], read: Callable[[Article], list[Report]] = read_reports
) -> dict[str, Outcome]:
    """What `read` makes of each annotated article, by its id."""
    return {key: _outcome(key, article, read(to_article(article))) for key, article in sorted(gold.items())}


def _outcome(key: str, gold: GoldArticle, reports: list[Report]) -> Outcome:
    told = as_annotated(reports)
    own = score({key: {"events": gold.events, "regulations": gold.regulations}}, {key: told})
    right = {id(other): is_placed(one, other) for one, other in pair(gold.events, told["events"])}
    sure = tuple(
        (report.confidence, right.get(id(event), False)) for report, event in zip(reports, told["events"], strict=True)
    )
    return Outcome(own, sure)


def is_placed(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two events, annotated or told, agree in date and regency."""
    return all(one.get(name) == other.get(name) for name in ("date", "regency"))


def is_odd(key: str) -> bool:
    """Whether an article's number is odd: rules are tuned on those, the even ones only measure."""
    digits = "".join(char for char in key if char.isdigit())
    return int(digits or "0") % 2 == 1


def to_json(result: Score) -> str:
    """The score as JSON: per field precision, recall, F1 and counts, then perfect rows and the core score."""
    fields: dict[str, Any] = {
        name: {
            "precision": round(tally.precision, 4),
            "recall": round(tally.recall, 4),
            "f1": round(tally.f1, 4),
            "tp": tally.tp,
            "fp": tally.fp,
            "fn": tally.fn,
        }
        for name, tally in result.tallies.items()
    }
    fields["perfect_rows"] = {"share": round(result.perfect_share, 4), "perfect": result.perfect, "rows": result.rows}
    fields["core_f1"] = round(result.core, 4)
    return json.dumps(fields, indent=1) + "\n"
