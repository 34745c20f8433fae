"""Acts of commitment: which words name one, and whether it took place."""

from __future__ import annotations

import pytest

from extract.document import candidates_of
from extract.gate import gate
from extract.segments import find_ceremonies
from tests.extract.markup import parse_markup
from tests.extract.reading import read

HELD = [
    "Pegawai Pemkab Sambas <ikrar>mengucapkan ikrar</ikrar> netralitas di halaman kantor bupati.",
    "Naskah <ikrar>ikrar</ikrar> netralitas dibacakan sekretaris daerah.",
    "Seluruh ASN <ikrar>berikrar</ikrar> netral, Senin (20/11/2023).",
    "Sekda menyerahkan naskah pakta integritas yang telah <pakta_integritas>diteken</pakta_integritas> para camat.",
    "Camat se-Kota Palu <pakta_integritas>menandatangani</pakta_integritas> pakta integritas netralitas.",
    "Pakta integritas netralitas <pakta_integritas>diteken</pakta_integritas> 40 kepala OPD.",
    "Lurah <pakta_integritas>membubuhkan tanda tangan</pakta_integritas> pada lembar komitmen netralitas.",
    "Wali kota memimpin <apel>apel</apel> netralitas ASN.",
    "Kepala desa <deklarasi>mendeklarasikan</deklarasi> netralitas di balai desa.",
    "<deklarasi>Deklarasi</deklarasi> netralitas ASN digelar di aula, dipimpin bupati.",
]
NOT_HELD = [
    ("Pegawai akan mengucapkan ikrar netralitas pekan depan.", "planned"),
    ("Ikrar netralitas ASN batal digelar karena hujan.", "planned"),
    ("Pemkab menjadwalkan pembacaan ikrar netralitas pada Desember.", "planned"),
    ("Semua kepala dinas wajib menandatangani pakta integritas netralitas.", "obliged"),
    ("Arahan disampaikan tanpa pembacaan ikrar netralitas.", "denied"),
    ("ASN di kabupaten itu pernah mengucapkan ikrar netralitas.", "background"),
    ("Tahun lalu pegawai membacakan ikrar netralitas.", "background"),
    ("“Kami sudah mengucapkan ikrar netralitas,” kata dia.", "named"),
    ("Isi ikrar netralitas ada empat.", "named"),
]


@pytest.mark.parametrize("case", HELD)
def test_an_act_that_was_done(case: str) -> None:
    text, expected = parse_markup(case)
    found = [c for c in candidates_of(read(text), "activities") if c.value.status == "held"]
    (act,) = expected
    assert (act.tag, act.start, act.end) in [(c.value.activity, c.start, c.end) for c in found]


@pytest.mark.parametrize(("text", "status"), NOT_HELD)
def test_an_act_that_was_not(text: str, status: str) -> None:
    found = candidates_of(read(text), "activities")
    assert found
    assert {c.value.status for c in found} == {status}


@pytest.mark.parametrize(
    "text",
    [
        "Petani menanam apel malang di lereng.",
        "Bupati menandatangani nota kesepahaman dengan universitas.",
        "Pegawai baru menandatangani berita acara dan perjanjian kerja.",
        "Partai menggelar deklarasi dukungan bagi calon gubernur.",
    ],
)
def test_other_acts_are_none(text: str) -> None:
    assert not [c for c in candidates_of(read(text), "activities") if c.value.status == "held"]


TOLD = [
    ("ASN Sambas Ikrar Netral", "SAMBAS – Pegawai Pemkab Sambas mengucapkan ikrar netralitas, Senin (20/11/2023)."),
    (None, "Sebanyak 40 lurah di Kota Palu meneken pakta integritas netralitas menjelang Pilkada 2024 di balai kota."),
    (
        "Jaga Jarak dari Politik",
        "Apel pagi Lapas Kelas IIB Ende diisi pembacaan ikrar netralitas petugas, Senin (20/11).",
    ),
]
NOT_TOLD = [
    ("Bupati Minta ASN Netral", "Bupati Sambas meminta ASN netral pada Pemilu 2024. Ia mengingatkan sanksi bagi pelanggar."),
    ("Besok, ASN Sambas Ikrar Netral", "Pemkab Sambas akan menggelar ikrar netralitas ASN, Selasa (21/11). Bupati bakal hadir."),
    ("Lurah Dilaporkan", "Seorang lurah yang pernah meneken pakta integritas netralitas dilaporkan ke Bawaslu karena diduga ikut kampanye."),
    ("Paslon Deklarasi Kampanye Damai", "Tiga pasangan calon membacakan deklarasi kampanye damai di KPU. Mereka berikrar tidak menyebar hoaks."),
    ("Opini: Sesudah Ikrar", "Oleh: Rahman. Setiap pemilu ikrar netralitas dibaca. Menurut saya itu belum cukup, bagi saya sanksi lebih penting."),
    ("Pejabat Teken Pakta Antikorupsi", "Kepala dinas menandatangani pakta integritas antikorupsi di aula. Bupati meminta mereka bekerja jujur."),
    ("Persija Menang", "Persija menang 2-0. Wasit dinilai netral."),
    ("", ""),
]  # fmt: skip


