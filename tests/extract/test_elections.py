"""The elections a ceremony is for: which mentions count, and the year of those named without one."""

from __future__ import annotations

import datetime as dt

import pytest

from extract.document import blank_language, open_document, sentences_of
from extract.fields.elections import elections_for, find_elections
from extract.fields.regulations import read_regulations
from extract.sentences import read_sentences

NLP = blank_language()


def elections(text: str, day: str | None, title: str | None = None, acts: tuple[int, ...] = ()) -> list[str]:
    doc = open_document(NLP, title, text)
    read_regulations(read_sentences(doc))
    assert all(number < len(sentences_of(doc)) for number in acts)
    found = elections_for(doc, find_elections(doc), list(acts), dt.date.fromisoformat(day) if day else None)
    return [name for name, _ in found]


NAMED = [
    ("ASN berikrar netral menghadapi Pemilu 2024.", "2023-10-02", ["Pemilu 2024"]),
    ("ASN berikrar netral pada Pemilu dan Pilkada 2024.", "2023-10-02", ["Pemilu 2024", "Pilkada 2024"]),
    ("ASN berikrar netral pada Pemilu dan Pemilihan 2024.", "2023-10-02", ["Pemilu 2024"]),
    ("Ikrar dibaca menyambut pemilu / pemilihan tahun 2024.", "2022-10-02", ["Pemilu 2024"]),
    ("Ikrar itu menghadapi pemilihan wali kota dan wakil wali kota Parepare.", "2024-10-01", ["Pilkada 2024"]),
    ("Ikrar dibaca menjelang Pilwalkot.", "2020-10-01", ["Pilkada 2020"]),
    ("Pegawai meneken pakta jelang Pemilihan Tahun 2024.", "2024-10-01", ["Pilkada 2024"]),
    ("ASN berkomitmen netral menghadapi Pilkada Ulang Pangkalpinang 27 Agustus 2025.", "2025-08-10", ["Pilkada 2025"]),
    # names of bodies and laws
    ("Badan Pengawas Pemilu (Bawaslu) menggelar deklarasi. Pilkada 2020 tinggal sebulan.", "2020-11-01", ["Pilkada 2020"]),
    ("Ikrar disaksikan Komisi Pemilihan Umum.", "2023-11-01", []),
    ("Ikrar itu sesuai UU Nomor 7 Tahun 2017 tentang Pemilihan Umum.", "2023-11-01", []),
    ("Enam kabupaten penyelenggara Pilkada 2020 menuntaskan ikrar.", "2020-10-01", ["Pilkada 2020"]),
    # any election, and earlier ones
    ("Netralitas diuji setiap pemilu atau pilkada. Ikrar dibaca menjelang Pemilu 2024.", "2023-10-02", ["Pemilu 2024"]),
    ("Guru mengucap ikrar netralitas Pilkada. Pada Pilkada 2020 satu guru ditegur.", "2024-09-19", ["Pilkada 2024"]),
    ("Ikrar dibaca untuk Pemilu 2024, katanya. Pilkada 2024 jatuh pada 27 November.", "2024-10-07", ["Pilkada 2024"]),
    ("Apel serupa digelar pada Pemilu 2019 lalu. Pemilu 2024 tinggal dua bulan.", "2023-12-14", ["Pemilu 2024"]),
    ("Ikrar netral menghadapi Pemilu dan Pilkada 2024 dibaca.", "2024-10-02", ["Pemilu 2024", "Pilkada 2024"]),
    ("Kegiatan akan diulang menjelang pilkada. Yang kemarin untuk Pemilu 2024.", "2024-01-30", ["Pemilu 2024"]),
    # reruns
    ("Prajurit berikrar untuk PSU Pilkada 2024. PSU berlangsung Sabtu.", "2025-03-17", ["PSU 2025"]),
    ("Ikrar dibaca menjelang pemungutan suara ulang (PSU) Pilgub Tahun 2025.", "2025-07-21", ["PSU 2025"]),
    ("Ikrar dibaca menjelang PSU.", "2025-03-17", ["PSU 2025"]),
    ("Ikrar dibaca menjelang PSU.", "2024-03-01", ["PSU 2024"]),
    # no day, no year
    ("Ikrar dibaca menjelang Pemilu.", None, []),
    ("Ikrar dibaca menjelang Pemilu. Pemilu 2024 sudah dekat.", None, ["Pemilu 2024"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "day", "expected"), NAMED)
def test_elections_a_ceremony_is_for(text: str, day: str | None, expected: list[str]) -> None:
    assert elections(text, day) == expected


def test_the_text_decides_before_the_title() -> None:
    text = "ASN berikrar menghadapi Pemilu dan Pilkada 2024."
    found = elections(text, "2023-10-02", title="ASN Janji Netral di Pemilu 2024", acts=(0, 1))
    assert found == ["Pemilu 2024", "Pilkada 2024"]


def test_quoted_words_count_only_where_nothing_else_names_an_election() -> None:
    quoted = '"Netral pada Pemilu 2024 itu harga mati," kata Sekda.'
    assert elections(f"Ikrar dibaca jelang Pilkada 2024. {quoted}", "2023-10-02") == ["Pilkada 2024"]
    assert elections(f"Ikrar dibaca di aula. {quoted}", "2023-10-02") == ["Pemilu 2024"]
