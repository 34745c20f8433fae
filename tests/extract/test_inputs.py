from __future__ import annotations

import gzip
import json
import pickle
import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.reading.inputs import PageSource, Skipped, find_sources, read_inputs, read_source, unrepeated
from schemas.article import Article, article_id, text_digest
from tests.extract.archiving import FETCHED, ArchiveBuilder, capture, page

SHARED = Path(__file__).parents[3] / "shared"
TEXT = "Para pegawai berikrar netral.\nBupati memimpin acara itu."


def read(
    *paths: Path, topical: bool = True, outlet_of: Callable[[str], str | None] | None = None, zone: str = "Asia/Jakarta"
) -> tuple[list[Article], list[Skipped], Counter[str]]:
    tally: Counter[str] = Counter()
    items = list(read_inputs(paths, topical=topical, outlet_of=outlet_of, zone_of=lambda _: zone, tally=tally))
    return (
        [item for item in items if isinstance(item, Article)],
        [item for item in items if isinstance(item, Skipped)],
        tally,
    )


def lines(*articles: Mapping[str, object] | str) -> bytes:
    return "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in articles).encode()


# JSON lines


def test_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(
        lines(
            {"id": "a1", "url": "https://kabar.example/1", "outlet": "kabar", "published": "2023-10-17", "title": "Judul",
             "text": TEXT, "source_url": "https://never.example/", "events": []},
            {"url": "https://kabar.example/2", "published": "2023-10-17T14:05:00", "text": TEXT + " Dua."},
            {"id": 3, "published": "2023-10-17T14:05:00Z", "title": None, "text": "e\u0301 satu\r\ndua\0 "},
            {"id": "a5", "title": "e\x07\u0301", "text": "e\x00\u0301 lima"},
            {"id": "a4", "published": None, "outlet": "", "title": " ", "text": "Empat."},
        )
    )  # fmt: skip
    articles, skipped, _ = read(path)
    assert skipped == []
    first, second, third, fifth, fourth = articles
    assert first == Article(
        article_id="a1", url="https://kabar.example/1", canonical_url=None, outlet="kabar", title="Judul", author=None,
        published_at=datetime(2023, 10, 16, 17, 0, tzinfo=UTC), fetched_at=None, language=None, text=TEXT,
        text_digest=text_digest(TEXT), duplicate_of=None, discovered_by=None, warc_file=None, warc_offset=None,
        http_status=None,
    )  # fmt: skip
    assert second.article_id == article_id("https://kabar.example/2")
    assert second.published_at == datetime(2023, 10, 17, 7, 5, tzinfo=UTC)
    assert (third.article_id, third.title, third.text) == ("3", None, "\xe9 satu\ndua ")
    assert third.published_at == datetime(2023, 10, 17, 14, 5, tzinfo=UTC)
    assert (fourth.published_at, fourth.outlet, fourth.title) == (None, None, None)
    assert second.outlet == "kabar.example"
    assert (fifth.title, fifth.text) == ("\xe9", "\xe9 lima")


