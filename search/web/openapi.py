"""The OpenAPI description of everything the site gives as data; it derives from the models, so it cannot drift."""

from __future__ import annotations

import json
from functools import cache
from importlib import metadata
from typing import Final, get_args

from pydantic.json_schema import models_json_schema
from starlette.requests import Request
from starlette.responses import Response

from extract.gazetteer import gazetteer
from schemas.base import SCHEMA_VERSION
from schemas.event import Event
from schemas.report import Activity, Level
from search.exports import FORMATS
from search.offices import office_kinds
from search.query import FILTERS, LONGEST_TEXT, LONGEST_VALUE, MOST_PEOPLE, MOST_VALUES, SORTS, Search
from search.web.downloads import VISIBLE
from search.web.site import Asked

Json = dict[str, object]

_REF: Final = "#/components/schemas/{model}"
_PROBLEMS: Final[Json] = {
    "type": "object",
    "required": ["error", "problems"],
    "properties": {
        "error": {"type": "string", "description": "What is wrong, in one line."},
        "problems": {
            "type": "array",
            "description": "Parts of the address that cannot be read; nothing is passed over in silence.",
            "items": {
                "type": "object",
                "required": ["field", "value", "why"],
                "properties": {
                    "field": {"type": "string"},
                    "value": {"type": "string"},
                    "why": {
                        "enum": [
                            "not-a-date", "not-a-number", "unknown-value", "too-long", "too-many", "reversed-dates",
                            "unknown-parameter",
                        ]
                    },
                },
            },
        },
    },
}  # fmt: skip
_SOURCE: Final[Json] = {
    "type": "object",
    "required": ["report_id", "article_id", "outlet", "title", "url", "published_at", "fetched_at", "copy_of"],
    "properties": {
        "report_id": {"type": "string"},
        "article_id": {"type": "string"},
        "outlet": {"type": ["string", "null"]},
        "title": {"type": ["string", "null"]},
        "url": {"type": ["string", "null"], "format": "uri"},
        "published_at": {"type": ["string", "null"], "format": "date-time"},
        "fetched_at": {"type": ["string", "null"], "format": "date-time", "description": "When it was archived."},
        "copy_of": {"type": ["string", "null"], "description": "Article of which this one is a near-copy."},
    },
}
_REGENCY: Final[Json] = {
    "type": "object",
    "required": ["code", "name", "province_code", "province", "events", "elections"],
    "properties": {
        "code": {"type": "string", "pattern": r"^\d{2}\.\d{2}$", "description": "Kemendagri code."},
        "name": {"type": "string"},
        "province_code": {"type": "string", "pattern": r"^\d{2}$"},
        "province": {"type": "string"},
        "events": {"type": "integer", "minimum": 0},
        "elections": {"type": "object", "additionalProperties": {"type": "integer", "minimum": 0}},
    },
}
_RESULTS: Final[Json] = {
    "type": "object",
    "required": ["schema_version", "build", "query", "total", "events"],
    "properties": {
        "schema_version": {"type": "string"},
        "build": {"type": "string", "description": "Stands for the tables these rows come from."},
        "query": {"type": "string", "description": "The search as it was read."},
        "total": {"type": "integer", "minimum": 0},
        "events": {"type": "array", "items": {"$ref": _REF.format(model="Event")}},
    },
}


def describe(request: Request) -> Response:
    """The description, for the host it is asked of."""
    asked = Asked.of(request)
    return Response(
        json.dumps({**description(), "servers": [{"url": asked.base_url}]}, ensure_ascii=False, indent=1),
        headers=asked.caching(),
        media_type="application/json",
    )


