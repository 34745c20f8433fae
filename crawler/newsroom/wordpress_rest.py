"""The posts route of WordPress's REST interface.

Source of the rules: class-wp-rest-posts-controller.php and rest-api.php of WordPress 6; names and wording of the
errors are theirs, for a client that reads them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, tzinfo
from html import escape
from zoneinfo import ZoneInfo

from crawler.newsroom.content import Article, Outlet
from crawler.newsroom.message import Answer, Request, as_json
from crawler.newsroom.wordpress_search import by_relevance, parse_search

POSTS = "/wp/v2/posts"
MAX_PER_PAGE = 100

_KEYS: dict[str, Callable[[Article], tuple[float | str, int]]] = {
    "date": lambda article: (article.published.timestamp(), article.number),
    "modified": lambda article: (article.changed.timestamp(), article.number),
    "id": lambda article: (article.number, 0),
    "slug": lambda article: (article.slug, 0),
    "title": lambda article: (article.title, 0),
    "author": lambda article: (article.author, article.number),
}
_ORDERS = ("author", "date", "id", "modified", "relevance", "slug", "title")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:?\d\d)?")
_MOMENTS = ("after", "before", "modified_after", "modified_before")


class _ParamError(Exception):
    """A parameter that WordPress refuses."""

    def __init__(self, name: str, code: str, message: str) -> None:
        super().__init__(message)
        self.name = name
        self.code = code


class RestPosts:
    """Answers the REST routes of one site."""

    def __init__(self, outlet: Outlet, contents: Mapping[str, str]) -> None:
        self._outlet = outlet
        self._contents = contents

    def answer(self, request: Request, route: str) -> Answer:
        """The answer to a route such as `/wp/v2/posts`."""
        route = route.rstrip("/") or "/"
        if route == "/":
            return as_json(self._index())
        if route.startswith(f"{POSTS}/"):
            return self._single(route.removeprefix(f"{POSTS}/"), request.query)
        if route != POSTS:
            return _error("rest_no_route", "No route was found matching the URL and request method.", 404)
        try:
            return self._collection(request.query)
        except _ParamError as error:
            return _invalid(error)

    def _index(self) -> dict[str, object]:
        site = f"http://{self._outlet.host}"
        return {
            "name": self._outlet.name,
            "url": site,
            "home": site,
            "gmt_offset": str(int(_offset_hours(self._outlet.zone))),
            "timezone_string": self._outlet.timezone,
            "namespaces": ["oembed/1.0", "wp/v2"],
            "routes": {POSTS: {"namespace": "wp/v2", "methods": ["GET"]}},
        }

    def _single(self, number: str, query: Mapping[str, str]) -> Answer:
        for article in self._outlet.articles:
            if str(article.number) == number:
                return as_json(_only(self._post(article), query.get("_fields")))
        return _error("rest_post_invalid_id", "Invalid post ID.", 404)

    def _collection(self, query: Mapping[str, str]) -> Answer:
        size = _whole_number(query, "per_page", 10, MAX_PER_PAGE)
        page = _whole_number(query, "page", 1, None)
        found = self._select(query)
        pages = -(-len(found) // size)
        if found and page > pages:
            message = "The page number requested is larger than the number of pages available."
            return _error("rest_post_invalid_page_number", message, 400)
        posts = [_only(self._post(article), query.get("_fields")) for article in found[(page - 1) * size : page * size]]
        return as_json(posts, headers={"X-WP-Total": str(len(found)), "X-WP-TotalPages": str(pages)})

    def _select(self, query: Mapping[str, str]) -> list[Article]:
        order = _one_of(query, "order", ("asc", "desc"), "desc")
        orderby = _one_of(query, "orderby", _ORDERS, "date")
        moments = {name: _moment(query, name, self._outlet.zone) for name in _MOMENTS if query.get(name)}
        search = query.get("search", "")
        articles = [article for article in self._outlet.articles if _within(article, moments)]
        if search:
            pairs = [(article, self._contents[article.slug]) for article in articles]
            articles = by_relevance(parse_search(search), pairs)
        if slugs := query.get("slug"):
            articles = [article for article in articles if article.slug in slugs.split(",")]
        if orderby != "relevance":
            return sorted(articles, key=_KEYS[orderby], reverse=order == "desc")
        if not search:
            raise _ParamError(
                "orderby", "rest_no_search_term_defined", "You need to define a search term to order by relevance."
            )
        return articles

    def _post(self, article: Article) -> dict[str, object]:
        site = f"http://{self._outlet.host}"
        excerpt = f"<p>{_texturize(article.opening)}</p>\n"
        return {
            "id": article.number,
            "date": _local(article.published, self._outlet.zone),
            "date_gmt": _local(article.published, UTC),
            "guid": {"rendered": f"{site}/?p={article.number}"},
            "modified": _local(article.changed, self._outlet.zone),
            "modified_gmt": _local(article.changed, UTC),
            "slug": article.slug,
            "status": "publish",
            "type": "post",
            "link": f"{site}/{article.slug}/",
            "title": {"rendered": _texturize(article.title)},
            "content": {"rendered": self._contents[article.slug], "protected": False},
            "excerpt": {"rendered": excerpt, "protected": False},
            "author": 1,
            "comment_status": "open",
            "sticky": False,
            "format": "standard",
            "_links": {"self": [{"href": f"{site}/wp-json{POSTS}/{article.number}"}]},
        }


def _within(article: Article, moments: Mapping[str, datetime]) -> bool:
    """Compares strictly, as WordPress does: a post of the very second is on neither side."""
    return (
        ("after" not in moments or article.published > moments["after"])
        and ("before" not in moments or article.published < moments["before"])
        and ("modified_after" not in moments or article.changed > moments["modified_after"])
        and ("modified_before" not in moments or article.changed < moments["modified_before"])
    )


def _moment(query: Mapping[str, str], name: str, zone: ZoneInfo) -> datetime:
    """An RFC 3339 time; without a zone it is the site's local time."""
    value = query[name].upper()
    try:
        moment = datetime.fromisoformat(value) if _MOMENT.fullmatch(value) else None
    except ValueError:  # the form is right, the day is none
        moment = None
    if moment is None:
        raise _ParamError(name, "rest_invalid_date", "Invalid date.")
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _whole_number(query: Mapping[str, str], name: str, default: int, maximum: int | None) -> int:
    value = query.get(name, str(default))
    if not (value.isascii() and value.removeprefix("-").isdigit() and len(value) < 10):
        raise _ParamError(name, "rest_invalid_type", f"{name} is not of type integer.")
    if maximum is not None and not 1 <= int(value) <= maximum:
        message = f"{name} must be between 1 (inclusive) and {maximum} (inclusive)"
        raise _ParamError(name, "rest_out_of_bounds", message)
    if int(value) < 1:
        raise _ParamError(name, "rest_out_of_bounds", f"{name} must be greater than or equal to 1")
    return int(value)


