"""Corrections are applied at every build; one that no longer fits is named, never lost."""

from __future__ import annotations

import datetime as dt
import errno
import multiprocessing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from extract.build import build
from extract.merging.additions import add_correction, correct, propose
from extract.merging.corrections import (
    COLUMNS,
    CorrectionsError,
    Line,
    correct_events,
    correct_reports,
    read_corrections,
)
from extract.merging.dataset import Dataset, compile_dataset
from extract.merging.identity import Ledger
from ikrar import app
from schemas.correction import Correction, parse_field
from schemas.event import Event
from schemas.parquet import TableError, write_table
from schemas.report import Report
from schemas.tables import EVENTS, REPORTS
from tests.extract.merging.labelled import LINKAGE
from tests.schemas.make import make_article, make_event, make_report

DAY = dt.date(2026, 11, 1)
REPORT = make_report()
EVENT = make_event()


def correction(field: str, old: str, new: str, target: str = REPORT.report_id) -> Correction:
    return Correction(target=target, field=field, old=old, new=new, who="Sari", when=DAY, why="foto plakat")


def on_report(*corrections: Correction, reports: tuple[Report, ...] = (REPORT,)) -> tuple[list[Report], list[str]]:
    rows, _, outcomes = correct_reports(reports, [Line(n, one) for n, one in enumerate(corrections, 2)])
    return rows, [one.status for one in outcomes]


def on_event(*corrections: Correction, events: tuple[Event, ...] = (EVENT,)) -> tuple[list[Event], list[str]]:
    rows, outcomes = correct_events(events, [Line(n, one) for n, one in enumerate(corrections, 2)], Ledger())
    return rows, [one.status for one in outcomes]


@pytest.mark.parametrize(
    ("field", "old", "new", "column", "value"),
    [
        ("venue", "Pendopo", "Pendopo Graha", "venue", "Pendopo Graha"),
        ("venue", "Pendopo", "", "venue", None),
        ("organizer", "", "Pemkab Mojokerto", "organizer", "Pemkab Mojokerto"),
        ("date", "2023-10-17", "2023-10-18", "date", dt.date(2023, 10, 18)),
        ("date_end", "", "2023-10-19", "date_end", dt.date(2023, 10, 19)),
        ("participants_total", "120", "125", "participants_total", 125),
        ("level", "regency", "institution", "level", "institution"),
        ("activities", "ikrar", "ikrar; apel", "activities", ["ikrar", "apel"]),
        ("elections", "Pemilu 2024", "", "elections", []),
        ("reviewed", "no", "yes", "reviewed", True),
    ],
)
def test_a_column(field: str, old: str, new: str, column: str, value: object) -> None:
    (row,), statuses = on_report(correction(field, old, new))
    assert statuses == ["applied"]
    assert getattr(row, column) == value
    assert row.reviewed


def test_a_regency_brings_province_and_position() -> None:
    (row,), _ = on_report(correction("regency_code", "35.16", "51.03"))
    assert (row.regency, row.province_code, row.province) == ("Kabupaten Badung", "51", "Bali")
    (event,), _ = on_event(correction("regency_code", "35.16", "51.03", EVENT.event_id))
    assert event.latitude is not None
    assert -9 < event.latitude < -8
    assert on_report(correction("regency_code", "35.16", "35.1"))[1] == ["invalid"]
    assert on_report(correction("province_code", "35", "51"))[1] == ["invalid"]


def test_values_of_people_and_numbers() -> None:
    (row,), statuses = on_report(
        correction("officials[Rina Wulandari].office", "Bupati Sukamaju", "Wakil Bupati Sukamaju"),
        correction("officials[Rina Wulandari].acting", "", "Plt"),
        correction("officials[Rina Wulandari].name", "Rina Wulandari", "Rina Wulandary"),
        correction("participants[ASN].count", "120", "121"),
    )
    assert statuses == ["applied"] * 4
    (one,) = row.officials
    assert (one.name, one.name_as_written, one.office, one.acting) == (
        "Rina Wulandary", "Rina Wulandary", "Wakil Bupati Sukamaju", "Plt",
    )  # fmt: skip
    assert (one.start, one.end) == (0, 30)
    assert row.participants[0].count == 121