@pytest.mark.parametrize(("title", "text"), TOLD)
def test_an_article_that_tells_of_a_ceremony(title: str | None, text: str) -> None:
    doc = read(text, title=title)
    assert gate(doc).open, gate(doc)
    assert len(find_ceremonies(doc)) == 1


@pytest.mark.parametrize(("title", "text"), NOT_TOLD)
def test_an_article_that_tells_of_none(title: str, text: str) -> None:
    doc = read(text, title=title or None)
    assert not gate(doc).open, gate(doc)
    assert find_ceremonies(doc) == []


TWO_DAYS = """\
Sebanyak 120 guru di Kabupaten Sambas mengucapkan ikrar netralitas di aula SMAN 1 Sambas, Selasa (21/11/2023).
Ikrar dipimpin Kepala Dinas Pendidikan Sambas Ratna Dewi Kusuma.
Sehari sebelumnya, Senin (20/11/2023), 95 guru dari kecamatan lain juga membacakan ikrar netralitas di tempat yang sama.
"""
TWO_BODIES = """\
Pegawai Lapas Singkawang mengucapkan ikrar netralitas pada apel pagi, Senin (20/11/2023), dipimpin Kalapas Hadi Prayitno.
Sementara itu di Rutan Sambas, Kepala Rutan Yohanes Tarigan membacakan ikrar netralitas diikuti 40 petugas.
"""


def test_two_days_are_two_ceremonies() -> None:
    first, second = find_ceremonies(read(TWO_DAYS))
    assert [str(day) for day in first.days] == ["2023-11-21"]
    assert [str(day) for day in second.days][:1] == ["2023-11-20"]


def test_two_bodies_are_two_ceremonies() -> None:
    assert len(find_ceremonies(read(TWO_BODIES))) == 2


PLACES = """\
Dua ikrar netralitas guru digelar Dinas Pendidikan Alor pekan ini. Gugus Teluk Mutiara berlangsung Rabu (4/10/2023), \
gugus Pantar sehari sesudahnya.
Di Kalabahi ikrar dipimpin Kepala Dinas Pendidikan Alor Yosina Laukari dan diikuti 210 guru.
Adapun di Baranusa, ikrar dipandu Kepala SMPN 2 Pantar Marten Blegur. Pesertanya 95 guru.
"""
SESSIONS = """\
Sehari penuh Pemkab Kolaka mengambil ikrar netralitas pegawainya, Selasa (3/10/2023), dalam dua sesi.
Untuk sesi pertama, Bupati Kolaka Andi Rusman memimpin ikrar 700 ASN di lapangan.
Pada sesi kepala desa, Kepala Dinas PMD Kolaka Laode Hasan memandu ikrar 120 kepala desa di aula.
"""
SPAN = """\
Ikrar netralitas ASN Yapen berlangsung dua hari, 15-16 Oktober 2023, di Gedung Silas Papare. Sebanyak 300 ASN hadir.
Hari kedua dipakai untuk meneken pakta integritas, disaksikan Ketua Bawaslu Yapen Maria Samber.
"""
#: Waves of one gathering, and a span of days counted from the outside.
WAVES = """\
Guru di Kudus mengucapkan ikrar netralitas di aula dinas, Selasa (3/10/2023), dipimpin Kepala Dinas Pendidikan Hadi Prayitno.
Pada gelombang pertama 200 guru menirukan ikrar. Gelombang kedua diikuti 150 guru yang membacakan ikrar yang sama.
"""
DAYS = """\
Pejabat Pemprov Gorontalo dua hari ini meneken pakta integritas netralitas di kantor gubernur, disaksikan Sekda Budi Pakaya.
Penandatanganan itu berlangsung Rabu sampai Kamis (11-12/10/2023) dan diikuti 387 pejabat.
"""
#: A lead that announces what is told of each place behind it.
ANNOUNCED = """\
ASN di tiga kecamatan di Kabupaten Alor mengucapkan ikrar netralitas pekan ini, Kamis (5/10/2023).
Di Kecamatan Kabola, Senin (2/10/2023), Camat Kabola Marten Laupada memimpin ikrar 40 ASN.
Sementara di Kecamatan Pantar, Selasa (3/10/2023), Camat Pantar Yusuf Blegur memimpin ikrar 35 ASN.
Adapun di Kecamatan Alor Timur, Rabu (4/10/2023), Camat Alor Timur Lukas Maukari memimpin ikrar 30 ASN.
"""
SAME_TIME = """\
ASN Pemprov Gorontalo mengucapkan ikrar netralitas yang dipandu Sekdaprov Gorontalo Ridwan Hemeto, Rabu (29/11/2023).
Di waktu yang sama, Pemerintah Kota Gorontalo menggelar deklarasi netral yang dibacakan Camat Kota Selatan Yusran Hilala.
"""
#: The story itself is told as a recollection.
RECALLED = """\
Warga Kudus menanyakan keseriusan ASN, ujar seorang warga kepada Kabar Kudus, Selasa (24/10/2023).
Padahal sehari sebelumnya, Senin (23/10/2023), ASN Pemkab Kudus telah mengucapkan ikrar netralitas di alun-alun.
Ikrar dipimpin Sekda Kudus Hadi Prayitno dan diikuti 900 pegawai.
"""
INTERVIEW = """\
Pegawai Pemkot Palopo mengucapkan ikrar netralitas dipimpin Sekda Palopo Ilham Tandi, Senin (25/9/2023), diikuti 400 ASN.
Saat dihubungi di ruang kerjanya, Rabu (27/9/2023), Ilham menyebut ikrar itu tidak main-main.
"""


