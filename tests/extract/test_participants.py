"""Numbers of people: every form, every rule against, and hostile text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from extract.candidates import Candidate, ParticipantsValue
from extract.document import blank_language, candidates_of, open_document
from extract.fields.participants import find_participants
from extract.fields.places import read_places
from extract.sentences import read_sentences
from tests.extract.markup import parse_markup
from tests.extract.timing import is_linear

NLP = blank_language()


def read(text: str, title: str | None = None) -> Doc:
    doc = open_document(NLP, title, text)
    read_sentences(doc)
    return doc


def held(doc: Doc) -> list[Candidate[ParticipantsValue]]:
    return [c for c in find_participants(doc) if c.score > 0.5]


FORMS = [
    # digits, marks, words
    "Ikrar diikuti <p count='930' group='guru ASN'>930 guru ASN</p> di alun-alun.",
    "Sebanyak <p count='1200' group='orang'>1.200 orang</p> mengikuti apel.",
    "Sebanyak <p count='8100' group='ASN maupun PPPK'>8,100 orang ASN maupun PPPK</p> berikrar.",
    "Sebanyak <p count='10000' group='ASN'>10 ribu ASN</p> mengikuti apel netralitas.",
    "Apel diikuti <p count='1200' group='pegawai'>1,2 ribu pegawai</p> di kabupaten itu.",
    "Ikrar diikuti <p count='1000' group='pegawai'>seribu pegawai</p> dari semua dinas.",
    "<p count='250' group='tenaga kesehatan dan staf'>Dua ratus lima puluh tenaga kesehatan dan staf</p> mengucapkan ikrar.",
    "<p count='82' group='prajurit'>Delapan puluh dua prajurit</p> dan <p count='9' group='PNS'>sembilan PNS</p> mengikuti apel.",
    "Pakta diteken <p count='26' group='camat'>26 (dua puluh enam) camat</p> satu per satu.",
    "Sejumlah <p count='2024' group='pegawai'>2024 pegawai</p> mengikuti apel.",
    "Pakta integritas diteken <p count='38' group='lurah'>38 lurah</p> dan <p count='5' group='camat'>5 camat</p>.",
    "Seluruh <p count='38' group='lurah'>38 lurah</p> menandatangani komitmen bersama.",
    "Sebanyak <p count='45' group='tenaga pendidik ASN'>45 tenaga pendidik ASN</p> ikut berikrar.",
    ("Sebanyak <p count='412' group='peserta'>412 peserta</p> hadir: <p count='286' group='PNS'>286 PNS</p> dan "
    "<p count='126' group='PPPK'>126 PPPK</p>."),
    "Apel diikuti <p count='23' group='kepala madrasah negeri'>dua puluh tiga kepala madrasah negeri</p> se-kota.",
    "Pakta diteken <p count='6' group='kepala kankemenag kabupaten/kota'>enam kepala kankemenag kabupaten/kota</p>.",
    "Dari 112 pegawai yang tercatat, <p count='87' group='ASN'>87 ASN</p> hadir di aula.",
    "Kegiatan dihadiri peserta sebanyak <p count='150' group='orang'>150 orang</p>.",
    "Peserta yang hadir berjumlah <p count='150'>150</p>, semuanya berseragam.",
    ("Naskah ditirukan <p count='74' group='petugas'>74 petugas</p> yang terdiri atas <p count='61' group='PNS'>61 PNS</p> "
    "dan <p count='8' group='CPNS'>delapan CPNS</p>."),
    "Ikut <p count='19' group='dokter'>19 dokter</p>, <p count='78' group='perawat dan bidan'>78 perawat dan bidan</p>.",
    "Sekda memimpin <p count='12' group='kepala OPD'>12 kepala OPD</p> mengucapkan ikrar.",
    "Ikrar dibacakan bersama <p count='40' group='reje'>40 reje</p> dan <p count='14' group='keuchik'>14 keuchik</p>.",
    "Dari 30 kepala OPD, <p count='27' group='kepala OPD'>27 di antaranya</p> telah meneken pakta.",
    "Sebanyak <p count='27' group='kepala OPD'>27 dari 30 kepala OPD</p> meneken pakta integritas.",
    "Sebanyak <p count='120' group='pejabat'>120 pejabat</p> dilantik, kemudian membacakan ikrar netralitas.",
    # ranges
    "Ikrar diikuti <p count='300' count_max='350' qualifier='approx' group='pegawai'>300 hingga 350 pegawai</p>.",
    "Ikrar diikuti <p count='50' count_max='60' qualifier='approx' group='perangkat desa'>sekitar 50-60 perangkat desa</p>.",
    "Hadir <p count='700' count_max='800' qualifier='approx' group='ASN'>700 sampai 800 ASN</p> di lapangan.",
    "Hadir <p count='20' count_max='30' qualifier='approx' group='guru'>antara dua puluh dan tiga puluh guru</p>.",
    # qualifiers
    "<p count='250' qualifier='approx' group='pegawai'>Sekitar 250 pegawai</p> mengikuti apel.",
    "<p count='8100' qualifier='approx' group='ASN'>Kurang lebih 8.100 ASN</p> mengikuti apel.",
    "Apel diikuti <p count='600' qualifier='approx' group='ASN dan Non ASN'>lebih kurang 600 orang ASN dan Non ASN</p>.",
    "<p count='40' qualifier='approx' group='anggota BPD'>Hampir 40 anggota BPD</p> juga hadir.",
    "Apel diikuti <p count='2000' qualifier='approx' group='ASN provinsi'>2.000-an ASN provinsi</p>.",
    "Apel diikuti <p count='30' qualifier='approx' group='tenaga kesehatan'>30-an tenaga kesehatan</p>.",
    "<p count='600' qualifier='at_least' group='ASN'>Lebih dari 600 ASN</p> berikrar.",
    "<p count='60' qualifier='at_least' group='pejabat'>Sedikitnya 60 pejabat</p> mengikuti deklarasi.",
    "Deklarasi diikuti <p count='1100' qualifier='at_least' group='pegawai'>tak kurang dari seribu seratus pegawai</p>.",
    "Apel diikuti <p count='150' qualifier='at_least' group='pegawai'>150 lebih pegawai</p>.",
    "<p count='100' qualifier='vague' group='guru ASN'>Ratusan guru ASN</p> berikrar di gedung serbaguna.",
    "<p count='1000' qualifier='vague' group='pegawai'>Ribuan pegawai</p> memadati lapangan.",
    "<p count='10' qualifier='vague' group='kepala desa'>Puluhan kepala desa</p> meneken pakta.",
    "<p count='10' qualifier='vague' group='lurah'>Belasan lurah</p> meneken pakta.",
    "<p count='10000' qualifier='vague' group='ASN'>Puluhan ribu ASN</p> ikut ikrar secara daring.",
    # quoted at the ceremony
    "“Alhamdulillah <p count='87' group='guru'>87 guru</p> berikrar pagi ini,” katanya.",
    "“Hari ini hadir <p count='215' group='ASN'>215 ASN</p> di aula,” kata Sekda.",
]  # fmt: skip

VETOES = [
    ("workforce", "Kabupaten itu memiliki 5.870 ASN."),
    ("workforce", "Tiga kepala bidang diam. Mereka mewakili 612 pegawai."),
    ("workforce", "Jumlah ASN 9.000 orang."),
    ("workforce", "Pegawai pemkot seluruhnya berjumlah 3.211 orang."),
    ("whole", "Dari sekitar 1.300 pegawai, separuh berikrar."),
    ("workforce", "Kanwil itu menaungi 1.276 ASN yang tersebar di lima kabupaten."),
    ("security", "Pengamanan pemilu melibatkan 450 personel gabungan."),
    ("violation", "Bawaslu memeriksa 14 kepala desa."),
    ("violation", "Sebanyak 1.678 ASN kedapatan tidak netral."),
    ("violation", "Ada 9 pegawai yang menjalani pemeriksaan."),
    ("violation", "Kabar soal 16 camat itu beredar luas."),
    ("violation", "Pernah dua kepala distrik dicopot."),
    ("invited", "Panitia mengundang 200 kepala desa."),
    ("planned", "Sebanyak 1.400 ASN bakal diundang."),
    ("absent", "Sebanyak 12 pegawai berhalangan."),
    ("absent", "Sementara dua dekan lain menyusul karena sedang menguji."),
    ("past", "Tahun lalu 300 pegawai berikrar."),
    ("other", "Sebanyak 26 pegawai memasuki masa pensiun."),
    ("quote", "“Di sini ada 40 guru,” katanya."),
]

NOTHING = [
    "Kegiatan diikuti 30 OPD, 12 kecamatan, 254 desa/kelurahan dan 66 unit pelaksana teknis.",
    "KPU menetapkan 223.942 pemilih di 696 TPS untuk empat pasangan calon.",
    "Ikrar memuat empat poin dan dibacakan tiga kali selama 90 menit.",
    "Denda Rp50 juta atau penjara 6 bulan, kata Pasal 280 ayat (1) UU 7/2017.",
    "Menurut PP Nomor 94 Tahun 2021 pegawai wajib netral.",
    "Apel digelar pukul 07.30 WIB, 17 Oktober 2023, pada Pemilu 2024 ASN harus netral.",
    "Danrem 172 dan Dandim 0709 hadir pada HUT ke-52 Korpri.",
    "Serapan anggaran baru 91,4 persen; tingkat hunian 68 persen.",
    "Pilkada 2024 guru dilarang berpihak, kata Kepala SMAN 2 guru besar itu.",
    "Salah satu pegawai maju, lalu satu per satu pegawai menyusul.",
    "Deklarasi dibacakan petugas dari 12 rutan dan lapas di wilayah itu.",
]


@pytest.mark.parametrize("case", FORMS)
def test_people_who_took_part_are_found_with_number_qualifier_and_group(case: str) -> None:
    text, expected = parse_markup(case)
    found = held(read(text))
    assert [(c.start, c.end) for c in found] == [(e.start, e.end) for e in expected]
    for candidate, want in zip(found, expected, strict=True):
        value = candidate.value
        assert str(value.count) == want.attributes["count"]
        assert str(value.count_max) == want.attributes.get("count_max", "None")
        assert value.qualifier == want.attributes.get("qualifier", "exact")
        assert str(value.group) == want.attributes.get("group", "None")


@pytest.mark.parametrize(("rule", "text"), VETOES)
def test_other_people_are_found_with_the_rule_against_them(rule: str, text: str) -> None:
    doc = read(text)
    assert held(doc) == []
    rules = {c.rule for c in find_participants(doc)}
    assert f"veto:{rule}" in rules


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_no_number_of_people_is_not_found(text: str) -> None:
    assert find_participants(read(text)) == []


def test_a_number_of_the_title_is_counted_once_and_in_the_text() -> None:
    doc = read(
        "Sebanyak 214 pegawai mengikuti ikrar.\nIkrar 214 pegawai itu singkat.", title="214 Pegawai Ikrar Netral"
    )
    assert [(c.value.count, c.start > len("214 Pegawai Ikrar Netral")) for c in held(doc)] == [(214, True)]
    assert [c.rule for c in find_participants(doc)] == ["veto:repeated", "attended", "veto:repeated"]


def test_a_rule_against_one_group_holds_for_its_whole_list() -> None:
    found = find_participants(
        read("Pemkot memiliki 4.500 ASN, 1.200 PPPK serta sekitar 300 honorer. Apel diikuti 90 ASN.")
    )
    assert [c.rule for c in found] == ["veto:workforce"] * 3 + ["attended"]


def test_a_number_only_in_the_title_counts() -> None:
    assert [c.value.count for c in held(read("Mereka berikrar.", title="214 Pegawai Ikrar Netral"))] == [214]


def test_the_same_number_of_two_groups_in_one_sentence_counts_twice() -> None:
    found = held(read("Pakta diteken 12 camat dan 12 lurah."))
    assert [(c.value.count, c.value.group) for c in found] == [(12, "camat"), (12, "lurah")]


def test_an_order_of_magnitude_yields_to_the_number_it_stands_for() -> None:
    found = held(read("Ratusan pegawai berikrar.\nApel itu diikuti 350 pegawai dan puluhan kepala desa."))
    assert [c.value.count for c in found] == [350, 10]


def test_the_component_leaves_its_candidates() -> None:
    nlp: Language = blank_language()
    nlp.add_pipe("ikrar_sentences")
    nlp.add_pipe("ikrar_participants")
    assert [c.value.count for c in candidates_of(nlp("Apel diikuti 25 camat."), "participants")] == [25]


HOSTILE = {
    "digits": "1" * 200_000,
    "ranges": "1-" * 100_000,
    "marks": "1.000." * 60_000,
    "brackets": "(" * 100_000,
    "words": "dua ratus " * 40_000,
    "orders of magnitude": "ratusan pegawai. " * 4_000,
    "groups": "pegawai dan guru " * 8_000,
    "blanks": " " * 200_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_takes_linear_time(name: str) -> None:
    assert is_linear(find_participants, read, HOSTILE[name])


@given(
    st.lists(
        st.sampled_from(
            [
                *"1230.,-()“” \n",
                "pegawai",
                "ratus",
                "dua",
                "ribu",
                "ASN",
                "dan",
                "lebih",
                "orang",
                "\U0001f5f3",
                "hingga",
            ]
        )
    )
)
def test_spans_lie_in_the_text_and_hold_the_number(words: list[str]) -> None:
    doc = read(" ".join(words))
    for candidate in find_participants(doc):
        assert 0 <= candidate.start < candidate.end <= len(doc.text)
        assert candidate.value.group is None or candidate.value.group in doc.text[candidate.start : candidate.end]


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    doc = read(text)
    assert all(0 <= c.start < c.end <= len(doc.text) for c in find_participants(doc))


def test_a_number_within_the_name_of_a_place_counts_nobody() -> None:
    doc = open_document(NLP, None, "Ikrar dibacakan. Pegawai Kabupaten Empat Lawang hadir, juga 19 jaksa.")
    read_places(read_sentences(doc))
    assert [candidate.value.count for candidate in held(doc)] == [19]
