"""A small dataset of invented ceremonies, and its index."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from search.index import build_index
from search.opening import Index
from tests.search.make import CEREMONIES, write


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("search") / "tables"
    write(folder, CEREMONIES)
    return folder


@pytest.fixture(scope="session")
def index(tables: Path) -> Iterator[Index]:
    with Index.open(build_index(tables).path) as opened:
        yield opened
