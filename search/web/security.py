"""What guards the pages: headers that let nothing foreign in, and a limit of requests.

Texts of the archive are hostile until proven otherwise. They are escaped where they are shown; these headers make sure
that what slips through all the same can neither run, nor load, nor send anything.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Headers of every response. The policy allows own files only, and no inline script or style. Outlets are not told who
#: reads about them; to the site itself forms must tell where they come from (`no-referrer` would take that away too).
HEADERS: Mapping[str, str] = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}

#: Clients remembered by the limit; those longest unseen are forgotten first.
_MOST_CLIENTS = 10_000
_MINUTE = 60.0


class SecurityHeaders:
    """Puts `HEADERS` on every response."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        await self.app(scope, receive, with_headers)


class RateLimit:
    """Answers 429 to a client that asks more than `per_minute` times a minute, after a burst of as many.

    Each client has a bucket that fills evenly; a request takes one token out of it.
    """

    def __init__(self, app: ASGIApp, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.app = app
        self.per_minute = per_minute
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "http":
            wait = self._wait(client_of(scope))
            if wait:
                response = PlainTextResponse(
                    "Too many requests; try again later.\n", 429, {"retry-after": str(math.ceil(wait))}
                )
                await response(scope, receive, send)
                return
        await self.app(scope, receive, send)

    def _wait(self, client: str) -> float:
        """Seconds until `client` may ask again; 0 if it may now, which then counts."""
        now = self._clock()
        tokens, seen = self._buckets.pop(client, (float(self.per_minute), now))
        tokens = min(tokens + (now - seen) * self.per_minute / _MINUTE, self.per_minute)
        allowed = tokens >= 1
        self._buckets[client] = (tokens - allowed, now)
        while len(self._buckets) > _MOST_CLIENTS:
            self._buckets.popitem(last=False)
        return 0.0 if allowed else (1 - tokens) * _MINUTE / self.per_minute


def client_of(scope: Scope) -> str:
    """Address of the client of a request; empty where the server does not know it."""
    client = scope.get("client")
    return str(client[0]) if client else ""
