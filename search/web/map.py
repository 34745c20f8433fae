"""The map: a dot for each of Indonesia's regencies and cities, which by themselves draw the archipelago.

Dots are laid out here in the units of an SVG view box; the template draws them. Regencies without a ceremony become one
path of round points, so that a page stays light; those with ceremonies are links.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from search.regions import MapMark

#: Edges of Indonesia in degrees, and units a degree; near the equator both axes share one scale.
_WEST, _NORTH, _EAST, _SOUTH, _SCALE = 94.4, 6.7, 141.6, -11.7, 20
WIDTH = round((_EAST - _WEST) * _SCALE)
HEIGHT = round((_NORTH - _SOUTH) * _SCALE)

#: Radius in units of the whole map: of the smallest dot, and what the largest has on top.
_LEAST, _MORE = 2.6, 6.0
#: Counts are measured against this one at least, so that a lone ceremony is not drawn as a giant.
_USUAL = 9
#: The closest view shows this share of the whole width: one small province with what lies around it.
_CLOSEST = 0.12
_MARGIN = 1.5
#: Characters of all addresses together. Each tells a whole search, and five hundred long ones are a heavy page: the
#: smallest dots do without then, as the table beside the map has them all.
_ADDRESSES = 14_000


@dataclass(frozen=True, slots=True)
class Dot:
    """One regency with ceremonies: position and radius in units of the view box, and where it leads, if anywhere."""

    x: float
    y: float
    radius: float
    name: str
    count: int
    href: str | None
    selected: bool


@dataclass(frozen=True, slots=True)
class Map:
    """A map as it is drawn.

    Attributes:
        view_box: the part shown.
        unit: how large one unit of the whole map is in this view; widths of lines follow it.
        blank: SVG path of round points, one for each regency without ceremonies.
        dots: those with ceremonies, largest first so that small ones lie on top.
        known: how many regencies have any.
        total: how many there are.
    """

    view_box: str
    unit: float
    blank: str
    dots: tuple[Dot, ...]
    known: int
    total: int


def draw_map(
    marks: Sequence[MapMark],
    link: Callable[[MapMark], str],
    *,
    selected: Collection[str] = (),
    near: Collection[str] = (),
    weight: float = 1.0,
) -> Map:
    """Lay out the map.

    Args:
        marks: every regency with its count.
        link: where a dot leads.
        selected: codes of regencies to point out.
        near: codes of regencies the view is drawn close to; all of Indonesia if empty.
        weight: how much heavier dots are drawn, for a map shown small.
    """
    left, top, width = _view([_place(mark) for mark in marks if mark.code in near])
    unit = weight * width / WIDTH
    most = max((mark.count for mark in marks), default=0)
    # On the whole map a unit is a pixel at most.
    digits = 1 if width < WIDTH else None
    blank, dots, written = [], [], 0
    for mark in sorted(marks, key=lambda mark: (-mark.count, mark.code)):
        x, y = _place(mark)
        chosen = mark.code in selected
        if not mark.count and not chosen:
            blank.append(f"M{x:.4g} {y:.4g}h0")
            continue
        radius = unit * (_LEAST + _MORE * (mark.count / max(most, _USUAL)) ** 0.5)
        href = link(mark)
        # An ampersand is five characters in a page.
        written += len(href) + 4 * href.count("&")
        there = href if written <= _ADDRESSES or chosen else None
        dots.append(
            Dot(round(x, digits), round(y, digits), round(radius, 1), _short(mark.name), mark.count, there, chosen)
        )
    return Map(
        view_box=f"{left:.1f} {top:.1f} {width:.1f} {width * HEIGHT / WIDTH:.1f}",
        unit=round(unit, 3),
        blank="".join(blank),
        dots=tuple(dots),
        known=sum(1 for mark in marks if mark.count),
        total=len(marks),
    )


def _short(name: str) -> str:
    return name.replace("Kabupaten ", "Kab. ")


def _place(mark: MapMark) -> tuple[float, float]:
    return (mark.longitude - _WEST) * _SCALE, (_NORTH - mark.latitude) * _SCALE


def _view(points: Sequence[tuple[float, float]]) -> tuple[float, float, float]:
    """Left, top and width of the view around `points`, in the shape of the whole map."""
    if not points:
        return 0.0, 0.0, float(WIDTH)
    shape = WIDTH / HEIGHT
    xs, ys = [x for x, _ in points], [y for _, y in points]
    span = max(max(xs) - min(xs), (max(ys) - min(ys)) * shape) * _MARGIN
    width = min(max(span, WIDTH * _CLOSEST), float(WIDTH))
    left = (max(xs) + min(xs)) / 2 - width / 2
    top = (max(ys) + min(ys)) / 2 - width / shape / 2
    return left, top, width
