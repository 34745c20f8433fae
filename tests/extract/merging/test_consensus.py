"""Agreed values follow the stated rule, and every differing value is kept with who told it."""

from __future__ import annotations

import datetime as dt
import random
from itertools import permutations
from typing import Any

import pytest

from extract.merging.consensus import agree
from schemas.event import Event
from schemas.report import Evidence, Official, Participants, Report
from tests.schemas.make import make_report

EV = "ev-0123456789ab"


def report(key: str, **changes: Any) -> Report:
    return make_report(report_id=f"{key}-1", article_id=key, outlet=f"outlet-{key}", **changes)


def official(
    name: str | None, office: str | None, *, acting: Any = None, role: Any = "speaker", start: int = 0
) -> Official:
    return Official(
        name=name, name_as_written=name, office=office, acting=acting, role=role, start=start, end=start + 10
    )


def number(count: int, group: str | None, qualifier: Any = "exact") -> Participants:
    return Participants(count=count, count_max=None, qualifier=qualifier, group=group, start=0, end=5)


def told(event: Event, field: str) -> list[tuple[str | None, list[str]]]:
    return [(v.value, v.report_ids) for one in event.conflicts if one.field == field for v in one.values]


def test_most_voices_win_and_the_rest_is_kept() -> None:
    event = agree(EV, [report("a", venue="Aula"), report("b", venue="Aula"), report("c", venue="GOR", confidence=0.9)])
    assert event.venue == "Aula"
    assert told(event, "venue") == [("Aula", ["a-1", "b-1"]), ("GOR", ["c-1"])]


def test_copies_are_one_voice() -> None:
    reports = [report("a", venue="Aula"), report("b", venue="Aula"), report("c", venue="GOR", confidence=0.9)]
    event = agree(EV, reports, {"b": "a"})
    assert event.venue == "GOR"
    assert told(event, "venue") == [("GOR", ["c-1"]), ("Aula", ["a-1", "b-1"])]
    assert (event.n_reports, event.n_voices) == (3, 2)
    # Two copies of an article that tells of another ceremony, or was not read, are one voice nevertheless.
    assert agree(EV, reports, {"a": "z", "b": "z"}).n_voices == 2
    assert agree(EV, reports).n_voices == 3


def test_then_confidence_then_completeness() -> None:
    assert agree(EV, [report("a", venue="Aula"), report("b", venue="GOR", confidence=0.9)]).venue == "GOR"
    assert agree(EV, [report("a", venue="Aula"), report("b", venue="Aula Setda")]).venue == "Aula Setda"


def test_silence_is_no_vote() -> None:
    event = agree(EV, [report("a", venue=None), report("b", venue=None, confidence=0.9), report("c", venue="GOR")])
    assert event.venue == "GOR"
    assert told(event, "venue") == []


def test_two_spellings_are_one_value() -> None:
    reports = [
        report("a", organizer="Pemkab Dompu"),
        report("b", organizer="Pemerintah Kabupaten Dompu"),
        report("c", organizer="KPU", confidence=0.9),
    ]
    event = agree(EV, reports)
    assert event.organizer == "Pemerintah Kabupaten Dompu"
    assert told(event, "organizer") == [
        ("Pemerintah Kabupaten Dompu", ["b-1"]),
        ("Pemkab Dompu", ["a-1"]),
        ("KPU", ["c-1"]),
    ]
    assert told(agree(EV, reports[:2]), "organizer") == []


def test_numbers_that_differ() -> None:
    reports = [
        report("a", participants=[number(930, "guru")], participants_total=930),
        report("b", participants=[number(970, "guru"), number(4, "camat")], participants_total=970),
        report("c", participants=[number(970, "tenaga pendidik")], participants_total=970),
        report("d", participants=[number(100, "guru", "vague")], participants_total=None, confidence=0.99),
    ]
    event = agree(EV, reports)
    assert event.participants_total == 970
    assert told(event, "participants_total") == [("970", ["b-1", "c-1"]), ("930", ["a-1"])]
    assert [(one.count, one.group) for one in event.participants] == [(970, "guru"), (4, "camat")]
    assert told(event, "participants[guru].count") == [
        ("970", ["b-1", "c-1"]),
        ("930", ["a-1"]),
        ("100 (vague)", ["d-1"]),
    ]


def test_a_report_that_numbers_a_group_twice_tells_of_two() -> None:
    sessions = [number(930, "guru"), number(970, "guru")]
    event = agree(EV, [report("a", participants=sessions), report("b", participants=sessions)])
    assert sorted(one.count for one in event.participants) == [930, 970]
    assert [one for one in event.conflicts if one.field.startswith("participants[")] == []


