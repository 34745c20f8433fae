"""How surely date, regency and officials of a report are all right."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from extract.candidates import LIKELY, Candidate, DateValue
from extract.document import candidates_of, context_of
from extract.fields.territory import Resolution
from extract.segments import Ceremony
from schemas.report import Official


def confidence(
    doc: Doc,
    ceremony: Ceremony,
    date: Candidate[DateValue] | None,
    region: Resolution,
    officials: Sequence[Official],
) -> float:
    """Probability from 0 to 1 that date, regency and officials are all right.

    The product of three judgements: how the date was read, how surely the region was resolved, and whether the people
    are whole.
    """
    return round(_date_sure(doc, date) * _region_sure(region) * _officials_sure(officials), 4)


def _date_sure(doc: Doc, date: Candidate[DateValue] | None) -> float:
    if date is None:
        return 0.7 if context_of(doc).published is None else 0.4
    sure = {True: 0.98, None: 0.93, False: 0.75}[date.value.weekday_agrees]
    rivals = {c.value.day for c in candidates_of(doc, "dates") if c.score > LIKELY} - {date.value.day}
    return sure * (0.97 ** len(rivals)) * (0.95 if date.value.basis == "inferred" else 1.0)


def _region_sure(region: Resolution) -> float:
    return 0.6 + 0.39 * min(1.0, max(0.0, region.score))


def _officials_sure(officials: Sequence[Official]) -> float:
    whole = sum(1 for one in officials if one.name and one.office)
    partial = sum(1 for one in officials if one.name and not one.office)
    if not whole and not partial:
        return 0.75
    return 0.95 * (0.9**partial) * (0.985**whole)
