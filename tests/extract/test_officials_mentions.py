"""Where an office's place ends and a person's name begins, and which of two phrases belongs to which."""

from __future__ import annotations

import pytest

from extract.fields.officials.mentions import read_mentions
from extract.fields.officials.people import link_people


def named(text: str) -> list[tuple[str | None, str | None]]:
    """Name and office of every mention in a text below a title; a lone name counts only beside an office."""
    reading = read_mentions("Judul\n\n" + text, 5)
    found = []
    for mention in reading.mentions:
        if mention.office is None:
            continue
        name = None
        if mention.name is not None:
            first, end = mention.name.words
            name = reading.text[reading.tokens[first].start : reading.tokens[end - 1].end]
        found.append((name, mention.office.text))
    return found


RUNS = {
    "Camat Cisolok Deden Firmansyah Hidayat hadir.": [("Deden Firmansyah Hidayat", "Camat Cisolok")],
    "Kabapas Ambon Rizal Umar Fachrudin tiba.": [("Rizal Umar Fachrudin", "Kabapas Ambon")],
    "serta Wali Nagari Sungai Landai Yusrizal Koto.": [("Yusrizal Koto", "Wali Nagari Sungai Landai")],
    "Lurah Kayu Ombun Tigor Harahap hadir": [("Tigor Harahap", "Lurah Kayu Ombun")],
    "Camat Muara Lawa Sigit Purnomo hadir": [("Sigit Purnomo", "Camat Muara Lawa")],
    "Camat Sumantri hadir": [("Sumantri", "Camat")],
    "Di sana Kades Pandu Sanjaya, Rahmat Suyono, berpesan agar tenang": [("Rahmat Suyono", "Kades Pandu Sanjaya")],
}

NAMES = {
    "kata Direktur RSUD Kolaka, dr Hj Hasnawati Rauf SpPD, kemarin": [("Hasnawati Rauf", "Direktur RSUD Kolaka")],
    "Bupati Pidie Fadhlullah TM memimpin": [("Fadhlullah TM", "Bupati Pidie")],
    "Ketua KPU RI hadir": [(None, "Ketua KPU RI")],
    "perwakilan guru, Mariani br. Ginting dari sana": [("Mariani br. Ginting", "perwakilan guru")],
    "Ketua Badan Pengawas Pemilihan Umum Alor hadir": [(None, "Ketua Badan Pengawas Pemilihan Umum Alor")],
    "Adalah Direktur RSUD Alor, dr. Ni Ketut Asri, Sp.PK, yang membaca": [("Ni Ketut Asri", "Direktur RSUD Alor")],
}


@pytest.mark.parametrize(("text", "expected"), RUNS.items())
def test_a_run_of_capitals_is_cut_where_the_name_begins(text: str, expected: list[tuple[str, str]]) -> None:
    assert named(text) == expected


@pytest.mark.parametrize(("text", "expected"), NAMES.items())
def test_names_end_where_they_end(text: str, expected: list[tuple[str | None, str | None]]) -> None:
    assert named(text) == expected


FURTHER = {
    "oleh Kepala Satpol PP dan Damkar, Gunadi Prasetya; serta": [("Gunadi Prasetya", "Kepala Satpol PP dan Damkar")],
    "Inspektur Pembantu Khusus pada Inspektorat Belu, Gregorius Hartono, yang": [
        ("Gregorius Hartono", "Inspektur Pembantu Khusus pada Inspektorat Belu")
    ],
    "di depan Kepala Seksi Trantib Wilayah Timur, Budi Santoso, hadir": [
        ("Budi Santoso", "Kepala Seksi Trantib Wilayah Timur")
    ],
    "dipandu Kepala Bidang Guru dan Tenaga Kependidikan, Abdul Hamid Rasyidi, di aula": [
        ("Abdul Hamid Rasyidi", "Kepala Bidang Guru dan Tenaga Kependidikan")
    ],
    "di depan Kasdam II/Sriwijaya Brigjen TNI Sumaryono hadir": [("Sumaryono", "Kasdam II/Sriwijaya")],
    "di depan Ketua Panwas Kecamatan Kei Besar, Fransina Ubro, hadir": [
        ("Fransina Ubro", "Ketua Panwas Kecamatan Kei Besar")
    ],
    "di depan Kepala Lapas Muara Bulian, Bc.IP. Eko Purwanto, S.H., hadir": [
        ("Eko Purwanto", "Kepala Lapas Muara Bulian")
    ],
}


