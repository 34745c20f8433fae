"""What outlets are called."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.outlets import RegistryError, load_outlets
from search.outlets import outlet_names

HEAD = "id,name,domain,kind,province_code,regency_code,timezone,platform,routes,state,state_since,state_reason,delay,note\n"
ROW = "{id},{name},{id}.example,regional,,,Asia/Jakarta,wordpress,,active,,,,\n"


def test_the_data_folders_registry_goes_before_the_bundled_one(tmp_path: Path) -> None:
    bundled = {outlet.id: outlet.name for outlet in load_outlets()}
    assert outlet_names(tmp_path) == bundled
    known = next(iter(bundled))
    (tmp_path / "outlets.csv").write_text(HEAD + ROW.format(id="kabar-borneo", name="Kabar Borneo"), "utf-8")
    assert outlet_names(tmp_path) == bundled | {"kabar-borneo": "Kabar Borneo"}
    other = tmp_path / "other.csv"
    other.write_text(HEAD + ROW.format(id=known, name="Nama Lain"), "utf-8")
    assert outlet_names(tmp_path, other) == bundled | {known: "Nama Lain"}


def test_a_registry_that_is_asked_for_must_be_there_and_sound(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        outlet_names(tmp_path, tmp_path / "none.csv")
    (tmp_path / "outlets.csv").write_text("id,name\n", "utf-8")
    with pytest.raises(RegistryError, match="columns must be"):
        outlet_names(tmp_path)
