"""One ceremony as told by one article: one row of `reports.parquet`, and its parts."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import AwareDatetime, Field

from schemas.base import CleanText, Contract, ProvinceCode, RegencyCode, Span

Level = Literal["national", "province", "regency", "district", "institution"]
Activity = Literal["ikrar", "deklarasi", "pakta_integritas", "apel"]
DateBasis = Literal["explicit", "relative", "inferred"]
Acting = Literal["Pj", "Pjs", "Plt", "Plh"]
Role = Literal["leader", "speaker", "signer", "attendee"]
Qualifier = Literal["exact", "approx", "at_least", "vague"]
RegulationStatus = Literal["known", "unknown", "suspect"]
RegulationType = Literal[
    "UUD", "UU", "Perppu", "PP", "Perpres", "Keppres", "Inpres", "Permen", "Pergub", "Perbup", "Perwali", "Perda",
    "PKPU", "Perbawaslu", "Perban", "SKB", "SK", "SE", "Surat",
]  # fmt: skip
#: A bound of numbers of people, above mankind, so that every one fits into a column of whole numbers.
MOST_PEOPLE = 10_000_000_000


class Official(Span):
    """A person or office that took part in the ceremony; the span is where the fullest form stands."""

    name: CleanText | None = Field(
        description="Fullest form of the name in the article without titles; null for an office without a name."
    )
    name_as_written: CleanText | None = Field(description="The name as printed, titles included.")
    office: CleanText | None = Field(description="Position with its place where stated, without the acting prefix.")
    acting: Acting | None = Field(
        description="Acting capacity: Pj (penjabat), Pjs (penjabat sementara), Plt (pelaksana tugas), "
        "Plh (pelaksana harian); null for a regular holder."
    )
    role: Role = Field(
        description="The first that applies: leader (led, opened, read the pledge), speaker (quoted or spoke), "
        "signer, attendee."
    )


class Participants(Span):
    """A stated number of people who pledged, signed or attended; the span covers number and group."""

    count: int = Field(
        ge=0, le=MOST_PEOPLE, description="Number of people; the lower end of a range; 10, 100, 1000 if vague."
    )
    count_max: int | None = Field(ge=0, le=MOST_PEOPLE, description="Upper end of a range, else null.")
    qualifier: Qualifier = Field(
        description="exact; approx (sekitar, hampir); at_least (lebih dari, sedikitnya); vague (puluhan, ratusan, "
        "ribuan: `count` then is only an order of magnitude)."
    )
    group: CleanText | None = Field(description="Who they are, as written.")


class Regulation(Span):
    """A law or official instrument the article cites; the span is the citation as printed."""

    type: RegulationType = Field(description="Kind of instrument, by its Indonesian abbreviation.")
    number: CleanText | None = Field(description="Number as printed without leading zeros; null if not given.")
    year: int | None = Field(ge=1900, le=2100, description="Year as printed (a misprint stays); null if not given.")
    provision: CleanText | None = Field(description="Pasal, ayat or huruf cited; null if none.")
    as_cited: CleanText = Field(description="The citation as printed.")
    key: str | None = Field(description="Short form `UU 5/2014`; null where the number is not given.")
    title: str | None = Field(description="Title in the register of regulations; null if not found there.")
    status: RegulationStatus = Field(
        description="known (in the register); suspect (not in it, but a near form is: see `suggestion`); unknown."
    )
    suggestion: str | None = Field(description="Key of the regulation probably meant by a suspect citation.")


class Evidence(Span):
    """Where one scalar value of a report was read."""

    field: str = Field(
        description="Column the value stands in: `date`, `venue`, …; for lists of plain values the column, a "
        "full stop and the value (`activities.ikrar`, `elections.Pemilu 2024`) or its place from 1 (`pledge.1`)."
    )
    in_title: bool = Field(description="True where the span counts characters of the title instead of the text.")


class ReportSource(Contract):
    """Which article tells it: the leading columns of `reports.parquet`."""

    report_id: str = Field(min_length=1, description="Key: `article_id`, a hyphen and an ordinal from 1.")
    article_id: str = Field(min_length=1, description="The article, a key of `articles.parquet`.")
    url: str | None = Field(description="From the article: its canonical URL, else the address it was fetched from.")
    outlet: str | None = Field(description="From the article.")
    title: CleanText | None = Field(description="From the article.")
    published_at: AwareDatetime | None = Field(description="From the article, UTC.")


class CeremonyFacts(Contract):
    """What is told of a ceremony, the same in a report and in a merged event."""

    date: dt.date | None = Field(description="Day on which it took place; null if not told.")
    date_end: dt.date | None = Field(description="Last day of a ceremony that spans days, after `date`; else null.")
    date_basis: DateBasis | None = Field(
        description="explicit (day and month printed); relative (resolved with the publication date); inferred; "
        "null without a date."
    )
    regency_code: RegencyCode | None = Field(
        description="Kemendagri code (`35.16`) of the kabupaten or kota whose public servants made the commitment; "
        "null for provincial, national and several-regency ceremonies."
    )
    regency: str | None = Field(description="Name of that regency in the Kemendagri list.")
    province_code: ProvinceCode | None = Field(
        description="Two-digit Kemendagri code, also where `regency_code` is set; null for a national ceremony."
    )
    province: str | None = Field(description="Name of the province.")
    level: Level | None = Field(
        description="Whose public servants: national, province, regency, district (kecamatan, kelurahan, desa) or "
        "institution (one agency, school, hospital, prison, branch office); null if not told."
    )
    organizer: CleanText | None = Field(description="Body that held it; null if not told.")
    venue: CleanText | None = Field(description="Place as written; null if not told.")
    activities: list[Activity] = Field(
        min_length=1,
        description="What was done, at least one: ikrar (pledge read), deklarasi (called a declaration), "
        "pakta_integritas (any commitment signed), apel (at or right after a parade).",
    )
    elections: list[str] = Field(
        description="Elections the neutrality is for, as `Pemilu 2024`, `Pilkada 2024`; empty if none is named."
    )


class Report(CeremonyFacts, ReportSource):
    """One ceremony as one article tells it, every value with the span it was read from."""

    officials: list[Official] = Field(description="People and offices that took part; one entry a person.")
    participants: list[Participants] = Field(description="Stated numbers of people who took part.")
    participants_total: int | None = Field(
        ge=0,
        le=MOST_PEOPLE,
        description="The ceremony's own total where it can be told, in people; else null.",
    )
    regulations: list[Regulation] = Field(description="Every law or instrument the article cites, once each.")
    pledge: list[CleanText] = Field(description="The pledge's points in their order, where the article lists them.")
    evidence: list[Evidence] = Field(description="Where each scalar value was read.")
    confidence: float = Field(
        ge=0,
        le=1,
        description="Probability that date, regency and officials are all right.",
        json_schema_extra={"column": "float32"},
    )
    reviewed: bool = Field(description="True where a person has confirmed or corrected this row.")
