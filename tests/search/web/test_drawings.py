"""The map and the histogram, as they are laid out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from search.regions import MapMark, map_marks
from search.web.histogram import MOST_MONTHS, draw_histogram
from search.web.map import HEIGHT, WIDTH, draw_map


def href(mark: MapMark) -> str:
    return f"/{mark.code}"


def test_all_of_indonesia_fits_on_the_map_and_only_counted_regencies_are_links() -> None:
    drawn = draw_map(map_marks([("35.16", 4), ("61.01", 1)]), href)
    assert (drawn.total, drawn.known, len(drawn.dots)) == (514, 2, 2)
    assert drawn.blank.count("M") == 512
    points = [tuple(map(float, point.split("h")[0].split())) for point in drawn.blank.split("M")[1:]]
    assert all(0 < x < WIDTH and 0 < y < HEIGHT for x, y in points)
    assert [(dot.name, dot.href) for dot in drawn.dots] == [
        ("Kab. Mojokerto", "/35.16"),
        ("Kab. Sambas", "/61.01"),
    ]


def test_more_ceremonies_make_a_larger_dot_and_small_ones_lie_on_top() -> None:
    drawn = draw_map(map_marks([("35.16", 1), ("61.01", 400), ("36.02", 50)]), href)
    assert [dot.count for dot in drawn.dots] == [400, 50, 1]
    assert drawn.dots[0].radius > drawn.dots[1].radius > drawn.dots[2].radius > 2


def test_long_addresses_do_not_make_a_heavy_map() -> None:
    marks = map_marks([(mark.code, 9) for mark in map_marks([])])
    short, long = (draw_map(marks, lambda mark, q=q: f"?q={q}&regency={mark.code}").dots for q in ("guru", "x" * 200))
    assert all(dot.href for dot in short)
    linked = [dot.href for dot in long if dot.href]
    assert 50 < len(linked) < len(long) == 514
    assert sum(map(len, linked)) <= 14_000
    assert [bool(dot.href) for dot in long] == [True] * len(linked) + [False] * (514 - len(linked))


def test_a_lone_ceremony_is_no_giant() -> None:
    few, many = (draw_map(map_marks([("35.16", count)]), href).dots[0].radius for count in (1, 9))
    assert few < many


def test_the_view_moves_near_a_province_and_keeps_its_shape() -> None:
    marks = map_marks([("35.16", 1)])
    near = [mark.code for mark in marks if mark.province_code == "35"]
    drawn = draw_map(marks, href, near=near)
    left, top, width, height = map(float, drawn.view_box.split())
    assert width < WIDTH / 2
    assert abs(width / height - WIDTH / HEIGHT) < 0.01
    dot = drawn.dots[0]
    assert left < dot.x < left + width
    assert top < dot.y < top + height


def test_a_chosen_regency_without_ceremonies_is_drawn_and_leads_somewhere() -> None:
    dots = draw_map(map_marks([]), href, selected=("94.01",)).dots
    assert [(dot.name, dot.count, dot.selected) for dot in dots] == [("Kab. Nabire", 0, True)]


def test_months_without_ceremonies_keep_their_place() -> None:
    drawn = draw_histogram([("2023-08", 4), ("2024-02", 2)], lambda period: f"?{period}")
    assert [(bar.period, bar.count, bar.href) for bar in drawn.bars] == [
        ("2023-08", 4, "?2023-08"),
        ("2024-02", 2, "?2024-02"),
    ]
    first, second = drawn.bars
    assert round((second.left - first.left) / drawn.column) == 6
    assert first.top < second.top < drawn.base
    assert [year for _, year in drawn.years] == ["2023", "2024"]
    assert round(drawn.years[1][0] / drawn.column) == 5


def test_a_long_time_is_drawn_by_year() -> None:
    drawn = draw_histogram([("2009-04", 1), ("2009-06", 2), ("2024-02", 3)], str)
    assert drawn.by_year
    assert [(bar.period, bar.count) for bar in drawn.bars] == [("2009", 3), ("2024", 3)]


def test_nothing_found_draws_nothing() -> None:
    drawn = draw_histogram([], str)
    assert (drawn.bars, drawn.years) == ((), ())


@given(
    st.dictionaries(
        st.builds("{:04d}-{:02d}".format, st.integers(1900, 2100), st.integers(1, 12)),
        st.integers(1, 10**6),
        max_size=300,
    )
)
def test_bars_stay_in_the_picture_in_order_and_bounded(months: dict[str, int]) -> None:
    drawn = draw_histogram(sorted(months.items()), str)
    assert all(0 <= bar.left <= bar.left + drawn.thick <= drawn.width + 0.1 for bar in drawn.bars)
    assert all(0 <= bar.top < drawn.base for bar in drawn.bars)
    assert [bar.period for bar in drawn.bars] == sorted(bar.period for bar in drawn.bars)
    assert len(drawn.bars) <= 150
    if not drawn.by_year:
        assert len(drawn.bars) == len(months) <= MOST_MONTHS
