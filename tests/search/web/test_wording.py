"""Texts: the same keys in both languages, all of them used, and numbers and days as each language writes them."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from string import Formatter

import pytest

from search.web.wording import LANGUAGES, wording

ROOM = Path(__file__).parents[3] / "search" / "web"
ID, EN = wording("id"), wording("en")


def names(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def plural(key: str) -> bool:
    return key.endswith((".one", ".many"))


def test_both_languages_say_the_same_things_with_the_same_values() -> None:
    single = [{key for key in spoken.texts if not key.endswith(".one")} for spoken in (ID, EN)]
    assert single[0] == single[1]
    for key in single[0]:
        assert names(ID.texts[key]) == names(EN.texts[key]), key


def test_every_text_a_template_names_exists() -> None:
    sources = [path.read_text("utf-8") for path in ROOM.rglob("*.html")] + [
        p.read_text("utf-8") for p in ROOM.glob("*.py")
    ]
    whole = "\n".join(sources)
    for key in re.findall(r'\bt\("([a-z_.]+)"[,)]', whole):
        assert key in ID.texts, key
    for key in re.findall(r'\bt\.count\("([a-z_.]+)"', whole):
        assert f"{key}.many" in ID.texts, key


def test_no_text_is_left_over() -> None:
    whole = "\n".join(path.read_text("utf-8") for path in [*ROOM.rglob("*.html"), *ROOM.glob("*.py")])
    built = re.compile(
        r"^(field|level|activity|role|acting|qualifier|part|vague|sort|nav|dropped|language|about\.box_[a-z_]+|problem|months)\b"
    )
    idle = [
        key
        for key in ID.texts
        if not built.match(key) and not re.search(rf"[\"']{re.escape(re.sub(r'[.](many|one)$', '', key))}[\"']", whole)
    ]
    assert idle == []


def test_an_unknown_language_is_an_error() -> None:
    with pytest.raises(KeyError):
        wording("nl")


@pytest.mark.parametrize(
    ("language", "number", "text"),
    [("id", 1234567, "1.234.567"), ("en", 1234567, "1,234,567"), ("id", 0, "0"), ("en", 999, "999")],
)
def test_numbers(language: str, number: int, text: str) -> None:
    assert wording(language).number(number) == text


@pytest.mark.parametrize(
    ("first", "last", "indonesian", "english"),
    [
        (dt.date(2023, 8, 5), None, "5 Agustus 2023", "5 August 2023"),
        (dt.date(2023, 8, 5), dt.date(2023, 8, 7), "5–7 Agustus 2023", "5–7 August 2023"),
        (dt.date(2023, 8, 30), dt.date(2023, 9, 1), "30 Agustus – 1 September 2023", "30 August – 1 September 2023"),
        (dt.date(2023, 12, 31), dt.date(2024, 1, 1), "31 Desember 2023 – 1 Januari 2024", "31 December 2023 – 1 January 2024"),
        (None, None, "Tanpa tanggal", "Undated"),
    ],
)  # fmt: skip
def test_days(first: dt.date | None, last: dt.date | None, indonesian: str, english: str) -> None:
    assert (ID.day(first, last), EN.day(first, last)) == (indonesian, english)


def test_a_time_late_in_utc_is_the_next_day_in_jakarta() -> None:
    assert ID.moment(dt.datetime(2023, 11, 19, 18, 30, tzinfo=dt.UTC)) == "20 Nov 2023"


def test_counts_tell_one_from_many_where_the_language_does() -> None:
    assert [EN.count("search.total", n) for n in (0, 1, 2000)] == ["0 ceremonies", "1 ceremony", "2,000 ceremonies"]
    assert [ID.count("search.total", n) for n in (1, 2000)] == ["1 upacara", "2.000 upacara"]


def test_what_is_almost_sure_is_not_called_sure() -> None:
    assert [ID.percent(share) for share in (0, 0.004, 0.5, 0.996, 1)] == ["0%", "0%", "50%", "99%", "100%"]


@pytest.mark.parametrize(
    ("words", "told"), [((), ""), (("a",), "a"), (("a", "b"), "a dan b"), (("a", "b", "c"), "a, b, dan c")]
)
def test_lists_of_words(words: tuple[str, ...], told: str) -> None:
    assert ID.listing(words) == told


def test_a_value_outside_the_list_is_told_as_it_is() -> None:
    assert ID.term("level", "galactic") == "galactic"
    assert set(LANGUAGES) == {"id", "en"}
