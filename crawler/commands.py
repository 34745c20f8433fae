"""The commands `ikrar crawl` and `ikrar outlets`."""

# ruff: noqa: PLC0415, PLR0917 - commands have many options, and import what they need when they run, so that the help
# of any command answers at once

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.markup import escape
from rich.table import Table as Grid

from terminal import DEFAULT_DATA, DONE, PARTIAL, Registry, err, fail, out, plainly, progress, quoted

if TYPE_CHECKING:
    from crawler.fates import Fate
    from crawler.plan import CrawlPlan, CrawlReport
    from schemas.outlet import Outlet


def crawl(
    data: Annotated[
        Path, typer.Option(help="Folder of the archive (WARC), the frontier and the run reports.")
    ] = DEFAULT_DATA,
    outlet: Annotated[list[str] | None, typer.Option(help="Only this outlet, by id; may be repeated.")] = None,
    province: Annotated[
        list[str] | None, typer.Option(help="Only outlets of this province (two-digit code); may be repeated.")
    ] = None,
    since: Annotated[dt.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="First day of publication.")] = None,
    until: Annotated[dt.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day of publication.")] = None,
    terms: Annotated[
        list[str] | None, typer.Option(help="Search for this instead of the topic's terms; may be repeated.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most this many articles an outlet.")] = None,
    registry: Registry = None,
    contact: Annotated[
        str | None, typer.Option(help="Mail address or page of who runs the crawl, told to every outlet.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only discover, and list what would be fetched: outlet, address, title.")
    ] = False,
) -> None:
    """Harvest outlets: find articles on the ceremonies and keep their pages as WARC.

    Goes on where it stopped, and fetches only what is new. One request at a time to a host, at least a second apart,
    and only what robots.txt allows.
    """
    from crawler.plan import CrawlPlan
    from crawler.topic import load_topic

    with plainly():
        topic = load_topic()
        plan = CrawlPlan(
            data=data,
            outlets=chosen_outlets(registry, outlet, province),
            topic=topic.model_copy(update={"terms": tuple(terms)}) if terms else topic,
            since=since.date() if since else None,
            until=until.date() if until else None,
            limit=limit,
            contact=contact,
            dry_run=dry_run,
        )
    report = run_crawl(plan)
    for queued in report.queued if dry_run else ():
        print("\t".join(map(_in_one_line, queued)))
    show_crawl(report, data)
    raise typer.Exit(DONE if report.clean else PARTIAL)


def outlets(
    province: Annotated[list[str] | None, typer.Option(help="Only of this province (two-digit code).")] = None,
    regency: Annotated[list[str] | None, typer.Option(help="Only of this regency (code with a dot).")] = None,
    platform: Annotated[list[str] | None, typer.Option(help="Only of this platform, as wordpress.")] = None,
    state: Annotated[list[str] | None, typer.Option(help="active, quarantined, retired or unresolved.")] = None,
    registry: Registry = None,
) -> None:
    """List the outlets of the registry, and filter them."""
    from crawler.outlets import load_outlets

    with plainly():
        rows = load_outlets(registry)
    grid = Grid("id", "name", "domain", "kind", "province", "regency", "platform", "state")
    shown = [
        one
        for one in rows
        if (not province or one.province_code in province)
        and (not regency or one.regency_code in regency)
        and (not platform or one.platform in platform)
        and (not state or one.state in state)
    ]
    for one in shown:
        codes = (one.province_code or "", one.regency_code or "")
        grid.add_row(one.id, escape(one.name), one.domain or "", one.kind, *codes, one.platform, one.state)
    out.print(grid)
    states = ", ".join(f"{count} {name}" for name, count in sorted(Counter(one.state for one in shown).items()))
    err.print(f"{len(shown)} outlets" + (f": {states}" if states else ""))


def chosen_outlets(registry: Path | None, ids: list[str] | None, provinces: list[str] | None) -> tuple[Outlet, ...]:
    """The outlets asked for, in the order of the registry.

    Raises:
        ValueError: an id is not in the registry, or nothing is left.
    """
    from crawler.outlets import load_outlets

    rows = load_outlets(registry)
    unknown = set(ids or ()) - {one.id for one in rows}
    if unknown:
        raise ValueError(f"no such outlet: {', '.join(sorted(unknown))}")
    chosen = tuple(
        one for one in rows if (not ids or one.id in ids) and (not provinces or one.province_code in provinces)
    )
    if not chosen:
        raise ValueError("no outlet of the registry is left by these filters")
    return chosen


def run_crawl(plan: CrawlPlan) -> CrawlReport:
    """Harvest with a live bar; errors that a person can mend end the command in one line."""
    from crawler.frontier import FrontierError
    from crawler.plan import Progress as CrawlProgress
    from crawler.run import BusyError
    from crawler.run import crawl as run

    with plainly(FrontierError, BusyError), progress("outlets") as bar:
        task = bar.add_task("crawling", total=len(plan.outlets))

        def show(now: CrawlProgress) -> None:
            counts = f"{now.found} found, {now.fetched} fetched, {now.kept} kept, {now.failed} failed"
            text = counts if now.seconds_left is None else f"{counts}, {_rough(now.seconds_left)} left"
            bar.update(task, completed=now.outlets_done, total=now.outlets, description=text)

        return run(plan, show)


def show_crawl(report: CrawlReport, data: Path) -> None:
    """What each outlet gave, what a person should know, and where the run's report is, on standard error.

    A crawl that did not come to its end ends the command here, and with it whatever was to be made of its pages.
    """
    from crawler.fates import GROUPS

    def counts(fates: Mapping[Fate, int]) -> list[str]:
        groups = [sum(fates.get(fate, 0) for fate in group) for group in GROUPS.values()]
        return [str(count) for count in (sum(groups), *groups)]

    # Without edges all columns fit a terminal of 80.
    grid = Grid(title="Crawl", title_justify="left", box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=0)
    grid.show_footer = len(report.outlets) > 1
    totals = [str(report.requests), *counts(report.fates)]
    for name, total in zip(["outlet", "state", "route"], ["in all", "", ""], strict=True):
        grid.add_column(name, total, overflow="fold")
    for name, total in zip(["asked", "found", *GROUPS], totals, strict=True):
        grid.add_column(name, total, justify="right")
    for one in report.outlets:
        grid.add_row(one.outlet, one.state, one.route or "", str(one.requests), *counts(one.fates))
    err.print(grid)
    for problem in [*report.problems, *(f"{one.outlet}: {text}" for one in report.outlets for text in one.problems)]:
        err.print(f"  {escape(_in_one_line(problem))}", soft_wrap=True)
    err.print(f"  report: {quoted(data / 'runs' / report.name)}.json", soft_wrap=True)
    if report.stopped:
        fail(f"the crawl stopped: {report.stopped}; what was saved is kept, and the same command goes on from there")


def _in_one_line(text: str) -> str:
    """Text of an outlet's without what a terminal would obey."""
    return "".join(character if character.isprintable() else " " for character in text)


def _rough(seconds: float) -> str:
    """A span of time as one says it: `40 s`, `3 min`, `2 h 10 min`."""
    minutes = round(seconds / 60)
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{minutes} min" if minutes < 100 else f"{minutes // 60} h {minutes % 60} min"
