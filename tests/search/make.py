"""Tables of invented ceremonies: articles, reports and events from a few words on each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from extract.gazetteer import gazetteer
from schemas.article import Article, article_id, text_digest
from schemas.event import Conflict, ConflictValue, Event, EventEvidence, EventOfficial, EventParticipants
from schemas.event import EventRegulation as Cited
from schemas.parquet import write_table
from schemas.report import Activity, Evidence, Official, Participants, Regulation, Report, Role
from schemas.tables import ARTICLES, EVENTS, REPORTS


@dataclass(frozen=True)
class Story:
    """An article; `copy_of` is the place among the ceremony's stories of the one it is a copy of."""

    outlet: str
    title: str
    text: str
    published: str
    copy_of: int | None = None
    confidence: float = 0.9


@dataclass(frozen=True)
class Ceremony:
    """A ceremony and its stories. Officials are name, as written, office and role; regulations type, number, year."""

    id: int
    stories: Sequence[Story]
    date: str | None = None
    date_end: str | None = None
    code: str | None = None
    venue: str | None = None
    activities: Sequence[Activity] = ("ikrar",)
    elections: Sequence[str] = ()
    officials: Sequence[tuple[str | None, str | None, str, Role]] = ()
    people: int | None = None
    regulations: Sequence[tuple[str, str, int]] = ()
    suggestion: str | None = None
    conflicts: Sequence[tuple[str, Sequence[str]]] = field(default=())


def event_id(number: int) -> str:
    return f"ev-{number:012x}"


def write(folder: Path, ceremonies: Iterable[Ceremony]) -> None:
    """Write the three tables of `ceremonies` into `folder`."""
    articles, reports, events = [], [], []
    for one in ceremonies:
        some_articles, some_reports, event = rows(one)
        articles += some_articles
        reports += some_reports
        events.append(event)
    for table, models in ((ARTICLES, articles), (REPORTS, reports), (EVENTS, events)):
        write_table(table, models, folder)


def rows(one: Ceremony) -> tuple[list[Article], list[Report], Event]:
    articles: list[Article] = []
    for place, story in enumerate(one.stories):
        url = f"https://{story.outlet}.example/{one.id}-{place}"
        articles.append(
            Article(
                article_id=article_id(url), url=url, canonical_url=url, outlet=story.outlet, title=story.title,
                author="Redaksi", published_at=dt.datetime.fromisoformat(story.published), language="id",
                fetched_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC), text=story.text, text_digest=text_digest(story.text),
                duplicate_of=None if story.copy_of is None else articles[story.copy_of].article_id,
                discovered_by="feed", warc_file="a.warc.gz", warc_offset=0, http_status=200,
            )
        )  # fmt: skip
    reports = [_report(one, story, article) for story, article in zip(one.stories, articles, strict=True)]
    return articles, reports, _event(one, reports)


def _report(one: Ceremony, story: Story, article: Article) -> Report:
    def span(words: str | None) -> dict[str, int]:
        start = max(story.text.find(words or ""), 0)
        return {"start": start, "end": start + max(len(words or ""), 1)}

    region = gazetteer().region(one.code) if one.code else None
    national = region is None
    regency = region if region is not None and region.kind != "province" else None
    evidence = [Evidence(field="venue", in_title=False, **span(one.venue))] if one.venue else []
    return Report(
        report_id=f"{article.article_id}-1", article_id=article.article_id, url=article.url, outlet=article.outlet,
        title=article.title, published_at=article.published_at,
        date=dt.date.fromisoformat(one.date) if one.date else None,
        date_end=dt.date.fromisoformat(one.date_end) if one.date_end else None,
        date_basis="explicit" if one.date else None,
        regency_code=regency.code if regency else None, regency=regency.name if regency else None,
        province_code=region.province_code if region else None,
        province=gazetteer().region(region.province_code).name if region else None,
        level="national" if national else "regency" if regency else "province",
        organizer=None, venue=one.venue, activities=list(one.activities), elections=list(one.elections),
        officials=[
            Official(name=name, name_as_written=written, office=office, acting=None, role=role, **span(written or office))
            for name, written, office, role in one.officials
        ],
        participants=[
            Participants(count=one.people, count_max=None, qualifier="exact", group="ASN", **span(str(one.people)))
        ] if one.people is not None else [],
        participants_total=one.people,
        regulations=[
            Regulation.model_validate({
                "type": kind, "number": number, "year": year, "provision": None, "title": None,
                "as_cited": f"{kind} Nomor {number} Tahun {year}", "key": f"{kind} {number}/{year}",
                "status": "suspect" if one.suggestion else "known", "suggestion": one.suggestion,
                **span(f"{kind} Nomor {number}"),
            })
            for kind, number, year in one.regulations
        ],
        pledge=[], evidence=evidence, confidence=story.confidence, reviewed=False,
    )  # fmt: skip


