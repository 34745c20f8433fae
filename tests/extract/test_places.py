"""Places: what the words around a name make of it, and which code an ambiguous name means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from extract.document import Home, blank_language, candidates_of, open_document
from extract.fields.places import find_places
from extract.gazetteer import gazetteer
from extract.sentences import read_sentences
from tests.extract.markup import parse_markup
from tests.extract.timing import is_linear

NLP = blank_language()


def read(text: str, title: str | None = None, home: Home | None = None) -> Doc:
    doc = open_document(NLP, title, text, home=home)
    read_sentences(doc)
    return doc


#: `rule` is compared where it is given; places outside tags must not be found with a score above 0.5.
CASES = [
    # governments
    "Apel pegawai Pemkab <p code='35.05' rule='government:pemkab+staff'>Blitar</p> digelar.",
    "Pegawai di lingkungan Pemerintah Kabupaten <p code='35.05' rule='government:pemkab+staff'>Blitar</p> berikrar.",
    "Kata Bupati <p code='35.05' rule='government:bupati'>Blitar</p> kemarin.",
    "Kata Wali Kota <p code='35.72' rule='government:walikota'>Blitar</p> kemarin.",
    "Kata Walikota <p code='35.72' rule='government:walikota'>Blitar</p> kemarin.",
    "Ikrar Pemkot <p code='35.72' rule='government:pemkot'>Blitar</p> kemarin.",
    "Ikrar Pemko <p code='13.76' rule='government:pemkot'>Payakumbuh</p> kemarin.",
    "Kata Sekda Kabupaten <p code='35.05' rule='government:sekda'>Blitar</p> kemarin.",
    "Kata Sekda Kota <p code='35.72' rule='government:sekda'>Blitar</p> kemarin.",
    "Kepala BKPSDM Kab. <p code='35.05' rule='government:agency'>Blitar</p> membacakan.",
    "Kepala Dinas Pendidikan dan Kebudayaan Kabupaten <p code='33.16' rule='government:agency'>Blora</p> hadir.",
    "Kata Gubernur <p code='75' rule='government:gubernur'>Gorontalo</p> kemarin.",
    "Ikrar Pemprov <p code='75' rule='government:pemprov'>Gorontalo</p> kemarin.",
    "Ikrar Pemerintah Provinsi <p code='17' rule='government:pemprov'>Bengkulu</p> kemarin.",
    "Apel Pemerintah Kota <p code='17.71' rule='government:pemkot'>Bengkulu</p> kemarin.",
    "Ikrar ASN <p code='33.16' rule='government:staff+staff'>Blora</p> kemarin.",
    "Deklarasi camat se-Kabupaten <p code='33.16' rule='government:all+staff'>Blora</p> kemarin.",
    "Ikrar kepala sekolah se-<p code='53' rule='government:all+staff'>NTT</p> kemarin.",
    "ASN KABUPATEN <p code='33.16'>BLORA</p> BERIKRAR NETRAL",
    # bodies
    "Pegawai Lapas Kelas IIA <p code='33.16' rule='government:town+staff'>Blora</p> berikrar.",
    "Direktur RSUD dr Soeprapto Kabupaten <p code='33.16' rule='body:office'>Blora</p> membuka.",
    "Kata Kapolres <p code='33.16' rule='body:guest'>Blora</p> kemarin.",
    "Dandim 0721/<p code='33.16' rule='body:guest'>Blora</p> hadir.",
    "Kapolres <p code='52.72' rule='body:guest'>Bima</p> Kota hadir.",
    "Kepala Kanwil Kemenag <p code='75' rule='body:ministry'>Gorontalo</p> membuka.",
    "Kantor Wilayah (Kanwil) Kemenkumham <p code='75' rule='body:ministry'>Gorontalo</p> berikrar.",
    "Kata Kapolda <p code='17' rule='body:ministry'>Bengkulu</p> kemarin.",
    "Kakankemenag Kota <p code='75.71' rule='body:office'>Gorontalo</p> membuka.",
    "Ikrar digelar di Hotel Santika <p code='63.71' rule='venue:venue'>Banjarmasin</p> kemarin.",
    # units and abbreviations
    "Acara di Kab. <p code='81.08'>MBD</p> dan Kab. <p code='18.03'>Lampura</p> itu.",
    "Acara di <p code='62.02'>Kotim</p>, <p code='82.03'>Halut</p>, <p code='12.13'>Madina</p> dan <p code='72.08'>Parimo</p>.",
    "Acara di Kabupaten <p code='53.08'>Ende</p>, <p code='53.16'>Nagekeo</p> dan <p code='53.09'>Ngada</p> itu.",
    "Acara di <p code='64.02'>Kukar</p> dan di <p code='16.04'>Lahat</p>, Provinsi <p code='16'>Sumatera Selatan</p>.",
    "Bupati Kepulauan <p code='13.09'>Mentawai</p> hadir.".replace("Kepulauan <p code='13.09'>", "<p code='13.09'>Kepulauan "),
    "Warga <p code='72.09'>Tojo Una-una</p> dan <p code='74.72'>Bau-Bau</p> hadir.",
    "Acara di <p code='33.72' >Solo</p> kemarin.".replace("' >", "'>"),
    # districts
    "Camat <p code='35.05.01' rule='government:district'>Wonodadi</p> memimpin.",
    "Acara di Kecamatan <p code='35.05.01'>Wonodadi</p>, Kabupaten <p code='35.05'>Blitar</p>.",
    ("Guru di Kecamatan <p code='35.16.05'>Ngoro</p>, <p code='35.16.06'>Pungging</p> dan <p code='35.16.01'>Jatirejo</p>, "
    "Kabupaten <p code='35.16'>Mojokerto</p>."),
    "Kata Kepala Distrik <p code='93.04.02'>Atsj</p>, <p code='93.04'>Asmat</p>.",
    # persons, papers, words
    "Kata Andi Sumba Barat kemarin.".replace("Sumba Barat", "Klaten"),
    "Menurut Budi Sragen tidak.",
    "Radar Kediri melaporkan hal itu.",
    "Kata Lombok Post hal itu benar.".replace("Lombok", "Jember"),
    "Kantor di Jalan Batang Hari itu, dan satu lagi di Jl. Raya Serang, tutup.",
    "Mitra kerja dan Puncak acara itu tiba.",
    "Karo Ops Polri datang ke sana.",
    "Batu besar itu jatuh. Setia pada negara.",
]  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_places_are_found_with_code_and_context(case: str) -> None:
    text, expected = parse_markup(case)
    found = [c for c in find_places(read(text)) if c.score > 0.5]
    assert [(text[c.start : c.end], c.start) for c in found] == [(e.words, e.start) for e in expected]
    for candidate, want in zip(found, expected, strict=True):
        assert candidate.value.codes[0] == want.attributes["code"]
        assert candidate.rule == want.attributes.get("rule", candidate.rule)
        assert candidate.value.name == gazetteer().region(candidate.value.codes[0]).name


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("BLORA – Apel digelar.", "BLORA", "33.16"),
        ("BLORA, Warta Jati – Apel digelar.", "BLORA", "33.16"),
        ("Blora (Warta Jati) — Apel digelar.", "Blora", "33.16"),
        ("Blora // Warta Jati // Apel digelar.", "Blora", "33.16"),
        ("Blora | Apel digelar.", "Blora", "33.16"),
        ("BLORA: Apel digelar.", "BLORA", "33.16"),
        ("WARTA JATI, BLORA — Apel digelar.", "BLORA", "33.16"),
        ("Panyabungan – Apel digelar.", "Panyabungan", "12.13"),
        ("TIAKUR - Apel digelar.", "TIAKUR", "81.08"),
    ],
)
def test_datelines(text: str, name: str, code: str) -> None:
    found = find_places(read(text, title="Ikrar"))
    place = next(c for c in found if c.value.context == "dateline")
    assert (text[place.start - 7 : place.end - 7], place.value.codes[0]) == (name, code)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Ikrar di Blitar. Bupati Blitar hadir.", "35.05"),
        ("Ikrar di Blitar. Wali Kota Blitar hadir.", "35.72"),
        ("Ikrar di Blitar. Para lurah dari semua kelurahan hadir.", "35.72"),
        ("Ikrar di Blitar. Para kades hadir.", "35.05"),
        ("Pegawai Mura berikrar. Ini di Kabupaten Murung Raya.", None),
        ("Ikrar ASN Mura di Provinsi Kalimantan Tengah.", "62.12"),
        ("Ikrar ASN Mura di Sumsel.", "16.05"),
    ],
)
def test_the_article_settles_an_ambiguous_name(text: str, code: str | None) -> None:
    first = find_places(read(text))[0].value
    assert first.codes[0] == (code or "62.12")
    assert len(first.codes) == 2


def test_a_name_between_two_namesakes_that_are_both_told_of_is_a_weak_hint() -> None:
    found = find_places(read("ASN di Blitar berikrar. Wali Kota Blitar dan Bupati Blitar hadir."))
    assert (found[0].rule, found[0].score > 0.5) == ("other:bare", False)
    assert [c.value.codes[0] for c in found][1:] == ["35.72", "35.05"]


def test_the_outlets_home_settles_what_the_article_leaves_open() -> None:
    text = "Acara di Blitar."
    assert find_places(read(text, home=Home("35", "35.72")))[0].value.codes[0] == "35.72"
    assert find_places(read(text, home=Home("35", "35.05")))[0].value.codes[0] == "35.05"
    assert find_places(read("Ikrar ASN Mura.", home=Home("16", None)))[0].value.codes == ("16.05", "62.12")


def test_a_district_name_shared_by_many_goes_to_the_regency_the_article_names() -> None:
    for regency, code in (("Kabupaten Jombang", "35.17"), ("Kabupaten Mojokerto", "35.16")):
        (district, _) = find_places(read(f"Camat Ngoro hadir di {regency}."))
        assert district.value.codes[0][:5] == code


def test_the_component_leaves_its_candidates() -> None:
    nlp = blank_language()
    nlp.add_pipe("ikrar_sentences")
    nlp.add_pipe("ikrar_places")
    assert [c.value.codes for c in candidates_of(nlp("Bupati Blora."), "places")] == [("33.16",)]


HOSTILE = {
    "a list without end": "Kota Blitar dan " * 4_000,
    "cues without place": "ASN di lingkungan " * 10_000,
    "capitals": "A" * 200_000,
    "brackets": "(" * 60_000,
    "lines": "Blora\n" * 10_000,
    "digits": "1" * 200_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_takes_linear_time(name: str) -> None:
    find_places(read("Blora"))
    assert is_linear(find_places, read, HOSTILE[name])


@given(
    st.lists(
        st.sampled_from(
            [
                "Blora",
                "BLITAR",
                "Kota",
                "Kabupaten",
                "ASN",
                "di",
                ",",
                "dan",
                "(",
                "–",
                "\n",
                "Mura",
                "Lapas",
                "Camat",
                "se-",
                "\U0001f5f3",
            ]
        )
    ),
    st.booleans(),
)
def test_spans_hold_the_name_and_codes_exist(words: list[str], titled: bool) -> None:
    doc = read(" ".join(words), title="Ikrar di Blora" if titled else None)
    for candidate in find_places(doc):
        assert doc.text[candidate.start : candidate.end].strip()
        assert all(code in gazetteer().regions for code in candidate.value.codes)
        assert len(set(candidate.value.codes)) == len(candidate.value.codes)


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    doc = read(text)
    assert all(0 <= c.start < c.end <= len(doc.text) for c in find_places(doc))
