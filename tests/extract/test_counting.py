"""Whose number a number is, in the many ways in which papers put it: each sentence with the counts that are held."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from extract.document import blank_language, open_document
from extract.fields.participants import find_participants
from extract.fields.regulations import read_regulations
from extract.fields.stems import active, verb_forms
from extract.sentences import read_sentences

NLP = blank_language()
SCENE = "Ikrar netralitas digelar di halaman kantor bupati, Senin. "


def counts(text: str) -> list[int]:
    doc = open_document(NLP, None, text, published=dt.date(2024, 9, 20))
    read_regulations(read_sentences(doc))
    return [one.value.count for one in find_participants(doc) if one.score > 0.5]


CAME = [
    ("Lapangan itu menampung 2.000 aparatur yang bersama-sama mengucapkan ikrar netralitas.", [2000]),
    ("Sebanyak 133 ASN berdiri menghadap gerbang. Ikrar netralitas dipandu camat.", [133]),
    ("Lima kepala dinas, lima camat, serta 66 geuchik menandatangani papan komitmen.", [5, 5, 66]),
    ("Ada 87 orang yang tercatat mengikuti pembacaan ikrar.",[87]),
    (SCENE + "Ada 87 orang yang tercatat hadir.",[87]),
    (SCENE + "Jumlah peserta apel itu 230 orang.",[230]),
    (SCENE + "Peserta apel malam itu 230 orang.",[230]),
    (SCENE + "Jumlah yang hadir 230 orang.",[230]),
    (SCENE + "Jumlah mereka 230 orang.",[230]),
    (SCENE + "Lurah yang hadir 27 orang, camat tiga orang.",[27,3]),
    (SCENE + "Hadir pula 12 kepala puskesmas.",[12]),
    (SCENE + "Sedikitnya empat ratus pegawai memenuhi halaman.",[400]),
    ("Tujuh ratusan ASN berkumpul untuk berikrar netral.",[700]),
    ("Sekitar 800-an ASN mengikuti ikrar netralitas.",[800]),
    (SCENE + "Mereka terdiri atas 40 pimpinan OPD, tujuh camat, 6 lurah.",[40,7,6]),
    (SCENE + "Peserta terdiri atas 40 pimpinan OPD, tujuh camat, dan 6 lurah.",[40,7,6]),
    (SCENE + "Peserta terdiri dari: 40 pimpinan OPD, tujuh camat, dan 6 lurah.",[40,7,6]),
    ("Ikrar dilantunkan 45 penyuluh.",[45]),
    ("Teks ikrar diserukan bersama oleh 210 guru.",[210]),
    ("Mewakili 350 pegawai, lima orang menandatangani pakta integritas.",[5]),
    ("Pakta integritas diteken satu per satu oleh ke-33 kepala OPD.",[33]),
    (SCENE + "Semua camat yang berjumlah 15 orang membubuhkan tanda tangan.",[15]),
    (SCENE + "Seluruh kepala puskesmas (26 orang) ikut meneken pakta integritas.",[26]),
    ("Sebanyak 1.200 lebih ASN berikrar.",[1200]),
    ("Deklarasi netralitas itu disaksikan 50 anggota Panwascam.",[50]),
    ("Rumah sakit mengirim 35 perawat untuk mengikuti ikrar netralitas.",[35]),
    (SCENE + "Kehadiran mencapai 95 persen atau 1.140 orang.",[1140]),
    (SCENE + "Menurut panitia, 412 nama tertera di daftar hadir.",[412]),
    (SCENE + "Daftar hadir menunjukkan 412 orang.",[412]),
    ("Dari 120 pegawai, 97 orang hadir dan mengucapkan ikrar netralitas.",[97]),
    ("Dari 120 pegawai, yang hadir 97 orang.",[97]),
    ("Sebanyak 97 dari 120 pegawai hadir dan mengucapkan ikrar netralitas.",[97]),
    ("Ikrar diikuti PNS 210 orang, PPPK 80 orang, dan honorer 40 orang.",[210,80,40]),
    ("Ikrar netralitas diikuti 330 orang, rinciannya PNS 210, PPPK 80, dan honorer 40.",[330,210,80,40]),
    ("Apel netralitas itu diikuti tidak kurang dari 2.000 orang, baik PNS maupun PPPK.",[2000]),
    ("Turut dalam barisan 30 personel Satpol PP dan 20 petugas Damkar, seusai ikrar dibaca.",[30,20]),
    ("Penandatanganan pakta integritas diwakili sepuluh kepala OPD.",[10]),
    ("Secara simbolis, pakta integritas diteken tiga orang ASN.",[3]),
    ("Pakta integritas diteken perwakilan ASN sebanyak enam orang.",[6]),
    ("Ikrar diikuti ASN sejumlah 540 orang.",[540]),
    ("ASN yang ikut berikrar sebanyak 540 orang.",[540]),
    (SCENE + "Total ada 540 orang yang berikrar.",[540]),
    ("Giliran 65 kepala sekolah yang mengucapkan ikrar netralitas.",[65]),
    ("Sejumlah 65 kepala sekolah diambil ikrarnya di aula dinas.",[65]),
    ("Bupati mengambil ikrar netralitas 65 kepala sekolah.",[65]),
    ("Bupati memimpin 65 kepala sekolah mengucapkan ikrar netralitas.",[65]),
    ("Aula itu dipadati 300 wali nagari, yang lalu menandatangani pakta integritas netralitas.",[300]),
    ("Ikrar netralitas dibacakan empat orang perwakilan, masing-masing dari PNS, PPPK, guru, dan nakes.",[4]),
    ("Apel ikrar netralitas diikuti 1.500 personel gabungan.",[1500]),
    ("Sebanyak 27 camat dan 352 kades/lurah meneken pakta integritas.",[27,352]),
    ("Sebanyak 27 camat serta 352 kepala desa se-Kabupaten Garut deklarasi netral.",[27,352]),
    ("420 ASN Kemenag Garut Deklarasikan Netralitas.",[420]),
    ("Ikrar netralitas dihadiri kurang lebih seratus lima puluh tenaga pendidik.",[150]),
    (SCENE + "Yang datang hanya 60 orang.",[60]),
    (SCENE + "Sekitar 50 orang di antaranya mengikuti secara daring.",[50]),
    ("Ikrar netralitas diikuti 300 ASN di lapangan, sedangkan 1.100 lainnya secara daring.",[300,1100]),
    ("Ikrar netralitas diikuti 300 ASN secara luring dan 1.100 ASN secara daring.",[300,1100]),
    ("Tak kurang dari 90 lurah, 30 camat dan 45 kepala dinas tumplek di pendopo untuk meneken pakta integritas.",[90,30,45]),
    (SCENE + "Dari 190 guru yang diundang, hanya 121 yang mengisi absen.", [121]),
    (SCENE + "Yang hadir apel pada hari itu 74, sisanya cuti.", [74]),
    (SCENE + "Dari undangan 470 orang, yang mengisi daftar hadir 409.", [409]),
    (SCENE + "Sekda lalu memanggil delapan pejabat ke meja penandatanganan.", [8]),
    ("Ikrar diikuti 96 peserta, terdiri dari 31 orang dari provinsi dan 65 orang dari delapan kabupaten.", [96, 31, 65]),
    ("Usai apel,26 kepala SKPD meneken pakta,dua lainnya diwakili.", [26]),
    ("Panitia menyebut hadir 11 kades dan 52 perangkat dalam ikrar itu.", [11, 52]),
    (SCENE + "Sebanyak 1.150 akun mengikutinya lewat Zoom.", [1150]),
    (SCENE + "Dua hari kemudian 43 ASN menyusul dengan ikrar di kantor camat.", [43]),
    # itemized, on lines of their own
    ("Ikrar netralitas itu dihadiri:\na. 43 kepala bagian;\nb. 10 camat;\nc. 133 perbekel; dan\nd. lainnya.", [43, 10, 133]),
    ("Yang meneken pakta integritas, hadir:\n- 12 kabid\n- 40 kasi", [12, 40]),
    # nouns that no list knows
    ("Massa terdiri dari 150 tentara, 210 polisi, dan 400 PNS yang berikrar netral.", [150, 210, 400]),
    ("Ikrar netralitas diikuti 45 wedana.", [45]),
    ("Sepuluh wedana bergantian meneken pakta integritas netralitas.", [10]),
    # one beside others
    ("Yang meneken pakta integritas adalah sembilan kades dan seorang lurah.", [9, 1]),
    ("Pakta integritas diteken 6 camat dan satu sekcam.", [6, 1]),
    ("Pakta integritas diteken seorang lurah.", []),
    ("Duapuluh lima camat mengikutinya dengan membaca ikrar.", [25]),
]  # fmt: skip

OTHERS = [
    "Panitia membagikan 650 undangan. Ikrar netralitas dibacakan sekda.",
    "Menurut catatan redaksi, pada 2024 pegawai kota itu sudah meneken dokumen netralitas.",
    "Kabupaten ini punya 5.200 ASN.",
    "Saat ini jumlah ASN di lingkungan Pemkab Garut sebanyak 15.200 orang.",
    "Saat ini ada 15.200 ASN di lingkungan Pemkab Garut.",
    "Total ASN Pemkab Garut 15.200 orang.",
    "Polres Garut mengerahkan 300 personel untuk mengamankan Pilkada.",
    "Polres akan menerjunkan 300 personel di 1.200 TPS.",
    "Sebanyak 300 personel disiagakan mengamankan pemungutan suara.",
    "Daftar pemilih tetap berjumlah 1.200.340 orang.",
    "Pemilih di daerah itu 320.000 orang.",
    "Bawaslu mencatat 12 ASN diduga melanggar netralitas.",
    "Tahun lalu tiga ASN dijatuhi sanksi.",
    "Sebanyak 15 ASN dilaporkan ke KASN karena ikut kampanye.",
    "Undangan disebar kepada 500 orang.",
    "Panitia mengundang 500 orang.",
    "Pekan depan 400 guru akan mengikuti ikrar serupa.",
    "Sebanyak 20 pegawai tidak hadir karena sakit.",
    "Guru ASN di kabupaten ini mencapai 8.400 orang.",
    "Pemkab baru saja menyerahkan SK pengangkatan kepada 250 PPPK.",
    "Petisi itu diteken 200 warga.",
    "Gedung itu berkapasitas 1.000 orang.",
    "Pilkada diikuti tiga pasangan calon.",
    "Pilkada diikuti 3 paslon dan 1,2 juta pemilih.",
    "Pemungutan suara digelar di 1.240 TPS oleh 8.680 petugas KPPS.",
    "Ia menyebut 4.500 guru di Jawa Barat pernah dimintai keterangan.",
    "Garut memiliki 42 camat dan 421 kepala desa.",
    "Pemkot menargetkan 3.000 ASN menandatangani pakta serupa.",
    "Sisanya, 120 pegawai, akan menyusul besok.",
    "Sehari sebelumnya KPU melantik 60 anggota PPK.",
    "ASN harus melayani 2,3 juta warga.",
    "Surat edaran itu ditujukan kepada 30 kepala OPD.",
    "Dua ASN pernah dipecat karena berpolitik.",
    "KPU menyiapkan 7.000 orang petugas.",
    "Pengawasan dilakukan oleh 126 anggota panwascam.",
    "Isi ikrar terdiri atas empat alinea.",
    "Naskah ikrar diulangi tiga kali dan dibuat lima rangkap.",
    "Itu sesuai surat keputusan bersama lima menteri yang melibatkan Mendagri.",
    "Sebanyak 700 ASN diharapkan tetap netral.",
    "Itu sebagian kecil dari 6.214 ASN yang ada.",
    "Seluruhnya ada 3.480 guru yang ditarget rampung berikrar sebelum pencoblosan.",
    "Teks ikrar diikuti pegawai yang dibatasi lima orang tiap OPD.",
    "Dua dekan lain menyusul karena sedang menguji.",
    "Apel itu dirangkai serah terima jabatan tiga camat.",
    "Ia satu dari dua camat perempuan.",
    "Sekda membentuk tim beranggota tujuh orang.",
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CAME)
def test_people_who_came_are_counted(text: str, expected: list[int]) -> None:
    assert counts(text) == expected


@pytest.mark.parametrize("text", OTHERS)
def test_others_are_not(text: str) -> None:
    assert counts(SCENE + text) == []


@pytest.mark.parametrize(
    ("stem", "form"),
    [("tiru", "meniru"), ("padat", "memadat"), ("kumpul", "mengumpul"), ("simak", "menyimak"), ("baca", "membaca"),
     ("deret", "menderet"), ("ucap", "mengucap"), ("lantun", "melantun"), ("nyata", "menyata")],
)  # fmt: skip
def test_the_nasal_prefix(stem: str, form: str) -> None:
    assert active(stem) == form


@pytest.mark.parametrize(
    "form", ["menirukannya", "ditirukan", "bertiru", "ditiru", "menandatangani", "ditanda tanganinya"]
)
def test_forms_of_a_verb(form: str) -> None:
    assert re.fullmatch(verb_forms(["tiru", "tanda tangan"]), form)
