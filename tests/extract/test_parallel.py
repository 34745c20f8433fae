"""Several processes: the outcome and order of one, whatever happens to a process or an article."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import time
from pathlib import Path

import pytest

from extract import parallel
from extract.homes import Homes
from extract.limits import OvertimeError, processor_time
from extract.parallel import Read, WorkerError, extracted, read_articles
from extract.reading.inputs import Ready
from extract.reading.skipped import Skipped
from schemas.article import Article

GOLD = Path(__file__).parents[1] / "gold"
NO_OUTLETS = Homes(())


def _articles(count: int) -> list[dict[str, str | None]]:
    """Ceremonies of one kind in several regencies, each an article of its own."""
    places = [
        "Klaten",
        "Boyolali",
        "Sragen",
        "Wonogiri",
        "Karanganyar",
        "Sukoharjo",
        "Rembang",
        "Pati",
        "Kudus",
        "Demak",
    ]
    return [
        {
            "id": f"a{number:03}",
            "published": f"2024-09-{number % 28 + 1:02}",
            "title": f"ASN {place} Ucapkan Ikrar Netralitas",
            "text": (
                f"{place} – Sebanyak {100 + number} ASN Pemkab {place} mengucapkan ikrar netralitas Pilkada 2024 di "
                f"halaman kantor bupati, Senin (2/9/2024). Ikrar dipimpin Sekda {place} Suwito Hadi Prayitno."
            ),
        }
        for number in range(count)
        for place in [places[number % len(places)]]
    ]


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    file = tmp_path / "berita.jsonl"
    rows = [json.dumps(article) for article in _articles(80)]
    rows.insert(40, "{broken")
    rows.insert(60, json.dumps({"id": "panjang", "title": "Daftar", "text": "ikrar netralitas ASN " * 30_000}))
    file.write_text("\n".join(rows), encoding="utf-8")
    return file


def test_two_processes_give_what_one_gives_in_its_order(lines: Path) -> None:
    pages = GOLD / "synthetic"
    alone = list(read_articles([lines, pages], NO_OUTLETS))
    assert sum(isinstance(item, Read) for item in alone) > 120
    assert sum(isinstance(item, Skipped) for item in alone) == 2
    assert list(read_articles([lines, pages], NO_OUTLETS, jobs=2)) == alone


def test_killed_processes_lose_nothing(lines: Path) -> None:
    alone = list(read_articles([lines], NO_OUTLETS))
    shared = []
    for number, item in enumerate(read_articles([lines], NO_OUTLETS, jobs=2)):
        shared.append(item)
        if number == 3:
            for process in multiprocessing.active_children():
                process.kill()
    assert shared == alone


def deadly(item: Article) -> Read | Skipped:
    """Ends its process as the system does when memory runs out."""
    if item.article_id in ("a007", "a008"):
        os.kill(os.getpid(), signal.SIGKILL)
    return extracted(item, NO_OUTLETS)


def hopeless(item: Article) -> Read | Skipped:
    """Ends every process."""
    os.kill(os.getpid(), signal.SIGKILL)
    return extracted(item, NO_OUTLETS)


def _read(lines: Path) -> list[Article]:
    return [item.article for item in read_articles([lines], NO_OUTLETS) if isinstance(item, Read)]


def test_an_article_that_kills_its_process_is_named_and_the_rest_goes_on(lines: Path) -> None:
    articles = _read(lines)
    with parallel._Workers(2, NO_OUTLETS) as workers:
        outcome = list(workers.in_order(deadly, articles, Article))
    assert [item.item for item in outcome if isinstance(item, Skipped)] == ["a007", "a008"]
    assert [item.article.article_id for item in outcome if isinstance(item, Read)] == [
        article.article_id for article in articles if article.article_id not in ("a007", "a008")
    ]


def test_processes_that_die_whatever_they_are_given_end_it(lines: Path) -> None:
    with (
        parallel._Workers(2, NO_OUTLETS) as workers,
        pytest.raises(WorkerError, match="one process after another died"),
    ):
        list(workers.in_order(hopeless, _read(lines), Article))


def test_items_that_are_no_article_pass_through(tmp_path: Path) -> None:
    file = tmp_path / "satu.txt"
    file.write_text("Judul\n\nSatu paragraf berita.", encoding="utf-8")
    (read,) = read_articles([file], NO_OUTLETS)
    assert isinstance(read, Read)
    assert parallel.page(Ready("satu.txt", read.article), NO_OUTLETS) == Ready("satu.txt", read.article)
    gone = Skipped("dua.txt", "cannot be read")
    assert extracted(gone, NO_OUTLETS) is gone


def _spin(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def test_processor_time_is_bounded() -> None:
    begun = time.process_time()
    with pytest.raises(OvertimeError, match=r"took more than 0\.2 s of processor time"), processor_time(0.2):
        _spin(5)
    assert time.process_time() - begun < 1
    assert signal.getsignal(signal.SIGVTALRM) is signal.SIG_DFL
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0, 0)


def test_waiting_is_no_processor_time() -> None:
    with processor_time(0.05):
        time.sleep(0.3)


def _stubborn() -> None:
    try:
        _spin(5)
    except OvertimeError:
        _spin(5)


def test_a_reader_that_swallows_the_first_call_is_called_again() -> None:
    with pytest.raises(OvertimeError), processor_time(0.1):
        _stubborn()


def test_an_article_that_takes_too_long_is_named(lines: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    article = _read(lines)[0]

    def slow(_article: Article, _homes: Homes) -> list[object]:
        _spin(5)
        return []

    monkeypatch.setattr(parallel, "read_reports", slow)
    monkeypatch.setattr(parallel, "EXTRACTING", 0.1)
    assert extracted(article, NO_OUTLETS) == Skipped("a000", "extraction took more than 0.1 s of processor time")
