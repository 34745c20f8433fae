"""Whether the people a number counts took part in the ceremony.

The words of the number's clause tell: of those before it the nearest governs it (`memeriksa 14 kepala desa`, but
`laporan tentang apel yang dihadiri 14 kepala desa`), of those behind it the first. Where the clause is silent the
sentence, the enumeration the number stands in, and the sentence before are asked.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from typing import Literal, NamedTuple

from spacy.tokens import Doc

from extract.candidates import Candidate, ParticipantsValue
from extract.document import Sentence, context_of
from extract.fields.layout import Layout
from extract.fields.stems import verb_forms
from extract.patterns import Caseless, alternation, whole_words
from extract.vocabulary import vocabulary, words

#: Scores above this are of people who took part.
HELD = 0.5
_DIRECT, _TITLE, _SILENT, _VETOED = 0.85, 0.75, 0.45, 0.15
_LOOSE, _QUOTED, _CONTINUED = 0.7, 0.55, 0.6
#: How far around a number the words of its clause are read, in characters.
_REACH = 90
#: How near most vetoes must stand, in characters.
_NEAR = 45
#: Vetoes that hold for the whole clause.
_FAR = {"past", "elsewhere"}
#: Vetoes before the number that yield to a nearer word of taking part.
_YIELDING = {"workforce", "violation", "invited", "reward"}
_LONGEST_SENTENCE = 1000
#: An act told so many sentences before a number is the scene it stands in.
_SCENE_REACH = 2
#: An enumeration is told within so many sentences of its total.
_ENUMERATION_REACH = 2
_LONGEST_ENUMERATION = 12

_TABLE = vocabulary("participants")


def _deeds(*keys: str) -> Caseless:
    """A pattern of the words of `cues` under `keys` and of the verbs made of their stems."""
    listed = alternation(form for key in keys for form in words("participants", f"cues.{key}"))
    made = verb_forms(stem for key in keys for stem in words("participants", f"cues.stems_{key}"))
    return Caseless(rf"(?<!\w)(?:{listed}|{made})(?!\w)")


#: Words of coming and pledging; they govern the people they stand by.
ATTENDED = _deeds("attended", "pledged")
_PLEDGED = _deeds("pledged")
_LOOSELY = whole_words(words("participants", "cues.loose"))
#: Before the number that opens its sentence, with or without such a word; behind a dateline too.
_OPENS = Caseless(
    r"\s*(?:[^.\n]{1,60}?\s[-–—]{1,2}\s{0,2})?"
    rf"(?P<word>(?:{alternation(words('participants', 'cues.opening'))})\s)?(?:\w{{3,12}}\s)?"
)
_ACT = whole_words(words("participants", "cues.act"))
_VETO_BEFORE: dict[str, Caseless] = {name: whole_words(forms) for name, forms in _TABLE["vetoes"]["before"].items()}
_VETO_AFTER: dict[str, Caseless] = {name: whole_words(forms) for name, forms in _TABLE["vetoes"]["after"].items()}
_SOFT: dict[str, Caseless] = {name: whole_words(forms) for name, forms in _TABLE["vetoes"]["soft"].items()}

#: `Dari 112 pegawai, 87 …` and `310 dari 1.150 pegawai`: the larger number is the whole, not those who came.
_OUT_OF = Caseless(
    r"(?:^|[.,;:(]|[\d“\"]|\d (?:orang|pegawai|ASN|PNS)|(?<!\w)(?:satu|seorang|separuh|setengah|sepertiga|"
    r"seperempat|persen|sebagian(?: kecil| besar)?)(?: orang)?)\s{0,3}dari\s{1,3}"
    r"(?:(?:sekitar|total|jumlah|seluruh|kurang lebih|lebih dari|undangan|kuota|target|daftar|seharusnya)\s{1,3}){0,2}$"
)
#: `Pegawai kabupaten itu seluruhnya berjumlah 3.211 orang`.
_STAFF = r"(?:pegawai|ASN|PNS|PPPK|guru|aparatur|honorer|karyawan|personel|tenaga \w{1,12})"
_TOTAL = Caseless(
    rf"(?<!\w){_STAFF}(?:\s[\w/.-]{{1,20}}){{0,6}}?\s"
    r"(?:berjumlah|mencapai|ada|tercatat|seluruhnya|totalnya|semuanya|keseluruhannya)\s(?:\w{1,12}\s){0,2}$"
    rf"|(?<!\w)(?:jumlah|total|populasi)\s(?:\w{{1,12}}\s)?{_STAFF}(?:\s[\w/.-]{{1,20}}){{0,8}}\s$"
)
#: `Rumah sakit dengan 40 dokter dan 300 perawat itu`.
_EQUIPPED = Caseless(r"(?<!\w)(?:dengan|berawak|berkekuatan)\s(?:[\d.]{1,8}\s(?:\w{1,20}\s){1,3}(?:dan|serta)\s)?$")
_POINTED = Caseless(r"\s{0,2}(?:itu|tersebut|ini)(?!\w)")
#: `lima orang tiap OPD`: of each, not of all.
_RATE = Caseless(r"\s(?:untuk\s|dari\s|di\s)?(?:tiap|setiap|per)(?:-?tiap)?\s")
#: `akan menyasar 92`, `segera diikuti oleh sekitar 40`; `18 pegawai itu akan digelar`.
_WILL = Caseless(
    r"(?<!\w)(?:akan|bakal|segera|hendak)\s(?:me|di|ber|te)\w{3,20}\s(?:(?:oleh|kepada|bagi|untuk|total|seluruh)\s){0,2}$"
)
_WILL_AFTER = Caseless(
    r",?\s(?:(?:itu|tersebut|yang|juga|ini|lainnya|lain)\s){0,3}(?:akan|bakal|segera|hendak)\s"
    r"(?!netral|bersikap|tetap|tidak|selalu|menjaga)"
)
#: `pekan depan`, unless that is when the election is.
_SOON = Caseless(
    r"(?<!\w)(?P<vote>(?:pemilu|pilkada|pemilihan|pemungutan suara|pencoblosan|coblosan)(?:\s\w{1,12}){0,3}\s)?"
    r"(?:(?:pekan|minggu|bulan) depan|besok|lusa)(?!\w)"
)
#: A year that is not a regulation's.
_YEAR = Caseless(
    r"(?<![\w./-])(?P<law>(?:nomor|no\.?)\s?[\w./-]{1,12}\s(?:tahun|thn)\s)?(?P<year>20[0-4]\d)"
    r"(?P<ago>\s(?:lalu|silam))?(?![\w/])"
)
_CLAUSE_END = Caseless(
    r"[.;!?\n]\s|, (?:sedangkan|sementara|namun|tetapi|tapi|padahal|sehingga|kemudian)\b"
    r"|\s(?:sedangkan|padahal|sementara itu)\s"
)
_LEADS = (*words("participants", "qualifiers.approx"), *words("participants", "qualifiers.at_least"))
_LIST_LINK = re.compile(
    rf"(?i)\s?(?:[,;]|[,;]?\s?(?:dan|serta|maupun|plus|ditambah|&))\s(?:(?:{alternation(_LEADS)})\s)?"
    # `43 camat;` and on the next line `b. 10 lurah`
    r"|\s?[,;.]?\s?(?:(?:dan|serta)\s?)?\n\s{0,3}(?:(?:[a-z]|\d{1,2})[.)]|[-–—•*·])\s{0,3}"
    r"|, (?:dan\s)?(?-i:[A-Z])[a-z]{2,20}\s(?:(?-i:[A-Z])[a-z]{2,20}\s)?"  # `Mitra 2.960 orang, Minsel 3.811 orang`
    r"|[,:]?\s{0,2}\(?(?:yang\s)?(?:(?:yakni|yaitu|meliputi|mencakup|ter(?:diri|bagi) (?:atas|dari)|masing-masing|"
    r"dengan rincian|rinciannya|antara lain|di antaranya|termasuk)\s?:?\s)"
    r"|:\s|\s\("
)
_LISTED = ",dsmp&;."
#: An item of a list with a line of its own.
_ITEM = Caseless(r"\s{0,3}(?:(?:[a-z]|\d{1,2})[.)]|[-–—•*·])\s{0,3}")
_MOST_ITEMS = 12
#: Opens a sentence that goes on with the people told before.
_POINTING = whole_words(words("participants", "cues.pointing"))
_POINTING_WITHIN = 25
#: Rules that hold for a whole list.
_VETO = re.compile(r"veto:(?!repeated|quote|whole)")


#: Words of coming and pledging that stand directly before the people: `diikuti oleh sekitar`, `melibatkan`.
GOVERNING = Caseless(
    rf"(?<!\w)(?:di ?(?:{'|'.join(words('participants', 'cues.stems_attended'))}|"
    rf"{'|'.join(stem.replace(' ', ' ?') for stem in words('participants', 'cues.stems_pledged'))})(?:kan|i)?|hadir|"
    r"melibatkan|menghadirkan|mengumpulkan|menyertakan|mengikutkan|kehadiran|peserta)\s"
    rf"(?:(?:oleh|pula|juga|para|seluruh|semua|total|sebanyak|sejumlah|{alternation(_LEADS)})\s){{0,3}}$"
)
_FOLLOWED = Caseless(rf"\s(?:dengan|dari|lewat|melalui|secara|{_PLEDGED.pattern.removeprefix('')})(?!\w)")
#: Verbs of calling somebody, to account or to the table.
_CALLED = {"memanggil", "dipanggil"}
_TO_SIGN = Caseless(
    r"(?<!\w)(?:maju|ke (?:\w{1,8} )?(?:meja|depan|podium|panggung|mimbar)|"
    rf"{_PLEDGED.pattern.removeprefix('')})"
)
#: An active verb of taking part behind the people, `bergantian meneken`.
_TAKES_PART = Caseless(
    r"\s(?:(?:itu|tersebut|yang|lantas|lalu|kemudian|pun|juga|turut|ikut|bergantian|bergiliran|serentak|kompak|bersama-sama|"
    r"satu (?:per|demi) satu|secara bergantian|sama-sama|langsung|segera)\s){0,3}"
    rf"(?=me|ber|hadir|ikut|datang|teken)(?:{ATTENDED.pattern.removeprefix('')})"
)


class Told(NamedTuple):
    """What the words of a sentence tell: that people came or pledged, that they may have, that it is of an act."""

    attended: bool
    loosely: bool
    act: bool


class Scene(Layout):
    """The document's sentences with what they tell, each read once however many numbers it holds."""

    def __init__(self, doc: Doc) -> None:
        super().__init__(doc)
        self._told: dict[int, Told] = {}
        published = context_of(doc).published
        #: A year up to this one is long past; 0 where the day of publication is unknown.
        self.past_year: int = published.year - 2 if published is not None else 0

    def told(self, sentence: Sentence) -> Told:
        """What `sentence` tells; of a very long one, what its beginning tells."""
        if sentence.start not in self._told:
            text = self.text[sentence.start : min(sentence.end, sentence.start + _LONGEST_SENTENCE)]
            self._told[sentence.start] = Told(
                ATTENDED.search(text) is not None, _LOOSELY.search(text) is not None, _ACT.search(text) is not None
            )
        return self._told[sentence.start]

    def is_scene(self, offset: int) -> bool:
        """Whether the sentence at `offset`, one shortly before it or the next is of an act or of those who came."""
        last = self.number(offset)
        around = map(self.told, self.sentences[max(0, last - _SCENE_REACH) : last + 2])
        return any(told.act or told.attended for told in around)


