from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.candidates import Candidate, RegulationValue
from extract.document import blank_language, candidates_of, open_document
from extract.fields.citations import read_citations
from extract.fields.regulations import find_regulations, read_regulations
from extract.sentences import read_sentences
from tests.extract.markup import parse_markup

NLP = blank_language()


def read(text: str, title: str | None = None) -> list[Candidate[RegulationValue]]:
    return find_regulations(read_sentences(open_document(NLP, title, text)))


def attributes(candidate: Candidate[RegulationValue]) -> dict[str, str]:
    value = candidate.value
    have = {"type": value.type, "rule": candidate.rule}
    for name in ("number", "year", "provision"):
        if getattr(value, name) is not None:
            have[name] = str(getattr(value, name))
    return have


NUMBERED = [
    # numbers that repeat the head, end with a year behind a hyphen, or stand behind a suffixed head
    "Sesuai <r type='SE' number='9' year='2023'>SE Menteri Agama nomor SE. 09 tahun 2023</r> guru netral.",
    "Sesuai <r type='SE' number='800/77/BKPP-2020' year='2020'>Surat Edaran Bupati Nomor 800/77/BKPP-2020</r> guru netral.",
    "Lewat <r type='Surat' number='B-77/KASN/9/2020' year='2020'>suratnya nomor B-77/KASN/9/2020</r> guru diminta netral.",
    # joint decrees: lone numbers, numbers behind a word, only a day or a year, and other citations behind them
    "Acuannya <r type='SKB' number='5' year='2020'>SKB Nomor 05, 800-2836, 167/KEP, dan 0314 Tahun 2020</r>.",
    ("Acuannya <r type='SKB' number='2' year='2022'>Surat Keputusan Bersama Menteri PANRB, Mendagri, serta Bawaslu, sebagaimana "
    "Nomor 2 tahun 2022, Nomor 800-5474 tahun 2022</r>."),
    "Acuannya <r type='SKB' year='2020'>SKB Menpan-RB, Mendagri, BKN dan Bawaslu tertanggal 10 September 2020</r>.",
    "Acuannya <r type='SKB' year='2022'>SKB Netralitas ASN 2022</r>.",
    ("Acuannya <r type='SKB' year='2020'>SKB lima lembaga tertanggal 10 September 2020</r> serta "
    "<r type='PP' number='11' year='2017'>Peraturan Pemerintah Nomor 11 Tahun 2017</r>."),
    "Ada <r type='Surat' number='2' year='2022'>Surat Ketua Bawaslu Nomor 2 Tahun 2022, Nomor 80 Tahun 2022, Nomor 24 Tahun 2022</r>.",
    "Sesuai <r type='UU' number='5' year='2014'>UU Nomor 5 Tahun 2014 tentang ASN</r>, guru netral.",
    "Sesuai <r type='UU' number='20' year='2023'>UU No. 20/2023</r> guru netral.",
    "Sesuai <r type='UU' number='20' year='2023'>UU No.20 Thn 2023</r> guru netral.",
    "Sesuai <r type='UU' number='20' year='2023'>Undang-Undang (UU) ASN Nomor 20 tahun 2023</r> guru netral.",
    "Sesuai <r type='UU' number='5' year='2014'>Undang - Undang Republik Indonesia Nomor 5 Tahun 2014</r> guru netral.",
    "Sesuai <r type='UU' number='7' year='2017'>UU PEMILU NOMOR 7 TAHUN 2017</r> guru netral.",
    "Sesuai <r type='UU' number='7' year='2017'>UU Nomor 7, Tahun 2017</r> guru netral.",
    "Sesuai <r type='UU' number='7' year='2017'>UU Nomor 7 2017</r> guru netral.",
    "Sesuai <r type='UU' number='7' year='2017'>UU Tahun 2017 Nomor 7</r> guru netral.",
    "Sesuai <r type='UU' number='10' year='2016'>UU 10 Tahun 2016</r> guru netral.",
    "Sesuai <r type='PP' number='94' year='2021'>PP 94/2021</r> guru netral.",
    "Sesuai <r type='PP' number='94' year='2020'>Peraturan Pemerintah (PP) 94/2020</r> guru netral.",
    "Sesuai <r type='PP' number='94' year='2021'>peraturan pemerintah nomor 094 Tahun 2021 tentang disiplin PNS</r>.",
    "Sesuai <r type='PP' number='94' year='2021'>PP No.94 tahun 2O21</r> guru netral.",
    "Sesuai <r type='PP' number='94'>PP 94</r> guru netral.",
    ("Sesuai <r type='Perppu' number='1' year='2022'>Peraturan Pemerintah Pengganti Undang-Undang (Perppu) Nomor 1 Tahun "
    "2022</r> guru netral."),
    "Sesuai <r type='Perpres' number='54' year='2018'>Perpres 54/2018</r> guru netral.",
    "Sesuai <r type='Keppres' number='10' year='2024'>Keputusan Presiden Nomor 10 Tahun 2024</r> guru netral.",
    "Sesuai <r type='Inpres' number='2' year='2023'>Inpres Nomor 2 Tahun 2023</r> guru netral.",
    "Sesuai <r type='Permen' number='49' year='2011'>Permenpan-RB No 49 tahun 2011</r> guru netral.",
    ("Sesuai <r type='Permen' number='49' year='2011'>Peraturan Menteri Pendayagunaan Aparatur Negara dan Reformasi Birokrasi "
    "(PermenPAN-RB) Nomor 49 Tahun 2011</r> guru netral."),
    "Sesuai <r type='Permen' number='12' year='2019'>PMA Nomor 12 Tahun 2019</r> guru netral.",
    "Sesuai <r type='Perbup' number='7' year='2022'>Perbup Pulau Jati Nomor 7 Tahun 2022</r> guru netral.",
    "Sesuai <r type='Perwali' number='8' year='2021'>Perwako No 8 tahun 2021</r> guru netral.",
    "Sesuai <r type='Pergub' number='9' year='2021'>Peraturan Gubernur Nomor 9 Tahun 2021</r> guru netral.",
    "Sesuai <r type='Perda' number='3' year='2019'>Perda Kabupaten Pulau Jati Nomor 3 Tahun 2019</r> guru netral.",
    "Sesuai <r type='Perda' number='4' year='2016'>Qanun Nomor 4 Tahun 2016</r> guru netral.",
    "Sesuai <r type='PKPU' number='2' year='2024'>Peraturan KPU (PKPU) Nomor 2 Tahun 2024</r> guru netral.",
    "Sesuai <r type='Perbawaslu' number='6' year='2018'>Peraturan Bawaslu Nomor 6 Tahun 2018</r> guru netral.",
    "Sesuai <r type='Perban' number='6' year='2022'>Perka BKN No 6 Tahun 2022</r> guru netral.",
    "Sesuai <r type='Perban' number='7' year='2022'>Perpol 7/2022</r> guru netral.",
    "Sesuai <r type='SE' number='800-5474'>Surat Edaran Menpan RB Nomor 800-5474</r> guru netral.",
    "Sesuai <r type='SE' number='61/7-ORG/2021' year='2021'>SE Sekda Nomor: 061/7-ORG/2021</r> guru netral.",
    "Sesuai <r type='SE' number='SET-UM.01-7' year='2022'>Surat Edaran Sekjen Nomor SET-UM.01-7 tanggal 2 Mei 2022</r>.",
    "Sesuai <r type='SE' year='2024'>Surat Edaran Bupati Pulau Jati tahun 2024</r> guru netral.",
    "Sesuai <r type='Surat' number='19/7/OTDA' year='2021'>Surat Mendagri Nomor 19/7/OTDA tanggal 4 Juni 2021</r>.",
    "Sesuai <r type='Surat' number='12/PM.00/9/2023' year='2023'>surat dari Bawaslu nomor 12/PM.00/9/2023</r>.",
    "Sesuai <r type='Surat' number='ST/24/X/HUK.7.1./2023' year='2023'>Surat Telegram Kapolri Nomor ST/24/X/HUK.7.1./2023</r>.",
    "Sesuai <r type='SK' number='118' year='2024'>Keputusan Kepala Kanwil Nomor 118 Tahun 2024</r> guru netral.",
    "Sesuai <r type='SK' number='188.45/12/2023' year='2023'>SK Bupati Nomor 188.45/12/2023</r> guru netral.",
    "Sesuai <r type='SKB' number='2' year='2022'>SKB lima menteri Nomor 2 Tahun 2022</r> guru netral.",
    "Sesuai <r type='SKB' year='2022'>SKB 5 lembaga tahun 2022</r> guru netral.",
    ("Sesuai <r type='SKB' number='2' year='2022'>Keputusan Bersama Menteri PANRB Nomor 2 Tahun 2022, Mendagri Nomor 800-5474 "
    "Tahun 2022, Kepala BKN Nomor 246 Tahun 2022, Ketua KASN Nomor 30 Tahun 2022 dan Ketua Bawaslu Nomor "
    "1447.1/PM.01/K.1/09/2022</r>. Guru netral."),
    "Sesuai <r type='SKB' number='5' year='2020'>SKB Nomor 05 Tahun 2020, 800-2836 Tahun 2020, 167/KEP/2020</r> guru netral.",
]  # fmt: skip
SEVERAL = [
    (
        "Sesuai <r type='UU' number='7' year='2017'>UU Nomor 7 Tahun 2017</r> dan <r type='UU' number='10' year='2016'>Nomor 10 "
        "Tahun 2016</r>."
    ),
    "Sesuai <r type='PP' number='53' year='2010'>PP 53/2010</r>, <r type='PP' number='94' year='2021'>94/2021</r>.",
    (
        "Sesuai <r type='PP' number='53' year='2010'>PP Nomor 53 Tahun 2010</r> jo <r type='PP' number='94' year='2021'>PP 94 Tahun "
        "2021</r>."
    ),
    (
        "Sesuai <r type='Perda' number='9' year='2019'>Perda Nomor 9 Tahun 2019</r> tentang perubahan atas <r type='Perda' "
        "number='6' year='2012'>Perda Nomor 6 Tahun 2012</r>."
    ),
    (
        "Sesuai <r type='UU' number='20' year='2023'>UU Nomor 20 Tahun 2023</r>, <r type='PP' number='94' year='2021'>PP Nomor 94 "
        "Tahun 2021</r>, dan <r type='SKB' number='2' year='2022'>SKB Nomor 2 Tahun 2022</r>."
    ),
]
PROVISIONS = [
    "<r type='UU' number='5' year='2014' provision='Pasal 2 huruf f'>UU 5/2014</r>".join(
        ["Sesuai Pasal 2 huruf f ", "."]
    ),
    "Sesuai Pasal 71 ayat (1) <r type='UU' number='10' year='2016' provision='Pasal 71 ayat (1)'>UU 10/2016</r>.",
    "Sesuai <r type='UU' number='10' year='2016' provision='pasal 70 dan 71'>UU 10/2016</r>, pasal 70 dan 71.",
    "Sesuai <r type='UU' number='20' year='2023' provision='Pasal 24'>UU Nomor 20 Tahun 2023 tentang ASN</r> Pasal 24.",
    "Sesuai Pasal 9 ayat (2) <r type='UU' provision='Pasal 9 ayat (2)'>UU ASN</r>.",
    (
        "Sesuai Pasal 280 ayat (2) huruf f dan ayat (3) <r type='UU' number='7' year='2017' provision='Pasal 280 ayat (2) huruf f "
        "dan ayat (3)'>UU 7/2017</r>."
    ),
]
NAMED = [
    "Itu diperinci <r type='SK'>Keputusan Panglima TNI tentang Netralitas</r>.",
    "Baik <r type='Permen'>Permenpan-RB</r> maupun KPU melarangnya.",
    "Itu diatur <r type='UU' rule='named'>UU ASN</r> yang baru.",
    "Itu diatur <r type='UU' rule='named'>Undang-Undang Desa</r> yang baru.",
    "Itu diatur <r type='UU' rule='named'>UU tentang Pemilu</r> yang baru.",
    "Itu diatur <r type='PP' rule='named'>PP tentang Disiplin PNS</r> yang baru.",
    (
        "Itu diatur <r type='UUD' year='1945' rule='bare'>UUD 1945</r> dan <r type='UUD' year='1945' rule='repeat'>UUD NRI Tahun "
        "1945</r>."
    ),
    "Itu diatur <r type='PKPU' rule='bare'>PKPU</r> dan <r type='Perbawaslu' rule='bare'>Peraturan Bawaslu</r>.",
    "Itu diatur <r type='SKB' rule='named'>SKB 5 menteri</r> yang baru.",
    "Itu diatur <r type='SKB' rule='named'>surat keputusan bersama lima menteri</r> yang baru.",
    "Itu diatur <r type='SE' rule='named'>Surat Edaran bersama</r> yang baru.",
    "Itu diatur <r type='SE' rule='named'>Surat Edaran Bupati Pulau Jati</r> yang baru.",
    "Itu diatur <r type='Surat' rule='named'>Surat Telegram Panglima</r> yang baru.",
]
REPEATED = [
    (
        "<r type='UU' number='20' year='2023' rule='numbered'>UU Nomor 20 Tahun 2023 tentang ASN</r> berlaku. <r type='UU' "
        "number='20' year='2023' rule='repeat'>UU ASN</r> itu, <r type='UU' number='20' year='2023' rule='repeat'>UU tersebut</r>."
    ),
    # an instrument's short name may come first, and the register knows what a bare number is about
    (
        "<r type='UU' number='20' year='2023' rule='repeat'>UU ASN</r> berlaku, yaitu <r type='UU' number='20' year='2023' "
        "rule='numbered'>UU 20/2023</r>."
    ),
    (
        "<r type='UU' number='5' year='2014' rule='numbered'>UU Nomor 5 Tahun 2014</r> (<r type='UU' number='5' year='2014' "
        "rule='repeat'>UU ASN</r>)."
    ),
    (
        "<r type='UU' number='5' year='2024' rule='numbered'>UU 5/2024</r> atau <r type='UU' number='5' year='2024' "
        "rule='repeat'>UU ASN</r>."
    ),
    (
        "<r type='PP' number='94' year='2021' rule='numbered'>PP 94/2021</r>, lalu <r type='PP' number='94' year='2021' "
        "rule='repeat'>PP 94</r>."
    ),
    (
        "<r type='SKB' number='2' year='2022' rule='numbered'>SKB Nomor 2 Tahun 2022</r>, lalu <r type='SKB' number='2' year='2022' "
        "rule='repeat'>SKB 5 menteri</r>."
    ),
    (
        "<r type='SE' number='5' year='2023' rule='numbered'>Surat Edaran Mendagri Nomor 5 Tahun 2023</r>, <r type='SE' number='5' "
        "year='2023' rule='repeat'>SE Menteri Dalam Negeri</r>, <r type='SE' rule='named'>SE Bupati</r>."
    ),
    "<r type='UU' number='10' year='2016' rule='numbered'>UU 10/2016</r> dan <r type='UU' rule='named'>UU Desa</r>.",
    "<r type='UU' rule='named'>UU ASN</r>, <r type='UU' rule='named'>UU Desa</r>, <r type='UU' rule='repeat'>UU ASN</r>.",
]
NOTHING = [
    "Bupati Sulaiman Adenan, SE mengajak guru menjaga jarak.",
    "Bupati Sulaiman Adenan, SE menyatakan guru netral.",
    "Itu keputusan bupati tentang siapa yang hadir.",
    "Sesuai peraturan perundang-undangan dan undang-undang yang berlaku, aturan itu mengikat.",
    "Peserta SKD dan SKB CPNS mengantre; petugas Satpol PP 20 orang berjaga.",
    "Budi Santoso, SE, MM menerima SK; keputusan bersama warga dihormati.",
    "Surat suara dan surat pernyataan dilipat, surat izin diberikan.",
    "Guru se Kabupaten Pulau Jati dari SMP Nomor 5 Tahun 2014.",
    "Undang-undang itu belum ada, PP tersebut juga.",
    "Baca juga: UU Nomor 5 Tahun 2014 Direvisi",
]


