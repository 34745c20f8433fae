"""A plain portal of a public body, found by its sitemap only."""

from __future__ import annotations

import re
from datetime import datetime

from crawler.newsroom.content import Article, Outlet
from crawler.newsroom.message import Answer, Request, html, svg, text, xml
from crawler.newsroom.rendering import Press

ROBOTS = """User-agent: *
Disallow: /unduh/

Sitemap: http://{host}/sitemap.xml
"""
STATIC = ("profil", "kontak")


class PortalSite:
    """Answers for an outlet with a sitemap index of two sitemaps, older and newer articles."""

    def __init__(self, outlet: Outlet, press: Press) -> None:
        self.host = outlet.host
        self._outlet = outlet
        self._press = press
        oldest_first = outlet.articles[::-1]
        half = -(-len(oldest_first) // 2)
        self._sitemaps = {"1": oldest_first[:half], "2": oldest_first[half:]}

    def answer(self, request: Request) -> Answer:
        """The page for a path."""
        path = request.path
        if path == "/robots.txt":
            return text(ROBOTS.format(host=self.host)).with_validators(request, self._outlet.changed)
        if path.startswith("/gambar/"):
            return svg(self._press.page("foto.svg.j2"))
        if path == "/":
            return html(self._press.page("home.html.j2", articles=self._outlet.articles[:6]))
        if path == "/sitemap.xml":
            entries = [(f"/sitemap-posts-{key}.xml", _newest(part)) for key, part in self._sitemaps.items()]
            document = self._press.page("sitemap-index.xml.j2", entries=entries)
            return xml(document).with_validators(request, self._outlet.changed)
        if match := re.fullmatch(r"/sitemap-posts-([12])\.xml", path):
            return self._sitemap(request, match[1])
        if path.strip("/") in STATIC:
            return html(self._press.page(f"{path.strip('/')}.html.j2"))
        if match := re.fullmatch(r"/(berita|unduh)/([a-z0-9-]{1,200})/?", path):
            article = self._outlet.by_slug.get(match[2])
            if article is not None:
                return self._article(article) if match[1] == "berita" else text(f"{article.title}\n\n{article.prose}\n")
        return html(self._press.page("404.html.j2"), 404)

    def _sitemap(self, request: Request, key: str) -> Answer:
        entries: list[tuple[str, datetime | None]] = [
            (f"/berita/{article.slug}", article.changed if article.dated else None) for article in self._sitemaps[key]
        ]
        if key == "1":
            entries += [(f"/{name}", None) for name in STATIC]
        document = self._press.page("urlset.xml.j2", entries=entries)
        return xml(document).with_validators(request, _newest(self._sitemaps[key]))

    def _article(self, article: Article) -> Answer:
        others = [other for other in self._outlet.articles if other != article][:5]
        return html(self._press.page("article.html.j2", article=article, others=others))


def _newest(articles: tuple[Article, ...]) -> datetime:
    return max(article.changed for article in articles)