def test_an_entry_is_taken_out() -> None:
    (row,), statuses = on_report(correction("officials[Rina Wulandari]", "Rina Wulandari", ""))
    assert statuses == ["applied"]
    assert row.officials == []


def test_evidence_of_a_replaced_value_goes() -> None:
    (row,), _ = on_report(correction("date", "2023-10-17", "2023-10-18"))
    assert row.evidence == []
    (kept,), _ = on_report(correction("venue", "Pendopo", "Aula"))
    assert [item.field for item in kept.evidence] == ["date"]


@pytest.mark.parametrize(
    ("one", "status"),
    [
        (correction("venue", "Aula", "Lapangan"), "stale"),
        (correction("venue", "Aula", "Pendopo"), "already"),
        (correction("venue", "Pendopo", "Aula", "gone-1"), "gone"),
        (correction("officials[Nobody].office", "x", "y"), "stale"),
        (correction("officials[Nobody]", "Nobody", ""), "already"),
        (correction("officials[Rina Wulandari].role", "leader", "king"), "invalid"),
        (correction("participants_total", "120", "-3"), "invalid"),
        (correction("participants_total", "120", "9" * 20), "invalid"),
        (correction("participants_total", "120", "many"), "invalid"),
        (correction("date", "2023-10-17", "17/10/2023"), "invalid"),
        (correction("date_end", "", "2023-10-01"), "invalid"),
        (correction("activities", "ikrar", ""), "invalid"),
        (correction("ceremony", "no", "yes"), "invalid"),
    ],
)
def test_what_does_not_fit_is_listed_and_changes_nothing(one: Correction, status: str) -> None:
    (row,), statuses = on_report(one)
    assert statuses == [status]
    assert row.model_copy(update={"reviewed": False}) == REPORT


def test_corrections_follow_each_other() -> None:
    (row,), statuses = on_report(correction("venue", "Pendopo", "Aula"), correction("venue", "Aula", "Lapangan"))
    assert (row.venue, statuses) == ("Lapangan", ["applied", "applied"])


def test_an_event_keeps_what_its_reports_said() -> None:
    (event,), statuses = on_event(correction("venue", "Pendopo", "Aula", EVENT.event_id))
    assert statuses == ["applied"]
    assert event.venue == "Aula"
    (told,) = [one for one in event.conflicts if one.field == "venue"]
    assert [(one.value, one.report_ids) for one in told.values] == [("Aula", []), ("Pendopo", [REPORT.report_id])]
    assert on_event(correction("same_as", "", "b-1", EVENT.event_id))[1] == ["invalid"]


TEXT = (
    "Bupati Mojokerto Rina Wulandari memimpin pembacaan ikrar netralitas di pendopo kabupaten pada hari Selasa pagi itu, "
    "disaksikan ketua bawaslu dan kapolres, sebelum seratus dua puluh pegawai menandatangani lembar pakta integritas."
)


def compiled(*corrections: Correction, ledger: Ledger | None = None, **changes: Any) -> Dataset:
    articles = [
        make_article(article_id=key, text=TEXT + tail) for key, tail in (("a", ""), ("b", " Juga."), ("c", "!"))
    ]
    reports = [
        make_report(report_id="a-1", article_id="a", **changes),
        make_report(report_id="b-1", article_id="b", venue="Aula"),
        make_report(report_id="c-1", article_id="c", regency_code="35.10", regency="Kabupaten Banyuwangi"),
    ]
    return compile_dataset(
        articles, reports, corrections=[Line(n, one) for n, one in enumerate(corrections, 2)], ledger=ledger
    )


