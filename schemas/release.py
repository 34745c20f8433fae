"""The published tables: flat rows for R, Stata, spreadsheets and SQL, made of articles, reports and events.

Column names have at most 32 characters (Stata's limit) and are no words reserved in SQL. A list becomes a table of its
own, or a text joined with `; `. A code stands as text and as a whole number beside it, since spreadsheets read the text
`35.10` as the number 35.1.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from pydantic import AwareDatetime, BaseModel, Field

from schemas.article import Article
from schemas.base import Contract, ProvinceCode, RegencyCode
from schemas.event import Event, EventOfficial, EventParticipants, EventRegulation
from schemas.outlet import Outlet, OutletKind, OutletState
from schemas.report import Acting, DateBasis, Level, Qualifier, RegulationStatus, RegulationType, Report, Role
from schemas.tables import EVENTS, Table

#: Joins the members of a list in one text.
SEPARATOR = "; "
#: Most characters of an evidence snippet: enough to judge a value.
SNIPPET = 160

RemovalReason = Literal["merged", "split", "withdrawn"]
ChangeKind = Literal["added", "removed", "changed"]

_EVENT = "Event it belongs to, a key of `events`."
_REPORT = "Report it was taken from: `article_id`, a hyphen and an ordinal from 1."
_ARTICLE = "Article, a key of `articles`."


def _said(model: type[BaseModel], field: str) -> str:
    """What the contract says of a field that a flat table takes over as it is."""
    return model.model_fields[field].description or ""


class EventRow(Contract):
    """One ceremony with its agreed values."""

    event_id: str = Field(pattern=r"^ev-[0-9a-f]{12}$", description=_said(Event, "event_id"))
    date: dt.date | None = Field(description=_said(Event, "date"))
    date_end: dt.date | None = Field(description=_said(Event, "date_end"))
    date_basis: DateBasis | None = Field(description=_said(Event, "date_basis"))
    regency_code: RegencyCode | None = Field(description=_said(Event, "regency_code"))
    regency_num: int | None = Field(
        ge=1101, le=9999, description="`regency_code` as a whole number (3516), for programs that mangle the text."
    )
    regency: str | None = Field(description=_said(Event, "regency"))
    province_code: ProvinceCode | None = Field(description=_said(Event, "province_code"))
    province_num: int | None = Field(ge=11, le=99, description="`province_code` as a whole number (35).")
    province: str | None = Field(description=_said(Event, "province"))
    level: Level | None = Field(description=_said(Event, "level"))
    organizer: str | None = Field(description=_said(Event, "organizer"))
    venue: str | None = Field(description=_said(Event, "venue"))
    is_ikrar: bool = Field(description="A pledge was read.")
    is_deklarasi: bool = Field(description="It was called a declaration.")
    is_pakta_integritas: bool = Field(description="A commitment was signed.")
    is_apel: bool = Field(description="It took place at or right after a parade.")
    elections: str | None = Field(
        description="Elections the neutrality is for, joined with `; `; null if none is named."
    )
    participants_total: int | None = Field(ge=0, description=_said(Event, "participants_total"))
    n_officials: int = Field(ge=0, description="Rows of the event in `officials`.")
    n_regulations: int = Field(ge=0, description="Rows of the event in `regulations`.")
    n_reports: int = Field(ge=1, description=_said(Event, "n_reports"))
    n_outlets: int = Field(ge=0, description=_said(Event, "n_outlets"))
    n_voices: int | None = Field(ge=1, description=_said(Event, "n_voices"))
    outlets: str | None = Field(description="Outlets that reported it, joined with `; `; keys of `outlets`.")
    conflict_fields: str | None = Field(
        description="Columns on which the reports differ, joined with `; `; all their values are in `claims`."
    )
    first_published_at: AwareDatetime | None = Field(description=_said(Event, "first_published_at"))
    confidence: float = Field(
        ge=0, le=1, description=_said(Event, "confidence"), json_schema_extra={"column": "float32"}
    )
    reviewed: bool = Field(description=_said(Event, "reviewed"))
    latitude: float | None = Field(ge=-11.5, le=6.5, description=_said(Event, "latitude"))
    longitude: float | None = Field(ge=94.5, le=141.5, description=_said(Event, "longitude"))


class OfficialRow(Contract):
    """A person or office at a ceremony."""

    official_id: str = Field(
        pattern=r"^of-[0-9a-f]{16}$", description="Key, the same in every release as long as event and name stay."
    )
    event_id: str = Field(description=_EVENT)
    official_no: int = Field(ge=1, description="Place in the event's list, from 1.")
    name: str | None = Field(description=_said(EventOfficial, "name"))
    name_as_written: str | None = Field(description=_said(EventOfficial, "name_as_written"))
    office: str | None = Field(description=_said(EventOfficial, "office"))
    acting: Acting | None = Field(description=_said(EventOfficial, "acting"))
    role: Role = Field(description=_said(EventOfficial, "role"))
    report_id: str = Field(description=_REPORT)


class ParticipantsRow(Contract):
    """A stated number of people at a ceremony."""

    participants_id: str = Field(
        pattern=r"^pa-[0-9a-f]{16}$", description="Key, the same in every release as long as event and values stay."
    )
    event_id: str = Field(description=_EVENT)
    participants_no: int = Field(ge=1, description="Place in the event's list, from 1.")
    count: int = Field(ge=0, description=_said(EventParticipants, "count"))
    count_max: int | None = Field(ge=0, description=_said(EventParticipants, "count_max"))
    qualifier: Qualifier = Field(description=_said(EventParticipants, "qualifier"))
    group_name: str | None = Field(description=_said(EventParticipants, "group"))
    report_id: str = Field(description=_REPORT)


class RegulationRow(Contract):
    """A law or official instrument that reports of a ceremony cite."""

    citation_id: str = Field(
        pattern=r"^re-[0-9a-f]{16}$", description="Key, the same in every release as long as event and citation stay."
    )
    event_id: str = Field(description=_EVENT)
    citation_no: int = Field(ge=1, description="Place in the event's list, from 1.")
    type: RegulationType = Field(description=_said(EventRegulation, "type"))
    number: str | None = Field(description=_said(EventRegulation, "number"))
    number_int: int | None = Field(
        ge=0, description="`number` as a whole number; null where it has letters, marks or more than 9 digits."
    )
    year: int | None = Field(ge=1900, le=2100, description=_said(EventRegulation, "year"))
    provision: str | None = Field(description=_said(EventRegulation, "provision"))
    as_cited: str = Field(description=_said(EventRegulation, "as_cited"))
    regulation_key: str | None = Field(description=_said(EventRegulation, "key"))
    title: str | None = Field(description=_said(EventRegulation, "title"))
    status: RegulationStatus = Field(description=_said(EventRegulation, "status"))
    suggestion: str | None = Field(description=_said(EventRegulation, "suggestion"))
    report_id: str = Field(description=_REPORT)


class ClaimRow(Contract):
    """One value that one report gives for a ceremony, with the words it was read from."""

    claim_id: str = Field(
        pattern=r"^cl-[0-9a-f]{16}$",
        description="Key, the same in every release as long as report, value and span stay.",
    )
    event_id: str = Field(description=_EVENT)
    report_id: str = Field(description=_said(Report, "report_id"))
    article_id: str = Field(description=_ARTICLE)
    outlet: str | None = Field(description="Who said it: outlet of the article.")
    url: str | None = Field(description="Where: address of the article.")
    published_at: AwareDatetime | None = Field(description="When: publication of the article, UTC.")
    field: str = Field(
        description="What it is about: a column of `events` (`date`, `venue`), `activities`, `elections`, `pledge`, or "
        "a column of another table (`officials.office`, `participants.count`, `regulations.as_cited`)."
    )
    item: int | None = Field(
        ge=1,
        description="Which member of a list in the report, from 1, the same for all values of one person; null for a "
        "single value.",
    )
    value: str = Field(description="The value as text; dates in ISO form.")
    agreed: bool = Field(description="True where the event has this value too.")
    span_start: int | None = Field(
        ge=0,
        description="Offset of the first character in the article's text, from 0; null where the value follows from "
        "others (a level, a total) and has no words of its own.",
    )
    span_end: int | None = Field(ge=0, description="Offset behind the last character.")
    in_title: bool | None = Field(
        description="True where the span counts characters of the title; null without a span."
    )
    snippet: str | None = Field(
        max_length=SNIPPET,
        description="The words it was read from with a little of what stands around them, at most 160 characters, "
        "white space levelled; the fewer values an article has, the more is shown, all its snippets together at most "
        "half of it. Null without a span, or where a person asked to be left out.",
    )


class ArticleRow(Contract):
    """An article that was read, without its text."""

    article_id: str = Field(description=_said(Article, "article_id"))
    url: str | None = Field(description=_said(Article, "url"))
    canonical_url: str | None = Field(description=_said(Article, "canonical_url"))
    outlet: str | None = Field(description=_said(Article, "outlet"))
    title: str | None = Field(description=_said(Article, "title"))
    author: str | None = Field(description=_said(Article, "author"))
    published_at: AwareDatetime | None = Field(description=_said(Article, "published_at"))
    fetched_at: AwareDatetime | None = Field(
        description="When the page was fetched, UTC, in whole seconds; null if it was not."
    )
    language: str | None = Field(description=_said(Article, "language"))
    n_characters: int = Field(ge=0, description="Length of the text in characters.")
    text_digest: str = Field(description=_said(Article, "text_digest"))
    duplicate_of: str | None = Field(description=_said(Article, "duplicate_of"))
    n_reports: int = Field(ge=0, description="Ceremonies it tells of; 0 for an article on something else.")
    discovered_by: str | None = Field(description=_said(Article, "discovered_by"))
    warc_file: str | None = Field(description=_said(Article, "warc_file"))
    warc_offset: int | None = Field(ge=0, description=_said(Article, "warc_offset"))
    http_status: int | None = Field(ge=100, le=599, description=_said(Article, "http_status"))


class OutletRow(Contract):
    """An outlet of the registry, or one that an article came from."""

    outlet: str = Field(
        description="Key: id in the registry, else the registered domain or the name given with the article."
    )
    registered: bool = Field(description="True for an outlet of the registry.")
    name: str | None = Field(description=_said(Outlet, "name"))
    domain: str | None = Field(description="Host without `www.`; null where it is not known.")
    kind: OutletKind | None = Field(description=_said(Outlet, "kind"))
    province_code: ProvinceCode | None = Field(description=_said(Outlet, "province_code"))
    province_num: int | None = Field(ge=11, le=99, description="`province_code` as a whole number (35).")
    regency_code: RegencyCode | None = Field(description=_said(Outlet, "regency_code"))
    regency_num: int | None = Field(
        ge=1101, le=9999, description="`regency_code` as a whole number (3516), for programs that mangle the text."
    )
    state: OutletState | None = Field(description=_said(Outlet, "state"))
    n_articles: int = Field(ge=0, description="Articles of it that were read; 0 if none was found.")
    n_reports: int = Field(ge=0, description="Ceremonies its articles tell of, each article counted.")
    n_events: int = Field(ge=0, description="Events it reported.")
    first_published_at: AwareDatetime | None = Field(description="Earliest publication among its articles, UTC.")
    last_published_at: AwareDatetime | None = Field(description="Latest publication among its articles, UTC.")
    first_fetched_at: AwareDatetime | None = Field(
        description="Earliest fetch of an article of it, UTC, in whole seconds."
    )
    last_fetched_at: AwareDatetime | None = Field(
        description="Latest fetch of an article of it, UTC, in whole seconds."
    )


class RemovedRow(Contract):
    """An event that is no more, or that was several."""

    event_id: str = Field(pattern=r"^ev-[0-9a-f]{12}$", description="Key it had; never given to another event.")
    reason: RemovalReason = Field(
        description="merged (it was one ceremony with another event); split (it was several ceremonies: its key stays "
        "with the one that has most of its reports); withdrawn (no report of it is left)."
    )
    replaced_by: str | None = Field(description="Events that have its reports now, joined with `; `; null if none has.")
    removed_in: str = Field(description="Version of the dataset in which this was first so.")


class ChangeRow(Contract):
    """A difference to the previous release: a row more, a row less, or another value in a column."""

    table_name: str = Field(description="Table it is in.")
    row_key: str = Field(description="Key of the row.")
    change: ChangeKind = Field(description="added, removed or changed.")
    column_name: str | None = Field(description="Column whose value changed; null for a row added or removed.")
    old_value: str | None = Field(description="Value in the previous release, as text; null if it had none.")
    new_value: str | None = Field(description="Value in this release, as text; null if it has none.")


@dataclass(frozen=True, slots=True)
class FlatTable(Table):
    """A published table.

    Attributes:
        order: columns by which its rows are sorted, nulls last; they tell any two rows apart.
        references: columns that are keys of other tables, with the table.
    """

    order: tuple[str, ...] = ()
    references: tuple[tuple[str, str], ...] = ()


_OF_EVENT = ("event_id", "events")
FLAT_TABLES: dict[str, FlatTable] = {
    table.name: table
    for table in (
        FlatTable("events", EventRow, "event_id", "One row per ceremony.", ("date", "regency_code", "event_id")),
        FlatTable(
            "officials", OfficialRow, "official_id", "One row per person or office at a ceremony.",
            ("event_id", "official_no"), (_OF_EVENT,),
        ),
        FlatTable(
            "participants", ParticipantsRow, "participants_id", "One row per stated number of people at a ceremony.",
            ("event_id", "participants_no"), (_OF_EVENT,),
        ),
        FlatTable(
            "regulations", RegulationRow, "citation_id",
            "One row per law or instrument that reports of a ceremony cite.",
            ("event_id", "citation_no"), (_OF_EVENT,),
        ),
        FlatTable(
            "claims", ClaimRow, "claim_id",
            "One row per value, report and place in the text: who said what, where and in which words.",
            ("event_id", "report_id", "field", "item", "span_start", "claim_id"),
            (_OF_EVENT, ("article_id", "articles"), ("outlet", "outlets")),
        ),
        FlatTable(
            "articles", ArticleRow, "article_id", "One row per article that was read, without its text.",
            ("article_id",), (("outlet", "outlets"),),
        ),
        FlatTable(
            "outlets", OutletRow, "outlet",
            "One row per outlet: those of the registry, also without articles, and any other an article came from.",
            ("outlet",),
        ),
        FlatTable(
            "removed", RemovedRow, "event_id", "One row per event that is no more, or was several.",
            ("event_id",),
        ),
    )
}  # fmt: skip

#: The nested events, as one file beside the flat tables.
EVENTS_FULL = Table("events_full", EVENTS.model, EVENTS.key, "The same events with all their lists in one nested row.")
#: The differences to the previous release; only as CSV.
CHANGES = FlatTable(
    "changes", ChangeRow, "row_key", "One row per difference to the previous release.",
    ("table_name", "row_key", "column_name"),
)  # fmt: skip
