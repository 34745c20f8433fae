"""The descriptions that machines read: Croissant and Data Package."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from extract.release.edition import Edition, about, words
from schemas.codebook import meaning
from schemas.release import FLAT_TABLES, FlatTable

#: Media types of the files by the ending of their names.
MEDIA_TYPES = {
    ".parquet": "application/x-parquet",
    ".csv": "text/csv",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".geojson": "application/geo+json",
}
_CROISSANT = {
    "string": "sc:Text", "integer": "sc:Integer", "number": "sc:Float", "boolean": "sc:Boolean",
    "date": "sc:Date", "datetime": "sc:DateTime",
}  # fmt: skip
_RULES = {"minimum": "minimum", "maximum": "maximum", "pattern": "pattern", "maxLength": "maxLength", "enum": "enum"}


@dataclass(frozen=True, slots=True)
class Shipped:
    """A file of the release.

    Attributes:
        name: its path within the release, with `/`.
        size: in bytes.
        sha256: in hex digits.
    """

    name: str
    size: int
    sha256: str

    @property
    def media_type(self) -> str:
        """Its media type."""
        return next(kind for ending, kind in MEDIA_TYPES.items() if self.name.endswith(ending))


@dataclass(frozen=True, slots=True)
class Column:
    """A column as the descriptions tell of it: a Data Package type, its rules, and whether it may be null."""

    name: str
    kind: str
    rules: Mapping[str, Any]
    nullable: bool


def columns(table: FlatTable) -> list[Column]:
    """The columns of a table with what their model says of them."""
    found = []
    for name, said in table.model.model_json_schema()["properties"].items():
        options = [one for one in said.get("anyOf", [said]) if one.get("type") != "null"]
        rule = options[0]
        kind = {"date": "date", "date-time": "datetime"}.get(rule.get("format", ""), rule["type"])
        rules = {ours: rule[theirs] for theirs, ours in _RULES.items() if theirs in rule}
        found.append(Column(name, kind, rules, nullable=len(options) < len(said.get("anyOf", options))))
    return found


def croissant(edition: Edition, files: Iterable[Shipped]) -> str:
    """The release described as Croissant 1.1 (MLCommons), with the fields of responsible AI."""
    said = about()
    shipped = [one for one in files if any(one.name.endswith(ending) for ending in MEDIA_TYPES)]
    return _json(
        {
            "@context": json.loads(words("croissant_context.json")),
            "@type": "sc:Dataset",
            "conformsTo": ["http://mlcommons.org/croissant/1.1", "http://mlcommons.org/croissant/RAI/1.0"],
            "name": said["name"],
            "description": said["description"],
            "license": said["license_url"],
            "url": edition.address or "./",
            "creator": [{"@type": "sc:Organization", "name": name} for name in edition.creators],
            "datePublished": edition.released.isoformat(),
            "version": edition.version,
            "inLanguage": ["id", "en"],
            "keywords": said["keywords"],
            "citeAs": edition.bibtex,
            "isLiveDataset": False,
            "rai:dataCollection": said["collection"],
            "rai:dataLimitations": said["limitations"],
            "rai:dataBiases": [said["biases"]],
            "rai:personalSensitiveInformation": [said["personal"]],
            "distribution": [
                {
                    "@type": "cr:FileObject",
                    "@id": one.name,
                    "name": one.name,
                    "contentUrl": one.name,
                    "contentSize": f"{one.size} B",
                    "encodingFormat": one.media_type,
                    "sha256": one.sha256,
                }
                for one in shipped
            ],
            "recordSet": [_record_set(table) for table in FLAT_TABLES.values()],
        }
    )


def data_package(edition: Edition, files: Mapping[str, Shipped]) -> str:
    """The CSV files of the release described as a Data Package (version 2).

    Args:
        edition: the release.
        files: its files by name.
    """
    said = about()
    package: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": said["name"],
        "title": said["title"],
        "description": said["description"],
        "version": edition.version,
        "created": f"{edition.released.isoformat()}T00:00:00Z",
        "keywords": said["keywords"],
        "licenses": [
            {"name": said["license"], "path": said["license_url"], "title": "Creative Commons Attribution 4.0"}
        ],
        "contributors": [{"title": name, "roles": ["creator"]} for name in edition.creators],
        "sources": [{"title": "Articles of the outlets in csv/outlets.csv, by address in csv/articles.csv"}],
        "resources": [_resource(table, files[f"csv/{name}.csv"]) for name, table in FLAT_TABLES.items()],
    }
    if edition.address:
        package["homepage"] = edition.address
    return _json(package)


def _record_set(table: FlatTable) -> dict[str, Any]:
    # Without `references`: mlcroissant 1.1 reads them as inner joins, and loses rows whose reference is null as well as
    # rows of the table that is referred to. The Data Package has the foreign keys.
    fields = []
    for column in columns(table):
        field = {
            "@type": "cr:Field",
            "@id": f"{table.name}/{column.name}",
            "name": column.name,
            "description": meaning(table.model, column.name),
            "dataType": _CROISSANT[column.kind],
            "source": {"fileObject": {"@id": f"data/{table.name}.parquet"}, "extract": {"column": column.name}},
        }
        fields.append(field)
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.about,
        "key": {"@id": f"{table.name}/{table.key}"},
        "field": fields,
    }


def _resource(table: FlatTable, file: Shipped) -> dict[str, Any]:
    fields = []
    for column in columns(table):
        rules = {"required": True, **column.rules} if not column.nullable else dict(column.rules)
        field: dict[str, Any] = {
            "name": column.name,
            "type": column.kind,
            "description": meaning(table.model, column.name),
        }
        fields.append(field | ({"constraints": rules} if rules else {}))
    return {
        "name": table.name,
        "title": table.about,
        "path": file.name,
        "format": "csv",
        "mediatype": file.media_type,
        "encoding": "utf-8",
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
        "schema": {
            "fields": fields,
            "primaryKey": [table.key],
            "missingValues": [""],
            "foreignKeys": [
                {"fields": [column], "reference": {"resource": name, "fields": [FLAT_TABLES[name].key]}}
                for column, name in table.references
            ],
        },
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
