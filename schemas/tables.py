"""The tables of a dataset: which model a row follows, and by what they are keyed."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.article import Article
from schemas.base import Contract
from schemas.event import Event
from schemas.report import Report


@dataclass(frozen=True, slots=True)
class Table:
    """One Parquet file of the dataset.

    Attributes:
        name: file name without `.parquet`.
        model: the model of a row.
        key: column that identifies a row and by which the file is sorted.
        about: one sentence for the codebook.
    """

    name: str
    model: type[Contract]
    key: str
    about: str


ARTICLES = Table("articles", Article, "article_id", "One row per article, in the latest version that was seen.")
REPORTS = Table("reports", Report, "report_id", "One row per ceremony as told by one article.")
EVENTS = Table("events", Event, "event_id", "One row per ceremony, merged over outlets.")

TABLES = {table.name: table for table in (ARTICLES, REPORTS, EVENTS)}
