from __future__ import annotations

import datetime as dt

import pytest
from pydantic import ValidationError

from schemas.article import article_id, text_digest
from schemas.base import clean_text
from schemas.capture import Capture
from schemas.outlet import Outlet
from schemas.report import Evidence
from tests.schemas.make import make_article, make_report


def test_an_article_id_is_the_head_of_the_digest_of_its_canonical_url() -> None:
    assert article_id("https://warta.example/a") == "663e2b5af5212d44"


def test_a_digest_overlooks_case_digits_and_punctuation() -> None:
    assert text_digest("ASN Netral, 930 guru.") == text_digest("asn  netral 970 GURU!")
    assert text_digest("ASN Netral") != text_digest("ASN tidak netral")


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("nol\x00 byte", "nol byte"),
        ("e\u0301", "é"),
        ("e\x00\u0301", "é"),
        ("\ud800x", "x"),
        ("tab\tstays", "tab\tstays"),
    ],
)
def test_clean_text(dirty: str, clean: str) -> None:
    assert clean_text(dirty) == clean


@pytest.mark.parametrize(
    "changes",
    [
        {"regency_code": "3516"},
        {"activities": []},
        {"activities": ["upacara"]},
        {"level": "village"},
        {"confidence": 1.5},
        {"published_at": dt.datetime(2023, 10, 17)},  # noqa: DTZ001 - the point of the case
        {"venue": "a\x00b"},
        {"unknown": 1},
    ],
)
def test_a_report_refuses_what_the_contract_does_not_allow(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        make_report(**changes)


def test_models_do_not_change() -> None:
    with pytest.raises(ValidationError):
        make_article().title = "other"  # type: ignore[misc]


@pytest.mark.parametrize(("start", "end"), [(5, 5), (6, 5), (-1, 2)])
def test_a_span_has_a_length(start: int, end: int) -> None:
    with pytest.raises(ValidationError):
        Evidence(field="date", start=start, end=end, in_title=False)


OUTLET = {
    "id": "warta", "name": "Warta", "domain": "warta.example", "kind": "regional", "province_code": "35",
    "regency_code": "35.16", "timezone": "Asia/Jakarta", "platform": "wordpress", "routes": (), "state": "active",
    "state_since": None, "state_reason": None, "delay": None,
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"state": "quarantined"}, "without a reason"),
        ({"state": "unresolved", "state_reason": "domain unknown"}, "no domain"),
        ({"regency_code": "36.01"}, "outside"),
        ({"delay": 0.2}, "greater than or equal to 1"),
        ({"timezone": "Europe/Paris"}, "Asia/Jakarta"),
    ],
)
def test_an_outlet_row_is_checked(changes: dict[str, object], message: str) -> None:
    assert Outlet.model_validate(OUTLET).id == "warta"
    with pytest.raises(ValidationError, match=message):
        Outlet.model_validate(OUTLET | changes)


def test_a_capture_survives_its_warc_fields() -> None:
    capture = Capture(
        outlet="warta",
        route="feed",
        fetched_at=dt.datetime(2026, 11, 1, 2, 3, 4, tzinfo=dt.UTC),
        via="https://warta.example/feed/",
        article=True,
        part_of=None,
        part=2,
    )
    assert Capture.from_fields(capture.to_fields()) == capture
    assert Capture.from_fields(b"software: other\r\n" + capture.to_fields()) == capture
    with pytest.raises(ValidationError):
        Capture.from_fields(b"software: wget\r\n")
