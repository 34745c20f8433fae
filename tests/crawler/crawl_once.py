"""Runs one crawl in a process of its own: a plan as JSON from standard input, the report to standard output."""

from __future__ import annotations

import sys

from crawler.plan import CrawlPlan
from crawler.run import BusyError, crawl

if __name__ == "__main__":
    try:
        print(crawl(CrawlPlan.model_validate_json(sys.stdin.read())).model_dump_json())
    except BusyError as error:
        sys.exit(str(error))