GOOD: dict[str, object] = {"id": "good", "text": TEXT}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "is no JSON: "),
        ("not json", "is no JSON: Expecting value at character 0"),
        ("[1]", "is no JSON object"),
        ("null", "is no JSON object"),
        ("[" * 50_000, "is no JSON"),
        ('{"id": "x", "text": "a", "n": ' + "9" * 5000 + "}", "is no JSON that can be read"),
        ({"id": "x"}, "has no text"),
        ({"id": "x", "text": " \n"}, "has no text"),
        ({"id": "x", "text": None}, "has no text"),
        ({"id": "x", "text": 7}, "`text` is no string"),
        ({"id": ["x"], "text": "a"}, "`id` is no string"),
        ({"id": True, "text": "a"}, "`id` is no string"),
        ({"id": "x", "title": {}, "text": "a"}, "`title` is no string"),
        ({"text": "a"}, "has neither id nor url"),
        ({"id": "", "url": "", "text": "a"}, "has neither id nor url"),
        ({"id": "x", "published": "kemarin", "text": "a"}, "`published` is no date or time (ISO 8601): 'kemarin'"),
        ({"id": "x", "published": "2023-02-31", "text": "a"}, "`published` is no date or time"),
        ({"id": "x", "published": "9999-12-31T23:59:59-11:00", "text": "a"}, "`published` is no date or time"),
        ({"id": "x", "published": 20231017, "text": "a"}, "`published` is no string"),
    ],
)  # fmt: skip
def test_lines_that_are_no_article(tmp_path: Path, line: dict[str, object] | str, reason: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(lines(GOOD, line, "", GOOD | {"id": "good2"}))
    articles, skipped, _ = read(path)
    assert [article.article_id for article in articles] == ["good", "good2"]
    assert [skip.item for skip in skipped] == ["a.jsonl:2"]
    assert skipped[0].reason.startswith(reason)
    assert "\n" not in str(skipped[0])


def test_packed_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    data = gzip.compress(lines(GOOD)) + gzip.compress(lines(GOOD | {"id": "good2"}))
    path.write_bytes(data)
    assert [article.article_id for article in read(path)[0]] == ["good", "good2"]
    path.write_bytes(data[:-20])
    articles, skipped, _ = read(path)
    assert [article.article_id for article in articles] == ["good"]
    assert skipped[-1] == Skipped(
        f"a.jsonl.gz behind line {len(skipped)}", "the gzip data are damaged or cut short; what came before is used"
    )


def test_json_lines_with_a_mark_windows_line_ends_and_a_legacy_charset(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(
        b"\xef\xbb\xbf" + lines(GOOD).replace(b"\n", b"\r\n") + '{"id": "l", "text": "“Ya”"}'.encode("cp1252")
    )
    articles, skipped, _ = read(path)
    assert [(article.article_id, article.text) for article in articles] == [("good", TEXT), ("l", "“Ya”")]
    assert skipped == []


def test_a_line_without_end_is_not_held(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with path.open("wb") as file:
        file.write(b'{"id": "x", "text": "')
        for _ in range(60):
            file.write(b"ikrar " * 170_000)
        file.write(b'"}\n' + lines(GOOD))
    tracemalloc.start()
    articles, skipped, _ = read(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [article.article_id for article in articles] == ["good"]
    assert [str(skip) for skip in skipped] == ["a.jsonl:1: line of more than 10,000,000 bytes"]
    assert peak < 45_000_000


def test_memory_is_flat(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(lines(*({"id": str(number), "text": TEXT * 50 + str(number)} for number in range(3000))))
    tracemalloc.start()
    count = sum(1 for _ in read_inputs([path]))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 3000
    assert peak < 4_000_000


# Single objects and text files


def test_single_objects(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.json").write_text(json.dumps({"text": TEXT}, indent=2))
    (tmp_path / "a.json").write_text(json.dumps(GOOD))
    (tmp_path / "c.json").write_text("[]")
    articles, skipped, _ = read(tmp_path)
    assert [article.article_id for article in articles] == ["good", "sub/b"]
    assert [str(skip) for skip in skipped] == ["c.json: is no JSON object"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Bupati Pimpin Ikrar\n\nPara pegawai hadir.", "Bupati Pimpin Ikrar"),
        ("Ikrar\n\nPara pegawai hadir.", "Ikrar"),
        ("Bupati Pimpin Ikrar Netralitas\nPara pegawai hadir.", "Bupati Pimpin Ikrar Netralitas"),
        ("  Bupati Pimpin Ikrar Netralitas \r\n\r\nPara pegawai hadir.", "Bupati Pimpin Ikrar Netralitas"),
        ("Apakah ASN Harus Ikrar?\n\nPara pegawai hadir.", None),
        ("Para pegawai berikrar netral.\nBupati memimpin.", None),
        ("Para pegawai berikrar netral.\n\nBupati memimpin.", None),
        ("Lembah Raya – kabaruji.co.id\nPara pegawai hadir.", None),
        ("Lembah Raya, KabarUji.com –\nPara pegawai hadir.", None),
        ("LEMBAH RAYA -\n\nPara pegawai hadir.", None),
        ("Lembah Raya\nPara pegawai hadir.", None),
        ("“Kami netral,” kata Bupati:\nPara pegawai hadir.", None),
        ("pegawai " * 40 + "\n\nPara pegawai hadir.", None),
        ("Bupati Pimpin Ikrar Netralitas", None),
        ("\nBupati Pimpin Ikrar Netralitas\n\nPara pegawai hadir.", None),
    ],
)
def test_text_files(tmp_path: Path, text: str, title: str | None) -> None:
    path = tmp_path / "berita.2.txt"
    path.write_text(text, encoding="utf-8", newline="")
    articles, skipped, _ = read(path)
    assert [(article.article_id, article.text, article.title) for article in articles] == [
        ("berita.2", text.replace("\r\n", "\n"), title)
    ]
    assert skipped == []


@pytest.mark.skipif(not SHARED.is_dir(), reason="the five articles are other people's and lie outside of the project")
def test_the_five_articles_as_annotated() -> None:
    articles, skipped, _ = read(SHARED / "seeds")
    annotated = [json.loads(path.read_text("utf-8")) for path in sorted((SHARED / "gold" / "seeds").glob("*.json"))]
    assert [(article.title, article.text) for article in articles] == [
        (gold["title"], gold["text"]) for gold in annotated
    ]
    assert skipped == []
    assert [article.text for article in read(SHARED / "gold" / "seeds")[0]] == [gold["text"] for gold in annotated]


# Saved pages


def test_saved_pages_have_the_id_of_their_address_or_of_their_place(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    named = '<link rel="canonical" href="https://medan.kabaruji.co.id/berita/7?utm_source=x">'
    (tmp_path / "a.html").write_bytes(page(head=named))
    (tmp_path / "b" / "c.HTM").write_bytes(page("Paragraf lain yang hanya ada di halaman ini."))
    articles, skipped, _ = read(tmp_path)
    address = "https://medan.kabaruji.co.id/berita/7"
    assert [(article.article_id, article.canonical_url, article.outlet) for article in articles] == [
        (article_id(address), address, "kabaruji.co.id"),
        ("b/c", None, None),
    ]
    assert skipped == []


def test_outlet_and_time_zone_of_what_was_not_fetched(tmp_path: Path) -> None:
    head = (
        '<link rel="canonical" href="https://medan.kabaruji.co.id/berita/7">'
        '<meta property="article:published_time" content="2024-10-04 14:05:00">'
    )
    (tmp_path / "a.html").write_bytes(page(head=head))
    (tmp_path / "b.jsonl").write_bytes(lines({"url": "https://www.kabaruji.co.id/8", "text": TEXT}))
    known = {"kabaruji.co.id": "kabar-uji"}
    articles, _, _ = read(tmp_path, outlet_of=known.get, zone="Asia/Makassar")
    assert [article.outlet for article in articles] == ["kabar-uji", "kabar-uji"]
    assert articles[0].published_at == datetime(2024, 10, 4, 6, 5, tzinfo=UTC)
    assert [article.outlet for article in read(tmp_path)[0]] == ["kabaruji.co.id", "kabaruji.co.id"]


# Archives


def archive(
    folder: Path, name: str = "a.warc.gz", *, packed: bool = True
) -> Callable[[Iterable[tuple[str, bytes]]], Path]:
    def write(pages: Iterable[tuple[str, bytes]]) -> Path:
        builder = ArchiveBuilder(gzip=packed)
        for url, body in pages:
            builder.add(url, body)
        (folder / name).write_bytes(builder.data)
        return folder / name

    return write


def test_an_archived_article(tmp_path: Path) -> None:
    builder = ArchiveBuilder()
    head = '<meta property="article:published_time" content="2024-10-04T14:05:00">'
    offset = builder.add("https://www.kabar.example/a/?utm_source=x", page(head=head), captured=capture())
    (tmp_path / "a.warc.gz").write_bytes(builder.data)
    (article,), skipped, _ = read(tmp_path / "a.warc.gz", zone="Asia/Jayapura")
    assert skipped == []
    assert article.article_id == article_id("https://www.kabar.example/a/")
    assert article.url == "https://www.kabar.example/a/?utm_source=x"
    assert article.canonical_url is None
    assert article.outlet == "kabar-uji"
    assert article.title == "Pegawai Membaca Ikrar di Halaman Kantor"
    assert article.published_at == datetime(2024, 10, 4, 5, 5, tzinfo=UTC)
    assert article.fetched_at == FETCHED
    assert article.language == "id"
    assert article.text.count("\n") == 2
    assert article.text_digest == text_digest(article.text)
    assert (article.discovered_by, article.warc_file, article.warc_offset) == ("feed", "a.warc.gz", offset)
    assert article.http_status == 200


def test_only_what_the_crawler_took_for_an_article(tmp_path: Path) -> None:
    builder = ArchiveBuilder()
    builder.add("https://kabar.example/1", page(), captured=capture())
    builder.add("https://kabar.example/search?q=ikrar", page(), captured=capture(article=False))
    builder.add("https://kabar.example/torn", page())
    (tmp_path / "a.warc.gz").write_bytes(builder.data)
    articles, skipped, tally = read(tmp_path)
    assert [article.url for article in articles] == ["https://kabar.example/1"]
    assert skipped == []
    assert tally == {"served discovery only": 1, "page without a capture": 1}


def test_foreign_archives_are_sifted_by_topic(tmp_path: Path) -> None:
    other = page(title="Pasar Baru").decode()
    for word in ("netralitas", "ikrar", "Ikrar", "pakta integritas"):
        other = other.replace(word, "pasar")
    entity = other.replace("foto", "PAKTA&nbsp;INTEGRITAS")
    path = archive(tmp_path)([("https://kabar.example/1", page()), ("https://kabar.example/2", other.encode()),
                              ("https://kabar.example/3", entity.encode())])  # fmt: skip
    articles, _, tally = read(path)
    assert {article.url for article in articles} == {"https://kabar.example/1", "https://kabar.example/3"}
    assert tally == {"off topic": 1}
    articles, _, tally = read(path, topical=False)
    assert len(articles) == 3
    assert not tally


def test_the_outlet_of_a_foreign_page(tmp_path: Path) -> None:
    urls = ["https://medan.besar.co.id/1", "https://www.kecil.example/2", "http://127.0.0.1/3"]
    path = archive(tmp_path)([(url, page(f"Halaman {url}.")) for url in urls])
    known = {"besar.co.id": "besar"}
    outlets = {article.url: article.outlet for article in read(path, outlet_of=known.get)[0]}
    assert outlets == {urls[0]: "besar", urls[1]: "kecil.example", urls[2]: "127.0.0.1"}


def test_the_latest_version_counts(tmp_path: Path) -> None:
    named = '<link rel="canonical" href="https://kabar.example/1">'
    versions = [
        ("https://kabar.example/1", "Versi kedua dari paragraf.", 2),
        ("https://www.kabar.example/1/", "Versi pertama dari paragraf.", 1),
        ("https://kabar.example/1?ref=feed", "Versi ketiga dari paragraf.", 3),
        ("https://kabar.example/baca?id=1", "Versi nol dari paragraf.", 0),
    ]
    for order in (versions, versions[::-1]):
        for number, (url, text, day) in enumerate(order):
            builder = ArchiveBuilder()
            builder.add(url, page(text, head=named), captured=capture(fetched_at=FETCHED + timedelta(days=day)))
            (tmp_path / f"{number}.warc.gz").write_bytes(builder.data)
        articles, skipped, tally = read(tmp_path)
        assert [article.text.split("\n")[-1] for article in articles] == ["Versi ketiga dari paragraf."]
        assert skipped == []
        assert tally["superseded"] == 3


def test_the_same_text_again_is_counted_once(tmp_path: Path) -> None:
    named = '<link rel="canonical" href="https://kabar.example/1">'
    path = archive(tmp_path)(
        [("https://kabar.example/1", page(head=named)), ("https://kabar.example/amp?id=1", page(head=named))]
    )
    articles, skipped, tally = read(path)
    assert len(articles) == 1
    assert skipped == []
    assert tally == {"repeated": 1}


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 1, 2)])
def test_parts_of_an_article_are_joined_in_order(tmp_path: Path, order: tuple[int, ...]) -> None:
    builder = ArchiveBuilder()
    first = "https://kabar.example/panjang/"
    for part in order:
        url = first if part == 1 else f"{first}{part}/"
        named = f'<link rel="canonical" href="{url}">'
        captured = capture(part=part, part_of=None if part == 1 else first)
        builder.add(url, page(f"Bagian nomor {part} dari cerita panjang ini.", head=named), captured=captured)
    (tmp_path / "a.warc.gz").write_bytes(builder.data)
    (article,), skipped, _ = read(tmp_path)
    assert skipped == []
    assert (article.article_id, article.url) == (article_id(first), first)
    assert [line for line in article.text.split("\n") if line.startswith("Bagian")] == [
        f"Bagian nomor {part} dari cerita panjang ini." for part in (1, 2, 3)
    ]
    assert article.text.count("mengucapkan ikrar netralitas") == 1


@pytest.mark.parametrize("form", ["{}?page={}", "{}/{}", "{}?halaman={}"])
def test_parts_in_foreign_archives(tmp_path: Path, form: str) -> None:
    first = "https://kabar.example/panjang"
    pages = [(first, page("Bagian nomor 1 dari cerita."))]
    pages += [(form.format(first, part), page(f"Bagian nomor {part} dari cerita.")) for part in (2, 3)]
    articles, _, _ = read(archive(tmp_path)(pages))
    assert [article.url for article in articles] == [first]
    assert [line[13] for line in articles[0].text.split("\n") if line.startswith("Bagian")] == ["1", "2", "3"]
    articles, _, _ = read(archive(tmp_path)(pages[1:]))
    assert len(articles) == 2  # without the first page, a number in an address says nothing


def test_a_view_of_the_whole_article_is_the_article(tmp_path: Path) -> None:
    first = "https://kabar.example/panjang"
    whole = page("Bagian 1 dan 2 bersama.")
    pages = [(first, page("Bagian 1.")), (f"{first}?page=2", page("Bagian 2.")), (f"{first}?page=all", whole)]
    (article,), _, _ = read(archive(tmp_path)(pages))
    assert article.text.endswith("Bagian 1 dan 2 bersama.")
    assert article.article_id == article_id(first)


def test_one_gzip_member_around_everything(tmp_path: Path) -> None:
    builder = ArchiveBuilder(gzip=False)
    for number in range(3):
        builder.add(f"https://kabar.example/{number}", page(f"Halaman nomor {number}."), captured=capture())
    (tmp_path / "a.warc.gz").write_bytes(gzip.compress(builder.data))
    articles, skipped, _ = read(tmp_path)
    assert sorted(article.text[-16:] for article in articles) == [
        f"Halaman nomor {number}."[-16:] for number in range(3)
    ]
    assert {(article.warc_file, article.warc_offset, article.outlet) for article in articles} == {
        ("a.warc.gz", None, "kabar-uji")
    }
    assert skipped == []


def test_a_page_without_an_article_is_named(tmp_path: Path) -> None:
    path = archive(tmp_path)([("https://kabar.example/x", b"<html><p>ikrar</p></html>")])
    articles, skipped, _ = read(path)
    assert articles == []
    assert skipped[0].reason == "no article found on the page"
    assert skipped[0].item.startswith("a.warc.gz at byte ")
    assert skipped[0].item.endswith("(https://kabar.example/x)")


def test_of_a_data_folder_the_archive_counts(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs" / "1.json").write_text('{"run": 1}')
    archive(tmp_path / "archive", "1.warc.gz")([("https://kabar.example/1", page())])
    archive(tmp_path / "archive", "2.warc", packed=False)([("https://kabar.example/2", page("Halaman kedua."))])
    articles, skipped, _ = read(tmp_path)
    assert {article.warc_file for article in articles} == {"1.warc.gz", "2.warc"}
    assert skipped == []


def test_sources_can_be_read_by_other_processes(tmp_path: Path) -> None:
    path = archive(tmp_path)([(f"https://kabar.example/{number}", page(f"Halaman {number}.")) for number in range(3)])
    (tmp_path / "spool").mkdir()
    sources = list(find_sources([path], tmp_path / "spool"))
    assert all(isinstance(source, PageSource) for source in sources)
    shipped = pickle.loads(pickle.dumps(sources))
    assert list(unrepeated(map(read_source, shipped), Counter())) == read(path)[0]


# Bad input


def test_what_cannot_be_read_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "blank.txt").write_bytes(b" \n ")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "image.html").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (tmp_path / "empty.html").write_bytes(b"")
    (tmp_path / "menu.html").write_bytes(b"<html><body><nav>Beranda</nav></body></html>")
    (tmp_path / "empty.jsonl").write_bytes(b"")
    (tmp_path / "binary.jsonl").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "empty.json").write_bytes(b"")
    (tmp_path / "empty.warc.gz").write_bytes(b"")
    (tmp_path / "text.warc").write_bytes(b"hello")
    (tmp_path / "good.txt").write_text(TEXT)
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    (tmp_path / ".hidden.txt").write_text(TEXT)
    articles, skipped, tally = read(tmp_path)
    assert [article.article_id for article in articles] == ["good"]
    assert sorted(map(str, skipped)) == [
        "binary.jsonl: is a binary file, no JSON lines",
        "binary.txt: is a binary file, no text",
        "blank.txt: is empty",
        "empty.html: is empty",
        "empty.json: is empty",
        "empty.jsonl: is empty",
        "empty.txt: is empty",
        "empty.warc.gz: is empty",
        "image.html: is a PNG image, no HTML page",
        "menu.html: no article found on the page",
        "text.warc: is no WARC file",
    ]
    assert tally == {"other file": 2}


@pytest.mark.parametrize("name", ["a.html", "a.txt", "a.json"])
def test_a_file_of_50_mb_is_named_and_not_held(tmp_path: Path, name: str) -> None:
    with (tmp_path / name).open("wb") as file:
        file.seek(50_000_000)
        file.write(b"x")
    tracemalloc.start()
    articles, skipped, _ = read(tmp_path / name)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert articles == []
    assert [str(skip) for skip in skipped] == [f"{name}: has 50,000,001 bytes; at most 10,000,000 are read"]
    assert peak < 25_000_000


def test_inputs_that_are_not_there_or_of_no_kind(tmp_path: Path) -> None:
    (tmp_path / "void").mkdir()
    (tmp_path / "table.csv").write_text("a,b\n")
    (tmp_path / "good.txt").write_text(TEXT)
    articles, skipped, _ = read(tmp_path / "missing.txt", tmp_path / "void", tmp_path / "table.csv", Path("/dev/null"),
                                tmp_path / "good.txt")  # fmt: skip
    assert [article.article_id for article in articles] == ["good"]
    assert [str(skip) for skip in skipped] == [
        f"{tmp_path / 'missing.txt'}: there is no such file or folder",
        f"{tmp_path / 'void'}: holds no WARC, HTML, text or JSON files",
        f"{tmp_path / 'table.csv'}: is of no kind that is read: WARC, HTML, .txt, .json, .jsonl",
        "/dev/null: is neither a file nor a folder",
    ]


def test_files_whose_name_does_not_tell(tmp_path: Path) -> None:
    (tmp_path / "saved").write_bytes(b"\xef\xbb\xbf\n" + page())
    archive(tmp_path, "crawl", packed=False)([("https://kabar.example/1", page("Halaman arsip."))])
    articles, skipped, _ = read(tmp_path / "saved", tmp_path / "crawl")
    assert [article.text.split("\n")[-1][:13] for article in articles] == ["Halaman arsip", "Kegiatan itu "]
    assert skipped == []


def test_what_may_not_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests may run as root, who may open everything: the refusal is simulated where files are opened."""
    names = ["a.html", "a.json", "a.jsonl", "a.txt", "a.warc.gz", "a.unknown"]
    for name in [*names, "good.txt"]:
        (tmp_path / name).write_text(TEXT)
    opened = Path.open

    def refuse(path: Path, mode: str = "r") -> object:
        if path.name in names:
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, mode)

    monkeypatch.setattr(Path, "open", refuse)
    articles, skipped, _ = read(*(tmp_path / name for name in [*names, "good.txt"]))
    assert [article.article_id for article in articles] == ["good"]
    assert sorted(Path(skip.item).name for skip in skipped) == sorted(names)
    assert {skip.reason for skip in skipped} == {"cannot be read: Permission denied"}


def test_a_folder_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "closed").mkdir()
    (tmp_path / "good.txt").write_text(TEXT)

    def scandir(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return listed(path)

    import os

    listed = os.scandir
    monkeypatch.setattr(os, "scandir", scandir)
    articles, skipped, _ = read(tmp_path)
    assert [article.article_id for article in articles] == ["good"]
    assert [str(skip) for skip in skipped] == [f"{tmp_path / 'closed'}: cannot be read: Permission denied"]


def test_a_folder_with_the_name_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    (tmp_path / "a.txt" / "b.txt").write_text(TEXT)
    assert [article.article_id for article in read(tmp_path)[0]] == ["a.txt/b"]


def test_links_that_lead_back_end(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b.txt").write_text(TEXT)
    (tmp_path / "a" / "up").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "a" / "broken.txt").symlink_to(tmp_path / "nowhere")
    articles, skipped, _ = read(tmp_path)
    assert [article.article_id for article in articles] == ["a/b"]
    assert [str(skip) for skip in skipped] == ["a/broken.txt: cannot be read: No such file or directory"]


def test_two_files_of_one_id(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(GOOD, GOOD, GOOD | {"text": "Teks lain."}))
    articles, skipped, tally = read(tmp_path / "a.jsonl")
    assert [article.text for article in articles] == [TEXT]
    assert [str(skip) for skip in skipped] == ["a.jsonl:3: has the id 'good' of a.jsonl:1 and another text"]
    assert tally == {"repeated": 1}


def test_the_order_is_always_the_same(tmp_path: Path) -> None:
    for name in ("b", "a", "c/a", "c/B"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / f"{name}.txt").write_text(f"{TEXT} {name}")
    archive(tmp_path)([(f"https://kabar.example/{number}", page(f"Halaman {number}.")) for number in range(5)])
    order = [article.article_id for article in read(tmp_path)[0]]
    assert order[5:] == ["a", "b", "c/B", "c/a"]
    assert all([article.article_id for article in read(tmp_path)[0]] == order for _ in range(3))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.binary(max_size=600),
    ending=st.sampled_from([".html", ".txt", ".json", ".jsonl", ".warc", ".warc.gz", ".x"]),
)
def test_any_bytes_in_any_file(tmp_path: Path, data: bytes, ending: str) -> None:
    path = tmp_path / f"a{ending}"
    path.write_bytes(data)
    articles, skipped, _ = read(path)
    assert articles or skipped
    assert all("\n" not in skip.reason and skip.item for skip in skipped)
