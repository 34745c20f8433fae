from __future__ import annotations

import gzip
import tracemalloc
import zlib
from collections import Counter
from pathlib import Path

import brotli  # type: ignore[import-untyped]  # it ships no types
import pytest
from backports import zstd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.reading.skipped import Skipped
from extract.reading.warc import NoRecordError, Response, read_response, read_warc
from tests.extract.archiving import FETCHED, ArchiveBuilder, capture, page

URLS = [f"https://kabar.example/{number}" for number in range(4)]


def build(*, gzip: bool, captured: bool = True) -> bytes:
    archive = ArchiveBuilder(gzip=gzip)
    for number, url in enumerate(URLS):
        archive.add(url, page(f"Halaman nomor {number}."), captured=capture() if captured else None)
    return archive.data


def read(path: Path, data: bytes) -> tuple[list[Response], list[Skipped], Counter[str]]:
    path.write_bytes(data)
    passed: Counter[str] = Counter()
    items = list(read_warc(path, passed))
    return (
        [item for item in items if isinstance(item, Response)],
        [item for item in items if isinstance(item, Skipped)],
        passed,
    )


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("captured", [True, False])
def test_pages_with_their_captures_and_places(tmp_path: Path, packed: bool, captured: bool) -> None:
    path = tmp_path / "a.warc.gz"
    pages, skipped, passed = read(path, build(gzip=packed, captured=captured))
    assert [found.url for found in pages] == URLS
    assert [found.body for found in pages] == [page(f"Halaman nomor {number}.") for number in range(4)]
    assert {found.status for found in pages} == {200}
    assert {found.fetched_at for found in pages} == {FETCHED}
    assert [found.capture for found in pages] == [capture() if captured else None] * 4
    assert pages[0].header("content-TYPE") == "text/html; charset=utf-8"
    assert skipped == []
    assert not passed
    for found in pages:
        assert found.warc_file == "a.warc.gz"
        assert found.warc_offset is not None
        assert read_response(path, found.warc_offset) == found


