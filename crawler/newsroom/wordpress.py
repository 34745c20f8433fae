"""An outlet made with WordPress: theme pages, search, feeds, the core sitemap, REST."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from urllib.parse import quote, urlencode

from crawler.newsroom.content import PAGE_BREAK, Article, Outlet
from crawler.newsroom.message import Answer, Request, html, redirect, svg, text, xml
from crawler.newsroom.rendering import Press, cut
from crawler.newsroom.wordpress_rest import RestPosts
from crawler.newsroom.wordpress_search import by_relevance, parse_search

POSTS_PER_PAGE = 10

ROBOTS = """User-agent: *
Disallow: /wp-admin/
Allow: /wp-admin/admin-ajax.php
Disallow: /arsip-cetak/

Sitemap: http://{host}/wp-sitemap.xml
"""


class WordPressSite:
    """Answers for an outlet as a WordPress site with a news theme does."""

    def __init__(self, outlet: Outlet, press: Press) -> None:
        self.host = outlet.host
        self._outlet = outlet
        self._press = press
        self._rest = RestPosts(outlet, self._contents)

    @cached_property
    def _contents(self) -> dict[str, str]:
        """Content of each post as HTML, by slug, with the page breaks in it."""
        return {
            article.slug: f"\n{PAGE_BREAK}\n".join(
                self._press.page("content.html.j2", article=article, blocks=blocks) for blocks in article.pages
            )
            for article in self._outlet.articles
        }

    def answer(self, request: Request) -> Answer:
        """The page for a path, after redirects to WordPress's canonical forms."""
        path, query = request.path, request.query
        if "rest_route" in query:
            return self._rest.answer(request, query["rest_route"])
        if path == "/wp-json" or path.startswith("/wp-json/"):
            return self._rest.answer(request, path.removeprefix("/wp-json") or "/")
        if path == "/robots.txt":
            return text(ROBOTS.format(host=self.host))
        if path.startswith("/wp-sitemap") and path.endswith(".xml"):
            return self._sitemap(request)
        if path == "/" and query.get("p", "").isdigit():
            return self._short_link(request)
        if path.startswith("/wp-content/uploads/"):
            return svg(self._press.page("foto.svg.j2"))
        if not path.endswith("/") and "." not in path:
            query_string = f"?{urlencode(query)}" if query else ""
            return redirect(f"http://{self.host}{quote(path)}/{query_string}")
        return self._listing(request) or self._article(request) or self._not_found()

    def _listing(self, request: Request) -> Answer | None:
        """Home page, search, rubric or tag, as a page or as a feed; null where the path is none of them."""
        path, page = request.path, request.number("paged")
        if paged := re.fullmatch(r"(/.{0,300}/|/)page/(\d{1,6})/", path):
            path, page = paged[1], int(paged[2])
        feed = request.query.get("feed", "") in {"rss2", "feed", "rss"}
        if fed := re.fullmatch(r"(/.{0,300}/|/)feed/(?:rss2/)?", path):
            path, feed = fed[1], True
        words = request.query.get("s")
        if searched := re.fullmatch(r"/search/([^/]{1,300})/", path):
            path, words = "/", searched[1].replace("+", " ")
        if path == "/" and words is not None:
            articles: Sequence[Article] = self._search(words)
            heading = f"Hasil pencarian untuk: {words}"
        elif path == "/":
            articles, heading = self._outlet.articles, ""
        elif named := re.fullmatch(r"/(category|tag)/([a-z0-9-]{1,100})/", path):
            articles = [article for article in self._outlet.articles if named[2] in _labels(article, named[1])]
            heading = named[2].replace("-", " ").title()
            if not articles:
                return None
        else:
            return None
        part = cut(articles, page, POSTS_PER_PAGE)
        if page > 1 and not part.items:
            return self._not_found()
        if feed:
            document = self._press.page("feed.xml.j2", articles=part.items, contents=self._contents, heading=heading)
            answer = Answer(document.encode(), 200, {"Content-Type": "application/rss+xml; charset=UTF-8"})
            return answer.with_validators(request, self._outlet.changed)
        return html(self._press.page("listing.html.j2", part=part, heading=heading, words=words))

    def _search(self, words: str) -> list[Article]:
        return by_relevance(
            parse_search(words), ((article, self._contents[article.slug]) for article in self._outlet.articles)
        )

    def _article(self, request: Request) -> Answer | None:
        match = re.fullmatch(r"/([a-z0-9-]{1,200})/(?:([1-9]\d{0,3})/)?", request.path)
        article = self._outlet.by_slug.get(match[1]) if match else None
        if match is None or article is None:
            return None
        parts = self._contents[article.slug].split(PAGE_BREAK)
        page = int(match[2] or 1)
        if match[2] == "1" or page > len(parts):  # WordPress answers the first page under its one address
            return redirect(f"http://{self.host}/{article.slug}/")
        related = [other for other in self._outlet.articles if other.section == article.section and other != article]
        return html(
            self._press.page(
                "article.html.j2",
                article=article,
                content=parts[page - 1],
                page=page,
                pages=len(parts),
                related=related[:4],
                latest=self._outlet.articles[:5],
            )
        )

    def _short_link(self, request: Request) -> Answer:
        for article in self._outlet.articles:
            if str(article.number) == request.query["p"]:
                return redirect(f"http://{self.host}/{article.slug}/")
        return self._not_found()

    def _sitemap(self, request: Request) -> Answer:
        name = request.path.removeprefix("/wp-sitemap").removesuffix(".xml").removeprefix("-")
        posts = sorted(self._outlet.articles, key=lambda article: article.number)
        if name == "":
            names = ("posts-post-1", "taxonomies-category-1")
            entries = [(f"/wp-sitemap-{part}.xml", None) for part in names]
            document = self._press.page("sitemap-index.xml.j2", entries=entries)
        elif name == "posts-post-1":
            document = self._press.page(
                "urlset.xml.j2", entries=[(f"/{article.slug}/", article.changed) for article in posts]
            )
        elif name == "taxonomies-category-1":
            sections = sorted({label for article in posts for label in _labels(article, "category")})
            document = self._press.page("urlset.xml.j2", entries=[(f"/category/{name}/", None) for name in sections])
        else:
            return self._not_found()
        return xml(document).with_validators(request, self._outlet.changed)

    def _not_found(self) -> Answer:
        return html(self._press.page("404.html.j2", latest=self._outlet.articles[:5]), 404)


def _labels(article: Article, taxonomy: str) -> set[str]:
    names = (article.section,) if taxonomy == "category" else article.tags
    return {re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") for name in names}
