"""What a page says of itself in JSON-LD (schema.org), broken or not."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from extract.reading.decoding import one_line
from extract.reading.markup import Markup, level

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"

_LONGEST_SCRIPT = 500_000
_MOST_NODES = 500
_WRAPPING = re.compile(r"^\s{0,200}(?://)?\s{0,9}(?:<!\[CDATA\[|<!--)|(?://)?\s{0,9}(?:\]\]>|-->)\s{0,200}$")
_SPARE_COMMA = re.compile(r",\s{0,200}(?=[}\]])")
_PAGES = {"WebPage", "ItemPage", "CollectionPage"}
_SITES = {"WebSite", "Organization", "NewsMediaOrganization"}


@dataclass(slots=True)
class LinkedData:
    """The article's own statements; empty where it makes none."""

    headline: str = ""
    author: str = ""
    published: list[str] = field(default_factory=list)
    modified: list[str] = field(default_factory=list)
    sites: list[str] = field(default_factory=list)


def read_linked_data(markup: Markup, url: str | None) -> LinkedData:
    """JSON-LD of the page's article. Where there are several, the one of this address or headline, else the first."""
    found = LinkedData()
    nodes: list[dict[str, Json]] = []
    for script in markup.tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower() or not script.text:
            continue
        text = script.text[:_LONGEST_SCRIPT]
        parsed = _parse(text)
        if parsed is None:
            nodes.append(_glean(text))
        else:
            nodes += list(_nodes(parsed))[:_MOST_NODES]
    named = {str(node["@id"]): _text(node.get("name")) for node in nodes if isinstance(node.get("@id"), str)}
    articles = [node for node in nodes if _is_article(node)]
    headings = {level(text) for text in markup.headings}
    articles.sort(key=lambda node: not (_is_at(node, url) or level(_text(node.get("headline"))) in headings))
    for node in articles[:1]:
        found.headline = _text(node.get("headline")) or _text(node.get("name"))
        found.author = _people(node.get("author"), named)
    for node in articles[:1] + [node for node in nodes if _types(node) & _PAGES]:
        found.published += [value for value in [_text(node.get("datePublished"))] if value]
        found.modified += [value for value in [_text(node.get("dateModified"))] if value]
    for node in nodes:
        site = node.get("name") if _types(node) & _SITES else None
        publisher = node.get("publisher")
        for name in (site, publisher.get("name") if isinstance(publisher, dict) else None):
            if text := _text(name):
                found.sites.append(text)
    return found


def _parse(text: str) -> Json:
    text = _WRAPPING.sub("", text)
    for candidate in (text, _SPARE_COMMA.sub("", text)):
        try:
            parsed: Json = json.loads(candidate, strict=False)
        except (ValueError, RecursionError):
            continue
        return parsed
    return None


def _glean(text: str) -> dict[str, Json]:
    """The few values that matter, from JSON that cannot be parsed."""
    node: dict[str, Json] = {"@type": "Article"} if "Article" in text else {}
    for name in ("headline", "datePublished", "dateModified"):
        if value := re.search(rf'"{name}"\s{{0,9}}:\s{{0,9}}"([^"\n]{{1,300}})"', text):
            node[name] = value[1]
    if author := re.search(
        r'"author"\s{0,9}:\s{0,9}[\[{\s]{0,9}[^{}\[\]]{0,300}?"name"\s{0,9}:\s{0,9}"([^"\n]{1,120})"', text
    ):
        node["author"] = author[1]
    return node


def _nodes(value: Json) -> Iterator[dict[str, Json]]:
    stack = [value]
    seen = 0
    while stack and seen < _MOST_NODES:
        node = stack.pop()
        seen += 1
        if isinstance(node, list):
            stack.extend(reversed(node))
        elif isinstance(node, dict):
            yield node
            stack.extend(node[name] for name in ("mainEntity", "@graph") if name in node)


def _types(node: dict[str, Json]) -> set[str]:
    kinds = node.get("@type")
    return {kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)}


def _is_article(node: dict[str, Json]) -> bool:
    return any(kind.endswith("Article") or kind in {"BlogPosting", "Report"} for kind in _types(node))


def _is_at(node: dict[str, Json], url: str | None) -> bool:
    page = node.get("mainEntityOfPage")
    page = page.get("@id") if isinstance(page, dict) else page
    return url is not None and any(
        isinstance(named, str) and named.rstrip("/") == url.rstrip("/") for named in (page, node.get("url"))
    )


def _people(value: Json, named: dict[str, str]) -> str:
    names: list[str] = []
    for person in value if isinstance(value, list) else [value]:
        if isinstance(person, dict):
            if _types(person) & _SITES:
                continue
            name = _text(person.get("name")) or named.get(str(person.get("@id")), "")
        else:
            name = _text(person)
        if name and name not in names:
            names.append(name)
    return ", ".join(names[:3])


def _text(value: Json) -> str:
    if isinstance(value, list):
        value = value[0] if value else None
    return one_line(html.unescape(value)) if isinstance(value, str) else ""
