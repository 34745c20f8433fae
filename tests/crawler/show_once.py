"""Runs one crawl as the command does, with its live bar and summary: a plan as JSON from a file, on this terminal."""

from __future__ import annotations

import sys
from pathlib import Path

from crawler.commands import run_crawl, show_crawl
from crawler.plan import CrawlPlan

if __name__ == "__main__":
    plan = CrawlPlan.model_validate_json(Path(sys.argv[1]).read_bytes())
    show_crawl(run_crawl(plan), plan.data)