class Judgement(NamedTuple):
    """The rule that speaks for or against a number, and the candidate's score."""

    rule: str
    score: float

    @property
    def vetoed(self) -> bool:
        """Whether a rule speaks against the number and those enumerated with it."""
        return _VETO.match(self.rule) is not None


def is_taking_part(word: str) -> bool:
    """Whether `word` tells of taking part, so that it goes on with no group (`30 camat hadir`)."""
    return ATTENDED.fullmatch(word) is not None or _LOOSELY.fullmatch(word) is not None


def judge(scene: Scene, start: int, end: int) -> Judgement:
    """Rule and score of the number printed at `[start, end)`, by the words of its clause and sentence."""
    text, sentence = scene.text, scene.sentence(start)
    first = max(sentence.start, start - _REACH)
    for mark in _CLAUSE_END.finditer(text, first, start):
        first = mark.end()
    before, after = text[first:start], text[end : max(end, min(sentence.end, end + _REACH))]
    if stop := _CLAUSE_END.search(after):
        after = after[: stop.start()]
    told = scene.told(sentence)
    attended = ATTENDED.search(before) is not None or ATTENDED.search(after) is not None
    veto = _veto(scene, before, after, told)
    if veto is None and not attended:
        veto = next((name for name, pattern in _SOFT.items() if pattern.search(before) or pattern.search(after)), None)
    if veto is not None:
        return Judgement(f"veto:{veto}", _VETOED)
    if scene.quoted(start):
        return Judgement("quoted", _QUOTED) if attended else Judgement("veto:quote", _VETOED)
    title = start < scene.title_end
    if attended or told.attended or _is_item(scene, start):
        return Judgement("attended", _TITLE if title else _DIRECT)
    if scene.is_scene(start) and (told.loosely or _opens(scene, sentence, start)):
        return Judgement("scene", _LOOSE)
    return Judgement("silent", _SILENT)


