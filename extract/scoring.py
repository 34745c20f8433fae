"""Scores of extracted ceremonies against annotated articles.

Events of an article are paired one to one by what they share, then each field is counted: true positives, false
positives, false negatives. Names match without titles and with a slip of spelling, offices by most of their words,
everything else exactly. A row is perfect when date, regency, province, named officials, numbers and regulations of a
ceremony are all right.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, TypeVar

T = TypeVar("T")
U = TypeVar("U")
#: An annotated or extracted event, with the keys of an annotated one.
EventDict = Mapping[str, Any]
Article = Mapping[str, Any]

FIELDS = (
    "event", "date", "regency", "province", "activities", "official", "office", "role", "participants", "regulations",
    "election",
)  # fmt: skip
#: The fields whose mean F1 is the core score.
CORE = ("date", "regency", "official", "participants", "regulations")

_TITLES = re.compile(
    r"^(?:(?:prof|dr|drs|dra|ir|h|hj|kh|k\.h|ust|ustaz|tgk|tgh|rd|raden|brigjen|mayjen|letjen|kolonel|letkol|mayor"
    r"|kapten|kompol|akbp|akp|kombes|pol|inf|cpl|arh|czi|apt|ns|bapak|pak|ibu|bu|sdr|a\.?n)\b\.?\s*){1,8}",
    re.IGNORECASE,
)
_NO_OFFICE = {"kabupaten", "kab", "kota", "provinsi", "daerah", "dan", "pj", "plt", "pjs", "plh"}
_SIMILAR_NAME, _SIMILAR_OFFICE = 0.9, 0.6
#: More events than this in one article are not paired exhaustively.
_MOST_EVENTS = 7


@dataclass(slots=True)
class Tally:
    """Counts of one field."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    def add(self, tp: int, fp: int, fn: int) -> None:
        """Count further values."""
        self.tp += tp
        self.fp += fp
        self.fn += fn

    @property
    def precision(self) -> float:
        """Share of the extracted values that are right, 0 where there are none."""
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else 0.0

    @property
    def recall(self) -> float:
        """Share of the annotated values that were found, 0 where there are none."""
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Miss:
    """A field of an article that differs from its annotation."""

    article: str
    field: str
    expected: object
    got: object


@dataclass(slots=True)
class Score:
    """The scores of a set of articles."""

    tallies: dict[str, Tally] = field(default_factory=lambda: {name: Tally() for name in FIELDS})
    perfect: int = 0
    rows: int = 0
    misses: list[Miss] = field(default_factory=list)

    @property
    def core(self) -> float:
        """Mean F1 of date, regency, officials, participants and regulations."""
        return sum(self.tallies[name].f1 for name in CORE) / len(CORE)

    @property
    def perfect_share(self) -> float:
        """Share of the annotated ceremonies that are right throughout."""
        return self.perfect / self.rows if self.rows else 0.0


def combined(scores: Iterable[Score]) -> Score:
    """The score of all articles together that `scores` counted apart."""
    whole = Score()
    for one in scores:
        for name, tally in one.tallies.items():
            whole.tallies[name].add(tally.tp, tally.fp, tally.fn)
        whole.perfect += one.perfect
        whole.rows += one.rows
        whole.misses.extend(one.misses)
    return whole


def name_key(name: str) -> str:
    """A name without titles, degrees, punctuation and case."""
    bare = _TITLES.sub("", re.sub(r"\s*,.*$", "", name.strip()))
    return " ".join(re.findall(r"[^\W\d_]+", bare.casefold()))


def same_name(one: str, other: str) -> bool:
    """Whether two names are of one person: alike but for a slip, or one within the other."""
    one, other = name_key(one), name_key(other)
    if not one or not other:
        return False
    if one == other or SequenceMatcher(None, one, other).ratio() >= _SIMILAR_NAME:
        return True
    small, large = sorted((one.split(), other.split()), key=len)
    return len(small) >= 2 and set(small) <= set(large)


def same_office(one: str | None, other: str | None) -> bool:
    """Whether two offices share most of their words."""
    first = set(re.findall(r"\w+", (one or "").casefold())) - _NO_OFFICE
    second = set(re.findall(r"\w+", (other or "").casefold())) - _NO_OFFICE
    return bool(first and second) and len(first & second) / len(first | second) >= _SIMILAR_OFFICE


def score(gold: Mapping[str, Article], predicted: Mapping[str, Article]) -> Score:
    """Score `predicted` articles against `gold` ones by their ids; an article without prediction tells of nothing."""
    result = Score()
    for key in sorted(gold):
        _score_article(result, key, gold[key], predicted.get(key, {"events": [], "regulations": []}))
    return result


def _score_article(result: Score, key: str, gold: Article, predicted: Article) -> None:
    expected, got = list(gold["events"]), list(predicted.get("events", []))
    pairs = pair(expected, got)
    result.tallies["event"].add(len(pairs), len(got) - len(pairs), len(expected) - len(pairs))
    if not len(pairs) == len(expected) == len(got):
        result.misses.append(Miss(key, "event", len(expected), len(got)))
    regulations_right = True
    if expected:
        first, second = (_regulation_keys(article.get("regulations", [])) for article in (gold, predicted))
        regulations_right = _count(result, "regulations", first, second, lambda a, b: a == b)
        if not regulations_right:
            result.misses.append(Miss(key, "regulations", first, second))
    missed = [event for event in expected if not any(event is one for one, _ in pairs)]
    extra = [event for event in got if not any(event is other for _, other in pairs)]
    none: EventDict = {}
    for one, other in [*pairs, *((event, none) for event in missed), *((none, event) for event in extra)]:
        right = _score_event(result, key, one, other)
        if one:
            result.rows += 1
            result.perfect += right and regulations_right


