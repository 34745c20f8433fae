"""The language of the box, and the forms of words."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.language import MOST_TERMS, match_all, read_question
from search.stems import Stemmer, spaced, stem, words_of
from search.vocabulary import vocabulary


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("menandatangani", "penandatanganan"), ("penandatanganan", "ditandatangani"), ("teken", "menandatangani"),
        ("kab", "kabupaten"), ("berikrar", "mengikrarkan"), ("netral", "netralitas"), ("deklarasi", "dideklarasikan"),
        ("memimpin", "dipimpin"), ("pernyataan", "menyatakan"),
    ],
)  # fmt: skip
def test_forms_of_a_word_meet(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("one", "other"), [("bupati", "bupat"), ("pemilu", "milu"), ("kuningan", "kuning"), ("guru", "garu")]
)
def test_other_words_do_not(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_names_of_regions_are_no_derived_words() -> None:
    for name in ("bekasi", "asahan", "kuningan", "selayar", "mentawai", "banggai", "pekalongan", "kediri"):
        assert stem(name) == name


def test_words_are_folded_as_the_index_folds_them() -> None:
    assert words_of("Ikrár, “NETRAL”—Jum'at 5/2014") == ["ikrar", "netral", "jum", "at", "5", "2014"]


def test_stems_are_those_that_a_text_lacks() -> None:
    stemmer = Stemmer()
    texts = ["menandatangani ikrar, DITANDATANGANI", "", "membacakan baca", "tandatangan penandatanganan pembacaan"]
    assert stemmer.stems_of(texts) == [["tandatangan"], [], [], ["baca"]]
    # Words met before, in other texts, and none at all.
    assert stemmer.stems_of(["baca tandatangan", "kata menandatangani membacakan"]) == [[], ["baca", "tandatangan"]]
    assert stemmer.stems_of([]) == []


def test_a_stemmer_does_not_grow_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.stems._MOST_NUMBERED", 5)
    stemmer = Stemmer()
    for number in range(20):
        assert stemmer.stems_of([f"kata{number} membacakan", "menandatangani"]) == [["baca"], ["tandatangan"]]


@given(st.lists(st.text(alphabet=st.sampled_from("abi é-\n"), max_size=30) | st.just("membacakan menandatangani")))
def test_stems_of_many_texts_are_those_of_each(texts: list[str]) -> None:
    expected = [sorted({stem(word) for word in words_of(text)} - set(words_of(text))) for text in texts]
    assert Stemmer().stems_of(texts) == expected


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("guru mojokerto", [("word", "guru", False), ("word", "mojokerto", False)]),
        ('"pakta integritas" -guru', [("phrase", "pakta integritas", False), ("word", "guru", True)]),
        ("bup* -tan*", [("prefix", "bup", False), ("prefix", "tan", True)]),
        ("a*", [("word", "a", False)]),
        ('"tak ditutup', [("phrase", "tak ditutup", False)]),
        ("“kutip keriting”", [("phrase", "kutip keriting", False)]),
        ("UU 5/2014", [("spelling", "uu", False), ("phrase", "5 2014", False)]),
        ("Kepala Dinas Pendidikan -sekretaris daerah", [
            ("spelling", "kepala dinas", False), ("word", "pendidikan", False), ("word", "sekretaris", True),
            ("word", "daerah", False)]),
        ("-sekda", [("spelling", "sekda", True)]), ('"wali kota"', [("phrase", "wali kota", False)]),
        ("guru-guru", [("word", "guru", False)]),
        ("Dr. H. Yusri Yusuf, M.Si.", [("word", "yusri", False), ("word", "yusuf", False)]),
        ("h", [("word", "h", False)]),
        ("guru guru", [("word", "guru", False)]),
        ("NEAR(a b) {body}: x AND OR NOT ^", [
            ("phrase", "near a", False), ("word", "b", False), ("word", "body", False), ("word", "x", False),
            ("word", "and", False), ("word", "or", False), ("word", "not", False)]),
        ('- -"" * () % _ \x00 \ud800', []),
    ],
)  # fmt: skip
def test_questions_are_read(text: str, terms: list[tuple[str, str, bool]]) -> None:
    assert [(term.kind, " ".join(term.words), term.excluded) for term in read_question(text).terms] == terms


def test_a_question_has_an_end() -> None:
    question = read_question(" ".join(f"kata{number}" for number in range(500)) + "x" * 10_000)
    assert len(question.terms) == MOST_TERMS
    assert all(len(word) <= 64 for term in read_question("x" * 10_000).terms for word in term.words)


@pytest.fixture(scope="module")
def texts() -> sqlite3.Connection:
    db = sqlite3.connect(":memory:", check_same_thread=False)
    db.execute("CREATE VIRTUAL TABLE d USING fts5(people, places, title, topics, body, stems)")
    db.execute("INSERT INTO d VALUES ('a', 'b', 'c', 'd', 'ikrar netral', 'e')")
    return db


_SPICE = st.sampled_from(
    [
        '"',
        "*",
        "-",
        "(",
        ")",
        ":",
        "^",
        "NEAR",
        "AND",
        "OR",
        "NOT",
        "{body}",
        "'",
        ";",
        "--",
        "\x00",
        "“",
        "\ud800",
        "+",
        " ",
    ]
)


@given(text=st.one_of(st.text(), st.lists(st.one_of(_SPICE, st.text(max_size=5))).map("".join)))
def test_whatever_is_typed_fts_understands_it(texts: sqlite3.Connection, text: str) -> None:
    question = read_question(text)
    for match in (match_all(question.wanted), *(term.match for term in question.terms)):
        if match:
            texts.execute("SELECT rowid FROM d WHERE d MATCH ?", (match,)).fetchall()


@given(st.text(alphabet=st.characters() | st.sampled_from("aäé_-–“”’\u00a0 …1"), max_size=60))
def test_words_are_the_same_read_fast_or_in_their_order(text: str) -> None:
    assert set(spaced(text).split()) == set(words_of(text))


def test_no_spelling_stands_for_two_things() -> None:
    known = [one for group in vocabulary("words")["spellings"] for one in group]
    assert len(known) == len(set(known))
    assert all(one == " ".join(words_of(one)) for one in known)
