"""Runs one command whose crawl goes to a server on loopback: its address, then the command's words.

`BROKEN_AT` in the environment is an address whose records cannot be made, by an error that nobody foresaw; `ROOM` is how
long a file may get, in bytes, before the disk is full.
"""

from __future__ import annotations

import os
import resource
import sys
from functools import partial
from typing import Any
from unittest.mock import patch

from crawler import archive
from crawler.plan import CrawlPlan
from ikrar import main

_add_page = archive._add_page


def _broken(writer: Any, buffer: Any, exchange: Any, *rest: Any) -> archive.Stored:
    if exchange.url == os.environ.get("BROKEN_AT"):
        raise ValueError("no record can be made of this")
    return _add_page(writer, buffer, exchange, *rest)


if __name__ == "__main__":
    if room := int(os.environ.get("ROOM", "0")):
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
    proxy = sys.argv.pop(1)
    plan = partial(CrawlPlan, proxy=proxy, delay=0.05)
    with patch("crawler.plan.CrawlPlan", plan), patch("crawler.archive._add_page", _broken):
        main()
