"""Rows for tests: valid ones, every field given, to be changed where a test needs it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from schemas.article import Article, article_id, text_digest
from schemas.event import Conflict, ConflictValue, Event, EventEvidence, EventOfficial
from schemas.report import Evidence, Official, Participants, Regulation, Report

URL = "https://warta.example/asn-ikrar"
TEXT = "Bupati Sukamaju Rina Wulandari memimpin ikrar netralitas 120 ASN, Selasa (17/10/2023)."


def make_article(**changes: Any) -> Article:
    fields: dict[str, Any] = {
        "article_id": article_id(URL),
        "url": URL,
        "canonical_url": URL,
        "outlet": "warta",
        "title": "ASN Ucap Ikrar",
        "author": None,
        "published_at": dt.datetime(2023, 10, 17, 7, 5, tzinfo=dt.UTC),
        "fetched_at": dt.datetime(2026, 11, 1, tzinfo=dt.UTC),
        "language": "id",
        "text": TEXT,
        "text_digest": text_digest(TEXT),
        "duplicate_of": None,
        "discovered_by": "feed",
        "warc_file": "a.warc.gz",
        "warc_offset": 0,
        "http_status": 200,
    }
    return Article(**fields | changes)


def make_report(**changes: Any) -> Report:
    fields: dict[str, Any] = {
        "report_id": f"{article_id(URL)}-1",
        "article_id": article_id(URL),
        "url": URL,
        "outlet": "warta",
        "title": "ASN Ucap Ikrar",
        "published_at": dt.datetime(2023, 10, 17, 7, 5, tzinfo=dt.UTC),
        "date": dt.date(2023, 10, 17),
        "date_end": None,
        "date_basis": "explicit",
        "regency_code": "35.16",
        "regency": "Kabupaten Mojokerto",
        "province_code": "35",
        "province": "Jawa Timur",
        "level": "regency",
        "organizer": None,
        "venue": "Pendopo",
        "activities": ["ikrar"],
        "elections": ["Pemilu 2024"],
        "officials": [
            Official(
                name="Rina Wulandari",
                name_as_written="Rina Wulandari",
                office="Bupati Sukamaju",
                acting=None,
                role="leader",
                start=0,
                end=30,
            )
        ],
        "participants": [Participants(count=120, count_max=None, qualifier="exact", group="ASN", start=58, end=65)],
        "participants_total": 120,
        "regulations": [
            Regulation(
                type="PP",
                number="94",
                year=2020,
                provision=None,
                as_cited="PP 94/2020",
                key="PP 94/2020",
                title=None,
                status="suspect",
                suggestion="PP 94/2021",
                start=1,
                end=11,
            )
        ],
        "pledge": ["Menjaga netralitas."],
        "evidence": [Evidence(field="date", start=66, end=85, in_title=False)],
        "confidence": 0.5,
        "reviewed": False,
    }
    return Report(**fields | changes)


def make_event(**changes: Any) -> Event:
    report = make_report()
    fields: dict[str, Any] = {
        **{name: getattr(report, name) for name in Event.model_fields if name in type(report).model_fields},
        "event_id": "ev-0123456789ab",
        "officials": [EventOfficial(**o.model_dump(), report_id=report.report_id) for o in report.officials],
        "participants": [],
        "regulations": [],
        "evidence": [EventEvidence(**e.model_dump(), report_id=report.report_id) for e in report.evidence],
        "report_ids": [report.report_id],
        "urls": [URL],
        "outlets": ["warta"],
        "n_reports": 1,
        "n_outlets": 1,
        "n_voices": 1,
        "conflicts": [Conflict(field="venue", values=[ConflictValue(value="Pendopo", report_ids=[report.report_id])])],
        "first_published_at": report.published_at,
        "latitude": -7.5,
        "longitude": 112.4,
    }
    return Event(**fields | changes)
