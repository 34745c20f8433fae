from __future__ import annotations

import pytest

from schemas.base import Contract
from schemas.codebook import codebook, meaning
from schemas.columns import polars_schema
from schemas.indonesian import about_in_indonesian, in_indonesian, texts
from schemas.release import CHANGES, EVENTS_FULL, FLAT_TABLES
from schemas.tables import TABLES

PUBLISHED = [*FLAT_TABLES.values(), CHANGES]
ALL = [*TABLES.values(), *PUBLISHED, EVENTS_FULL]


@pytest.mark.parametrize("table", PUBLISHED, ids=lambda table: table.name)
def test_a_published_table_is_flat_with_short_names_and_every_column_described(table) -> None:  # type: ignore[no-untyped-def]
    schema = polars_schema(table)
    assert all(len(name) <= 32 for name in schema)
    assert not any(kind.is_nested() for kind in schema.values())
    assert set(table.order) <= set(schema)
    assert all(column in schema and target in FLAT_TABLES for column, target in table.references)
    for name, info in table.model.model_fields.items():
        assert (info.description or "").endswith("."), name


def test_every_column_of_every_table_is_explained_in_indonesian() -> None:
    for table in ALL:
        assert about_in_indonesian(table.model)
        for name in table.model.model_fields:
            text = in_indonesian(table.model, name)
            assert text.endswith(".")
            assert text != meaning(table.model, name)
    codebook(ALL, language="id")  # explains the nested parts too, or raises


def test_every_indonesian_text_belongs_to_a_field() -> None:
    models = {one.__name__: one for one in _below(Contract)}
    for name, fields in texts().items():
        assert set(fields) - {"about"} <= set(models[name].model_fields), name


def test_a_code_stands_beside_its_number() -> None:
    for table in PUBLISHED:
        columns = list(polars_schema(table))
        for name in columns:
            if name.endswith("_code"):
                assert columns[columns.index(name) + 1] == name.replace("_code", "_num")


def _below(model: type[Contract]) -> list[type[Contract]]:
    return [one for child in model.__subclasses__() for one in (child, *_below(child))]
