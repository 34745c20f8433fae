"""Personal names: [titles and ranks] name [degrees]."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.fields.officials.tokens import Token
from extract.vocabulary import vocabulary, words

_TITLES = frozenset(words("names", "titles"))
#: In small letters nothing else begins a name: a title, or the first half of `k.h.`.
SMALL_TITLES = _TITLES | {"k"}
_PILGRIMS = frozenset(words("names", "pilgrims"))
_ANY_TITLE = _TITLES | _PILGRIMS | frozenset(words("names", "ranks")) | {"k"}
_FUSED = frozenset(words("names", "fused_titles"))
_RANKS = frozenset(words("names", "ranks"))
_BRANCHES = frozenset(words("names", "branches"))
_DEGREES = frozenset(words("names", "degrees"))
_BARE_DEGREES = frozenset(words("names", "bare_degrees"))
_PARTICLES = frozenset(words("names", "particles"))
_INITIALS = frozenset(words("names", "initials"))
_NO_INITIALS = frozenset(words("names", "no_initials"))
_SHORT_FORMS = frozenset(words("names", "short_forms"))
GIVEN_NAMES = frozenset(words("names", "given_names"))
FAMILY_NAMES = frozenset(words("names", "family_names"))
_ENDINGS = words("names", "name_endings")
#: `Sukarno`, `Sumiarti`, `Suwandi`: the commonest beginning of Javanese names with an ending of theirs.
_JAVANESE = re.compile(r"su[b-df-hj-np-tv-z]\w{2,8}(?:[nrtwy]o|[rt]i|adi|andi)")
#: Verbs of roles are no names either, though headlines give them a capital.
VERBS = frozenset(
    form
    for table in ("active", "passive", "either", "spoken", "representing", "nominal", "continuing")
    for forms in vocabulary("roles")[table].values()
    for form in forms
    if " " not in form
)
#: An office begins there, and the name is over (`Karim Subekti Bupati Blora`).
_HEADS = frozenset(
    form
    for table, shortest in (("single", 1), ("general", 5))
    for head, others in vocabulary("offices")[table].items()
    for form in (head, *others)
    if " " not in form and len(form) >= shortest
)
STOP = (frozenset(words("names", "stop")) | VERBS | _HEADS) - GIVEN_NAMES

_CALENDAR = frozenset(words("names", "calendar"))
#: Words of one name and tokens of one degree at most.
_LONGEST_NAME = 8
#: Titles before a name and degrees behind it, at most.
_MOST_TITLES = 12
_LONGEST_DEGREE = 8
#: `Sp.PK`, `M.Tr.Opsla`: abbreviations of degrees no table lists.
#: `SpPK`, `SSTPi`, `MTrIP`: the same without full stops.
_MIXED_DEGREE = re.compile(r"(?=\w{0,7}[a-z])(?:Sp[A-Z]|[SM][A-Z])[A-Za-z]{1,7}|Sp[A-Z]{1,5}")
_DOTTED_DEGREE = re.compile(r"(?:[SMAD]|Sp|Am|Dipl)\.(?:[A-Z][A-Za-z]{0,7}\.?){1,3}")


@dataclass(frozen=True, slots=True)
class Name:
    """A personal name among the tokens.

    Attributes:
        first: index of the first token, titles included.
        end: index behind the last one, degrees included.
        words: indices of the name's own first token and behind its last.
        titled: whether titles or degrees stand around it.
        parts: the keys of the name's words, without marks.
    """

    first: int
    end: int
    words: tuple[int, int]
    titled: bool
    parts: tuple[str, ...]


def bears_person(key: str) -> bool:
    """Whether a word by itself looks like part of a personal name: a listed one, or one with a name's ending."""
    if key in GIVEN_NAMES or key in FAMILY_NAMES:
        return True
    return len(key) > 5 and (key.endswith(_ENDINGS) or _JAVANESE.fullmatch(key) is not None)


def skip_titles(tokens: list[Token], index: int) -> int:
    """The index behind the titles and ranks that begin at `index`; `index` itself where there are none."""
    for _ in range(_MOST_TITLES):
        if index >= len(tokens) or not _may_be_title(tokens, index):
            break
        following = _skip_rank(tokens, index) or _skip_title(tokens, index) or _skip_unlisted(tokens, index)
        if not following:
            break
        index = following
    return index


def _may_be_title(tokens: list[Token], index: int) -> bool:
    """Whether a word is a title or rank, or an abbreviation that may be one."""
    if tokens[index].key in _ANY_TITLE:
        return True
    return tokens[index].is_capitalised and index + 1 < len(tokens) and tokens[index + 1].text == "."


def skip_degrees(tokens: list[Token], index: int) -> int:
    """The index behind the degrees that stand at `index`, with or without commas before them."""
    for _ in range(_MOST_TITLES):
        if index >= len(tokens):
            break
        comma = tokens[index].text == "," or (tokens[index].text == "." and _is_glued(tokens, index))
        following = _degree(tokens, index + comma, after_comma=comma)
        if not following:
            break
        index = following
    return index


