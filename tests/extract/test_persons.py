"""The person recogniser, its loading, what it is trained from, and that training works and repeats itself."""

from __future__ import annotations

import random
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.document import sentences_of, text_of
from extract.explain import explain
from extract.fields.persons import find_persons, recogniser
from extract.reading.textfiles import data_article
from extract.training import persons
from extract.training.corpora import Sentence, Substitutes, place_names, read_articles, read_columns
from tests.extract.reading import read

MODEL = Path(persons.__file__).parents[1] / "model" / "persons"


def test_it_is_small_and_tells_nothing_of_where_it_was_made() -> None:
    assert sum(file.stat().st_size for file in MODEL.rglob("*") if file.is_file()) < 10_000_000
    settings_text = (MODEL / "config.cfg").read_text("utf-8") + (MODEL / "meta.json").read_text("utf-8")
    assert "/" not in settings_text.replace("://", "")
    assert not (MODEL / "vocab").exists()


def test_it_is_loaded_only_when_asked_for() -> None:
    command = (
        "import extract.pipeline as p, extract.fields.persons as f\n"
        "p.read_document('Judul', 'Bupati Klaten Sri Mulyani hadir.')\n"
        "assert f.recogniser.cache_info().currsize == 0"
    )
    subprocess.run([sys.executable, "-c", command], check=True)


def test_it_needs_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    recogniser.cache_clear()
    assert recogniser().pipe_names == ["ner"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Acara itu dibuka Bambang Widodo.", ["Bambang Widodo"]),
        ("“Kami netral,” kata Ahmad Hidayat kepada wartawan.", ["Ahmad Hidayat"]),
        (
            "Menurut Susilo Wibowo, ASN wajib netral.\nSiti Rahmawati menambahkan hal itu.",
            ["Susilo Wibowo", "Siti Rahmawati"],
        ),
        ("Apel digelar di halaman kantor, Senin pagi.", []),
    ],
)
def test_names_are_found_where_they_stand(text: str, names: list[str]) -> None:
    doc = read(text, title="Ikrar")
    found = find_persons(doc)
    assert [one.value for one in found] == names
    assert [text_of(doc)[one.start : one.end] for one in found] == names


def test_only_the_sentences_asked_for_are_read() -> None:
    doc = read("Menurut Susilo Wibowo, ASN wajib netral.\nSiti Rahmawati menambahkan hal itu.")
    assert [one.value for one in find_persons(doc, sentences_of(doc)[1:])] == ["Siti Rahmawati"]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.sampled_from(["Bupati", "Siti Aminah,", "dr.", "S.H.", "\n", "“", "”", "kata", "Klaten", "\u0301", "7"])
    )
)
def test_names_lie_within_the_text_and_are_found_again(parts: list[str]) -> None:
    doc = read(" ".join(parts) or "a")
    found = find_persons(doc)
    assert found == find_persons(doc)
    ends = [0, *(one.end for one in found)]
    assert all(end <= one.start < one.end <= len(text_of(doc)) for end, one in zip(ends, found, strict=False))


def test_the_explanation_of_an_article_shows_what_it_sees() -> None:
    text = (
        "Sebanyak 200 ASN Pemkab Sambas mengucapkan ikrar netralitas, Senin (20/11/2023). Ikrar dipimpin Sekda Sambas "
        "Susilo Wibowo. Menurut Ahmad Hidayat, acara berjalan tertib."
    )
    explained = explain(data_article("uji", text, title="ASN Sambas Berikrar"))
    seen = {mark.value for mark in explained.marks if mark.field == "persons"}
    assert seen == {"Susilo Wibowo", "Ahmad Hidayat"}
    quiet = explain(data_article("uji", "Menurut Ahmad Hidayat, panen padi membaik.", title="Panen"))
    assert not [mark for mark in quiet.marks if mark.field == "persons"]


CORPUS = """\
Menurut O
Dr B-PER
. I-PER
Rudi I-PER
Hartono I-PER
, O
Kota B-LOC
Batu I-LOC

Ia\tO
Ani\tB-PERSON
"""


def test_columns_become_sentences_with_names_without_titles(tmp_path: Path) -> None:
    file = tmp_path / "train.txt"
    file.write_bytes(CORPUS.replace("\n", "\r\n").encode())
    first, second = read_columns(file)
    assert first == Sentence("Menurut Dr . Rudi Hartono , Kota Batu", ((13, 25),))
    assert second == Sentence("Ia Ani", ((3, 6),))


def test_other_people_and_places_stand_where_the_marked_ones_stood() -> None:
    sentence = Sentence("Bupati Klaten Sri Mulyani dan RUDI hadir di Kabupaten Sragen.", ((14, 25), (30, 34)))
    others = Substitutes(["Made Wirawan", "Yosef Nae", "Tono"], ["Klaten", "Sragen", "Alor"], random.Random(3))
    for _ in range(20):
        made = others.other(sentence)
        names = [made.text[start:end] for start, end in made.people]
        assert names[0].split()[0] in {"Made", "Yosef"}
        assert names[1] == "TONO"
        assert made.text.startswith("Bupati ")
        assert made.text.endswith(".")


def test_articles_mark_full_and_short_names() -> None:
    marked = list(read_articles(Path(__file__).parents[1] / "gold" / "varied" / "v01.json"))
    names = [one.text[start:end] for one in marked for start, end in one.people]
    assert names
    assert all(name[0].isupper() for name in names)


def test_places_are_names_only() -> None:
    names = place_names(persons.REGIONS / "districts.csv")
    assert "Kluet Utara" in names
    assert "Kota" not in names


def test_training_learns_and_repeats_itself() -> None:
    chance = random.Random(1)
    names = ["Made Wirawan", "Yosef Nae", "Siti Aminah", "Rudi Hartono", "Dewi Lestari", "Anton Siregar"]
    told = [Sentence(f"Acara dibuka {name} di halaman.", ((13, 13 + len(name)),)) for name in names for _ in range(8)]
    told += [Sentence("Apel digelar di halaman kantor bupati.", ())] * 20
    chance.shuffle(told)
    first, second = (persons._train(told, told[:20], max_steps=60) for _ in range(2))
    assert persons.score(first, told)["f1"] > 0.9
    assert first.get_pipe("ner").to_bytes(exclude=["vocab"]) == second.get_pipe("ner").to_bytes(exclude=["vocab"])