def test_places_of_one_regency_are_ceremonies_of_their_own_where_several_are_announced() -> None:
    first, second = find_ceremonies(read(PLACES))
    assert (first.scene, second.scene) == ("Kalabahi", "Baranusa")


def test_sessions_of_different_groups_are_ceremonies() -> None:
    assert len(find_ceremonies(read(SESSIONS))) == 2


def test_an_announcement_of_several_is_none_itself() -> None:
    found = find_ceremonies(read(ANNOUNCED))
    assert [str(one.days[0]) for one in found] == ["2023-10-02", "2023-10-03", "2023-10-04"]


def test_what_happened_at_the_same_time_elsewhere_is_another() -> None:
    assert len(find_ceremonies(read(SAME_TIME))) == 2


def test_a_recollection_with_nothing_told_before_is_the_story() -> None:
    (one,) = find_ceremonies(read(RECALLED, title="ASN Kudus Berikrar Netral, Warga Ragu"))
    assert "2023-10-23" in map(str, one.days)


@pytest.mark.parametrize("text", [SPAN, INTERVIEW, WAVES, DAYS])
def test_days_of_one_gathering_or_of_an_interview_split_nothing(text: str) -> None:
    assert len(find_ceremonies(read(text))) == 1


def test_what_is_denied_was_not_done() -> None:
    (one,) = find_ceremonies(
        read(
            "Guru di Ende mengucapkan ikrar netralitas, Senin (20/11/2023). Tidak ada penandatanganan pakta integritas. "
            "Kepala dinas menyebut pakta integritas ditandatangani di sekolah."
        )
    )
    assert list(one.denied) == ["pakta_integritas"]


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("Camat menilai ikrar netralitas ASN perlu diperluas.", "named"),
        ("Guru yang pekan lalu sudah mengucapkan ikrar netralitas itu kembali mengajar.", "background"),
        ("Pesan itu disampaikan pada ikrar netralitas ASN di halaman kantor.", "held"),
        ("Peserta diminta mengucapkan ikrar netralitas yang dibaca Camat Jati.", "held"),
        ("Peserta diminta mengucapkan ikrar netralitas.", "obliged"),
        ("Ikrar netralitas ASN terpaksa dibatalkan karena banjir.", "planned"),
        (
            "Ia mengajak mereka bersama-sama membaca ikrar netralitas perangkat desa untuk pilkada, dipandu camat.",
            "held",
        ),
        ("Dua hari kemudian 43 ASN kecamatan menyusul dengan ikrar netralitas di kantor camat.", "held"),
        ("Ikrar netralitas digilir per kecamatan.", "held"),
    ],
)
def test_what_the_words_around_an_act_say_of_it(sentence: str, status: str) -> None:
    text = "Kabar dari Kudus.\nCuaca cerah hari itu.\n" + sentence
    acts = candidates_of(read(text), "activities")
    assert {act.value.status for act in acts if act.value.activity == "ikrar"} == {status}
