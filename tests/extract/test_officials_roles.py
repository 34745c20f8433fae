"""What persons did, by the form of the verb beside them and by what the text told before."""

from __future__ import annotations

import pytest

from extract.fields.officials import find_officials
from extract.fields.officials.cues import first_role
from extract.fields.officials.verbs import handles, read_verb
from schemas.report import Role
from tests.extract.markup import parse_markup
from tests.extract.officials import read

CASES = [
    (
        "Lembar itu dibubuhi paraf oleh <official role='signer'>Camat Wera Rusdi Amin</official>, <official "
        "role='signer'>Camat Ambalawi Siti Mariam</official> dan <official role='signer'>Kepala Puskesmas Tawali "
        "Yunus Ahmad</official>."
    ),
    (
        "Yang pertama neken <official role='signer'>Kadis Pangan Dedi Kurnia</official> lalu <official "
        "role='signer'>Kepala Bappeda Lina Marlina</official>."
    ),
    "Yang melantangkan naskah <official role='leader'>Camat Tarik Hari Utomo</official>.",
    (
        "<official role='signer'>Bupati Solok Zul Efendi</official> menggoreskan tanda tangan, diikuti <official "
        "role='signer'>Sekda Solok Rina Yulia</official> dan <official role='signer'>Kepala BKPSDM Anton "
        "Piliang</official>."
    ),
    (
        "Penanda tangan, sesuai urutan:\n- <official role='signer'>Kabag Umum Rio Pane</official>\n- <official "
        "role='signer'>Kabag Hukum Tino Barus</official>"
    ),
    (
        "Empat pejabat meneken pakta integritas di panggung:\n1. <official role='signer'>Kabag Umum Rio "
        "Pane</official>\n2. <official role='signer'>Kabag Hukum Tino Barus</official>"
    ),
    "Ikrar netralitas dibawakan <official role='leader'>Kabag Kesra Dina Sembiring</official>.",
    "<official role='leader'>Camat Alas Hasan Basri</official> bertindak sebagai pembina, pegawai berbaris di belakang.",
    "Bertugas selaku pemandu, <official role='leader'>Kabag Kesra Dina Sembiring</official>.",
    ("<official role='speaker'>Camat Alas Hasan Basri</official> mengingatkan wewenangnya selaku pembina kepegawaian."),
    (
        "Ikrar dipimpin <official role='leader'>Camat Alas Hasan Basri</official>. <official role='signer'>Kabag "
        "Kesra Dina Sembiring</official> mengawali penandatanganan."
    ),
    "Pembukaan acara dilakukan <official role='leader'>Kabag Kesra Dina Sembiring</official>.",
    "<official role='speaker'>Kabag Kesra Dina Sembiring</official> memberi peringatan keras.",
    "<official role='attendee'>Camat Alas Hasan Basri</official> membagikan salinan pasal yang melarang kampanye.",
    "<official role='leader'>Camat Alas Hasan Basri</official> menjadi orang pertama yang mengucapkan ikrar.",
    "Doa dipimpin <official role='attendee'>Kepala KUA Alas Hasan Basri</official>.",
    "<official role='attendee'>Kepala KUA Alas Hasan Basri</official> memimpin doa.",
    "Pembacaan doa oleh <official role='attendee'>Kepala KUA Alas Hasan Basri</official> mengakhiri acara.",
    "Mewakili pegawai, <official role='signer'>Kabag Hukum Tino Barus</official> menandatangani pakta.",
    "<official role='signer'>Kabag Hukum Tino Barus</official> mewakili pegawai meneken pakta integritas.",
    "Penandatanganan pakta integritas diwakili <official role='signer'>Kabag Hukum Tino Barus</official>.",
    (
        "Pakta diteken para lurah, mulai dari <official role='signer'>Lurah Aro Tino Barus</official> hingga <official "
        "role='signer'>Lurah Alas Hasan Basri</official>."
    ),
    "<official role='speaker'>Camat Alas Hasan Basri</official> tak memungkiri masih ada pegawai yang ikut grup.",
    "<official role='speaker'>Camat Alas Hasan Basri</official> menutup sambutannya dengan pantun.",
    "<official role='leader'>Camat Alas Hasan Basri</official> menyampaikan lima butir ikrar di hadapan pegawai.",
    "<official role='speaker'>Camat Alas Hasan Basri</official> menyampaikan bahwa ikrar itu mengikat.",
    (
        "<official role='speaker'>Komisioner KPU Alor Beni Maure</official>, tamu dari luar kota, mencatat bahwa "
        "banyak pegawai lupa."
    ),
    "Sebagai pengambil apel, <official role='leader'>Kasdim Heru Laksono</official> berdiri di podium.",
    "Pemimpin apelnya <official role='leader'>Sekda Alor Beni Maure</official>.",
    (
        "Setiap pegawai membaca lembarannya di hadapan <official role='attendee'>Ketua KPU Alor Beni "
        "Maure</official>, lalu meneken di atas meterai."
    ),
    (
        "Versi bahasa Sunda dibacakan <official role='leader'>Camat Cibiru Ujang Sutisna</official>; versi "
        "bahasa Jawa oleh <official role='leader'>Camat Lelea Warto Suwito</official>."
    ),
    (
        "Sesudahnya <official role='signer'>Camat Cibiru Ujang Sutisna</official> dan <official "
        "role='signer'>Camat Lelea Warto Suwito</official> membubuhkan paraf."
    ),
    (
        "Pejabat yang meneken pakta di hadapan <official role='attendee'>Bupati Alor Beni Maure</official>, "
        "yakni <official role='signer'>Camat Cibiru Ujang Sutisna</official> dan <official role='signer'>Camat "
        "Lelea Warto Suwito</official>."
    ),
    ("Penandatanganan itu diawali pembacaan naskah oleh <official role='leader'>Camat Lelea Warto Suwito</official>."),
    "<official role='attendee'>Kasubbag Umum Rio Pane</official> menyodorkan lembar pakta integritas.",
    "<official role='speaker'>Camat Lelea Warto Suwito</official> ingin pegawainya tenang.",
]

