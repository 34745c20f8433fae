"""Whether an article tells of a ceremony: news of many kinds beside the real thing, and what the weights are fitted with."""

from __future__ import annotations

import datetime as dt

import pytest

from extract.gate import features, gate
from extract.odds import ALWAYS, probability, weights
from extract.pipeline import read_document
from extract.training.regression import Case, cross_fitted, fitted

PUBLISHED = dt.date(2024, 10, 1)

TOLD = [
    (
        "ASN Wonosobo Ikrar Netral",
        "WONOSOBO – ASN Pemkab Wonosobo mengucapkan ikrar netralitas di Pendopo, Senin (5/2/2024).",
    ),
    (
        "Pegawai Bandara Ikut Ikrar",
        "TIMIKA – Pegawai UPBU Mozes Kilangin membaca ikrar netralitas Pemilu 2024, Kamis. Kepala UPBU memimpin pembacaan itu.",
    ),
    (
        "Kemenag Sidrap Teken Pakta",
        "PANGKAJENE – Kepala KUA dan madrasah se-Sidrap menandatangani pakta integritas netralitas di aula Kemenag, Jumat (20/9/2024).",
    ),
    (
        "Guru Deklarasi Netral",
        "Ratusan guru di Nias mendeklarasikan diri netral dalam Pilkada, Sabtu (7/9). Deklarasi dibacakan Kadis Pendidikan.",
    ),
]

