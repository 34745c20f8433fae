"""The parts officials are read with, whole articles, hostile texts, and what must hold of any text."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.candidates import Candidate, OfficialValue
from extract.document import blank_language, candidates_of, put
from extract.fields.officials import FIELD, find_officials, people, read_officials
from extract.fields.officials.localities import Localities, localities_of
from extract.fields.officials.names import read_name, tidy
from extract.fields.officials.offices import read_office, same_holder
from extract.fields.officials.tokens import tokenise
from extract.pipeline import read_document
from tests.extract.officials import read

NOWHERE = Localities(frozenset())

NAMES = {
    # printed: (the name, the index behind it and its degrees, in characters)
    "Dr. H. Karim Subekti, M. MPd menjawab": ("Karim Subekti", "Dr. H. Karim Subekti, M. MPd"),
    "Letkol Inf. I Nyoman Gunarsa, S.Sos., M.Han. tiba": (
        "I Nyoman Gunarsa",
        "Letkol Inf. I Nyoman Gunarsa, S.Sos., M.Han.",
    ),
    "Kombes Pol. Dr. Rini Astari SIK MH": ("Rini Astari", "Kombes Pol. Dr. Rini Astari SIK MH"),
    "K.H. Ahmad Wahib": ("Ahmad Wahib", "K.H. Ahmad Wahib"),
    "HM Taufan Jaya": ("HM Taufan Jaya", "HM Taufan Jaya"),
    "Tgk. H. Said Anwar, Lc., M.A. tiba": ("Said Anwar", "Tgk. H. Said Anwar, Lc., M.A."),
    "Nurlela M. Hi Soleman, S.IP": ("Nurlela M. Hi Soleman", "Nurlela M. Hi Soleman, S.IP"),
    "M. Rafi Taufan mengaku": ("M. Rafi Taufan", "M. Rafi Taufan"),
    "Lim Mei Lan hadir": ("Lim Mei Lan", "Lim Mei Lan"),
    "Hari Wibawa Senin lalu": ("Hari Wibawa", "Hari Wibawa"),
    "SITI RAHAYU, SE": ("SITI RAHAYU", "SITI RAHAYU, SE"),
    "Nonato da Costa Sarman": ("Nonato da Costa Sarman", "Nonato da Costa Sarman"),
    "Drs.H.Asep Permana": ("Asep Permana", "Drs.H.Asep Permana"),
    "Syafri Dt. Rajo Basa": ("Syafri Dt. Rajo Basa", "Syafri Dt. Rajo Basa"),
}


@pytest.mark.parametrize(("printed", "expected"), NAMES.items())
def test_name_is_read_without_titles_and_degrees(printed: str, expected: tuple[str, str]) -> None:
    tokens = tokenise(printed)
    name = read_name(tokens, 0)
    assert name is not None
    own = printed[tokens[name.words[0]].start : tokens[name.words[1] - 1].end]
    whole = printed[tokens[name.first].start : tokens[name.end - 1].end]
    assert (own if expected[0][:2] != "HM" else whole, whole) == expected


@pytest.mark.parametrize(
    "printed", ["Senin (5/9)", "kepala dinas", "ASN Kota", "Pemilu 2024", "Drs.", "2024", "Selasa"]
)
def test_what_is_no_name(printed: str) -> None:
    assert read_name(tokenise(printed), 0) is None


def test_broken_case_is_mended_and_initials_stay() -> None:
    assert tidy("RUSTAMAJI hasan") == "Rustamaji Hasan"
    assert tidy("Bayu  S.\nAdi") == "Bayu S. Adi"
    assert tidy("Maria da Costa") == "Maria da Costa"


OFFICES = {
    "Bupati Biak Numfor Markus": ("Bupati Biak Numfor", "bupati", ("biak", "numfor")),
    "Kasat Pol PP Kota Tegal": ("Kasat Pol PP Kota Tegal", "kepala satpol pp", ("tegal",)),
    "Dandim 0709/Kebumen Letkol": ("Dandim 0709/Kebumen", "dandim", ("kebumen",)),
    "Asisten III Bidang Administrasi Umum Setda Alor": (
        "Asisten III Bidang Administrasi Umum Setda Alor",
        "asisten",
        ("alor",),
    ),
    "Kepala Dinas Perbenihan (DPB) Poso": ("Kepala Dinas Perbenihan Poso", "kepala dinas", ("poso",)),
    "Sekretaris Daerah (Sekda) Purworejo": ("Sekretaris Daerah Purworejo", "sekda", ("purworejo",)),
    "Kabidpropam Polda Banten": ("Kabidpropam Polda Banten", "kabidpropam", ("banten",)),
    "Ketua KPU dan Ketua Bawaslu": ("Ketua KPU", "ketua", ()),
    "Wakil Ketua I DPRD Kapuas": ("Wakil Ketua I DPRD Kapuas", "wakil ketua", ("kapuas",)),
    "Kapolresta Bogor Kota Kombes Pol Budi": ("Kapolresta Bogor Kota", "kapolres", ("bogor", "kota")),
}


@pytest.mark.parametrize(("printed", "expected"), OFFICES.items())
def test_office_ends_before_the_name(printed: str, expected: tuple[str, str, tuple[str, ...]]) -> None:
    office = read_office(tokenise(printed), 0, NOWHERE)
    assert office is not None
    assert (office.text, office.head, office.place) == expected


def test_village_of_the_article_belongs_to_the_office() -> None:
    text = "Balai Desa Sidakarya, kemarin. Kades Sidakarya Made Rangga"
    tokens = tokenise(text)
    places = localities_of(tokens)
    kades = next(k for k, token in enumerate(tokens) if token.key == "kades")
    office = read_office(tokens, kades, places)
    assert office is not None
    assert office.text == "Kades Sidakarya"


def test_offices_of_one_holder() -> None:
    def same(one: str, other: str) -> bool:
        first, second = read_office(tokenise(one), 0, NOWHERE), read_office(tokenise(other), 0, NOWHERE)
        assert first is not None
        assert second is not None
        return same_holder(first, second)

    assert same("Wabup", "Wakil Bupati Blora")
    assert same("Sekkab", "Sekretaris Daerah Kabupaten Blora")
    assert same("Kepala BKPSDM", "Kepala Badan Kepegawaian dan Pengembangan Sumber Daya Manusia (BKPSDM) Blora")
    assert not same("Bupati", "Wakil Bupati Blora")
    assert not same("Bupati Blora", "Bupati Rembang")
    assert not same("Ketua KPU", "Ketua Bawaslu")


ARTICLE = """BLORA – Aparatur Pemkab Blora mengucapkan ikrar netralitas, Senin (2/9/2024). Apel dipimpin Pj Bupati Blora Drs. \
Handoyo Raharjo, M.Si., didampingi Sekda Blora Komarudin Yahya.