SEVERAL = [
    # text: the role of each name
    (
        "Kalangan pegawai dan camat mengucapkan ikrar. Naskah itu lalu ditandatangani Camat Alas Hasan Basri.",
        {"Hasan Basri": "signer"},
    ),
    (
        "Penanda tangan pakta:\n- Camat Alas Hasan Basri\n- Kepala Satpol PP (diwakili Sekretaris, Dina Sembiring)",
        {"Hasan Basri": "signer", "Dina Sembiring": "signer"},
    ),
    (
        "Ikrar dipandu Camat Alas Hasan Basri, sebab Sekda Alor Beni Maure berdiri di barisan. “Saya ikut,” alasannya.",
        {"Hasan Basri": "leader", "Beni Maure": "speaker"},
    ),
    (
        "Ikrar dipimpin Camat Alas Hasan Basri. Di hadapannya, Kabag Kesra Dina Sembiring meneken pakta integritas.",
        {"Hasan Basri": "leader", "Dina Sembiring": "signer"},
    ),
    (
        "Ikrar dibaca Camat Lelea Warto Suwito, disaksikan Kapolsek Iptu Roni Hidayat. Keduanya lalu menggores pena.",
        {"Warto Suwito": "leader", "Roni Hidayat": "signer"},
    ),
    (
        "Camat Lelea Warto Suwito memberi sambutan. Lima butir ikrar ia bacakan sendiri.",
        {"Warto Suwito": "leader"},
    ),
    (
        "Camat Lelea Warto Suwito tidak keberatan. Dialah yang menuntun pembacaan ikrar.",
        {"Warto Suwito": "leader"},
    ),
    (
        "Para kepala seksi meneken pakta integritas. Giliran pertama jatuh kepada Kasi Trantib Roni Hidayat.",
        {"Roni Hidayat": "signer"},
    ),
    (
        "Pakta diteken 20 pejabat. Undangan: Kapolsek Lelea Iptu Roni Hidayat dan Danramil Lelea Kapten Agus Salim.",
        {"Roni Hidayat": "attendee", "Agus Salim": "attendee"},
    ),
    (
        "Kepala Badan Kepegawaian Sragen Roni Hidayat, yang memimpin badan itu dua tahun, menjelaskan sanksi.",
        {"Roni Hidayat": "speaker"},
    ),
]


