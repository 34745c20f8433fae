"""Applying one correction to one row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from pydantic import ValidationError

from extract.gazetteer import gazetteer
from schemas.correction import LISTS, Correction, parse_field
from schemas.event import Conflict, ConflictValue, Event
from schemas.report import Evidence, Report

Row = TypeVar("Row", Report, Event)
Entry = dict[str, object]

_SEPARATOR = "; "


class StaleError(Exception):
    """The row no longer has the value that was corrected; the message says what it has."""


class AlreadyError(Exception):
    """The row has the new value by itself."""


class InvalidError(Exception):
    """The new value is none that the field can have; the message says why."""


def amend(row: Row, correction: Correction) -> Row:
    """`row` with the new value, and with what follows from it, marked as reviewed.

    A regency's code brings its name, its province and (for events) its position. Evidence of a replaced value goes,
    since the article does not say the new one; an event's conflicts keep the value the reports gave.

    Raises:
        StaleError: the row has neither the old nor the new value.
        AlreadyError: it has the new value already.
        InvalidError: the new value is none that the field can have.
    """
    path = correction.path
    values = row.model_dump()
    if path.column == "reviewed":
        _check(correction, "yes" if row.reviewed else "no")
        return _remade(row, {"reviewed": True})
    if path.label is not None:
        changed = _entries(values[path.column], path.label, path.part, correction)
        update: Entry = {path.column: changed}
    else:
        _check(correction, as_text(values[path.column]))
        update = _plain(values, path.column, correction.new)
        update["evidence"] = _evidence(row.evidence, path.column, correction.new)
    if isinstance(row, Event):
        update["conflicts"] = _conflicts(row, correction)
        if "regency_code" in update:
            update |= _position(correction.new)
    amended = _remade(row, {**update, "reviewed": True})
    if amended.date_end is not None and (amended.date is None or amended.date_end <= amended.date):
        raise InvalidError("the last day must be after the first")
    return amended


def current_value(row: Report | Event, field: str) -> str:
    """The value that a field of `row` has, as text; empty where it has none.

    Raises:
        ValueError: there is no such field.
        StaleError: there is no such entry, or more than one.
    """
    path, values = parse_field(field), row.model_dump()
    if path.column == "reviewed":
        return "yes" if row.reviewed else "no"
    if path.label is None:
        return as_text(values[path.column])
    number = _find(values[path.column], path.label)
    entry = values[path.column][number]
    return as_text(entry[path.part]) if path.part else _label(entry)


def as_text(value: object) -> str:
    """A value as corrections write it: dates in ISO form, lists with `; ` between, nothing for null."""
    if value is None:
        return ""
    if isinstance(value, list):
        return _SEPARATOR.join(map(str, value))
    return str(value)


def _check(correction: Correction, value: str) -> None:
    if value == correction.new:
        raise AlreadyError
    if value != correction.old:
        raise StaleError(f"it is now {value!r}")


def _plain(values: Mapping[str, object], column: str, new: str) -> Entry:
    if column in LISTS:
        return {column: [part.strip() for part in new.split(";") if part.strip()]}
    value: str | None = new or None
    places = gazetteer()
    if column == "regency_code":
        if value is None:
            return {"regency_code": None, "regency": None}
        if value not in places.regions or len(value) != 5:
            raise InvalidError(f"{value!r} is no code of a regency or city (`35.10`, with both zeros)")
        region = places.region(value)
        return {
            "regency_code": value,
            "regency": region.name,
            "province_code": region.province_code,
            "province": places.region(region.province_code).name,
        }
    if column == "province_code":
        if value is not None and (value not in places.regions or len(value) != 2):
            raise InvalidError(f"{value!r} is no code of a province")
        if values["regency_code"] and not str(values["regency_code"]).startswith(f"{value}."):
            raise InvalidError(f"the regency {values['regency_code']} lies in another province: correct regency_code")
        return {"province_code": value, "province": places.region(value).name if value else None}
    if column == "date":
        # A person knows the day from elsewhere: the article does not print it.
        return (
            {"date": value, "date_basis": "inferred"} if value else {"date": None, "date_end": None, "date_basis": None}
        )
    return {column: value}


def _entries(entries: list[Entry], label: str, part: str | None, correction: Correction) -> list[Entry]:
    try:
        number = _find(entries, label)
    except StaleError:
        if part is None and not correction.new:
            raise AlreadyError from None
        if part in ("name", "group") and any(as_text(entry[part]) == correction.new for entry in entries):
            raise AlreadyError from None
        raise
    entry = entries[number]
    if part is None:
        _check(correction, _label(entry))
        if correction.new:
            raise InvalidError(f"an entry can only be taken out (empty new value); to change it name a part: {label}")
        return entries[:number] + entries[number + 1 :]
    _check(correction, as_text(entry[part]))
    changed = {**entry, part: correction.new or None}
    if part == "name":
        changed["name_as_written"] = changed["name"]
    return [*entries[:number], changed, *entries[number + 1 :]]


def _find(entries: list[Entry], label: str) -> int:
    """The place of the entry that `label` names: by name or group, else by office or number."""
    for keys in (("name", "group"), ("office", "count")):
        found = [
            n for n, entry in enumerate(entries) if any(key in entry and as_text(entry[key]) == label for key in keys)
        ]
        if len(found) > 1:
            raise StaleError(f"{label!r} is there {len(found)} times")
        if found:
            return found[0]
    raise StaleError(f"there is no {label!r} any more")


def _label(entry: Entry) -> str:
    return next(
        as_text(entry[key]) for key in ("name", "group", "office", "count") if key in entry and entry[key] is not None
    )


def _evidence(evidence: Sequence[Evidence], column: str, new: str) -> list[Evidence]:
    """What of the evidence still holds where a column has a new value."""
    if column not in LISTS:
        return [item for item in evidence if item.field != column]
    kept = {f"{column}.{value.strip()}" for value in new.split(";")}
    return [item for item in evidence if not item.field.startswith(f"{column}.") or item.field in kept]


def _conflicts(event: Event, correction: Correction) -> list[Conflict]:
    """The event's conflicts with the corrected value first and the one the reports gave behind it."""
    known = next((one for one in event.conflicts if one.field == correction.field), None)
    told = list(known.values) if known else [ConflictValue(value=correction.old or None, report_ids=event.report_ids)]
    given = [one for one in told if (one.value or "") == correction.new]
    first = given[0] if given else ConflictValue(value=correction.new or None, report_ids=[])
    now = Conflict(field=correction.field, values=[first, *(one for one in told if one not in given)])
    return [*(one for one in event.conflicts if one.field != correction.field), now]


def _position(regency_code: str) -> Entry:
    if not regency_code:
        return {"latitude": None, "longitude": None}
    point = gazetteer().centroid(regency_code)
    return {"latitude": point.latitude, "longitude": point.longitude}


def _remade(row: Row, update: Entry) -> Row:
    try:
        return type(row).model_validate(row.model_dump() | update)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise InvalidError(f"{place}: {first['msg']}") from error
