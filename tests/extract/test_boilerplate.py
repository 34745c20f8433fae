from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.reading.boilerplate import remove_boilerplate

STORY = "Para pegawai membaca ikrar bersama di lapangan kantor."
MORE = "Acara berakhir menjelang siang."


@pytest.mark.parametrize(
    "line",
    [
        "Baca juga: Bupati Resmikan Pasar Baru",
        "BACA JUGA : Harga Beras Turun, Ini Sebabnya",
        "Baca Juga » Tiga Warga Terima Bantuan",
        "- Baca juga: Bupati Resmikan Pasar Baru",
        "Baca juga:",
        "BACA JUGA",
        "Simak juga Video: Detik-detik Perahu Terbalik",
        "Simak juga: Jadwal Kapal Pekan Ini",
        "Lihat juga: Foto Karnaval",
        "Berita Terkait",
        "Artikel Terkait:",
        "Read also: Flood Hits Two Villages",
        "Advertisement",
        "ADVERTISEMENT",
        "Iklan",
        "SCROLL TO CONTINUE WITH CONTENT",
        "ADVERTISEMENT SCROLL TO CONTINUE WITH CONTENT",
        "Geser untuk melanjutkan membaca",
        "Bagikan",
        "Bagikan:",
        "Bagikan ini:",
        "Bagikan ke Facebook",
        "Share this:",
        "Facebook",
        "Facebook Twitter WhatsApp Telegram",
        "Ikuti kami di Google News",
        "Ikuti berita terkini dari Kabar Uji di Google News, klik di sini",
        "Dapatkan update berita pilihan setiap hari. Gabung di WhatsApp Channel Kabar Uji",
        "oleh -193 views",
        "oleh admin -57 views",
        "by Redaksi - 1204 views",
        "Dibaca: 1.204 kali",
        "1.204 kali dibaca",
        "Post Views: 88",
        "Penulis: Sari Melati",
        "Penulis: Sari Melati | Editor: Joko Umbaran",
        "Editor : Joko Umbaran",
        "Pewarta: Sari Melati",
        "Selasa, 17 Oktober 2023 | 14:05 WIB",
        "17/10/2023 14.05",
        "Tags: ASN, netralitas",
        "Tag: pilkada 2024",
        "#asn #netral #pilkada",
        "Copyright © Kabar Uji 2023",
        "COPYRIGHT © KABAR UJI 2023",
        "Hak Cipta dilindungi undang-undang.",
        "Dilarang keras mengambil konten tanpa izin tertulis dari redaksi.",
        "Artikel ini telah tayang di kabaruji.example dengan judul Pegawai Berikrar",
        "Halaman 1 2 3 Selanjutnya",
        "Navigasi pos",
        "(*)",
        "(sar/jok)",
        "***",
    ],
)
def test_lines_that_go(line: str) -> None:
    assert remove_boilerplate([STORY, line, MORE]) == [STORY, MORE]


@pytest.mark.parametrize(
    "line",
    [
        "Bupati meminta pegawai membaca juga aturan baru itu sebelum bertugas.",
        "Baca juga aturannya sebelum mengunggah, kata Bupati di hadapan pegawai.",
        "Iklan kampanye tidak boleh dipasang di kendaraan dinas, ujarnya.",
        "Bagikan pengetahuan ini kepada rekan di desa, pesan Camat kepada peserta.",
        "“Bagikan selebaran ini,” kata Camat.",
        "Tag nama dipasang pada setiap peserta apel.",
        "Komentar di media sosial juga termasuk pelanggaran, kata Sekda.",
        "Tulis komentar yang santun, pesannya kepada pegawai.",
        "Share dan like unggahan calon dapat berujung sanksi disiplin.",
        "Facebook dan Instagram milik pegawai akan dipantau Bawaslu.",
        "Ikuti aturan yang ada, jangan main-main dengan Instagram dan Facebook pribadi.",
        "1. Menjaga netralitas dalam pelayanan publik.",
        "- Menghindari konflik kepentingan",
        "a. tidak menyebarkan ujaran kebencian;",
        "(1) netral;",
        "Oleh karena itu, sebanyak 193 pegawai hadir.",
        "Pukul 08.00 WIB, apel dimulai.",
        "Selasa, 17 Oktober 2023, apel dimulai pukul 08.00 WIB.",
        "Sumber daya manusia menjadi kunci.",
        "Halaman kantor bupati dipenuhi peserta.",
        "Terkait hal itu, Bawaslu akan bersurat.",
        "Terkait netralitas, ia berpesan agar pegawai bijak.",
        "Rekomendasi KASN wajib dijalankan.",
        "Cetak biru reformasi birokrasi menjadi acuan.",
        "Simak penjelasan Sekda berikut.",
        "Adv. Rudi Hartanto hadir sebagai saksi.",
    ],
)
def test_sentences_that_stay(line: str) -> None:
    assert remove_boilerplate([STORY, line, MORE]) == [STORY, line, MORE]


def test_headlines_listed_under_a_heading_go_with_it() -> None:
    lines = [STORY, "Baca juga:", "Bupati Resmikan Pasar Baru", "- Harga Beras Turun", MORE, "Ikrar itu singkat"]
    assert remove_boilerplate(lines) == [STORY, MORE, "Ikrar itu singkat"]


def test_a_link_in_its_own_line_takes_nothing_with_it() -> None:
    lines = [STORY, "Baca juga: Bupati Resmikan Pasar Baru", "Isi ikrar sebagai berikut:", MORE]
    assert remove_boilerplate(lines) == [STORY, "Isi ikrar sebagai berikut:", MORE]


@pytest.mark.parametrize(
    "end",
    [
        "Tinggalkan Balasan",
        "Tinggalkan Balasan Batalkan balasan",
        "TINGGALKAN KOMENTAR",
        "Leave a Reply",
        "Alamat email Anda tidak akan dipublikasikan. Ruas yang wajib ditandai *",
        "Komentar",
        "3 Komentar",
    ],
)
def test_nothing_behind_the_end_stays(end: str) -> None:
    assert remove_boilerplate([STORY, MORE, end, "Mantap pak bupati!", "Nama *"]) == [STORY, MORE]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (f"{STORY} Baca juga: Bupati Resmikan Pasar Baru", STORY),
        (f"{STORY}BACA JUGA: Bupati Resmikan Pasar Baru", STORY),
        (f"{STORY} (Baca juga: Bupati Resmikan Pasar Baru)", STORY),
        (f"{STORY} Baca juga: aturan itu penting. {MORE}", f"{STORY} Baca juga: aturan itu penting. {MORE}"),
    ],
)
def test_a_link_glued_to_a_paragraph_is_cut_off(line: str, expected: str) -> None:
    assert remove_boilerplate([line]) == [expected]


@pytest.mark.parametrize(
    "line",
    ["oleh " + "a " * 300_000, "9" * 600_000, "Facebook " * 80_000, "#a " * 200_000, "Penulis: x" * 60_000,
     "Halaman 1 " * 60_000, "." * 600_000, "» " * 300_000, "Baca juga:" * 60_000, "(" * 600_000],
    ids=lambda line: line[:10],
)  # fmt: skip
def test_hostile_lines_take_linear_time(line: str) -> None:
    started = time.process_time()
    remove_boilerplate([line, line])
    assert time.process_time() - started < 5


@given(st.lists(st.text(max_size=200), max_size=12))
def test_it_only_removes(lines: list[str]) -> None:
    kept = remove_boilerplate(lines)
    rest = iter(line.strip() for line in lines)
    assert all(any(whole.startswith(line) for whole in rest) for line in kept)
