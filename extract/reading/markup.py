"""A page parsed once: its tree, its `meta` values and its printed lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from lxml.etree import _Element, iterwalk
from lxml.html import HtmlElement
from trafilatura import load_html

from extract.reading.decoding import one_line

_HIDDEN = {"script", "style", "noscript", "template", "svg", "iframe", "select", "textarea", "head"}
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "br", "dd", "div", "dl", "dt", "figcaption", "figure",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre",
    "section", "table", "td", "th", "tr", "ul",
}  # fmt: skip
#: A shorter line of a title is the name of a section or of the site.
_SHORTEST_HEADLINE = 12
#: A table with a longer cell, in characters, lays out the page.
_LONGEST_CELL = 400
_MOST_TABLES = 50
_LETTERED = {"a": 97, "A": 65}


class NoArticleError(ValueError):
    """There is no article to be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line as a reader sees it.

    Attributes:
        text: its words, white space collapsed.
        block: the block that it stands in.
    """

    text: str
    block: _Element

    @property
    def heading(self) -> bool:
        """Whether it stands in an `h1`."""
        return self.block.tag == "h1"

    @property
    def marks(self) -> str:
        """Tags, class and id names of the elements around it in lower case, innermost first, three elements at most."""
        names: list[str] = []
        element: _Element | None = self.block
        while element is not None and len(names) < 3:
            attributes = " ".join(element.get(name) or "" for name in ("class", "id", "itemprop"))
            names.append(f"{element.tag} {attributes}")
            element = element.getparent()
        return " ".join(names).lower()


class Markup:
    """A parsed page.

    Raises:
        NoArticleError: the text is no HTML.
    """

    def __init__(self, html: str) -> None:
        tree = load_html(html)
        if tree is None:
            raise NoArticleError("is no HTML page")
        self.tree: HtmlElement = tree

    @cached_property
    def metas(self) -> dict[str, list[str]]:
        """Contents of the `meta` elements by name or property in lower case, in page order."""
        found: dict[str, list[str]] = {}
        for element in self.tree.iter("meta"):
            name = element.get("property") or element.get("name") or element.get("itemprop")
            content = one_line(element.get("content") or "")
            if name and content:
                found.setdefault(name.strip().lower(), []).append(content)
        return found

    def meta(self, names: tuple[str, ...]) -> list[str]:
        """Contents under any of `names`, in the order of the names."""
        return [content for name in names for content in self.metas.get(name, ())]

    @cached_property
    def headings(self) -> list[str]:
        """Texts of the `h1` elements."""
        texts = (words_of(element) for element in self.tree.iter("h1"))
        return [text for text in texts if text]

    @cached_property
    def title(self) -> str:
        """Content of the `title` element."""
        element = next(self.tree.iter("title"), None)
        return one_line("".join(element.itertext())) if element is not None else ""

    @cached_property
    def headline_at(self) -> int | None:
        """Number of the line with the headline: an `h1` or else a line with which a title of the page begins."""
        titles = [level(title) for title in [self.title, *self.meta(("og:title",))]]

        def is_headline(text: str) -> bool:
            levelled = level(text)
            return len(levelled) >= _SHORTEST_HEADLINE and any(levelled in title for title in titles)

        headings = [number for number, line in enumerate(self.lines) if line.heading]
        agreeing = [number for number in headings if is_headline(self.lines[number].text)]
        if agreeing:
            return agreeing[0]
        others = (number for number, line in enumerate(self.lines) if is_headline(line.text))
        return next(others, headings[0] if headings else None)

    @cached_property
    def lines(self) -> list[Line]:
        """The printed lines of the page in order, navigation and all."""
        found: list[Line] = []
        pieces: list[str] = []
        block: _Element = self.tree

        def close() -> None:
            if text := one_line("".join(pieces)):
                found.append(Line(text, block))
            pieces.clear()

        walker = iterwalk(self.tree, events=("start", "end"))
        for event, element in walker:
            is_block = element.tag in _BLOCKS
            if is_block:
                close()
            if event == "start":
                block = element if is_block else block
                if element.tag in _HIDDEN:
                    walker.skip_subtree()
                else:
                    pieces.append(element.text or "")
                continue
            if is_block:
                parent = element.getparent()
                block = parent if parent is not None else element
            pieces.append(element.tail or "")
        close()
        return found


def words_of(element: _Element) -> str:
    """The words of an element and those within it, white space collapsed, blocks kept apart."""
    return one_line(" ".join(str(text) for text in element.itertext()))


def level(text: str) -> str:
    """`text` in lower case without anything but letters and digits, for comparison."""
    return re.sub(r"[\W_]+", "", text.casefold())


def unwrap_layout(tree: HtmlElement) -> None:
    """Make blocks of the tables that lay out a page, as before style sheets; tables of data stay."""
    for table in list(islice(tree.iter("table"), _MOST_TABLES)):
        if any(_is_long(cell) for cell in table.iter("td")):
            for element in [table, *table.iter("tbody", "tr", "td", "th")]:
                element.tag = "div"


def _is_long(cell: _Element) -> bool:
    length = 0
    for text in cell.itertext():
        length += len(text)
        if length > _LONGEST_CELL:
            return True
    return False


def number_items(tree: HtmlElement) -> None:
    """Print the numbers of ordered lists into their items, as a browser shows them."""
    for ordered in tree.iter("ol"):
        kind = ordered.get("type") or "1"
        start = ordered.get("start") or "1"
        number = int(start) if re.fullmatch(r"\d{1,4}", start) else 1
        for item in ordered.iterchildren("li"):
            value = item.get("value") or ""
            number = int(value) if re.fullmatch(r"\d{1,4}", value) else number
            printed = chr(_LETTERED[kind] + number - 1) if kind in _LETTERED and 1 <= number <= 26 else str(number)
            _print_before(item, f"{printed}. ")
            number += 1


def _print_before(item: _Element, number: str) -> None:
    target = item
    while (
        not (target.text or "").strip() and len(target) and target[0].tag in {"p", "span", "div", "strong", "b", "em"}
    ):
        target = target[0]
    text = (target.text or "").lstrip()
    if not re.match(r"(?:\d{1,3}|[A-Za-z])[.)]\s", text):  # some print the numbers themselves
        target.text = number + text
