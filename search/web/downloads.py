"""All rows of a search, under the address of its page with the format behind it; and single events as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from search.events import event_page
from search.exports import FORMATS, export
from search.opening import TooSlow
from search.query import FILTERS, Parsed, Search, parse_search
from search.regions import coverage
from search.web.addresses import ALL, LANG
from search.web.citation import cite
from search.web.site import Asked

#: Keys of an address that a download takes. Others are refused: a misspelt filter would give rows nobody asked for.
KEYS = ("q", *FILTERS, "official", "from", "to", "min", "sort", "after", "before", LANG, ALL)

#: Formats that browsers and feed readers show; others are saved.
_SHOWN = ("json", "atom")
_LONGEST_NAME = 60
_LONGEST_TOLD = 120
#: Keys whose values are taken only in the form in which the pages write them.
_EXACT = ("province", "regency", "month", "level", "activity", "office", "from", "to", "min", "sort")
#: Keys whose values are whatever the dataset names.
_OPEN = ("election", "regulation", "outlet")
#: Something that can be seen.
VISIBLE = "[!-~]"


def download(request: Request) -> Response:
    """All rows of a search in the format of the address. `after` and `before` are passed over: rows are never cut."""
    asked = Asked.of(request)
    form = request.path_params["form"]
    if form not in FORMATS:
        return _refused(404, f"no such format: {form[:20]} (there are {', '.join(FORMATS)})")
    parsed = parse_search(asked.pairs)
    problems = _problems(asked, parsed)
    if problems:
        return _refused(400, "the search cannot be read", problems)
    unchanged = asked.unchanged()
    if unchanged is not None:
        return unchanged
    headers = {**asked.caching(), "content-disposition": _disposition(parsed.search, form)}
    if request.method == "HEAD":
        return Response(headers=headers, media_type=FORMATS[form])
    try:
        rows = export(
            asked.index,
            parsed.search,
            form,
            base_url=asked.base_url,
            title=_title(asked, parsed.search),
            outlets=asked.site.outlets,
        )
    except TooSlow:
        return _refused(503, "the search was given up after two seconds")
    return StreamingResponse(rows, headers=headers, media_type=FORMATS[form])


def event_json(request: Request) -> Response:
    """One event with its sources."""
    asked = Asked.of(request)
    page = event_page(asked.index, request.path_params["event_id"])
    if page is None:
        return _refused(404, "no such event")
    sources = [
        {
            "report_id": one.report_id,
            "article_id": one.article_id,
            "outlet": one.outlet,
            "title": one.title,
            "url": one.url,
            "published_at": one.published_at.isoformat() if one.published_at else None,
            "fetched_at": one.fetched_at.isoformat() if one.fetched_at else None,
            "copy_of": one.copy_of,
        }
        for one in page.sources
    ]
    citation = cite(asked.t, page.card, asked.index.tables_at, asked.outlet)
    content = {"event": json.loads(page.event.model_dump_json()), "sources": sources, "citation": citation}
    return asked.unchanged() or JSONResponse(content, headers=asked.caching())


def coverage_json(request: Request) -> Response:
    """How many ceremonies are known of every regency, by election."""
    asked = Asked.of(request)
    known = coverage(asked.index)
    regencies = [
        {
            "code": one.code,
            "name": one.name,
            "province_code": province.code,
            "province": province.name,
            "events": one.events,
            "elections": dict(zip(known.elections, one.by_election, strict=True)),
        }
        for province in known.provinces
        for one in province.regencies
    ]
    return asked.unchanged() or JSONResponse(regencies, headers=asked.caching())


def _blank(value: str) -> bool:
    """Whether nothing of `value` can be seen."""
    return re.search(VISIBLE, value) is None


def _problems(asked: Asked, parsed: Parsed) -> list[dict[str, str]]:
    found = [{"field": one.field, "value": one.value, "why": one.why} for one in parsed.problems]
    told = {(one.field, one.value) for one in parsed.problems}
    read = {*parsed.search.to_pairs(), ("sort", parsed.search.sort)}
    for key, value in dict.fromkeys(asked.pairs):
        if key not in KEYS:
            found.append({"field": key[:_LONGEST_TOLD], "value": "", "why": "unknown-parameter"})
        elif (key, value) not in told and (
            (key in _EXACT and (key, value) not in read) or (key in _OPEN and _blank(value))
        ):
            found.append({"field": key, "value": value[:_LONGEST_TOLD], "why": "unknown-value"})
    return found


def _refused(status: int, error: str, problems: list[dict[str, str]] | None = None) -> Response:
    content: Mapping[str, object] = {"error": error, "problems": problems or []}
    return JSONResponse(content, status, {"cache-control": "no-store"})


def _title(asked: Asked, search: Search) -> str:
    """What the feed is called in a reader."""
    words = " · ".join([search.q, *(chip.value for chip in search.chips())]).strip(" ·")
    return f"{asked.t('site.name')}: {words or asked.t('export.everything')}"


def _disposition(search: Search, form: str) -> str:
    words = "-".join([search.q, *(chip.value for chip in search.chips())])
    name = re.sub(r"[^a-z0-9.]{1,999}", "-", f"ikrar-{words}".lower())[:_LONGEST_NAME].strip("-.")
    return f'{"inline" if form in _SHOWN else "attachment"}; filename="{name}.{form}"'
