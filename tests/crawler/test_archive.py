from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from crawler.archive import Archive, Stored
from crawler.exchange import Exchange
from crawler.frontier import Frontier
from crawler.keeper import catch_up
from crawler.recovery import recover, set_aside
from schemas.capture import Capture
from tests.crawler.crawling import check

NOW = datetime(2023, 11, 20, 1, 2, 3, 456789, tzinfo=UTC)


def exchange(url: str, body: bytes = b"<html>isi</html>") -> Exchange:
    headers = (("Content-Type", "text/html"), ("X-Odd", "caf\xe9"))
    return Exchange(url, "GET", (("User-Agent", "ikrar"),), 200, "HTTP/1.1", headers, body, "203.0.113.5", NOW)


def capture(part: int = 1, parts: int = 1, part_of: str | None = None) -> Capture:
    return Capture(
        outlet="koran", route="sitemap", fetched_at=NOW, article=True, part=part, parts=parts, part_of=part_of
    )


def fill(folder: Path) -> tuple[Path, list[int]]:
    """A file of three articles, the second of two parts; where each article ends."""
    archive = Archive(folder, "ikrar")
    ends = []
    for pages in (
        [(exchange("http://a.id/1"), capture())],
        [(exchange("http://a.id/2"), capture(1, 2)), (exchange("http://a.id/2/2"), capture(2, 2, "http://a.id/2"))],
        [(exchange("http://a.id/3", b"\x00\xff" * 5000), capture())],
    ):
        archive.append(pages)
        ends.append(archive.position[1])
    archive.close()
    return folder / archive.position[0], ends


def test_records_are_sound_and_belong_together(tmp_path: Path) -> None:
    path, _ = fill(tmp_path / "archive")
    check(tmp_path)
    with path.open("rb") as file:
        records = [
            (record.rec_type, record.rec_headers, record.content_stream().read()) for record in ArchiveIterator(file)
        ]
    assert [kind for kind, _, _ in records] == ["warcinfo"] + ["response", "request", "metadata"] * 4
    for at in range(1, len(records), 3):
        (_, response, _), (_, request, _), (_, metadata, body) = records[at : at + 3]
        identifier = response.get_header("WARC-Record-ID")
        assert request.get_header("WARC-Concurrent-To") == identifier
        assert metadata.get_header("WARC-Refers-To") == metadata.get_header("WARC-Concurrent-To") == identifier
        assert response.get_header("WARC-Date") == "2023-11-20T01:02:03.456789Z"
        assert response.get_header("WARC-IP-Address") == "203.0.113.5"
        assert Capture.from_fields(body).outlet == "koran"


def test_locators_point_at_responses(tmp_path: Path) -> None:
    archive = Archive(tmp_path, "ikrar")
    sent = exchange("http://a.id/1", b"satu")
    archive.append([(exchange("http://a.id/0"), capture())])
    [stored] = archive.append([(sent, capture())])
    archive.close()
    member = (tmp_path / stored.locator.file).read_bytes()[stored.locator.offset :][: stored.locator.length]
    [record] = list(ArchiveIterator(io.BytesIO(member)))
    assert record.rec_headers.get_header("WARC-Target-URI") == "http://a.id/1"
    assert stored.locator.digest == sent.digest == record.rec_headers.get_header("WARC-Payload-Digest")


def test_files_are_rolled_at_the_limit(tmp_path: Path) -> None:
    archive = Archive(tmp_path, "ikrar", size_limit=1)
    for number in range(3):
        archive.append([(exchange(f"http://a.id/{number}"), capture())])
    archive.close()
    assert len(list(tmp_path.glob("*.warc.gz"))) == 3


def test_a_second_run_in_the_same_second_writes_another_file(tmp_path: Path) -> None:
    names = set()
    for _ in range(2):
        archive = Archive(tmp_path, "ikrar")
        archive._started = NOW
        archive.append([(exchange("http://a.id/1"), capture())])
        archive.close()
        names.add(archive.position[0])
    assert len(names) == 2


@settings(max_examples=60, deadline=None)
@given(share=st.floats(0, 1))
def test_recovery_keeps_whole_articles_only(share: float, tmp_path_factory: pytest.TempPathFactory) -> None:
    path, ends = fill(tmp_path_factory.mktemp("archive"))
    length = round(share * ends[-1])
    with path.open("r+b") as file:
        file.truncate(length)
    stored, end = recover(path, 0)
    whole = [place for place in ends if place <= length]
    assert len(stored) == [0, 1, 3, 4][len(whole)]
    assert end <= length
    assert not whole or end == whole[-1]


def test_catching_up_notes_what_was_stored_and_moves_the_torn_rest_aside(tmp_path: Path) -> None:
    path, ends = fill(tmp_path / "archive")
    with path.open("r+b") as file:
        file.truncate(ends[1] + 100)
    with Frontier(tmp_path / "frontier.sqlite", NOW) as frontier:
        [note] = catch_up(tmp_path / "archive", frontier)
        assert "100 bytes" in note
        assert frontier.is_stored("a.id/1")
        assert frontier.is_stored("a.id/2")
        assert not frontier.is_stored("a.id/3")
        assert frontier.tally()["known"] == 2
        assert catch_up(tmp_path / "archive", frontier) == ()
    assert path.stat().st_size == ends[1]
    assert path.with_name(f"{path.name}.{ends[1]}.torn").stat().st_size == 100
    check(tmp_path)


def test_a_file_shorter_than_it_was_is_told(tmp_path: Path) -> None:
    path, ends = fill(tmp_path / "archive")
    with Frontier(tmp_path / "frontier.sqlite", NOW) as frontier:
        frontier.account(path.name, ends[-1] + 10)
        assert "has lost 10 bytes" in catch_up(tmp_path / "archive", frontier)[0]


def test_a_full_disk_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = Archive(tmp_path, "ikrar")
    archive.append([(exchange("http://a.id/1"), capture())])
    archive.sync()
    name, end = archive.position

    def full(file: io.FileIO, buffer: io.BytesIO) -> None:
        file.write(buffer.getvalue()[:50])
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("crawler.archive._write", full)
        archive.append([(exchange("http://a.id/2"), capture())])
        with pytest.raises(OSError, match="No space"):
            archive.sync()
    stored: list[Stored] = list(archive.append([(exchange("http://a.id/3"), capture())]))
    archive.close()
    assert stored[0].locator.offset == end
    assert [page.url for page in recover(tmp_path / name, 0)[0]] == ["http://a.id/1", "http://a.id/3"]


def test_nothing_whole_leaves_no_file_behind(tmp_path: Path) -> None:
    path = tmp_path / "ikrar-x.warc.gz"
    path.write_bytes(b"\x1f\x8b torn")
    set_aside(path, 0)
    assert not path.exists()
    assert (tmp_path / "ikrar-x.warc.gz.0.torn").read_bytes() == b"\x1f\x8b torn"
