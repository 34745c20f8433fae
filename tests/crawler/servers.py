"""A server for tests: it answers as a forward proxy for invented hosts, well or badly, as a test scripts it."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Asked:
    """A request as the server saw it."""

    host: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]

    @property
    def url(self) -> str:
        query = "&".join(f"{name}={value}" for name, value in self.query.items())
        return f"http://{self.host}{self.path}" + (f"?{query}" if query else "")


@dataclass(frozen=True)
class Reply:
    """What a handler answers; `raw`, if given, is written to the socket instead of everything else."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: bytes | None = None


Handler = Callable[[Asked], Reply | None]


def html(text: str, head: str = "", **headers: str) -> Reply:
    body = f"<!DOCTYPE html><html><head>{head}</head><body>{text}</body></html>".encode()
    return Reply(body, headers={"Content-Type": "text/html; charset=utf-8"} | headers)


def article(title: str, text: str = "Para ASN mengucapkan ikrar netralitas.", head: str = "") -> Reply:
    return html(f"<article><h1>{title}</h1><p>{text}</p></article>", f"<title>{title}</title>{head}")


def gzipped(reply: Reply) -> Reply:
    headers = {**reply.headers, "Content-Encoding": "gzip"}
    return Reply(gzip.compress(reply.body, mtime=0), reply.status, headers)


def redirect(location: str, status: int = 301) -> Reply:
    return Reply(b"", status, {"Location": location})


def sitemap(urls: Mapping[str, str], host: str = "koran.example") -> Reply:
    """A sitemap of paths (or whole addresses) with their last changes."""
    entries = "".join(
        f"<url><loc>{url if '://' in url else f'http://{host}{url}'}</loc><lastmod>{changed}</lastmod></url>"
        for url, changed in urls.items()
    )
    body = f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'
    return Reply(body.encode(), headers={"Content-Type": "application/xml"})


class Proxy:
    """Serves hosts by handlers; a handler that answers null is a 404. `asked` lists every request."""

    def __init__(self, hosts: Mapping[str, Handler]) -> None:
        self.asked: list[Asked] = []
        self._hosts = hosts
        outer = self

        class _Requests(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                host = parts.netloc or self.headers.get("Host", "")
                query = {name: values[-1] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
                asked = Asked(host, parts.path, query, {n.lower(): v for n, v in self.headers.items()})
                outer.asked.append(asked)
                handler = outer._hosts.get(host)
                reply = handler(asked) if handler else None
                reply = reply or Reply(b"not found", 404, {"Content-Type": "text/plain"})
                if reply.raw is not None:
                    self.wfile.write(reply.raw)
                    self.close_connection = True
                    return
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                if reply.status != 304:
                    self.send_header("Content-Length", str(len(reply.body)))
                self.end_headers()
                if reply.status != 304:
                    self.wfile.write(reply.body)

            def log_message(self, *args: object) -> None:
                pass

            def handle(self) -> None:
                try:
                    super().handle()
                except (ConnectionResetError, BrokenPipeError):
                    self.close_connection = True

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Requests)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def paths(self, host: str = "koran.example") -> list[str]:
        """Paths asked of a host, in order."""
        return [asked.path for asked in self.asked if asked.host == host]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def pages(table: Mapping[str, Reply | Handler]) -> Handler:
    """A handler that answers by path."""

    def answer(asked: Asked) -> Reply | None:
        reply = table.get(asked.path)
        return reply(asked) if callable(reply) else reply

    return answer