def _is_item(scene: Scene, start: int) -> bool:
    """Whether a number opens an item of a list whose heading tells of people who came: `dihadiri:`, `a. 43 camat`."""
    line = scene.text.rfind("\n", 0, start) + 1
    if _ITEM.fullmatch(scene.text, line, start) is None:
        return False
    for _ in range(_MOST_ITEMS):
        end = line - 1
        line = scene.text.rfind("\n", 0, max(0, end)) + 1
        if end <= line or _ITEM.match(scene.text, line, end) is None:
            break
    heading = scene.text[max(line, end - _REACH) : max(0, end)]
    return heading.rstrip().endswith(":") and ATTENDED.search(heading) is not None


def _opens(scene: Scene, sentence: Sentence, start: int) -> bool:
    """Whether a number opens the article's first sentence, or any with a word that says those were there."""
    if start - sentence.start > _REACH:
        return False
    opening = _OPENS.fullmatch(scene.text, sentence.start, start)
    return opening is not None and (opening["word"] is not None or sentence.start <= scene.text_start)


def _veto(scene: Scene, before: str, after: str, told: Told) -> str | None:
    """Name of the rule against a number between `before` and `after` of its clause; None where none speaks."""
    if _OUT_OF.search(before):
        return "whole"
    if _TOTAL.search(before) and not ATTENDED.search(before) and not ATTENDED.match(after.lstrip()):
        return "workforce"
    if _RATE.match(after):
        return "rate"
    if _EQUIPPED.search(before) and _POINTED.match(after):
        return "workforce"
    if (
        _WILL.search(before)
        or _WILL_AFTER.match(after)
        or any(not soon["vote"] for soon in _SOON.finditer(after.partition(", ")[0]))
    ):
        return "planned"
    years = (*_YEAR.finditer(before), *_YEAR.finditer(after[:_NEAR]))
    if any(year["ago"] or (not year["law"] and int(year["year"]) <= scene.past_year) for year in years):
        return "past"
    near, next_to = before[-_NEAR:].rpartition(", ")[2], after[:_NEAR].partition(", ")[0]
    for name, pattern in _VETO_BEFORE.items():
        found = list(pattern.finditer(before if name in _FAR else near))
        if not found or (name in _YIELDING and ATTENDED.search(near, found[-1].end())):
            continue
        if name == "capacity" and _PLEDGED.search(next_to):
            continue  # `menampung 2.000 aparatur yang mengucapkan ikrar`
        if found[-1].group().casefold() in _CALLED and _TO_SIGN.search(after):
            continue  # `memanggil delapan pejabat ke meja penandatanganan`
        return name
    for name, pattern in _VETO_AFTER.items():
        if (against := pattern.search(after if name in _FAR else next_to)) is None:
            continue
        if against.group().casefold() in _CALLED and _TO_SIGN.search(after, against.end()):
            continue  # `dipanggil satu per satu untuk menandatangani`
        if against.group().casefold() == "menyusul" and _FOLLOWED.match(after, against.end()):
            continue  # `43 pegawai menyusul dengan ikrar di kantor camat`
        if name == "workforce" and ATTENDED.match(after, against.end() + 1):
            continue  # `yang tercatat hadir`
        earlier = _PLEDGED if name == "violation" else ATTENDED
        first = None if name in _FAR else earlier.search(next_to[: against.end()])
        pledged = first is not None and first.start() < against.start()  # also `mengisi absen`, but not `tidak hadir`
        if not pledged and not (name == "other" and told.act):
            return name
    return None


