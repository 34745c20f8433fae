"""What of a report is compared with other reports: its values, levelled out, and nothing else.

Traits are small, so that those of every report fit in memory together while the reports themselves stay on disk.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from extract.gazetteer import gazetteer
from extract.merging.compared import Compared
from extract.merging.names import fold, name_words
from extract.vocabulary import vocabulary, words
from schemas.report import Report

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Person:
    """An official, for comparison.

    Attributes:
        name: words of the name; empty for an office without a name.
        office: the office, folded; empty where none is told.
        single: the office is one that a single person holds at a time.
        acting: acting capacity.
    """

    name: tuple[str, ...]
    office: str
    single: bool
    acting: str | None


@dataclass(frozen=True, slots=True)
class Body:
    """An institution: its kind (`lapas`, `sman`) and the words that tell which one (`{"1", "enrekang"}`)."""

    kind: str
    which: frozenset[str]


@dataclass(frozen=True, slots=True)
class Traits:
    """A report's values, levelled out.

    Attributes:
        report_id: the report.
        article_id: its article.
        ordinal: which of its article's ceremonies.
        voice: the article that its article is a copy of, or itself.
        published: day of publication, UTC.
        first: first day of the ceremony.
        last: last day of it; `first` where it took one day.
        slack: by how many days it may be off, 0 or 1.
        regency: Kemendagri code.
        province: Kemendagri code.
        level: as in the report.
        people: officials.
        bodies: institutions it may be a ceremony of; only where it is no government's.
        organizer: folded.
        venue: its telling words.
        counts: numbers of people that are more than an order of magnitude.
        total: the ceremony's own total.
        activities: as in the report.
        elections: as in the report.
        title: telling words of the headline.
    """

    report_id: str
    article_id: str
    ordinal: str
    voice: str
    published: dt.date | None
    first: dt.date | None
    last: dt.date | None
    slack: int
    regency: str | None
    province: str | None
    level: str | None
    people: tuple[Person, ...]
    bodies: frozenset[Body]
    organizer: str
    venue: frozenset[str]
    counts: frozenset[int]
    total: int | None
    activities: frozenset[str]
    elections: frozenset[str]
    title: frozenset[str]

    @property
    def single_body(self) -> bool:
        """Whether it is a ceremony of one institution, district or national body instead of a regional government."""
        return self.level in ("institution", "district", "national")

    @property
    def placed(self) -> bool:
        """Whether the report says fully whose ceremony it was."""
        if self.regency is not None or self.level == "national":
            return True
        return self.level == "province" and self.province is not None

    @property
    def dated(self) -> bool:
        """Whether the report has a day."""
        return self.first is not None


def traits_of(report: Report | Compared, *, voice: str | None = None, doubtful: bool = False) -> Traits:
    """The traits of `report`.

    Args:
        report: the report.
        voice: the article that its article is a copy of.
        doubtful: its explicit date may be off by a day, because the printed weekday is another one.
    """
    places = _place_words(report.regency_code, report.province_code)
    return Traits(
        report_id=report.report_id,
        article_id=report.article_id,
        ordinal=report.report_id.removeprefix(report.article_id),
        voice=voice or report.article_id,
        published=report.published_at.date() if report.published_at else None,
        first=report.date,
        last=report.date_end or report.date,
        slack=int(doubtful or report.date_basis in ("relative", "inferred")),
        regency=report.regency_code,
        province=report.province_code,
        level=report.level,
        people=tuple(person(one.name, one.office, one.acting) for one in report.officials),
        bodies=_bodies(report, places),
        organizer=fold(report.organizer) if report.organizer else "",
        venue=telling_words(report.venue, places) if report.venue else frozenset(),
        counts=frozenset(one.count for one in report.participants if one.qualifier != "vague"),
        total=report.participants_total,
        activities=_shared(frozenset(report.activities)),
        elections=_shared(frozenset(report.elections)),
        title=_title_words(report.title, places) if report.title else frozenset(),
    )


def person(name: str | None, office: str | None, acting: str | None) -> Person:
    """An official as it is compared."""
    folded = fold(office) if office else ""
    return Person(name_words(name) if name else (), folded, single_office(folded) is not None, acting)


@lru_cache(maxsize=65_536)
def single_office(office: str) -> str | None:
    """The single-holder office that a folded office is (`bupati`); None for one that several people hold."""
    return next((one for one in _singles() if office == one or office.startswith(one + " ")), None)


def telling_words(phrase: str, places: frozenset[str] = frozenset()) -> frozenset[str]:
    """The words of a venue that tell which one it is; all of them where none does."""
    found = frozenset(fold(phrase).split())
    return _shared((found - _empty("venue_words.empty") - places) or found)


@cache
def _singles() -> tuple[str, ...]:
    return tuple(sorted(words("linkage", "offices.single"), key=lambda office: (-len(office), office)))


@cache
def _empty(key: str) -> frozenset[str]:
    return frozenset(words("linkage", key))


@cache
def _place_words(regency: str | None, province: str | None) -> frozenset[str]:
    """Words of the names of a report's own region: they stand in everything it says and tell nothing apart."""
    found: set[str] = set()
    for code in (regency, province):
        if code is not None and code in gazetteer().regions:
            found |= set(_WORD.findall(gazetteer().region(code).bare.casefold()))
    return frozenset(found)


def _title_words(title: str, places: frozenset[str]) -> frozenset[str]:
    found = {word for word in _WORD.findall(title.casefold()) if len(word) > 3}
    return _shared(frozenset(found) - _empty("title.common") - places)


@lru_cache(maxsize=65_536)
def _shared(found: frozenset[str]) -> frozenset[str]:
    """The same object for equal sets: most reports share theirs with others."""
    return found


def _bodies(report: Report | Compared, places: frozenset[str]) -> frozenset[Body]:
    """The institution it was a ceremony of: the organizer, else the body of who led it, else the one in the headline.

    Bodies that come as guests or hold ceremonies for others (an election supervisor, the police) count only where no
    other body is named; the venue tells only where nothing else does.
    """
    if report.level not in ("institution", "district", "national"):
        return frozenset()
    held = _all_bodies([report.organizer], places)
    led = _all_bodies([one.office for one in report.officials if one.role == "leader"], places)
    spoke = _all_bodies([one.office for one in report.officials if one.role == "speaker"], places)
    titled = _all_bodies([report.title], places)
    guests = _empty("bodies.guests")
    own = frozenset(body for body in held if body.kind not in _empty("bodies.hosts"))
    for told in (own, *(frozenset(b for b in found if b.kind not in guests) for found in (led, spoke, titled))):
        if told:
            return told
    return held or led or titled or _all_bodies([report.venue], places)


def _all_bodies(texts: Iterable[str | None], places: frozenset[str]) -> frozenset[Body]:
    return frozenset(body for text in texts if text for body in _find_bodies(text, places))


def _find_bodies(text: str, places: frozenset[str]) -> Iterator[Body]:
    kinds, empty, reach = _empty("bodies.kinds"), _empty("bodies.empty"), int(vocabulary("linkage")["bodies"]["words"])
    told = fold(text).split()
    for place, word in enumerate(told):
        if word in kinds:
            behind: list[str] = []
            for follower in told[place + 1 :]:
                if follower in kinds or len(behind) == reach:
                    break
                if follower not in empty and follower not in places:
                    behind.append(follower)
            yield Body(word, frozenset(behind))
