"""The ways in which a download fails, in one place, and what to call them."""

from __future__ import annotations

from scrapy.core.downloader.handlers.http11 import TunnelError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from twisted.internet.error import ConnectError, ConnectionDone, ConnectionLost, DNSLookupError

#: Everything that a download may end with but a response.
NETWORK_ERRORS = (
    CannotResolveHostError,
    ConnectError,
    ConnectionDone,
    ConnectionLost,
    DNSLookupError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    OSError,  # also what undoing a broken content coding raises
    ResponseDataLossError,
    TunnelError,
)

_CAUSES: tuple[tuple[type[Exception], str], ...] = (
    (DownloadTimeoutError, "no answer in time"),
    (CannotResolveHostError, "the host name does not resolve"),
    (DNSLookupError, "the host name does not resolve"),
    (DownloadConnectionRefusedError, "connection refused"),
    (ResponseDataLossError, "the answer was cut short"),
    (DownloadCancelledError, "too large"),
    (TunnelError, "the proxy does not answer"),
    (DownloadFailedError, "the connection failed"),
    (ConnectError, "the connection failed"),
    (ConnectionDone, "the connection was closed"),
    (ConnectionLost, "the connection was lost"),
    (OSError, "broken content coding"),
)


def cause_of(error: Exception) -> str:
    """What went wrong, in a few words without addresses, so that equal causes count together."""
    if isinstance(error, IgnoreRequest):
        text = str(error)
        return "too large once decompressed" if "DOWNLOAD_MAXSIZE" in text else text or "not requested"
    return next((cause for kind, cause in _CAUSES if isinstance(error, kind)), type(error).__name__)
