"""Releases for tests, made once: from tables that the real extraction wrote."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.build import build
from extract.release import Release, make_release
from tests.extract.release.make import REGISTRY, SOFTWARE, edition, write_archive

GOLD = Path(__file__).parents[2] / "gold" / "synthetic"


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with an archive of some forty pages, and their tables in `tables`."""
    folder = tmp_path_factory.mktemp("data")
    write_archive(folder / "archive", sorted(GOLD.glob("*.json"))[:40])
    made = build([folder], folder / "tables")
    assert len(made.articles) == 40
    assert len(made.events) > 20
    assert not made.skipped
    return folder


@pytest.fixture(scope="session")
def release(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Release:
    out = tmp_path_factory.mktemp("releases")
    tables = data / "tables"
    return make_release(edition("1.0.0"), tables=tables, data=data, out=out, outlets=REGISTRY, software=SOFTWARE)
