"""What the words around a place name make of it: a government, a body, a venue, a paper, a person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from extract.patterns import Caseless, alternation
from extract.vocabulary import vocabulary, words

PlaceContext = Literal["government", "body", "dateline", "venue", "other"]
#: Kinds of region a word can ask for; `regency` is a kabupaten or a kota.
Wanted = Literal["kabupaten", "kota", "regency", "province", "district"]


@dataclass(frozen=True, slots=True)
class Cue:
    """A kind of word before a place name, as `places.toml` lists them.

    Attributes:
        name: name of the list; it becomes the candidate's rule.
        kind: the kind of region it speaks of; None for any.
        context: what it makes of the place.
        gap: how many words of a longer name may stand between it and the place.
    """

    name: str
    kind: Wanted | None
    context: PlaceContext
    gap: int


class Reading(NamedTuple):
    """What stands before a name: the word for its kind, the cue, and whether the people of the place are spoken of."""

    unit: Wanted | None
    cue: Cue | None
    staff: bool


def _fold(words_: str) -> str:
    return " ".join(words_.casefold().split()).rstrip(".")


_TABLE = vocabulary("places")
#: Cues by their name.
CUES: dict[str, Cue] = {
    name: Cue(name, None if table["kind"] == "any" else table["kind"], table["context"], table["gap"])
    for name, table in _TABLE["cues"].items()
}
_BY_WORDS: dict[str, list[Cue]] = {}
for _name, _table in _TABLE["cues"].items():
    for _form in _table["words"]:
        _BY_WORDS.setdefault(_fold(_form), []).append(CUES[_name])
_UNITS: dict[str, Wanted] = {_fold(form): kind for kind, forms in _TABLE["units"].items() for form in forms}

_UNIT = Caseless(rf"(?<!\w)(?P<unit>{alternation(_UNITS)})\.?\s{{0,3}}$")
_WORD = re.compile(r"\w+")
_LONGEST_CUE = max(len(_WORD.findall(form)) for form in _BY_WORDS)
_MAYOR = Caseless(r"wali\s?$")
#: Words of a body's longer name between its cue and its place: capitalised ones and a few small ones.
_GAP_WORD = re.compile(r"(?:[A-Z0-9(][\w.,()'’&/-]{0,40}|dan|di|dr\.?|kelas|wilayah|dengan|kode|nomor|untuk|&|[-–])$")
_LAST_WORDS = re.compile(r"(?P<two>(?:\w{1,30}\s)?(?P<one>\w{1,30}))\s{1,2}$")
_STAFF = Caseless(rf"(?<!\w)(?:{alternation(_TABLE['cues']['staff']['words'])})$")
_LINK = Caseless(rf"(?:\([^()\n]{{1,40}}\)|(?<!\w)(?:{alternation(words('places', 'staff.links'))}))[\s,-]{{0,3}}$")
_MOST_LINKS = 6
#: No phrase looked for at the end of a text is longer, in characters.
_LONGEST_WORDS = 50
#: What a government is called when the word for its kind stands apart (`Pemerintah Kabupaten`).
_GOVERNMENTS: dict[Wanted, str] = {"kabupaten": "pemkab", "kota": "pemkot", "province": "pemprov"}
#: Cues of bodies that may be a ministry's: a provincial branch outranks them.
_BRANCHES = {"office", "town"}
#: Cues before which `ASN` and the like are no staff of the place but of whoever met there.
_NO_STAFF = {"venue", "law"}

_JOURNAL_BEFORE = re.compile(rf"(?<!\w)(?i:{alternation(words('places', 'journal.before'))})\s$")
_JOURNAL_AFTER = re.compile(
    rf"\s?(?i:{alternation(words('places', 'journal.after'))})(?!\w)|\.(?:com|co|id|net|news)\b"
)
_LOCATIVE = Caseless(r"(?<!\w)(?:di|ke|dari|se|asal|wilayah|kawasan|daerah|warga|sekitar|kota|,)[\s-]{1,2}$")
_ALL_OF = Caseless(r"(?<!\w)se[\s-]{0,2}$")
_CAPITALISED_BEFORE = re.compile(r"(?<!\w)[A-Z][a-z]{2,20}\s$")
_SENTENCE_MARKS = '.!?“"”:'
_STREET = re.compile(r"(?<!\w)(?:Jalan|Jln?\.?)\s(?:(?:Raya|Lintas|Poros)\s)?$")
#: `Polres Bima Kota`, as the police name the resorts of cities.
_KOTA_BEHIND = re.compile(r"\s(?:Kota|KOTA)(?!\w)(?!\s[A-Z])")


def read_before(before: str, *, district: bool, region: bool) -> Reading:
    """Read the words that end at a place name.

    Of several cues the nearest counts, except that a ministry's provincial branch outranks the ministry's own name
    (`Kanwil Kemenag X`). `district` and `region` tell whether the name is one of a district, of a regency or province,
    or of both: `Camat` speaks of a district, `Puskesmas` only where no regency has the name.
    """
    unit: Wanted | None = None
    rest = before
    found = _UNIT.search(before, max(0, len(before) - _LONGEST_WORDS))
    if found and not _MAYOR.search(before[: found.start()][-8:]):  # `Wali Kota X` is a cue, not a unit
        unit, rest = _UNITS[_fold(found["unit"])], before[: found.start()]
    if _ALL_OF.search(rest[-8:]):
        return Reading(unit, CUES["all"], _speaks_of_staff(rest))
    for start, end in _cues_in(rest):
        gap = rest[end:].lstrip(".)").split()
        if not all(map(_GAP_WORD.match, gap)):
            break
        for cue in _cues_of(rest[start:end]):
            if cue.kind == "district" and (
                not district or unit not in (None, "district") or (region and cue.context == "body" and unit is None)
            ):
                continue
            if len(gap) <= cue.gap:
                return _reading(unit, cue, rest[:start])
    return Reading(unit, None, _speaks_of_staff(rest))


def _cues_in(text: str) -> Iterator[tuple[int, int]]:
    """The cues in `text` as spans, the last one first, of several at one end the longest."""
    found = list(_WORD.finditer(text))
    for last in range(len(found) - 1, -1, -1):
        for first in range(max(0, last - _LONGEST_CUE + 1), last + 1):
            span = found[first].start(), found[last].end()
            if _fold(text[slice(*span)]) in _BY_WORDS:
                yield span
                break


def _cues_of(form: str) -> list[Cue]:
    """The cues that words stand for, those of districts first; `Kepala Dinas` is also a `Dinas`."""
    folded = _fold(form)
    cues = [*_BY_WORDS[folded], *_BY_WORDS.get(folded.rpartition(" ")[2], ())]
    return sorted(cues, key=lambda cue: cue.kind != "district")


def _reading(unit: Wanted | None, cue: Cue, before: str) -> Reading:
    if cue.name in _BRANCHES:
        cue = _ministry_before(before) or cue
    if cue.name == "pemda" and unit in _GOVERNMENTS:
        cue = replace(cue, name=_GOVERNMENTS[unit])
    return Reading(unit, cue, cue.name == "staff" or (cue.name not in _NO_STAFF and _speaks_of_staff(before)))


def _ministry_before(before: str) -> Cue | None:
    last = _LAST_WORDS.search(before[-70:].rstrip(" )") + " ")
    for form in (last["two"], last["one"]) if last else ():
        for cue in _BY_WORDS.get(_fold(form), ()):
            if cue.name == "ministry":
                return cue
    return None


def _speaks_of_staff(before: str) -> bool:
    """Whether `before` ends in words for public servants, links such as `di lingkungan` left aside."""
    rest = before.rstrip(" ,-\xa0")
    for _ in range(_MOST_LINKS):
        link = _LINK.search(rest, max(0, len(rest) - _LONGEST_WORDS))
        if link is None:
            break
        rest = rest[: link.start()].rstrip(" ,-\xa0")
    return _STAFF.search(rest, max(0, len(rest) - _LONGEST_WORDS)) is not None


def names_city(after: str) -> bool:
    """Whether the words behind a name tell that it is the city's: `Polres Bima Kota`."""
    return _KOTA_BEHIND.match(after) is not None


def is_journal(before: str, after: str) -> bool:
    """Whether a name is part of a paper's or a station's: `Radar Kediri`, `Lombok Post`."""
    journal = _JOURNAL_BEFORE.search(before, max(0, len(before) - _LONGEST_WORDS))
    return journal is not None or _JOURNAL_AFTER.match(after) is not None


def is_street(before: str) -> bool:
    """Whether a name is a street's: `Jalan Batang Hari`."""
    return _STREET.search(before, max(0, len(before) - _LONGEST_WORDS)) is not None


def is_locative(before: str) -> bool:
    """Whether a preposition or the like tells that a place follows."""
    return _LOCATIVE.search(before, max(0, len(before) - _LONGEST_WORDS)) is not None


def is_name_part(before: str) -> bool:
    """Whether a capitalised word that is no cue stands before a bare name within the sentence: `Andi Sumba`."""
    found = _CAPITALISED_BEFORE.search(before, max(0, len(before) - _LONGEST_WORDS))
    if found is None:
        return False
    lead = before[: found.start()].rstrip()
    return bool(lead) and lead[-1] not in _SENTENCE_MARKS