@pytest.mark.parametrize("case", NUMBERED + SEVERAL + PROVISIONS + NAMED + REPEATED)
def test_citations_in_print(case: str) -> None:
    text, expected = parse_markup(case)
    found = read(text)
    assert [text[c.start : c.end] for c in found] == [e.words for e in expected]
    for candidate, wanted in zip(found, expected, strict=True):
        assert (candidate.start, candidate.end) == (wanted.start, wanted.end)
        have = attributes(candidate)
        if "rule" not in wanted.attributes:
            del have["rule"]
        assert have == wanted.attributes
        assert candidate.score > 0.5


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_no_citation(text: str) -> None:
    assert read(text) == []


def test_a_title_ends_with_its_clause() -> None:
    for text, end in [
        ("UU Nomor 5 Tahun 2014 tentang Aparatur Sipil Negara (ASN) menyebutkan hal itu.", "(ASN)"),
        ("UU Nomor 5 Tahun 2014 tentang ASN mewajibkan hal itu.", "tentang ASN"),
        ("PP 94/2021 tentang disiplin pegawai negeri sipil yang baru.", "negeri sipil"),
        (
            "PP 49/2018 tentang Manajemen Pegawai Pemerintah dengan Perjanjian Kerja serta aturan lain.",
            "Perjanjian Kerja",
        ),
        ("UU 28/1999 tentang Penyelenggara Negara yang Bersih dan Bebas dari KKN harus ditaati.", "dari KKN"),
        (
            "Perbawaslu 6/2018 tentang Netralitas Pegawai ASN, Anggota TNI, dan Anggota Polri, kata Ani.",
            "Anggota Polri",
        ),
    ]:
        (found,) = read(text)
        assert text[found.start : found.end].endswith(end)
        assert found.start == 0