def test_no_page_at_an_offset(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(build(gzip=True))
    for offset in (0, 17, 10**9):
        with pytest.raises(NoRecordError, match=f"no page at byte {offset}"):
            read_response(path, offset)


def test_what_is_passed_over_is_counted(tmp_path: Path) -> None:
    archive = ArchiveBuilder()
    archive.add("https://kabar.example/gone", page(), status="404 Not Found")
    archive.add("https://kabar.example/moved", b"", status="301 Moved Permanently")
    archive.add("https://kabar.example/a.jpg", b"\xff\xd8\xff", headers=(("Content-Type", "image/jpeg"),))
    archive.add("https://kabar.example/a.json", b"{}", headers=(("Content-Type", "application/json"),))
    archive.revisit("https://kabar.example/0")
    archive.record("resource", "https://kabar.example/screenshot", b"x", "image/png")
    archive.record("conversion", "https://kabar.example/text", b"x", "text/plain")
    archive.add(URLS[0], page())
    pages, skipped, passed = read(tmp_path / "a.warc.gz", archive.data)
    assert [found.url for found in pages] == URLS[:1]
    assert skipped == []
    assert passed == {"not status 200": 2, "not HTML": 2, "revisit": 1, "other record": 2}


@pytest.mark.parametrize("url", ["http://[broken/x", "http://a.example:99999/x", "http://", "ftp://a.example/x", "x"])
def test_a_page_without_a_web_address_is_named(tmp_path: Path, url: str) -> None:
    archive = ArchiveBuilder()
    archive.add("https://kabar.example/1", page())
    plain = gzip.decompress(archive.data).replace(
        b"WARC-Target-URI: https://kabar.example/1", f"WARC-Target-URI: {url}".encode()
    )
    pages, skipped, _ = read(tmp_path / "a.warc", plain)
    assert pages == []
    assert [skip.reason for skip in skipped] == [f"page without a web address: {url!r}"]


def test_html_without_or_with_a_vague_type(tmp_path: Path) -> None:
    archive = ArchiveBuilder()
    archive.add(URLS[0], b"\xef\xbb\xbf<!-- a theme --> " + page(), headers=())
    archive.add(URLS[1], page(), headers=(("Content-Type", "application/octet-stream"),))
    archive.add(URLS[2], b"no markup", headers=(("Content-Type", "text/plain"),))
    archive.record("resource", URLS[3], page(), "text/html")
    pages, _, passed = read(tmp_path / "a.warc.gz", archive.data)
    assert [(found.url, found.status) for found in pages] == [(URLS[0], 200), (URLS[1], 200), (URLS[3], None)]
    assert passed == {"not HTML": 1}


def test_metadata_of_other_tools(tmp_path: Path) -> None:
    archive = ArchiveBuilder()
    archive.add(URLS[0], page())
    archive.metadata(URLS[0], b"via: https://kabar.example/\r\nhopsFromSeed: L\r\nfetchTimeMs: 20\r\n", "<urn:uuid:1>")
    archive.add(URLS[1], page(), captured=None)
    archive.record("metadata", URLS[1], b'{"languages-cld2": {}}', "application/json")
    archive.add(URLS[2], page(), captured=capture(article=False))
    pages, skipped, _ = read(tmp_path / "a.warc.gz", archive.data)
    assert [(found.url, found.capture) for found in pages] == [
        (URLS[0], None),
        (URLS[1], None),
        (URLS[2], capture(article=False)),
    ]
    assert skipped == []


def _chunked(body: bytes) -> bytes:
    pieces = [body[start : start + 100] for start in range(0, len(body), 100)]
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def _bare_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (gzip.compress(page(), mtime=0), {"Content-Encoding": "gzip"}),
        (gzip.compress(page(), mtime=0), {"Content-Encoding": "X-GZip"}),
        (zlib.compress(page()), {"Content-Encoding": "deflate"}),
        (_bare_deflate(page()), {"Content-Encoding": "deflate"}),
        (brotli.compress(page()), {"Content-Encoding": "br"}),
        (zstd.compress(page()), {"Content-Encoding": "zstd"}),
        (brotli.compress(gzip.compress(page(), mtime=0)), {"Content-Encoding": "gzip, br"}),
        (_chunked(page()), {"Transfer-Encoding": "chunked"}),
        (_chunked(gzip.compress(page(), mtime=0)), {"Transfer-Encoding": "chunked", "Content-Encoding": "gzip"}),
        (page(), {"Transfer-Encoding": "chunked", "Content-Encoding": "gzip"}),  # stored decoded, headers kept
        (page(), {"Content-Encoding": "br"}),
        (page(), {"Content-Encoding": "zstd"}),
        (page(), {"Content-Encoding": "deflate"}),
        (page(), {"Content-Encoding": "aes128gcm, identity"}),
    ],
)
def test_content_encodings_are_undone(tmp_path: Path, body: bytes, headers: dict[str, str]) -> None:
    archive = ArchiveBuilder()
    archive.add(URLS[0], body, headers=(("Content-Type", "text/html"), *headers.items()))
    pages, skipped, _ = read(tmp_path / "a.warc.gz", archive.data)
    assert [found.body for found in pages] == [page()]
    assert skipped == []


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress, brotli.compress, zstd.compress])
def test_compression_bombs_are_named_and_skipped(tmp_path: Path, pack: object) -> None:
    assert callable(pack)
    name = {gzip.compress: "gzip", zlib.compress: "deflate", brotli.compress: "br", zstd.compress: "zstd"}[pack]
    archive = ArchiveBuilder()
    archive.add(URLS[0], pack(bytes(60_000_000)), headers=(("Content-Type", "text/html"), ("Content-Encoding", name)))
    archive.add(URLS[1], page())
    tracemalloc.start()
    pages, skipped, _ = read(tmp_path / "a.warc.gz", archive.data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [found.url for found in pages] == [URLS[1]]
    assert [skip.reason for skip in skipped] == ["page too large: more than 10,000,000 bytes"]
    assert URLS[0] in skipped[0].item
    assert peak < 45_000_000


def test_large_files_that_are_no_pages_are_no_fault(tmp_path: Path) -> None:
    archive = ArchiveBuilder()
    for number, kind in enumerate(("video/mp4", "application/octet-stream")):
        archive.add(URLS[number], bytes(11_000_000), headers=(("Content-Type", kind),))
    archive.add(URLS[2], bytes(11_000_000), status="503 Service Unavailable")
    archive.add(URLS[3], page(), headers=(("X-Filler", "x" * 300_000), ("Content-Type", "text/html")))
    pages, skipped, passed = read(tmp_path / "a.warc.gz", archive.data)
    assert pages == []
    assert skipped == []
    assert passed == {"not HTML": 3, "not status 200": 1}


@pytest.mark.parametrize("packed", [True, False])
def test_a_page_of_50_mb_is_named_and_never_held(tmp_path: Path, packed: bool) -> None:
    archive = ArchiveBuilder(gzip=packed)
    archive.add(URLS[0], b"<html>" + b"ikrar " * 8_400_000)
    archive.add(URLS[1], page())
    path = tmp_path / "a.warc.gz"
    path.write_bytes(archive.data)
    del archive
    tracemalloc.start()
    items = list(read_warc(path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(items[0], Skipped)
    assert items[0].reason.startswith("page of 50,400,0")
    assert isinstance(items[1], Response)
    assert len(items) == 2
    assert peak < 20_000_000


@pytest.mark.parametrize("packed", [True, False])
def test_cut_short_anywhere(tmp_path: Path, packed: bool) -> None:
    data = build(gzip=packed)
    path = tmp_path / "a.warc.gz"
    whole, _, _ = read(path, data)
    ends = [*(found.warc_offset or 0 for found in whole[1:]), len(data)]
    for cut in range(1, len(data), 61):
        pages, skipped, _ = read(path, data[:cut])
        complete = sum(end <= cut for end in ends)
        assert [found.url for found in pages[:complete]] == URLS[:complete]
        assert len(pages) <= complete + 1  # the response may be whole while its metadata is not
        assert all(page in whole or page.capture is None for page in pages)
        assert len(skipped) <= 1
        assert "\n" not in str(skipped)


def test_cut_short_is_told(tmp_path: Path) -> None:
    data = build(gzip=True)
    *_, last = read(tmp_path / "a.warc.gz", data)[0]
    assert last.warc_offset is not None
    pages, skipped, _ = read(tmp_path / "a.warc.gz", data[: last.warc_offset + 30])
    assert [found.url for found in pages] == URLS[:3]
    assert [skip.item for skip in skipped] == [f"a.warc.gz at byte {last.warc_offset}"]
    assert (
        skipped[0].reason == "the archive ends within a record, or with bytes that are none; what came before is used"
    )


def test_one_gzip_member_around_everything(tmp_path: Path) -> None:
    plain = build(gzip=False)
    path = tmp_path / "a.warc.gz"
    expected, _, _ = read(path, plain)
    pages, skipped, _ = read(path, gzip.compress(plain))
    assert [found.body for found in pages] == [found.body for found in expected]
    assert [found.capture for found in pages] == [found.capture for found in expected]
    assert {found.warc_offset for found in pages} == {None}
    assert skipped == []
    pages, skipped, _ = read(path, gzip.compress(plain)[:-300])
    assert 0 < len(pages) <= 4
    assert len(skipped) == 1


def test_single_members_and_then_all_in_one(tmp_path: Path) -> None:
    archive = ArchiveBuilder()
    archive.add("https://kabar.example/first", page(), captured=capture())
    pages, skipped, passed = read(tmp_path / "a.warc.gz", archive.data + gzip.compress(build(gzip=False)))
    assert [found.url for found in pages] == ["https://kabar.example/first", *URLS]
    assert skipped == []
    assert not passed


@pytest.mark.parametrize("packed", [True, False])
def test_reading_goes_on_behind_a_torn_record(tmp_path: Path, packed: bool) -> None:
    data = build(gzip=packed)
    pages, _, _ = read(tmp_path / "a.warc.gz", data)
    second = pages[1].warc_offset
    assert second is not None
    pages, skipped, _ = read(tmp_path / "a.warc.gz", data[: second + 400] + data)
    assert [found.url for found in pages] == [URLS[0], *URLS]
    assert len(skipped) == 1
    assert skipped[0].item == f"a.warc.gz at byte {second}"


def test_reading_goes_on_behind_damage(tmp_path: Path) -> None:
    data = bytearray(build(gzip=True))
    pages, _, _ = read(tmp_path / "a.warc.gz", bytes(data))
    second = pages[1].warc_offset
    assert second is not None
    data[second + 200 : second + 230] = b"?" * 30
    pages, skipped, _ = read(tmp_path / "a.warc.gz", bytes(data))
    assert [found.url for found in pages] == [URLS[0], *URLS[2:]]
    assert [str(skip) for skip in skipped] == [f"a.warc.gz at byte {second}: damaged record, passed over"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b"hello", "is no WARC file"),
        (b"\x1f\x8b" + bytes(range(256)) * 40, "is no WARC file"),
        (gzip.compress(b"a tar file, perhaps", mtime=0), "is no WARC file"),
        (b"filedesc://a.arc 0.0.0.0 20100101000000 text/plain 73\n", "is no WARC file"),
        (bytes(300_000), "is no WARC file"),
        (b"WARC/1.0\r\n" + b"x" * 3_000_000, "damaged record, passed over"),
        (b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: many\r\n\r\nx", "damaged record, passed over"),
    ],
)
def test_what_is_no_archive(tmp_path: Path, data: bytes, reason: str) -> None:
    pages, skipped, _ = read(tmp_path / "a.warc.gz", data)
    assert pages == []
    assert [skip.reason for skip in skipped] == [reason]


#: Record ids are random: one archive for all examples.
ARCHIVES = {packed: build(gzip=packed) for packed in (True, False)}


@pytest.mark.parametrize("packed", [True, False])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_nothing_breaks_the_reader(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], packed: bool, data: st.DataObject
) -> None:
    archive = bytearray(ARCHIVES[packed])
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(archive) - 1))
        archive[start : start + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=40))
    pages, skipped, _ = read(tmp_path / "a.warc.gz", bytes(archive))
    assert all(found.url.startswith("http") for found in pages)
    assert len(skipped) <= 20
    assert capfd.readouterr() == ("", "")