NOT_TOLD = [
    ('Pemkab Magelang Matangkan Ikrar Netralitas ASN',
     'MAGELANG – Pemkab Magelang akan menggelar ikrar netralitas ASN di Lapangan drh Soepardi, Senin (23/9/2024). Sebanyak 1.200 ASN bakal hadir.\nKepala BKPSDM Kabupaten Magelang Sri Widodo mengatakan, ikrar akan dipimpin Pj Bupati dan disaksikan Bawaslu serta KPU. “Setelah itu kepala OPD meneken pakta integritas,” katanya, Kamis (19/9/2024).\nMenurut dia, kegiatan mengacu pada UU Nomor 20 Tahun 2023 dan SKB Nomor 2 Tahun 2022.'),
    ('Apel Ikrar Netralitas Ditunda',
     'KUPANG – Apel ikrar netralitas ASN Pemkot Kupang yang semula dijadwalkan Senin (7/10/2024) ditunda. Hujan deras membuat lapangan tergenang.\nSekda Kota Kupang Fahren Funay menjelaskan pihaknya sudah menyiapkan naskah ikrar dan 300 lembar pakta integritas. Jadwal baru menunggu Penjabat Wali Kota.'),
    ('Lurah Pelanggar Netralitas Disidang',
     'MATARAM – Bawaslu Kota Mataram memeriksa seorang lurah yang diduga mengampanyekan calon wali kota. Padahal, lurah itu ikut membacakan ikrar netralitas ASN bersama 50 lurah di halaman kantor wali kota pada September lalu.\nKetua Bawaslu Kota Mataram Muhammad Yusril mengatakan pemeriksaan berlangsung dua jam, Selasa (15/10/2024). Terlapor membubuhkan tanda tangan di pakta integritas netralitas.\nBawaslu akan meneruskan hasilnya kepada KASN sesuai PP 94 Tahun 2021.'),
    ('Tiga Paslon Ikrar Kampanye Damai',
     'SERUI – Tiga pasangan calon bupati Kepulauan Yapen mengucapkan ikrar kampanye damai di Lapangan Trikora, Selasa (24/9/2024). Deklarasi dipimpin Ketua KPU Yapen dan dihadiri Kapolres, Dandim serta ratusan pendukung.\nPjs Bupati Yapen mengingatkan ASN agar menjaga netralitas selama masa kampanye. Para calon kemudian menandatangani prasasti deklarasi damai.'),
    ('Sosialisasi Netralitas ASN di Blora',
     'BLORA – Sebanyak 150 kepala OPD dan camat mengikuti sosialisasi netralitas ASN yang digelar Bawaslu Blora di Pendopo, Rabu (11/10/2023). Bupati Blora Arief Santoso membuka kegiatan itu.\nKetua Bawaslu Andyka Fuad memaparkan sejumlah larangan. Ia mencontohkan daerah lain yang sudah menandatangani pakta integritas netralitas.\nPeserta diminta menyampaikan materi kepada staf masing-masing. Pemilu 2024 digelar 14 Februari.'),
    ('Khotbah: Netral Itu Amanah',
     'PADANG – Khatib salat Jumat Masjid Agung mengajak jemaah yang berstatus ASN menjaga netralitas menjelang Pilkada 2024. Ia mengingatkan ikrar yang pernah diucapkan pegawai adalah janji kepada Tuhan.\nWali Kota Padang hadir bersama sejumlah kepala dinas, Jumat (4/10/2024). Usai salat, pengurus membagikan 200 paket sembako.'),
    ('RSUD Teken Pakta Integritas Pengadaan',
     'TABANAN – Direktur RSUD Tabanan dan 25 pejabat menandatangani pakta integritas pengadaan barang dan jasa, Senin (8/1/2024). Penandatanganan disaksikan Inspektur Daerah.\nPakta berisi janji menolak suap dan gratifikasi. Sekda meminta pegawai juga netral pada Pemilu 2024.'),
    ('Opini: Ikrar yang Hampa',
     'Setiap musim pemilu ASN membaca ikrar netralitas. Bupati hadir, pakta integritas ditandatangani, foto disebar.\nBagi saya, seremoni itu tidak cukup. Negara mesti menegakkan UU ASN.\nPenulis adalah dosen Universitas Mulawarman.'),
    ('Wabup Lepas Gerak Jalan HUT Korpri',
     'PEKALONGAN – Wakil Bupati Pekalongan melepas 2.000 peserta gerak jalan HUT Korpri ke-52, Minggu (26/11/2023). Ia mengajak ASN yang pekan lalu sudah berikrar netral agar menjaga kekompakan.\nKetua Korpri Pekalongan Yulian Akbar mengatakan peserta berasal dari 40 OPD. Pemenang mendapat hadiah sepeda.'),
    ('Puluhan Kades Deklarasi Dukung Calon, Bawaslu Turun Tangan',
     'JENEPONTO – Puluhan kepala desa membacakan deklarasi dukungan kepada salah satu calon gubernur di sebuah rumah makan, Sabtu (5/10/2024). Video deklarasi itu beredar luas.\nKetua Bawaslu Jeneponto menyatakan kepala desa wajib netral sesuai UU Nomor 6 Tahun 2014. Kepala desa terancam sanksi.'),
    ('KASN Catat 417 Laporan Netralitas',
     'JAKARTA – Komisi Aparatur Sipil Negara mencatat 417 laporan pelanggaran netralitas ASN hingga September 2024. Sebanyak 197 orang terbukti melanggar.\nKetua KASN mengatakan ikrar dan pakta integritas yang ditandatangani ASN di berbagai daerah belum menurunkan pelanggaran, Kamis (26/9/2024).'),
    ('Pegawai Lapas Narkotika Ikrar Perang Narkoba',
     'LANGKAT – Sebanyak 90 petugas Lapas Narkotika Langkat membacakan ikrar zero halinar, Senin (4/11/2024). Kalapas memimpin pembacaan ikrar dan penandatanganan komitmen bersama.\nKalapas juga mengingatkan petugas menjaga netralitas pada Pilkada 2024 yang digelar 27 November.'),
    ('PPPK Ucapkan Sumpah, Diminta Netral',
     'BOGOR – Sebanyak 1.100 PPPK Kabupaten Bogor mengucapkan sumpah/janji dan menandatangani perjanjian kerja di Stadion Pakansari, Senin (3/6/2024). Pj Bupati Bogor memimpin pengambilan sumpah.\nIa meminta para pegawai baru menjaga netralitas pada Pilkada 2024.'),
    ('Panwascam Dilantik, Teken Pakta Integritas',
     'BREBES – Bawaslu Brebes melantik 51 anggota panwascam Pilkada 2024, Sabtu (25/5/2024). Mereka membacakan sumpah jabatan dan menandatangani pakta integritas.\nKetua Bawaslu meminta mereka netral dan tidak berpihak kepada calon.'),
    ('Bupati Terbitkan Edaran Wajib Teken Pakta',
     'WAINGAPU – Bupati Sumba Timur menerbitkan surat edaran yang mewajibkan seluruh ASN menandatangani pakta integritas netralitas paling lambat 30 September. Edaran Nomor 800/55/2024 itu diteken Senin (9/9/2024).\nKepala BKPP menyebut 5.400 ASN akan mengisi formulir secara daring.'),
    ('Jelang Pilkada, Sekda Ingatkan ASN Netral',
     'PURWAKARTA – Sekretaris Daerah Purwakarta Norman Hidayat mengingatkan ASN agar netral saat memimpin apel pagi di halaman Pemkab, Senin (19/8/2024). Apel diikuti 700 ASN.\n“Kita semua sudah menandatangani pakta integritas,” kata Norman. Ia menyebut UU Nomor 20 Tahun 2023.'),
    ('Pemkot Evaluasi Ikrar Netralitas Tahun Lalu',
     'SALATIGA – Pemkot Salatiga mengevaluasi pelaksanaan ikrar netralitas ASN yang digelar pada Pemilu lalu dalam rapat di aula BKPSDM, Rabu (3/7/2024). Rapat dihadiri 30 pejabat.\nKepala BKPSDM Salatiga menilai ikrar perlu diperluas hingga tenaga harian pada Pilkada 2024.'),
]  # fmt: skip


