"""A correction by a person: one line of `corrections.csv`, applied at every build."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from schemas.base import CleanText, Contract

#: Values of one plain column, of reports and events alike.
SCALARS = (
    "date", "date_end", "regency_code", "province_code", "level", "organizer", "venue", "participants_total",
)  # fmt: skip
#: Lists of plain values, written with `; ` between them.
LISTS = ("activities", "elections")
#: Values of one entry of a list of people or numbers.
PARTS = {
    "officials": ("name", "office", "acting", "role"),
    "participants": ("count", "count_max", "qualifier", "group"),
}
#: What a person can say of a report as a whole.
STATEMENTS = ("ceremony", "same_as", "other_than")

_ENTRY = re.compile(r"(officials|participants)\[([^\[\]]{1,200})\](?:\.([a-z_]{1,20}))?")


class FieldPath(Contract):
    """The parts of `Correction.field`: `officials[Rina Wulandari].office`."""

    column: str = Field(description="Column of the row, or a statement about it.")
    label: str | None = Field(description="Which entry of the column: a name, an office, a group or a number.")
    part: str | None = Field(description="Which value of the entry; null for the entry itself.")


def parse_field(text: str) -> FieldPath:
    """The parts of a field path.

    Raises:
        ValueError: it names no value that can be corrected.
    """
    if text in (*SCALARS, *LISTS, *STATEMENTS, "reviewed"):
        return FieldPath(column=text, label=None, part=None)
    match = _ENTRY.fullmatch(text)
    if match is not None and (match[3] is None or match[3] in PARTS[match[1]]):
        return FieldPath(column=match[1], label=match[2], part=match[3])
    if text in ("regency", "province"):
        raise ValueError(f"{text} follows from {text}_code: correct that")
    known = ", ".join(
        (*SCALARS, *LISTS, "officials[NAME].office", "participants[GROUP].count", *STATEMENTS, "reviewed")
    )
    raise ValueError(f"no such field {text!r}; there are {known}")


def _known_field(text: str) -> str:
    parse_field(text)
    return text


_Short = Annotated[CleanText, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\n]+$")]
_Long = Annotated[CleanText, StringConstraints(min_length=1, max_length=1000, pattern=r"^[^\n]+$")]
_Value = Annotated[CleanText, StringConstraints(max_length=1000, pattern=r"^[^\n]*$")]


class Correction(Contract):
    """What a person says is wrong in one row, and what is right; empty text stands for no value."""

    target: _Short = Field(description="The row: a `report_id` or an `event_id`.")
    field: Annotated[_Short, AfterValidator(_known_field)] = Field(
        description="Column of the row (`venue`); for people and numbers the entry and its value "
        "(`officials[Rina Wulandari].office`, `participants[guru].count`), or the entry alone, to take it out; "
        "`ceremony` (`yes` to `no`: the report tells of none), `same_as` or `other_than` (`new` is another report, of "
        "the same or of another ceremony), `reviewed` (`no` to `yes`: the row is right)."
    )
    old: _Value = Field(description="The value it has; the correction holds only as long as it has this value.")
    new: _Value = Field(description="The value it should have; lists with `; ` between their values.")
    who: _Short = Field(description="Who says so.")
    when: dt.date = Field(description="Day on which it was said.")
    why: _Long = Field(description="How it is known: a source, a page, a scan.")

    @model_validator(mode="after")
    def _says_something(self) -> Correction:
        if self.old == self.new:
            raise ValueError("old and new are the same")
        if self.field in ("same_as", "other_than") and (self.old or not self.new or self.new == self.target):
            raise ValueError(f"{self.field} takes no old value, and as new one another report")
        return self

    @property
    def path(self) -> FieldPath:
        """The parts of `field`."""
        return parse_field(self.field)

    @property
    def on(self) -> Literal["event", "report"]:
        """Whether it is about an event or a report."""
        return "event" if re.fullmatch(r"ev-[0-9a-f]{12}", self.target) else "report"
