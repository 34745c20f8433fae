"""Hostile and foreign texts, and what holds for every text: spans inside it, values printed there, the same twice."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from extract.assembly import assemble
from extract.document import context_of, left_in, sentences_of, text_of
from extract.homes import Homes
from extract.limits import processor_time
from extract.parallel import extracted
from extract.pipeline import LONGEST_TEXT, UnreadableTextError, open_article, prepare, read_document, read_reports
from extract.reading.skipped import Skipped
from schemas.article import Article, text_digest
from schemas.report import Report

NO_OUTLETS = Homes(())
#: Hostile texts are this long: some fifty times the usual article.
LONG = 40_000
TOLD = (
    "KLATEN – Sebanyak 420 ASN Pemkab Klaten mengucapkan ikrar netralitas Pilkada 2024 di Pendopo Pemkab Klaten, Senin "
    "(2/9/2024). Ikrar dipimpin Sekda Klaten Suwito Hadi Prayitno sesuai UU Nomor 20 Tahun 2023. "
)


def article(text: str, title: str | None = None) -> Article:
    fields = dict.fromkeys(("url", "canonical_url", "outlet", "author", "fetched_at", "language", "duplicate_of"))
    fields |= dict.fromkeys(("discovered_by", "warc_file", "warc_offset", "http_status"))
    published = dt.datetime(2024, 9, 3, 5, tzinfo=dt.UTC)
    known = {"article_id": "uji", "title": title, "published_at": published, "text": text}
    return Article.model_validate(fields | known | {"text_digest": text_digest(text)})


def over(part: str, length: int = LONG) -> str:
    """`part` again and again, to `length` characters."""
    return (part * (length // len(part) + 1))[:length]


def planes(length: int = LONG) -> str:
    """Characters of all seventeen planes of Unicode in turn, surrogates left out."""
    points = (plane * 0x10000 + 0x1000 + step for step in range(length // 17 + 1) for plane in range(17))
    return "".join(map(chr, points))[:length]


SENSELESS: dict[str, Callable[[], str]] = {
    "digits": lambda: over("7"),
    "groups of digits": lambda: over("12.345 "),
    "brackets": lambda: "(" * (LONG // 2) + ")" * (LONG // 2),
    "brackets and quotes": lambda: over("([{“‘«", LONG // 2) + over("»’”}])", LONG // 2),
    "opening quotes": lambda: over('“" '),
    "marks": lambda: over(",;:-–—/"),
    "full stops": lambda: over(". "),
    "lines of one letter": lambda: over("a\n"),
    "line ends": lambda: over("\n"),
    "blanks": lambda: over(" ") + "a",
    "one capital word": lambda: over("A"),
    "one hyphenated word": lambda: over("a-b"),
    "accents": lambda: "x" + over("\u0301"),
    "every plane": planes,
    "right to left": lambda: over("\u202e\u05d0\u0639\u202c ikrar "),
    "invisible characters": lambda: over("\u200b\u200d\ufeff\u00ad"),
    "mixed scripts": lambda: over("икрар netralіtas 中立 ນາທີ ഇക്രാർ ikrаr "),
    "places": lambda: over("Kabupaten Mojokerto, Kota Bogor, Klaten, "),
    "days": lambda: over("Senin (2/9/2024), 3 September 2024, kemarin, "),
    "names": lambda: over("Bupati Ahmad Yani, Sekda Budi Santoso dan Camat Siti Aminah "),
    "capitals": lambda: over("Ahmad Budi Citra Dedi Eko "),
    "acronyms": lambda: over("AHMAD BUDI CITRA "),
    "offices": lambda: over("Kepala Dinas Badan Bidang "),
    "laws": lambda: over("UU Nomor 5 Tahun 2014 pasal 3 ayat 2 "),
    "joint decrees": lambda: over("SKB Nomor 1 Tahun 2, Nomor 3, "),
    "elections": lambda: over("Pemilu dan Pilkada serentak "),
    "number words": lambda: over("seribu dua ratus tiga puluh lima orang ASN "),
    "bodies": lambda: over("Dinas " + "A " * 400),
    "list without end": lambda: over("1. Netral\n2. Tidak memihak\n"),
    "venues": lambda: over("bertempat di Lapangan Alun Alun "),
}

TELLING: dict[str, Callable[[], str]] = {
    "one ceremony again and again": lambda: over(TOLD),
    "one in every line": lambda: over(TOLD.strip() + "\n"),
    "the bare act": lambda: over("ikrar netralitas ASN "),
    "acts in sentences": lambda: over("Ikrar netralitas ASN diucapkan. "),
    "signing": lambda: over("Bupati menandatangani pakta integritas netralitas ASN "),
    "quoted acts": lambda: over("“Ikrar netralitas ASN,” kata Bupati. "),
    "counts": lambda: over("ikrar netralitas diikuti 500 ASN, 300 PPPK dan 20 pejabat "),
    "organizers": lambda: over("Pemkab Klaten menggelar ikrar netralitas ASN Dinas X "),
}


@pytest.fixture(autouse=True, scope="module")
def prepared() -> None:
    """What is loaded once is no article's time."""
    prepare()


