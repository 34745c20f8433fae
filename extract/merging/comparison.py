"""How much speaks for two reports telling of one ceremony."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from extract.merging.names import same_person, same_phrase
from extract.merging.traits import Body, Person, Traits, single_office
from extract.vocabulary import vocabulary

#: Days after a ceremony within which outlets write of it as news.
NEWS_DAYS = 21
#: Publication times are UTC and news of a morning in Papua is a day earlier there.
_EARLY_DAYS = 1
_NEAR_COUNT = 0.2
_LIKE_TITLE = 0.5


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of `vocabulary/linkage.toml`: `of["venue"]["same"]`, and the thresholds."""

    of: dict[str, dict[str, float]]

    def threshold(self, name: str) -> float:
        """The threshold `name`."""
        return self.of["threshold"][name]


@cache
def weights() -> Weights:
    """The weights of this package."""
    table = vocabulary("linkage")
    names = (
        "threshold", "day", "place", "scope", "body", "officials", "organizer", "venue", "counts", "activities",
        "elections", "text",
    )  # fmt: skip
    return Weights({name: {key: float(value) for key, value in table[name].items()} for name in names})


class Comparison(NamedTuple):
    """What two reports have in common.

    Attributes:
        findings: for every thing compared, how it turned out (`("venue", "same")`).
        score: the sum of their weights.
        forbidden: why they cannot be one ceremony; empty where they can.
    """

    findings: tuple[tuple[str, str], ...]
    score: float
    forbidden: str

    @property
    def linked(self) -> bool:
        """Whether the two are linked by themselves."""
        by_day = dict(self.findings)["day"]
        return not self.forbidden and self.score >= weights().threshold("next_day" if by_day == "next" else "link")


def compare(one: Traits, other: Traits) -> Comparison:
    """Compare two reports; the order of the two does not matter."""
    found = {
        "day": compare_days(one, other),
        "place": compare_places(one, other),
        "scope": _compare_levels(one, other),
        "officials": compare_people(one.people, other.people),
        "organizer": _compare_organizers(one.organizer, other.organizer),
        "venue": _compare_venues(one.venue, other.venue),
        "counts": _compare_counts(one, other),
        "activities": "shared" if one.activities & other.activities else "disjoint",
        "elections": _compare_sets(one.elections, other.elections),
        "text": _compare_texts(one, other),
    }
    if one.single_body and other.single_body:
        by_name = found["organizer"] == "same"
        found["body"] = "same" if by_name else _compare_bodies(one.bodies, other.bodies)
    forbidden = _forbidden(one, other, found)
    of = weights().of
    score = sum(of[name][level] for name, level in found.items()) if not forbidden else float("-inf")
    return Comparison(tuple(found.items()), score, forbidden)


def compare_days(one: Traits, other: Traits) -> str:
    """`same`, `overlap`, `next`, `apart` or `unknown`; undated reports are compared by their publication."""
    if one.first is None or one.last is None or other.first is None or other.last is None:
        return "unknown" if _published_after(one, other) else "apart"
    if one.first == other.first:
        return "same"
    if one.first <= other.last and other.first <= one.last:
        return "overlap"
    gap = max((other.first - one.last).days, (one.first - other.last).days)
    return "next" if gap <= max(one.slack, other.slack) else "apart"


def compare_places(one: Traits, other: Traits) -> str:
    """`regency`, `province`, `nation`, `within`, `apart` or `unknown`."""
    if one.level == "national" or other.level == "national":
        return "nation" if one.level == other.level else "apart"
    if one.regency and other.regency:
        return "regency" if one.regency == other.regency else "apart"
    if one.province is None or other.province is None:
        return "unknown"
    if one.province != other.province:
        return "apart"
    if one.level == other.level == "province":
        return "province"
    # A ceremony of the province is not one of its regencies', but a report without a level may be either.
    levels = {one.level, other.level}
    return "apart" if "province" in levels and levels & {"regency", "district"} else "within"


