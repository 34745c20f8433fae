"""People without an office who lead or sign: the grammar proposes them, the trained recogniser decides."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from spacy.tokens import Doc

from extract.candidates import Candidate
from extract.document import Sentence, candidates_of
from extract.fields.officials import unofficial
from extract.fields.persons import find_persons
from extract.pipeline import read_document


def bare(text: str) -> list[tuple[str | None, str | None, str | None]]:
    """Name, office and role of everybody found without an office."""
    found = candidates_of(read_document(None, text), "officials")
    return [(c.value.name, c.value.office, c.value.role) for c in found if c.rule == "officials.bare"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ikrar netralitas dibacakan Siti Nurhaliza di halaman kantor camat, Senin (2/10/2023).", "Siti Nurhaliza"),
        ("Pada apel itu Yusuf Mardika memimpin pembacaan ikrar netralitas.", "Yusuf Mardika"),
        ("Ahmad Syafei membacakan ikrar netralitas, ditirukan seluruh pegawai.", "Ahmad Syafei"),
    ],
)
def test_a_person_who_leads(text: str, name: str) -> None:
    assert bare(text) == [(name, None, "leader")]


@pytest.mark.parametrize(
    "text",
    [
        "Pegawai Pemkab Sambas mengucapkan ikrar netralitas.",
        "Ratusan pegawai RSUD Klungkung mengucapkan ikrar netralitas.",
        "Jajaran Kanwil Kemenkumham Banten mendeklarasikan netralitas.",
        "Ketiganya menandatangani pakta integritas.",
        "Ahmad Syafei menonton pembacaan ikrar netralitas dari jauh.",
        "“Ahmad Syafei membacakan ikrar netralitas,” kata warga.",
    ],
)
def test_nobody(text: str) -> None:
    assert bare(text) == []


def test_a_name_that_differs_by_a_slip_is_the_officials() -> None:
    text = "Apel dihadiri Camat Pati Yusup Mardhika. Yusuf Mardika membacakan ikrar netralitas."
    found = candidates_of(read_document(None, text), "officials")
    assert {c.value.person for c in found} == {found[0].value.person}
    assert "leader" in {c.value.role for c in found}


def test_a_text_full_of_names_is_shown_a_few_sentences_only(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def counted(doc: Doc, shown: Iterable[Sentence]) -> list[Candidate[str]]:
        asked.append(shown)
        return find_persons(doc, shown)

    monkeypatch.setattr(unofficial, "find_persons", counted)
    read_document(None, "Ahmad Syafei membacakan ikrar netralitas. " * 200)
    assert len(asked) == 10
