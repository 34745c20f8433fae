"""Which files the inputs name, and of what kind they are."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from extract.reading.skipped import Skipped

Kind = Literal["warc", "page", "text", "object", "lines"]

_KINDS: dict[str, Kind] = {
    ".warc": "warc",
    ".warc.gz": "warc",
    ".html": "page",
    ".htm": "page",
    ".xhtml": "page",
    ".txt": "text",
    ".json": "object",
    ".jsonl": "lines",
    ".ndjson": "lines",
    ".jsonl.gz": "lines",
    ".ndjson.gz": "lines",
}


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to be read.

    Attributes:
        path: Where it is.
        kind: What it holds, by its name.
        key: Its path within the input that named it, without extension: the id of an article without any other.
        name: Its path within the input that named it, for messages.
    """

    path: Path
    kind: Kind
    key: str
    name: str


def input_files(paths: Iterable[Path], tally: Counter[str]) -> Iterator[InputFile | Skipped]:
    """The files of the inputs, folders searched to any depth, in an order that is the same on every run.

    Of a folder with archives in a folder `archive` (the crawler's data folder) only those count. Files of other kinds
    in a folder are counted as `other file`; one that is named itself is a fault. Hidden files are not looked at.
    """
    for path in paths:
        if path.is_dir():
            archives = sorted(file for ending in ("*.warc.gz", "*.warc") for file in path.glob(f"archive/{ending}"))
            if archives:
                yield from (InputFile(file, "warc", file.name, file.name) for file in archives)
            else:
                yield from _walk(path, tally)
        elif not path.exists():
            yield Skipped(str(path), "there is no such file or folder")
        elif not path.is_file():
            yield Skipped(str(path), "is neither a file nor a folder")
        else:
            kind = _kind(path.name) or _kind_within(path)
            if isinstance(kind, Skipped):
                yield kind
            else:
                yield InputFile(path, kind, _without_ending(path.name), path.name)


def _walk(top: Path, tally: Counter[str]) -> Iterator[InputFile | Skipped]:
    faults: list[OSError] = []
    visited: set[str] = set()
    found = 0
    for folder, folders, names in os.walk(top, onerror=faults.append, followlinks=True):
        real = os.path.realpath(folder)
        if real in visited:  # a link back
            folders.clear()
            continue
        visited.add(real)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            kind = _kind(name)
            if kind is None or name.startswith("."):
                tally["other file"] += 1
                continue
            path = Path(folder, name)
            relative = path.relative_to(top).as_posix()
            found += 1
            yield InputFile(path, kind, _without_ending(relative), relative)
    for fault in faults:
        yield Skipped(str(fault.filename), f"cannot be read: {fault.strerror}")
    if not found and not faults:
        yield Skipped(str(top), "holds no WARC, HTML, text or JSON files")


def _ending(name: str) -> str:
    lowered = name.lower()
    return next(
        (name[-len(ending) :] for ending in sorted(_KINDS, key=len, reverse=True) if lowered.endswith(ending)), ""
    )


def _kind(name: str) -> Kind | None:
    return _KINDS.get(_ending(name).lower())


def _without_ending(name: str) -> str:
    ending = _ending(name)
    return name[: -len(ending)] if ending and len(ending) < len(name) else name


def _kind_within(path: Path) -> Kind | Skipped:
    """The kind of a file whose name does not tell."""
    try:
        with path.open("rb") as file:
            head = file.read(1024).lstrip(b"\xef\xbb\xbf \t\r\n")
    except OSError as error:
        return Skipped(str(path), f"cannot be read: {error.strerror}")
    if head.startswith(b"WARC/"):
        return "warc"
    if head[:1] == b"<":
        return "page"
    return Skipped(str(path), "is of no kind that is read: WARC, HTML, .txt, .json, .jsonl")
