"""An outlet with a search page and a paginated index of cards, as large regional networks have them."""

from __future__ import annotations

import re

from crawler.newsroom.content import Article, Outlet
from crawler.newsroom.message import Answer, Request, html, redirect, svg, text
from crawler.newsroom.rendering import Press, cut

CARDS_PER_PAGE = 5

ROBOTS = """User-agent: *
Disallow: /cetak/
Disallow: /akun/
"""


class CardsSite:
    """Answers for an outlet that is found by search and listing only."""

    def __init__(self, outlet: Outlet, press: Press) -> None:
        self.host = outlet.host
        self._outlet = outlet
        self._press = press
        self._by_path = {article_path(article, outlet): article for article in outlet.articles}

    def answer(self, request: Request) -> Answer:
        """The page for a path."""
        if request.path == "/robots.txt":
            return text(ROBOTS)
        if request.path.startswith("/media/"):
            return svg(self._press.page("foto.svg.j2"))
        if request.path == "/":
            return self._cards(request, self._outlet.articles, "beranda", "Berita Terkini")
        if request.path == "/indeks":
            return self._cards(request, self._outlet.articles, "indeks", "Indeks Berita")
        if request.path == "/search":
            words = request.query.get("q", "").strip()
            return self._cards(request, self._search(words), "search", f"Pencarian: {words}")
        if match := re.fullmatch(r"/(?:(amp|cetak)/)?(\d{4}/\d{2}/\d{2}/[a-z0-9-]{1,200})/?", request.path):
            article = self._by_path.get(f"/{match[2]}")
            if article is not None:
                return self._article(request, article, match[1])
        return self._not_found()

    def _cards(self, request: Request, articles: tuple[Article, ...], name: str, heading: str) -> Answer:
        part = cut(articles, request.number("page"), CARDS_PER_PAGE)
        words = request.query.get("q", "")
        page = self._press.page("listing.html.j2", part=part, name=name, heading=heading, words=words, path=self._path)
        return html(page)  # past the end it is a page without cards, and status 200

    def _search(self, words: str) -> tuple[Article, ...]:
        terms = words.casefold().split()
        return tuple(
            article
            for article in self._outlet.articles
            if terms and all(term in f"{article.title}\n{article.prose}".casefold() for term in terms)
        )

    def _article(self, request: Request, article: Article, form: str | None) -> Answer:
        whole = request.query.get("page") == "all" or form is not None
        page = 1 if whole else request.number("page")
        if page > len(article.pages):
            return redirect(f"http://{self.host}{self._path(article)}")
        body = self._press.page(
            f"{form}.html.j2" if form else "article.html.j2",
            article=article,
            blocks=article.blocks if whole else article.pages[page - 1],
            page=page,
            pages=1 if whole else len(article.pages),
            path=self._path,
            popular=[other for other in self._outlet.articles if other != article][:5],
        )
        if article.charset == "utf-8":
            return html(body)
        # An old page: its charset is in the meta element only, and what it cannot write is a character reference.
        return Answer(body.encode(article.charset, "xmlcharrefreplace"), 200, {"Content-Type": "text/html"})

    def _path(self, article: Article) -> str:
        return article_path(article, self._outlet)

    def _not_found(self) -> Answer:
        return html(self._press.page("404.html.j2"), 404)


def article_path(article: Article, outlet: Outlet) -> str:
    """The path of an article: the local date of publication and the slug."""
    return f"/{article.published.astimezone(outlet.zone):%Y/%m/%d}/{article.slug}"
