from __future__ import annotations

import json
from pathlib import Path

import pytest

from schemas.codebook import codebook, json_schema
from schemas.columns import struct_fields
from schemas.event import Conflict, ConflictValue, EventOfficial
from schemas.report import Evidence, Official, Participants, Regulation
from schemas.tables import TABLES, Table

DATASETS = Path(__file__).parents[2] / "datasets"
NESTED = (Official, Participants, Regulation, Evidence, EventOfficial, Conflict, ConflictValue)
MODELS = (*(table.model for table in TABLES.values()), *NESTED)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_field_is_described_in_the_model_and_in_the_codebook(model: type) -> None:
    book = codebook()
    for name, info in model.model_fields.items():  # type: ignore[attr-defined]
        assert info.description
        assert len(info.description) > 8
        assert info.description.endswith(".")
        assert info.description.replace("|", "\\|") in book
        assert f"| `{name}` |" in book


def test_the_committed_codebook_is_the_generated_one() -> None:
    assert (DATASETS / "CODEBOOK.md").read_text("utf-8") == codebook()


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES.keys())
def test_the_committed_json_schema_is_the_generated_one(table: Table) -> None:
    text = (DATASETS / "schema" / f"{table.name}.json").read_text("utf-8")
    assert text == json_schema(table)
    assert list(json.loads(text)["properties"]) == list(table.model.model_fields)


def test_a_nested_value_stands_before_its_span() -> None:
    assert [field.name for field in struct_fields(Official)] == [
        "name", "name_as_written", "office", "acting", "role", "start", "end",
    ]  # fmt: skip
