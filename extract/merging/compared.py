"""The part of a report that merging compares, read from a table without the rest.

The rows were validated when they were written; here they only take the shape in which `traits_of` looks at them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import polars as pl
from pydantic import BaseModel, ConfigDict

from schemas.report import Activity, DateBasis, Level, Role

#: Rows that are held as Python objects at a time.
_PART = 500


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class ComparedOfficial(_Part):
    """As `schemas.report.Official`."""

    name: str | None
    office: str | None
    acting: str | None
    role: Role


class ComparedNumber(_Part):
    """As `schemas.report.Participants`."""

    count: int
    qualifier: str


class Compared(_Part):
    """As `schemas.report.Report`."""

    report_id: str
    article_id: str
    title: str | None
    published_at: dt.datetime | None
    date: dt.date | None
    date_end: dt.date | None
    date_basis: DateBasis | None
    regency_code: str | None
    province_code: str | None
    level: Level | None
    organizer: str | None
    venue: str | None
    activities: list[Activity]
    elections: list[str]
    officials: list[ComparedOfficial]
    participants: list[ComparedNumber]
    participants_total: int | None


def compared_rows(reports: pl.DataFrame) -> Iterator[Compared]:
    """What is compared of every row of `reports.parquet`."""
    for part in reports.select(list(Compared.model_fields)).iter_slices(_PART):
        yield from map(Compared.model_validate, part.to_dicts())
