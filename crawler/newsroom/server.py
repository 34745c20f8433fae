"""One loopback HTTP server that answers as a forward proxy for the outlets of the newsroom."""

from __future__ import annotations

import gzip
import sys
import sysconfig
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import unquote, urlsplit

from crawler.newsroom.cards import CardsSite
from crawler.newsroom.content import ContentError, Outlet, load_outlets
from crawler.newsroom.message import Answer, Request, Site, parse_query
from crawler.newsroom.portal import PortalSite
from crawler.newsroom.rendering import Press
from crawler.newsroom.wordpress import WordPressSite

MAKES: dict[str, Callable[[Outlet, Press], Site]] = {
    "wordpress": WordPressSite,
    "cards": CardsSite,
    "sitemap": PortalSite,
}
#: Shorter bodies are sent as they are, as common servers do.
GZIP_FROM_BYTES = 1_000


@dataclass(frozen=True)
class Logged:
    """One answered request, for tests."""

    method: str
    url: str
    status: int
    headers: Mapping[str, str]
    """The request's headers by lower-case name."""


def find_pages() -> Path:
    """The folder of the demo's pages: in the checkout, else where the installed package keeps its data.

    Raises:
        ContentError: Neither is there.
    """
    folders = (
        Path(__file__).resolve().parents[2] / "datasets" / "demo",
        Path(sysconfig.get_path("data")) / "share" / "ikrar" / "demo",
    )
    for folder in folders:
        if (folder / "outlets.csv").is_file():
            return folder
    raise ContentError(f"no demo pages in {' or '.join(str(folder) for folder in folders)}")


class Newsroom:
    """The demo newsroom, serving while its context is open.

    Attributes:
        requests: Every answered request in the order of the answers.
    """

    def __init__(self, pages: Path | None = None, port: int = 0) -> None:
        """Reads the pages and takes a port of 127.0.0.1.

        Args:
            pages: Folder as `datasets/demo`; null = the demo's own.
            port: Port to listen on; 0 = any free one.

        Raises:
            ContentError: A page or a table is wrong; the message names the file.
            OSError: The port cannot be taken.
        """
        folder = pages or find_pages()
        self.requests: list[Logged] = []
        self._sites = {site.host: site for site in (_build(outlet, folder) for outlet in load_outlets(folder))}
        self._server = _Server(("127.0.0.1", port), self._sites, self.requests)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def proxy(self) -> str:
        """The address to use as HTTP proxy, such as `http://127.0.0.1:40213`."""
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def hosts(self) -> tuple[str, ...]:
        """The hosts that it answers for."""
        return tuple(self._sites)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _build(outlet: Outlet, folder: Path) -> Site:
    if outlet.platform not in MAKES:
        raise ContentError(f"{folder / 'outlets.csv'}: {outlet.id}: no make for platform {outlet.platform!r}")
    return MAKES[outlet.platform](outlet, Press(outlet, folder / "templates"))


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False  # a client that keeps its connection open must not hold up the end

    def __init__(self, address: tuple[str, int], sites: Mapping[str, Site], log: list[Logged]) -> None:
        self.sites = sites
        self.log = log
        super().__init__(address, _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Keeps quiet about a client that went away, such as a crawl that was killed; reports all else."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]  # the base's type is private


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        """Answers a page."""
        request = self._read_request()
        site = self.server.sites.get(request.host)
        if site is None:
            self._send(request, _plain(502, f"{request.host or 'this address'} is not one of the newsroom's hosts"))
        else:
            self._send(request, site.answer(request))

    def do_HEAD(self) -> None:
        """Answers the headers of a page."""
        self.do_GET()

    def do_POST(self) -> None:
        """Refuses: the newsroom takes no comments."""
        self.close_connection = True  # the body stays unread
        self._send(self._read_request(), _plain(405, "only GET and HEAD", {"Allow": "GET, HEAD"}))

    def do_CONNECT(self) -> None:
        """Refuses a tunnel: there is no TLS here."""
        self.close_connection = True
        self._send(Request("CONNECT", self.path, "", {}, {}), _plain(502, "the newsroom speaks plain HTTP only"))

    def _read_request(self) -> Request:
        headers = {name.lower(): value for name, value in self.headers.items()}
        try:
            target = urlsplit(self.path)
            host = (target.hostname if target.scheme else urlsplit(f"//{headers.get('host', '')}").hostname) or ""
            query = parse_query(target.query)
        except ValueError:  # a bracketed host that is no address, or a query of hundreds of fields
            return Request(self.command, "", "/", {}, headers)
        return Request(self.command, host.removeprefix("www."), unquote(target.path) or "/", query, headers)

    def _send(self, request: Request, answer: Answer) -> None:
        body = answer.body
        headers = dict(answer.headers)
        if len(body) >= GZIP_FROM_BYTES and "gzip" in request.headers.get("accept-encoding", ""):
            body = gzip.compress(body, mtime=0)  # no time in it: the same bytes on every run
            headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
            if "ETag" in headers:  # the bytes differ from the uncompressed ones, the meaning does not
                headers["ETag"] = f"W/{headers['ETag']}"
        self.server.log.append(Logged(request.method, request.url, answer.status, request.headers))
        self.send_response(answer.status)
        for name, value in headers.items():
            self.send_header(name, value)
        if answer.status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if request.method != "HEAD" and answer.status != 304:
            self.wfile.write(body)

    def version_string(self) -> str:
        """The `Server` header."""
        return "ikrar-newsroom"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is the base class's
        """Stays quiet: `Newsroom.requests` is the log."""


def _plain(status: int, message: str, headers: Mapping[str, str] | None = None) -> Answer:
    return Answer(f"{message}\n".encode(), status, {"Content-Type": "text/plain; charset=UTF-8", **(headers or {})})
