"""Who took part, in sentences of many makes: the words that say so, and the ones that say of whom else a number is."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from extract.candidates import Candidate, ParticipantsValue
from extract.document import blank_language, open_document
from extract.fields.participants import find_participants
from extract.sentences import read_sentences
from tests.extract.markup import parse_markup
from tests.extract.timing import is_linear

NLP = blank_language()


def read(text: str, title: str | None = None, published: dt.date | None = None) -> Doc:
    doc = open_document(NLP, title, text, published=published)
    read_sentences(doc)
    return doc


def held(doc: Doc) -> list[Candidate[ParticipantsValue]]:
    return [c for c in find_participants(doc) if c.score > 0.5]


TOOK_PART = [
    "<p count='274' group='orang'>274 orang</p> membubuhkan paraf pada lembar pernyataan.",
    (
        "Ikrar netralitas digelar Senin. Jumlah itu mencakup <p count='15' group='kepala distrik'>15 kepala "
        "distrik</p> dan <p count='31' group='kepala kampung'>31 kepala kampung</p>."
    ),
    (
        "Total <p count='231' group='nakes'>231 nakes</p> dan <p count='58' group='tenaga penunjang'>58 tenaga "
        "penunjang</p> ikut."
    ),
    "Peserta ikrar seluruhnya <p count='412' group='orang'>412 orang</p>.",
    "Hadir <p count='388' group='orang'>388 orang</p>, termasuk para lurah.",
    "Ikrar dibaca di aula Inspektorat oleh <p count='2' group='auditor'>dua auditor</p> mewakili rekan-rekannya.",
    "Apel netralitas diikuti <p count='140' qualifier='approx' group='pejabat'>140-an pejabat</p>.",
    "Deklarasi itu diikuti <p count='100' qualifier='approx' group='guru'>seratusan guru</p>.",
    "Deklarasi diikuti <p count='300' qualifier='approx' group='guru'>tiga ratusan guru</p> di lapangan.",
    (
        "Panitia mencatat <p count='700' count_max='750' qualifier='approx' group='orang'>700 sampai 750 "
        "orang</p> hadir."
    ),
    "Panitia mencatat kehadiran <p count='517' group='pegawai'>517 pegawai</p>.",
    "Daftar hadir memuat <p count='96' group='nama'>96 nama</p>.",
    (
        "Ikrar itu dihadiri <p count='60' qualifier='approx' group='pejabat eselon III'>enam puluhan pejabat "
        "eselon III</p>."
    ),
    (
        "Satu demi satu, <p count='44' group='kepala puskesmas'>44 kepala puskesmas</p> maju dan menorehkan "
        "tanda tangan."
    ),
    ("Bupati memimpin ikrar. Di belakangnya berdiri <p count='9' group='kepala bagian'>sembilan kepala bagian</p>."),
    (
        "Pakta diteken <p count='3' group='kepala divisi'>tiga kepala divisi</p>, yakni Rahmat Dano, Sinta Welu "
        "dan Yakob Mere."
    ),
    "Ada <p count='1450' group='ASN'>1.450 ASN</p> yang berikrar pagi tadi.",
    "Tercatat <p count='620' group='pegawai'>620 pegawai</p> ikut serta dalam ikrar.",
    "Yang hadir <p count='205' group='orang'>205 orang</p>.",
    (
        "Peserta berjumlah <p count='330' group='orang'>330 orang</p>, terdiri dari <p count='210' "
        "group='PNS'>210 PNS</p>, <p count='80' group='PPPK'>80 PPPK</p>, dan <p count='40' group='tenaga "
        "honorer'>40 tenaga honorer</p>."
    ),
    (
        "Rinciannya, <p count='17' group='camat'>17 camat</p>, <p count='170' group='kepala desa'>170 kepala "
        "desa</p>, dan <p count='25' group='kepala OPD'>25 kepala OPD</p> menandatangani pakta."
    ),
    (
        "Ikrar diikuti <p count='500' group='ASN'>500 ASN</p>.\nRinciannya <p count='320' group='guru'>320 "
        "guru</p> dan <p count='180' group='tenaga kesehatan'>180 tenaga kesehatan</p>."
    ),
    (
        "Ikrar diikuti <p count='90' group='pegawai'>90 pegawai</p>: <p count='70' group='orang'>70 orang</p> di "
        "aula dan <p count='20' group='orang'>20 orang</p> lewat sambungan video."
    ),
    (
        "Sebanyak <p count='64' group='pegawai'>64 pegawai</p> berikrar. Dari jumlah itu, <p count='41' "
        "group='orang perempuan'>41 orang perempuan</p>."
    ),
    "Selain di aula, <p count='120' group='pegawai UPTD'>120 pegawai UPTD</p> menyimak secara daring.",
    (
        "Ikrar diikuti <p count='55' group='personel Satpol PP'>lima puluh lima personel Satpol PP</p> dengan "
        "seragam lengkap."
    ),
    "Kepala dinas bersama <p count='73' group='stafnya'>73 stafnya</p> mengucapkan ikrar.",
    "Ikrar dilafalkan <p count='128' group='aparatur kecamatan'>128 aparatur kecamatan</p>.",
    "Naskah pakta ditandatangani oleh ke-<p count='21' group='camat'>21 camat</p>.",
    "Kelima belas lurah maju, lalu <p count='15' group='lurah'>15 lurah</p> itu meneken berkas.",
    (
        "<p count='1000' qualifier='at_least' group='pegawai'>Tak kurang 1.000 pegawai</p> tumpah di lapangan "
        "merdeka untuk berikrar."
    ),
    (
        "<p count='2500' qualifier='approx' group='pegawai'>Diperkirakan 2.500 pegawai</p> memenuhi stadion saat "
        "ikrar dibacakan."
    ),
    (
        "Ikrar dibacakan Sekda dan diulangi <p count='260' group='pegawai'>260 pegawai</p> sambil mengangkat "
        "tangan kanan."
    ),
    "Giliran <p count='88' group='penyuluh'>88 penyuluh</p> meneken surat pernyataan netral.",
    "Acara itu menyedot <p count='900' group='pegawai'>900 pegawai</p>.",
    "Surat pernyataan itu diteken di atas meterai oleh <p count='37' group='ASN'>37 orang ASN</p>.",
    "Sebanyak <p count='4' group='perwakilan guru'>empat perwakilan guru</p> membacakan ikrar di podium.",
    "“Yang hadir hari ini <p count='312' group='orang'>312 orang</p>,” ujar Kepala Badan.",
    (
        "Ikrar diikuti <p count='1900' group='ASN'>seribu sembilan ratus ASN</p> dan <p count='100' "
        "qualifier='vague' group='tenaga honorer'>ratusan tenaga honorer</p>."
    ),
    "Pegawai yang mengucapkan ikrar sebanyak <p count='178' group='orang'>178 orang</p>.",
    "Jumlah peserta ikrar mencapai <p count='2300' group='orang'>2.300 orang</p>.",
    "ASN yang ikut apel berjumlah <p count='650' group='orang'>650 orang</p>.",
    "Ikrar diikuti ASN, <p count='45' group='orang'>45 orang</p> di antaranya guru.",
    (
        "Ikrar netralitas dibacakan dalam apel Senin. <p count='67' group='pegawai'>67 dari 70 pegawai</p> "
        "mengikuti apel; tiga sisanya bertugas di luar daerah."
    ),
    "Kehadiran mencapai <p count='199' group='orang'>199 orang</p> menurut absensi panitia.",
    "Pembacaan ikrar melibatkan <p count='12' group='camat'>selusin camat</p>.",
    (
        "Apel netralitas diikuti prajurit. Batalyon mengirim <p count='60' group='prajurit'>60 prajurit</p>, "
        "sedangkan polres mengirim <p count='40' group='anggota'>40 anggota</p>."
    ),
    (
        "Masing-masing kecamatan mengirim wakil, hingga terkumpul <p count='84' group='aparatur desa'>84 "
        "aparatur desa</p> di pendopo untuk berikrar."
    ),
    (
        "Usai apel, <p count='13' group='kepala bidang'>13 kepala bidang</p> bergiliran menyerahkan pakta yang "
        "sudah mereka teken."
    ),
    "Sebanyak <p count='350' qualifier='approx' group='orang'>± 350 orang</p> mengikuti deklarasi.",
    "Peserta <p count='150' group='orang'>150 orang</p> berasal dari sembilan instansi.",
    "<p count='26' group='ASN Kantor Camat'>26 ASN Kantor Camat</p> mengikrarkan netralitas.",
    "Dari 900 undangan, <p count='655' group='orang'>655 orang</p> hadir.",
    "Undangan disebar kepada 400 orang, namun yang datang <p count='290' group='orang'>290 orang</p>.",
    (
        "Lima belas orang izin karena dinas luar, sedangkan <p count='110' group='pegawai'>110 pegawai</p> lain "
        "berikrar."
    ),
    (
        "Ikrar digelar di alun-alun. Barisan terdepan diisi <p count='30' group='pejabat eselon II'>30 pejabat "
        "eselon II</p>."
    ),
    (
        "Panitia mengundang 650 orang, yang datang <p count='600' qualifier='approx' group='orang'>enam ratusan "
        "orang</p>."
    ),
    (
        "Apel netralitas usai pukul sembilan. Ada <p count='29' group='lurah'>29 lurah</p>, <p count='7' "
        "group='camat'>7 camat</p>, dan <p count='10' qualifier='vague' group='petugas kebersihan'>belasan "
        "petugas kebersihan</p>."
    ),
    ("Penanda tangan: <p count='18' group='kepala OPD'>18 kepala OPD</p>, <p count='11' group='camat'>11 camat</p>."),
    "Pesertanya <p count='800' qualifier='approx'>diperkirakan 800-an</p>.",
    ("Naskah ikrar dibaca di hadapan <p count='32' group='rekan sekantornya'>tiga puluh dua rekan sekantornya</p>."),
    (
        "Ikrar dipekikkan kepala kantor diikuti <p count='51' group='pembimbing kemasyarakatan dan staf'>51 "
        "pembimbing kemasyarakatan dan staf</p>."
    ),
    (
        "TUAL – <p count='200' qualifier='approx' group='anggota Satpol PP'>Dua ratusan anggota Satpol PP</p> "
        "meletakkan tongkat lalu mengucap janji netral."
    ),
    (
        "Sebelumnya, Kamis pekan lalu, <p count='540' group='guru'>540 guru</p> wilayah selatan telah melakukan "
        "hal yang sama."
    ),
    (
        "Panitia membagikan 650 undangan. Dari jumlah itu <p count='5' group='perwakilan'>lima orang "
        "perwakilan</p> dipanggil menandatangani pernyataan."
    ),
    "Sebanyak <p count='7' group='lurah'>tujuh dari sembilan lurah</p> meneken komitmen.",
    (
        "Pakta integritas dibawa keliling. Inspektorat mengirim <p count='2' group='auditor'>dua auditor</p> "
        "sebagai pengamat."
    ),
    "Sebanyak <p count='180' group='ASN'>180 ASN</p> berikrar tidak akan melanggar netralitas.",
    "Ikrar diikuti <p count='66' group='guru'>66 guru</p> menjelang pemilu pekan depan.",
    "Keesokan harinya <p count='58' group='guru'>58 guru</p> berikrar, dan lusa giliran dinas lain.",
]

DID_NOT = [
    "Sebanyak 75 guru meneken pakta pekan depan.",
    "“Kami bertujuh belas menandatangani,” kata camat itu.",
    "Kabupaten ini mempekerjakan 4.118 aparatur, dan mereka akan berikrar pekan depan.",
    "Tahun 2018 lalu, ikrar serupa diikuti 300 pegawai.",
    "Gedung berkapasitas 1.000 orang itu penuh saat ikrar.",
    "Rumah sakit dengan 120 tempat tidur dan 300 perawat itu menggelar ikrar.",
    "Ikrar digelar di aula yang bisa memuat 250 orang.",
    "Bawaslu menerima aduan atas tujuh lurah pada pemilihan sebelumnya.",
    "Sebanyak 311.204 orang terdaftar sebagai pemilih.",
    "Kecamatan itu dihuni 21.000 jiwa dan 54 pegawai bertugas di sana.",
    "Pasangan calon didukung tiga kepala desa, kata pengamat.",
    "Dua pegawai tidak ikut karena sakit.",
    "Pekan lalu, 75 guru di kabupaten tetangga juga berikrar.",
    "Camat menyatakan ikrar susulan bagi 18 pegawai akan digelar Jumat.",
    "Ikrar diikuti seluruh ASN. Pada Pilkada 2020, dua kepala dinas di daerah itu dijatuhi hukuman disiplin.",
    "Ia telah bertugas 30 tahun dan memiliki tiga orang anak.",
    "Pemkot memiliki 6.215 ASN, terdiri atas 4.000 PNS dan 2.215 PPPK.",
    "Pengamat menyebut 60 persen pegawai belum paham aturan itu.",
    "Setelah ikrar, 12 pegawai menerima penghargaan Satyalancana.",
    "Kepala BKPSDM mengatakan 11 ASN tersangkut kasus netralitas sejak awal tahun.",
    "Ikrar dibacakan. Ada dua ASN yang dilaporkan ke Bawaslu.",
    "Satu TPS dijaga tujuh petugas KPPS.",
    "Empat pasangan calon dan 35 anggota tim sukses menghadiri debat.",
    "Lapas itu dihuni 640 warga binaan dan dijaga 70 petugas.",
    "Sekolah itu mempunyai 42 guru dan 800 murid.",
    "Ikrar akan diikuti 1.300 pegawai pada pekan depan.",
    "Targetnya 5.000 ASN meneken pakta hingga akhir bulan.",
    "“Kalau dua orang saja melanggar, nama lembaga rusak,” katanya.",
    "Jarak kantor itu 40 kilometer dari kota, tempat 14 pegawai bekerja.",
    "Ikrar itu diucapkan serentak. Menurut data BKN, 2.034 ASN dilaporkan melanggar netralitas pada 2020.",
    "Penghargaan diberikan kepada lima ASN teladan di sela apel.",
    "Petugas kebersihan, dua orang, merapikan kursi seusai acara.",
    "Tamu duduk di 300 kursi yang disediakan panitia.",
    "Ikrar juga akan menyasar 92 kepala sekolah bulan depan.",
    "Sebanyak 16 personel Polsek berjaga di sekitar lapangan.",
    "Inspektorat menjatuhkan sanksi disiplin bagi empat pegawai.",
    "Ikrar dikomando tiga orang sekaligus: Kadis Wela Pandu, Camat Rio Tamba, dan seorang guru.",
    "Ikrar netralitas dibacakan di aula. Sepanjang tahun memang ada 61 pejabat dimutasi.",
    "Riset atas 120 pegawai menunjukkan banyak yang lupa isi ikrar.",
    "“Ada 500 pegawai yang kami minta hadir,” kata Kepala BKD.",
    "ASN kabupaten dan kota se-pulau seluruhnya 2.116 orang. Ikrar berlangsung singkat.",
    "Ikrar diiringi 20 penari dan ditonton 3.000 penduduk.",
    "Dua perangkat daerah menggelar ikrar bersama.",
    "Lewat ikrar itu, guru, dua bidan dan tiga perawat absen.",
]


@pytest.mark.parametrize("case", TOOK_PART)
def test_people_who_took_part_are_told_from_others(case: str) -> None:
    text, expected = parse_markup(case)
    found = held(read(text))
    assert [(c.start, c.end) for c in found] == [(e.start, e.end) for e in expected]
    for candidate, want in zip(found, expected, strict=True):
        value = candidate.value
        assert str(value.count) == want.attributes["count"]
        assert str(value.count_max) == want.attributes.get("count_max", "None")
        assert value.qualifier == want.attributes.get("qualifier", "exact")
        assert str(value.group) == want.attributes.get("group", "None")


@pytest.mark.parametrize("text", DID_NOT)
def test_others_are_not_held(text: str) -> None:
    assert held(read(text)) == []


def test_a_year_long_past_speaks_against_a_number_but_not_the_year_of_a_law() -> None:
    text = "Pada 2021 ikrar diikuti 300 pegawai. Sesuai UU Nomor 20 Tahun 2015, 45 camat berikrar."
    assert [c.value.count for c in held(read(text, published=dt.date(2024, 9, 20)))] == [45]
    assert [c.value.count for c in held(read(text, published=dt.date(2021, 9, 20)))] == [300, 45]


def test_numbers_that_add_up_to_the_one_before_took_part_too() -> None:
    found = find_participants(read("Ikrar diikuti 90 pegawai. Aula diisi 70 orang. Halaman 20 orang."))
    assert [(c.value.count, c.rule) for c in found] == [(90, "attended"), (70, "scene"), (20, "continued")]


def test_a_number_opens_the_article_of_an_act_without_a_word_of_taking_part() -> None:
    title = "Pegawai Kantor Pos Ikrar Netral"
    assert [c.value.count for c in held(read("PALU – Tiga puluh pegawai meletakkan tangan di dada.", title))] == [30]
    assert held(read("Cuaca cerah.\nSetiba di sana, tiga puluh pegawai meletakkan tas.", "Kabar Kota")) == []


def test_a_rule_behind_a_list_holds_for_all_of_it() -> None:
    found = find_participants(read("Selain itu dua bidan dan tiga perawat absen."))
    assert [c.rule for c in found] == ["veto:absent", "veto:absent"]


HOSTILE = {
    "lists": "12 guru, " * 5_000,
    "sums": "500000 pegawai ikut, 2 guru, 2 guru. " * 2_000,
    "years": "pada 2019 " * 8_000 + "40 guru hadir",
    "clauses": "40 guru, sedangkan " * 4_000,
    "cues": "hadir ikut diikuti " * 6_000 + "40 guru",
    "marks": "40 guru: (40 guru – " * 4_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_takes_linear_time(name: str) -> None:
    assert is_linear(find_participants, read, HOSTILE[name])


@given(
    st.lists(
        st.sampled_from(
            [
                "40",
                "guru",
                "hadir",
                "akan",
                "dari",
                ",",
                ".",
                "dan",
                "itu",
                "terdiri atas",
                ":",
                "\n",
                "“",
                "”",
                "2019",
                "absen",
            ]
        )
    ),
    st.none() | st.dates(min_value=dt.date(2015, 1, 1)),
)
def test_any_sentence_is_judged(words: list[str], published: dt.date | None) -> None:
    doc = read(" ".join(words), published=published)
    for candidate in find_participants(doc):
        assert 0 <= candidate.score <= 1
        assert candidate.rule.startswith("veto:") == (candidate.score < 0.2)