@cache
def description() -> Json:
    """The description without its servers."""
    _, models = models_json_schema([(Event, "serialization")], ref_template=_REF)
    schemas = {**models["$defs"], "Results": _RESULTS, "Source": _SOURCE, "Problems": _PROBLEMS, "Regency": _REGENCY}
    with_sources: Json = {
        "type": "object",
        "required": ["event", "sources", "citation"],
        "properties": {
            "event": {"$ref": _REF.format(model="Event")},
            "sources": {"type": "array", "items": {"$ref": _REF.format(model="Source")}},
            "citation": {"type": "string"},
        },
    }
    paths: Json = {f"/search.{form}": {"get": _search(form)} for form in FORMATS}
    paths["/event/{event_id}.json"] = {
        "get": {
            "operationId": "event",
            "summary": "One ceremony with its sources.",
            "parameters": [
                {"name": "event_id", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
            ],
            "responses": {
                "200": _answer("The ceremony.", with_sources),
                "304": _SAME,
                "404": _answer("There is no such ceremony.", {"$ref": _REF.format(model="Problems")}),
            },
        }
    }
    paths["/coverage.json"] = {
        "get": {
            "operationId": "coverage",
            "summary": "Known ceremonies of all 514 regencies and cities, by election; none is information too.",
            "responses": {
                "200": _answer(
                    "Every regency and city.", {"type": "array", "items": {"$ref": _REF.format(model="Regency")}}
                ),
                "304": _SAME,
            },
        }
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "ikrar",
            "version": metadata.version("ikrar"),
            "summary": "Neutrality ceremonies of Indonesian civil servants.",
            "description": (
                f"Rows are those of events.parquet, schema {SCHEMA_VERSION}. Every search page has the same address "
                "with a format behind it, which gives all matching rows. Answers carry an ETag of the dataset's build."
            ),
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {"schemas": schemas},
    }


_SAME: Final[Json] = {"description": "Nothing has changed since the answer with this ETag."}


def _answer(about: str, schema: Json) -> Json:
    return {"description": about, "content": {"application/json": {"schema": schema}}}


def _search(form: str) -> Json:
    media = FORMATS[form].partition(";")[0]
    schema: Json = {"$ref": _REF.format(model="Results")} if form == "json" else {}
    problems: Json = {"$ref": _REF.format(model="Problems")}
    return {
        "operationId": f"search-{form}",
        "summary": f"All ceremonies of a search as {form}.",
        "parameters": _parameters(),
        "responses": {
            "200": {
                "description": "Every matching row, in the order asked for.",
                "content": {media: {"schema": schema}},
            },
            "304": _SAME,
            "400": _answer("The search cannot be read.", problems),
            "503": _answer("The search was given up after two seconds.", problems),
        },
    }


def _parameters() -> list[Json]:
    told = {name: field.description or "" for name, field in Search.model_fields.items()}
    text: Json = {"type": "string", "maxLength": LONGEST_TEXT}
    parameters = [_parameter("q", told["q"], text)]
    for name in FILTERS:
        values: Json = {"type": "array", "items": _values(name)}
        parameters.append(
            _parameter(name, f"{told[name]} At most {MOST_VALUES} different ones.", values)
            | {"style": "form", "explode": True}
        )
    day: Json = {"type": "string", "format": "date"}
    parameters += [
        _parameter("official", told["official"], {"type": "string", "maxLength": LONGEST_VALUE}),
        _parameter("from", told["since"], day),
        _parameter("to", told["until"], day),
        _parameter("min", told["min_participants"], {"type": "integer", "minimum": 1, "maximum": MOST_PEOPLE}),
        _parameter("sort", "Order of the rows.", {"enum": list(SORTS)}),
    ]
    return parameters


def _parameter(name: str, about: str, schema: Json) -> Json:
    return {"name": name, "in": "query", "required": False, "description": about, "schema": schema}


def _values(name: str) -> Json:
    """Values that a filter takes: those of a closed list, else any text."""
    regions = gazetteer().regions
    closed: dict[str, list[str]] = {
        "province": [code for code in regions if len(code) == 2],
        "regency": [code for code in regions if len(code) == 5],
        "level": list(get_args(Level)),
        "activity": list(get_args(Activity)),
        "office": list(office_kinds()),
    }
    if name in closed:
        return {"enum": closed[name]}
    if name == "month":
        return {"type": "string", "pattern": r"^(19|20)\d\d-(0[1-9]|1[0-2])$"}
    return {"type": "string", "minLength": 1, "maxLength": LONGEST_VALUE, "pattern": VISIBLE}