@pytest.mark.parametrize("case", CASES)
def test_what_persons_did(case: str) -> None:
    text, expected = parse_markup(case)
    found = sorted((c.start, c.end, c.value.role) for c in find_officials(read(text)))
    assert found == [(e.start, e.end, e.attributes["role"]) for e in expected]


@pytest.mark.parametrize(("text", "expected"), SEVERAL)
def test_what_persons_did_by_the_text_before(text: str, expected: dict[str, Role]) -> None:
    roles: dict[str | None, set[Role]] = {}
    for candidate in find_officials(read(text)):
        if candidate.value.role is not None:
            roles.setdefault(candidate.value.name, set()).add(candidate.value.role)
    assert {name: first_role(told) for name, told in roles.items()} == expected


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Camat Alas Hasan Basri melarang stafnya berpihak. Hal itu disampaikan saat memimpin apel, Senin.", "leader"),
        ("Camat Alas Hasan Basri melarang stafnya berpihak. “Awas,” tegasnya seusai memimpin apel.", "leader"),
        ("Camat Alas Hasan Basri melarang stafnya berpihak. Ajakan itu disampaikannya selaku pembina apel.", "leader"),
        ("Camat Alas Hasan Basri melarang stafnya berpihak. Ia berbicara selaku inspektur upacara.", "leader"),
        ("Camat Alas Hasan Basri melarang stafnya berpihak. Usai membacakan ikrar, ia menutup acara.", "leader"),
        ("Camat Alas Hasan Basri melarang stafnya berpihak. “Awas,” tegasnya, para lurah memimpin apel.", "speaker"),
        ("Camat Alas Hasan Basri melarang stafnya. Larangan itu ia sampaikan ketika memimpin apel.", "leader"),
        ("Camat Alas Hasan Basri melarang stafnya. Camat menjelaskan, ikrar itu ia pimpin sendiri.", "leader"),
        ("Camat Alas Hasan Basri melarang stafnya berpihak. Pegawai diam saat memimpin apel.", "speaker"),
    ],
)
def test_a_clause_without_subject_has_that_of_the_speech_it_goes_with(text: str, role: Role) -> None:
    told = {candidate.value.role for candidate in find_officials(read(text)) if candidate.value.role}
    assert first_role(told) == role


@pytest.mark.parametrize(
    ("forms", "deed", "passive"),
    [
        ("memandu memandunya mandu", "leader", False),
        ("dipandu dipandunya", "leader", True),
        ("meneken neken menekennya", "signer", False),
        ("diteken ditekennya", "signer", True),
        ("menandatangani", "signer", False),
        ("ditandatangani", "signer", True),
        ("menyaksikan nyaksiin", "attendee", False),
        ("disaksikan", "attendee", True),
        (
            "menegaskan mengingatkan memperingatkan mempersoalkan mewanti-wanti berharap ngomong",
            "speaker",
            False,
        ),
        ("ditegaskan diingatkan dipersoalkan", "speaker", True),
        ("membawakan melantunkan", "read", False),
        ("menorehkan menggoreskan membubuhkan", "mark", False),
    ],
)
def test_forms_of_one_stem_are_one_verb(forms: str, deed: str, passive: bool) -> None:
    for form in forms.split():
        verb = read_verb(form)
        assert verb is not None, form
        assert (verb.deeds[0], verb.passive) == (deed, passive), form


@pytest.mark.parametrize(
    "form", ["memperingati", "membawa", "bersama", "bertolak", "distrik", "merdeka", "nama", "maju", "di", ""]
)
def test_other_words_are_no_verbs_of_a_ceremony(form: str) -> None:
    assert read_verb(form) is None


def test_a_paper_is_handled_without_being_signed() -> None:
    assert all(map(handles, ["menyodorkan", "membawa", "membagikan", "dikumpulkan"]))
    assert not any(map(handles, ["meneken", "membubuhkan"]))
