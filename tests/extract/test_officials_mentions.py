"""Where an office's place ends and a person's name begins, and which of two phrases belongs to which."""

from __future__ import annotations

import pytest

from extract.fields.officials.mentions import read_mentions


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
