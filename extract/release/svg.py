"""Small SVG drawings without a library: elements with escaped text, and the frame that makes them accessible."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

INK, QUIET, FAINT, LINE, PAPER, MARK = "#1f2933", "#52606d", "#7b8794", "#cbd2d9", "#ffffff", "#0b6e99"


def drawing(width: int, height: int, title: str, about: str, parts: Iterable[str]) -> str:
    """A whole picture with a name and a description, that screen readers tell instead of its marks."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'role="img" aria-labelledby="title about" font-family="system-ui, sans-serif" font-size="12">\n'
        f'<title id="title">{escape(title)}</title>\n<desc id="about">{escape(about)}</desc>\n'
        f'<rect width="{width}" height="{height}" fill="{PAPER}"/>\n'
    )
    return head + "".join(f"{part}\n" for part in parts) + "</svg>\n"


def text(x: float, y: float, words: str, *, anchor: str = "start", size: int = 12, fill: str = INK) -> str:
    """Words at a point of their base line."""
    place = f'x="{number(x)}" y="{number(y)}" text-anchor="{anchor}" font-size="{size}" fill="{fill}"'
    return f"<text {place}>{escape(words)}</text>"


def bar(x: float, y: float, width: float, height: float, title: str) -> str:
    """A bar that says on hovering what it stands for."""
    place = f'x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'
    return f'<rect {place} fill="{MARK}"><title>{escape(title)}</title></rect>'


def dot(x: float, y: float, radius: float, fill: str, title: str) -> str:
    """A dot that says on hovering what it stands for."""
    place = f'cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"'
    edge = f' fill-opacity="0.75" stroke={quoteattr(PAPER)} stroke-width="0.5"' if fill == MARK else ""
    return f'<circle {place} fill="{fill}"{edge}><title>{escape(title)}</title></circle>'


def rule(x1: float, y1: float, x2: float, y2: float) -> str:
    """A thin line."""
    place = f'x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}"'
    return f'<line {place} stroke="{LINE}"/>'


def number(value: float) -> str:
    """A length with at most two decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def ticks(most: int, wanted: int = 4) -> Sequence[int]:
    """Round numbers from 0 up to at least `most`, about `wanted` steps."""
    step = 1
    while step * wanted < most:
        step = step * 2 if str(step)[0] in "15" else step * 5 // 2
    return range(0, max(-(-most // step) * step, step) + 1, step)
