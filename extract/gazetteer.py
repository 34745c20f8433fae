"""The gazetteer: Indonesia's provinces, regencies and cities, and districts, by code and by name.

Codes are those of the Ministry of Home Affairs (Kemendagri), with dots: `35` a province, `35.16` a regency
(kabupaten) or city (kota), `35.16.01` a district (kecamatan, in Papua distrik).
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal, NamedTuple

Kind = Literal["province", "kabupaten", "kota", "district"]

_CODES = {
    "provinces": re.compile(r"\d{2}"),
    "regencies": re.compile(r"\d{2}\.\d{2}"),
    "districts": re.compile(r"\d{2}\.\d{2}\.\d{2}"),
}
_UNIT = re.compile(r"^(?:Kabupaten|Kota)(?: Administrasi)? ")
_SPECIAL = re.compile(r"^(?:Daerah Istimewa|Daerah Khusus Ibukota) ")


class Point(NamedTuple):
    """A position in degrees, WGS 84."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Region:
    """A province, regency, city or district.

    Attributes:
        code: Kemendagri code.
        name: name in the Kemendagri list (`Kabupaten Mojokerto`, `Jawa Timur`, `Trowulan`).
        bare: name without the word for its kind (`Mojokerto`).
        kind: what it is.
    """

    code: str
    name: str
    bare: str
    kind: Kind

    @property
    def province_code(self) -> str:
        """Code of the province it is or lies in."""
        return self.code[:2]

    @property
    def regency_code(self) -> str | None:
        """Code of the regency or city it is or lies in; None for a province."""
        return self.code[:5] if len(self.code) > 2 else None


@dataclass(frozen=True)
class Gazetteer:
    """All regions with their names, spellings, seats and centroids.

    Attributes:
        regions: every region by its code.
        forms: every spelling of a province, regency or city (bare names, abbreviations, older names) with the codes it
            may mean, provinces first, then kabupaten before kota.
        districts: every district name with the codes of the districts that bear it.
        seats: seats of government, and other towns known to lie in one regency, with the codes of their regencies.
        centroids: a position for every regency and city.
        folded: `forms` without regard to case.
    """

    regions: Mapping[str, Region]
    forms: Mapping[str, tuple[str, ...]]
    districts: Mapping[str, tuple[str, ...]]
    seats: Mapping[str, tuple[str, ...]]
    centroids: Mapping[str, Point]
    folded: Mapping[str, tuple[str, ...]]

    def region(self, code: str) -> Region:
        """The region of `code`.

        Raises:
            KeyError: no region has this code.
        """
        try:
            return self.regions[code]
        except KeyError:
            raise KeyError(f"no region has the code {code!r}") from None

    def find(self, name: str) -> tuple[Region, ...]:
        """The provinces, regencies and cities that `name` may mean, whatever its case; empty for an unknown name.

        A leading `Kabupaten`, `Kab.`, `Kota` or `Provinsi` narrows the answer to that kind.
        """
        words = " ".join(name.split())
        unit = re.match(r"(?i)(kabupaten|kab\.?|kota|provinsi|prov\.?) (.+)", words)
        found = [self.regions[code] for code in self.folded.get(words.casefold(), ())]
        if unit is None or found:
            return tuple(found)
        wanted = {"kab": "kabupaten", "kot": "kota", "pro": "province"}[unit[1][:3].casefold()]
        codes = self.folded.get(unit[2].casefold(), ())
        return tuple(r for r in map(self.regions.__getitem__, codes) if r.kind == wanted)

    def centroid(self, code: str) -> Point:
        """The position of a regency or city, or of the one a district lies in.

        Raises:
            KeyError: the code is of a province or unknown.
        """
        try:
            return self.centroids[code[:5]]
        except KeyError:
            raise KeyError(f"no centroid for the code {code!r}") from None


def read_gazetteer(tables: Mapping[str, Iterable[Mapping[str, str]]]) -> Gazetteer:
    """Build a gazetteer from its tables.

    Args:
        tables: `provinces`, `regencies`, `districts`, `abbreviations`, `seats` and `regency_centroids`, each an
            iterable of rows by column name.

    Raises:
        ValueError: a code is malformed, repeated or hangs in the air, a name is empty, a kind or position is
            impossible; the message names table and row.
    """
    regions: dict[str, Region] = {}
    for table in ("provinces", "regencies", "districts"):
        for number, row in enumerate(tables[table], 2):
            region = _read_region(table, row)
            if region is None or region.code in regions or (len(region.code) > 2 and region.code[:-3] not in regions):
                raise ValueError(f"{table}, row {number}: bad, repeated or orphaned code or name: {dict(row)}")
            regions[region.code] = region
    forms: defaultdict[str, list[str]] = defaultdict(list)
    districts: defaultdict[str, list[str]] = defaultdict(list)
    for region in regions.values():
        (districts if region.kind == "district" else forms)[region.bare].append(region.code)
        if region.kind == "province" and region.name != region.bare:
            forms[region.name].append(region.code)
    seats: defaultdict[str, list[str]] = defaultdict(list)
    for table, column, target in (("abbreviations", "form", forms), ("seats", "seat", seats)):
        for number, row in enumerate(tables[table], 2):
            if not row[column].strip() or row["code"] not in regions or row["code"] in target.get(row[column], ()):
                raise ValueError(f"{table}, row {number}: empty, unknown or repeated: {dict(row)}")
            target[row[column]].append(row["code"])
    folded: defaultdict[str, list[str]] = defaultdict(list)
    for form, codes in forms.items():
        folded[form.casefold()] += codes
    centroids = _read_centroids(tables, regions)
    return Gazetteer(regions, _ordered(forms), _ordered(districts), _ordered(seats), centroids, _ordered(folded))


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer of this package."""
    names = ("provinces", "regencies", "districts", "abbreviations", "seats", "regency_centroids")
    return read_gazetteer({name: list(_rows(name)) for name in names})


def _rows(name: str) -> Iterator[dict[str, str]]:
    with resources.files("extract.reference").joinpath(f"{name}.csv").open(encoding="utf-8") as lines:
        yield from csv.DictReader(lines)


def _read_region(table: str, row: Mapping[str, str]) -> Region | None:
    code, name = row["code"], row["name"].strip()
    if not name or not _CODES[table].fullmatch(code):
        return None
    if table == "provinces":
        return Region(code, name, _SPECIAL.sub("", name), "province")
    if table == "districts":
        return Region(code, name, name, "district") if code.startswith(row["regency_code"] + ".") else None
    if row["kind"] == "kota":
        return Region(code, name, _UNIT.sub("", name), "kota")
    return Region(code, name, _UNIT.sub("", name), "kabupaten") if row["kind"] == "kabupaten" else None


def _read_centroids(
    tables: Mapping[str, Iterable[Mapping[str, str]]], regions: Mapping[str, Region]
) -> dict[str, Point]:
    centroids: dict[str, Point] = {}
    for number, row in enumerate(tables["regency_centroids"], 2):
        try:
            point = Point(float(row["lat"]), float(row["lon"]))
        except ValueError:
            raise ValueError(f"regency_centroids, row {number}: not a position: {dict(row)}") from None
        # The archipelago's bounding box, generously.
        if row["code"] not in regions or not (-12 < point.latitude < 7 and 94 < point.longitude < 142):
            raise ValueError(f"regency_centroids, row {number}: unknown code or outside Indonesia: {dict(row)}")
        centroids[row["code"]] = point
    return centroids


def _ordered(forms: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {form: tuple(sorted(set(codes), key=lambda c: (len(c), c))) for form, codes in forms.items()}