def test_a_build_applies_them_after_extraction_and_after_merging() -> None:
    plain = compiled()
    assert [event.report_ids for event in sorted(plain.events, key=lambda e: e.report_ids)] == [["a-1", "b-1"], ["c-1"]]
    assert [one.duplicate_of for one in plain.articles] == [None, "a", None]
    key = next(event.event_id for event in plain.events if "a-1" in event.report_ids)
    made = compiled(
        correction("venue", "Pendopo", "Lapangan", "a-1"), correction("participants_total", "120", "130", key)
    )
    event = next(one for one in made.events if one.event_id == key)
    assert event.participants_total == 130
    assert {value.value for one in event.conflicts if one.field == "venue" for value in one.values} == {
        "Lapangan",
        "Aula",
    }
    assert [one.status for one in made.outcomes] == ["applied", "applied"]


def test_a_correction_outlives_another_reading_of_the_article() -> None:
    one = correction("venue", "Pendopo", "Lapangan", "a-1")
    assert compiled(one, confidence=0.9, organizer="Pemkab").reports[0].venue == "Lapangan"
    again = compiled(one, venue="Lapangan")
    assert [r.status for r in again.outcomes] == ["already"]
    assert again.reports[0].reviewed
    lost = compiled(one, venue="Balai Kota")
    assert [str(r) for r in lost.outcomes] == [
        "line 2: a-1 venue: not applied: the old value 'Pendopo' does not hold (it is now 'Balai Kota')"
    ]


def test_a_correction_follows_its_event_into_a_merger() -> None:
    apart = compiled(correction("other_than", "", "b-1", "a-1"))
    assert len(apart.events) == 3
    second = next(event.event_id for event in apart.events if event.report_ids == ["b-1"])
    made = compiled(correction("level", "regency", "district", second), ledger=apart.ledger)
    event = next(one for one in made.events if "b-1" in one.report_ids)
    assert event.event_id != second
    assert event.level == "district"
    assert made.outcomes[0].detail == f"now {event.event_id}"


def test_people_decide_what_is_one_ceremony_and_what_is_none() -> None:
    together = compiled(correction("same_as", "", "c-1", "a-1"))
    assert [event.report_ids for event in together.events] == [["a-1", "b-1", "c-1"]]
    without = compiled(correction("ceremony", "yes", "no", "c-1"))
    assert [report.report_id for report in without.reports] == ["a-1", "b-1"]
    assert [one.status for one in compiled(correction("same_as", "", "z-1", "a-1")).outcomes] == ["gone"]


def write(path: Path, *lines: str, header: str = ",".join(COLUMNS)) -> Path:
    path.write_text("\n".join((header, *lines)) + "\n", encoding="utf-8")
    return path


def test_damaged_lines_are_named_and_the_rest_is_read(tmp_path: Path) -> None:
    path = write(
        tmp_path / "corrections.csv",
        "a-1,venue,x,y,Sari,2026-11-01,ok",
        "a-1,colour,x,y,Sari,2026-11-01,no such field",
        "a-1,venue,x,y,Sari,2026-11-02,said before",
        "a-1,venue,x,z,Sari,1 November,bad date",
        "a-1,venue,x,x,Sari,2026-11-01,nothing",
        "a-1,venue,x",
        "a-1,regency,Batu,Malang,Sari,2026-11-01,derived",
        ",venue,x,y,Sari,2026-11-01,no target",
        "a-1,venue,x,w\x07,Sari,2026-11-01,control",
        '"a-2",venue,"Aula, lantai 2","Lobi ""B""",Sari,2026-11-01,"two\nlines"',
        "",
        'a-3,officials[Rina Wulandari].office,Bupati,"Pj Bupati, Kab.",Sari,2026-11-01,ok',
    )
    lines, skipped = read_corrections(path)
    assert [(line.number, line.correction.target) for line in lines] == [(2, "a-1"), (14, "a-3")]
    told = [str(one).removeprefix(f"{path}, ") for one in skipped]
    assert [one.split(":")[0] for one in told] == [f"line {n}" for n in (3, 4, 5, 6, 7, 8, 9, 10, 11)]
    assert "no such field 'colour'" in told[0]
    assert told[1] == "line 4: says the same as line 2"
    assert "'1 November'" in told[2]
    assert "regency_code" in told[5]


