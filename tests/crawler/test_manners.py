"""robots.txt, the guard against private addresses, and waiting as asked."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.resolver import dnscache
from twisted.internet.error import DNSLookupError
from twisted.python.failure import Failure

from crawler.fetcher import retry_after
from crawler.guard import PublicResolver, refuse_address, refuse_ip, refused_names
from crawler.plan import CrawlPlan
from crawler.robots import read_rules
from tests.crawler.crawling import outlet

if TYPE_CHECKING:
    from twisted.internet.base import ReactorBase

NOW = datetime(2023, 11, 20, 1, tzinfo=UTC)


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_robots_that_cannot_be_had_for_good_allow_everything(status: int) -> None:
    assert read_rules(status, b"User-agent: *\nDisallow: /").refusal("https://a.id/x") is None


@pytest.mark.parametrize("status", [429, 500, 502, 503, 302])
def test_robots_that_cannot_be_had_now_disallow_everything(status: int) -> None:
    assert str(status) in str(read_rules(status, b"").refusal("https://a.id/x"))


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("User-agent: *\nDisallow: /wp-admin/", "/x", True),
        ("User-agent: *\nDisallow: /?s=", "/?s=ikrar", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: ikrar\nAllow: /", "/x", True),
        ("User-agent: ikrar\nDisallow: /\n\nUser-agent: *\nAllow: /", "/x", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("User-agent: *\nDisallow: /*.php$", "/x.php", False),
        ("\ufeffUser-agent: *\nDisallow: /x", "/x", False),
        ("", "/x", True),
        ("<html>not found</html>", "/x", True),
    ],
)
def test_robots_rules(text: str, path: str, *, allowed: bool) -> None:
    assert (read_rules(200, text.encode()).refusal(f"https://a.id{path}") is None) is allowed


def test_crawl_delay() -> None:
    assert read_rules(200, b"User-agent: *\nCrawl-delay: 10").delay == 10
    assert read_rules(200, b"User-agent: *\nCrawl-delay: soon").delay == 0
    assert read_rules(404, b"").delay == 0


@given(st.binary(max_size=400))
def test_robots_of_any_bytes_are_read(body: bytes) -> None:
    read_rules(200, body).refusal("https://a.id/x")


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "::1",
     "fe80::1", "fc00::1", "::ffff:127.0.0.1", "224.0.0.1", "255.255.255.255", "192.0.2.1"],
)  # fmt: skip
def test_addresses_that_are_not_public_are_refused(address: str) -> None:
    assert "not a public address" in str(refuse_ip(address))


def test_public_addresses_pass() -> None:
    assert refuse_ip("103.10.66.1") is None
    assert refuse_ip("2606:4700::1111") is None


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/", "http://[::1]/", "http://localhost/", "http://router/", "http://nas.local/",
     "http://metadata.google.internal/", "ftp://a.id/", "file:///etc/passwd", "gopher://a.id/", "http://a.id:22/",
     "http://a.id:99999/", "http:///x", "https://a.id/" + "x" * 3000],
)  # fmt: skip
def test_addresses_that_must_not_be_requested(url: str) -> None:
    assert refuse_address(url) is not None


def test_named_hosts_may_be_private() -> None:
    assert refuse_address("http://127.0.0.1:8080/x", ["127.0.0.1:8080"]) is None
    assert refuse_address("http://127.0.0.1:8081/x", ["127.0.0.1:8080"]) is not None
    assert refuse_address("https://a.id/x") is None


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        ("Mon, 20 Nov 2023 01:00:30 GMT", 30.0),
        ("Mon, 20 Nov 2023 00:00:00 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("", None),
        (None, None),
        ("٣", None),
    ],
)
def test_retry_after(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


@pytest.mark.parametrize("proxy", [None, "http://proxy.example:3128"])
def test_only_a_loopback_proxy_is_asked_faster_than_once_a_second(proxy: str | None) -> None:
    values = {"data": "x", "outlets": [outlet()], "delay": 0.2}
    with pytest.raises(ValueError, match="below 1 second"):
        CrawlPlan.model_validate(values | {"proxy": proxy})
    assert CrawlPlan.model_validate(values | {"proxy": "http://127.0.0.1:1"}).on_loopback


def test_a_name_is_refused_when_it_resolves_to_a_private_address() -> None:
    resolver = PublicResolver(cast("ReactorBase", object()), 100, 1.0)  # names in the cache need no reactor
    dnscache.update({"aman.example": "103.10.66.1", "licik.example": "169.254.169.254"})
    outcomes: list[object] = []
    for name in ("aman.example", "licik.example"):
        resolver.getHostByName(name).addBoth(outcomes.append)
    assert outcomes[0] == "103.10.66.1"
    assert isinstance(outcomes[1], Failure)
    assert isinstance(outcomes[1].value, DNSLookupError)
    assert refused_names["licik.example"] == "licik.example resolves to 169.254.169.254, which is not public"
