"""Reviewing: reports the machine is least sure of, beside their text, and a form that confirms or corrects them.

Decisions go to the corrections file, which every later build applies; the index itself is never changed.
"""

from __future__ import annotations

import datetime as dt
import hmac
import secrets
from base64 import b64decode
from binascii import Error as BinasciiError
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from itertools import pairwise
from typing import Final, get_args
from urllib.parse import parse_qsl, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from extract.gazetteer import gazetteer
from extract.merging.additions import add_correction, propose
from extract.merging.amendment import AlreadyError, InvalidError, StaleError, amend, current_value
from extract.merging.corrections import CorrectionsError, Line, read_corrections
from schemas.article import Article
from schemas.correction import LISTS, PARTS, SCALARS, Correction
from schemas.report import Acting, Activity, Level, Qualifier, Report, Role
from search.reviewing import least_certain, report_and_article
from search.web.security import client_of
from search.web.settings import Settings, is_loopback
from search.web.site import Asked
from search.web.wording import WIB

_NO_STORE: Final = {"cache-control": "no-store"}
#: Stands in the form and is worth nothing after a restart, so that no other page can send it.
_TOKEN: Final = secrets.token_urlsafe(24)
_PAGE = 30
_MOST_FIELDS = 400
_COOKIE: Final = "ikrar_review"

#: Values of the closed lists, by the column or the part of an entry.
_CLOSED: Final[Mapping[str, tuple[str, ...]]] = {
    "level": get_args(Level), "role": get_args(Role), "acting": get_args(Acting), "qualifier": get_args(Qualifier),
}  # fmt: skip

#: What two corrections must share to say the same.
_SAYS: Final = {"target", "field", "old", "new"}

#: A field's path, its old and its new value.
Change = tuple[str, str, str]
Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Field:
    """One value as the form shows it.

    Attributes:
        path: by which corrections name it.
        name: what it is called.
        value: as it is now.
        hint: what helps to read the value, or to write another.
        choices: the values it may have and what they are called, where the list is closed.
    """

    path: str
    name: str
    value: str
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()


def routes() -> list[Route]:
    """The addresses of reviewing."""
    return [
        Route("/review", _guarded(_list_page), methods=["GET"], name="review"),
        Route("/review/{report_id}", _guarded(_form_page), methods=["GET"], name="review-report"),
        Route("/review/{report_id}", _guarded(_save), methods=["POST"], name="review-save"),
    ]


def marked_text(article: Article, spans: Sequence[tuple[int, int, str]]) -> list[tuple[str, str]]:
    """The text in pieces, each with the names of the values that were read from it; empty names are plain text.

    Args:
        article: the article.
        spans: start, end and name of every piece of evidence; they may overlap.
    """
    length = len(article.text)
    kept = [(start, end, name) for start, end, name in spans if 0 <= start < end <= length]
    edges = sorted({0, length, *(start for start, _, _ in kept), *(end for _, end, _ in kept)})
    pieces = []
    for left, right in pairwise(edges):
        names = dict.fromkeys(name for start, end, name in kept if start <= left and right <= end)
        pieces.append((article.text[left:right], ", ".join(names)))
    return pieces


def _guarded(view: Endpoint) -> Endpoint:
    """Lets in who may review: with the password if there is one, else this machine's own browsers with the key."""

    @wraps(view)
    async def guarded(request: Request) -> Response:
        settings: Settings = request.app.state.site.settings
        if settings.password is not None:
            if not _has_password(request, settings.password):
                return Response(
                    status_code=401, headers={"www-authenticate": 'Basic realm="ikrar review"', **_NO_STORE}
                )
        elif not (is_loopback(client_of(request.scope)) and is_loopback(request.url.hostname or "")):
            raise HTTPException(403)
        elif not _is(request.cookies.get(_COOKIE), settings.key):
            if not _is(request.query_params.get("key"), settings.key):
                raise HTTPException(403)
            answer = RedirectResponse("/review", 303, _NO_STORE)
            answer.set_cookie(_COOKIE, settings.key or "", path="/review", httponly=True, samesite="strict")
            return answer
        return await view(request)

    return guarded


def _is(given: str | None, secret: str | None) -> bool:
    return given is not None and secret is not None and hmac.compare_digest(given.encode(), secret.encode())


def _has_password(request: Request, password: str) -> bool:
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return False
    try:
        _, _, told = b64decode(given, validate=True).decode().partition(":")
    except (BinasciiError, UnicodeDecodeError):
        return False
    return _is(told, password)


async def _list_page(request: Request) -> Response:
    return await run_in_threadpool(_list, Asked.of(request))


async def _form_page(request: Request) -> Response:
    return await run_in_threadpool(_form, Asked.of(request), request.path_params["report_id"])


async def _save(request: Request) -> Response:
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise HTTPException(403)
    body = await request.body()
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError as error:
        raise HTTPException(400) from error
    return await run_in_threadpool(_decide, Asked.of(request), request.path_params["report_id"], dict(pairs))


def _list(asked: Asked) -> Response:
    lines, after = least_certain(asked.index, after=asked.get("after"), limit=_PAGE)
    waiting = {line.correction.target for line in _recorded(asked)}
    return asked.page(
        "review.html",
        here="review",
        headers=_NO_STORE,
        lines=[(one, one.report_id in waiting, asked.a.to(f"/review/{one.report_id}")) for one in lines],
        next=asked.a.to("/review", [("after", after)]) if after else None,
    )