def settle(scene: Scene, found: list[Candidate[ParticipantsValue]]) -> list[Candidate[ParticipantsValue]]:
    """Judge the numbers that stand in one enumeration, or point back to one, by what is told of it.

    A rule against the first of a list holds for all of it, and one behind the last (`12 guru dan dua dokter absen`)
    for those before. `Rinciannya 320 guru dan 180 perawat` goes on with the people of the sentence before, and so do
    numbers that add up to the one before them.
    """
    out: list[Candidate[ParticipantsValue]] = []
    for candidate in found:
        previous, kept = (out[-1] if out else None), candidate
        if previous is not None and (going_on := _goes_on(scene, previous, candidate)):
            against = _VETO.match(previous.rule) and not candidate.rule.startswith("veto:")
            apart = previous.rule == "veto:workforce" and acts_itself(scene, candidate.end)
            if against and not apart and (going_on == "list" or candidate.rule != "attended"):
                kept = replace(candidate, rule=previous.rule, score=previous.score)
            elif candidate.rule == "silent" and previous.score > HELD:
                kept = replace(candidate, rule="continued", score=_CONTINUED)
        out.append(kept)
    for at in range(len(out) - 2, -1, -1):
        last, one = out[at + 1], out[at]
        against = last.rule in ("veto:absent", "veto:violation") and one.rule in ("silent", "scene")
        if against and _link(scene, one.end, last.start) == "list":
            out[at] = replace(one, rule=last.rule, score=last.score)
    return _added_up(scene, out)


