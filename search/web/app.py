"""The application: which address leads where, and what stands before every page."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from anyio import to_thread
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from search.exports import FORMATS
from search.opening import CONNECTIONS, Served, TooSlow
from search.web import downloads, listing, openapi, pages, review
from search.web.security import RateLimit, SecurityHeaders
from search.web.settings import Settings
from search.web.site import STATIC, Asked, Site

#: A correction is a few lines; nothing larger is taken in.
_LARGEST_BODY = 64 * 1024
_YEAR = 365 * 24 * 3600


def create_app(served: Served, settings: Settings | None = None, outlets: Mapping[str, str] | None = None) -> Starlette:
    """The application over an index.

    Args:
        served: the index.
        settings: to whom it is served, and whether reviewing is on.
        outlets: names of outlets by their ids.
    """
    settings = settings or Settings()
    routes = [
        Route("/", pages.home_page, name="home"),
        Route("/search", listing.search_page, name="search"),
        Route("/search/tables", listing.tables_page, name="tables"),
        Route("/search.{form}", downloads.download, name="download"),
        Route("/event/{event_id}.json", downloads.event_json, name="event-json"),
        Route("/event/{event_id}", pages.show_event, name="event"),
        Route("/person/{person}", pages.show_person, name="person"),
        Route("/regency/{code}", pages.show_regency, name="regency"),
        Route("/coverage.json", downloads.coverage_json, name="coverage-json"),
        Route("/coverage", pages.show_coverage, name="coverage"),
        Route("/coverage/outlets", pages.show_outlets, name="outlets"),
        Route("/about", pages.show_about, name="about"),
        Route("/openapi.json", openapi.describe, name="openapi"),
        Route("/static/{name}", _static, name="static"),
        Route("/robots.txt", _robots, name="robots"),
    ]
    if settings.corrections is not None:
        routes += review.routes()
    middleware = [
        Middleware(SecurityHeaders),
        Middleware(TrustedHostMiddleware, allowed_hosts=list(settings.hosts), www_redirect=False),
        *([Middleware(RateLimit, per_minute=settings.rate)] if settings.rate else []),
        Middleware(RequestBodyLimitMiddleware, max_body_size=_LARGEST_BODY),
        # Parquet is compressed already.
        Middleware(
            GZipMiddleware,
            compresslevel=6,
            exclude_content_types=(*DEFAULT_EXCLUDED_CONTENT_TYPES, FORMATS["parquet"]),
        ),
    ]
    app = Starlette(
        routes=routes,
        middleware=middleware,
        lifespan=_lifespan,
        exception_handlers={HTTPException: _problem, TooSlow: _problem, 500: _broken},
    )
    app.state.site = Site.make(served, settings, outlets or {})
    return app


@asynccontextmanager
async def _lifespan(_: Starlette) -> AsyncIterator[None]:
    """As many answers are made at once as the index has connections.

    Further requests wait for their turn before their two seconds begin, instead of giving up in the queue.
    """
    to_thread.current_default_thread_limiter().total_tokens = CONNECTIONS
    yield


def _static(request: Request) -> Response:
    site: Site = request.app.state.site
    name = request.path_params["name"]
    if name not in STATIC:
        raise HTTPException(404)
    headers = {"etag": f'"{site.versions[name]}"', "cache-control": f"public, max-age={_YEAR}, immutable"}
    if request.query_params.get("v") != site.versions[name]:
        headers["cache-control"] = "no-cache"
    if headers["etag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(site.static[name], headers=headers, media_type=STATIC[name])


def _robots(_: Request) -> Response:
    """Pages of events may be found; the endless combinations of filters are nobody's to crawl."""
    return PlainTextResponse("User-agent: *\nDisallow: /search?\nDisallow: /search.\nDisallow: /search/\n")


async def _problem(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 503
    headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
    return await run_in_threadpool(_problem_page, request, status, headers)


def _problem_page(request: Request, status: int, headers: dict[str, str]) -> Response:
    try:
        asked = Asked.of(request)
    except HTTPException:
        return PlainTextResponse("Bad request\n", 400)
    kind = {404: "missing", 503: "slow"}.get(status, "refused")
    return asked.page(
        "problem.html",
        status=status,
        headers={"cache-control": "no-store", **headers},
        title=asked.t(f"problem.{kind}"),
        about=asked.t(f"problem.{kind}_page"),
    )


async def _broken(request: Request, error: Exception) -> Response:
    """What nobody foresaw: the server's log has the whole of it, the reader only that it happened."""
    del request, error
    return PlainTextResponse("The server failed to answer. / Server gagal menjawab.\n", 500)
