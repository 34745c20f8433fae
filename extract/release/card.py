"""The descriptions that people read: the dataset card, the changelog, the codebook and the citation file."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import polars as pl
from jinja2 import Environment, StrictUndefined, Template

from extract.release.edition import Edition, about, words
from extract.release.quality import Quality
from extract.release.takedown import Takedown
from schemas.codebook import Language, codebook
from schemas.release import CHANGES, EVENTS_FULL, FLAT_TABLES, ChangeRow

_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
#: Events that the changelog names; the others are in changes.csv.
_MOST_LINES = 200
_LONGEST_VALUE = 80
_HEADING = "# Changelog\n"
_LANGUAGES: tuple[Language, ...] = ("en", "id")


def release_codebook() -> str:
    """The codebook of the published tables, in English and then in Indonesian."""
    tables = [*FLAT_TABLES.values(), EVENTS_FULL, CHANGES]
    return "".join(codebook(tables, language=one, introduction=words(f"codebook.{one}.md")) for one in _LANGUAGES)


def card(edition: Edition, frames: Mapping[str, pl.DataFrame], quality: Quality | None) -> str:
    """The dataset card, with the front matter that data hubs read.

    Args:
        edition: the release.
        frames: its flat tables.
        quality: measured accuracy, None if it was not measured.
    """
    rows = {name: frame.height for name, frame in frames.items()} | {EVENTS_FULL.name: frames["events"].height}
    dates = frames["events"]["date"].drop_nulls()
    most = max(rows.values())
    return _template("card.md.j2").render(
        about=about(),
        edition=edition,
        tables=[*FLAT_TABLES.values(), EVENTS_FULL],
        rows=rows,
        counts=counts(frames),
        first=dates.min(),
        last=dates.max(),
        size=next((name for limit, name in _SIZES if most < limit), "n>1M"),
        quality=quality.fields if quality else {},
        articles_measured=quality.held_out.articles if quality else 0,
    )


def counts(frames: Mapping[str, pl.DataFrame]) -> dict[str, int]:
    """Numbers by which a release is introduced: outlets are those with an article."""
    return {
        "events": frames["events"].height,
        "reports": int(frames["events"]["n_reports"].sum()),
        "articles": frames["articles"].height,
        "outlets": frames["outlets"].filter(pl.col("n_articles") > 0).height,
    }


def changelog(
    edition: Edition,
    frames: Mapping[str, pl.DataFrame],
    changes: Sequence[ChangeRow],
    previous: tuple[str, str] | None,
    takedown: Takedown,
) -> str:
    """The changelog: what this release changed, before what was told of earlier ones.

    Args:
        edition: the release.
        frames: its flat tables.
        changes: its differences to the release before.
        previous: version and changelog of the release before, None for the first.
        takedown: names that are left out, also of what was told before.
    """
    tally: dict[str, Counter[str]] = {name: Counter(added=0, removed=0, changed=0) for name in FLAT_TABLES}
    for table, change, _ in dict.fromkeys((one.table_name, one.change, one.row_key) for one in changes):
        tally[table][change] += 1
    lines = list(_of_events(changes, frames))
    section = _template("changelog.md.j2").render(
        edition=edition,
        previous=previous[0] if previous else None,
        tally=tally,
        lines=lines[:_MOST_LINES],
        more=max(len(lines) - _MOST_LINES, 0),
        counts=counts(frames),
    )
    before = previous[1].removeprefix(_HEADING) if previous else ""
    return f"{_HEADING}\n{section}\n" + "".join(takedown.line(line) + "\n" for line in before.splitlines())


def citation_file(edition: Edition) -> str:
    """`CITATION.cff` (Citation File Format 1.2.0); JSON texts are YAML texts."""
    said = about()
    lines = {
        "cff-version": "1.2.0",
        "message": "If you use this dataset, please cite it as below.",
        "type": "dataset",
        "title": said["title"],
        "abstract": said["description"],
        "version": edition.version,
        "date-released": edition.released.isoformat(),
        "license": said["license"],
        "doi": edition.doi,
        "url": edition.url,
    }
    body = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in lines.items() if value]
    body += ["authors:", *(f"  - name: {json.dumps(name, ensure_ascii=False)}" for name in edition.creators)]
    body += ["keywords:", *(f"  - {json.dumps(word, ensure_ascii=False)}" for word in said["keywords"])]
    return "\n".join(body) + "\n"


def _of_events(changes: Iterable[ChangeRow], frames: Mapping[str, pl.DataFrame]) -> Iterable[str]:
    """A line for each event that is new, gone or changed."""
    events = {row["event_id"]: row for row in frames["events"].iter_rows(named=True)}
    into = dict(frames["removed"].select("event_id", "replaced_by").iter_rows())
    reasons = dict(frames["removed"].select("event_id", "reason").iter_rows())
    changed: defaultdict[str, list[str]] = defaultdict(list)
    for one in changes:
        if one.table_name != "events":
            continue
        if one.change == "added":
            row = events[one.row_key]
            place = row["regency"] or row["province"] or "Indonesia"
            yield f"`{one.row_key}` added: {row['date'] or 'no date'}, {place}"
        elif one.change == "removed":
            to = f" into {into[one.row_key]}" if into.get(one.row_key) else ""
            yield f"`{one.row_key}` removed: {reasons.get(one.row_key, 'withdrawn')}{to}"
        else:
            changed[one.row_key].append(f"{one.column_name} {_short(one.old_value)} → {_short(one.new_value)}")
    for key, values in changed.items():
        yield f"`{key}` changed: " + "; ".join(values)


def _short(value: str | None) -> str:
    if value is None:
        return "nothing"
    plain = _plain(value)
    return f"“{plain if len(plain) <= _LONGEST_VALUE else plain[: _LONGEST_VALUE - 1] + '…'}”"


def _plain(text: str) -> str:
    """`text` on one line, without what Markdown takes for markup."""
    return re.sub(r"[\s`|<>\[\]\\*_#]+", " ", text).strip()


def _template(name: str) -> Template:
    """A Markdown template; what outlets wrote goes through `_plain` before it gets here."""
    environment = Environment(
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - Markdown is not HTML
    )
    return environment.from_string(words(name))
