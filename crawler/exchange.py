"""One HTTP exchange as it went over the wire, for the archive."""

from __future__ import annotations

from base64 import b32encode
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha1

from scrapy.http import Headers, Request, Response

#: Key of `Request.meta` under which the exchanges of one download are listed, redirects included.
EXCHANGES = "exchanges"
#: Headers of the connection to a proxy, which are not the outlet's business.
_HOP = {b"proxy-authorization", b"proxy-connection"}


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its response.

    The body is what came over the wire after transfer coding (chunking) was undone: content coding (gzip) is kept and
    matches the `Content-Encoding` header. Header names come in the canonical case that Twisted gives them.
    """

    url: str
    method: str
    request_headers: tuple[tuple[str, str], ...]
    status: int
    protocol: str
    response_headers: tuple[tuple[str, str], ...]
    body: bytes
    address: str | None
    """IP address that answered; null behind a proxy."""
    fetched_at: datetime
    """When the response had arrived, UTC."""

    @property
    def digest(self) -> str:
        """Payload digest as WARC records have it: SHA-1 in base 32."""
        return "sha1:" + b32encode(sha1(self.body, usedforsecurity=False).digest()).decode()


class ExchangeMiddleware:
    """Notes each exchange before any other middleware changes the response; sits closest to the downloader."""

    def process_response(self, request: Request, response: Response) -> Response:
        """List the exchange under `EXCHANGES` of the request's meta, where the request asks for it."""
        noted = request.meta.get(EXCHANGES)
        if noted is not None:
            noted.append(_exchange(request, response))
        return response


def _exchange(request: Request, response: Response) -> Exchange:
    proxied = bool(request.meta.get("proxy"))
    return Exchange(
        url=request.url,
        method=request.method,
        request_headers=_pairs(request.headers),
        status=response.status,
        protocol=response.protocol or "HTTP/1.1",
        response_headers=_pairs(response.headers),
        body=response.body,
        address=str(response.ip_address) if response.ip_address and not proxied else None,
        fetched_at=datetime.now(UTC),
    )


def _pairs(headers: Headers) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in headers.items()
        if name.lower() not in _HOP
        for value in values
    )
