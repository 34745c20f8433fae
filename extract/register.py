"""The register of regulations: what a citation refers to, and what a misprinted one probably means.

The table `reference/regulations.csv` lists the instruments that neutrality news cite, with their short names and the
misprints seen. It is not the law book: an instrument that it does not list is `unknown`, not wrong.
"""

from __future__ import annotations

import csv
import io
import re
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

from pydantic import Field, ValidationError, field_validator

from extract.candidates import RegulationValue
from extract.vocabulary import vocabulary
from schemas.base import Contract
from schemas.report import RegulationStatus, RegulationType

_MISPRINT = "misprint:"
#: Types of which every issuer has its own numbers: the issuer belongs to the key.
_BY_ISSUER = frozenset({"Permen", "Perban", "SE", "Surat", "SK"})
#: Types of which every region has its own numbers.
_BY_REGION = frozenset({"Pergub", "Perbup", "Perwali", "Perda"})


class Entry(Contract):
    """A row of the register."""

    type: RegulationType = Field(description="Kind of instrument.")
    number: str | None = Field(pattern=r"^[^0\s]\S*$", description="Number without leading zeros; null for the UUD.")
    year: int = Field(ge=1945, le=2100, description="Year of the instrument.")
    title: str = Field(min_length=3, description="What it is about, as its heading says behind `tentang`.")
    aliases: tuple[str, ...] = Field(description="Short names and other numbers; `misprint:` marks a known misprint.")
    status: str = Field(min_length=2, description="Whether it is in force.")
    verified: bool = Field(description="Whether number and title were seen in a source.")
    source: str = Field(min_length=2, description="Where they were seen.")
    issuer: str = Field(min_length=2, description="Who issued it.")

    @field_validator("aliases", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(";") if part.strip()) if isinstance(value, str) else value

    @property
    def key(self) -> str:
        """Short form, such as `UU 5/2014` or `Permen PANRB 49/2011`."""
        return make_key(RegulationValue(self.type, self.number, self.year, None), self.issuer) or self.type


class Link(NamedTuple):
    """What the register says of a citation, as in `schemas.report.Regulation`."""

    key: str | None
    title: str | None
    status: RegulationStatus
    suggestion: str | None


@cache
def register() -> tuple[Entry, ...]:
    """The rows of the register in the order of the table.

    Raises:
        ValueError: a row is wrong; the message names every such row by its line.
    """
    text = resources.files("extract").joinpath("reference", "regulations.csv").read_text("utf-8")
    return read_register(text)


def read_register(text: str) -> tuple[Entry, ...]:
    """Read and check the table `text` (CSV with a header).

    Raises:
        ValueError: a row is wrong or stands twice; the message names every such row by its line.
    """
    entries: list[Entry] = []
    errors: list[str] = []
    seen: set[str] = set()
    for line, row in enumerate(csv.DictReader(io.StringIO(text)), start=2):
        fields = {"title" if name == "title_id" else name: value or None for name, value in row.items()}
        try:
            entry = Entry.model_validate({**fields, "aliases": row.get("aliases") or ""})
        except ValidationError as error:
            problem = error.errors()[0]
            errors.append(f"line {line}: {'.'.join(map(str, problem['loc']))}: {problem['msg']}")
            continue
        if entry.key in seen:
            errors.append(f"line {line}: {entry.key} stands twice")
        seen.add(entry.key)
        entries.append(entry)
    if errors:
        raise ValueError("register of regulations: " + "; ".join(errors))
    return tuple(entries)


def make_key(value: RegulationValue, cited: str) -> str | None:
    """Short form of a numbered instrument; None without a number (the UUD has its year instead).

    Ministries, agencies and regions count for themselves, so their instruments carry the issuer found in `cited`.
    """
    if value.type == "UUD":
        return "UUD 1945" if value.year == 1945 else None
    if value.number is None:
        return None
    year = "" if value.year is None or value.number.endswith(f"/{value.year}") else f"/{value.year}"
    issuer = ""
    if value.type in _BY_ISSUER:
        issuer = issuer_of(cited) or ""
    elif value.type in _BY_REGION:
        issuer = _region(cited)
    return " ".join(part for part in (value.type, issuer, value.number + year) if part)


def issuer_of(cited: str) -> str | None:
    """Short name of the ministry or agency that `cited` names first, None if it names none."""
    for name, pattern in _issuers():
        if pattern.search(cited):
            return name
    return None


def link(value: RegulationValue, as_cited: str) -> Link:
    """Find the instrument that `value`, cited in the words `as_cited`, refers to.

    A citation without a number is `known` where its words are a short name in the register; it has a title where all
    instruments of that name share it.
    """
    key = make_key(value, as_cited)
    if value.number is None and value.type != "UUD":
        named = _named(value, as_cited)
        titles = {entry.title for entry in named}
        return Link(None, titles.pop() if len(titles) == 1 else None, "known" if named else "unknown", None)
    for entry in register():
        if entry.type == value.type and (entry.key == key or _other_number(entry, value)):
            return Link(key, entry.title, "known", None)
    meant = _meant(value, as_cited)
    return Link(key, None, "suspect" if meant else "unknown", meant.key if meant else None)