@pytest.mark.parametrize(("text", "expected"), FURTHER.items())
def test_an_office_goes_on_up_to_the_comma_before_the_name(text: str, expected: list[tuple[str, str]]) -> None:
    assert named(text) == expected


APPOSED = {
    "hadir Danramil 0716/07 Karangdowo Kapten Cba Sugeng dan": [("Sugeng", "Danramil 0716/07 Karangdowo")],
    "Komandan Distrik Militer (Dandim) 0312/Padang Letkol Inf Joni tiba": [
        ("Joni", "Komandan Distrik Militer 0312/Padang")
    ],
    "BERITA.CO.ID-Gubernur Papua, Markus Wanimbo membubuhkan tanda tangan": [("Markus Wanimbo", "Gubernur Papua")],
    "hadir Dandim 1604/Kupang ( Letkol Arh Samuel Taek,S.Sos.), Ketua KPU ( Maria Goreti ST ), dan": [
        ("Samuel Taek", "Dandim 1604/Kupang"),
        ("Maria Goreti", "Ketua KPU"),
    ],
    "- dr. Lamria Sinaga (Direktur RSU dr. F.L. Tobing)": [("Lamria Sinaga", "Direktur RSU dr. F.L. Tobing")],
    "- Togar Manalu, SH (Inspektur)": [("Togar Manalu", "Inspektur")],
    "- Tumpal Siregar (Lurah Pasir Bidang)": [("Tumpal Siregar", "Lurah Pasir Bidang")],
    "dibaca oleh Ketua Apdesi Alor yang juga Kepala Desa Lamma, Thobias.": [("Thobias", "Ketua Apdesi Alor")],
    "Bupati Blora yang masa baktinya tinggal sebulan, Suharto Kasman, menyerahkan map": [
        ("Suharto Kasman", "Bupati Blora")
    ],
    "Kabid Pemasyarakatan, Kanwil Kemenkumham Papua, Rudi Hartono hadir di sana": [
        ("Rudi Hartono", "Kabid Pemasyarakatan, Kanwil Kemenkumham Papua")
    ],
    "jatuh kepada Ni Made Ayu Sari yang menakhodai Dinas Sosial, lalu": [("Ni Made Ayu Sari", "Dinas Sosial")],
    "mengutus Kanit Gakkum Polsek Taman, Iptu Heni Purwati, ke depan": [("Heni Purwati", "Kanit Gakkum Polsek Taman")],
    "kata ketua Bawaslu kota Ambon, Nursari. Maka": [("Nursari", "ketua Bawaslu kota Ambon")],
}


@pytest.mark.parametrize(("text", "expected"), APPOSED.items())
def test_brackets_clauses_and_second_offices(text: str, expected: list[tuple[str, str]]) -> None:
    assert named(text) == expected


LISTS = {
    "Di sana tampak pula anggota KPU Lampung Iskandar P. Umar, Gito, Hamid Badrul, dan Ahmad Kohar yang memang diundang": [
        ("Iskandar P. Umar", "anggota KPU Lampung"),
        ("Gito", "anggota KPU Lampung"),
        ("Hamid Badrul", "anggota KPU Lampung"),
        ("Ahmad Kohar", "anggota KPU Lampung"),
    ],
    "lalu koordinator parkir Wasito menandatangani naskah itu": [("Wasito", "koordinator parkir")],
    "dan seorang guru kontrak, Hasniati Daeng Kanang. Lalu semua pulang": [("Hasniati Daeng Kanang", "guru kontrak")],
    "- Hj. Wa Ode Alma, Inspektur": [("Wa Ode Alma", "Inspektur")],
    "dengan inspektur Pj Wali Kota Tidore, Abdul Haris, S.Sos., di sana": [("Abdul Haris", "Wali Kota Tidore")],
    "yakni Inspektur Kabupaten Yohana Hajang, lalu yang lain": [("Yohana Hajang", "Inspektur Kabupaten")],
    "yakni Kepala Dinkes P2KB dr. Agustin Tipong, lalu yang lain": [("Agustin Tipong", "Kepala Dinkes P2KB")],
    "kata Kapolres Bima Kota, AKBP Wisnu Aji, kemarin": [("Wisnu Aji", "Kapolres Bima Kota")],
    "kata Kepala Seksi Lalu Lintas Keimigrasian Mochammad Reza kemarin": [
        ("Mochammad Reza", "Kepala Seksi Lalu Lintas Keimigrasian")
    ],
    "lalu Panwascam Bolaang Uki Rommy Pontoh pulang": [("Rommy Pontoh", "Panwascam Bolaang Uki")],
    "kata Ketua Panwaslu Kecamatan Serawai Elisabet Rindu kemarin": [
        ("Elisabet Rindu", "Ketua Panwaslu Kecamatan Serawai")
    ],
    "dituntun Kepala Dinas Dikporabud Teluk Bintuni, Simon Manibui, kemarin": [
        ("Simon Manibui", "Kepala Dinas Dikporabud Teluk Bintuni")
    ],
    "hadir Danlanud Manuhua dan yang lain": [(None, "Danlanud Manuhua")],
    "kata Kepala Biro SDM Kementerian Agama, Deputi Bidang Pengawasan BKN Bambang Aji, kemarin": [
        (None, "Kepala Biro SDM Kementerian Agama"),
        ("Bambang Aji", "Deputi Bidang Pengawasan BKN"),
    ],
}


