"""Whose public servants made the commitment: regency, province or nation, against every distraction."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from extract.document import Home, blank_language, open_document
from extract.fields.place_cues import CUES
from extract.fields.territory import resolve_regency
from extract.sentences import read_sentences
from extract.vocabulary import vocabulary

NLP = blank_language()


def read(text: str, title: str | None = None, home: Home | None = None) -> Doc:
    doc = open_document(NLP, title, text, home=home)
    read_sentences(doc)
    return doc


CASES = [
    # governments of regencies and cities
    ("35.05", "35", "Ikrar ASN", "BLITAR - Bupati Blitar memimpin ikrar netralitas ASN Pemkab Blitar."),
    ("35.72", "35", "Ikrar ASN", "BLITAR - Wali Kota Blitar memimpin ikrar netralitas ASN Pemkot Blitar."),
    ("52.06", "52", "Bupati Bima Pimpin Ikrar", "Bima - ASN Pemkab Bima berikrar. Wali Kota Bima turut hadir."),
    ("62.12", "62", "ASN Mura Ikrar", "PURUK CAHU - Pemkab Murung Raya (Mura) menggelar ikrar. Pj Bupati Mura memimpin."),
    ("16.05", "16", "ASN Mura Ikrar", "MUARA BELITI - Pemkab Musi Rawas menggelar ikrar ASN Mura."),
    ("31.74", "31", "ASN Jaksel Teken Pakta", "JAKARTA - Wali Kota Jakarta Selatan memimpin ikrar Pemkot Jakarta Selatan."),
    ("36.04", "36", "ASN Ikrar", "SERANG - Bupati Serang memimpin ikrar netralitas ASN Pemkab Serang di Kota Serang."),
    ("35.07", "35", "PPPK Ikrar", "MALANG - PPPK Pemkab Malang berikrar di pendopo, Kota Malang. Bupati Malang memimpin."),
    ("32.17", "32", "Ikrar di Lembang", "NGAMPRAH - ASN KBB ikrar di Lembang. Pemkot Bandung juga telah melakukannya."),
    ("31.72", "31", "Pegawai Ikrar", "JAKARTA - Wali Kota Administrasi Jakarta Utara memimpin ikrar. Ditonton warga."),
    ("31.01", "31", "Ikrar", "JAKARTA - Bupati Administrasi Kepulauan Seribu memimpin ikrar. Wali Kota Jakarta Utara hadir."),
    # met elsewhere
    ("63.09", "63", "Ikrar di Hotel", "BANJARMASIN - Pejabat Pemkab Tabalong berikrar netral di Hotel Melati Banjarmasin."),
    ("11.02", "11", "ASN Berikrar", "Kutacane - Bupati Aceh Tenggara memimpin ikrar ASN. Kepala Bappeda Aceh hadir."),
    # bodies of a territory
    ("63.07", "63", "Rutan Barabai Kanwil Kemenkumham Kalsel Ikrar", "BARABAI - Rutan Barabai menggelar ikrar netralitas."),
    ("13.02", "13", "Kemenag Kabupaten Solok Ikrar", "Arosuka - Kemenag Kabupaten Solok ikrar. Kakanwil Kemenag Sumbar hadir."),
    ("33.72", "33", "Kodim 0735/Surakarta Apel", "SOLO - Prajurit Kodim 0735/Surakarta mengikuti apel netralitas TNI."),
    ("75.71", "75", "Polresta Gorontalo Kota Ikrar", "GORONTALO - Personel Polresta Gorontalo Kota berikrar netral."),
    ("31.75", "31", "Lapas Ikrar", "JAKARTA - Lapas Kelas I Cipinang menggelar ikrar netralitas pegawai di Jakarta Timur."),
    ("53.01", "53", "BPS Ikrar", "OELAMASI - BPS Kabupaten Kupang menggelar penandatanganan pakta integritas netralitas."),
    ("34.03", "34", "Guru di Wonosari Teken Pakta", "GUNUNGKIDUL - Guru di Kapanewon Wonosari meneken pakta integritas."),
    ("61.11", "61", "RSUD di Sukadana Ikrar", "KETAPANG - Pegawai RSUD di Kecamatan Sukadana ikrar. Puskesmas Teluk Batang menyusul."),
    ("31.75", "31", "Camat Ikrar", "Jakarta - Camat Duren Sawit memimpin ikrar netralitas ASN Kecamatan Duren Sawit."),
    ("61.08", "61", "Guru SMAN 1 Ngabang Ikrar", "Ngabang - Guru SMAN 1 Ngabang, Kabupaten Landak, mengucapkan ikrar."),
    ("32.01", "32", "Lapas Gunung Sindur Ikrar", "BOGOR - Lapas Kelas IIA Gunung Sindur menggelar ikrar netralitas."),
    ("35.73", "35", "Lapas Perempuan Ikrar", "MALANG - Lapas Perempuan Malang ikrar netral. Kanwil Kemenkumham Jatim hadir."),
    ("35.15", "35", "Polresta Sidoarjo Ikrar", "SIDOARJO - Polresta Sidoarjo berikrar netral. Kapolda Jatim mengapresiasi."),
    ("52.02", "52", "Kades Ikrar", "Kepala desa se-Kabupaten Lombok Tengah berikrar. Pj Gubernur NTB hadir memberi sambutan."),
    ("16.08", "16", "ASN OKU Timur Ikrar", "MARTAPURA - Pemkab OKU Timur menggelar ikrar netralitas."),
    ("17.71", "17", "Ikrar Bapas", "BENGKULU - Bapas Kelas I Bengkulu, Jalan Serang, mengucapkan ikrar. Bapas Bengkulu netral."),
    ("75.71", "75", "Ikrar Rutan", "Pegawai Rutan Kelas IIB Gorontalo mengucapkan ikrar. Kota Gorontalo cerah pagi itu."),
    # provinces, several regencies
    (None, "73", "ASN se-Sulsel Ikrar di Makassar", "MAKASSAR - Pemerintah Provinsi Sulawesi Selatan menggelar ikrar netralitas."),
    (None, "13", "Kanwil Kemenag Sumbar Ikrar", "PADANG - Kanwil Kemenag Sumatera Barat ikrar. Hadir Kakankemenag Kota Padang."),
    (None, "31", "Pemprov DKI Apel", "Jakarta - ASN Pemprov DKI Jakarta apel netralitas di Monas, Jakarta Pusat."),
    (None, "63", "Kemenkumham Kalsel Ikrar", "BANJARMASIN - Jajaran Kanwil Kemenkumham Kalsel mengucapkan ikrar netralitas."),
    (None, "21", "Polda Kepri Apel", "BATAM - Polda Kepri menggelar apel netralitas di Nongsa, Kota Batam."),
    (None, "53", "Kepsek SMA se-NTT Deklarasi", "KUPANG - Kepala SMA se-NTT mengucapkan deklarasi netralitas di Kupang."),
    (None, "72", "RSUD Undata Ikrar", "PALU - Pegawai RSUD Undata milik Pemerintah Provinsi Sulawesi Tengah ikrar netral."),
    (None, "11", "Pemerintah Aceh Ikrar", "BANDA ACEH - ASN Pemerintah Aceh ikrar di Kantor Gubernur Aceh, Banda Aceh."),
    (None, "34", "ASN DIY Ikrar", "YOGYAKARTA - ASN Pemda DIY mengikuti ikrar netralitas di Kepatihan Yogyakarta."),
    (None, "32", "Cabang Dinas Ikrar", "Cabang Dinas Pendidikan Jawa Barat menggelar ikrar guru di Kota Bekasi dan Kota Depok."),
    (None, "18", "KPU Provinsi Lampung Ikrar", "BANDAR LAMPUNG - KPU Provinsi Lampung ikrar di Bandar Lampung."),
    (None, "96", "Pj Gubernur Pimpin Ikrar", "SORONG - ASN Pemprov Papua Barat Daya berikrar netral di Kota Sorong."),
    (None, "51", "Kabupaten/Kota se-Bali Ikrar", "DENPASAR - Bupati dan wali kota se-Bali membacakan ikrar di Denpasar."),
    # the nation
    (None, None, "Statistisi Ikrar", "JAKARTA - Badan Pusat Statistik menutup rapat teknis nasional dengan ikrar di Jakarta Utara."),
    (None, None, "Kementerian Deklarasi", "JAKARTA - Kementerian Agraria dan Tata Ruang menggelar deklarasi netralitas di Jakarta."),
]  # fmt: skip


@pytest.mark.parametrize(("regency", "province", "title", "text"), CASES)
def test_the_territory_of_a_ceremony(regency: str | None, province: str | None, title: str, text: str) -> None:
    doc = read(text, title)
    found = resolve_regency(doc)
    assert (found.regency_code, found.province_code) == (regency, province)
    assert 0 < found.score <= 1
    assert all(0 <= start < end <= len(doc.text) for start, end in found.evidence)
    assert bool(found.evidence) == (province is not None)


@pytest.mark.parametrize(
    ("title", "text", "level"),
    [
        ("ASN Pemkab Blora Ikrar", "BLORA - ASN Pemkab Blora mengucapkan ikrar netralitas.", "regency"),
        ("Pegawai Lapas Blora Ikrar", "BLORA - Pegawai Lapas Blora mengucapkan ikrar netralitas.", "institution"),
        (
            "Kades Kecamatan Jepon Ikrar",
            "BLORA - Kepala desa di Kecamatan Jepon berikrar dipimpin Camat Jepon.",
            "district",
        ),
        ("Nakes Puskesmas Jepon Ikrar", "BLORA - Tenaga kesehatan Puskesmas Jepon berikrar netral.", "institution"),
        ("ASN Pemprov Jateng Ikrar", "SEMARANG - ASN Pemprov Jateng mengucapkan ikrar netralitas.", "province"),
        ("Kanwil Kemenag Jateng Ikrar", "SEMARANG - Kanwil Kemenag Jateng mengucapkan ikrar.", "institution"),
        ("Kementerian Ikrar", "JAKARTA - Kementerian Perhubungan mengucapkan ikrar netralitas.", "national"),
    ],
)
def test_the_level_is_a_hint(title: str, text: str, level: str) -> None:
    assert resolve_regency(read(text, title)).level == level


def test_every_cue_has_a_weight() -> None:
    weights = vocabulary("places")["territory"]["weights"]
    assert set(CUES) | {"unit", "name", "dateline", "seat", "bare"} == set(weights)


def test_each_span_of_an_article_has_its_own_territory() -> None:
    first = "Pagi harinya ASN Pemkab Blora mengucapkan ikrar di alun-alun."
    second = "Sore harinya giliran pegawai Pemkab Rembang meneken pakta integritas."
    third = "Sehari kemudian Pemprov Jawa Tengah menggelar apel netralitas."
    doc = read(f"BLORA - Dua ikrar sepekan.\n{first}\n{second}\n{third}", "Ikrar di Mana-mana")
    found = []
    for part in (first, second, third):
        start = doc.text.index(part)
        found.append(resolve_regency(doc, (start, start + len(part))))
    assert [(r.regency_code, r.province_code) for r in found] == [("33.16", "33"), ("33.17", "33"), (None, "33")]
    assert [doc.text[slice(*r.evidence[0])] for r in found] == ["Blora", "Rembang", "Jawa Tengah"]


def test_namesakes_that_both_pledge_are_told_apart() -> None:
    city = "Di alun-alun, Wali Kota Blitar menjadi irup apel dan pegawai Pemkot menirukan ikrar."
    regency = "Sementara itu jajaran Pemkab Blitar menggelar acara sendiri, dipimpin Bupati Blitar."
    doc = read(
        f"BLITAR - Jam yang sama, ikrar netralitas ASN di Blitar.\n{city}\n{regency}", "Kota dan Kabupaten Blitar"
    )
    found = []
    for part in (city, regency):
        start = doc.text.index(part)
        found.append(resolve_regency(doc, (start, start + len(part))).regency_code)
    assert found == ["35.72", "35.05"]


def test_a_span_without_a_place_takes_the_articles() -> None:
    doc = read("BLORA - Bupati Blora memimpin apel.\nSesudah itu pegawai meneken pakta.")
    start = doc.text.index("Sesudah")
    assert resolve_regency(doc, (start, len(doc.text))).regency_code == "33.16"


def test_backgrounds_do_not_outvote_the_ceremony() -> None:
    text = (
        "Ratusan pegawai mengucapkan ikrar, dipimpin Bupati Blora.\n"
        "Baca juga: ASN Pemkab Rembang Ikrar, Pemkab Rembang Gelar Apel\n"
        "Tahun lalu Pemkab Rembang menggelar ikrar serupa, kata Bupati Rembang."
    )
    assert resolve_regency(read(text)).regency_code == "33.16"


def test_without_a_place_the_outlets_home_is_asked() -> None:
    text = "Ratusan ASN mengikuti ikrar di halaman kantor bupati."
    found = resolve_regency(read(text, home=Home("33", "33.16")))
    assert (found.regency_code, found.province_code, found.evidence) == ("33.16", "33", ())
    assert found.score < 0.2
    assert resolve_regency(read(text)).province_code is None
    assert resolve_regency(read("")).score == 0


def test_a_long_article_takes_linear_time() -> None:
    took = []
    for times in (500, 4000):
        doc = read("ASN Pemkab Blora ikrar. Bupati Rembang hadir.\n" * times)
        started = time.process_time()
        resolve_regency(doc)
        took.append(time.process_time() - started)
    assert took[1] < 32 * max(took[0], 0.03), took  # eightfold; squared it would be 64


@given(
    st.lists(
        st.sampled_from(
            [
                "ASN",
                "Pemkab",
                "Blora",
                "Rembang",
                "Pemprov",
                "Jateng",
                "se-",
                "\n",
                ".",
                "“",
                "ikrar",
                "hadir",
                "Kanwil",
            ]
        )
    ),
    st.integers(0, 50),
    st.integers(0, 50),
)
def test_any_article_and_span_is_answered(words: list[str], start: int, length: int) -> None:
    doc = read(" ".join(words))
    for span in (None, (start, start + length)):
        found = resolve_regency(doc, span)
        assert 0 <= found.score <= 1
        assert found.regency_code is None or found.regency_code[:2] == found.province_code