def _form(
    asked: Asked,
    report_id: str,
    *,
    status: int = 200,
    message: str = "",
    error: bool = False,
    given: Mapping[str, str] | None = None,
) -> Response:
    found = report_and_article(asked.index, report_id)
    if found is None:
        return asked.missing("report")
    report, article = found
    given = given or {}
    following, _ = least_certain(asked.index, after=f"{report.confidence!r}_{report_id}", limit=1)
    return asked.page(
        "report.html",
        status=status,
        here="review",
        headers=_NO_STORE,
        report=report,
        pieces=marked_text(article, list(_spans(asked, report))),
        fields=[(one, given.get(one.path, one.value)) for one in _fields(asked, report)],
        recorded=[line.correction for line in _recorded(asked) if line.correction.target == report_id],
        token=_TOKEN,
        action=asked.a.to(f"/review/{report_id}"),
        who=given.get("who", asked.get("who") or ""),
        why=given.get("why", ""),
        message=message
        or (asked.t("review.saved", n=int(saved)) if (saved := asked.get("saved") or "").isdecimal() else ""),
        error=error,
        next=asked.a.to(f"/review/{following[0].report_id}", [("who", asked.get("who") or "")]) if following else None,
    )


def _decide(asked: Asked, report_id: str, given: Mapping[str, str]) -> Response:
    """Record what the form says, all of it or nothing."""
    t = asked.t
    if not hmac.compare_digest(given.get("token", "").encode(), _TOKEN.encode()):
        return _form(asked, report_id, status=403, message=t("review.expired"), error=True, given=given)
    found = report_and_article(asked.index, report_id)
    if found is None:
        return asked.missing("report")
    report, _ = found
    match given.get("verdict"):
        case "confirm":
            changes = [("reviewed", "no", "yes")]
        case "no-ceremony":
            changes = [("ceremony", "yes", "no")]
        case _:
            changes = _changes(asked, report, given)
    if not changes:
        return _form(asked, report_id, status=422, message=t("review.nothing"), error=True, given=given)
    path = asked.site.settings.corrections
    if path is None:
        raise HTTPException(404)
    try:
        new = _proposed(asked, report, changes, given)
        for one in new:
            add_correction(path, one, {report_id: report})
    except (CorrectionsError, InvalidError, StaleError) as error:
        return _form(asked, report_id, status=422, message=str(error), error=True, given=given)
    pairs = [("saved", str(len(new))), ("who", given.get("who", ""))]
    return RedirectResponse(asked.a.to(f"/review/{report_id}", pairs), 303, _NO_STORE)


def _proposed(asked: Asked, report: Report, changes: Sequence[Change], given: Mapping[str, str]) -> list[Correction]:
    """The corrections that are new, after all of them were tried in the order in which a build will apply them.

    Raises:
        CorrectionsError: one of them cannot be.
        InvalidError: one of them gives a value that cannot be.
        StaleError: one of them makes another impossible.
    """
    known = {line.correction.model_dump_json(include=_SAYS) for line in _recorded(asked)}
    told = {"who": given.get("who", ""), "why": given.get("why", "") or asked.t("review.why_default")}
    today = dt.datetime.now(WIB).date()
    rows, row, new = {report.report_id: report}, report, []
    for field, old, value in changes:
        one = propose(rows, report.report_id, field, value, old=old, when=today, **told)
        try:
            row = amend(row, one) if field != "ceremony" else row
        except AlreadyError:
            # It follows from another: a regency's code brings its province along.
            continue
        if one.model_dump_json(include=_SAYS) not in known:
            new.append(one)
    return new


def _changes(asked: Asked, report: Report, given: Mapping[str, str]) -> list[Change]:
    """What the form says otherwise than the report, in the order in which it can be applied."""
    changed = [
        (one.path, one.value, value)
        for one in _fields(asked, report)
        if (value := given.get(one.path, one.value).strip()) != one.value
    ]
    # A path names its entry by one of the entry's own values: that one is changed last.
    return sorted(changed, key=lambda change: f"[{change[1]}]." in change[0])


def _recorded(asked: Asked) -> list[Line]:
    return read_corrections(asked.site.settings.corrections)[0]


def _fields(asked: Asked, report: Report) -> Iterator[Field]:
    """Everything of a report that can be corrected, with its present value."""
    places = gazetteer()
    for column in (*SCALARS, *LISTS):
        value = current_value(report, column)
        hint = places.regions[value].name if column.endswith("_code") and value in places.regions else ""
        if column == "activities":
            hint = "; ".join(get_args(Activity))
        yield Field(column, asked.t(f"field.{column}"), value, hint, _choices(asked, column))
    for column, parts in PARTS.items():
        for entry in getattr(report, column):
            label = _label(column, entry)
            for part in parts if label else ():
                path = f"{column}[{label}].{part}"
                try:
                    name = f"{label}: {asked.t(f'part.{part}')}"
                    yield Field(path, name, current_value(report, path), choices=_choices(asked, part))
                except (StaleError, ValueError):
                    # Two entries share the label: corrections cannot tell them apart.
                    break


def _choices(asked: Asked, name: str) -> tuple[tuple[str, str], ...]:
    return tuple((value, asked.t.term(name, value)) for value in _CLOSED.get(name, ()))


def _label(column: str, entry: object) -> str | None:
    names = ("name", "office") if column == "officials" else ("group", "count")
    return next((str(value) for name in names if (value := getattr(entry, name)) is not None), None)


def _spans(asked: Asked, report: Report) -> Iterator[tuple[int, int, str]]:
    t = asked.t
    for one in report.evidence:
        if not one.in_title:
            yield one.start, one.end, t.term("field", one.field.partition(".")[0])
    for column in ("officials", "participants", "regulations"):
        for entry in getattr(report, column):
            yield entry.start, entry.end, t(f"field.{column}")
