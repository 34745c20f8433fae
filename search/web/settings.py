"""How the site is served: to whom, and with what."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from pathlib import Path

#: Names by which this machine's own browsers ask for it.
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of a site.

    Attributes:
        hosts: host names that requests may be addressed to; others are refused, so that no foreign page can reach the
            site through a name of its own that resolves to this machine.
        corrections: file that reviewed values are written to; None switches reviewing off.
        password: what reviewing asks of everyone; None allows it to this machine's own browsers that have the key.
        key: what such a browser shows once. An address of this machine proves nothing: a proxy here may pass on others.
        rate: requests that one client may make in a minute; None for no limit.
    """

    hosts: tuple[str, ...] = LOOPBACK
    corrections: Path | None = None
    password: str | None = None
    key: str | None = None
    rate: int | None = None


def is_loopback(host: str) -> bool:
    """Whether `host` (a name, or an address with or without brackets) can only be this machine."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def is_wildcard(host: str) -> bool:
    """Whether `host` stands for every address of this machine."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_unspecified
    except ValueError:
        return not host
