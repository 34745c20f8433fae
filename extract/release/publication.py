"""Making a release: every file in a folder beside, checked sums, and the folder put in its place at once."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from extract.merging.identities import read_identities
from extract.release import changes as differ
from extract.release.card import card, changelog, citation_file, release_codebook
from extract.release.dataset import Dataset, load_dataset
from extract.release.edition import Edition, about, words
from extract.release.errors import ReleaseError
from extract.release.files import write_csv, write_geojson, write_workbook
from extract.release.flat import flat_frames
from extract.release.manifest import Provenance, inputs, manifest, provenance, sha256, sums
from extract.release.metadata import Shipped, croissant, data_package
from extract.release.pictures import pictures
from extract.release.quality import Quality, measure, quality_json
from extract.release.takedown import Takedown, read_takedown
from schemas.base import SCHEMA_VERSION
from schemas.outlet import Outlet
from schemas.parquet import to_frame, write_parquet
from schemas.release import EVENTS_FULL, FLAT_TABLES, ChangeRow


@dataclass(frozen=True, slots=True)
class Release:
    """A release that was made.

    Attributes:
        folder: where it is.
        version: its version.
        rows: rows of each flat table.
        changes: number of differences to the release before.
        files: its files, by their paths within it.
    """

    folder: Path
    version: str
    rows: Mapping[str, int]
    changes: int
    files: tuple[str, ...]


def make_release(
    edition: Edition,
    *,
    tables: Path,
    data: Path,
    out: Path,
    previous: Path | None = None,
    outlets: Sequence[Outlet] = (),
    takedown: Path | None = None,
    gold: Sequence[Path] = (),
    software: Provenance | None = None,
) -> Release:
    """Make the folder `out/<version>` with a release; it is there whole or not at all.

    The same tables, lists and date give the same bytes.

    Args:
        edition: version, day and makers of the release.
        tables: folder of `articles.parquet`, `reports.parquet` and `events.parquet`.
        data: data folder with the archive, corrections and event ids, of which the manifest tells.
        out: folder of all releases.
        previous: folder of the release before; None for the first.
        outlets: the registry of outlets.
        takedown: list of persons to be left out; None for `takedown.csv` of the data folder, if it is there.
        gold: annotated articles to measure accuracy on; empty to leave that out.
        software: what it is made with; None for what is running.

    Raises:
        ReleaseError: the version exists, is no version or not above the release before; that was altered; or there are
            no annotated articles where they should be.
        TableError: a table cannot serve.
        LedgerError: the ledger of event ids is damaged.
        TakedownError: the takedown list has faults.
        OSError: the disk is full or a folder cannot be written; nothing is left behind.
    """
    key = differ.version_key(edition.version)
    final = out / edition.version
    _check_free(final)
    before = differ.read_previous(previous) if previous else None
    if before and differ.version_key(before.version) >= key:
        raise ReleaseError(f"version {edition.version} is not above {before.version}, the release before")
    secret = _takedown(takedown, data)
    fates = {one.event_id: one for one in read_identities(data / "identities.csv").tombstones()}
    whole = load_dataset(tables, outlets)
    events = frozenset(event.event_id for event in whole.events)
    quality = measure(gold)
    out.mkdir(parents=True, exist_ok=True)
    with _alone(out), _beside(out, edition.version) as folder:
        _check_free(final)
        gone = differ.removed_since(before, events, fates, edition.version)
        dataset = secret.redact(replace(whole, removed=gone))
        frames = flat_frames(dataset)
        _check_columns(before, frames, key)
        found = differ.differences(before, frames, secret)
        contents = _Contents(edition, dataset, frames, found, before, secret, quality, software or provenance())
        _write_tables(folder, contents)
        _write_words(folder, contents)
        _write_descriptions(folder, contents, data)
        files = tuple(one.name for one in _shipped(folder))
        _sync(folder)
        folder.chmod(0o755)
        folder.rename(final)
        _sync_one(out)
    return Release(final, edition.version, contents.rows, len(found), files)


def latest_release(out: Path) -> Path | None:
    """The release with the highest version in a folder of releases; None where there is none."""
    found = [path for path in out.glob("*/") if differ.VERSION.fullmatch(path.name)] if out.is_dir() else []
    return max(found, key=lambda path: differ.version_key(path.name), default=None)


@dataclass(frozen=True, slots=True)
class _Contents:
    """What the files of a release are written from."""

    edition: Edition
    dataset: Dataset
    frames: Mapping[str, pl.DataFrame]
    changes: Sequence[ChangeRow]
    before: differ.Previous | None
    secret: Takedown
    quality: Quality | None
    software: Provenance

    @property
    def rows(self) -> dict[str, int]:
        """Rows of each flat table."""
        return {name: frame.height for name, frame in self.frames.items()}


def _write_tables(folder: Path, it: _Contents) -> None:
    said = {
        "dataset": about()["name"],
        "dataset_version": it.edition.version,
        "schema_version": SCHEMA_VERSION,
        "license": about()["license"],
        "source_commit": it.software.commit or "unknown",
    }
    (folder / "data").mkdir()
    (folder / "csv").mkdir()
    for name, frame in it.frames.items():
        write_parquet(FLAT_TABLES[name], frame, folder / "data" / f"{name}.parquet", said)
        write_csv(frame, folder / "csv" / f"{name}.csv")
    nested = to_frame(EVENTS_FULL, it.dataset.events).sort("date", "regency_code", "event_id", nulls_last=True)
    write_parquet(EVENTS_FULL, nested, folder / "data" / f"{EVENTS_FULL.name}.parquet", said)
    write_csv(differ.changes_frame(it.changes), folder / "changes.csv")
    write_workbook(FLAT_TABLES["events"], it.frames["events"], folder / "events.xlsx", it.edition.released)
    write_geojson(it.frames["events"], folder / "events.geojson")


def _write_words(folder: Path, it: _Contents) -> None:
    (folder / "pictures").mkdir()
    names = {outlet.id: outlet.name for outlet in it.dataset.outlets}
    for name, picture in pictures(it.dataset.events, names).items():
        _write(folder / "pictures" / name, picture)
    was = (it.before.version, it.before.changelog) if it.before else None
    _write(folder / "README.md", card(it.edition, it.frames, it.quality))
    _write(folder / "CHANGELOG.md", changelog(it.edition, it.frames, it.changes, was, it.secret))
    _write(folder / "CODEBOOK.md", release_codebook())
    _write(folder / "CITATION.cff", citation_file(it.edition))
    _write(folder / "LICENSE", words("CC-BY-4.0.txt"))
    _write(folder / "quality.json", quality_json(it.quality))


def _write_descriptions(folder: Path, it: _Contents, data: Path) -> None:
    """What tells of the other files, and the sums of all."""
    shipped = {one.name: one for one in _shipped(folder)}
    _write(folder / "croissant.json", croissant(it.edition, shipped.values()))
    _write(folder / "datapackage.json", data_package(it.edition, shipped))
    link = (it.before.version, it.before.manifest_sha256) if it.before else None
    withheld = len(it.secret.names)
    told = manifest(it.edition, it.software, inputs(data), it.rows, previous=link, withheld=withheld)
    _write(folder / "manifest.json", told)
    _write(folder / "SHA256SUMS", sums(_shipped(folder)))


def _takedown(path: Path | None, data: Path) -> Takedown:
    usual = data / "takedown.csv"
    if path is None and not usual.exists():
        return Takedown()
    return read_takedown(path or usual)


def _check_free(folder: Path) -> None:
    if folder.exists():
        raise ReleaseError(f"{folder} exists; a release is never altered, take a higher version")


def _check_columns(
    before: differ.Previous | None, frames: Mapping[str, pl.DataFrame], key: tuple[int, int, int]
) -> None:
    """Columns that readers rely on go only with a new first number of the version.

    Raises:
        ReleaseError: a column or table of the release before is missing.
    """
    if before is None or key[0] > differ.version_key(before.version)[0]:
        return
    for name, frame in before.frames.items():
        lost = [one for one in frame.columns if name not in frames or one not in frames[name].columns]
        if lost:
            raise ReleaseError(
                f"{name} of release {before.version} has columns that are no more ({', '.join(lost)}); "
                f"that takes version {differ.version_key(before.version)[0] + 1}.0.0"
            )


@contextmanager
def _alone(out: Path) -> Iterator[None]:
    """Hold the folder of releases, so that what others left unfinished in it can be told from what they are making."""
    handle = os.open(out, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ReleaseError(f"{out}: another release is being made there") from error
        for leftover in out.glob(".*.part"):
            shutil.rmtree(leftover)
        yield
    finally:
        os.close(handle)


@contextmanager
def _beside(out: Path, version: str) -> Iterator[Path]:
    """A folder beside the releases that goes away unless it was renamed."""
    folder = Path(tempfile.mkdtemp(prefix=f".{version}-", suffix=".part", dir=out))
    try:
        yield folder
    except OSError as error:
        raise OSError(f"{out}: release {version} was not made and nothing is left of it ({error})") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _shipped(folder: Path) -> Iterator[Shipped]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield Shipped(path.relative_to(folder).as_posix(), path.stat().st_size, sha256(path))


def _sync(folder: Path) -> None:
    """Wait until everything in a folder is on disk."""
    for path in [*folder.rglob("*"), folder]:
        _sync_one(path)


def _sync_one(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
