"""Serves the demo newsroom until interrupted, for looking at with a browser."""

from __future__ import annotations

import argparse
import sys
import threading

from crawler.newsroom.content import ContentError
from crawler.newsroom.server import Newsroom


def main() -> int:
    """Serves on the given port and prints where; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m crawler.newsroom", description=__doc__)
    parser.add_argument("--port", type=int, default=8080, help="port on 127.0.0.1; 0 picks a free one (default 8080)")
    options = parser.parse_args()
    try:
        newsroom = Newsroom(port=options.port)
    except (ContentError, OSError) as error:
        print(f"newsroom: {error}", file=sys.stderr)
        return 1
    with newsroom:
        print(f"Forward proxy at {newsroom.proxy} for:")
        for host in newsroom.hosts:
            print(f"  http://{host}/")
        print(f"Set it as the HTTP proxy of a browser, or: curl -x {newsroom.proxy} http://{newsroom.hosts[0]}/")
        print("Ctrl-C ends it.", flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
