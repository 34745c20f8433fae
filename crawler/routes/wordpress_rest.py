"""WordPress's REST interface, asked for posts within windows of dates.

Behaviour of the interface as in WordPress core (`class-wp-rest-posts-controller.php`, `class-wp-query.php`): `search`
joins its words with AND, each a substring of title, excerpt or content; `after` and `before` compare strictly with the
post's local time; `per_page` is at most 100; a page behind the last answers 400 `rest_post_invalid_page_number`.
"""

from __future__ import annotations

import html
import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field, TypeAdapter, ValidationError
from w3lib.html import remove_tags

from crawler.lead import Answer, Ask, Lead, Question, Route, Site, Step, Verdict
from crawler.topic import Window

_PER_PAGE = 100
_MAX_PAGES = 200
_MAX_TEXT = 20_000
_STYLES = ("/wp-json/wp/v2/posts", "/?rest_route=/wp/v2/posts")


class _Rendered(BaseModel):
    rendered: str = ""


class _Post(BaseModel):
    """The fields asked for; the interface may answer more."""

    link: str = Field(min_length=1)
    title: _Rendered = _Rendered()
    excerpt: _Rendered = _Rendered()
    content: _Rendered = _Rendered()
    date: str = ""
    date_gmt: str | None = None
    modified_gmt: str | None = None


_POSTS = TypeAdapter(list[object])


class WordPressRest(Route):
    """Posts by term and window; the window is split by years and months until one page holds it."""

    name = "wordpress-rest"
    searches = True
    dated = True

    def probes(self, site: Site) -> tuple[Ask, ...]:
        """Both addresses of the interface, each asked for the nonsense word."""
        question = Question(site.nonsense, Window(since=date(1970, 1, 1), until=site.now.date()))
        return tuple(
            Ask(_address(site, style, search=site.nonsense, per_page="1", _fields="id,link"), question, "probe")
            for style in _STYLES
        )

    def judge(self, site: Site, ask: Ask, answer: Answer) -> Verdict:
        """Works if it answers a list; searches if that list is empty."""
        style = next(style for style in _STYLES if ask.url.startswith(site.origin + style))
        if reason := _failure(answer):
            return Verdict(False, reason=reason)
        try:
            posts = _POSTS.validate_json(answer.body)
        except ValidationError:
            return Verdict(False, reason="answers something other than a list of posts")
        if posts:
            return Verdict(True, searches=False, style=style, reason="its search finds a word that no article has")
        return Verdict(True, style=style)

    def begin(self, site: Site, question: Question) -> tuple[Ask, ...]:
        """The whole window at once: most windows of most outlets fit one page."""
        return (_ask(site, question),)

    def changes(self, site: Site, question: Question, since: datetime) -> tuple[Ask, ...]:
        """Posts modified since then, whenever they were published."""
        moment = since.astimezone(site.zone).strftime("%Y-%m-%dT%H:%M:%S")
        return (_ask(site, question, kind="changes", modified_after=moment, orderby="modified"),)

    def read(self, site: Site, ask: Ask, answer: Answer) -> Step:
        """Leads of one page, and the requests for the rest of its window."""
        if answer.status == 400 and ask.page > 1 and b"rest_post_invalid_page_number" in answer.body:
            return Step()
        if reason := _failure(answer):
            return Step(failed=reason)
        try:
            posts = _POSTS.validate_json(answer.body)
        except ValidationError:
            return Step(failed="answers something other than a list of posts")
        leads, notes = [], []
        for post in posts:
            try:
                leads.append(_lead(_Post.model_validate(post), site.zone, searched=bool(ask.question.term)))
            except ValidationError:
                notes.append(f"a post without a link in {ask.url}")
        total = _number(answer.headers.get("x-wp-total"))
        found = Step(leads=tuple(leads), notes=tuple(notes), items=len(posts))
        if ask.kind != "changes" and ask.page == 1 and (total or 0) > _PER_PAGE:
            parts = tuple(_split(ask.question.window))
            if len(parts) > 1:
                asks = tuple(_ask(site, replace(ask.question, window=part)) for part in parts)
                return replace(found, asks=asks, items=0)
        more = ask.page * _PER_PAGE < total if total is not None else len(posts) == _PER_PAGE
        if more and ask.page >= _MAX_PAGES:
            return replace(found, partial=f"more than {_MAX_PAGES} pages within {ask.question.window}")
        if more:
            found = replace(found, asks=(_next(ask),))
        return replace(found, total=total) if ask.page == 1 and ask.kind != "changes" else found


def _ask(site: Site, question: Question, kind: str = "page", **extra: str) -> Ask:
    window = question.window
    fields = "id,link,title,excerpt,date,date_gmt,modified_gmt" + ("" if question.term else ",content")
    parameters = {"per_page": str(_PER_PAGE), "page": "1", "order": "asc", "orderby": "date", "_fields": fields}
    if question.term:
        parameters["search"] = question.term
    if kind == "page":
        end = datetime.combine(window.until + timedelta(days=1), time(), site.zone)
        parameters["after"] = f"{window.since - timedelta(days=1)}T23:59:59"
        parameters["before"] = min(end, site.now.astimezone(site.zone)).strftime("%Y-%m-%dT%H:%M:%S")
    return Ask(_address(site, site.style or _STYLES[0], **(parameters | extra)), question, kind)


def _address(site: Site, style: str, **parameters: str) -> str:
    return f"{site.origin}{style}{'&' if '?' in style else '?'}{urlencode(parameters)}"


def _next(ask: Ask) -> Ask:
    page = ask.page + 1
    return replace(ask, url=re.sub(r"(?<=[?&])page=\d+", f"page={page}", ask.url), page=page)


def _split(window: Window) -> Iterator[Window]:
    """The window by calendar years; one within a year by months; one within a month stays whole."""
    step = "year" if window.since.year != window.until.year else "month"
    start = window.since
    while start <= window.until:
        last = date(start.year, 12, 31) if step == "year" else start.replace(day=monthrange(start.year, start.month)[1])
        yield Window(since=start, until=min(last, window.until))
        start = last + timedelta(days=1)


def _failure(answer: Answer) -> str | None:
    if answer.status == 200:
        return None
    code = re.search(rb'"code"\s*:\s*"([\w.-]{1,60})"', answer.body[:2000])
    return f"answers {answer.status}" + (f" ({code.group(1).decode()})" if code else "")


def _lead(post: _Post, zone: ZoneInfo, *, searched: bool) -> Lead:
    return Lead(
        url=post.link,
        title=_plain(post.title.rendered),
        excerpt=_plain(f"{post.excerpt.rendered} {post.content.rendered}"),
        published=_moment(post.date_gmt, UTC) or _moment(post.date, zone),
        modified=_moment(post.modified_gmt, UTC),
        searched=searched,
    )


def _plain(markup: str) -> str:
    return " ".join(html.unescape(remove_tags(markup[: 2 * _MAX_TEXT])).split())[:_MAX_TEXT]


def _moment(text: str | None, zone: tzinfo) -> datetime | None:
    """A time as the interface writes it, in the zone given if it names none; null for a draft's `0000-00-00`."""
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() else None
