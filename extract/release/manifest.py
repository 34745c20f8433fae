"""What a release was made from: the source, its dependencies, and the files that went in."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from extract.release.edition import Edition, about
from extract.release.metadata import Shipped
from schemas.base import SCHEMA_VERSION
from schemas.release import FLAT_TABLES

_ROOT = Path(__file__).parents[2]
_LOCK = "requirements.lock"
#: Files of the data folder, beside the archive, that decide what is in the tables.
_DECISIONS = ("corrections.csv", "identities.csv")


@dataclass(frozen=True, slots=True)
class Provenance:
    """The software a release was made with.

    Attributes:
        version: its version.
        commit: the commit its source was at; None outside a checkout.
        clean: whether the source had no changes beyond that commit; None outside a checkout.
        lock_sha256: what the list of pinned dependencies is recognised by; None where there is none.
    """

    version: str
    commit: str | None
    clean: bool | None
    lock_sha256: str | None


def provenance(root: Path = _ROOT) -> Provenance:
    """The software that is running.

    Args:
        root: folder of the source.
    """
    lock = root / _LOCK
    commit = _git(root, "rev-parse", "HEAD") if (root / ".git").exists() else None
    changes = _git(root, "status", "--porcelain", "--untracked-files=no") if commit else None
    return Provenance(
        version=metadata.version("ikrar"),
        commit=commit,
        clean=None if changes is None else not changes,
        lock_sha256=sha256(lock) if lock.is_file() else None,
    )


def inputs(data: Path) -> dict[str, Any]:
    """The files of a data folder that a release depends on: its archive, and what people decided.

    Raises:
        OSError: a file cannot be read.
    """
    archives = sorted(path for ending in ("*.warc.gz", "*.warc") for path in (data / "archive").glob(ending))
    decided = [data / name for name in _DECISIONS]
    return {
        "archive": [_described(path) for path in archives],
        "decisions": [_described(path) for path in decided if path.is_file()],
    }


def manifest(
    edition: Edition,
    software: Provenance,
    inputs: Mapping[str, Any],
    rows: Mapping[str, int],
    *,
    previous: tuple[str, str] | None,
    withheld: int,
) -> str:
    """`manifest.json`.

    Args:
        edition: the release.
        software: what it was made with.
        inputs: what it was made from.
        rows: rows of each flat table.
        previous: version of the release before and SHA-256 of its manifest, None for the first.
        withheld: number of names that are left out on request.
    """
    value = {
        "name": about()["name"],
        "version": edition.version,
        "released": edition.released.isoformat(),
        "schema_version": SCHEMA_VERSION,
        "license": about()["license"],
        "software": {
            "name": "ikrar",
            "version": software.version,
            "source_commit": software.commit,
            "source_clean": software.clean,
            "lock_sha256": software.lock_sha256,
        },
        "inputs": inputs,
        "previous": {"version": previous[0], "manifest_sha256": previous[1]} if previous else None,
        "tables": {name: {"rows": rows[name], "key": table.key} for name, table in FLAT_TABLES.items()},
        "names_withheld": withheld,
    }
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def sums(files: Iterable[Shipped]) -> str:
    """`SHA256SUMS`, as `sha256sum -c` reads it."""
    return "".join(f"{one.sha256}  {one.name}\n" for one in sorted(files, key=lambda one: one.name))


def sha256(path: Path) -> str:
    """SHA-256 of a file in hex digits.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _described(path: Path) -> dict[str, str | int]:
    return {"name": path.name, "bytes": path.stat().st_size, "sha256": sha256(path)}


def _git(root: Path, *words: str) -> str | None:
    """What git answers; None where it is not installed or does not know the folder."""
    program = shutil.which("git")
    if program is None:
        return None
    try:
        done = subprocess.run(  # noqa: S603 - fixed words, a program found by its name
            [program, "-C", str(root), *words], capture_output=True, text=True, timeout=30, check=True
        )
    except (subprocess.SubprocessError, OSError):
        return None
    return done.stdout.strip()
