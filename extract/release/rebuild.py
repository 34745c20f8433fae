"""Making the tables anew from what was kept: the archive, and what people decided."""

from __future__ import annotations

from pathlib import Path

from extract.build import Build, Seen, build
from extract.homes import Homes
from extract.release.errors import ReleaseError
from extract.release.manifest import sha256
from schemas.tables import TABLES


def rebuild(data: Path, out: Path, *, homes: Homes | None = None, jobs: int = 1, seen: Seen | None = None) -> Build:
    """Write the tables of a data folder to `out`, from its archive, corrections and ledger of event ids alone.

    The same archive and decisions give the same bytes: on another day, with another number of jobs, in whatever order
    the files lie on disk.

    Args:
        data: data folder of a crawl.
        out: folder of the tables; former ones are replaced when all are ready.
        homes: what is known of outlets.
        jobs: processes to use.
        seen: called for every article read and every item skipped.

    Raises:
        ReleaseError: the folder holds no archive.
        CorrectionsError: the corrections are no such table.
        LedgerError: the ledger of ids cannot be relied on.
        WorkerError: one of several processes died.
        OSError: `out` cannot be written to.
    """
    if not any((data / "archive").glob("*.warc*")):
        raise ReleaseError(f"{data}: holds no archive (WARC files in a folder `archive`) to rebuild from")
    return build([data], out, homes=homes, decisions=data, jobs=jobs, seen=seen)


def table_sums(folder: Path) -> dict[str, str]:
    """SHA-256 of each table in a folder, by name; those that are there.

    Raises:
        OSError: one cannot be read.
    """
    paths = {name: folder / f"{name}.parquet" for name in TABLES}
    return {name: sha256(path) for name, path in paths.items() if path.is_file()}
