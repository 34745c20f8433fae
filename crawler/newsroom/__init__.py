"""The demo newsroom: three invented outlets on loopback, reached through a forward proxy.

It gives demonstrations and tests a small web that answers as real outlets do, with the same URLs on every run. The
pages are data under `datasets/demo`; no request leaves the machine.
"""

from crawler.newsroom.server import Newsroom, find_pages

__all__ = ["Newsroom", "find_pages"]