@pytest.mark.parametrize(("text", "expected"), LISTS.items())
def test_lists_and_complements(text: str, expected: list[tuple[str | None, str]]) -> None:
    assert named(text) == expected


def test_heads_of_national_bodies_beside_a_minister_signed_a_decree() -> None:
    text = "ditandatangani Menteri PANRB Anas Azwar, Plt. Kepala BKN Haria Wira, dan Ketua KASN Agus Pramu di Jakarta"
    reading = read_mentions("Judul\n\n" + text, 5)
    assert {mention.governor for mention in reading.mentions if mention.office is not None} == {"national"}


LATER = {
    "kata Ketua Paguyuban Pamong se-Kulon Progo Dani Prasetia di sana": [
        ("Dani Prasetia", "Ketua Paguyuban Pamong se-Kulon Progo")
    ],
    "kata Ketua Apdesi Pelalawan Budi di sana": [("Budi", "Ketua Apdesi Pelalawan")],
    "di depan Camat Sambelia Lalu Suhardan Putrajap, S.Sos.": [("Lalu Suhardan Putrajap", "Camat Sambelia")],
    "oleh Kepala Dinas Pendidikan Sanan Rangkuti, M.M., di sana": [("Sanan Rangkuti", "Kepala Dinas Pendidikan")],
    "dan Kepala Dinas PUPRKP I Made Arda Giri kemarin": [("I Made Arda Giri", "Kepala Dinas PUPRKP")],
    "oleh seorang guru SD dari Pulau Tello bernama Yuniati Laia kemarin": [("Yuniati Laia", "guru SD")],
    "dan Dekan FUAD Hasyim Jalil hadir di sana": [("Hasyim Jalil", "Dekan FUAD")],
    "teks dibaca Kepala Bidang Pendidikan Dasar, Mujiati.": [("Mujiati", "Kepala Bidang Pendidikan Dasar")],
}


@pytest.mark.parametrize(("text", "expected"), LATER.items())
def test_heads_that_are_complete_take_no_unlisted_word(text: str, expected: list[tuple[str, str]]) -> None:
    assert named(text) == expected


def test_a_nickname_behind_the_office_is_of_its_holder() -> None:
    text = "Apel dipimpin Gubernur Kalsel, Budi Noor, yang dikenal dengan sebutan Paman Edo. Lalu Gubernur Paman Edo pamit."
    known, links = link_people(read_mentions("Judul\n\n" + text, 5))
    assert len({link.person for link in links if known[link.person].names}) == 1


TITLED = {
    "hadir di sana Ketua MUI Haji Sofyan yang datang": [("Sofyan", "Ketua MUI")],
    "kata Kasi Penyelenggaraan Haji dan Umrah Budi Santoso tadi pagi": [
        ("Budi Santoso", "Kasi Penyelenggaraan Haji dan Umrah")
    ],
    "jelas Ka. UPT Puskesmas Kuala Pembuang I, drg Endah Ratna, usai apel itu tadi": [
        ("Endah Ratna", "Ka. UPT Puskesmas Kuala Pembuang I")
    ],
    "di sana Lurah Kepuk Sarwiyono hadir": [("Sarwiyono", "Lurah Kepuk")],
    "lalu Asisten Umum (Asisten III) Sekda Kota Ternate, Drs. Thamrin Ali, di sana": [
        ("Thamrin Ali", "Asisten Umum Sekda Kota Ternate")
    ],
}


@pytest.mark.parametrize(("text", "expected"), TITLED.items())
def test_titles_that_are_words_and_numerals_behind_places(text: str, expected: list[tuple[str, str]]) -> None:
    assert named(text) == expected