@pytest.mark.parametrize("name", SENSELESS)
def test_senseless_text_is_read_in_time_and_nothing_is_invented(name: str) -> None:
    with processor_time(2.0):
        assert read_reports(article(SENSELESS[name]())) == []


@pytest.mark.parametrize("name", TELLING)
def test_dense_text_is_read_in_time(name: str) -> None:
    told = article(TELLING[name]())
    with processor_time(2.0):
        doc = open_article(told)
        reports = assemble(doc, told)
    check(doc, told, reports)


def test_a_text_of_five_megabytes_is_refused_by_name() -> None:
    long = article(over(TOLD, 5_000_000))
    with processor_time(0.5), pytest.raises(UnreadableTextError, match="5,000,000 characters are more than"):
        read_reports(long)
    assert extracted(long, NO_OUTLETS) == Skipped("uji", "5,000,000 characters are more than an article has")


def test_the_longest_text_that_is_read_is_read_in_time() -> None:
    prose = TOLD + over("Cuaca di lereng gunung itu cerah sejak pagi, dan petani menjemur padi di tepi jalan. ")
    told = article(over(prose, LONGEST_TEXT))
    with processor_time(2.0):
        assert len(read_reports(told)) >= 1


@pytest.mark.parametrize("text", ["", " ", "\n\n\n", "\u200b", "."])
def test_no_text_tells_nothing(text: str) -> None:
    doc = read_document(None, text)
    assert left_in(doc).candidates == {} or not any(left_in(doc).candidates.values())
    assert assemble(doc, article(text or " ")) == []


#: Headline and text, parted by a line end.
FOREIGN = {
    "Javanese, a market": (
        "Pasar Ing Klaten Wiwit Rame\n"
        "KLATEN – Wiwit esuk mau, para bakul wis padha tata-tata dagangan ing pasar. Regane brambang mundhak dadi telung "
        "puluh ewu sakilo. Pak Lurah ngendika, pasar bakal dibangun maneh taun ngarep. Para pegawe kecamatan uga melu "
        "resik-resik ing dina Jemuwah."
    ),
    "Javanese, advice to officials": (
        "Pegawe Negeri Kudu Netral\n"
        "Bupati ngelingake supaya para pegawe ora melu kampanye. “Aja nganti pegawe negeri nyengkuyung calon,” "
        "ngendikane. Yen ana sing nglanggar, bakal ditibani paukuman miturut Undang-Undang Nomor 20 Tahun 2023."
    ),
    "Malay, another pledge": (
        "Penjawat Awam Lafaz Ikrar Integriti\n"
        "JOHOR BAHRU: Seramai 300 penjawat awam negeri melafazkan Ikrar Bebas Rasuah di Dataran Mahkamah, semalam. "
        "Majlis disempurnakan Setiausaha Kerajaan Negeri. Beliau berkata, penjawat awam perlu menolak rasuah dalam apa "
        "jua keadaan."
    ),
    "Malay, an election": (
        "Pilihan Raya Negeri: SPR Sedia 1,200 Petugas\n"
        "KUCHING: Suruhanjaya Pilihan Raya menyediakan 1,200 petugas bagi hari pengundian, 18 Disember. Pengerusinya "
        "mengingatkan petugas supaya berkecuali dan tidak memihak kepada mana-mana parti."
    ),
    "English, a call": (
        "Civil Servants Told to Stay Neutral\n"
        "JAKARTA – The election supervisor reminded civil servants on Monday (2/9/2024) that Law 20/2023 forbids them "
        "to campaign. “Neutrality is not optional,” its chairman Ahmad Yani said. Some 1,200 reports reached the agency."
    ),
    "English, sport": (
        "Persiraja Held to Draw\n"
        "BANDA ACEH – Persiraja shared the points with PSMS Medan at Harapan Bangsa on Sunday. Coach Hendri Susilo said "
        "20 chances were enough to win two matches. The teams meet again on 30 November 2024."
    ),
    "Sundanese, a harvest": (
        "Patani Mimiti Panén\n"
        "GARUT – Patani di Kacamatan Cisurupan geus mimiti panén kentang. Hargana rada nurun dibandingkeun jeung minggu "
        "kamari. Kadis Pertanian nyebutkeun, 40 patani bakal meunang bantuan pupuk."
    ),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_no_event_is_read_from_foreign_texts_that_tell_none(name: str) -> None:
    title, _, text = FOREIGN[name].partition("\n")
    assert read_reports(article(text, title)) == []


FRAGMENTS = (
    TOLD,
    "Bupati Blitar Rini Syarifah, S.E., M.M., membacakan ikrar netralitas ASN di Alun-Alun Kanigoro.",
    "Plt. Camat Ngadirojo, Drs. H. Joko Wiyono,",
    "“Kami netral,” katanya.",
    "menandatangani pakta integritas netralitas ASN",
    "Pilkada 2024",
    "Pemilu dan Pilkada serentak",
    "Selasa pagi (17/10/2023)",
    "30-31 Oktober 2023",
    "kemarin",
    "1.200 ASN dan 300 PPPK",
    "ratusan pegawai",
    "Kabupaten Mojokerto",
    "Kec. Ngoro",
    "Kota Tidore Kepulauan",
    "SKB Nomor 2 Tahun 2022, Nomor 800-5474 Tahun 2022",
    "PP 94/2020 pasal 5 ayat (3) huruf n",
    "\n1. Menjaga netralitas\n2. Menolak politik uang\n3. Bijak bermedia sosial\n",
    "\n",
    ". ",
    ", ",
    " ",
    "(",
    ")",
    "”",
    "Baca juga: Banjir di Demak",
    "Hal serupa dilakukan di Kota Batu, Rabu (4/9/2024).",
    "Acara yang sama digelar di Kabupaten Sragen diikuti 300 guru.",
    "meneken komitmen bersama.",
    "Sedangkan di Kabupaten Sragen, ikrar netralitas digelar Rabu (4/9/2024) dipimpin Bupati Sigit Pamungkas.",
)
#: What an article may hold: any character but controls and halves of surrogate pairs (`schemas.base`).
printable = st.characters(exclude_categories=("Cc", "Cs"))
texts = st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(printable, max_size=12)), max_size=14).map(" ".join)
titles = st.none() | st.lists(st.sampled_from(FRAGMENTS), max_size=2).map(
    lambda parts: " ".join(" ".join(parts).split())
)