@pytest.mark.parametrize(("title", "text"), TOLD)
def test_a_brief_that_tells_of_one(title: str, text: str) -> None:
    judged = gate(read_document(title, text, published=PUBLISHED))
    assert judged.open, judged


@pytest.mark.parametrize(("title", "text"), NOT_TOLD)
def test_news_beside_it(title: str, text: str) -> None:
    judged = gate(read_document(title, text, published=PUBLISHED))
    assert not judged.open, judged


@pytest.mark.parametrize(
    ("by", "weight"),
    [
        ("Ratusan pegawai", 1.0),
        ("Tiga pasangan calon", 0.1),
        ("Puluhan wartawan", 0.3),
        ("Di hadapan pegawai, tiga pasangan calon", 0.1),
    ],
)
def test_who_acts_is_who_stands_nearest_before_the_act(by: str, weight: float) -> None:
    said = features(
        read_document(None, f"{by} mengucapkan ikrar netral di alun-alun, Senin (2/9/2024).", published=PUBLISHED)
    )
    assert said["held in the lead, neutral"] == weight


def test_features_are_shares_and_the_score_is_their_sum_on_the_scale_of_odds() -> None:
    doc = read_document(*TOLD[0], published=PUBLISHED)
    found, judged = features(doc), gate(doc)
    assert all(0.0 <= value <= 1.0 for value in found.values())
    assert judged.score == probability(weights("gate"), found)
    assert judged.reasons[0] == (ALWAYS, weights("gate")[ALWAYS])
    assert set(weights("gate")) - {ALWAYS} >= {name for name, _ in judged.reasons} - {ALWAYS}


def test_a_regression_finds_what_matters_and_how_often() -> None:
    cases = [Case({"telling": float(n % 2), "noise": float(n % 3 == 0)}, n % 2 == 1 or n % 10 == 0) for n in range(200)]
    table = fitted(cases, ridge=0.1)
    assert table["telling"] > 4 * abs(table["noise"])
    mean = sum(probability(table, case.features) for case in cases) / len(cases)
    assert mean == pytest.approx(sum(case.answer for case in cases) / len(cases), abs=0.01)
    judged = cross_fitted(cases, ridge=0.1)
    assert sum((p > 0.5) == case.answer for p, case in zip(judged, cases, strict=True)) == 180