def _event(one: Ceremony, reports: list[Report]) -> Event:
    best = reports[0]
    source = {"report_id": best.report_id}
    point = gazetteer().centroid(best.regency_code) if best.regency_code else None
    facts = {name: getattr(best, name) for name in Report.model_fields if name in Event.model_fields}
    return Event.model_validate(
        facts
        | {
            "event_id": event_id(one.id),
            "officials": [EventOfficial(**item.model_dump(), **source) for item in best.officials],
            "participants": [EventParticipants(**item.model_dump(), **source) for item in best.participants],
            "regulations": [Cited(**item.model_dump(), **source) for item in best.regulations],
            "evidence": [EventEvidence(**item.model_dump(), **source) for item in best.evidence],
            "confidence": max(report.confidence for report in reports),
            "report_ids": sorted(report.report_id for report in reports),
            "urls": sorted(report.url for report in reports if report.url),
            "outlets": sorted({report.outlet for report in reports if report.outlet}),
            "n_reports": len(reports),
            "n_outlets": len({report.outlet for report in reports}),
            "n_voices": sum(story.copy_of is None for story in one.stories),
            "conflicts": [
                Conflict(
                    field=name,
                    values=[
                        ConflictValue(value=value, report_ids=[reports[min(place, len(reports) - 1)].report_id])
                        for place, value in enumerate(values)
                    ],
                )
                for name, values in one.conflicts
            ],
            "first_published_at": min(report.published_at for report in reports if report.published_at),
            "latitude": point.latitude if point else None,
            "longitude": point.longitude if point else None,
        }
    )


_DOMPU = (
    "DOMPU – Sebanyak 412 pegawai Pemerintah Kabupaten Dompu meneken pakta integritas di Gedung Samakai. Naskah dibaca "
    "Sekretaris Daerah Dr. H. Jufrin Maladewa, M.Si. sesuai UU Nomor 20 Tahun 2023."
)
CEREMONIES = (
    Ceremony(
        1,
        (
            Story("bahtera", "Ratusan ASN Dompu Teken Pakta Integritas", _DOMPU, "2024-10-03T08:00:00+00:00"),
            Story("lentera", "ASN Dompu Teken Pakta Integritas", _DOMPU + " (red)", "2024-10-03T12:00:00+00:00", 0, 0.8),
            Story("praja", "Dompu Jaga Netralitas", "Aparatur Dompu hadir 421 orang di Gedung Samakai.", "2024-10-04T01:00:00+00:00", None, 0.7),
        ),
        date="2024-10-03", code="52.05", venue="Gedung Samakai", activities=("ikrar", "pakta_integritas"),
        elections=("Pilkada 2024",), people=412, regulations=(("UU", "20", 2023),),
        officials=(("Jufrin Maladewa", "Dr. H. Jufrin Maladewa, M.Si.", "Sekretaris Daerah Dompu", "leader"),
                   (None, None, "Kapolres Dompu", "attendee")),
        conflicts=(("participants_total", ("412", "421")),),
    ),
    Ceremony(
        2,
        (Story("bahtera", "Guru di Mojokerto Ikrar Netral", "MOJOKERTO – Para guru SMP di Mojokerto mengucapkan ikrar netralitas. “Guru jangan berpolitik,” kata Ikfina Rahmawati.", "2023-11-20T08:00:00+00:00"),),
        date="2023-11-20", code="35.16", activities=("ikrar",), elections=("Pemilu 2024",), people=930,
        officials=(("Ikfina Rahmawati", "dr. Hj. Ikfina Rahmawati", "Bupati Mojokerto", "leader"),),
    ),
    Ceremony(
        3,
        (Story("praja", "Pegawai Kota Mojokerto Deklarasi", "Pegawai Kota Mojokerto menandatangani naskah deklarasi di balai kota. Seorang guru hadir.", "2023-11-24T08:00:00+00:00"),),
        date="2023-11-23", code="35.76", activities=("deklarasi",), elections=("Pemilu 2024",), people=55,
        officials=(("Ari Setiabudi", "Ari Setiabudi", "Pj Wali Kota Mojokerto", "leader"),),
    ),
    Ceremony(
        4,
        (Story("lentera", "Labura Gelar Deklarasi", "Penandatanganan naskah oleh camat Labura selama tiga hari, merujuk PP Nomor 94 Tahun 2020.", "2024-09-26T08:00:00+00:00"),),
        date="2024-09-24", date_end="2024-09-26", code="12.23", activities=("deklarasi",), elections=("Pilkada 2024",),
        officials=(("Samsul Tanjung", "H. Samsul Tanjung", "Plt Bupati Labuhanbatu Utara", "leader"),),
        regulations=(("PP", "94", 2020),), suggestion="PP 94/2021",
    ),
    Ceremony(
        5,
        (Story("praja", "ASN Jombang Ikrar", "Ikrar ASN Jombang dibacakan di alun-alun. Naskah ditandatangani camat.", "2020-09-24T08:00:00+00:00"),),
        date="2020-09-23", code="35.17", elections=("Pilkada 2020",), people=300,
        officials=(("Jufrin Maladewa", "Jufrin Maladewa", "Kepala Dinas Pendidikan Jombang", "speaker"),),
    ),
    Ceremony(
        6,
        (Story("lentera", "Kementerian Ikrar", "Pegawai kementerian mengikrarkan netralitas tanpa tanggal.", "2023-12-01T08:00:00+00:00", None, 0.3),),
        elections=("Pemilu 2024",), officials=(("Sri Wahyuni", "Sri Wahyuni", "Menteri", "leader"),),
    ),
)  # fmt: skip