def check(doc: Doc, told: Article, reports: list[Report]) -> None:
    """Every candidate lies in title or text; every value of a report is printed where its evidence points."""
    text, context = text_of(doc), context_of(doc)
    assert text == doc.text
    for sentence in sentences_of(doc):
        assert 0 <= sentence.start < sentence.end <= len(text)
    for found in left_in(doc).candidates.values():
        for candidate in found:
            assert 0 <= candidate.start < candidate.end <= len(text), candidate
            assert candidate.end <= context.title_end or candidate.start >= context.text_start, candidate
            assert 0 <= candidate.score <= 1, candidate
    for report in reports:
        where = {
            one.field: (told.title or "" if one.in_title else told.text)[one.start : one.end] for one in report.evidence
        }
        assert all(where.values()), report.evidence
        if report.venue is not None:
            assert report.venue == where["venue"]
        if report.date is not None and report.date_basis == "explicit":
            assert str(report.date.day) in where["date"] or any(char.isalpha() for char in where["date"])
        for number, point in enumerate(report.pledge, start=1):
            assert " ".join(where[f"pledge.{number}"].split()) == point
        for cited in report.regulations:
            assert cited.as_cited == told.text[cited.start : cited.end]
        for official in report.officials:
            printed = told.text[official.start : official.end].casefold()
            stated = f"{official.name or ''} {official.office or ''}".casefold().split()
            assert any(word in printed for word in stated), official
        for one in report.participants:
            assert told.text[one.start : one.end].strip(), one


def test_a_ceremony_told_by_pointing_back_is_of_the_kind_of_the_one_before() -> None:
    more = "Sehari kemudian, Rabu (4/9/2024), hal yang sama digelar di Kabupaten Sragen. Bupati Sigit Pamungkas hadir."
    first, second = read_reports(article(f"{TOLD}\n{more}"))
    assert (second.regency, second.activities) == ("Kabupaten Sragen", first.activities)


def test_a_group_ends_with_its_line() -> None:
    doc = read_document("Ikrar Diikuti 300 PPPK", TOLD)
    assert next(one.value.group for one in left_in(doc).candidates["participants"]) == "PPPK"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts, titles)
def test_whatever_is_found_is_printed_there_and_found_again(text: str, title: str | None) -> None:
    text = unicodedata.normalize("NFC", text)
    told = article(text, title)
    doc = open_article(told)
    reports = assemble(doc, told)
    check(doc, told, reports)
    again = open_article(told)
    assert left_in(again).candidates == left_in(doc).candidates
    assert assemble(again, told) == reports


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(printable, max_size=400))
def test_arbitrary_text_is_no_event(text: str) -> None:
    assert read_reports(article(unicodedata.normalize("NFC", text))) == []
