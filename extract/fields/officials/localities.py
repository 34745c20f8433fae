"""Place names inside offices: those of the gazetteer and those an article itself shows to be places."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from extract.fields.officials.names import GIVEN_NAMES, STOP, bears_person, skip_titles
from extract.fields.officials.tokens import Token, keys
from extract.gazetteer import gazetteer
from extract.vocabulary import vocabulary, words

_KINDS = frozenset(words("offices", "complement.kinds"))
_NAMED = frozenset(words("offices", "complement.named"))
DIRECTIONS = frozenset(words("offices", "complement.directions"))
_GOVERNMENTS = frozenset({"pemkab", "pemkot", "pemko", "pemprov", "pemda", "asn", "warga"})
_FIELDS = frozenset(words("offices", "complement.fields")) - GIVEN_NAMES
_SMALL = frozenset({"kelurahan", "desa", "kampung", "nagari", "gampong", "pekon", "distrik"})
_LINKS = frozenset(words("offices", "complement.links"))
_LONGEST = 5
_SPOKEN = frozenset(words("roles", "spoken.speaker"))
#: Behind one of these a kind belongs to an office, and a person's name may follow.
_OFFICE_WORDS = frozenset(
    word for table in ("single", "general") for head in vocabulary("offices")[table] for word in keys(head)
)


@cache
def _listed() -> tuple[frozenset[tuple[str, ...]], frozenset[tuple[str, ...]]]:
    """Names of provinces and regencies, and names of districts, as tuples of keys."""
    table = gazetteer()
    wide = {keys(form) for form in (*table.forms, *table.seats)}
    wide |= {form[1:] for form in wide if len(form) > 1 and form[0] in ("kepulauan", "pulau")}
    return frozenset(wide), frozenset(keys(name) for name in table.districts)


@dataclass(frozen=True)
class Localities:
    """What counts as a place name in one article.

    Attributes:
        shown: names that the article writes behind a word for a kind of place or body (`Desa Sukamaju`).
        quoted: words that stand for a person behind a verb of speech (`kata Robinson`).
    """

    shown: frozenset[tuple[str, ...]]
    quoted: frozenset[str] = frozenset()

    def end(self, tokens: list[Token], index: int, *, small: bool = False) -> int:
        """The index behind the longest place name that begins at `index`, or `index`.

        With `small`, names of districts count too.
        """
        if index >= len(tokens) or not tokens[index].is_capitalised:
            return index
        wide, narrow = _listed()
        run: list[str] = []
        best = index
        for position in range(index, min(index + _LONGEST, len(tokens))):
            token = tokens[position]
            if not (token.is_word or token.text in "-–" or token.text.isdigit()):
                break
            run.append(token.key)
            name = tuple(run)
            if name in wide or name in self.shown or (small and name in narrow):
                best = position + 1
        while best > index and best < len(tokens) and tokens[best].key in DIRECTIONS and tokens[best].is_capitalised:
            best += 1
        return best


def localities_of(tokens: list[Token]) -> Localities:
    """Collect the places an article shows."""
    shown: dict[tuple[str, ...], None] = {}
    wide, _ = _listed()
    for index, token in enumerate(tokens):
        if token.key not in _KINDS and token.key not in _NAMED and token.key not in _GOVERNMENTS:
            continue
        if any(before.key in _OFFICE_WORDS for before in tokens[max(0, index - 2) : index]):
            continue
        start = index + 1
        run: list[str] = []
        for position in range(start, min(start + 4, len(tokens))):
            candidate = tokens[position]
            if not candidate.is_word or not candidate.is_capitalised or candidate.key in STOP:
                break
            if skip_titles(tokens, position) > position:
                break
            run.append(candidate.key)
        end = start + len(run)
        if len(run) > 1 and run[0] in GIVEN_NAMES and index > 0 and tokens[index - 1].key in _LINKS:
            continue  # "Dinas Pemberdayaan Masyarakat dan Kampung Iskandar Ahmadi"
        if len(run) > 1 and run[0] in GIVEN_NAMES and bears_person(run[-1]) and _in_office(tokens, index):
            continue  # "Kepala Pengamanan Lapas Budi Hartono"
        if run and run[0] in _FIELDS:  # "Dinas Pemberdayaan Masyarakat Desa Dalduk dan KB"
            continue
        # What runs on in capitals may be a person ("Kota Semarang Iswar"); what a gazetteer begins is known anyway.
        known = token.key not in _SMALL and any(tuple(run[:length]) in wide for length in range(1, len(run) + 1))
        if run and not known and len(run) <= 3 and (end >= len(tokens) or not tokens[end].is_capitalised):
            shown.setdefault(tuple(run))
    return Localities(frozenset(shown), _quoted(tokens))


def _quoted(tokens: list[Token]) -> frozenset[str]:
    """Words that an article writes alone behind a verb of speech (`kata Robinson`): names of persons."""
    wide, narrow = _listed()
    found: dict[str, None] = {}
    for index in range(1, len(tokens)):
        token = tokens[index]
        if tokens[index - 1].key not in _SPOKEN or not token.is_word or not token.is_capitalised or token.is_acronym:
            continue
        behind = tokens[index + 1] if index + 1 < len(tokens) else None
        if behind is not None and behind.is_word and behind.is_capitalised:
            continue
        if token.key not in STOP and (token.key,) not in wide and (token.key,) not in narrow:
            found.setdefault(token.key)
    return frozenset(found)


def _in_office(tokens: list[Token], index: int) -> bool:
    """Whether an office that began shortly before may reach to `index`."""
    for token in reversed(tokens[max(0, index - _LONGEST) : index]):
        if not token.is_word:
            return False
        if token.key in _OFFICE_WORDS and token.is_capitalised:
            return True
    return False