def test_spreadsheets_with_byte_order_mark_and_semicolons(tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    path.write_bytes(b"\xef\xbb\xbf" + ";".join(COLUMNS).encode() + b"\r\na-1;venue;x;y;Sari;2026-11-01;ok\r\n")
    lines, skipped = read_corrections(path)
    assert (len(lines), skipped) == (1, [])


@pytest.mark.parametrize("body", [b"", b"a,b,c\n", b"PK\x03\x04\xff\xfe", b"\xff\xfet\x00a\x00"])
def test_another_file_is_refused_by_name(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "corrections.csv"
    path.write_bytes(body)
    with pytest.raises(CorrectionsError, match=r"corrections\.csv"):
        read_corrections(path)


def test_no_file_is_no_corrections(tmp_path: Path) -> None:
    assert read_corrections(tmp_path / "corrections.csv") == ([], [])


ROWS: dict[str, Report | Event] = {REPORT.report_id: REPORT, EVENT.event_id: EVENT}


def proposed(field: str, new: str, target: str = REPORT.report_id, old: str | None = None) -> Correction:
    return propose(ROWS, target, field, new, who="Sari", why="foto", when=DAY, old=old)


def test_adding_takes_the_value_there_is(tmp_path: Path) -> None:
    path = tmp_path / "new" / "corrections.csv"
    first = add_correction(path, proposed("venue", "Aula, lantai 2"), ROWS)
    second = add_correction(path, proposed("officials[Rina Wulandari].acting", "Plt", EVENT.event_id), ROWS)
    third = add_correction(path, proposed("ceremony", "no"), ROWS)
    assert first.correction.old == "Pendopo"
    lines, skipped = read_corrections(path)
    assert (lines, skipped) == ([first, second, third], [])


def test_adding_goes_on_where_a_line_was_left_open(tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    path.write_bytes(";".join(COLUMNS).encode() + b"\na-1;venue;x;y;Sari;2026-11-01;ok")
    added = add_correction(path, proposed("venue", "Aula; lantai 2"), ROWS)
    lines, skipped = read_corrections(path)
    assert (len(lines), lines[1], skipped) == (2, added, [])


@pytest.mark.parametrize(
    ("field", "new", "target", "old", "says"),
    [
        ("venue", "Aula", "gone-1", None, "no report or event 'gone-1'"),
        ("venue", "Pendopo", REPORT.report_id, None, "the same"),
        ("venue", "Pendopo", REPORT.report_id, "Aula", "already"),
        ("venue", "Aula", REPORT.report_id, "Lapangan", "is not 'Lapangan'"),
        ("hue", "Aula", REPORT.report_id, None, "no such field"),
        ("regency_code", "99.99", REPORT.report_id, None, "no code"),
        ("officials[Budi].role", "leader", REPORT.report_id, None, "no 'Budi'"),
        ("ceremony", "no", EVENT.event_id, None, "said of reports"),
        ("same_as", "gone-1", REPORT.report_id, None, "no report or event 'gone-1'"),
        ("same_as", EVENT.event_id, REPORT.report_id, None, "no report"),
        ("ceremony", "maybe", REPORT.report_id, None, "yes to no"),
        ("date", "besok", REPORT.report_id, None, "besok"),
    ],
)
def test_what_cannot_be_is_not_added(
    tmp_path: Path, field: str, new: str, target: str, old: str | None, says: str
) -> None:
    path = tmp_path / "corrections.csv"
    with pytest.raises(CorrectionsError, match=says) as caught:
        add_correction(path, proposed(field, new, target, old), ROWS)
    assert "\n" not in str(caught.value)
    assert not path.exists()


def test_the_same_is_not_added_twice(tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    add_correction(path, proposed("venue", "Aula"), ROWS)
    before = path.read_bytes()
    with pytest.raises(CorrectionsError, match="line 2 says that already"):
        add_correction(path, proposed("venue", "Aula"), ROWS)
    assert path.read_bytes() == before


def test_a_full_disk_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "corrections.csv"
    add_correction(path, proposed("venue", "Aula"), ROWS)
    before = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("extract.merging.additions.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        add_correction(path, proposed("venue", "Lobi"), ROWS)
    assert path.read_bytes() == before


def _add(path: Path, number: int) -> None:
    add_correction(path, proposed("venue", f"Aula {number}"), ROWS)


def test_several_add_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        pool.starmap(_add, [(path, number) for number in range(12)])
    lines, skipped = read_corrections(path)
    assert skipped == []
    assert sorted(line.correction.new for line in lines) == sorted(f"Aula {number}" for number in range(12))


@pytest.mark.parametrize(
    "text", ["officials", "officials[].office", "officials[a].span", "participants[a].role", "a" * 999]
)
def test_unknown_field_paths(text: str) -> None:
    with pytest.raises(ValueError, match="no such field"):
        parse_field(text)


def test_correcting_a_row_of_the_tables(tmp_path: Path) -> None:
    write_table(REPORTS, [REPORT], tmp_path)
    write_table(EVENTS, [EVENT], tmp_path)
    file = tmp_path / "corrections.csv"
    said: dict[str, Any] = {"who": "Sari", "why": "foto", "when": DAY}
    added = correct(tmp_path, file, EVENT.event_id, "venue", "Aula", **said)
    assert (added.number, added.correction.old) == (2, "Pendopo")
    with pytest.raises(CorrectionsError, match="is not 'Lobi'"):
        correct(tmp_path, file, REPORT.report_id, "venue", "Aula", old="Lobi", **said)
    with pytest.raises(TableError, match="no such table"):
        correct(tmp_path / "nowhere", file, REPORT.report_id, "venue", "Aula", **said)
    assert read_corrections(file) == ([added], [])


def test_a_build_reads_decisions_and_keeps_ids(tmp_path: Path) -> None:
    articles, data = tmp_path / "articles.jsonl", tmp_path / "data"
    articles.write_bytes((LINKAGE / "articles.jsonl").read_bytes())
    first = build([articles], tmp_path / "one", decisions=data)
    assert (first.skipped, first.removed) == ([], [])
    ledger = (data / "identities.csv").read_bytes()
    event = next(one for one in first.events if one.n_reports == 3)
    correct(
        tmp_path / "one", data / "corrections.csv", event.event_id, "venue", "GOR", who="Sari", why="foto", when=DAY
    )
    with (data / "corrections.csv").open("a") as lines:
        lines.write("t99-1,venue,a,b,Sari,2026-11-01,gone\nt01-1,venue,Balai,b,Sari,2026-11-01,stale\nx\n")
    second = build([articles], tmp_path / "two", decisions=data)
    assert next(one for one in second.events if one.event_id == event.event_id).venue == "GOR"
    assert [str(one).removeprefix(f"{data / 'corrections.csv'}") for one in second.skipped] == [
        ", line 5: 1 values instead of 7",
        ": line 3: t99-1 venue: not applied: there is no such row",
        ": line 4: t01-1 venue: not applied: the old value 'Balai' does not hold (it is now 'Lapangan Merdeka Sengkang')",
    ]
    assert (data / "identities.csv").read_bytes() == ledger
    third = build([articles], tmp_path / "three", decisions=data)
    assert third == replace(second, files=third.files)


def test_the_command(tmp_path: Path) -> None:
    write_table(REPORTS, [REPORT], tmp_path / "tables")
    write_table(EVENTS, [EVENT], tmp_path / "tables")
    said = ["--who", "Sari", "--why", "foto", "--date", "2026-11-01", "--data", str(tmp_path)]
    done = CliRunner().invoke(app, ["correct", EVENT.event_id, "venue", "Aula [B]", *said])
    assert (done.exit_code, "'Pendopo' → 'Aula [B]'" in done.output) == (0, True)
    wrong = CliRunner().invoke(app, ["correct", "gone-1", "venue", "Aula", *said])
    assert (wrong.exit_code, "no report or event 'gone-1'" in " ".join(wrong.output.split())) == (2, True)
    (line,), skipped = read_corrections(tmp_path / "corrections.csv")
    assert (line.correction.new, line.correction.when, skipped) == ("Aula [B]", DAY, [])
