from __future__ import annotations

import pytest

from tests.extract.markup import parse_markup


def test_text_and_offsets() -> None:
    text, (outer, inner) = parse_markup("pada <date day='2023-10-17'>Selasa (<n>17</n>/10)</date> lalu")
    assert text == "pada Selasa (17/10) lalu"
    assert text[outer.start : outer.end] == outer.words == "Selasa (17/10)"
    assert outer.attributes == {"day": "2023-10-17"}
    assert (inner.tag, inner.words) == ("n", "17")


@pytest.mark.parametrize(
    "case",
    ["<date>a", "a</date>", "<a>x<b>y</a></b>", "<date></date>", "<date day=2023>x</date>", "1 < 2", "<Date>x</Date>"],
)
def test_a_slip_in_a_case_is_an_error(case: str) -> None:
    with pytest.raises(ValueError, match=r"in |near "):
        parse_markup(case)