def _one_of(query: Mapping[str, str], name: str, values: tuple[str, ...], default: str) -> str:
    value = query.get(name, default)
    if value not in values:
        *most, last = values
        raise _ParamError(name, "rest_not_in_enum", f"{name} is not one of {', '.join(most)}, and {last}.")
    return value


def _only(post: dict[str, object], fields: str | None) -> dict[str, object]:
    """The post with the fields asked for, which may be nested (`title.rendered`); `_links` stay unless asked away."""
    if not fields:
        return post
    kept: dict[str, object] = {}
    for name in fields.split(","):
        top, _, below = name.strip().partition(".")
        value = post.get(top)
        if not below and top in post:
            kept[top] = value
        elif isinstance(value, dict) and below in value:
            known = kept.setdefault(top, {})
            if isinstance(known, dict):
                known[below] = value[below]
    return kept


def _texturize(text: str) -> str:
    """Text with WordPress's entities for signs and typographic characters."""
    text = escape(text, quote=False).replace("&amp;", "&#038;")
    for sign, entity in (("“", "&#8220;"), ("”", "&#8221;"), ("‘", "&#8216;"), ("’", "&#8217;"), ("–", "&#8211;")):
        text = text.replace(sign, entity)
    return text.replace("'", "&#8217;").replace(" […]", " [&hellip;]")


def _local(moment: datetime, zone: tzinfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%dT%H:%M:%S}"


def _offset_hours(zone: ZoneInfo) -> float:
    offset = datetime(2024, 1, 1, tzinfo=zone).utcoffset()
    return offset.total_seconds() / 3600 if offset is not None else 0.0


def _error(code: str, message: str, status: int, **data: object) -> Answer:
    return as_json({"code": code, "message": message, "data": {"status": status, **data}}, status)


def _invalid(error: _ParamError) -> Answer:
    if error.code == "rest_no_search_term_defined":
        return _error(error.code, str(error), 400)
    return _error(
        "rest_invalid_param",
        f"Invalid parameter(s): {error.name}",
        400,
        params={error.name: str(error)},
        details={error.name: {"code": error.code, "message": str(error), "data": None}},
    )
