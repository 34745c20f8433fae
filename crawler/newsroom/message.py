"""Requests and answers between the server and the outlets, and what HTTP asks of both."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Protocol
from urllib.parse import parse_qsl, urlencode

HTML = "text/html; charset=UTF-8"
JSON = "application/json; charset=UTF-8"


@dataclass(frozen=True)
class Request:
    """A request for one page of one outlet."""

    method: str
    host: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    """By lower-case name."""

    @property
    def url(self) -> str:
        """The absolute URL as asked for."""
        return f"http://{self.host}{self.path}" + (f"?{urlencode(self.query)}" if self.query else "")

    def number(self, name: str, default: int = 1) -> int:
        """The query's value as a whole number of at most nine digits, `default` where it is none."""
        value = self.query.get(name, "")
        return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else default


@dataclass(frozen=True)
class Answer:
    """What an outlet answers, before transport."""

    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    def with_validators(self, request: Request, changed: datetime) -> Answer:
        """The answer with ETag and Last-Modified, or 304 where the request shows that nothing changed (RFC 9110)."""
        tag = f'"{hashlib.sha256(self.body).hexdigest()[:32]}"'
        changed = changed.astimezone(UTC).replace(microsecond=0)
        headers = {**self.headers, "ETag": tag, "Last-Modified": format_datetime(changed, usegmt=True)}
        if _unchanged(request, tag, changed):
            return Answer(b"", 304, {key: headers[key] for key in ("ETag", "Last-Modified")})
        return replace(self, headers=headers)


class Site(Protocol):
    """An outlet as the server sees it."""

    @property
    def host(self) -> str:
        """The host it answers for."""

    def answer(self, request: Request) -> Answer:
        """The answer to a GET request for this host."""


def parse_query(query: str) -> dict[str, str]:
    """The parameters of a query string; the last value of a repeated name counts, as in PHP."""
    return dict(parse_qsl(query, keep_blank_values=True, max_num_fields=100))


def html(page: str, status: int = 200) -> Answer:
    """A page in UTF-8."""
    return Answer(page.encode(), status, {"Content-Type": HTML})


def xml(document: str) -> Answer:
    """An XML document."""
    return Answer(document.encode(), 200, {"Content-Type": "application/xml; charset=UTF-8"})


def svg(document: str) -> Answer:
    """A drawing."""
    return Answer(document.encode(), 200, {"Content-Type": "image/svg+xml"})


def text(document: str) -> Answer:
    """Plain text."""
    return Answer(document.encode(), 200, {"Content-Type": "text/plain; charset=UTF-8"})


def as_json(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    """A JSON answer, escaped to ASCII as PHP does."""
    body = json.dumps(value, separators=(",", ":")).replace("/", "\\/")
    return Answer(body.encode(), status, {"Content-Type": JSON, **(headers or {})})


def redirect(url: str) -> Answer:
    """A permanent redirect."""
    return Answer(b"", 301, {"Content-Type": HTML, "Location": url})


def _unchanged(request: Request, tag: str, changed: datetime) -> bool:
    if asked := request.headers.get("if-none-match"):
        tags = {part.strip().removeprefix("W/") for part in asked.split(",")}
        return tag in tags or "*" in tags
    if since := request.headers.get("if-modified-since"):
        try:
            return changed <= parsedate_to_datetime(since)
        except (ValueError, TypeError):  # an invalid date is ignored; one without zone cannot be compared
            return False
    return False