def compare_people(one: Iterable[Person], other: Iterable[Person]) -> str:
    """`several`, `one`, `short`, `office`, `clash`, `none` or `unknown`."""
    mine, theirs = tuple(one), tuple(other)
    full = short = 0
    for person in mine:
        likeness = {same_person(person.name, rival.name) for rival in theirs if person.name and rival.name}
        full += "full" in likeness
        short += "full" not in likeness and "short" in likeness
    if full > 1:
        return "several"
    if any(_clash(person, rival) for person in mine for rival in theirs):
        return "one" if full and short else "clash"
    if full:
        return "one"
    if short:
        return "short"
    named = min(sum(1 for person in people if person.name) for people in (mine, theirs))
    offices = {person.office for person in mine} & {person.office for person in theirs} - {""}
    if offices:
        return "office"
    return "none" if named > 1 else "unknown"


def _clash(one: Person, other: Person) -> bool:
    """Whether two people are said to hold one office in the same capacity."""
    if not (one.single and other.single and one.name and other.name and one.acting == other.acting):
        return False
    if not same_phrase(one.office, other.office) or single_office(one.office) != single_office(other.office):
        return False
    return same_person(one.name, other.name) == "no"


def _compare_levels(one: Traits, other: Traits) -> str:
    if one.level is None or other.level is None:
        return "unknown"
    return "same" if one.single_body == other.single_body else "mixed"


def _compare_bodies(one: frozenset[Body], other: frozenset[Body]) -> str:
    if not one or not other:
        return "unknown"
    return "same" if any(_same_body(mine, theirs) for mine in one for theirs in other) else "differ"


def _same_body(one: Body, other: Body) -> bool:
    if one.kind != other.kind:
        return False
    numbers = ({w for w in one.which if w.isdigit()}, {w for w in other.which if w.isdigit()})
    if numbers[0] and numbers[1] and numbers[0] != numbers[1]:
        return False
    return not one.which or not other.which or bool(one.which & other.which)


def _compare_organizers(one: str, other: str) -> str:
    if not one or not other:
        return "unknown"
    return "same" if same_phrase(one, other) else "differ"


def _compare_venues(one: frozenset[str], other: frozenset[str]) -> str:
    if not one or not other:
        return "unknown"
    return "same" if same_phrase(" ".join(sorted(one)), " ".join(sorted(other))) else "differ"


def _compare_counts(one: Traits, other: Traits) -> str:
    if one.total is not None and other.total is not None:
        return _like_counts(one.total, other.total)
    if not one.counts or not other.counts:
        return "unknown"
    if one.counts & other.counts:
        return "same"
    return "near" if any(_like_counts(a, b) == "near" for a in one.counts for b in other.counts) else "far"


def _like_counts(one: int, other: int) -> str:
    if one == other:
        return "same"
    return "near" if abs(one - other) <= _NEAR_COUNT * max(one, other) else "far"


def _compare_sets(one: frozenset[str], other: frozenset[str]) -> str:
    if not one or not other:
        return "unknown"
    return "shared" if one & other else "disjoint"


def _compare_texts(one: Traits, other: Traits) -> str:
    if one.voice == other.voice:
        return "copy"
    if not one.title or not other.title:
        return "other"
    shared = len(one.title & other.title)
    return "alike" if shared > 1 and shared >= _LIKE_TITLE * min(len(one.title), len(other.title)) else "other"


def _published_after(one: Traits, other: Traits) -> bool:
    """Whether publication allows one ceremony where a report has no day: the undated one came out soon after."""
    days: list[dt.date] = [
        day for day in (one.first or one.published, other.first or other.published) if day is not None
    ]
    if len(days) < 2:
        return True
    gap = (days[0] - days[1]).days
    if one.first is None and other.first is None:
        return abs(gap) <= NEWS_DAYS
    later = gap if one.first is None else -gap
    return -_EARLY_DAYS <= later <= NEWS_DAYS


def _forbidden(one: Traits, other: Traits, found: dict[str, str]) -> str:
    """Why two reports cannot be of one ceremony, whatever else agrees."""
    if one.article_id == other.article_id:
        return "an article tells each of its ceremonies once"
    if found["place"] == "apart":
        return "places differ"
    # A copy that came out later tells the same `kemarin`, and the same misprints.
    copied = found["text"] == "copy" and one.ordinal == other.ordinal
    if found["day"] == "apart" and not copied:
        return "days differ"
    together = found["officials"] in ("one", "several") and found["venue"] == "same"
    if found["scope"] == "mixed" and not together and not copied:
        return "an institution's own ceremony beside its government's"
    if found.get("body") == "differ" and not together and not copied:
        return "two institutions"
    if found["day"] == "next" and found["counts"] in ("near", "far") and not copied:
        return "two days with numbers of their own"
    return ""