def names_of(entry: Entry) -> tuple[str, ...]:
    """Title and short names of an instrument, in lower case."""
    return (entry.title.casefold(), *(name.casefold() for name in entry.aliases if not name.startswith(_MISPRINT)))


def entries_like(value: RegulationValue) -> list[Entry]:
    """The rows that a numbered citation means.

    They are those of its type, number and year (any year where it gives none), else the one it is a misprint of.
    """
    exact = [
        entry
        for entry in register()
        if entry.type == value.type and entry.number == value.number and value.year in {None, entry.year}
    ]
    meant = None if exact else _meant(value, "")
    return [meant] if meant else exact


@cache
def _issuers() -> tuple[tuple[str, re.Pattern[str]], ...]:
    table: dict[str, str] = vocabulary("regulations")["issuer_names"]
    return tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in table.items())


def _region(cited: str) -> str:
    """The region an instrument is of: the capitalised words before its number."""
    before = re.split(r"\b(?:nomor|no|tahun|tentang)\b|\d", cited, maxsplit=1, flags=re.IGNORECASE)[0]
    skipped = {word.casefold() for word in vocabulary("regulations")["words"]["no_region"]}
    found = [
        word for word in re.findall(r"[^\W\d_][\w-]*", before) if word[0].isupper() and word.casefold() not in skipped
    ]
    return " ".join(found)


def _other_number(entry: Entry, value: RegulationValue) -> bool:
    """Whether `value` gives another of a joint decree's numbers."""
    if value.type != "SKB" or value.number is None:
        return False
    numbers = {
        alias.split(" ")[0].removeprefix("SKB").lstrip("0").casefold() for alias in entry.aliases if alias[:1].isdigit()
    }
    return value.number.casefold() in numbers and value.year in {None, entry.year}


def _named(value: RegulationValue, as_cited: str) -> list[Entry]:
    words = " ".join(re.findall(r"\w+", as_cited.casefold()))
    return [
        entry
        for entry in register()
        if entry.type == value.type
        and any(" ".join(re.findall(r"\w+", name)) == words for name in names_of(entry)[1:])
        and value.year in {None, entry.year}
    ]


@lru_cache(maxsize=2048)  # articles cite the same few laws in the same few words
def _meant(value: RegulationValue, as_cited: str) -> Entry | None:
    """The instrument that a citation not in the register probably means: one misprint away, and of its title."""
    if value.number is None:
        return None
    ranked = []
    for entry in register():
        distance = _misprint(entry, value, as_cited)
        if distance is not None:
            ranked.append((distance, abs(entry.year - (value.year or entry.year)), entry))
    return min(ranked, key=lambda row: row[:2])[2] if ranked else None


def _misprint(entry: Entry, value: RegulationValue, as_cited: str) -> int | None:
    """How far `value` is from being `entry` (0 nearest), None if too far."""
    printed = f"{value.type} {value.number}/{value.year}"
    if f"{_MISPRINT}{printed}" in entry.aliases:
        return 0
    if entry.number is None or (entry.type in _BY_ISSUER and issuer_of(entry.issuer) != issuer_of(as_cited)):
        return None
    title = title_in(as_cited)
    same_title = bool(title) and same_subject(title, entry)
    if title and not same_title:
        return None
    same_number, same_year = entry.number == value.number, entry.year == value.year
    if entry.type != value.type:
        letters = re.search(r"\D", entry.number) is not None
        return 2 if same_number and same_year and (same_title or letters) else None
    if same_number and value.year is None:
        return 1
    if same_number and (same_title or _one_slip(str(entry.year), str(value.year))):
        return 1
    if (
        same_year
        and _one_slip(entry.number, value.number or "")
        and (same_title or _swapped(entry.number, value.number or ""))
    ):
        return 2
    return None


def title_in(as_cited: str) -> str:
    """The printed title, in lower case; empty if there is none."""
    found = re.search(r"\b(?:tentang|mengenai|ttg)\s+(.{2,300})", as_cited, re.IGNORECASE | re.DOTALL)
    return found[1].casefold() if found else ""


def same_subject(title: str, entry: Entry) -> bool:
    """Whether a printed title or short name (lower case) speaks of what `entry` is about."""
    names: dict[str, list[str]] = vocabulary("regulations")["names"]
    name = " ".join(re.findall(r"\w+", title))
    own = entry.title.casefold()
    if name in own or own in title or any(name == alias.partition(" ")[2] for alias in names_of(entry)[1:]):
        return True
    return any(
        re.search(rf"\b{re.escape(short)}\b", name) is not None and any(long in own for long in longs)
        for short, longs in names.items()
    )


def _one_slip(a: str, b: str) -> bool:
    """Whether one wrong character or two swapped ones part `a` and `b`."""
    return len(a) == len(b) and (sum(x != y for x, y in zip(a, b, strict=True)) == 1 or _swapped(a, b))


def _swapped(a: str, b: str) -> bool:
    differ = [i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y]
    return (
        len(a) == len(b)
        and len(differ) == 2
        and differ[1] == differ[0] + 1
        and a[differ[0]] == b[differ[1]]
        and a[differ[1]] == b[differ[0]]
    )
