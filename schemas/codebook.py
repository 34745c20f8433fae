"""The contract in words and as JSON Schema, generated from the models."""

from __future__ import annotations

import json
import types
from collections.abc import Iterable
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import annotated_types
import polars as pl
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from schemas.base import SCHEMA_VERSION
from schemas.columns import column_type, struct_fields
from schemas.indonesian import about_in_indonesian, in_indonesian
from schemas.tables import TABLES, Table

_INTRODUCTION = f"""\
# Codebook

The tables of a dataset, schema version {SCHEMA_VERSION}. Generated from the models in `schemas/` by
`ikrar schema --format codebook`; do not edit by hand.

Each table is one Parquet file, compressed with zstd and sorted by its key. Times are UTC, dates are plain dates,
text is NFC with `\\n` line ends, region codes are Kemendagri codes with dots (`35.16`). Spans are half-open offsets
`[start, end)` into the article's `text`, or its `title` where `in_title` is true. A value that is not told is null, and
a list without members is empty, never null.
"""


Language = Literal["en", "id"]

_WORDS: dict[Language, dict[str, str]] = {
    "en": {"key": "Key", "head": "| column | type | meaning | values |", "list of": "list of", "or null": "or null"},
    "id": {"key": "Kunci", "head": "| kolom | jenis | arti | nilai |", "list of": "daftar", "or null": "atau kosong"},
}


def codebook(
    tables: Iterable[Table] = tuple(TABLES.values()), *, language: Language = "en", introduction: str = _INTRODUCTION
) -> str:
    """The codebook of `tables`, in Markdown, with the parts their columns are made of.

    Args:
        tables: the tables, in their order.
        language: English or Indonesian.
        introduction: what stands before the tables.
    """
    key = _WORDS[language]["key"]
    parts = [introduction]
    nested: dict[str, type[BaseModel]] = {}
    for table in tables:
        about = table.about if language == "en" else about_in_indonesian(table.model)
        parts.append(f"\n## {table.name}\n\n{about} {key}: `{table.key}`.\n\n" + _columns(table, nested, language))
    for name, model in nested.items():
        about = _summary(model) if language == "en" else about_in_indonesian(model)
        rows = [_row(model, field, language) for field in (f.name for f in struct_fields(model))]
        parts.append(f"\n### {name}\n\n{about}\n\n{_head(language)}" + "".join(rows))
    return "".join(parts)


def meaning(model: type[BaseModel], field: str, language: Language = "en") -> str:
    """What a field means.

    Raises:
        KeyError: the model has no such field, or it has no text in Indonesian.
    """
    return model.model_fields[field].description or "" if language == "en" else in_indonesian(model, field)


def json_schema(table: Table) -> str:
    """JSON Schema (2020-12) of one row of `table`, indented, with a line end."""
    schema = table.model.model_json_schema()
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "version": SCHEMA_VERSION, **schema}
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _head(language: Language) -> str:
    return _WORDS[language]["head"] + "\n|---|---|---|---|\n"


def _columns(table: Table, nested: dict[str, type[BaseModel]], language: Language) -> str:
    for info in table.model.model_fields.values():
        _collect(_model_in(info.annotation), nested)
    return _head(language) + "".join(_row(table.model, name, language) for name in table.model.model_fields)


def _collect(model: type[BaseModel] | None, nested: dict[str, type[BaseModel]]) -> None:
    if model is None or model.__name__ in nested:
        return
    nested[model.__name__] = model
    for info in model.model_fields.values():
        _collect(_model_in(info.annotation), nested)


def _row(model: type[BaseModel], name: str, language: Language) -> str:
    info = model.model_fields[name]
    inner = _model_in(info.annotation)
    listed = _WORDS[language]["list of"]
    kind = f"{listed} {inner.__name__}" if inner else _type_name(column_type(info), listed)
    said = meaning(model, name, language).replace("|", "\\|").replace("\n", " ")
    return f"| `{name}` | {kind} | {said} | {_values(info, language)} |\n"


def _type_name(dtype: pl.DataType, listed: str) -> str:
    if isinstance(dtype, pl.List):
        inner = dtype.inner
        return f"{listed} {_type_name(inner if isinstance(inner, pl.DataType) else inner(), listed)}"
    if isinstance(dtype, pl.Datetime):
        return "datetime (UTC)"
    return str(dtype).lower()


def _values(info: FieldInfo, language: Language) -> str:
    parts = [f"`{value}`" for value in _literals(info.annotation)]
    for rule in [*info.metadata, *_rules(info.annotation)]:
        if isinstance(rule, annotated_types.Ge):
            parts.append(f"≥ {rule.ge}")
        elif isinstance(rule, annotated_types.Le):
            parts.append(f"≤ {rule.le}")
        elif getattr(rule, "pattern", None):
            parts.append(f"`{rule.pattern}`".replace("|", "\\|"))
    if type(None) in get_args(info.annotation):
        parts.append(_WORDS[language]["or null"])
    return ", ".join(parts)


def _rules(annotation: Any) -> list[Any]:
    if get_origin(annotation) is Annotated:
        info = get_args(annotation)[1]
        return list(info.metadata) if isinstance(info, FieldInfo) else []
    return [rule for argument in get_args(annotation) for rule in _rules(argument)]


def _literals(annotation: Any) -> list[str]:
    if get_origin(annotation) is Literal:
        return [str(value) for value in get_args(annotation)]
    if get_origin(annotation) in (Union, types.UnionType, list, tuple):
        return [value for argument in get_args(annotation) for value in _literals(argument)]
    return []


def _model_in(annotation: Any) -> type[BaseModel] | None:
    for argument in (annotation, *get_args(annotation)):
        if isinstance(argument, type) and issubclass(argument, BaseModel):
            return argument
    return None


def _summary(model: type[BaseModel]) -> str:
    return (model.__doc__ or "").strip().split("\n\n", 1)[0].replace("\n", " ")