“Jangan berpihak,” tegas Handoyo.

Komarudin lalu meneken pakta integritas. Turut hadir Kapolres Blora dan para camat.

Pj Bupati menambahkan, sanksi menunggu. Menurutnya, aturan sudah jelas.

Baca juga: Wakil Bupati Rembang Mulyo Santosa Buka Turnamen
Pewarta: Dian Permata"""


def test_people_of_an_article() -> None:
    doc = read_officials(read(ARTICLE, "Pj Bupati Blora Pimpin Ikrar, Handoyo: Jangan Berpihak"))
    told = [
        (p.number, p.name, p.name_as_written, p.office, p.acting, {m.value.role for m in p.mentions} - {None})
        for p in people(doc)
    ]
    assert told == [
        (0, "Handoyo Raharjo", "Drs. Handoyo Raharjo, M.Si.", "Bupati Blora", "Pj", {"leader", "speaker"}),
        (1, "Komarudin Yahya", "Komarudin Yahya", "Sekda Blora", None, {"attendee", "signer"}),
        (2, None, None, "Kapolres Blora", None, {"attendee"}),
    ]
    for person in people(doc):
        assert all(m.value.person == person.number for m in person.mentions)
    assert candidates_of(doc, FIELD) == sorted(find_officials(doc), key=lambda c: (c.start, -c.end))


def test_people_leave_out_who_is_vetoed() -> None:
    doc = read_officials(read("Mantan Bupati Karo Terkel Brahman datang. Apel dipimpin Sekda Karo Edi Ginta."))
    assert [person.name for person in people(doc)] == ["Edi Ginta"]
    put(doc, FIELD, [])
    assert people(doc) == []


def test_quoted_people_are_only_spoken_of() -> None:
    text = "“Pak Bupati Suhardi sudah meneken,” kata Sekda Belu Johan Andes."
    found = [(c.value.name, c.value.quoted_only, c.value.role) for c in find_officials(read(text))]
    assert found == [("Suhardi", True, None), ("Johan Andes", False, "speaker")]


SIZE = 100_000
HOSTILE = {
    "digits": "1234567890",
    "small heads": "bupati ",
    "capital heads": "Bupati ",
    "names": "Budi Santosa ",
    "passives": "dipimpin Bupati Kebumen Budi Santosa, ",
    "stand-ins": "Sekda Budi Santosa mewakili Bupati, ",
    "companions": "didampingi Sekda Budi Santosa memimpin ",
    "lines": "Kepala Dinas Kesehatan Budi\n",
    "brackets": "((((",
    "offices with brackets": "Bupati (",
    "acting": "Pj. ",
    "pronouns": "katanya Budi dan ",
    "titles": "Dr. ",
    "degrees": ", S.H.",
    "quotations": '"a" kata Budi, ',
    "hyphens": "a-",
    "apostrophes": "a'",
    "fields": "Kesehatan, ",
}


@pytest.mark.parametrize("pattern", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_takes_linear_time(pattern: str) -> None:
    doc = read("Bupati Blora Handoyo " + pattern * (SIZE // len(pattern)))
    began = time.process_time()
    find_officials(doc)
    assert time.process_time() - began < 6  # a quadratic reading takes minutes


def test_many_different_people_take_linear_time() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    doc = read(
        " ".join(
            f"dihadiri Camat Na{letters[k % 26]}{letters[k // 26 % 26]}{letters[k // 676 % 26]}o Sa{letters[k % 26]}n,"
            for k in range(2000)
        )
    )
    began = time.process_time()
    assert len(find_officials(doc)) > 1500
    assert time.process_time() - began < 8


def test_every_unicode_plane() -> None:
    random.seed(7)
    points = [random.randrange(32, 0xD800) if k % 2 else random.randrange(0xE000, 0x110000) for k in range(20_000)]
    find_officials(read("".join(map(chr, points))))


PIECES = st.sampled_from(
    [
        "Bupati", "Pj.", "(Pj)", "Blora", "Sekda", "Handoyo", "Raharjo", ",", "M.Si.", "memimpin", "dipimpin", "oleh", "para",
        "“", "”", "kata", "katanya", "Ia", ".", "\n", "dan", "mewakili", "diwakili", "Kepala", "Dinas", "selaku", "yakni", ":", ";",
        "Ketua", "(", ")", "hadir", "disusul", "melalui", "Dr.", "I", "Kades", "calon", "0709", "/", "pakta", "meneken", "disapa",
    ]
)  # fmt: skip


def holds(text: str, candidates: list[Candidate[OfficialValue]]) -> None:
    for candidate in candidates:
        assert 0 <= candidate.start < candidate.end <= len(text)
        assert 0 <= candidate.score <= 1
        assert candidate.value.name is not None or candidate.value.office is not None
        assert candidate.rule.startswith(("officials.", "veto:"))


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=60))
def test_any_sequence_of_words_is_read(pieces: list[str]) -> None:
    text = " ".join(pieces)
    holds(text, find_officials(read(text)))


def test_who_was_a_candidate_in_one_place_and_an_official_in_another_is_read() -> None:
    text = "calon Pj. Pj. Bupati Pj."
    holds(text, find_officials(read(text)))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300), st.one_of(st.none(), st.text(min_size=1, max_size=40)))
def test_any_text_is_read(text: str, title: str | None) -> None:
    doc = read(text, title)
    holds(doc.text, find_officials(doc))


def test_component_is_registered() -> None:
    nlp = blank_language()
    nlp.add_pipe("ikrar_sentences")
    nlp.add_pipe("ikrar_officials")
    doc = nlp("Apel dipimpin Bupati Blora Handoyo.")
    assert [c.value.name for c in candidates_of(doc, FIELD)] == ["Handoyo"]


@pytest.mark.parametrize(
    ("text", "name", "office"),
    [
        (
            "Apel dipimpin Kepala Badan Kepegawaian dan Pengembangan Sumber Daya Manusia (BKPSDM) Mojokerto Siti Tanjung.",
            "Siti Tanjung",
            "Kepala Badan Kepegawaian dan Pengembangan Sumber Daya Manusia Mojokerto",
        ),
        (
            "Ikrar dibacakan Kepala Dinas Sosial Ternate, Nurlaila Hi. Togubu.",
            "Nurlaila Hi. Togubu",
            "Kepala Dinas Sosial Ternate",
        ),
    ],
)
def test_fields_of_work_are_no_villages_and_hi_is_within_a_name(text: str, name: str, office: str) -> None:
    (official,) = candidates_of(read_document(None, text), "officials")
    assert (official.value.name, official.value.office) == (name, office)
