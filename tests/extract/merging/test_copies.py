"""Syndicated and lightly edited texts are known as copies; texts written apart are not."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from extract.merging.copies import SIMILAR, find_copies, mark_copies, similarity
from schemas.article import Article, text_digest
from schemas.report import Report
from tests.schemas.make import make_article, make_report

RELEASE = (
    "Pemerintah Kabupaten Dompu menggelar apel ikrar netralitas di halaman kantor bupati. Ratusan pegawai dari seluruh "
    "perangkat daerah hadir sejak pagi dan berbaris menurut dinas masing-masing. Pembacaan ikrar dipimpin oleh sekretaris "
    "daerah dan diikuti serentak oleh semua peserta. Usai pembacaan, perwakilan pegawai menandatangani pakta integritas "
    "disaksikan ketua bawaslu, kapolres dan dandim. Sekretaris daerah mengingatkan bahwa sanksi disiplin menanti siapa pun "
    "yang terbukti berpihak kepada salah satu pasangan calon, baik secara langsung maupun lewat media sosial."
)
OTHER = (
    "Suasana halaman kantor bupati Dompu tampak berbeda. Barisan aparatur memenuhi lapangan sejak pukul tujuh untuk "
    "mengucapkan janji tidak memihak. Di hadapan pengawas pemilu dan unsur kepolisian, mereka menirukan butir demi butir "
    "yang dibacakan Sekda, lalu bergiliran membubuhkan tanda tangan. Bila ada yang nekat berkampanye di gawai, hukuman "
    "sudah menunggu, kata Sekda menutup sambutannya pada kegiatan yang berlangsung sekitar satu jam itu."
)


def article(key: str, text: str, minute: int | None = 0) -> Article:
    published = None if minute is None else dt.datetime(2024, 10, 3, 3, minute, tzinfo=dt.UTC)
    return make_article(article_id=key, text=text, text_digest=text_digest(text), published_at=published)


def test_a_lightly_edited_text_is_a_copy_of_the_earliest() -> None:
    edited = "DOMPU - " + RELEASE.replace("Ratusan", "Sebanyak 412").replace("sejak pagi ", "")
    cut = " ".join(RELEASE.split()[: int(len(RELEASE.split()) * 0.7)])
    found = find_copies(
        [article("c", cut, 9), article("b", edited, 5), article("a", RELEASE, 7), article("d", OTHER, 1)]
    )
    assert found == {"a": "b", "c": "b"}


def test_texts_written_apart_are_no_copies() -> None:
    assert similarity(RELEASE, OTHER) < 0.1 < SIMILAR
    assert find_copies([article("a", RELEASE), article("b", OTHER)]) == {}


def test_without_a_time_an_article_is_no_original_of_one_that_has_one() -> None:
    assert find_copies([article("a", RELEASE, None), article("b", RELEASE, 5)]) == {"a": "b"}
    assert find_copies([article("b", RELEASE, None), article("a", RELEASE, None)]) == {"b": "a"}


@pytest.mark.parametrize(("text", "copied"), [("", False), ("Foto.", False), ("ASN Dompu saat membaca ikrar.", True)])
def test_short_texts_are_copies_only_where_they_are_equal(text: str, copied: bool) -> None:
    found = find_copies([article("a", text, 0), article("b", text, 1), article("c", text + " Lagi.", 2)])
    assert found == ({"b": "a"} if copied else {})


def told(key: str, **changes: object) -> Report:
    return make_report(report_id=f"{key}-1", article_id=key, **changes)


def test_a_form_of_words_used_at_two_places_is_no_copy() -> None:
    pair = [article("a", RELEASE, 0), article("b", RELEASE.replace("Dompu", "Bima"), 1)]
    assert find_copies(pair) == {"b": "a"}
    assert find_copies(pair, [told("a", regency_code="52.05"), told("b", regency_code="52.06")]) == {}
    days = (dt.date(2023, 11, 1), dt.date(2024, 11, 1))
    assert find_copies(pair, [told(key, date=day) for key, day in zip("ab", days, strict=True)]) == {}
    relative = [told(key, date=day, date_basis="relative") for key, day in zip("ab", days, strict=True)]
    assert find_copies(pair, relative) == {"b": "a"}


def test_order_of_articles_does_not_matter() -> None:
    words = RELEASE.split() + OTHER.split()
    rng = random.Random(7)
    articles = []
    for number in range(60):
        kept = [word for word in words if rng.random() < 0.9] if number % 2 else rng.sample(words, len(words))
        articles.append(article(f"a{number}", " ".join(kept), number % 3))
    found = find_copies(articles)
    assert found
    assert not set(found) & set(found.values())
    for seed in range(3):
        assert find_copies(random.Random(seed).sample(articles, len(articles))) == found


def test_marking_sets_and_clears() -> None:
    a, b = article("a", RELEASE), article("b", RELEASE, 1)
    marked = mark_copies([a, b], {"b": "a"})
    assert [one.duplicate_of for one in marked] == [None, "a"]
    assert [one.duplicate_of for one in mark_copies(marked, {})] == [None, None]
