"""One ceremony merged over every article that tells of it: one row of `events.parquet`."""

from __future__ import annotations

from pydantic import AwareDatetime, Field, model_validator

from schemas.base import CleanText, Contract
from schemas.report import MOST_PEOPLE, CeremonyFacts, Evidence, Official, Participants, Regulation

_FROM = "Report whose article the span belongs to, a key of `reports.parquet`."


class EventOfficial(Official):
    """An official of a merged event, with the report the entry was taken from."""

    report_id: str = Field(description=_FROM)


class EventParticipants(Participants):
    """A number of participants of a merged event, with the report it was taken from."""

    report_id: str = Field(description=_FROM)


class EventRegulation(Regulation):
    """A regulation cited in a report of the event, with the report it was taken from."""

    report_id: str = Field(description=_FROM)


class EventEvidence(Evidence):
    """Where an agreed value was read, with the report."""

    report_id: str = Field(description=_FROM)


class ConflictValue(Contract):
    """One of the values that reports of one ceremony give for one field."""

    value: str | None = Field(description="The value as text; dates in ISO form, lists joined with `; `.")
    report_ids: list[str] = Field(description="The reports that give it.")


class Conflict(Contract):
    """A field on which the reports of one ceremony differ."""

    field: str = Field(description="Column of the event.")
    values: list[ConflictValue] = Field(description="Every differing value, the agreed one first.")


class EventKey(Contract):
    """The leading column of `events.parquet`."""

    event_id: str = Field(
        pattern=r"^ev-[0-9a-f]{12}$", description="Key, unchanged when reports of the ceremony are added later."
    )


class Event(CeremonyFacts, EventKey):
    """One ceremony, merged over the reports of it; agreed values, differing ones kept in `conflicts`."""

    officials: list[EventOfficial] = Field(description="People and offices that took part; one entry a person.")
    participants: list[EventParticipants] = Field(description="Stated numbers of people who took part.")
    participants_total: int | None = Field(
        ge=0,
        le=MOST_PEOPLE,
        description="The ceremony's own total where it can be told, in people; else null.",
    )
    regulations: list[EventRegulation] = Field(description="Every law or instrument its reports cite, once each.")
    pledge: list[CleanText] = Field(description="The pledge's points in their order, where a report lists them.")
    evidence: list[EventEvidence] = Field(description="Where each agreed scalar value was read.")
    confidence: float = Field(
        ge=0,
        le=1,
        description="Highest confidence among its reports.",
        json_schema_extra={"column": "float32"},
    )
    reviewed: bool = Field(description="True where a person has confirmed or corrected any of its reports.")
    report_ids: list[str] = Field(min_length=1, description="The reports, sorted; keys of `reports.parquet`.")
    urls: list[str] = Field(description="Addresses of the articles, sorted.")
    outlets: list[str] = Field(description="Outlets that reported it, sorted, once each.")
    n_reports: int = Field(ge=1, description="Number of reports.")
    n_outlets: int = Field(ge=0, description="Number of distinct outlets.")
    n_voices: int | None = Field(
        ge=1,
        description="Number of independent reports: near-copies of one text count once, so at most `n_reports`; null "
        "in tables written before schema 1.1.",
    )
    conflicts: list[Conflict] = Field(description="Fields on which the reports differ, with every value.")
    first_published_at: AwareDatetime | None = Field(description="Earliest publication among the reports, UTC.")
    latitude: float | None = Field(
        ge=-11.5, le=6.5, description="Latitude of a point inside the regency, degrees WGS84; null without a regency."
    )
    longitude: float | None = Field(
        ge=94.5, le=141.5, description="Longitude of that point, degrees WGS84; null without a regency."
    )

    @model_validator(mode="after")
    def _no_more_voices_than_reports(self) -> Event:
        if self.n_voices is not None and self.n_voices > self.n_reports:
            raise ValueError(f"n_voices ({self.n_voices}) is above n_reports ({self.n_reports})")
        return self
