"""What a component finds: a value, the span it was read from, and the rule that read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Generic, Literal, TypeVar

from schemas.report import Acting, Activity, DateBasis, Qualifier, RegulationType, Role

V = TypeVar("V")

#: Candidates scored above this may be of a ceremony.
LIKELY = 0.5


@dataclass(frozen=True, slots=True)
class Candidate(Generic[V]):
    """A reading of a span that may become a value of a report.

    Attributes:
        value: the normalised reading.
        start: offset of its first character in the document's text.
        end: offset behind its last character.
        rule: name of the pattern that found it; `veto:…` where a rule speaks against it.
        score: from 0 (surely not of a ceremony) to 1; comparable within one field only.
    """

    value: V
    start: int
    end: int
    rule: str
    score: float


@dataclass(frozen=True, slots=True)
class DateValue:
    """A day or a span of days, resolved to the calendar.

    Attributes:
        day: the day; the first one of a span.
        last_day: the last day of a span, else None.
        basis: how it was resolved, as in `Report.date_basis`.
        weekday_agrees: whether a printed weekday is the day's own; None where none is printed.
    """

    day: date
    last_day: date | None
    basis: DateBasis
    weekday_agrees: bool | None


@dataclass(frozen=True, slots=True)
class PlaceValue:
    """A named region of Indonesia.

    Attributes:
        kind: which list of the gazetteer it stands in.
        codes: every Kemendagri code the words may mean, best first; one where it is certain.
        name: name in the Kemendagri list of the first code.
        context: what the words before it make of it: `government` (Pemkab X, Bupati X, ASN Kabupaten X), `body`
            (Lapas X, RSUD X, Polres X, SMAN 1 X), `dateline` (opening line), `venue` (bertempat di … X), `other`.
    """

    kind: Literal["province", "regency", "district"]
    codes: tuple[str, ...]
    name: str
    context: Literal["government", "body", "dateline", "venue", "other"]


@dataclass(frozen=True, slots=True)
class OfficialValue:
    """One mention of a person or of an office without a name.

    Attributes:
        person: number of the person or office within the document; mentions of one person share it.
        name: fullest form of the person's name in the document, without titles; None for an office without a name.
        name_as_written: the fullest form as printed there, with titles.
        office: position with its place where stated anywhere in the document, without the acting prefix, or None.
        acting: acting capacity.
        role: what this mention says the person did; None where it says nothing.
        quoted_only: the mention stands inside quoted speech (spoken about, not acting).
    """

    person: int
    name: str | None
    name_as_written: str | None
    office: str | None
    acting: Acting | None
    role: Role | None
    quoted_only: bool


@dataclass(frozen=True, slots=True)
class ParticipantsValue:
    """A stated number of people, as in `schemas.report.Participants`."""

    count: int
    count_max: int | None
    qualifier: Qualifier
    group: str | None


@dataclass(frozen=True, slots=True)
class RegulationValue:
    """A cited instrument, as in `schemas.report.Regulation`; the span is the citation as printed."""

    type: RegulationType
    number: str | None
    year: int | None
    provision: str | None


@dataclass(frozen=True, slots=True)
class ActivityValue:
    """Words that name an act of commitment.

    Attributes:
        activity: which act.
        status: whether these words tell that it took place (`held`), that it will (`planned`), that it ought to
            (`obliged`), that it did not (`denied`), that it did elsewhere or long ago (`background`), or only name it
            (`named`).
    """

    activity: Activity
    status: Literal["held", "planned", "obliged", "denied", "background", "named"]
