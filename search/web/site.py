"""What the pages share: the index that is served, the templates, and how an answer is made from them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import metadata, resources
from typing import Final
from urllib.parse import parse_qsl

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.ext import Extension
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from search.cards import web_address
from search.opening import Index, Served
from search.web.addresses import LANG, Addresses
from search.web.settings import Settings
from search.web.wording import LANGUAGES, Wording, wording

#: Files under `static/` with their media types. Nothing else is served from there.
STATIC: Final[Mapping[str, str]] = {
    "ikrar.css": "text/css",
    "ikrar.js": "text/javascript",
    "icon.svg": "image/svg+xml",
}
#: More keys than any search has.
_MOST_KEYS = 500
_INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)
#: What a style sheet says to its readers only: comments, and space beside its signs.
_STYLE_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_STYLE_SPACE = re.compile(r"\s*([{};,])\s*|(?<=:)\s+")


@dataclass(frozen=True)
class Site:
    """A site: an index, settings, and what is loaded once.

    Attributes:
        served: the index, followed when its file is replaced.
        settings: to whom it is served, and whether reviewing is on.
        static: content of the files of `static/`.
        versions: a digest of each of them.
        stamp: a digest of all that pages are made from beside the index.
        outlets: names of outlets by their ids.
        templates: the environment of the templates; everything put into them is escaped.
    """

    served: Served
    settings: Settings
    static: Mapping[str, bytes]
    versions: dict[str, str]
    stamp: str
    outlets: Mapping[str, str]
    templates: Environment = field(repr=False)

    @classmethod
    def make(cls, served: Served, settings: Settings, outlets: Mapping[str, str]) -> Site:
        """Load templates, static files and texts."""
        room = resources.files(__package__)
        static = {name: room.joinpath("static", name).read_bytes() for name in STATIC}
        static["ikrar.css"] = _lean(static["ikrar.css"].decode()).encode()
        templates = Environment(
            loader=PackageLoader(__package__ or "search.web"),
            extensions=[_Unindented],
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        templates.filters["web"] = web_address
        templates.filters["outlet"] = lambda key: outlets.get(key, key)
        everything = hashlib.sha256(f"{metadata.version('ikrar')} {settings.corrections is not None}".encode())
        for name in sorted(templates.list_templates()):
            everything.update(room.joinpath("templates", name).read_bytes())
        for language in LANGUAGES:
            everything.update(room.joinpath("wording", f"{language}.toml").read_bytes())
        versions = {name: _digest(content) for name, content in static.items()}
        everything.update(repr((versions, sorted(outlets.items()))).encode())
        return cls(served, settings, static, versions, everything.hexdigest()[:8], outlets, templates)


@dataclass(frozen=True)
class Asked:
    """A request as the pages see it.

    Attributes:
        site: the site.
        request: the request.
        index: the version of the index that this answer is made from.
        pairs: keys and values of its query string.
        t: the texts in the language it asks for.
        a: addresses in that language.
    """

    site: Site
    request: Request
    index: Index
    pairs: Sequence[tuple[str, str]]
    t: Wording
    a: Addresses

    @classmethod
    def of(cls, request: Request) -> Asked:
        """Read a request.

        Raises:
            HTTPException: its query string has more keys than any search.
        """
        site: Site = request.app.state.site
        pairs = query_pairs(request)
        language = next((value for key, value in pairs if key == LANG and value in LANGUAGES), LANGUAGES[0])
        return cls(site, request, site.served.current(), pairs, wording(language), Addresses(language, site.versions))

    def get(self, key: str) -> str | None:
        """The first value of a key of the query string."""
        return next((value for name, value in self.pairs if name == key), None)

    @property
    def base_url(self) -> str:
        """Scheme and host the site is asked by, without a slash at the end."""
        return str(self.request.base_url).rstrip("/")

    @property
    def etag(self) -> str:
        """Stands for everything this answer is made from beside its address."""
        return f'W/"{self.index.build_id}-{self.site.stamp}"'

    def unchanged(self) -> Response | None:
        """An answer without a body for a client that has the current one already."""
        known = [tag.strip() for tag in self.request.headers.get("if-none-match", "").split(",")]
        return Response(status_code=304, headers=self.caching()) if self.etag in known else None

    def caching(self) -> dict[str, str]:
        """Headers that let a browser keep an answer as long as it asks whether it still holds."""
        return {"etag": self.etag, "cache-control": "no-cache"}

    def outlet(self, key: str) -> str:
        """What an outlet is called; its id where the registry does not know it."""
        return self.site.outlets.get(key, key)

    def page(
        self,
        template: str,
        *,
        status: int = 200,
        here: str = "",
        headers: Mapping[str, str] | None = None,
        **values: object,
    ) -> HTMLResponse:
        """A page.

        Args:
            template: name of the template.
            status: HTTP status.
            here: key of the place in the menu.
            headers: further headers; without any, those of `caching` for a page that is there.
            values: what the template shows.
        """
        rest = [(key, value) for key, value in self.pairs if key != LANG]
        path = self.request.url.path
        menu = [("search", self.a.to("/search")), ("coverage", self.a.to("/coverage")), ("about", self.a.to("/about"))]
        if self.site.settings.corrections is not None:
            menu.append(("review", self.a.to("/review")))
        body = self.site.templates.get_template(template).render(
            t=self.t,
            a=self.a,
            index=self.index,
            here=here,
            status=status,
            here_url=f"{self.base_url}{path}",
            languages=[(language, self.a.to(path, rest, language=language)) for language in LANGUAGES],
            menu=menu,
            **values,
        )
        if headers is None:
            headers = self.caching() if status == 200 else {"cache-control": "no-store"}
        return HTMLResponse(body, status, headers)

    def missing(self, kind: str) -> HTMLResponse:
        """The page that says that nothing is at an address."""
        return self.page(
            "problem.html", status=404, title=self.t("problem.missing"), about=self.t(f"problem.missing_{kind}")
        )


class _Unindented(Extension):
    """Takes the indentation out of templates when they are loaded: it is a fifth of a page's weight."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        del name, filename
        return _INDENTATION.sub("", source)


def query_pairs(request: Request) -> list[tuple[str, str]]:
    """Keys and values of a request's query string, empty values included.

    Raises:
        HTTPException: it has more keys than any search.
    """
    try:
        return parse_qsl(request.url.query, keep_blank_values=True, max_num_fields=_MOST_KEYS)
    except ValueError as error:
        raise HTTPException(400) from error


def _lean(style: str) -> str:
    """A style sheet without what only its readers need; it counts in the weight of every page."""
    return _STYLE_SPACE.sub(r"\1", _STYLE_COMMENT.sub("", style))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]
