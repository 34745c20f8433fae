"""The polars schema of a table, derived from its model."""

from __future__ import annotations

import datetime as dt
import types
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import polars as pl
from pydantic import AwareDatetime, BaseModel
from pydantic.fields import FieldInfo

from schemas.tables import Table

_PLAIN: dict[Any, pl.DataType] = {
    str: pl.String(),
    int: pl.Int64(),
    float: pl.Float64(),
    bool: pl.Boolean(),
    dt.date: pl.Date(),
    dt.datetime: pl.Datetime("us", "UTC"),
    AwareDatetime: pl.Datetime("us", "UTC"),
}
_NAMED: dict[str, pl.DataType] = {"float32": pl.Float32()}


def polars_schema(table: Table) -> pl.Schema:
    """Column names and polars types of `table`, in the order of its model's fields."""
    return pl.Schema({name: column_type(info) for name, info in table.model.model_fields.items()})


def struct_fields(model: type[BaseModel]) -> list[pl.Field]:
    """The fields of a nested model: its values first, then its span and where the span lies."""
    tail = [name for name in ("report_id", "start", "end", "in_title") if name in model.model_fields]
    names = [name for name in model.model_fields if name not in tail] + tail
    return [pl.Field(name, column_type(model.model_fields[name])) for name in names]


def column_type(info: FieldInfo) -> pl.DataType:
    """The polars type of one field.

    Raises:
        TypeError: the field's annotation has no counterpart among the column types.
    """
    extra = info.json_schema_extra
    if isinstance(extra, dict) and "column" in extra:
        return _NAMED[str(extra["column"])]
    return _type_of(info.annotation)


def _type_of(annotation: Any) -> pl.DataType:
    if annotation in _PLAIN:
        return _PLAIN[annotation]
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _type_of(arguments[0])
    if origin in (Union, types.UnionType):
        (inner,) = (argument for argument in arguments if argument is not types.NoneType)
        return _type_of(inner)
    if origin is Literal:
        return pl.String()
    if origin in (list, tuple):
        return pl.List(_type_of(arguments[0]))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return pl.Struct(struct_fields(annotation))
    raise TypeError(f"no column type for {annotation!r}")