def _score_event(result: Score, key: str, one: EventDict, other: EventDict) -> bool:
    """Count the fields of a pair of events; whether its core is right."""
    right = bool(one and other)

    def miss(name: str, expected: object, got: object) -> None:
        if one and other:
            result.misses.append(Miss(key, name, expected, got))

    for name in ("date", "regency", "province"):
        a, b = one.get(name), other.get(name)
        result.tallies[name].add(
            int(a is not None and a == b), int(b is not None and a != b), int(a is not None and a != b)
        )
        if a != b:
            right = False
            miss(name, a, b)
    for name in ("activities", "election"):
        a, b = one.get(name, []), other.get(name, [])
        if not _count(result, name, a, b, lambda x, y: x == y):
            miss(name, a, b)
    people, others = _named(one), _named(other)
    hits = _matches(people, others, lambda x, y: same_name(x["name"], y["name"]))
    result.tallies["official"].add(len(hits), len(others) - len(hits), len(people) - len(hits))
    if not len(hits) == len(people) == len(others):
        right = False
        miss("official", [o["name"] for o in people], [o["name"] for o in others])
    _score_offices(result, people, others, hits, miss)
    a, b = _counts(one), _counts(other)
    if not _count(result, "participants", a, b, lambda x, y: x == y):
        right = False
        miss("participants", a, b)
    return right


def _score_offices(
    result: Score,
    people: Sequence[EventDict],
    others: Sequence[EventDict],
    hits: Sequence[tuple[EventDict, EventDict]],
    miss: Callable[[str, object, object], None],
) -> None:
    right = sum(same_office(x["office"], y.get("office")) for x, y in hits if x.get("office"))
    said, wanted = (sum(1 for o in group if o.get("office")) for group in (others, people))
    result.tallies["office"].add(right, said - right, wanted - right)
    roles = sum(x.get("role") == y.get("role") for x, y in hits)
    result.tallies["role"].add(roles, len(others) - roles, len(people) - roles)
    for x, y in hits:
        if x.get("office") and not same_office(x["office"], y.get("office")):
            miss("office", x["office"], y.get("office"))
        if x.get("role") != y.get("role"):
            miss("role", f"{x['name']}: {x.get('role')}", y.get("role"))


def pair(gold: Sequence[EventDict], predicted: Sequence[EventDict]) -> list[tuple[EventDict, EventDict]]:
    """The one-to-one pairing with the largest total similarity; a pair must share something."""
    swapped = len(gold) > len(predicted)
    small, large = (predicted, gold) if swapped else (gold, predicted)
    small, large = (small[:_MOST_EVENTS], large[:_MOST_EVENTS]) if len(large) > _MOST_EVENTS else (small, large)
    alone = len(gold) == len(predicted) == 1
    best, pairs = -1.0, list[tuple[EventDict, EventDict]]()
    for chosen in itertools.permutations(range(len(large)), len(small)):
        total, found = 0.0, list[tuple[EventDict, EventDict]]()
        for i, j in enumerate(chosen):
            one, other = (large[j], small[i]) if swapped else (small[i], large[j])
            likeness = _similarity(one, other)
            if likeness > 0 or alone:
                total += likeness + 0.01
                found.append((one, other))
        if total > best:
            best, pairs = total, found
    return pairs


def _similarity(one: EventDict, other: EventDict) -> float:
    total = 2.0 if one["date"] == other.get("date") else 0.0
    total += 2.0 if (one["regency"], one["province"]) == (other.get("regency"), other.get("province")) else 0.0
    total += sum(count in _counts(other) for count in _counts(one))
    names = [o["name"] for o in _named(other)]
    return total + 0.5 * sum(any(same_name(o["name"], name) for name in names) for o in _named(one))


def _named(event: EventDict) -> list[EventDict]:
    return [official for official in event.get("officials", []) if official.get("name")]


def _counts(event: EventDict) -> list[int]:
    """The numbers of participants; vague ones (`ratusan`) are not compared."""
    return sorted(p["count"] for p in event.get("participants", []) if p.get("count") and p.get("qualifier") != "vague")


def _regulation_keys(regulations: Iterable[EventDict]) -> list[tuple[str, str, int | None]]:
    keys = {
        (r["type"].casefold(), (r.get("number") or "").strip().lstrip("0").casefold(), r.get("year"))
        for r in regulations
    }
    return sorted(keys, key=str)


def _matches(gold: Iterable[T], predicted: Iterable[U], same: Callable[[T, U], bool]) -> list[tuple[T, U]]:
    left, hits = list(predicted), list[tuple[T, U]]()
    for one in gold:
        for other in left:
            if same(one, other):
                left.remove(other)
                hits.append((one, other))
                break
    return hits


def _count(result: Score, name: str, gold: Sequence[T], predicted: Sequence[T], same: Callable[[T, T], bool]) -> bool:
    """Count two lists; whether they hold the same."""
    hits = len(_matches(gold, predicted, same))
    result.tallies[name].add(hits, len(predicted) - hits, len(gold) - hits)
    return hits == len(gold) == len(predicted)