def test_one_entry_a_person() -> None:
    reports = [
        report(
            "a", officials=[official("Rina Wulandari", "Bupati Dompu", role="leader"), official(None, "Kapolres Dompu")]
        ),
        report("b", officials=[official("Rina Wulandary", "Bupati Dompu"), official("Dedi Kurnia", "Kapolres Dompu")]),
        report("c", officials=[official("Rina", "Bupati"), official("Sari Dewi", "Sekda Dompu", acting="Plt")]),
        report("d", officials=[official("Rina Wulandari", "Wakil Bupati Dompu")]),
    ]
    event = agree(EV, reports)
    assert [(one.name, one.office, one.role) for one in event.officials] == [
        ("Rina Wulandari", "Bupati Dompu", "leader"),
        ("Dedi Kurnia", "Kapolres Dompu", "speaker"),
        ("Sari Dewi", "Sekda Dompu", "speaker"),
    ]
    assert [one.report_id for one in event.officials] == ["a-1", "b-1", "c-1"]
    first, *others = told(event, "officials[Rina Wulandari].office")
    assert first == ("Bupati Dompu", ["a-1", "b-1"])
    assert sorted(others) == [("Bupati", ["c-1"]), ("Wakil Bupati Dompu", ["d-1"])]
    assert [value for value, _ in told(event, "officials[Rina Wulandari].role")] == ["leader", "speaker"]
    assert ("Rina Wulandary", ["b-1"]) in told(event, "officials[Rina Wulandari].name")


def test_two_people_of_one_report_stay_two() -> None:
    pair = [official("Sari Dewi", "Kepala Dinas"), official("Sari Dewi Lestari", "Kepala Bidang", start=50)]
    event = agree(EV, [report("a", officials=pair), report("b", officials=pair)])
    assert [one.name for one in event.officials] == ["Sari Dewi", "Sari Dewi Lestari"]


def test_what_is_done_is_the_union() -> None:
    event = agree(EV, [report("a", activities=["apel"]), report("b", activities=["ikrar"], elections=["Pilkada 2024"])])
    assert event.activities == ["ikrar", "apel"]
    assert event.elections == ["Pemilu 2024", "Pilkada 2024"]
    assert {value for value, _ in told(event, "activities")} == {"apel", "ikrar"}


def test_evidence_comes_from_the_report_that_gives_the_value() -> None:
    def seen(start: int) -> list[Evidence]:
        return [
            Evidence(field=f, start=start, end=start + 5, in_title=False) for f in ("date", "venue", "activities.ikrar")
        ]

    event = agree(
        EV,
        [
            report("a", venue="Aula", date=dt.date(2023, 10, 18), evidence=seen(10), confidence=0.9),
            report("b", venue="GOR", evidence=seen(20)),
            report("c", venue="GOR", evidence=seen(30), confidence=0.6),
        ],
    )
    assert {(one.field, one.report_id, one.start) for one in event.evidence} == {
        ("date", "c-1", 30),
        ("venue", "c-1", 30),
        ("activities.ikrar", "a-1", 10),
    }


def test_a_last_day_goes_with_its_first_day() -> None:
    first = report("a", date=dt.date(2023, 10, 17), date_end=dt.date(2023, 10, 19))
    late = [report(key, date=dt.date(2023, 10, 19)) for key in "bc"]
    event = agree(EV, [first, *late])
    assert (event.date, event.date_end) == (dt.date(2023, 10, 19), None)
    assert told(event, "date") == [("2023-10-19", ["b-1", "c-1"]), ("2023-10-17", ["a-1"])]


def test_a_place_is_taken_whole() -> None:
    vague = report("a", regency_code=None, regency=None, confidence=0.99)
    event = agree(EV, [vague, report("b")])
    assert (event.regency_code, event.regency, event.province) == ("35.16", "Kabupaten Mojokerto", "Jawa Timur")
    assert event.latitude is not None


def test_order_of_reports_does_not_matter() -> None:
    rng = random.Random(5)
    names = ("Rina Wulandari", "Rina Wulandary", "Rina", "Dedi Kurnia", None)
    for _ in range(20):
        reports = [
            report(
                key,
                venue=rng.choice(("Aula", "GOR", "aula", None)),
                confidence=rng.choice((0.5, 0.9)),
                officials=[official(rng.choice(names), rng.choice(("Bupati", "Bupati Dompu", "Kapolres")))],
                participants=[number(rng.choice((930, 970)), rng.choice(("guru", "ASN", None)))],
                participants_total=rng.choice((930, 970, None)),
            )
            for key in "abcd"
        ]
        first = agree(EV, reports, {"b": "a"})
        assert all(agree(EV, order, {"b": "a"}) == first for order in permutations(reports))


def test_one_report_is_its_event() -> None:
    one = report("a", date_end=dt.date(2023, 10, 19))
    event = agree(EV, [one])
    for name in (
        "date",
        "date_end",
        "date_basis",
        "regency_code",
        "level",
        "venue",
        "activities",
        "pledge",
        "confidence",
    ):
        assert getattr(event, name) == getattr(one, name)
    assert event.conflicts == []
    assert [item.model_dump(exclude={"report_id"}) for item in event.evidence] == [
        item.model_dump() for item in one.evidence
    ]


@pytest.mark.parametrize("reviewed", [True, False])
def test_reviewed_where_any_report_is(reviewed: bool) -> None:
    assert agree(EV, [report("a"), report("b", reviewed=reviewed)]).reviewed is reviewed