def test_distinct_values_are_the_entries() -> None:
    found = read(
        "UU 5/2014 dan PP 94/2021 dikutip. Pasal 9 UU Nomor 5 Tahun 2014 melarang; Pasal 2 UU ASN juga.",
        title="Langgar UU ASN, Guru Ditegur",
    )
    assert {(c.value.type, c.value.number, c.value.provision) for c in found} == {
        ("UU", "5", "Pasal 9; Pasal 2"),
        ("PP", "94", None),
    }
    assert [c.rule for c in found] == ["repeat", "numbered", "numbered", "repeat", "repeat"]


def test_the_component_leaves_its_candidates() -> None:
    doc = read_regulations(read_sentences(open_document(NLP, None, "Sesuai UU 5/2014.")))
    assert [c.value.number for c in candidates_of(doc, "regulations")] == ["5"]


HOSTILE = {
    "heads": "UU ",
    "numbers": "Nomor 5 ",
    "joint": "Keputusan Bersama Menteri, Kepala dan ",
    "issuers": "Surat Ketua ",
    "titles": "UU 5 Tahun 2014 tentang a a a ",
    "provisions": "pasal 1 ayat 2 ",
    "slashes": "1/2/",
    "brackets": "(",
    "blanks": " ",
    "digits": "1",
}


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_costs_linear_time(unit: str) -> None:
    def cost(size: int) -> float:
        text = (unit * (size // len(unit) + 1))[:size]
        begun = time.process_time()
        read_citations(text)
        return time.process_time() - begun

    assert cost(1_000_000) < 20 * max(cost(100_000), 0.05)


@pytest.mark.parametrize(
    "unit", ["PP Nomor %d tentang Disiplin PNS, PP Kode Etik. ", "UU Nomor %d, UU itu. ", "SE Bupati A%d. "]
)
def test_a_text_of_nothing_but_citations_is_bounded(unit: str) -> None:
    doc = read_sentences(open_document(NLP, None, "".join(unit % number for number in range(1, 2500))))
    begun = time.process_time()
    found = find_regulations(doc)
    assert time.process_time() - begun < 4
    assert 0 < len(found) <= 1000


PIECES = st.sampled_from(
    ["UU ", "Undang-Undang", "(", ")", "Nomor ", "5", "/2014", " Tahun 2014", " tentang ", "ASN", " dan ", ", ", "Pasal 2 ", "SKB ",
     "Keputusan Bersama", "Mendagri", " tersebut", "\n", "PP", "Surat", "SE ", "O", "٣", "½", "é", "Nomor 1/A/2", "UUD", "'45"]
)  # fmt: skip


@given(st.lists(PIECES | st.text(max_size=4), max_size=25).map("".join))
def test_any_text_yields_spans_within_it(text: str) -> None:
    found = read(text)
    for candidate in found:
        assert 0 <= candidate.start < candidate.end <= len(text)
        assert candidate.value.number is None or candidate.value.number.strip() == candidate.value.number != ""
    assert [c.start for c in found] == sorted(c.start for c in found)