def acts_itself(scene: Scene, end: int) -> bool:
    """Whether the people told up to `end` are the subject of a verb of taking part: `… lima orang menandatangani`."""
    return _TAKES_PART.match(scene.text, end) is not None


def goes_with(scene: Scene, previous: Candidate[ParticipantsValue], start: int) -> bool:
    """Whether what starts at `start` is listed with `previous`, or is a part of it."""
    return _link(scene, previous.end, start) is not None


def _goes_on(
    scene: Scene, previous: Candidate[ParticipantsValue], candidate: Candidate[ParticipantsValue]
) -> Literal["list", "pointing"] | None:
    """How a number goes on with the one before it: in its list, or in a sentence that points back to its people."""
    if _link(scene, previous.end, candidate.start) is not None:
        return "list"
    sentence = scene.sentence(candidate.start)
    if scene.number(candidate.start) - scene.number(previous.start) > _ENUMERATION_REACH:
        return None
    opening = min(candidate.start, sentence.start + _POINTING_WITHIN)
    pointing = previous.start < sentence.start and _POINTING.search(scene.text, sentence.start, opening)
    return "pointing" if pointing else None


def _link(scene: Scene, end: int, start: int) -> Literal["list", "part"] | None:
    """How two numbers are linked: listed side by side, or the second as part of the first."""
    if not 0 < start - end < 60 or (match := _LIST_LINK.fullmatch(scene.text, end, start)) is None:
        return None
    return "list" if "\n" in match.group() or match.group().lstrip()[:1] in _LISTED else "part"


def _added_up(scene: Scene, found: list[Candidate[ParticipantsValue]]) -> list[Candidate[ParticipantsValue]]:
    """Numbers on which no word speaks, but which add up to the number of people told before them, took part too."""
    out = list(found)
    starts = [candidate.start for candidate in out]
    for at, whole in enumerate(out):
        if whole.score <= HELD or whole.value.qualifier == "vague":
            continue
        last = min(len(scene.sentences) - 1, scene.number(whole.start) + _ENUMERATION_REACH)
        behind = scene.sentences[last].end if scene.sentences else len(scene.text)
        total, parts = 0, list[int]()
        for place in range(at + 1, bisect_left(starts, behind)):
            if total >= whole.value.count or len(parts) == _LONGEST_ENUMERATION or out[place].rule.startswith("veto:"):
                break
            total += out[place].value.count
            parts.append(place)
        if total == whole.value.count and len(parts) > 1:
            for place in parts:
                if out[place].score <= HELD:
                    out[place] = replace(out[place], rule="continued", score=_CONTINUED)
    return out
