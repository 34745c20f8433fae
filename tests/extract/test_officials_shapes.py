"""Shapes of names and offices: glued degrees, initials, seats, associations, families, villages of several words."""

from __future__ import annotations

import pytest

from extract.fields.officials.mentions import read_mentions
from extract.fields.officials.people import link_people


def named(text: str) -> list[tuple[str, str | None]]:
    reading = read_mentions(f"Judul\n\n{text} pada acara yang digelar pagi itu.", 5)
    known, _ = link_people(reading)
    found = []
    for one in known:
        if one.fullest is None:
            continue
        first, end = one.fullest.words
        printed = reading.text[reading.tokens[first].start : reading.tokens[end - 1].end]
        found.append((printed, one.offices[0].text if one.offices else None))
    return found


SHAPES = {
    # full stops for commas, degrees without commas, titles of the sea
    "kata Sekda Kota Cilegon, H. Maman Sobandi.S.H.,M.Si tadi": [("Maman Sobandi", "Sekda Kota Cilegon")],
    "dibaca ibu Nurlaila SKM. dari Dinas Kesehatan tadi": [("Nurlaila", "Dinas Kesehatan")],
    "dan Kepala KSOP Kelas II Jambi Capt. Tri Handaya hadir": [("Tri Handaya", "Kepala KSOP Kelas II Jambi")],
    # noble initials and names that look like nouns
    "dan Kasubag Umum Rr. Sri Lestari hadir": [("Rr. Sri Lestari", "Kasubag Umum")],
    "dan Wakil Bupati Anak Agung Gde Mayun hadir": [("Anak Agung Gde Mayun", "Wakil Bupati")],
    # a family name is not borne alone, a word quoted alone is a person
    "Kalapas Robinson Siregar memimpin.": [("Robinson Siregar", "Kalapas")],
    "Kalapas Wirantu Sabolo memimpin. Itu baik, kata Wirantu.": [("Wirantu Sabolo", "Kalapas")],
    # bodies with seats, classes, persons' names and Jenderal
    "dan Kepala Balai Besar POM di Jakarta Sofia Candra meneken": [
        ("Sofia Candra", "Kepala Balai Besar POM di Jakarta")
    ],
    "dan Kepala Balai Besar Pengawas Obat dan Makanan (BBPOM) di Mataram, Dewi Kartika, hadir": [
        ("Dewi Kartika", "Kepala Balai Besar Pengawas Obat dan Makanan di Mataram")
    ],
    "dan Kepala Dinas Sosial di Makassar Andi Rahim hadir": [("Andi Rahim", "Kepala Dinas Sosial di Makassar")],
    "dan Kepala BNN Provinsi (BNNP) Bali Brigjen Pol R. Nurdin hadir": [("R. Nurdin", "Kepala BNN Provinsi Bali")],
    "dan Kepala Stasiun Karantina Kelas I Entikung drh. Yongki Setiawan hadir": [
        ("Yongki Setiawan", "Kepala Stasiun Karantina Kelas I Entikung")
    ],
    "dan Direktur RSUD M. Yasin dr. Helmi Efendi hadir": [("Helmi Efendi", "Direktur RSUD M. Yasin")],
    "kata Direktur Jenderal Perhubungan Laut, Budi Santoso, tadi": [
        ("Budi Santoso", "Direktur Jenderal Perhubungan Laut")
    ],
    "dan Sekretaris Ditjen Hubla, Lola Pangaribu, S.E., hadir": [("Lola Pangaribu", "Sekretaris Ditjen Hubla")],
    # associations of office holders
    "diawali Ketua Forum Perbekel Bangli, I Wayan Sudarsa.": [("I Wayan Sudarsa", "Ketua Forum Perbekel Bangli")],
    "dan Ketua Paguyuban Camat Hendra Gunawan hadir": [("Hendra Gunawan", "Ketua Paguyuban Camat")],
    # wider places, places in small letters, places up to a rank, numbers behind them
    "Bupati Ende, Nusa Tenggara Timur, Damianus Rani mengajak": [("Damianus Rani", "Bupati Ende")],
    "Bupati Ende, NTT, Damianus Rani, mengajak": [("Damianus Rani", "Bupati Ende")],
    "dan Kapolres banjar AKBP Bagus Kurnia hadir": [("Bagus Kurnia", "Kapolres banjar")],
    "dan Danrem 174/Anim Ti Waninggap Brigjen TNI Agus Widodo hadir": [("Agus Widodo", "Danrem 174/Anim Ti Waninggap")],
    "Kepala Puskesmas Selosari 2, dr. Ratna Dewi, hadir": [("Ratna Dewi", "Kepala Puskesmas Selosari 2")],
    # villages
    "Sekretaris Distrik Obano Maria Goreti Awan hadir": [("Maria Goreti Awan", "Sekretaris Distrik Obano")],
    "Kepala Kampung Bumi Baru, Sumarna, hadir": [("Sumarna", "Kepala Kampung Bumi Baru")],
    "Kepala Kampung Bumi Mekar, Sumarna, hadir": [("Sumarna", "Kepala Kampung Bumi Mekar")],
    "Lurah Sungai Pinang Luar Fitriani hadir": [("Fitriani", "Lurah Sungai Pinang Luar")],
    "disaksikan Lurah Karang Asam yang": [],
    "diparaf Lurah Plunyon, atas nama para lurah": [],
    # who is told last, and lists of several heads
    "Pembaca ikrar ialah Sumiyati, staf Dinas Perhubungan, yang tampil": [("Sumiyati", "staf Dinas Perhubungan")],
    "dibacakan Siti Aminah, salah satu guru SMPN 4 Sape, tadi": [("Siti Aminah", "guru SMPN 4 Sape")],
    "dibacakan staf Bagian Umum bernama Erna tadi": [("Erna", "staf Bagian Umum")],
    "Pengawas desa, Tri Mulyati, membagikan salinan": [("Tri Mulyati", "Pengawas desa")],
    "dan Ketua dan Anggota KPU Sikka Yohanes Feri, Feri Soge, dan Herimanto hadir": [
        ("Yohanes Feri", "Ketua KPU Sikka"),
        ("Feri Soge", "Anggota KPU Sikka"),
        ("Herimanto", "Anggota KPU Sikka"),
    ],
    "Kepala Satpol PP (diwakili Sekretaris, Sahar Bali) hadir": [("Sahar Bali", "Sekretaris")],
    # no persons
    "Badan Pengawas Obat dan Makanan hadir bersama Dewan Pengawas rumah sakit": [],
    "ikut meneken 54 anggota Bamuskal dan sejumlah guru": [],
}


@pytest.mark.parametrize(("text", "expected"), SHAPES.items())
def test_shapes_of_names_and_offices(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert named(text) == expected
