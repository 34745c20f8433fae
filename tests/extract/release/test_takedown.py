"""A person who asks to be left out is in no file of a release."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from extract.release import Release, make_release
from extract.release.takedown import WITHHELD, Takedown, fold, read_takedown, shows
from schemas.article import Article, text_digest
from schemas.event import Conflict, ConflictValue, Event, EventOfficial
from schemas.report import Evidence, Official, Report
from tests.extract.release.make import SOFTWARE, edition, write_tables
from tests.schemas.make import make_article, make_event, make_report

#: Two outlets tell of one ceremony, one of them only with the short form of the name; a third article is on another.
FULL = "Bupati Sukamaju Hj. Rina Wulandari, M.Si memimpin ikrar di Pendopo Rina Wulandari, Selasa (17/10/2023)."
SHORT = "Bu Rina, Bupati Sukamaju, memimpin ikrar bersama Sekda Made Artawan, Selasa (17/10/2023)."
OTHER = "Camat Rina Kartika memimpin apel di Lapangan Merdeka, Rabu (18/10/2023)."


def official(name: str, office: str, text: str, words: str) -> Official:
    start = text.index(words)
    return Official(
        name=name,
        name_as_written=words,
        office=office,
        acting=None,
        role="leader",
        start=start,
        end=start + len(words),
    )


def article(key: str, url: str, title: str, text: str) -> Article:
    return make_article(
        article_id=key, url=url, canonical_url=url, title=title, text=text, text_digest=text_digest(text)
    )


def story(key: str, text: str, officials: list[Official], **changes: object) -> tuple[Article, Report]:
    url = str(changes.pop("url"))
    title = str(changes.pop("title"))
    start = text.index("memimpin")
    report = make_report(
        report_id=f"{key}-1",
        article_id=key,
        url=url,
        title=title,
        officials=officials,
        participants=[],
        participants_total=None,
        regulations=[],
        evidence=[Evidence(field="activities.ikrar", start=start, end=start + 14, in_title=False)],
        **changes,
    )
    return article(key, url, title, text), report


def event(key: str, reports: list[Report], **changes: object) -> Event:
    return make_event(
        event_id=key,
        date=reports[0].date,
        venue=reports[0].venue,
        officials=[
            EventOfficial(**one.model_dump(), report_id=report.report_id)
            for report in reports
            for one in report.officials
        ],
        evidence=[],
        report_ids=[report.report_id for report in reports],
        urls=sorted(report.url for report in reports if report.url),
        n_reports=len(reports),
        **changes,
    )


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    full = story(
        "full", FULL, [official("Rina Wulandari", "Bupati Sukamaju", FULL, "Hj. Rina Wulandari, M.Si")],
        url="https://warta.example/bupati-rina-wulandari-pimpin-ikrar", title="Rina Wulandari Pimpin Ikrar ASN",
        venue="Pendopo Rina Wulandari",
    )  # fmt: skip
    short = story(
        "short", SHORT,
        [official("Rina", "Bupati Sukamaju", SHORT, "Bu Rina"), official("Made Artawan", "Sekda", SHORT, "Made Artawan")],
        url="https://kabar.example/burina-pimpin-ikrar", title="Bu Rina Ajak ASN Netral", venue="Pendopo",
    )  # fmt: skip
    other = story(
        "other", OTHER, [official("Rina Kartika", "Camat", OTHER, "Rina Kartika")],
        url="https://warta.example/camat-rina-kartika", title="Camat Rina Kartika Pimpin Apel",
        date=dt.date(2023, 10, 18), venue="Lapangan Merdeka",
    )  # fmt: skip
    conflict = Conflict(
        field="venue",
        values=[
            ConflictValue(value="Pendopo Rina Wulandari", report_ids=["full-1"]),
            ConflictValue(value="Pendopo", report_ids=["short-1"]),
        ],
    )
    events = [
        event("ev-00000000000a", [full[1], short[1]], conflicts=[conflict]),
        event("ev-00000000000b", [other[1]], conflicts=[]),
    ]
    stories = (full, short, other)
    return write_tables(tmp_path / "tables", [one[0] for one in stories], [one[1] for one in stories], events)


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    path = tmp_path / "takedown.csv"
    path.write_text('name,since,reason\n"Hj. Rina Wulandari, M.Si",2026-11-01,asked by mail\n', "utf-8-sig")
    return path


def make(version: str, tables: Path, out: Path, listed: Path | None, previous: Path | None = None) -> Release:
    return make_release(
        edition(version), tables=tables, data=tables, out=out, takedown=listed, previous=previous, software=SOFTWARE
    )


def everything(folder: Path) -> str:
    """Every text of every file of a release."""
    texts = []
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".parquet":
            texts.append(pl.read_parquet(path).to_init_repr(n=10_000))
        elif path.suffix == ".xlsx":
            for sheet in openpyxl.load_workbook(path):
                texts.extend(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
        elif path.is_file():
            texts.append(path.read_text("utf-8"))
    return "\n".join(texts)


def test_the_name_is_in_no_file_and_what_else_was_told_stays(tables: Path, listed: Path, tmp_path: Path) -> None:
    before = everything(make("1.0.0", tables, tmp_path / "open", None).folder)
    assert "Rina Wulandari" in before
    assert "bupati-rina-wulandari" in before
    made = make("1.0.0", tables, tmp_path / "out", listed)
    after = everything(made.folder)
    assert "wulandari" not in after.casefold()
    assert "Bu Rina" not in after
    assert "burina" not in after
    assert "asked by mail" not in after
    officials = pl.read_parquet(made.folder / "data" / "officials.parquet")
    assert officials.filter(pl.col("event_id") == "ev-00000000000a").select("name", "office").rows() == [
        (None, "Bupati Sukamaju"), (None, "Bupati Sukamaju"), ("Made Artawan", "Sekda"),
    ]  # fmt: skip
    assert "Rina Kartika" in officials["name"]
    events = pl.read_parquet(made.folder / "data" / "events.parquet")
    assert events["date"].to_list() == [dt.date(2023, 10, 17), dt.date(2023, 10, 18)]
    assert events["venue"].to_list() == [None, "Lapangan Merdeka"]
    articles = pl.read_parquet(made.folder / "data" / "articles.parquet").sort("article_id")
    assert articles["title"].to_list() == [None, "Camat Rina Kartika Pimpin Apel", None]
    assert articles["url"].to_list() == [None, "https://warta.example/camat-rina-kartika", None]


def test_the_difference_to_an_open_release_does_not_tell_the_name(tables: Path, listed: Path, tmp_path: Path) -> None:
    first = make("1.0.0", tables, tmp_path / "out", None)
    second = make("1.1.0", tables, tmp_path / "out", listed, previous=first.folder)
    after = everything(second.folder)
    assert "wulandari" not in after.casefold()
    assert "burina" not in after
    changes = pl.read_csv(second.folder / "changes.csv")
    venue = changes.filter((pl.col("table_name") == "events") & (pl.col("column_name") == "venue"))
    assert venue.select("old_value", "new_value").rows() == [(None, None)]


def test_a_name_in_an_old_changelog_is_withheld(tables: Path, listed: Path, tmp_path: Path) -> None:
    first = make("1.0.0", tables, tmp_path / "out", None)
    log = first.folder / "CHANGELOG.md"
    log.write_text(log.read_text("utf-8") + "- venue “Pendopo” → “Pendopo RINA  Wulandari”\n", "utf-8")
    second = make("1.1.0", tables, tmp_path / "out", listed, previous=first.folder)
    told = (second.folder / "CHANGELOG.md").read_text("utf-8")
    assert WITHHELD in told
    assert "wulandari" not in told.casefold()


def test_a_list_in_the_data_folder_is_honoured_unasked(tables: Path, listed: Path, tmp_path: Path) -> None:
    shutil.copy(listed, tables / "takedown.csv")
    made = make("1.0.0", tables, tmp_path / "out", None)
    assert "wulandari" not in everything(made.folder).casefold()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bupati RINA WULANDARI hadir", True),
        ("Rina\nWulandari", True),
        ("Dr. Hj. Rina-Wulandari, M.Si", True),
        ("https://a.example/rinawulandari.html", True),
        ("rinawulandari", False),
        ("Rina Sri Wulandari", False),
        ("Katrina Wulandari", False),
        ("Rína Wulandāri", True),
        ("", False),
    ],
)
def test_a_listed_name_is_found_however_it_is_printed(text: str, found: bool) -> None:
    assert bool(Takedown(("Rina Wulandari",)).found_in(text)) is found


@pytest.mark.parametrize(
    ("name", "listed", "same"),
    [
        ("Rina Wulandari", "Hj. Rina Wulandari, S.H.", True),
        ("Rina Wulandary", "Rina Wulandari", True),
        ("Rina W.", "Rina Wulandari", True),
        ("R. Wulandari", "Rina Wulandari", True),
        ("Rina", "Rina Wulandari", True),
        ("Rina Sri Wulandari", "Rina Wulandari", True),
        ("Ma’ruf Hakim", "Ma'ruf Hakim", True),
        ("Rina Kartika", "Rina Wulandari", False),
        ("R. W.", "Rina Wulandari", False),
        ("Suharto", "Suharto", True),
        ("Made Artawan", "Rina Wulandari", False),
        ("", "Rina Wulandari", False),
    ],
)
def test_forms_of_a_name(name: str, listed: str, same: bool) -> None:
    assert bool(Takedown((listed,)).forms_in(name)) is same


def test_words_are_found_within_addresses_only_where_they_are_long() -> None:
    assert shows("https://a.example/burinawulan", frozenset({"rinawulan"}))
    assert not shows("https://a.example/indonesia", frozenset({"ina"}))
    assert shows("https://a.example/bu-ina", frozenset({"ina"}))
    assert not shows("Pendopo", frozenset())


def test_the_list_is_read_once_for_each_person(tmp_path: Path) -> None:
    path = tmp_path / "takedown.csv"
    path.write_text("name,since,reason\nRina Wulandari,,\nRina Wulandari,2026-01-01,\nMade Artawan,,\n", "utf-8")
    assert read_takedown(path).names == ("Rina Wulandari", "Made Artawan")


def test_folding_levels_case_accents_and_marks() -> None:
    assert fold("  H. Ma’ruf  AMÌN, S.Ag. ") == "h maruf amin s ag"