def read_name(tokens: list[Token], index: int) -> Name | None:
    """The name that begins at `index` with its titles and degrees, or None."""
    first = skip_titles(tokens, index)
    if first >= len(tokens):
        return None
    capitals = tokens[first].is_acronym and (
        len(tokens[first].text) > 3
        or (first + 1 < len(tokens) and len(tokens[first + 1].text) > 3 and tokens[first + 1].is_acronym)
    )
    position = first
    fused = tokens[first].key in _FUSED and first + 1 < len(tokens) and tokens[first].is_acronym
    if fused:
        position += 1
        if position < len(tokens) and tokens[position].text == ".":
            position += 1
    parts: list[str] = ["m"] if fused and tokens[first].key.endswith("m") else []
    start = position
    while position < len(tokens) and len(parts) < _LONGEST_NAME:
        token = tokens[position]
        if parts and (_degree(tokens, position, after_comma=False) or _skip_rank(tokens, position)):
            break
        if not _may_name(tokens, position, capitals=capitals, begun=bool(parts)):
            break
        parts.append(token.key)
        position += 1
        if position < len(tokens) and tokens[position].text == "." and _abbreviates(tokens, position):
            position += 1
    if not parts or position == start or all(len(part) == 1 or part in _TITLES or part in _RANKS for part in parts):
        return None
    while position > start and tokens[position - 1].key in _PARTICLES and len(parts) > 1:
        position -= 1
        parts.pop()
    end = skip_degrees(tokens, position)
    return Name(index, end, (start, position), first > index or end > position or fused, tuple(parts))


def tidy(printed: str) -> str:
    """A name as printed, on one line; words wholly in capitals or small letters get their usual case."""
    parts = re.findall(r"\S+", printed)
    shouted = [part for part in parts if len(part.strip(".")) > 3 and part.isupper()]
    return " ".join(
        part.title() if (shouted and len(part) > 1) or (part.islower() and part not in _PARTICLES) else part
        for part in parts
    )


def _is_glued(tokens: list[Token], index: int) -> bool:
    """Whether the mark at `index` has a word right before and a capital right behind it (`Santoso.S.Sos`)."""
    if index == 0 or index + 1 >= len(tokens):
        return False
    before, mark, behind = tokens[index - 1 : index + 2]
    return before.is_word and before.end == mark.start and mark.end == behind.start and behind.is_capitalised


def _skip_rank(tokens: list[Token], index: int) -> int:
    if tokens[index].key not in _RANKS or not tokens[index].is_capitalised:
        return 0
    index += 1
    for _ in range(_MOST_TITLES):
        if index >= len(tokens):
            break
        token = tokens[index]
        if token.text == "." or (token.key in _BRANCHES and token.is_capitalised):
            index += 1
        elif token.text == "(" and index + 2 < len(tokens) and tokens[index + 2].text == ")":
            index += 3
        else:
            break
    return index


def _skip_title(tokens: list[Token], index: int) -> int:
    token = tokens[index]
    dotted = index + 1 < len(tokens) and tokens[index + 1].text == "." and tokens[index + 1].start == token.end
    if token.key == "k" and dotted and index + 2 < len(tokens) and tokens[index + 2].key == "h":
        index, token = index + 2, tokens[index + 2]
        dotted = index + 1 < len(tokens) and tokens[index + 1].text == "."
    if (
        token.key in _PILGRIMS and token.is_capitalised and index + 1 < len(tokens)
    ):  # "Haji Sofyan", but "Haji dan Umrah"
        return index + 1 if tokens[index + 1].is_capitalised and bears_person(tokens[index + 1].key) else 0
    if token.key not in _TITLES:
        return 0
    following = index + 1 + dotted
    while dotted and following + 1 < len(tokens) and _is_glued_part(tokens, following):  # "Bc.IP."
        following += 2
    if following >= len(tokens) or not (tokens[following].is_word or tokens[following].text == "("):
        return 0
    if not token.is_capitalised and not dotted and token.key not in ("dr", "drg", "drh", "pak", "bu", "bapak", "ibu"):
        return 0
    if len(token.text) == 1 and token.key != "h":
        return 0
    # "Dr. (HC)", "Dr. (c)"
    if tokens[following].text == "(" and following + 2 < len(tokens) and tokens[following + 2].text == ")":
        return following + 3
    return following if tokens[following].is_word else 0


def _is_glued_part(tokens: list[Token], index: int) -> bool:
    """Whether a short abbreviation with its full stop is run together with the one before."""
    token, mark = tokens[index], tokens[index + 1]
    return token.is_acronym and token.start == tokens[index - 1].end and mark.text == "." and mark.start == token.end


def _skip_unlisted(tokens: list[Token], index: int) -> int:
    """A short abbreviation with a full stop right before a title (`Tn. Dr. …`): a title no table lists."""
    token = tokens[index]
    if index + 2 >= len(tokens) or not (2 <= len(token.text) <= 4 and token.is_capitalised and token.is_word):
        return 0
    if tokens[index + 1].text != "." or tokens[index + 1].start != token.end or token.key in _SHORT_FORMS | _PARTICLES:
        return 0
    return index + 2 if _skip_rank(tokens, index + 2) or _skip_title(tokens, index + 2) else 0


def _degree(tokens: list[Token], index: int, *, after_comma: bool) -> int:
    """The index behind one degree at `index`, 0 if there is none."""
    if index >= len(tokens) or not tokens[index].is_word:
        return 0
    best, joined, printed, spaced = 0, "", "", False
    limit = min(index + _LONGEST_DEGREE, len(tokens))
    for position in range(index, limit):
        token = tokens[position]
        if position > index and token.start - tokens[position - 1].end > (tokens[position - 1].text == "."):
            break
        spaced = spaced or (position > index and token.start > tokens[position - 1].end)
        if token.text == ".":
            printed += "."
        elif token.is_word and (after_comma or position > index or token.is_capitalised):
            if position > index and tokens[position - 1].text != ".":
                break
            if spaced and not after_comma and token.text[1:].islower():  # "Nurlela M. Hi Soleman"
                break
            joined += token.key.replace("-", "")
            printed += token.text
        else:
            break
        dotted = "." in printed
        known = joined in _DEGREES and (dotted or after_comma) and (len(joined) > 1)
        if (token.text != "." and (known or printed in _BARE_DEGREES)) or (
            after_comma and token.text != "." and dotted and not spaced and _DOTTED_DEGREE.fullmatch(printed)
        ):
            best = position + 1
    if not best and not after_comma and _MIXED_DEGREE.fullmatch(tokens[index].text):
        return index + 1
    undotted = "." not in "".join(t.text for t in tokens[index:best])
    if best and not after_comma and undotted and tokens[index].text not in _BARE_DEGREES:
        return 0
    if not best and after_comma and tokens[index].is_acronym and len(tokens[index].text) <= 6:
        known = tokens[index].key in _DEGREES
        return index + 1 if known else 0
    # The full stop of "S.H." belongs to it unless it may end the sentence.
    if best and best < len(tokens) and tokens[best].text == "." and best + 1 < len(tokens):
        behind = tokens[best + 1]
        if behind.text in ",;)" or (behind.is_word and not behind.is_capitalised and behind.start > tokens[best].end):
            return best + 1
    return best


def _may_name(tokens: list[Token], index: int, *, capitals: bool, begun: bool) -> bool:
    token = tokens[index]
    if not token.is_word:
        return False
    if not token.is_capitalised:
        behind = index + 1
        if behind < len(tokens) and tokens[behind].text == "." and tokens[behind].start == token.end:  # "br. Simbolon"
            behind += 1
        if begun and token.key in _PARTICLES and behind < len(tokens) and tokens[behind].is_capitalised:
            return tokens[behind].is_word
        # Broken case: "RUSTAMAJI hasan, SE"
        return (
            begun and 2 < len(token.text) < 20 and token.key not in STOP and skip_degrees(tokens, index + 1) > index + 1
        )
    if token.key in STOP:
        return token.key in _CALENDAR and (
            _goes_on(tokens, index + 1) or (begun and skip_degrees(tokens, index + 1) > index + 1)
        )
    if not token.is_acronym or capitals or _initials(tokens, index):
        return True
    return begun and _closes(tokens, index)


def _closes(tokens: list[Token], index: int) -> bool:
    """Whether two capitals at the end of a name are its last initials (`Safrizal ZA`) and no abbreviation."""
    token = tokens[index]
    if len(token.text) != 2 or token.key in _NO_INITIALS or token.text in _BARE_DEGREES or token.key in _DEGREES:
        return False
    if not tokens[index - 1].is_word or tokens[index - 1].is_acronym:
        return False
    behind = tokens[index + 1] if index + 1 < len(tokens) else None
    return behind is None or not (behind.is_capitalised or behind.text.isdigit() or behind.text in "/-")


def _goes_on(tokens: list[Token], index: int) -> bool:
    """Whether a further word of a name stands at `index`; a month before it then is a name too (`Lim Mei Lan`)."""
    if index >= len(tokens):
        return False
    token = tokens[index]
    return token.is_word and token.is_capitalised and not token.is_acronym and token.key not in STOP


def _initials(tokens: list[Token], index: int) -> bool:
    """Whether the capitals at `index` are initials of a name (`AA Ngurah`, `IGN Bagus`) and no acronym."""
    token = tokens[index]
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    return token.key in _INITIALS and following is not None and following.is_word and following.is_capitalised


def _abbreviates(tokens: list[Token], index: int) -> bool:
    """Whether the full stop at `index` belongs to an abbreviated part of a name."""
    before = tokens[index - 1]
    short = len(before.text) == 1 or before.key in _SHORT_FORMS or before.key in _PARTICLES
    if not short or tokens[index].start != before.end or index + 1 >= len(tokens):
        return False
    following = tokens[index + 1]
    return following.is_word and following.is_capitalised and following.key not in STOP
